/** Family `date`: calendar arithmetic in the proleptic ISO calendar, years 0001 to 9999. No clock and no locale take part. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { findDates } from '../find/dates.ts'
import { choice, closed, count, operation, text } from '../operation.ts'
import { dateOrder } from './extract.ts'

export const iso = (description: string) => Type.String({ format: 'date', description })
const step = (description: string) =>
  Type.Optional(Type.Integer({ minimum: -4_000_000, maximum: 4_000_000, description }))
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

export const dateOperations: readonly Operation[] = [
  operation({
    name: 'date.parse',
    description: 'Reads one calendar date written in words or numbers.',
    input: closed({ text: text('A date such as `5 March 2024`.'), order: dateOrder }),
    output: closed({
      date: iso('YYYY-MM-DD.'),
      year: Type.Integer({ description: 'Year.' }),
      month: Type.Integer({ description: '1 to 12.' }),
      day: Type.Integer({ description: '1 to 31.' }),
    }),
    example: { input: { text: 'March 5th, 2024' }, output: { date: '2024-03-05', year: 2024, month: 3, day: 5 } },
    run: input => parse(input.text, input.order),
  }),
  operation({
    name: 'date.difference',
    description: 'Signed distance between two dates; the first day is not counted, the last one is.',
    input: closed({
      from: iso('First date.'),
      to: iso('Last date.'),
      unit: choice(
        ['days', 'weeks', 'months', 'years', 'business_days'],
        'Whole units, toward zero; business days are Monday to Friday.',
      ),
    }),
    output: closed({ value: Type.Integer({ description: 'Negative where `to` is before `from`.' }) }),
    example: { input: { from: '2024-02-28', to: '2024-03-01', unit: 'days' }, output: { value: 2 } },
    cost: 'constant',
    run: input => ({ value: difference(readDay(input.from, '/from'), readDay(input.to, '/to'), input.unit) }),
  }),
  operation({
    name: 'date.add',
    description: 'Adds years and months, moves to the last day where the month is shorter, then adds weeks and days.',
    input: closed({
      date: iso('Where to begin.'),
      days: step('Days; may be negative.'),
      weeks: step('Weeks.'),
      months: step('Months.'),
      years: step('Years.'),
      business_days: Type.Optional(
        Type.Integer({ minimum: -1_000_000, maximum: 1_000_000, description: 'Mondays to Fridays, counted last.' }),
      ),
    }),
    output: closed({ date: iso('The date reached.') }),
    example: { input: { date: '2024-01-31', months: 1 }, output: { date: '2024-02-29' } },
    cost: 'constant',
    run(input) {
      const { days = 0, weeks = 0, months = 0, years = 0, business_days = 0 } = input
      const moved = move(readDay(input.date, '/date'), years * 12 + months, days + weeks * 7)
      return { date: writeDay(addBusinessDays(moved, business_days)) }
    },
  }),
  operation({
    name: 'date.weekday',
    description: 'Day of the week, ISO week, quarter and day of the year of a date.',
    input: closed({ date: iso('The date.') }),
    output: closed({
      weekday: choice(WEEKDAYS, 'English name.'),
      number: Type.Integer({ description: '1 is Monday, 7 is Sunday.' }),
      week: Type.Integer({ description: 'ISO 8601 week.' }),
      week_year: Type.Integer({ description: 'Year that the week belongs to.' }),
      quarter: Type.Integer({ description: '1 to 4.' }),
      day_of_year: Type.Integer({ description: '1 to 366.' }),
      is_business_day: Type.Boolean({ description: 'Monday to Friday; holidays are not known.' }),
    }),
    example: {
      input: { date: '2024-12-30' },
      output: {
        weekday: 'Monday',
        number: 1,
        week: 1,
        week_year: 2025,
        quarter: 4,
        day_of_year: 365,
        is_business_day: true,
      },
    },
    cost: 'constant',
    run: input => describe(readDay(input.date, '/date')),
  }),
  operation({
    name: 'date.range',
    description: 'Every date from one to another, both included, in steps.',
    input: closed({
      from: iso('First date.'),
      to: iso('Last date; not before the first.'),
      unit: Type.Optional(choice(['days', 'weeks', 'months', 'years', 'business_days'], 'Length of a step.', 'days')),
      step: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 100_000, description: 'Units of one step.', default: 1 }),
      ),
    }),
    output: closed({ dates: Type.Array(iso('A date.'), { description: 'At most 10,000, upwards.' }) }),
    example: {
      input: { from: '2024-01-31', to: '2024-04-30', unit: 'months' },
      output: { dates: ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'] },
    },
    run: input => ({
      dates: range(readDay(input.from, '/from'), readDay(input.to, '/to'), input.unit ?? 'days', input.step ?? 1),
    }),
  }),
  operation({
    name: 'date.convert_zone',
    description: 'The same moment in another time zone, by the zone rules shipped with the program.',
    input: closed({
      datetime: text('ISO 8601 with offset or Z, or without when `from` is given.'),
      from: Type.Optional(Type.String({ description: 'IANA zone of a datetime without offset.' })),
      to: text('IANA zone, such as `Europe/Berlin`, or `UTC`.'),
    }),
    output: closed({
      datetime: text('ISO 8601 with offset.'),
      zone: text('The zone.'),
      offset_minutes: Type.Integer({ description: 'Minutes ahead of UTC.' }),
    }),
    example: {
      input: { datetime: '2024-07-01T12:00:00Z', to: 'Europe/Berlin' },
      output: { datetime: '2024-07-01T14:00:00+02:00', zone: 'Europe/Berlin', offset_minutes: 120 },
    },
    run: input => convertZone(input.datetime, input.from, input.to),
  }),
  operation({
    name: 'date.overlap',
    description: 'Days that two spans of dates share, both ends included.',
    input: closed({
      a: closed({ from: iso('First day.'), to: iso('Last day.') }, { description: 'One span.' }),
      b: closed({ from: iso('First day.'), to: iso('Last day.') }, { description: 'The other span.' }),
    }),
    output: closed({
      days: count('Days in common.'),
      from: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'First common day.' }),
      to: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'Last common day.' }),
    }),
    example: {
      input: { a: { from: '2024-01-01', to: '2024-01-10' }, b: { from: '2024-01-08', to: '2024-02-01' } },
      output: { days: 3, from: '2024-01-08', to: '2024-01-10' },
    },
    cost: 'constant',
    run: input => overlap(input.a, input.b),
  }),
]

/** Throws OperationError for what is no day of the years 0001 to 9999. */
export function readDay(value: string, pointer: string): Temporal.PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith('0000')) {
    throw new OperationError(`\`${value.slice(0, 40)}\` is not a date of the form YYYY-MM-DD.`, pointer)
  }
  try {
    return Temporal.PlainDate.from(value)
  } catch {
    throw new OperationError(`\`${value}\` is not a day of the calendar.`, pointer)
  }
}

