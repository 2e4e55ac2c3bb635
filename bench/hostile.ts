/**
 * Budgets against hostile backends: streams that flood, hang, drip, lie, break framing and cut, over real sockets. The fake
 * server's own ledger is the judge; overshoot in tokens, calls and time is printed. `bun bench/hostile.ts [streams]`.
 */
import type { ExecuteResult } from '#contracts/execution'
import { openNet } from '#kernel/powers/loopback-net'
import { systemClock } from '#kernel/powers/system-clock'
import type { Scenario, Step } from '#testing/fake-backend/scenario'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { OllamaConnector } from '../plugins/ollama/ollama-connector.ts'
import { readSettings } from '../plugins/ollama/settings.ts'
import { printFigures } from './measure.ts'

const STREAMS = Number(process.argv[2] ?? 2_000)
const AT_ONCE = 16
const TIME_OVERSHOOT_MS = 50

/** A small repeatable generator: the same seed gives the same 2,000 streams. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const random = createRandom(20_261_121)
const pick = <T>(choices: readonly T[]): T => choices[random(choices.length)] as T

const BEGINNINGS: readonly Scenario[] = [
  [],
  [{ wait: 20 }],
  [{ split: 1 }],
  [{ split: 7 }],
  [{ text: '{"colour":"' }],
  [{ json: { colour: 'red' } }],
  [{ json: { colour: 'pink' } }],
  [{ thinking: 'hm ', n: 5 }],
  [{ lieUsage: 5_000 }],
  [{ lieUsage: -3 }],
  [{ noUsage: true }],
]
const ENDINGS: readonly Step[] = [
  { endless: 'tokens' },
  { endless: 'whitespace' },
  { endless: 'bytes' },
  { endless: 'empty' },
  { endless: 'tokens', everyMs: 5 },
  { hang: true },
  { text: 'x', n: 500, everyMs: 2 },
  { text: 'word '.repeat(400), n: 50 },
  { badUtf8: true },
  { raw: '<html>not a stream' },
  { wrongLength: 400 },
  { cut: 'rst' },
  { cut: 'fin' },
  { missingEnd: true },
  { errorLine: 'an error was encountered while running the model' },
  { end: 'stop' },
  { end: 'length' },
]

type Case = {
  readonly model: string
  readonly maxTokens: number
  readonly maxTimeMs: number
  readonly maxRetries: number
}
type Overshoot = { tokens: number; calls: number; ms: number; accepted: number; statuses: Map<string, number> }

function prepare(backend: FakeBackend, index: number): Case {
  const model = `hostile-${index}`
  const scenarios = Array.from({ length: 4 }, (): Scenario => [...pick(BEGINNINGS), pick(ENDINGS)])
  backend.script(model, call => scenarios[call % scenarios.length] as Scenario)
  return { model, maxTokens: 1 + random(60), maxTimeMs: 60 + random(240), maxRetries: random(4) }
}

async function runCase(kernel: ReturnType<typeof createTestKernel>['kernel'], one: Case): Promise<ExecuteResult> {
  const task = modelTask('ask', {
    model: { connector: 'ollama', model: one.model },
    budget: { max_tokens: one.maxTokens, max_time_ms: one.maxTimeMs, max_retries: one.maxRetries },
  })
  const handle = await kernel.start({ taskgraph: graphOf([task], 'ask') })
  return handle.result
}

function judge(result: ExecuteResult, one: Case, backend: FakeBackend, worst: Overshoot): void {
  const task = result.telemetry.tasks[0]
  if (!task) throw new Error('a run without telemetry')
  const calls = backend.ledger.calls.filter(call => call.model === one.model)
  worst.calls = Math.max(worst.calls, calls.length - (1 + one.maxRetries))
  worst.tokens = Math.max(worst.tokens, task.tokens_out - one.maxTokens)
  for (const call of calls)
    worst.tokens = Math.max(worst.tokens, (call.maxTokens ?? Number.POSITIVE_INFINITY) - one.maxTokens)
  worst.ms = Math.max(worst.ms, task.duration_ms - one.maxTimeMs)
  if (result.status === 'success') {
    worst.accepted += 1
    if (JSON.stringify(result.final_output) !== '{"colour":"red"}')
      throw new Error('an answer was accepted that does not fit its schema')
  }
  const status = result.status === 'success' ? 'success' : (result.error?.error_type ?? 'none')
  worst.statuses.set(status, (worst.statuses.get(status) ?? 0) + 1)
}

const backend = await startFakeBackend()
const connector = new OllamaConnector(
  openNet({ hosts: ['loopback'] }),
  systemClock,
  readSettings({ host: backend.url, parallel: AT_ONCE }),
)
const { kernel } = createTestKernel([connector], { clock: systemClock, maxRuns: AT_ONCE, maxQueued: STREAMS })
const worst: Overshoot = {
  tokens: Number.NEGATIVE_INFINITY,
  calls: Number.NEGATIVE_INFINITY,
  ms: 0,
  accepted: 0,
  statuses: new Map(),
}
let next = 0
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < STREAMS) {
      const one = prepare(backend, next++)
      judge(await runCase(kernel, one), one, backend, worst)
    }
  }),
)
await kernel.close()
await backend.stop()

const ends = [...worst.statuses].map(([status, count]) => `${status} ${count}`).join(', ')
printFigures(`Hostile streams: ${STREAMS} over real sockets (${ends})`, [
  {
    what: 'tokens above the budget, worst',
    value: String(Math.max(0, worst.tokens)),
    target: '0',
    met: worst.tokens <= 0,
  },
  {
    what: 'calls above 1 + max_retries, worst',
    value: String(Math.max(0, worst.calls)),
    target: '0',
    met: worst.calls <= 0,
  },
  {
    what: 'time above max_time_ms, worst',
    value: `${Math.max(0, worst.ms).toFixed(1)} ms`,
    target: `≤ ${TIME_OVERSHOOT_MS} ms`,
    met: worst.ms <= TIME_OVERSHOOT_MS,
  },
])
