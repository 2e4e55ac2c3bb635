/**
 * The result of a run, put together from what its backend told. Its telemetry becomes objects only if somebody reads them; the
 * answer and the store take text and sums.
 */
import type { BackendResult } from '#contracts/backend-port'
import type { Bundle, BundleSummary } from '#contracts/bundle'
import type { ExecuteResult } from '#contracts/execution'
import type { RunPlan } from './active-run.ts'
import { telemetryOf } from './run-telemetry.ts'

export type Assembled = {
  readonly result: ExecuteResult
  readonly summary: BundleSummary
  /** `result.telemetry` as JSON text. */
  readonly writeTelemetry: () => string
  readonly isToldByEvents: boolean
  readonly calledTasks: number
  readonly breaches: number
}

export function assembleResult(
  plan: RunPlan,
  backend: string,
  outcome: BackendResult,
  spent: { readonly durationMs: number; readonly telemetryMs: number },
): Assembled {
  const { graph, request, runId } = plan
  const telemetry = telemetryOf(outcome)
  const summary = telemetry.summarize({
    ...outcome.times,
    construct_ms: request.plan?.constructMs ?? 0,
    validate_ms: plan.validateMs,
    telemetry_ms: spent.telemetryMs,
    total_latency_ms: spent.durationMs,
  })
  const head = { run_id: runId, graph_id: graph.graphId, graph_hash: graph.hash }
  let bundle: Bundle | null = null
  const result: ExecuteResult = {
    status: outcome.status,
    final_output: outcome.status === 'success' ? (outcome.outputs[graph.source.root] ?? null) : null,
    outputs: outcome.outputs as Record<string, unknown>,
    get telemetry() {
      bundle ??= { ...head, tasks: [...telemetry.tasks], summary }
      return bundle
    },
    execution_metadata: {
      ...head,
      backend,
      duration_ms: spent.durationMs,
      certificate: plan.certificate,
      warnings: [...graph.warnings],
    },
  }
  if (outcome.failure) result.error = outcome.failure
  if (request.plan) {
    result.taskgraph = graph.source
    result.plan = request.plan.decision
    const partial = outcome.status === 'success' ? null : request.plan.partial(result.outputs)
    if (partial) result.partial_output = partial
  }
  return {
    result,
    summary,
    writeTelemetry: () =>
      `${JSON.stringify(head).slice(0, -1)},"tasks":${telemetry.writeTasks()},"summary":${JSON.stringify(summary)}}`,
    isToldByEvents: telemetry.isToldByEvents,
    calledTasks: telemetry.tally.calledTasks,
    breaches: telemetry.tally.breaches,
  }
}
