/** Questions of yes and no about given texts: palindromes, pangrams, anagrams, equal texts, what one contains or begins with, its length. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { peek } from '../peek.ts'
import { type Answer, task } from '../rule.ts'
import { argOf, COMPLEX, groupsOf, shown, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const IS = '(?:is|are|whether|would)'
const PALINDROME = [
  whole(
    `${IS} § (?:really |actually )?(?:an? )?palindromes?|palindrome(?: or not)?(?: §)?|${IS} an? palindrome(?: §)?|§ (?:an? )?palindrome|palindrome (?:check|test)(?: (?:of|for))?(?: §)?|check(?: §)? for (?:being )?(?:an? )?palindrome`,
  ),
  whole(
    `(?:${IS}|does)(?: the word)? § (?:read |spell(?:ed|t)? |spells )?(?:the )?same (?:backwards?|both ways|in reverse|reversed|forwards? and backwards?|backwards? and forwards?|from both sides)(?: and forwards?)?`,
  ),
]
const PANGRAM = [
  whole(
    `${IS} § (?:really )?(?:an? )?pangram|pangram(?: or not)?(?: §)?|${IS} an? pangram(?: §)?|does § (?:contain|use|have|include) (?:all|every|all the|each) (?:26 )?letters? (?:of|in) the (?:english )?alphabet|does § (?:contain|use|have) the (?:whole|entire|full) alphabet`,
  ),
]
const ANAGRAM = [
  whole(
    `${IS} (?:the (?:words?|phrases?) )?(?<a>⟦\\d⟧|[\\p{L}]{2,40}) (?:and|&|,|an anagram of|anagram of) (?:the word )?§ (?:anagrams?)?(?: (?:of (?:each other|one another)))?`,
  ),
  whole(
    `${IS} § (?:and|&|,|an anagram of|anagram of) (?:the word )?(?<a>⟦\\d⟧|[\\p{L}]{2,40}) ?(?:anagrams?)?(?: (?:of (?:each other|one another)))?`,
  ),
]
const EQUAL = [
  whole('are they identical § (?:and|&|vs\\.?|,) (?<a>⟦\\d⟧)'),
  whole(
    `(?:compare )?(?:the |two |both )*(?:strings|texts|words|lines|values|phrases)?(?:,)? ?(?:${IS}) (?:they )?(?:exactly |really )?(?:identical|the same|equal|a match|matching)[,:?]? (?<a>⟦\\d⟧) (?:and|&|vs\\.?|,) §`,
  ),
  whole(
    `${IS} (?<a>⟦\\d⟧) (?:and|&|,) § (?:exactly |really )?(?:identical|the same(?: (?:text|string|word))?|equal|a match|matching)`,
  ),
  whole(
    `${IS} § (?:and|&|,|equal to|the same as|identical to) (?<a>⟦\\d⟧) ?(?:exactly |really )?(?:identical|the same(?: (?:text|string|word))?|equal)?`,
  ),
  whole(`(?:do|does) (?<a>⟦\\d⟧) (?:and|&|match|equal) § ?(?:match)?`),
]
const CONTAINS = [
  whole(
    `(?:does|whether|is|do) § (?:contains?|have|has|include|includes) (?:the |an? )?(?:(?:word|letter|phrase|string|character|name|text) )?(?<what>⟦\\d⟧|(?<=letter )\\p{L}|any vowels?)(?: (?:in it|in there|anywhere|\\(a e i o u\\)))?`,
  ),
  whole(
    `(?:is|whether|does) (?:the )?(?:(?:word|letter|phrase|string|character|name) )?(?<what>⟦\\d⟧|(?<=letter )\\p{L})(?: (?:in|part of|inside|contained in|occur in|appear in))?(?: §)?`,
  ),
]
const EDGE = [
  whole(
    `(?:does|whether) § (?<where>start|begin|end|starts|begins|ends) (?:with|in) (?:the |an? )?(?:(?:word|letter|phrase|string|character) )?(?<what>⟦\\d⟧|\\.\\w{1,5}|\\p{L})`,
  ),
]
const LENGTH = [
  whole(
    `(?:(?:§ )?(?:has to|must|should|needs to) be )?(?:is|whether|are)? ?(?:§ )?(?<than>under|below|less than|shorter than|over|above|more than|longer than|at most|at least|max(?:imum)?|within|no more than|not more than) (?<n>\\d{1,5}) (?:characters?|chars|signs)(?: long)?(?:,? is §)?(?: or less)?`,
  ),
  whole(
    `(?:does|is|has|whether) § (?:have |has |contain |got )?(?<than>less than|shorter than|over|more than|longer than|at most|at least|no more than|fewer than) (?<n>\\d{1,5}) (?<letters>letters|characters?|chars|signs)(?: long)?`,
  ),
  whole(`does § fit (?:in|into|within) (?<n>\\d{1,5}) (?:characters?|chars|signs)`),
]

export const textCheckRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-checks',
    reason:
      'Answers yes or no about given texts: palindrome, pangram, anagram, equal, containing, beginning or ending with, as long as.',
    order: 79,
    unmarked: true,
    hint: /palindrome|same|pangram|alphabet|anagram|identical|equal|match|contain|have|has|include|start|begin|end|in|under|below|less|shorter|over|above|more|longer|most|least|max|within|fit|^is ⟦/iu,
    examples: {
      yes: [
        'is racecar the same backwards',
        'is this a pangram: Pack my box with five dozen liquor jugs',
        'are "listen" and "silent" anagrams?',
        'compare these two strings, are they identical? "Rechnung_11" and "Rechnung_ll"',
        "Does 'rhythm' contain any vowel (a e i o u)?",
        '"ROTOR" palindrome y/n',
        'does "invoice.pdf" end with ".pdf"?',
        'does "strawberry jam" contain the word "jam"?',
        'is this under 160 characters? "See you at nine"',
      ],
      no: [
        'Is life the same backwards?',
        'Is it the same for "Anna"?',
        'are "cat" and "dog" the same size?',
        'does "Hamlet" contain a ghost?',
        'Does this contain nuts: pesto',
        'is "big" in the room?',
        'Are these the same: a car and an auto',
        'does the story end with "love"?',
        'does "jealous" have a synonym?',
      ],
    },
    read: readCheck,
  }),
]

function readCheck(request: TextRequest): Answer | null {
  if (COMPLEX.test(request.text) || request.text.length > 5_000) return null
  return (
    palindrome(request) ??
    pangram(request) ??
    anagram(request) ??
    equal(request) ??
    contains(request) ??
    edge(request) ??
    long(request)
  )
}

const compact = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function palindrome(request: TextRequest): Answer | null {
  const text = compact(request.text)
  if (groupsOf(request.head, PALINDROME) === null || text.length < 2) return null
  if (
    request.form === 'bare' &&
    (text.length < 4 || /^(?:life|time|everything|nothing|english|music|history)$/.test(text))
  )
    return null
  return decided({
    tasks: [task('turned', 'Turn its letters around', 'text.reverse', { text })],
    when: hasMember('text', { const: text }),
    yes: 'Yes, it reads the same backwards.',
    no: 'No, it does not read the same backwards.',
  })
}

function pangram(request: TextRequest): Answer | null {
  if (groupsOf(request.head, PANGRAM) === null || !/[a-z]/i.test(request.text) || request.form === 'bare') return null
  const missing = String(peek('text.letters', { text: request.text })?.missing ?? '')
  return decided({
    tasks: [task('letters', 'Look for every letter', 'text.letters', { text: request.input })],
    when: hasMember('missing', { const: '' }),
    yes: 'Yes, it has every letter from A to Z.',
    no: `No, it lacks ${[...missing.toUpperCase()].join(', ')}.`,
  })
}

function anagram(request: TextRequest): Answer | null {
  const groups = /anagram/i.test(request.head) ? groupsOf(request.head, ANAGRAM) : null
  const other = groups === null ? null : (argOf(request, groups.a) ?? (groups.a?.includes('⟦') ? null : groups.a))
  return other === null || other === undefined ? null : sameLetters(request.text, other)
}

/** The same letters in another order. */
export function sameLetters(a: string, b: string): Answer | null {
  const [one, two] = [compact(a), compact(b)]
  if (one.length < 2 || two.length < 2 || one === two || a.length > 300) return null
  const sorted = peek('text.letters', { text: b })?.sorted
  if (typeof sorted !== 'string') return null
  return decided({
    tasks: [task('letters', 'Sort the letters', 'text.letters', { text: a })],
    when: hasMember('sorted', { const: sorted }),
    yes: 'Yes, they are anagrams.',
    no: 'No, they are not anagrams.',
  })
}

