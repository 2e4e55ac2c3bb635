/** Pieces of a given text by their place: first, last, nth, from and to, every other; initials; a text cut after so many words. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import type { Answer } from '../rule.ts'
import { COMPLEX, groupsOf, listAfter, type Step, textAfter, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  'one two three four five six seven eight nine ten eleven twelve'.split(' ').map((word, i) => [word, i + 1]),
)
const ORDINALS: Readonly<Record<string, number>> = Object.fromEntries(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'
    .split(' ')
    .map((word, i) => [word, i + 1]),
)
const N = `(?:\\d{1,4}|${Object.keys(NUMBERS).join('|')})`
const NTH = `(?:\\d{1,4}(?:st|nd|rd|th)|${Object.keys(ORDINALS).join('|')})`
const PART = '(?<part>characters?|chars?|letters?|digits?|words?|lines?|sentences?)'
const GET =
  '(?:(?:give|show|get|take|return|print|extract|keep|pick|output|which|what)(?: is| are| me| only| just)* )?(?:the |only |just )*'
const OF = '(?: (?:in|of|from|out of) §)?'

const numberOf = (written = ''): number =>
  NUMBERS[written.toLowerCase()] ?? ORDINALS[written.toLowerCase()] ?? Number.parseInt(written, 10)

const RANGES = [
  whole(`${GET}(?<end>first|last) (?:(?<n>${N}) )?${PART}(?: only)?${OF}`),
  whole(`${GET}(?<nth>${NTH}|second[ -](?:to[ -])?last|last but one|penultimate|next to last|middle) ${PART}${OF}`),
  whole(`${GET}(?<part>word|line|letter|character|sentence) (?:no\\.?|number|nr\\.?|#)? ?(?<nth>\\d{1,4})${OF}`),
  whole(
    `${GET}${PART} (?:no\\.?|numbers?|nr\\.?|#)? ?(?<from>\\d{1,4}|${NTH}) ?(?:to|till|until|through|thru|up to|-|–) ?(?:no\\.? )?(?<to>\\d{1,4}|${NTH})${OF}`,
  ),
  whole(`${GET}(?<from>${NTH}) (?:to|till|until|through|-) (?<to>${NTH}) ${PART}${OF}`),
  whole(`${GET}every (?<every>second|other|2nd|third|3rd|fourth|4th|fifth|5th) ${PART}${OF}`),
]
const DROPPED = [
  whole(
    `(?:remove|delete|drop|cut off|cut|strip|take off|chop off|omit|skip) (?:the )?(?<end>first|last) (?:(?<n>${N}) )?${PART}${OF}`,
  ),
]
const CUT = [
  whole(
    `(?:truncate|cut|shorten|limit|trim|crop)(?: §)?(?: down)? (?:to|at|after)(?: (?:the first|at most|max(?:imum)?))? (?<n>${N}) ${PART}(?:,? (?:and|then) (?:add|append|put|with) (?:an? )?(?<mark>\\.\\.\\.|…|ellipsis|⟦\\d⟧|three dots)(?: (?:at the end|after it|behind it))?)?(?: with (?:an? )?(?<mark2>\\.\\.\\.|…|ellipsis))?`,
  ),
]
const INITIALS = [
  whole(
    '(?:make |create |build |form |turn § into )?(?:an? |the )?(?:acronym|initialism|abbreviation|initials|monogram)(?: (?:of|for|from|out of) §)?(?: be)?(?: §)?(?<dots>,? with (?:dots|periods|full stops))?(?: (?:of|for|from))?',
  ),
  whole(`${GET}first letters(?: of §)?`),
  whole(`${GET}first (?:letters?|characters?) of (?:each|every|all|the|all the|each of the)(?: of the)? words?${OF}`),
]
const OWN_LINE = [
  whole(
    '(?:put|write|print|split|place|list|show|break|give)(?: §)?(?: (?:each|every|all|the))*(?: (?<what>words?|letters?|characters?|sentences?))? ?(?:of § |in § )?(?:on|in|into|onto|to) (?:its|their|an?|separate|a separate|individual|new|his)(?: own)?(?: new| separate)? lines?(?: each)?(?: §)?',
  ),
  whole(
    '(?:put |write |print |list )?(?:§ )?one (?<what>word|letter|character|sentence) (?:per|each|a|on each|on every) line',
  ),
  whole(
    '(?:split|break)(?: §)?(?: up)? (?:into|in|by|to) (?:its |the |single |individual |separate |a list of )*(?<what>words|letters|characters|sentences|lines)',
  ),
]
const DASHED = [
  whole(
    '(?:put|insert|add|write|place) (?:an? )?(?<sign>dash|dashes|hyphen|hyphens|dot|dots|comma|commas|space|spaces|underscore|underscores|⟦\\d⟧) (?:between|after) (?:each|every|all|the|all the)(?: of the)? (?:letters?|characters?)(?: (?:in|of) §)?',
  ),
  whole(
    '(?:separate|join|split)(?: the)? (?:letters?|characters?)(?: of §| in §)? (?:with|by) (?:an? )?(?<sign>dash|dashes|hyphens?|dots?|commas?|spaces?|underscores?|⟦\\d⟧)',
  ),
]

export const textPickRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-picks',
    reason:
      'Gives the first, last or nth characters, words, lines or sentences of a given text, its initials, or each word on a line.',
    order: 76,
    unmarked: ({ head, text, form }) =>
      (form === 'token' && /(?:first|last) (?:\S+ )?digits?/i.test(head) && /^\d{5,}$/.test(text)) ||
      (form === 'bare' &&
        (/initials|acronym|abbreviation|monogram/i.test(head) ||
          (/(?:letter|character)/i.test(head) && /^\p{L}+$/u.test(text)))),
    hint: /first|last|\d|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|middle|penultimate|every|truncate|cut|shorten|limit|trim|crop|acronym|initial|abbreviation|line|words|letters|characters/iu,
    examples: {
      yes: [
        'first 20 characters of "The mitochondria is the powerhouse of the cell"',
        'last word of: she never said where she had put the keys',
        "give me the 5th word in 'to be or not to be that is the question'",
        'word no. 3 till 6 out of: please send the signed contract back by friday noon',
        'Every second letter of "watermelon"',
        'acronym of "North Atlantic Treaty Organization"',
        'initials for: Johann Wolfgang von Goethe',
        'put each word on its own line: north south east west',
        'truncate this to 10 words and add ...: Our committee met on Tuesday evening to discuss the proposed changes to the parking rules',
        'remove the first 3 characters from "XX-4711"',
      ],
      no: [
        'first word that comes to mind: blue',
        'first 3 words a baby says: mama',
        'last words of Goethe: more light',
        'Give me the first letter I should send: Bob',
        'first line of the poem: Roses are red',
        'shorten this to 10 words: Our committee met on Tuesday to discuss parking rules in town',
        'cut this to 50 words but keep the meaning: hello there my friend',
        'every second counts: hurry',
        'the last word in luxury: spa',
      ],
    },
    read: request =>
      ranged(request) ?? dropped(request) ?? cut(request) ?? initials(request) ?? ownLines(request) ?? dashed(request),
  }),
]

const partOf = (written = ''): string => {
  const name = written.toLowerCase().replace(/s$/, '')
  return name === 'char' || name === 'letter' || name === 'digit' || name === 'character' ? 'characters' : `${name}s`
}

/** Letters are characters only where nothing else stands in the text. */
const isFit = (text: string, part = ''): boolean =>
  (!/^letter/i.test(part) || /^[\p{L}]+$/u.test(text)) &&
  (!/^digit/i.test(part) || /^\d+$/.test(text)) &&
  !COMPLEX.test(text)

