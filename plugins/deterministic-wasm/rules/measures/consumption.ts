/** What a car uses on a hundred kilometres, or how far it goes on a gallon, from what it used on a way. */
import { divide, multiply } from '../../arithmetic/rational.ts'
import type { Answer } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Told, writeFactor } from './read-measures.ts'

/** Litres and kilometres, or gallons and miles. */
export function consumption(told: Told): Answer | null {
  const { shape } = told
  // `consumption per 100 km`: the unit that is asked for.
  const isPer = /(?:consumption|litres|liters|fuel)(?: \p{L}+)? (?:per|on|for) L[ ?.!]*$/u.test(shape)
  const measures = isPer && told.measures.at(-1)?.digits === '100' ? told.measures.slice(0, -1) : told.measures
  const [only] = measures
  // `42 litres for 700 km` reads as one rate.
  if (
    measures.length === 1 &&
    only?.letter === 'Q' &&
    only.unit?.letter === 'V' &&
    only.per?.unit?.letter === 'L' &&
    Number(only.per.digits) > 100 &&
    /(?<!\p{L})(?:consumption|fuel economy)(?!\p{L})/u.test(shape)
  )
    return measured({
      expression: `${only.digits} * ${writeFactor(divide(multiply(only.unit.size, { numerator: 100_000_000n, denominator: 1n }), only.per.unit.size))} / ${only.per.digits}`,
      label: 'l/100 km',
      how: only.shown,
      readings: readingsOf(told),
    })
  if (measures.length !== 2 || !/(?<!\p{L})(?:consumption|fuel economy|mileage|l\/100 ?km)(?!\p{L})/u.test(shape))
    return null
  const [volume, way] = [measures.find(({ letter }) => letter === 'V'), measures.find(({ letter }) => letter === 'L')]
  if (volume?.unit === undefined || way?.unit === undefined || volume.unit === null || way.unit === null) return null
  const how = `${volume.shown} for ${way.shown}`
  if (/gallon/.test(volume.unit.unit.name) && way.unit.unit.name === 'mile')
    return measured({ expression: `${way.digits} / ${volume.digits}`, label: 'mpg', how, readings: readingsOf(told) })
  const factor = divide(multiply(volume.unit.size, { numerator: 100_000_000n, denominator: 1n }), way.unit.size)
  return measured({
    expression: `${volume.digits} / ${way.digits} * ${writeFactor(factor)}`,
    label: 'l/100 km',
    how,
    readings: readingsOf(told),
  })
}
