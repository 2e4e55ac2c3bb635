/** Family `math`, numbers that decimals do not end: irrational ones to as many decimals as asked for, and fractions as fractions. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { evaluate } from '../arithmetic/expression.ts'
import { type Rational, reduce, round, toExact, toNumber } from '../arithmetic/rational.ts'
import { approximate } from '../arithmetic/real.ts'
import { closed, operation, text } from '../operation.ts'

export const mathApproximateOperations: readonly Operation[] = [
  operation({
    name: 'math.approximate',
    description:
      'Evaluates an expression with irrational parts to so many correct decimals: pi, e, sqrt, cbrt, exp, ln lg lb (base e, 10, 2), sin cos tan asin acos atan in degrees; `rad(1)` is an angle in radians.',
    input: closed({
      expression: Type.String({ minLength: 1, maxLength: 1_000, description: 'Such as `pi * 3^2` or `sqrt(2) / 2`.' }),
      decimals: Type.Integer({ minimum: 0, maximum: 30, description: 'Decimals of the result, rounded half up.' }),
    }),
    output: closed({
      value: Type.Number({ description: 'The nearest double.' }),
      exact: text('Decimal text; zeros at its end are left out.'),
    }),
    example: { input: { expression: 'sqrt(5)', decimals: 4 }, output: { value: 2.2361, exact: '2.2361' } },
    cost: 'quadratic',
    run(input) {
      const value = approximate(input.expression, input.decimals)
      return { value: toNumber(value), exact: toExact(value) }
    },
  }),
  operation({
    name: 'math.fraction',
    description: 'The value of an expression as a fraction in lowest terms, also as a mixed number.',
    input: closed({
      expression: Type.String({ minLength: 1, maxLength: 1_000, description: 'Such as `2.75` or `7/12 - 1/4`.' }),
    }),
    output: closed({
      numerator: text('With the sign.'),
      denominator: text('Positive; 1 for a whole number.'),
      text: text('Such as `11/4`, or a whole number.'),
      mixed: text('Such as `2 3/4`; the same as `text` below one.'),
      decimal: text('Decimal text; rounded to 6 decimals where it has more than 20.'),
      ends: Type.Boolean({ description: 'Whether `decimal` is the whole number.' }),
    }),
    example: {
      input: { expression: '2.75' },
      output: { numerator: '11', denominator: '4', text: '11/4', mixed: '2 3/4', decimal: '2.75', ends: true },
    },
    cost: 'quadratic',
    run: input => asFraction(reduce(evaluate(input.expression))),
  }),
]

function asFraction(value: Rational): JsonObject {
  const { numerator, denominator } = value
  const size = numerator < 0n ? -numerator : numerator
  const sign = numerator < 0n ? '-' : ''
  const simple = denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`
  const exact = toExact(value)
  const ends = !exact.includes('/') && (exact.split('.')[1] ?? '').length <= 20
  const isMixed = denominator > 1n && size > denominator
  return {
    numerator: `${numerator}`,
    denominator: `${denominator}`,
    text: simple,
    mixed: isMixed ? `${sign}${size / denominator} ${size % denominator}/${denominator}` : simple,
    decimal: ends ? exact : toExact(round(value, 6, 'half_up')),
    ends,
  }
}
