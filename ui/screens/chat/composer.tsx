/** Where a message is written. It grows with the text, sends on Enter, and turns into Stop while an answer is under way. */
import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useShortcut } from '../../app/keyboard.ts'
import { Button } from '../../parts/button.tsx'

export function Composer({
  isBusy,
  onAsk,
  onStop,
}: {
  readonly isBusy: boolean
  readonly onAsk: (message: string) => void
  readonly onStop: () => void
}) {
  const [text, setText] = useState('')
  const isEmpty = text.trim() === ''
  useShortcut('escape', 'Stop the answer', () => {
    if (!isBusy) return false
    onStop()
    return true
  })
  const send = () => {
    if (isEmpty || isBusy) return
    onAsk(text)
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      className="mx-auto w-full max-w-3xl shrink-0 px-4 pb-4"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <div className="flex items-end gap-2 rounded-lg border border-line-strong bg-raised p-2 focus-within:border-accent">
        <textarea
          aria-label="Message"
          placeholder="Ask something"
          rows={1}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-[40dvh] min-h-8 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-1 text-read outline-none placeholder:text-faint"
        />
        {isBusy ? (
          <Button icon={Square} onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button tone="main" icon={ArrowUp} type="submit" disabled={isEmpty}>
            Ask
          </Button>
        )}
      </div>
    </form>
  )
}
