/**
 * Working days from one day to another. Who names both days mostly means both to be worked, so both ends are counted, and the reply
 * says how many they are without the first; it knows no holidays.
 */
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'

const READING = 'Monday to Friday; holidays are not known.'

export function workingDays(from: string, to: string, how: string): Answer | null {
  const before = Temporal.PlainDate.from(from).subtract({ days: 1 }).toString()
  const wanted = { from: before, to, unit: 'business_days' }
  const [both, without] = [peek('date.difference', wanted)?.value, peek('date.difference', { ...wanted, from })?.value]
  if (typeof both !== 'number' || typeof without !== 'number') return null
  const word = both === 1 ? 'business day' : 'business days'
  const all = task('difference', 'Count the working days, both ends', 'date.difference', wanted)
  if (both === without)
    return {
      tasks: [all],
      answer: 'difference',
      reply: withHow('{{value}} {{word}}', { value: at('/value'), word: literal(word) }, `${how}, counting both ends`),
      reading: READING,
    }
  const rest = task('without', 'Count them without the first day', 'date.difference', { ...wanted, from })
  const parts = { value: { $from: 'difference', pointer: '/value' }, without: { $from: 'without', pointer: '/value' } }
  return {
    tasks: [all, rest, task('both', 'Put both together', 'agg.merge', { objects: [parts] }, ['difference', 'without'])],
    answer: 'both',
    reply: {
      template: '{{value}} {{word}}',
      how: '{{how}}, counting both ends; {{without}} without the first day',
      values: { value: at('/value'), word: literal(word), without: at('/without'), how: literal(how) },
    },
    reading: READING,
  }
}
