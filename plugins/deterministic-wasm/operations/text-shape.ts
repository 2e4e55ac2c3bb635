/** Family `text`, third part: shapes that a text is brought into, places where a word stands, pieces of a bounded size. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, count, flag, operation, text, texts } from '../operation.ts'
import { cutChunks } from '../words/cut-chunks.ts'
import { normalizeText } from '../words/normalize-text.ts'
import { NAME_STYLES, toStyle } from '../words/text-styles.ts'
import { readLines, readWords } from '../words/words.ts'

const MAX_PLACES = 10_000
/** Borders of graphemes are the same in every locale; `en` only names one. */
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

export const textShapeOperations: readonly Operation[] = [
  operation({
    name: 'text.reverse',
    description: 'A text from back to front; letters keep their accents, and joined emoji stay whole.',
    input: closed({ text: text('The text.') }),
    output: closed({ text: text('The text, turned around.') }),
    example: { input: { text: 'stressed' }, output: { text: 'desserts' } },
    run: input => ({
      text: [...GRAPHEMES.segment(input.text)]
        .map(({ segment }) => segment)
        .reverse()
        .join(''),
    }),
  }),
  operation({
    name: 'text.slug',
    description: 'A text as it can stand in an address or file name: plain lower-case letters, digits and hyphens.',
    input: closed({
      text: text('The text.'),
      separator: Type.Optional(choice(['-', '_'], 'What stands between words.', '-')),
      length: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 1_000, description: 'Most signs; cut between words.', default: 100 }),
      ),
    }),
    output: closed({ text: text('Letters beyond ASCII without a plain form are left out.') }),
    example: { input: { text: 'Crème Brûlée: 10 tips & tricks!' }, output: { text: 'creme-brulee-10-tips-tricks' } },
    run: input => ({ text: toSlug(input.text, input.separator ?? '-', input.length ?? 100) }),
  }),
  operation({
    name: 'text.wrap',
    description:
      'Breaks lines between words so that none is longer than a width, where words allow; runs of blanks become one.',
    input: closed({
      text: text('The text; each of its lines is wrapped by itself.'),
      width: Type.Integer({ minimum: 1, maximum: 10_000, description: 'Most code points of a line.' }),
    }),
    output: closed({ text: text('The lines, joined by line feeds.'), lines: texts('The lines.') }),
    example: {
      input: { text: 'The quick brown fox', width: 10 },
      output: { text: 'The quick\nbrown fox', lines: ['The quick', 'brown fox'] },
    },
    run(input) {
      const lines = readLines(input.text).flatMap(line => wrapLine(line, input.width))
      return { text: lines.join('\n'), lines }
    },
  }),
  operation({
    name: 'text.case',
    description:
      'A name in the style of programs: camelCase, PascalCase, snake_case, kebab-case, CONSTANT_CASE, dot.case.',
    input: closed({ text: text('Words, or a name in any of these styles.'), style: choice(NAME_STYLES, 'The style.') }),
    output: closed({ text: text('The name.') }),
    example: {
      input: { text: 'parse HTTPResponse code', style: 'snake' },
      output: { text: 'parse_http_response_code' },
    },
    run: input => ({ text: toStyle(input.text, input.style) }),
  }),
  operation({
    name: 'text.find',
    description: 'Where a word or phrase stands in a text, and how often.',
    input: closed({
      text: text('The text.'),
      find: Type.String({ minLength: 1, maxLength: 1_000, description: 'What to look for; taken literally.' }),
      match_case: flag('Whether letter case counts.'),
      whole_words: flag('Leave out what is part of a longer word.'),
    }),
    output: closed({
      count: count('How often, without overlaps.'),
      places: Type.Array(
        closed({
          start: count('First code point.'),
          end: count('Code point after the last.'),
          line: Type.Integer({ minimum: 1, description: 'Line, from 1.' }),
          column: Type.Integer({ minimum: 1, description: 'Code point of the line, from 1.' }),
        }),
        { description: 'The first 10,000, in order.' },
      ),
    }),
    example: {
      input: { text: 'Rain again.\nNo rain.', find: 'rain', whole_words: true },
      output: {
        count: 2,
        places: [
          { start: 0, end: 4, line: 1, column: 1 },
          { start: 15, end: 19, line: 2, column: 4 },
        ],
      },
    },
    run: input => findPlaces(input.text, input.find, input.match_case === true, input.whole_words === true),
  }),
  operation({
    name: 'text.chunk',
    description:
      'Cuts a long text into pieces of a bounded size, at sentences or paragraphs, with an overlap if asked.',
    input: closed({
      text: text('The text.'),
      size: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Most code points of a piece.' }),
      overlap: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 100_000, description: 'Code points said again, at most.', default: 0 }),
      ),
      by: Type.Optional(choice(['sentences', 'paragraphs', 'characters'], 'Where to cut.', 'sentences')),
    }),
    output: closed({
      chunks: Type.Array(
        closed({
          text: text('The piece, blanks included.'),
          start: count('First code point.'),
          end: count('Code point after the last.'),
        }),
        { description: 'In order; without overlap they join to the text.' },
      ),
    }),
    example: {
      input: { text: 'One here. Two there. Three.', size: 12 },
      output: {
        chunks: [
          { text: 'One here. ', start: 0, end: 10 },
          { text: 'Two there. ', start: 10, end: 21 },
          { text: 'Three.', start: 21, end: 27 },
        ],
      },
    },
    run(input) {
      const { overlap = 0, size } = input
      if (overlap * 2 > size) throw new OperationError('The overlap is more than half of a piece.', '/overlap')
      return { chunks: cutChunks(input.text, size, overlap, input.by ?? 'sentences') }
    },
  }),
  operation({
    name: 'text.frequency',
    description: 'How often each word, letter or sign occurs in a text.',
    input: closed({
      text: text('The text.'),
      of: Type.Optional(choice(['words', 'letters', 'characters'], 'What to count.', 'words')),
      k: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Most entries.', default: 100 })),
      match_case: flag('Whether letter case counts.'),
    }),
    output: closed({
      counts: Type.Array(
        closed({
          item: text('Word, letter or sign.'),
          count: count('How often.'),
          share: Type.Number({ minimum: 0, maximum: 1, description: 'Part of the total.' }),
        }),
        { description: 'By count, then by first appearance.' },
      ),
      total: count('All that were counted.'),
      distinct: count('Different ones.'),
    }),
    example: {
      input: { text: 'To be or not to be', k: 2 },
      output: {
        counts: [
          { item: 'to', count: 2, share: 0.3333333333333333 },
          { item: 'be', count: 2, share: 0.3333333333333333 },
        ],
        total: 6,
        distinct: 4,
      },
    },
    run: input =>
      countParts(
        input.match_case === true ? input.text : input.text.toLowerCase(),
        input.of ?? 'words',
        input.k ?? 100,
      ),
  }),
]

