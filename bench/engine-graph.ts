/** The graphs that benchmarks of the engine run: chains and fan-outs of tasks that add one, admitted once, with events and no store. */
import type { JsonObject } from '#contracts/json-value'
import type { Task } from '#contracts/task-graph'
import { ExactCache } from '#engine/exact-cache'
import { Ledger } from '#engine/ledger'
import { ModelFacts } from '#engine/model-facts'
import { RunRecorder } from '#engine/recorder'
import { runGraph } from '#engine/run-graph'
import { Slots } from '#engine/slots'
import { admitGraph } from '#graph/admit-graph'
import type { AdmittedGraph } from '#graph/admitted-graph'
import type { RegisteredOperation, Registry } from '#graph/registry'
import { readSchema } from '#json/schema'
import { systemClock } from '#machine/system-clock'

export const SHAPES = ['chain', 'fan-out'] as const
export type Shape = (typeof SHAPES)[number]

const NUMBER = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false }

export const step: RegisteredOperation = (() => {
  const input = readSchema(NUMBER, { role: 'predicate' })
  const output = readSchema(NUMBER, { role: 'output' })
  if (!input.ok || !output.ok) throw new Error('the schema of the benchmark is refused')
  const run = (value: JsonObject): JsonObject => ({ n: (value.n as number) + 1 })
  return {
    name: 'bench.step',
    major: 1,
    pluginId: 'bench',
    description: 'Adds one.',
    cost: 'constant',
    inputCapBytes: 1_024,
    input: input.schema,
    output: output.schema,
    example: { input: { n: 1 }, output: { n: 2 } },
    run,
    leavesThread: () => false,
    runIsolated: async value => run(value),
  }
})()

const registry: Registry = {
  operation: name => (name === 'bench.step' ? step : null),
  operations: () => [step],
  connector: () => null,
  connectors: () => [],
  planners: () => [],
  backend: () => null,
  backends: () => [],
  revision: 1,
}

export function buildGraph(shape: Shape, size: number): AdmittedGraph {
  const idOf = (at: number) => `t${String(at).padStart(5, '0')}`
  const sourceOf = (at: number) => (shape === 'chain' ? at - 1 : 0)
  const tasks = Array.from({ length: size }, (_, at): Task => {
    const from = at === 0 ? [] : [idOf(sourceOf(at))]
    const n = at === 0 ? 0 : { $from: from[0] as string, pointer: '/n' }
    return {
      version: '1.0',
      id: idOf(at),
      type: 'deterministic',
      op: 'bench.step',
      dependencies: from,
      input: { n },
      cache: 'off',
    }
  })
  const raw = { kora_version: '1.0.0', graph_id: `bench-${shape}`, root: idOf(size - 1), tasks }
  const admission = admitGraph(raw, registry)
  if (!admission.admitted) throw new Error(JSON.stringify(admission.faults.slice(0, 3)))
  return admission.graph
}

/** Runs a graph once; resolves to the output of its root. Throws unless every task succeeded with its five events. */
export async function runEngine(graph: AdmittedGraph): Promise<unknown> {
  const recorder = new RunRecorder('run_bench', graph.graphId, systemClock)
  const outcome = await runGraph(graph, {
    clock: systemClock,
    registry,
    slots: new Slots(),
    facts: new ModelFacts(systemClock),
    cache: new ExactCache({ maxBytes: 1, ttlMs: 1 }),
    emit: recorder.emit,
    isoAt: recorder.isoAt,
    ledger: new Ledger({}),
    inputs: {},
    deterministicOnly: true,
    defaultTarget: null,
    signal: new AbortController().signal,
    isStopped: () => false,
    abortCode: () => 'CANCELLED',
    keepReply: () => {},
    durable: () => Promise.resolve(),
    contexts: new Map(),
    live: { piece: () => {}, settle: () => {} },
  })
  if (outcome.status !== 'success') throw new Error(JSON.stringify(outcome.failure))
  if (recorder.pending !== graph.tasks.length * 5) throw new Error(`${recorder.pending} events`)
  return outcome.outputs[graph.root]
}
