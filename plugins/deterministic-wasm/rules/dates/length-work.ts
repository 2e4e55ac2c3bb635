/**
 * Work with lengths of time: so many of one length and so many of another, a length parted into equal ones, what part one length is of
 * another, how many of one fit into another. Lengths are exact seconds; months and years, which have none, are no lengths here.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { lengthAnswer } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { plainer } from './plainer.ts'
import { readLength } from './read-length.ts'
import { HINT, told } from './read-told.ts'
import { kept, strictSkeletonOf } from './skeleton.ts'

const KEEP = kept(
  'of and plus + - each at x times total altogether sum hours minutes in per days shifts shift nights sessions session lessons lesson calls call meetings meeting classes episodes videos songs runs trips tasks divided by / split into between equal parts shared over half how-long add up time all',
)
const THINGS =
  '(?:shifts?|nights|sessions?|lessons?|calls?|meetings?|classes|episodes|videos|songs|runs|trips|tasks|times|x|days)'
const PART = `(?:[SN](?: ${THINGS})?(?: (?:of|at|x|times))? L(?: each)?)`
const PRODUCTS = new RegExp(
  `^(?:(?:total|sum|add|up|of|time|hours|all) )*${PART}(?: (?:and|plus|[+]) ${PART}| ${PART}){1,5}(?: (?:total|altogether|in|hours|sum|how-long|all|time|minutes|and))*$`,
  'u',
)

/** `3 days of 7h 45m and 2 days of 5h 30m, total`. */
function products({ lengths, numbers, spans, shape, times, days, months }: Moments, bare: string): Answer | null {
  if (!PRODUCTS.test(bare) || times.length + days.length + months.length > 0) return null
  if (!/(?<!\p{L})(?:total|altogether|sum|how (?:long|many hours|much time)|in all|add)(?!\p{L})/u.test(shape))
    return null
  let [n, s] = [0, 0]
  const counts = (bare.match(/(?<!\S)[SN](?!\S)/gu) ?? []).map(letter => {
    if (letter === 'N') return Number(numbers[n++])
    const span = spans[s++]
    return span === undefined || span.weeks + span.months + span.years > 0 ? Number.NaN : span.days + span.businessDays
  })
  if (counts.length !== lengths.length || counts.some(count => !Number.isInteger(count) || count < 1 || count > 1000))
    return null
  const expression = counts.map((count, i) => `${count} * ${lengths[i]?.seconds}`).join(' + ')
  const total = counts.reduce((sum, count, i) => sum + count * (lengths[i]?.seconds ?? 0), 0)
  const how = counts.map((count, i) => `${count} × ${lengths[i]?.text}`).join(' + ')
  return lengthAnswer(expression, total >= 86_400 && total % 36 === 0 ? 'decimal' : 'hours', how)
}

const DIVIDED =
  /^(?:L (?:divided by|\/|split into|split between|shared between|divided into|divided between|over) N(?: (?:equal )?(?:parts|sessions|shifts|lessons|meetings))?|split L into N(?: (?:equal )?(?:parts|sessions|shifts|lessons))?|divided L by N)(?: (?:in|hours|minutes|and|each|how-long))*$/u
/** `38.5 hours divided by 5 in hours and minutes`. */
function parted({ lengths, numbers, spans, times, days }: Moments, bare: string): Answer | null {
  const [length] = lengths
  const count = Number(numbers[0])
  if (!DIVIDED.test(bare) || length === undefined || lengths.length !== 1 || numbers.length !== 1) return null
  if (spans.length + times.length + days.length > 0 || !Number.isInteger(count) || count < 2 || count > 10_000)
    return null
  if (length.seconds % count !== 0 || length.seconds < 60) return null
  return lengthAnswer(
    `${length.seconds} / ${count}`,
    (length.seconds / count) % 36 === 0 ? 'hours' : 'words',
    `${length.text} ÷ ${count}`,
  )
}

