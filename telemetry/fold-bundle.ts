/**
 * The bundle of a run, rebuilt from its events alone: used where the engine could not hand one over, to check the one it did, and
 * to watch a run while it goes on. It trusts that the events are its own (the store wrote them), and takes each once, by `seq`.
 */
import { type AttemptTelemetry, type Breach, type Bundle, countRetries, type TaskTelemetry } from '#contracts/bundle'
import type { Event } from '#contracts/event'
import type { Failure, Fault } from '#contracts/failure'
import type { TaskType } from '#contracts/task-graph'
import { findCriticalPath } from './critical-path.ts'
import { type RunTimes, tallyOf } from './tally.ts'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type Draft = Mutable<TaskTelemetry>
type Totals = Mutable<RunTimes>

/** What events carry in `data`, by name; which of them are there follows from the event's type. */
type Facts = {
  readonly task_type: TaskType
  readonly name: string | null
  readonly op: string | null
  readonly model: string | null
  readonly budget: TaskTelemetry['budget']
  readonly dependencies: readonly string[]
  readonly cache: string
  readonly queue_ms: number
  readonly input_hash: string
  readonly input_bytes: number
  readonly attempt: AttemptTelemetry | undefined
  readonly valid: boolean
  readonly errors: Fault[]
  readonly ms: number
  readonly breach: Breach
  readonly route: Record<string, unknown>
  readonly duration_ms: number
  readonly run_ms: number
  readonly output_hash: string
  readonly output_bytes: number
  readonly purse_left: TaskTelemetry['purse_left']
  readonly validation_status: TaskTelemetry['validation_status']
  readonly failure: Failure
  readonly reason: string
  readonly construct_ms: number
  readonly validate_ms: number
  readonly telemetry_ms: number
}

const INTERRUPTED = 'EXECUTION_FAILURE:INTERRUPTED'

/** Calls whose end is not on record yet, by task. */
type OpenCalls = Map<string, Event>

/** What of the run's header the bundle repeats. */
export type BundleHeader = { readonly runId: string; readonly graphId: string; readonly graphHash: string }

/** L2 from L1. A `run.interrupted` among the events ends what was open: started tasks failed, the others were cancelled. */
export function foldBundle(header: BundleHeader, events: readonly Event[]): Bundle {
  const fold = new BundleFold()
  for (const event of toOrdered(events)) fold.take(event)
  return fold.bundle(header)
}

/** The same while the run goes on: events in order of `seq`, one seen before is passed over, and a bundle at any moment. */
export class BundleFold {
  readonly #tasks = new Map<string, Draft>()
  readonly #calls: OpenCalls = new Map()
  readonly #totals: Totals = {
    total_latency_ms: 0,
    construct_ms: 0,
    validate_ms: 0,
    queue_ms: 0,
    model_ms: 0,
    deterministic_ms: 0,
    schema_ms: 0,
    aggregate_ms: 0,
    telemetry_ms: 0,
  }
  #lastSeq = -1

  /** `seq` of the last event taken, -1 before the first. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  take(event: Event): void {
    if (event.seq <= this.#lastSeq) return
    this.#lastSeq = event.seq
    const facts = event.data as unknown as Facts
    this.#totals.total_latency_ms = Math.max(this.#totals.total_latency_ms, event.mono_ms)
    noteCall(event, this.#calls)
    if (event.type === 'run.interrupted') bookOpenCalls(event, this.#calls, this.#tasks)
    if (event.task_id === null) foldRunEvent(event, facts, this.#tasks, this.#totals)
    else if (event.type === 'task.created') this.#tasks.set(event.task_id, toDraft(event.task_id, facts))
    else {
      const task = this.#tasks.get(event.task_id)
      if (task !== undefined) foldTaskEvent(event, facts, task, this.#totals)
    }
  }

  /** A copy: later events do not change it. */
  bundle(header: BundleHeader): Bundle {
    // What never started never looked into the cache.
    const tasks = Array.from(this.#tasks.values(), task => ({
      ...task,
      attempts: [...task.attempts],
      cache: task.started_at === null ? ('off' as const) : task.cache,
    }))
    return {
      run_id: header.runId,
      graph_id: header.graphId,
      graph_hash: header.graphHash,
      tasks,
      summary: tallyOf(tasks).summary(this.#totals, findCriticalPath(tasks)),
    }
  }
}

function toOrdered(events: readonly Event[]): readonly Event[] {
  for (let i = 1; i < events.length; i += 1) {
    if (events[i]!.seq <= events[i - 1]!.seq) return events.toSorted((a, b) => a.seq - b.seq)
  }
  return events
}

function toDraft(taskId: string, facts: Facts): Draft {
  return {
    task_id: taskId,
    task_name: facts.name ?? null,
    task_type: facts.task_type,
    op: facts.op ?? null,
    model: facts.model ?? null,
    connector: null,
    status: 'queued',
    stop_reason: null,
    started_at: null,
    finished_at: null,
    duration_ms: 0,
    queue_ms: 0,
    load_ms: 0,
    tokens_in: 0,
    tokens_out: 0,
    cached_tokens: 0,
    thinking_tokens: 0,
    retry_count: 0,
    validation_status: 'not_reached',
    validation_errors: [],
    budget: facts.budget ?? null,
    purse_left: null,
    breach: null,
    attempts: [],
    cache: facts.cache === 'off' ? 'off' : 'miss',
    route: null,
    input_bytes: null,
    output_bytes: null,
    input_hash: null,
    output_hash: null,
    dependencies: [...(facts.dependencies ?? [])],
  }
}

