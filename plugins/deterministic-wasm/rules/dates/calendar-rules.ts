/** Further questions of the calendar: leap years, ages, quarters, the third Thursday of a month, ends of periods, Unix time, ISO dates. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { MONTHS } from '../../find/months.ts'
import { decided, hasMember } from '../decided.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { Slots, toPattern } from '../phrase.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { ageParts, ageSaid } from './age-words.ts'
import { readDay, showDay, todayOf } from './read-date.ts'
import { countWeekdays, isKind, listWeekdays, nextWeekday, nthWeekday, yearOf } from './weekday-answers.ts'

const WEEKDAY = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'

const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)'

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
      `(?:how many )?(?:days )?(?:are |is )?(?:left|remain|remaining|are left)(?: (?:in|of)(?: the| this)?| this) (?<unit>month|year|week|quarter)`,
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
    toPattern(
      `what(?:'?s| is)? (?:the )?date (?:is it |is|will be|will it be)? ?(?:on |of |for )?next (?<weekday>${WEEKDAY})`,
    ),
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

function leapYear(slots: Slots, input: PlannerInput): Answer | null {
  const year = yearOf(slots.text('year'), input)
  if (year === null) return null
  const date = `${String(year).padStart(4, '0')}-02-01`
  return decided({
    tasks: [task('february', 'Look at its February', 'date.period', { date, unit: 'month' })],
    when: hasMember('days', { const: 29 }),
    yes: `Yes, ${year} is a leap year`,
    no: `No, ${year} is not a leap year`,
    rest: ': its February has {{days}} days.',
    members: ['days'],
  })
}

function age(slots: Slots, input: PlannerInput): Answer | null {
  return ageOf(slots.text('day'), input)
}

/** The age of who was born on a day that is written with its year. */
export function ageOf(written: string, input: PlannerInput): Answer | null {
  const born = readDay(written, input, 'last')
  const on = todayOf(input).toString()
  if (born === null || born.iso > on || !/\d{4}/.test(written)) return null
  const only = task('age', 'Count the years', 'date.age', { born: born.iso, on })
  const seen = peek('date.age', { born: born.iso, on })
  if (seen === null) return null
  return {
    tasks: [only],
    answer: 'age',
    reply: {
      template: ageSaid(seen),
      how: `{{how}}: ${ageParts(seen)}; next birthday {{next}}`,
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
