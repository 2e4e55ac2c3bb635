/** What the calendar says of one day: its weekday, week, quarter, place in the year; whether it exists; the day of a week before it. */
import type { PlannerInput } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, single, task } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { dayAndWeekday } from './date-answers.ts'
import { withOrder } from './day-shift.ts'
import { type DayToken, type Moments, nameDay, settle } from './moments.ts'
import { todayOf } from './read-date.ts'

const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

type Fact = readonly [pattern: RegExp, answer: (iso: string, day: DayToken) => Answer]

const WEEKDAY_ASKED = '(?:week ?day|day week|day|dow|day name|name day|weekday name)'
const FACTS: readonly Fact[] = [
  [
    is(
      `${WEEKDAY_ASKED}(?: (?:date|born|or))? D|(?:date )?D(?: (?:was|is))? ${WEEKDAY_ASKED}|D - ${WEEKDAY_ASKED}|born D ${WEEKDAY_ASKED}|${WEEKDAY_ASKED} born D`,
    ),
    weekdayOf,
  ],
  [
    is(
      '(?:(?:iso|calendar|week|cw|kw|number|no|nr|date) )*(?:week|cw|kw)(?: (?:number|no|nr|iso))*(?: year)?(?: (?:date|from|von|vom|does|contains|includes))? D(?: (?:belong|belongs|to|count|counts|part))*|D (?:- )?(?:(?:calendar|iso|belong|belongs|to) )*(?:week|cw|kw)(?: (?:number|no|iso))*(?: year)?',
    ),
    weekOf,
  ],
  [
    is(
      '(?:calendar |year )?quarter(?: year)?(?: (?:date|contains|includes|belong|belongs|to))? D|D (?:(?:belong|belongs|to|calendar) )*quarter(?: year)?',
    ),
    quarterOf,
  ],
  [
    is(
      '(?:day (?:number )?year|day number|ordinal (?:date|day)|julian day|number day year|how many(?:th)? day year|year day|day count year|day-of-year|nth day year)(?: number)?(?: date)? D(?: (?:leap year|Y|leap year Y))?|D (?:day (?:number )?year|how many(?:th)? day year|day number)(?: number)?',
    ),
    dayOfYear,
  ],
  [
    is(
      'D (?:weekday|work ?day|working day|business day|week day) or (?:weekend|saturday|sunday|holiday)(?: day)?|D weekend or (?:weekday|work ?day|working day|week day)|D weekend|weekend or weekday D|weekday or weekend D|(?:does )?D (?:on )?weekend',
    ),
    weekendOf,
  ],
]

/** A fact about one day. */
export function dayFact(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, reduced, shape } = moments
  const day = days[0]
  if (day === undefined || days.length !== 1 || moments.spans.length + moments.numbers.length > 0) return null
  const found = FACTS.find(([pattern]) => pattern.test(reduced)) ?? null
  const year = moments.years.length === 1 && day.year === null ? moments.years[0] : undefined
  // `What a day today!` is no question.
  if (/^what an? /u.test(shape)) return null
  if (found === null || (found[1] === weekdayOf && /today|tomorrow|yesterday/u.test(day.label))) return null
  if (moments.years.length === 1 && year === undefined && day.year !== moments.years[0]) return null
  // `The day is Christmas`: a day without its year must be asked about.
  if (!isAsked && day.year === null && year === undefined && !/(?:what|which|week|quarter|year)/u.test(shape))
    return null
  const isPast = /(?<!\p{L})(?:was|did|were|born|fell)(?!\p{L})/u.test(shape)
  const iso =
    year !== undefined
      ? settle({ ...day, year }, 'this year', input)
      : settle(day, isPast ? 'last' : 'this year', input)
  if (iso === null) return null
  const isKind = /^(?:is|was|will) D (?:be )?an? (?:week ?day|work(?:ing)? ?day)(?! is)/u.test(shape)
  return withOrder((isKind ? weekendOf : found[1])(iso, day), moments)
}

function weekdayOf(iso: string, day: DayToken): Answer {
  const only = task('weekday', 'Find the day of the week', 'date.weekday', { date: iso })
  return single(only, '{{weekday}}', { weekday: at('/weekday') }, nameDay(iso, day))
}

function weekOf(iso: string, day: DayToken): Answer {
  const only = task('week', 'Find the ISO week', 'date.weekday', { date: iso })
  return single(
    only,
    'Week {{week}} of {{year}}',
    { week: at('/week'), year: at('/week_year') },
    `ISO week of ${nameDay(iso, day)}`,
  )
}

function quarterOf(iso: string, day: DayToken): Answer {
  const only = task('day', 'Find its quarter', 'date.weekday', { date: iso })
  return single(only, 'Q{{quarter}}', { quarter: at('/quarter') }, `Calendar quarter of ${nameDay(iso, day)}`)
}

function dayOfYear(iso: string, day: DayToken): Answer {
  const only = task('day', 'Find its place in the year', 'date.weekday', { date: iso })
  return single(only, '{{value}}', { value: at('/day_of_year') }, `Day of the year of ${nameDay(iso, day)}`)
}

