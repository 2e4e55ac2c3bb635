/** How a measured result is worked out and said: rounded to about six digits, with its unit, and how it was obtained. */

import { type Rational, round, toExact } from '../../arithmetic/rational.ts'
import { approximate } from '../../arithmetic/real.ts'
import { saidLength } from '../dates/time-tasks.ts'
import { evaluatedValue, roundingNote } from '../evaluated.ts'
import { decimalsOf, type Sign, writeAmount } from '../money.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { countedLabel } from '../units.ts'
import type { Measure, Told } from './read-measures.ts'

export type Result = {
  readonly expression: string
  /** Behind the number, without a blank before it; empty for none. */
  readonly label: string
  readonly how: string
  readonly sign?: Sign | null
  readonly readings?: readonly string[]
  /** Whether it has roots, π or angles. */
  readonly isIrrational?: true
  readonly decimals?: number
}

const LONGEST = 400

/** Null where the expression has no value. */
export function measured({
  expression,
  label: written,
  how,
  sign = null,
  readings = [],
  isIrrational,
  decimals,
}: Result): Answer | null {
  if (expression.length > LONGEST) return null
  const value = isIrrational ? approximated(expression) : evaluatedValue(expression)
  if (value === null) return null
  const places = decimals ?? (sign === null ? placesOf(value) : decimalsOf(sign))
  const said = how.slice(0, 300)
  const only =
    isIrrational === undefined
      ? task('value', `Calculate ${said}`.slice(0, 200), 'math.evaluate', {
          expression,
          ...(places === null ? {} : { decimals: places, rounding: 'half_up' }),
        })
      : task('value', `Calculate ${said}`.slice(0, 200), 'math.approximate', { expression, decimals: places ?? 10 })
  const label = countedLabel(written, value)
  const unit = label === '' ? '' : /^[°²³'"]/.test(label) && !/^°[CF]/.test(label) ? label : ` ${label}`
  const answer: Answer = {
    tasks: [only],
    answer: 'value',
    reply: withHow(
      `${writeAmount('{{value}}', sign)}{{unit}}`,
      { value: at('/exact'), unit: literal(unit) },
      said + roundingNote(value, places),
    ),
  }
  return withReadings(answer, readings)
}

export function withReadings(answer: Answer, readings: readonly string[]): Answer {
  const own = [...new Set(readings.filter(reading => reading !== ''))]
  return own.length === 0 ? answer : { ...answer, reading: own.join(' ') }
}

export function approximated(expression: string): Rational | null {
  try {
    return approximate(expression, 30)
  } catch {
    return null
  }
}

/** Null where the exact decimals are short; else so many that about six digits are told, two at least. */
export function placesOf(value: Rational): number | null {
  const exact = toExact(value)
  const fraction = exact.split('.')[1] ?? ''
  if (!exact.includes('/') && fraction.length <= 4) return null
  const whole = (value.numerator < 0n ? -value.numerator : value.numerator) / value.denominator
  if (whole > 0n) return Math.max(2, 6 - String(whole).length)
  let places = 4
  for (
    let scaled = value.numerator < 0n ? -value.numerator : value.numerator;
    scaled * 10n < value.denominator && places < 30;
    scaled *= 10n
  )
    places += 1
  return places
}

/** Of a length of time, from an expression of its seconds. */
export function duration(expression: string, how: string, readings: readonly string[] = []): Answer | null {
  const value = evaluatedValue(expression)
  if (value === null || value.numerator <= 0n) return null
  const places = value.numerator < value.denominator * 10n ? 3 : 0
  const seconds = round(value, places, 'half_up')
  if (seconds.numerator === 0n || places > 0) return measured({ expression, label: 'seconds', how, readings })
  const tasks = [
    task('seconds', 'Work out the time', 'math.evaluate', { expression, decimals: 0, rounding: 'half_up' }),
    saidLength(),
  ]
  const answer: Answer = {
    tasks,
    answer: 'said',
    reply: { template: '{{text}}', how: '{{how}}', values: { text: at('/text'), how: literal(how) } },
  }
  return withReadings(answer, readings)
}

/** The readings of all units of a request. */
export const readingsOf = ({ measures }: Told): string[] =>
  measures.flatMap(({ unit, per }: Measure) => [unit?.reading ?? '', per?.unit?.reading ?? ''])
