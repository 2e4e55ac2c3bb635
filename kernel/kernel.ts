/**
 * The kernel put together: admission, quota, queue, backends, runs. It starts nothing at import and reaches for nothing
 * global; all powers and parts come in as arguments.
 */

import type { ExecutionBackend } from '#contracts/backend-port'
import type { GraphLimits } from '#contracts/budget'
import type { Certificate } from '#contracts/certificate'
import type { ExecuteResult, PlanResult, RunList, RunStatus } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { Clock, Random } from '#contracts/powers'
import type { BackendStatus } from '#contracts/studio'
import { ActiveRun, type RunPlan } from '#engine/active-run'
import { Admissions, checkQuota, NO_INPUTS } from '#engine/admissions'
import { ExactCache } from '#engine/exact-cache'
import { FlushTimer } from '#engine/flush-timer'
import { createLocalBackend, toTarget } from '#engine/local-backend'
import { ModelFacts } from '#engine/model-facts'
import { probeModel } from '#engine/probe-model'
import { RecentResults } from '#engine/recent-results'
import { newRunId } from '#engine/run-id'
import { RunQueue } from '#engine/run-queue'
import type { RunHandle, RunRequest } from '#engine/run-request'
import { RuntimeKnowledge } from '#engine/runtime-knowledge'
import { Slots } from '#engine/slots'
import { untilAborted } from '#engine/until-aborted'
import type { AdmittedGraph } from '#graph/admitted-graph'
import type { Registry } from '#graph/registry'
import type { Kernel } from '#kernel/kernel-face'
import type { RunStore } from '#store/run-store'

export type KernelSettings = {
  readonly maxRuns: number
  readonly maxQueued: number
  /** The session's quota; it can only lower what a graph declares (B5, C2). */
  readonly quota: GraphLimits
  readonly keepContent: boolean
  readonly cacheBytes: number
  readonly cacheTtlMs: number
}

export type KernelParts = {
  readonly version: string
  readonly clock: Clock
  readonly random: Random
  readonly registry: Registry
  readonly plugins: Kernel['plugins']
  readonly store: RunStore
  readonly writeExport: Kernel['runs']['export']
  readonly settings: KernelSettings
  /** Sentences of parts that do not work as they should, for `/health`. */
  readonly problems: () => readonly string[]
  /** Undoes what the parts hold; called once by `close`. */
  readonly dispose: () => Promise<void>
}