export function writeDay(date: Temporal.PlainDate): string {
  if (date.year < 1 || date.year > 9999) throw new OperationError('The date lies outside the years 0001 to 9999.')
  return date.toString()
}

function move(date: Temporal.PlainDate, months: number, days: number): Temporal.PlainDate {
  try {
    return date.add({ months }, { overflow: 'constrain' }).add({ days })
  } catch {
    throw new OperationError('The date lies outside the years 0001 to 9999.')
  }
}

function difference(from: Temporal.PlainDate, to: Temporal.PlainDate, unit: string): number {
  switch (unit) {
    case 'business_days':
      return businessDaysTo(to) - businessDaysTo(from)
    case 'months':
      return from.until(to, { largestUnit: 'month' }).months + 0
    case 'years':
      return from.until(to, { largestUnit: 'year' }).years + 0
    default: {
      const { days } = from.until(to, { largestUnit: 'day' })
      return (unit === 'weeks' ? Math.trunc(days / 7) : days) + 0
    }
  }
}

const FIRST_MONDAY = Temporal.PlainDate.from('0001-01-01')

/** Mondays to Fridays from 0001-01-01, a Monday, to the date, both included. */
function businessDaysTo(date: Temporal.PlainDate): number {
  const days = FIRST_MONDAY.until(date, { largestUnit: 'day' }).days + 1
  return Math.floor(days / 7) * 5 + Math.min(days % 7, 5)
}

