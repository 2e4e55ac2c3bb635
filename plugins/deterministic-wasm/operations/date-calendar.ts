/** Family `date`, third part: days that a rule names, and moments as numbers. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, operation, text } from '../operation.ts'
import { addBusinessDays, iso, MAX_DATES, readDay, WEEKDAYS, writeDay } from './date.ts'

const weekday = choice(WEEKDAYS, 'English name.')
const YEAR = Type.Integer({ minimum: 1, maximum: 9_999, description: 'Year.' })
/** Milliseconds at the ends of the years 0001 and 9999. */
const [FIRST_MS, LAST_MS] = [-62_135_596_800_000, 253_402_300_799_999]

export const dateCalendarOperations: readonly Operation[] = [
  operation({
    name: 'date.nth_weekday',
    description: 'A day such as the third Friday of a month, or its last Monday.',
    input: closed({
      year: YEAR,
      month: Type.Integer({ minimum: 1, maximum: 12, description: 'Month.' }),
      weekday,
      n: Type.Integer({ minimum: -5, maximum: 5, description: '1 is the first, -1 the last; not 0.' }),
    }),
    output: closed({ date: iso('The day; a fifth that is not there is an error.') }),
    example: { input: { year: 2024, month: 11, weekday: 'Thursday', n: 4 }, output: { date: '2024-11-28' } },
    cost: 'constant',
    run: input => ({ date: nthWeekday(input.year, input.month, WEEKDAYS.indexOf(input.weekday) + 1, input.n) }),
  }),
  operation({
    name: 'date.recur',
    description: 'Dates of something that happens again and again, such as every second Tuesday and Thursday.',
    input: closed({
      start: iso('First day that may count.'),
      unit: choice(['days', 'weeks', 'months', 'years', 'business_days'], 'Length of a step; month ends clamp.'),
      step: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'Every how many.', default: 1 })),
      weekdays: Type.Optional(
        Type.Array(weekday, {
          minItems: 1,
          uniqueItems: true,
          description: 'With weeks: days of the week that count.',
        }),
      ),
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_DATES, description: 'How many dates.' })),
      until: Type.Optional(iso('Last day that may count.')),
    }),
    output: closed({ dates: Type.Array(iso('A date.'), { description: 'Upwards, at most 10,000.' }) }),
    example: {
      input: { start: '2024-01-03', unit: 'weeks', step: 2, weekdays: ['Tuesday', 'Thursday'], count: 3 },
      output: { dates: ['2024-01-04', '2024-01-16', '2024-01-18'] },
    },
    run: input => ({ dates: recur(input) }),
  }),
  operation({
    name: 'date.from_unix',
    description: 'The moment of a Unix time, in UTC.',
    input: closed({
      value: Type.Integer({ minimum: FIRST_MS, maximum: LAST_MS, description: 'Since 1970-01-01T00:00:00Z.' }),
      unit: Type.Optional(choice(['seconds', 'milliseconds'], 'What is counted.', 'seconds')),
    }),
    output: closed({ datetime: text('ISO 8601 in UTC.'), date: iso('Its day in UTC.') }),
    example: { input: { value: 1_700_000_000 }, output: { datetime: '2023-11-14T22:13:20Z', date: '2023-11-14' } },
    cost: 'constant',
    run(input) {
      const milliseconds = input.value * (input.unit === 'milliseconds' ? 1 : 1_000)
      if (milliseconds < FIRST_MS || milliseconds > LAST_MS)
        throw new OperationError('The moment lies outside the years 0001 to 9999; is it in milliseconds?', '/value')
      const datetime = Temporal.Instant.fromEpochMilliseconds(milliseconds).toString()
      return { datetime, date: datetime.slice(0, 10) }
    },
  }),
  operation({
    name: 'date.to_unix',
    description: 'Unix time of a moment, in seconds and milliseconds.',
    input: closed({ datetime: text('ISO 8601 with offset or Z.') }),
    output: closed({
      seconds: Type.Integer({ description: 'Whole seconds, downwards.' }),
      milliseconds: Type.Integer({ description: 'Whole milliseconds, downwards.' }),
    }),
    example: {
      input: { datetime: '2023-11-14T23:13:20.5+01:00' },
      output: { seconds: 1_700_000_000, milliseconds: 1_700_000_000_500 },
    },
    cost: 'constant',
    run(input) {
      const milliseconds = readMoment(input.datetime)
      return { seconds: Math.floor(milliseconds / 1_000), milliseconds }
    },
  }),
]

function readMoment(written: string): number {
  try {
    const { epochMilliseconds } = Temporal.Instant.from(written.trim())
    if (epochMilliseconds >= FIRST_MS && epochMilliseconds <= LAST_MS) return epochMilliseconds
  } catch {}
  throw new OperationError('The text is no moment of ISO 8601 with an offset or Z.', '/datetime')
}

function nthWeekday(year: number, month: number, day: number, n: number): string {
  if (n === 0) throw new OperationError('`n` is 1 for the first and -1 for the last; there is no 0.', '/n')
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  const last = first.with({ day: first.daysInMonth })
  const date =
    n > 0
      ? first.add({ days: ((day - first.dayOfWeek + 7) % 7) + (n - 1) * 7 })
      : last.subtract({ days: ((last.dayOfWeek - day + 7) % 7) + (-n - 1) * 7 })
  if (date.month !== month) throw new OperationError(`The month has no fifth ${WEEKDAYS[day - 1]}.`, '/n')
  return writeDay(date)
}

type Recurrence = {
  readonly start: string
  readonly unit: 'days' | 'weeks' | 'months' | 'years' | 'business_days'
  readonly step?: number
  readonly weekdays?: readonly (typeof WEEKDAYS)[number][]
  readonly count?: number
  readonly until?: string
}

function recur({ start, unit, step = 1, weekdays, count, until }: Recurrence): string[] {
  if (count === undefined && until === undefined) throw new OperationError('Say `count` or `until`.', '/count')
  if (weekdays !== undefined && unit !== 'weeks') throw new OperationError('`weekdays` goes with weeks.', '/weekdays')
  const first = readDay(start, '/start')
  const last = until === undefined ? undefined : readDay(until, '/until')
  const most = count ?? MAX_DATES + 1
  const dates: string[] = []
  for (const date of datesFrom(first, unit, step, weekdays)) {
    if (last !== undefined && Temporal.PlainDate.compare(date, last) > 0) break
    dates.push(writeDay(date))
    if (dates.length === most) break
  }
  if (dates.length > MAX_DATES) throw new OperationError('There are more than 10,000 dates.', '/until')
  return dates
}

function* datesFrom(
  first: Temporal.PlainDate,
  unit: Recurrence['unit'],
  step: number,
  weekdays: Recurrence['weekdays'],
): Generator<Temporal.PlainDate> {
  if (weekdays === undefined) {
    const begin = unit === 'business_days' && first.dayOfWeek > 5 ? addBusinessDays(first, 1) : first
    for (let i = 0; ; i += step) yield unit === 'business_days' ? addBusinessDays(begin, i) : first.add({ [unit]: i })
  }
  const days = weekdays.map(name => WEEKDAYS.indexOf(name)).sort((a, b) => a - b)
  const monday = first.subtract({ days: first.dayOfWeek - 1 })
  for (let week = 0; ; week += step) {
    for (const day of days) {
      const date = monday.add({ days: week * 7 + day })
      if (Temporal.PlainDate.compare(date, first) >= 0) yield date
    }
  }
}
