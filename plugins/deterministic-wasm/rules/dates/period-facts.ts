/** Counts and lists of a month, a quarter or a year: its days, working days, weekends, weeks, leap years, and the nth of its days. */
import type { PlannerInput } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, single, task, withHow } from '../rule.ts'
import { dayAndWeekday } from './date-answers.ts'
import { withOrder } from './day-shift.ts'
import type { Moments } from './moments.ts'
import { settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { type MonthToken, readMonth, readNth } from './read-period.ts'
import { collected } from './time-tasks.ts'

const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
type Weekday = (typeof WEEKDAYS)[number]
const dayNamed = (name: string): Weekday | undefined =>
  WEEKDAYS.find(day => day.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()))

/** The one period that is named: a month, or a year. */
function placeOf({ months, years }: Moments, input: PlannerInput): MonthToken | null {
  if (months.length + years.length !== 1) return null
  return months[0] ?? readMonth(String(years[0]), input)
}

/** A list of dates that an operation makes, with their number. */
function listed(wanted: Readonly<Record<string, unknown>>, form: 'count' | 'list', how: string): Answer | null {
  const dates = peek('date.recur', wanted as never)?.dates
  if (!Array.isArray(dates) || dates.length === 0 || dates.length > 400) return null
  const recur = task('dates', 'List them', 'date.recur', wanted as never)
  if (form === 'list') return { tasks: [recur], answer: 'dates', reply: listReply('/dates', dates.length, '\n') }
  return dates.length > 40
    ? { tasks: [recur], answer: 'dates', reply: withHow('{{count}}', { count: literal(dates.length) }, how) }
    : {
        tasks: [recur],
        answer: 'dates',
        reply: {
          template: `{{count}}\n\n${dates.map((_, i) => `{{/dates/${i}}}`).join(', ')}`,
          values: { count: literal(dates.length), dates: at('/dates') },
        },
      }
}

const MANY = '(?:how many|number|count|total|amount)'
const IN = '(?: (?:from|between|there))*'
const LENGTH = is(
  `(?:${MANY} days|length|how long|days|last day|last date)(?: (?:month|leap year|no leap year))?${IN} M(?: (?:how many|how long|last|go|days|day|go up to|up to))*|M (?:last day(?: N or N| or N)?|how many days|${MANY} days|length|N or N days|how long)|M N or N(?: days)?|last day M N or N`,
)
const WORKING = is(
  `${MANY} (?:full )?(?:(?:working|business|work|week) ?days|workdays|weekdays)(?: (?:mon|W) (?:-|to|until|till|through) (?:fri|W))?(?: (?:month|there))?${IN} [MY](?: (?:W - W|W to W))?|[MY] (?:how many|number) (?:(?:working|business|work|week) ?days|workdays|weekdays)|(?:(?:working|business|work|week) ?days|workdays|weekdays) [MY]`,
)
const WEEKENDS = is(
  `${MANY} weekend days${IN} [MY]|${MANY} V (?:[+]|plus|or)? ?V(?: together| total| altogether| combined)?${IN} [MY]`,
)
const COUNT_V = is(`${MANY} V${IN} [MY]|[MY] ${MANY} V|${MANY} W${IN} [MY]`)
const LIST_V = is(
  '(?:(?:list|all|dates|every|each|name|when) )*(?:all |every |each )?(?:V|(?<=every |each |all )W)(?: dates| date)? [MY](?: dates)?',
)
const WEEKS = is(
  `${MANY} (?:(?:iso|calendar) )*weeks${IN} Y|Y (?:N or N|${MANY}) (?:iso |calendar )*weeks|(?:N or N )(?:iso |calendar )*weeks Y`,
)
const DAYS_YEAR = is(`${MANY} days${IN} Y`)

