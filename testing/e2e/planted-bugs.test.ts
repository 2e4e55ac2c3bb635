/**
 * A check of the checkers: bugs planted into the engine's own classes, each undone afterwards. Every one must be noticed by the
 * invariants within a few hundred random runs; a simulator that catches nothing proves nothing.
 */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Connector, GenerateRequest } from '#contracts/connector-port'
import { Ledger, type Reservation } from '#engine/ledger'
import { type Allowance, Purse } from '#engine/purse'
import { ReadyQueue } from '#engine/ready-queue'
import { RunRecorder } from '#engine/recorder'
import { Slots } from '#engine/slots'
import { TaskRecord } from '#engine/task-record'
import { Schema, type Verdict } from '#json/schema'
import { toTape } from '#store/event-tape'
import { readTape } from '#store/read-tape'
import type { EventRow, RunStore } from '#store/run-store'
import { VirtualClock } from '#testing/virtual-clock'
import { violationsOf } from './invariants.ts'
import { arbitraryCase, simulate, type World } from './simulate-run.ts'

const MOST_CASES = 400

type Planted = {
  readonly bug: string
  /** The invariant that must speak. */
  readonly caughtBy: string
  /** Plants the bug; returns how to dig it out. */
  readonly plant?: () => () => void
  readonly world?: World
}

type Given<T, K extends keyof T> = T[K] extends (...given: infer G) => unknown ? G : never
type Back<T, K extends keyof T> = T[K] extends (...given: never[]) => infer B ? B : never
type Own<T, K extends keyof T> = (...given: Given<T, K>) => Back<T, K>

/** Replaces one method; `act` gets the object, the original bound to it, and what it was called with. */
function patch<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  act: (self: T, original: Own<T, K>, given: Given<T, K>) => Back<T, K>,
): () => void {
  const original = prototype[name] as unknown as Own<T, K>
  const replaced = function (this: T, ...given: Given<T, K>) {
    return act(this, original.bind(this) as Own<T, K>, given)
  }
  Object.defineProperty(prototype, name, { value: replaced, configurable: true, writable: true })
  return () => Object.defineProperty(prototype, name, { value: original, configurable: true, writable: true })
}

/** Rewrites the rows of every batch on their way to the store. */
const patchRows = (rewrite: (rows: readonly EventRow[]) => readonly EventRow[]) =>
  patch(RunRecorder.prototype, 'drain', (_, drain) => {
    const batch = drain()
    return batch && { ...batch, parts: toTape(rewrite(batch.parts.flatMap(part => readTape(part.bytes)))) }
  })

class LateClock extends VirtualClock {
  override timer(delayMs: number, wake: () => void): () => void {
    return super.timer(delayMs > 200 ? delayMs * 1.2 : delayMs, wake)
  }
}

const withCommitAtOnce = (store: RunStore): RunStore =>
  new Proxy(store, {
    get: (own, name) => {
      if (name === 'commit') return () => Promise.resolve()
      const member = Reflect.get(own, name) as unknown
      return typeof member === 'function' ? (member.bind(own) as unknown) : member
    },
  })

const asking = (connector: Connector, change: (request: GenerateRequest) => GenerateRequest): Connector => ({
  ...connector,
  generate: (request, signal) => connector.generate(change(request), signal),
})

