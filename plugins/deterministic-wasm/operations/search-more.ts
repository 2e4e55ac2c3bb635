/** Family `search`, second half: the passages of one text, rankings put together, hits made visible. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { closed, count, MIB, operation, text } from '../operation.ts'
import { scoreTexts } from '../wasm/search-module.ts'
import { cutChunks } from '../words/cut-chunks.ts'
import { readTerms } from '../words/words.ts'

const score = Type.Number({ description: 'Higher is better.' })

export const searchMoreOperations: readonly Operation[] = [
  operation({
    name: 'search.passages',
    description: 'The passages of a long text that answer a query best, by BM25, cut at sentences.',
    input: closed({
      text: text('The text.'),
      query: text('The words to look for.'),
      k: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'Most passages.', default: 3 })),
      size: Type.Optional(
        Type.Integer({ minimum: 20, maximum: 100_000, description: 'Most code points of a passage.', default: 500 }),
      ),
    }),
    output: closed({
      passages: Type.Array(
        closed({
          text: text('The passage, without blanks at its ends.'),
          start: count('First code point of its piece.'),
          end: count('Code point after the last.'),
          score,
        }),
        { description: 'Those with a word of the query, by score, then by place.' },
      ),
    }),
    example: {
      input: { text: 'Cats sleep a lot. Dogs bark at night. Fish swim.', query: 'night dogs', k: 1, size: 20 },
      output: { passages: [{ text: 'Dogs bark at night.', start: 18, end: 38, score: 1.813298 }] },
    },
    inputCapBytes: 2 * MIB,
    run(input) {
      const chunks = cutChunks(input.text, input.size ?? 500, 0, 'sentences')
      const scores = scoreTexts(
        chunks.map(chunk => chunk.text),
        input.query,
      )
      const passages = chunks
        .map((chunk, i) => ({ ...chunk, text: chunk.text.trim(), score: Math.round(scores[i]! * 1e6) / 1e6 }))
        .filter(passage => passage.score > 0)
        .sort((a, b) => b.score - a.score || a.start - b.start)
      return { passages: passages.slice(0, input.k ?? 3) }
    },
  }),
  operation({
    name: 'search.fuse',
    description: 'One ranking from several by reciprocal ranks, such as of word search and vector search.',
    input: closed({
      rankings: Type.Array(Type.Array(Type.String(), { uniqueItems: true, description: 'Ids, the best first.' }), {
        minItems: 1,
        description: 'The rankings.',
      }),
      constant: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 10_000,
          description: 'How little the first places stand out.',
          default: 60,
        }),
      ),
      k: Type.Optional(Type.Integer({ minimum: 1, description: 'Most hits to return.', default: 10 })),
    }),
    output: closed({
      hits: Type.Array(closed({ id: text('Id.'), score }), { description: 'By score, then by first appearance.' }),
    }),
    example: {
      input: {
        rankings: [
          ['a', 'b'],
          ['b', 'c'],
        ],
        constant: 1,
      },
      output: {
        hits: [
          { id: 'b', score: 0.8333333333333333 },
          { id: 'a', score: 0.5 },
          { id: 'c', score: 0.3333333333333333 },
        ],
      },
    },
    inputCapBytes: 4 * MIB,
    cost: 'n log n',
    run(input) {
      const scores = new Map<string, number>()
      for (const ranking of input.rankings) {
        for (const [i, id] of ranking.entries())
          scores.set(id, (scores.get(id) ?? 0) + 1 / ((input.constant ?? 60) + i + 1))
      }
      const hits = Array.from(scores, ([id, sum]) => ({ id, score: sum })).sort((a, b) => b.score - a.score)
      return { hits: hits.slice(0, input.k ?? 10) }
    },
  }),
  operation({
    name: 'search.highlight',
    description: 'Marks the words of a query in a text; whole words, letter case aside.',
    input: closed({
      text: text('The text.'),
      query: text('The words to mark.'),
      before: Type.Optional(Type.String({ maxLength: 100, description: 'Written before a word.', default: '**' })),
      after: Type.Optional(Type.String({ maxLength: 100, description: 'Written after a word.', default: '**' })),
    }),
    output: closed({ text: text('The marked text.'), count: count('Words marked.') }),
    example: {
      input: { text: 'Dogs bark. The dog sleeps.', query: 'DOG bark' },
      output: { text: 'Dogs **bark**. The **dog** sleeps.', count: 2 },
    },
    run(input) {
      const words = new Set(readTerms(input.query))
      let marked = 0
      const written = input.text.replace(/[\p{L}\p{N}]+/gu, word => {
        if (!words.has(word.normalize('NFC').toLowerCase())) return word
        marked += 1
        return (input.before ?? '**') + word + (input.after ?? '**')
      })
      return { text: written, count: marked }
    },
  }),
]
