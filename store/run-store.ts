/**
 * The store port: what the engine hands over for keeping, and what is read back. Writes are queued and grouped; `commit`
 * resolves when everything handed over before it is durable, and nothing may be announced earlier (rule L4).
 */
import type { Bundle, BundleSummary, ExecutionPath } from '#contracts/bundle'
import type { Capsule } from '#contracts/capsule'
import type { Event, EventType, RunState, Stage } from '#contracts/event'
import type { ExecuteResult, RunList, RunSummary, TelemetrySummary, TelemetryWindow } from '#contracts/execution'
import type { JsonValue } from '#contracts/json-value'
import type { TaskGraph } from '#contracts/task-graph'
import type { TapePart } from './tape-form.ts'
import type { ScrubExtent } from './write-queue.ts'

export type RunHeader = {
  readonly runId: string
  readonly graphId: string
  readonly graphHash: string
  readonly title: string
  readonly backend: string
  readonly startedAtEpochMs: number
  readonly totalTasks: number
  readonly contentKept: boolean
}

/**
 * One event without what its place tells: ids and `seq` follow from run and position, `at` from the start of the run and `monoMs`
 * (milliseconds since that start).
 */
export type EventRow = readonly [
  type: EventType,
  stage: Stage,
  taskId: string | null,
  attempt: number | null,
  monoMs: number,
  data: Readonly<Record<string, unknown>>,
]

/** Consecutive events of one run, the first with `seq = firstSeq`. Their bytes are copied before `append` returns. */
export type EventBatch = { readonly runId: string; readonly firstSeq: number; readonly parts: readonly TapePart[] }

export type RunEnd = {
  readonly runId: string
  readonly status: RunState
  readonly summary: BundleSummary
  /** Tasks that called a model, and tasks that broke their budget. */
  readonly calledTasks: number
  readonly breaches: number
  /** The bundle as JSON text, to be kept where the run's events do not tell it all; else it is made from them when it is read. */
  readonly bundleText?: string
  readonly finishedAtEpochMs: number
}

/** Kept only where the user asked for it (L5): enough to cut a capsule from. */
export type RunContent = {
  readonly runId: string
  readonly taskgraph: TaskGraph
  readonly inputs: Readonly<Record<string, JsonValue>>
  /** Output by task id, for every finished task. */
  readonly outputs: Readonly<Record<string, JsonValue>>
  /** Raw model replies by task id, in order of attempts. */
  readonly replies: Readonly<Record<string, readonly { readonly attempt_index: number; readonly text: string }[]>>
  /** Operation name to `<plugin id>@<version>`. */
  readonly operations: Readonly<Record<string, string>>
  readonly result: ExecuteResult
}

export type RunQuery = {
  readonly limit: number
  readonly cursor?: string
  readonly status?: RunState
  /** Substring of title, graph id or run id. */
  readonly text?: string
  readonly path?: ExecutionPath
  readonly window?: TimeWindow
}

/** By the start of runs, in milliseconds since 1970; from and to are absent where there is no limit. */
export type TimeWindow = { readonly sinceMs?: number; readonly untilMs?: number }
export type RunScope = TimeWindow & { readonly contentKept?: true; readonly limit?: number }

/** What stands under an idempotency key (rule H4). */
export type KeyedRequest = {
  readonly key: string
  readonly bodyHash: string
  readonly runId: string
  readonly response: string | null
}

export type RunStore = {
  /** Throws KoraError('STORAGE_FULL') while nothing can be written; each refusal may start the next probe. */
  begin(header: RunHeader): void
  /** `firstSeq` must follow the last event handed over; a hole throws KoraError('INTERNAL'). */
  append(batch: EventBatch): void
  finish(end: RunEnd): void
  /** Throws KoraError('INTERNAL') for a run whose header says that its content is not kept (L5). */
  keep(content: RunContent): void
  /** Durable for all that was handed over before. Rejects with KoraError('STORAGE_FULL') and then refuses new runs. */
  commit(): Promise<void>
  /** One sentence when writing is impossible at present, else null. */
  problem(): string | null

  // Reads show durable rows only: a run is there once a commit has covered its beginning.
  list(query: RunQuery): RunList
  summary(runId: string): RunSummary | null
  bundle(runId: string): Bundle | null
  /** Durable events with `seq > afterSeq`, in order, at most `limit`. */
  events(runId: string, afterSeq: number, limit: number): readonly Event[]
  content(runId: string): RunContent | null
  capsule(runId: string): Capsule | null
  telemetrySummary(window?: TimeWindow): TelemetrySummary
  /** Sums of equal stretches of time, oldest first; stretches without a run are left out. */
  telemetryWindows(window: TimeWindow, stretchMs: number): readonly TelemetryWindow[]
  /** Ids of runs that have ended, oldest first. */
  endedRuns(scope: RunScope): readonly string[]
  /**
   * Erases what is kept of runs that have ended: their content, or all of them. Resolves when no file of the store holds it any more
   * (L9); unknown runs and runs under way are passed over. Returns the runs that were erased.
   */
  erase(runIds: readonly string[], extent: 'content' | 'all', space: ScrubExtent): Promise<readonly string[]>

  /** Claims a key: the row that now stands, and whether this call made it. Rows older than 24 hours are gone. Durable with the next commit. */
  claimKey(
    key: string,
    bodyHash: string,
    runId: string,
    nowEpochMs: number,
  ): { readonly row: KeyedRequest; readonly created: boolean }
  /** The answer that every later request with this key gets. It is content, and lives 24 hours with its key. */
  answerKey(key: string, response: string): void
  /** For a request that was refused before it became a run: the key is free again. */
  releaseKey(key: string): void

  /** Writes what is queued, then lets go of the file. Rejects when that could not be written. */
  close(): Promise<void>
}
