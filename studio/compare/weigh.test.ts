/** Figures of a comparison against numbers worked out by hand or printed in textbooks. */
import { describe, expect, test } from 'bun:test'
import type { CompareEntry, CompareSide } from '#contracts/compare'
import { bootstrap, wilson } from './interval.ts'
import { weigh } from './weigh.ts'

const side = (calls: number, tokens: number, latency: number): CompareSide => ({
  run_id: 'run_x',
  status: 'success',
  calls,
  tokens_in: 0,
  tokens_out: tokens,
  latency_ms: latency,
  output: { text: 'x' },
  error: null,
})
const entry = (
  request: number,
  structured: CompareSide,
  direct: CompareSide,
  agree: boolean | null = true,
): CompareEntry => ({
  request,
  round: 0,
  structured,
  direct,
  rules: [],
  agree,
  overlap: null,
})

describe('intervals', () => {
  test("Wilson's interval is the one of the textbooks", () => {
    const rounded = (hits: number, all: number) => {
      const found = wilson(hits, all)!
      return [found.low.toFixed(4), found.high.toFixed(4)]
    }
    expect(rounded(50, 100)).toEqual(['0.4038', '0.5962'])
    expect(rounded(0, 10)).toEqual(['0.0000', '0.2775'])
    expect(rounded(10, 10)).toEqual(['0.7225', '1.0000'])
    expect(wilson(0, 0)).toBeNull()
  })

  test('the bootstrap draws groups whole, the same every time, around the figure', () => {
    const groups = Array.from({ length: 50 }, (_, i) => [i, i])
    const mean = (drawn: readonly number[]) => drawn.reduce((sum, value) => sum + value, 0) / drawn.length
    const once = bootstrap(groups, mean)!
    expect(bootstrap(groups, mean)).toEqual(once)
    // Standard error of the mean of 0 to 49 over 50 draws: 14.43 / √50 = 2.04.
    expect(once.low).toBeWithin(24.5 - 5, 24.5 - 3)
    expect(once.high).toBeWithin(24.5 + 3, 24.5 + 5)
    expect(bootstrap([[1]], mean)).toBeNull()
  })
})

describe('weighing', () => {
  test('L10 says plainly that direct is cheaper, and from which share structure would pay', () => {
    // Direct 100 tokens; structured 150 where a model is asked, none where rules answer: (150 - 100) / 150 = 1/3.
    const entries = Array.from({ length: 10 }, (_, i) =>
      entry(i, i === 0 ? side(0, 0, 1) : side(1, 150, 30), side(1, 100, 20)),
    )
    const cost = weigh(entries).verdicts[0]!
    expect(cost).toMatchObject({ measure: 'cost', cheaper: 'direct', answered_without_model: 0.1 })
    expect(cost.ratio).toBeCloseTo(1.35, 10)
    expect(cost.break_even_share).toBeCloseTo(1 / 3, 10)
    expect(cost.sentence).toStartWith('Direct is cheaper here: structure took 135 % of the tokens of direct')
    expect(cost.sentence).toContain('It would pay from 33 % of requests answered without a model; here it was 10 %.')
  })

  test('L10 says where no share of rules would make structure pay', () => {
    const slow = weigh([entry(0, side(0, 0, 90), side(1, 10, 20)), entry(1, side(1, 10, 50), side(1, 10, 20))])
      .verdicts[1]!
    expect(slow).toMatchObject({ measure: 'latency', cheaper: 'direct', break_even_share: null })
    expect(slow.sentence).toContain('No share of requests answered without a model would change that.')
  })

  test('L10 is certain only where the whole interval speaks for one side', () => {
    const clear = weigh(Array.from({ length: 20 }, (_, i) => entry(i, side(0, 0, 1), side(1, 50 + i, 20)))).verdicts[0]!
    expect(clear).toMatchObject({ ratio: 0, cheaper: 'structured', certain: true, break_even_share: 0 })
    const one = weigh([entry(0, side(0, 0, 1), side(1, 50, 20))]).verdicts[0]!
    expect(one).toMatchObject({ cheaper: 'structured', certain: false, ratio_interval: null })
    expect(one.sentence).toEndWith('One request says nothing about others.')
    const mixed = weigh(
      Array.from({ length: 6 }, (_, i) => entry(i, side(1, i % 2 === 0 ? 10 : 200, 1), side(1, 100, 1))),
    ).verdicts[0]!
    expect(mixed).toMatchObject({ cheaper: 'direct', certain: false })
  })

  test('L10 counts failed calls and tokens, and agreement only where both answered', () => {
    const failed = { ...side(2, 30, 5), status: 'failed', output: null } as const
    const result = weigh([entry(0, failed, side(1, 10, 5), null), entry(1, side(0, 0, 1), side(1, 10, 5), false)])
    expect(result.structured).toEqual({ calls: 2, tokens_in: 0, tokens_out: 30, cost: 120, latency_ms: 6, failed: 1 })
    expect(result.agreement).toBe(0)
  })

  test('L10 leaves a pair without a price out of the verdicts, says so, and makes no share of it', () => {
    const refused = { ...side(0, 0, 1), status: 'failed', output: null } as const
    const cut = { ...side(1, 40, 1), status: 'failed', output: null } as const
    const [cost] = weigh([
      entry(0, refused, side(1, 100, 5), null),
      entry(1, side(1, 50, 5), side(1, 100, 5)),
      entry(2, side(1, 50, 5), cut, null),
    ]).verdicts
    expect(cost).toMatchObject({ answered_without_model: 0, cheaper: 'structured' })
    expect(cost!.ratio).toBeCloseTo(100 / 140, 10)
    expect(cost!.sentence).toEndWith(
      'Left out: 1 of 3 pairs, where one way failed before it asked a model. In 1 of 3 pairs one way failed, and what it took is counted.',
    )
    const none = weigh([entry(0, refused, refused, null)]).verdicts[0]!
    expect(none).toMatchObject({ ratio: null, cheaper: 'neither', break_even_share: 0, answered_without_model: 0 })
    expect(none.sentence).toStartWith('Nothing was answered both ways')
  })

  test('nothing to compare is said, and no share is made of it', () => {
    const verdict = weigh([entry(0, side(0, 0, 1), side(0, 0, 1))]).verdicts[0]!
    expect(verdict).toMatchObject({ ratio: null, cheaper: 'neither', certain: false })
    expect(verdict.sentence).toBe('Direct needed no tokens that could be compared.')
  })
})
