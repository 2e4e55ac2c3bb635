/**
 * Two things asked of one given text: `is it a palindrome and how many letters has it`, `reverse it and tell me its length`. Both are answered, each by
 * a rule that knows it wholly. An order before a count must be one that leaves what is counted; where it changes it, a chain of orders is meant.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { type Answer, task } from '../rule.ts'
import { plainOrder, plainRequest } from './plain-request.ts'
import { defineTextRule, readBy, type TextRequest } from './text-request.ts'

const JOINT = /[?;.] (?:and )?(?:also,? )?|,? and (?:also )?(?:then )?|,? (?:plus|also) /giu
const ASKS =
  /^(?:please |also |kindly )?(?:(?:tell|give|show) me |say |let me know |find out )?(?:the )?(?:how many|how long|how often|count|number of|length|is|are|does|do|what(?:'s| is| are)?|which|(?:first|last|longest|shortest) |(?:letter|word|character|vowel)s? count)(?!\p{L})/iu
/** Asked of the text as a whole, so that `it` is the text. */
const COUNTS =
  /^(?:please |also )?(?:(?:tell|give|show) me )?(?:how many|how long|how often|count|number of|length|is|are|does|do|(?:letter|word|character|vowel)s? count)(?!\p{L})/iu
/** What keeps every letter and word. */
const KEEPS =
  /^(?:please )?(?:reverse|flip|uppercase|upper-case|lowercase|lower-case|capitali[sz]e|alphabeti[sz]e|sort|order|arrange|spell|write|put|make|turn|convert|change|title)(?!\p{L})(?!.*(?<!\p{L})(?:without|remove|only|no|replace|slug|camel|snake|kebab|json|csv|base|hex|morse|binary|lines?|list|number|dup\p{L}*|unique|once)(?!\p{L}))/iu
const LONGEST = 150

export const bothRules = (rules: readonly PlannerRule[]): readonly PlannerRule[] => [
  defineTextRule({
    id: 'text-both',
    reason:
      'Answers two questions about one given text, or turns it around or changes its case and answers a question about it.',
    order: 260,
    chains: true,
    hint: /(?<!\p{L})(?:and|plus|also)(?!\p{L})|[?;.]/iu,
    examples: {
      yes: [
        "Reverse 'lager' and also tell me how many letters it has.",
        'is "noon" a palindrome and how many letters does it have?',
        'uppercase "hello" and count its vowels',
        'How many words and how many vowels are in "to be or not to be"?',
        'sort these and tell me how many there are: b, a, c',
      ],
      no: [
        'which is the longest word and how many letters does it have: a quick elephant',
        'reverse it and tell me how many calories it has: lager',
        'how many are there and who are they: Ann, Bob',
        'remove the vowels and how many letters are left over for me: lager',
      ],
    },
    read: request => both(request, rules),
  }),
]

function both(request: TextRequest, rules: readonly PlannerRule[]): Answer | null {
  const { head } = request
  if (head.length > LONGEST || request.form === 'token' || request.items !== undefined || request.text.length > 20_000)
    return null
  if (request.wishes.length > 0) return null
  const cuts = [...head.matchAll(JOINT)].filter(({ index }) => index > 0)
  if (cuts.length === 0 || cuts.length > 4) return null
  for (const cut of cuts) {
    const [one, two] = [head.slice(0, cut.index), head.slice(cut.index + cut[0].length)]
    // `the longest word and how many letters it has`: what is meant is the word.
    if (!ASKS.test(two) || !(COUNTS.test(one) || KEEPS.test(one))) continue
    const first = solve(request, one, request.opener, rules)
    const second = first === null ? null : solve(request, two, '', rules)
    if (first !== null && second !== null) return together(first, second)
  }
  return null
}

/** `its vowels`, `the letters in it`: of the text. */
const said = (head: string): string =>
  head
    .replace(/(?<!\p{L})its (?=\p{L})/giu, 'the ')
    .replace(
      /^(?:(?:tell|show|give) me |say )?how many(?: (?:of them|there are|are there|they are|are they|in total|altogether))+$/iu,
      'how many items',
    )
    .replace(/ (?:it|they) (?:has|have|contains?|is|are)$/iu, ' § have')
    .replace(/§ (?:has|have)$/iu, '§ have')

function solve(request: TextRequest, written: string, opener: string, rules: readonly PlannerRule[]): Answer | null {
  const order = plainOrder(said(written))
  const plain = plainRequest(said(written))
  const heads = [
    { head: order.head, opener: `${opener} ${order.opener}`.trim(), noun: request.noun },
    ...(plain === null || plain.wishes.length > 0
      ? []
      : [{ ...plain, opener: `${opener} ${plain.opener}`.trim(), noun: plain.noun || request.noun }]),
  ]
  for (const { head, opener: asked, noun } of heads) {
    if (head === '' || head.split('§').length > 2) continue
    const one = { ...request, head, opener: asked, noun, isChain: false }
    for (const rule of rules) {
      const answer = readBy(rule, one)
      if (answer !== null) return answer
    }
  }
  return null
}

/** Both as one plan and one reply: every key, pointer and value of each gets a name of its own. */
function together(one: Answer, two: Answer): Answer | null {
  if (/^(?:\d+\. |[-`])/.test(one.reply.template + two.reply.template)) return null
  const parts = [one, two].map((answer, i) => named(answer, i === 0 ? 'a' : 'b'))
  const [a, b] = parts
  if (a === undefined || b === undefined) return null
  const merged = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ a: { $from: a.answer }, b: { $from: b.answer } }] },
    [a.answer, b.answer],
  )
  const reading = [one.reading, two.reading].filter(Boolean).join(' ')
  return {
    ...(reading === '' ? {} : { reading }),
    tasks: [...a.tasks, ...b.tasks, merged],
    answer: 'both',
    reply: { template: `${a.template}\n\n${b.template}`, values: { ...a.values, ...b.values } },
  }
}

type Named = { tasks: PlannedTask[]; answer: string; template: string; values: Answer['reply']['values'] }

function named({ tasks, answer, reply }: Answer, mark: string): Named {
  const keyOf = (key: string): string => `${mark}_${key}`
  const point = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(point)
    if (typeof value !== 'object' || value === null) return value
    const from = (value as { $from?: string }).$from
    return typeof from === 'string'
      ? { ...(value as JsonObject), $from: keyOf(from) }
      : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, point(member as JsonValue)]))
  }
  const values = Object.fromEntries(
    Object.entries(reply.values).map(([name, value]) => [
      `${mark}_${name}`,
      'pointer' in value ? { pointer: `/${mark}${value.pointer}` } : value,
    ]),
  )
  return {
    tasks: tasks.map(one => ({
      ...one,
      key: keyOf(one.key),
      input: point(one.input) as JsonObject,
      dependencies: one.dependencies.map(keyOf),
    })),
    answer: keyOf(answer),
    template: reply.template.replace(/\{\{(\/?)(\w+)/g, `{{$1${mark}_$2`),
    values,
  }
}
