/** A text in capitals or small letters, but for some words of it that are named: those stay as they stand. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import type { Answer } from '../../rule.ts'
import { argOf, textAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'

const ALL =
  '(?:(?:everything|it|all|all words|every word|each word|words|text|all letters|sentence|whole (?:text|sentence|thing)) ?)?'
const CASE = '(?<case>uppercase|lowercase|titlecase|capitals|caps|small letters|capital letters|title case)'
const WORD = "(?:⟦\\d⟧|[\\p{L}][\\p{L}'-]{0,20})"
const BUT = `,? (?:except|but not|apart from|all but|excluding|but keep|but leave|other than|but)(?: for)? (?:the )?(?:words? |term |name )?(?<words>${WORD}(?:(?:,? and |, | or | & )${WORD}){0,3})(?: (?:as (?:it is|they are)|unchanged|alone|untouched|in (?:lowercase|uppercase|small letters|capitals)))?`
const EXCEPT = [
  whole(`(?:make|put|write|get) ${ALL}(?:(?:in|into|to|all|as|in all) )*${CASE}${BUT}`),
  whole(`(?<case2>uppercase|lowercase|titlecase|capitali[sz]e) ${ALL}${BUT.replace('?<words>', '?<words2>')}`),
]

export const caseExceptRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'case-except',
    reason:
      'Writes a given text in capitals, small letters or title case, and leaves the words alone that are excepted.',
    order: 336,
    hint: /except|but|apart|excluding|other than/iu,
    examples: {
      yes: [
        'Make everything uppercase except the word kora: welcome to kora today',
        'uppercase all words except "and": salt and pepper',
        'lowercase everything except the word NASA: HELLO FROM NASA',
        'capitalize every word except "of" and "the": lord of the rings',
      ],
      no: [
        'lowercase everything except names: I met BOB',
        'uppercase everything except the last word: one two three',
        'uppercase all but vowels: hello',
        'uppercase everything except the word nasa: hello bob',
        'make everything uppercase except the first letter: hello',
      ],
    },
    read: caseExcept,
  }),
]

const NO_WORD =
  /^(?:names?|words?|letters?|vowels?|consonants?|first|last|second|third|nouns?|verbs?|digits?|numbers?|brands?|acronyms?|abbreviations?|articles?|prepositions?|conjunctions?|small|short|long|proper|it|this|that|these|those|quotes?|quoted|urls?|links?|emails?|everything|initials?)$/i

function caseExcept(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const groups = EXCEPT.map(pattern => pattern.exec(head)?.groups).find(found => found !== undefined)
  const written = groups?.words ?? groups?.words2
  if (groups === undefined || written === undefined || request.items !== undefined) return null
  const isNamed = /(?<!\p{L})(?:words?|term|name) (?:⟦|\p{L})/iu.test(head)
  const words = written
    .split(/,? and |, | or | & /i)
    .map(one => (one.includes('⟦') ? argOf(request, one) : isNamed && !NO_WORD.test(one) ? one : null))
  if (words.some(one => one === null || !/^\p{L}[\p{L}'-]*$/u.test(one))) return null
  const said = (groups.case ?? groups.case2 ?? '').toLowerCase()
  const to = /title|^capitali/.test(said) ? 'title' : /lower|small/.test(said) ? 'lower' : 'upper'
  const changed = peek('text.normalize', { text: request.text, case: to })?.text
  if (typeof changed !== 'string') return null
  const pairs = []
  for (const word of new Set(words as string[])) {
    // As it stands in the text, and in one way only.
    const there = request.text.match(new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'giu')) ?? []
    const find = peek('text.normalize', { text: word, case: to })?.text
    if (new Set(there).size !== 1 || typeof find !== 'string') return null
    if (find !== there[0]) pairs.push({ find, with: there[0]! })
  }
  const steps = [{ name: 'Change the case', op: 'text.normalize', more: { case: to } }]
  if (pairs.length === 0) return textAfter(request, steps, { same: true })
  return textAfter(
    request,
    [...steps, { name: 'Put the words back', op: 'text.exchange', more: { pairs, whole_words: true } }],
    { same: true },
  )
}
