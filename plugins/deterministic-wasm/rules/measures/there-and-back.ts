/** One way at one speed and back at another: what the mean of both is. */
import type { Rational } from '../../arithmetic/rational.ts'
import type { Answer } from '../rule.ts'
import { measured } from './measured.ts'
import type { Told } from './read-measures.ts'

/** Ways and times in units of the SI. */
export const thousand: Rational = { numerator: 1000n, denominator: 1n }
export const mile: Rational = { numerator: 1609344n, denominator: 1000n }
export const hour: Rational = { numerator: 3600n, denominator: 1n }

export const BACK =
  /S (?:there |out |going )?(?:and|,|then)(?: [a-z]+){0,3} back(?: [a-z]+){0,2} (?:L )?(?:at )?S|there at S and(?: [a-z]+)* back at S/u

/** The mean of two speeds over the same way is the harmonic one. */
export function thereAndBack({ shape, measures }: Told): Answer | null {
  const speeds = measures.filter(({ letter }) => letter === 'S')
  const [a, b] = speeds
  if (
    !/average|mean/u.test(shape) ||
    !BACK.test(shape) ||
    speeds.length !== 2 ||
    measures.some(({ letter }) => !/^[SL]$/.test(letter)) ||
    measures.length > 3
  )
    return null
  if (a!.unit?.unit !== b!.unit?.unit) return null
  return measured({
    expression: `2 / (1 / ${a!.digits} + 1 / ${b!.digits})`,
    label: a!.unit?.label ?? '',
    how: `The whole way by the whole time: 2 ÷ (1 ÷ ${a!.digits} + 1 ÷ ${b!.digits})`,
  })
}
