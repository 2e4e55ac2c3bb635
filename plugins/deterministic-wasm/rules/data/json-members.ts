/** Questions about what stands in JSON: its names, a value by its name or path, how many there are, lists of one member, two values compared. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { decided } from '../decided.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { AROUND, bag, defineJsonRule, isBag, type JsonAsk, type JsonRequest } from './json-request.ts'

const MOST_SHOWN = 200
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
const isObject = (value: JsonValue | undefined): value is { [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where a name stands, at any depth. */
function placesOf(value: JsonValue, name: string, pointer = ''): string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([own, inner]) => {
    const path = `${pointer}/${escaped(own)}`
    const here = !Array.isArray(value) && own === name ? [path] : []
    return [...here, ...placesOf(inner, name, path)]
  })
}

const valueAt = (value: JsonValue, pointer: string): JsonValue | undefined =>
  peek('json.select', { value, pointer })?.value as JsonValue | undefined

/** `items[2].name`, `$.user.city`, `user -> city`: names and places from the top. */
function pointerOf(path: string, value: JsonValue): string | null {
  const steps = path
    .replace(/^\$\.?|^\./, '')
    .replace(
      /\[(?:(\d+)|["']([^"'\]]+)["'])\]/g,
      (_, place: string | undefined, name: string | undefined) => `.${place ?? name}`,
    )
    .split(/\.|\s*(?:->|→|>|\/)\s*/)
    .filter(step => step !== '')
  const pointer = steps.map(step => `/${escaped(step)}`).join('')
  return steps.length > 0 && valueAt(value, pointer) !== undefined ? pointer : null
}

const shown = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The value at a pointer, as a person reads it. */
function told({ parse, value }: JsonRequest, pointer: string): Answer | null {
  const found = valueAt(value as JsonValue, pointer)
  if (found === undefined || shown(found).length > 5_000) return null
  const select = task(
    'member',
    'Take the value',
    'json.select',
    { value: { $from: 'json', pointer: '/value' }, pointer },
    ['json'],
  )
  const isPlain = typeof found === 'string' && !/[*_`#<>[\]|~\\\n]/.test(found)
  const template = isPlain || typeof found === 'number' || typeof found === 'boolean' ? '{{value}}' : '`{{value}}`'
  return {
    tasks: [parse, select],
    answer: 'member',
    reply: withHow(shown(found).includes('`') ? '{{value}}' : template, { value: at('/value') }, `at ${pointer}`),
  }
}

const QUOTED = '["\'`“]?'
const NAME = `${QUOTED}(?<name>[\\p{L}_$][\\p{L}\\p{N}_$-]{0,60})["'\`”]?`
const PATH = `${QUOTED}(?<path>(?:\\$\\.?|\\.)?[\\p{L}_$][\\p{L}\\p{N}_$-]*(?:\\[\\d+\\]|\\.[\\p{L}\\p{N}_$-]+|\\["?[\\p{L}\\p{N}_-]+"?\\])+|\\$(?:\\.[\\p{L}_][\\p{L}\\p{N}_-]*|\\[\\d+\\])+|\\.[\\p{L}_][\\p{L}\\p{N}_-]*|(?:[\\p{L}_][\\p{L}\\p{N}_-]* ?(?:->|→) ?)+[\\p{L}_][\\p{L}\\p{N}_-]*)["'\`”]?`
const ASKED =
  "(?:(?:what(?:'s|s| is| does| do)|get|give|find|show|read|extract|print|return|select|which is|tell)(?: me)? )?"
const INSIDE =
  '(?: (?:in|of|from|inside|within|for|say|equal|here|have|hold|contain)(?: (?:this|the|that|it|my|following))*(?: (?:json|object|data|response|payload|here))*)*'
