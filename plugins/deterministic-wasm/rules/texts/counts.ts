/** How many signs, words and parts a given text has, how long its words are, and where something stands in it. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import type { Answer } from '../rule.ts'
import {
  ABBREVIATED,
  argOf,
  bothCases,
  COMPLEX,
  COUNT,
  countAfter,
  groupsOf,
  type Step,
  shown,
  THERE_ARE,
  whole,
} from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'
import type { Wish } from './wishes.ts'
import { wordFact } from './word-facts.ts'

/** `how many X does § have`, `count the X in §`, `X count`. */
const counting = (many: string, one = many): readonly RegExp[] => [
  whole(`${COUNT}(?:the |all |all the |of the )?(?:${many})${THERE_ARE}`),
  whole(`(?:total )?(?:${one}|${many})[- ]?count(?:er)?(?: of| for| in)?(?: §)?`),
  whole(`does § (?:contain|have) (?:how many|what number of) (?:${many})`),
]

type Counted = {
  readonly patterns: readonly RegExp[]
  readonly steps: readonly Step[]
  readonly pointer: string
  readonly unit: readonly [string, string]
  readonly how?: string
  readonly not?: RegExp
}
const kinds = (...all: string[]): JsonObject => ({ kinds: all })
const WITHOUT_BLANKS =
  '(?:characters|chars|signs|letters and (?:signs|symbols|punctuation))(?: there are)?,? (?:without|excluding|not counting|minus|w/o|excl\\.?|not including)(?: the| any)? (?:spaces?|blanks?|white ?space)|non[ -]?(?:space|blank|whitespace) characters'
const signs = (
  many: string,
  one: string,
  unit: readonly [string, string],
  all: readonly string[],
  how = '',
): Counted => ({
  patterns: counting(many, one),
  steps: [{ name: `Count ${unit[1]}`, op: 'text.signs', more: kinds(...all) }],
  pointer: 'count',
  unit,
  how,
})

const COUNTED: readonly Counted[] = [
  {
    patterns: counting('words', 'word'),
    steps: [{ name: 'Count the words', op: 'text.count' }],
    pointer: 'words',
    unit: ['word', 'words'],
  },
  {
    patterns: [
      ...counting('characters|chars|signs', 'character|char'),
      whole('how long is(?: §)?(?: in characters)?|length(?: of §)?(?: in characters)?|character length(?: of §)?'),
    ],
    steps: [{ name: 'Count the characters', op: 'text.count' }],
    pointer: 'characters',
    unit: ['character', 'characters'],
    how: 'Blanks count too.',
  },
  {
    patterns: [...counting(WITHOUT_BLANKS), whole(WITHOUT_BLANKS)],
    steps: [
      { name: 'Leave out the blanks', op: 'text.signs', more: kinds('white_space') },
      { name: 'Count the characters', op: 'text.count' },
    ],
    pointer: 'characters',
    unit: ['character', 'characters'],
    how: 'Blanks are left out.',
  },
  {
    patterns: counting(
      '(?:characters|chars|signs),? (?:including|incl\\.?|counting|with)(?: the| all)? (?:spaces?|blanks?|white ?space)',
    ),
    steps: [{ name: 'Count the characters', op: 'text.count' }],
    pointer: 'characters',
    unit: ['character', 'characters'],
    how: 'Blanks count too.',
  },
  { ...signs('letters', 'letter', ['letter', 'letters'], ['letters']), not: /\d/ },
  {
    patterns: counting('lines|rows of text', 'line'),
    steps: [{ name: 'Count the lines', op: 'text.count' }],
    pointer: 'lines',
    unit: ['line', 'lines'],
    not: /\n\s*\n/,
  },
  {
    patterns: counting('sentences', 'sentence'),
    steps: [{ name: 'Count the sentences', op: 'text.count' }],
    pointer: 'sentences',
    unit: ['sentence', 'sentences'],
  },
  signs('vowels', 'vowel', ['vowel', 'vowels'], ['vowels'], 'The letters a, e, i, o and u'),
  signs('consonants', 'consonant', ['consonant', 'consonants'], ['consonants'], 'Y is counted as a consonant'),
  signs('digits|numerals', 'digit', ['digit', 'digits'], ['digits']),
  signs(
    'punctuation(?: marks?| signs?| characters?)?',
    'punctuation(?: mark)?',
    ['punctuation mark', 'punctuation marks'],
    ['punctuation'],
  ),
  signs('spaces|blanks', 'space', ['space', 'spaces'], ['spaces']),
  signs(
    'white ?space characters',
    'white ?space',
    ['white space character', 'white space characters'],
    ['white_space'],
  ),
  signs(
    '(?:capital|upper ?-?case|big) letters|capitals',
    'capital letter',
    ['capital letter', 'capital letters'],
    ['upper'],
  ),
  signs('(?:lower ?-?case|small) letters', 'lowercase letter', ['small letter', 'small letters'], ['lower']),
  {
    patterns: [
      ...counting('(?:utf-?8 )?bytes(?: in utf-?8)?', 'byte'),
      whole(
        'how many bytes (?:is|does|would) §(?: (?:take|need|use|have))?(?: up)?(?: (?:in|as|with) utf-?8)?|(?:utf-?8 )?byte (?:length|size)(?: of §)?|(?:size|length)(?: of §)? in (?:utf-?8 )?bytes|how big is § in (?:utf-?8 )?bytes',
      ),
    ],
    steps: [{ name: 'Take the bytes', op: 'encode.codes', more: { unit: 'bytes' } }],
    pointer: 'count',
    unit: ['byte', 'bytes'],
    how: 'In UTF-8',
  },
]

