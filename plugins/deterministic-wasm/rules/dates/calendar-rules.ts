/** Further questions of the calendar: leap years, ages, quarters, the third Thursday of a month, ends of periods, Unix time, ISO dates. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { MONTHS } from '../../find/months.ts'
import { listReply } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { Slots, toPattern } from '../phrase.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { dayAndWeekday, stepped } from './date-answers.ts'
import { readDay, showDay, todayOf, WEEKDAYS } from './read-date.ts'

const WEEKDAY = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'
const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)'
const NTH: Readonly<Record<string, number>> = {
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
const WHEN =
  "(?:(?:when|what(?: date| day)?|which (?:date|day))(?:'s| is| was| will be)? |what(?:'s| is) the date of |date of )?(?:the )?"
const PERIOD =
  '(?:(?<this>this|the current|the|current|next|last)? ?(?<unit>week|month|quarter|year)|(?<name>' +
  MONTH +
  ')(?: (?:of )?(?<year>\\d{4}))?|(?<q>q[1-4]) (?<qyear>\\d{4})|(?<only>\\d{4}))'

type Form = readonly [pattern: RegExp, read: (slots: Slots, input: PlannerInput, clause: Clause) => Answer | null]

const FORMS: readonly Form[] = [
  [toPattern('(?:is|was|will) (?:the year )?(?<year>\\d{4}|this year|next year) (?:be )?an? leap[- ]?year'), leapYear],
  [toPattern('(?:the )?(?<year>\\d{4}) an? leap[- ]?year'), leapYear],
  [
    toPattern(
      "(?:(?:i(?: was|'m)? |someone |a person |she was |he was |person )?born (?:on |in )?{day:words},? (?:and )?)(?:so )?(?:how old (?:am i|is (?:he|she|that|someone)|are they|would (?:i|he|she) be)|what(?:'s| is) (?:my|his|her|the) age|age)(?: (?:today|now))?",
    ),
    age,
  ],
  [
    toPattern(
      "how old (?:am i|is (?:someone|a person|he|she|somebody)|are you|would (?:someone|i) be)(?: (?:today|now))?,? (?:if|when)? ?(?:(?:i(?: was|'m| am)?|he was|she was|they were) )?born (?:on |in )?{day:words}(?: (?:today|now))?",
    ),
    age,
  ],
  [
    toPattern(
      '(?:age|my age) (?:if|when|for|of)(?: (?:someone|a person|somebody|i was|i am))? ?(?:born )?(?:on )?{day:words}',
    ),
    age,
  ],
  [
    toPattern(
      `(?:what|which) quarter (?:is|was|does|will)(?: it)? ?(?:(?<month>${MONTH})|{day:words})?(?: (?:in|fall in|fall into|belong to|be in))?`,
    ),
    quarter,
  ],
  [toPattern(`(?<month>${MONTH}) is (?:in )?(?:what|which) quarter`), quarter],
  [
    toPattern(
      `${WHEN}(?<nth>first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th)) (?<weekday>${WEEKDAY}) (?:of|in) (?<month>${MONTH}|this month|next month)(?:,? (?<year>\\d{4}|this year|next year))?`,
    ),
    nthWeekday,
  ],
  [toPattern(`${WHEN}(?<edge>first|last) day of ${PERIOD}`), edgeOf],
  [
    toPattern(
      `(?:how many )?(?:days )?(?:are |is )?(?:left|remain|remaining|are left)(?: (?:in|of))(?: the)? (?<unit>month|year|week|quarter)`,
    ),
    daysLeft,
  ],
  [
    toPattern(
      'how many (?:more )?days (?:are |do we have |do i have |is |still )?(?:left|remain|remaining|are left|there are left|to go)? ?(?:in|of|until the end of) (?:this|the(?: current)?) (?<unit>month|year|week|quarter)',
    ),
    daysLeft,
  ],
  [
    toPattern(
      `how many days (?:are |were |does |did |will |is |has |there |have |(?:are|were) there )*(?:in )?(?:(?<this>this|next|last) (?<unit>month|year|quarter)|(?:the year )?(?<only>\\d{4}))(?: have)?`,
    ),
    lengthOf,
  ],
  [
    toPattern(
      `how many (?<weekday>${WEEKDAY})s (?:are |were |is |there |will there be |are there |fall |does )*(?:in )?(?<month>${MONTH})(?:,? (?<year>\\d{4}|this year|next year))?(?: have)?`,
    ),
    countWeekdays,
  ],
  [
    toPattern(
      `(?:list |show |give |all )*(?:all )?(?:the )?(?:dates of (?:all )?(?:the )?)?(?<weekday>${WEEKDAY})s in (?<month>${MONTH})(?:,? (?<year>\\d{4}))?`,
    ),
    listWeekdays,
  ],
  [
    toPattern(
      '(?:is|was|will) {day:words} (?:be |fall |on |a |an )*(?<what>weekend(?: day)?|weekday|working day|work day|workday|business day|monday|tuesday|wednesday|thursday|friday|saturday|sunday)',
    ),
    isKind,
  ],
  [toPattern('(?:what|which) day of the year (?:is|was|will be) {day:words}'), dayOfYear],
  [toPattern('(?:day (?:number )?of the year|ordinal date) (?:of|for) {day:words}'), dayOfYear],
  [
    toPattern(
      'what(?: is the)? year (?:is|was|will be|is it|will it be|was it|it is|it was) {n:count} years (?<way>from now|from today|ago|before|after|from)(?: {year:count})?',
    ),
    yearShift,
  ],
  [
    toPattern(
      '(?:what (?:is|was) )?(?:the )?year {n:count} years (?<way>from now|ago|before|after|from)(?: {year:count})?',
    ),
    yearShift,
  ],
  [
    toPattern(
      "(?:convert |what(?:'s| is) (?:the )?)?(?:the )?(?:unix(?: ?time(?: ?stamp)?)?|epoch(?: time(?: ?stamp)?)?|time ?stamp|unix epoch) (?<stamp>\\d{9,13})(?: (?:as|to|in|into|is what|what) (?:an? )?(?:date(?: ?time)?|date and time|human(?:[- ]readable)?(?: date| time)?|utc(?: time)?|day|date is that))?",
    ),
    fromUnix,
  ],
  [
    toPattern(
      '(?:convert |what(?: date| day| time)? (?:is|was) )?(?:unix )?(?<stamp>\\d{10}|\\d{13}) (?:as|to|in|into|from|is) (?:an? )?(?:(?:unix|epoch)(?: time(?: ?stamp)?)?|unix|epoch)(?: (?:as|to|in) (?:an? )?date)?',
    ),
    fromUnix,
  ],
  [
    toPattern(
      '(?:convert|write|format|put|turn|express|change) {day:words} (?:to|in|into|as) (?:the |an? )?(?:iso(?:[- ]?8601)?(?: format| date)?|yyyy-mm-dd(?: format)?)',
    ),
    isoDate,
  ],
  [
    toPattern(
      "(?:(?:what(?:'s| is)|when is)(?: the)? )?(?:date (?:of|on|for) )?next (?<weekday>" +
        WEEKDAY +
        ")(?:'?s date| date)?",
    ),
    nextWeekday,
  ],
  [
    toPattern('what (?:is the )?date (?:is|will be|will it be)? ?(?:on )?next (?<weekday>' + WEEKDAY + ')'),
    nextWeekday,
  ],
]

export const calendarRules: readonly PlannerRule[] = [
  defineRule({
    id: 'calendar',
    reason:
      'Answers what the calendar says: leap years, ages, quarters, nth weekdays, ends of months and years, Unix time.',
    order: 43,
    hint: /leap|born|age|quarter|(?:mon|tues|wednes|thurs|fri|satur|sun)day|day|week|year|unix|epoch|stamp|iso|yyyy/i,
    examples: {
      yes: [
        'Is 2028 a leap year?',
        'Born on 1990-11-02, how old am I today?',
        'How old is someone born on 5 March 1980?',
        'What quarter is October in?',
        'When is the third Thursday of November 2026?',
        'last day of this month',
        'How many days are left in this year?',
        'How many Mondays are in June 2026?',
        'Is 21 March 2026 a weekend?',
        'What day of the year is 2026-03-01?',
        'What year is 25 years before 2026?',
        'unix time 1700000000 as a date',
        'Write 5 March 2024 as an ISO date',
        "next Friday's date",
      ],
      no: [
        'Why do we have leap years?',
        'I was born in 1990.',
        'How old is the universe?',
        'How old is the Queen born on 1926-04-21 in the film?',
        'A quarter of people left',
        'First Monday in May is what gala?',
        'What is the last day of the festival?',
        'Is next Friday good for you?',
        'How many Mondays do I have to work?',
        'Are Saturdays in June 2026 busy?',
        'What is an epoch?',
        'Is Christmas a good day?',
        'How many days left?',
      ],
    },
    read: readCalendar,
  }),
]

function readCalendar(clause: Clause, input: PlannerInput): Answer | null {
  if (
    clause.quotes.length > 0 ||
    clause.data?.form === 'inline' ||
    (!clause.isAsked && clause.mark !== '' && clause.mark !== '.')
  )
    return null
  const core = clause.core.replace(/^(?:is|was) the year /i, '')
  for (const text of new Set([clause.worded, core])) {
    for (const [pattern, read] of FORMS) {
      const groups = pattern.exec(text)?.groups
      const answer = groups === undefined ? null : read(new Slots(groups), input, clause)
      if (answer !== null) return answer
    }
  }
  return null
}

function yearOf(written: string, input: PlannerInput): number | null {
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
function monthOf(slots: Slots, input: PlannerInput): { readonly year: number; readonly month: number } | null {
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

function leapYear(slots: Slots, input: PlannerInput): Answer | null {
  const year = yearOf(slots.text('year'), input)
  if (year === null) return null
  const date = `${String(year).padStart(4, '0')}-02-01`
  const isLeap = peek('date.period', { date, unit: 'month' })?.days === 29
  const only = task('february', 'Look at its February', 'date.period', { date, unit: 'month' })
  const said = isLeap ? `Yes, ${year} is a leap year` : `No, ${year} is not a leap year`
  return single(only, '{{said}}: its February has {{days}} days.', { said: literal(said), days: at('/days') })
}

function age(slots: Slots, input: PlannerInput): Answer | null {
  const born = readDay(slots.text('day'), input, 'last')
  const on = todayOf(input).toString()
  if (born === null || born.iso > on || !/\d{4}/.test(slots.text('day'))) return null
  const only = task('age', 'Count the years', 'date.age', { born: born.iso, on })
  return {
    tasks: [only],
    answer: 'age',
    reply: {
      template: '{{years}} years',
      how: '{{how}}: {{years}} years, {{months}} months and {{days}} days; next birthday {{next}}',
      values: {
        years: at('/years'),
        months: at('/months'),
        days: at('/days'),
        next: at('/next_birthday'),
        how: literal(`From ${showDay(born)} to ${on} (today)`),
      },
    },
  }
}

function quarter(slots: Slots, input: PlannerInput): Answer | null {
  const month = Number(MONTHS.get(slots.text('month').toLowerCase()))
  const day =
    month > 0
      ? { iso: `${todayOf(input).year}-${String(month).padStart(2, '0')}-01`, label: '' }
      : readDay(slots.text('day') || 'today', input, 'this year')
  if (day === null) return null
  const only = task('day', 'Find its quarter', 'date.weekday', { date: day.iso })
  return single(
    only,
    'Q{{quarter}}',
    { quarter: at('/quarter') },
    month > 0 ? `Calendar quarter of ${slots.text('month')}` : `Calendar quarter of ${showDay(day)}`,
  )
}

const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

function nthWeekday(slots: Slots, input: PlannerInput, clause: Clause): Answer | null {
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

type Unit = 'week' | 'month' | 'quarter' | 'year'

/** A day inside the period that is named. */
function insideOf(slots: Slots, input: PlannerInput): { readonly date: string; readonly unit: Unit } | null {
  const today = todayOf(input)
  const unit = slots.text('unit').toLowerCase() as Unit
  if (slots.has('unit')) {
    const step = { next: 1, last: -1 }[slots.text('this').toLowerCase()] ?? 0
    const length = {
      week: { weeks: step },
      month: { months: step },
      quarter: { months: 3 * step },
      year: { years: step },
    }[unit]
    return { date: today.add(length).toString(), unit }
  }
  if (slots.has('q'))
    return {
      date: `${slots.text('qyear')}-${String(3 * Number(slots.text('q').slice(1))).padStart(2, '0')}-01`,
      unit: 'quarter',
    }
  if (slots.has('only')) return { date: `${slots.text('only')}-01-01`, unit: 'year' }
  const month = MONTHS.get(slots.text('name').toLowerCase())
  const year = yearOf(slots.text('year'), input)
  return month === undefined || year === null
    ? null
    : { date: `${String(year).padStart(4, '0')}-${month.padStart(2, '0')}-01`, unit: 'month' }
}

