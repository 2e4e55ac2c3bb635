/** Family `math`: exact arithmetic for people's numbers. Results are rounded only where the caller says so. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { evaluate } from '../arithmetic/expression.ts'
import {
  add,
  divide,
  fromInteger,
  fromNumber,
  multiply,
  type Rational,
  type Rounding,
  readDecimal,
  round,
  subtract,
  toExact,
  toFixed,
  toNumber,
  ZERO,
} from '../arithmetic/rational.ts'
import { describeNumbers } from '../arithmetic/statistics.ts'
import { choice, closed, count, MIB, operation, text } from '../operation.ts'

const ROUNDINGS = ['half_even', 'half_up', 'up', 'down', 'floor', 'ceil'] as const
export const rounding = Type.Optional(choice(ROUNDINGS, 'How to round; half to even when absent.', 'half_even'))
const decimals = Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'Round to so many decimals.' }))
const value = Type.Number({ description: 'The nearest double.' })
const exact = text('Decimal text, with as many decimals as asked for; a fraction such as `1/3` where it never ends.')
const result = closed({ value, exact })
export const orNull = (description: string) => Type.Unsafe<number | null>({ type: ['number', 'null'], description })
/** A number, or decimal text where a double would not do. */
export const amount = (description: string) =>
  Type.Unsafe<number | string>({
    anyOf: [{ type: 'number' }, { type: 'string', pattern: '^[+-]?[0-9]{1,300}([.][0-9]{1,300})?$' }],
    description,
  })

export const mathOperations: readonly Operation[] = [
  operation({
    name: 'math.evaluate',
    description:
      'Evaluates an arithmetic expression exactly: + - × ÷ ^ mod, percent, brackets, abs ceil floor round sqrt fact.',
    input: closed({
      expression: Type.String({ minLength: 1, maxLength: 10_000, description: 'Such as `200 + 10%` or `2(3 + 4)^2`.' }),
      decimals,
      rounding,
    }),
    output: result,
    example: { input: { expression: '0.1 + 0.2' }, output: { value: 0.3, exact: '0.3' } },
    inputCapBytes: MIB / 16,
    cost: 'quadratic',
    run: input => present(evaluate(input.expression), input.decimals, input.rounding),
  }),
  operation({
    name: 'math.stats',
    description: 'Count, sum, mean, median, extremes and sample standard deviation of numbers.',
    input: closed({ values: Type.Array(Type.Number(), { description: 'The numbers.' }) }),
    output: closed({
      count: count('How many numbers.'),
      sum: Type.Number({ description: 'Exact sum of their decimals, rounded once.' }),
      mean: orNull('null without numbers.'),
      median: orNull('Mean of the middle two for an even count; null without numbers.'),
      min: orNull('null without numbers.'),
      max: orNull('null without numbers.'),
      stdev: orNull('Sample standard deviation; null for fewer than two numbers.'),
    }),
    example: {
      input: { values: [0.1, 0.2, 0.3] },
      output: { count: 3, sum: 0.6, mean: 0.2, median: 0.2, min: 0.1, max: 0.3, stdev: 0.1 },
    },
    cost: 'n log n',
    run: input => describeNumbers(input.values),
  }),
  operation({
    name: 'math.round',
    description: 'Rounds a number to decimals, or to tens and thousands with negative decimals.',
    input: closed({
      value: amount('The number.'),
      decimals: Type.Optional(Type.Integer({ minimum: -300, maximum: 50, description: 'Places to keep.', default: 0 })),
      rounding,
    }),
    output: result,
    example: { input: { value: 2.345, decimals: 2, rounding: 'half_up' }, output: { value: 2.35, exact: '2.35' } },
    run: input => present(read(input.value, '/value'), input.decimals ?? 0, input.rounding),
  }),
  operation({
    name: 'math.sum',
    description: 'Adds numbers and decimal texts exactly; meant for money.',
    input: closed({ values: Type.Array(amount('An addend.'), { description: 'The addends.' }), decimals, rounding }),
    output: result,
    example: { input: { values: ['19.99', 0.01, '5'], decimals: 2 }, output: { value: 25, exact: '25.00' } },
    run(input) {
      let sum: Rational = ZERO
      for (const [i, addend] of input.values.entries()) sum = add(sum, read(addend, `/values/${i}`))
      return present(sum, input.decimals, input.rounding)
    },
  }),
  operation({
    name: 'math.percentage',
    description: 'Percentages: share of a whole, part of a value, or change between two values.',
    input: closed({
      kind: choice(
        ['share', 'part', 'change'],
        '`share`: a is what % of b. `part`: a % of b. `change`: from a to b in %.',
      ),
      a: amount('First number.'),
      b: amount('Second number.'),
      decimals,
      rounding,
    }),
    output: result,
    example: { input: { kind: 'change', a: 80, b: 100 }, output: { value: 25, exact: '25' } },
    run: input =>
      present(percentage(input.kind, read(input.a, '/a'), read(input.b, '/b')), input.decimals, input.rounding),
  }),
  operation({
    name: 'math.total',
    description: 'Adds amounts of money currency by currency; nothing is converted.',
    input: closed({
      amounts: Type.Array(closed({ value: amount('The amount.'), currency: text('Code or sign.') }), {
        description: 'As `extract.amounts` gives them.',
      }),
      decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'Decimals of the totals.' })),
    }),
    output: closed({
      totals: Type.Array(closed({ currency: text('Code or sign.'), value, exact, count: count('Amounts added.') }), {
        description: 'In order of first appearance.',
      }),
    }),
    example: {
      input: {
        amounts: [
          { value: '12.50', currency: 'EUR' },
          { value: '3', currency: '$' },
          { value: '0.25', currency: 'EUR' },
        ],
        decimals: 2,
      },
      output: {
        totals: [
          { currency: 'EUR', value: 12.75, exact: '12.75', count: 2 },
          { currency: '$', value: 3, exact: '3.00', count: 1 },
        ],
      },
    },
    run(input) {
      const totals = new Map<string, { sum: Rational; count: number }>()
      for (const [i, { value: part, currency }] of input.amounts.entries()) {
        const total = totals.get(currency) ?? { sum: ZERO, count: 0 }
        totals.set(currency, { sum: add(total.sum, read(part, `/amounts/${i}/value`)), count: total.count + 1 })
      }
      return {
        totals: Array.from(totals, ([currency, total]) => ({
          currency,
          ...present(total.sum, input.decimals),
          count: total.count,
        })),
      }
    },
  }),
  operation({
    name: 'math.allocate',
    description: 'Splits an amount by weights so that the rounded parts add up to it (largest remainder).',
    input: closed({
      total: amount('What to split.'),
      weights: Type.Array(Type.Number({ minimum: 0 }), {
        minItems: 1,
        maxItems: 10_000,
        description: 'Shares; not all zero.',
      }),
      decimals: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 20, description: 'Decimals of the parts.', default: 2 }),
      ),
    }),
    output: closed({ parts: Type.Array(Type.String(), { description: 'Decimal texts, one per weight.' }) }),
    example: { input: { total: '100', weights: [1, 1, 1] }, output: { parts: ['33.34', '33.33', '33.33'] } },
    cost: 'n log n',
    run: input => ({ parts: allocate(read(input.total, '/total'), input.weights, input.decimals ?? 2) }),
  }),
]