/** A count of a period. */
export function periodCount(moments: Moments, input: PlannerInput, isAsked: boolean): Answer | null {
  const { reduced, weekdays } = moments
  const place = placeOf(moments, input)
  if (place === null || moments.days.length + moments.spans.length > 0) return null
  const needsYear = !place.hasYear && place.unit === 'month'
  const inside = { date: place.from, unit: place.unit }
  if (LENGTH.test(reduced) && moments.months.length === 1) {
    if (needsYear && place.month === 2) return isAsked ? twoLengths() : null
    const answer = single(
      task('period', `Find the ${place.unit}`, 'date.period', inside),
      '{{days}} days',
      { days: at('/days') },
      needsYear ? '' : place.name,
    )
    return /last (?:day|date)/u.test(reduced) && !/how many/u.test(reduced) ? lastDay(place) : answer
  }
  if (DAYS_YEAR.test(reduced) && moments.years.length === 1)
    return single(
      task('period', 'Find the year', 'date.period', inside),
      '{{days}} days',
      { days: at('/days') },
      place.name,
    )
  const before = Temporal.PlainDate.from(place.from).subtract({ days: 1 }).toString()
  if (WORKING.test(reduced) && weekdays.every(name => /^(?:mon|fri)/u.test(name))) {
    const wanted = { from: before, to: place.to, unit: 'business_days' }
    const answer = single(
      task('days', 'Count the working days', 'date.difference', wanted),
      '{{value}} working days',
      { value: at('/value') },
      place.name,
    )
    return { ...answer, reading: 'Monday to Friday; holidays are not known.' }
  }
  if (WEEKS.test(reduced) && moments.years.length === 1) {
    const only = task('week', 'Find the week of 28 December', 'date.weekday', {
      date: `${place.from.slice(0, 4)}-12-28`,
    })
    return single(
      only,
      '{{week}} ISO weeks',
      { week: at('/week') },
      `28 December ${place.name} is always in the last one`,
    )
  }
  const named = weekdays.map(dayNamed)
  const days = WEEKENDS.test(reduced) && named.length === 0 ? (['Saturday', 'Sunday'] as const) : named
  if (days.length === 0 || days.some(day => day === undefined) || new Set(days).size !== days.length) return null
  const wanted = { start: place.from, unit: 'weeks', weekdays: [...days], until: place.to }
  if (WEEKENDS.test(reduced) || (COUNT_V.test(reduced) && days.length === 1))
    return listed(wanted, 'count', `${days.join(' and ')} of ${place.name}`)
  if (
    LIST_V.test(reduced) &&
    days.length === 1 &&
    (isAsked || /^(?:the )?(?:list|all|every|each|dates)/u.test(moments.shape))
  )
    return listed(wanted, 'list', '')
  return null
}

/** A February whose year is not said. */
function twoLengths(): Answer {
  const only = task('sentence', 'Say both', 'text.template', {
    template: '{{sentence}}',
    values: { sentence: '28 days, and 29 in a leap year' },
  })
  return single(only, '{{text}}', { text: at('/text') })
}

function lastDay(place: MonthToken): Answer {
  const next = Temporal.PlainDate.from(place.to).add({ days: 1 }).toString()
  return dayAndWeekday(
    task('date', 'Find the last day', 'date.add', { date: next, days: -1 }),
    `Last day of ${place.name}`,
  )
}