const OCCURS = [
  whole(
    `(?:how (?:many times|often)|count how (?:many times|often)|number of times|count the (?:number of )?times) (?:is |does |do )?(?:the |an? )?(?:(?:letter|character|sign|word|phrase|term|name) )?(?<what>⟦\\d⟧|[\\p{L}]{1,20})(?:(?<=(?:how often|how many times) is .*)| (?:appears?|occurs?|shows? up|comes? up|is used|used|repeated|is repeated|in|stands?|found|mentioned|is mentioned)(?: up)?)(?: in §)?`,
  ),
  whole(
    `(?:${COUNT})?(?:the |all )?(?:occurrences|instances|appearances|times|number) (?:of )?(?:the )?(?:(?:letter|character|sign|word|phrase|term|name) )?(?<what>⟦\\d⟧|[\\p{L}]{1,20})(?: in §)?`,
  ),
  whole(`${COUNT}(?:the |all |of )?(?:letters?|characters?) (?<what>⟦\\d⟧|\\p{L})(?:'?s)?${THERE_ARE}`),
  whole(`${COUNT}(?:the )?(?!(?:is|as|us) )(?<what>⟦\\d⟧|\\p{L})(?:'?s)${THERE_ARE}`),
  whole(`${COUNT}(?:the )?(?<what>⟦\\d⟧)${THERE_ARE}`),
  whole(`${COUNT}(?:the )?words? (?<what>⟦\\d⟧)${THERE_ARE}`),
  whole(`${COUNT}(?:letters? )?(?!(?:is|as|us) )(?<what>\\p{L})(?:'?s)?(?: (?:are|is) (?:there )?)? ?in §`),
  whole(`is § how many times (?<what>⟦\\d⟧)`),
]

export const textCountRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-counts',
    reason:
      'Counts the signs, words or parts of a given text, tells its longest word, its commonest letter, or where something stands.',
    order: 75,
    unmarked: ({ head, text, form }) =>
      form === 'bare' &&
      /letter|character|vowel|consonant|how (?:often|many times)|many \p{L}(?!\p{L})/iu.test(head) &&
      /^[\p{L}-]+$/u.test(text),
    heeds: ['ignore_case', 'match_case', 'whole_words', 'inside_words'],
    hint: /without|exclud|count|many|number|often|length|long|short|average|mean|avg|common|frequent|most|different|distinct|unique|twice|repeat|duplicate|double|word|position|index|place|where|bytes|tally|big/iu,
    examples: {
      yes: [
        'how many sentences does this have? "I came home. It was late! Did anyone notice? No."',
        'characters without spaces in: Happy birthday to you my dear friend',
        'longets word in: we walked through an extraordinarily quiet neighbourhood yesterday',
        'shortest word here? banana kiwi watermelon fig cherry',
        'average word length of "this is a simple test"',
        'how often does the word "the" appear: The cat saw the dog',
        'count of unique words in "row row row your boat gently down the stream"',
        'find the position of the letter q in "tranquility"',
        'what words appear twice in this: we need need to check the the report again',
        'how many bytes is "naïve" in utf8',
        'number of consonants in "strength"',
        'how many capital letters are in: NASA and ESA met Bob',
        '"rhythm and blues" - how many letters is that, please?',
      ],
      no: [
        'How many words should I write: a blog post',
        'Which word is the shortest way to say this: I am very happy',
        'longest word in English: is it antidisestablishmentarianism?',
        'how often should I water it: basil',
        'What is the most common word for this: a red fruit',
        'How many letters did he send: ask Bob',
        'count on me: always',
        'count how many negative words are in: I hate this bad day',
        'how many syllables are in "beautiful"',
        'how many times a day: medicine',
        'how long is "War and Peace"',
        'average length of a novel: words',
        'how many nouns are in: the cat sat on the mat',
      ],
    },
    read: request =>
      request.wishes.length === 0
        ? (counted(request) ?? occurrences(request) ?? wordFact(request))
        : occurrences(request),
  }),
]