export function createKernel(parts: KernelParts): Kernel {
  const { clock, registry, store, settings } = parts
  const admissions = new Admissions(registry)
  const cache = new ExactCache({ maxBytes: settings.cacheBytes, ttlMs: settings.cacheTtlMs })
  const facts = new ModelFacts(clock)
  const slots = new Slots()
  const local = createLocalBackend({
    clock,
    registry,
    admissions,
    slots,
    facts,
    cache,
    maxConcurrency: settings.maxRuns,
    version: parts.version,
  })
  const queue = new RunQueue(settings.maxRuns, settings.maxQueued)
  const active = new Map<string, ActiveRun>()
  const flushes = new FlushTimer(clock)
  const recent = new RecentResults()

  const keepsContent = (request: RunRequest): boolean => request.keepContent ?? settings.keepContent
  const knowledge = new RuntimeKnowledge(registry, facts, clock)
  const certifyFor = (graph: AdmittedGraph, defaultModel: string | null): Proof => {
    if (!callsModels(graph)) return { certificate: admissions.certify(graph), contexts: NO_CONTEXTS }
    const known = knowledge.known(graph, toTarget(defaultModel))
    return { certificate: admissions.certify(graph, known), contexts: known.contexts }
  }
  const planRun = (
    request: RunRequest,
    graph: AdmittedGraph,
    defaultModel: string | null,
    validateMs: number,
  ): RunPlan => {
    const { certificate, contexts } = certifyFor(graph, defaultModel)
    return {
      runId: newRunId(clock.epochMs(), parts.random),
      graph,
      certificate,
      contexts,
      request,
      inputs: graph.inputs,
      defaultModel,
      validateMs,
      keepContent: keepsContent(request),
      // Only a capsule asks for them.
      operations: keepsContent(request) ? pluginsByOperation(graph, parts.plugins.list()) : {},
    }
  }

  let isClosing = false
  const start = (request: RunRequest): Promise<RunHandle> => {
    const backend = (request.backend ?? 'local') === 'local' ? local : registry.backend(request.backend ?? '')
    return startOn(backend, request)
  }
  const startOn = async (backend: ExecutionBackend | null, request: RunRequest): Promise<RunHandle> => {
    if (isClosing) throw new KoraError('SHUTTING_DOWN')
    const problem = store.problem()
    if (problem) throw new KoraError('STORAGE_FULL', problem)
    if (!backend) throw new KoraError('BACKEND_NOT_INSTALLED', `No backend is named "${request.backend}".`)
    const startedMs = clock.monoMs()
    const admission = admissions.admit(request.taskgraph, request.inputs ?? NO_INPUTS)
    if (!admission.admitted) throw refusal(admission.faults)
    const { graph } = admission
    const validateMs = clock.monoMs() - startedMs
    const defaultModel = namesNoModel(graph) ? await findDefaultModel(request) : knownModel(request)
    const plan = planRun(request, graph, defaultModel, validateMs)
    const overQuota = checkQuota(plan.certificate, settings.quota)
    if (overQuota.length > 0) throw new KoraError('QUOTA_EXCEEDED', undefined, { errors: [...overQuota] })
    const run = new ActiveRun(plan, backend, store, clock, flushes)
    if (!queue.offer(run)) throw new KoraError(queue.isClosed ? 'SHUTTING_DOWN' : 'QUEUE_FULL')
    active.set(plan.runId, run)
    run.begin()
    // A run that is cancelled while it waits has nothing to wait for (X4).
    if (run.state === 'queued') run.onCancel(() => queue.hurry(run))
    run.result.then(() => {
      active.delete(plan.runId)
      recent.add(plan.runId, run.text() ?? '')
    })
    return toHandle(run)
  }

  const read = (runId: string): RunStatus | null => {
    const run = active.get(runId)
    if (run) return { run_id: runId, status: run.state }
    const summary = store.summary(runId)
    if (!summary) return null
    const result: ExecuteResult | null = recent.get(runId) ?? store.content(runId)?.result ?? null
    return { run_id: runId, status: summary.status, summary, ...(result ? { result } : {}) }
  }

  return {
    version: parts.version,
    registry,
    plugins: parts.plugins,
    plan: request =>
      planOnly(request, admissions, settings.quota, async (graph, defaultModel) => {
        if (callsModels(graph)) await knowledge.learn(graph, toTarget(defaultModel))
        return certifyFor(graph, defaultModel).certificate
      }),
    start,
    probe: (target, signal) => probeModel({ clock, registry, slots, admissions, start: startOn }, target, signal),
    runs: {
      list: query => withLiveStates(store.list(query), active),
      read,
      summary: runId => store.summary(runId),
      handle: runId => {
        const run = active.get(runId)
        return run ? toHandle(run) : null
      },
      cancel: async runId => {
        const run = active.get(runId)
        if (run) {
          run.cancel()
          await run.result
        }
        return read(runId)
      },
      bundle: runId => store.bundle(runId),
      events: (runId, afterSeq, limit) => store.events(runId, afterSeq, limit),
      capsule: runId => {
        const capsule = keptContent(runId, () => store.capsule(runId))
        return capsule
      },
      taskgraph: runId => keptContent(runId, () => store.content(runId)).taskgraph,
      export: parts.writeExport,
      telemetrySummary: window => store.telemetrySummary(window),
      telemetryWindows: (window, stretchMs) => store.telemetryWindows(window, stretchMs),
      content: runId => keptContent(runId, () => store.content(runId)),
      ended: scope => store.endedRuns(scope),
      erase: async (runIds, extent, space) => {
        const erased = await store.erase(runIds, extent, space)
        for (const runId of erased) recent.drop(runId)
        cache.clear()
        return erased.length
      },
    },
    backendStatus: signal => connectorStatus(registry, signal),
    activeRuns: () => active.size,
    problems: () => [store.problem(), ...parts.problems()].filter(problem => problem !== null),
    close: async () => {
      isClosing = true
      queue.close()
      for (const run of active.values()) run.cancel()
      await Promise.all([...active.values()].map(run => run.result))
      await parts.dispose()
      await store.close()
    },
  }

  function keptContent<T>(runId: string, take: () => T | null): T {
    const kept = take()
    if (kept) return kept
    if (active.has(runId)) throw new KoraError('RUN_ACTIVE')
    throw new KoraError(store.summary(runId) ? 'CONTENT_NOT_KEPT' : 'NOT_FOUND')
  }
}

