/**
 * A number of a small range, decided by likelihood against written under a grammar (M8): how many pieces an order asks for, 1 to 50, in
 * turns. What the numbers have in common is read once, which is what this measures; five orders say nothing about who is right more often.
 *
 * `bun bench/range.ts [threads]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { openSmallModel } from '#testing/small-model-connector'
import { createTestKernel } from '#testing/test-kernel'
import { median } from './measure.ts'

const ORDERS = [
  'Please send 12 rolls.',
  'We need three cakes.',
  'Send us 40 cups for Monday.',
  'One loaf, please.',
  '25 chairs and a table.',
]
const PIECES = { type: 'integer', minimum: 1, maximum: 50 }
const MODEL = {
  connector: 'llamacpp',
  model: 'smollm2-135m-instruct-q4_1',
  system: 'You read how many pieces are ordered.',
}
const threads = Number(process.argv[2] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'kora-range-'))
const opened = await openSmallModel(folder, { threads, slots: 1, contextTokens: 1_024 })
if ('skipped' in opened) {
  console.log(opened.skipped)
  process.exit(0)
}
const { kernel } = createTestKernel([opened.connector], { clock: systemClock })

async function ask(order: string, decode: 'write' | 'choice') {
  const task = {
    version: '1.0',
    id: 'pieces',
    type: 'model',
    input: { messages: [{ role: 'user', content: 'Order: {{order}}' }], order: { $input: '/order' } },
    schema: { type: 'object', properties: { pieces: PIECES }, required: ['pieces'] },
    budget: { max_tokens: 200, max_time_ms: 60_000, max_retries: 0 },
    model: { ...MODEL, decode },
  }
  const taskgraph = { kora_version: '1.0.0', graph_id: 'range', root: 'pieces', inputs: { order }, tasks: [task] }
  const startedMs = performance.now()
  const result = await (await kernel.start({ taskgraph: taskgraph as never })).result
  const tookMs = performance.now() - startedMs
  const { pieces } = (result.final_output ?? {}) as { readonly pieces?: number }
  return { tookMs, pieces, tokens: result.telemetry.tasks[0]?.tokens_out ?? 0 }
}

try {
  // Loads the model and calibrates: both are paid once.
  await ask('Hello.', 'choice')
  const times = { write: [] as number[], choice: [] as number[] }
  for (const order of ORDERS) {
    for (const decode of ['write', 'choice'] as const) {
      const { tookMs, pieces, tokens } = await ask(order, decode)
      times[decode].push(tookMs)
      console.log(`${order.padEnd(28)} ${decode.padEnd(6)} ${pieces}, ${tokens} tokens, ${tookMs.toFixed(0)} ms`)
    }
  }
  const [written, chosen] = [median(times.write), median(times.choice)]
  console.log(
    `written ${written.toFixed(0)} ms, chosen ${chosen.toFixed(0)} ms: ${(chosen / written).toFixed(2)} x; medians`,
  )
} finally {
  await opened.dispose()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
