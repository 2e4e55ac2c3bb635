/** Laws of irrational numbers: what is worked out twice is the same, and every decimal is right. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { evaluate } from './arithmetic/expression.ts'
import { toFixed } from './arithmetic/rational.ts'
import { approximate } from './arithmetic/real.ts'

const decimal = fc.integer({ min: 1, max: 10_000_000 }).map(units => `${Math.floor(units / 1000)}.${units % 1000}`)

describe('laws of real numbers', () => {
  test('D6 a square root is the largest decimal whose square is not above its number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000_000 }), fc.integer({ min: 0, max: 40 }), (value, decimals) => {
        const root = BigInt(approximate(`sqrt(${value})`, decimals, 'floor').replace('.', ''))
        const wanted = BigInt(value) * 100n ** BigInt(decimals)
        expect(root ** 2n <= wanted && (root + 1n) ** 2n > wanted).toBe(true)
      }),
    )
  })

  test('D6 an expression of fractions is what exact arithmetic says, rounded once', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.constantFrom('+', '-', '*', '/'), (a, b, sign) => {
        const expression = `(${a} ${sign} ${b}) * ${a} + 7%`
        fc.pre(!/\/ 0\.0*$/.test(`/ ${b}`))
        expect(approximate(expression, 12)).toBe(toFixed(evaluate(expression), 12, 'half_up'))
      }),
    )
  })

  test('D6 inverse functions give back what they were given', () => {
    fc.assert(
      fc.property(decimal, value => {
        fc.pre(Number(value) > 0)
        const same = toFixed(evaluate(value), 10)
        for (const expression of [`exp(ln(${value}))`, `cbrt(${value})^3`, `10^lg(${value})`, `2^lb(${value})`])
          expect(approximate(expression, 10)).toBe(same)
      }),
      { numRuns: 40 },
    )
  })

  test('D6 sine and cosine lie on the circle, and an angle comes back from its tangent', () => {
    fc.assert(
      fc.property(fc.integer({ min: -89_000, max: 89_000 }), thousandths => {
        const angle = toFixed(evaluate(`(${thousandths}) / 1000`), 3)
        expect(approximate(`sind(${angle})^2 + cosd(${angle})^2`, 20)).toBe(`1.${'0'.repeat(20)}`)
        expect(approximate(`atand(tand(${angle}))`, 3)).toBe(angle)
      }),
      { numRuns: 40 },
    )
  })
})
