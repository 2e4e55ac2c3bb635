/** The backend `local`: the engine in this process, behind the same interface as any other backend (rule J1). */
import type { BackendContext, BackendResult, ExecutionBackend } from '#contracts/backend-port'
import type { TaskGraph } from '#contracts/task-graph'
import type { AdmittedGraph, ModelTarget } from '#graph/admitted-graph'
import type { Admissions } from './admissions.ts'
import { Ledger } from './ledger.ts'
import type { EngineParts } from './run-environment.ts'
import { runGraph } from './run-graph.ts'
import { LocalResult } from './run-telemetry.ts'

export type LocalBackendOptions = EngineParts & {
  readonly admissions: Admissions
  readonly maxConcurrency: number
  readonly version: string
}

export function createLocalBackend(options: LocalBackendOptions): ExecutionBackend {
  return {
    name: 'local',
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
  const { isoAt } = context
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
    durable: context.durable,
    contexts: context.contexts,
  })
  limit.dispose()
  return new LocalResult(graph, outcome, isoAt)
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
