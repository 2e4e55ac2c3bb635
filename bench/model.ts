/**
 * The way to a model against the model itself: the same file, threads, prompt and tokens, once straight (the library in process, or a
 * runtime over HTTP) and once through connector and adapter, in alternating rounds; then eight independent tasks with a common beginning,
 * at once and sharing it against one after the other without sharing. Prints medians; it judges by the figures of docs/benchmarks.md.
 *
 * `bun bench/model.ts [threads] [connector: llamacpp | llama-server | ollama]`; all three without one
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatMessage, Connector, GenerateRequest } from '#contracts/connector-port'
import { readAnswer } from '#engine/read-answer'
import { systemClock } from '#machine/system-clock'
import { type Measured, openDirect, PieceWatch } from './direct-model.ts'
import { median } from './measure.ts'
import { type BenchModel, openBenchModel } from './open-model.ts'

const ROUNDS = 9
const TOKENS = 64
const TASKS = 8
const CONTEXT_TOKENS = 1_024
const threads = Number(process.argv[2] ?? 1)
const connectors = process.argv[3] === undefined ? ['llamacpp', 'llama-server', 'ollama'] : [process.argv[3]]
const quiet = new AbortController().signal
const QUESTION: ChatMessage = { role: 'user', content: 'Ticket: the invoice of last month is wrong. Write about it.' }

const ask = (model: string, messages: readonly ChatMessage[], maxTokens: number): GenerateRequest => ({
  model,
  messages,
  maxTokens,
  schema: null,
  sampler: { temperature: 0, topP: 1, seed: 1, stop: [] },
})

/** The whole path but the run around it: connector, counting, cutting, loop watch, live pieces. */
async function readThrough(connector: Connector, request: GenerateRequest): Promise<Measured> {
  const watch = new PieceWatch()
  const answer = await readAnswer(connector, request, quiet, {
    clock: systemClock,
    untilMs: Number.POSITIVE_INFINITY,
    frame: null,
    onPiece: () => watch.took(),
  })
  if (answer.ended !== 'end') throw new Error(`the answer ended as ${answer.ended}: ${answer.message}`)
  return watch.measured()
}

/** Whether the way through Studio misses its aims. */
async function comparePath(name: string, { connector, model, place }: BenchModel): Promise<boolean> {
  const direct = await openDirect(name, {
    place,
    model,
    question: QUESTION,
    tokens: TOKENS,
    threads,
    contextTokens: CONTEXT_TOKENS,
  })
  await connector.load?.(model, quiet)
  const rounds = { direct: [] as Measured[], path: [] as Measured[] }
  // Another beginning, so that nothing of the prompt is there already.
  const forget = (round: number) => readThrough(connector, ask(model, [{ role: 'user', content: `${round}` }], 1))
  for (let round = 0; round <= ROUNDS; round += 1) {
    const sides = [
      async () => rounds.direct.push(await direct()),
      async () => rounds.path.push(await readThrough(connector, ask(model, [QUESTION], TOKENS))),
    ]
    // Each goes first in turns: what follows a pause of the other is not the same.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      await forget(round)
      await side()
    }
    // The first one warms up.
    if (round === 0) for (const list of Object.values(rounds)) list.length = 0
  }
  const speed = (list: readonly Measured[]) => (1_000 / median(list.map(({ msPerToken }) => msPerToken))).toFixed(1)
  const first = (list: readonly Measured[]) => median(list.map(({ firstMs }) => firstMs)).toFixed(1)
  const pairs = rounds.direct.map((own, index) => [own, rounds.path[index]!] as const)
  const ratio = median(pairs.map(([own, path]) => own.msPerToken / path.msPerToken))
  const later = median(pairs.map(([own, path]) => path.firstMs - own.firstMs))
  console.log(
    `${name.padEnd(13)} tokens/s     direct ${speed(rounds.direct)}, through Studio ${speed(rounds.path)}: ${ratio.toFixed(3)} x (aim 0.97)`,
  )
  console.log(
    `${name.padEnd(13)} first token  direct ${first(rounds.direct)} ms, through Studio ${first(rounds.path)} ms: ${later.toFixed(1)} ms later (aim 15)`,
  )
  return ratio < 0.97 || later > 15
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

/** Whether eight tasks at once gain less than they should. */
async function compareShared(one: BenchModel, many: BenchModel): Promise<boolean> {
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
    `${TASKS} tasks       one by one, nothing shared ${median(times.apart).toFixed(0)} ms, together ${median(times.together).toFixed(0)} ms: ${gain.toFixed(2)} x (aim 1.5)`,
  )
  return gain < 1.5
}

/** Opens a runtime, uses it and ends it; null where it is not on this machine, and says so. */
async function withModel<T>(name: string, slots: number, use: (opened: BenchModel) => Promise<T>): Promise<T | null> {
  const folder = mkdtempSync(join(tmpdir(), 'kora-model-'))
  const opened = await openBenchModel(name, folder, { threads, slots, contextTokens: CONTEXT_TOKENS })
  try {
    if (!('skipped' in opened)) return await use(opened)
    console.log(opened.skipped)
    return null
  } finally {
    if (!('skipped' in opened)) await opened.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

console.log(`SmolLM2-135M Q4_1, ${threads} thread(s), ${ROUNDS} rounds in turns; medians`)
const missed: (boolean | null)[] = []
for (const name of connectors) {
  missed.push(await withModel(name, 1, opened => comparePath(name, opened)))
  if (name !== 'llamacpp') continue
  missed.push(await withModel(name, 1, one => withModel(name, TASKS, many => compareShared(one, many))))
}
process.exit(missed.includes(true) ? 1 : 0)
