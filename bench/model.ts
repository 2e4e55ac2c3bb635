/**
 * The way to a model against the model itself: the same file, threads, prompt and tokens, once straight through node-llama-cpp and once
 * through connector and adapter, in alternating rounds; then eight independent tasks with a common beginning, at once and sharing it against
 * one after the other without sharing. Prints medians; it judges by the figures of docs/benchmarks.md.
 *
 * `bun bench/model.ts [threads]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatMessage, Connector, GenerateRequest } from '#contracts/connector-port'
import { readAnswer } from '#engine/read-answer'
import { systemClock } from '#machine/system-clock'
import { openSmallModel } from '#testing/small-model-connector'

const ROUNDS = 9
const TOKENS = 64
const TASKS = 8
const CONTEXT_TOKENS = 1_024
const threads = Number(process.argv[2] ?? 1)
const quiet = new AbortController().signal
const QUESTION: ChatMessage = { role: 'user', content: 'Ticket: the invoice of last month is wrong. Write about it.' }
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const ask = (model: string, messages: readonly ChatMessage[], maxTokens: number): GenerateRequest => ({
  model,
  messages,
  maxTokens,
  schema: null,
  sampler: { temperature: 0, topP: 1, seed: 1, stop: [] },
})

type Measured = { readonly msPerToken: number; readonly firstMs: number }

/** The whole path but the run around it: connector, counting, cutting, loop watch, live pieces. */
async function readThrough(
  connector: Connector,
  request: GenerateRequest,
): Promise<Measured & { readonly tokens: number }> {
  let [first, last, pieces] = [0, 0, 0]
  const startedMs = performance.now()
  const answer = await readAnswer(connector, request, systemClock, quiet, Number.POSITIVE_INFINITY, () => {
    last = performance.now()
    if (first === 0) first = last
    pieces += 1
  })
  if (answer.ended !== 'end') throw new Error(`the answer ended as ${answer.ended}: ${answer.message}`)
  return { msPerToken: (last - first) / (pieces - 1), firstMs: first - startedMs, tokens: answer.countedTokens }
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
  const history = [
    { type: 'user', text: QUESTION.content },
    { type: 'model', response: [] },
  ] as const
  const { contextText } = resolveChatWrapper(model).generateContextState({
    chatHistory: [history[0], { ...history[1], response: [] }],
  })
  const prompt = contextText.tokenize(model.tokenizer)
  return async (): Promise<Measured> => {
    await sequence.clearHistory()
    const startedMs = performance.now()
    let [first, last, tokens] = [0, 0, 0]
    for await (const token of sequence.evaluate(prompt, { temperature: 0 })) {
      model.detokenize([token])
      last = performance.now()
      if (first === 0) first = last
      tokens += 1
      if (tokens === TOKENS) break
    }
    return { msPerToken: (last - first) / (tokens - 1), firstMs: first - startedMs }
  }
}

const RULES = Array.from(
  { length: 12 },
  (_, index) =>
    `Rule ${index + 1}: a reply is friendly, names the ticket, and promises nothing that rule ${index + 2} does not allow.`,
).join(' ')
const TICKETS = [
  'the bill',
  'a crash',
  'the export',
  'my password',
  'the printer',
  'a refund',
  'the menu',
  'a slow page',
]
const task = (ticket: string, round: number): ChatMessage[] => [
  { role: 'system', content: `${RULES} Round ${round}.` },
  { role: 'user', content: `Ticket about ${ticket}. Reply in one sentence.` },
]

const folders = [mkdtempSync(join(tmpdir(), 'kora-model-')), mkdtempSync(join(tmpdir(), 'kora-model-'))]
const [one, many] = await Promise.all(
  folders.map((folder, index) =>
    openSmallModel(folder, { threads, slots: index === 0 ? 1 : TASKS, contextTokens: CONTEXT_TOKENS }),
  ),
)
if (one === undefined || many === undefined || 'skipped' in one || 'skipped' in many) {
  console.log(one !== undefined && 'skipped' in one ? one.skipped : 'no model')
  process.exit(0)
}
let missed = false
try {
  console.log(`SmolLM2-135M Q4_1, ${threads} thread(s), ${ROUNDS} rounds in turns; medians`)
  const direct = await openDirect(one.path)
  await one.connector.load!(one.model, quiet)
  const rounds = { direct: [] as Measured[], path: [] as Measured[] }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const own = await direct()
    // Another beginning, so that nothing of the prompt is there already, as in the direct call.
    await readThrough(one.connector, ask(one.model, [{ role: 'user', content: `${round}` }], 1))
    const through = await readThrough(one.connector, ask(one.model, [QUESTION], TOKENS))
    if (round === 0) continue
    rounds.direct.push(own)
    rounds.path.push(through)
  }
  const speed = (list: readonly Measured[]) => 1_000 / median(list.map(({ msPerToken }) => msPerToken))
  const first = (list: readonly Measured[]) => median(list.map(({ firstMs }) => firstMs))
  const ratio = median(rounds.direct.map(({ msPerToken }, index) => msPerToken / (rounds.path[index]?.msPerToken ?? 0)))
  const later = median(rounds.path.map(({ firstMs }, index) => firstMs - (rounds.direct[index]?.firstMs ?? 0)))
  console.log(
    `tokens/s       direct ${speed(rounds.direct).toFixed(1)}, through Studio ${speed(rounds.path).toFixed(1)}: ${ratio.toFixed(3)} x (aim 0.97)`,
  )
  console.log(
    `first token    direct ${first(rounds.direct).toFixed(1)} ms, through Studio ${first(rounds.path).toFixed(1)} ms: ${later.toFixed(1)} ms later (aim 15)`,
  )

  await many.connector.load!(many.model, quiet)
  const times = { apart: [] as number[], together: [] as number[] }
  for (let round = 1; round <= 3; round += 1) {
    let startedMs = performance.now()
    for (const [index, ticket] of TICKETS.entries()) {
      // A first word of its own for each: nothing is shared.
      const messages = task(ticket, round).map(message => ({
        ...message,
        content: `${index}${round} ${message.content}`,
      }))
      await readThrough(one.connector, ask(one.model, messages, 16))
    }
    times.apart.push(performance.now() - startedMs)
    startedMs = performance.now()
    await Promise.all(TICKETS.map(ticket => readThrough(many.connector, ask(many.model, task(ticket, round), 16))))
    times.together.push(performance.now() - startedMs)
  }
  const gain = median(times.apart) / median(times.together)
  console.log(
    `${TASKS} tasks        one by one, nothing shared ${median(times.apart).toFixed(0)} ms, together ${median(times.together).toFixed(0)} ms: ${gain.toFixed(2)} x (aim 1.5)`,
  )
  missed = ratio < 0.97 || later > 15 || gain < 1.5
} finally {
  await Promise.all([one.dispose(), many.dispose()])
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}
process.exit(missed ? 1 : 0)