function weekendOf(iso: string, day: DayToken): Answer {
  return decided({
    tasks: [task('weekday', 'Find the day of the week', 'date.weekday', { date: iso })],
    when: hasMember('number', { minimum: 6 }),
    yes: 'Weekend',
    no: 'Weekday',
    rest: `: ${nameDay(iso, day)} is a {{weekday}}.`,
    members: ['weekday'],
  })
}

function periodEnd(iso: string, day: DayToken, unit: string): Answer {
  const period = task('period', `Find the ${unit}`, 'date.period', { date: iso, unit })
  return dayAndWeekday(period, `Last day of the ${unit} of ${nameDay(iso, day)}`, '/to')
}

const EDGE_OF = is(
  '(?:when )?(?:(?<edge>first|last|final|begin|start|end)(?: (?:day|date))? )?(?<unit>week|month|quarter|year)(?: (?<edge2>end|start|begin|beginning))?(?: (?:date|day))?(?: (?:following|after|containing|contains|includes|around|for|from|which|contain))* D',
)
/** `quarter end following D`, `end of the month of D`. */
export function periodAround(moments: Moments, input: PlannerInput): Answer | null {
  const day = moments.days[0]
  const groups = EDGE_OF.exec(moments.reduced)?.groups
  const edge = groups?.edge ?? groups?.edge2
  if (day === undefined || moments.days.length !== 1 || groups === undefined || edge === undefined) return null
  const iso = settle(day, 'this year', input)
  if (iso === null || !/last|final|end/u.test(edge)) return null
  return withOrder(periodEnd(iso, day, groups.unit ?? 'month'), moments)
}

const BESIDE = is(
  '(?:when |date |day )*(?<nth>first |last |next |previous |closest )?W (?:(?<near>immediately|right|just|directly) )?(?<way>before|after|following|preceding|prior to|on or after|on or before|from|since)(?: date)? D(?: (?:when|date))?',
)
/** `first Monday after D`, `Sunday before D`. */
export function besideDay(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, weekdays, reduced, shape } = moments
  const groups = BESIDE.exec(reduced)?.groups
  const day = days[0]
  if (groups === undefined || day === undefined || days.length !== 1 || weekdays.length !== 1) return null
  if (day.year === null && !isAsked && !/^(?:what|when|which|first|last|next)/u.test(shape)) return null
  const start = settle(day, 'next', input)
  const wanted = WEEKDAYS.findIndex(name => name.startsWith((weekdays[0] ?? '').slice(0, 3))) + 1
  if (start === null || wanted === 0) return null
  const way = groups.way ?? ''
  const isBack = /before|preceding|prior/u.test(way)
  if (
    (groups.nth === 'first ' && isBack) ||
    (groups.nth === 'next ' && isBack) ||
    ((groups.nth === 'last ' || groups.nth === 'previous ') && !isBack)
  )
    return null
  const from = Temporal.PlainDate.from(start)
  const isOpen = way.startsWith('on or')
  const away = isBack ? (from.dayOfWeek - wanted + 7) % 7 : (wanted - from.dayOfWeek + 7) % 7
  const days_ = away === 0 && !isOpen ? 7 : away
  const name = (WEEKDAYS[wanted - 1] ?? '').replace(/^./, letter => letter.toUpperCase())
  const recur = isBack
    ? task('date', 'Count back to it', 'date.add', { date: start, days: -days_ })
    : task('date', 'Count on to it', 'date.add', { date: start, days: days_ })
  return withOrder(dayAndWeekday(recur, `${name} ${way} ${nameDay(start, day)}`), moments)
}

const REAL =
  /(?<!\p{L})(?:valid|real|reel|exist|exists|exsist|possible|correct|actual|legit|legitimate|proper)(?!\p{L})/u
