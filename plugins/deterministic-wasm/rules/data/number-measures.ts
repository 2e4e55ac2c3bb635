/** Further measures of a list of numbers: other means, deviations, changes from one to the next, what is missing, a percentage on each. */
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, single, task, withHow } from '../rule.ts'
import { fits } from './data-form.ts'
import { inUnit, isSafe, type NumberAsk } from './number-answers.ts'

const MOST = 40
const NAMES: Readonly<Record<string, string>> = { max: 'largest', min: 'smallest', mean: 'average', median: 'median' }

const isPositive = (digits: readonly string[]): boolean => digits.every(text => Number(text) > 0)

/** The n-th root of the product, or the number of values by the sum of their reciprocals. */
const askOtherMean: NumberAsk = (words, found) => {
  const kind = fits('(?<kind>geometric|harmonic|geo|root square|quadratic) mean', words)?.text('kind')
  const { digits } = found
  if (kind === undefined || digits.length > MOST || !isSafe(digits) || (/geo|harm/.test(kind) && !isPositive(digits)))
    return null
  const count = digits.length
  if (kind === 'harmonic') {
    const expression = `${count} / (${digits.map(text => `1 / (${text})`).join(' + ')})`
    return inUnit(evaluated({ expression, how: `${count} by the sum of the reciprocals of ${count} numbers` }), found)
  }
  if (!kind.startsWith('geo')) return null
  const product = digits.map(text => `(${text})`).join(' * ')
  const how = `root ${count} of ${digits.join(' × ')}`
  const exact = evaluatedValue(`(${product}) ^ (1 / ${count})`)
  if (exact !== null) return inUnit(evaluated({ expression: `(${product}) ^ (1 / ${count})`, how }), found)
  const expression =
    count === 2 ? `sqrt(${product})` : count === 3 ? `cbrt(${product})` : `exp(ln(${product}) / ${count})`
  const input = { expression, decimals: 4 }
  if (peek('math.approximate', input) === null) return null
  const only = task('value', 'Take the root', 'math.approximate', input)
  return inUnit(single(only, '{{value}}', { value: at('/exact') }, `${how}, rounded to 4 decimals`), found)
}

/** How far the numbers are from their average, on average. */
const askDeviation: NumberAsk = (words, found) => {
  const { digits } = found
  if (
    fits(
      'mean absolute deviation(?: (?:around|about|of) mean)?|mean deviation(?: (?:around|about|of) mean)?',
      words,
    ) === null
  )
    return null
  if (digits.length > MOST || !isSafe(digits)) return null
  const mean = `((${digits.join(' + ')}) / ${digits.length})`
  const expression = `(${digits.map(text => `abs(${text} - ${mean})`).join(' + ')}) / ${digits.length}`
  const shown = evaluatedValue(mean)
  return shown === null || expression.length > 290
    ? null
    : inUnit(evaluated({ expression, how: `mean distance of ${digits.length} numbers from their average` }), found)
}

/** `distance between the maximum and the median`. */
const askDistance: NumberAsk = (words, found) => {
  const caught = fits(
    '(?:distance|diff|range)(?: between)? (?<a>max|min|mean|median) (?:and|to|minus) (?<b>max|min|mean|median)',
    words,
  )
  const [a, b] = [caught?.text('a') ?? '', caught?.text('b') ?? '']
  if (caught === null || a === b || !isSafe(found.digits)) return null
  const stats = peek('math.stats', { values: found.digits.map(Number) })
  const [x, y] = [stats?.[a], stats?.[b]]
  if (typeof x !== 'number' || typeof y !== 'number' || !isShort(x) || !isShort(y)) return null
  const [high, low] = x >= y ? [x, y] : [y, x]
  return inUnit(evaluated({ expression: `(${high}) - (${low})`, how: `${NAMES[a]} ${x}, ${NAMES[b]} ${y}` }), found)
}

const isShort = (value: number): boolean => /^-?\d+(?:\.\d{1,6})?$/.test(String(value))

/** `first differences`: from each number to the next. */
const askDifferences: NumberAsk = (words, found) => {
  const caught = fits(
    '(?:first |consecutive |successive )?diff(?: (?:between|from) (?:each|consecutive|successive|neighbou?ring|adjacent|by)(?: (?:and|to) next)?(?: N\\d+)?| (?:from )?N?\\d* ?to next)?',
    words,
  )
  const isTold = /first|consecutive|successive|neighbou?ring|adjacent|next/.test(words.text)
  if (caught === null || !isTold || found.digits.length < 3 || found.digits.length > 100 || !isSafe(found.digits))
    return null
  const rows = found.digits.map(text => ({ value: text }))
  const changes = task('changes', 'Take the differences', 'table.change', { rows, column: 'value' })
  const template = rows
    .slice(1)
    .map((_, i) => found.write(`{{/rows/${i + 1}/change}}`))
    .join(', ')
  return {
    tasks: [changes],
    answer: 'changes',
    reply: withHow(template, { rows: at('/rows') }, 'each number less the one before it'),
  }
}

