/**
 * One whole run in a simulated world: real kernel, engine, store and admission; clock, randomness and backends from one value.
 * What came of it is handed back as facts for the invariants; nothing is judged here.
 */
import fc from 'fast-check'
import type { Connector, GenerateRequest } from '#contracts/connector-port'
import type { Event } from '#contracts/event'
import type { ExecuteResult } from '#contracts/execution'
import type { JsonObject } from '#contracts/json-value'
import type { TaskGraph } from '#contracts/task-graph'
import { TEMPLATE_TOKENS } from '#graph/cost-bounds'
import { canonicalJson } from '#json/canonical'
import { createKernel } from '#kernel/kernel'
import { openRunStore } from '#store/open-run-store'
import type { RunStore } from '#store/run-store'
import { arbitraryGraph } from '#testing/graphs'
import { createScriptedConnector, type LedgerEntry } from '#testing/scripted-connector'
import { SMALL_LIBRARY, smallRegistry } from '#testing/small-library'
import { VirtualClock } from '#testing/virtual-clock'
import { MANNER_NAMES, MANNERS, taskOf } from './hostile-scripts.ts'

export type Case = {
  readonly graph: JsonObject
  /** Names of manners; the call of a task meets one by its id and number. */
  readonly manners: readonly string[]
  readonly samples: number
  readonly cached: boolean
  readonly slots: number
  readonly contextTokens: number | null
  readonly counts: boolean
  readonly cancelAtMs: number | null
}

/** What was observed, from both sides. */
export type Observed = {
  readonly case: Case
  readonly source: TaskGraph
  readonly canonicalBefore: string
  readonly canonicalAfter: string
  readonly result: ExecuteResult
  /** Read at the very moment the result was announced. */
  readonly events: readonly Event[]
  readonly calls: readonly Call[]
  readonly slots: number
}

export type Call = LedgerEntry & {
  readonly connector: string
  readonly taskId: string
  readonly manner: string
  readonly promptTokens: number
}

export type World = {
  readonly clock?: () => VirtualClock
  readonly store?: (store: RunStore) => RunStore
  readonly connector?: (connector: Connector) => Connector
  /** Told of the graph before it runs. */
  readonly onSource?: (source: TaskGraph) => void
}

export const MODEL_IDS = ['small/m', 'big/m'] as const

export function arbitraryCase(): fc.Arbitrary<Case> {
  return fc.record({
    graph: arbitraryGraph({ minTasks: 2, maxTasks: 24, maxTokens: 120, maxTimeMs: 3_000, modelIds: MODEL_IDS }),
    manners: fc.array(fc.constantFrom(...MANNER_NAMES), { minLength: 1, maxLength: 6 }),
    samples: fc.constantFrom(1, 1, 1, 2, 3),
    cached: fc.boolean(),
    slots: fc.integer({ min: 1, max: 3 }),
    contextTokens: fc.constantFrom(null, 40, 400, 20_000),
    counts: fc.boolean(),
    cancelAtMs: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 2_000 }) }),
  })
}

/** The graph with the id of each model task in its system message, so that a backend can tell whose call it is. */
function prepare({ graph, samples, cached }: Case): TaskGraph {
  const copy = structuredClone(graph) as unknown as {
    tasks: { id: string; type: string; model?: object; cache?: string }[]
  }
  for (const task of copy.tasks) {
    if (task.type !== 'model') continue
    task.model = { ...task.model, system: `task:${task.id}`, ...(samples > 1 ? { samples } : {}) }
    if (cached) task.cache = 'exact'
  }
  return copy as unknown as TaskGraph
}

export async function simulate(own: Case, world: World = {}): Promise<Observed> {
  const clock = world.clock?.() ?? new VirtualClock()
  const calls: Call[] = []
  const connectors = ['small', 'big'].map(name => scripted(name, own, clock, calls))
  const { store } = openRunStore({
    path: ':memory:',
    clock,
    log: s => {
      if (process.env.DEBUG_SIM) console.log(s)
    },
    koraVersion: '0.0.0-test',
  })
  const kernel = createKernel({
    version: '0.0.0-test',
    clock,
    random: { bytes: count => new Uint8Array(count) },
    registry: smallRegistry(SMALL_LIBRARY, connectors.map(world.connector ?? (same => same))),
    plugins: { list: () => [], enable: refuse, disable: refuse, setHost: refuse },
    store: world.store?.(store) ?? store,
    writeExport: refuse,
    settings: { maxRuns: 2, maxQueued: 8, quota: {}, keepContent: false, cacheBytes: 100_000, cacheTtlMs: 60_000 },
    problems: () => [],
    dispose: async () => {},
  })
  const source = prepare(own)
  const canonicalBefore = canonicalJson(source as unknown as JsonObject)
  world.onSource?.(source)
  // Who plans first has asked the runtimes, and gets a certificate that counts with what they said.
  if (own.counts) await clock.runUntil(kernel.plan({ taskgraph: source }))
  const handle = await kernel.start({ taskgraph: source })
  if (own.cancelAtMs !== null) clock.timer(own.cancelAtMs, () => handle.cancel())
  const announced = handle.result.then(result => ({ result, events: kernel.runs.events(handle.runId, -1, 100_000) }))
  const { result, events } = await clock.runUntil(announced)
  await clock.runUntil(kernel.close())
  const canonicalAfter = canonicalJson(source as unknown as JsonObject)
  return { case: own, source, canonicalBefore, canonicalAfter, result, events, calls, slots: own.slots }
}

const refuse = () => Promise.reject(new Error('not in this world'))

function scripted(name: string, own: Case, clock: VirtualClock, calls: Call[]): Connector {
  const numbers = new Map<string, number>()
  const { connector, ledger } = createScriptedConnector({
    name,
    clock,
    slots: own.slots,
    contextTokens: own.contextTokens,
    ...(own.counts ? { countTokens: ({ messages }) => countTokens(messages) } : {}),
    script: (request, index) => {
      const taskId = taskOf(request)
      const number = numbers.get(taskId) ?? 0
      numbers.set(taskId, number + 1)
      const manner = own.manners[(hash(`${name} ${taskId}`) + number) % own.manners.length] as string
      calls.push(
        Object.assign(ledger[index] as LedgerEntry, {
          connector: name,
          taskId,
          manner,
          promptTokens: promptOf(request, own),
        }),
      )
      return MANNERS[manner]?.() ?? []
    },
  })
  return connector
}

const countTokens = (messages: GenerateRequest['messages']): number =>
  messages.reduce((sum, one) => sum + one.content.length / 4, 0)

/** What the tokenizer makes of the prompt; where there is none, the most one could: every byte a token, and the template around it. */
function promptOf({ messages }: GenerateRequest, own: Case): number {
  if (own.counts) return Math.ceil(countTokens(messages))
  const bytes = messages.reduce((sum, one) => sum + Buffer.byteLength(one.content) + TEMPLATE_TOKENS.message, 0)
  return Math.min(TEMPLATE_TOKENS.call + bytes, own.contextTokens ?? Number.POSITIVE_INFINITY)
}

function hash(textOf: string): number {
  let sum = 7
  for (const character of textOf) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return sum
}
