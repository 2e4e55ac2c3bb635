/**
 * The backend port: where a graph executes (rule J1). `local` is the engine in this process; a plugin may offer another,
 * and choosing one changes no engine code. A backend reports facts; the kernel stamps, stores and announces them.
 */
import type { TaskTelemetry } from '#contracts/bundle'
import type { EventType, Stage } from '#contracts/event'
import type { Failure } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { LiveText } from '#contracts/live-text'
import type { TaskGraph } from '#contracts/task-graph'

export type BackendContext = {
  readonly runId: string
  readonly inputs: JsonObject
  readonly deterministicOnly: boolean
  /** <connector>/<name> for tasks that name no model, or null. */
  readonly defaultModel: string | null
  /** Context sizes in tokens by `<connector>/<model>` that the run's certificate was proven with: no call may use more (C1). */
  readonly contexts: ReadonlyMap<string, number>
  /** Aborts when the run is cancelled. It is made when it is first asked for, because most runs never need one. */
  readonly signal: AbortSignal
  /** Whether `signal` has aborted, or would have. */
  readonly isStopped: () => boolean
  /**
   * Events as they happen, in order; the kernel adds ids, sequence and time. Returns its monotonic moment in milliseconds, which
   * is `atMs` where the caller has just read the clock.
   */
  readonly emit: (
    type: EventType,
    stage: Stage,
    taskId: string | null,
    data?: Readonly<Record<string, unknown>>,
    attempt?: number | null,
    atMs?: number,
  ) => number
  /** Resolves when all that was emitted is durable, to be waited for before what cannot be undone. Rejects when nothing can be written. */
  readonly durable: () => Promise<void>
  /** UTC text of a moment that `emit` gave back: as the events have it. */
  readonly isoAt: (monoMs: number) => string
  /** Raw model replies, kept only where the user asked to keep content. */
  readonly keepReply: (taskId: string, reply: { readonly attempt_index: number; readonly text: string }) => void
  /** What model tasks write, while they write it; for whoever follows the run, and kept nowhere. */
  readonly live: LiveText
}

/** Milliseconds by kind of work, summed over tasks. */
export type WorkTimes = {
  readonly queue_ms: number
  readonly deterministic_ms: number
  readonly model_ms: number
  readonly schema_ms: number
  readonly aggregate_ms: number
}

export type BackendResult = {
  readonly status: 'success' | 'failed' | 'cancelled'
  /** Output by task id, of every finished task; `root`'s among them on success. */
  readonly outputs: Readonly<Record<string, JsonValue>>
  readonly tasks: readonly TaskTelemetry[]
  readonly times: WorkTimes
  readonly failure: Failure | null
}

export type BackendHealth = {
  readonly status: 'healthy' | 'degraded' | 'unavailable'
  readonly capacity_summary: string
  readonly backend_version: string
}

export type BackendCapabilities = {
  /** Largest model in bytes of weights, or null when unknown. */
  readonly max_model_size: number | null
  readonly max_concurrency: number
  readonly supported_task_types: readonly string[]
  readonly supported_context_window: number | null
  readonly distributed: boolean
  readonly contract_version: string
}

export type ExecutionBackend = {
  readonly name: string
  /** Never rejects for a graph that was admitted: a failure is a result. */
  execute_taskgraph(graph: TaskGraph, context: BackendContext): Promise<BackendResult>
  health_check(signal: AbortSignal): Promise<BackendHealth>
  capability_descriptor(): BackendCapabilities
}
