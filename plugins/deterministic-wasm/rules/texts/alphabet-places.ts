/** Places in the alphabet from A to Z: the nth letter, the place of a letter, the letter before or behind one, and the letters of a word as numbers. */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
const NTHS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const COUNTS = 'one two three four five six seven eight nine ten'.split(' ')
const OF =
  '(?:of|in|from|within) (?:the |our )?(?:(?:modern |standard |basic )?(?:english|latin|roman) )?(?:abc|alphabet)'
const NTH = `(?:\\d{1,2}(?:st|nd|rd|th)|${NTHS.join('|')}|last|second to last|penultimate)`
const L = '(?:the )?(?:letter )?(?<letter>⟦\\d⟧|\\p{L})'
const PLACE = '(?:position|place|number|index|spot|rank|slot)(?: number)?'
const ASK = "(?:(?:what|which)(?: is| are|'s)? )?(?:the )?"
const IS = '(?:is|comes|stands|sits|falls|would be|goes|appears|occurs)'
const A_IS_ONE =
  '(?:,? \\(?(?:when |if |where |with |counting |assuming |so )*a ?(?:is|=|as|being|counts as|equals) ?(?:number )?(?:1|one)(?:,? ?b ?(?:is|=) ?2)*(?:,? ?(?:etc\\.?|and so on|\\.{3}|…|z ?(?:is|=) ?26))*\\)?)?'
const whole = (source: string): RegExp => new RegExp(`^(?:${source})${A_IS_ONE}$`, 'iu')

const NTH_LETTERS = [
  whole(`${ASK}(?<n>${NTH}) letter ${OF}`),
  whole(
    `(?:what|which) letter ${IS}(?: the)?(?: (?:at|in|on))?(?: the)?(?: ${PLACE})? ?(?<n>\\d{1,2}|${NTH})(?: (?:letter|${PLACE}))? ${OF}`,
  ),
  whole(`${ASK}letter (?:(?:with |at |in )?(?:the )?(?:${PLACE}|no\\.?|nr\\.?|#) ?)?(?<n>\\d{1,2}) ${OF}`),
  whole(`(?:what|which) letter (?:${IS}|has)(?: the)? (?<n>\\d{1,2}|${NTH}) ${OF}`),
  whole(`${ASK}(?<n>${NTH})(?: letter)? from the (?<back>end|back) ${OF}`),
]
const PLACES = [
  whole(
    `${ASK}(?:alphabet(?:ical)? )?${PLACE}(?: (?:is|of|has|does|for|${OF}))* ${L}(?: (?:have|hold|take|occupy|stand|has|is|at|got))* ?(?:${OF})?`,
  ),
  whole(`(?:what|which) (?:${PLACE}|letter|letter number) ${OF} (?:is|has|does) ${L}(?: (?:have|hold|take))?`),
  whole(
    `(?:what|which) (?:${PLACE}|letter number) (?:is|has|does) ${L}(?: (?:have|hold|take|come|stand))?(?: at| in)? ${OF}`,
  ),
  whole(`where (?:is|does|do) ${L}(?: (?:come|stand|sit|fall|appear))? ${OF}`),
  whole(`${L} is (?:which|what) (?:${PLACE}|letter) ${OF}`),
  whole(`how (?:far|many letters) into the alphabet is ${L}`),
]
const STEPS = `(?<n>\\d{1,2}|${COUNTS.join('|')})`
const BESIDE = [
  whole(
    `${ASK}letter (?:(?:that |which )?(?:${IS})(?: right| directly| immediately| just| straight)? )?(?:${STEPS} (?:letters |places |positions |steps )?)?(?<side>after|before|behind|past)(?: letter)? ${L}(?: ${OF})?`,
  ),
  whole(
    `(?:what|which)(?: letter)? (?:comes|is|stands)(?: right| directly| immediately| just)? (?<side>after|before) (?:the )?letter (?<letter>⟦\\d⟧|\\p{L})(?: ${OF})?`,
  ),
  whole(`${ASK}letter (?:that |which )?(?:directly )?(?<side>follows|precedes) ${L}(?: ${OF})?`),
]