function equal(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, EQUAL)
  const other = groups === null ? null : argOf(request, groups.a)
  if (other === null || request.form !== 'quote') return null
  // `the same` may mean the same thing.
  const isSaid = /identical|equal|match|strings?|texts?/i.test(request.head)
  if (!isSaid || (other !== request.text && other.toLowerCase() === request.text.toLowerCase())) return null
  return decided({
    tasks: [task('distance', 'Compare them', 'text.similarity', { a: other, b: request.text })],
    when: hasMember('distance', { const: 0 }),
    yes: 'Yes, they are identical.',
    no: 'No, they are not identical.',
    rest: '\n\nCharacters to insert, remove or change: {{distance}}',
    members: ['distance'],
  })
}

function contains(request: TextRequest): Answer | null {
  const what = groupsOf(request.head, CONTAINS)?.what
  if (what === undefined) return null
  if (/vowel/i.test(what)) {
    if (!/^\p{L}+$/u.test(request.text)) return null
    return decided({
      tasks: [task('vowels', 'Look for vowels', 'text.signs', { text: request.input, kinds: ['vowels'] })],
      when: hasMember('count', { minimum: 1 }),
      yes: 'Yes, it has a vowel of a, e, i, o and u.',
      no: 'No, it has none of the vowels a, e, i, o and u.',
    })
  }
  const find = what.includes('⟦') ? argOf(request, what) : what
  const isNamed =
    /(?:word|letter|phrase|string|character|text) (?:⟦|\p{L}$)/iu.test(request.head) ||
    /contain|include/i.test(request.head) ||
    (request.form === 'quote' &&
      /^is (?:the )?(?:string |text |substring )?⟦\d⟧(?: (?:in|inside|part of|contained in|a substring of))?$/iu.test(
        request.head,
      ))
  if (find === null || find.trim() === '' || !isNamed || (request.form === 'bare' && find.length > 1)) return null
  const all = peek('text.find', { text: request.text, find })?.count
  const words = peek('text.find', { text: request.text, find, whole_words: true })?.count
  const exact = peek('text.find', { text: request.text, find, match_case: true })?.count
  // In other capitals it may or may not be meant; inside a longer word only a text that is not called a word.
  const isPart = Array.from(find).length > 1 && (all === 0) !== (words === 0)
  if (all !== exact || (isPart && /(?<!\p{L})(?:words?|names?|phrase)(?!\p{L})/iu.test(request.head))) return null
  return decided({
    tasks: [task('places', 'Look for it', 'text.find', { text: request.input, find })],
    when: hasMember('count', { minimum: 1 }),
    yes: `Yes, it contains ${shown(find)}.`,
    no: `No, it does not contain ${shown(find)}.`,
  })
}

