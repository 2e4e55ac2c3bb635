/** How a list of numbers is spread: quartiles and percentiles, outliers, standard deviation and variance of a population or a sample. */
import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Answer, at, single, task } from '../rule.ts'
import { fits } from './data-form.ts'
import type { FoundNumbers } from './find-numbers.ts'
import { inUnit, isSafe, listed, type NumberAsk } from './number-answers.ts'

const TYPE_7 = 'Between two numbers the quantile is read on a straight line (as spreadsheets do).'

function quantiles(found: FoundNumbers, shares: readonly number[]): readonly number[] | null {
  const read = peek('math.quantiles', { values: found.digits.map(Number), at: [...shares] })?.quantiles
  return Array.isArray(read) ? read.map(one => (one as { value: number }).value) : null
}

const isPlain = (value: number): boolean => /^-?\d+(?:\.\d{1,6})?$/.test(String(value))

export const askQuantiles: NumberAsk = (words, found) => {
  if (!isSafe(found.digits)) return null
  const one = fits(
    '(?:nth N<p>|N<p2>) (?:percentile|share)|(?<q>first|second|third|lower|upper|q1|q2|q3|1st|3rd) quartile|(?<q2>q1|q2|q3)',
    words,
  )
  const isAll = fits('(?:all )?quartiles|q1 (?:and )?(?:q2 )?(?:and )?q3|q1 and median and q3', words) !== null
  const isIqr = fits('iqr|(?:interquartile|inter-quartile) range|inter quartile range', words) !== null
  if (one === null && !isAll && !isIqr) return null
  const QUARTILE: Readonly<Record<string, number>> = {
    first: 0.25,
    lower: 0.25,
    q1: 0.25,
    '1st': 0.25,
    second: 0.5,
    q2: 0.5,
    third: 0.75,
    upper: 0.75,
    q3: 0.75,
    '3rd': 0.75,
  }
  const said = one?.text('q') || one?.text('q2') || ''
  const percent = Number(one?.number('p') || one?.number('p2'))
  if (one !== null && said === '' && !(percent > 0 && percent < 100)) return null
  if (one !== null && words.text.includes('share')) return null
  const shares =
    one === null
      ? isIqr
        ? [0.25, 0.75]
        : [0.25, 0.5, 0.75]
      : [said === '' ? percent / 100 : (QUARTILE[said] as number)]
  const values = quantiles(found, shares)
  if (values === null || !values.every(isPlain)) return null
  const read = task('quantiles', 'Find the quantiles', 'math.quantiles', {
    values: found.digits.map(Number),
    at: shares,
  })
  if (isIqr) {
    const answer = inUnit(
      evaluated({
        expression: `(${values[1]}) - (${values[0]})`,
        how: `third quartile ${values[1]} − first quartile ${values[0]}`,
      }),
      found,
    )
    return answer === null ? null : { ...answer, reading: TYPE_7 }
  }
  const names = ['First quartile', 'Median', 'Third quartile']
  const template =
    one === null
      ? shares.map((_, i) => `${names[i]}: ${found.write(`{{/quantiles/${i}/value}}`)}`).join('\n')
      : found.write('{{/quantiles/0/value}}')
  return {
    tasks: [read],
    answer: 'quantiles',
    reply: { template, values: { quantiles: at('/quantiles') } },
    reading: TYPE_7,
  }
}

export const askOutliers: NumberAsk = (words, found) => {
  const caught = fits(
    '(?:which |find )?(?:any )?outliers?(?: (?:by|iqr|rule|method|with|1\\.5|times|N\\d+|interquartile|range))*',
    words,
  )
  if (caught === null || !isSafe(found.digits) || found.digits.length < 4) return null
  const values = quantiles(found, [0.25, 0.75])
  const [low, high] = [values?.[0], values?.[1]]
  if (low === undefined || high === undefined || !isPlain(low) || !isPlain(high)) return null
  const spread = (high - low) * 1.5
  const kept = found.digits.filter(text => Number(text) < low - spread - 1e-9 || Number(text) > high + spread + 1e-9)
  const how = `beyond 1.5 times the range between the quartiles ${low} and ${high}`
  const answer = listed(kept, 'Keep the outliers', how, found)
  return answer === null ? null : { ...answer, reading: TYPE_7 }
}

const SPREAD = '(?:(?<kind>population|sample) )?(?<what>stdev|variance|stdev variance)(?: (?<kind2>population|sample))?'

/** Standard deviation and variance of a population or a sample, from exact sums. */
export const askSpread: NumberAsk = (words, found) => {
  const caught = fits(SPREAD, words)
  const kind = caught?.text('kind') || caught?.text('kind2') || 'sample'
  if (
    caught === null ||
    found.digits.length < 2 ||
    (caught.text('what') === 'stdev' && kind === 'sample' && words.text === 'stdev')
  )
    return null
  const n = found.digits.length
  const squares = found.digits.map(text => `(${text})^2`).join(' + ')
  const sum = found.digits.map(text => `(${text})`).join(' + ')
  const below = kind === 'population' ? `${n}^2` : `(${n} * ${n - 1})`
  const variance = `(${n} * (${squares}) - (${sum})^2) / ${below}`
  const isRoot = caught.text('what') === 'stdev'
  const how = `${kind === 'population' ? 'Population' : 'Sample'} ${isRoot ? 'standard deviation' : 'variance'} of ${n} numbers`
  const answer =
    evaluated({ expression: isRoot ? `sqrt(${variance})` : variance, how }) ?? irrational(`sqrt(${variance})`, how)
  return isRoot ? inUnit(answer, found) : found.write('') === '' ? answer : null
}

/** Most roots have no end: six decimals of it. */
function irrational(expression: string, how: string): Answer | null {
  const input = { expression, decimals: 6 }
  if (expression.length > 300 || peek('math.approximate', input) === null) return null
  const only = task('value', 'Work out the root', 'math.approximate', input)
  return single(only, '{{value}}', { value: at('/exact') }, `${how}, rounded to 6 decimals`)
}
