/** Family `text`, sixth part: words and signs exchanged or taken out, the part beside a mark, groups of signs, hidden signs. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, count, flag, MIB, operation, text, texts } from '../operation.ts'

const MOST_PAIRS = 60
const find = (description: string) => Type.String({ minLength: 1, maxLength: 1_000, description })
const result = closed({ text: text('The result.') })
const counted = closed({ text: text('The result.'), count: count('How many places were changed.') })
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

export const textEditOperations: readonly Operation[] = [
  operation({
    name: 'text.exchange',
    description: 'Writes other texts in place of given ones, all in one pass, so that two can change places.',
    input: closed({
      text: text('The text.'),
      pairs: Type.Array(closed({ find: find('What to look for; taken literally.'), with: text('What to write.') }), {
        minItems: 1,
        maxItems: MOST_PAIRS,
        description: 'Where two fit at one place, the longer is taken.',
      }),
      ignore_case: flag('Whether letter case is left aside.'),
      whole_words: flag('Leave alone what is part of a longer word.'),
      only: Type.Optional(
        Type.Integer({ minimum: -10_000, maximum: 10_000, description: 'Only the nth place, from 1; -1 is the last.' }),
      ),
    }),
    output: counted,
    example: {
      input: {
        text: 'xzzyx',
        pairs: [
          { find: 'x', with: 'y' },
          { find: 'z', with: 'x' },
        ],
      },
      output: { text: 'yxxyy', count: 4 },
    },
    run(input) {
      const pattern = patternOf(
        input.pairs.map(pair => pair.find),
        input.ignore_case === true,
        input.whole_words === true,
      )
      const fold = (written: string): string => (input.ignore_case === true ? written.toLowerCase() : written)
      const told = new Map(input.pairs.toReversed().map(pair => [fold(pair.find), pair.with]))
      const total = [...input.text.matchAll(pattern)].length
      if (input.only === 0) throw new OperationError('Places begin at 1, or at -1 from the end.', '/only')
      const only = input.only === undefined ? null : input.only > 0 ? input.only : total + 1 + input.only
      assertRoom(input.text.length + total * Math.max(...input.pairs.map(pair => pair.with.length)), '/pairs')
      let place = 0
      let changed = 0
      const out = input.text.replace(pattern, found => {
        place += 1
        if (only !== null && place !== only) return found
        changed += 1
        return told.get(fold(found)) ?? found
      })
      return { text: out, count: changed }
    },
  }),
  operation({
    name: 'text.without',
    description: 'Takes given words or phrases out of a text, each with one blank beside it.',
    input: closed({
      text: text('The text.'),
      words: Type.Array(find('A word or phrase; taken literally, and never out of a longer word.'), {
        minItems: 1,
        maxItems: MOST_PAIRS,
        description: 'What to take out.',
      }),
      ignore_case: flag('Whether letter case is left aside.'),
    }),
    output: counted,
    example: {
      input: { text: 'the cat and the dog', words: ['the'] },
      output: { text: 'cat and dog', count: 2 },
    },
    run(input) {
      const pattern = patternOf(input.words, input.ignore_case === true, true)
      let changed = 0
      let out = ''
      let at = 0
      for (const found of input.text.matchAll(pattern)) {
        const before = input.text.slice(at, found.index)
        const end = found.index + found[0].length
        changed += 1
        // The blank before it goes; at the beginning of a line or the text, the one behind it.
        const last = before.at(-1) ?? out.at(-1)
        const isAtStart = last === undefined || last === '\n'
        out += isAtStart ? before : before.replace(/[ \t]$/, '')
        at = isAtStart && /[ \t]/.test(input.text[end] ?? '') ? end + 1 : end
      }
      return { text: out + input.text.slice(at), count: changed }
    },
  }),
  operation({
    name: 'text.part',
    description: 'What stands before or behind a mark in a text, at its first or last place.',
    input: closed({
      text: text('The text.'),
      mark: find('The mark; taken literally.'),
      side: choice(['before', 'after'], 'Which part.'),
      at: Type.Optional(choice(['first', 'last'], 'Which place of several.', 'first')),
      with_mark: flag('Keep the mark.'),
    }),
    output: closed({
      text: text('The part, without blanks around it.'),
      count: count('How often the mark stands there.'),
    }),
    example: {
      input: { text: '/home/user/file.txt', mark: '/', side: 'after', at: 'last' },
      output: { text: 'file.txt', count: 3 },
    },
    run(input) {
      const { text: all, mark } = input
      const place = input.at === 'last' ? all.lastIndexOf(mark) : all.indexOf(mark)
      if (place < 0) throw new OperationError('The mark does not stand in the text.', '/mark')
      const isKept = input.with_mark === true
      const part =
        input.side === 'before'
          ? all.slice(0, isKept ? place + mark.length : place)
          : all.slice(isKept ? place : place + mark.length)
      return { text: part.trim(), count: all.split(mark).length - 1 }
    },
  }),
  operation({
    name: 'text.groups',
    description: 'Cuts a text into groups of so many signs, with a separator between; from its end where said.',
    input: closed({
      text: text('The text; blanks are left out.'),
      size: Type.Integer({ minimum: 1, maximum: 10_000, description: 'Signs of a group.' }),
      separator: Type.Optional(Type.String({ maxLength: 100, description: 'Written between.', default: ' ' })),
      from: Type.Optional(
        choice(
          ['start', 'end'],
          'Where counting begins; the group that is left over stands at the other side.',
          'start',
        ),
      ),
    }),
    output: closed({ text: text('The result.'), groups: texts('The groups.') }),
    example: {
      input: { text: '1234567812345678', size: 4 },
      output: { text: '1234 5678 1234 5678', groups: ['1234', '5678', '1234', '5678'] },
    },
    run(input) {
      const signs = [...GRAPHEMES.segment(input.text.replace(/\s+/g, ''))].map(({ segment }) => segment)
      const left = input.from === 'end' ? signs.length % input.size : 0
      const groups: string[] = left > 0 ? [signs.slice(0, left).join('')] : []
      for (let i = left; i < signs.length; i += input.size) groups.push(signs.slice(i, i + input.size).join(''))
      return { text: groups.join(input.separator ?? ' '), groups }
    },
  }),
  operation({
    name: 'text.mask',
    description: 'Hides the signs of a text but for some at its beginning and its end.',
    input: closed({
      text: text('The text.'),
      first: Type.Optional(count('How many stay at the beginning.')),
      last: Type.Optional(count('How many stay at the end.')),
      sign: Type.Optional(
        Type.String({ minLength: 1, maxLength: 8, description: 'Written instead of each.', default: '*' }),
      ),
      of: Type.Optional(
        choice(
          ['all', 'letters_and_digits'],
          'What is hidden and counted: every sign, or blanks and marks stay.',
          'all',
        ),
      ),
    }),
    output: result,
    example: { input: { text: '5500000000000004', last: 4 }, output: { text: '************0004' } },
    run(input) {
      const { first = 0, last = 0, sign = '*' } = input
      const signs = [...GRAPHEMES.segment(input.text)].map(({ segment }) => segment)
      const isCounted = (one: string): boolean => input.of !== 'letters_and_digits' || /[\p{L}\p{N}]/u.test(one)
      const total = signs.filter(isCounted).length
      assertRoom(signs.length * sign.length, '/sign')
      let place = 0
      const hidden = signs.map(one => {
        if (!isCounted(one)) return one
        place += 1
        return place <= first || place > total - last ? one : sign
      })
      return { text: hidden.join('') }
    },
  }),
]

function assertRoom(length: number, at: string): void {
  if (length > 4 * MIB) throw new OperationError('The result is longer than 4 MiB.', at)
}

/** The texts are escaped, so the pattern is a choice of plain literals and takes linear time; longer ones come first. */
function patternOf(all: readonly string[], ignoresCase: boolean, isWhole: boolean): RegExp {
  const literals = all
    .toSorted((a, b) => b.length - a.length)
    .map(one => {
      const literal = one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
      const before = isWhole && /^[\p{L}\p{M}\p{N}_]/u.test(one) ? '(?<![\\p{L}\\p{M}\\p{N}_])' : ''
      const behind = isWhole && /[\p{L}\p{M}\p{N}_]$/u.test(one) ? '(?![\\p{L}\\p{M}\\p{N}_])' : ''
      return `${before}${literal}${behind}`
    })
  return new RegExp(literals.join('|'), ignoresCase ? 'giu' : 'gu')
}
