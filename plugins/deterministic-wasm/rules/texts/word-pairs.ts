/** Two words or texts beside each other: which is longer, which letters both have, whether one is the other turned around or put in another order. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { listReply } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'
import { sameLetters } from './checks.ts'
import { COMPLEX } from './text-answers.ts'

const WORD = "(?:⟦\\d⟧|\\p{L}[\\p{L}'-]{1,39})"
const NAMED = '(?:the )?(?:words? |names? |strings? |terms? )?'
const A = `${NAMED}(?<a>${WORD})`
const B = `${NAMED}(?<b>${WORD})`
const PAIR = `(?:${A},? (?:or|and|vs\\.?|versus|&) ${B})`
const NOUN = '(?<noun>words?|names?|strings?|texts?|one|sentences?|phrases?|terms?)'
const HOW =
  '(?<how>longer|shorter|the longest|the shortest|longest|shortest|more letters|fewer letters|less letters|more characters|fewer characters|less characters|more vowels|fewer vowels|more consonants|fewer consonants|the most letters|the fewest letters|the most vowels|the fewest vowels)'
const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

const LONGER = [
  whole(
    `(?:which|what)(?: ${NOUN})?(?: of (?:these|the|those)(?: two)?(?: (?<noun2>words|names|strings|texts))?)? (?:is|has|contains|uses|have|got|has got)(?: the)? ${HOW}(?: (?:word|one|name|string))?(?:[,:;?]? ${PAIR})?`,
  ),
  whole(`(?:(?:the )?(?<how>longer|shorter) (?<noun>word|name|string|text|one)(?: of)?)(?:[,:;]? ${PAIR})?`),
  whole(`(?:is|does) ${A} (?:have )?${HOW} (?:than )?(?:or )?${B}`),
]
const COMMON = [
  whole(
    `(?:which|what) letters (?:do|are|does) (?:in )?(?:both )?(?:(?:the )?words )?${PAIR}(?: both)?(?: (?:have in common|share|contain|have|in common))`,
  ),
  whole(`(?:which|what) letters (?:are|appear|occur|stand) (?:found )?in both ${PAIR}`),
  whole(
    `(?:(?:find|list|give|show|get) )?(?:the )?(?:common|shared) letters (?:of|in|between) (?:both )?${PAIR}|(?:the )?letters (?:that )?(?:in common (?:of|between|in)|common to) ${PAIR}|(?:the )?letters (?:that are )?in both ${PAIR}`,
  ),
]
const ANAGRAMS = [
  whole(
    `(?:is|are|check (?:if|whether)) ${A} (?:(?:and|&|,) |(?:is )?an? (?:true |real |perfect )?anagram (?:of|for) )${B}(?: (?:is |are )?anagrams?(?: of (?:each other|one another))?)?`,
  ),
  whole(
    `(?:are (?:these|they|those|the following)(?: (?:two )?(?:words)?)? ?anagrams?(?: of (?:each other|one another))?|anagrams?(?: check| test)?(?: or not)?|anagram of each other)(?:[:,]? ${A}(?:,| and| &|,? and|,? or) ${B})?`,
  ),
  whole(`(?:do|does) ${PAIR} (?:have|use|contain|consist of)(?: exactly)? the same letters`),
  whole(`can ${A} be (?:rearranged|reordered|scrambled)(?: to (?:form|spell|make|give|get)| into| to)? ${B}`),
]
const TURNED = [
  whole(
    `is ${A} (?:(?:the )?(?:exact )?(?:reverse|reversal|mirror image) of |(?:just )?(?=.*backwards?$))${B}(?: (?:spelled |spelt |written |read )?backwards?)?`,
  ),
]
const BARE_TWO =
  /^\s*["“']?(?<a>\p{L}[\p{L}'-]*?)["”']?(?:,| or| and| vs\.?|,? or|,? and| \/) ["“']?(?<b>\p{L}[\p{L}'-]*?)["”']?[?.!\s]*$/iu

export const wordPairRules: readonly PlannerRule[] = [
  defineRule({
    id: 'word-pairs',
    reason:
      'Compares two given words: which is longer, which letters both have, whether they are anagrams or one is the other reversed.',
    order: 339,
    hint: /longe|shorte|letters|characters|vowels|consonants|anagram|rearranged|reordered|scrambled|reverse|backward|mirror/iu,
    examples: {
      yes: [
        'Which is longer, "banana" or "orange tree"?',
        'which word is longer: cat or horse',
        'which word has more letters, elephant or crocodile?',
        "which letters do 'planet' and 'plate' have in common",
        'are these anagrams: elbow, below',
        'do "tea" and "eat" have the same letters?',
        'is "stressed" the reverse of "desserts"?',
      ],
      no: [
        'which is longer, elephant or crocodile',
        'which river is longer: Nile or Amazon',
        'which is longer, the Nile or the Amazon?',
        'which word is better, big or large',
        'do Tom and Ann share a flat',
        'which letters do Greek and Latin have in common',
        'is Bob the reverse of Ann in temper',
        'are you an anagram of me',
        'which word has more meanings, set or run',
        'which has more vowels, French or German?',
      ],
    },
    read: clause => (clause.text.length > 160 ? null : (longer(clause) ?? common(clause) ?? ordered(clause))),
  }),
]

type Two = { readonly a: string; readonly b: string; readonly isQuoted: boolean; readonly usesData: boolean }
type Found = Two & { readonly groups: Readonly<Record<string, string | undefined>> }

function pairOf(clause: Clause, patterns: readonly RegExp[]): Found | null {
  const text = clause.text.replace(/,? (?:in )?(?:alphabetical(?:ly)?|alphabetical order|ignoring case)$/iu, '')
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const data =
      groups.a === undefined && clause.data?.form === 'inline' ? BARE_TWO.exec(clause.data.text)?.groups : undefined
    if (groups.a === undefined ? data === undefined : clause.data !== null) continue
    const read = (written = ''): string => {
      const place = /^⟦(\d)⟧$/.exec(written)?.[1]
      return place === undefined ? written : (clause.quotes[Number(place)]?.text ?? '')
    }
    const [a, b] = data === undefined ? [read(groups.a), read(groups.b)] : [data.a ?? '', data.b ?? '']
    const isQuoted = data === undefined && [groups.a, groups.b].every(one => one?.startsWith('⟦') === true)
    if (a === '' || b === '' || COMPLEX.test(a + b) || a.length + b.length > 300) return null
    return { a, b, isQuoted, usesData: data !== undefined, groups }
  }
  return null
}

const NO_WORD =
  /^(?:the|an?|it|he|she|they|we|you|this|that|these|those|me|us|him|her|english|german|french|spanish|italian|greek|latin|dutch|polish|russian|turkish|swedish|danish|finnish|czech|welsh|my|your|our|their|his)$/i
const isWord = (text: string): boolean => /^\p{L}{2,40}$/u.test(text) && !NO_WORD.test(text)

function longer(clause: Clause): Answer | null {
  const found = pairOf(clause, LONGER)
  if (found === null) return null
  const { a, b, isQuoted, usesData, groups } = found
  const how = (groups.how ?? '').toLowerCase()
  const kind = /vowel/.test(how) ? 'vowels' : /consonant/.test(how) ? 'consonants' : 'letters'
  // Animals and rivers have lengths of their own: words are compared where they are called so, or their letters are.
  const isSaid =
    isQuoted ||
    /word|name|string|term|text/i.test(`${groups.noun} ${groups.noun2}`) ||
    /letters|vowels|consonants|characters/.test(how)
  if (!isSaid || (!isQuoted && !(isWord(a) && isWord(b))) || a.toLowerCase() === b.toLowerCase()) return null
  // `is A longer than B` asks for yes or no.
  if (/^(?:is|does)/i.test(clause.text)) return null
  const sizes = [a, b].map(text => Number(peek('text.signs', { text, kinds: [kind], mode: 'keep' })?.count))
  const all = [a, b].map(text => Array.from(text).length)
  // With blanks or marks in them, both ways of counting must agree.
  if (kind === 'letters' && Math.sign(sizes[0]! - sizes[1]!) !== Math.sign(all[0]! - all[1]!)) return null
  const isLess = /short|fewer|less|fewest/.test(how)
  const tasks = [a, b].map((text, i) =>
    task(`size${i + 1}`, `Count the ${kind} of text ${i + 1}`, 'text.signs', { text, kinds: [kind], mode: 'keep' }),
  )
  const items = [a, b].map((text, i) => ({ text, size: { $from: `size${i + 1}`, pointer: '/count' } }))
  tasks.push(
    task('both', 'Compare them', 'list.sort', { items, by: '/size', order: isLess ? 'asc' : 'desc' }, [
      'size1',
      'size2',
    ]),
  )
  const told = `{{/items/0/text}}: {{/items/0/size}}, {{/items/1/text}}: {{/items/1/size}} ${kind}`
  const isTie = sizes[0] === sizes[1]
  return {
    tasks,
    answer: 'both',
    reply: {
      template: isTie ? 'Neither: both have {{/items/0/size}} {{kind}}.' : '{{/items/0/text}}',
      values: { items: at('/items'), kind: { literal: kind } },
      ...(isTie ? {} : { how: told }),
    },
    ...(usesData ? { usesData } : {}),
  }
}

function common(clause: Clause): Answer | null {
  const found = pairOf(clause, COMMON)
  if (found === null || !isWord(found.a) || !isWord(found.b)) return null
  const letters = (text: string): string[] => [...new Set(text.toLowerCase())]
  const [a, b] = [letters(found.a), letters(found.b)]
  const input = { a, b, op: 'intersection' }
  const seen = peek('list.set', input)?.items
  if (!Array.isArray(seen) || seen.length === 0) return null
  return {
    tasks: [
      task('common', 'Take the letters of both', 'list.set', input),
      task('letters', 'Sort them', 'list.arrange', { items: { $from: 'common', pointer: '/items' }, by: 'letters' }, [
        'common',
      ]),
    ],
    answer: 'letters',
    reply: withHow(
      listReply('/items', seen.length, ', ').template,
      { items: at('/items') },
      'Each once, in alphabetical order',
    ),
  }
}

const compact = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function ordered(clause: Clause): Answer | null {
  const anagrams = pairOf(clause, ANAGRAMS)
  if (anagrams !== null) {
    const { a, b, isQuoted, usesData } = anagrams
    if (!isQuoted && !usesData && !(isWord(a) && isWord(b))) return null
    if (usesData && !(isWord(a) && isWord(b))) return null
    const answer = sameLetters(a, b)
    return answer === null || !usesData ? answer : { ...answer, usesData }
  }
  const turned = pairOf(clause, TURNED)
  if (
    turned === null ||
    !(turned.isQuoted || (isWord(turned.a) && isWord(turned.b) && /spel|written|read|word/i.test(clause.text)))
  )
    return null
  const [a, b] = [compact(turned.a), compact(turned.b)]
  if (a.length < 2 || b.length < 2) return null
  return decided({
    tasks: [task('turned', 'Turn its letters around', 'text.reverse', { text: b })],
    when: hasMember('text', { const: a }),
    yes: 'Yes, one is the other reversed.',
    no: 'No, it is not the other reversed.',
  })
}