/** From a weekend, the first business day forward is Monday and the first backward is Friday. */
export function addBusinessDays(date: Temporal.PlainDate, days: number): Temporal.PlainDate {
  if (days === 0) return date
  const wanted = businessDaysTo(date) + days - (days < 0 && date.dayOfWeek > 5 ? -1 : 0)
  const index = wanted - 1
  return move(FIRST_MONDAY, 0, Math.floor(index / 5) * 7 + (((index % 5) + 5) % 5))
}

function parse(value: string, order: 'day_first' | 'month_first' | undefined): JsonObject {
  const found = findDates(value, order)
  const first = found[0]
  if (first === undefined) throw new OperationError('The text holds no date that can be read.', '/text')
  if (found.length > 1) throw new OperationError('The text holds more than one date; use `extract.dates`.', '/text')
  if (first.value.iso === null) {
    throw new OperationError(
      `\`${first.value.text}\` may be ${first.value.readings.join(' or ')}; say \`order\`.`,
      '/text',
    )
  }
  const date = readDay(first.value.iso, '/text')
  return { date: first.value.iso, year: date.year, month: date.month, day: date.day }
}

function describe(date: Temporal.PlainDate): JsonObject {
  return {
    weekday: WEEKDAYS[date.dayOfWeek - 1]!,
    number: date.dayOfWeek,
    week: date.weekOfYear ?? 0,
    week_year: date.yearOfWeek ?? 0,
    quarter: Math.ceil(date.month / 3),
    day_of_year: date.dayOfYear,
    is_business_day: date.dayOfWeek < 6,
  }
}

export const MAX_DATES = 10_000

function range(from: Temporal.PlainDate, to: Temporal.PlainDate, unit: string, each: number): string[] {
  if (Temporal.PlainDate.compare(from, to) > 0) throw new OperationError('`to` lies before `from`.', '/to')
  const dates: string[] = []
  for (let i = 0; ; i += 1) {
    const date =
      unit === 'business_days'
        ? addBusinessDays(from.dayOfWeek > 5 ? addBusinessDays(from, 1) : from, i * each)
        : from.add({ [unit]: i * each })
    if (Temporal.PlainDate.compare(date, to) > 0) return dates
    if (dates.length === MAX_DATES) throw new OperationError('The range has more than 10,000 dates.', '/to')
    dates.push(writeDay(date))
  }
}

function convertZone(value: string, from: string | undefined, to: string): JsonObject {
  const hasOffset = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(value.trim()) && value.includes('T')
  try {
    const moment = hasOffset
      ? Temporal.Instant.from(value.trim())
      : Temporal.PlainDateTime.from(value.trim())
          .toZonedDateTime(from ?? '', { disambiguation: 'reject' })
          .toInstant()
    const there = moment.toZonedDateTimeISO(to)
    if (there.year < 1 || there.year > 9999) throw new RangeError('year')
    return {
      datetime: there.toString({ timeZoneName: 'never' }),
      zone: to,
      offset_minutes: Math.round(there.offsetNanoseconds / 60_000_000_000),
    }
  } catch {
    throw new OperationError(
      hasOffset
        ? 'The datetime or the zone cannot be read.'
        : 'The datetime or a zone cannot be read, or the local time does not exist or exists twice; give an offset.',
      '/datetime',
    )
  }
}

type DateSpan = { readonly from: string; readonly to: string }

function overlap(a: DateSpan, b: DateSpan): JsonObject {
  for (const [name, span] of Object.entries({ a, b })) {
    const order = Temporal.PlainDate.compare(readDay(span.from, `/${name}/from`), readDay(span.to, `/${name}/to`))
    if (order > 0) throw new OperationError('A span ends before it begins.', `/${name}`)
  }
  // ISO dates of four-digit years sort as text.
  const from = [a.from, b.from].sort()[1]!
  const to = [a.to, b.to].sort()[0]!
  if (from > to) return { days: 0, from: null, to: null }
  return { days: difference(readDay(from, '/a'), readDay(to, '/b'), 'days') + 1, from, to }
}
