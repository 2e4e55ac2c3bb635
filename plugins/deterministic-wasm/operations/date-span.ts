/** Family `date`, second part: lengths of time, ages, and the week, month, quarter or year around a day. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, count, operation, text } from '../operation.ts'
import { readDuration, toIsoDuration, writeDuration } from '../words/duration.ts'
import { iso, readDay, writeDay } from './date.ts'

export const dateSpanOperations: readonly Operation[] = [
  operation({
    name: 'date.parse_duration',
    description: 'Reads a length of time such as `1 h 30 min`, `90 minutes`, `2:05:00` or `P1DT2H`.',
    input: closed({
      text: Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Weeks to seconds; months have no fixed length.',
      }),
    }),
    output: closed({
      seconds: Type.Number({ description: 'Length in seconds.' }),
      iso: text('ISO 8601, days as the largest unit.'),
    }),
    example: { input: { text: '1 hour and 30 minutes' }, output: { seconds: 5400, iso: 'PT1H30M' } },
    run(input) {
      const seconds = readDuration(input.text)
      return { seconds, iso: toIsoDuration(seconds) }
    },
  }),
  operation({
    name: 'date.format_duration',
    description: 'Writes seconds as a length of time for people.',
    input: closed({
      seconds: Type.Integer({ minimum: -1_000_000_000_000, maximum: 1_000_000_000_000, description: 'Length.' }),
      style: Type.Optional(
        choice(
          ['long', 'short', 'clock', 'hours', 'minutes'],
          '`2 hours 5 minutes`, `2 h 5 min`, `2:05:00`, `2:05` where no seconds are left, or `125:00`.',
          'long',
        ),
      ),
    }),
    output: closed({ text: text('The length of time; days are the largest unit.') }),
    example: { input: { seconds: 93_784 }, output: { text: '1 day 2 hours 3 minutes 4 seconds' } },
    cost: 'constant',
    run: input => ({ text: writeDuration(input.seconds, input.style ?? 'long') }),
  }),
  operation({
    name: 'date.age',
    description: 'Age on a day in years, months and days, and the next birthday.',
    input: closed({ born: iso('Day of birth.'), on: iso('The day in question; not before the birth.') }),
    output: closed({
      years: count('Whole years.'),
      months: count('Whole months beyond them.'),
      days: count('Days beyond those.'),
      total_days: count('All days lived.'),
      next_birthday: iso('After the day; 29 February counts on 1 March of other years.'),
      days_until: count('Days until then.'),
    }),
    example: {
      input: { born: '1990-05-17', on: '2024-03-01' },
      output: { years: 33, months: 9, days: 13, total_days: 12_342, next_birthday: '2024-05-17', days_until: 77 },
    },
    cost: 'constant',
    run: input => ageOf(readDay(input.born, '/born'), readDay(input.on, '/on')),
  }),
  operation({
    name: 'date.period',
    description: 'First and last day of the week, month, quarter or year that a date lies in.',
    input: closed({
      date: iso('The date.'),
      unit: choice(['week', 'month', 'quarter', 'year'], 'Weeks begin on Monday.'),
    }),
    output: closed({ from: iso('First day.'), to: iso('Last day.'), days: count('Days in it.') }),
    example: {
      input: { date: '2024-02-10', unit: 'quarter' },
      output: { from: '2024-01-01', to: '2024-03-31', days: 91 },
    },
    cost: 'constant',
    run: input => periodOf(readDay(input.date, '/date'), input.unit),
  }),
]

function ageOf(born: Temporal.PlainDate, on: Temporal.PlainDate): JsonObject {
  if (Temporal.PlainDate.compare(born, on) > 0) throw new OperationError('The day lies before the birth.', '/on')
  const { years, months, days } = born.until(on, { largestUnit: 'year' })
  const birthday = (year: number): Temporal.PlainDate => {
    const day = Temporal.PlainDate.from({ year, month: born.month, day: 1 })
    return born.month === 2 && born.day === 29 && !day.inLeapYear ? day.add({ months: 1 }) : day.with({ day: born.day })
  }
  const thisYear = birthday(on.year)
  const next = Temporal.PlainDate.compare(thisYear, on) > 0 ? thisYear : birthday(on.year + 1)
  return {
    years,
    months,
    days,
    total_days: born.until(on, { largestUnit: 'day' }).days,
    next_birthday: writeDay(next),
    days_until: on.until(next, { largestUnit: 'day' }).days,
  }
}

function periodOf(date: Temporal.PlainDate, unit: 'week' | 'month' | 'quarter' | 'year'): JsonObject {
  const from =
    unit === 'week'
      ? date.subtract({ days: date.dayOfWeek - 1 })
      : unit === 'month'
        ? date.with({ day: 1 })
        : unit === 'quarter'
          ? date.with({ day: 1, month: date.month - ((date.month - 1) % 3) })
          : date.with({ day: 1, month: 1 })
  const length =
    unit === 'week'
      ? { weeks: 1 }
      : unit === 'month'
        ? { months: 1 }
        : unit === 'quarter'
          ? { months: 3 }
          : { years: 1 }
  const to = from.add(length).subtract({ days: 1 })
  return { from: writeDay(from), to: writeDay(to), days: from.until(to, { largestUnit: 'day' }).days + 1 }
}
