/** The Event Log tab: every event of the run as it was stored, in order, to be searched and opened. Nothing is summed up here. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Event } from '#contracts/event'
import { CopyButton } from '../../../parts/copy-button.tsx'
import { Empty } from '../../../parts/empty.tsx'
import { Select, TextInput } from '../../../parts/field.tsx'
import { toDuration } from '../../../parts/figures.ts'
import { EVENT_FAMILIES, type EventFamily, matchesEvent, sentenceOf } from './read-events.ts'

const ROW_PX = 34

export function EventLogTab({
  events,
  taskId,
  isLive,
  onTask,
}: {
  readonly events: readonly Event[]
  /** Only events of this task; null for all. */
  readonly taskId: string | null
  readonly isLive: boolean
  readonly onTask: (taskId: string) => void
}) {
  const [text, setText] = useState('')
  const [family, setFamily] = useState<EventFamily>('all')
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const shown = useMemo(
    () => events.filter(event => (taskId === null || event.task_id === taskId) && matchesEvent(event, family, text)),
    [events, taskId, family, text],
  )
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: at => shown[at]!.seq,
    overscan: 12,
  })
  const onScroll = useFollowEnd(box, shown.length, isLive)
  const toggle = (seq: number) => {
    const next = new Set(open)
    if (!next.delete(seq)) next.add(seq)
    setOpen(next)
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-line border-b px-4 py-1.5">
        <TextInput
          type="search"
          aria-label="Search events"
          placeholder="Search events"
          value={text}
          onChange={event => setText(event.target.value)}
        />
        <Select
          aria-label="Kind of events"
          className="max-w-36"
          value={family}
          onChange={event => setFamily(event.target.value as EventFamily)}
        >
          {EVENT_FAMILIES.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <span role="status" className="shrink-0 text-quiet text-xs tabular-nums">
          {shown.length === events.length ? events.length : `${shown.length} of ${events.length}`}
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty title="No such event">Nothing that happened in this run fits the search.</Empty>
      ) : (
        <div
          ref={box}
          role="log"
          aria-label="Events"
          aria-live="off"
          onScroll={onScroll}
          className="min-h-0 flex-1 overflow-y-auto"
        >
          <div className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(item => (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0 border-line border-b"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Row
                  event={shown[item.index]!}
                  isOpen={open.has(shown[item.index]!.seq)}
                  onToggle={toggle}
                  onTask={onTask}
                />
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  )
}

/**
 * New events come into view while the reader is at the end, and leave the place alone where somebody reads. Gives back what listens
 * to the list, which goes and comes with what a search finds.
 */
function useFollowEnd(box: { readonly current: HTMLElement | null }, count: number, isLive: boolean): () => void {
  const isAtEnd = useRef(true)
  useEffect(() => {
    const element = box.current
    if (isLive && count > 0 && isAtEnd.current && element !== null) element.scrollTop = element.scrollHeight
  }, [box, count, isLive])
  return () => {
    const element = box.current
    if (element !== null) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 2 * ROW_PX
  }
}

function Row({
  event,
  isOpen,
  onToggle,
  onTask,
}: {
  readonly event: Event
  readonly isOpen: boolean
  readonly onToggle: (seq: number) => void
  readonly onTask: (taskId: string) => void
}) {
  const json = isOpen ? JSON.stringify(event, null, 2) : ''
  const taskId = event.task_id
  return (
    <>
      <div className="flex min-h-8.5 items-center gap-2 px-2 text-sm">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => onToggle(event.seq)}
          className="flex min-w-0 flex-1 items-center gap-2 rounded-sm text-left focus-visible:-outline-offset-2"
        >
          {isOpen ? (
            <ChevronDown size={14} aria-hidden className="shrink-0" />
          ) : (
            <ChevronRight size={14} aria-hidden className="shrink-0" />
          )}
          <span className="w-8 shrink-0 text-right text-faint text-xs tabular-nums">{event.seq}</span>
          <span className="w-16 shrink-0 text-right text-quiet text-xs tabular-nums">{toDuration(event.mono_ms)}</span>
          <span className="shrink-0 font-mono text-xs">{event.type}</span>
          <span className="truncate text-quiet text-xs">{sentenceOf(event)}</span>
        </button>
        {taskId !== null && (
          <button
            type="button"
            className="max-w-32 shrink-0 @2xl:max-w-64 truncate font-mono text-accent text-xs hover:underline"
            title={`Open task ${taskId}`}
            onClick={() => onTask(taskId)}
          >
            {taskId}
          </button>
        )}
      </div>
      {isOpen && (
        <div className="relative mx-2 mb-2 rounded-md bg-sunken">
          <pre className="overflow-x-auto p-3 font-mono text-xs">{json}</pre>
          <div className="absolute top-1 right-1">
            <CopyButton text={() => json} label="Copy the event" />
          </div>
        </div>
      )}
    </>
  )
}
