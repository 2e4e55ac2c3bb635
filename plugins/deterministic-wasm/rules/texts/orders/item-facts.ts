/** What is told of a list's items: the longest, how often each occurs, their sum; and items written otherwise: names turned, numbering taken off. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { textReply } from '../../listed.ts'
import { peek } from '../../peek.ts'
import { type Answer, at, task, withHow } from '../../rule.ts'
import { COMPLEX, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { answerList, type List, listInto, listOf, listThrough } from './items.ts'

const EXTREME = whole(
  '(?:get )?(?:one )?(?<which3>longest|shortest)(?: (?:of all|of them|here|there|is|one))*|(?:get )?(?<which>longest|shortest) (?:items?|names?|words?|strings?|entry|titles?|lines?)(?: (?:is|here|there|in list|of all))*|(?:get )?(?:item|name|word|string|title|line) (?:is|with|has) (?<which2>longest|shortest|most letters|fewest letters|most characters|fewest characters)(?: name| word)?',
)
const TALLY = whole(
  '(?:count |get )?(?:how (?:often|many times)|times|occurrences of|frequency of|number of times|count of) (?:does |do |is |are )?(?:each|every)(?: (?:different|unique|one))?(?: (?!letter|character|word)\\p{L}{3,15})?(?: (?:occurs?|appears?|comes up|there|shows up|listed|mentioned|of them|in list))*|count (?:each|every)(?: (?!letter|character|word)\\p{L}{3,15})?|(?:count )?(?:how many )?of each(?: (?:kind|type|item|one|\\p{L}{3,15}))?(?: (?:are there|do i have|there))*|tally(?: up)?(?: items| votes| list)?|count votes|vote count|votes|frequency(?: table| list)?(?: of items)?',
)
const UNNUMBERED = whole(
  '(?:remove|get rid of) (?:leading |line |list |item )*(?:numbering|numbers|numbers and dots|bullets?(?: points?| signs?| marks?)?|bullet points|list markers?|markers?|dashes|hyphens|asterisks|stars)(?: (?:in front|at (?:start|beginning)|from (?:start|beginning)|before)(?: of)?(?: each| every)?(?: line| item)?)?(?: (?:from|of|in) (?:lines|each line|list|items))?',
)
const TURNED = whole(
  `(?:last|sur|family) ?name first|(?:swap|switch|reverse|exchange|make|put|write|change)(?: (?:names|order))?(?: (?:of|to|as|into|in))? ?(?:first and last(?: names?)?|last and first(?: names?)?|first names? and (?:last names?|surnames?)|(?:last names?|surnames?) and first names?|names|last name first|(?:last|surname|family) ?(?:name)? first|first and family names?)(?: names?)?`,
)
const COMMA_NAMES = whole(
  '(?:(?:make|write|put|list|get)(?: names?)? ?(?:(?:in|as|to|into|like) )?(?:form |format )?)?["“]?(?:last(?: ?name)?, ?first(?: ?name)?|surname, ?(?:first ?name|name|given name)|lastname, ?firstname)["”]?(?: (?:form|format|order|style))?',
)
const PLAIN_NAMES = whole(
  '(?:(?:make|write|put|list|get|turn|swap|switch)(?: names?)? ?(?:(?:in|as|to|into|like) )?(?:form |format )?)?["“]?(?:first(?: ?name)?,? last(?: ?name)?|first ?name first|firstname lastname|first and last names?|first name then last name)["”]?(?: (?:form|format|order|style|without comma))?',
)
const COUNTED = whole(
  "count(?: (?:items|list|rest|what's left|remaining items|names|words|numbers|lines|emails|urls|hashtags|results?))?(?: (?:are|is|there|left|here|in list|remain))*|(?:get )?(?:count|number)(?: of items)?",
)
const LENGTHS = whole(
  '(?:get |count )?(?:length|(?:number of )?(?:letters|characters)|letter count|character count)(?: (?:are|is|there|in|of|for|each|has|have|does))* (?:each|every)(?: (?:word|item|name|one|string))?(?: (?:has|have))?|(?:how long )(?:is|are) (?:each|every)(?: (?:word|item|name|one))?|(?:word |item )?lengths?(?: of (?:each|every)?(?: ?(?:words?|items?|names?))?)?',
)
const ONE_NAME = whole('(?:get )?(?:(?<first>first|given|christian)|last|family|sur) ?name')
const SUMMED = whole(
  '(?:add|sum|total)(?: (?:up|together|numbers|items|values|all))*|(?:get |make |calculate )?(?:sum|total)(?: (?:of|up))?(?: numbers| items)?',
)

export const itemFactRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'item-facts',
    reason:
      'Tells the longest item of a given list, how often each occurs or their sum, turns names around, or takes numbering off.',
    order: 256,
    unmarked: ({ form, text }) => form === 'bare' && text.includes(','),
    heeds: ['ignore_case'],
    hint: /length|long|names|longest|shortest|letters|characters|often|times|occurrences|frequency|count|tally|vote|each|number|bullet|mark|dash|hyphen|star|asterisk|name|first|last|sum|total|add/iu,
    examples: {
      yes: [
        'find the shortest name: Alexander, Bo, Christina',
        'how many times does each value occur: a, b, a, c, a',
        'strip the leading numbers:\n1. wash\n2. dry\n3. fold',
        'write the names as Last, First: John Smith, Amy Adams',
        'Doe, Jane -> first name first',
        'remove the bullets:\n- foo\n- bar',
      ],
      no: [
        'longest river: Nile, Amazon',
        'find the shortest way: A, B, C',
        'swap first and last names: Cher, Bob Jones, Sting',
        'count each calorie: an apple, a pear',
        'strip the numbers:\n1. wash 2 shirts\nand dry 3 socks',
      ],
    },
    read: request =>
      sized(request) ??
      lengths(request) ??
      extreme(request) ??
      tally(request) ??
      unnumbered(request) ??
      names(request) ??
      summed(request),
  }),
]

function extreme(request: TextRequest): Answer | null {
  const groups = EXTREME.exec(canonical(request.head))?.groups
  // `the shortest of these words`: of what has no name, other lengths may be meant.
  const isNamed = /^(?:words?|names?|strings?|surnames|titles?)$/.test(request.noun)
  const which = groups?.which ?? groups?.which2 ?? (isNamed ? groups?.which3 : undefined)
  const list = which === undefined ? null : listOf(request, true)
  if (which === undefined || list === null || list.seen.some(item => COMPLEX.test(item))) return null
  if (/word/.test(request.head) && list.seen.some(item => /\s/.test(item))) return null
  const sizes = list.seen.map(item => Array.from(item).length)
  const n = /longest|most/.test(which) ? Math.max(...sizes) : Math.min(...sizes)
  const made = listThrough(list, [{ name: 'Choose by length', op: 'list.keep', more: { where: 'length', n } }])
  const answer = answerList(made)
  const said = (made?.seen.length ?? 0) > 1 ? `Equally long: ${n} characters` : `${n} characters`
  return answer === null ? null : { ...answer, reply: withHow(answer.reply.template, answer.reply.values, said) }
}

function tally(request: TextRequest): Answer | null {
  if (!TALLY.test(canonical(request.head))) return null
  const list = listOf(request, true)
  if (list === null || list.seen.length < 2) return null
  if (new Set(list.seen).size !== new Set(list.seen.map(item => item.toLowerCase())).size) return null
  // `Ali pizza, Bo sushi`: what is counted stands beside the names.
  if (new Set(list.seen).size === list.seen.length) return null
  const made = listInto(list, { name: 'Count each', op: 'list.count' })
  const counts = made?.output.counts
  if (made === null || !Array.isArray(counts) || counts.length > 60) return null
  const template = counts.map((_, i) => `- {{/counts/${i}/value}}: {{/counts/${i}/count}}`).join('\n')
  return { tasks: made.tasks, answer: made.key, reply: { template, values: { counts: at('/counts') } } }
}

/** Markers of a list, where every line has one of the same kind. */
function unnumbered(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  if (!UNNUMBERED.test(head) || !request.text.includes('\n') || typeof request.input !== 'string') return null
  const lines = request.text.split('\n').map(line => line.trim())
  const forms: readonly (readonly [RegExp, string, RegExp])[] = [
    [/^\d{1,3}\. \S/, '. ', /number/],
    [/^\d{1,3}\) \S/, ') ', /number/],
    [/^- \S/, '- ', /bullet|dash|hyphen|marker/],
    [/^\* \S/, '* ', /bullet|asterisk|star|marker/],
    [/^• ?\S/, '•', /bullet|marker/],
  ]
  const form = forms.find(([pattern, , said]) => said.test(head) && lines.every(line => pattern.test(line)))
  if (form === undefined) return null
  const list: List = { seen: lines, input: lines, joint: '\n', tasks: [] }
  return answerList(
    listThrough(list, [{ name: 'Take the marks off', op: 'list.edit', more: { edit: 'after', mark: form[1] } }]),
  )
}

