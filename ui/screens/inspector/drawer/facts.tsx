/** Label and value, row by row, numbers aligned. */
import type { ReactNode } from 'react'

export type Fact = readonly [label: string, value: ReactNode]

export function Facts({ rows }: { readonly rows: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-sm tabular-nums">
      {rows.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-quiet">{label}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Links to other tasks of the same run. */
export function TaskLinks({
  ids,
  onTask,
}: {
  readonly ids: readonly string[]
  readonly onTask: (taskId: string) => void
}) {
  if (ids.length === 0) return <span className="text-faint">none</span>
  return (
    <span className="flex flex-wrap gap-x-2">
      {ids.map(id => (
        <button
          key={id}
          type="button"
          className="font-mono text-accent text-xs leading-5 hover:underline"
          onClick={() => onTask(id)}
        >
          {id}
        </button>
      ))}
    </span>
  )
}

/** The first digits of a hash, all of it on demand. */
export function Hash({ value }: { readonly value: string | null }) {
  if (value === null) return <span className="text-faint">–</span>
  return (
    <code title={value} className="font-mono text-xs">
      {value.replace(/^sha256:/, '').slice(0, 16)}…
    </code>
  )
}
