/**
 * The summary of a run from its tasks: every total is a sum of attempts (rule L3), failed ones included.
 * It invents nothing; what tasks do not carry comes in as times.
 */
import type { BundleSummary, ExecutionPath, TaskTelemetry } from '#contracts/bundle'
import { findCriticalPath } from './critical-path.ts'

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

/** Builds `summary` of L2. */
export function summarize(tasks: readonly TaskTelemetry[], times: RunTimes): BundleSummary {
  const counts = { deterministic: 0, model: 0, aggregation: 0 }
  let [calls, tokensIn, tokensOut, retries, failures, rejected, hits] = [0, 0, 0, 0, 0, 0, 0]
  for (const task of tasks) {
    counts[task.task_type] += 1
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
    total_latency_ms: times.total_latency_ms,
    construct_ms: times.construct_ms,
    validate_ms: times.validate_ms,
    queue_ms: times.queue_ms,
    deterministic_ms: times.deterministic_ms,
    model_ms: times.model_ms,
    schema_ms: times.schema_ms,
    aggregate_ms: times.aggregate_ms,
    telemetry_ms: times.telemetry_ms,
    execution_path: toExecutionPath(calls, counts.deterministic),
    critical_path: findCriticalPath(tasks),
  }
}

/** `deterministic` when no model was called, `hybrid` when operations worked beside it; aggregation alone makes no hybrid. */
function toExecutionPath(calls: number, deterministicTasks: number): ExecutionPath {
  if (calls === 0) return 'deterministic'
  return deterministicTasks === 0 ? 'model' : 'hybrid'
}
