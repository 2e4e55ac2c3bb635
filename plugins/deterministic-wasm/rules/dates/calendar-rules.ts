/** More of the calendar: ages, leap years, nth weekdays, ends of months, quarters and weekends. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { MONTHS } from '../../find/months.ts'
import { decided } from '../decided.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'
import { form, groupsOf } from './forms.ts'
import { readDay, showDay, todayOf, WEEKDAYS } from './read-date.ts'

const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const WEEKDAY = `(?<weekday>${WEEKDAYS.join('|')})`
const ORDINAL = '(?<nth>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)'
const AGE: readonly RegExp[] = [
  form(
    "(?:if )?(?:i(?:'m| am| was)?|he(?:'s| is| was)?|she(?:'s| is| was)?|they were|somebody|someone|a person)? ?(?:was )?born (?:on |in )?(?<a>.+?),? (?:so |then )?how old (?:am i|is he|is she|are they|are you|would (?:i|he|she|they) be)(?: (?:now|today|right now))?",
  ),
  form(
    'how old (?:am i|is (?:he|she|someone|somebody|a person)|are they|would (?:i|someone|somebody) be)(?: (?:now|today))? (?:if|when|,)? ?(?:i was|he was|she was|they were|who was|if)? ?born (?:on |in )?(?<a>.+)',
  ),
  form('age (?:of (?:someone|somebody|a person) )?(?:born|with (?:the )?birthday) (?:on |in )?(?<a>.+)'),
]
const LEAP: readonly RegExp[] = [form('(?:is|was|will) (?:the year )?(?<year>\\d{4})(?: be)? a leap ?year')]
const NTH = form(
  `(?:when (?:is|was)|what(?:'s| is| was)?(?: the)? date (?:is|of|was)|date of|on what date is)?(?: ?the)? ?${ORDINAL} ${WEEKDAY} (?:of|in) ${MONTH}(?:,? (?:of )?(?<year>\\d{4}))?`,
)
const MONTH_END: readonly RegExp[] = [
  form(
    "(?:(?:what|when)(?:'s| is)? (?:the )?)?(?:date of )?(?:the )?(?<which>first|last) day of (?:(?<rel>this|next|last|the current) (?<unit>month|year|quarter)|(?:the )?(?<unit2>month|year))",
  ),
  form(
    `(?:(?:what|when)(?:'s| is)? (?:the )?)?(?:the )?(?<which>first|last) day (?:of|in) ${MONTH}(?:,? (?<year>\\d{4}))?`,
  ),
]
const QUARTER: readonly RegExp[] = [
  form(
    `(?:what|which) quarter (?:of the year )?(?:is|does|was) ${MONTH}(?: (?:in|part of|belong to|fall in|fall into))?`,
  ),
  form(`(?:in )?(?:what|which) quarter (?:is|does|was) (?<a>.+?)(?: (?:in|part of|fall in))?`),
]
const WEEKEND = form(
  '(?:is|was|does|will) (?<a>.+?) (?:be |fall on |on )?(?:a |the )?(?<what>weekend|weekday|work(?:ing)? ?day|business day)',
)
const NEXT = form(
  `(?:(?:what(?:'s| is)?|when(?:'s| is)?) )?(?:the )?(?:date (?:of|for) )?(?<way>next|this|coming|this coming|last) ${WEEKDAY}(?:'s date|,? (?:what|which) date is (?:it|that))?`,
)
const COUNT_DAYS = form(
  `how many ${WEEKDAY}s (?:are (?:there )?|were there |does |has )?(?:in )?${MONTH}(?: (?:of )?(?<year>\\d{4}))?(?: have)?`,
)
const YEARS = form(
  '(?:what |which )?year (?:is|was|will be|is it|was it)? ?(?<n>\\d{1,4}) years (?<way>before|after|from) (?<year>\\d{4})',
)
const SHIFT = form(
  '(?:(?:expiry|due|end|expiration|delivery|return|renewal|maturity|deadline|start|target|review)(?: date)?|date)[:,]? (?:is )?(?:in )?(?<n>\\d{1,5}|an?|one) (?<unit>days?|weeks?|months?|years?)(?: (?<way>from|after|before) (?<a>.+))?',
)
const NTHS: Readonly<Record<string, number>> = {
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

export const calendarRules: readonly PlannerRule[] = [
  defineRule({
    id: 'calendar',
    reason: 'Answers for ages, leap years, nth weekdays, firsts and lasts of months, quarters and weekends.',
    order: 43,
    hint: /born|leap|first|second|third|fourth|fifth|last|quarter|weekend|weekday|day|year|date|\d(?:st|nd|rd|th)/i,
    examples: {
      yes: [
        'I was born on 1985-06-30, how old am I?',
        'Is 2032 a leap year?',
        'When is the second Tuesday of May 2027?',
        'last day of this month',
        'What quarter is August in?',
        'Is 2026-08-15 a weekend?',
        "next Monday's date",
        'how many Fridays are in May 2026',
        'what year is 40 years after 1990',
        'due date: 3 weeks from 2026-01-10',
      ],
      no: [
        'I was born in Berlin, how old am I?',
        'Is this a leap year for science?',
        'last day of work',
        'When is the second season?',
        'Is Saturday a good weekend?',
        'the first Monday of my life',
        'What quarter of Berlin is nice?',
        'How many Mondays did you waste?',
        'date night in 2 weeks from nowhere',
      ],
    },
    read: (clause, input) => {
      for (const text of new Set([clause.worded, stripCourtesy(clause.worded).core])) {
        const answer =
          age(text, input) ??
          leap(text) ??
          nth(text, input) ??
          monthEnd(text, input) ??
          quarter(text, input) ??
          weekend(text, input) ??
          next(text, input) ??
          countDays(text, input) ??
          years(text) ??
          shifted(text, input)
        if (answer !== null) return answer
      }
      // `due date: 3 weeks from 2026-01-10`: the colon does not announce data here.
      const answer = clause.data?.form === 'inline' ? shifted(`${clause.worded}: ${clause.data.text}`, input) : null
      return answer === null ? null : { ...answer, usesData: true }
    },
  }),
]

const monthOf = (name: string | undefined): number => Number(MONTHS.get((name ?? '').toLowerCase()) ?? Number.NaN)
const yearOf = (written: string | undefined, input: PlannerInput): number =>
  written === undefined ? todayOf(input).year : Number(written)
/** A date that was not given with its year is said to be of this one. */
const yearReading = (written: string | undefined, input: PlannerInput) =>
  written === undefined ? { reading: `The year is read as ${todayOf(input).year}.` } : {}

