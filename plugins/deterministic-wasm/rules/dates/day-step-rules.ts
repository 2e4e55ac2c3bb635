/**
 * Days that follow from what is told in passing: the date of somebody's ten thousandth day, when an invoice is due, which of two dates
 * comes first, the length of a quarter, the century of a year, hours of a leap year.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task } from '../rule.ts'
import { dayAndWeekday } from './date-answers.ts'
import { withOrder } from './day-shift.ts'
import { type Moments, nameDay, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'

const KEEP = kept(
  'born old first earlier later last before after older or and in leap year years hours minutes seconds days weeks normal common regular quarter second third fourth half century belong to from of same month both counted included inclusive inclusively incl including nights day payable due within net invoice dated received pay thanksgiving black friday',
)

const ALIVE =
  /^(?:born D (?:S old|N days old|old S)|(?:S|N days) old born D|born D S(?: old)?|(?:S|N days) (?:old )?(?:if )?born D)$/u
/** `born 14 March 1995, when am I 10000 days old`. */
function daysOld(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const { days, spans, shape } = moments
  const [day] = days
  const [span] = spans
  if (!ALIVE.test(bare) || day === undefined || span === undefined || days.length !== 1 || spans.length !== 1)
    return null
  if (
    !/(?<!\p{L})(?:when|(?:what|which)(?: \p{L}+)? (?:date|day))(?!\p{L})/u.test(shape) ||
    !/(?<!\p{L})old(?!\p{L})/u.test(shape)
  )
    return null
  if (day.year === null || span.businessDays > 0) return null
  const start = settle(day, 'last', input)
  if (start === null) return null
  const { years, months, weeks, days: count } = span
  const sizes = Object.entries({ years, months, weeks, days: count }).filter(([, size]) => size > 0)
  if (sizes.length === 0) return null
  return withOrder(
    dayAndWeekday(
      task('date', 'Count on', 'date.add', { date: start, ...Object.fromEntries(sizes) }),
      `${span.text} after ${start}`,
    ),
    moments,
  )
}

const PAYABLE =
  /^(?:invoice )?(?:dated |received |of |from )?D(?: invoice)? (?:payable |due |pay )?(?:within |in |net )?S(?: net)? (?:due|pay|last day|payable)(?: (?:on|day|to|by))*$/u
/** `invoice from 14.11.2023, payable within 30 days, due on?` */
function payable(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const { days, spans, shape } = moments
  const [day] = days
  const [span] = spans
  if (!PAYABLE.test(bare) || day === undefined || span === undefined || days.length !== 1 || spans.length !== 1)
    return null
  if (!/(?<!\p{L})(?:invoice|bill|payable|due|net)(?!\p{L})/u.test(shape.slice(0, shape.indexOf('S')))) return null
  if (span.businessDays > 0 || span.months + span.years > 0) return null
  const start = settle(day, 'this year', input)
  if (start === null) return null
  const count = span.days + span.weeks * 7
  return withOrder(
    dayAndWeekday(
      task('date', 'Count on', 'date.add', { date: start, days: count }),
      `${count} days after ${nameDay(start, day)}`,
    ),
    moments,
  )
}

const FIRST_OF = /^(?<way>first|earlier|later|last|before|after|older) D or D$/u
/** `which comes first, 3 May 2024 or 2024-04-30`. */
function firstOf(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const found = FIRST_OF.exec(bare)
  const [a, b] = moments.days
  if (found === null || a === undefined || b === undefined || moments.days.length !== 2) return null
  if (!/^(?:which|what)(?!\p{L})/u.test(moments.shape) || (a.year === null) !== (b.year === null)) return null
  const [one, other] = [settle(a, 'this year', input), settle(b, 'this year', input)]
  if (one === null || other === null || one === other) return null
  const isLate = /later|last|after/u.test(found.groups?.way ?? '')
  const tasks = [
    task('difference', 'Count the days between them', 'date.difference', { from: one, to: other, unit: 'days' }),
  ]
  const when = hasMember('value', isLate ? { exclusiveMaximum: 0 } : { exclusiveMinimum: 0 })
  return withOrder(decided({ tasks, when, yes: a.text, no: b.text, how: `${one} and ${other}` }), moments)
}