function ranged(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, RANGES)
  if (groups === null || !isFit(request.text, groups.part)) return null
  const of = partOf(groups.part)
  const total = peek('text.slice', { text: request.text, of, from: 1 })?.total
  if (typeof total !== 'number' || total < 2) return null
  const span = spanOf(groups, total)
  if (span === null) return null
  const { from, to, step } = span
  if (Math.abs(from) > total || Math.abs(to) > total) return null
  const isOne = from === to
  // `one, two,` would end with a comma.
  if (of === 'words' && !isOne && /\p{L}[,;:](?:\s|$)/u.test(request.text)) return null
  const more = {
    of,
    from,
    ...(isOne ? {} : { to }),
    ...(step === 1 ? {} : { step }),
    ...(isOne && of === 'words' ? { bare: true } : {}),
  }
  const name = 'Take the part'
  // Words and lines that were counted off are not joined as they stood.
  if (step > 1 && of !== 'characters') return null
  const reading = step > 1 ? `Counted off: number ${step}, ${2 * step} and so on.` : ''
  return textAfter(request, [{ name, op: 'text.slice', more }], { same: true, reading })
}

function spanOf(
  groups: Readonly<Record<string, string | undefined>>,
  total: number,
): { from: number; to: number; step: number } | null {
  const { end, n, nth, from, to, every } = groups
  if (every !== undefined) {
    const step = every === 'other' ? 2 : numberOf(every)
    return { from: step, to: -1, step }
  }
  if (end !== undefined) {
    const isMany = (groups.part ?? '').endsWith('s')
    if (n === undefined && isMany) return null
    const count = n === undefined ? 1 : numberOf(n)
    return /last/i.test(end) ? { from: -count, to: -1, step: 1 } : { from: 1, to: count, step: 1 }
  }
  if (from !== undefined && to !== undefined) {
    const [a, b] = [numberOf(from), numberOf(to)]
    return a >= 1 && b > a ? { from: a, to: b, step: 1 } : null
  }
  if (nth === undefined) return null
  if (/last|penultimate/i.test(nth)) return { from: -2, to: -2, step: 1 }
  const place = /middle/i.test(nth) ? (total % 2 === 1 ? (total + 1) / 2 : 0) : numberOf(nth)
  return place >= 1 ? { from: place, to: place, step: 1 } : null
}

