/** Family `text`, second half: what a text is about, in which language, and how two texts differ. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { choice, closed, count, flag, MIB, operation, text } from '../operation.ts'
import { diffSequences } from '../wasm/diff-module.ts'
import { splitSentences } from '../wasm/text-module.ts'
import { hintLanguage } from '../words/language.ts'
import { rankSentences } from '../words/rank-sentences.ts'
import { isStopWord } from '../words/stop-words.ts'
import { readTerms } from '../words/words.ts'

export const textInsightOperations: readonly Operation[] = [
  operation({
    name: 'text.keywords',
    description: 'The terms used most, without function words and bare numbers.',
    input: closed({
      text: text('The text.'),
      k: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 1_000, description: 'Most keywords to return.', default: 10 }),
      ),
      language: Type.Optional(
        Type.String({ description: 'ISO 639-1 code of its function words; all known when absent.' }),
      ),
    }),
    output: closed({
      keywords: Type.Array(closed({ term: text('Lower case.'), count: count('How often.') }), {
        description: 'By count, then by first appearance.',
      }),
    }),
    example: {
      input: { text: 'The printer is offline. Restart the printer, then print.', k: 2 },
      output: {
        keywords: [
          { term: 'printer', count: 2 },
          { term: 'offline', count: 1 },
        ],
      },
    },
    run: input => ({ keywords: findKeywords(input.text, input.language).slice(0, input.k ?? 10) }),
  }),
  operation({
    name: 'text.language',
    description: 'A hint at the language of a text, by its script and its function words.',
    input: closed({ text: text('The text.') }),
    output: closed({
      language: text('ISO 639-1 code, or `und` where nothing tells.'),
      confidence: Type.Number({ minimum: 0, maximum: 1, description: 'Share of the evidence that speaks for it.' }),
    }),
    example: {
      input: { text: 'Der Hund schläft nicht auf dem Sofa.' },
      output: { language: 'de', confidence: 0.8 },
    },
    run: input => hintLanguage(input.text),
  }),
  operation({
    name: 'text.summary',
    description: 'The sentences that share most with the rest of the text, in their order.',
    input: closed({
      text: text('The text.'),
      sentences: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 100, description: 'How many to keep.', default: 3 }),
      ),
    }),
    output: closed({
      summary: text('The kept sentences, joined by blanks.'),
      sentences: Type.Array(
        closed({
          index: count('Place in the text.'),
          text: text('The sentence.'),
          score: Type.Number({ description: 'Rank; 1 is average.' }),
        }),
        { description: 'The kept sentences in order.' },
      ),
    }),
    example: {
      input: { text: 'Storm hits coast. The storm damaged the coast road. Lunch was nice.', sentences: 1 },
      output: { summary: 'Storm hits coast.', sentences: [{ index: 0, text: 'Storm hits coast.', score: 1 }] },
    },
    inputCapBytes: MIB / 16,
    cost: 'quadratic',
    run: input => summarize(input.text, input.sentences ?? 3),
  }),
  operation({
    name: 'text.diff',
    description: 'What was removed from one text and added in the other, by lines, words or code points.',
    input: closed({
      a: text('The old text.'),
      b: text('The new text.'),
      by: Type.Optional(choice(['lines', 'words', 'characters'], 'Size of the pieces compared.', 'lines')),
      changes_only: flag('Leave out what both have.'),
    }),
    output: closed({
      changes: Type.Array(
        closed({
          kind: choice(['equal', 'removed', 'added'], 'What happened to it.'),
          text: text('The pieces, joined.'),
        }),
        { description: 'In order; within one place removals come first.' },
      ),
      removed: count('Pieces removed.'),
      added: count('Pieces added.'),
      minimal: Type.Boolean({ description: 'False above 2,000 edits: the changed middle is then one replacement.' }),
    }),
    example: {
      input: { a: 'one two three', b: 'one 2 three', by: 'words' },
      output: {
        changes: [
          { kind: 'equal', text: 'one ' },
          { kind: 'removed', text: 'two' },
          { kind: 'added', text: '2' },
          { kind: 'equal', text: ' three' },
        ],
        removed: 1,
        added: 1,
        minimal: true,
      },
    },
    cost: 'quadratic',
    run: input => diffTexts(cut(input.a, input.by), cut(input.b, input.by), input.changes_only === true),
  }),
]

function findKeywords(value: string, language: string | undefined): { term: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const term of readTerms(value)) {
    if (term.length < 2 || isStopWord(term, language) || !/\p{L}/u.test(term)) continue
    counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  return Array.from(counts, ([term, times]) => ({ term, count: times })).sort((a, b) => b.count - a.count)
}

function summarize(value: string, most: number) {
  const all = splitSentences(value)
  const scores = rankSentences(all)
  const kept = all
    .map((sentence, index) => ({ index, text: sentence, score: scores[index]! }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .sort((a, b) => a.index - b.index)
  return { summary: kept.map(sentence => sentence.text).join(' '), sentences: kept }
}

const LINES = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g
const WORDS_AND_GAPS = /[\p{L}\p{M}\p{N}_]+|\s+|[^\p{L}\p{M}\p{N}_\s]/gu

function cut(value: string, by = 'lines'): string[] {
  if (by === 'characters') return Array.from(value)
  return value.match(by === 'words' ? WORDS_AND_GAPS : LINES) ?? []
}

type Change = { readonly kind: 'equal' | 'removed' | 'added'; readonly text: string }

function diffTexts(a: readonly string[], b: readonly string[], isShort: boolean) {
  const { removed, added, minimal } = diffSequences(a, b)
  const changes: Change[] = []
  let i = 0
  let j = 0
  const take = (kind: Change['kind'], parts: readonly string[], from: number, to: number): void => {
    if (from < to && !(isShort && kind === 'equal')) changes.push({ kind, text: parts.slice(from, to).join('') })
  }
  while (i < a.length || j < b.length) {
    let start = i
    while (i < a.length && removed[i] === 1) i += 1
    take('removed', a, start, i)
    start = j
    while (j < b.length && added[j] === 1) j += 1
    take('added', b, start, j)
    start = i
    while (i < a.length && j < b.length && removed[i] === 0 && added[j] === 0) {
      i += 1
      j += 1
    }
    take('equal', a, start, i)
  }
  const sum = (marks: Uint8Array): number => marks.reduce((total, mark) => total + mark, 0)
  return { changes, removed: sum(removed), added: sum(added), minimal }
}