function age(text: string, input: PlannerInput): Answer | null {
  const named = groupsOf(text, AGE)?.a
  const day = named === undefined ? null : readDay(named.replace(/,$/, ''), input, 'last')
  const on = todayOf(input).toString()
  // A birthday without its year, or one to come, gives no age.
  if (day === null || day.iso > on || !/\d{4}/.test(named!)) return null
  const input_ = { born: day.iso, on }
  return single(
    task('age', 'Work out the age', 'date.age', input_),
    '{{years}} years',
    { years: at('/years') },
    `Born ${day.iso}, today is ${on}`,
  )
}

function leap(text: string): Answer | null {
  const year = groupsOf(text, LEAP)?.year
  if (year === undefined || year === '0000') return null
  const days = task('days', 'Count the days of the year', 'date.difference', {
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    unit: 'days',
  })
  return decided({
    tasks: [days],
    when: { type: 'object', properties: { value: { const: 365 } }, required: ['value'] },
    yes: `Yes, ${year} is a leap year.`,
    no: `No, ${year} is not a leap year.`,
  })
}

function dated(only: ReturnType<typeof task>, how: string, more: Partial<Answer> = {}): Answer {
  const weekday = task(
    'weekday',
    'Find its day of the week',
    'date.weekday',
    { date: { $from: only.key, pointer: '/date' } },
    [only.key],
  )
  const merged = { date: { $from: only.key, pointer: '/date' }, weekday: { $from: 'weekday', pointer: '/weekday' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, [only.key, 'weekday'])
  return {
    tasks: [only, weekday, both],
    answer: 'both',
    reply: withHow('{{date}} ({{weekday}})', { date: at('/date'), weekday: at('/weekday') }, how),
    ...more,
  }
}

function nth(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [NTH])
  if (groups === undefined) return null
  const weekday = `${groups.weekday![0]!.toUpperCase()}${groups.weekday!.slice(1).toLowerCase()}`
  const wanted = {
    year: yearOf(groups.year, input),
    month: monthOf(groups.month),
    weekday,
    n: NTHS[groups.nth!.toLowerCase()]!,
  }
  if (peek('date.nth_weekday', wanted) === null) return null
  return dated(task('date', 'Find the day', 'date.nth_weekday', wanted), '', yearReading(groups.year, input))
}

function monthEnd(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, MONTH_END)
  if (groups === undefined) return null
  const today = todayOf(input)
  const unit = (groups.unit ?? groups.unit2 ?? 'month').toLowerCase()
  const step = { next: 1, last: -1 }[(groups.rel ?? '').toLowerCase()] ?? 0
  const month = groups.month === undefined ? null : monthOf(groups.month)
  const base =
    month === null
      ? today.add(unit === 'year' ? { years: step } : { months: unit === 'quarter' ? step * 3 : step })
      : Temporal.PlainDate.from({ year: yearOf(groups.year, input), month, day: 1 })
  const period = task('period', `Find the ${unit}`, 'date.period', { date: base.toString(), unit })
  const pointer = groups.which!.toLowerCase() === 'first' ? '/from' : '/to'
  const date = task('date', 'Take the day', 'agg.pick', { from: { $from: 'period' }, pick: { date: pointer } }, [
    'period',
  ])
  const answer = dated(date, '', groups.month === undefined ? {} : yearReading(groups.year, input))
  return { ...answer, tasks: [period, ...answer.tasks] }
}

