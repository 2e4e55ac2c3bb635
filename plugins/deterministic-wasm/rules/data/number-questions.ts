/** The questions about a list of numbers, each from its plain words to tasks. */
import { compare, type Rational, readDecimal } from '../../arithmetic/rational.ts'
import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { describeNumbers, modeOf, rangeOf } from '../statistics.ts'
import { fits } from './data-form.ts'
import type { FoundNumbers } from './find-numbers.ts'
import { joinAnswers } from './join-answers.ts'
import { inUnit, isSafe, listed, type NumberAsk } from './number-answers.ts'
import { askOutliers, askQuantiles, askSpread } from './number-spread.ts'

const FN = '(?:sum|mean|median|mode|max|min|range|stdev)'

const NAMES: Readonly<Record<string, string>> = {
  sum: 'sum',
  mean: 'average',
  median: 'median',
  max: 'largest',
  min: 'smallest',
  stdev: 'standard deviation',
}

function figure(fn: string, found: FoundNumbers): Answer | null {
  const numbers = found.digits.map(Number)
  if (found.isMoney && (fn === 'mean' || fn === 'sum' || fn === 'median')) {
    const middle = fn === 'median' ? peek('math.stats', { values: numbers })?.median : null
    const sum = found.digits.join(' + ')
    const expression = fn === 'median' ? String(middle) : fn === 'sum' ? sum : `(${sum}) / ${numbers.length}`
    return inUnit(evaluated({ expression, decimals: 2, how: `${NAMES[fn]} of ${numbers.length} amounts` }), found)
  }
  if (fn === 'mode') return inUnit(modeOf(numbers), found)
  if (fn === 'range') return inUnit(rangeOf(numbers), found)
  return inUnit(describeNumbers(NAMES[fn] ?? 'sum', numbers), found)
}

const askFigures: NumberAsk = (words, found) => {
  const caught =
    fits(`(?:howmuch )?(?:made )?(?<fns>${FN}(?:(?: and)? ${FN}){0,4})(?: made)?`, words) ??
    fits('(?<fns>(?:range )?max (?:less|minus) min)', words)
  if (caught === null) return null
  const said = caught.text('fns').replace(/^(?:range )?max (?:less|minus) min$/, 'range')
  const fns = said.split(/ and | /)
  if (new Set(fns).size !== fns.length) return null
  if (fns.length === 1) return figure(fns[0] as string, found)
  return joinAnswers(fns.map(fn => labelled(figure(fn, found), fn)))
}

/** Among several figures each says what it is. */
function labelled(answer: Answer | null, fn: string): Answer | null {
  if (answer === null) return null
  const name = {
    sum: 'Sum',
    mean: 'Mean',
    median: 'Median',
    mode: 'Mode',
    max: 'Largest',
    min: 'Smallest',
    range: 'Range',
    stdev: 'Standard deviation',
  }[fn]
  return { ...answer, reply: { template: `${name}: ${answer.reply.template}`, values: answer.reply.values } }
}

const sortedDigits = ({ digits }: FoundNumbers, isDescending: boolean): string[] =>
  [...digits].sort((a, b) => (isDescending ? -1 : 1) * compare(readDecimal(a) as Rational, readDecimal(b) as Rational))

const SUP = '(?<sup>max|min|cheapest|dearest|best|worst)'
const NTH = '(?:nth N<n>|(?<nth>second|third))'

/** A place counts different values: of 91, 91, 88 the second highest is 88. */
const askPlace: NumberAsk = (words, found) => {
  const caught = fits(`${NTH} ${SUP}(?: distinct(?: count)?)?`, words)
  if (caught === null || /best|worst/.test(caught.text('sup'))) return null
  const place = caught.text('nth') === 'second' ? 2 : caught.text('nth') === 'third' ? 3 : Number(caught.number('n'))
  const isDescending = /max|dearest/.test(caught.text('sup'))
  const sorted = sortedDigits(found, isDescending)
  const once = sorted.filter(
    (text, i) =>
      i === 0 || compare(readDecimal(text) as Rational, readDecimal(sorted[i - 1] as string) as Rational) !== 0,
  )
  const value = once[place - 1]
  if (value === undefined || place < 1) return null
  const isTied = sorted[place - 1] !== value
  const answer = listed(
    [value],
    'Take the place',
    `place ${place} of ${once.length} different numbers, the ${isDescending ? 'largest' : 'smallest'} first`,
    found,
  )
  return answer === null || !isTied ? answer : { ...answer, reading: 'Equal numbers share a place.' }
}

