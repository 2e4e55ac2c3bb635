/**
 * Days of the week that follow from one that is told: `yesterday was Monday, what day is tomorrow`, `if 1 March is a Tuesday, what day is
 * 1 April`, `if today is day 1, what weekday is day 100`. What is told is taken as it is said; nothing is looked up beside it.
 */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { type Moments, settle, toIso } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const OFFSETS: Readonly<Record<string, number>> = {
  today: 0,
  tonight: 0,
  tomorrow: 1,
  yesterday: -1,
  'day after tomorrow': 2,
  'day before yesterday': -2,
}
const IF = '(?:(?:if|suppose|supposing|assuming|say|given that|when|imagine) )?'
const IS = '(?:is|was|were|will be|falls on|fell on|is on|was on)'
const ASK = '(?:what|which) (?:day of the week|weekday|day)(?: of the week)?'
const THEN = '(?:(?:then|and|so) )?'
const TOLD_FIRST = new RegExp(
  `^${IF}D ${IS} (?:an? )?W ${THEN}(?:on )?${ASK} (?:of the week )?(?:is|was|will|would|does|did|were)(?: it)?(?: be| fall on| fall)? ?(?:D|(?<span>in S|S from now|S later|S ago|S from D))(?: be| fall on| fall| then)?$`,
  'u',
)
const ASKED_FIRST = new RegExp(
  `^(?:on )?${ASK} (?:is|was|will|would|does|did)(?: it)?(?: be| fall on| fall)? ?(?:D|(?<span>in S|S from now|S ago))(?: be| fall on| fall)? (?:if|when|given that|assuming) D ${IS} (?:an? )?W$`,
  'u',
)

const weekdayOf = (name: string | undefined): number =>
  WEEK.findIndex(day => day.toLowerCase().startsWith((name ?? '-').slice(0, 3).toLowerCase()))

/** So many days from a day of the week: a Monday of the calendar, counted on from. */
function stepFrom(start: number, days: number, how: string): Answer {
  const from = Temporal.PlainDate.from('2024-01-01').add({ days: start }).toString()
  const date = task('date', 'Count the days', 'date.add', { date: from, days })
  const weekday: PlannedTask = task(
    'weekday',
    'Find its day of the week',
    'date.weekday',
    { date: { $from: 'date', pointer: '/date' } },
    ['date'],
  )
  return { ...single(weekday, '{{weekday}}', { weekday: at('/weekday') }, how), tasks: [date, weekday] }
}

const apartText = (days: number, name: string): string =>
  days === 0
    ? `The same day, a ${name}`
    : `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'} a ${name}`

function chained({ days, weekdays, spans, shape, months, years, numbers }: Moments): Answer | null {
  const first = TOLD_FIRST.exec(shape)
  const asked = first === null ? ASKED_FIRST.exec(shape) : null
  const found = first ?? asked
  const start = weekdayOf(weekdays[0])
  if (found === null || start < 0 || weekdays.length !== 1) return null
  if (months.length + years.length + numbers.length > 0 || spans.length > 1) return null
  const [a, b] = days
  const name = WEEK[start] ?? ''
  const span = found.groups?.span
  if (span !== undefined) {
    const [size] = spans
    const only = a
    // Counted from today, whose day of the week follows from what is told.
    const offset = OFFSETS[only?.label ?? '']
    if (size === undefined || offset === undefined || days.length !== 1 || /from D/u.test(span)) return null
    if (size.months + size.years + size.businessDays > 0) return null
    const count = (size.days + 7 * size.weeks) * (/ago/u.test(span) ? -1 : 1) - offset
    return /later/u.test(span) && offset !== 0 ? null : stepFrom(start, count, apartText(count, name))
  }
  if (a === undefined || b === undefined || days.length !== 2 || spans.length > 0) return null
  const [toldDay, askedDay] = first === null ? [b, a] : [a, b]
  const [one, other] = [OFFSETS[toldDay.label], OFFSETS[askedDay.label]]
  if (one !== undefined && other !== undefined) return stepFrom(start, other - one, apartText(other - one, name))
  if (one !== undefined || other !== undefined || toldDay.label !== '' || askedDay.label !== '') return null
  return byDates(toldDay, askedDay, start, name)
}

