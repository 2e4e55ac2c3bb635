/**
 * Facts of the year and its parts that are asked without a date: when a quarter begins or ends, how much of the year is left or gone,
 * whether this year is a leap year.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task } from '../rule.ts'
import { dayAndWeekday } from './date-answers.ts'
import { plural } from './day-distance.ts'
import { todayOf } from './read-date.ts'
import { readMonth } from './read-period.ts'

const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')
const MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december'
const PART = `(?<part>(?:the )?(?:current|this|next|last) (?:quarter|month)|(?:the )?q[1-4](?:,? (?:of )?\\d{4})?|(?:the )?(?<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?: (?:of |in )?(?:this year|\\d{4}))?)`
const EDGE = is(
  `(?:when|(?:on )?(?:what|which) (?:date|day)) (?:does|do|did|will|is) (?:the (?<end0>end|start|beginning|last day|first day) of )?${PART}(?: (?<edge>starts?|begins?|ends?|finish|over|over and done))?|(?:start|begin|end) (?:date )?of ${PART.replaceAll('<part>', '<part2>').replaceAll('<nth>', '<nth2>')}`,
)
const NTH: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  last: 4,
}

/** `when does q3 start`, `when does the current quarter end`. */
function partEdge(text: string, input: PlannerInput): Answer | null {
  const groups = EDGE.exec(text)?.groups
  const written = groups?.part ?? groups?.part2
  if (groups === undefined || written === undefined) return null
  const asked = groups.end0 ?? groups.edge ?? /^(?:start|begin|end)/iu.exec(text)?.[0]
  if (asked === undefined || (groups.end0 !== undefined && groups.edge !== undefined)) return null
  const nth = NTH[(groups.nth ?? groups.nth2 ?? '').toLowerCase()]
  const year = /\d{4}/u.exec(written)?.[0]
  const name =
    nth !== undefined && !/^(?:the )?last quarter$/iu.test(written)
      ? `q${nth}${year === undefined ? '' : ` ${year}`}`
      : written
          .toLowerCase()
          .replace(/^the /u, '')
          .replace(/^current/u, 'this')
  // `The last quarter` is the one before this, or the fourth.
  if (/^last quarter$/u.test(name) && /^the/iu.test(written)) return null
  const place = readMonth(name, input)
  if (place === null) return null
  const isStart = /start|begin|first/iu.test(asked)
  const period = task('period', `Find the ${place.unit}`, 'date.period', { date: place.from, unit: place.unit })
  const pointer = isStart ? '/from' : '/to'
  const dated = task(
    'date',
    isStart ? 'Take its first day' : 'Take its last day',
    'date.add',
    { date: { $from: 'period', pointer }, days: 0 },
    ['period'],
  )
  const answer = dayAndWeekday(dated, `${isStart ? 'First' : 'Last'} day of ${place.name}`)
  return { ...answer, tasks: [period, ...answer.tasks] }
}

const YEAR = '(?<year>the year|this year|the current year|\\d{4})'
const LEFT = is(
  `how many (?<unit>days|weeks|full weeks)(?: and days)? (?:(?:are|is|do we have|do i have|still|there|have we got) )*(?:left|remain|remaining|to go)(?: (?:in|of|until the end of|till the end of))? ${YEAR}(?<today>,? (?:including|counting|with) today| today included)?`,
)
const TILL = is(
  `how many (?<unit>days|weeks) (?:(?:are|is|there|it|left) )*(?:until|till|til|to) (?:the )?end of ${YEAR}(?<today>,? (?:including|counting|with) today| today included)?(?<without>,? (?:excluding|without|not counting) today)?`,
)
/** `how many weeks are left in 2026`. */
function leftOfYear(text: string, input: PlannerInput): Answer | null {
  const groups = (LEFT.exec(text) ?? TILL.exec(text))?.groups
  const today = todayOf(input)
  if (groups === undefined) return null
  if (/^\d/u.test(groups.year ?? '') && Number(groups.year) !== today.year) return null
  const to = today.with({ month: 12, day: 31 }).toString()
  const withToday = groups.today !== undefined
  const from = withToday ? today.subtract({ days: 1 }).toString() : today.toString()
  const days = Number(peek('date.difference', { from, to, unit: 'days' })?.value)
  const left = task('left', 'Count the days', 'date.difference', { from, to, unit: 'days' })
  const how = `From ${today.toString()} (today)${withToday ? ', which is counted,' : ''} to ${to}`
  if (groups.unit?.toLowerCase() === 'days')
    return single(left, '{{value}} {{word}}', { value: at('/value'), word: literal(plural('days', days)) }, how)
  const value = { $from: 'left', pointer: '/value' }
  const weeks = task('weeks', 'Take the whole weeks', 'math.evaluate', { expression: `floor(${days} / 7)` }, ['left'])
  const rest = task('rest', 'Take the days beyond them', 'math.evaluate', { expression: `${days} mod 7` }, ['left'])
  const merged = {
    weeks: { $from: 'weeks', pointer: '/exact' },
    rest: { $from: 'rest', pointer: '/exact' },
    days: value,
  }
  return {
    tasks: [
      left,
      weeks,
      rest,
      task('both', 'Put them together', 'agg.merge', { objects: [merged] }, ['left', 'weeks', 'rest']),
    ],
    answer: 'both',
    reply: {
      template: '{{weeks}} {{weekWord}} and {{rest}} {{dayWord}}',
      how: '{{how}}: {{days}} days in all',
      values: {
        weeks: at('/weeks'),
        rest: at('/rest'),
        days: at('/days'),
        weekWord: literal(plural('weeks', Math.floor(days / 7))),
        dayWord: literal(plural('days', days % 7)),
        how: literal(how),
      },
    },
  }
}

