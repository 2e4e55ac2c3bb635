/** JSON as data: written as YAML, its values added or counted, one of them replaced, an array as a list. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, task, withHow } from '../rule.ts'
import { AROUND, bag, defineJsonRule, isBag, type JsonAsk, type JsonRequest } from './json-request.ts'

const LONGEST_REPLY = 20_000

/** A text in a fence that nothing in it can close. */
function fenced(language: string, seen: string): string {
  const longest = Math.max(2, ...[...seen.matchAll(/`+/g)].map(run => run[0].length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n{{text}}${seen.endsWith('\n') ? '' : '\n'}${fence}`
}

const YAML = bag(`${AROUND} yaml yml yaml-format as from out equivalent form format formatted rewrite write`)
const IS_YAML = /(?<!\p{L})ya?ml(?!\p{L})/iu

const askYaml: JsonAsk = ({ asked, value, others, parse }) => {
  if (value === undefined || others.length > 0 || !isBag(asked.replace(/->|→|=>/g, ' to '), YAML, IS_YAML)) return null
  if (/ya?ml (?:to|into|as) json|from ya?ml/iu.test(asked)) return null
  const seen = peek('json.to_yaml', { value })?.text
  if (typeof seen !== 'string' || seen.length > LONGEST_REPLY) return null
  const written = task('text', 'Write it as YAML', 'json.to_yaml', { value: { $from: parse.key, pointer: '/value' } }, [
    parse.key,
  ])
  return {
    tasks: [parse, written],
    answer: 'text',
    reply: { template: fenced('yaml', seen), values: { text: at('/text') } },
  }
}

const isNumbers = (values: readonly JsonValue[]): values is readonly number[] =>
  values.length > 0 &&
  values.length <= 200 &&
  values.every(item => typeof item === 'number' && /^-?\d{1,15}(?:\.\d{1,10})?$/.test(String(item)))

const SUM = bag(
  `${AROUND} sum total add added adding up all of values value numbers together sums how much entries members`,
)
const IS_SUM = /(?<!\p{L})(?:sum|total|add)(?!\p{L})/iu
const MEAN = bag(`${AROUND} average mean avg all of values value numbers entries members`)
const IS_MEAN = /(?<!\p{L})(?:average|mean|avg)(?!\p{L})/iu

/** The values of an object of numbers. */
const askFigure: JsonAsk = ({ asked, value, others, parse }) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || others.length > 0) return null
  const isSum = isBag(asked, SUM, IS_SUM)
  const values = Object.values(value)
  if ((!isSum && !isBag(asked, MEAN, IS_MEAN)) || !isNumbers(values) || values.length < 2) return null
  const items = Object.keys(value).map(name => ({ $from: parse.key, pointer: `/value/${escaped(name)}` }))
  const stats = task('stats', isSum ? 'Add the values' : 'Average of the values', 'math.stats', { values: items }, [
    parse.key,
  ])
  const how = `${isSum ? 'sum' : 'average'} of ${values.length} values`
  const mean = peek('math.stats', { values: [...values] })?.mean
  // An average of many digits is rounded by nobody's wish.
  if (!isSum && !(typeof mean === 'number' && String(mean).length < 10)) return null
  return {
    tasks: [parse, stats],
    answer: 'stats',
    reply: withHow('{{value}}', { value: at(isSum ? '/sum' : '/mean') }, how),
  }
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const COUNTED =
  /^(?:how many|count(?: the)?|number of)(?: top-level| outer)? (?:elements?|items?|entries|values|objects)(?: (?:does|do|are|is|there|in|inside|of|this|that|the|it|array|list|json|has|have|contain|contains|here))*(?:[:,]? ?\(?(?:only |just )?(?:the |on the |at the )?(?<outer>outer|outermost|top|first)(?: |-)level(?: only)?\)?)?$/iu

const askCount: JsonAsk = ({ asked, value, others, parse }) => {
  const found = COUNTED.exec(asked.trim())
  if (found === null || !Array.isArray(value) || others.length > 0) return null
  const isTop = found.groups?.outer !== undefined || /top-level|outer/iu.test(asked)
  if (value.some(Array.isArray) && !isTop) return null
  const size = task('size', 'Count the items', 'list.size', { items: { $from: parse.key, pointer: '/value' } }, [
    parse.key,
  ])
  return {
    tasks: [parse, size],
    answer: 'size',
    reply: withHow('{{count}}', { count: at('/count') }, isTop ? 'items of the outer array' : ''),
  }
}

const SET =
  /^(?:change|set|update|replace|make)(?: the)?(?: (?:value of|key|field|property|member))? ["'`]?(?<name>[\p{L}_$][\p{L}\p{N}_$-]{0,40})["'`]?(?: field| key| value)? (?:to|=|into|with|as|->|→) ?(?:be )?(?<value>"[^"\n]{0,80}"|'[^'\n]{0,80}'|-?\d+(?:\.\d+)?|true|false|null)(?: in(?: it| this| the json| the object)?)?(?:,? (?:and )?(?:then )?(?:give|show|return|print|send)(?: me)?(?: back)?(?: the| it| back)*(?: new| updated| changed| whole| full)?(?: json| object| result)?(?: back)?)?$/iu

/** One member of the object replaced; it must be there. */
const askSet: JsonAsk = ({ asked, value, others, parse }) => {
  const groups = SET.exec(asked.trim())?.groups
  if (groups === undefined || typeof value !== 'object' || value === null || Array.isArray(value) || others.length > 0)
    return null
  const { name = '', value: written = '' } = groups
  if (!Object.hasOwn(value, name)) return null
  const plain = written.replace(/^'(.*)'$/, '"$1"')
  const given = peek('json.parse', { text: plain })?.value
  // `change "a" to "b"`, where a number stands: its name may be meant.
  if (given === undefined || (typeof given === 'string' && typeof (value as JsonObject)[name] !== 'string')) return null
  const patch: JsonObject[] = [{ op: 'replace', path: `/${escaped(name)}`, value: given }]
  const changed = task(
    'changed',
    `Set ${name}`,
    'json.patch',
    { value: { $from: parse.key, pointer: '/value' }, patch },
    [parse.key],
  )
  const seen = peek('json.patch', { value, patch })?.value
  return seen === undefined ? null : writtenBack(parse, changed, seen)
}

function writtenBack(parse: JsonRequest['parse'], changed: JsonRequest['parse'], seen: JsonValue): Answer | null {
  const isShort = JSON.stringify(seen).length < 80
  const text = peek('json.format', { value: seen, indent: isShort ? 0 : 2 })?.text
  if (typeof text !== 'string' || text.length > LONGEST_REPLY) return null
  const input = { value: { $from: changed.key, pointer: '/value' }, indent: isShort ? 0 : 2 }
  const write = task('text', 'Write it as JSON', 'json.format', input, [changed.key])
  return {
    tasks: [parse, changed, write],
    answer: 'text',
    reply: { template: fenced('json', text), values: { text: at('/text') } },
  }
}

const LIST = bag(
  `${AROUND} list plain simple one each item per line lines entry its own separate under bullet bulleted bullets without brackets quotes`,
)
const IS_LIST = /(?<!\p{L})(?:plain|simple|bullet(?:ed|s)?|one (?:each|per|item|entry)|each|own line)(?!\p{L})/iu

const askList: JsonAsk = ({ asked, value, others, parse }) => {
  if (
    !Array.isArray(value) ||
    others.length > 0 ||
    !isBag(asked, LIST, IS_LIST) ||
    !/(?<!\p{L})(?:list|lines?)(?!\p{L})/iu.test(asked)
  )
    return null
  if (value.length === 0 || value.length > 200) return null
  if (
    !value.every(
      item => (typeof item === 'string' && item !== '' && !/[\n`*_<>|#]/.test(item)) || typeof item === 'number',
    )
  )
    return null
  const bullet = /bullet/iu.test(asked) ? '- ' : ''
  return {
    tasks: [parse],
    answer: parse.key,
    reply: {
      template: value.map((_, i) => `${bullet}{{/value/${i}}}`).join(bullet === '' ? '\\\n' : '\n'),
      values: { value: at('/value') },
    },
  }
}

export const jsonValueRules: readonly PlannerRule[] = [
  defineJsonRule({
    id: 'json-values',
    reason:
      'Writes JSON that a message holds as YAML, adds or counts its values, replaces one of them, or lists an array.',
    order: 240,
    examples: {
      yes: [
        'YAML please from {"name":"cart","items":2,"paid":true}',
        'json → yaml {"build":{"os":"linux","steps":["test","deploy"]}}',
        '{"a": 3, "b": 7, "c": 11} add up all the values',
        'How many elements does this array have: [[1,2],[3,4],[5,6]] (only the outer level)',
        'Change "price" to 12.5 in {"id":4,"price":10,"cur":"EUR"} and give back the JSON',
      ],
      no: [
        'Explain YAML with {"name":"cart"}',
        'is YAML better than {"name":"cart"}?',
        '{"a": 3, "b": "x"} add up all the values',
        'How many elements of this array are prime: [2,3,4]',
        'Change "price" to something fair in {"id":4,"price":10}',
        'change "a" to "b" in {"a":1}',
        'Change "cost" to 3 in {"id":4,"price":10}',
      ],
    },
    asks: [askYaml, askFigure, askCount, askSet, askList],
  }),
]
