/**
 * Calculator tasks: an expression is evaluated here first, so that only expressions with an answer become tasks and the number
 * of decimals fits the result. The task computes it again; nothing of this evaluation gets into the answer.
 */
import { evaluate } from '../arithmetic/expression.ts'
import { type Rational, reduce, round, toExact } from '../arithmetic/rational.ts'
import { decimalsOf, type Sign, writeAmount } from './money.ts'
import { type Answer, at, sentence, single, task } from './rule.ts'

const LONGEST_EXPRESSION = 300
const MOST_DECIMALS = 10
/** One of them has no minor unit. */
const YEN_OR_YUAN = '¥'

export type Asked = {
  readonly expression: string
  readonly sign?: Sign | null
  /** Decimals that the person asked for; `cents` are two, and none where all of it is whole: 80 ÷ 125% is 64, not 64.00. */
  readonly decimals?: number | 'cents' | undefined
  readonly how: string
  readonly unit?: string
}

/** Null where the expression has no answer that a rule could give. */
export function evaluated({ expression, sign = null, decimals, how, unit = '' }: Asked): Answer | null {
  if (expression.length > LONGEST_EXPRESSION) return null
  let value: Rational
  try {
    value = reduce(evaluate(expression))
  } catch (error) {
    return isDivisionByZero(error) ? sentence('There is no result: a division by zero is undefined.') : null
  }
  const isOpen = decimals === 'cents' || (decimals === undefined && sign?.code === YEN_OR_YUAN)
  const asked = isOpen ? centsOf(how, value) : decimals
  const places = asked ?? (sign === null || isOpen ? fittingDecimals(value) : decimalsOf(sign))
  const rounding = places === null ? {} : { decimals: places, rounding: 'half_up' }
  const only = task('value', `Calculate ${how}`.slice(0, 200), 'math.evaluate', { expression, ...rounding })
  return single(only, writeAmount('{{value}}', sign) + unit, { value: at('/exact') }, how + roundingNote(value, places))
}

/** What was given stands in `how` as it was written. */
const centsOf = (how: string, value: Rational): number | undefined =>
  value.denominator === 1n && !/\d\.\d/.test(how) ? undefined : 2

/** A percentage: exact, or with two decimals where it has more. */
export function inPercent(expression: string, how: string): Answer | null {
  const exact = evaluated({ expression, unit: '%', how })
  return exact?.tasks[0]?.input.decimals === undefined ? exact : evaluated({ expression, unit: '%', how, decimals: 2 })
}

/** The value of an expression in lowest terms, or null where it has none. */
export function evaluatedValue(expression: string): Rational | null {
  try {
    return reduce(evaluate(expression))
  } catch {
    return null
  }
}

/** Null where the exact decimals are short enough to be read. */
export function fittingDecimals(value: Rational): number | null {
  const exact = toExact(value)
  if (exact.includes('/')) return MOST_DECIMALS
  const fraction = exact.split('.')[1] ?? ''
  return fraction.length > MOST_DECIMALS ? MOST_DECIMALS : null
}

/** Says that digits were left off, where they were. */
export function roundingNote(value: Rational, places: number | null): string {
  if (places === null) return ''
  const rounded = round(value, places, 'half_up')
  const isExact = rounded.numerator * value.denominator === value.numerator * rounded.denominator
  if (isExact) return ''
  return places === 0 ? ', rounded to a whole number' : `, rounded to ${places} decimal${places === 1 ? '' : 's'}`
}

const isDivisionByZero = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('division by zero')