const LENGTH =
  '(?:\\d[\\d.]*[ -]?(?:hours?|hrs?|h|minutes?|mins?|min|seconds?|secs?|days?|weeks?)(?:(?: and)? \\d{1,2} ?(?:minutes?|mins?|min|seconds?|secs?))?|(?:an?|one) (?:hour|day|week|minute)|half an hour)'
const SHARE = '(?<share>part|fraction|percentage|percent|per cent|%|share|proportion|portion)'
const OF: readonly RegExp[] = [
  new RegExp(
    `^(?<a>${LENGTH}) (?:is|are) what ${SHARE} of (?<b>${LENGTH})(?<more>,? (?:in|as a) (?:percent|per cent|%|percentage))?$`,
    'iu',
  ),
  new RegExp(
    `^(?:what|which) ${SHARE} of (?<b>${LENGTH}) (?:is|are) (?<a>${LENGTH})(?<more>,? (?:in|as a) (?:percent|per cent|%|percentage))?$`,
    'iu',
  ),
  new RegExp(
    `^(?:what(?:'s| is| are) |express |write |give )?(?<a>${LENGTH}) as (?:an? )?${SHARE} of (?<b>${LENGTH})$`,
    'iu',
  ),
]
function secondsOf(written: string): number | null {
  const text = written
    .replace(/^an? /iu, '1 ')
    .replace(/^one /iu, '1 ')
    .replace(/^half an hour$/iu, '30 min')
  const days = /^(\d+(?:\.\d+)?)[ -]?(days?|weeks?)$/iu.exec(text)
  if (days !== null) {
    const value = Number(days[1]) * (/^w/iu.test(days[2] ?? '') ? 604_800 : 86_400)
    return Number.isInteger(value) ? value : null
  }
  return readLength(text)?.seconds ?? null
}

