/**
 * The in-process connector by itself: loading, two calls at once, writing under a schema, and how fast a killed child is back (N5). What
 * the way to a model costs over the model itself is measured in `model.ts`. Prints the median and the best round; it judges nothing.
 *
 * `bun bench/llamacpp.ts [threads]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connector, GenerateRequest } from '#contracts/connector-port'
import { openSmallModel } from '#testing/small-model-connector'

const ROUNDS = 9
const TOKENS = 64
const CONTEXT_TOKENS = 1_024
const SCHEMA = {
  type: 'object',
  properties: {
    class: { enum: ['billing', 'technical', 'other'] },
    urgent: { type: 'boolean' },
    note: { type: 'string', minLength: 60, maxLength: 200 },
  },
  required: ['class', 'urgent', 'note'],
}

const threads = Number(process.argv[2] ?? 1)
const quiet = new AbortController().signal
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const say = (what: string, values: readonly number[], unit: string) => {
  const sorted = [...values].sort((a, b) => a - b)
  const best = (unit === 'ms' ? sorted[0] : sorted.at(-1)) ?? 0
  const all = values.map(value => value.toFixed(0)).join(', ')
  console.log(`${what.padEnd(58)} ${median(values).toFixed(1).padStart(8)} ${unit}, best ${best.toFixed(1)}   (${all})`)
}

/** Tokens per second between the first and the last token, and milliseconds of the whole call. */
async function measure(connector: Connector, request: GenerateRequest) {
  const startedMs = performance.now()
  let [firstMs, lastMs, tokens] = [0, 0, 0]
  for await (const frame of connector.generate(request, quiet)) {
    if (frame.kind !== 'text') continue
    lastMs = performance.now()
    if (firstMs === 0) firstMs = lastMs
    tokens += frame.tokens
  }
  return { perSecond: ((tokens - 1) * 1_000) / (lastMs - firstMs), tookMs: performance.now() - startedMs, tokens }
}

const folder = mkdtempSync(join(tmpdir(), 'kora-bench-'))
const opened = await openSmallModel(folder, { threads, slots: 2, contextTokens: CONTEXT_TOKENS })
if ('skipped' in opened) {
  console.log(opened.skipped)
  process.exit(0)
}
const { connector, model, pids, dispose } = opened
const ask = (change: Partial<GenerateRequest>): GenerateRequest => ({
  model,
  messages: [{ role: 'user', content: 'Ticket: the invoice of last month is wrong. Write about it.' }],
  maxTokens: TOKENS,
  schema: null,
  sampler: { temperature: 0, topP: 1, seed: 1, stop: [] },
  ...change,
})
try {
  console.log(
    `SmolLM2-135M Q4_1, ${threads} thread(s), context ${CONTEXT_TOKENS}, ${ROUNDS} rounds; median, best, and every round in brackets`,
  )
  const loads: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const startedMs = performance.now()
    await connector.load!(model, quiet)
    loads.push(performance.now() - startedMs)
    await connector.unload!(model, quiet)
  }
  say('load, the first with the start of child and library', loads, 'ms')
  await connector.load!(model, quiet)

  const speeds = { one: [] as number[], pair: [] as number[], constrained: [] as number[], answer: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    speeds.one.push((await measure(connector, ask({}))).perSecond)
    const startedMs = performance.now()
    const both = await Promise.all([measure(connector, ask({})), measure(connector, ask({}))])
    speeds.pair.push((both.reduce((sum, one) => sum + one.tokens, 0) * 1_000) / (performance.now() - startedMs))
    const answer = await measure(connector, ask({ schema: SCHEMA, maxTokens: 30 }))
    speeds.constrained.push(answer.perSecond)
    speeds.answer.push(answer.tookMs)
  }
  say('one call', speeds.one, 'tokens/s')
  say('two calls at once, together with their prompts', speeds.pair, 'tokens/s')
  say('one call under a schema', speeds.constrained, 'tokens/s')
  say('answer of 30 tokens under a schema, with its prompt', speeds.answer, 'ms')

  const [restarts, firstTokens]: [number[], number[]] = [[], []]
  for (let round = 0; round < 5; round += 1) {
    await Bun.sleep(2_100)
    process.kill(pids.at(-1) ?? 0, 'SIGKILL')
    const startedMs = performance.now()
    // A call that reaches the dying process fails; the next one must not.
    await connector.models(quiet).catch(() => connector.models(quiet))
    restarts.push(performance.now() - startedMs)
    await measure(connector, ask({ maxTokens: 1 }))
    firstTokens.push(performance.now() - startedMs)
  }
  say('from SIGKILL to a process that answers again', restarts, 'ms')
  say('from SIGKILL to the first token of the next call', firstTokens, 'ms')
} finally {
  await dispose()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
