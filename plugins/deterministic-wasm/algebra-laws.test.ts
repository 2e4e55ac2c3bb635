/** Laws of expressions with letters: what is multiplied out and taken apart again is the same. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { expanded, factored } from './arithmetic/polynomials.ts'

const small = fc.integer({ min: -9, max: 9 })
const positive = fc.integer({ min: 1, max: 9 })
const signed = (value: number): string => (value < 0 ? `- ${-value}` : `+ ${value}`)

describe('laws of expressions with letters', () => {
  test('D6 a product taken apart and multiplied out is the expression it came from', () => {
    fc.assert(
      fc.property(positive, positive, small, positive, small, (k, a, b, c, d) => {
        fc.pre(b !== 0 && d !== 0)
        const product = `${k}(${a}x ${signed(b)})(${c}x ${signed(d)})`
        const sum = expanded(product)
        expect(expanded(factored(sum))).toBe(sum)
      }),
    )
  })

  test('D6 what is multiplied out has the same value at every number', () => {
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, at) => {
        const value = (text: string): string => expanded(text.replaceAll('x', `(${at})`))
        const expression = `(x ${signed(a)})(x ${signed(b)}) - ${Math.abs(c)}x`
        const written = expanded(expression).replace(/(\d)x/gu, '$1*x')
        expect(value(written)).toBe(value(expression.replace(/(\d)x/gu, '$1*x')))
      }),
    )
  })
})
