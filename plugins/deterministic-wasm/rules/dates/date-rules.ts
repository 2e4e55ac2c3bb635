/** Calendar questions: distances, days before and after, days of the week, lengths of months. Today is an input (rule K6). */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { MONTHS } from '../../find/months.ts'
import type { Clause } from '../message/read-message.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, firstMatch, literal, task, withHow } from '../rule.ts'
import { dayAndWeekday } from './date-answers.ts'
import { isRoundTheYear, wholeMonths } from './day-distance.ts'
import { type Day, readDay, showDay, todayOf, WEEKDAYS } from './read-date.ts'
import { workingDays } from './working-days.ts'

const UNIT = '(?<unit>(?:calendar )?days?|weeks?|months?|years?|(?:business|working|work|week) ?days?)'
const STEP = `(?<n>\\d{1,6}|an?|one) ${UNIT}`
const regex = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

const BETWEEN: readonly RegExp[] = [
  regex(
    `how many (?:full )?${UNIT} (?:(?:are|were|is|there|lie|passed|have passed|are there|are in) )*(?:between|from|in between) (?<a>.+?) (?:and|to|until|till) (?<b>.+)`,
  ),
  regex(`(?:number|count) of (?:full )?${UNIT} (?:between|from) (?<a>.+?) (?:and|to|until|till) (?<b>.+)`),
  regex(
    `(?:difference|distance|time) in (?<unit>days|weeks|months|years) (?:between|from) (?<a>.+?) (?:and|to|until|till) (?<b>.+)`,
  ),
  regex(`${UNIT} (?:between|from) (?<a>.+?) (?:and|to|until|till) (?<b>.+)`),
]
const UNTIL: readonly RegExp[] = [
  regex(
    `how many (?:more )?${UNIT} (?:(?:are|is|left|remain|remaining|there|until|till|do (?:we|i) have(?: left)?|are there|are left|to go|do i have) )*(?:until|till|to|before) (?<b>.+)`,
  ),
  regex(`how (?:long|many days) (?:is it |will it be )?(?:until|till) (?<b>.+)`),
  regex(`${UNIT} (?:left )?(?:until|till) (?<b>.+)`),
]
const SINCE: readonly RegExp[] = [
  regex(`how many ${UNIT} (?:has it been |have passed |passed |is it |are there |ago was )?(?:since )(?<a>.+)`),
  regex(`how many ${UNIT} ago (?:was|is) (?<a>.+)`),
  regex(`how long ago (?:was|is) (?<a>.+?)(?:,? in (?<unit>days|weeks|months|years))?`),
  regex(`how long (?:has it been |is it )?since (?<a>.+?)(?:,? in (?<unit>days|weeks|months|years))?`),
  regex(`${UNIT} since (?<a>.+)`),
]
const ASKED_DAY =
  "(?:(?:what|which)(?:'s| is| was| will| would)? (?:(?:the )?(?:date|day)|day of the week)?(?: (?:is|was|will|would)(?: it)?(?: be)?| be)? ?)?"
