/** A question in place, being written anew. What it led to stays, as an alternative. */
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../parts/button.tsx'

export function EditMessage({
  text,
  onAsk,
  onCancel,
}: {
  readonly text: string
  readonly onAsk: (text: string) => void
  readonly onCancel: () => void
}) {
  const [edited, setEdited] = useState(text)
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    box.current?.focus()
    box.current?.setSelectionRange(text.length, text.length)
  }, [text.length])
  return (
    <form
      aria-label="Edit the question"
      className="flex flex-col gap-2"
      onSubmit={event => {
        event.preventDefault()
        if (edited.trim() !== '') onAsk(edited)
      }}
    >
      <textarea
        ref={box}
        aria-label="Question"
        value={edited}
        onChange={event => setEdited(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            onCancel()
          }
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault()
            if (edited.trim() !== '') onAsk(edited)
          }
        }}
        className="field-sizing-content max-h-[50dvh] min-h-16 w-full resize-none rounded-lg border border-line-strong bg-raised px-3.5 py-2 text-read"
      />
      <div className="flex items-center justify-end gap-2">
        <p className="flex-1 text-quiet text-sm">The old question and its answers stay as an alternative.</p>
        <Button onClick={onCancel}>Cancel</Button>
        <Button tone="main" type="submit" disabled={edited.trim() === ''}>
          Ask again
        </Button>
      </div>
    </form>
  )
}
