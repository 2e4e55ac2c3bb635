/** A JSON value to be read: pretty, with its size, folded while it is long, copied whole. It never renders what it shows. */
import { useMemo, useState } from 'react'
import { CopyButton } from '../../../parts/copy-button.tsx'
import { toSize } from '../../../parts/figures.ts'

const FOLDED_LINES = 14
/** More than this in one element makes a page slow; the rest can be copied. */
const MOST_SHOWN = 200_000

export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  const [isOpen, setOpen] = useState(false)
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? 'undefined', [value])
  const lines = text.split('\n')
  const isLong = lines.length > FOLDED_LINES || text.length > 4_000
  const shown = isOpen || !isLong ? text.slice(0, MOST_SHOWN) : lines.slice(0, FOLDED_LINES).join('\n').slice(0, 4_000)
  const bytes = useMemo(() => new TextEncoder().encode(JSON.stringify(value) ?? '').length, [value])
  return (
    <div className="relative rounded-md bg-sunken">
      <pre tabIndex={0} className="max-h-96 overflow-auto p-3 pr-10 font-mono text-xs">
        {shown}
        {!isOpen && isLong && '\n…'}
      </pre>
      <div className="absolute top-1 right-1">
        <CopyButton text={() => text} label={`Copy ${label}`} />
      </div>
      <p className="flex items-center gap-3 px-3 pb-1.5 text-quiet text-xs">
        <span className="tabular-nums">{toSize(bytes)}</span>
        {isLong && (
          <button
            type="button"
            aria-expanded={isOpen}
            className="text-accent hover:underline"
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Fold' : 'Show all'}
          </button>
        )}
        {isOpen && text.length > MOST_SHOWN && <span>The beginning is shown; copying takes all of it.</span>}
      </p>
    </div>
  )
}