const MOVED: readonly RegExp[] = [
  regex(`${ASKED_DAY}(?:in )?${STEP} (?<way>from|after|before|prior to) (?<a>.+)`),
  regex(`${ASKED_DAY}${STEP} (?<way>ago)`),
  regex(`${ASKED_DAY}in ${STEP}`),
  regex(`(?:what(?:'s| is) )?(?:the )?(?<asked>date|day) (?:in|after) ${STEP}`),
  regex(
    `(?:the )?(?:[\\p{L}-]{3,15} )?(?:date|deadline|due date|expiry|expiration|end|end date|start date|due)(?: is|:)? ${STEP} (?<way>from|after|before|prior to) (?<a>.+)`,
  ),
  regex(`(?<way>add) ${STEP} to (?<a>.+)`),
  regex(`(?<way>subtract) ${STEP} from (?<a>.+)`),
  regex(`${ASKED_DAY}(?<a>.+?) (?<way>plus|minus|\\+|-) ${STEP}`),
]
const WEEKDAY: readonly RegExp[] = [
  regex(
    `(?:what|which) (?:day of the week|weekday|day) (?:is|was|will|does|did|will be|is it on|was it on|falls?) (?<a>.+?)(?: be| fall on| fall| on)?`,
  ),
  regex(
    `(?:on )?(?:what|which) (?:day of the week|weekday|day) (?:does|did|will|is|was) (?<a>.+?)(?: fall| be| fall on)?`,
  ),
  regex(`(?:day of the week|weekday) (?:of|for|on) (?<a>.+)`),
]
const TODAY = regex(
  `(?:what(?:'?s| is| was| will be)? )?(?:(?:the )?(?:current )?(?:date|day of the week|weekday|day)(?: (?:is|was|will be))?(?: it| of)?(?: (?<a>today|tomorrow|yesterday|the day after tomorrow))?(?:'?s date)?|(?<b>today|tomorrow|yesterday)'?s (?:date|day))`,
)
const NOW_ASKED =
  /^what(?:'?s| is) the (?:current )?(?:date|day of the week|weekday)$|^what (?:date|day|weekday|day of the week) is it$/i
const MONTH_LENGTH = regex(
  `how many days (?:are |does |is |there |has |are there )*(?:in )?(?<month>\\p{L}{3,9})(?: of)? (?<year>\\d{4})(?: have)?`,
)
const WEEK_NUMBER = regex(
  `(?:what |which )?(?:(?:iso |calendar )?week(?: number)?|number of the week) (?:is|of|for|was|does) (?<a>.+?)(?: in)?`,
)

export const dateRules: readonly PlannerRule[] = [
  defineRule({
    id: 'date-difference',
    reason: 'Counts the days, weeks, months, years or business days between two dates, or until or since one.',
    order: 40,
    hint: /(?<!\p{L})(?:days?|weeks?|months?|years?|weekdays|how long)(?!\p{L})/iu,
    examples: {
      yes: [
        'How many days are there between 2024-01-01 and 2024-03-01?',
        'How many days until Christmas?',
        'How many weeks between 1 March 2024 and 30 June 2024?',
        'how many business days from 2024-05-01 to 2024-05-31',
        'How many days since 2020-01-01?',
        'How many days between Christmas and New Year?',
        'how many days from 20 Dec to 5 Jan',
        'days until 31 December 2030',
      ],
      no: [
        'How many days between 01/02/03 and 04/05/06?',
        'How many days between 5 March and 1 March?',
        'How many days until my birthday?',
        'How long until dinner?',
        'How many years between the wars?',
        'The days between Christmas and New Year are lazy.',
        'How many days until next Friday?',
        'How many days from idea to launch?',
        'One day at a time',
      ],
    },
    read: (clause, input) => between(clause, input) ?? until(clause, input) ?? since(clause, input),
  }),
  defineRule({
    id: 'date-shift',
    reason: 'Finds the date a number of days, weeks, months or years before or after another.',
    order: 41,
    hint: /(?<!\p{L})(?:days?|weeks?|months?|years?|weekdays)(?!\p{L})/iu,
    examples: {
      yes: [
        'What date is 90 days from today?',
        'What is the date 3 weeks after 2024-01-31?',
        'add 10 business days to 2024-03-01',
        'What day is it in 45 days?',
        '2024-01-31 plus 1 month',
        'what date was 100 days ago',
      ],
      no: [
        'Call me in 3 days.',
        'I will be back in 2 weeks',
        'What happened 3 days ago?',
        'What will the weather be in 3 days?',
        'See you 2 days after the party',
        'It was 10 years ago today that we met.',
        'What happened 3 days after 03/04/2024?',
      ],
    },
    read: shift,
  }),
  defineRule({
    id: 'weekday',
    reason: 'Tells the day of the week, the ISO week or the date of a day.',
    order: 42,
    hint: /(?<!\p{L})(?:days?|weekday|date|week)(?!\p{L})|today|tomorrow|yesterday/iu,
    examples: {
      yes: [
        'What day of the week was 20 July 1969?',
        'What day is Christmas 2030?',
        "What's today's date?",
        'What day is it today?',
        'which weekday is 2024-02-29',
        'What is the date tomorrow?',
        'How many days are in February 2024?',
        'What week number is 2024-12-30?',
      ],
      no: [
        'What day works for you?',
        'What a day today!',
        'Set a date with Anna tomorrow',
        'What day is best for Christmas shopping?',
        'What a day 04/03/2024 was!',
        'Do you have a date?',
        'How many days are in a month?',
        'What happened today?',
        'What is the best day today?',
      ],
    },
    read: (clause, input) => weekday(clause, input) ?? monthLength(clause) ?? weekNumber(clause, input),
  }),
]

type Unit = 'days' | 'weeks' | 'months' | 'years' | 'business_days'

function unitOf(written: string): Unit {
  const word = written.toLowerCase().replace(/^calendar /, '')
  if (/business|work|week ?day/.test(word)) return 'business_days'
  return `${word.replace(/s$/, '')}s` as Unit
}

const hasYear = (day: string): boolean =>
  /\d{4}|^(?:\d{1,2}[./-]){2}\d{2}$|^(?:today|now|tomorrow|yesterday|(?:this |next |last )?\p{L}+day)$/iu.test(
    day.trim(),
  )

function between(clause: Clause, input: PlannerInput): Answer | null {
  const groups = readForms(clause, BETWEEN)?.groups
  // `between 3 March and 14 March 2025`: one year for both, which another rule settles.
  if (groups === undefined || hasYear(groups.a ?? '') !== hasYear(groups.b ?? '')) return null
  const a = readDay(groups.a ?? '', input, 'this year')
  const b = readDay(groups.b ?? '', input, 'this year')
  if (a === null || b === null) return null
  const unit = unitOf(groups.unit ?? 'days')
  // `between Christmas and New Year`: without its year, the second is the one that follows.
  const after =
    b.iso < a.iso && !hasYear(groups.b ?? '') ? Temporal.PlainDate.from(b.iso).add({ years: 1 }).toString() : b.iso
  if (after !== b.iso && isRoundTheYear(a.iso, after)) return null
  const later = after === b.iso ? b : { iso: after, label: b.label === b.iso ? after : b.label }
  const [from, to] = a.iso <= later.iso ? [a, later] : [later, a]
  const how = `From ${showDay(from)} to ${showDay(to)}`
  return unit === 'business_days'
    ? workingDays(from.iso, to.iso, how)
    : (wholeMonths(from.iso, to.iso, { unit, word: unit }, how) ?? distance(from, to, unit, ''))
}

function until(clause: Clause, input: PlannerInput): Answer | null {
  const groups = readForms(clause, UNTIL)?.groups
  const day = groups === undefined ? null : readDay(groups.b ?? '', input, 'next')
  if (groups === undefined || day === null) return null
  const today: Day = { iso: todayOf(input).toString(), label: 'today' }
  const unit = unitOf(groups.unit ?? 'days')
  return day.iso >= today.iso ? distance(today, day, unit, '') : distance(day, today, unit, ' ago')
}

function since(clause: Clause, input: PlannerInput): Answer | null {
  const groups = readForms(clause, SINCE)?.groups
  const day = groups === undefined ? null : readDay(groups.a ?? '', input, 'last')
  if (groups === undefined || day === null) return null
  const today: Day = { iso: todayOf(input).toString(), label: 'today' }
  return day.iso > today.iso ? null : distance(day, today, unitOf(groups.unit ?? 'days'), '')
}

/** With its question words, and without them. */
const readForms = (clause: Clause, forms: readonly RegExp[]): RegExpExecArray | null =>
  firstMatch(clause.worded, forms) ?? firstMatch(stripCourtesy(clause.worded).core, forms)

const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  days: 'day',
  weeks: 'week',
  months: 'month',
  years: 'year',
  business_days: 'business day',
}

