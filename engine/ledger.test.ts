import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { createCountedSignal } from '#testing/counted-signal'
import { Ledger } from './ledger.ts'

const never = new AbortController().signal

describe('ledger', () => {
  test('B5 refuses the call beyond max_model_calls', async () => {
    const ledger = new Ledger({ max_model_calls: 1 })
    expect((await ledger.reserve(10, false, 0, never)).granted).toBe(true)
    expect(await ledger.reserve(10, false, 1, never)).toEqual({ granted: false, breach: 'CALLS' })
  })

  test('B5 refuses the retry beyond max_total_retries but not a first attempt', async () => {
    const ledger = new Ledger({ max_total_retries: 0 })
    expect(await ledger.reserve(10, true, 0, never)).toEqual({ granted: false, breach: 'RETRIES' })
    expect((await ledger.reserve(10, false, 0, never)).granted).toBe(true)
  })

  test('B5 lets a call wait for what another may give back, then grants it whole', async () => {
    const ledger = new Ledger({ max_total_tokens: 100 })
    const first = await ledger.reserve(80, false, 0, never)
    const second = ledger.reserve(60, false, 1, never)
    if (!first.granted) throw new Error('not granted')
    first.settle(20)
    expect(await second).toMatchObject({ granted: true, tokens: 60 })
  })

  test('B5 grants the rest when nothing is open, and then nothing', async () => {
    const ledger = new Ledger({ max_total_tokens: 30 })
    const only = await ledger.reserve(50, false, 0, never)
    expect(only).toMatchObject({ granted: true, tokens: 30 })
    if (only.granted) only.settle(30)
    expect(await ledger.reserve(1, false, 1, never)).toEqual({ granted: false, breach: 'TOKENS' })
  })

  test('B5 tells of each limit what is used of it, open reservations included', async () => {
    const ledger = new Ledger({ max_total_tokens: 100, max_model_calls: 3, max_total_retries: 2 })
    const open = await ledger.reserve(40, true, 0, never)
    expect(ledger.usage('TOKENS')).toEqual({ limit: 100, used: 40 })
    expect(ledger.usage('CALLS')).toEqual({ limit: 3, used: 1 })
    expect(ledger.usage('RETRIES')).toEqual({ limit: 2, used: 1 })
    if (open.granted) open.settle(15)
    expect(ledger.usage('TOKENS')).toEqual({ limit: 100, used: 15 })
    // Settled once: what comes later gives nothing back.
    if (open.granted) open.settle(0)
    expect(ledger.usage('TOKENS')).toEqual({ limit: 100, used: 15 })
  })

  test('B5 lets those who wait go on by task, and takes whoever left off the list', async () => {
    const ledger = new Ledger({ max_total_tokens: 10 })
    const open = await ledger.reserve(10, false, 0, never)
    const stop = new AbortController()
    const ended: number[] = []
    const ask = (order: number, signal: AbortSignal) =>
      ledger.reserve(10, false, order, signal).then(answer => {
        ended.push(answer.granted ? order : -order)
        if (answer.granted) answer.settle(0)
      })
    const all = [ask(3, never), ask(1, never), ask(2, stop.signal)]
    await Bun.sleep(0)
    expect(ledger.waiting).toBe(3)
    stop.abort()
    expect(ledger.waiting).toBe(2)
    await Bun.sleep(0)
    if (open.granted) open.settle(0)
    await Promise.all(all)
    expect(ended).toEqual([-2, 1, 3])
    expect(ledger.waiting).toBe(0)
  })

  test('B5 ends a wait when the task is stopped', async () => {
    const ledger = new Ledger({ max_total_tokens: 10 })
    await ledger.reserve(10, false, 0, never)
    const stop = new AbortController()
    const waiting = ledger.reserve(5, false, 1, stop.signal)
    stop.abort()
    expect((await waiting).granted).toBe(false)
    expect(ledger.waiting).toBe(0)
  })

  test('B5 never overshoots in any interleaving', async () => {
    const call = fc.record({ want: fc.integer({ min: 1, max: 40 }), use: fc.nat(60) })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(call, { minLength: 1, maxLength: 12 }), async (s, calls) => {
        const ledger = new Ledger({ max_total_tokens: 100, max_model_calls: 8 })
        let used = 0
        let made = 0
        const work = calls.map(async ({ want, use }, order) => {
          await s.schedule(Promise.resolve(), `start ${order}`)
          const reservation = await ledger.reserve(want, false, order, never)
          if (!reservation.granted) return
          made += 1
          await s.schedule(Promise.resolve(), `call ${order}`)
          const spent = Math.min(use, reservation.tokens)
          used += spent
          reservation.settle(spent)
        })
        await s.waitFor(Promise.all(work))
        expect(used).toBeLessThanOrEqual(100)
        expect(made).toBeLessThanOrEqual(8)
      }),
      { numRuns: 60 },
    )
  })

  test('B5 grants the last retry and the last tokens', async () => {
    const retries = new Ledger({ max_total_retries: 1 })
    expect((await retries.reserve(1, true, 0, never)).granted).toBe(true)
    expect((await retries.reserve(1, true, 0, never)).granted).toBe(false)
    const tokens = new Ledger({ max_total_tokens: 100 })
    await tokens.reserve(60, false, 0, never)
    expect(await tokens.reserve(40, false, 1, never)).toMatchObject({ granted: true, tokens: 40 })
  })

  test('B5 serves equals in the order in which they came, and lets go of their signals', async () => {
    const ledger = new Ledger({ max_total_tokens: 10 })
    const open = await ledger.reserve(10, false, 0, never)
    const { signal, listening } = createCountedSignal()
    const ended: string[] = []
    const ask = (name: string) =>
      ledger.reserve(10, false, 1, signal).then(answer => {
        ended.push(name)
        if (answer.granted) answer.settle(0)
      })
    const all = [ask('first'), ask('second')]
    await Bun.sleep(0)
    expect(listening()).toBe(2)
    if (open.granted) open.settle(0)
    await Promise.all(all)
    expect(ended).toEqual(['first', 'second'])
    expect(listening()).toBe(0)
  })
})
