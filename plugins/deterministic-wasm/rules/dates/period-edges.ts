/**
 * Questions about a month, quarter or year, and the day beside a day: from when to when a quarter runs, what is left of a year behind a
 * day, which of some years are leap years, how many years and months lie between two months, the day after a date.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { dayAndWeekday } from './date-answers.ts'
import { plural } from './day-distance.ts'
import { withOrder } from './day-shift.ts'
import { type Moments, nameDay, settle } from './moments.ts'
import { HINT, told } from './read-told.ts'

const RUNS: readonly RegExp[] = [
  /^(?:so )?(?:when|from when to when|(?:on )?(?:what|which) (?:dates|days))(?: exactly)? (?:does|do|did|will|is) (?:the )?M (?:start|begin|run|go|last|starting|beginning)(?: from)?(?:(?: and| to| until| -)? (?:end|finish|when|ending|over))?$/u,
  /^(?:(?:what|which|give me|tell me|show me|what's|whats|is|are|the|dates?) )*(?:start(?:ing)? (?:date )?and end(?:ing)?(?: dates?)?|first and last (?:day|date)s?|start and finish(?: dates?)?|dates?|beginning and end) (?:of|for|in) (?:the )?M$/u,
  /^(?:the )?M (?:from when to when|start and end(?: dates?)?|first and last (?:day|date)s?|(?:runs|goes) from when to when)$/u,
]
/** `when does Q2 2027 start and end`: of a month without its year only where February is not meant. */
function runs({ months, days, years, spans, shape }: Moments): Answer | null {
  const [place] = months
  if (place === undefined || months.length !== 1 || days.length + years.length + spans.length > 0) return null
  const found = RUNS.findIndex(form => form.test(shape))
  if (found < 0 || (found === 0 && !/(?:and|to|until|-) |from when to when|dates|days/u.test(shape))) return null
  if (found === 0 && !/(?:end|finish|when|ending|over)$|from when to when|(?:dates|days)/u.test(shape)) return null
  if (!place.hasYear && place.month === 2 && place.unit === 'month') return null
  const period = task('period', `Find the ${place.unit}`, 'date.period', { date: place.from, unit: place.unit })
  return single(period, '{{from}} to {{to}}', { from: at('/from'), to: at('/to') }, place.name)
}

const QUARTER_OF =
  /^(?:(?:so|and) )?(?:in )?(?:what|which) (?:calendar )?quarter(?: of the year)? (?:is|does|do|lies|falls)(?: the month of)? M(?: (?:in|belong to|fall in|belong|lie in|part of))?$|^M (?:is|belongs to|falls in|is in) (?:what|which) quarter(?: of the year)?$/u
/** `in which quarter is June`. */
function quarterOf({ months, days, years, spans, shape }: Moments): Answer | null {
  const [place] = months
  if (!QUARTER_OF.test(shape) || place?.unit !== 'month' || months.length !== 1) return null
  if (days.length + years.length + spans.length > 0) return null
  const day = task('day', 'Find its quarter', 'date.weekday', { date: place.from })
  return single(day, 'Q{{quarter}}', { quarter: at('/quarter') }, 'Calendar quarter')
}

