/**
 * Where a message is written. It grows with the text, takes files by button, drop and paste, sends on Enter, and turns into Stop
 * while an answer is under way. What is typed is kept until it has been taken.
 */
import { ArrowUp, Paperclip, SlidersHorizontal, Square } from 'lucide-react'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { keepDraft, readDraft } from '../../app/drafts.ts'
import { useShortcut } from '../../app/keyboard.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { FileChips } from './file-chips.tsx'
import { type SentFile, toDraftFiles, useFiles } from './use-files.ts'

export type ComposerProps = {
  readonly chatId: string | null
  readonly isBusy: boolean
  /** Resolves once the message was taken; then the text is cleared. */
  readonly onAsk: (text: string, fileIds: readonly string[]) => Promise<boolean>
  readonly onStop: () => void
  readonly onOptions: () => void
  /** Which model and mode answer, in words. */
  readonly how: ReactNode
  /** A text to begin with, such as a suggestion; its counter tells two equal ones apart. */
  readonly given: { readonly text: string; readonly count: number } | null
}

export function Composer({ chatId, isBusy, onAsk, onStop, onOptions, how, given }: ComposerProps) {
  const [kept] = useState(() => readDraft(chatId))
  const [text, setText] = useState(() => joined(kept.asked, kept.text))
  const [isOver, setOver] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const whyId = useId()
  const files = useFiles(kept.files)
  const canAsk = text.trim() !== '' && !isBusy && files.isReady
  const waitsFor = text.trim() === '' || isBusy ? null : whyNotYet(files.list)

  useEffect(() => {
    box.current?.focus()
  }, [])
  useEffect(() => {
    if (given === null) return
    setText(given.text)
    box.current?.focus()
  }, [given])
  const asked = useRef('')
  useEffect(() => {
    keepDraft(chatId, { text, asked: asked.current, files: toDraftFiles(files.list) })
  }, [chatId, text, files.list])
  useShortcut('/', 'Write a message', () => {
    box.current?.focus()
    return true
  })
  useShortcut('escape', 'Stop the answer', () => {
    if (!isBusy) return false
    onStop()
    return true
  })

  const ask = async () => {
    if (!canAsk) return
    const sent = text
    const { ids } = files
    asked.current = sent
    setText('')
    const isTaken = await onAsk(sent, ids)
    asked.current = ''
    if (isTaken) files.letGo(ids)
    else setText(now => joined(sent, now))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void ask()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    files.add(event.clipboardData.files)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    files.add(event.dataTransfer.files)
  }
  return (
    <form
      aria-label="Ask"
      className="mx-auto w-full max-w-3xl shrink-0 px-4 pb-3"
      onSubmit={event => {
        event.preventDefault()
        void ask()
      }}
      onDragOver={event => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div
        className={`flex flex-col gap-1 rounded-lg border bg-raised p-2 focus-within:border-accent ${isOver ? 'border-accent border-dashed' : 'border-line-strong'}`}
      >
        <FileChips files={files.list} onRemove={files.remove} />
        <textarea
          ref={box}
          aria-label="Message"
          placeholder={isOver ? 'Drop the file here' : 'Ask something'}
          rows={1}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="field-sizing-content max-h-[40dvh] min-h-8 w-full min-w-0 resize-none bg-transparent px-1.5 py-1 text-read outline-none placeholder:text-faint"
        />
        {waitsFor !== null && (
          <p id={whyId} className="px-1.5 text-quiet text-sm">
            {waitsFor}
          </p>
        )}
        <div className="flex items-center gap-1">
          <IconButton label="Attach files" icon={Paperclip} onClick={() => picker.current?.click()} />
          <IconButton label="How it is answered" icon={SlidersHorizontal} onClick={onOptions} />
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            tabIndex={-1}
            aria-label="Files to attach"
            accept=".txt,.md,.csv,.tsv,.json,.jsonl,.log,.pdf,text/*,application/json,application/pdf"
            onChange={event => {
              files.add(event.target.files ?? [])
              event.target.value = ''
            }}
          />
          <div className="min-w-0 flex-1 truncate px-1 text-quiet text-sm">{how}</div>
          {isBusy ? (
            <Button key="stop" icon={Square} onClick={onStop}>
              Stop
            </Button>
          ) : (
            <Button
              key="ask"
              tone="main"
              icon={ArrowUp}
              type="submit"
              disabled={!canAsk}
              aria-describedby={waitsFor === null ? undefined : whyId}
            >
              Ask
            </Button>
          )}
        </div>
      </div>
    </form>
  )
}

/** Not taken: it stands here again, before whatever was typed meanwhile. */
const joined = (asked: string, text: string): string => [asked, text].filter(part => part !== '').join('\n')

function whyNotYet(files: readonly SentFile[]): string | null {
  const refused = files.filter(file => file.state === 'refused').length
  if (refused > 0) return `Remove ${refused === 1 ? 'the file that was' : 'the files that were'} refused to ask this.`
  return files.some(file => file.state === 'sending') ? 'Ask waits until the files are there.' : null
}
