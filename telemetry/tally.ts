/**
 * Tally: the counts of a run, task by task; every total is a sum of attempts (rule L3), failed ones included. It knows no form in
 * which tasks are kept, so that whoever has them in another form need not turn them into the published one to be summed up.
 */
import {
  type AttemptTelemetry,
  type BundleSummary,
  countRetries,
  type ExecutionPath,
  type TaskTelemetry,
} from '#contracts/bundle'

/** Milliseconds that tasks do not carry. `total_latency_ms` is the wall time of the run; the others are sums, so parallel work may exceed it. */
export type RunTimes = Pick<
  BundleSummary,
  | 'total_latency_ms'
  | 'construct_ms'
  | 'validate_ms'
  | 'queue_ms'
  | 'deterministic_ms'
  | 'model_ms'
  | 'schema_ms'
  | 'aggregate_ms'
  | 'telemetry_ms'
>

export class Tally {
  readonly #types = { deterministic: 0, model: 0, aggregation: 0 }
  #tasks = 0
  #calls = 0
  #tokensIn = 0
  #tokensOut = 0
  #retries = 0
  #failures = 0
  #rejected = 0
  #hits = 0
  #calledTasks = 0
  #breaches = 0

  add(
    type: TaskTelemetry['task_type'],
    status: TaskTelemetry['status'],
    cache: TaskTelemetry['cache'],
    validation: TaskTelemetry['validation_status'],
    attempts: readonly AttemptTelemetry[],
    isBreached: boolean,
  ): void {
    this.#tasks += 1
    this.#types[type] += 1
    if (status === 'failed' || status === 'timeout') this.#failures += 1
    if (cache === 'hit') this.#hits += 1
    if (isBreached) this.#breaches += 1
    if (attempts.length > 0) this.#addCalls(attempts)
    else if (validation === 'failed') this.#rejected += 1
  }

  /** Tasks that called a model at least once. */
  get calledTasks(): number {
    return this.#calledTasks
  }

  get breaches(): number {
    return this.#breaches
  }

  /** `summary` of L2. */
  summary(times: RunTimes, criticalPath: string[]): BundleSummary {
    return {
      total_tasks: this.#tasks,
      deterministic_task_count: this.#types.deterministic,
      aggregation_task_count: this.#types.aggregation,
      model_task_count: this.#types.model,
      model_invocation_count: this.#calls,
      total_tokens: { in: this.#tokensIn, out: this.#tokensOut },
      total_retries: this.#retries,
      failure_count: this.#failures,
      validation_failures: this.#rejected,
      cache_hits: this.#hits,
      total_latency_ms: times.total_latency_ms,
      construct_ms: times.construct_ms,
      validate_ms: times.validate_ms,
      queue_ms: times.queue_ms,
      deterministic_ms: times.deterministic_ms,
      model_ms: times.model_ms,
      schema_ms: times.schema_ms,
      aggregate_ms: times.aggregate_ms,
      telemetry_ms: times.telemetry_ms,
      execution_path: this.#path(),
      critical_path: criticalPath,
    }
  }

  #addCalls(attempts: readonly AttemptTelemetry[]): void {
    this.#calledTasks += 1
    this.#calls += attempts.length
    this.#retries += countRetries(attempts)
    for (const attempt of attempts) {
      this.#tokensIn += attempt.tokens_in
      this.#tokensOut += attempt.tokens_out
      if (attempt.validation_errors.length > 0) this.#rejected += 1
    }
  }

  /** `deterministic` when no model was called, `hybrid` when operations worked beside it; aggregation alone makes no hybrid. */
  #path(): ExecutionPath {
    if (this.#calls === 0) return 'deterministic'
    return this.#types.deterministic === 0 ? 'model' : 'hybrid'
  }
}

export function tallyOf(tasks: readonly TaskTelemetry[]): Tally {
  const tally = new Tally()
  for (const { task_type, status, cache, validation_status, attempts, breach } of tasks) {
    tally.add(task_type, status, cache, validation_status, attempts, breach !== null)
  }
  return tally
}