const PASSED = is(
  '(?:what|which|how many) (?:percentage|percent|per cent|%|share) of (?:the|this) year (?:has |is |have |are )?(?:already )?(?<way>passed|gone|over|done|elapsed|left|remaining)(?: (?:already|so far|by now|now|today))?',
)
/** `what percentage of the year has passed`. */
function passed(text: string, input: PlannerInput): Answer | null {
  const way = PASSED.exec(text)?.groups?.way?.toLowerCase()
  if (way === undefined) return null
  const today = todayOf(input)
  const isLeft = /left|remaining/u.test(way)
  const [day, all] = [today.dayOfYear, today.daysInYear]
  return evaluated({
    expression: `${isLeft ? `(${all} - ${day})` : day} / ${all} * 100`,
    how: `${isLeft ? `${all - day} of ${all} days, without` : `${day} of ${all} days, with`} ${today.toString()} (today)`,
    unit: '%',
    decimals: 2,
  })
}

const IS_LEAP =
  /^(?:is (?:it|this|the current year)|are we in|is this year|is it currently)(?: (?:now|currently))? an? leap[- ]year(?: (?:now|this year|right now|currently|or not))?$/iu
function leapNow(text: string, input: PlannerInput): Answer | null {
  if (!IS_LEAP.test(text)) return null
  const { year } = todayOf(input)
  return decided({
    tasks: [task('years', 'Look for it among the leap years', 'date.leap_years', { from: year, to: year })],
    when: hasMember('years', { minItems: 1 }),
    yes: `Yes, ${year} is a leap year`,
    no: `No, ${year} is not a leap year`,
  })
}

const NEXT_MONTH = is(
  `(?:what|which) month (?<way>comes|is|follows) (?:right )?(?<side>after|before)? ?(?<month>${MONTHS})`,
)
function besideMonth(text: string): Answer | null {
  const groups = NEXT_MONTH.exec(text)?.groups
  const names = MONTHS.split('|')
  if (groups === undefined || (groups.side === undefined) !== /follows/iu.test(groups.way ?? '')) return null
  const from = `2024-${String(names.indexOf(groups.month?.toLowerCase() ?? '') + 1).padStart(2, '0')}-01`
  const date = task('date', 'Take a step', 'date.add', {
    date: from,
    months: groups.side?.toLowerCase() === 'before' ? -1 : 1,
  })
  const name = task(
    'month',
    'Take its name',
    'date.format',
    { date: { $from: 'date', pointer: '/date' }, pattern: 'MMMM' },
    ['date'],
  )
  return { ...single(name, '{{text}}', { text: at('/text') }), tasks: [date, name] }
}

function yearFact(clause: Clause, input: PlannerInput): Answer | null {
  if (clause.data !== null || clause.quotes.length > 0 || clause.text.length > 120) return null
  const text = clause.worded.replace(/[?.!]+$/u, '').trim()
  return (
    partEdge(text, input) ?? leftOfYear(text, input) ?? passed(text, input) ?? leapNow(text, input) ?? besideMonth(text)
  )
}

export const yearFactRules: readonly PlannerRule[] = [
  defineRule({
    id: 'year-facts',
    reason: 'Tells when a quarter or month begins or ends, and how much of the year is left or gone.',
    order: 57.2,
    hint: /year|quarter|month|(?<!\p{L})q[1-4]|left|remain|\d{4}/iu,
    examples: {
      yes: [
        'when does q3 start',
        'when does the current quarter end',
        'when does q2 2026 end',
        'when does next month end',
        'how many weeks left in 2026',
        'how many days are left this year, including today',
        'what percentage of the year has passed',
        'is it a leap year',
        'what month comes after june',
      ],
      no: [
        'when does q3 start to hurt',
        'when does the last quarter start',
        'how many weeks left in 2026 to learn French',
        'how many hours in a year',
        'what percentage of the year has passed for schools',
        'when does the quarter of the moon end',
        'how many weeks in a year are holidays',
        'is it a leap year for women',
        'what month comes after june in the Jewish calendar',
      ],
    },
    read: yearFact,
  }),
]
