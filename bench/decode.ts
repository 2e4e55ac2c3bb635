/**
 * Choice against writing (M8): the same labelled tickets as runs of one graph, in turns of ten with `model.decode` "write" (the label is written
 * under a grammar) and "choice" (it is decided by calibrated likelihood). Prints accuracy with 95 % intervals and the time of each; it
 * judges nothing.
 *
 * With `two` fields the answer also says whether the ticket asks a question, which is labelled by its question mark.
 *
 * `bun bench/decode.ts [threads] [part: test | tune] [prompt: "no examples" | "four examples"] [connector: llamacpp | llama-server | ollama]
 * [fields: one | two]`
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TaskTelemetry } from '#contracts/bundle'
import { systemClock } from '#machine/system-clock'
import { createTestKernel } from '#testing/test-kernel'
import { openBenchModel } from './open-model.ts'

const LABELS = ['billing', 'bug', 'how-to', 'account']
const hasTwo = process.argv[6] === 'two'
const PROPERTIES = { topic: { enum: LABELS }, ...(hasTwo ? { asks_a_question: { type: 'boolean' } } : {}) }
const SCHEMA = {
  type: 'object',
  properties: PROPERTIES,
  required: Object.keys(PROPERTIES),
}
const SYSTEM = 'You sort support tickets by topic: billing, bug, how-to, account.'
const EXAMPLES = [
  ['My card was charged twice this month.', 'billing'],
  ['The app closes by itself when I open a large file.', 'bug'],
  ['Where can I find the keyboard shortcuts?', 'how-to'],
  ['Please change the owner of our account to my colleague.', 'account'],
] as const
const TUNE = 20
const TOKENS = 48
/** Tickets that take turns together: neighbours of one kind share what they have in common, as in a real series. */
const BLOCK = 10
const quiet = new AbortController().signal

type Item = { readonly label: string; readonly text: string }

function readItems(part: string): Item[] {
  const lines = readFileSync(join(import.meta.dir, 'data', 'tickets.txt'), 'utf8').split('\n')
  const items = lines.flatMap(line => {
    const [label = '', text] = line.split('\t')
    return text === undefined || line.startsWith('#') ? [] : [{ label, text }]
  })
  const byLabel = Map.groupBy(items, item => item.label)
  const own = [...byLabel.values()].map(list => (part === 'tune' ? list.slice(0, TUNE) : list.slice(TUNE)))
  // In turns, so that a stop in the middle leaves every class measured.
  return Array.from({ length: Math.max(...own.map(list => list.length)) }, (_, row) =>
    own.flatMap(list => list[row] ?? []),
  ).flat()
}

const turn = (text: string) => ({ role: 'user', content: `Ticket: ${text}` })
const prompts: Record<string, readonly object[]> = {
  'no examples': [turn('{{ticket}}')],
  'four examples': [
    ...EXAMPLES.flatMap(([ticket, topic]) => [turn(ticket), { role: 'assistant', content: JSON.stringify({ topic }) }]),
    turn('{{ticket}}'),
  ],
}

const graphOf = (decode: 'write' | 'choice', messages: readonly object[], ticket: string) => ({
  kora_version: '1.0.0',
  graph_id: 'ticket',
  root: 'topic',
  inputs: { ticket },
  tasks: [
    {
      version: '1.0',
      id: 'topic',
      type: 'model',
      input: { messages, ticket: { $input: '/ticket' } },
      schema: SCHEMA,
      budget: { max_tokens: TOKENS, max_time_ms: 60_000, max_retries: 0 },
      model: { connector: connector.name, model, system: SYSTEM, decode },
    },
  ],
})

/** Wilson's interval of a share, in percent. */
function interval(right: number, all: number): string {
  const z = 1.96
  const p = right / all
  const middle = (p + z ** 2 / (2 * all)) / (1 + z ** 2 / all)
  const half = (z * Math.sqrt((p * (1 - p)) / all + z ** 2 / (4 * all ** 2))) / (1 + z ** 2 / all)
  return `${(100 * (middle - half)).toFixed(1)} to ${(100 * (middle + half)).toFixed(1)} %`
}

