import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { Purse } from './purse.ts'

const budget = { max_tokens: 50, max_time_ms: 1_000, max_retries: 2 }

describe('purse', () => {
  test('B1 shares one purse between attempts', () => {
    const purse = new Purse(budget, 0)
    purse.ask(0)
    purse.book(30)
    expect(purse.ask(10)).toEqual({ granted: true, tokens: 20, untilMs: 1_000 })
  })

  test('B1 clamps a report above what is left', () => {
    const purse = new Purse(budget, 0)
    expect(purse.book(80)).toBe(50)
    expect(purse.tokensLeft).toBe(0)
    expect(purse.ask(0)).toEqual({ granted: false, breach: 'TOKENS' })
  })

  test('B4 grants one attempt more than max_retries and no other', () => {
    const purse = new Purse(budget, 0)
    expect([purse.ask(0), purse.ask(0), purse.ask(0)].every(allowance => allowance.granted)).toBe(true)
    expect(purse.ask(0)).toEqual({ granted: false, breach: 'RETRIES' })
  })

  test('B4 counts a try that made no call', () => {
    const purse = new Purse({ ...budget, max_retries: 1 }, 0)
    expect(purse.skip()).toBe(true)
    expect(purse.skip()).toBe(false)
    expect(purse.skip()).toBe(false)
    expect(purse.ask(0)).toEqual({ granted: false, breach: 'RETRIES' })
  })

  test('B3 runs from the moment the task became ready', () => {
    const purse = new Purse(budget, 500)
    expect(purse.ask(1_499).granted).toBe(true)
    expect(purse.ask(1_500)).toEqual({ granted: false, breach: 'TIME' })
  })

  test('E1 gives each step its share of tokens and time', () => {
    const purse = new Purse(budget, 0)
    expect(purse.ask(0, 2)).toEqual({ granted: true, tokens: 25, untilMs: 500 })
    purse.book(25)
    expect(purse.ask(500, 1)).toEqual({ granted: true, tokens: 25, untilMs: 1_000 })
  })

  test('B8 never rises, whatever is asked and booked', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('ask' as const), shares: fc.integer({ min: 1, max: 4 }), at: fc.nat(1_200) }),
      fc.record({ kind: fc.constant('book' as const), tokens: fc.nat(60) }),
      fc.record({ kind: fc.constant('skip' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const purse = new Purse(budget, 0)
        let booked = 0
        let now = 0
        for (const next of steps) {
          const before = purse.left(now)
          if (next.kind === 'ask') {
            now = Math.max(now, next.at)
            const allowance = purse.ask(now, next.shares)
            if (allowance.granted) expect(allowance.tokens).toBeLessThanOrEqual(before.tokens)
          } else if (next.kind === 'book') booked += purse.book(next.tokens)
          else purse.skip()
          const after = purse.left(now)
          expect(after.tokens).toBeLessThanOrEqual(before.tokens)
          expect(after.attempts).toBeLessThanOrEqual(before.attempts)
          expect(after.time_ms).toBeLessThanOrEqual(before.time_ms)
        }
        expect(booked).toBeLessThanOrEqual(budget.max_tokens)
      }),
    )
  })

  test('E1 shares with no more steps than attempts are left', () => {
    const purse = new Purse({ ...budget, max_retries: 1 }, 0)
    expect(purse.ask(0, 5)).toEqual({ granted: true, tokens: 25, untilMs: 500 })
  })

  test('B1 books nothing for nothing, and all of it for what is no count', () => {
    const purse = new Purse(budget, 0)
    expect(purse.book(0)).toBe(0)
    expect(purse.tokensLeft).toBe(50)
    expect(purse.book(Number.NaN)).toBe(50)
  })

  test('B3 tells the time that is left in whole milliseconds, and never less than none', () => {
    const purse = new Purse(budget, 500)
    expect(purse.left(900.5)).toEqual({ tokens: 50, time_ms: 599, attempts: 3 })
    expect(purse.left(9_000).time_ms).toBe(0)
  })
})
