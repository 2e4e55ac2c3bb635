/**
 * The Stage Timeline as data: per task the stretches of time it spent, read from the events of its run. Everything is in
 * milliseconds since the start of the run, on the clock of the engine; nothing is estimated.
 */
import type { AttemptTelemetry } from '#contracts/bundle'
import type { Event, TaskState } from '#contracts/event'
import type { TaskType } from '#contracts/task-graph'

/**
 * `wait`: ready, but not begun (queue). `slot`: waiting for the runtime. `load`: the runtime loads the model. `prompt`: until the
 * first token. `generate`: from the first token. `check`: the verdict. `pause`: before a retry. `work`: an operation.
 */
export type SegmentKind = 'wait' | 'slot' | 'load' | 'prompt' | 'generate' | 'check' | 'pause' | 'work'

export type Segment = {
  readonly kind: SegmentKind
  readonly startMs: number
  readonly endMs: number
  /** Index of the attempt it belongs to; null for a stretch outside of attempts. */
  readonly attempt: number | null
}

export type TimelineRow = {
  readonly taskId: string
  readonly name: string | null
  readonly taskType: TaskType
  readonly state: TaskState
  readonly startMs: number | null
  /** Null while it runs. */
  readonly endMs: number | null
  readonly segments: readonly Segment[]
  readonly attempts: number
  readonly breached: boolean
  readonly cached: boolean
}

export type Timeline = { readonly rows: readonly TimelineRow[]; readonly endMs: number }

type Draft = {
  -readonly [Key in keyof TimelineRow]: Key extends 'segments' ? Segment[] : TimelineRow[Key]
} & { readyMs: number | null; call: Event | null; retryMs: number | null; checkedMs: number | null }

const ENDS: Readonly<Record<string, TaskState>> = {
  'task.completed': 'success',
  'task.skipped': 'skipped',
  'task.cancelled': 'cancelled',
}

/** `events` in order of `seq`, as many as there are yet; `nowMs` is where stretches end that still go on. */
export function buildTimeline(events: readonly Event[], nowMs: number | null = null): Timeline {
  const rows = new Map<string, Draft>()
  let lastMs = 0
  for (const event of events) {
    lastMs = Math.max(lastMs, event.mono_ms)
    if (event.task_id === null) continue
    if (event.type === 'task.created') rows.set(event.task_id, toDraft(event))
    else {
      const row = rows.get(event.task_id)
      if (row !== undefined) takeEvent(row, event)
    }
  }
  const endMs = Math.max(lastMs, nowMs ?? 0)
  for (const row of rows.values()) if (row.endMs === null) leaveOpen(row, endMs)
  // In the order in which they began; what has not begun stands below.
  const ordered = [...rows.values()].toSorted(
    (a, b) => (a.startMs ?? Number.POSITIVE_INFINITY) - (b.startMs ?? Number.POSITIVE_INFINITY) || 0,
  )
  return { rows: ordered.map(toRow), endMs }
}

function toDraft({ task_id, data }: Event): Draft {
  return {
    taskId: task_id!,
    name: (data.name as string | null) ?? null,
    taskType: data.task_type as TaskType,
    state: 'queued',
    startMs: null,
    endMs: null,
    segments: [],
    attempts: 0,
    breached: false,
    cached: false,
    readyMs: null,
    call: null,
    retryMs: null,
    checkedMs: null,
  }
}

function takeEvent(row: Draft, event: Event): void {
  const { mono_ms: atMs, data } = event
  switch (event.type) {
    case 'task.ready':
      row.readyMs = atMs
      row.state = 'ready'
      break
    case 'task.started':
      row.startMs = atMs
      row.state = 'running'
      if (row.readyMs !== null) put(row, 'wait', row.readyMs, atMs, null)
      break
    case 'llm.invocation.started':
      if (row.retryMs !== null) put(row, 'pause', row.retryMs, atMs, event.attempt_index)
      else if (row.call === null) put(row, 'slot', row.startMs ?? atMs, atMs, event.attempt_index)
      row.retryMs = null
      row.call = event
      break
    case 'llm.invocation.completed':
    case 'llm.invocation.failed':
      closeCall(row, event, data.attempt as AttemptTelemetry)
      break
    case 'task.validated':
      put(row, 'check', atMs - ((data.ms as number | undefined) ?? 0), atMs, event.attempt_index)
      row.checkedMs = atMs
      break
    case 'retry.scheduled':
      row.retryMs = atMs
      break
    case 'budget.breached':
      row.breached = true
      break
    case 'cache.hit':
      row.cached = true
      break
    case 'task.failed': {
      const failure = data.failure as { readonly error_type?: string } | undefined
      end(row, atMs, failure?.error_type === 'TIMEOUT' ? 'timeout' : 'failed')
      break
    }
    default:
      if (ENDS[event.type] !== undefined) end(row, atMs, ENDS[event.type]!)
  }
}

/** A call is told apart by what its attempt measured: load, until the first token, from there on. */
function closeCall(row: Draft, event: Event, attempt: AttemptTelemetry | undefined): void {
  const opened = row.call
  row.call = null
  row.attempts += 1
  if (opened === null || attempt === undefined) return
  const startMs = opened.mono_ms
  const endMs = Math.min(event.mono_ms, startMs + attempt.duration_ms)
  const loadedMs = Math.min(endMs, startMs + attempt.load_ms)
  const firstMs = attempt.first_token_ms === null ? endMs : clamp(startMs + attempt.first_token_ms, loadedMs, endMs)
  put(row, 'load', startMs, loadedMs, attempt.index)
  put(row, 'prompt', loadedMs, firstMs, attempt.index)
  put(row, 'generate', firstMs, endMs, attempt.index)
}

function end(row: Draft, atMs: number, state: TaskState): void {
  row.state = state
  row.endMs = atMs
  if (row.taskType !== 'model' && row.startMs !== null) {
    const check = row.segments.find(segment => segment.kind === 'check')
    put(row, 'work', row.startMs, check?.startMs ?? atMs, null)
  }
}

function leaveOpen(row: Draft, nowMs: number): void {
  if (row.call !== null) put(row, 'prompt', row.call.mono_ms, nowMs, row.call.attempt_index)
  else if (row.retryMs !== null) put(row, 'pause', row.retryMs, nowMs, null)
  else if (row.state === 'running') put(row, row.taskType === 'model' ? 'slot' : 'work', row.startMs!, nowMs, null)
  else if (row.state === 'ready') put(row, 'wait', row.readyMs!, nowMs, null)
}

function put(row: Draft, kind: SegmentKind, startMs: number, endMs: number, attempt: number | null): void {
  if (endMs > startMs) row.segments.push({ kind, startMs, endMs, attempt })
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

function toRow({ readyMs: _ready, call: _call, retryMs: _retry, checkedMs: _checked, ...row }: Draft): TimelineRow {
  return { ...row, segments: row.segments.toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs) }
}
