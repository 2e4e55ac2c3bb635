/** TaskRecord: what one task did, filled while it runs and read once as its telemetry (rule L2). It decides nothing. */
import { type AttemptTelemetry, type Breach, countRetries, type TaskTelemetry } from '#contracts/bundle'
import type { TaskState } from '#contracts/event'
import type { Failure, Fault } from '#contracts/failure'
import type { AdmittedTask } from '#graph/admitted-graph'
import type { Purse } from './purse.ts'

const NO_ATTEMPTS: readonly AttemptTelemetry[] = []
const NO_FAULTS: readonly Fault[] = Object.freeze([])

/** What most tasks never come to: kept apart, because a run of ten thousand tasks holds a record of each until its end. */
type Rare = {
  failure: Failure | null
  skipReason: string | null
  validationErrors: readonly Fault[]
  cacheKey: string | null
  breach: Breach | null
  route: Record<string, unknown> | null
  purse: Purse | null
  readonly attempts: AttemptTelemetry[]
}

export class TaskRecord {
  status: TaskState = 'queued'
  readyMs = 0
  startedMs = -1
  finishedMs = -1
  queueMs = 0
  inputHash: string | null = null
  inputBytes: number | null = null
  outputHash: string | null = null
  outputBytes: number | null = null
  validation: 'passed' | 'failed' | 'not_reached' = 'not_reached'
  cache: 'hit' | 'miss' | 'off' = 'off'
  runMs = 0
  schemaMs = 0
  #rare: Rare | null = null
  readonly task: AdmittedTask

  constructor(task: AdmittedTask) {
    this.task = task
  }

  #own(): Rare {
    this.#rare ??= {
      failure: null,
      skipReason: null,
      validationErrors: NO_FAULTS,
      cacheKey: null,
      breach: null,
      route: null,
      purse: null,
      attempts: [],
    }
    return this.#rare
  }

  get failure(): Failure | null {
    return this.#rare === null ? null : this.#rare.failure
  }

  set failure(failure: Failure | null) {
    this.#own().failure = failure
  }

  get skipReason(): string | null {
    return this.#rare === null ? null : this.#rare.skipReason
  }

  set skipReason(reason: string | null) {
    this.#own().skipReason = reason
  }

  get validationErrors(): readonly Fault[] {
    return this.#rare === null ? NO_FAULTS : this.#rare.validationErrors
  }

  set validationErrors(faults: readonly Fault[]) {
    if (faults.length > 0 || this.#rare !== null) this.#own().validationErrors = faults
  }

  get cacheKey(): string | null {
    return this.#rare === null ? null : this.#rare.cacheKey
  }

  set cacheKey(key: string | null) {
    this.#own().cacheKey = key
  }

  get breach(): Breach | null {
    return this.#rare === null ? null : this.#rare.breach
  }

  set breach(breach: Breach | null) {
    this.#own().breach = breach
  }

  get route(): Record<string, unknown> | null {
    return this.#rare === null ? null : this.#rare.route
  }

  set route(route: Record<string, unknown> | null) {
    this.#own().route = route
  }

  get purse(): Purse | null {
    return this.#rare === null ? null : this.#rare.purse
  }

  set purse(purse: Purse | null) {
    this.#own().purse = purse
  }

  get attempts(): readonly AttemptTelemetry[] {
    return this.#rare === null ? NO_ATTEMPTS : this.#rare.attempts
  }

  addAttempt(attempt: AttemptTelemetry): void {
    this.#own().attempts.push(attempt)
  }

  get ended(): boolean {
    return this.finishedMs >= 0
  }

  get durationMs(): number {
    return this.ended && this.startedMs >= 0 ? this.finishedMs - this.startedMs : 0
  }

  /** An operation that ran, or was answered by the cache, and has nothing further to tell. */
  get isPlainSuccess(): boolean {
    return (
      this.status === 'success' &&
      this.task.budget === null &&
      this.purse === null &&
      this.attempts.length === 0 &&
      this.breach === null &&
      this.route === null &&
      this.validation === 'passed' &&
      this.validationErrors.length === 0 &&
      this.inputHash !== null &&
      this.outputHash !== null
    )
  }

  /** `isoAt` turns a monotonic moment into UTC text. */
  toTelemetry(isoAt: (monoMs: number) => string): TaskTelemetry {
    const { task, attempts } = this
    const last = attempts.at(-1)
    const sum = (field: 'tokens_in' | 'tokens_out' | 'cached_tokens' | 'thinking_tokens' | 'load_ms') =>
      attempts.reduce((total, attempt) => total + attempt[field], 0)
    return {
      task_id: task.id,
      task_name: task.name,
      task_type: task.type,
      op: task.operation?.name ?? null,
      model: last ? `${last.connector}/${last.model}` : null,
      connector: last?.connector ?? null,
      status: this.status,
      stop_reason: this.#stopReason(),
      started_at: this.startedMs < 0 ? null : isoAt(this.startedMs),
      finished_at: this.ended ? isoAt(this.finishedMs) : null,
      duration_ms: this.durationMs,
      queue_ms: this.queueMs,
      load_ms: attempts.length === 0 ? 0 : sum('load_ms'),
      tokens_in: attempts.length === 0 ? 0 : sum('tokens_in'),
      tokens_out: attempts.length === 0 ? 0 : sum('tokens_out'),
      cached_tokens: attempts.length === 0 ? 0 : sum('cached_tokens'),
      thinking_tokens: attempts.length === 0 ? 0 : sum('thinking_tokens'),
      retry_count: countRetries(attempts),
      validation_status: this.validation,
      validation_errors: [...this.validationErrors],
      budget: task.budget ?? (task.maxTimeMs === null ? null : { max_time_ms: task.maxTimeMs }),
      purse_left: this.purse?.left(this.ended ? this.finishedMs : this.readyMs) ?? null,
      breach: this.breach,
      attempts: [...attempts],
      cache: this.cache,
      route: this.route,
      input_bytes: this.inputBytes,
      output_bytes: this.outputBytes,
      input_hash: this.inputHash,
      output_hash: this.outputHash,
      dependencies: [...task.dependencyIds],
    }
  }

  #stopReason(): string | null {
    if (this.failure) return `${this.failure.error_type}:${this.failure.details.code}`
    return this.skipReason
  }
}
