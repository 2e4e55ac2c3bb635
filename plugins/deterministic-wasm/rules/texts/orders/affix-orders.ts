/** Orders that write something around, before, behind or between: the whole text, its letters, its words, or every item of a list. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { textReply } from '../../listed.ts'
import { type Answer, task } from '../../rule.ts'
import { ARG, argOf, COMPLEX, textAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { answerList, type List, listInto, listOf } from './items.ts'

const NAMED: Readonly<Record<string, string>> = {
  hashtag: '#',
  'hash tag': '#',
  'at sign': '@',
  'dollar sign': '$',
  'euro sign': '€',
  'percent sign': '%',
  'percentage sign': '%',
  'plus sign': '+',
  'greater than sign': '>',
  'full stop': '.',
  period: '.',
}
const WHAT = `(?:(?:text|string|prefix|suffix|word|letters?|sign|symbol|character|extension|ending) )?(?<what>${ARG}|\\.\\w{1,5}|${Object.keys(NAMED).join('|')}|[€$£%@#])(?: (?:sign|symbol|prefix|suffix))?`
const EACH =
  '(?:(?:each|every|all)(?: (?:one|of them|item|name|word|line|number|entry|value|price|price tag|[\\p{L}]{3,14}))?|items|names|words|lines|numbers)'
const FRONT = whole(
  `(?:add|put|write) ${WHAT} (?:before|in front of|to (?:start|beginning|front) of|at (?:start|beginning|front) of|ahead of) ${EACH}|(?:prefix|start|begin) ${EACH} with ${WHAT.replace('?<what>', '?<what2>')}`,
)
const BACK = whole(
  `(?:add|put|write) ${WHAT} (?:after|behind|to (?:end|back) of|at (?:end|back) of) ${EACH}|(?:suffix|end|finish) ${EACH} with ${WHAT.replace('?<what>', '?<what2>')}`,
)
const TO_EACH = whole(`add ${WHAT} to ${EACH}`)
const AROUND: Readonly<Record<string, readonly [string, string]>> = {
  parentheses: ['(', ')'],
  brackets: ['(', ')'],
  'square brackets': ['[', ']'],
  'curly brackets': ['{', '}'],
  'curly braces': ['{', '}'],
  braces: ['{', '}'],
  'angle brackets': ['<', '>'],
  quotes: ['"', '"'],
  'double quotes': ['"', '"'],
  'quotation marks': ['"', '"'],
  'single quotes': ["'", "'"],
  backticks: ['`', '`'],
  asterisks: ['*', '*'],
  stars: ['*', '*'],
  underscores: ['_', '_'],
  dashes: ['-', '-'],
}
const MARKS = Object.keys(AROUND)
  .sort((a, b) => b.length - a.length)
  .join('|')
const WRAPPED = whole(
  `(?:wrap|put|enclose|surround|quote|set)(?: (?<each>each|every one|each one|items|each item|every item|each word|every word|words|names|each name))? ?(?:in|with|by|into|between|inside) (?<around>${MARKS})|(?:add|put) (?<around2>${MARKS}) around(?: (?<each2>each|items|each item|every item|each word|every word|words|names))?`,
)
const BETWEEN_LETTERS = whole(
  `(?:add|put|write) (?<sign>${ARG}) (?:between|in between|after) (?:each|every)?(?: ?of)? ?(?:letters?|characters?|digits?)|(?:separate|split|join) (?:letters|characters|digits) (?:with|by) (?<sign2>${ARG})|space out letters|space letters(?: out)?`,
)
const BETWEEN_WORDS = whole(
  `(?:add|put|write) (?<sign>${ARG}) (?:between|in between) (?:each|every)?(?: ?of)? ?(?:words?|names?|items?|them)|(?:join|connect|link|separate) (?:words|names) (?:with|by) (?<sign2>${ARG})`,
)

export const affixRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-affixes',
    reason:
      'Writes a sign or text before, behind, around or between: a given text, its letters or words, or every item of a list.',
    order: 258,
    hint: /add|put|write|prefix|suffix|start|begin|end|wrap|enclose|surround|quote|append|prepend|insert|join|separate|space|attach|stick|place|set/iu,
    examples: {
      yes: [
        'add "kg" after each number: 5, 10, 15',
        'add .txt to each: notes, draft, final',
        'add a hashtag to each: summer, beach, sun',
        'wrap "hello" in parentheses',
        'put each in quotes: red, green, blue',
        'put a comma between each word in "one two three"',
        'space out the letters of "wow"',
      ],
      no: [
        'add sugar to each: tea, coffee',
        'wrap "hello" in a bow',
        'put a comma between the clauses: I came and I saw',
        'add "kg" to each: five, ten and a joke. Then explain',
        'put "hello" between them',
      ],
    },
    read: request => each(request) ?? wrapped(request) ?? between(request),
  }),
]

const signOf = (request: TextRequest, written = ''): string | null =>
  NAMED[written.toLowerCase()] ?? (/^\.\w{1,5}$/.test(written) ? written : argOf(request, written))

/** The list as lines, each with something before and behind it, written as it was. */
function around(list: List, more: JsonObject): Answer | null {
  if (list.seen.some(item => item.includes('\n')) || list.seen.length === 0) return null
  const lines = listInto(list, { name: 'Put one on each line', op: 'list.join', more: { separator: '\n' } })
  if (lines === null) return null
  const marked = task(
    'marked',
    'Write it around each',
    'text.affix',
    { text: { $from: lines.key, pointer: '/text' }, ...more },
    [lines.key],
  )
  const cut = task('items', 'Cut it into lines', 'text.lines', { text: { $from: 'marked', pointer: '/text' } }, [
    'marked',
  ])
  const { before = '', after = '' } = more as { before?: string; after?: string }
  const seen = list.seen.map(item => before + item + after)
  // A list whose joint is written around each item could not be read any more.
  if (/^["'`]$/.test(before) && list.seen.some(item => item.includes(before))) return null
  if (list.joint.trim() !== '' && (before + after).includes(list.joint.trim())) return null
  return answerList({
    seen,
    input: { $from: 'items', pointer: '/lines' },
    joint: list.joint,
    tasks: [...lines.tasks, marked, cut],
  })
}

function each(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const front = FRONT.exec(head)?.groups
  const back = BACK.exec(head)?.groups
  const to = TO_EACH.exec(head)?.groups
  const written = front?.what ?? front?.what2 ?? back?.what ?? back?.what2 ?? to?.what
  const sign = written === undefined ? null : signOf(request, written)
  if (sign === null || sign === '' || sign.includes('\n')) return null
  // `add X to each`: an ending with a point stands behind, a hash or an at in front; of others nobody can know.
  const isBefore = front !== undefined || (to !== undefined && /^[#@$€£]$/.test(sign))
  if (to !== undefined && !isBefore && !/^\.\w{1,5}$/.test(sign)) return null
  const list = listOf(request, /words|word|names|numbers|items/.test(head))
  return list === null ? null : around(list, isBefore ? { before: sign } : { after: sign })
}

function wrapped(request: TextRequest): Answer | null {
  const groups = WRAPPED.exec(canonical(request.head))?.groups
  const [before, after] = AROUND[(groups?.around ?? groups?.around2 ?? '').toLowerCase()] ?? []
  if (groups === undefined || before === undefined || after === undefined) return null
  const part = groups.each ?? groups.each2
  if (part !== undefined) {
    const list = listOf(request, /word|name|items/.test(part))
    return list === null || (/word/.test(part) && list.seen.some(item => /\s/.test(item)))
      ? null
      : around(list, { before, after })
  }
  // Without a word about each, a list may be meant item by item.
  if (request.items !== undefined || /[\n,;]/.test(request.text)) return null
  return textAfter(request, [{ name: 'Write it around', op: 'text.affix', more: { of: 'text', before, after } }])
}

function between(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const letters = BETWEEN_LETTERS.exec(head)?.groups
  if (letters !== undefined) {
    const written = letters.sign ?? letters.sign2
    const sign = written === undefined ? ' ' : argOf(request, written)
    if (sign === null || sign === '' || COMPLEX.test(request.text) || !/^[\p{L}\p{N}]{2,100}$/u.test(request.text))
      return null
    // Behind every letter is behind the last one too.
    if (/after/.test(head)) return null
    return textAfter(request, [{ name: 'Set it between', op: 'text.groups', more: { size: 1, separator: sign } }])
  }
  const words = BETWEEN_WORDS.exec(head)?.groups
  const sign = words === undefined ? null : argOf(request, words.sign ?? words.sign2)
  const list = sign === null ? null : listOf(request, true)
  if (sign === null || sign === '' || list === null) return null
  if (/word/.test(head) && list.seen.some(item => /\s/.test(item))) return null
  const separator = list.joint === ' ' && /^[,;]$/.test(sign) ? `${sign} ` : sign
  const made = listInto(list, { name: 'Join them', op: 'list.join', more: { separator } })
  const text = made?.output.text
  return made === null || typeof text !== 'string'
    ? null
    : { tasks: made.tasks, answer: made.key, reply: textReply('/text', text) }
}
