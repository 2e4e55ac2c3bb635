/** One message: a question that can be edited, or an answer with what it took. Alternatives are one step to either side. */
import { ChevronLeft, ChevronRight, Paperclip, Pencil } from 'lucide-react'
import { memo, useState } from 'react'
import type { Message } from '#contracts/chat'
import { IconButton } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { toSize } from '../../parts/figures.ts'
import { AnswerView } from './answer-view.tsx'
import { EditMessage } from './edit-message.tsx'

export type MessageActions = {
  /** Asks the edited question as an alternative to this one. */
  readonly onEdit: (message: Message, text: string) => void
  readonly onRegenerate: (message: Message) => void
  readonly onChoose: (messageId: string) => void
  readonly onAnswered: () => void
  readonly onOptions: () => void
  readonly isBusy: boolean
}

export const MessageView = memo(function MessageView({
  message,
  question,
  actions,
}: {
  readonly message: Message
  /** Of an answer. */
  readonly question: Message | null
  readonly actions: MessageActions
}) {
  if (message.role === 'user') return <Question message={message} actions={actions} />
  return (
    <AnswerView message={message} question={question} actions={actions}>
      <Alternatives message={message} onChoose={actions.onChoose} />
    </AnswerView>
  )
})

function Question({ message, actions }: { readonly message: Message; readonly actions: MessageActions }) {
  const [isEdited, setEdited] = useState(false)
  if (isEdited) {
    return (
      <EditMessage
        text={message.text}
        onCancel={() => setEdited(false)}
        onAsk={text => {
          setEdited(false)
          actions.onEdit(message, text)
        }}
      />
    )
  }
  return (
    <article aria-label="You asked" className="group flex flex-col items-end gap-1">
      <div className="flex max-w-full flex-row-reverse items-center gap-1">
        <div className="min-w-0 max-w-[85cqi] rounded-lg bg-held px-3.5 py-2 text-read">
          <p className="max-h-96 overflow-y-auto whitespace-pre-wrap wrap-anywhere" dir="auto">
            {message.text}
          </p>
          <QuestionFiles message={message} />
        </div>
        <div className="flex shrink-0 opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:flex-col pointer-coarse:opacity-100">
          <CopyButton text={() => message.text} label="Copy the question" />
          <IconButton
            label="Edit and ask again"
            icon={Pencil}
            disabled={actions.isBusy}
            onClick={() => setEdited(true)}
          />
        </div>
      </div>
      <Alternatives message={message} onChoose={actions.onChoose} />
    </article>
  )
}

function QuestionFiles({ message }: { readonly message: Message }) {
  if (message.attachments.length === 0) return null
  return (
    <ul aria-label="Files" className="mt-1.5 flex flex-wrap gap-1.5">
      {message.attachments.map(file => (
        <li
          key={file.attachment_id}
          title={file.note ?? undefined}
          className="flex min-w-0 items-center gap-1.5 rounded-sm border border-line bg-raised px-1.5 text-quiet text-sm"
        >
          <Paperclip size={12} aria-hidden className="shrink-0" />
          <span className="min-w-0 truncate">
            {file.name} · {toSize(file.size_bytes)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Alternatives({
  message,
  onChoose,
}: {
  readonly message: Message
  readonly onChoose: (messageId: string) => void
}) {
  const { siblings } = message
  if (siblings.length < 2) return null
  const at = siblings.indexOf(message.message_id)
  const step = (to: number) => {
    const sibling = siblings[to]
    if (sibling !== undefined) onChoose(sibling)
  }
  return (
    <div role="group" aria-label="Alternatives" className="flex items-center text-quiet text-sm">
      <IconButton label="Alternative before" icon={ChevronLeft} disabled={at <= 0} onClick={() => step(at - 1)} />
      <span className="tabular">
        {at + 1} / {siblings.length}
      </span>
      <IconButton
        label="Alternative after"
        icon={ChevronRight}
        disabled={at >= siblings.length - 1}
        onClick={() => step(at + 1)}
      />
    </div>
  )
}
