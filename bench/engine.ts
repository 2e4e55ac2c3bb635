/**
 * What the engine costs per deterministic task: chains and fan-outs of 100, 1,000 and 10,000 tasks with events, hashes and
 * verification, against a bare loop in the same run that does the same two checks, two hashes and five events.
 */
import type { JsonObject } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'
import { sha256Hex } from '#json/digest'
import { buildGraph, runEngine, SHAPES, type Shape, step } from './engine-graph.ts'
import { type Figure, measureRoundsMs, median, printFigures, ratioOf } from './measure.ts'

const TASK_TARGET_US = 4
const BARE_TARGET = 2.5
const GROWTH_TARGET = 1.5
const ROUNDS = 60
const WARM_ROUNDS = 15
/** Every sample of a round runs as many, so that a round's figures compare. */
const TASKS_PER_ROUND = 10_000
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

/** Runs a graph as often as it takes to run `TASKS_PER_ROUND` tasks. */
const repeat = (size: number, run: () => unknown | Promise<unknown>) => async () => {
  for (let times = TASKS_PER_ROUND / size; times > 0; times -= 1) await run()
}

const figures: Figure[] = []
for (const shape of SHAPES) {
  const samples = SIZES.flatMap(size => {
    const graph = buildGraph(shape, size)
    return [
      { label: `engine ${size}`, run: repeat(size, () => runEngine(graph)) },
      { label: `bare loop ${size}`, run: repeat(size, () => runBare(shape, size)) },
    ]
  })
  const times = await measureRoundsMs(samples, ROUNDS, WARM_ROUNDS)
  const timesOf = (at: number): readonly number[] => times[at] as readonly number[]
  const perTask = (at: number): number => (median(timesOf(at)) * 1_000) / TASKS_PER_ROUND
  for (const [place, size] of SIZES.entries()) {
    const engine = perTask(2 * place)
    const ratio = ratioOf(timesOf(2 * place), timesOf(2 * place + 1))
    figures.push({
      what: `${shape} ${size}: per task`,
      value: `${engine.toFixed(2)} µs`,
      target: `≤ ${TASK_TARGET_US} µs`,
      met: engine <= TASK_TARGET_US,
    })
    figures.push({
      what: `${shape} ${size}: engine / bare loop (${perTask(2 * place + 1).toFixed(2)} µs)`,
      value: `${ratio.toFixed(2)} ×`,
      target: `≤ ${BARE_TARGET} ×`,
      met: ratio <= BARE_TARGET,
    })
  }
  for (const [place, size] of SIZES.entries()) {
    if (place === 0) continue
    const growth = ratioOf(timesOf(2 * place), timesOf(0))
    figures.push({
      what: `${shape}: growth ${SIZES[0]} → ${size} tasks`,
      value: `${growth.toFixed(2)} ×`,
      target: `≤ ${GROWTH_TARGET} ×`,
      met: growth <= GROWTH_TARGET,
    })
  }
}
printFigures('Engine, deterministic tasks', figures)
process.exitCode = figures.some(figure => figure.met === false) ? 1 : 0