const UNIT = '(?<unit>days|weeks)'
const LEFT: readonly RegExp[] = [
  new RegExp(
    `^how many ${UNIT}(?: (?:are|is|still|there|remain|remaining))*(?: left| remaining| remain)?(?: (?:in|of|until the end of|to the end of|till the end of))? (?:the |that )?(?<place>Y|M|year|month)(?: (?:are|is|left|remaining|remain))* (?:after|from|as of|since|on|counted from) (?:the )?D(?: (?:on|onwards))?$`,
    'u',
  ),
  new RegExp(
    `^(?:after|as of|on|from|it's|it is|today is) (?:the )?D (?:and )?how many ${UNIT} (?:are |still |remain |remaining )*(?:left |remaining )?(?:in |of |until the end of )?(?:the |that )?(?<place>Y|M|year|month)(?: (?:are|is|left|remaining|remain))*(?: are)?$`,
    'u',
  ),
]
/** `how many days are left in 2026 after 10 October`: that day itself is not one of them. */
function leftAfter(moments: Moments, input: PlannerInput): Answer | null {
  const { days, months, years, shape } = moments
  const groups = LEFT.map(form => form.exec(shape)?.groups).find(found => found !== undefined)
  const [day] = days
  if (groups === undefined || day === undefined || days.length !== 1 || months.length + years.length > 1) return null
  if (/^(?:today|tomorrow|yesterday)/u.test(day.label) || !/(?<!\p{L})(?:left|remain|remaining)(?!\p{L})/u.test(shape))
    return null
  const year = years[0] ?? (months[0] === undefined ? day.year : Number(months[0].from.slice(0, 4)))
  const date = settle(day.year === null ? { ...day, year: year ?? null } : day, 'this year', input)
  if (date === null) return null
  const isYear = groups.place === 'Y' || groups.place === 'year'
  const from = Temporal.PlainDate.from(date)
  if (
    (years[0] !== undefined && years[0] !== from.year) ||
    (months[0] !== undefined && (months[0].from > date || months[0].to < date))
  )
    return null
  const to = isYear ? `${date.slice(0, 4)}-12-31` : from.with({ day: from.daysInMonth }).toString()
  const wanted = { from: date, to, unit: 'days' }
  const count = Number(peek('date.difference', wanted)?.value)
  if (groups.unit === 'weeks' && count % 7 !== 0) return null
  const size = groups.unit === 'weeks' ? count / 7 : count
  const only = task('difference', `Count the ${groups.unit}`, 'date.difference', {
    ...wanted,
    unit: groups.unit ?? 'days',
  })
  return withOrder(
    single(
      only,
      '{{value}} {{word}}',
      { value: at('/value'), word: literal(plural(groups.unit ?? 'days', size)) },
      `From ${nameDay(date, day)}, which is not counted, to ${to}`,
    ),
    moments,
  )
}

const WHICH_LEAP =
  /^(?:(?:which|what|list|name|find|tell me|of|from|among|years?|the|these|those|following|is|are) )*(?:(?:leap years?)(?: (?:of|in|among|from|are|is|these|the|following|years?))* )?Y(?: (?:and |or )?Y)+(?: (?:which|what|is|are|was|were|a|the|leap|years?|of|them|these|those|ones|one))*$/u
/** `which of 2020, 2022, 2024, 2100 are leap years`. */
function whichLeap({ years, shape }: Moments): Answer | null {
  if (years.length < 2 || years.length > 30 || /[A-XZ]/u.test(shape)) return null
  if (!WHICH_LEAP.test(shape) || !/leap year/u.test(shape) || !/which|what|list|name|find|tell/u.test(shape))
    return null
  if (/(?<!\p{L})(?:between|to|not)(?!\p{L})/u.test(shape) || new Set(years).size !== years.length) return null
  const [from, to] = [Math.min(...years), Math.max(...years)]
  if (to - from > 800) return null
  const all = peek('date.leap_years', { from, to })?.years
  if (!Array.isArray(all)) return null
  const found = years.filter(year => all.includes(year))
  const only = task('years', 'List the leap years', 'date.leap_years', { from, to })
  const how = `Among ${years.join(', ')}`
  if (found.length === 0) return single(only, '{{none}}', { none: literal('None of them') }, how)
  const template = found.map(year => `{{/years/${all.indexOf(year)}}}`).join(', ')
  return { tasks: [only], answer: 'years', reply: withHow(template, { years: at('/years') }, how) }
}

