/**
 * Budgets against hostile backends: streams that flood, hang, drip, lie, break framing and cut, over real sockets. The fake
 * server's own ledger is the judge; overshoot in tokens, calls and time is printed. `bun bench/hostile.ts [streams]`.
 */
import type { Budget } from '#contracts/budget'
import type { ExecuteResult } from '#contracts/execution'
import type { Kernel } from '#kernel/kernel-face'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import type { Scenario, Step } from '#testing/fake-backend/scenario'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { OllamaConnector } from '../plugins/ollama/ollama-connector.ts'
import { readSettings } from '../plugins/ollama/settings.ts'
import type { BackendCommand, CallSeen } from './hostile-backend.ts'
import { printFigures } from './measure.ts'

const STREAMS = Number(process.argv[2] ?? 2_000)
const AT_ONCE = 8
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

type Overshoot = { tokens: number; calls: number; ms: number; readonly statuses: Map<string, number> }

/** The fake server's process: commands go in, the ledger comes out. */
async function startBackend() {
  const waiting = new Map<number, (calls: readonly CallSeen[]) => void>()
  const ready = Promise.withResolvers<string>()
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/hostile-backend.ts`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    ipc: (message: { url?: string; id?: number; calls?: readonly CallSeen[] }) => {
      if (message.url) ready.resolve(message.url)
      else waiting.get(message.id ?? -1)?.(message.calls ?? [])
    },
  })
  let id = 0
  const ask = (command: WithoutId): Promise<readonly CallSeen[]> =>
    new Promise(resolve => {
      waiting.set(id, resolve)
      child.send({ ...command, id: id++ } as BackendCommand)
    })
  return { url: await ready.promise, ask, stop: () => child.kill() }
}

type Distribute<C> = C extends BackendCommand ? Omit<C, 'id'> : never
type WithoutId = Distribute<BackendCommand>
type Backend = Awaited<ReturnType<typeof startBackend>>

async function runCase(
  kernel: Kernel,
  backend: Backend,
  index: number,
  model: string,
  worst: Overshoot,
): Promise<void> {
  const scenarios = Array.from({ length: 4 }, (): Scenario => [...pick(BEGINNINGS), pick(ENDINGS)])
  const budget = { max_tokens: 1 + random(60), max_time_ms: 60 + random(240), max_retries: random(4) }
  const mark = `case ${index}.`
  await backend.ask({ kind: 'script', model, scenarios })
  const task = modelTask('ask', { input: { prompt: mark }, model: { connector: 'ollama', model }, budget })
  const handle = await kernel.start({ taskgraph: graphOf([task], 'ask') })
  judge(await handle.result, budget, await backend.ask({ kind: 'calls', mark }), worst)
}

function judge(result: ExecuteResult, budget: Budget, calls: readonly CallSeen[], worst: Overshoot): void {
  const task = result.telemetry.tasks[0]
  if (!task) throw new Error('a run without telemetry')
  worst.calls = Math.max(worst.calls, calls.length - (1 + budget.max_retries))
  worst.tokens = Math.max(worst.tokens, task.tokens_out - budget.max_tokens)
  for (const call of calls)
    worst.tokens = Math.max(worst.tokens, (call.maxTokens ?? Number.POSITIVE_INFINITY) - budget.max_tokens)
  worst.ms = Math.max(worst.ms, task.duration_ms - budget.max_time_ms)
  if (result.status === 'success' && JSON.stringify(result.final_output) !== '{"colour":"red"}') {
    throw new Error('an answer was accepted that does not fit its schema')
  }
  const status = result.status === 'success' ? 'success' : (result.error?.error_type ?? 'none')
  worst.statuses.set(status, (worst.statuses.get(status) ?? 0) + 1)
}

const backend = await startBackend()
const settings = readSettings({ host: backend.url, parallel: AT_ONCE })
const connector = new OllamaConnector(openNet({ hosts: ['loopback'] }), systemClock, settings)
const { kernel } = createTestKernel([connector], { clock: systemClock, maxRuns: AT_ONCE, maxQueued: STREAMS })
const worst: Overshoot = {
  tokens: Number.NEGATIVE_INFINITY,
  calls: Number.NEGATIVE_INFINITY,
  ms: 0,
  statuses: new Map(),
}
let next = 0
await Promise.all(
  Array.from({ length: AT_ONCE }, async (_, worker) => {
    while (next < STREAMS) await runCase(kernel, backend, next++, `hostile-${worker}`, worst)
  }),
)
await kernel.close()
backend.stop()

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