function foldRunEvent(event: Event, facts: Facts, tasks: ReadonlyMap<string, Draft>, totals: Totals): void {
  switch (event.type) {
    case 'run.started':
      totals.construct_ms = facts.construct_ms ?? 0
      totals.validate_ms = facts.validate_ms ?? 0
      break
    case 'run.completed':
    case 'run.failed':
    case 'run.cancelled':
      totals.total_latency_ms = facts.duration_ms ?? totals.total_latency_ms
      totals.telemetry_ms = facts.telemetry_ms ?? 0
      break
    case 'run.interrupted':
      for (const task of tasks.values()) interrupt(task)
      break
    default:
  }
}

function foldTaskEvent(event: Event, facts: Facts, task: Draft, totals: Totals): void {
  switch (event.type) {
    case 'task.ready':
      task.status = 'ready'
      break
    case 'task.started':
      task.status = 'running'
      task.started_at = event.at
      task.queue_ms = facts.queue_ms ?? 0
      totals.queue_ms += task.queue_ms
      task.input_hash = facts.input_hash ?? null
      task.input_bytes = facts.input_bytes ?? null
      break
    case 'llm.invocation.completed':
    case 'llm.invocation.failed':
      // The call that could not be put on record was not made.
      if (facts.attempt === undefined) break
      totals.model_ms += facts.attempt.duration_ms
      book(task, facts.attempt)
      break
    case 'task.validated':
      totals.schema_ms += facts.ms ?? 0
      task.validation_status = facts.valid ? 'passed' : 'failed'
      task.validation_errors = facts.errors ?? []
      break
    case 'cache.hit':
      task.cache = 'hit'
      break
    case 'budget.breached':
      task.breach = facts.breach
      break
    case 'route.decided':
      task.route = facts.route
      break
    default:
      foldEnd(event, facts, task, totals)
  }
}

function foldEnd(event: Event, facts: Facts, task: Draft, totals: Totals): void {
  switch (event.type) {
    case 'task.completed':
      task.status = 'success'
      task.output_hash = facts.output_hash
      task.output_bytes = facts.output_bytes
      // What counts is the verdict on the answer that was taken.
      task.validation_errors = []
      break
    case 'task.failed':
      task.status = facts.failure.error_type === 'TIMEOUT' ? 'timeout' : 'failed'
      task.stop_reason = toStopReason(facts.failure)
      break
    case 'task.skipped':
      task.status = 'skipped'
      task.stop_reason = facts.reason
      task.output_hash = facts.output_hash ?? null
      if (task.output_hash !== null) task.validation_status = 'passed'
      break
    case 'task.cancelled':
      task.status = 'cancelled'
      task.stop_reason = facts.failure === undefined ? 'EXECUTION_FAILURE:CANCELLED' : toStopReason(facts.failure)
      break
    default:
      return
  }
  if (task.task_type === 'deterministic') totals.deterministic_ms += facts.run_ms ?? 0
  if (task.task_type === 'aggregation') totals.aggregate_ms += facts.run_ms ?? 0
  const queueMs = facts.queue_ms ?? task.queue_ms
  totals.queue_ms += queueMs - task.queue_ms
  task.queue_ms = queueMs
  task.validation_status = facts.validation_status ?? task.validation_status
  task.finished_at = event.at
  task.duration_ms = facts.duration_ms ?? 0
  task.purse_left = facts.purse_left ?? null
}

const toStopReason = ({ error_type, details }: Failure): string => `${error_type}:${details.code}`

/** Sums an attempt into its task (L3); whichever attempt comes last names model and connector. */
function book(task: Draft, attempt: AttemptTelemetry): void {
  task.attempts.push(attempt)
  task.retry_count = countRetries(task.attempts)
  task.connector = attempt.connector
  task.model = `${attempt.connector}/${attempt.model}`
  task.load_ms += attempt.load_ms
  task.tokens_in += attempt.tokens_in
  task.tokens_out += attempt.tokens_out
  task.cached_tokens += attempt.cached_tokens
  task.thinking_tokens += attempt.thinking_tokens
}

function noteCall(event: Event, calls: OpenCalls): void {
  if (event.task_id === null) return
  if (event.type === 'llm.invocation.started') calls.set(event.task_id, event)
  else if (event.type.startsWith('llm.invocation.')) calls.delete(event.task_id)
}

/** A call that the crash cut off was made all the same (L3); what it generated is known to nobody. */
function bookOpenCalls(end: Event, calls: OpenCalls, tasks: ReadonlyMap<string, Draft>): void {
  for (const [taskId, started] of calls) {
    const task = tasks.get(taskId)
    const facts = started.data as { readonly connector: string; readonly model: string; readonly seed: number }
    if (task === undefined) continue
    book(task, {
      index: started.attempt_index ?? 0,
      connector: facts.connector,
      model: facts.model,
      status: 'failed',
      code: 'INTERRUPTED',
      started_at: started.at,
      duration_ms: Math.max(0, end.mono_ms - started.mono_ms),
      queue_ms: 0,
      load_ms: 0,
      first_token_ms: null,
      tokens_in: 0,
      tokens_out: 0,
      tokens_out_reported: null,
      usage_mismatch: false,
      thinking_tokens: 0,
      cached_tokens: 0,
      stop_reason: 'interrupted',
      validation_errors: [],
      sampler: { temperature: 0, top_p: 1, seed: facts.seed, stop: [] },
      model_digest: null,
      connector_version: null,
      keywords: {},
    })
  }
}

function interrupt(task: Draft): void {
  if (task.status === 'running') task.status = 'failed'
  else if (task.status === 'queued' || task.status === 'ready') task.status = 'cancelled'
  else return
  task.stop_reason = INTERRUPTED
}
