/** Months, quarters and years as people name them, and the days that are named by them: the last working day of May, the end of June. */
import type { PlannerInput } from '#contracts/planner-port'
import { MONTHS } from '../../find/months.ts'
import type { DayToken } from './moments.ts'
import { todayOf } from './read-date.ts'

/** First and last day, and what it is. */
export type MonthToken = {
  readonly unit: 'week' | 'month' | 'quarter' | 'year'
  readonly from: string
  readonly to: string
  /** `May 2026`. */
  readonly name: string
  readonly hasYear: boolean
  readonly month: number
}

export function yearIn(written: string, input: PlannerInput): number | null {
  const { year } = todayOf(input)
  const name = written.toLowerCase()
  const step = { 'this year': 0, 'next year': 1, 'last year': -1 }[name]
  const value = step !== undefined ? year + step : name.startsWith("'") ? 2000 + Number(name.slice(1)) : Number(name)
  return value >= 1 && value <= 9998 ? value : null
}

const NAMES = 'January February March April May June July August September October November December'.split(' ')

function period(unit: MonthToken['unit'], inside: Temporal.PlainDate, hasYear: boolean): MonthToken {
  const from =
    unit === 'week'
      ? inside.subtract({ days: inside.dayOfWeek - 1 })
      : unit === 'month'
        ? inside.with({ day: 1 })
        : unit === 'quarter'
          ? inside.with({ day: 1, month: inside.month - ((inside.month - 1) % 3) })
          : inside.with({ day: 1, month: 1 })
  const length = { week: { weeks: 1 }, month: { months: 1 }, quarter: { months: 3 }, year: { years: 1 } }[unit]
  const name = {
    week: `the week of ${from}`,
    month: `${NAMES[from.month - 1]} ${from.year}`,
    quarter: `Q${Math.ceil(from.month / 3)} ${from.year}`,
    year: String(from.year),
  }[unit]
  return {
    unit,
    from: from.toString(),
    to: from.add(length).subtract({ days: 1 }).toString(),
    name,
    hasYear,
    month: from.month,
  }
}

/** A month, a quarter, a year or a week; a month without its year is one of this year. */
export function readMonth(written: string, input: PlannerInput): MonthToken | null {
  const today = todayOf(input)
  const text = written.toLowerCase().replace(/^the year /, '')
  const relative = /^(this|the current|next|last|the) (week|month|quarter|year)$/.exec(text)
  if (relative !== null) {
    const step = { next: 1, last: -1 }[relative[1] ?? ''] ?? 0
    const unit = relative[2] as MonthToken['unit']
    const length = {
      week: { weeks: step },
      month: { months: step },
      quarter: { months: 3 * step },
      year: { years: step },
    }[unit]
    return period(unit, today.add(length), true)
  }
  const quarter = /^q([1-4])(?:,? (?:of )?(\d{4}))?$/.exec(text)
  const numeric = /^(?:(\d{1,2})\/(\d{4})|(\d{4})-(\d\d))$/.exec(text)
  const named = /^(\p{L}+)\.?(?:,? (?:of )?(\d{4}|'\d\d|(?:this|next|last) year))?$/u.exec(text)
  const only = /^\d{4}$/.test(text) ? text : undefined
  const year = yearIn(quarter?.[2] ?? numeric?.[2] ?? numeric?.[3] ?? named?.[2] ?? only ?? 'this year', input)
  const month =
    quarter !== null
      ? Number(quarter[1]) * 3
      : only !== undefined
        ? 1
        : Number(numeric?.[1] ?? numeric?.[4] ?? MONTHS.get(named?.[1] ?? ''))
  if (year === null || !(month >= 1 && month <= 12)) return null
  const inside = Temporal.PlainDate.from({ year, month, day: 1 })
  const hasYear = numeric !== null || only !== undefined || quarter?.[2] !== undefined || named?.[2] !== undefined
  return period(quarter !== null ? 'quarter' : only !== undefined ? 'year' : 'month', inside, hasYear)
}

/** Which one of a period, by how it is called; -1 counts from its end. */
export const NTH: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  fifth: 5,
  '5th': 5,
  last: -1,
}
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const byStart = (name: string): (typeof WEEKDAYS)[number] | undefined =>
  WEEKDAYS.find(day => day.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()))

/** `third Thursday of November 2026`, `last working day of May`: what an operation finds. */
export function readNth(written: string, input: PlannerInput): DayToken | null {
  const [, nth = '', named = '', rest = ''] =
    /^(?:the )?(\w+) ((?:working|business|work|week) ?day|\p{L}+)(?: day)? (?:of|in) (.+)$/iu.exec(written) ?? []
  const place = readMonth(rest, input)
  const first = nth.charAt(0).toUpperCase() + nth.slice(1).toLowerCase()
  const n = NTH[nth.toLowerCase()]
  if (place === null || n === undefined) return null
  if (/day/i.test(named) && /^(?:work|business|week)/i.test(named)) {
    const base =
      n > 0
        ? Temporal.PlainDate.from(place.from).subtract({ days: 1 })
        : Temporal.PlainDate.from(place.to).add({ days: 1 })
    return toToken(
      written,
      `${first} working day of ${place.name}`,
      { op: 'date.add', input: { date: base.toString(), business_days: n } },
      workday(base, n),
    )
  }
  const weekday = byStart(named)
  if (weekday === undefined || place.unit === 'week') return null
  const month = place.unit === 'month' ? place.from : n > 0 ? place.from : place.to
  const inMonth = Temporal.PlainDate.from(month).with({ day: 1 })
  const number = WEEKDAYS.indexOf(weekday) + 1
  const date =
    n > 0 ? inMonth.add({ days: ((number - inMonth.dayOfWeek + 7) % 7) + (n - 1) * 7 }) : lastOf(inMonth, number)
  if (date.month !== inMonth.month) return null
  return toToken(
    written,
    `${first} ${weekday} of ${place.name}`,
    { op: 'date.nth_weekday', input: { year: date.year, month: date.month, weekday, n } },
    date,
  )
}

function lastOf(inMonth: Temporal.PlainDate, number: number): Temporal.PlainDate {
  const last = inMonth.with({ day: inMonth.daysInMonth })
  return last.subtract({ days: (last.dayOfWeek - number + 7) % 7 })
}

function workday(base: Temporal.PlainDate, n: number): Temporal.PlainDate {
  let [date, left] = [base, Math.abs(n)]
  while (left > 0) {
    date = date.add({ days: Math.sign(n) })
    if (date.dayOfWeek < 6) left -= 1
  }
  return date
}

/** First or last day of a period. */
export function readEdge(written: string, input: PlannerInput): DayToken | null {
  const [, edge = '', rest = ''] =
    /^(?:the )?(?:very )?(first day|last day|1st day|end|beginning|start) (?:of|in) (.+)$/iu.exec(written) ?? []
  const place = readMonth(rest, input)
  if (place === null) return null
  const date = Temporal.PlainDate.from(/^(?:last|end)/i.test(edge) ? place.to : place.from)
  const label = /^(?:end|last)/i.test(edge) ? `end of ${place.name}` : `first day of ${place.name}`
  return { text: written, year: date.year, monthDay: date.toString().slice(5), label }
}

const toToken = (
  text: string,
  label: string,
  found: NonNullable<DayToken['found']>,
  date: Temporal.PlainDate,
): DayToken => ({
  text,
  year: date.year,
  monthDay: date.toString().slice(5),
  label,
  found,
})