const VALUE_AT = [
  new RegExp(
    `^${ASKED}(?:the )?(?:value (?:of|at|under|for|in) )?(?:the )?(?:path |json ?path |key |field )?${PATH}${INSIDE}$`,
    'iu',
  ),
  new RegExp(
    `^${ASKED}(?:the )?(?:value|content) (?:of|at|under|for|in|behind) (?:the )?(?:key |field |member |property )?${NAME}(?: key| field)?${INSIDE}$`,
    'iu',
  ),
  new RegExp(`^${ASKED}(?:the |just the |only the |just |only )?${NAME}${INSIDE}$`, 'iu'),
]

const askValue: JsonAsk = request => {
  const { value, asked, others } = request
  if (value === undefined || others.length > 0) return null
  const groups = VALUE_AT.map(form => form.exec(asked)?.groups).filter(found => found !== undefined)
  for (const { path, name } of groups) {
    if (path !== undefined) {
      const pointer = pointerOf(path, value)
      if (pointer !== null) return told(request, pointer)
      const only = /^\.?[\p{L}\p{N}_-]+$/u.test(path) ? placesOf(value, path.replace(/^\./, '')) : []
      return only.length === 1 ? told(request, only[0] as string) : null
    }
    const places = name === undefined ? [] : placesOf(value, name)
    if (places.length === 1) return told(request, places[0] as string)
  }
  return null
}

const TYPE = new RegExp(
  `^(?:what(?:'s| is)? )?(?:the )?(?:data )?type (?:of|is|has)(?: the)?(?: value)?(?: (?:of|under|at|behind|for))?(?: the)?(?: (?:key|field|member|property))? ?${NAME}(?: in it| here| in this)?$`,
  'iu',
)

const askType: JsonAsk = ({ asked, value, parse, others }) => {
  const name = TYPE.exec(asked)?.groups?.name
  const places = name === undefined || value === undefined || others.length > 0 ? [] : placesOf(value, name)
  if (places.length !== 1) return null
  const pointer = places[0] as string
  const kinds = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']
  const label = (kind: string): string => (kind === 'integer' ? 'number (a whole one)' : kind)
  const rules = kinds.map(type => ({ label: label(type), when: { type } }))
  const from = { $from: 'json', pointer: `/value${pointer}` }
  const only = task('type', 'Tell its type', 'classify.rules', { value: from, rules }, ['json'])
  return {
    tasks: [parse, only],
    answer: 'type',
    reply: withHow('{{type}}', { type: at('/label') }, `the value of ${name}`),
  }
}

const KEYS = bag(
  `${AROUND} keys key names name list all top-level top level toplevel first-level property properties fields field members what which get extract does have has there`,
)
const IS_KEYS = /(?<!\p{L})(?:keys|(?:property|field|member|key) names|properties|fields)(?!\p{L})/iu

const askKeys: JsonAsk = ({ asked, value, parse, others }) => {
  const rows = Array.isArray(value) ? value : [value]
  const first = rows[0]
  if (others.length > 0 || value === undefined || !isObject(first) || !isBag(asked, KEYS, IS_KEYS)) return null
  const names = Object.keys(first)
  const isSame = rows.every(row => isObject(row) && Object.keys(row).join('\n') === names.join('\n'))
  if (names.length === 0 || names.length > MOST_SHOWN || !isSame) return null
  const keys = task('keys', 'Take the names', 'agg.collect', { items: names }, ['json'])
  return {
    tasks: [parse, keys],
    answer: 'keys',
    reply: { template: names.map((_, i) => `- {{/items/${i}}}`).join('\n'), values: { items: at('/items') } },
  }
}

const VALUES = bag(`${AROUND} values all list get extract what which`)
const IS_VALUES = /(?<!\p{L})values(?!\p{L})/iu

const askValues: JsonAsk = ({ asked, value, parse, others }) => {
  if (others.length > 0 || !isObject(value) || !isBag(asked, VALUES, IS_VALUES)) return null
  const all = Object.entries(value)
  if (
    all.length === 0 ||
    all.length > MOST_SHOWN ||
    all.some(([, inner]) => typeof inner === 'object' && inner !== null)
  )
    return null
  const items = all.map(([name]) => ({ $from: 'json', pointer: `/value/${escaped(name)}` }))
  const values = task('values', 'Take the values', 'agg.collect', { items }, ['json'])
  return {
    tasks: [parse, values],
    answer: 'values',
    reply: { template: all.map((_, i) => `- {{/items/${i}}}`).join('\n'), values: { items: at('/items') } },
  }
}

