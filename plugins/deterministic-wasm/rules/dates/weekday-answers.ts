/** Answers about days of the week: the third Thursday of a month, all Fridays, the next Monday, weekends; and the months they lie in. */
import type { PlannerInput } from '#contracts/planner-port'
import { MONTHS } from '../../find/months.ts'
import { decided, hasMember } from '../decided.ts'
import { listReply } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import type { Slots } from '../phrase.ts'
import { type Answer, at, literal, task } from '../rule.ts'
import { dayAndWeekday, stepped } from './date-answers.ts'
import { readDay, showDay, todayOf, WEEKDAYS } from './read-date.ts'
import { NTH } from './read-period.ts'

export function yearOf(written: string, input: PlannerInput): number | null {
  const { year } = todayOf(input)
  const relative: Readonly<Record<string, number>> = {
    '': year,
    'this year': year,
    'next year': year + 1,
    'last year': year - 1,
  }
  const value = relative[written.toLowerCase()] ?? Number(written)
  return value >= 1 && value <= 9998 ? value : null
}

/** A month's number, and the year it lies in. */
export function monthOf(slots: Slots, input: PlannerInput): { readonly year: number; readonly month: number } | null {
  const today = todayOf(input)
  const name = slots.text('month').toLowerCase()
  if (name === 'this month' || name === 'next month') {
    const day = today.add({ months: name === 'next month' ? 1 : 0 })
    return { year: day.year, month: day.month }
  }
  const month = Number(MONTHS.get(name))
  const year = yearOf(slots.text('year'), input)
  return Number.isInteger(month) && month > 0 && year !== null ? { year, month } : null
}

export const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

export function nthWeekday(slots: Slots, input: PlannerInput, clause: Clause): Answer | null {
  const place = monthOf(slots, input)
  const n = NTH[slots.text('nth').toLowerCase()]
  if (place === null || n === undefined) return null
  // `First Monday in May is what gala?`: without a year, only a question about the day is one.
  if (slots.text('year') === '' && !clause.isAsked) return null
  const weekday = titled(slots.text('weekday'))
  const wanted = { ...place, weekday, n }
  if (peek('date.nth_weekday', wanted) === null) return null
  return dayAndWeekday(
    task('date', 'Find the day', 'date.nth_weekday', wanted),
    `${titled(slots.text('nth'))} ${weekday} of ${place.year}-${String(place.month).padStart(2, '0')}`,
  )
}

/** The dates of a weekday in a month, and that month's days. */
function weekdaysIn(
  slots: Slots,
  input: PlannerInput,
): { readonly recur: ReturnType<typeof task>; readonly count: number } | null {
  const place = monthOf(slots, input)
  if (place === null) return null
  const start = Temporal.PlainDate.from({ ...place, day: 1 })
  const until = start.with({ day: start.daysInMonth })
  const wanted = {
    start: start.toString(),
    unit: 'weeks',
    weekdays: [titled(slots.text('weekday'))],
    until: until.toString(),
  }
  const dates = peek('date.recur', wanted)?.dates
  return Array.isArray(dates) ? { recur: task('dates', 'List them', 'date.recur', wanted), count: dates.length } : null
}

export function countWeekdays(slots: Slots, input: PlannerInput): Answer | null {
  const found = weekdaysIn(slots, input)
  if (found === null) return null
  const { recur, count } = found
  const places = Array.from({ length: count }, (_, i) => `{{/dates/${i}}}`).join(', ')
  return {
    tasks: [recur],
    answer: 'dates',
    reply: { template: `{{count}}\n\n${places}`, values: { count: literal(count), dates: at('/dates') } },
  }
}

export function listWeekdays(slots: Slots, input: PlannerInput, clause: Clause): Answer | null {
  const found = clause.isAsked ? weekdaysIn(slots, input) : null
  return found === null
    ? null
    : { tasks: [found.recur], answer: 'dates', reply: listReply('/dates', found.count, '\n') }
}

export function isKind(slots: Slots, input: PlannerInput): Answer | null {
  const day = readDay(slots.text('day').replace(/ (?:on|be|fall)$/i, ''), input, 'next')
  const what = slots.text('what').toLowerCase()
  if (day === null || (WEEKDAYS as readonly string[]).includes(slots.text('day').toLowerCase())) return null
  // Nearly everywhere no working days, whatever their weekday.
  if (/work|business/.test(what) && /-(?:01-01|05-01|12-25|12-26)$/.test(day.iso)) return null
  const named = (WEEKDAYS as readonly string[]).indexOf(what) + 1
  const number = /^weekend/.test(what) ? { minimum: 6 } : named > 0 ? { const: named } : { maximum: 5 }
  const answer = decided({
    tasks: [task('weekday', 'Find the day of the week', 'date.weekday', { date: day.iso })],
    when: hasMember('number', number),
    yes: `Yes, ${showDay(day)}`,
    no: `No, ${showDay(day)}`,
    rest: ' is a {{weekday}}.',
    members: ['weekday'],
  })
  return /work|business/.test(what) ? { ...answer, reading: 'Monday to Friday; holidays are not known.' } : answer
}

/** Two readings are in use, and both are said. */
export function nextWeekday(slots: Slots, input: PlannerInput, clause: Clause): Answer | null {
  const today = todayOf(input)
  const wanted = WEEKDAYS.indexOf(slots.text('weekday').toLowerCase() as (typeof WEEKDAYS)[number]) + 1
  if (!clause.isAsked && !/date$/i.test(clause.text)) return null
  const coming = today.add({ days: (wanted - today.dayOfWeek + 7) % 7 || 7 })
  const inNextWeek = today.add({ days: 8 - today.dayOfWeek + wanted - 1 })
  const answer = stepped(inNextWeek.toString(), '')
  return coming.equals(inNextWeek)
    ? answer
    : {
        ...answer,
        reading: `Read as the ${titled(slots.text('weekday'))} of next week; the coming one is ${coming.toString()}.`,
      }
}