function dropped(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, DROPPED)
  if (groups === null || !isFit(request.text, groups.part)) return null
  const of = partOf(groups.part)
  if (groups.n === undefined && (groups.part ?? '').endsWith('s')) return null
  const count = groups.n === undefined ? 1 : numberOf(groups.n)
  const total = peek('text.slice', { text: request.text, of, from: 1 })?.total
  if (typeof total !== 'number' || count >= total) return null
  const place = /last/i.test(groups.end ?? '') ? { from: 1, to: -count - 1 } : { from: count + 1, to: -1 }
  return textAfter(request, [{ name: 'Take the rest', op: 'text.slice', more: { of, ...place } }])
}

function cut(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, CUT)
  const count = numberOf(groups?.n)
  if (groups === null || !(count >= 1) || !isFit(request.text, groups.part)) return null
  // `shorten to 10 words` may want a summary; `truncate` never does.
  if (!/^(?:truncate|cut|crop)/i.test(request.head) && !/char/i.test(groups.part ?? '')) return null
  const of = partOf(groups.part)
  const total = peek('text.slice', { text: request.text, of, from: 1 })?.total
  if (typeof total !== 'number' || total <= count) return null
  const mark = groups.mark ?? groups.mark2
  const sign = mark === undefined ? '' : mark.startsWith('⟦') ? (request.args[0] ?? '') : mark === '…' ? '…' : '...'
  const slice: Step = { name: 'Take the beginning', op: 'text.slice', more: { of, from: 1, to: count } }
  return textAfter(
    request,
    sign === '' ? [slice] : [slice, { name: 'Add the mark', op: 'text.affix', more: { of: 'text', after: sign } }],
  )
}

const PARTICLE = /^(?:von|van|de|der|den|di|da|la|le|du|del|dos|bin|al)$/

