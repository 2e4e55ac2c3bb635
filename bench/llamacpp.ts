/**
 * What the in-process connector costs over llama.cpp itself: the same model, threads and prompt, once straight through node-llama-cpp in
 * this process and once through the connector's child process, in alternating rounds. Prints the median and the best round, which a busy
 * machine disturbs least; it judges nothing.
 *
 * `bun bench/llamacpp.ts [threads]`
 */
import { linkSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Connector, GenerateRequest } from '#contracts/connector-port'
import type { Spawn } from '#contracts/powers'
import { openSpawn } from '#machine/child-spawn'
import { openFiles } from '#machine/plugin-files'
import { systemClock } from '#machine/system-clock'
import { findSmallModel } from '#testing/small-model'

const ROUNDS = 9
const TOKENS = 64
const MODEL = 'smollm2-135m-instruct-q4_1'
const CONTEXT_TOKENS = 1_024
const PLUGIN = join(import.meta.dir, '..', 'plugins', 'llamacpp')
const SCHEMA = {
  type: 'object',
  properties: {
    class: { enum: ['billing', 'technical', 'other'] },
    urgent: { type: 'boolean' },
    note: { type: 'string', minLength: 60, maxLength: 200 },
  },
  required: ['class', 'urgent', 'note'],
}

const found = findSmallModel()
if ('skipped' in found) {
  console.log(found.skipped)
  process.exit(0)
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

const ask = (change: Partial<GenerateRequest>): GenerateRequest => ({
  model: MODEL,
  messages: [{ role: 'user', content: 'Ticket: the invoice of last month is wrong. Write about it.' }],
  maxTokens: TOKENS,
  schema: null,
  sampler: { temperature: 0, topP: 1, seed: 1, stop: [] },
  ...change,
})

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

async function openConnector(folder: string) {
  const pids: number[] = []
  const real = openSpawn(PLUGIN)
  const spawn: Spawn = {
    module(options) {
      const child = real.module(options)
      pids.push(child.pid)
      return child
    },
  }
  const { plugin } = await import(join(PLUGIN, 'plugin.ts'))
  const settings = { modelsFolder: folder, contextTokens: CONTEXT_TOKENS, threads, slots: 2, gpu: 'off' }
  const files = await openFiles(join(folder, 'data'))
  const provided = await plugin.activate({ id: 'llamacpp', settings, clock: systemClock, log: () => {}, files, spawn })
  const connector: Connector = provided.connectors[0]
  return { connector, pids, dispose: () => provided.dispose() as Promise<void> }
}

async function openDirect(path: string) {
  const { getLlama, LlamaLogLevel, resolveChatWrapper } = await import('node-llama-cpp')
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: LlamaLogLevel.error,
    maxThreads: threads,
  })
  const model = await llama.loadModel({ modelPath: path })
  const context = await model.createContext({ contextSize: CONTEXT_TOKENS, sequences: 1, threads })
  const sequence = context.getSequence()
  const [message] = ask({}).messages
  const { contextText } = resolveChatWrapper(model).generateContextState({
    chatHistory: [
      { type: 'user', text: message?.content ?? '' },
      { type: 'model', response: [] },
    ],
  })
  const prompt = contextText.tokenize(model.tokenizer)
  return async () => {
    await sequence.clearHistory()
    let [firstMs, lastMs, tokens] = [0, 0, 0]
    for await (const _ of sequence.evaluate(prompt, { temperature: 0 })) {
      lastMs = performance.now()
      if (firstMs === 0) firstMs = lastMs
      tokens += 1
      if (tokens === TOKENS) break
    }
    return ((tokens - 1) * 1_000) / (lastMs - firstMs)
  }
}

const folder = mkdtempSync(join(tmpdir(), 'kora-bench-'))
const place = join(folder, basename(found.path))
try {
  linkSync(found.path, place)
} catch {
  symlinkSync(found.path, place)
}
const { connector, pids, dispose } = await openConnector(folder)
try {
  console.log(
    `SmolLM2-135M Q4_1, ${threads} thread(s), context ${CONTEXT_TOKENS}, ${ROUNDS} rounds; median, best, and every round in brackets`,
  )
  const loads: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const startedMs = performance.now()
    await connector.load!(MODEL, quiet)
    loads.push(performance.now() - startedMs)
    await connector.unload!(MODEL, quiet)
  }
  say('load, the first with the start of child and library', loads, 'ms')
  await connector.load!(MODEL, quiet)

  const direct = await openDirect(found.path)
  const speeds = {
    direct: [] as number[],
    connector: [] as number[],
    pair: [] as number[],
    constrained: [] as number[],
    answer: [] as number[],
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    speeds.direct.push(await direct())
    speeds.connector.push((await measure(connector, ask({}))).perSecond)
    const startedMs = performance.now()
    const both = await Promise.all([measure(connector, ask({})), measure(connector, ask({}))])
    speeds.pair.push((both.reduce((sum, one) => sum + one.tokens, 0) * 1_000) / (performance.now() - startedMs))
    const answer = await measure(connector, ask({ schema: SCHEMA, maxTokens: 30 }))
    speeds.constrained.push(answer.perSecond)
    speeds.answer.push(answer.tookMs)
  }
  say('node-llama-cpp straight', speeds.direct, 'tokens/s')
  say('connector', speeds.connector, 'tokens/s')
  console.log(
    `${'ratio'.padEnd(58)} ${(median(speeds.connector) / median(speeds.direct)).toFixed(2).padStart(8)}, of the best ${(Math.max(...speeds.connector) / Math.max(...speeds.direct)).toFixed(2)}`,
  )
  say('connector, two calls at once, together with their prompts', speeds.pair, 'tokens/s')
  say('connector under a schema', speeds.constrained, 'tokens/s')
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