/** Whole numbers in a row with gaps: those that are not there. */
const askMissing: NumberAsk = (words, found): Answer | null => {
  if (fits('which(?: (?:is|are))? empty(?: from| in)?|empty(?: which)?', words) === null) return null
  const numbers = found.digits.map(Number)
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  const isRow = numbers.every(
    (number, i) => Number.isSafeInteger(number) && (i === 0 || number > (numbers[i - 1] as number)),
  )
  const gaps = last - first + 1 - numbers.length
  // Of 2, 4, 6 nobody misses 3.
  if (!isRow || numbers.length < 4 || gaps < 1 || gaps > numbers.length / 3) return null
  const all = task('all', `Count from ${first} to ${last}`, 'list.range', { from: first, to: last, step: 1 })
  const rest = task(
    'rest',
    'Leave out what is there',
    'list.set',
    { a: { $from: 'all', pointer: '/items' }, b: numbers, op: 'difference' },
    ['all'],
  )
  if (!Array.isArray(peek('list.range', { from: first, to: last, step: 1 })?.items)) return null
  const template = Array.from({ length: gaps }, (_, i) => `{{/items/${i}}}`).join(', ')
  return {
    tasks: [all, rest],
    answer: 'rest',
    reply: withHow(template, { items: at('/items') }, `counted from ${first} to ${last}`),
  }
}

/** `average without the highest`: each end is left out once. */
const askTrimmed: NumberAsk = (words, found) => {
  const END = '(?:max|min|max and min|min and max)'
  const caught =
    fits(
      `(?<fn>sum|mean|median)(?: row)? (?:without|excluding|except|but|not count|leave|ignoring|not) (?<ends>${END})(?: by)?`,
      words,
    ) ??
    fits(
      `(?:remove|leave|without|excluding|ignoring|ignore|exclude) (?<ends>${END})(?: and|,)?(?: then)? (?<fn>sum|mean|median)(?: rest| remaining| others)?`,
      words,
    )
  if (caught === null || found.digits.length < 3 || found.digits.length > 100 || !isSafe(found.digits)) return null
  const kept = [...found.digits]
  for (const end of caught.text('ends').split(' and ')) {
    const numbers = kept.map(Number)
    kept.splice(numbers.indexOf(end === 'max' ? Math.max(...numbers) : Math.min(...numbers)), 1)
  }
  const fn = caught.text('fn')
  if (kept.length === 0 || fn === 'median') return null
  const sum = kept.map(text => `(${text})`).join(' + ')
  return inUnit(
    evaluated({
      expression: fn === 'sum' ? sum : `(${sum}) / ${kept.length}`,
      how: `${fn === 'sum' ? 'sum' : 'mean'} of ${kept.join(', ')}`,
    }),
    found,
  )
}

/** `add 15% to each`: every number with so many per cent more, or less. */
const askPercentEach: NumberAsk = (words, found) => {
  const caught =
    /^(?<sign>sum|increase|raise|remove|reduce|take|lower|decrease)(?: by| off)? (?<percent>\d{1,3}(?:\.\d{1,2})?)%(?: (?:to|off|from|on))? ?(?:each|every|by)(?: (?:one|of|N\d+|price|amount|value|number|item|salary|cost))*$|^(?:each|every|by)(?: price| amount| value)? (?<sign2>plus|and|minus|less) (?<percent2>\d{1,3}(?:\.\d{1,2})?)%$/.exec(
      words.text,
    )?.groups
  if (caught === undefined || found.digits.length > MOST || !isSafe(found.digits)) return null
  const percent = caught.percent ?? caught.percent2 ?? ''
  const isMore = /^(?:sum|increase|raise|plus|and)$/.test(caught.sign ?? caught.sign2 ?? '')
  if (!isMore && Number(percent) > 100) return null
  const isMoney = found.isMoney || /price|salary|cost/.test(words.text)
  const parts = found.digits.map((text, i) =>
    task(`v${i}`, 'Calculate it', 'math.evaluate', {
      expression: `(${text}) * (100 ${isMore ? '+' : '-'} ${percent}) / 100`,
      ...(isMoney ? { decimals: 2, rounding: 'half_up' } : {}),
    }),
  )
  const keys = parts.map(({ key }) => key)
  const all = task(
    'all',
    'Put them together',
    'agg.collect',
    { items: keys.map(key => ({ $from: key, pointer: '/exact' })) },
    keys,
  )
  const how = `each ${isMore ? 'plus' : 'less'} ${percent}%${isMoney ? ', to 2 decimals' : ''}`
  return {
    tasks: [...parts, all],
    answer: 'all',
    reply: withHow(parts.map((_, i) => found.write(`{{/items/${i}}}`)).join(', '), { items: at('/items') }, how),
  }
}

export const numberMeasureAsks: readonly NumberAsk[] = [
  askOtherMean,
  askDeviation,
  askDistance,
  askDifferences,
  askMissing,
  askPercentEach,
  askTrimmed,
]
