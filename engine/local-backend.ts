/** The backend `local`: the engine in this process, behind the same interface as any other backend (rule J1). */
import type { BackendContext, BackendResult, ExecutionBackend } from '#contracts/backend-port'
import type { Clock } from '#contracts/powers'
import type { TaskGraph } from '#contracts/task-graph'
import type { AdmittedGraph, ModelTarget } from '#graph/admitted-graph'
import type { Admissions } from './admissions.ts'
import { Ledger } from './ledger.ts'
import type { EngineParts, RunEnvironment } from './run-environment.ts'
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
  const limit = timeLimit(options, graph, context)
  const outcome = await runGraph(graph, new LocalEnvironment(options, graph, context, limit))
  limit.dispose()
  return new LocalResult(graph, outcome, context.isoAt)
}

/** What the context gives and the kernel's parts, as one; signal and feed stay unmade until a task asks for them. */
class LocalEnvironment implements RunEnvironment {
  readonly clock: Clock
  readonly registry: RunEnvironment['registry']
  readonly slots: RunEnvironment['slots']
  readonly facts: RunEnvironment['facts']
  readonly cache: RunEnvironment['cache']
  readonly emit: RunEnvironment['emit']
  readonly isoAt: RunEnvironment['isoAt']
  readonly ledger: Ledger
  readonly inputs: RunEnvironment['inputs']
  readonly deterministicOnly: boolean
  readonly defaultTarget: ModelTarget | null
  readonly isStopped: () => boolean
  readonly keepReply: RunEnvironment['keepReply']
  readonly durable: RunEnvironment['durable']
  readonly contexts: RunEnvironment['contexts']
  readonly #context: BackendContext
  readonly #limit: TimeLimit

  constructor(parts: EngineParts, graph: AdmittedGraph, context: BackendContext, limit: TimeLimit) {
    this.clock = parts.clock
    this.registry = parts.registry
    this.slots = parts.slots
    this.facts = parts.facts
    this.cache = parts.cache
    this.emit = context.emit
    this.isoAt = context.isoAt
    this.ledger = new Ledger(graph.limits)
    this.inputs = context.inputs
    this.deterministicOnly = context.deterministicOnly
    this.defaultTarget = toTarget(context.defaultModel)
    this.isStopped = limit.isStopped
    this.keepReply = context.keepReply
    this.durable = context.durable
    this.contexts = context.contexts
    this.#context = context
    this.#limit = limit
  }

  get signal(): AbortSignal {
    return this.#limit.signal()
  }

  get live(): RunEnvironment['live'] {
    return this.#context.live
  }

  readonly abortCode = (): 'CANCELLED' | 'TIME_LIMIT' => (this.#context.isStopped() ? 'CANCELLED' : 'TIME_LIMIT')
}

export function toTarget(modelId: string | null): ModelTarget | null {
  if (modelId === null) return null
  const at = modelId.indexOf('/')
  return at > 0 ? { connector: modelId.slice(0, at), model: modelId.slice(at + 1) } : null
}

type TimeLimit = {
  readonly signal: () => AbortSignal
  readonly isStopped: () => boolean
  readonly dispose: () => void
}

const nothing = (): void => {}

/** `limits.max_total_time_ms` as a signal, laid over the caller's. */
function timeLimit(options: LocalBackendOptions, graph: AdmittedGraph, context: BackendContext): TimeLimit {
  const limitMs = graph.limits.max_total_time_ms
  if (limitMs === undefined) return { signal: () => context.signal, isStopped: context.isStopped, dispose: nothing }
  const { signal } = context
  const controller = new AbortController()
  const abort = () => controller.abort()
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  const cancel = options.clock.timer(limitMs, abort)
  return {
    signal: () => controller.signal,
    isStopped: () => controller.signal.aborted,
    dispose: () => {
      cancel()
      signal.removeEventListener('abort', abort)
    },
  }
}
