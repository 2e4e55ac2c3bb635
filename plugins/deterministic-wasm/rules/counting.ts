/** Counts of a text that is there: words, characters, letters, lines, sentences, and how often a letter or a word stands in it. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Clause } from './message/read-message.ts'
import { findSource, type Source } from './message/source.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from './rule.ts'
import { ABBREVIATED, bothCases } from './texts/text-answers.ts'
import { LANGUAGES } from './texts/told-words.ts'

const KIND = '(?<kind>words?|characters?|chars|letters?|lines?|sentences?)'
const ARE = '(?: (?:are there|are|is|there are|does|do|has|have))*'
const COUNT_OF: readonly RegExp[] = [
  new RegExp(
    `^how many ${KIND}${ARE} (?:in|does|do|has|is in|are in) (?<of>.+?)(?: (?:have|has|contain|contains))?$`,
    'i',
  ),
  new RegExp(`^how many ${KIND}${ARE}(?: (?:there|here|it))?$`, 'i'),
  new RegExp(`^(?:count|count up)(?: all)?(?: the| its| their)?(?: number of)? ${KIND}(?: (?:in|of) (?<of>.+))?$`, 'i'),
  new RegExp(`^(?:number of|count of) ${KIND}(?: (?:in|of) (?<of>.+))?$`, 'i'),
  /^(?<kind>word|character|letter|line|sentence) count(?: (?:of|for|in) (?<of>.+))?$/i,
  /^how long is (?<of>⟦\d⟧)(?: in (?<kind>characters|words|letters))?$/i,
]
/** `is` and `as` are words, and no letters in the plural. */
const LETTER = "(?:the )?(?:letters? )?(?!(?:is|as|us) )(?<letter>⟦\\d⟧|\\p{L})(?:'?s)?(?: letters?)?"
const OF_WORD = '(?:in|within) (?:(?:the )?(?:word|name) )?(?<of>⟦\\d⟧|[\\p{L}-]{2,40})'
const LETTERS: readonly RegExp[] = [
  /^[Hh]ow many (?<letter>[b-hj-z]) (?:are )?(?:there )?in (?:the )?(?:word )?(?<of>\p{Ll}{3,40})$/u,
  new RegExp(
    `^how many (?:times does|times do|times is) ${LETTER} (?:appear|occur|appears|show up|used|come up) ${OF_WORD}$`,
    'iu',
  ),
  new RegExp(
    `^[Hh]ow many (?:letters? (?<letter>⟦\\d⟧|\\p{L})(?:'?s)?|(?<letter2>\\p{L})'s|(?<letter3>⟦\\d⟧)(?:'?s)?|(?<letter4>[A-Z])s)${ARE} (?:there )?${OF_WORD}$`,
    'u',
  ),
  new RegExp(
    `^count (?:the )?(?:letter (?<letter>⟦\\d⟧|\\p{L})|number of (?<letter2>\\p{L})'s|(?<letter3>\\p{L})'s) ${OF_WORD}$`,
    'iu',
  ),
]
const OCCURS =
  /^(?:how (?:many times|often) does (?:the )?(?:word |phrase |term )?(?<what>⟦\d⟧) (?:appear|occur|show up|come up)|count (?:the )?(?:occurrences of|how often) (?<what2>⟦\d⟧)(?: (?:appears|occurs))?)(?: in (?<of>.+))?$/i
/** Where people would count other things than code points. */
const COMPLEX = /\p{M}|\p{Cf}|\p{Cs}|\p{Extended_Pictographic}/u