/** The exact value of a number or decimal text. Throws OperationError. */
export function read(written: number | string, pointer: string): Rational {
  if (typeof written === 'number') return fromNumber(written)
  const decimal = readDecimal(written)
  if (decimal === null) throw new OperationError(`\`${written.slice(0, 40)}\` is not a decimal number.`, pointer)
  return decimal
}

/** The value and its text; rounded where decimals are asked for. */
export function present(exactly: Rational, places?: number, manner?: Rounding): { value: number; exact: string } {
  if (places === undefined) return { value: toNumber(exactly), exact: toExact(exactly) }
  const rounded = round(exactly, places, manner)
  return { value: toNumber(rounded), exact: places < 0 ? toExact(rounded) : toFixed(rounded, places) }
}

function percentage(kind: string, a: Rational, b: Rational): Rational {
  const hundred = fromInteger(100n)
  if (kind === 'part') return divide(multiply(a, b), hundred)
  if (kind === 'share') return multiply(divide(a, b), hundred)
  const base = a.numerator < 0n ? subtract(ZERO, a) : a
  return multiply(divide(subtract(b, a), base), hundred)
}

export function allocate(total: Rational, weights: readonly number[], places: number): string[] {
  const units = round(total, places, 'half_even').numerator
  const shares = weights.map(fromNumber)
  let sum: Rational = ZERO
  for (const share of shares) sum = add(sum, share)
  if (sum.numerator === 0n) throw new OperationError('All weights are zero.', '/weights')
  const exactParts = shares.map(share => divide(multiply(fromInteger(units), share), sum))
  const parts = exactParts.map(part => round(part, 0, 'down').numerator)
  const order = exactParts
    .map((part, i) => ({ i, rest: toNumber(subtract(part, fromInteger(parts[i]!))) }))
    .sort((x, y) => Math.abs(y.rest) - Math.abs(x.rest) || x.i - y.i)
  let left = units - parts.reduce((all, part) => all + part, 0n)
  for (const { i } of order) {
    if (left === 0n) break
    parts[i]! += left > 0n ? 1n : -1n
    left -= left > 0n ? 1n : -1n
  }
  return parts.map(part => toFixed({ numerator: part, denominator: 10n ** BigInt(places) }, places))
}
