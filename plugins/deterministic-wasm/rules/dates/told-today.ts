/**
 * A request that says which day it is, and asks from that day on: `exam is D, it is D now, how many days left`. The day that is told
 * takes the place of today; where neither of two days is told as the present one, nothing is answered.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule, task } from '../rule.ts'
import { ageTold } from './ages.ts'
import { dayAndWeekday } from './date-answers.ts'
import { left } from './day-asked-last.ts'
import { fromToday } from './day-distance.ts'
import { reducedOf } from './fillers.ts'
import { type DayToken, type Moments, settle } from './moments.ts'
import { HINT, told } from './read-told.ts'

const NOW_WORD = '(?:now|today|already|currently|just|only|the|is|date|exactly)'
const BEFORE = `(?:(?:and|but|so|if|when|given|since) )*(?:it's|it is|its|today's|todays|today is|today|now|the date is|the current date is|current date|the date today is|date today|we have|we are on|we're on|from|starting from|starting|as of|counting from|seen from|on)(?: ${NOW_WORD})* (?:on )?`
const NOW_FIRST = new RegExp(`(?:^|(?<= ))(?<lead>${BEFORE})D(?: (?:now|today|at the moment|right now))*(?= |$)`, 'gu')
const NOW_BEHIND = /(?:^|(?<= ))D (?:is )?(?:today|now)(?= |$)/gu
/** What says the present and not another day: `from D` alone begins a span. */
const IS_SURE = /(?<!\p{L})(?:it's|it is|its|today's|todays|today|now|date|we have|we are|we're)(?!\p{L})/u
const LABELS: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})(?:best before|use by|best by|sell by|expiry(?: date)?|expires on|exp)(?: date)?(?!\p{L})/gu, 'due'],
  [/(?<!\p{L})weeks days(?!\p{L})/gu, 'weeks and days'],
  [/(?<!\p{L})sleeps(?!\p{L})/gu, 'nights'],
]

/** `today D` names one day: the word is no day of its own then. */
function oneToday(moments: Moments): Moments {
  const words = moments.shape.split(' ')
  const days: DayToken[] = []
  let next = 0
  const shape = words
    .map((word, i) => {
      if (word !== 'D') return word
      const day = moments.days[next++]
      const isWord =
        /^today/u.test(day?.label ?? '') &&
        (words[i - 1] === 'D' || /^(?:(?:is|the|date|=|now|of) )*D(?: |$)/u.test(words.slice(i + 1).join(' ')))
      if (isWord) return 'today'
      if (day !== undefined) days.push(day)
      return word
    })
    .join(' ')
  return { ...moments, shape, days }
}

/** The message seen from the day that it tells as today. */
function toldToday(given: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const moments = oneToday(given)
  const { days } = moments
  if (days.length !== 2 || !/(?<!\p{L})(?:how|days|weeks|age)(?!\p{L})/u.test(moments.shape)) return null
  const shape = LABELS.reduce((text, [pattern, word]) => text.replace(pattern, word), moments.shape)
  const found = [...shape.matchAll(NOW_FIRST)]
  const isPresent = (one: RegExpExecArray): boolean => IS_SURE.test(one.groups?.lead ?? '')
  const sure = found.some(isPresent) ? found.filter(isPresent) : [...shape.matchAll(NOW_BEHIND)]
  const only = sure.length === 1 ? sure[0] : found.length === 1 ? found[0] : undefined
  if (only === undefined) return null
  const isSure = sure.length === 1
  const place = shape.slice(0, only.index).includes('D') ? 1 : 0
  const [now, other] = place === 1 ? [days[1], days[0]] : [days[0], days[1]]
  const rest = `${shape.slice(0, only.index)} ${shape.slice(only.index + only[0].length)}`
    .replace(/\s+/gu, ' ')
    .replace(/^ ?(?:and|so|then|-) | ?(?:and|so|but|-)(?= ?$)/gu, '')
    .trim()
  if (now === undefined || other === undefined || /^(?:today|tonight)/u.test(other.label)) return null
  // `from D` is a beginning where the rest counts to a day that is asked for.
  if (!isSure && !/(?:until|till|til|to|before) (?:the )?D|D$/u.test(rest)) return null
  if (!isSure && !/(?<!\p{L})(?:until|till|til)(?!\p{L})/u.test(rest)) return null
  const date = presentOf(now, other, input)
  if (date === null) return null
  const there = { ...input, now: { ...input.now, iso: `${date}T12:00:00Z` } }
  const bare =
    isSure && /how many (?:days|weeks|nights|months|working days|weeks and days)$/u.test(rest) ? `${rest} left` : rest
  const seen = { ...moments, days: [other], shape: bare, reduced: reducedOf(bare) }
  return (
    (isSure ? left(seen, there) : null) ??
    fromToday(seen, isAsked || /how many|how long/u.test(rest), there) ??
    (isSure ? ageTold(seen, isAsked, there) : null)
  )
}

