/** A text line by line or item by item: something before or behind each, some lines kept or left out, cut at a sign, joined by one, wrapped. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import type { Answer } from '../rule.ts'
import { ARG, argOf, groupsOf, listAfter, type Step, textAfter, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const EACH = '(?:each|every|all|all the|all of the|each of the|the|every single|each of)'
const PART = '(?<part>lines?|items?|rows?|words?|entries|entry|names?|values?|elements?|of §|§|of them|one)'
const SAID = '(?:(?:the )?(?:text|string|prefix|word|letters?|sign|character) )?'

const BEFORE = [
  whole(
    `(?:prefix|prepend|start|begin|lead) (?:${EACH} )?${PART}(?: (?:in|of) §)? (?:with|by) (?:an? )?${SAID}(?<before>${ARG})`,
  ),
  whole(
    `(?:add|put|insert|write|prepend|place|stick|append)(?: an?| the)? ${SAID}(?<before>${ARG}) (?:before|in front of|to the (?:start|beginning|front) of|at the (?:start|beginning|front) of|as (?:an? )?prefix to|on the left of) (?:${EACH} )?${PART}(?: (?:in|of) §)?`,
  ),
  whole(`(?:prepend|prefix)(?: an?| the)? ${SAID}(?<before>${ARG}) to (?:${EACH} )?${PART}(?: (?:in|of) §)?`),
]
const BEHIND = [
  whole(
    `(?:suffix|end|finish|terminate) (?:${EACH} )?${PART}(?: (?:in|of) §)? (?:with|by|in) (?:an? )?${SAID}(?<after>${ARG})`,
  ),
  whole(
    `(?:add|put|insert|write|append|place|stick)(?: an?| the)? ${SAID}(?<after>${ARG}) (?:after|behind|to the end of|at the end of|at end of|as (?:an? )?suffix to) (?:${EACH} )?${PART}(?: (?:in|of) §)?(?<missing>(?:,? (?:where|if|when)(?: it is| it's| one is| there is)?(?: missing| none| not there)(?: one)?)?)`,
  ),
  whole(`append(?: an?| the)? ${SAID}(?<after>${ARG}) to (?:${EACH} )?${PART}(?: (?:in|of) §)?`),
]
const WRAPS: Readonly<Record<string, readonly [string, string]>> = {
  'double quotes': ['"', '"'],
  quotes: ['"', '"'],
  'quotation marks': ['"', '"'],
  'single quotes': ["'", "'"],
  backticks: ['`', '`'],
  brackets: ['(', ')'],
  'round brackets': ['(', ')'],
  parentheses: ['(', ')'],
  'square brackets': ['[', ']'],
  'curly brackets': ['{', '}'],
  'curly braces': ['{', '}'],
  braces: ['{', '}'],
  'angle brackets': ['<', '>'],
  asterisks: ['*', '*'],
  stars: ['*', '*'],
}
const AROUND = [
  whole(
    `(?:wrap|put|enclose|surround|quote|bracket) (?:${EACH} )?${PART}(?: (?:in|of) §)? (?:in|with|by|into|between) (?<around>${Object.keys(WRAPS).join('|')})(?: around (?:it|them))?`,
  ),
  whole(`(?:put|add|write) (?<around>${Object.keys(WRAPS).join('|')}) around (?:${EACH} )?${PART}(?: (?:in|of) §)?`),
]
const MAIL_QUOTED = [
  whole(
    'quote(?: §)?(?: text)? (?:like|as|in the style of) (?:an? )?(?:e-?mail(?: reply)?|reply)(?: (?:with|using) (?:an? )?> (?:in front|before (?:each|every) line|at the (?:start|beginning)(?: of (?:each|every) line)?))?|e-?mail[- ]?quote(?: §)?',
  ),
]
const INDENTED = [
  whole(
    'indent(?: (?:each|every|all|the))*(?: lines?| §)?(?: (?:in|of) §)? (?:by|with) (?:an? )?(?<n>\\d{1,2}|one|two|three|four|six|eight|tab)(?: (?<what>spaces?|blanks?|tabs?))?',
  ),
]
const COUNT: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4, six: 6, eight: 8 }

const HAS =
  "(?:that |which )?(?:(?:do |does )?(?<not>not |n't |don't |doesn't )?(?:contain(?:s|ing)?|include(?:s)?|including|have|has|having|with|mention(?:s|ing)?|say(?:s|ing)?)|(?<without>without))"
const FILTERED = [
  whole(
    `(?<drop>delete|remove|drop|filter out|strip|take out|get rid of|exclude|hide|omit) (?:all |any |every |the )*(?:lines?|rows?|entries) ${HAS} (?:the (?:word|text|string) |an? |the )?(?<what>${ARG}|[\\p{L}\\p{N}_]{2,40})(?: (?:in (?:it|them)|from §|in §))?`,
  ),
  whole(
    `(?:keep|show|list|give|extract|get|find|leave|filter|print|grep|return|select|only)?(?: me)?(?: only| just)? ?(?:all |any |every |the |out )*(?:lines?|rows?) ${HAS} (?:the (?:word|text|string) |an? |the )?(?<what>${ARG}|[\\p{L}\\p{N}_]{2,40})(?: (?:in (?:it|them)|from §|in §))?`,
  ),
]
const SPLIT = [
  whole(
    `(?:split|separate|cut|break|divide|explode)(?: up)?(?: §)?(?: up)? (?:on|at|by|along|with|using) (?:the |an? |each |every |all )*(?<at>${ARG})(?: (?:sign|character|separator|delimiter))?`,
  ),
]
const JOINED = [
  whole(
    `(?:join|combine|concatenate|glue|merge|connect)(?: together)?(?: §| the (?:lines|items|words|entries|names))?(?: together)?(?: into one line)? (?:with|by|using) (?:an? |the )?(?<with>${ARG})(?: (?:between|in between|sign|character)(?: them)?)?`,
  ),
  whole(
    `(?:put|write)(?: §)?(?: all)? on (?:one|a single) line(?:,)? (?:separated|divided|joined) (?:by|with) (?:an? )?(?<with>${ARG})`,
  ),
]
const ONE_LINE = [
  whole(
    '(?:put|make|join|merge|combine|turn|convert|write|bring)(?: (?:§|the lines|everything|all|all lines|all the lines))*(?: together)? (?:on|in|into|onto|to|as)? ?(?:one|a single)(?: long)? line|(?:make )?one line(?: out of §| of §)?|unwrap(?: §)?|join(?: the)? lines',
  ),
]
const TO_LINES = [
  whole(
    '(?:make |turn |convert |change |put )?(?:§ |the )?(?:comma(?:[- ]?separated)?(?: list| values)?)(?: §)? (?:to|into|in|as)(?: separate| single| individual)? lines?|(?:put|write|place|show|list|print)(?: §| each item| every item| each| every one| each one)* on (?:its|their|a|separate|individual|single|new) ?(?:own )?(?:new |separate )?lines?|one (?:item )?(?:per|each|a) line|(?:split|break)(?: §)? (?:into|in) lines|(?:replace|change|turn) (?:the )?commas (?:with|by|to|into) (?:new ?lines|line breaks)',
  ),
]
const WRAPPED = [
  whole(
    '(?:wrap|fold|break)(?: (?:§|lines|the lines|the text))?(?: (?:at|to|after|every|in lines of))(?: (?:max(?:imum)?|at most))? (?<n>\\d{1,3})(?: (?:characters?|chars|columns|signs))?(?: (?:per|a|each) line)?|(?:wrap|break) §(?: in| into)? lines of (?:at most |max )?(?<n2>\\d{1,3})(?: characters?)?',
  ),
]

export const lineRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-lines',
    reason:
      'Writes something before or behind every line or item of a given text, keeps or drops lines, cuts, joins or wraps it.',
    order: 85,
    hint: /prefix|prepend|suffix|append|start|begin|end|add|put|insert|write|wrap|enclose|surround|quote|bracket|indent|line|row|split|separate|cut|break|divide|join|combine|concatenate|glue|merge|connect|comma|fold|explode|entries|one/iu,
    examples: {
      yes: [
        'wrap every line in double quotes\nOslo\nBergen\nTromsø',
        'prefix each of these with "SKU-": 1001 1002 1003',
        'quote my text like an email reply with > in front\nHi team,\nserver is back up.\nCheers',
        'add a full stop at the end of each line where missing:\nCheck oil\nReplace filter.\nClose hood',
        'indent by four spaces:\ndef f():\nreturn 1',
        'delete all lines that contain DEBUG:\n12:01 INFO start\n12:01 DEBUG cache miss\n12:02 ERROR timeout',
        'keep only lines with an @ in them\nBob bob@mail.com\nno contact\nSue sue@mail.org',
        'split this on | for me: 2024|Berlin|confirmed|€45',
        'pls make comma list to lines: Delhi, Pune, Chennai, Kolkata',
        'wrap at 20 characters: the quick brown fox jumps over the lazy dog',
      ],
      no: [
        'split this in half: 50 apples',
        'add a joke at the end of each line:\none\ntwo',
        'wrap the gift: red paper',
        'remove lines that are boring:\na b\nc d',
        'join us with a smile: party on Friday',
        'prefix each with a fitting emoji: cat, dog',
        'split on the bill: 40 euros',
        'end the list with a comma: a, b',
        'delete lines that contain errors:\nteh cat\nthe dog',
        'add a comma where needed: hello my friend',
      ],
    },
    read: request => affixed(request) ?? filtered(request) ?? cut(request) ?? wrapped(request),
  }),
]

/** What the parts are, by the words of the request and by how the text is written. */
function partsOf(request: TextRequest, part = ''): { readonly of: string; readonly joint: string } | null {
  const { text } = request
  if (text.includes('\n')) return /word/i.test(part) ? null : { of: 'lines', joint: '\n' }
  if (/line|row/i.test(part)) return null
  if (text.includes(',') || text.includes(';')) return { of: 'items', joint: text.includes(';') ? ';' : ',' }
  return /\s/.test(text.trim()) ? { of: 'words', joint: ' ' } : null
}