const DIGITS = /(?<![\d.,/-])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])(\d{1,2})\5(\d{4}))(?![\d]|[.,/-]\d)/g
const WRITTEN =
  /(?<![\p{L}\p{N}])(?:(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (jan\p{L}*|feb\p{L}*|mar\p{L}*|apr\p{L}*|may|june?|july?|aug\p{L}*|sep\p{L}*|oct\p{L}*|nov\p{L}*|dec\p{L}*)|(jan\p{L}*|feb\p{L}*|mar\p{L}*|apr\p{L}*|may|june?|july?|aug\p{L}*|sep\p{L}*|oct\p{L}*|nov\p{L}*|dec\p{L}*) (\d{1,2})(?:st|nd|rd|th)?),? (\d{4})(?!\d)/giu
const MONTH_STARTS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** `is 2024-02-30 a real date`: the length of its month decides. */
export function isReal(text: string, shape: string, isAsked: boolean): Answer | null {
  if (
    !(isAsked || /^(?:if|whether) [DX] (?:is|was|be) (?:an? )?(?:valid|real|actual|possible|correct)/u.test(shape)) ||
    !REAL.test(shape) ||
    !/^(?:is|was|are|does|do|did|can|check|if|whether|tell|say|know)(?!\p{L})|[DX] (?:valid|real)/u.test(shape)
  )
    return null
  if ((shape.match(/[A-Z]/g) ?? []).length !== 1 || !/[DX]/.test(shape)) return null
  if (
    !isTold(shape.replace(/[DX]/, ' ').replace(/ or (?:does|is|did) it not(?: \p{L}+)?$| or not$/u, ''), {
      words:
        'is was tell say let know me if whether please valid real reel exist exists exsist possible correct actual legit legitimate proper date day calendar or not does even a check if whether check gregorian',
    })
  )
    return null
  const numbers = [...text.matchAll(DIGITS)]
  const words = [...text.matchAll(WRITTEN)]
  if (numbers.length + words.length !== 1) return null
  const [, y, m, d, a, sign, b, y2] = numbers[0] ?? []
  // `05/30/2024` can only have its month first. Where both could, the day is real in either order.
  const isMonthFirst = sign === '/' && Number(b) > 12 && Number(a) <= 12
  const [d2, m2] = isMonthFirst ? [b, a] : [a, b]
  const [, d3, n3, n4, d4, y4] = words[0] ?? []
  const year = Number(y ?? y2 ?? y4)
  const month =
    n3 === undefined && n4 === undefined
      ? Number(m ?? m2)
      : MONTH_STARTS.indexOf((n3 ?? n4 ?? '').slice(0, 3).toLowerCase()) + 1
  const day = Number(d ?? d2 ?? d3 ?? d4)
  if (year < 1 || day < 1) return null
  const written = (numbers[0]?.[0] ?? words[0]?.[0] ?? '').trim()
  if (month < 1 || month > 12) return null
  const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`
  return decided({
    tasks: [task('month', 'Look at its month', 'date.period', { date, unit: 'month' })],
    when: hasMember('days', { minimum: day }),
    yes: `Yes, ${written} is a day of the calendar`,
    no: `No, ${written} is no day of the calendar`,
    rest: `: that month has {{days}} days.`,
    members: ['days'],
  })
}

/** `born D, how many days until my birthday`, `my birthday is 5 May`. */
export function birthday(moments: Moments, input: PlannerInput): Answer | null {
  const { days, shape, years } = moments
  const day = days[0]
  if (day === undefined || days.length !== 1 || !/(?<!\p{L})birthday(?!\p{L})/u.test(shape)) return null
  if (
    moments.spans.length +
      moments.times.length +
      moments.numbers.length +
      moments.lengths.length +
      moments.ordinals.length +
      moments.months.length >
    0
  )
    return null
  const isWeekday = /(?:what|which) (?:day of the week|weekday|day)/u.test(shape)
  const isDistance = /how (?:many days|long)|days (?:until|till|to)/u.test(shape)
  if (isWeekday === isDistance || years.length > (isWeekday ? 1 : 0)) return null
  if (
    !isTold(shape, {
      words:
        "birthday go mum mom mums moms mum's mom's dad's dad son's daughter's wife's husband's sister's brother's friend's s what which day weekday of the week fall falls will be on is when its it my how many days long until till to left next this year born her his date",
      names: 1,
    })
  )
    return null
  const today = todayOf(input)
  if (isWeekday) {
    const year = years[0] ?? (day.year !== null && day.year >= today.year ? day.year : null)
    const iso =
      year === null ? settle({ ...day, year: null }, 'next', input) : settle({ ...day, year }, 'this year', input)
    return iso === null || iso.endsWith('02-29') ? null : weekdayOf(iso, day)
  }
  const iso = settle({ ...day, year: null }, 'next', input)
  if (iso === null || day.monthDay === '02-29') return null
  const wanted = { from: today.toString(), to: iso, unit: 'days' }
  if (peek('date.difference', wanted) === null) return null
  const only = task('difference', 'Count the days', 'date.difference', wanted)
  return single(
    only,
    '{{value}} {{word}}',
    { value: at('/value'), word: literal('days') },
    `From ${today} (today) to ${iso}`,
  )
}

const NOW =
  /^(?:(?:iso|calendar|current|week|cw|kw|quarter|number|no|day|how many|days|into|year|month|fiscal) ?)+(?: ?(?:now|currently|today))?$/u
/** `what week are we in`, `how many days into the year are we`. */
export function currentPeriod({ reduced, shape }: Moments, clause: Clause, input: PlannerInput): Answer | null {
  if (!clause.isAsked && !/^(?:what|which|current|how)/u.test(shape)) return null
  const asked = reduced.replace(/ (?:right )?now$| currently$| today$/u, '')
  if (
    !/(?:are we|we are|is it|we're|is this|current|now|today)/u.test(clause.worded.toLowerCase()) ||
    !NOW.test(reduced)
  )
    return null
  const iso = todayOf(input).toString()
  const day = { text: 'today', year: null, monthDay: '', label: 'today' }
  if (/^(?:(?:iso|calendar|current) )*(?:week|cw|kw)(?: (?:number|no))?(?: year)?$/u.test(asked))
    return weekOf(iso, day)
  if (/^(?:(?:calendar|current) )*quarter(?: year)?$/u.test(asked)) return quarterOf(iso, day)
  return /^(?:day number year|day year|how many days into year|days into year)$/u.test(asked)
    ? dayOfYear(iso, day)
    : null
}
