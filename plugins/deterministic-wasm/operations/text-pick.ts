/** Family `text`, fourth part: pieces of a text by their place, signs by their kind, its longest and shortest words, its letters. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { divide, fromInteger, toExact, toNumber } from '../arithmetic/rational.ts'
import { choice, closed, count, flag, operation, text, texts } from '../operation.ts'
import { splitSentences } from '../wasm/text-module.ts'
import { isOfKind, SIGN_KINDS } from '../words/sign-kinds.ts'
import { readLines } from '../words/words.ts'

const PARTS = ['characters', 'words', 'lines', 'sentences'] as const
type Part = (typeof PARTS)[number]
const JOINTS: Readonly<Record<Part, string>> = { characters: '', words: ' ', lines: '\n', sentences: ' ' }
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
const MAX_PLACE = 1_000_000

export const textPickOperations: readonly Operation[] = [
  operation({
    name: 'text.slice',
    description: 'Characters, words, lines or sentences of a text by their place; from the end with a minus.',
    input: closed({
      text: text('The text.'),
      of: choice(PARTS, 'What is counted; words are what stands between white space.'),
      from: Type.Integer({
        minimum: -MAX_PLACE,
        maximum: MAX_PLACE,
        description: 'First place, from 1; -1 is the last.',
      }),
      to: Type.Optional(
        Type.Integer({ minimum: -MAX_PLACE, maximum: MAX_PLACE, description: 'Last place; `from` when absent.' }),
      ),
      step: Type.Optional(
        Type.Integer({ minimum: 1, maximum: MAX_PLACE, description: 'Take every so many.', default: 1 }),
      ),
      bare: flag('Leave out marks around each part.'),
    }),
    output: closed({
      text: text('The parts, joined as they stood.'),
      parts: texts('Each part.'),
      total: count('How many parts the text has.'),
    }),
    example: {
      input: { text: 'to be or not to be', of: 'words', from: 4, to: -1 },
      output: { text: 'not to be', parts: ['not', 'to', 'be'], total: 6 },
    },
    run(input) {
      const all = partsOf(input.text, input.of)
      const first = placeOf(input.from, all.length)
      const last = placeOf(input.to ?? input.from, all.length)
      const step = input.step ?? 1
      const parts: string[] = []
      for (let i = Math.max(first, 1); i <= Math.min(last, all.length); i += step) parts.push(all[i - 1]!)
      const kept = input.bare === true ? parts.map(withoutMarks) : parts
      return { text: kept.join(JOINTS[input.of]), parts: kept, total: all.length }
    },
  }),
  operation({
    name: 'text.signs',
    description: 'Takes signs of some kinds out of a text, or keeps only them, and counts them.',
    input: closed({
      text: text('The text.'),
      kinds: Type.Array(choice(SIGN_KINDS, 'A kind.'), { minItems: 1, description: 'Kinds of signs.' }),
      mode: Type.Optional(choice(['remove', 'keep'], 'What becomes of them.', 'remove')),
    }),
    output: closed({ text: text('What is left.'), count: count('Signs of these kinds.') }),
    example: {
      input: { text: 'Room 12, floor 3!', kinds: ['digits', 'punctuation'] },
      output: { text: 'Room  floor ', count: 5 },
    },
    run(input) {
      const isKept = input.mode === 'keep'
      let left = ''
      let found = 0
      for (const sign of input.text) {
        const isOne = isOfKind(sign, input.kinds)
        if (isOne) found += 1
        if (isOne === isKept) left += sign
      }
      return { text: left, count: found }
    },
  }),
  operation({
    name: 'text.words',
    description: 'The longest and the shortest words of a text, and how long its words are on average.',
    input: closed({ text: text('The text.') }),
    output: closed({
      count: count('Words: what stands between white space and holds a letter or digit, without marks around it.'),
      letters: count('Their code points together.'),
      mean: Type.Number({ minimum: 0, description: 'Letters for each word.' }),
      mean_exact: text('The same, whole.'),
      longest: texts('Different words of the greatest length, in order.'),
      shortest: texts('Different words of the least length, in order.'),
    }),
    example: {
      input: { text: 'We came, we saw, we conquered.' },
      output: {
        count: 6,
        letters: 22,
        mean: 3.6666666666666665,
        mean_exact: '11/3',
        longest: ['conquered'],
        shortest: ['We', 'we'],
      },
    },
    run: input => measureWords(input.text),
  }),
  operation({
    name: 'text.initials',
    description: 'The first letter or digit of every word.',
    input: closed({ text: text('Words between white space.'), upper: flag('Write them as capitals.') }),
    output: closed({ text: text('The initials.') }),
    example: { input: { text: 'as soon as possible', upper: true }, output: { text: 'ASAP' } },
    run(input) {
      const letters = partsOf(input.text, 'words').map(word => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '')
      return { text: input.upper === true ? letters.join('').toUpperCase() : letters.join('') }
    },
  }),
  operation({
    name: 'text.letters',
    description: 'The letters of a text in alphabetical order, and which of A to Z it uses or lacks.',
    input: closed({ text: text('The text.') }),
    output: closed({
      sorted: text('Its letters and digits in lower case without accents, by code point.'),
      used: text('Letters from a to z that it uses.'),
      missing: text('Letters from a to z that it lacks.'),
      repeated: text('Letters and digits that occur more than once.'),
    }),
    example: {
      input: { text: 'Dirty room!' },
      output: { sorted: 'dimoorrty', used: 'dimorty', missing: 'abcefghjklnpqsuvwxz', repeated: 'or' },
    },
    run(input) {
      const signs =
        input.text
          .normalize('NFD')
          .toLowerCase()
          .match(/[\p{L}\p{N}]/gu) ?? []
      const sorted = signs.sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!)
      const used = new Set(sorted)
      const twice = new Set(sorted.filter((sign, i) => sign === sorted[i - 1]))
      return {
        sorted: sorted.join(''),
        used: [...ALPHABET].filter(letter => used.has(letter)).join(''),
        missing: [...ALPHABET].filter(letter => !used.has(letter)).join(''),
        repeated: [...twice].join(''),
      }
    },
  }),
]

function partsOf(value: string, of: Part): string[] {
  switch (of) {
    case 'characters':
      return Array.from(value)
    case 'words':
      return value.split(/\s+/u).filter(Boolean)
    case 'lines':
      return readLines(value)
    default:
      return splitSentences(value)
  }
}

function placeOf(place: number, length: number): number {
  if (place === 0) throw new OperationError('Places begin at 1, or at -1 from the end.', '/from')
  return place > 0 ? place : length + 1 + place
}

/** A loop from both ends: a pattern for the end of a text would try every place. */
function withoutMarks(word: string): string {
  const signs = Array.from(word)
  const isMark = (sign: string): boolean => /[\p{P}\p{S}]/u.test(sign)
  let start = 0
  let end = signs.length
  while (start < end && isMark(signs[start]!)) start += 1
  while (end > start && isMark(signs[end - 1]!)) end -= 1
  return start === end ? word : signs.slice(start, end).join('')
}

function measureWords(value: string): JsonObject {
  const words = partsOf(value, 'words')
    .map(withoutMarks)
    .filter(word => /[\p{L}\p{N}]/u.test(word))
  if (words.length === 0) throw new OperationError('The text holds no words.', '/text')
  const lengths = words.map(word => Array.from(word).length)
  const letters = lengths.reduce((sum, length) => sum + length, 0)
  const most = lengths.reduce((a, b) => Math.max(a, b))
  const least = lengths.reduce((a, b) => Math.min(a, b))
  const ofLength = (length: number): string[] => [...new Set(words.filter((_, i) => lengths[i] === length))]
  const mean = divide(fromInteger(BigInt(letters)), fromInteger(BigInt(words.length)))
  return {
    count: words.length,
    letters,
    mean: toNumber(mean),
    mean_exact: toExact(mean),
    longest: ofLength(most),
    shortest: ofLength(least),
  }
}
