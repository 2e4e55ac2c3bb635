/** The lines of the editor that are in sight, in colours, right below the letters of its text field, which are not drawn. */
import { memo } from 'react'
import { type JsonKind, readJsonTokens } from './json-tokens.ts'

export type Sight = { readonly top: number; readonly left: number; readonly width: number; readonly height: number }

const COLOURS: Readonly<Record<JsonKind, string | undefined>> = {
  name: 'text-code-name',
  text: 'text-code-text',
  number: 'text-code-number',
  word: 'text-code-word',
  plain: undefined,
}
const AROUND = 8

export function ColouredLines({
  lines,
  sight,
  linePx,
}: {
  readonly lines: readonly string[]
  readonly sight: Sight
  readonly linePx: number
}) {
  const from = Math.max(0, Math.floor(sight.top / linePx) - AROUND)
  const to = Math.ceil((sight.top + sight.height) / linePx) + AROUND
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-0 left-0 overflow-hidden forced-colors:hidden"
      style={{ width: sight.width, height: sight.height }}
    >
      <div
        className="w-max whitespace-pre p-2"
        style={{ lineHeight: `${linePx}px`, transform: `translate(${-sight.left}px, ${from * linePx - sight.top}px)` }}
      >
        {lines.slice(from, to).map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have their place and nothing else
          <Line key={from + at} line={line} />
        ))}
      </div>
    </div>
  )
}

const Line = memo(({ line }: { readonly line: string }) => {
  let offset = 0
  return (
    <div>
      {readJsonTokens(line).map(({ kind, text }) => {
        const key = offset
        offset += text.length
        return (
          <span key={key} className={COLOURS[kind]}>
            {text}
          </span>
        )
      })}
      {'\n'}
    </div>
  )
})