/** Every word gives a letter; where small words stand between, two readings are in use. */
function initials(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, INITIALS)
  if (groups === null) return null
  const isEach = /first/i.test(request.head)
  // `the first letters of Hello`: how many, nobody said.
  if (/first letters$/i.test(request.head) && !/^(?:\p{Lu}\S*(?: |$)){2,12}$/u.test(request.text)) return null
  const words = request.text.trim().split(/\s+/)
  if (words.length < 2 || words.length > 20 || !/^[\p{L}\s'’.]+$/u.test(request.text) || /\.(?=\S)/.test(request.text))
    return null
  // `Federal Bureau of Investigation`: where the others begin with capitals, small words give no letter.
  const small = [...new Set(words.filter(word => /^(?:of|the|and|for|in|on|a|an|to|at|by|or|with|from)$/.test(word)))]
  const isTitle = /acronym|initialism|abbreviation/i.test(request.head) && groups.dots === undefined
  if (
    !isEach &&
    small.length > 0 &&
    isTitle &&
    !/^(?:the|an?)$/i.test(words[0] ?? '') &&
    words.every(word => small.includes(word) || /^\p{Lu}/u.test(word))
  )
    return textAfter(
      request,
      [
        { name: 'Leave the small words out', op: 'text.without', more: { words: small } },
        { name: 'Take the initials', op: 'text.initials', more: { upper: true } },
      ],
      { same: true, reading: `No letter for ${small.join(', ')}.` },
    )
  if (!isEach && words.some(word => /^(?:of|the|and|for|in|on|a|an|to|at|by|or|with|from)$/i.test(word))) return null
  const particles = words.filter(word => PARTICLE.test(word))
  const isKept = isEach || particles.length > 0
  const isName = words.every(word => /^\p{Lu}/u.test(word) || PARTICLE.test(word))
  const isPlain = words.every(word => /^\p{Ll}/u.test(word))
  if (!isEach && !isName && !(isPlain && particles.length === 0)) return null
  const step: Step = { name: 'Take the initials', op: 'text.initials', more: isKept ? {} : { upper: true } }
  const dots: readonly Step[] =
    groups.dots === undefined
      ? []
      : [
          { name: 'Set the dots', op: 'text.groups', more: { size: 1, separator: '.' } },
          { name: 'Set the last dot', op: 'text.affix', more: { of: 'text', after: '.' } },
        ]
  return textAfter(request, [step, ...dots], {
    same: true,
    reading: !isEach && particles.length > 0 ? `With a letter for ${particles.join(', ')}.` : '',
  })
}

function ownLines(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, OWN_LINE)
  if (groups === null) return null
  const what = groups.what ?? request.noun
  if (!/^(?:words?|letters?|characters?|sentences?)$/i.test(what)) return null
  const of = partOf(what)
  if (of === 'lines' || request.text.includes('\n') || (of === 'words' && /[,;]/.test(request.text))) return null
  if (!isFit(request.text, what) || (of === 'words' && !/\s/.test(request.text.trim()))) return null
  return listAfter(request, [{ name: 'Cut it', op: 'text.slice', more: { of, from: 1, to: -1 } }], 'parts')
}

const BETWEEN: Readonly<Record<string, string>> = {
  dash: '-',
  hyphen: '-',
  dot: '.',
  comma: ',',
  space: ' ',
  underscore: '_',
}

function dashed(request: TextRequest): Answer | null {
  const sign = groupsOf(request.head, DASHED)?.sign?.toLowerCase()
  if (sign === undefined || !/^\p{L}{2,60}$/u.test(request.text) || COMPLEX.test(request.text)) return null
  const separator = sign.startsWith('⟦') ? request.args[0] : BETWEEN[sign.replace(/e?s$/, '')]
  if (separator === undefined) return null
  return textAfter(request, [
    { name: 'Take the letters', op: 'text.slice', more: { of: 'characters', from: 1, to: -1 }, gives: 'parts' },
    { name: 'Join them', op: 'list.join', more: { separator }, takes: 'items' },
  ])
}
