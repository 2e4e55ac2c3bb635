/**
 * Several orders about one text, each done with what the one before gave: `lowercase it and remove duplicates`. Every order must be one that
 * a rule over texts knows as a whole; where one is not, or a result does not go into the next, nothing is answered.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import type { Answer } from '../rule.ts'
import { plainOrder } from './plain-request.ts'
import { defineTextRule, readBy, type TextRequest } from './text-request.ts'

const THEN = '(?:then|after that|afterwards|next|finally|lastly|also|subsequently)'
const JOINT = new RegExp(
  `[,;.!]? +(?:and +)?${THEN}(?: also)?,? +|[,;.] +(?:and +)?| +and +(?:also +)?| *(?:->|=>|→|>>?|\\+|&) *| +but +(?=(?:first|also) )`,
  'giu',
)
/** What is said of the form at the end, without a word between. */
const FORM =
  / (?=(?:separated|joined) by |(?:one|each)(?: item| word| name)? (?:per|on|each) (?:line|its)|(?:in|as)(?: an?| all)? (?:(?:reverse |reversed )?alphabetical order|lower ?case|upper ?case|capitals|(?:capital|small|upper ?case|lower ?case) letters|caps|title ?case|numbered list|bullet(?:ed)? list|bullet points|comma[- ]separated list|one line|json array)(?:$|[ ,])|(?:without|with no) (?:duplicates|dupes|repeats)|sorted (?:alphabetically|a-z|by length|numerically))/giu
/** `take § reverse § and ...`: the comma behind the text is gone. */
const BEHIND =
  /(?<=§) (?=(?:reverse|remove|make|lowercase|uppercase|sort|dedupe|trim|split|replace|capitali[sz]e|turn|convert|drop|delete|strip|count)(?!\p{L}))/giu
/** Two digests or codes by name are two answers about one text, and none of the other. */
const TWO_CODES =
  /(?<!\p{L})(?:md5|sha-?\d*|crc-?32|base ?(?:32|64)|hex)(?: (?:hash|checksum|digest|code)(?:es|s)?)? (?:and|&) (?:the )?(?:md5|sha-?\d+|crc-?32|base ?(?:32|64)|hex)(?!\p{L})/iu
const MOST_JOINTS = 6
const MOST_STEPS = 5

/** Whether it may begin an order by itself; a noun behind `and` belongs to what stands before. */
const BEGINS =
  /^(?:please |just |also )?(?:lower|upper|title|capital|sort|order|arrange|reverse|flip|remove|delete|strip|drop|take|get|keep|make|put|turn|convert|change|write|number|count|tell|how|join|combine|merge|split|separate|trim|replace|swap|dedup|de-dup|unique|extract|find|list|show|give|add|append|prepend|prefix|insert|wrap|quote|indent|encode|decode|base64|url|md5|sha|hash|rot13|slug|truncate|cut|shorten|collapse|clean|eliminate|erase|omit|discard|filter|pick|print|return|output|format|alphabeti[sz]e|enumerate|bullet|mask|hide|pad|repeat|group|break|only|one|each|in |as |separated|joined|without|with no|no |camel|snake|kebab|pascal|spell|say|get rid|leave|throw|first|last|which|what|sorted|all )/iu

export const chainRules = (rules: readonly PlannerRule[]): readonly PlannerRule[] => [
  defineTextRule({
    id: 'text-chain',
    reason: 'Does several orders about one given text or list one after another, each with what the one before gave.',
    order: 348,
    chains: true,
    unmarked: ({ form, text }) => (form === 'bare' && text.includes(',')) || text.startsWith('['),
    heeds: ['ignore_case', 'match_case', 'keep_order'],
    hint: /(?<!\p{L})(?:and|then|also|after|next|finally|separated|joined|per|each|in|as|without|with|sorted)(?!\p{L})|[,;.>→+&]/iu,
    examples: {
      yes: [
        'lowercase this and remove duplicates: Apple, apple, Pear, PEAR, fig',
        'put these in alphabetical order and number them: melon, kiwi, apple',
        'Take the list 5, 3, 5, 1, remove the duplicates and sort it',
        'remove the blank lines and number the rest:\ncarrots\n\nleeks\n\n\nturnips',
        'uppercase and reverse "hello"',
        'trim it, lowercase it and then reverse it: "  Hello "',
        'extract the emails and sort them alphabetically: zed@x.com, amy@y.org',
        'sort alphabetically, one per line: pear, fig, apple',
      ],
      no: [
        'make this nicer and sort it: pear, apple',
        'explain it and sort it: pear, apple',
        'sort these and buy the first: pear, apple',
        'reverse it or uppercase it: hello',
        'uppercase the first and lowercase the second: a, B',
        'sort the list and then shuffle it: a, b',
      ],
    },
    read: request => chained(request, rules),
  }),
]