function around(request: TextRequest, part: string | undefined, more: JsonObject): Answer | null {
  const parts = partsOf(request, part)
  if (parts === null) return null
  const name = 'Write it around each'
  if (parts.joint === more.after || parts.joint === more.before) return null
  if (parts.of !== 'items')
    return textAfter(request, [
      {
        name,
        op: 'text.affix',
        more: { of: parts.of, ...(parts.of === 'lines' ? { skip_empty: true } : {}), ...more },
      },
    ])
  const steps: readonly Step[] = [
    {
      name: 'Cut it into items',
      op: 'text.split',
      more: { by: 'separator', separator: parts.joint, trim: true },
      gives: 'parts',
    },
    { name: 'Put one on each line', op: 'list.join', more: { separator: '\n' }, takes: 'items' },
    { name, op: 'text.affix', more },
    { name: 'Put them on one line', op: 'text.replace', more: { find: '\n', with: `${parts.joint} ` } },
  ]
  return textAfter(request, steps)
}

function affixed(request: TextRequest): Answer | null {
  const mail = groupsOf(request.head, MAIL_QUOTED)
  if (mail !== null) return textAfter(request, [{ name: 'Quote it', op: 'text.affix', more: { before: '> ' } }])
  const indented = groupsOf(request.head, INDENTED)
  if (indented !== null) {
    const isTab = indented.n === 'tab' || /tab/i.test(indented.what ?? '')
    const count = indented.n === 'tab' ? 1 : (COUNT[(indented.n ?? '').toLowerCase()] ?? Number(indented.n))
    if (!(count >= 1 && count <= 40)) return null
    return textAfter(request, [
      { name: 'Indent it', op: 'text.affix', more: { before: (isTab ? '\t' : ' ').repeat(count), skip_empty: true } },
    ])
  }
  const wrap = groupsOf(request.head, AROUND)
  if (wrap !== null) {
    const [before, after] = WRAPS[(wrap.around ?? '').toLowerCase()] ?? []
    return before === undefined || after === undefined ? null : around(request, wrap.part, { before, after })
  }
  const front = groupsOf(request.head, BEFORE)
  const back = front === null ? groupsOf(request.head, BEHIND) : null
  const written = front?.before ?? back?.after
  const sign = argOf(request, written)
  if (sign === null || sign === '' || sign.includes('\n')) return null
  // Without `each`, one sign at the end of the whole may be meant.
  if (!/(?<!\p{L})(?:each|every|all|lines|items|rows|words|entries|names|values)(?!\p{L})/iu.test(request.head))
    return null
  const more: JsonObject =
    front === null ? { after: sign, ...((back?.missing ?? '') === '' ? {} : { missing: true }) } : { before: sign }
  return around(request, front?.part ?? back?.part, more)
}