/** Two days of the calendar, whose years may be open: a 29 February between them would count. */
function byDates(
  toldDay: Moments['days'][number],
  askedDay: Moments['days'][number],
  start: number,
  name: string,
): Answer | null {
  const years = [toldDay.year, askedDay.year]
  const known = years.find(year => year !== null)
  if (known !== undefined && known !== null) {
    const [from, to] = [toldDay, askedDay].map(day => toIso(day.year ?? known, day.monthDay))
    if (from === null || to === null || from === undefined || to === undefined) return null
    // What is told of a day of a known year must be so.
    if (Temporal.PlainDate.from(from).dayOfWeek !== start + 1) return null
    const only = task('weekday', 'Find its day of the week', 'date.weekday', { date: to })
    return single(only, '{{weekday}}', { weekday: at('/weekday') }, to)
  }
  const isWrapped = askedDay.monthDay < toldDay.monthDay
  const counts = [2001, 2003, 2004].map(year => {
    const [from, to] = [toIso(year, toldDay.monthDay), toIso(year + (isWrapped ? 1 : 0), askedDay.monthDay)]
    return from === null || to === null ? null : Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days
  })
  const [count] = counts
  if (count === null || count === undefined || counts.some(each => each !== count)) return null
  // Nearly a year on it may rather be the day before.
  return isWrapped && count > 250 ? null : stepFrom(start, count, apartText(count, name))
}

const DAY_N =
  /^(?:if|when|suppose|say) D is (?:the )?day N (?:then )?(?:what|which) (?<what>weekday|day of the week|date|day)(?: of the week)? (?:is|will be|would be|falls on) (?:the )?day N$/u
/** `if today is day 1, what weekday is day 100`. */
function dayNumber({ days, numbers, shape }: Moments, input: PlannerInput): Answer | null {
  const what = DAY_N.exec(shape)?.groups?.what
  const [day] = days
  if (what === undefined || day === undefined || days.length !== 1 || numbers.length !== 2) return null
  const [from, to] = numbers.map(Number) as [number, number]
  const start = day.label === 'today' ? todayOf(input).toString() : settle(day, 'this year', input)
  if (start === null || !Number.isInteger(from) || !Number.isInteger(to) || to <= from || to > 100_000) return null
  const date = task('date', 'Count the days', 'date.add', { date: start, days: to - from })
  const weekday = task(
    'weekday',
    'Find its day of the week',
    'date.weekday',
    { date: { $from: 'date', pointer: '/date' } },
    ['date'],
  )
  const merged = { date: { $from: 'date', pointer: '/date' }, weekday: { $from: 'weekday', pointer: '/weekday' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['date', 'weekday'])
  const how = `${to - from} days after ${start}`
  const values = { weekday: at('/weekday'), date: at('/date') }
  const template = /weekday|week/u.test(what) ? '{{weekday}}, {{date}}' : '{{date}} ({{weekday}})'
  return { ...single(both, template, values, how), tasks: [date, weekday, both] }
}

export const weekdayChainRules: readonly PlannerRule[] = [
  defineRule({
    id: 'weekday-chain',
    reason: 'Finds a day of the week from one that is told of another day.',
    order: 57.4,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'If yesterday was Monday, what day is tomorrow?',
        'If the day after tomorrow is Sunday, what day was it yesterday?',
        'what day is it today if tomorrow is Friday',
        'If yesterday was a Tuesday, what day is it in 10 days?',
        'If 1 March is a Tuesday, what day is 1 April?',
        'If today is day 1, what weekday is day 100?',
      ],
      no: [
        'If yesterday was Monday, what day is best for tomorrow?',
        'Yesterday was Monday and tomorrow we fly',
        'If 1 February is a Tuesday, what day is 1 April?',
        'If tomorrow is Friday, what day does the shop open?',
        'If today is day 1, what do I do on day 100?',
      ],
    },
    read: told((moments, _, input) => {
      if (moments === null || moments.days.length === 0 || moments.times.length + moments.lengths.length > 0)
        return null
      return (moments.weekdays.length === 1 ? chained(moments) : null) ?? dayNumber(moments, input)
    }),
  }),
]