function edgeOf(slots: Slots, input: PlannerInput): Answer | null {
  const inside = insideOf(slots, input)
  if (inside === null || peek('date.period', inside) === null) return null
  const period = task('period', `Find the ${inside.unit}`, 'date.period', inside)
  const isFirst = slots.text('edge').toLowerCase() === 'first'
  const weekday = task(
    'weekday',
    'Find its day of the week',
    'date.weekday',
    { date: { $from: 'period', pointer: isFirst ? '/from' : '/to' } },
    ['period'],
  )
  const merged = {
    date: { $from: 'period', pointer: isFirst ? '/from' : '/to' },
    weekday: { $from: 'weekday', pointer: '/weekday' },
  }
  const day = task('day', 'Put both together', 'agg.merge', { objects: [merged] }, ['period', 'weekday'])
  const answer: Answer = {
    tasks: [period, weekday, day],
    answer: 'day',
    reply: withHow('{{date}} ({{weekday}})', { date: at('/date'), weekday: at('/weekday') }, ''),
  }
  return inside.unit === 'week' ? { ...answer, reading: 'Weeks begin on Monday.' } : answer
}

function daysLeft(slots: Slots, input: PlannerInput): Answer | null {
  const unit = slots.text('unit').toLowerCase() as Unit
  const today = todayOf(input).toString()
  const tasks = [
    task('period', `Find the ${unit}`, 'date.period', { date: today, unit }),
    task(
      'left',
      'Count the days',
      'date.difference',
      { from: today, to: { $from: 'period', pointer: '/to' }, unit: 'days' },
      ['period'],
    ),
  ]
  return {
    tasks,
    answer: 'left',
    reply: withHow('{{value}} days', { value: at('/value') }, `From ${today} (today) to the last day of the ${unit}`),
  }
}