export const alphabetRules: readonly PlannerRule[] = [
  defineRule({
    id: 'alphabet-places',
    reason: 'Tells the nth letter of the alphabet, the place of a letter in it, or the letter before or behind one.',
    order: 338,
    hint: /alphabet|letter/i,
    examples: {
      yes: [
        'What is the 7th letter of the alphabet?',
        'which letter comes 12th in the alphabet',
        'what position is M in the alphabet',
        'Position of the letter Q in the English alphabet (A is 1)?',
        'letter number 20 of the alphabet',
        'Which letter comes after Q?',
        'which letter is three places before M in the alphabet',
        'write the alphabet backwards',
      ],
      no: [
        'what is the 7th letter of the Greek alphabet',
        'what is the 40th letter of the alphabet',
        'which letter comes after Z',
        'which letter comes after the salutation',
        'what is the first letter of the alphabet song about',
        'where is the letter I sent',
        'which letter comes after a vowel',
        'position of the letter writer in society',
        'what is the place of a letter in the alphabet',
        'which letter comes after A in the word BANANA',
      ],
    },
    read: clause => (clause.data === null && clause.text.length <= 140 ? place(clause) : null),
  }),
]

const firstOf = (clause: Clause, patterns: readonly RegExp[]) => {
  for (const pattern of patterns)
    for (const text of new Set([clause.text, clause.core])) {
      const groups = pattern.exec(text)?.groups
      if (groups !== undefined) return groups
    }
  return null
}

const REVERSED =
  /^(?:(?:write|say|print|list|show|give|spell|type|what is|recite)(?: out)?(?: me)? )?(?:the )?(?:english )?alphabet (?:backwards?|in reverse(?: order)?|reversed|from z to a)$/iu

function place(clause: Clause): Answer | null {
  if (REVERSED.test(clause.text))
    return {
      tasks: [task('text', 'Turn the alphabet around', 'text.reverse', { text: ALPHABET })],
      answer: 'text',
      reply: { template: '{{text}}', values: { text: at('/text') } },
    }
  const nth = firstOf(clause, NTH_LETTERS)
  if (nth !== null) return nthLetter(numberOf(nth.n ?? ''), nth.back !== undefined)
  const letterOf = (written = ''): string | null => {
    const quoted = /^⟦(\d)⟧$/.exec(written)?.[1]
    const letter = quoted === undefined ? written : (clause.quotes[Number(quoted)]?.text ?? '')
    return /^[a-z]$/i.test(letter) ? letter : null
  }
  const placed = firstOf(clause, PLACES)
  if (placed !== null && /alphabet|abc/i.test(clause.text)) {
    const letter = letterOf(placed.letter)
    // `the place of a letter in the alphabet`
    if (letter === null || / (?:of|for|has|is|does) a letter/i.test(clause.text)) return null
    return {
      tasks: [
        task('place', 'Look for it in the alphabet', 'text.find', { text: ALPHABET, find: letter.toLowerCase() }),
      ],
      answer: 'place',
      reply: withHow('{{/places/0/column}}', { places: at('/places') }, `Counted from A as 1`),
    }
  }
  const beside = firstOf(clause, BESIDE)
  const letter = letterOf(beside?.letter)
  if (beside === null || letter === null) return null
  const steps =
    beside.n === undefined
      ? 1
      : COUNTS.includes(beside.n.toLowerCase())
        ? COUNTS.indexOf(beside.n.toLowerCase()) + 1
        : Number(beside.n)
  const isBack = /before|precedes/i.test(beside.side ?? '')
  const from = ALPHABET.indexOf(letter.toLowerCase()) + 1 + (isBack ? -steps : steps)
  return from >= 1 && from <= 26 ? nthLetter(from, false, letter === letter.toUpperCase()) : null
}

const numberOf = (written: string): number => {
  const word = written.toLowerCase()
  if (word === 'last') return 26
  if (word === 'penultimate' || word === 'second to last') return 25
  return NTHS.indexOf(word) + 1 || Number.parseInt(word, 10)
}

function nthLetter(n: number, isBack: boolean, isUpper = true): Answer | null {
  const from = isBack ? 27 - n : n
  if (!(from >= 1 && from <= 26)) return null
  const text = isUpper ? ALPHABET.toUpperCase() : ALPHABET
  return {
    tasks: [task('letter', 'Take that letter', 'text.slice', { text, of: 'characters', from })],
    answer: 'letter',
    reply: withHow('{{text}}', { text: at('/text') }, `Number ${from} of 26`),
  }
}
