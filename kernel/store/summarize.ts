/**
 * The summary of a run from its tasks: every total is a sum of attempts (rule L3), failed ones included.
 * It invents nothing; what tasks do not carry comes in as times.
 */
import type { BundleSummary, ExecutionPath, TaskTelemetry } from '#contracts/bundle'
import { findCriticalPath } from './critical-path.ts'

/** Milliseconds that belong to the run as a whole. `totalMs` is its wall time, from admission to its end. */
export type RunTimes = {
  readonly totalMs: number
  readonly constructMs: number
  readonly validateMs: number
  readonly deterministicMs: number
  readonly schemaMs: number
  readonly aggregateMs: number
  readonly telemetryMs: number
}

/** Builds `summary` of L2. Queue and model time are sums over tasks and attempts, so parallel work may exceed `totalMs`. */
export function summarize(tasks: readonly TaskTelemetry[], times: RunTimes): BundleSummary {
  const counts = { deterministic: 0, model: 0, aggregation: 0 }
  let [calls, tokensIn, tokensOut, retries, failures, rejected, hits, queueMs, modelMs] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  for (const task of tasks) {
    counts[task.task_type] += 1
    queueMs += task.queue_ms
    retries += task.retry_count
    if (task.status === 'failed' || task.status === 'timeout') failures += 1
    if (task.cache === 'hit') hits += 1
    if (task.attempts.length === 0) {
      if (task.validation_status === 'failed') rejected += 1
      continue
    }
    calls += task.attempts.length
    for (const attempt of task.attempts) {
      tokensIn += attempt.tokens_in
      tokensOut += attempt.tokens_out
      modelMs += attempt.duration_ms
      if (attempt.validation_errors.length > 0) rejected += 1
    }
  }
  return {
    total_tasks: tasks.length,
    deterministic_task_count: counts.deterministic,
    aggregation_task_count: counts.aggregation,
    model_task_count: counts.model,
    model_invocation_count: calls,
    total_tokens: { in: tokensIn, out: tokensOut },
    total_retries: retries,
    failure_count: failures,
    validation_failures: rejected,
    cache_hits: hits,
    total_latency_ms: times.totalMs,
    construct_ms: times.constructMs,
    validate_ms: times.validateMs,
    queue_ms: queueMs,
    deterministic_ms: times.deterministicMs,
    model_ms: modelMs,
    schema_ms: times.schemaMs,
    aggregate_ms: times.aggregateMs,
    telemetry_ms: times.telemetryMs,
    execution_path: toExecutionPath(calls, counts.model, tasks.length),
    critical_path: findCriticalPath(tasks),
  }
}

/** `deterministic` when no model was called, `model` when the graph holds nothing but model tasks, else `hybrid`. */
function toExecutionPath(calls: number, modelTasks: number, allTasks: number): ExecutionPath {
  if (calls === 0) return 'deterministic'
  return modelTasks === allTasks ? 'model' : 'hybrid'
}
