/**
 * What the engine costs per deterministic task: chains and fan-outs of 100, 1,000 and 10,000 tasks with events, hashes and
 * verification, against a bare loop in the same run that does the same two checks, two hashes and five events.
 */
import type { JsonObject } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'
import { sha256Hex } from '#json/digest'
import { buildGraph, runEngine, SHAPES, type Shape, step } from './engine-graph.ts'
import { type Figure, measureMs, printFigures } from './measure.ts'

const TASK_TARGET_US = 4
const BARE_TARGET = 2.5
const GROWTH_TARGET = 1.5
const SIZES = [100, 1_000, 10_000] as const
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