const COUNT = bag(
  `${AROUND} how many elements element items item entries entry objects keys key members properties records rows values fields count number length size long are there does have has contain top-level top level what what's whats top`,
)
const IS_COUNT = /(?<!\p{L})(?:how many|count|number of|length|size|how long)(?!\p{L})/iu

const askCount: JsonAsk = request => {
  const { value, parse, others } = request
  const asked = request.asked
    .replace(/(?<!\p{L})elemnts?(?!\p{L})/iu, 'elements')
    .replace(/(?<!\p{L})mnay(?!\p{L})/iu, 'many')
  if (others.length > 0 || value === null || typeof value !== 'object' || !isBag(asked, COUNT, IS_COUNT)) return null
  const isKeys = /(?<!\p{L})(?:keys?|members|properties|fields)(?!\p{L})/iu.test(asked)
  // `how many keys` of an array of objects, `how many items` of an object that holds an array: two readings.
  if (isKeys === Array.isArray(value)) return null
  const items: JsonValue[] = isKeys ? Object.keys(value) : (value as JsonValue[]).map((_, i) => i)
  if (items.length > 5_000) return null
  if (items.length === 0) return null
  const counted = isKeys
    ? task('counted', 'Count the names', 'list.rank', { items }, ['json'])
    : task('counted', 'Count the items', 'list.rank', { items: items.map((_, i) => i), order: 'asc' }, ['json'])
  const what = isKeys ? (items.length === 1 ? 'key' : 'keys') : items.length === 1 ? 'element' : 'elements'
  return {
    tasks: [parse, counted],
    answer: 'counted',
    reply: { template: `{{/items/${items.length - 1}/rank}} ${what}`, values: { items: at('/items') } },
  }
}

const HAS = [
  new RegExp(
    `^(?=.*(?:key|field|property|member|["'\`]))(?:does|do|has|have)(?: (?:this|the|it|that|json|object|following))*(?: have| contain| include| got)?(?: a| an| the| any)?(?: (?:key|field|property|member))?(?: (?:called|named))? ${NAME}(?: (?:key|field|property|anywhere|somewhere|in it|inside|at all|exist|exists))*$`,
    'iu',
  ),
  new RegExp(
    `^is (?:there )?(?:a |an |the )?(?:(?:key|field|property|member) )(?:called |named )?${NAME}(?: (?:anywhere|somewhere|in it|in there|in this|inside|in here|present|there|in|in this json))*$`,
    'iu',
  ),
  new RegExp(
    `^is (?:there )?(?:a |an |the )?${NAME} (?:key|field|property|member)(?: (?:anywhere|somewhere|in it|in there|in this|inside|in here|present|there|in|in this json))*$`,
    'iu',
  ),
]

