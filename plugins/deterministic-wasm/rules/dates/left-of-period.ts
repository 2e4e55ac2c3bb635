/** What is still to come of this month or year: its days, working days, weekends, Fridays. Today itself is not counted. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { plural } from './day-distance.ts'
import type { Moments } from './moments.ts'
import { todayOf } from './read-date.ts'
import { told } from './read-told.ts'

const UNIT = '(?:(?:more|full|calendar) )*(?<unit>days|working days|business days|workdays|weekdays|weekends|V)'
const LEFT = new RegExp(
  `^(?:how many|number of) ${UNIT}(?: (?:are|is|do we have|do i have|there|still|will there be|have we got|do we still have))*(?: (?:left|remaining|remain|to come|to go|still|come))*(?: (?:in|of|this|until the end of|till the end of))?(?: the)? (?<place>M|Y|month|year)(?: (?:are|is|still|left|remaining|remain|to come))*(?: (?:after|from|counting from) D| not counting D| without D)?$`,
  'u',
)
const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

function leftOf(moments: Moments, input: PlannerInput): Answer | null {
  const { months, years, days, weekdays, shape } = moments
  const groups = LEFT.exec(shape)?.groups
  if (groups === undefined || !/(?<!\p{L})(?:left|remain|remaining|to come|to go|still)(?!\p{L})/u.test(shape))
    return null
  if (days.length > 1 || (days.length === 1 && days[0]?.label !== 'today') || months.length + years.length > 1)
    return null
  const today = todayOf(input)
  const month = months[0]
  const from = month?.from ?? (years[0] === undefined ? null : `${String(years[0]).padStart(4, '0')}-01-01`)
  const isYear = years.length === 1 || groups.place === 'year'
  const end =
    month?.to ??
    (isYear
      ? `${today.year}-12-31`
      : groups.place === 'month'
        ? today.with({ day: today.daysInMonth }).toString()
        : null)
  // Of a month or year that is not running, nothing is left or all.
  if (
    end === null ||
    (month !== undefined && month.unit === 'week') ||
    (years[0] !== undefined && years[0] !== today.year)
  )
    return null
  if ((from !== null && from > today.toString()) || end <= today.toString()) return null
  const unit = groups.unit ?? ''
  const how = `From ${today.toString()} (today, not counted) to ${end}`
  if (unit === 'days') {
    const wanted = { from: today.toString(), to: end, unit: 'days' }
    const value = Number(peek('date.difference', wanted)?.value)
    return single(
      task('difference', 'Count the days', 'date.difference', wanted),
      '{{value}} {{word}}',
      { value: at('/value'), word: literal(plural('days', value)) },
      how,
    )
  }
  if (/work|business|weekdays/u.test(unit)) {
    const wanted = { from: today.toString(), to: end, unit: 'business_days' }
    const value = Number(peek('date.difference', wanted)?.value)
    const answer = single(
      task('difference', 'Count the working days', 'date.difference', wanted),
      '{{value}} {{word}}',
      { value: at('/value'), word: literal(plural('working days', value)) },
      how,
    )
    return { ...answer, reading: 'Monday to Friday; holidays are not known.' }
  }
  const weekday =
    unit === 'weekends'
      ? 'Saturday'
      : NAMES.find(name => name.toLowerCase().startsWith((weekdays[0] ?? '-').slice(0, 3).toLowerCase()))
  // In the middle of a weekend it is not certain whether it counts.
  if (weekday === undefined || weekdays.length > 1 || (unit === 'weekends' && today.dayOfWeek > 5)) return null
  const wanted: JsonObject = {
    start: today.add({ days: 1 }).toString(),
    unit: 'weeks',
    weekdays: [weekday],
    until: end,
  }
  const dates = peek('date.recur', wanted)?.dates
  if (!Array.isArray(dates) || dates.length === 0) return null
  const word = unit === 'weekends' ? plural('weekends', dates.length) : `${weekday}${dates.length === 1 ? '' : 's'}`
  return {
    tasks: [task('dates', 'List them', 'date.recur', wanted)],
    answer: 'dates',
    reply: withHow(
      dates.length > 12
        ? '{{count}} {{word}}'
        : `{{count}} {{word}}\n\n${dates.map((_, i) => `{{/dates/${i}}}`).join(', ')}`,
      { count: literal(dates.length), word: literal(word), ...(dates.length > 12 ? {} : { dates: at('/dates') }) },
      how,
    ),
  }
}

export const leftOfPeriodRules: readonly PlannerRule[] = [
  defineRule({
    id: 'left-of-period',
    reason: 'Counts the days, working days, weekends or Fridays that are still to come in this month or year.',
    order: 49.7,
    pairs: true,
    hint: /left|remain|to come|to go|still/iu,
    examples: {
      yes: [
        'how many days of 2026 are left after today',
        'How many fridays are left in 2026?',
        'how many working days are left this year',
      ],
      no: [
        'how many days of holiday are left in 2026',
        'How many fridays are left in 2027?',
        'how many days are left of the milk',
        'how many working days do I have left of my leave this year',
      ],
    },
    read: told((moments, _, input) =>
      moments === null || /[STLNCIXWO]/.test(moments.shape) ? null : leftOf(moments, input),
    ),
  }),
]