function filtered(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, FILTERED)
  if (groups === null || !request.text.includes('\n')) return null
  const what = argOf(request, groups.what) ?? (groups.what?.includes('⟦') ? null : (groups.what ?? null))
  // A bare word in small letters may say what is meant instead of what is written.
  const isBare = what !== null && groups.what === what && /^\p{Ll}+$/u.test(what)
  if (what === null || what.trim() === '' || (isBare && !/(?<!\p{L})(?:word|text|string) /iu.test(request.head)))
    return null
  const lines = request.text.split('\n')
  const exact = lines.filter(line => line.includes(what)).length
  const loose = lines.filter(line => line.toLowerCase().includes(what.toLowerCase())).length
  if (exact !== loose || exact === 0 || exact === lines.length) return null
  const isDropped = (groups.drop !== undefined) !== (groups.not !== undefined || groups.without !== undefined)
  const more: JsonObject = isDropped ? { without: [what], match_case: true } : { contains: [what], match_case: true }
  return listAfter(request, [{ name: 'Choose the lines', op: 'extract.lines', more }], 'lines', { inner: '/text' })
}

function cut(request: TextRequest): Answer | null {
  const split = groupsOf(request.head, SPLIT)
  if (split !== null) {
    const separator = argOf(request, split.at)
    // A separator between marks of quotation may belong to what is quoted.
    if (separator === null || (separator !== '"' && request.text.includes('"'))) return null
    if (separator === ' ' && /\S {2,}\S/.test(request.text)) return null
    if (!request.text.includes(separator) || (separator !== '\n' && request.text.includes('\n'))) return null
    return listAfter(
      request,
      [{ name: 'Cut it', op: 'text.split', more: { by: 'separator', separator, trim: true }, gives: 'parts' }],
      'parts',
    )
  }
  if (groupsOf(request.head, TO_LINES) !== null) {
    const separator = request.text.includes(';') ? ';' : ','
    if (request.text.includes('\n') || request.text.split(separator).length < 2) return null
    const isProse =
      /[.!?]\s+\p{Lu}|[.!]$/u.test(request.text) ||
      request.text.split(separator).some(item => item.trim().split(/\s+/).length > 6)
    if (isProse || / and \S+$/i.test(request.text)) return null
    return listAfter(
      request,
      [{ name: 'Cut it', op: 'text.split', more: { by: 'separator', separator, trim: true }, gives: 'parts' }],
      'parts',
    )
  }
  const joined = groupsOf(request.head, JOINED)
  const separator =
    joined === null ? (groupsOf(request.head, ONE_LINE) === null ? null : ' ') : argOf(request, joined.with)
  const isWords = joined !== null && !/[\n,;]/.test(request.text) && /^\S+(?: \S+)+$/.test(request.text)
  if (separator === null || !(request.text.includes('\n') || isWords) || /\n\s*\n/.test(request.text)) return null
  return textAfter(request, [
    { name: 'Cut it', op: 'text.slice', more: { of: isWords ? 'words' : 'lines', from: 1, to: -1 }, gives: 'parts' },
    {
      name: 'Join them',
      op: 'list.join',
      more: { separator: separator === ',' || separator === ';' ? `${separator} ` : separator },
      takes: 'items',
    },
  ])
}

function wrapped(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, WRAPPED)
  const width = Number(groups?.n ?? groups?.n2)
  if (groups === null || !(width >= 5)) return null
  return textAfter(request, [{ name: 'Break the lines', op: 'text.wrap', more: { width } }])
}
