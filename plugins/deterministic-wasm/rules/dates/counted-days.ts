/**
 * Days that are counted with a condition: Mondays or weekends between two days or until one, the days of a span or a month without
 * weekends or without one weekday, a span without its first day, its last or both, working days less the days that are named.
 */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { isRoundTheYear, plural } from './day-distance.ts'
import { withOrder } from './day-shift.ts'
import { type DayToken, type Moments, nameDay, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'
import { kept, strictSkeletonOf } from './skeleton.ts'

const KEEP = kept(
  'days weekdays workdays weekends weekend working business work between from to until till and - except excluding without not but for counting count number list all dates both either neither first last ends end start starting day of in through before including included are is left day plus + together total combined altogether have',
)
const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const namesOf = (weekdays: readonly string[]): readonly string[] | null => {
  const names = weekdays.map(written =>
    NAMES.find(name => name.slice(0, 3).toLowerCase() === written.slice(0, 3).toLowerCase()),
  )
  return names.every(name => name !== undefined) ? (names as readonly string[]) : null
}

type Span = { readonly from: string; readonly to: string; readonly how: string }

/** The days that are named, or the month or year. */
function spanOf(moments: Moments, days: readonly DayToken[], input: PlannerInput): Span | null {
  const { months, years } = moments
  const [a, b] = days
  if (a === undefined) {
    const [place] = months
    if (place !== undefined && months.length === 1 && years.length === 0)
      return { from: place.from, to: place.to, how: place.name }
    const [year] = years
    if (year === undefined || years.length !== 1 || months.length > 0) return null
    const y = String(year).padStart(4, '0')
    return { from: `${y}-01-01`, to: `${y}-12-31`, how: y }
  }
  if (months.length + years.length > 0 || days.length > 2) return null
  if (b === undefined) return null
  const from = settle(a, 'this year', input, a.year === null && b.year !== null ? `${b.year}-01-01` : undefined)
  const to = from === null ? null : settle(b, 'this year', input, b.year === null ? from : undefined)
  if (from === null || to === null || to < from) return null
  if (a.year === null && b.year === null && isRoundTheYear(from, to)) return null
  return { from, to, how: `From ${nameDay(from, a)} to ${nameDay(to, b)}` }
}

/** From today to a day that is to come. */
function spanToDay(day: DayToken, input: PlannerInput): Span | null {
  const today = todayOf(input)
  const to = settle(day, 'next', input)
  if (to === null || to <= today.toString()) return null
  return { from: today.toString(), to, how: `From ${today.toString()} (today) to ${nameDay(to, day)}` }
}

const MOST_SHOWN = 12

function counted(span: Span, weekdays: readonly string[], word: string, isList: boolean): Answer | null {
  const wanted: JsonObject = { start: span.from, unit: 'weeks', weekdays: [...weekdays], until: span.to }
  const dates = peek('date.recur', wanted)?.dates
  if (!Array.isArray(dates) || dates.length > 400 || dates.length === 0) return null
  const recur = task('dates', 'List them', 'date.recur', wanted)
  if (isList) return { tasks: [recur], answer: 'dates', reply: listReply('/dates', dates.length, '\n') }
  const shown = dates.length > MOST_SHOWN ? '' : `\n\n${dates.map((_, i) => `{{/dates/${i}}}`).join(', ')}`
  return {
    tasks: [recur],
    answer: 'dates',
    reply: withHow(
      `{{count}} {{word}}${shown}`,
      {
        count: literal(dates.length),
        word: literal(plural(word, dates.length)),
        ...(shown === '' ? {} : { dates: at('/dates') }),
      },
      `${span.how}, both days counted`,
    ),
  }
}

const MANY = '(?:count |number )?(?:of )?'
const V_BETWEEN =
  /^(?:(?:count|number|of|are|in|list|all|dates) )*(?<what>V|W|weekends)(?: (?:are|in|is|left))*(?: (?:between|from))? (?<span>D (?:to|and|until|till|-|through) D|M)(?: (?:both )?(?:including|included))?$/u
const V_UNTIL = new RegExp(`^${MANY}(?<what>V|W|weekends) (?:(?:are|is|left) )*(?:until|till|to|before) D$`, 'u')

/** `how many Mondays between D and D`, `how many weekends until D`. */
function weekdaysCounted(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const { days, weekdays, shape } = moments
  const isMany = /(?<!\p{L})how many(?!\p{L})|^(?:number of|count) /u.test(shape)
  const isList =
    /^(?:(?:please|give|show|tell|me|which|what|are|the) )*(?:list|all|dates|which|what)(?!\p{L})/u.test(shape) &&
    !isMany
  if (!isMany && !isList) return null
  const between = V_BETWEEN.exec(bare)?.groups
  const until = between === undefined ? V_UNTIL.exec(bare)?.groups : undefined
  const what = between?.what ?? until?.what
  if (what === undefined || weekdays.length > 1 || (isList && what === 'weekends')) return null
  // `how many Monday` must be one day of the week.
  if (what === 'W' && isMany) return null
  const span =
    between !== undefined
      ? between.span === 'M' && what !== 'weekends'
        ? null
        : spanOf(moments, days, input)
      : days[0] === undefined || days.length !== 1
        ? null
        : spanToDay(days[0], input)
  if (span === null) return null
  // On a weekend it is not certain whether this one counts.
  if (what === 'weekends' && between === undefined && todayOf(input).dayOfWeek > 5) return null
  if (what === 'weekends') return weekends(span)
  const names = namesOf(weekdays)
  if (names === null || names.length !== 1) return null
  const answer = counted(span, names, `${names[0]}s`, isList)
  return answer === null ? null : withOrder(answer, moments)
}

/** Whole weekends: a Saturday and the Sunday behind it. */
function weekends(span: Span): Answer | null {
  const last = Temporal.PlainDate.from(span.to)
  const from = Temporal.PlainDate.from(span.from)
  // A span that begins on a Sunday or ends on a Saturday has half a weekend.
  if (from.dayOfWeek === 7 || last.dayOfWeek === 6) return null
  const wanted: JsonObject = { start: span.from, unit: 'weeks', weekdays: ['Saturday'], until: span.to }
  const dates = peek('date.recur', wanted)?.dates
  if (!Array.isArray(dates)) return null
  return {
    tasks: [task('dates', 'List their Saturdays', 'date.recur', wanted)],
    answer: 'dates',
    reply: withHow(
      '{{count}} {{word}}',
      { count: literal(dates.length), word: literal(plural('weekends', dates.length)) },
      `${span.how}, the Saturdays counted`,
    ),
  }
}

const LESS = '(?:except|excluding|without|not counting|but not|except for|not including)'
const WITHOUT = new RegExp(
  `^${MANY}days (?:(?:are|is|in|of) )*(?:between |from )?(?:D (?:to|and|until|till|-|through) D(?: both(?: days)? (?:included|counted)| including both| included)?|M|Y) ${LESS} (?:(?:all|and|for) )*(?<what>weekends|V(?:(?: and)? V)*)$`,
  'u',
)
const ARE_NOT = new RegExp(
  `^${MANY}days (?:(?:are|in|of) )*(?:M|Y) (?:are )?not (?:in )?(?<what>weekends|V(?:(?: and)? V)*)$`,
  'u',
)
/** `how many days in January 2027 without Fridays`. */
function daysWithout(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const groups = (WITHOUT.exec(bare) ?? ARE_NOT.exec(bare))?.groups
  if (groups === undefined || !/how many days|number of days/u.test(moments.shape)) return null
  const span = spanOf(moments, moments.days, input)
  const taken = groups.what === 'weekends' ? ['Saturday', 'Sunday'] : namesOf(moments.weekdays)
  if (span === null || taken === null || taken.length === 0 || new Set(taken).size !== taken.length) return null
  const isNamed = moments.months.length === 0 || moments.months[0]?.hasYear === true
  if (!isNamed && taken.length < 7 && moments.months[0]?.month === 2) return null
  const left = NAMES.filter(name => !taken.includes(name))
  if (left.length === 0) return null
  const wanted: JsonObject = { start: span.from, unit: 'weeks', weekdays: left, until: span.to }
  const dates = peek('date.recur', wanted)?.dates
  if (!Array.isArray(dates) || dates.length > 4000) return null
  const only = task('dates', 'List the other days', 'date.recur', wanted)
  const of = groups.what === 'weekends' ? 'Saturdays and Sundays' : taken.map(name => `${name}s`).join(' and ')
  return withOrder(
    {
      tasks: [only],
      answer: 'dates',
      reply: withHow(
        '{{count}} {{word}}',
        { count: literal(dates.length), word: literal(plural('days', dates.length)) },
        `${span.how}${moments.days.length === 2 ? ', both days counted' : ''}, without ${of}`,
      ),
    },
    moments,
  )
}

const ENDS = new RegExp(
  `^${MANY}days (?:(?:are|is|in) )*(?:between|from) D (?:to|and|until|till|-) D (?:${LESS} (?<which>both(?: days| ends)?|either|first day|last day|start day|end day|first|last|first and last day|first and last)|both (?:days |ends )?(?<out>excluded)|not (?:including|counting) (?<which2>both|either|first day|last day|first and last day))$`,
  'u',
)
/** `days between D and D, not counting either`. */
function withoutEnds(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const groups = ENDS.exec(bare)?.groups
  if (groups === undefined || moments.days.length !== 2) return null
  const span = spanOf(moments, moments.days, input)
  if (span === null) return null
  const which = groups.which ?? groups.which2 ?? 'both'
  const isBoth = /both|either|and/u.test(which)
  // Without one of them, the distance itself: the other is counted.
  const from = isBoth ? Temporal.PlainDate.from(span.from).add({ days: 1 }).toString() : span.from
  if (from > span.to) return null
  const wanted = { from, to: span.to, unit: 'days' }
  const value = Number(peek('date.difference', wanted)?.value)
  const only = task('difference', 'Count the days', 'date.difference', wanted)
  const answer = single(
    only,
    '{{value}} {{word}}',
    { value: at('/value'), word: literal(plural('days', value)) },
    `${span.how}, ${isBoth ? 'neither day' : /first|start/u.test(which) ? 'the first day not' : 'the last day not'} counted`,
  )
  return withOrder(answer, moments)
}

const WORK = '(?:(?:working|business|work) ?days|workdays|weekdays)'
const WORK_LESS = new RegExp(
  `^${MANY}${WORK} (?:(?:are|in|of|is) )*(?:between |from )?(?<span>D (?:to|and|until|till|-|through) D|M) ${LESS}(?<off>(?: (?:and )?D)+)$`,
  'u',
)
/** `working days in December 2026 without 25 and 28 December`. */
function workLess(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const groups = WORK_LESS.exec(bare)?.groups
  if (groups === undefined || !/how many|number of/u.test(moments.shape)) return null
  const isMonth = groups.span === 'M'
  const within = isMonth ? [] : moments.days.slice(0, 2)
  const span = spanOf({ ...moments, days: within }, within, input)
  if (span === null || (isMonth && moments.months[0]?.unit !== 'month')) return null
  const off = moments.days
    .slice(within.length)
    .map(day => settle(day, 'this year', input, day.year === null ? span.from : undefined))
  if (
    off.some(day => day === null || day < span.from || day > span.to) ||
    new Set(off).size !== off.length ||
    off.length > 10
  )
    return null
  const working = off.filter(day => Temporal.PlainDate.from(day ?? '').dayOfWeek < 6).length
  const before = Temporal.PlainDate.from(span.from).subtract({ days: 1 }).toString()
  const all = task('all', 'Count the working days', 'date.difference', {
    from: before,
    to: span.to,
    unit: 'business_days',
  })
  const count = Number(peek('date.difference', { from: before, to: span.to, unit: 'business_days' })?.value)
  const rest = task(
    'rest',
    'Take off the days that are named',
    'math.evaluate',
    { expression: `${count} - ${working}` },
    ['all'],
  )
  const answer = single(
    rest,
    '{{value}} working days',
    { value: at('/exact') },
    `${span.how}${isMonth ? '' : ', both days counted'}: ${count} less ${working} that ${working === 1 ? 'falls' : 'fall'} on working days`,
  )
  return { ...answer, tasks: [all, rest], reading: 'Monday to Friday; other holidays are not known.' }
}

const MONTHS_SUM =
  /^(?:count |number )?(?:of )?days (?:(?:are|in|of) )*M(?: (?:and|plus|[+]|M))+(?: (?:together|total|combined|altogether|have|in))*$/u
/** `how many days are in June and July together`: one February among them needs its year. */
function monthsTogether({ months, days, years, shape }: Moments, bare: string): Answer | null {
  if (!MONTHS_SUM.test(bare) || months.length < 2 || months.length > 12 || days.length + years.length > 0) return null
  if (!/how many days|number of days|^(?:the )?days in/u.test(shape) || months.some(({ unit }) => unit !== 'month'))
    return null
  if (
    months.some(({ hasYear, month }) => !hasYear && month === 2) ||
    new Set(months.map(({ from }) => from)).size !== months.length
  )
    return null
  const tasks = months.map(({ from }, i) =>
    task(`month${i + 1}`, `Find month ${i + 1}`, 'date.period', { date: from, unit: 'month' }),
  )
  const total = task(
    'total',
    'Add them up',
    'math.sum',
    { values: tasks.map(({ key }) => ({ $from: key, pointer: '/days' })) },
    tasks.map(({ key }) => key),
  )
  const named = months.map(({ name, hasYear }) => (hasYear ? name : name.replace(/ \d+$/u, '')))
  const sizes = months.map(({ from }) => String(peek('date.period', { date: from, unit: 'month' })?.days))
  const how = sizes.map((size, i) => `${named[i]} ${size}`).join(' + ')
  return { ...single(total, '{{value}} days', { value: at('/exact') }, how), tasks: [...tasks, total] }
}

export const countedDayRules: readonly PlannerRule[] = [
  defineRule({
    id: 'counted-days',
    reason:
      'Counts weekdays and weekends of a span, days without weekends or a weekday, without the ends, and working days less named ones.',
    order: 57.3,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'How many Mondays between 1 January 2027 and 1 March 2027?',
        'how many mondays until christmas',
        'How many weekends are there between 4 December and 28 December 2026?',
        'How many days in January 2027 except weekends?',
        'How many days in January 2027 without Fridays?',
        'How many days between 1 March and 10 March, not counting either?',
        'How many working days in December 2026 without 8 December and 25 December?',
        'How many days are in June and July together?',
      ],
      no: [
        'How many Mondays between 1 January 2027 and 1 March 2027 do I work?',
        'How many days in January 2027 except holidays?',
        'How many Mondays of rain until christmas?',
        'How many working days in December 2026 without Christmas leave?',
        'How many days between 1 March and 10 March without rain?',
        'how many weekends until we meet on 1 june 2026',
        'how many days in January 2027 except weekends am I free',
      ],
    },
    read: told((moments, _, input) => {
      if (moments === null || moments.days.length + moments.months.length + moments.years.length === 0) return null
      if (moments.times.length + moments.lengths.length + moments.numbers.length + moments.spans.length > 0) return null
      if (!/(?<!\p{L})(?:days|weekends|V|W|weekdays|workdays)(?!\p{L})/u.test(moments.shape)) return null
      const bare = strictSkeletonOf(moments.shape, KEEP)
      return (
        weekdaysCounted(moments, bare, input) ??
        daysWithout(moments, bare, input) ??
        withoutEnds(moments, bare, input) ??
        workLess(moments, bare, input) ??
        monthsTogether(moments, bare)
      )
    }),
  }),
]