const askTop: NumberAsk = (words, found) => {
  const caught = fits(`(?:${SUP} N<n>|N<n2> (?<sup2>max|min))`, words)
  const count = Number(caught?.number('n') || caught?.number('n2'))
  const word = caught?.text('sup') || caught?.text('sup2') || ''
  if (caught === null || !/max|min/.test(word) || count < 1 || count > found.digits.length || !Number.isInteger(count))
    return null
  const isDescending = word === 'max'
  return listed(
    sortedDigits(found, isDescending).slice(0, count),
    'Take the first',
    `the ${count} ${isDescending ? 'largest' : 'smallest'} of ${found.digits.length}`,
    found,
  )
}

const askSorted: NumberAsk = (words, found) => {
  const caught =
    fits(
      '(?:sort|convert sort|rank)(?: by)?(?: size)?(?: from)?(?: (?<way>asc|desc|max|min|dearest|cheapest))?(?: first)?(?: to)?',
      words,
    ) ?? fits('(?<way>asc|desc)(?: sort)?', words)
  if (
    found.isAlphabetical ||
    caught === null ||
    !isSafe(found.digits) ||
    (words.text.startsWith('rank') && caught.text('way') === '')
  )
    return null
  // Two prices beside each other are as often a comparison as a list.
  if (found.digits.length > 500 || (found.digits.length < 3 && found.write('') !== '')) return null
  const order = /desc|max|dearest/.test(caught.text('way')) ? 'desc' : 'asc'
  const sort = task('sorted', 'Sort the numbers', 'list.sort', { items: found.digits.map(Number), order })
  const sorted = sortedDigits(found, order === 'desc')
  return {
    tasks: [sort],
    answer: 'sorted',
    reply: {
      template: sorted.map((_, i) => found.write(`{{/items/${i}}}`)).join(', '),
      values: { items: at('/items') },
    },
  }
}

const TESTS: Readonly<Record<string, (value: Rational) => boolean>> = {
  negative: value => value.numerator < 0n,
  positive: value => value.numerator > 0n,
  even: value => value.denominator === 1n && value.numerator % 2n === 0n,
  odd: value => value.denominator === 1n && value.numerator % 2n !== 0n,
}
const CONDITION =
  '(?:(?<kind>negative|positive|evens?|odds?)|(?<sign>>=|<=|>|<|=) (?:N<n>|(?<mean>mean))|between N<a> and N<b>)'

const askWhere: NumberAsk = (words, found) => {
  const caught = fits(
    `(?:(?<count>howmany|count|howmany of)|which|keep|only)?(?: ?(?:which|with|where))? ?${CONDITION}(?: count| only)?`,
    words,
  )
  if (caught === null || words.text === 'odds' || (found.digits.length < 3 && caught.text('count') === '')) return null
  const all = found.digits.map(text => readDecimal(text) as Rational)
  const kind = caught.text('kind').replace(/s$/, '')
  const sign = caught.text('sign')
  let accepts: (value: Rational) => boolean
  let said = kind
  if (kind !== '') accepts = TESTS[kind] as (value: Rational) => boolean
  else if (sign !== '') {
    const limit = caught.text('mean') !== '' ? meanOf(found.digits) : caught.number('n')
    const exact = limit === '' ? null : readDecimal(limit)
    if (exact === null) return null
    accepts = value => {
      const order = compare(value, exact)
      return { '>': order > 0, '<': order < 0, '>=': order >= 0, '<=': order <= 0, '=': order === 0 }[sign] ?? false
    }
    said = `${sign.replace('>=', '≥').replace('<=', '≤')} ${caught.text('mean') !== '' ? `the average ${limit}` : limit}`
  } else {
    const [a, b] = [readDecimal(caught.number('a')), readDecimal(caught.number('b'))]
    if (a === null || b === null || compare(a, b) > 0) return null
    accepts = value => compare(value, a) >= 0 && compare(value, b) <= 0
    said = `from ${caught.number('a')} to ${caught.number('b')}`
  }
  const kept = found.digits.filter((_, i) => accepts(all[i] as Rational))
  if (caught.text('count') === '')
    return listed(kept, `Keep what is ${said}`, `of ${found.digits.length} numbers those ${said}`, found)
  const items = found.digits.map(text => ({
    number: text,
    fits: accepts(readDecimal(text) as Rational) ? 'yes' : 'no',
  }))
  const counted = task('counted', `Count what is ${said}`, 'table.aggregate', {
    rows: items.filter(({ fits: isKept }) => isKept === 'yes'),
    measures: [{ fn: 'count', as: 'value' }],
  })
  const reply =
    kept.length === 0
      ? { template: '{{none}}', values: { none: literal('0') } }
      : { template: '{{value}}', values: { value: at('/rows/0/value') } }
  return {
    tasks: [counted],
    answer: 'counted',
    reply: {
      ...reply,
      how: '{{how}}',
      values: {
        ...reply.values,
        how: literal(
          `Of ${found.digits.length} numbers those ${said}${kept.length > 0 && kept.length < 20 ? `: ${kept.join(', ')}` : ''}`,
        ),
      },
    },
  }
}