const ASKS_MORE =
  /(?:,| and|;) (?:also |please )?(?:tell me |give me |show me )?(?:how|what|which|who|count|is|does|the number)(?!\p{L})/iu

type Step = { readonly answer: Answer; readonly value: JsonValue; readonly pointer: string }

function chained(request: TextRequest, rules: readonly PlannerRule[]): Answer | null {
  if (
    (request.form === 'token' && !request.text.startsWith('[')) ||
    request.text.length > 20_000 ||
    request.head.length > 170 ||
    TWO_CODES.test(request.head)
  )
    return null
  const head = request.head.replace(
    /^(?:first(?:ly)?|to begin with|at first),? (?=(?:remove|delete|strip|lower|upper|make|sort|reverse|trim|split|replace|take|drop|convert|turn)(?!\p{L}))/iu,
    '',
  )
  // `what is the longest word and how many letters has it`: both are asked.
  if (/^(?:what|which|who|how|is|are)(?!\p{L})/iu.test(`${request.opener} ${head}`.trim()) && ASKS_MORE.test(head))
    return null
  const cuts = [
    ...[...head.matchAll(JOINT)].map(cut => ({ from: cut.index, to: cut.index + cut[0].length })),
    ...[...head.matchAll(BEHIND)].map(cut => ({ from: cut.index, to: cut.index + 1 })),
    ...[...head.matchAll(FORM)].map(cut => ({ from: cut.index, to: cut.index + 1 })),
  ].sort((a, b) => a.from - b.from || b.to - a.to)
  if (cuts.length === 0 || cuts.length > MOST_JOINTS) return null
  return chainFrom(request, head, cuts, 0, 0, rules)
}

type Cut = { readonly from: number; readonly to: number }

/** The longest first order that is known, and the rest after it. */
function chainFrom(
  request: TextRequest,
  head: string,
  cuts: readonly Cut[],
  start: number,
  depth: number,
  rules: readonly PlannerRule[],
): Answer | null {
  if (depth > 0) {
    const whole = solve({ ...request, head: head.slice(start) }, rules)
    if (whole !== null) return whole.answer
  }
  if (depth >= MOST_STEPS) return null
  for (const cut of cuts.filter(({ from, to }) => from > start && to < head.length).toReversed()) {
    const rest = head.slice(cut.to)
    if (!BEGINS.test(rest)) continue
    const first = head.slice(start, cut.from)
    // `take the text and reverse it`: the first only says what is meant.
    if (
      /^(?:(?:take|use|consider|look at|here is|start with|read) )?(?:the )?(?:(?:text|list|words?|names|string|sentence|lines) )?§?$/iu.test(
        first.trim(),
      )
    ) {
      const after = chainFrom(request, head, cuts, cut.to, depth + 1, rules)
      if (after !== null) return after
      continue
    }
    const done = solve({ ...request, head: first, opener: depth === 0 ? request.opener : '' }, rules)
    if (done === null) continue
    const next = nextRequest(request, done)
    const after = next === null ? null : chainFrom(next, head, cuts, cut.to, depth + 1, rules)
    const linked = after === null ? null : link(done.answer, after)
    if (linked !== null) return linked
  }
  return null
}

function solve(request: TextRequest, rules: readonly PlannerRule[]): Step | null {
  const { head } = request
  if (head.trim() === '' || head.split('§').length > 3) return null
  const isNext = typeof request.input !== 'string' && JSON.stringify(request.input).includes(BEFORE)
  const order = plainOrder(head)
  const opener = `${request.opener} ${order.opener}`.trim()
  const one = { ...request, isChain: false, head: order.head, opener }
  for (const rule of rules) {
    const answer = readBy(rule, one)
    // What does not go on with the result before is no next step.
    if (answer === null || (isNext && !JSON.stringify(answer.tasks).includes(`"${BEFORE}"`))) continue
    const output = outputOf(answer)
    if (output === null) return null
    const [pointer] = Object.values(answer.reply.values).flatMap(value => ('pointer' in value ? [value.pointer] : []))
    const value = pointer === undefined ? null : (output[pointer.slice(1)] ?? null)
    return { answer, value, pointer: pointer ?? '' }
  }
  return null
}

/** What the answer's task gives, found out while planning. */
function outputOf(answer: Answer): JsonObject | null {
  const outputs = new Map<string, JsonObject>()
  for (const { key, op, input } of answer.tasks) {
    const output = peek(op, filled(input, outputs) as JsonObject)
    if (output === null) return null
    outputs.set(key, output)
  }
  return outputs.get(answer.answer) ?? null
}

