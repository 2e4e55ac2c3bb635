/** The Stage Timeline tab: one row per task on a common axis of time, each stretch in the colour of what it was spent on. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Event } from '#contracts/event'
import { toDuration } from '../../../parts/figures.ts'
import { StateBadge } from '../graph/task-look.tsx'
import { buildTimeline, type Segment, type SegmentKind, type TimelineRow } from '../model/timeline.ts'

const KINDS: Readonly<Record<SegmentKind, { readonly label: string; readonly colour: string }>> = {
  work: { label: 'Operation', colour: 'bg-exact' },
  wait: { label: 'Queue', colour: 'bg-line' },
  slot: { label: 'Waiting for the runtime', colour: 'bg-line-strong' },
  load: { label: 'Loading the model', colour: 'bg-warn' },
  prompt: { label: 'Until the first token', colour: 'bg-model opacity-50' },
  generate: { label: 'Generating', colour: 'bg-model' },
  check: { label: 'Checking', colour: 'bg-joined' },
  pause: { label: 'Pause before a retry', colour: 'bg-bad opacity-50' },
}
const ROW_PX = 44
const TICK_MS = 250

export function TimelineTab({
  events,
  isLive,
  selected,
  onSelect,
}: {
  readonly events: readonly Event[]
  readonly isLive: boolean
  readonly selected: string | null
  readonly onSelect: (taskId: string) => void
}) {
  const nowMs = useRunClock(events, isLive)
  const { rows, endMs } = useMemo(() => buildTimeline(events, nowMs), [events, nowMs])
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  })
  const at = rows.findIndex(row => row.taskId === selected)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at)
  }, [at, virtual])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || rows.length === 0) return
    event.preventDefault()
    const next = Math.min(rows.length - 1, Math.max(0, at + step))
    onSelect(rows[next]!.taskId)
    virtual.scrollToIndex(next)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
  }
  const used = new Set(rows.flatMap(row => row.segments.map(segment => segment.kind)))
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Axis endMs={endMs} />
      <div ref={box} className="min-h-0 flex-1 overflow-y-auto">
        <ul
          aria-label="Tasks by time"
          className="relative"
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {virtual.getVirtualItems().map(item => {
            const row = rows[item.index]!
            return (
              <li
                key={row.taskId}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
              >
                <Row row={row} at={item.index} endMs={endMs} isSelected={row.taskId === selected} onSelect={onSelect} />
              </li>
            )
          })}
        </ul>
      </div>
      <ul
        aria-label="Colours"
        className="flex shrink-0 flex-wrap gap-x-3 gap-y-0.5 border-line border-t px-4 py-1.5 text-quiet text-xs"
      >
        {(Object.keys(KINDS) as SegmentKind[])
          .filter(kind => used.has(kind))
          .map(kind => (
            <li key={kind} className="flex items-center gap-1.5">
              <span aria-hidden className={`inline-block size-2.5 rounded-sm ${KINDS[kind].colour}`} />
              {KINDS[kind].label}
            </li>
          ))}
      </ul>
    </div>
  )
}

/** Milliseconds since the start of a run that goes on; the engine's clock, carried on by this page's between two events. */
function useRunClock(events: readonly Event[], isLive: boolean): number | null {
  const last = events.at(-1)
  const seen = useRef({ seq: -1, monoMs: 0, atMs: 0 })
  if (last !== undefined && seen.current.seq !== last.seq)
    seen.current = { seq: last.seq, monoMs: last.mono_ms, atMs: performance.now() }
  const [, tick] = useState(0)
  useEffect(() => {
    if (!isLive) return
    const timer = setInterval(() => tick(count => count + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [isLive])
  return isLive && last !== undefined ? seen.current.monoMs + performance.now() - seen.current.atMs : null
}

function Row({
  row,
  at,
  endMs,
  isSelected,
  onSelect,
}: {
  readonly row: TimelineRow
  readonly at: number
  readonly endMs: number
  readonly isSelected: boolean
  readonly onSelect: (taskId: string) => void
}) {
  const took = row.startMs === null ? null : (row.endMs ?? endMs) - row.startMs
  const detail = row.segments.map(one => `${KINDS[one.kind].label} ${toDuration(one.endMs - one.startMs)}`).join(', ')
  return (
    <button
      type="button"
      data-row={at}
      aria-pressed={isSelected}
      onClick={() => onSelect(row.taskId)}
      className={`flex size-full flex-col justify-center gap-1 border-line border-b px-4 text-left focus-visible:-outline-offset-2 ${isSelected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
    >
      <span className="flex items-center gap-2 text-sm">
        <span className="min-w-0 flex-1 truncate">{row.name ?? row.taskId}</span>
        {row.attempts > 1 && <span className="text-warn text-xs">{row.attempts} attempts</span>}
        {row.cached && <span className="text-quiet text-xs">cached</span>}
        <StateBadge state={row.state} />
        <span className="w-16 shrink-0 text-right text-quiet text-xs tabular-nums">
          {took === null ? '–' : toDuration(took)}
        </span>
      </span>
      <span className="sr-only">{detail}</span>
      <span aria-hidden className="relative block h-2 rounded-sm bg-sunken">
        {row.segments.map(segment => (
          <Bar key={`${segment.kind} ${segment.startMs}`} segment={segment} endMs={endMs} />
        ))}
      </span>
    </button>
  )
}

function Bar({ segment, endMs }: { readonly segment: Segment; readonly endMs: number }) {
  const whole = Math.max(endMs, 0.001)
  const { label, colour } = KINDS[segment.kind]
  return (
    <span
      title={`${label}: ${toDuration(segment.endMs - segment.startMs)}`}
      className={`absolute inset-y-0 min-w-px rounded-[2px] ${colour}`}
      style={{
        left: `${(100 * segment.startMs) / whole}%`,
        width: `${(100 * (segment.endMs - segment.startMs)) / whole}%`,
      }}
    />
  )
}

function Axis({ endMs }: { readonly endMs: number }) {
  return (
    <div
      aria-hidden
      className="flex shrink-0 justify-between border-line border-b px-4 py-1 text-faint text-xs tabular-nums"
    >
      {[0, 0.25, 0.5, 0.75, 1].map(part => (
        <span key={part}>{part === 0 ? '0' : toDuration(endMs * part)}</span>
      ))}
    </div>
  )
}