/** A run is on record as running from its beginning; one that waits in the queue is shown as what it is. */
function withLiveStates(list: RunList, active: ReadonlyMap<string, ActiveRun>): RunList {
  if (active.size === 0) return list
  const runs = list.runs.map(run =>
    active.get(run.run_id)?.state === 'queued' ? { ...run, status: 'queued' as const } : run,
  )
  return { ...list, runs }
}

function toHandle(run: ActiveRun): RunHandle {
  return {
    runId: run.plan.runId,
    events: (afterSeq, signal) => run.events(afterSeq, signal),
    partials: signal => run.partials(signal),
    recorded: () => run.recorded(),
    result: run.result,
    text: () => run.text(),
    cancel: () => run.cancel(),
  }
}

/** All faults at once; the class of a version fault wins, because then nothing else can be trusted. */
function refusal(
  faults: readonly { readonly pointer: string; readonly code: string; readonly message: string }[],
): KoraError {
  const version = faults.find(fault => fault.code === 'KORA_VERSION')
  const first = version ?? faults[0]
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return new KoraError(
    version ? 'KORA_VERSION' : ((first?.code ?? 'GRAPH_SHAPE') as KoraError['code']),
    `${first?.message}${more}`,
    {
      errors: faults.map(fault => ({ ...fault })),
    },
  )
}

async function planOnly(
  request: RunRequest,
  admissions: Admissions,
  quota: GraphLimits,
  certify: (graph: AdmittedGraph, defaultModel: string | null) => Promise<Certificate>,
): Promise<PlanResult> {
  const admission = admissions.admit(request.taskgraph, request.inputs ?? NO_INPUTS)
  const plan = request.plan ? { plan: request.plan.decision } : {}
  if (!admission.admitted) {
    return {
      valid: false,
      errors: [...admission.faults],
      warnings: [...admission.warnings],
      taskgraph: request.taskgraph,
      graph_hash: admission.hash,
      certificate: null,
      ...plan,
    }
  }
  const { graph } = admission
  const needsModel = namesNoModel(graph)
  const defaultModel = needsModel ? await findDefaultModel(request) : knownModel(request)
  const certificate = await certify(graph, defaultModel)
  const errors = [...checkQuota(certificate, quota)]
  const needsDefault = needsModel && defaultModel === null
  const warning = {
    pointer: '/taskgraph',
    code: 'BACKEND_UNAVAILABLE',
    message: 'A task names no model and there is no default model: get one with `kora models pull`.',
  }
  return {
    valid: errors.length === 0,
    errors,
    warnings: needsDefault ? [...graph.warnings, warning] : [...graph.warnings],
    taskgraph: graph.source,
    graph_hash: graph.hash,
    certificate,
    ...plan,
  }
}

type Proof = Pick<RunPlan, 'certificate' | 'contexts'>

const NO_CONTEXTS: RunPlan['contexts'] = new Map()

const callsModels = (graph: AdmittedGraph): boolean => graph.tasks.some(task => task.type === 'model')

const namesNoModel = (graph: AdmittedGraph): boolean =>
  graph.tasks.some(task => task.type === 'model' && !task.ladder[0])

/** Looking for a default model may wake runtimes, so it is done only where a task needs one. */
async function findDefaultModel({ defaultModel = null }: RunRequest): Promise<string | null> {
  return typeof defaultModel === 'function' ? defaultModel() : defaultModel
}

/** The default model where nobody has to look for it. */
function knownModel({ defaultModel = null }: RunRequest): string | null {
  return typeof defaultModel === 'function' ? null : defaultModel
}

function pluginsByOperation(
  graph: AdmittedGraph,
  plugins: ReturnType<Kernel['plugins']['list']>,
): Record<string, string> {
  const versions = new Map(plugins.map(plugin => [plugin.id, plugin.version]))
  const operations: Record<string, string> = {}
  for (const { operation } of graph.tasks) {
    if (operation) operations[operation.name] = `${operation.pluginId}@${versions.get(operation.pluginId) ?? '0.0.0'}`
  }
  return operations
}

const SILENT = 'The connector did not answer in time.'

/** A connector that breaks its promise to answer is a connector that is not there. */
async function connectorStatus(registry: Registry, signal: AbortSignal): Promise<readonly BackendStatus[]> {
  return Promise.all(
    registry.connectors().map(async connector => {
      const silent = { status: 'unavailable', version: null, reason: SILENT, address: '' } as const
      const asked = Promise.try(() => connector.health(signal)).catch(() => silent)
      const health = (await untilAborted(asked, signal)) ?? silent
      return { name: connector.name, title: connector.title, ...health }
    }),
  )
}