const STEP =
  /^(?:(?:what|which)(?:'s)?(?: (?:was|is|will|would))?(?: the)? (?:date|day)(?: (?:is|was|will|would|it|that|be|do|we|have))*|when (?:is|was|will)(?: (?:it|that|be))*|date) (?:(?<back>S (?:ago|before|earlier))|(?:in|after) S(?: time)?|S (?:from now|later|from today|ahead))$|^(?:(?<back2>S (?:ago|before|earlier))|(?:in|after) S|S (?:from now|later|from today)) (?:what|which)(?:'s)?(?: (?:was|is|will|would))?(?: the)? (?:date|day)(?: (?:is|was|will|would|it|that|be|do|we|have))*$/u
/** `today is D, what date was it S ago`. */
function stepped(given: Moments, input: PlannerInput): Answer | null {
  const moments = oneToday(given)
  const { days, spans, shape } = moments
  const found = [...shape.matchAll(NOW_FIRST)].find(one => IS_SURE.test(one.groups?.lead ?? ''))
  const [day, span] = [days[0], spans[0]]
  if (found === undefined || day === undefined || span === undefined || days.length !== 1 || spans.length !== 1)
    return null
  const rest = `${shape.slice(0, found.index)} ${shape.slice(found.index + found[0].length)}`
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^(?:and|so|then|-) /u, '')
  const groups = STEP.exec(rest)?.groups
  const start = settle(day, 'this year', input)
  if (STEP.exec(rest) === null || start === null || /^(?:today|tonight)/u.test(day.label)) return null
  const isBack = (groups?.back ?? groups?.back2) !== undefined
  const { years, months, weeks, days: count, businessDays } = span
  const sizes = Object.entries({ years, months, weeks, days: count, business_days: businessDays }).filter(
    ([, n]) => n > 0,
  )
  const wanted = { date: start, ...Object.fromEntries(sizes.map(([name, n]) => [name, isBack ? -n : n])) }
  return dayAndWeekday(
    task('date', isBack ? 'Count back' : 'Count on', 'date.add', wanted),
    `${span.text} ${isBack ? 'before' : 'after'} ${start}`,
  )
}

/** Without its year, it is the last such day before the other one. */
function presentOf(now: DayToken, other: DayToken, input: PlannerInput): string | null {
  if (now.year !== null || other.year === null) return settle(now, 'this year', input)
  const year = now.monthDay <= other.monthDay ? other.year : other.year - 1
  return settle({ ...now, year }, 'this year', input)
}

export const toldTodayRules: readonly PlannerRule[] = [
  defineRule({
    id: 'told-today',
    reason: 'Counts the days to a day or tells an age, seen from the day that the request says it is.',
    order: 58.1,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'milk best before 16 Dec 2026, its 28 Nov 2026 now, how many days left?',
        'Exam is on 15 June 2026. It is 20 May 2026. How many days do I have left?',
        'Concert 12 Sept, today 3 Aug, how many weeks & days to go?',
        'how many days until christmas from 28 november',
        "today's 15 may 2026. what date was it 45 days ago",
        'born 15 March 1990, today is 28 November 2026, how old am I?',
      ],
      no: [
        'Exam is on 15 June 2026. It is 20 May 2026. How many chapters a day?',
        'Exam is on 15 June 2026. I start on 20 May 2026. Is that enough days?',
        'Exam was moved to 15 June 2026. It is 20 May 2026. How many days do I have left to register?',
        'my holiday from 3 Aug to 12 Sept, how many weeks & days of work do I miss?',
        'Milk best before 16 Dec 2026, opened 28 Nov 2026, how many days is it good?',
        'If today were 3 Aug, who would have birthday on 12 Sept?',
      ],
    },
    read: told((moments, clause, input) =>
      moments === null || moments.days.length === 0 || moments.days.length > 3 || /[MYTLNCIXWVO]/.test(moments.shape)
        ? null
        : moments.spans.length > 0
          ? stepped(moments, input)
          : moments.days.length > 1
            ? toldToday(moments, clause.isAsked, input)
            : null,
    ),
  }),
]
