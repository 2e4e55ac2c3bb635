/** The backend `local`: the engine in this process, behind the same interface as any other backend (rule J1). */
import type { BackendContext, BackendResult, ExecutionBackend, WorkTimes } from '#contracts/backend-port'
import type { JsonValue } from '#contracts/json-value'
import type { TaskGraph } from '#contracts/task-graph'
import type { AdmittedGraph, ModelTarget } from '#graph/admitted-graph'
import type { Admissions } from './admissions.ts'
import { Ledger } from './ledger.ts'
import { isoText } from './recorder.ts'
import type { EngineParts } from './run-environment.ts'
import { type RunOutcome, runGraph } from './run-graph.ts'
import type { TaskRecord } from './task-record.ts'

export type LocalBackendOptions = EngineParts & {
  readonly admissions: Admissions
  readonly maxConcurrency: number
  readonly version: string
}

export const LOCAL_BACKEND = 'local'

export function createLocalBackend(options: LocalBackendOptions): ExecutionBackend {
  return {
    name: LOCAL_BACKEND,
    execute_taskgraph: (graph, context) => execute(options, graph, context),
    health_check: async () => ({
      status: 'healthy',
      capacity_summary: `${options.maxConcurrency} runs at once in this process`,
      backend_version: options.version,
    }),
    capability_descriptor: () => ({
      max_model_size: null,
      max_concurrency: options.maxConcurrency,
      supported_task_types: ['deterministic', 'model', 'aggregation'],
      supported_context_window: null,
      distributed: false,
      contract_version: '1.0',
    }),
  }
}

async function execute(
  options: LocalBackendOptions,
  source: TaskGraph,
  context: BackendContext,
): Promise<BackendResult> {
  const graph = options.admissions.of(source)
  if (!graph) throw new TypeError('the local backend runs admitted graphs only')
  const limit = timeLimit(options, graph, context.signal)
  const { clock } = options
  const startedMono = clock.monoMs()
  const startedEpoch = clock.epochMs()
  const isoAt = (monoMs: number) => isoText(startedEpoch + monoMs - startedMono)
  const outcome = await runGraph(graph, {
    ...options,
    emit: context.emit,
    isoAt,
    ledger: new Ledger(graph.limits),
    inputs: context.inputs,
    deterministicOnly: context.deterministicOnly,
    defaultTarget: toTarget(context.defaultModel),
    signal: limit.signal,
    abortCode: () => (context.signal.aborted ? 'CANCELLED' : 'TIME_LIMIT'),
    keepReply: context.keepReply,
    live: context.live,
  })
  limit.dispose()
  const nameOf = (index: number) => (graph.tasks[index] as AdmittedGraph['tasks'][number]).id
  return {
    status: outcome.status,
    outputs: outputsById(graph, outcome),
    tasks: outcome.records.map(record => record.toTelemetry(isoAt, nameOf)),
    times: sumTimes(outcome.records),
    failure: outcome.failure,
  }
}

export function toTarget(modelId: string | null): ModelTarget | null {
  if (modelId === null) return null
  const at = modelId.indexOf('/')
  return at > 0 ? { connector: modelId.slice(0, at), model: modelId.slice(at + 1) } : null
}

/** `limits.max_total_time_ms` as a signal, laid over the caller's. */
function timeLimit(
  options: LocalBackendOptions,
  graph: AdmittedGraph,
  signal: AbortSignal,
): { signal: AbortSignal; dispose: () => void } {
  const limitMs = graph.limits.max_total_time_ms
  if (limitMs === undefined) return { signal, dispose: () => {} }
  const controller = new AbortController()
  const abort = () => controller.abort()
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  const cancel = options.clock.timer(limitMs, abort)
  return {
    signal: controller.signal,
    dispose: () => {
      cancel()
      signal.removeEventListener('abort', abort)
    },
  }
}

function outputsById(graph: AdmittedGraph, outcome: RunOutcome): Record<string, JsonValue> {
  const outputs: Record<string, JsonValue> = {}
  for (const task of graph.tasks) {
    const output = outcome.outputs[task.index]
    if (output !== undefined) outputs[task.id] = output
  }
  return outputs
}

function sumTimes(records: readonly TaskRecord[]): WorkTimes {
  const times = { queue_ms: 0, deterministic_ms: 0, model_ms: 0, schema_ms: 0, aggregate_ms: 0 }
  for (const record of records) {
    times.queue_ms += record.queueMs
    times.schema_ms += record.schemaMs
    if (record.task.type === 'model')
      times.model_ms += record.attempts.reduce((sum, attempt) => sum + attempt.duration_ms, 0)
    else if (record.task.type === 'aggregation') times.aggregate_ms += record.runMs
    else times.deterministic_ms += record.runMs
  }
  return times
}
