/** Signs that are taken out of a text, or the only ones that stay: punctuation, digits, blanks, vowels, brackets with what is in them, tags. */
import type { Answer } from '../rule.ts'
import { ARG, argOf, groupsOf, hasOtherCase, type Step, textAfter, whole } from './text-answers.ts'
import type { TextRequest } from './text-request.ts'

const TAKE =
  '(?:remove|delete|strip|drop|take out|take away|take|get rid of|eliminate|clear|erase|cut out|cut|filter out|leave out|throw out|throw away|clean up|clean|kill|rid §? ?of|omit|lose)'
const OUT = '(?:(?: away| out| off)? (?:from|in|out of|off|of) §)?'
const ALL = '(?:(?:out|all|any|every|each|the|of|single|remaining) )*'

type Removal = readonly [pattern: string, steps: (text: string) => readonly Step[] | null]
const signs = (name: string, ...kinds: string[]): Step => ({ name, op: 'text.signs', more: { kinds } })
const NO_NUMBER_MARKS = /\d[.,]\d/
const REMOVALS: readonly Removal[] = [
  ['punctuation(?: marks?| signs?| characters?)?', () => [signs('Take out the punctuation', 'punctuation')]],
  [
    'punctuation(?: marks?)? and (?:spaces|blanks|white ?space)|(?:spaces|blanks|white ?space) and punctuation(?: marks?)?',
    () => [signs('Take out punctuation and blanks', 'punctuation', 'white_space')],
  ],
  ['(?:digits?|numerals?|number characters|digit characters)', () => [signs('Take out the digits', 'digits')]],
  [
    'numbers|numeric characters',
    text =>
      // `1. wash`: the numbers in front may be meant alone.
      NO_NUMBER_MARKS.test(text) || (text.includes('\n') && /^\s*\d{1,3}[.)]\s/.test(text))
        ? null
        : [signs('Take out the digits', 'digits')],
  ],
  ['(?:spaces|blanks|blank spaces|space characters)', () => [signs('Take out the blanks', 'spaces')]],
  ['white ?-?spaces?', () => [signs('Take out the white space', 'white_space')]],
  ['vowels', () => [signs('Take out the vowels', 'vowels')]],
  ['consonants', () => [signs('Take out the consonants', 'consonants')]],
  ['letters', () => [signs('Take out the letters', 'letters')]],
  ['capital letters|capitals|upper ?-?case letters', () => [signs('Take out the capitals', 'upper')]],
  ['lower ?-?case letters|small letters', () => [signs('Take out the small letters', 'lower')]],
  ['emojis?|emoticons|smileys', () => [signs('Take out the emoji', 'emoji')]],
  [
    '(?:line ?-?breaks?|new ?-?lines?|line ends|line endings|returns|carriage returns|hard returns)(?: and (?:join|put|make)(?: it| them| everything| the lines)?(?: in(?:to)?| on)? one line)?',
    text => (/\n/.test(text) && !/\n\s*\n/.test(text) ? JOIN_LINES : null),
  ],
  [
    '(?:(?:extra|surplus|double|multiple|duplicate|redundant|unnecessary|repeated|excess|additional|superfluous|consecutive) )+(?:spaces?|blanks?|white ?-?spaces?|spacing)',
    () => [{ name: 'Keep one blank', op: 'text.normalize', more: { collapse_whitespace: true } }],
  ],
  [
    '(?:leading and trailing|trailing and leading|surrounding|outer)(?: (?:spaces|blanks|white ?-?space))',
    text =>
      /\S\s{2,}\S/.test(text.trim())
        ? null
        : [{ name: 'Trim it', op: 'text.normalize', more: { collapse_whitespace: true } }],
  ],
  [
    '(?:accents?|accent marks?|diacritics?|diacritical marks?|umlauts and accents)(?: (?:from|on) (?:the )?letters)?',
    () => [{ name: 'Take off the accents', op: 'text.normalize', more: { strip_accents: true } }],
  ],
  [
    '(?:quotes|quotation marks|quote marks|double quotes)',
    text => (/['’]/.test(text) ? null : signsOf(text, ['"', '“', '”', '„', '«', '»'])),
  ],
  [
    "(?:everything|anything|text|content|contents|words?|what(?: is|'s)?|stuff|parts?) (?:that is |that's |written )?(?:in|inside|between|within)(?: the)? (?:round )?(?:brackets?|parenthes[ei]s)(?:,? (?:including|incl\\.?|and|with)(?: the)? (?:brackets?|parenthes[ei]s)(?: too| themselves)?)?|(?:brackets?|parenthes[ei]s) (?:and|with|plus|including|incl\\.?)(?: (?:everything|what|all|the|their|its))*(?: (?:text|content|contents|stuff|is|'s))*(?: (?:in|inside|between|within)(?: them| it)?)?|bracketed (?:text|parts?|content|words)|parenthetical(?:s| text| remarks)|content(?:s)? of (?:the )?(?:brackets|parentheses)",
    text => bracketsOut(text),
  ],
  ['html(?: ?tags?| ?markup| ?code)?|tags|markup', text => tagsOut(text)],
]
const JOIN_LINES: readonly Step[] = [
  { name: 'Cut it into lines', op: 'text.split', more: { by: 'lines' }, gives: 'parts' },
  { name: 'Join them by blanks', op: 'list.join', more: { separator: ' ' }, takes: 'items' },
]

const signsOf = (text: string, all: readonly string[]): readonly Step[] | null => {
  const there = all.filter(sign => text.includes(sign))
  return there.length === 0
    ? null
    : there.map(find => ({ name: `Take out ${find}`, op: 'text.replace', more: { find, with: '' } }))
}

/** One kind of bracket, none inside another. */
function bracketsOut(text: string): readonly Step[] | null {
  const kinds = ['()', '[]', '{}'].filter(([open]) => text.includes(open as string))
  const [open = '', close = ''] = kinds[0] ?? ''
  if (kinds.length !== 1 || !isFlat(text, open, close)) return null
  return [{ name: 'Take out the brackets', op: 'extract.between', more: { open, close }, gives: 'rest' }]
}

/** Brackets that open and close by turns. */
export function isFlat(text: string, open: string, close: string): boolean {
  let depth = 0
  for (const sign of text) {
    if (sign === open) depth += 1
    else if (sign === close) depth -= 1
    if (depth < 0 || depth > 1) return false
  }
  return depth === 0
}

function tagsOut(text: string): readonly Step[] | null {
  const tags = text.match(/<[^<>]*>/g) ?? []
  const rest = text.replace(/<[^<>]*>/g, '')
  if (tags.length === 0 || /[<>]/.test(rest) || !tags.every(tag => /^<\/?[a-z][^<>]*>$/i.test(tag))) return null
  if (/<(?:script|style)/i.test(text)) return null
  return [
    {
      name: 'Take out the tags',
      op: 'extract.between',
      more: { open: '<', close: '>', keep_blanks: true },
      gives: 'rest',
    },
    ...(/&[a-z#]/i.test(rest) ? [{ name: 'Read the entities', op: 'encode.unhtml' }] : []),
  ]
}

const REMOVED = REMOVALS.map(
  ([what, steps]) =>
    [
      [
        whole(`${TAKE} ${ALL}(?:${what})${OUT}`),
        whole(`§ (?:without|minus|w/o) (?:any |the |all )*(?:${what})`),
        whole(`(?:§ )?(?:with )?no (?:${what})`),
      ],
      steps,
    ] as const,
)
/** `take out every comma`, `remove all ⟦0⟧`. */
const REMOVED_SIGN = [
  whole(
    `${TAKE} ${ALL}(?:(?:letters?|characters?|signs?|symbols?) )?(?<sign>${ARG}|(?<=letters? |characters? )\\p{L})(?: (?:letters?|characters?|signs?|symbols?))?${OUT}`,
  ),
]
const KEPT: readonly (readonly [RegExp, Step])[] = (
  [
    ['digits|numerals', 'digits'],
    ['letters', 'letters'],
    ['vowels', 'vowels'],
    ['consonants', 'consonants'],
    ['capital letters|capitals|upper ?-?case letters', 'upper'],
  ] as const
).map(([what, kind]) => [
  whole(
    `(?:keep|leave|retain)(?: just| only)?(?: the)? (?:${what})${OUT}|${TAKE} (?:everything|all|all characters|anything) (?:but|other than|that is not|that isn't|which is not)(?: the| an?)? (?:${what}|${what.replace(/s(?=\||$)/g, '')})${OUT}|(?:${what}) only`,
  ),
  { name: 'Keep them', op: 'text.signs', more: { kinds: [kind], mode: 'keep' } },
])

export function removed(request: TextRequest): Answer | null {
  for (const [patterns, steps] of REMOVED) {
    if (groupsOf(request.head, patterns) === null) continue
    const all = steps(request.text)
    return all === null ? null : textAfter(request, all, { same: true, gives: all.at(-1)?.gives ?? 'text' })
  }
  const sign = groupsOf(request.head, REMOVED_SIGN)?.sign
  if (sign === undefined) return null
  const find = /^\p{L}$/u.test(sign) ? sign : argOf(request, sign)
  if (find === null || find === '' || find.includes('\n')) return null
  // A word that is taken out leaves blanks behind, and may be part of another.
  // `https://` is no word: it ends with a sign.
  const isSigned = /^[^\p{L}\p{N}\s]|[^\p{L}\p{N}\s]$/u.test(find)
  if ((/[\p{L}\p{N}]{2}/u.test(find) && !isSigned) || hasOtherCase(request.text, find)) return null
  return textAfter(request, [{ name: 'Take it out', op: 'text.replace', more: { find, with: '' } }])
}

export function kept(request: TextRequest): Answer | null {
  const step = KEPT.find(([pattern]) => pattern.test(request.head))?.[1]
  return step === undefined ? null : textAfter(request, [step], { same: true })
}
