/**
 * Questions about some of a list's numbers, and about how often they stand there: the average of the three highest, the sum of the even
 * ones, the share above a limit, the commonest one, which of them is the warmest, what is missing between two ends.
 */
import { compare, type Rational, readDecimal, toFixed } from '../../arithmetic/rational.ts'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { describeNumbers, modeOf, rangeOf } from '../statistics.ts'
import { fits } from './data-form.ts'
import type { FoundNumbers } from './find-numbers.ts'
import { inUnit, isSafe, listed, type NumberAsk } from './number-answers.ts'

const MOST = 60
const value = (text: string): Rational => readDecimal(text) as Rational

/** The sum or the average of some of them, each named. */
function figureOf(fn: string, kept: readonly string[], found: FoundNumbers): Answer | null {
  if (kept.length === 0 || kept.length > MOST) return null
  const sum = kept.map(text => `(${text})`).join(' + ')
  const how = `${fn === 'sum' ? 'sum' : 'average'} of ${kept.join(', ')}`
  const money = found.isMoney ? { decimals: 2 } : {}
  return inUnit(evaluated({ expression: fn === 'sum' ? sum : `(${sum}) / ${kept.length}`, ...money, how }), found)
}

const END = 'max|min|first|last'
const ENDS =
  /(?<!\p{L})(?:highest|lowest|largest|smallest|biggest|top|bottom|best|worst|max|min|first|last)(?!\p{L})/giu

/** `average of the three highest`, `sum of top 3`, `average the last 3`. */
const askOfEnds: NumberAsk = (words, found, said = '') => {
  const caught = fits(
    `(?<fn>sum|mean)(?: made)? (?:N<n> (?<end>${END})|(?<end2>${END}) N<n2>)(?: (?:row|made|numbers?))?`,
    words,
  )
  const count = Number(caught?.number('n') || caught?.number('n2'))
  const end = caught?.text('end') || caught?.text('end2') || ''
  if (caught === null || !Number.isInteger(count) || count < 1 || count >= found.digits.length) return null
  if ([...said.matchAll(ENDS)].length > 1) return null
  const order = [...found.digits]
  if (/max|min/.test(end)) order.sort((a, b) => (end === 'max' ? -1 : 1) * compare(value(a), value(b)))
  return figureOf(caught.text('fn'), end === 'last' ? order.slice(-count) : order.slice(0, count), found)
}

const KINDS: Readonly<Record<string, (number: Rational) => boolean>> = {
  positive: ({ numerator }) => numerator > 0n,
  negative: ({ numerator }) => numerator < 0n,
  even: ({ numerator, denominator }) => denominator === 1n && numerator % 2n === 0n,
  odd: ({ numerator, denominator }) => denominator === 1n && numerator % 2n !== 0n,
  zeros: ({ numerator }) => numerator !== 0n,
}

/** `sum of the even numbers`, `average excluding zeros`, `sum of those above 50`. */
const askOfKind: NumberAsk = (words, found, said = '') => {
  const caught = fits(
    `(?<fn>sum|mean)(?: of)?(?: only)?(?: (?<kind>positive|negative|even|odd)s?| (?:excluding|without|ignoring|except|not count|not counting|leave) (?<zeros>zeros|zeroes|zero))(?: (?:numbers?|only|row))?|(?<fn2>sum|mean)(?: which)?(?: numbers?)? (?<sign>>=|<=|>|<) N<n>`,
    words,
  )
  if (caught === null || found.digits.length < 3) return null
  const kind = caught.text('kind') || (caught.text('zeros') === '' ? '' : 'zeros')
  const sign = caught.text('sign')
  const limit = sign === '' ? null : readDecimal(caught.number('n'))
  if (sign !== '' && limit === null) return null
  // `total over 10` may be one of a time.
  if (
    /(?<!\p{L})over(?!\p{L})/iu.test(said) &&
    !/(?<!\p{L})(?:numbers?|values?|those|ones|amounts?) over(?!\p{L})/iu.test(said)
  )
    return null
  const keeps = sign === '' ? (KINDS[kind] as (number: Rational) => boolean) : besideOf(sign, limit as Rational)
  const kept = found.digits.filter(text => keeps(value(text)))
  // Where nothing falls out or stays, something else was meant.
  return kept.length === 0 || kept.length === found.digits.length
    ? null
    : figureOf(caught.text('fn') || caught.text('fn2'), kept, found)
}