const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:how many|count(?: the| all)?|number of) vowels(?: (?:are there|are|does|in|there|has|have))*(?: (?:the )?(?:word )?(?<of>⟦\d⟧|[\p{L}-]{2,40}))?(?: have)?$/iu,
    'aeiou',
  ],
  [
    /^(?:how many|count(?: the| all)?|number of) (?<sign>commas|semicolons|dots|periods|question marks|exclamation marks|dashes|hyphens|spaces|slashes)(?: (?:are there|are|in|there))*(?: (?<of>⟦\d⟧))?$/iu,
    '',
  ],
  [
    /^(?:how many|count(?: the| all)?|number of)(?: times)?(?: does)?(?: the)? (?:letters? )?(?!(?:is|as|us) )(?<letter>\p{L})(?:'?s)?(?: (?:appear|occur|are there|in|there))*(?: (?<of>⟦\d⟧))?$/iu,
    '',
  ],
]
const SIGNS: Readonly<Record<string, string>> = {
  commas: ',',
  semicolons: ';',
  dots: '.',
  periods: '.',
  'question marks': '?',
  'exclamation marks': '!',
  dashes: '-',
  hyphens: '-',
  spaces: ' ',
  slashes: '/',
}

export const countingRules: readonly PlannerRule[] = [
  defineRule({
    id: 'text-count',
    reason:
      'Counts the words, characters, letters, lines or sentences of a text that is quoted, follows, or is attached.',
    order: 50,
    hint: /count|how many|how often|how long|number of/i,
    examples: {
      yes: [
        'How many words are in "the quick brown fox"?',
        'Count the characters in: hello world',
        'how many letters are in the word strawberry?',
        "How many r's are in strawberry?",
        'How many times does the letter s appear in Mississippi?',
        'count the lines:\none\ntwo\nthree',
        'How many sentences are in “It rains. We stay.”?',
        'Word count of "to be or not to be"',
        'count the vowels in encyclopaedia',
        'count commas: a,b,,c',
        'number of letter e in: never let them see you sweat',
      ],
      no: [
        'How many words are in the English language?',
        'How many letters are in the alphabet?',
        'How many characters are in War and Peace?',
        'How many people are in "The Beatles"?',
        'Every word counts.',
        'How many words should an essay have?',
        'How many lines of code does Linux have?',
        'Count me in: I love words',
        'How many sentences did the judge hand out?',
      ],
    },
    read: (clause, input) =>
      isOfAnother(clause, input.message)
        ? null
        : (inText(clause, input) ?? occurrences(clause, input) ?? letters(clause) ?? counts(clause, input)),
  }),
]

/** `which is the longest word and how many letters does it have: ...`: of the word, and not of the text. */
const isOfAnother = ({ text, span }: Clause, message: string): boolean =>
  span[0] > 0 &&
  /(?<!\p{L})(?:it|they|them)(?!\p{L})/iu.test(text) &&
  /(?<!\p{L})(?:longest|shortest|first|last|middle|second|third|which|most)(?!\p{L})/iu.test(
    message.slice(0, Math.min(span[0], 400)),
  )

type Kind = 'words' | 'characters' | 'letters' | 'lines' | 'sentences'

function counts(clause: Clause, input: PlannerInput): Answer | null {
  for (const form of COUNT_OF) {
    for (const text of [clause.text, clause.core]) {
      const groups = form.exec(text)?.groups
      if (groups === undefined) continue
      // `how long is "War and Peace"` asks about a book.
      const isTitle = /^how long is ⟦\d⟧$/i.test(text) && /^\p{Lu}(?:.*\s|\p{Ll}+$)/u.test(clause.quotes[0]?.text ?? '')
      if (isTitle) return null
      const kind = kindOf(groups.kind ?? 'characters')
      const source = findSource(clause, input, groups.of ?? '') ?? namedWord(clause, groups.of ?? '', kind)
      if (source !== null) return countSource(source, kind)
    }
  }
  return null
}

function kindOf(written: string): Kind {
  const word = written.toLowerCase().replace(/^chars?$/, 'characters')
  return (word.endsWith('s') ? word : `${word}s`) as Kind
}

