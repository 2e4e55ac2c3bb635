/**
 * Months and years counted as such: `7 months after November`, months between two months, years between two years or since one, years
 * as months and months as years, a length in whole weeks or hours and what remains. What has no fixed length is never turned into days.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { plural } from './day-distance.ts'
import type { Moments } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'
import { kept, strictSkeletonOf } from './skeleton.ts'

const KEEP = kept(
  'month months year years after before from plus minus + - later than in ago now between to until till and since earlier inclusive both difference how-many long ago',
)
const MONTH_AHEAD =
  /^(?:month )?(?:S (?:after|from|later than) M|M (?:[+]|plus) S|M S later|in S|S from now)(?: month)?$/u
const MONTH_BACK = /^(?:month )?(?:S (?:before|earlier than) M|M (?:-|minus) S|M S earlier|S ago)(?: month)?$/u

/** `which month is 7 months after November`. */
function monthStep(moments: Moments, bare: string, isAsked: boolean, input: PlannerInput): Answer | null {
  const { months, spans, days, years, shape } = moments
  const [span] = spans
  const [month] = months
  const isAhead = MONTH_AHEAD.test(bare)
  if ((!isAhead && !MONTH_BACK.test(bare)) || span === undefined || spans.length !== 1 || months.length > 1) return null
  if (days.length + years.length > 0 || (month !== undefined && month.unit !== 'month')) return null
  const asksMonth = /(?<!\p{L})(?:what|which)(?:'s| is| was)?(?: the)? month(?!\p{L})|^month (?:S|in)/u.test(shape)
  const isBareStep = /^(?:what (?:is|comes) |what's )?(?:S (?:after|before) M|M (?:[+]|plus|minus|-) S)$/u.test(shape)
  if (!asksMonth && !isBareStep) return null
  if (!isAsked && !isBareStep && !asksMonth) return null
  if (span.weeks + span.days + span.businessDays > 0 || span.months + span.years === 0) return null
  // `2 weeks after March` has no day to begin with; neither has a month that is meant as a whole.
  const isNamed = month === undefined || month.hasYear
  const from = month?.from ?? todayOf(input).with({ day: 1 }).toString()
  const count = span.months + 12 * span.years
  const date = task('date', isAhead ? 'Count on' : 'Count back', 'date.add', {
    date: from,
    months: isAhead ? count : -count,
  })
  const name = task(
    'month',
    'Take its name',
    'date.format',
    { date: { $from: 'date', pointer: '/date' }, pattern: isNamed ? 'MMMM YYYY' : 'MMMM' },
    ['date'],
  )
  const start = month === undefined ? 'this month' : isNamed ? month.name : month.name.replace(/ \d+$/u, '')
  const how = `${span.text} ${isAhead ? 'after' : 'before'} ${start}`
  return { ...single(name, '{{text}}', { text: at('/text') }, how), tasks: [date, name] }
}

const MONTHS_APART =
  /^how many months (?:(?:from|between) )?M (?:to|until|till|and|-) M$|^months (?:from|between) M (?:to|until|till|and|-) M$|^(?:from|between) M (?:to|until|till|and|-) M how many months$/u
/** `how many months from September 2024 to March 2026`. */
function monthsApart({ months, shape }: Moments, bare: string): Answer | null {
  const [a, b] = months
  if (!MONTHS_APART.test(bare) || a === undefined || b === undefined || months.length !== 2) return null
  if (a.unit !== 'month' || b.unit !== 'month' || (a.hasYear && !b.hasYear) || /inclusive|both/u.test(shape))
    return null
  const numberOf = (from: string): number => Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7))
  const end = numberOf(b.from)
  let start = numberOf(a.from)
  // `from September to March 2026` begins in the year before.
  if (!a.hasYear && b.hasYear) start = end - ((((b.month - a.month) % 12) + 12) % 12)
  const rest = a.hasYear || b.hasYear ? end - start : (((b.month - a.month) % 12) + 12) % 12
  if (rest <= 0) return null
  const only = task('months', 'Count the months', 'math.evaluate', { expression: `${start + rest} - ${start}` })
  const [one, other] = [a, b].map(each => (each.hasYear ? each.name : each.name.replace(/ \d+$/u, '')))
  const answer = single(
    only,
    '{{value}} {{word}}',
    { value: at('/exact'), word: literal(plural('months', rest)) },
    `From ${one} to ${other}`,
  )
  return { ...answer, reading: `With both months counted they are ${rest + 1}.` }
}

