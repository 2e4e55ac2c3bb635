/**
 * Statistics with exact sums: each number counts as the decimal that its shortest text means, and only the end result
 * is rounded to a double. Plain integers stay integers; nothing here depends on the order of the values.
 */
import {
  add,
  divide,
  fromInteger,
  fromNumber,
  multiply,
  type Rational,
  subtract,
  toNumber,
  toSquareRoot,
  ZERO,
} from './rational.ts'

export type Statistics = {
  readonly count: number
  readonly sum: number
  readonly mean: number | null
  readonly median: number | null
  readonly min: number | null
  readonly max: number | null
  /** Of a sample, with n - 1; null for fewer than two values. */
  readonly stdev: number | null
}

/** Exact sum. Integers are added as such while they stay safe. */
export function sumExact(values: readonly number[]): Rational {
  let integers = 0
  let rest: Rational = ZERO
  for (const value of values) {
    if (Number.isSafeInteger(value) && Number.isSafeInteger(integers + value)) integers += value
    else rest = add(rest, fromNumber(value))
  }
  return add(rest, fromInteger(BigInt(integers)))
}

export function describeNumbers(values: readonly number[]): Statistics {
  const count = values.length
  if (count === 0) return { count, sum: 0, mean: null, median: null, min: null, max: null, stdev: null }
  const sorted = Float64Array.from(values).sort()
  const size = fromInteger(BigInt(count))
  const sum = sumExact(values)
  return {
    count,
    sum: toNumber(sum),
    mean: toNumber(divide(sum, size)),
    median: medianOf(sorted),
    min: sorted[0]! + 0,
    max: sorted[count - 1]! + 0,
    stdev: count < 2 ? null : deviation(values, sum, size),
  }
}

function medianOf(sorted: Float64Array): number {
  const half = sorted.length >> 1
  if (sorted.length % 2 === 1) return sorted[half]! + 0
  return toNumber(divide(add(fromNumber(sorted[half - 1]!), fromNumber(sorted[half]!)), fromInteger(2n)))
}

/** Square root of the exact variance; the root itself is rounded once, as IEEE 754 asks. */
function deviation(values: readonly number[], sum: Rational, size: Rational): number {
  let squares: Rational = ZERO
  for (const value of values) {
    const exact = fromNumber(value)
    squares = add(squares, multiply(exact, exact))
  }
  const spread = subtract(multiply(squares, size), multiply(sum, sum))
  const variance = divide(spread, multiply(size, subtract(size, fromInteger(1n))))
  return toSquareRoot(variance)
}