const askHas: JsonAsk = ({ asked, value, parse, others }) => {
  const name = HAS.map(form => form.exec(asked)?.groups?.name).find(found => found !== undefined)
  if (name === undefined || value === undefined || others.length > 0 || COMMON.test(name)) return null
  const places = placesOf(value, name)
  const found = task(
    'found',
    `Look for ${name}`,
    'json.path',
    { value: { $from: 'json', pointer: '/value' }, path: `$..['${name}']` },
    ['json'],
  )
  if (/['\\]/.test(name)) return null
  return decided({
    tasks: [parse, found],
    when: { type: 'object', properties: { values: { minItems: 1 } }, required: ['values'] },
    yes: `Yes, there is a key ${name}${places.length === 1 ? ` at ${places[0]}` : ''}.`,
    no: `No, there is no key ${name}.`,
  })
}

const COMMON =
  /^(?:valid|duplicate|duplicates|error|errors|any|nested|null|nulls|empty|missing|it|this|key|keys|value|values|json|correct|sense|wrong|same)$/iu

const TWICE = bag(
  `${AROUND} duplicate duplicates duplicated double doubled twice repeated key keys is there any has have does contain name names which check same appear appears stands`,
)

const askTwice: JsonAsk = ({ asked, text, others }) => {
  if (others.length > 0 || !isBag(asked, TWICE, /(?:duplicate|double|twice|repeated)/iu) || !/key|name/iu.test(asked))
    return null
  const only = task('found', 'Read it as JSON', 'extract.json', { text })
  let isReadable = true
  try {
    JSON.parse(text)
  } catch {
    isReadable = false
  }
  if (!isReadable) return null
  const isTwice = peek('json.parse', { text }) === null
  const twice = isTwice ? [...text.matchAll(/"([^"\\]*)"\s*:/g)].map(found => found[1] as string) : []
  const named = [...new Set(twice.filter((name, place) => twice.indexOf(name) !== place))]
  const said = isTwice
    ? `Yes${named.length === 1 ? `: ${named[0]} stands more than once` : ''}.`
    : 'No, every key stands once in its object.'
  return { tasks: [only], answer: 'found', reply: { template: '{{said}}', values: { said: literal(said) } } }
}

const PLUCK = new RegExp(
  `^(?:(?:only|just|extract|get|give|list|show|pluck|collect|return|take|pull out|pull|all|print|what are|select)(?: me)? )*(?:(?:only|just|all|every|each|the|a list of|list of|an array of) )*${NAME}(?: (?:values?|fields?|only))*(?:,? (?:of|from|in) (?:all|each|every|them|these|the|this|those|it)?(?: ?(?:objects?|items?|entries|elements|records|array|json|list|here|people|users))?)?(?<form>,? (?:comma[ -]separated|separated by commas?|as (?:a )?(?:list|array|json array|comma[ -]separated list|lines)|in (?:a|one) (?:list|line)|one (?:per|each) line|on (?:separate|their own) lines))?$`,
  'iu',
)

/** One member of every object of an array. */
const askPluck: JsonAsk = ({ asked, value, parse, others }) => {
  const groups = PLUCK.exec(asked)?.groups
  if (
    groups === undefined ||
    others.length > 0 ||
    !Array.isArray(value) ||
    value.length < 2 ||
    value.length > MOST_SHOWN
  )
    return null
  const names = new Set(value.flatMap(row => (isObject(row) ? Object.keys(row) : [])))
  const said = groups.name ?? ''
  const name = names.has(said)
    ? said
    : [...names].find(
        own =>
          own.toLowerCase() === said.toLowerCase().replace(/s$/, '') || `${own}s`.toLowerCase() === said.toLowerCase(),
      )
  if (name === undefined || !value.every(row => isObject(row) && Object.hasOwn(row, name))) return null
  const cells = value.map(row => (row as { [own: string]: JsonValue })[name] as JsonValue)
  if (cells.some(cell => cell === null || typeof cell === 'object')) return null
  const items = value.map((_, i) => ({ $from: 'json', pointer: `/value/${i}/${escaped(name)}` }))
  const taken = task('taken', `Take ${name}`, 'agg.collect', { items }, ['json'])
  const form = groups.form ?? ''
  if (/array/i.test(form)) {
    const written = task(
      'text',
      'Write it as JSON',
      'json.format',
      { value: { $from: 'taken', pointer: '/items' }, indent: 0 },
      ['taken'],
    )
    return {
      tasks: [parse, taken, written],
      answer: 'text',
      reply: { template: '`{{text}}`', values: { text: at('/text') } },
    }
  }
  const isLine = /comma|one line|a line/i.test(form)
  const template = cells.map((_, i) => `${isLine ? '' : '- '}{{/items/${i}}}`).join(isLine ? ', ' : '\n')
  return { tasks: [parse, taken], answer: 'taken', reply: { template, values: { items: at('/items') } } }
}

const DIFFER = bag(
  `${AROUND} difference differences diff differ differs different differently compare compared comparison between two both objects jsons what what's whats changed changes change which fields field keys where do does there any list vs versus second first b`,
)

/** Two objects, member by member. */
const askDifference: JsonAsk = ({ asked, value, others, parse }) => {
  const other = others[0]
  if (others.length !== 1 || value === undefined || other?.value === undefined) return null
  if (!isBag(asked, DIFFER, /diff|compare|chang/iu)) return null
  const flat = (given: JsonValue): { [path: string]: JsonValue } | null =>
    isObject(given) ? ((peek('json.flatten', { value: given })?.value as never) ?? null) : null
  const [a, b] = [flat(value), flat(other.value)]
  if (a === null || b === null) return null
  const paths = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    path => JSON.stringify(a[path]) !== JSON.stringify(b[path]),
  )
  if (paths.length > 100) return null
  const second = task('second', 'Read the second', 'json.parse', { text: other.text })
  const flats = [
    task('flat_a', 'Flatten the first', 'json.flatten', { value: { $from: 'json', pointer: '/value' } }, ['json']),
    task('flat_b', 'Flatten the second', 'json.flatten', { value: { $from: 'second', pointer: '/value' } }, ['second']),
  ]
  const both = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ a: { $from: 'flat_a', pointer: '/value' }, b: { $from: 'flat_b', pointer: '/value' } }] },
    ['flat_a', 'flat_b'],
  )
  const tasks = [parse, second, ...flats, both]
  if (paths.length === 0)
    return {
      tasks,
      answer: 'both',
      reply: { template: 'They are equal: the same members with the same values.', values: {} },
    }
  if (paths.some(path => /[{}]|^\s|\s$/.test(path))) return null
  const values: { [name: string]: ReturnType<typeof at> | ReturnType<typeof literal> } = { a: at('/a'), b: at('/b') }
  const lines = paths.map((path, i) => {
    values[`p${i}`] = literal(path)
    const [inA, inB] = [Object.hasOwn(a, path), Object.hasOwn(b, path)]
    const place = escaped(path)
    if (inA && inB) return `- {{p${i}}}: {{/a/${place}}} → {{/b/${place}}}`
    return inA ? `- {{p${i}}}: {{/a/${place}}}, only in the first` : `- {{p${i}}}: {{/b/${place}}}, only in the second`
  })
  return { tasks, answer: 'both', reply: { template: lines.join('\n'), values } }
}