const besideOf =
  (sign: string, limit: Rational) =>
  (number: Rational): boolean => {
    const order = compare(number, limit)
    return sign === '>' ? order > 0 : sign === '<' ? order < 0 : sign === '>=' ? order >= 0 : order <= 0
  }

/** `what percentage of these are above 50`: of how many numbers. */
const askShare: NumberAsk = (words, found) => {
  const caught = fits(
    '(?:which )?share(?: passes| passed| made| numbers?)? (?<sign>>=|<=|>|<) (?:N<n>|(?<mean>mean))',
    words,
  )
  const limit = caught === null || caught.text('mean') !== '' ? null : readDecimal(caught.number('n'))
  const { digits } = found
  if (caught === null || limit === null || digits.length < 3) return null
  const sign = caught.text('sign')
  const kept = digits.filter(text => besideOf(sign, limit)(value(text)))
  const share = (kept.length / digits.length) * 100
  return evaluated({
    expression: `${kept.length} / ${digits.length} * 100`,
    decimals: [0, 1].find(places => Math.abs(share - Number(share.toFixed(places))) < 1e-9) ?? 2,
    how: `${kept.length} of ${digits.length} numbers are ${sign.replace('>=', '≥').replace('<=', '≤')} ${caught.number('n')}`,
    unit: '%',
  })
}

/** `how many are below the average`, `how many are from 18 to 64`. */
const askCount: NumberAsk = (words, found) => {
  const caught = fits(
    'howmany(?: ages?| days?| numbers?| of)?(?: made)? (?:(?<sign>>|<|>=|<=) (?:(?<mean>mean)|N<n>)|(?:between )?N<a> (?:and |to |- )?N<b>(?: inclusive)?)',
    words,
  )
  if (caught === null || found.digits.length < 3) return null
  let keeps: (number: Rational) => boolean
  let said: string
  if (caught.text('sign') !== '') {
    const isMean = caught.text('mean') !== ''
    const sum = `(${found.digits.map(text => `(${text})`).join(' + ')}) / ${found.digits.length}`
    const exact = isMean ? (sum.length > 300 ? null : evaluatedValue(sum)) : readDecimal(caught.number('n'))
    if (exact === null) return null
    keeps = besideOf(caught.text('sign'), exact)
    said = `${caught.text('sign')} ${isMean ? `the average ${Number(toFixed(exact, 4, 'half_up'))}` : caught.number('n')}`
  } else {
    const [a, b] = [caught.number('a'), caught.number('b')]
    const [low, high] = [readDecimal(a), readDecimal(b)]
    if (low === null || high === null || compare(low, high) >= 0) return null
    keeps = number => compare(number, low) >= 0 && compare(number, high) <= 0
    said = `from ${a} to ${b}`
  }
  const kept = found.digits.filter(text => keeps(value(text)))
  return countOf(kept, said, found)
}

function countOf(kept: readonly string[], said: string, found: FoundNumbers): Answer {
  const counted = task('counted', `Count those ${said}`.slice(0, 200), 'list.size', { items: [...kept] })
  const those = kept.length > 0 && kept.length < 20 ? `: ${kept.join(', ')}` : ''
  const how = `of ${found.digits.length} numbers those ${said}${those}`
  return { tasks: [counted], answer: 'counted', reply: withHow('{{count}}', { count: at('/count') }, how) }
}

/** `how many times does 4 appear`. */
const askTimes: NumberAsk = (words, found) => {
  const caught = fits(
    '(?:howoften|howmany times)(?: number)? N<n>(?: (?:appears?|occurs?|come|exist|there|in list))?|howmany N<n2>(?: in)?',
    words,
  )
  const number = readDecimal(caught?.number('n') ?? '')
  if (caught === null || number === null || found.digits.length < 3) return null
  const kept = found.digits.filter(text => compare(value(text), number) === 0)
  const counted = task('counted', `Count ${caught.number('n')}`, 'list.size', { items: kept })
  const how = `${caught.number('n')} among ${found.digits.length} numbers`
  return { tasks: [counted], answer: 'counted', reply: withHow('{{count}}', { count: at('/count') }, how) }
}

const THING = '(?: (?:number|value|score|one|made|item|result|size|mark|grade))?'

/** `which score occurs most often`. */
const askCommonest: NumberAsk = (words, found) => {
  const caught = fits(
    `(?:which)?${THING} ?(?:occurs?|appears?|comes up|shows up)? ?(?:max (?:often|frequently|howoften|commonly|times)|commonest)${THING}(?: (?:occurs?|appears?))?|count commonest`,
    words,
  )
  return caught === null || !isSafe(found.digits) ? null : inUnit(modeOf(found.digits.map(Number)), found)
}

