/** Family `date`, fourth part: dates in the forms that people write, the leap years of a span, and Easter. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { closed, operation, text } from '../operation.ts'
import { iso, readDay, WEEKDAYS } from './date.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
/** `MMMM` before `MM`: the longest part wins. */
const PART = /\[[^[\]]*\]|YYYY|YY|MMMM|MMM|MM|M|DD|Do|D|dddd|ddd|[A-Za-z]+/g
const year = (description: string) => Type.Integer({ minimum: 1, maximum: 9_999, description })

export const dateWriteOperations: readonly Operation[] = [
  operation({
    name: 'date.format',
    description: 'Writes a date by a pattern, with the English names of months and days.',
    input: closed({
      date: iso('The date.'),
      pattern: Type.String({
        minLength: 1,
        maxLength: 80,
        description: 'YYYY YY MMMM MMM MM M DD D Do dddd ddd, signs between them, and words in [brackets].',
      }),
    }),
    output: closed({ text: text('The date as written.') }),
    example: { input: { date: '2024-03-05', pattern: 'dddd, D MMMM YYYY' }, output: { text: 'Tuesday, 5 March 2024' } },
    cost: 'constant',
    run: input => ({ text: writeDate(readDay(input.date, '/date'), input.pattern) }),
  }),
  operation({
    name: 'date.leap_years',
    description: 'The leap years of the Gregorian calendar from one year to another, both included.',
    input: closed({ from: year('First year.'), to: year('Last year; not before the first.') }),
    output: closed({ years: Type.Array(Type.Integer({ description: 'A leap year.' }), { description: 'Upwards.' }) }),
    example: { input: { from: 1896, to: 1908 }, output: { years: [1896, 1904, 1908] } },
    run(input) {
      if (input.to < input.from) throw new OperationError('`to` lies before `from`.', '/to')
      const years = Array.from({ length: input.to - input.from + 1 }, (_, i) => input.from + i)
      return { years: years.filter(one => (one % 4 === 0 && one % 100 !== 0) || one % 400 === 0) }
    },
  }),
  operation({
    name: 'date.easter',
    description: 'Easter Sunday of a year in the Gregorian calendar, as the western churches keep it.',
    input: closed({
      year: Type.Integer({ minimum: 1583, maximum: 9_999, description: 'A year since the calendar began.' }),
    }),
    output: closed({ date: iso('Easter Sunday.') }),
    example: { input: { year: 2024 }, output: { date: '2024-03-31' } },
    cost: 'constant',
    run: ({ year: one }) => ({ date: easterOf(one).toString() }),
  }),
]

/** The first Sunday after the church's full moon on or after 21 March (Meeus/Jones/Butcher). */
function easterOf(year: number): Temporal.PlainDate {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const skipped = century - Math.floor(century / 4)
  const moon = (19 * golden + skipped - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - moon - (year % 4)) % 7
  const late = Math.floor((golden + 11 * moon + 22 * sunday) / 451)
  return Temporal.PlainDate.from({ year, month: 3, day: 22 }).add({ days: moon + sunday - 7 * late })
}

function writeDate(date: Temporal.PlainDate, pattern: string): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const parts: Readonly<Record<string, string>> = {
    YYYY: String(date.year).padStart(4, '0'),
    YY: two(date.year % 100),
    MMMM: MONTHS[date.month - 1]!,
    MMM: MONTHS[date.month - 1]!.slice(0, 3),
    MM: two(date.month),
    M: String(date.month),
    DD: two(date.day),
    D: String(date.day),
    Do: `${date.day}${ordinalOf(date.day)}`,
    dddd: WEEKDAYS[date.dayOfWeek - 1]!,
    ddd: WEEKDAYS[date.dayOfWeek - 1]!.slice(0, 3),
  }
  return pattern.replace(PART, part => {
    if (part.startsWith('[')) return part.slice(1, -1)
    const written = parts[part]
    if (written === undefined)
      throw new OperationError(`\`${part}\` is no part of a date; put words in brackets.`, '/pattern')
    return written
  })
}

const ordinalOf = (day: number): string =>
  day > 10 && day < 14 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th')