const meanOf = (digits: readonly string[]): string => {
  const mean = peek('math.stats', { values: digits.map(Number) })?.mean
  return typeof mean === 'number' && /^-?\d+(?:\.\d{1,12})?$/.test(String(mean)) ? String(mean) : ''
}

const askRunning: NumberAsk = (words, found) => {
  if (
    fits(
      '(?:running|running sum|sum running)(?: sum| row)?(?: (?:after|at|by|for) (?:each|every)(?: N\\d+)?| each)?',
      words,
    ) === null ||
    !isSafe(found.digits)
  )
    return null
  const totals = task('totals', 'Add up to each place', 'math.running_total', { values: found.digits.map(Number) })
  return {
    tasks: [totals],
    answer: 'totals',
    reply: withHow(
      found.digits.map((_, i) => found.write(`{{/totals/${i}}}`)).join(', '),
      { totals: at('/totals') },
      'the sum so far at each place',
    ),
  }
}

const askMoving: NumberAsk = (words, found) => {
  const caught =
    fits(
      '(?:(?:N<a> ?)?(?:point|day|period|term|week|month)?(?:s)? ?)?(?:moving|rolling) mean(?: (?:with )?(?:window|period|size|length)?(?: size| length)?(?: =)? ?N<b>(?: (?:days?|points?|periods?|terms?))?)?',
      words,
    ) ?? fits('N<a>-?(?:point|day|period|term)? (?:moving|rolling) mean', words)
  const window = Number(caught?.number('a') || caught?.number('b'))
  if (
    caught === null ||
    !Number.isInteger(window) ||
    window < 2 ||
    window > found.digits.length ||
    !isSafe(found.digits)
  )
    return null
  const values = found.digits.map(Number)
  const means = peek('math.moving_average', { values, window })?.means as readonly number[] | undefined
  if (means === undefined || means.length > 200) return null
  const moving = task('moving', `Average of ${window} at a time`, 'math.moving_average', { values, window })
  const rounded = means.map((_, i) =>
    task(
      `m${i}`,
      'Round it',
      'math.round',
      { value: { $from: 'moving', pointer: `/means/${i}` }, decimals: 2, rounding: 'half_up' },
      ['moving'],
    ),
  )
  const isShort = means.every(mean => (String(mean).split('.')[1] ?? '').length <= 4)
  if (isShort)
    return {
      tasks: [moving],
      answer: 'moving',
      reply: withHow(
        means.map((_, i) => found.write(`{{/means/${i}}}`)).join(', '),
        { means: at('/means') },
        `averages of ${window} at a time`,
      ),
    }
  const all = task(
    'all',
    'Put them together',
    'agg.collect',
    { items: rounded.map(({ key }) => ({ $from: key, pointer: '/exact' })) },
    rounded.map(({ key }) => key),
  )
  return {
    tasks: [moving, ...rounded, all],
    answer: 'all',
    reply: withHow(
      means.map((_, i) => found.write(`{{/items/${i}}}`)).join(', '),
      { items: at('/items') },
      `averages of ${window} at a time, rounded to 2 decimals`,
    ),
  }
}