type Outcome = {
  readonly label: string | null
  readonly asks: unknown
  readonly tookMs: number
  readonly telemetry: TaskTelemetry
}

const threads = Number(process.argv[2] ?? 1)
const part = process.argv[3] ?? 'test'
const items = readItems(part)
const folder = mkdtempSync(join(tmpdir(), 'kora-decode-'))
const opened = await openBenchModel(process.argv[5] ?? 'llamacpp', folder, { threads, slots: 1, contextTokens: 1_024 })
if ('skipped' in opened) {
  console.log(opened.skipped)
  process.exit(0)
}
const { connector, model, dispose } = opened
const { kernel } = createTestKernel([connector], { clock: systemClock })
const ask = async (decode: 'write' | 'choice', messages: readonly object[], ticket: string): Promise<Outcome> => {
  const startedMs = performance.now()
  const result = await (await kernel.start({ taskgraph: graphOf(decode, messages, ticket) as never })).result
  const { topic, asks_a_question: asks } = (result.final_output ?? {}) as { topic?: unknown; asks_a_question?: unknown }
  const [telemetry] = result.telemetry.tasks
  if (telemetry === undefined) throw new Error('a run without telemetry')
  return { label: typeof topic === 'string' ? topic : null, asks, tookMs: performance.now() - startedMs, telemetry }
}

try {
  await connector.load?.(model, quiet)
  console.log(
    `${items.length} tickets (${part}), four classes, ${connector.title}, SmolLM2-135M Q4_1, ${threads} thread(s); times include calibration`,
  )
  for (const [name, messages] of Object.entries(prompts)) {
    if (process.argv[4] !== undefined && name !== process.argv[4]) continue
    const ways = { written: [] as Outcome[], chosen: [] as Outcome[] }
    for (let from = 0; from < items.length; from += BLOCK) {
      const block = items.slice(from, from + BLOCK)
      for (const { text } of block) ways.written.push(await ask('write', messages, text))
      for (const { text } of block) ways.chosen.push(await ask('choice', messages, text))
    }
    const times: number[] = []
    for (const [way, outcomes] of Object.entries(ways)) {
      const right = outcomes.filter((outcome, index) => outcome.label === items[index]?.label).length
      const totalMs = outcomes.reduce((sum, outcome) => sum + outcome.tookMs, 0)
      times.push(totalMs)
      const picks = LABELS.map(label => `${label} ${outcomes.filter(outcome => outcome.label === label).length}`).join(
        ', ',
      )
      const tokens = outcomes.reduce((sum, { telemetry }) => sum + telemetry.tokens_out, 0) / outcomes.length
      console.log(
        `${`${name}, ${way}`.padEnd(24)} ${((100 * right) / items.length).toFixed(1).padStart(5)} % right (95 %: ${interval(right, items.length)})  ` +
          `${(totalMs / items.length).toFixed(0).padStart(4)} ms and ${tokens.toFixed(1)} tokens each  [${picks}]`,
      )
      if (!hasTwo) continue
      const asked = outcomes.filter(({ asks }, index) => asks === items[index]?.text.includes('?')).length
      const yes = outcomes.filter(({ asks }) => asks === true).length
      console.log(
        `${`${name}, ${way}`.padEnd(24)} ${((100 * asked) / items.length).toFixed(1).padStart(5)} % right about the question (95 %: ${interval(asked, items.length)})  [yes ${yes}]`,
      )
    }
    const readingMs = ways.written.reduce((sum, { telemetry }) => sum + (telemetry.attempts[0]?.first_token_ms ?? 0), 0)
    const share = (ms: number): string => `${((100 * ms) / times[0]!).toFixed(0)} %`
    console.log(
      `${`${name}, time`.padEnd(24)} ${share(times[1]!)} of writing; writing to its first token alone ${share(readingMs)}`,
    )
  }
} finally {
  await dispose()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