function distance(from: Day, to: Day, unit: Unit, tail: string): Answer | null {
  const input = { from: from.iso, to: to.iso, unit }
  const value = peek('date.difference', input)?.value
  if (typeof value !== 'number') return null
  const word = `${UNIT_WORDS[unit]}${value === 1 ? '' : 's'}${tail}`
  const how = `From ${showDay(from)} to ${showDay(to)}`
  const only = task('difference', 'Count the distance', 'date.difference', input)
  if (unit === 'days' || unit === 'business_days') {
    return {
      tasks: [only],
      answer: 'difference',
      reply: withHow('{{value}} {{word}}', { value: at('/value'), word: literal(word) }, how),
      ...(unit === 'business_days'
        ? { reading: 'Monday to Friday; holidays are not known, and the first day is not counted.' }
        : {}),
    }
  }
  const days = task('days', 'Count the days', 'date.difference', { ...input, unit: 'days' })
  const parts = { $from: 'difference', pointer: '/value' }
  const both = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ [unit]: parts, days: { $from: 'days', pointer: '/value' } }] },
    ['difference', 'days'],
  )
  return {
    tasks: [only, days, both],
    answer: 'both',
    reply: {
      template: '{{value}} {{word}}',
      how: '{{how}}: {{days}} days in all',
      values: { value: at(`/${unit}`), days: at('/days'), word: literal(word), how: literal(how) },
    },
  }
}