/** `45 minutes is what part of 4 hours, in percent`, `what fraction of a day is 6 hours`. */
function partOf({ worded, data, quotes }: Clause): Answer | null {
  if (data !== null || quotes.length > 0 || worded.length > 120 || !/ of /iu.test(worded)) return null
  if (!/part|fraction|percent|%|share|proportion|portion/iu.test(worded)) return null
  const text = plainer(worded.replace(/[?.!]+$/u, '').trim())
  const groups = OF.map(form => form.exec(text)?.groups).find(found => found !== undefined)
  const [a, b] = [secondsOf(groups?.a ?? ''), secondsOf(groups?.b ?? '')]
  if (groups === undefined || a === null || b === null || a < 1 || b < 1) return null
  const isPercent = groups.more !== undefined || /percent|per cent|%/iu.test(groups.share ?? '')
  const percent = task('percent', 'Take it in percent', 'math.evaluate', {
    expression: `${a} / ${b} * 100`,
    decimals: 2,
    rounding: 'half_up',
  })
  const value = evaluatedValue(`${a} / ${b} * 10000`)
  const isRound = value !== null && value.numerator % value.denominator === 0n
  const exact = isRound
    ? task('percent', 'Take it in percent', 'math.evaluate', { expression: `${a} / ${b} * 100` })
    : percent
  const how = `${groups.a} ÷ ${groups.b}${isRound ? '' : ', rounded to 2 decimals'}`
  const fraction = task('fraction', 'Take it as a fraction', 'math.fraction', { expression: `${a} / ${b}` })
  const merged = { percent: { $from: 'percent', pointer: '/exact' }, fraction: { $from: 'fraction', pointer: '/text' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['percent', 'fraction'])
  return {
    tasks: [exact, fraction, both],
    answer: 'both',
    reply: withHow(
      isPercent ? '{{percent}}% ({{fraction}})' : '{{fraction}} ({{percent}}%)',
      { percent: at('/percent'), fraction: at('/fraction') },
      how,
    ),
  }
}

const FIT =
  /^how many (?<unit>quarter hours|quarters of an hour|half hours|half-hours|(?<n>\d{1,4})[ -]?(?:minute|min|hour|second)(?: (?:slots?|sessions?|blocks?|lessons?|meetings?|appointments?|calls?|episodes?|periods?|intervals?|pieces?))?s?) (?:fit|go|are|can fit|will fit|do fit|does it take|there)(?: (?:there|in|into|inside|within|to))* (?:an? )?(?<whole>\d[\d.]*[ -]?(?:hours?|hrs?|h|minutes?|mins?)(?:(?: and)? \d{1,2} ?(?:minutes?|mins?))?|day|an hour)(?: (?:work ?day|day|shift|meeting|lesson|slot|block|session|period))?$/iu
/** `how many quarter hours fit into a 7.5 hour workday`. */
function fits({ worded, data, quotes }: Clause): Answer | null {
  if (data !== null || quotes.length > 0 || worded.length > 120) return null
  const text = worded.replace(/[?.!]+$/u, '').trim()
  const groups = FIT.exec(text)?.groups
  if (groups === undefined) return null
  const unit = groups.unit?.toLowerCase() ?? ''
  const size =
    groups.n === undefined
      ? unit.startsWith('quarter')
        ? 900
        : 1800
      : Number(groups.n) * (/hour/u.test(unit) ? 3600 : /second/u.test(unit) ? 1 : 60)
  const whole = groups.whole?.toLowerCase() === 'day' ? 86_400 : secondsOf(groups.whole ?? '')
  if (whole === null || size < 1 || whole < size) return null
  const rest = whole % size
  const count = task('count', 'Count how often it fits', 'math.evaluate', { expression: `floor(${whole} / ${size})` })
  const left = task('left', 'Take what is left', 'date.format_duration', { seconds: rest })
  const merged = { count: { $from: 'count', pointer: '/exact' }, left: { $from: 'left', pointer: '/text' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['count', 'left'])
  const said = `${groups.whole} ÷ ${groups.n === undefined ? `${size / 60} min` : unit}`
  return {
    tasks: [count, left, both],
    answer: 'both',
    reply: withHow(
      rest === 0 ? '{{count}}' : '{{count}}, and {{left}} {{word}} left',
      { count: at('/count'), left: at('/left'), word: literal('are') },
      said,
    ),
  }
}

export const lengthWorkRules: readonly PlannerRule[] = [
  defineRule({
    id: 'length-work',
    reason:
      'Adds up so many of some lengths of time, parts a length, tells what part one is of another and how many fit.',
    order: 57.6,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'Worked 3 days of 7h 45m and 2 days of 5h 30m, total?',
        '38.5 hours divided by 5 in hours and minutes',
        '2h 30 divided by 4',
        'Quick one: 45 minutes is what part of 4 hours, in percent',
        'what fraction of a day is 6 hours',
        '45 minutes as a fraction of an hour',
        'How many quarter hours fit into a 7.5 hour workday',
        'how many 45 minute lessons fit into 6 hours',
      ],
      no: [
        'Worked 3 days of 7h 45m and 2 days of 5h 30m, is that legal?',
        'Worked 3 days of 7h 45m and 2 days of 5h 30m, total pay?',
        '2h 30 divided by 4 friends who each drive',
        'what fraction of a day is wasted in 6 hours',
        'how many 45 minute lessons fit into 6 hours with breaks',
        'what part of 4 hours is best',
      ],
    },
    read: told((moments, clause) => {
      const plain = partOf(clause) ?? fits(clause)
      if (plain !== null || moments === null || moments.lengths.length === 0) return plain
      const bare = strictSkeletonOf(
        moments.shape
          .replace(/how (?:long|many hours|much time)/gu, 'how-long')
          .replace(/divide(?= )/gu, 'divided')
          .replace(/(?<!\p{L})(?:worked|did|have|had)(?!\p{L})/gu, ' '),
        KEEP,
      )
      return products(moments, bare) ?? parted(moments, bare)
    }),
  }),
]