function lengthOf(slots: Slots, input: PlannerInput): Answer | null {
  const inside = insideOf(slots, input)
  if (inside === null || peek('date.period', inside) === null) return null
  return single(task('period', `Find the ${inside.unit}`, 'date.period', inside), '{{days}} days', {
    days: at('/days'),
  })
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

function countWeekdays(slots: Slots, input: PlannerInput): Answer | null {
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

function listWeekdays(slots: Slots, input: PlannerInput, clause: Clause): Answer | null {
  const found = clause.isAsked ? weekdaysIn(slots, input) : null
  return found === null
    ? null
    : { tasks: [found.recur], answer: 'dates', reply: listReply('/dates', found.count, '\n') }
}

function isKind(slots: Slots, input: PlannerInput): Answer | null {
  const day = readDay(slots.text('day').replace(/ (?:on|be|fall)$/i, ''), input, 'next')
  const what = slots.text('what').toLowerCase()
  if (day === null || (WEEKDAYS as readonly string[]).includes(slots.text('day').toLowerCase())) return null
  const seen = peek('date.weekday', { date: day.iso })
  if (seen === null) return null
  const isWeekend = Number(seen.number) > 5
  const isTrue = /^weekend/.test(what)
    ? isWeekend
    : /day$/.test(what) && (WEEKDAYS as readonly string[]).includes(what)
      ? String(seen.weekday).toLowerCase() === what
      : !isWeekend
  const only = task('weekday', 'Find the day of the week', 'date.weekday', { date: day.iso })
  const answer = single(only, '{{said}}, {{day}} is a {{weekday}}.', {
    said: literal(isTrue ? 'Yes' : 'No'),
    day: literal(showDay(day)),
    weekday: at('/weekday'),
  })
  return /work|business/.test(what) ? { ...answer, reading: 'Monday to Friday; holidays are not known.' } : answer
}

function dayOfYear(slots: Slots, input: PlannerInput): Answer | null {
  const day = readDay(slots.text('day'), input, 'this year')
  if (day === null) return null
  return single(
    task('day', 'Find its place in the year', 'date.weekday', { date: day.iso }),
    '{{value}}',
    { value: at('/day_of_year') },
    `Day of the year of ${showDay(day)}`,
  )
}

function yearShift(slots: Slots, input: PlannerInput): Answer | null {
  const way = slots.text('way').toLowerCase()
  const base = slots.has('year') ? Number(slots.text('year')) : todayOf(input).year
  const isOpen = way === 'ago' || way === 'from now' || way === 'from today'
  if (isOpen === slots.has('year') || base < 1 || base > 9998) return null
  const sign = way === 'ago' || way === 'before' ? '-' : '+'
  const only = task('year', 'Count the years', 'math.evaluate', { expression: `${base} ${sign} ${slots.text('n')}` })
  return single(only, '{{value}}', { value: at('/exact') }, `${base} ${sign} ${slots.text('n')}`)
}

function fromUnix(slots: Slots): Answer | null {
  const stamp = slots.text('stamp')
  const unit = stamp.length > 11 ? 'milliseconds' : 'seconds'
  const input = { value: Number(stamp), unit }
  if (peek('date.from_unix', input) === null) return null
  const answer = single(
    task('moment', 'Read the moment', 'date.from_unix', input),
    '{{datetime}}',
    { datetime: at('/datetime') },
    `Unix time ${stamp} in UTC`,
  )
  return { ...answer, reading: `Read as ${unit} since 1970.` }
}

function isoDate(slots: Slots, input: PlannerInput): Answer | null {
  const day = /\d{4}/.test(slots.text('day')) ? readDay(slots.text('day'), input, 'this year') : null
  if (day === null) return null
  return single(task('date', 'Read the date', 'date.parse', { text: slots.text('day') }), '{{date}}', {
    date: at('/date'),
  })
}

/** Two readings are in use, and both are said. */
function nextWeekday(slots: Slots, input: PlannerInput, clause: Clause): Answer | null {
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