/** `the word strawberry` without quotation marks: one word has letters and characters, and nothing else to count. */
function namedWord(clause: Clause, written: string, kind: Kind): Source | null {
  // Bare, only a small word's letters: `characters in Hamlet` are people.
  const word =
    /^(?:the )?(?:word|name) (\p{L}{2,40})$/iu.exec(written)?.[1] ??
    (kind === 'letters' ? /^(\p{Ll}{3,40})$/u.exec(written)?.[1] : undefined)
  if (
    word === undefined ||
    (NO_WORD.test(word) && !/word|name/i.test(written)) ||
    clause.data !== null ||
    // The characters of a book or a film are people.
    (kind === 'characters' && !/word|name/i.test(written)) ||
    (kind !== 'letters' && kind !== 'characters')
  )
    return null
  return { text: word, input: word, usesData: false, name: null, kind: 'quote' }
}

/** Words that name something else that has letters. */
const NO_WORD =
  /^(?:alphabets?|english|german|french|spanish|italian|greek|hebrew|arabic|russian|cyrillic|latin|hawaiian|scrabble|wordle|dna|genome|names?|words?|this|that|here|there|it|these|those|them|text|total|all|mail|bible|book|books|sentence|message|password|passwords|following|string|language|languages|life|average|use|common)$/i

function countSource(source: Source, kind: Kind): Answer | null {
  const { text } = source
  if (text.length > 500_000 || COMPLEX.test(text) || (kind === 'sentences' && ABBREVIATED.test(text))) return null
  if (kind === 'letters') return countLetters(source)
  const seen = peek('text.count', { text })?.[kind]
  if (typeof seen !== 'number' || (kind === 'words' && seen !== spacedWords(text))) return null
  const count = task('count', `Count the ${kind}`, 'text.count', { text: source.input })
  return said(
    [count],
    'count',
    `/${kind}`,
    seen,
    kind,
    kind === 'characters' && /\s/.test(text) ? 'Blanks count too.' : '',
    source,
  )
}

/** Where words between blanks are others than words by letters (`3.14`, `a/b`), people count differently. */
const spacedWords = (text: string): number => text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length

/** Letters and blanks only: the blanks are taken out, the rest is letters. */
function countLetters(source: Source): Answer | null {
  const { text } = source
  if (!/^[\p{L} ]+$/u.test(text)) return null
  const seen = text.replaceAll(' ', '').length
  const joined = task('joined', 'Leave out the blanks', 'text.replace', { text: source.input, find: ' ', with: '' })
  const count = task('count', 'Count the letters', 'text.count', { text: { $from: 'joined', pointer: '/text' } }, [
    'joined',
  ])
  return said([joined, count], 'count', '/characters', seen, 'letters', '', source)
}

function letters(clause: Clause): Answer | null {
  for (const form of LETTERS) {
    const groups = form.exec(clause.text)?.groups
    if (groups === undefined) continue
    const letter = unquoted(clause, groups.letter ?? groups.letter2 ?? groups.letter3 ?? groups.letter4 ?? '')
    const word = unquoted(clause, groups.of ?? '')
    if (!/^\p{L}$/u.test(letter) || COMPLEX.test(word) || clause.data !== null) return null
    const find = letter.toLowerCase()
    const lower = task('lower', 'Ignore upper and lower case', 'text.normalize', { text: word, case: 'lower' })
    const count = task(
      'count',
      `Count ${find}`,
      'text.replace',
      { text: { $from: 'lower', pointer: '/text' }, find, with: '' },
      ['lower'],
    )
    return {
      tasks: [lower, count],
      answer: 'count',
      reply: withHow(
        '{{value}}',
        { value: at('/count') },
        `The letter ${find} in ${shown(word)}${bothCases(word, find)}`,
      ),
    }
  }
  return null
}