const YEARS_APART =
  /^how many years (?:(?:from|between) )?Y (?:to|until|till|and|-) Y$|^years (?:from|between) Y (?:to|until|till|and|-) Y$|^(?:from|between) Y (?:to|until|till|and|-) Y how many years$|^difference (?:in years )?between Y and Y(?: in years)?$/u
const YEARS_SINCE = /^(?:how many years since Y|years since Y|how many years ago Y|long ago Y|since Y how many years)$/u
/** `how many years between 1969 and 2026`, `how long ago was 1989`. */
function yearsApart({ years, months, days, spans }: Moments, bare: string, input: PlannerInput): Answer | null {
  const isSince = YEARS_SINCE.test(bare)
  if ((!isSince && !YEARS_APART.test(bare)) || months.length + days.length + spans.length > 0) return null
  if (years.length !== (isSince ? 1 : 2)) return null
  const [a, b = todayOf(input).year] = years as [number, number | undefined]
  const [from, to] = a < b ? [a, b] : [b, a]
  if (from === to || (isSince && a > b)) return null
  const only = task('years', 'Subtract the years', 'math.evaluate', { expression: `${to} - ${from}` })
  return single(
    only,
    '{{value}} {{word}}',
    { value: at('/exact'), word: literal(plural('years', to - from)) },
    isSince ? `From ${from} to ${to} (this year)` : `From ${from} to ${to}`,
  )
}

const COUNT = '(?<n>\\d{1,6}(?:\\.\\d{1,4})?)'
const HEAD = "(?:(?:what(?:'s| is| are)|how (?:much|many|long) (?:is|are)|convert|turn|express|change|write) )?"
const AGE = "(?:(?:the |a |my |our )?(?:dog|cat|horse|rabbit|baby|child|kid|toddler)(?:'s)? )?(?:age )?"
const TO_MONTHS: readonly RegExp[] = [
  new RegExp(`^${HEAD}${AGE}${COUNT} (?:years?|yrs?)(?: old)? (?:in|to|into|as) months$`, 'iu'),
  new RegExp(
    `^(?:how many )?months (?:are |is |do |does |has |have |there |make |makes |be )*(?:in )?${COUNT} (?:years?|yrs?)(?: have)?$`,
    'iu',
  ),
  new RegExp(`^${COUNT} (?:years?|yrs?) (?:is|are|has|have|makes?|=) how many months$`, 'iu'),
]
const TO_YEARS: readonly RegExp[] = [
  new RegExp(`^${HEAD}${AGE}${COUNT} months?(?: old)? (?:in|to|into|as) years$`, 'iu'),
  new RegExp(`^(?:how many )?years (?:are |is |do |does |there |make |makes |be )*(?:in )?${COUNT} months?$`, 'iu'),
  new RegExp(`^${COUNT} months? (?:is|are|makes?|=) how many years$`, 'iu'),
]
const spoken = (text: string): string =>
  text
    .replace(/(\d) and a half (?=year)/iu, '$1.5 ')
    .replace(/(\d) 1\/2 (?=year)|(\d) ?½ (?=year)/iu, '$1$2.5 ')
    .replace(/(?<!\S)(?:an?|one) (?=year)/iu, '1 ')
    .replace(/[?.!]+$/u, '')

/** `3.5 years in months`, `how many years is 30 months`. */
function yearsAndMonths({ plain, core, data, quotes }: Clause): Answer | null {
  if (data !== null || quotes.length > 0 || !/month/iu.test(plain) || !/year|yr/iu.test(plain) || plain.length > 80)
    return null
  for (const text of new Set([spoken(plain), spoken(core)])) {
    const months = TO_MONTHS.map(form => form.exec(text)?.groups?.n).find(found => found !== undefined)
    if (months !== undefined) return evaluated({ expression: `${months} * 12`, how: `${months} × 12`, unit: ' months' })
    const years = TO_YEARS.map(form => form.exec(text)?.groups?.n).find(found => found !== undefined)
    if (years === undefined) continue
    const value = evaluatedValue(`${years} / 12`)
    if (value === null) return null
    const isShort = Number(years) % 3 === 0
    return evaluated({
      expression: `${years} / 12`,
      how: `${years} ÷ 12`,
      unit: value.numerator === value.denominator ? ' year' : ' years',
      ...(isShort ? {} : { decimals: 2 }),
    })
  }
  return null
}

