/** The row that ends a run: the few columns that lists and aggregates read, taken from its bundle, and the bundle as text. */
import type { Bundle } from '#contracts/bundle'
import type { RunState } from '#contracts/event'
import type { EndRow } from './write-rows.ts'

export function toEndRow(id: number, status: RunState, bundle: Bundle, finishedAtEpochMs: number): EndRow {
  const { summary } = bundle
  let calledTasks = 0
  let breaches = 0
  for (const task of bundle.tasks) {
    if (task.attempts.length > 0) calledTasks += 1
    if (task.breach !== null) breaches += 1
  }
  return {
    id,
    runId: bundle.run_id,
    status,
    finishedAtEpochMs,
    executionPath: summary.execution_path,
    durationMs: summary.total_latency_ms,
    calls: summary.model_invocation_count,
    calledTasks,
    tokensIn: summary.total_tokens.in,
    tokensOut: summary.total_tokens.out,
    retries: summary.total_retries,
    breaches,
    bundle: JSON.stringify(bundle),
  }
}