/** Vowels, a sign or one letter in a text that is there; each is taken out, and what that took is added up. */
function inText(clause: Clause, input: PlannerInput): Answer | null {
  for (const [form, fixed] of IN_TEXT) {
    const groups = form.exec(clause.text)?.groups
    if (groups === undefined) continue
    const of = groups.of ?? ''
    const isWord = of !== '' && !of.startsWith('⟦')
    // A language has vowels of its own.
    if (isWord && LANGUAGES.test(of)) return null
    if (
      isWord &&
      /^\p{Lu}\p{Ll}*(?:ese|ish|ian|ic|ench|man|tch|eek|atin|indi|rdu|amil|brew|elsh|wahili|lan|ean)$/u.test(of)
    )
      return null
    const source: Source | null =
      isWord && clause.data === null
        ? { text: of, input: of, usesData: false, name: null, kind: 'quote' }
        : findSource(clause, input, of)
    const signs =
      fixed === '' ? [SIGNS[(groups.sign ?? '').toLowerCase()] ?? (groups.letter ?? '').toLowerCase()] : [...fixed]
    if (source === null || COMPLEX.test(source.text) || source.text.length > 100_000 || signs[0] === '') return null
    const lower = task('lower', 'Ignore upper and lower case', 'text.normalize', { text: source.input, case: 'lower' })
    const counts = signs.map((find, i) =>
      task(
        `count${i + 1}`,
        `Count ${find}`,
        'text.replace',
        { text: { $from: 'lower', pointer: '/text' }, find, with: '' },
        ['lower'],
      ),
    )
    const values = counts.map(({ key }) => ({ $from: key, pointer: '/count' }))
    const sum = task(
      'sum',
      'Add them up',
      'math.sum',
      { values },
      counts.map(({ key }) => key),
    )
    const how =
      fixed === ''
        ? `How often ${signs[0] === ' ' ? 'a space' : shown(signs[0]!)} occurs${bothCases(source.text, signs[0]!)}`
        : 'The letters a, e, i, o and u'
    return {
      tasks: [lower, ...counts, sum],
      answer: 'sum',
      reply: withHow('{{value}}', { value: at('/exact') }, how),
      usesData: source.usesData,
    }
  }
  return null
}

function occurrences(clause: Clause, input: PlannerInput): Answer | null {
  const groups = OCCURS.exec(clause.text)?.groups
  if (groups === undefined) return null
  const what = unquoted(clause, groups.what ?? groups.what2 ?? '')
  const rest: Clause = { ...clause, quotes: (groups.of ?? '').includes('⟦') ? clause.quotes : [] }
  const source = findSource(rest, input, groups.of ?? '')
  // Inside longer words, or in another case, it is not certain what counts.
  if (
    source === null ||
    what.trim() !== what ||
    what.length === 0 ||
    source.text.length > 500_000 ||
    !isPlainOccurrence(source.text, what)
  )
    return null
  const count = task('count', 'Count how often it occurs', 'text.replace', { text: source.input, find: what, with: '' })
  return {
    tasks: [count],
    answer: 'count',
    reply: withHow('{{value}}', { value: at('/count') }, `How often ${shown(what)} occurs`),
    usesData: source.usesData,
  }
}

function isPlainOccurrence(text: string, what: string): boolean {
  const anyCase = text.toLowerCase().split(what.toLowerCase()).length
  const parts = text.split(what)
  if (anyCase !== parts.length) return false
  const isWord = /^[\p{L}\p{N}]/u.test(what) && /[\p{L}\p{N}]$/u.test(what)
  const touches = parts.some(
    (part, i) => (i < parts.length - 1 && /[\p{L}\p{N}]$/u.test(part)) || (i > 0 && /^[\p{L}\p{N}]/u.test(part)),
  )
  return !isWord || !touches
}

function unquoted(clause: Clause, written: string): string {
  const quoted = /^⟦(\d)⟧$/.exec(written)
  return quoted === null ? written : (clause.quotes[Number(quoted[1])]?.text ?? '')
}

/** A short text for the second line; backticks keep Markdown away from it. */
const shown = (text: string): string => (text.length > 60 || /[`\n]/.test(text) ? 'the text' : `\`${text}\``)

function said(
  tasks: Answer['tasks'],
  answer: string,
  pointer: string,
  seen: number,
  kind: Kind,
  note: string,
  source: Source,
): Answer {
  const word = seen === 1 ? kind.slice(0, -1) : kind
  const reply = withHow('{{value}} {{word}}', { value: at(pointer), word: literal(word) }, note)
  return { tasks, answer, reply, usesData: source.usesData }
}
