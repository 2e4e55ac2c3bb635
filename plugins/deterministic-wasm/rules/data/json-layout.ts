/** JSON as a text: whether it is valid and where it is not, laid out, on one line, with its members in order, without nulls, flat. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { readJsonText } from '#kernel/plugin-door'
import { peek } from '../peek.ts'
import { type Answer, at, literal, single, task } from '../rule.ts'
import { AROUND, bag, defineJsonRule, isBag, type JsonAsk, type JsonRequest } from './json-request.ts'

const LONGEST_REPLY = 20_000

const CHECKED = bag(
  `${AROUND} valid invalid not or ok okay correct well-formed wellformed formed well check validate verify lint if whether syntax legal proper properly formatted parse parses parseable does do right fine good yes no y/n n/y yes/no error errors wrong mistake problem broken where where's what what's whats find spot why there any has have got contain anything really actually tell line place position exactly`,
)
const IS_CHECK =
  /(?<!\p{L})(?:valid|invalid|ok|okay|correct|well-?formed|validate|verify|lint|check|parses?|parseable|legal|proper|properly|syntax|errors?|wrong|mistake|problem|broken|right|fine)(?!\p{L})/iu

const askValid: JsonAsk = ({ asked, text, value, others }) => {
  if (others.length > 0 || !isBag(asked, CHECKED, IS_CHECK)) return null
  const read = readJsonText(text)
  const only = task('found', 'Read it as JSON', 'extract.json', { text })
  if (value !== undefined && read.ok) {
    // `Is this right?` may ask about what it says.
    if (
      !/(?<!\p{L})(?:json|valid|invalid|syntax|parses?|parseable|lint|well-?formed|formed|validate)(?!\p{L})/iu.test(
        asked,
      )
    )
      return null
    // `Why is it valid?` asks for reasons.
    if (
      /(?<!\p{L})(?:why|where|where's|what|what's|whats|errors?|wrong|problem|mistake)(?!\p{L})/iu.test(asked) &&
      !/(?<!\p{L})(?:valid|ok|correct)(?!\p{L})/iu.test(asked)
    )
      return null
    if (/(?<!\p{L})why(?!\p{L})/iu.test(asked)) return null
    return single(only, '{{said}}', { said: literal('Yes, it is valid JSON.') }, 'Read to its end without a fault')
  }
  if (read.ok) return null
  const place = `Line ${read.fault.line}, column ${read.fault.column}: ${cause(text) || read.fault.message}`
  return single(only, '{{said}}', { said: literal(`No, it is not valid JSON. ${place}`) }, '')
}

/** The usual faults in words. */
function cause(text: string): string {
  if (/^[^"]*'/.test(text)) return 'names and texts stand in double quotation marks, not in single ones.'
  if (/,\s*[}\]]/.test(text)) return 'a comma stands before a closing bracket.'
  if (/[{,]\s*[\p{L}_$][\w$]*\s*:/u.test(text)) return 'a name stands without quotation marks.'
  if (/[:[,]\s*-?0\d/.test(text)) return 'a number begins with a zero.'
  return ''
}

const asText = (
  { parse }: JsonRequest,
  tasks: readonly PlannedTask[],
  value: JsonValue,
  options: JsonObject,
): Answer | null => {
  const seen = peek('json.format', { value, ...options })?.text
  if (typeof seen !== 'string' || seen.length > LONGEST_REPLY) return null
  const last = tasks.at(-1) ?? parse
  const write = task(
    'text',
    'Write it as JSON',
    'json.format',
    { value: { $from: last.key, pointer: '/value' }, ...options },
    [last.key],
  )
  const longest = Math.max(2, ...[...seen.matchAll(/`+/g)].map(run => run[0].length))
  const fence = '`'.repeat(longest + 1)
  if (!seen.includes('\n') && !seen.includes('`') && seen.length < 400) {
    const reply = { template: '`{{text}}`', values: { text: at('/text') } }
    return { tasks: [parse, ...tasks, write], answer: 'text', reply }
  }
  return {
    tasks: [parse, ...tasks, write],
    answer: 'text',
    reply: { template: `${fence}json\n{{text}}\n${fence}`, values: { text: at('/text') } },
  }
}

const PRETTY = bag(
  `${AROUND} pretty pretty-print prettyprint prettify beautify format formatted reformat indent indented indentation readable human tidy nicely nice print 2 3 4 two three four spaces space blanks using more easier read so properly up by lay out multiple lines multi-line cant can't`,
)
const IS_PRETTY =
  /(?<!\p{L})(?:pretty|pretty-?print|prettify|beautify|format(?:ted)?|reformat|indent(?:ed)?|readable|tidy)(?!\p{L})/iu

const askPretty: JsonAsk = request => {
  const asked = request.asked.replace(
    /^i (?:got|have|received) (?:this|it|that)(?: from (?:an?|the|my) \p{L}+)?(?: and (?:i )?(?:can't|cant|cannot) read (?:it|this))?, /iu,
    '',
  )
  if (request.value === undefined || request.others.length > 0 || !isBag(asked, PRETTY, IS_PRETTY)) return null
  if (/(?<!\p{L})tabs?(?!\p{L})/iu.test(asked)) return null
  const width = /(?<!\d)([234])(?!\d)|(two|three|four)/iu.exec(asked)
  const indent = Number(width?.[1] ?? { two: 2, three: 3, four: 4 }[(width?.[2] ?? 'two').toLowerCase()] ?? 2)
  return asText(request, [], request.value, { indent })
}

const MINIFY = bag(
  `${AROUND} minify minified minimise minimize compact compacted compress compressed one single line oneliner one-liner whitespace whitespaces white spaces space blanks remove all without strip line-breaks breaks newlines no shorten uglify squash put on down size`,
)
const IS_MINIFY =
  /(?<!\p{L})(?:minif(?:y|ied)|minimi[sz]e|compact(?:ed)?|compress(?:ed)?|uglify|one-?liner|(?:one|single) line|(?:remove|strip|without|no)(?: all)?(?: the)? (?:white ?spaces?|spaces|blanks|newlines|line.?breaks))(?!\p{L})/iu

const askMinified: JsonAsk = request =>
  request.value === undefined || request.others.length > 0 || !isBag(request.asked, MINIFY, IS_MINIFY)
    ? null
    : asText(request, [], request.value, { indent: 0 })

const SORTED =
  /^(?:sort|order|arrange|alphabeti[sz]e)(?: (?:the|all|these|its|this|json|object))*(?: object| json)?(?:'s)? ?(?:keys|members|properties|fields|by keys?)(?: (?:alphabetically|in alphabetical order|a-z|by name|of this|in this|of the object|of this object|of this json|ascending))*$/iu

const askSorted: JsonAsk = request =>
  request.value === undefined ||
  request.others.length > 0 ||
  !SORTED.test(request.asked) ||
  Array.isArray(request.value)
    ? null
    : asText(request, [], request.value, { indent: 2, sort_keys: true })

const WITHOUT_NULLS =
  /^(?:remove|delete|drop|strip|filter out|get rid of|clean out|omit)(?: (?:all|the|any|every))* (?:null|nulls|null values?|null fields?|null keys?|null properties|(?:keys|fields|properties|members|entries)(?: (?:with|that are|which are|whose value is|having))(?: a)? null(?: values?)?)(?: (?:from|in|of) (?:this|it|the object|this object|the json|this json|here))?$/iu

/** Members that are null, at any depth; items of arrays have a place and stay. */
const askWithoutNulls: JsonAsk = request => {
  if (request.value === undefined || request.others.length > 0 || !WITHOUT_NULLS.test(request.asked)) return null
  const gone = nullsIn(request.value, '')
  if (gone === null || gone.length === 0 || gone.length > 200) return null
  const patch = gone.reverse().map(path => ({ op: 'remove', path }))
  const changed = peek('json.patch', { value: request.value, patch })?.value
  if (changed === undefined) return null
  const without = task(
    'without',
    'Leave out nulls',
    'json.patch',
    { value: { $from: 'json', pointer: '/value' }, patch },
    ['json'],
  )
  return asText(request, [without], changed, { indent: isSmall(changed) ? 0 : 2 })
}

const isSmall = (value: JsonValue): boolean => JSON.stringify(value).length < 80

/** Pointers of members that are null; null where an array holds one. */
function nullsIn(value: JsonValue, pointer: string): string[] | null {
  if (value === null || typeof value !== 'object') return []
  const found: string[] = []
  for (const [name, inner] of Object.entries(value)) {
    const own = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (inner === null) {
      if (Array.isArray(value)) return null
      found.push(own)
      continue
    }
    const deeper = nullsIn(inner, own)
    if (deeper === null) return null
    found.push(...deeper)
  }
  return found
}

const FLATTEN =
  /^(?:flatten|flat|make (?:this|it) flat|un-?nest)(?: (?:this|the|it|my|following|nested|json|object))*(?: (?:with|using|into|to) (?:dots?|dot notation|dotted keys|a flat object|dot separated keys|one level))?$/iu

const askFlat: JsonAsk = request => {
  const { value, others, asked } = request
  if (value === undefined || value === null || others.length > 0 || typeof value !== 'object' || Array.isArray(value))
    return null
  const seen = FLATTEN.test(asked) ? peek('json.flatten', { value })?.value : undefined
  if (seen === undefined) return null
  const flat = task('flat', 'Flatten it', 'json.flatten', { value: { $from: 'json', pointer: '/value' } }, ['json'])
  return asText(request, [flat], seen, { indent: 2 })
}

const NAME = '["\'`“]?([\\p{L}_$][\\p{L}\\p{N}_$ .-]{0,60}?)["\'`”]?'
const RENAME = new RegExp(
  `^(?:rename(?: the)?(?: (?:key|field|property|member|attribute|keys))?(?: name)?|change(?: the)? (?:key|field|property|member|attribute)(?: name)?(?: from)?) ${NAME}(?: (?:key|field))? (?:to|into|as|->|→|=>) ${NAME}(?: (?:in|for) (?:all|each|every)(?: \\p{L}+)?)?$`,
  'iu',
)

/** One name that stands in the object, or in every object of the array. */
const askRenamed: JsonAsk = request => {
  const { value, asked } = request
  const [, from = '', to = ''] = RENAME.exec(asked) ?? []
  if (from === '' || value === undefined || value === null || typeof value !== 'object' || request.others.length > 0)
    return null
  const rows = Array.isArray(value) ? value : [value]
  const has = (row: JsonValue, name: string): boolean =>
    typeof row === 'object' && row !== null && Object.hasOwn(row, name)
  if (rows.length === 0 || rows.length > 100 || !rows.every(row => has(row, from) && !has(row, to))) return null
  const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
  // Members are taken out and put back in their order, so that the renamed one keeps its place.
  const patch = rows.flatMap((row, i): JsonObject[] => {
    const base = Array.isArray(value) ? `/${i}` : ''
    return Object.keys(row as JsonObject).flatMap((name): JsonObject[] => {
      const path = `${base}/${escaped(name)}`
      return name === from
        ? [{ op: 'move', from: path, path: `${base}/${escaped(to)}` }]
        : [
            { op: 'remove', path },
            { op: 'add', path, value: (row as JsonObject)[name] as JsonValue },
          ]
    })
  })
  const changed = peek('json.patch', { value, patch })?.value
  if (changed === undefined) return null
  const renamed = task(
    'renamed',
    `Rename ${from}`,
    'json.patch',
    { value: { $from: 'json', pointer: '/value' }, patch },
    ['json'],
  )
  return asText(request, [renamed], changed, { indent: isSmall(changed) ? 0 : 2 })
}

export const jsonLayoutRules: readonly PlannerRule[] = [
  defineJsonRule({
    id: 'json-layout',
    reason:
      'Checks JSON that a message holds, lays it out, shortens it, orders or renames its members, leaves out nulls or flattens it.',
    order: 212,
    examples: {
      yes: [
        'is this json ok? {"a": 1, "b": [2, 3,]}',
        'validate json: {"name": "Ada"}',
        'pretty print this JSON: {"a":1}',
        'pretty print {"id":7,"tags":["x","y"],"ok":true}',
        'minify this:\n{\n  "host": "localhost",\n  "port": 8080\n}',
        "where's the syntax error in {'name': 'Bob', 'age': 20}",
        'valid or not valid: {"x": 01}',
        'sort keys alphabetically {"zeta":1,"alpha":2,"mid":3}',
        'Remove all nulls from {"a":null,"b":2,"c":null,"d":"x"}',
        'rename key "fname" to "first_name": {"fname":"Ole","lname":"Berg"}',
        'flatten: {"db":{"host":"h1","port":5432},"debug":true}',
      ],
      no: [
        'is this json ok for my api? {"a": 1}',
        'fix this json: {"a": 1,}',
        'is this a good format for users? {"name":"Bob"}',
        'pretty print this as yaml: {"id":7}',
        'remove all nulls and sort: {"a":null,"b":2}',
        'Why is {"a":1} valid?',
        'rename key "x" to "y": {"fname":"Ole"}',
        'explain this json {"a":1}',
        'What is JSON?',
        'Is JSON better than CSV?',
        'write json for a user {"name"}',
        'Convert this json to python: {"a":1}',
        'validate json',
        'What does {name} mean in a template?',
      ],
    },
    asks: [askValid, askPretty, askMinified, askSorted, askWithoutNulls, askFlat, askRenamed],
  }),
]