function counted(request: TextRequest): Answer | null {
  const found = COUNTED.find(({ patterns }) => patterns.some(pattern => pattern.test(request.head)))
  if (found === undefined || (found.not?.test(request.text) ?? false)) return null
  if (
    COMPLEX.test(request.text) &&
    found.pointer !== 'words' &&
    found.pointer !== 'sentences' &&
    found.pointer !== 'lines'
  )
    return null
  const { text } = request
  if (found.pointer === 'sentences' && ABBREVIATED.test(text)) return null
  // `how many words has "War and Peace"` asks about a book.
  const words = text.split(/\s+/)
  const isTitle =
    words.length <= 6 &&
    words.every(word => /^\p{Lu}|^(?:of|the|and|in|a|an|to|for|on|at|or)$/u.test(word)) &&
    /^\p{Lu}[^.!?]*$/u.test(text) &&
    /\p{Ll}/u.test(text)
  if (
    /word|sentence|line|character/.test(found.pointer) &&
    request.form === 'quote' &&
    isTitle &&
    !/character/.test(request.head) &&
    /words|sentences|lines/.test(found.pointer)
  )
    return null
  // `how long is "War and Peace"` asks about a book.
  // `how long is it: the bridge` asks about no text.
  if (/^how long is$/i.test(request.head) && request.form !== 'quote') return null
  if (
    /^(?:how )?long/i.test(request.head) &&
    /^\p{Lu}(?:.*\s|\p{Ll}+$)/u.test(text) &&
    !/character|word|string/i.test(`${request.head} ${request.noun}`)
  )
    return null
  // Where words between blanks are others than words by letters (`3.14`, `a/b`), people count differently.
  if (found.pointer === 'words') {
    const spaced = text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length
    if (peek('text.count', { text })?.words !== spaced) return null
  }
  const how = found.pointer === 'characters' && !/\s/.test(text) ? '' : found.how
  return countAfter(request, found.steps, found.pointer, found.unit, how)
}

function occurrences(request: TextRequest): Answer | null {
  const written = groupsOf(request.head, OCCURS)?.what
  if (written === undefined) return null
  const isBare = !written.includes('⟦')
  const what = isBare ? written : (argOf(request, written) ?? '')
  const { text } = request
  if (what.trim() !== what || what === '' || COMPLEX.test(text) || COMPLEX.test(what)) return null
  const wish = (name: Wish): boolean => request.wishes.includes(name)
  if (/^\p{L}$/u.test(what) && !wish('match_case')) {
    const find = what.toLowerCase()
    return countAfter(
      request,
      [
        { name: 'Ignore upper and lower case', op: 'text.normalize', more: { case: 'lower' } },
        { name: `Count ${find}`, op: 'text.replace', more: { find, with: '' } },
      ],
      'count',
      ['', ''],
      `How often the letter ${find} occurs${bothCases(text, find)}`,
    )
  }
  // Without marks, a word is named by `the word`.
  // Without marks, a word is named by `the word`, or it stands in the text as one.
  const isThere =
    /^how (?:many times|often)/iu.test(request.head) &&
    what.length > 2 &&
    request.form !== 'bare' &&
    new RegExp(`(?<!\\p{L})${what}(?!\\p{L})`, 'u').test(text)
  if (
    isBare &&
    ((!isThere && !/(?<!\p{L})(?:word|phrase|term|name) /iu.test(request.head)) || /^(?:that|which|is)$/i.test(what))
  )
    return null
  const isWord = /^[\p{L}\p{N}].*[\p{L}\p{N}]$/u.test(what)
  const named =
    wish('whole_words') || (!wish('inside_words') && /(?<!\p{L})(?:word|phrase|term|name) /iu.test(request.head))
  const all = peek('text.find', { text, find: what })?.count
  const words = peek('text.find', { text, find: what, whole_words: true })?.count
  const exact = peek('text.find', { text, find: what, match_case: true })?.count
  if (typeof all !== 'number') return null
  // `the` and `The` are one word; of a string, neither is certain. Inside other words only a string counts.
  if (!named && all !== exact && !wish('ignore_case') && !wish('match_case')) return null
  if (named ? isWord && all !== words : false) {
    // `cat` in `category`: a word is asked for.
  }
  if (!named && !wish('inside_words') && isWord && all !== words && /\s/.test(text)) return null
  if (overlaps(text, what)) return null
  return countAfter(
    request,
    [
      {
        name: 'Count how often it occurs',
        op: 'text.find',
        more: {
          find: what,
          ...(named && isWord ? { whole_words: true } : {}),
          ...(wish('match_case') ? { match_case: true } : {}),
        },
      },
    ],
    'count',
    ['', ''],
    `How often ${shown(what)} occurs${all !== exact && !wish('match_case') ? ', in capitals or not' : ''}`,
  )
}

/** `ana` in `banana`: two or one. */
function overlaps(text: string, what: string): boolean {
  const lower = text.toLowerCase()
  const find = what.toLowerCase()
  let at = lower.indexOf(find)
  while (at >= 0) {
    const next = lower.indexOf(find, at + 1)
    if (next > at && next < at + find.length) return true
    at = next
  }
  return false
}