const NTH_DAY = is(
  '(?:(?:when|date|day) )*(?:O day|day (?:number |no )?[NO]) Y(?: (?:date|when))?|Y (?:day (?:number |no )?N|O day)',
)
const WEEK_DAY = is(
  '(?:(?:when|date|dates|days|day) )*(?:(?:W|first day|last day|start|beginning|end|begin|starts?) )?(?:(?:iso|calendar) )?(?:week|kw|cw|wk)(?: (?:number|no))? (?:N|O)(?: year)? Y(?: (?:date|when|start|starts|begin|begins|cover|covers|run|runs|include|includes|go))*|(?:W )?O (?:iso |calendar )?week Y',
)
/** `the 200th day of 2025`, `Monday of week 34 2025`. */
export function placedDay(moments: Moments): Answer | null {
  const { years, reduced, numbers, ordinals, weekdays } = moments
  const year = years[0]
  const n = Number(numbers[0] ?? ordinals[0])
  if (
    year === undefined ||
    years.length !== 1 ||
    numbers.length + ordinals.length !== 1 ||
    moments.days.length + moments.months.length > 0
  )
    return null
  const y = String(year).padStart(4, '0')
  if (NTH_DAY.test(reduced)) {
    const length = peek('date.period', { date: `${y}-01-01`, unit: 'year' })?.days
    if (!Number.isInteger(n) || n < 1 || n > Number(length)) return null
    return dayAndWeekday(
      task('date', 'Count the days', 'date.add', { date: `${y}-01-01`, days: n - 1 }),
      `Day ${n} of ${year}`,
    )
  }
  if (!WEEK_DAY.test(reduced) || weekdays.length > 1) return null
  const weeks = Number(peek('date.weekday', { date: `${y}-12-28` })?.week)
  const day = weekdays.length === 1 ? dayNamed(weekdays[0] ?? '') : undefined
  const isLast = /last day|(?<!\p{L})end(?!\p{L})/u.test(reduced)
  const isOne = day !== undefined || isLast || /first day|start|begin/u.test(reduced)
  if (!Number.isInteger(n) || n < 1 || n > weeks) return null
  const first = task('first', 'Find week 1', 'date.period', { date: `${y}-01-04`, unit: 'week' })
  const monday = { $from: 'first', pointer: '/from' }
  const offset = (n - 1) * 7 + (day === undefined ? (isLast ? 6 : 0) : WEEKDAYS.indexOf(day))
  const date = task('date', 'Count on from its Monday', 'date.add', { date: monday, days: offset }, ['first'])
  if (isOne) {
    const one = dayAndWeekday(date, `ISO week ${n} of ${year}`)
    return { ...one, tasks: [first, ...one.tasks] }
  }
  const end = task('end', 'Count on to its Sunday', 'date.add', { date: monday, days: offset + 6 }, ['first'])
  const both = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ from: { $from: 'date', pointer: '/date' }, to: { $from: 'end', pointer: '/date' } }] },
    ['date', 'end'],
  )
  return {
    tasks: [first, date, end, both],
    answer: 'both',
    reply: withHow(
      '{{from}} to {{to}}',
      { from: at('/from'), to: at('/to') },
      `ISO week ${n} of ${year}, Monday to Sunday`,
    ),
  }
}

const NEXT_LEAP = is(
  '(?:when )?(?<way>next|previous|last|first|coming|upcoming) leap year(?: (?<rel>after|before|since|from|following|coming after) Y)?(?: when)?|leap year (?<rel2>after|before|following) Y',
)
const LEAPS = is(
  '(?:(?:list|every|all|each|name|years) )*leap years?(?: (?:all|are))* (?:between|from|since)? ?Y(?: (?:to|until|till|through|-))? Y(?: (?:inclusive|included|list))?',
)
const COUNT_LEAPS = is(
  `${MANY} leap years (?:there )?(?:between|from)? ?Y(?: (?:to|until|till|-|through))? Y(?: (?:inclusive|both|included|including|years|counted|ends))*`,
)
/** The next leap year, or all of a span. */
export function leapYears(moments: Moments, input: PlannerInput): Answer | null {
  const { years, reduced } = moments
  if (/[DMSNLTCIWVOX]/.test(reduced)) return null
  const groups = NEXT_LEAP.exec(reduced)?.groups
  if (groups !== undefined && years.length < 2) {
    const isBack =
      groups.rel === 'before' ||
      groups.rel2 === 'before' ||
      ((groups.way === 'previous' || groups.way === 'last') && groups.rel === undefined)
    if ((groups.way === 'previous' || groups.way === 'last') && groups.rel !== undefined && groups.rel !== 'before')
      return null
    const base = years[0] ?? todayOf(input).year
    const wanted = isBack ? { from: base - 8, to: base - 1 } : { from: base + 1, to: base + 8 }
    const found = peek('date.leap_years', wanted)?.years
    if (!Array.isArray(found) || found.length === 0) return null
    const only = task('years', 'List the leap years near it', 'date.leap_years', wanted)
    const place = isBack ? found.length - 1 : 0
    return single(
      only,
      '{{year}}',
      { year: at(`/years/${place}`) },
      `The ${isBack ? 'last leap year before' : 'first leap year after'} ${base}`,
    )
  }
  const [from, to] = years
  if (from === undefined || to === undefined || years.length !== 2 || to < from || to - from > 800) return null
  const found = peek('date.leap_years', { from, to })?.years
  if (!Array.isArray(found) || found.length === 0) return null
  const only = task('years', 'List the leap years', 'date.leap_years', { from, to })
  const list = { template: found.map((_, i) => `{{/years/${i}}}`).join(', '), values: { years: at('/years') } }
  if (LEAPS.test(reduced))
    return { tasks: [only], answer: 'years', reply: { ...list, how: `From ${from} to ${to}, both included` } }
  if (COUNT_LEAPS.test(reduced))
    return {
      tasks: [only],
      answer: 'years',
      reply: {
        template: `{{count}}\n\n${list.template}`,
        how: `From ${from} to ${to}, both included`,
        values: { ...list.values, count: literal(found.length) },
      },
    }
  return null
}