export const jsonMemberRules: readonly PlannerRule[] = [
  defineJsonRule({
    id: 'json-member',
    reason:
      'Tells keys, values, types and numbers of elements of JSON that a message holds, one member of every object, or what two objects differ in.',
    order: 213,
    examples: {
      yes: [
        'keys of {"name":"Eva","mail":"eva@x.de","age":31}',
        '{"user":{"address":{"city":"Graz","zip":"8010"}}} what\'s user.address.city',
        'items[2].name in {"items":[{"name":"bolt"},{"name":"nut"},{"name":"washer"}]}',
        'how many elements in [{"a":1},{"a":2},{"a":5}]',
        'type of the value under "count"? {"count":"12","total":12}',
        'does {"a":{"b":{"c":{}}}} have a key c somewhere',
        'only ids, comma separated: [{"id":19,"n":"a"},{"id":23,"n":"b"}]',
        'is there a duplicate key here {"id":1,"name":"x","id":2}',
        'difference between these two objects? {"v":1,"mode":"fast","log":true} vs {"v":2,"mode":"fast"}',
      ],
      no: [
        'what does name mean in {"name":"Eva"}',
        'how many people live in {"city":"Graz"}',
        'the name in {"a":{"name":"x"},"b":{"name":"y"}}',
        'does {"a":1} have any problems with security',
        'only ids over 20: [{"id":19,"n":"a"},{"id":23,"n":"b"}]',
        'translate the keys of {"name":"Eva"} into French',
        'a user.address.city example please',
        'which is better, {"a":1} or {"a":2}?',
      ],
    },
    asks: [askDifference, askTwice, askKeys, askValues, askType, askCount, askHas, askValue, askPluck],
  }),
]