const askFrequency: NumberAsk = (words, found) => {
  if (
    fits(
      '(?:count )?(?:frequency|frequencies|frequency distribution|(?:count )?howoften (?:by|each|does by|does each|number)? ?(?:occurs?|appears?|number occurs)?|count (?:by|each)(?: occurs?)?)(?: table| each| distribution)?|tally',
      words,
    ) === null ||
    !isSafe(found.digits)
  )
    return null
  const counts = peek('list.count', { items: found.digits.map(Number) })?.counts
  if (!Array.isArray(counts) || counts.length > 100) return null
  const counted = task('counts', 'Count each value', 'list.count', { items: found.digits.map(Number) })
  const template = counts.map((_, i) => `- ${found.write(`{{/counts/${i}/value}}`)}: {{/counts/${i}/count}}`).join('\n')
  return { tasks: [counted], answer: 'counts', reply: { template, values: { counts: at('/counts') } } }
}

/** `howmany`: the numbers themselves. */
const askCount: NumberAsk = (words, found) => {
  if (fits('howmany(?: row| items| of)?|count(?: row| items)?', words) === null || words.text === 'count') return null
  const counted = task('counted', 'Count the numbers', 'math.stats', { values: found.digits.map(Number) })
  return { tasks: [counted], answer: 'counted', reply: { template: '{{value}}', values: { value: at('/count') } } }
}

const askProduct: NumberAsk = (words, found) => {
  if (fits('product|multiply|multiplied(?: sum)?', words) === null || found.digits.length > 30) return null
  return evaluated({ expression: found.digits.map(text => `(${text})`).join(' * '), how: found.digits.join(' × ') })
}

/** Each number times something, or with something added. */
const askEach: NumberAsk = (words, found) => {
  const caught = fits(
    '(?:multiply )?(?:each|by|every)? ?(?:times|multiplied by|by) N<times>|multiply (?:each |every |by )?(?:by )?N<times2>|(?<op>double|triple|halve)(?: (?:each|every|by))?|(?:sum|and) N<plus> (?:each|every)',
    words,
  )
  if (caught === null || found.digits.length > 40) return null
  const factor =
    caught.number('times') ||
    caught.number('times2') ||
    ({ double: '2', triple: '3', halve: '0.5' }[caught.text('op')] ?? '')
  const plus = caught.number('plus')
  if (factor === '' && plus === '') return null
  const parts = found.digits.map((text, i) =>
    task(`v${i}`, 'Calculate it', 'math.evaluate', {
      expression: factor === '' ? `(${text}) + (${plus})` : `(${text}) * (${factor})`,
    }),
  )
  const all = task(
    'all',
    'Put them together',
    'agg.collect',
    { items: parts.map(({ key }) => ({ $from: key, pointer: '/exact' })) },
    parts.map(({ key }) => key),
  )
  const how = factor === '' ? `each plus ${plus}` : `each times ${factor}`
  return {
    tasks: [...parts, all],
    answer: 'all',
    reply: withHow(parts.map((_, i) => found.write(`{{/items/${i}}}`)).join(', '), { items: at('/items') }, how),
  }
}

const askUnique: NumberAsk = (words, found) => {
  if (
    fits('(?:each |by )?distinct(?: values)?|(?:any )?twin', words) === null ||
    !isSafe(found.digits) ||
    !/twin/.test(words.text)
  )
    return null
  const once = new Map<number, number>()
  for (const text of found.digits) once.set(Number(text), (once.get(Number(text)) ?? 0) + 1)
  const twice = found.digits.filter(
    (text, i) => (once.get(Number(text)) ?? 0) > 1 && found.digits.findIndex(own => Number(own) === Number(text)) === i,
  )
  return listed(
    twice,
    'Keep what stands more than once',
    `of ${found.digits.length} numbers those that stand more than once`,
    found,
  )
}

export const numberAsks: readonly NumberAsk[] = [
  askFigures,
  askPlace,
  askTop,
  askSorted,
  askWhere,
  askRunning,
  askMoving,
  askQuantiles,
  askOutliers,
  askSpread,
  askFrequency,
  askCount,
  askProduct,
  askEach,
  askUnique,
]
