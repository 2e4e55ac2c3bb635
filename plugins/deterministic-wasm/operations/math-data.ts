/** Family `math`, fourth part: what series of numbers say. Exact inside, rounded once to the nearest double. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import {
  add,
  compare,
  divide,
  floor,
  fromInteger,
  fromNumber,
  multiply,
  type Rational,
  subtract,
  toNumber,
  ZERO,
} from '../arithmetic/rational.ts'
import { closed, MIB, operation } from '../operation.ts'
import { orNull } from './math.ts'

const numbers = (description: string) => Type.Array(Type.Number(), { maxItems: 100_000, description })

export const mathDataOperations: readonly Operation[] = [
  operation({
    name: 'math.quantiles',
    description: 'Quantiles and percentiles of numbers, between values by straight lines (type 7).',
    input: closed({
      values: Type.Array(Type.Number(), { minItems: 1, maxItems: 100_000, description: 'The numbers.' }),
      at: Type.Optional(
        Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
          minItems: 1,
          maxItems: 1_000,
          description: 'Shares from 0 to 1; quartiles when absent.',
        }),
      ),
    }),
    output: closed({
      quantiles: Type.Array(
        closed({
          at: Type.Number({ description: 'The share.' }),
          value: Type.Number({ description: 'The quantile.' }),
        }),
        { description: 'In the order asked for.' },
      ),
    }),
    example: {
      input: { values: [7, 1, 3, 10], at: [0.5, 0.9] },
      output: {
        quantiles: [
          { at: 0.5, value: 5 },
          { at: 0.9, value: 9.1 },
        ],
      },
    },
    cost: 'n log n',
    run(input) {
      const sorted = input.values.toSorted((a, b) => a - b)
      return { quantiles: (input.at ?? [0.25, 0.5, 0.75]).map(at => ({ at, value: quantile(sorted, at) })) }
    },
  }),
  operation({
    name: 'math.regression',
    description: 'The straight line through points by least squares, and how well it fits (correlation).',
    input: closed({ x: numbers('First coordinates.'), y: numbers('Second coordinates, as many.') }),
    output: closed({
      slope: orNull('null where all x are equal.'),
      intercept: orNull('null where all x are equal.'),
      correlation: orNull('Pearson; null where all x or all y are equal.'),
      r_squared: orNull('Square of the correlation.'),
    }),
    example: {
      input: { x: [1, 2, 3], y: [2, 4, 6] },
      output: { slope: 2, intercept: 0, correlation: 1, r_squared: 1 },
    },
    inputCapBytes: 2 * MIB,
    run(input) {
      if (input.x.length !== input.y.length)
        throw new OperationError(`There are ${input.x.length} x and ${input.y.length} y.`, '/y')
      return fitLine(input.x.map(fromNumber), input.y.map(fromNumber))
    },
  }),
  operation({
    name: 'math.running_total',
    description: 'The sum so far at each place of a series, exact.',
    input: closed({ values: numbers('The series.') }),
    output: closed({ totals: numbers('One per value.') }),
    example: { input: { values: [0.1, 0.2, 0.3] }, output: { totals: [0.1, 0.3, 0.6] } },
    run(input) {
      let sum: Rational = ZERO
      return {
        totals: input.values.map(value => {
          sum = add(sum, fromNumber(value))
          return toNumber(sum)
        }),
      }
    },
  }),
  operation({
    name: 'math.moving_average',
    description: 'The mean of each window of a series, exact; no window reaches beyond its ends.',
    input: closed({
      values: numbers('The series.'),
      window: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Values per window.' }),
    }),
    output: closed({ means: numbers('As many as there are whole windows.') }),
    example: { input: { values: [1, 2, 6, 4], window: 2 }, output: { means: [1.5, 4, 5] } },
    run: input => ({ means: meansOf(input.values.map(fromNumber), input.window) }),
  }),
]

function quantile(sorted: readonly number[], at: number): number {
  const place = multiply(fromNumber(at), fromInteger(BigInt(sorted.length - 1)))
  const below = floor(place)
  const lower = fromNumber(sorted[Number(below)]!)
  const upper = fromNumber(sorted[Math.min(Number(below) + 1, sorted.length - 1)]!)
  return toNumber(add(lower, multiply(subtract(place, fromInteger(below)), subtract(upper, lower))))
}

function fitLine(x: readonly Rational[], y: readonly Rational[]): JsonObject {
  const nothing = { slope: null, intercept: null, correlation: null, r_squared: null }
  if (x.length < 2) return nothing
  const n = fromInteger(BigInt(x.length))
  const sum = (list: readonly Rational[]): Rational => list.reduce(add, ZERO)
  const dot = (a: readonly Rational[], b: readonly Rational[]): Rational =>
    sum(a.map((part, i) => multiply(part, b[i]!)))
  const [sumX, sumY] = [sum(x), sum(y)]
  const spread = (a: readonly Rational[], b: readonly Rational[], sumA: Rational, sumB: Rational): Rational =>
    subtract(multiply(n, dot(a, b)), multiply(sumA, sumB))
  const [xx, yy, xy] = [spread(x, x, sumX, sumX), spread(y, y, sumY, sumY), spread(x, y, sumX, sumY)]
  if (compare(xx, ZERO) === 0) return nothing
  const slope = divide(xy, xx)
  const line = { slope: toNumber(slope), intercept: toNumber(divide(subtract(sumY, multiply(slope, sumX)), n)) }
  if (compare(yy, ZERO) === 0) return { ...line, correlation: null, r_squared: null }
  const squared = toNumber(divide(multiply(xy, xy), multiply(xx, yy)))
  return { ...line, correlation: (compare(xy, ZERO) < 0 ? -1 : 1) * Math.sqrt(squared) + 0, r_squared: squared }
}

function meansOf(values: readonly Rational[], window: number): number[] {
  const size = fromInteger(BigInt(window))
  const means: number[] = []
  let sum: Rational = ZERO
  for (const [i, value] of values.entries()) {
    sum = add(sum, value)
    if (i >= window) sum = subtract(sum, values[i - window]!)
    if (i >= window - 1) means.push(toNumber(divide(sum, size)))
  }
  return means
}