/** `which value appears twice`: exactly so often. */
const askTwice: NumberAsk = (words, found) => {
  const caught = fits(
    `which${THING}(?: (?:is|are|stand))? ?(?:appears?|occurs?|listed|there|come up|stands?|repeated)? (?<times>twice|more than once|more than N0)(?: (?:in|there))?`,
    words,
  )
  if (caught === null || found.digits.length < 3) return null
  const isExact = caught.text('times') === 'twice'
  const twice = found.digits.filter((text, i) => {
    const same = found.digits.filter(own => compare(value(own), value(text)) === 0).length
    const isFirst = found.digits.findIndex(own => compare(value(own), value(text)) === 0) === i
    return isFirst && (isExact ? same === 2 : same > 1)
  })
  return twice.length === 0
    ? null
    : listed(twice, 'Keep what stands so often', `of ${found.digits.length} numbers`, found)
}

const SIZES: Readonly<Record<string, 'max' | 'min'>> = {
  hottest: 'max',
  coldest: 'min',
  tallest: 'max',
  heaviest: 'max',
  lightest: 'min',
  longest: 'max',
  shortest: 'min',
  oldest: 'max',
  youngest: 'min',
}
const SIZED: Readonly<Record<string, RegExp>> = {
  hottest: /(?<!\p{L})(?:temp|temps|temperatures?|degrees|warmest|celsius)(?!\p{L})|°/iu,
  coldest: /(?<!\p{L})(?:temp|temps|temperatures?|degrees|coldest|celsius)(?!\p{L})|°/iu,
}
const TIMES = /(?<!\p{L})(?:lap|laps|times?|seconds?|secs?|minutes?|mins?|sprints?|finish\p{L}*)(?!\p{L})/iu
const RACE =
  '(?: (?:lap|time|times|lap times|run|seconds|minutes|sprint|day|one|temperature|temp|person|age|height|weight))*'

/** `which is the warmest`, `lap times in seconds: what's the slowest lap`. */
const askSize: NumberAsk = (words, found, said = '') => {
  const caught = fits(
    `(?:(?:lap|times?|seconds?|minutes?) )*(?:which )?(?:(?:lap|time|run) )?(?<word>fastest|slowest|${Object.keys(SIZES).join('|')})${RACE}`,
    words,
  )
  const word = caught?.text('word') ?? ''
  if (caught === null || found.digits.length < 3) return null
  if (/(?<!\p{L})(?:can|could|would|should|will|get|be)(?!\p{L})/iu.test(said)) return null
  if (/fastest|slowest/.test(word) && !TIMES.test(said)) return null
  if (SIZED[word]?.test(said) === false) return null
  const fn = word === 'fastest' ? 'min' : word === 'slowest' ? 'max' : (SIZES[word] as 'max' | 'min')
  return inUnit(describeNumbers(fn === 'max' ? 'largest' : 'smallest', found.digits.map(Number)), found)
}

/** `how far apart are the highest and lowest`. */
const askApart: NumberAsk = (words, found) =>
  fits(
    '(?:howmuch|how far) apart (?:max and min|min and max)|(?:howmuch|diff)(?: between)? (?:max and min|min and max)',
    words,
  ) === null
    ? null
    : inUnit(rangeOf(found.digits.map(Number)), found)

/** `5-number summary`. */
const askSummary: NumberAsk = (words, found) => {
  if (fits('(?:N\\d+ ?-? ?count|five-number|five number) summary', words) === null || found.digits.length < 4)
    return null
  if (
    !isSafe(found.digits) ||
    !/(?<![\d.])5|five/iu.test(words.marks.map(mark => (mark.kind === 'N' ? mark.digits : '')).join(' ') + words.text)
  )
    return null
  const input = { values: found.digits.map(Number), at: [0, 0.25, 0.5, 0.75, 1] }
  const seen = peek('math.quantiles', input)?.quantiles
  if (!Array.isArray(seen) || seen.some(one => !/^-?\d+(?:\.\d{1,6})?$/.test(String((one as { value: number }).value))))
    return null
  const names = ['Minimum', 'First quartile', 'Median', 'Third quartile', 'Maximum']
  return {
    tasks: [task('summary', 'Find the quartiles', 'math.quantiles', input)],
    answer: 'summary',
    reply: {
      template: names.map((name, i) => `- ${name}: ${found.write(`{{/quantiles/${i}/value}}`)}`).join('\n'),
      values: { quantiles: at('/quantiles') },
    },
    reading: 'Between two numbers the quantile is read on a straight line (as spreadsheets do).',
  }
}