const QUARTERS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: 4 }
const PART = /^days in (?<nth>first|second|third|fourth|last|O) (?<what>quarter|half) (?:of )?Y$/u
/** `how many days are in the first quarter of 2023`. */
function partOfYear(moments: Moments, bare: string): Answer | null {
  const found = PART.exec(bare)?.groups
  const [year] = moments.years
  if (found === undefined || year === undefined || moments.years.length !== 1) return null
  if (!/how many days/u.test(moments.shape)) return null
  const n = found.nth === 'O' ? (moments.ordinals[0] ?? 0) : (QUARTERS[found.nth ?? ''] ?? 0)
  const isHalf = found.what === 'half'
  const size = isHalf ? 6 : 3
  const nth = isHalf && found.nth === 'last' ? 2 : n
  if (nth < 1 || nth > 12 / size || moments.ordinals.length > 1 || moments.numbers.length > 0) return null
  const from = Temporal.PlainDate.from({ year, month: (nth - 1) * size + 1, day: 1 })
  const to = from.add({ months: size })
  const only = task('difference', 'Count the days', 'date.difference', {
    from: from.toString(),
    to: to.toString(),
    unit: 'days',
  })
  return single(
    only,
    '{{value}} days',
    { value: at('/value') },
    `From ${from.toString()} to ${to.subtract({ days: 1 }).toString()}`,
  )
}

