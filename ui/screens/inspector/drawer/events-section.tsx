/** The events of one task, in order. */
import type { Event } from '#contracts/event'
import { toDuration } from '../../../parts/figures.ts'
import { sentenceOf } from '../events/read-events.ts'

export function EventsSection({ events }: { readonly events: readonly Event[] }) {
  return (
    <ol className="flex flex-col gap-0.5 text-xs">
      {events.map(event => (
        <li key={event.seq} className="flex gap-2">
          <span className="w-14 shrink-0 text-right text-quiet tabular-nums">{toDuration(event.mono_ms)}</span>
          <span className="min-w-0 wrap-anywhere">
            <code className="font-mono">{event.type}</code> <span className="text-quiet">{sentenceOf(event)}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