function toSlug(value: string, separator: '-' | '_', length: number): string {
  const plain = normalizeText(value.replaceAll('ß', 'ss').replaceAll('æ', 'ae').replaceAll('Æ', 'AE'), {
    case: 'lower',
    strip_accents: true,
    form: 'NFKC',
  })
  const words = plain.replace(/['’]/g, '').match(/[a-z0-9]+/g) ?? []
  let slug = ''
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}${separator}${word}`
    if (longer.length > length) return slug === '' ? word.slice(0, length) : slug
    slug = longer
  }
  return slug
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  let room = width
  for (const word of line.split(/\s+/u).filter(Boolean)) {
    const size = Array.from(word).length
    if (current !== '' && size + 1 > room) {
      lines.push(current)
      current = ''
      room = width
    }
    room -= current === '' ? size : size + 1
    current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, current]
}

/** The phrase is escaped, so the pattern is a plain literal and takes linear time. */
function findPlaces(value: string, find: string, matchesCase: boolean, isWhole: boolean): JsonObject {
  const literal = find.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  const edge = (side: '<' | '') => (isWhole ? `(?${side}![\\p{L}\\p{M}\\p{N}_])` : '')
  const pattern = new RegExp(`${edge('<')}${literal}${edge('')}`, matchesCase ? 'gu' : 'giu')
  const places: { start: number; end: number; line: number; column: number }[] = []
  let total = 0
  let at = 0
  let point = 0
  let line = 1
  let lineStart = 0
  for (const match of value.matchAll(pattern)) {
    total += 1
    if (places.length === MAX_PLACES) continue
    for (const sign of value.slice(at, match.index)) {
      point += 1
      if (sign !== '\n') continue
      line += 1
      lineStart = point
    }
    places.push({ start: point, end: point + Array.from(match[0]).length, line, column: point - lineStart + 1 })
    at = match.index
  }
  return { count: total, places }
}

function countParts(value: string, of: 'words' | 'letters' | 'characters', most: number): JsonObject {
  const parts =
    of === 'words' ? readWords(value) : of === 'letters' ? (value.match(/\p{L}/gu) ?? []) : Array.from(value)
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1)
  const ordered = Array.from(counts, ([item, times]) => ({ item, count: times, share: times / parts.length }))
  return {
    counts: ordered.sort((a, b) => b.count - a.count).slice(0, most),
    total: parts.length,
    distinct: counts.size,
  }
}
