/**
 * A graph as text with the numbers of its lines and its colours. It is a plain text field: undo, search, spelling off, and Tab goes on;
 * the colours lie below it and follow.
 */
import { type Ref, useEffect, useMemo, useRef, useState } from 'react'
import { ColouredLines, type Sight } from './coloured-lines.tsx'

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
  const frame = useRef<HTMLDivElement>(null)
  const [sight, setSight] = useState<Sight>({ top: 0, left: 0, width: 0, height: 0 })
  const lines = useMemo(() => text.split('\n'), [text])
  const numbers = useMemo(() => lines.map((_, at) => at + 1).join('\n'), [lines])
  useEffect(() => {
    const field = frame.current?.querySelector('textarea')
    if (field == null) return
    const look = () => setSight(sightOf(field))
    // The room for text changes with the window, and with the scrollbars that the text brings.
    const watch = new ResizeObserver(look)
    watch.observe(field)
    return () => watch.disconnect()
  }, [])
  useEffect(() => {
    const field = frame.current?.querySelector('textarea')
    if (field != null && text !== '') setSight(sightOf(field))
  }, [text])
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
      <div ref={frame} className="relative flex min-w-0 flex-1 [font-variant-ligatures:none]">
        <ColouredLines lines={lines} sight={sight} linePx={LINE_PX} />
        <textarea
          ref={ref}
          aria-label="TaskGraph"
          aria-invalid={isFaulty || undefined}
          value={text}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          onChange={event => onChange(event.target.value)}
          onScroll={({ currentTarget }) => {
            if (gutter.current !== null) gutter.current.scrollTop = currentTarget.scrollTop
            setSight(sightOf(currentTarget))
          }}
          className="relative min-w-0 flex-1 resize-none overflow-auto whitespace-pre bg-transparent p-2 text-transparent caret-ink outline-none selection:bg-marked selection:text-transparent forced-colors:text-[CanvasText]"
          style={{ lineHeight: `${LINE_PX}px` }}
        />
      </div>
    </div>
  )
}

function sightOf({ scrollTop: top, scrollLeft: left, clientWidth: width, clientHeight: height }: HTMLElement): Sight {
  return { top, left, width, height }
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