const NAME = /^\p{Lu}[\p{L}'’-]+ \p{Lu}[\p{L}'’-]+$/u
const COMMA_NAME = /^\p{Lu}[\p{L}'’-]+, ?\p{Lu}[\p{L}'’-]+$/u

/** Names of two words; more words could be parted in two ways. */
function names(request: TextRequest): Answer | null {
  // `write as "Last, First"`: the quotation is a form, and no text.
  const head = canonical(
    request.head.replace(/⟦(\d)⟧/g, (place, n: string) =>
      /^(?:last|sur|first|family|given)[ ,]?/iu.test(request.args[Number(n)] ?? '')
        ? (request.args[Number(n)] ?? '')
        : place,
    ),
  )
  const named = request.text.trim().replace(/(?<=\p{Ll}{2})\.$/u, '')
  const isComma = COMMA_NAMES.test(head)
  const isPlain = PLAIN_NAMES.test(head)
  const isTurned = TURNED.test(head)
  const part = ONE_NAME.exec(head)?.groups
  // Of one person with two names; `Smith, John` begins with the last.
  if (part !== undefined) {
    const isComma = COMMA_NAME.test(named)
    if (!isComma && !NAME.test(named)) return null
    const isStart = (part.first !== undefined) !== isComma
    const list: List = { seen: [named], input: [named], joint: ', ', tasks: [] }
    const edit = isComma
      ? { edit: isStart ? 'before' : 'after', mark: ',' }
      : { edit: isStart ? 'first_word' : 'last_word' }
    return answerList(listThrough(list, [{ name: 'Take the name', op: 'list.edit', more: edit }]))
  }
  if (!isComma && !isPlain && !isTurned) return null
  const parts = named.split(/\s*[;\n]\s*/)
  if (
    parts.every(part => COMMA_NAME.test(part)) &&
    (isPlain || isTurned) &&
    !/last ?name first|surname first/i.test(head)
  ) {
    const list: List = { seen: parts, input: parts, joint: parts.length === 1 ? ', ' : '\n', tasks: [] }
    const spaced = listThrough(list, [{ name: 'Turn the names', op: 'list.edit', more: { edit: 'reverse_words' } }])
    // The comma goes with the family name to the end.
    const text =
      spaced === null ? null : listInto(spaced, { name: 'Join them', op: 'list.join', more: { separator: '\n' } })
    if (spaced === null || text === null) return null
    const bare = task(
      'names',
      'Take the commas off',
      'text.exchange',
      { text: { $from: text.key, pointer: '/text' }, pairs: [{ find: ',', with: '' }] },
      [text.key],
    )
    const seen = spaced.seen.join('\n').replaceAll(',', '')
    return { tasks: [...text.tasks, bare], answer: 'names', reply: textReply('/text', seen) }
  }
  const list = listOf(request) ?? one(request)
  if (list === null || !list.seen.every(item => NAME.test(item))) return null
  const turned = listThrough(list, [{ name: 'Turn the names', op: 'list.edit', more: { edit: 'reverse_words' } }])
  if (isTurned && !isComma) return answerList(turned)
  if (!isComma || turned === null) return null
  const text = listInto(turned, { name: 'Join them', op: 'list.join', more: { separator: '\n' } })
  if (text === null) return null
  const commas = task(
    'names',
    'Set the commas',
    'text.exchange',
    { text: { $from: text.key, pointer: '/text' }, pairs: [{ find: ' ', with: ', ' }] },
    [text.key],
  )
  const seen = turned.seen.join('\n').replaceAll(' ', ', ')
  return { tasks: [...text.tasks, commas], answer: 'names', reply: textReply('/text', seen) }
}