function quarter(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, QUARTER)
  if (groups === undefined) return null
  const month = groups.month === undefined ? null : monthOf(groups.month)
  const day =
    month === null
      ? readDay(groups.a ?? '', input, 'this year')?.iso
      : `${todayOf(input).year}-${String(month).padStart(2, '0')}-01`
  if (day === undefined) return null
  return single(task('quarter', 'Find the quarter', 'date.weekday', { date: day }), 'Q{{quarter}}', {
    quarter: at('/quarter'),
  })
}

function weekend(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [WEEKEND])
  if (groups === undefined || /^(?:saturday|sunday|it|this|that)$/i.test(groups.a!)) return null
  const day = readDay(groups.a!, input, 'this year')
  if (day === null) return null
  const isWeekend = groups.what!.toLowerCase() === 'weekend'
  const [yes, no] = isWeekend
    ? ['Yes, it is on a weekend', 'No, it is not on a weekend']
    : ['Yes, it is a weekday', 'No, it is on a weekend']
  const found = task('weekday', 'Find its day of the week', 'date.weekday', { date: day.iso })
  const name = peek('date.weekday', { date: day.iso })?.weekday
  if (typeof name !== 'string') return null
  const when = {
    type: 'object',
    properties: { number: isWeekend ? { minimum: 6 } : { maximum: 5 } },
    required: ['number'],
  }
  return decided({
    tasks: [found],
    when,
    yes: `${yes}: ${showDay(day)} is a ${name}.`,
    no: `${no}: ${showDay(day)} is a ${name}.`,
  })
}

function next(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [NEXT])
  if (groups === undefined) return null
  const today = todayOf(input)
  const wanted = (WEEKDAYS as readonly string[]).indexOf(groups.weekday!.toLowerCase()) + 1
  const ahead = (wanted - today.dayOfWeek + 7) % 7 || 7
  const way = groups.way!.toLowerCase()
  const name = groups.weekday!
  if (way === 'last')
    return dated(task('date', 'Count back', 'date.add', { date: today.toString(), days: ahead - 7 }), '')
  const coming = task('date', 'Count on', 'date.add', { date: today.toString(), days: ahead })
  if (way !== 'next') return dated(coming, '')
  // `next Friday` on a Wednesday: the coming one, or the one of next week. Both are said.
  return dated(coming, '', {
    reading: `"Next ${name}" is read as the coming one; the one of the week after is ${today.add({ days: ahead + 7 })}.`,
  })
}

function countDays(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [COUNT_DAYS])
  if (groups === undefined) return null
  const start = Temporal.PlainDate.from({ year: yearOf(groups.year, input), month: monthOf(groups.month), day: 1 })
  const weekday = `${groups.weekday![0]!.toUpperCase()}${groups.weekday!.slice(1).toLowerCase()}`
  const recur = {
    start: start.toString(),
    unit: 'weeks',
    weekdays: [weekday],
    until: start.with({ day: start.daysInMonth }).toString(),
  }
  const seen = peek('date.recur', recur)?.dates
  if (!Array.isArray(seen)) return null
  const dates = task('dates', 'Find the days', 'date.recur', recur)
  const counted = task('count', 'Count them', 'list.count', { items: seen.map(() => weekday) })
  return {
    tasks: [dates, counted],
    answer: 'count',
    reply: withHow('{{count}}', { count: at('/counts/0/count') }, seen.join(', ')),
    ...yearReading(groups.year, input),
  }
}

function years(text: string): Answer | null {
  const groups = groupsOf(text, [YEARS])
  if (groups === undefined) return null
  const sign = groups.way!.toLowerCase() === 'before' ? '-' : '+'
  return single(
    task('year', 'Work out the year', 'math.evaluate', { expression: `${groups.year} ${sign} ${groups.n}` }),
    '{{value}}',
    { value: at('/exact') },
    `${groups.year} ${sign === '-' ? '−' : '+'} ${groups.n}`,
  )
}

function shifted(text: string, input: PlannerInput): Answer | null {
  const groups = groupsOf(text, [SHIFT])
  if (groups === undefined) return null
  const start = readDay(groups.a ?? 'today', input, 'this year')
  if (start === null) return null
  const n = /^\d/.test(groups.n!) ? Number(groups.n) : 1
  const unit = `${groups.unit!.toLowerCase().replace(/s$/, '')}s`
  const isBack = groups.way?.toLowerCase() === 'before'
  const moved = { date: start.iso, [unit]: isBack ? -n : n }
  if (peek('date.add', moved) === null) return null
  return dated(
    task('date', 'Move the date', 'date.add', moved),
    `${n} ${n === 1 ? unit.slice(0, -1) : unit} ${isBack ? 'before' : 'after'} ${showDay(start)}`,
  )
}