const PARTS: Readonly<Record<string, readonly [small: string, size: number]>> = {
  weeks: ['days', 7],
  days: ['hours', 24],
  hours: ['minutes', 60],
  minutes: ['seconds', 60],
  years: ['months', 12],
}
const REMAINS =
  /^(?:how many |number of )?(?:full |whole |complete )?(?<big>weeks|days|hours|minutes|years) (?:are |is |fit |do |does |make |there |be )*(?:in|into|from)? ?(?<n>\d{1,9}) (?<small>days|hours|minutes|seconds|months),? (?:and )?(?:(?:what|how much|how many(?: (?:days|hours|minutes|seconds|months))?)(?:'s| is| are| would be)?(?: the)? ?(?:remains?|remaining|remainder|rest|left|left over|leftover|over|are left|is left)(?: (?:over|days|hours|minutes|seconds|months))?|the (?:rest|remainder)|with what (?:remainder|rest))$/iu
/** `how many weeks are in 200 days, and what remains`. */
function remains({ plain, core, data, quotes }: Clause): Answer | null {
  if (data !== null || quotes.length > 0 || !/remain|rest|left|over/iu.test(plain) || plain.length > 120) return null
  const groups = (REMAINS.exec(plain.replace(/[?.!]+$/u, '')) ?? REMAINS.exec(core))?.groups
  const [small, size] = PARTS[groups?.big?.toLowerCase() ?? ''] ?? []
  if (groups === undefined || small === undefined || size === undefined || small !== groups.small?.toLowerCase())
    return null
  const [n, big] = [Number(groups.n), groups.big?.toLowerCase() ?? '']
  const whole = task('whole', `Take the whole ${big}`, 'math.evaluate', { expression: `floor(${n} / ${size})` })
  const rest = task('rest', `Take the ${small} beyond them`, 'math.evaluate', { expression: `${n} mod ${size}` })
  const merged = { whole: { $from: 'whole', pointer: '/exact' }, rest: { $from: 'rest', pointer: '/exact' } }
  return {
    tasks: [whole, rest, task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['whole', 'rest'])],
    answer: 'both',
    reply: withHow(
      '{{whole}} {{big}} and {{rest}} {{small}}',
      {
        whole: at('/whole'),
        rest: at('/rest'),
        big: literal(plural(big, Math.floor(n / size))),
        small: literal(plural(small, n % size)),
      },
      `${n} = ${Math.floor(n / size)} × ${size} + ${n % size}`,
    ),
  }
}

export const monthStepRules: readonly PlannerRule[] = [
  defineRule({
    id: 'month-step',
    reason:
      'Counts months on from a month, months and years between two, turns years into months and back, and whole weeks with what remains.',
    order: 57.1,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'which month is 7 months after november',
        '5 months before february',
        'how many months from sept 2024 to march 2026',
        'how many years between 1969 and 2026',
        'how many years since 1945',
        '3.5 years in months',
        'how many months in 2 and a half years',
        '30 months in years',
        'How many weeks are in 200 days, and what remains?',
      ],
      no: [
        'which month is best 7 months after november',
        'the shop opens 7 months after november',
        'how many months from sept 2024 to march 2026 had rain',
        'how many years between 1969 and 2026 were leap years',
        'how many years of war since 1945',
        'my dog is 3.5 years old, how many months until it is 5',
        'How many months in 2.5 years do I pay?',
      ],
    },
    read: told((moments, clause, input) => {
      const plain = yearsAndMonths(clause) ?? remains(clause)
      if (plain !== null || moments === null) return plain
      if (moments.months.length + moments.years.length + moments.spans.length === 0) return null
      if (moments.times.length + moments.lengths.length + moments.numbers.length > 0) return null
      const bare = strictSkeletonOf(
        moments.shape
          .replace(/how many/u, 'how-many')
          .replace(/month (?:comes|follows|falls|lies|do (?:you|we|i) get|are we in|will we be in) (?=S)/u, 'month '),
        KEEP,
      ).replace(/how-many/u, 'how many')
      return (
        monthStep(moments, bare, clause.isAsked, input) ??
        monthsApart(moments, bare) ??
        yearsApart(moments, bare, input)
      )
    }),
  }),
]
