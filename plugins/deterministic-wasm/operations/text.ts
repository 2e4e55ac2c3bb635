/** Family `text`: normal forms, counts, likeness, differences and templates. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, count, flag, MIB, open, operation, text, texts } from '../operation.ts'
import { countText, measureDistance, splitSentences } from '../wasm/text-module.ts'
import { normalizeText } from '../words/normalize-text.ts'
import { fillTemplate } from '../words/template.ts'
import { readLines, readParagraphs, readWords } from '../words/words.ts'

const similarity = Type.Number({ minimum: 0, maximum: 1, description: '1 for equal texts, 0 for nothing in common.' })

export const textOperations: readonly Operation[] = [
  operation({
    name: 'text.count',
    description: 'Counts code points, words, lines and sentences.',
    input: closed({ text: text('The text to count.') }),
    output: closed({
      characters: count('Unicode code points.'),
      words: count('Runs of letters, marks and digits; a hyphenated word is one.'),
      lines: count('Lines; a final line end ends a line and starts none.'),
      sentences: count('Sentences; a text with letters has at least one.'),
    }),
    example: {
      input: { text: 'Hello, Mr. Smith! How are you?\nFine.\n' },
      output: { characters: 37, words: 7, lines: 2, sentences: 3 },
    },
    run: input => countText(input.text),
  }),
  operation({
    name: 'text.normalize',
    description: 'Brings a text into a normal form: Unicode form, letter case, accents, white space.',
    input: closed({
      text: text('The text.'),
      case: Type.Optional(choice(['lower', 'upper', 'title'], 'Letter case; unchanged when absent.')),
      collapse_whitespace: flag('Every run of white space becomes one blank, none at the ends.'),
      strip_accents: flag('Removes accents and strokes from letters.'),
      form: Type.Optional(choice(['NFC', 'NFKC'], 'Unicode normal form.', 'NFC')),
    }),
    output: closed({ text: text('The text in that form.') }),
    example: {
      input: { text: '  Crème   BRÛLÉE ', case: 'lower', collapse_whitespace: true, strip_accents: true },
      output: { text: 'creme brulee' },
    },
    run: input => ({ text: normalizeText(input.text, input) }),
  }),
  operation({
    name: 'text.similarity',
    description: 'Edit distance of two texts (Levenshtein over code points) and their likeness.',
    input: closed({ a: text('One text.'), b: text('The other text.') }),
    output: closed({ distance: count('Least number of insertions, deletions and substitutions.'), similarity }),
    example: { input: { a: 'kitten', b: 'sitting' }, output: { distance: 3, similarity: 0.5714285714285714 } },
    inputCapBytes: MIB / 4,
    cost: 'quadratic',
    run(input) {
      const { distance, longer } = measureDistance(input.a, input.b)
      return { distance, similarity: longer === 0 ? 1 : 1 - distance / longer }
    },
  }),
  operation({
    name: 'text.fuzzy_match',
    description: 'Finds the candidates most like a text, best first.',
    input: closed({
      query: text('The text to look for.'),
      candidates: texts('Texts to choose from.'),
      k: Type.Optional(Type.Integer({ minimum: 1, description: 'Most matches to return.', default: 5 })),
      min_similarity: Type.Optional(
        Type.Number({ minimum: 0, maximum: 1, description: 'Least likeness of a match.', default: 0.5 }),
      ),
      match_case: flag('Whether letter case counts.'),
    }),
    output: closed({
      matches: Type.Array(
        closed({ index: count('Place among the candidates.'), value: text('The candidate.'), similarity }),
        {
          description: 'By likeness, then by place.',
        },
      ),
    }),
    example: {
      input: { query: 'Jon Smith', candidates: ['Jane Smith', 'John Smith', 'Bob'], k: 1 },
      output: { matches: [{ index: 1, value: 'John Smith', similarity: 0.9 }] },
    },
    inputCapBytes: MIB / 4,
    cost: 'quadratic',
    run(input) {
      const fold = (value: string): string => (input.match_case === true ? value : value.toLowerCase())
      const query = fold(input.query)
      const matches = input.candidates
        .map((value, index) => {
          const { distance, longer } = measureDistance(query, fold(value))
          return { index, value, similarity: longer === 0 ? 1 : 1 - distance / longer }
        })
        .filter(match => match.similarity >= (input.min_similarity ?? 0.5))
        .sort((a, b) => b.similarity - a.similarity || a.index - b.index)
      return { matches: matches.slice(0, input.k ?? 5) }
    },
  }),
  operation({
    name: 'text.lines',
    description: 'Cuts a text into its lines, without line ends.',
    input: closed({ text: text('The text.'), skip_empty: flag('Leave out lines of white space only.') }),
    output: closed({ lines: texts('The lines in order.') }),
    example: { input: { text: 'one\r\ntwo\n\nthree\n' }, output: { lines: ['one', 'two', '', 'three'] } },
    run(input) {
      const lines = readLines(input.text)
      return { lines: input.skip_empty === true ? lines.filter(line => line.trim() !== '') : lines }
    },
  }),
  operation({
    name: 'text.split',
    description: 'Cuts a text into words, sentences, lines, paragraphs, or at a separator.',
    input: closed({
      text: text('The text.'),
      by: choice(['words', 'sentences', 'lines', 'paragraphs', 'separator'], 'Where to cut.'),
      separator: Type.Optional(
        Type.String({ minLength: 1, description: 'Required with `separator`; taken literally.' }),
      ),
      trim: flag('Remove white space around parts cut at a separator.'),
    }),
    output: closed({ parts: texts('The parts in order.') }),
    example: {
      input: { text: 'It rains. Dr. Who stays in!', by: 'sentences' },
      output: { parts: ['It rains.', 'Dr. Who stays in!'] },
    },
    run: input => ({ parts: splitText(input.text, input.by, input.separator, input.trim === true) }),
  }),
  operation({
    name: 'text.template',
    description: 'Fills `{{name}}` in a template; texts as they are, other values as canonical JSON.',
    input: closed({
      template: text('Text with names in double braces; a JSON Pointer such as `{{/a/0}}` reaches inside a value.'),
      values: open('Values by name; a missing name is an error.'),
    }),
    output: closed({ text: text('The filled template.') }),
    example: {
      input: { template: 'Dear {{name}}, {{n}} items.', values: { n: 2, name: 'Ada' } },
      output: { text: 'Dear Ada, 2 items.' },
    },
    run: input => ({ text: fillTemplate(input.template, input.values) }),
  }),
  operation({
    name: 'text.replace',
    description: 'Replaces every occurrence of a literal text.',
    input: closed({
      text: text('The text.'),
      find: Type.String({ minLength: 1, description: 'What to look for; taken literally.' }),
      with: text('What to write instead.'),
    }),
    output: closed({ text: text('The result.'), count: count('How often it was replaced.') }),
    example: { input: { text: 'a-b-c', find: '-', with: '+' }, output: { text: 'a+b+c', count: 2 } },
    run(input) {
      const parts = input.text.split(input.find)
      const length = input.text.length + (parts.length - 1) * (input.with.length - input.find.length)
      if (length > 4 * MIB) throw new OperationError('The result is longer than 4 MiB.', '/with')
      return { text: parts.join(input.with), count: parts.length - 1 }
    },
  }),
  operation({
    name: 'text.truncate',
    description: 'Shortens a text to at most so many code points, at a word border where one is near.',
    input: closed({
      text: text('The text.'),
      length: Type.Integer({ minimum: 1, description: 'Most code points of the result, mark included.' }),
      mark: Type.Optional(Type.String({ description: 'Written where text was cut off.', default: '…' })),
    }),
    output: closed({
      text: text('The text, shortened if it had to be.'),
      truncated: Type.Boolean({ description: 'Whether it was.' }),
    }),
    example: { input: { text: 'The quick brown fox', length: 12 }, output: { text: 'The quick…', truncated: true } },
    run: input => truncate(input.text, input.length, input.mark ?? '…'),
  }),
]

function splitText(value: string, by: string, separator: string | undefined, isTrimmed: boolean): string[] {
  switch (by) {
    case 'words':
      return readWords(value)
    case 'sentences':
      return splitSentences(value)
    case 'lines':
      return readLines(value)
    case 'paragraphs':
      return readParagraphs(value)
    default: {
      if (separator === undefined) throw new OperationError('Cutting at a separator needs `separator`.', '/separator')
      const parts = value.split(separator)
      return isTrimmed ? parts.map(part => part.trim()) : parts
    }
  }
}

function truncate(value: string, length: number, mark: string): { text: string; truncated: boolean } {
  const points = Array.from(value)
  if (points.length <= length) return { text: value, truncated: false }
  const room = length - Array.from(mark).length
  if (room < 0) throw new OperationError('The mark is longer than the text may be.', '/mark')
  const kept = points.slice(0, room).join('')
  const isCutInWord = /[\p{L}\p{M}\p{N}]$/u.test(kept) && /^[\p{L}\p{M}\p{N}]/u.test(points[room]!)
  const border = isCutInWord ? kept.search(/\s\S*$/u) : -1
  // A border far back would throw most of the text away.
  const text = border >= kept.length / 2 ? kept.slice(0, border) : kept
  return { text: text.trimEnd() + mark, truncated: true }
}
