/** One quantity told in two units side by side: `12 km (7.45645 miles)`. */
import { divide } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { placesOf, withReadings } from './measured.ts'
import { writeFactor } from './read-measures.ts'
import type { Named } from './unit-names.ts'

/** `expression` is in the unit `from`. */
export function inUnits(
  expression: string,
  from: Named,
  [first, second]: readonly [Named, Named],
  how: string,
  readings: readonly string[],
): Answer | null {
  const tasks = []
  for (const [key, unit] of [
    ['first', first],
    ['second', second],
  ] as const) {
    const inUnit = `(${expression}) * ${writeFactor(divide(from.size, unit.size))}`
    const value = evaluatedValue(inUnit)
    if (value === null) return null
    const places = placesOf(value)
    const rounding = places === null ? {} : { decimals: places, rounding: 'half_up' }
    tasks.push(task(key, `Take it in ${unit.label}`, 'math.evaluate', { expression: inUnit, ...rounding }))
  }
  const merged = { first: { $from: 'first', pointer: '/exact' }, second: { $from: 'second', pointer: '/exact' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['first', 'second'])
  const answer: Answer = {
    tasks: [...tasks, both],
    answer: 'both',
    reply: withHow(
      '{{first}} {{one}} ({{second}} {{other}})',
      { first: at('/first'), second: at('/second'), one: literal(first.label), other: literal(second.label) },
      how,
    ),
  }
  return withReadings(answer, [...readings, first.reading, second.reading])
}