const one = ({ text }: TextRequest): List | null =>
  /^[^,;\n]{3,60}$/.test(text.trim()) ? { seen: [text.trim()], input: [text.trim()], joint: ', ', tasks: [] } : null

/** How many items are left after the step before, or how many names a list holds. */
function sized(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  if (!COUNTED.test(head)) return null
  if (request.items === undefined) {
    const noun = /names|words|numbers/.exec(head)?.[0]
    if (noun === undefined || !/^count/.test(head) || request.form === 'bare') return null
    const list = listOf(request)
    const isFit = { names: /^\p{Lu}[\p{L}'’ -]*$/u, words: /^\p{L}+$/u, numbers: /^-?\d+(?:\.\d+)?$/ }[noun as 'names']
    if (list === null || list.joint === '\n' || !list.seen.every(item => isFit.test(item))) return null
    if (new Set(list.seen.map(item => item.toLowerCase())).size !== list.seen.length) return null
    const made = listInto(list, { name: 'Count the items', op: 'list.size' })
    return made === null
      ? null
      : { tasks: made.tasks, answer: made.key, reply: { template: '{{count}}', values: { count: at('/count') } } }
  }
  const made = listInto({ ...request.items, tasks: [] }, { name: 'Count the items', op: 'list.size' })
  const named =
    request.items.seen.length > 12 || request.items.seen.some(item => /[`\n]/.test(item))
      ? ''
      : request.items.seen.map(item => `\`${item}\``).join(', ')
  return made === null
    ? null
    : { tasks: made.tasks, answer: made.key, reply: withHow('{{count}}', { count: at('/count') }, named) }
}

const MOST_LENGTHS = 40

function lengths(request: TextRequest): Answer | null {
  if (!LENGTHS.test(canonical(request.head)) || !/each|every|lengths/i.test(request.head)) return null
  const list = listOf(request, true)
  if (
    list === null ||
    list.seen.length > MOST_LENGTHS ||
    list.seen.some(item => COMPLEX.test(item) || /[`\n]/.test(item))
  )
    return null
  const isLetters = /letter/i.test(request.head)
  if (isLetters && list.seen.some(item => !/^\p{L}+$/u.test(item))) return null
  if (!isLetters && list.seen.some(item => /\s/.test(item)) && !/character/i.test(request.head)) return null
  if (list.tasks.length > 0 || !Array.isArray(list.input)) return null
  const tasks = list.seen.map((text, i) => task(`count${i + 1}`, `Count item ${i + 1}`, 'text.count', { text }))
  const keys = tasks.map(({ key }) => key)
  const items = list.seen.map((text, i) => ({ text, size: { $from: keys[i]!, pointer: '/characters' } }))
  const all = task('all', 'Put them together', 'agg.collect', { items }, keys)
  const template = list.seen.map((_, i) => `- {{/items/${i}/text}}: {{/items/${i}/size}}`).join('\n')
  return { tasks: [...tasks, all], answer: 'all', reply: { template, values: { items: at('/items') } } }
}

/** Numbers that a step before gave. */
function summed(request: TextRequest): Answer | null {
  if (request.items === undefined || !SUMMED.test(canonical(request.head))) return null
  const values: readonly string[] = request.items.seen
  if (!values.every(value => /^-?\d{1,12}(?:\.\d{1,6})?$/.test(value))) return null
  const input: JsonObject = { values: request.items.input }
  if (peek('math.sum', { values: [...values] }) === null) return null
  const shown = values.length > 12 ? `Sum of ${values.length} numbers` : values.join(' + ')
  return {
    tasks: [{ key: 'sum', name: 'Add them', op: 'math.sum', input, dependencies: [] }],
    answer: 'sum',
    reply: withHow('{{value}}', { value: at('/exact') }, shown),
  }
}
