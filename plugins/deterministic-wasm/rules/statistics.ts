/** The statistics of numbers that a message lists: sum, average, median, extremes, deviation. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { fromNumber, toFixed } from '../arithmetic/rational.ts'
import { evaluated, fittingDecimals } from './evaluated.ts'
import { numbersOf, THINGS } from './lists.ts'
import type { Clause } from './message/read-message.ts'
import { findSource } from './message/source.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from './rule.ts'

const FIGURE =
  '(?<fn>average|avg|mode|range|mean|arithmetic mean|median|sum|total|min|minimum|max|maximum|smallest|largest|biggest|highest|lowest|standard deviation|std dev|stdev)'

const STATISTIC: readonly RegExp[] = [
  new RegExp(
    `^${FIGURE}(?: number| value)?(?: (?:of|from|in|among|out of))?(?: ${THINGS})?(?:[:,]? (?<list>[\\d¿.-].*))?$`,
    'i',
  ),
  new RegExp(
    `^(?:add|sum|add up|sum up|total|average)(?: up| together)?(?: ${THINGS}(?: ?up| ?together)?)?(?:[:,]? (?<list>[\\d¿.-].*))?$`,
    'i',
  ),
]

const POINTERS: Readonly<Record<string, string>> = {
  average: 'mean',
  avg: 'mean',
  mean: 'mean',
  'arithmetic mean': 'mean',
  median: 'median',
  sum: 'sum',
  total: 'sum',
  min: 'min',
  minimum: 'min',
  smallest: 'min',
  lowest: 'min',
  max: 'max',
  maximum: 'max',
  largest: 'max',
  biggest: 'max',
  highest: 'max',
  'standard deviation': 'stdev',
  'std dev': 'stdev',
  stdev: 'stdev',
}

export const statisticsRules: readonly PlannerRule[] = [
  defineRule({
    id: 'statistics',
    reason: 'Gives the sum, average, median, extremes or standard deviation of listed numbers.',
    order: 18,
    hint: /average|avg|mode|range|mean|median|sum|total|min|max|smallest|largest|biggest|highest|lowest|deviation|stdev|std|add/i,
    examples: {
      yes: [
        'What is the average of 3, 5 and 10?',
        'median of 7, 1, 3',
        'Sum of these numbers: 10, 20, 30.5',
        'standard deviation of 2, 4, 4, 4, 5, 5, 7, 9',
        'What is the largest of 3, 17 and 5?',
        'Add up 12, 30 and 8',
        'average:\n10\n20\n30',
        'what is the mode of 3, 5, 3, 8, 5, 3',
        'range of 4, -2, 9',
      ],
      no: [
        'What is the average height of 3 men?',
        'What does mean mean?',
        'The sum of all fears',
        'What is the average of 3?',
        'the largest of 3 brothers',
        'What is the median age in 2020 and 2021?',
        'Sum up the plot of 1984',
        'What is the average of 3,5?',
        'What is the average of 5 kg and 3 l?',
      ],
    },
    read: statistic,
  }),
]

function statistic(clause: Clause, input: PlannerInput): Answer | null {
  for (const form of STATISTIC) {
    const groups = form.exec(clause.core)?.groups ?? form.exec(clause.plain)?.groups
    if (groups === undefined) continue
    const isInline = groups.list !== undefined
    const source = isInline ? { text: groups.list as string, usesData: false } : findSource(clause, input, '')
    if (source === null || (isInline && (clause.data !== null || clause.quotes.length > 0))) continue
    const fn = (groups.fn ?? (/^average/i.test(clause.core) ? 'average' : 'sum')).toLowerCase()
    const numbers = readNumbers(source.text)
    if (numbers === null) continue
    const answer = fn === 'mode' ? modeOf(numbers) : fn === 'range' ? rangeOf(numbers) : describeNumbers(fn, numbers)
    if (answer !== null) return { ...answer, usesData: source.usesData }
  }
  return null
}

/** Numbers and nothing else, at least two. */
function readNumbers(text: string): number[] | null {
  const tight = /^\d+(?:,\d+){2,}$/.test(text.trim()) && !/^\d{1,3}(?:,\d{3})+$/.test(text.trim())
  const items = tight
    ? text.trim().split(',')
    : text
        .trim()
        .replace(/[.?!]$/, '')
        .split(/\s*[\n;]\s*|,\s+(?:and\s+)?|\s+(?:and|&)\s+|\s+/i)
        .filter(item => item !== '')
  return items.length < 2 || items.length > 10_000 ? null : numbersOf(items)
}

/** The value that occurs most; where several do, all of them. */
export function modeOf(numbers: readonly number[]): Answer | null {
  const counts = (peek('list.count', { items: [...numbers] })?.counts ?? []) as readonly { readonly count: number }[]
  const first = counts.filter(({ count }) => count === counts[0]?.count).length
  // Where every value occurs alike there is no mode.
  if (first === 0 || (first === counts.length && counts.length > 1) || first > 10) return null
  const counted = task('counts', 'Count each value', 'list.count', { items: [...numbers] })
  const template = Array.from({ length: first }, (_, i) => `{{/counts/${i}/value}}`).join(', ')
  return {
    tasks: [counted],
    answer: 'counts',
    reply: {
      template,
      how: 'Occurs {{/counts/0/count}} times among {{n}} numbers',
      values: { counts: at('/counts'), n: literal(numbers.length) },
    },
  }
}

export const rangeOf = (numbers: readonly number[]): Answer | null => {
  const [high, low] = [Math.max(...numbers), Math.min(...numbers)]
  return evaluated({ expression: `(${high}) - (${low})`, how: `${high} - (${low})`.replace(/\((\d[\d.]*)\)/, '$1') })
}

/** A figure by the word for it, said in the second line. */
export function describeNumbers(fn: string, numbers: readonly number[]): Answer | null {
  const values: JsonValue = [...numbers]
  const said = `${fn} of ${numbers.length} numbers`
  const how = said[0]?.toUpperCase() + said.slice(1)
  const stats = task('stats', `${how}`, 'math.stats', { values })
  const pointer = POINTERS[fn] ?? 'sum'
  const seen = peek('math.stats', { values })?.[pointer]
  if (typeof seen !== 'number') return null
  if (fittingDecimals(fromNumber(seen)) === null) {
    const note = pointer === 'stdev' ? `Sample ${said}` : how
    return {
      tasks: [stats],
      answer: 'stats',
      reply: withHow('{{value}}', { value: at(`/${pointer}`) }, note),
    }
  }
  const places = (toFixed(fromNumber(seen), 6, 'half_up').replace(/0+$/, '').split('.')[1] ?? '').length
  const rounded = task(
    'value',
    'Round it',
    'math.round',
    { value: { $from: 'stats', pointer: `/${pointer}` }, decimals: places, rounding: 'half_up' },
    ['stats'],
  )
  const note = `${pointer === 'stdev' ? `Sample ${said}` : how}, rounded to ${places} decimals`
  return {
    tasks: [stats, rounded],
    answer: 'value',
    reply: withHow('{{value}}', { value: at('/exact') }, note),
  }
}