const PLANTED: readonly Planted[] = [
  {
    bug: 'one attempt too many',
    caughtBy: 'I1',
    plant: () => {
      const given = new WeakSet<Purse>()
      return patch(Purse.prototype, 'ask', (purse, ask, [now, shares]): Allowance => {
        const allowance = ask(now, shares)
        if (allowance.granted || allowance.breach !== 'RETRIES' || given.has(purse) || purse.tokensLeft === 0)
          return allowance
        given.add(purse)
        return { granted: true, tokens: purse.tokensLeft, untilMs: purse.deadlineMs }
      })
    },
  },
  {
    bug: 'retries are never counted',
    caughtBy: 'I1',
    plant: () => {
      const undo = patch(
        Purse.prototype,
        'ask',
        (purse, _, [now]): Allowance =>
          purse.tokensLeft > 0 && now < purse.deadlineMs
            ? { granted: true, tokens: purse.tokensLeft, untilMs: purse.deadlineMs }
            : { granted: false, breach: 'TOKENS' },
      )
      const left = Object.getOwnPropertyDescriptor(Purse.prototype, 'attemptsLeft') as PropertyDescriptor
      Object.defineProperty(Purse.prototype, 'attemptsLeft', { configurable: true, get: () => 1 })
      return () => {
        undo()
        Object.defineProperty(Purse.prototype, 'attemptsLeft', left)
      }
    },
  },
  {
    bug: 'what an attempt used is not booked',
    caughtBy: 'I1',
    plant: () => patch(Purse.prototype, 'book', (_, __, [tokens]) => tokens),
  },
  {
    bug: 'only half of what an attempt used is booked',
    caughtBy: 'I2',
    plant: () =>
      patch(Purse.prototype, 'book', (_, book, [tokens]) => {
        book(Math.floor(tokens / 2))
        return tokens
      }),
  },
  {
    bug: 'an attempt may generate one token more than is left',
    caughtBy: 'I1',
    plant: () =>
      patch(Purse.prototype, 'ask', (_, ask, [now, shares]) => {
        const allowance = ask(now, shares)
        return allowance.granted ? { ...allowance, tokens: allowance.tokens + 1 } : allowance
      }),
  },
  {
    bug: 'the ledger grants without reserving',
    caughtBy: 'I1',
    plant: () =>
      patch(
        Ledger.prototype,
        'reserve',
        async (_, __, [tokens]): Promise<Reservation> => ({ granted: true, tokens, settle: () => {} }),
      ),
  },
  {
    bug: 'the ledger gives everything back when a call ends',
    caughtBy: 'I1',
    plant: () =>
      patch(Ledger.prototype, 'reserve', async (_, reserve, given) => {
        const reservation = await reserve(...given)
        return reservation.granted ? { ...reservation, settle: () => reservation.settle(0) } : reservation
      }),
  },
  {
    bug: 'the ledger does not count retries',
    caughtBy: 'I1',
    plant: () =>
      patch(Ledger.prototype, 'reserve', (_, reserve, [tokens, , order, signal]) =>
        reserve(tokens, false, order, signal),
      ),
  },
  { bug: 'deadlines fire a fifth too late', caughtBy: 'I1', world: { clock: () => new LateClock() } },
  {
    bug: 'the verifier says yes to everything',
    caughtBy: 'I4',
    plant: () => {
      const undo = [
        patch(Schema.prototype, 'isValid', () => true),
        patch(Schema.prototype, 'check', (): Verdict => ({ valid: true })),
      ]
      return () => {
        for (const one of undo) one()
      }
    },
  },
  {
    bug: 'the terminal event of a task is written twice',
    caughtBy: 'I5',
    plant: () => patchRows(rows => rows.flatMap(row => (row[0] === 'task.completed' ? [row, row] : [row]))),
  },
  {
    bug: 'failures leave no event',
    caughtBy: 'I5',
    plant: () => patchRows(rows => rows.filter(row => row[0] !== 'task.failed')),
  },
  {
    bug: 'a task starts before its dependencies ended',
    caughtBy: 'I6',
    plant: () =>
      patchRows(rows => {
        const first = rows.findIndex(row => row[0] === 'task.started')
        const last = rows.findLastIndex(row => row[0] === 'task.started')
        if (first < 0 || first === last) return rows
        const moved = [...rows]
        const [late] = moved.splice(last, 1)
        moved.splice(first, 0, late as EventRow)
        return moved
      }),
  },
  { bug: 'the end is announced before it is durable', caughtBy: 'I7', world: { store: withCommitAtOnce } },
  {
    bug: 'the telemetry of a failed attempt is dropped',
    caughtBy: 'I9',
    plant: () =>
      patch(TaskRecord.prototype, 'toTelemetry', (_, toTelemetry, given) => {
        const told = toTelemetry(...given)
        return { ...told, attempts: told.attempts.filter(attempt => attempt.status === 'success') }
      }),
  },
  {
    bug: 'another model is called than the one declared',
    caughtBy: 'I10',
    world: { connector: own => asking(own, request => ({ ...request, model: 'cheaper' })) },
  },
  {
    bug: 'the graph is changed on the way',
    caughtBy: 'I12',
    plant: () =>
      patch(ReadyQueue.prototype, 'push', (_, push, [index]) => {
        for (const task of touched) task.name = 'changed'
        return push(index)
      }),
  },
  {
    bug: 'slots are handed out without end',
    caughtBy: 'X1',
    plant: () => patch(Slots.prototype, 'acquire', async () => () => {}),
  },
]

/** The tasks of the graph under way, for the bug that changes them. */
let touched: { name?: string }[] = []

async function isNoticed({ caughtBy, world }: Planted): Promise<boolean> {
  const { failed } = await fc.check(
    fc.asyncProperty(arbitraryCase(), async own => {
      const onSource: World['onSource'] = source => {
        touched = source.tasks as typeof touched
      }
      const observed = await simulate(own, { ...world, onSource })
      return !violationsOf(observed).some(sentence => sentence.startsWith(caughtBy))
    }),
    { numRuns: MOST_CASES, seed: 20_260_102, endOnFailure: true },
  )
  return failed
}

describe('planted bugs', () => {
  for (const planted of PLANTED) {
    test(`${planted.caughtBy} notices that ${planted.bug}`, async () => {
      const digOut = planted.plant?.() ?? (() => {})
      try {
        expect(await isNoticed(planted)).toBe(true)
      } finally {
        digOut()
      }
    }, 120_000)
  }

  test('I11 notices a run that never ends', async () => {
    const undo = patch(Slots.prototype, 'acquire', () => new Promise(() => {}))
    try {
      const cases = fc.sample(arbitraryCase(), { numRuns: 40, seed: 3 })
      const ended = await Promise.allSettled(cases.map(own => simulate(own)))
      expect(ended.some(one => one.status === 'rejected' && String(one.reason).includes('hangs'))).toBe(true)
    } finally {
      undo()
    }
  })
})