/** `sum of squares`. */
const askSquares: NumberAsk = (words, found) =>
  fits('sum squares', words) === null || found.digits.length < 3 || found.digits.length > 20
    ? null
    : evaluated({
        expression: found.digits.map(text => `(${text})^2`).join(' + '),
        how: found.digits.map(text => `${text}²`).join(' + '),
      })

/** `which numbers are missing between 1 and 10`, `they should run from 101 to 108: which are missing`. */
const askGaps: NumberAsk = (words, found) => {
  const caught =
    fits('(?:which )?(?:numbers? )?empty(?: numbers?)?(?: which)? (?:between )?N<a> (?:and |to |- )?N<b>', words) ??
    fits(
      '(?:[a-z]+ )?(?:numbers? )?should (?:made|be|go|run|count|reach) N<a> (?:and |to |- )?N<b>(?: without(?: any)? empty| continuously| in sequence)? (?:which )?(?:numbers? |row )?empty',
      words,
    )
  const [from, to] = [Number(caught?.number('a')), Number(caught?.number('b'))]
  if (caught === null || !Number.isSafeInteger(from) || !Number.isSafeInteger(to) || to <= from || to - from > 500)
    return null
  const numbers = found.digits.map(Number)
  if (numbers.some(number => !Number.isSafeInteger(number) || number < from || number > to)) return null
  const there = new Set(numbers)
  const gaps = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(number => !there.has(number))
  if (gaps.length > 60) return null
  const all = task('all', `Count from ${from} to ${to}`, 'list.range', { from, to, step: 1 })
  const rest = task(
    'rest',
    'Leave out what is there',
    'list.set',
    { a: { $from: 'all', pointer: '/items' }, b: [...there], op: 'difference' },
    ['all'],
  )
  const how = `counted from ${from} to ${to}`
  if (gaps.length === 0)
    return {
      tasks: [all, rest],
      answer: 'rest',
      reply: {
        template: '{{none}}',
        how: '{{how}}',
        values: { none: literal('None is missing.'), how: literal(`C${how.slice(1)}`) },
      },
    }
  return {
    tasks: [all, rest],
    answer: 'rest',
    reply: withHow(gaps.map((_, i) => `{{/items/${i}}}`).join(', '), { items: at('/items') }, how),
  }
}

/** `which of these are divisible by 3`. */
const askDivisible: NumberAsk = (words, found) => {
  const caught = fits('(?<count>howmany|which)(?: numbers?)? (?:divisible|multiples) (?:by )?N<n>', words)
  const by = caught?.number('n') ?? ''
  if (caught === null || !/^[1-9]\d{0,5}$/.test(by) || !found.digits.every(text => /^-?\d{1,15}$/.test(text)))
    return null
  const kept = found.digits.filter(text => BigInt(text) % BigInt(by) === 0n)
  return caught.text('count') === 'howmany'
    ? countOf(kept, `divisible by ${by}`, found)
    : listed(kept, `Keep what ${by} divides`, `of ${found.digits.length} numbers those divisible by ${by}`, found)
}

/** `growth from first to last in percent`. */
const askGrowth: NumberAsk = (words, found) => {
  const caught = fits(
    '(?:(?!mean|sum|max|min|median)[a-z]+ )?(?:growth|change|convert|increase)(?: rate)?(?<a> share)?(?: between)? first(?: (?:and|to))? last(?<b> share)?|share (?<c>growth|change|increase)(?: between)? first(?: (?:and|to))? last',
    words,
  )
  if (caught === null) return null
  const [first, last] = [found.digits[0] as string, found.digits.at(-1) as string]
  const isShare = /share/.test(words.text)
  if (!isShare || Number(first) <= 0) return null
  const share = ((Number(last) - Number(first)) / Number(first)) * 100
  return evaluated({
    expression: `((${last}) - (${first})) / (${first}) * 100`,
    decimals: [0, 1].find(places => Math.abs(share - Number(share.toFixed(places))) < 1e-9) ?? 2,
    how: `from ${first} to ${last}`,
    unit: '%',
  })
}

export const numberPartAsks: readonly NumberAsk[] = [
  askOfEnds,
  askOfKind,
  askShare,
  askCount,
  askTimes,
  askCommonest,
  askTwice,
  askSize,
  askApart,
  askSummary,
  askSquares,
  askGaps,
  askDivisible,
  askGrowth,
]