function edge(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, EDGE)
  const find = groups === null ? null : groups.what?.includes('⟦') ? argOf(request, groups.what) : (groups.what ?? null)
  if (groups === null || find === null || find === '' || request.form === 'bare') return null
  const isEnd = /^end/i.test(groups.where ?? '')
  const length = Array.from(find).length
  const there = isEnd ? request.text.slice(-find.length) : request.text.slice(0, find.length)
  if (there !== find && there.toLowerCase() === find.toLowerCase()) return null
  const place = isEnd ? { from: -length, to: -1 } : { from: 1, to: length }
  return decided({
    tasks: [task('part', 'Take that part', 'text.slice', { text: request.input, of: 'characters', ...place })],
    when: hasMember('text', { const: find }),
    yes: `Yes, it ${isEnd ? 'ends' : 'begins'} with ${shown(find)}.`,
    no: `No, it does not ${isEnd ? 'end' : 'begin'} with ${shown(find)}.`,
  })
}

function long(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, LENGTH)
  if (groups === null || request.form === 'bare' || request.form === 'token') return null
  const n = Number(groups.n)
  // A book of that name has more.
  if (n >= 100 && /^\p{Lu}\S*(?: (?:\p{Lu}\S*|of|the|and|in|a))+$/u.test(request.text)) return null
  const than = groups.than ?? 'at most'
  // Letters are characters where nothing else stands there.
  if (/letters/i.test(groups.letters ?? '') && !/^\p{L}+$/u.test(request.text)) return null
  const seen = peek('text.count', { text: request.text })?.characters
  if (typeof seen !== 'number' || (seen === n && !/most|least|max|within|no more|not more/i.test(than))) return null
  const isOver = /over|above|more than|longer|least/i.test(than) && !/no more|not more/i.test(than)
  const limit = isOver
    ? { minimum: /least/i.test(than) ? n : n + 1 }
    : { maximum: /under|below|less|fewer|shorter/i.test(than) ? n - 1 : n }
  return decided({
    tasks: [task('count', 'Count the characters', 'text.count', { text: request.input })],
    when: hasMember('characters', limit),
    yes: 'Yes.',
    no: 'No.',
    rest: ' It has {{characters}} characters, blanks included.',
    members: ['characters'],
  })
}