const EACH_MONTH = is(
  '(?:(?:list|all|dates|give|when) )*(?<nth>first|second|third|fourth|last|O) (?<what>W|day|(?:working|business|work) ?day) (?:each|every|all)(?: the)? months?(?: Y)?(?: dates)?',
)
const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }
/** `first monday of each month in 2026`. */
export function eachMonth(moments: Moments, input: PlannerInput): Answer | null {
  const groups = EACH_MONTH.exec(moments.reduced)?.groups
  const year = moments.years[0] ?? todayOf(input).year
  if (groups === undefined || moments.years.length > 1 || moments.days.length > 0) return null
  const n = groups.nth === 'O' ? (moments.ordinals[0] ?? 0) : (ORDINALS[groups.nth ?? ''] ?? 0)
  const day = dayNamed(moments.weekdays[0] ?? '')
  if (
    n === 0 ||
    n > 4 ||
    (groups.what === 'W') !== (day !== undefined) ||
    moments.weekdays.length > 1 ||
    groups.what === 'day'
  )
    return null
  const tasks = Array.from({ length: 12 }, (_, i) => {
    const key = `month${i + 1}`
    if (day !== undefined)
      return task(key, `Month ${i + 1}`, 'date.nth_weekday', { year, month: i + 1, weekday: day, n })
    const first = Temporal.PlainDate.from({ year, month: i + 1, day: 1 })
    const base = n > 0 ? first.subtract({ days: 1 }) : first.add({ months: 1 })
    return task(key, `Month ${i + 1}`, 'date.add', { date: base.toString(), business_days: n })
  })
  const all = collected(tasks, '/date')
  return { tasks: [...tasks, all], answer: 'dates', reply: listReply('/items', 12, '\n') }
}

const RECUR =
  /^(?:(?:list|give|show|tell|dates|when|all|what|which|are|the|me|of|is) )*(?:every|each) (?<step>S|other (?:day|week|month)|second (?:day|week|month)|O (?:day|week|month)|day|week|month|year|quarter)(?: (?:starting|starts|start|beginning|from|since|on|date|first|with|counted|at|the|of))* D(?: (?:the|for|give|list|show|next|following|first|dates|please|and|what|are|which|then|when|is|next))* (?<count>N|O)(?: (?:dates|times|occurrences|payments|ones|more|appointments|days|following|after that|instances|entries|visits|doses|please))*$/u
