/** Laws of irrational numbers: what is worked out twice is the same, and every decimal is right. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { evaluate } from './arithmetic/expression.ts'
import { toFixed } from './arithmetic/rational.ts'
import { approximate } from './arithmetic/real.ts'

const decimal = fc.integer({ min: 1, max: 10_000_000 }).map(units => `${Math.floor(units / 1000)}.${units % 1000}`)

describe('laws of real numbers', () => {
  test('D6 a square root is the decimal nearest to it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000_000 }), fc.integer({ min: 0, max: 40 }), (value, decimals) => {
        const root = BigInt(toFixed(approximate(`sqrt(${value})`, decimals), decimals).replace('.', ''))
        const wanted = 4n * BigInt(value) * 100n ** BigInt(decimals)
        expect((2n * root - 1n) ** 2n <= wanted && (2n * root + 1n) ** 2n > wanted).toBe(true)
      }),
    )
  })

  test('D6 an expression of fractions is what exact arithmetic says, rounded once', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.constantFrom('+', '-', '*', '/'), (a, b, sign) => {
        const expression = `(${a} ${sign} ${b}) * ${a} + 7%`
        fc.pre(!/\/ 0\.0*$/.test(`/ ${b}`))
        expect(toFixed(approximate(expression, 12), 12)).toBe(toFixed(evaluate(expression), 12, 'half_up'))
      }),
    )
  })

  test('D6 inverse functions give back what they were given', () => {
    fc.assert(
      fc.property(decimal, value => {
        fc.pre(Number(value) > 0)
        const same = toFixed(evaluate(value), 10)
        for (const expression of [`exp(ln(${value}))`, `cbrt(${value})^3`, `10^lg(${value})`, `2^lb(${value})`])
          expect(toFixed(approximate(expression, 10), 10)).toBe(same)
      }),
      { numRuns: 40 },
    )
  })
})
