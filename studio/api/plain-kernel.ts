/**
 * For tests and the benchmark's floor: a kernel made of plain functions over arrays. It echoes the input of every task,
 * takes `test.wait` to mean "until cancelled", keeps everything in memory, and checks no more than the tests need.
 */
import type { Bundle } from '#contracts/bundle'
import type { Event, EventType, RunState } from '#contracts/event'
import type { ExecuteResult, RunSummary } from '#contracts/execution'
import { buildFailure, KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { PluginInfo } from '#contracts/manifest'
import type { Task, TaskGraph } from '#contracts/task-graph'
import type { RunHandle, RunRequest } from '#engine/run-request'
import type { RegisteredOperation } from '#graph/registry'
import type { Kernel } from '#kernel/kernel-face'

export type PlainKernel = Kernel & {
  /** Every request that `start` got, in order. */
  readonly started: readonly RunRequest[]
  /** Runs that were told to stop. */
  readonly cancelled: readonly string[]
  /** From now on `start` throws this; null to accept again. */
  refuse(error: unknown): void
}

type Run = {
  readonly graph: TaskGraph
  readonly handle: RunHandle
  readonly events: Event[]
  state: RunState
  result: ExecuteResult | null
  wake: () => void
}

const HASH = '0'.repeat(64)
const AT = '2026-01-31T08:00:00.000Z'
const CERTIFICATE: ExecuteResult['execution_metadata']['certificate'] = {
  max_model_calls: 0,
  max_output_tokens: 0,
  max_prompt_tokens: 0,
  max_time_ms: null,
  prompt_tokens_basis: 'bytes',
  tasks: [],
}
const ECHO = {
  name: 'test.echo',
  major: 1,
  pluginId: 'plain',
  description: 'Gives back its input.',
  cost: 'linear',
  inputCapBytes: 1_000,
  input: { source: { type: 'object' } },
  output: { source: { type: 'object' } },
  example: { input: { a: 1 }, output: { a: 1 } },
} as unknown as RegisteredOperation

export function buildPlainKernel(): PlainKernel {
  const runs = new Map<string, Run>()
  const started: RunRequest[] = []
  const cancelled: string[] = []
  let refusal: unknown = null
  const plugin: PluginInfo = {
    id: 'plain',
    title: 'Plain',
    version: '1.0.0',
    state: 'active',
    bundled: true,
    provides: [],
    grants: [],
    hosts: [],
    failure: null,
  }
  const need = (id: string): Run => {
    const run = runs.get(id)
    if (run === undefined) throw new KoraError('NOT_FOUND')
    return run
  }
  const needPlugin = (id: string): PluginInfo => {
    if (id !== plugin.id) throw new KoraError('NOT_FOUND')
    return plugin
  }
  const summaryOf = (id: string, run: Run): RunSummary => ({
    run_id: id,
    graph_id: run.graph.graph_id,
    title: run.graph.graph_id,
    status: run.state,
    execution_path: 'deterministic',
    backend: 'local',
    started_at: AT,
    duration_ms: run.result === null ? null : 1,
    total_tasks: run.graph.tasks.length,
    model_invocation_count: 0,
    tokens_in: 0,
    tokens_out: 0,
    retries: 0,
    breaches: 0,
    content_kept: false,
  })
  return {
    version: '0.1.0',
    started,
    cancelled,
    refuse(error) {
      refusal = error
    },
    registry: {
      operation: name => (name === ECHO.name ? ECHO : null),
      operations: () => [ECHO],
      connector: () => null,
      connectors: () => [],
      planners: () => [],
      backend: () => null,
      backends: () => [],
      revision: 1,
    },
    plugins: {
      list: () => [plugin],
      enable: async id => ({ ...needPlugin(id), state: 'active' }),
      disable: async id => ({ ...needPlugin(id), state: 'disabled' }),
      setHost: async (id, host) => ({ ...needPlugin(id), hosts: [host] }),
    },
    async plan(request) {
      const errors = checkGraph(request.taskgraph)
      const valid = errors.length === 0
      const hash = valid ? HASH : null
      return {
        valid,
        errors,
        warnings: [],
        taskgraph: request.taskgraph,
        graph_hash: hash,
        certificate: valid ? CERTIFICATE : null,
      }
    },
    async start(request) {
      if (refusal !== null) throw refusal
      const errors = checkGraph(request.taskgraph)
      if (errors.length > 0) throw new KoraError('GRAPH_SHAPE', undefined, { errors })
      started.push(request)
      const run = startRun(request, id => cancelled.push(id))
      runs.set(run.handle.runId, run)
      return run.handle
    },
    runs: {
      list: query => {
        const all = [...runs].map(([id, run]) => summaryOf(id, run))
        const kept = all.filter(({ status }) => query.status === undefined || status === query.status)
        const page = kept.filter(({ title }) => title.includes(query.text ?? '')).slice(0, query.limit)
        return { runs: page, next: page.length < kept.length ? 'more' : null }
      },
      read: id => {
        const run = runs.get(id)
        return run === undefined ? null : { run_id: id, status: run.state, summary: summaryOf(id, run) }
      },
      summary: id => {
        const run = runs.get(id)
        return run === undefined ? null : summaryOf(id, run)
      },
      handle: id => {
        const run = runs.get(id)
        return run === undefined || run.result !== null ? null : run.handle
      },
      cancel: async id => {
        const run = runs.get(id)
        if (run === undefined) return null
        run.handle.cancel()
        await run.handle.result
        return { run_id: id, status: run.state }
      },
      bundle: id => runs.get(id)?.result?.telemetry ?? null,
      events: (id, afterSeq, limit) =>
        need(id)
          .events.filter(event => event.seq > afterSeq)
          .slice(0, limit),
      capsule: id => {
        need(id)
        throw new KoraError('CONTENT_NOT_KEPT')
      },
      taskgraph: id => need(id).graph,
      content: id => {
        need(id)
        throw new KoraError('CONTENT_NOT_KEPT')
      },
      ended: () => [...runs.keys()],
      erase: async ids => ids.filter(id => runs.delete(id)).length,
      telemetryWindows: () => [],
      export: async (id, kind) => ({ path: `exports/${need(id).graph.graph_id}.${kind}.json`, sha256: HASH }),
      telemetrySummary: () => ({
        runs: runs.size,
        succeeded: runs.size,
        failed: 0,
        cancelled: 0,
        interrupted: 0,
        deterministic_runs: runs.size,
        deterministic_share: 1,
        model_invocations: 0,
        tokens_in: 0,
        tokens_out: 0,
        retries: 0,
        retry_amplification: null,
        breaches: 0,
        latency_ms: { p50: 1, p95: 1, p99: 1 },
      }),
    },
    probe: () => Promise.reject(new Error('no probes in this kernel')),
    backendStatus: async () => [],
    activeRuns: () => [...runs.values()].filter(run => run.result === null).length,
    problems: () => [],
    close: async () => undefined,
  }
}

function checkGraph(graph: unknown): { pointer: string; code: string; message: string }[] {
  const tasks = (graph as { tasks?: unknown } | null)?.tasks
  if (!Array.isArray(tasks))
    return [{ pointer: '/taskgraph/tasks', code: 'GRAPH_SHAPE', message: 'This field is required.' }]
  return tasks.flatMap((task: Partial<Task>, index) =>
    typeof task.id === 'string'
      ? []
      : [{ pointer: `/taskgraph/tasks/${index}/id`, code: 'GRAPH_SHAPE', message: 'This field is required.' }],
  )
}

function startRun(request: RunRequest, onCancel: (id: string) => void): Run {
  const graph = request.taskgraph as TaskGraph
  const runId = crypto.randomUUID()
  const settled = Promise.withResolvers<ExecuteResult>()
  const waits = graph.tasks.some(task => task.op === 'test.wait')
  const add = (type: EventType, taskId: string | null, data: JsonObject = {}): void => {
    const seq = run.events.length
    run.events.push({
      event_id: `${runId}:${seq}`,
      seq,
      run_id: runId,
      graph_id: graph.graph_id,
      task_id: taskId,
      attempt_index: null,
      type,
      stage: 'DETERMINISTIC_EXECUTION',
      at: AT,
      mono_ms: seq,
      data,
    })
    run.wake()
  }
  const end = (state: 'success' | 'cancelled'): void => {
    if (run.result !== null) return
    run.state = state
    run.result = toResult(runId, graph, state)
    if (request.plan !== undefined) Object.assign(run.result, { taskgraph: graph, plan: request.plan.decision })
    add(state === 'success' ? 'run.completed' : 'run.cancelled', null)
    settled.resolve(run.result)
  }
  const run: Run = {
    graph,
    events: [],
    state: 'running',
    result: null,
    wake: () => undefined,
    handle: {
      runId,
      result: settled.promise,
      partials: async function* () {},
      recorded: async () => undefined,
      cancel: () => {
        onCancel(runId)
        end('cancelled')
      },
      events: async function* (afterSeq, signal) {
        for (let next = afterSeq + 1; ; next += 1) {
          while (run.events.length <= next) {
            if (signal.aborted || run.result !== null) return
            await new Promise<void>(resolve => {
              run.wake = resolve
              signal.addEventListener('abort', () => resolve(), { once: true })
            })
          }
          yield run.events[next]!
        }
      },
    },
  }
  add('run.started', null)
  for (const task of graph.tasks) {
    const flood = (task.input as { flood?: number } | undefined)?.flood ?? 0
    for (let index = 0; index < flood; index += 1) add('task.ready', task.id, { pad: 'x'.repeat(1_000) })
    add('task.started', task.id)
  }
  if (!waits) queueMicrotask(() => end('success'))
  return run
}

function toResult(runId: string, graph: TaskGraph, state: 'success' | 'cancelled'): ExecuteResult {
  const outputs = Object.fromEntries(graph.tasks.map(task => [task.id, task.input ?? null]))
  const bundle = { run_id: runId, graph_id: graph.graph_id, graph_hash: HASH, tasks: [], summary: {} }
  return {
    status: state,
    final_output: outputs[graph.root] ?? null,
    outputs,
    telemetry: bundle as unknown as Bundle,
    execution_metadata: {
      run_id: runId,
      graph_id: graph.graph_id,
      graph_hash: HASH,
      backend: 'local',
      duration_ms: 1,
      certificate: CERTIFICATE,
      warnings: [],
    },
    ...(state === 'cancelled' ? { error: buildFailure('CANCELLED') } : {}),
  }
}