function filled(value: JsonValue, outputs: ReadonlyMap<string, JsonObject>): JsonValue {
  if (Array.isArray(value)) return value.map(item => filled(item, outputs))
  if (typeof value !== 'object' || value === null) return value
  const { $from, pointer, $seen } = value as { $from?: string; pointer?: string; $seen?: JsonValue }
  if (typeof $from === 'string') {
    if ($seen !== undefined) return $seen
    let at: JsonValue = outputs.get($from) ?? null
    for (const part of (pointer ?? '').split('/').slice(1))
      at = (at as Record<string, JsonValue> | null)?.[part] ?? null
    return at
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member as JsonValue, outputs)]))
}

const BEFORE = 'the_step_before'

/** The next order takes what this one gave; its value goes along for planning, under a key that is renamed when both are linked. */
function nextRequest(request: TextRequest, { value, answer }: Step): TextRequest | null {
  // Numbers in front are of the answer, and belong to no item.
  if (answer.reply.template.startsWith('1. ')) return null
  const shared = { ...request, form: 'quote' as const, noun: '', opener: '' }
  if (typeof value === 'string' && value !== '')
    return {
      ...shared,
      text: value,
      input: { $from: BEFORE, pointer: '/text', $seen: value },
      items: undefined as never,
    }
  if (!Array.isArray(value) || value.length === 0 || !value.every(item => typeof item === 'string')) return null
  const joint = jointOf(answer.reply.template)
  const text = value.join(joint)
  return {
    ...shared,
    text,
    input: { $from: BEFORE, pointer: '/text', $seen: text },
    items: { seen: value as string[], input: { $from: BEFORE, pointer: '/items', $seen: value }, joint },
  }
}

const jointOf = (template: string): string =>
  template.startsWith('- ') ? '\n' : (/\{\{[^}]*\}\}(.*?)\{\{/s.exec(template)?.[1] ?? ', ')

/** Both as one plan: keys of the first get a name of their own, and what pointed to the result before now points to its task. */
function link(first: Answer, second: Answer): Answer | null {
  const [pointer] = Object.values(first.reply.values).flatMap(value => ('pointer' in value ? [value.pointer] : []))
  if (pointer === undefined) return null
  const taken = new Set(second.tasks.map(({ key }) => key))
  const names = new Map(first.tasks.map(({ key }, i) => [key, freeKey(`${key}`, taken, i)]))
  const answer = names.get(first.answer) ?? first.answer
  const joined = freeKey('joined', new Set([...taken, ...names.values()]), 0)
  let usesText = false
  let usesValue = false
  const isList = !('text' in first.reply.values)
  const point = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(point)
    if (typeof value !== 'object' || value === null) return value
    const from = value as { $from?: string; pointer?: string }
    if (from.$from !== BEFORE)
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, point(v as JsonValue)]))
    const inner = (from.pointer ?? '').replace(/^\/(?:items|text)/, '')
    if (isList && (from.pointer ?? '').startsWith('/text')) {
      usesText = true
      return { $from: joined, pointer: '/text' }
    }
    usesValue = true
    return { $from: answer, pointer: `${pointer}${inner}` }
  }
  const after = second.tasks.map((one): PlannedTask => {
    const input = point(one.input) as JsonObject
    const needs = JSON.stringify(input)
    const dependencies = one.dependencies.filter(key => key !== BEFORE)
    const more = [answer, joined].filter(key => needs.includes(`{"$from":${JSON.stringify(key)}`))
    return { ...one, input, dependencies: [...new Set([...dependencies, ...more])] }
  })
  // What does not go on with the result is no next step.
  if (!usesText && !usesValue) return null
  const before = first.tasks.map(
    (one): PlannedTask => ({
      ...one,
      key: names.get(one.key) ?? one.key,
      input: renamed(one.input, names) as JsonObject,
      dependencies: one.dependencies.map(key => names.get(key) ?? key),
    }),
  )
  const put: PlannedTask[] = usesText
    ? [
        {
          key: joined,
          name: 'Put them together',
          op: 'list.join',
          input: { items: { $from: answer, pointer }, separator: jointOf(first.reply.template) },
          dependencies: [answer],
        },
      ]
    : []
  const reading = [first.reading, second.reading].filter(Boolean).join(' ')
  return {
    ...second,
    tasks: [...before, ...put, ...after],
    ...(reading === '' ? {} : { reading }),
  }
}

function freeKey(key: string, taken: ReadonlySet<string>, i: number): string {
  let name = `first_${key}`
  for (let turn = 1; taken.has(name); turn += 1) name = `first${turn}_${key}${i}`
  return name
}

function renamed(value: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (Array.isArray(value)) return value.map(item => renamed(item, names))
  if (typeof value !== 'object' || value === null) return value
  const from = (value as { $from?: string }).$from
  if (typeof from === 'string') {
    const { $seen: _, ...rest } = value as JsonObject
    return { ...rest, $from: names.get(from) ?? from }
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamed(member as JsonValue, names)]))
}
