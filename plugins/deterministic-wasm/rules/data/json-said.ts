/**
 * Values in nested JSON asked for in words: `what city is the customer from`, `total of the order`, `list the skus`, `how many items are in
 * the order`. Every word of the question is a name in the JSON or says nothing; a name that stands in several places needs the words
 * that tell which, and what is left must be one place.
 */
import type { JsonValue } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, at, task, withHow } from '../rule.ts'
import { singular } from '../tables/find-column.ts'
import { speak } from '../tables/read-table.ts'
import { bag, defineJsonRule, type JsonAsk, type JsonRequest } from './json-request.ts'

/** Says nothing of which value is meant. */
const SILENT = bag(
  "a an the this that is are was were be do does did has have of in from for to on at with and me my i we us please pls what whats what's which who whos who's where tell give show find get json object data here there it its called named value currently exactly come comes live lives belong belongs by placed",
)
const COUNTS = /^(?:how many|number of|count(?: of)?(?: the)?|count how many)(?: of)?(?: the| different)? /iu
const LISTS = /^(?:list|show|give me|get|extract|print|what are|which)(?: me| us)?(?: all)?(?: of)?(?: the)? /iu
/** Words that ask for more than what stands there. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
const isBag = (value: JsonValue | undefined): value is { [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Place = { readonly path: readonly string[]; readonly value: JsonValue }

const MOST_PLACES = 400

/** Every member of every object, by its path; members of arrays stand for all of theirs. */
function placesOf(value: JsonValue, path: readonly string[] = []): Place[] {
  if (Array.isArray(value)) return []
  if (!isBag(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    { path: [...path, name], value: inner },
    ...placesOf(inner, [...path, name]),
  ])
}

const same = (name: string, word: string): boolean => speak(name) === word || singular(speak(name)) === singular(word)

/** The words as names of the JSON, longest first; null where one is none. */
function namesIn(words: readonly string[], known: readonly string[]): readonly string[] | null {
  const found: string[] = []
  for (let i = 0; i < words.length; ) {
    const size = [3, 2, 1].find(length => {
      const said = words.slice(i, i + length).join(' ')
      return i + length <= words.length && known.some(name => same(name, said))
    })
    if (size !== undefined) {
      found.push(words.slice(i, i + size).join(' '))
      i += size
    } else if (SILENT.has(words[i] as string)) i += 1
    else return null
  }
  return found
}

/** Places whose path has all the names, the last step being one of them. */
function fitting(places: readonly Place[], names: readonly string[]): readonly Place[] {
  return places.filter(
    ({ path }) =>
      names.every(name => path.some(step => same(step, name))) && names.some(name => same(path.at(-1) as string, name)),
  )
}

const wordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}_]+(?:'(?!s(?!\p{L}))[\p{L}]+)?/gu) ?? []).map(word => word.replace(/_/g, ' '))

const ask: JsonAsk = (request): Answer | null => {
  const { value, others, asked } = request
  if (
    others.length > 0 ||
    !isBag(value) ||
    asked.length > 160 ||
    /["'`“][^"'`”]*["'`”]|[<>=+*]|\d/u.test(asked.replace(/'s(?!\p{L})/gu, ''))
  )
    return null
  const bare = asked
    .replace(/'s(?!\p{L})/gu, '')
    .replace(/[?!.,:]+/g, ' ')
    .trim()
  const counted = COUNTS.exec(`${bare} `)
  const listed = counted === null ? LISTS.exec(`${bare} `) : null
  const places = placesOf(value)
  if (places.length === 0 || places.length > MOST_PLACES) return null
  const own = listed === null ? null : listOf(request, places, wordsOf(bare.slice(listed[0].length)))
  if (own !== null) return own
  const names = namesIn(
    wordsOf(counted === null ? bare : bare.slice(counted[0].length)),
    places.flatMap(({ path }) => path),
  )
  if (
    names === null ||
    names.length === 0 ||
    (counted === null && names.length < 2 && !/^(?:what|which|who|where|whats)/iu.test(bare))
  )
    return null
  const found = fitting(places, names)
  if (counted !== null) {
    const [list, more] = found.filter(
      place => Array.isArray(place.value) && same(place.path.at(-1) as string, names[0] as string),
    )
    return list === undefined || more !== undefined ? null : sizeOf(request, list)
  }
  // Of `customer` and `customer name` the shortest path is meant where the others are inside it.
  const ends = found.filter(place => !isBag(place.value) && !Array.isArray(place.value))
  const [only, more] = ends
  if (only === undefined || more !== undefined || only.value === null || found.length !== 1) return null
  const pointer = only.path.map(step => `/${escaped(step)}`).join('')
  if (typeof only.value === 'string' && /[*_`#<>[\]|~\\\n]/.test(only.value)) return null
  const select = task(
    'member',
    'Take the value',
    'json.select',
    { value: { $from: request.parse.key, pointer: '/value' }, pointer },
    [request.parse.key],
  )
  return {
    tasks: [request.parse, select],
    answer: 'member',
    reply: withHow('{{value}}', { value: at('/value') }, `at ${pointer}`),
  }
}

function sizeOf(request: JsonRequest, { path }: Place): Answer {
  const pointer = path.map(step => `/${escaped(step)}`).join('')
  const size = task(
    'size',
    'Count the items',
    'list.size',
    { items: { $from: request.parse.key, pointer: `/value${pointer}` } },
    [request.parse.key],
  )
  return {
    tasks: [request.parse, size],
    answer: 'size',
    reply: withHow('{{count}}', { count: at('/count') }, `items at ${pointer}`),
  }
}

/** `list the skus`: one member of every object of the one array that has it. */
function listOf(request: JsonRequest, places: readonly Place[], words: readonly string[]): Answer | null {
  const arrays = places.flatMap(({ path, value }) =>
    Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every(isBag)
      ? [{ path, rows: value as readonly { [name: string]: JsonValue }[] }]
      : [],
  )
  const inside = arrays.flatMap(({ rows }) => Object.keys(rows[0] ?? {}))
  const names = namesIn(words, [...inside, ...places.flatMap(({ path }) => path)])
  const [name, ...context] = names ?? []
  if (name === undefined) return null
  const fits = arrays.filter(({ path, rows }) => {
    const key = Object.keys(rows[0] ?? {}).find(own => same(own, name))
    return (
      key !== undefined &&
      context.every(word => path.some(step => same(step, word))) &&
      rows.every(row => typeof row[key] === 'string' || typeof row[key] === 'number')
    )
  })
  const [only, more] = fits
  // A member of that name beside the array: which of them is meant is not said.
  if (only === undefined || more !== undefined || fitting(places, [name]).length > 0) return null
  const key = Object.keys(only.rows[0] ?? {}).find(own => same(own, name)) as string
  const from = only.path.map(step => `/${escaped(step)}`).join('')
  const items = only.rows.map((_, i) => ({ $from: request.parse.key, pointer: `/value${from}/${i}/${escaped(key)}` }))
  const collect = task('items', 'Put them together', 'agg.collect', { items }, [request.parse.key])
  return {
    tasks: [request.parse, collect],
    answer: 'items',
    reply: withHow(only.rows.map((_, i) => `{{/items/${i}}}`).join(', '), { items: at('/items') }, `${key} at ${from}`),
  }
}

export const jsonSaidRules: readonly PlannerRule[] = [
  defineJsonRule({
    id: 'json-said',
    reason:
      'Tells a value of nested JSON that the words of the question name, lists one member of an array, or counts its items.',
    order: 367,
    examples: {
      yes: [
        '{"order":{"id":7731,"customer":{"name":"Tarek Aziz","city":"Bremen"},"total":88.4}}\nwhat city is the customer from',
        'total of the order?\n{"order":{"id":7731,"customer":{"name":"Tarek Aziz"},"total":88.4}}',
        'what is the customer\'s name?\n{"order":{"id":7731,"customer":{"name":"Tarek Aziz"}}}',
        'list the skus\n{"order":{"id":7731,"items":[{"sku":"A1","qty":2},{"sku":"B7","qty":1}]}}',
        'how many items are in the order\n{"order":{"id":7731,"items":[{"sku":"A1","qty":2},{"sku":"B7","qty":1}]}}',
      ],
      no: [
        'what is the customer\'s age?\n{"order":{"id":7731,"customer":{"name":"Tarek Aziz"}}}',
        'what is the name?\n{"order":{"customer":{"name":"Tarek Aziz"},"seller":{"name":"Bo"}}}',
        'how many items should the order have\n{"order":{"id":7731,"items":[{"sku":"A1"},{"sku":"B7"}]}}',
        'what is the total of the items\n{"order":{"total":88.4,"items":[{"sku":"A1","total":80},{"sku":"B7","total":8.4}]}}',
        'list the totals\n{"order":{"total":88.4,"items":[{"sku":"A1","total":80},{"sku":"B7","total":8.4}]}}',
      ],
    },
    asks: [ask],
  }),
]