/** `every 14 days from D, the next four`. */
export function recurring(moments: Moments, input: PlannerInput): Answer | null {
  const { days, spans, numbers, ordinals, shape } = moments
  const groups = RECUR.exec(shape)?.groups
  const day = days[0]
  if (groups === undefined || day === undefined || days.length !== 1 || numbers.length !== 1 || ordinals.length > 0)
    return null
  const start = settle(day, 'next', input)
  const count = Number(numbers[0])
  if (start === null || !Number.isInteger(count) || count < 1 || count > 60) return null
  const span = spans[0]
  const unit = /week/u.test(groups.step ?? '')
    ? 'weeks'
    : /month/u.test(groups.step ?? '')
      ? 'months'
      : /day/u.test(groups.step ?? '')
        ? 'days'
        : /year/u.test(groups.step ?? '')
          ? 'years'
          : ''
  const step =
    span === undefined
      ? { unit, step: /other|second/u.test(groups.step ?? '') ? 2 : groups.step === 'quarter' ? 0 : 1 }
      : span.businessDays > 0
        ? { unit: 'business_days', step: span.businessDays }
        : span.months + span.years > 0
          ? { unit: 'months', step: span.months + span.years * 12 }
          : { unit: 'days', step: span.days + span.weeks * 7 }
  if (
    step.unit === '' ||
    step.step < 1 ||
    (span !== undefined && span.months + span.years > 0 && span.days + span.weeks > 0)
  )
    return null
  // `The next four` come after the day that is named.
  const isNext = /(?:next|following|after that)/u.test(shape.slice(shape.indexOf(' D')))
  const wanted = { start, ...step, count: count + (isNext ? 1 : 0) }
  const dates = peek('date.recur', wanted)?.dates
  if (!Array.isArray(dates) || dates.length !== wanted.count) return null
  const recur = task('dates', 'List them', 'date.recur', wanted)
  const items = dates.map((_, i) => `- {{/dates/${i}}}`).slice(isNext ? 1 : 0)
  const answer: Answer = {
    tasks: [recur],
    answer: 'dates',
    reply: { template: items.join('\n'), values: { dates: at('/dates') } },
  }
  return isNext ? { ...answer, reading: `Counted on from ${start}, which is not listed.` } : withOrder(answer, moments)
}

/** `due on the last working day of the month. For May 2026 what date`: the month that is open is named behind. */
export function openNth(moments: Moments, input: PlannerInput): Answer | null {
  const { days, months, shape } = moments
  const day = days[0]
  if (
    day?.found === undefined ||
    days.length !== 1 ||
    months.length !== 1 ||
    !/(?:the|each|every) month$/iu.test(day.text)
  )
    return null
  const month = months[0]
  if (
    month === undefined ||
    month.unit !== 'month' ||
    !/(?:what|which|when)/u.test(shape) ||
    !/^(?:\p{L}+ ){0,6}D (?:for|in|of|and) M|M/u.test(shape)
  )
    return null
  const found = readNth(day.text.replace(/(?:the|each|every) month$/iu, month.name), input)
  if (found?.found === undefined || !/^[\p{L}' ]*D[\p{L} ]*M[\p{L} ]*$/u.test(shape)) return null
  const rest = shape
    .replace(/[DM]/g, ' ')
    .split(/\s+/)
    .filter(word => word !== '')
  const known = new Set(
    'rent salary wages pay payday is are due paid on the for in of what which when date day would that be will it i we get must have to my our a invoice bill bills submit submitted timesheet payment falls fall payable by so then meeting meetings closes closing'.split(
      ' ',
    ),
  )
  if (rest.some(word => !known.has(word))) return null
  const answer = dayAndWeekday(task('date', 'Find the day', found.found.op, { ...found.found.input }), found.label)
  return found.found.op === 'date.add' ? { ...answer, reading: 'Monday to Friday; holidays are not known.' } : answer
}

const ONLY_DAY = is('(?:(?:when|date|day) )*D(?: (?:when|date))*')
/** `last working day of May 2026`: a day that is named by its place. */
export function namedDay(moments: Moments, isAsked: boolean): Answer | null {
  const day = moments.days[0]
  if (day?.found === undefined || moments.days.length !== 1 || !ONLY_DAY.test(moments.reduced)) return null
  if (!/\d{4}|(?:this|next|last) (?:month|year)/iu.test(day.text) && !isAsked) return null
  const answer = dayAndWeekday(task('date', 'Find the day', day.found.op, { ...day.found.input }), day.label)
  return day.found.op === 'date.add' ? { ...answer, reading: 'Monday to Friday; holidays are not known.' } : answer
}