function shift(clause: Clause, input: PlannerInput): Answer | null {
  const groups = readForms(clause, MOVED)?.groups
  if (groups === undefined) return null
  const way = (groups.way ?? 'in').toLowerCase()
  // Without a question about the date, `in 3 weeks` only tells when something is.
  if ((way === 'in' || way === 'ago') && !/^(?:what|which|(?:the )?date)/i.test(clause.worded)) return null
  const isBack = /^(?:before|prior to|ago|minus|-|subtract)$/.test(way)
  const start = groups.a === undefined ? readDay('today', input, 'this year') : readDay(groups.a, input, 'this year')
  if (start === null) return null
  const steps = /^(?:an?|one)$/i.test(groups.n ?? '') ? 1 : Number(groups.n)
  const unit = unitOf(groups.unit ?? 'days')
  const moved = { date: start.iso, [unit]: isBack ? -steps : steps }
  if (peek('date.add', moved) === null) return null
  const word = `${UNIT_WORDS[unit]}${steps === 1 ? '' : 's'}`
  const answer = dayAndWeekday(
    task('date', 'Move the date', 'date.add', moved),
    `${steps} ${word} ${isBack ? 'before' : 'after'} ${showDay(start)}`,
  )
  return unit === 'business_days' && answer !== null
    ? { ...answer, reading: 'Monday to Friday; holidays are not known, and the first day is not counted.' }
    : answer
}

function weekday(clause: Clause, input: PlannerInput): Answer | null {
  const today = TODAY.exec(clause.worded)
  if (today !== null && clause.isAsked) {
    const day = readDay(today.groups?.a ?? today.groups?.b ?? 'today', input, 'this year')
    const isAboutDate = today.groups?.a !== undefined || today.groups?.b !== undefined || NOW_ASKED.test(clause.worded)
    return day === null || !isAboutDate
      ? null
      : dayAndWeekday(task('date', 'Take the date', 'date.parse', { text: day.iso }), '')
  }
  const named = readForms(clause, WEEKDAY)?.groups?.a
  const day =
    named === undefined ? null : readDay(named, input, /\b(?:was|did)\b/i.test(clause.worded) ? 'last' : 'next')
  if (day === null || (WEEKDAYS as readonly string[]).includes((named ?? '').toLowerCase())) return null
  const only = task('weekday', 'Find the day of the week', 'date.weekday', { date: day.iso })
  return {
    tasks: [only],
    answer: 'weekday',
    reply: withHow('{{weekday}}', { weekday: at('/weekday') }, showDay(day)),
  }
}

function monthLength(clause: Clause): Answer | null {
  const { month = '', year = '' } = MONTH_LENGTH.exec(clause.worded)?.groups ?? {}
  const number = MONTHS.get(month.toLowerCase())
  if (number === undefined || year < '0001' || year > '9998') return null
  const from = `${year}-${number.padStart(2, '0')}-01`
  const to = Temporal.PlainDate.from(from).add({ months: 1 }).toString()
  const only = task('difference', 'Count the days', 'date.difference', { from, to, unit: 'days' })
  return { tasks: [only], answer: 'difference', reply: { template: '{{value}} days', values: { value: at('/value') } } }
}

function weekNumber(clause: Clause, input: PlannerInput): Answer | null {
  const named = readForms(clause, [WEEK_NUMBER])?.groups?.a
  const day = named === undefined ? null : readDay(named, input, 'this year')
  if (day === null) return null
  const only = task('week', 'Find the ISO week', 'date.weekday', { date: day.iso })
  return {
    tasks: [only],
    answer: 'week',
    reply: withHow(
      'Week {{week}} of {{year}}',
      { week: at('/week'), year: at('/week_year') },
      `ISO week of ${showDay(day)}`,
    ),
  }
}
