/**
 * What the engine costs per deterministic task: chains and fan-outs of 100, 1,000 and 10,000 tasks with events, hashes and
 * verification, against a bare loop in the same run that does the same two checks, two hashes and five events.
 */
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
import { canonicalJson } from '#json/canonical'
import { sha256Hex } from '#json/digest'
import { readSchema } from '#json/schema'
import { systemClock } from '#machine/system-clock'
import { type Figure, measureMs, printFigures } from './measure.ts'

const TASK_TARGET_US = 4
const BARE_TARGET = 2.5
const GROWTH_TARGET = 1.5
const SIZES = [100, 1_000, 10_000] as const
const SHAPES = ['chain', 'fan-out'] as const
type Shape = (typeof SHAPES)[number]

const NUMBER = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false }

const step: RegisteredOperation = (() => {
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

function buildGraph(shape: Shape, size: number): AdmittedGraph {
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

async function runEngine(graph: AdmittedGraph): Promise<void> {
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
    abortCode: () => 'CANCELLED',
    keepReply: () => {},
  })
  if (outcome.status !== 'success') throw new Error(JSON.stringify(outcome.failure))
  const events = recorder.drain()?.rows.length ?? 0
  if (events !== graph.tasks.length * 5) throw new Error(`${events} events for ${graph.tasks.length} tasks`)
}

/** The floor: the same checks, hashes and events with nothing around them. */
function runBare(shape: Shape, size: number): void {
  const events: unknown[] = []
  const emit = (type: string, stage: string, taskId: string, data: object) =>
    events.push([type, stage, taskId, null, performance.now(), data])
  const outputs: JsonObject[] = []
  for (let at = 0; at < size; at++) {
    const id = `t${at}`
    emit('task.created', 'TASK_CONSTRUCTED', id, { task_type: 'deterministic' })
    emit('task.ready', 'DAG_VALIDATED', id, {})
    const from = at === 0 ? { n: 0 } : (outputs[shape === 'chain' ? at - 1 : 0] as JsonObject)
    const input = { n: from.n as number }
    const inputText = canonicalJson(input)
    emit('task.started', 'DETERMINISTIC_EXECUTION', id, {
      input_hash: `sha256:${sha256Hex(inputText)}`,
      input_bytes: inputText.length,
    })
    if (!step.input.isValid(input)) throw new Error('input')
    const output = step.run(input)
    const isValid = step.output.isValid(output)
    emit('task.validated', 'SCHEMA_VALIDATION', id, { valid: isValid })
    const outputText = canonicalJson(output)
    emit('task.completed', 'TASK_COMPLETED', id, {
      output_hash: `sha256:${sha256Hex(outputText)}`,
      output_bytes: outputText.length,
    })
    outputs.push(output)
  }
}

const figures: Figure[] = []
for (const shape of SHAPES) {
  const perTask: number[] = []
  for (const size of SIZES) {
    const graph = buildGraph(shape, size)
    const rounds = size === 10_000 ? 40 : 200
    const samples = [
      { label: 'engine', run: () => runEngine(graph) },
      { label: 'bare loop', run: () => runBare(shape, size) },
    ]
    const [engine = 0, bare = 0] = (await measureMs(samples, rounds, 20)).map(ms => (ms * 1_000) / size)
    perTask.push(engine)
    figures.push({
      what: `${shape} ${size}: per task`,
      value: `${engine.toFixed(2)} µs`,
      target: `≤ ${TASK_TARGET_US} µs`,
      met: engine <= TASK_TARGET_US,
    })
    figures.push({
      what: `${shape} ${size}: engine / bare loop (${bare.toFixed(2)} µs)`,
      value: `${(engine / bare).toFixed(2)} ×`,
      target: `≤ ${BARE_TARGET} ×`,
      met: engine / bare <= BARE_TARGET,
    })
  }
  const growth = Math.max(...perTask) / (perTask[0] ?? 1)
  figures.push({
    what: `${shape}: growth 100 → 10,000 tasks`,
    value: `${growth.toFixed(2)} ×`,
    target: `≤ ${GROWTH_TARGET} ×`,
    met: growth <= GROWTH_TARGET,
  })
}
printFigures('Engine, deterministic tasks', figures)