const NTH_DAY =
  /^(?:(?:what|which)(?:'s| is| date is| day is)? )?(?:the )?(?:date of )?(?:the )?O day of (?:the|this) year(?: (?:what|which) (?:date|day))?$/u
/** `the 256th day of the year`: of this one. */
function nthDay({ ordinals, shape }: Moments, input: PlannerInput): Answer | null {
  const n = ordinals[0] ?? 0
  if (!NTH_DAY.test(shape) || n < 1 || n > 365) return null
  const year = String(todayOf(input).year).padStart(4, '0')
  return dayAndWeekday(
    task('date', 'Count the days', 'date.add', { date: `${year}-01-01`, days: n - 1 }),
    `Day ${n} of ${year}`,
  )
}

const LEAP_DAYS =
  /^(?:leap days (?:D )?(?:from|between)? ?D (?:and|to) D|(?:from |between )?D (?:and|to) D leap days(?: D)?)$/u
/** `between 1 Jan 2000 and 1 Jan 2024 how many leap days`. */
function leapDays(moments: Moments, bare: string): Answer | null {
  const { days, shape } = moments
  const plain = bare.replace(/ D (?=leap days)/u, ' D ')
  const own = days.filter(({ year }) => year !== null)
  if (!LEAP_DAYS.test(plain.replace(/(?<!\p{L})between /u, '')) || own.length !== 2 || !/how many|number/u.test(shape))
    return null
  if (days.some(({ year, monthDay }) => year === null && monthDay !== '02-29')) return null
  const [first, last] = own as [(typeof own)[number], (typeof own)[number]]
  const from = (first.year ?? 0) + (first.monthDay > '02-29' ? 1 : 0)
  const to = (last.year ?? 0) - (last.monthDay < '02-29' ? 1 : 0)
  if (from > to) return null
  const years = peek('date.leap_years', { from, to })?.years
  if (!Array.isArray(years) || years.length === 0 || years.length > 60) return null
  const places = Array.from({ length: years.length }, (_, i) => `{{/years/${i}}}`).join(', ')
  return {
    tasks: [task('years', 'List the leap years', 'date.leap_years', { from, to })],
    answer: 'years',
    reply: { template: `{{count}}\n\n${places}`, values: { count: literal(years.length), years: at('/years') } },
  }
}

const WHICH_DAY =
  /^(?<told>.*)D (?:so |and |but )?(?:what|which) (?:day of the week|weekday|day) (?:was|is) (?:it|that)(?: really| actually| in fact| in reality| that day)?$/u
/** `claims she was born on a Sunday, on 4 July 1976. What weekday was it really?` */
function whichDay(moments: Moments): Answer | null {
  const { days, weekdays, shape } = moments
  const [day] = days
  const found = WHICH_DAY.exec(shape)?.groups?.told
  if (found === undefined || day === undefined || days.length !== 1 || day.year === null || weekdays.length > 1)
    return null
  if (
    /[A-VX-Z]/u.test(found) ||
    /(?<!\p{L})(?:after|before|later|earlier|following|next|until|since|days?|weeks?|months?|years?|than|from|or)(?!\p{L})/u.test(
      found,
    )
  )
    return null
  const date = `${String(day.year).padStart(4, '0')}-${day.monthDay}`
  return withOrder(
    single(
      task('weekday', 'Find its day of the week', 'date.weekday', { date }),
      '{{weekday}}',
      { weekday: at('/weekday') },
      date,
    ),
    moments,
  )
}

const CENTURY = /^century (?:Y (?:belong to|belong|in)|(?:of )?Y|in Y)$|^Y (?:belong )?(?:to |in )?century$/u
const ending = (n: number): string => {
  const last = n % 100 > 10 && n % 100 < 14 ? 0 : n % 10
  return last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'
}
/** `what century does the year 1801 belong to`: centuries begin with the year 1. */
function century({ years, days, months, shape }: Moments, bare: string): Answer | null {
  const [year] = years
  if (!CENTURY.test(bare) || year === undefined || years.length !== 1 || days.length + months.length > 0) return null
  if (!/(?<!\p{L})(?:what|which)(?!\p{L})/u.test(shape)) return null
  const answer = evaluated({
    expression: `ceil(${year} / 100)`,
    how: `${year} ÷ 100, rounded up`,
    unit: `${ending(Math.ceil(year / 100))} century`,
  })
  return year % 100 === 0 && answer !== null
    ? { ...answer, reading: `Counted from the year 1, so that ${year} is the last year of its century.` }
    : answer
}

const LEAP_YEAR =
  /^(?:how many |number of )?(?<unit>days|weeks|hours|minutes|seconds)(?: are| does| do)?(?: there)? (?:in|has|have)? ?(?:an? |one )?(?<kind>leap|normal|common|regular|non-leap|standard|ordinary)[ -]years?(?: have)?$/iu
const SIZES: Readonly<Record<string, readonly [string, string]>> = {
  days: ['', ''],
  weeks: [' / 7', ' ÷ 7'],
  hours: [' * 24', ' × 24'],
  minutes: [' * 24 * 60', ' × 24 × 60'],
  seconds: [' * 24 * 60 * 60', ' × 24 × 60 × 60'],
}
/** `how many hours in a leap year`. */
function leapYear(clause: Clause): Answer | null {
  if (clause.data !== null || clause.quotes.length > 0 || !/year/iu.test(clause.plain)) return null
  const groups = (LEAP_YEAR.exec(clause.plain) ?? LEAP_YEAR.exec(clause.core))?.groups
  const size = SIZES[groups?.unit?.toLowerCase() ?? '']
  if (groups === undefined || size === undefined) return null
  const days = groups.kind?.toLowerCase() === 'leap' ? '366' : '365'
  return evaluated({
    expression: `${days}${size[0]}`,
    how: size[1] === '' ? `A ${groups.kind?.toLowerCase() ?? 'common'} year` : `${days}${size[1]}`,
    unit: ` ${groups.unit?.toLowerCase()}`,
    ...(size[0].includes('/') ? { decimals: 2 } : {}),
  })
}

const SAME_MONTH =
  /^from O to O (?:of )?same month (?:(?:both|including|inclusive|incl|counted|included|inclusively|day|days|first|and|last)(?: |$))+$/u
/** `from the 8th to the 23rd of the same month, both days counted`. */
function sameMonth({ ordinals, shape }: Moments, bare: string): Answer | null {
  const [a, b] = ordinals
  if (!SAME_MONTH.test(bare) || a === undefined || b === undefined || ordinals.length !== 2) return null
  if (
    !/(?:both|inclusive|including both|incl)/u.test(shape) ||
    !/how many days/u.test(shape) ||
    a >= b ||
    b > 31 ||
    a < 1
  )
    return null
  return evaluated({
    expression: `${b} - ${a} + 1`,
    how: `From the ${a}. to the ${b}., both days counted`.replace(/\./g, ''),
    unit: ' days',
  })
}

const FEAST = /^(?<name>thanksgiving|black friday)(?: in usa)?(?: (?:in |of )?Y)?(?: in usa)?$/u
/** Of the United States: the fourth Thursday of November, and the day after it. */
function thanksgiving(moments: Moments, bare: string, input: PlannerInput, isAsked: boolean): Answer | null {
  const found =
    FEAST.exec(bare.replace(/ W(?= |$)/u, ''))?.groups ??
    (/^black W(?: (?:in |of )?Y)?$/u.test(bare) && moments.weekdays[0] === 'friday'
      ? { name: 'black friday' }
      : undefined)
  if (found === undefined || moments.days.length + moments.spans.length > 0) return null
  if (!isAsked || !/(?<!\p{L})(?:when|(?:what|which) (?:date|day)|date)(?!\p{L})/u.test(moments.shape)) return null
  const today = todayOf(input)
  const year = moments.years[0] ?? today.year
  const nth = task('thursday', 'Find the fourth Thursday of November', 'date.nth_weekday', {
    year,
    month: 11,
    weekday: 'Thursday',
    n: 4,
  })
  const isNext = found.name === 'black friday'
  const dated = isNext
    ? task('date', 'Take the day after it', 'date.add', { date: { $from: 'thursday', pointer: '/date' }, days: 1 }, [
        'thursday',
      ])
    : { ...nth, key: 'date' }
  const answer = dayAndWeekday(dated, `${isNext ? 'The day after the fourth' : 'Fourth'} Thursday of November ${year}`)
  return { ...answer, tasks: isNext ? [nth, ...answer.tasks] : answer.tasks, reading: 'As in the United States.' }
}

export const dayStepRules: readonly PlannerRule[] = [
  defineRule({
    id: 'day-step',
    reason:
      'Finds days that follow from what is told: a number of days old, an invoice due, the first of two dates, the days of a quarter, a century.',
    order: 56.8,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'Born 14 March 1995, when am I 10000 days old',
        'my kid is 1000 days old on which date, born 3 April 2024',
        'Invoice from 14.11.2023, payable within 30 days. Due on?',
        'Which comes first, 3 May 2024 or 2024-04-30?',
        'How many days are there in the first quarter of 2023?',
        'What century does the year 1801 belong to',
        'how many hours in a leap year',
        'From the 8th to the 23rd of the same month, both days counted, how many days?',
        'when is thanksgiving 2026',
      ],
      no: [
        'Born 14 March 1995, when am I old enough to vote?',
        'Invoice from 14.11.2023, payable within 30 days. What if I pay late?',
        'Which comes first, love or 3 May 2024?',
        'How many days of rain are there in the first quarter of 2023?',
        'What century does the style of 1801 belong to',
        'how many hours do I work in a leap year',
        'From the 8th to the 23rd of the same month, how many days?',
        'what do people eat at thanksgiving 2026',
        'when is thanksgiving dinner served',
      ],
    },
    read: told((moments, clause, input) => {
      const named = /leap|normal|common|regular|standard|ordinary/iu.test(clause.plain) ? leapYear(clause) : null
      if (named !== null || moments === null) return named
      if (/(?<!\p{L})(?:unless|except|not|without|if)(?!\p{L})/u.test(moments.shape)) return null
      const bare = skeletonOf(moments.shape, KEEP)
      return (
        daysOld(moments, bare, input) ??
        payable(moments, bare, input) ??
        firstOf(moments, bare, input) ??
        partOfYear(moments, bare) ??
        nthDay(moments, input) ??
        leapDays(moments, bare) ??
        whichDay(moments) ??
        century(moments, bare) ??
        sameMonth(moments, bare) ??
        thanksgiving(moments, bare, input, clause.isAsked)
      )
    }),
  }),
]
