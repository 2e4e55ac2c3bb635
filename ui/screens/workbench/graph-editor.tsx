/** A graph as text with the numbers of its lines. It is a plain text field: undo, search, spelling off, and Tab goes on. */
import { type Ref, useMemo, useRef } from 'react'

const LINE_PX = 20

export function GraphEditor({
  text,
  isFaulty,
  onChange,
  ref,
}: {
  readonly text: string
  readonly isFaulty: boolean
  readonly onChange: (text: string) => void
  readonly ref: Ref<HTMLTextAreaElement>
}) {
  const gutter = useRef<HTMLDivElement>(null)
  const numbers = useMemo(() => Array.from({ length: text.split('\n').length }, (_, at) => at + 1).join('\n'), [text])
  return (
    <div className="flex min-h-0 flex-1 overflow-hidden rounded-md border border-line-strong bg-raised font-mono text-sm focus-within:border-accent">
      <div
        ref={gutter}
        aria-hidden
        className="shrink-0 overflow-hidden whitespace-pre border-line border-r bg-sunken px-2 py-2 text-right text-faint"
        style={{ lineHeight: `${LINE_PX}px` }}
      >
        {numbers}
      </div>
      <textarea
        ref={ref}
        aria-label="TaskGraph"
        aria-invalid={isFaulty || undefined}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        wrap="off"
        onChange={event => onChange(event.target.value)}
        onScroll={event => {
          if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop
        }}
        className="min-w-0 flex-1 resize-none overflow-auto whitespace-pre bg-transparent p-2 outline-none"
        style={{ lineHeight: `${LINE_PX}px` }}
      />
    </div>
  )
}

/** Marks a place and brings it into view. */
export function showPlace(
  editor: HTMLTextAreaElement,
  place: { readonly offset: number; readonly length: number; readonly line: number },
): void {
  editor.focus()
  editor.setSelectionRange(place.offset, place.offset + place.length)
  editor.scrollTop = Math.max(0, (place.line - 6) * LINE_PX)
  editor.scrollLeft = 0
}
