/** Whether one unit goes a whole number of times into the next, as inches into feet: only such units stand side by side in one quantity. */
import { divide } from '../../arithmetic/rational.ts'
import type { Unit } from '../../units/units.ts'

export const isNested = (units: readonly Unit[]): boolean =>
  units.every((unit, i) => {
    const larger = units[i - 1]
    if (larger === undefined) return true
    const { numerator, denominator } = divide(larger.factor, unit.factor)
    return numerator > denominator && numerator % denominator === 0n
  })