const MONTHS_APART =
  /^(?:how (?:many|much time in)|number of) years and (?:how many )?months(?: (?:is it|are there|is|are|lie|there|were|was))*(?: (?:from|between))? M (?:to|and|until|till|-) M(?: (?:is it|is that|are there))?$|^(?:from |between )?M (?:to|and|until|till|-) M (?:is )?(?:how many |in )years and months(?: is (?:that|it))?$/u
/** `how many years and months from March 2019 to October 2026`. */
function monthsApart({ months, days, years, spans, shape }: Moments): Answer | null {
  const [a, b] = months
  if (!MONTHS_APART.test(shape) || a === undefined || b === undefined || months.length !== 2) return null
  if (
    days.length + years.length + spans.length > 0 ||
    !a.hasYear ||
    !b.hasYear ||
    a.unit !== 'month' ||
    b.unit !== 'month'
  )
    return null
  const count = (Number(b.from.slice(0, 4)) - Number(a.from.slice(0, 4))) * 12 + b.month - a.month
  if (count <= 0) return null
  const age = task('age', 'Count years and months', 'date.age', { born: a.from, on: b.from })
  const said = `{{years}} ${plural('years', Math.floor(count / 12))} and {{months}} ${plural('months', count % 12)}`
  return single(
    age,
    said,
    { years: at('/years'), months: at('/months') },
    `From ${a.name} to ${b.name}: ${count} months`,
  )
}

const BESIDE =
  /^(?:(?:what|which)(?:'s)?(?: (?:date|day|calendar day))?(?: (?:is|was|will be|comes|came|follows|falls))*|date of|give me|tell me)(?: (?:the|on))* (?:date of the |date )?(?:(?:calendar |next |very next )?day (?<way>after|before|following|preceding)|(?:directly |right |straight |immediately )?(?<way2>after|before|following)(?= D))(?: the)? D$/u
/** `what date is the day after 31 December 2026`. */
function dayBeside(moments: Moments, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  const groups = BESIDE.exec(shape)?.groups
  const [day] = days
  if (groups === undefined || day === undefined || days.length !== 1 || day.label !== '') return null
  const isFound = day.found !== undefined
  // `what day is before 5 May` may ask for a day of the week: only a date is one day on.
  if (groups.way2 !== undefined && !/^(?:what|which) date|comes|follows/u.test(shape)) return null
  const start = isFound ? null : settle(day, 'this year', input)
  if (start === null) return null
  const isBack = /before|preceding/u.test(groups.way ?? groups.way2 ?? '')
  const step = task('date', 'Take the next day', 'date.add', { date: start, days: isBack ? -1 : 1 })
  return withOrder(dayAndWeekday(step, `The day ${isBack ? 'before' : 'after'} ${nameDay(start, day)}`), moments)
}

export const periodEdgeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'period-edge',
    reason:
      'Tells from when to when a month or quarter runs, what is left of a year behind a day, which years are leap years, and the day beside a date.',
    order: 58.3,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'when does Q2 2027 start and end?',
        'how many days are left in the year 2026 after 10 October?',
        'which of 2020, 2022, 2024, 2100 are leap years?',
        'how many years and months from march 2019 to october 2026',
        'what date is the day after 31 december 2026',
      ],
      no: [
        'when does Q2 2027 start and end for our tax office?',
        'when does the season start and end in Q2 2027?',
        'how many days of leave are left in 2026 after 10 October?',
        'how many days are left in 2027 after 10 October 2026?',
        'which of 2020, 2022, 2024 was the best year?',
        'how many years and months of work from march 2019 to october 2026',
        'what happened the day after 31 december 2026',
      ],
    },
    read: told((moments, _, input) => {
      if (moments === null || /[XLTCINWVO]/.test(moments.shape)) return null
      if (moments.days.length + moments.months.length + moments.years.length === 0) return null
      return (
        runs(moments) ??
        quarterOf(moments) ??
        leftAfter(moments, input) ??
        whichLeap(moments) ??
        monthsApart(moments) ??
        dayBeside(moments, input)
      )
    }),
  }),
]
