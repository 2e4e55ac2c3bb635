/** The search path of `asm/assembly/search.ts`: BM25 scores of texts against a query. */
import { OperationError } from '#kernel/plugin-door'
import { HotModule } from './hot-module.ts'

type SearchFunctions = {
  readonly maxTerms: () => number
  readonly query: (from: number, units: number, to: number) => number
  readonly document: (from: number, units: number, counts: number) => number
  readonly score: (
    counts: number,
    lengths: number,
    documents: number,
    weights: number,
    scores: number,
    k1: number,
    b: number,
  ) => void
}

const hot = new HotModule<SearchFunctions>('search')
const K1 = 1.2
const B = 0.75

/** Both sides of a search are compared in this form. */
const fold = (text: string): string => text.normalize('NFC').toLowerCase()
const even = (bytes: number): number => (bytes + 7) & ~7

/** One BM25 score per text; 0 where no term of the query occurs. Throws OperationError above 2,048 query terms. */
export function scoreTexts(texts: readonly string[], query: string): Float64Array {
  const folded = fold(query)
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  const queryRoom = even(folded.length * 2)
  // Lower-casing may lengthen a text (U+0130 becomes two code points), never more than threefold.
  const textRoom = even(longest * 6)
  let wasm = hot.open(queryRoom * 3 + textRoom + 64)
  const queryAt = hot.heap
  const weights = queryAt + queryRoom
  const terms = wasm.query(queryAt, hot.writeText(folded, queryAt), weights)
  if (terms === wasm.maxTerms()) throw new OperationError('The query has more than 2,047 different terms.', '/query')
  const scores = even(weights + terms * 4)
  const lengths = scores + texts.length * 8
  const counts = even(lengths + texts.length * 4)
  const textAt = even(counts + texts.length * terms * 4)
  wasm = hot.open(textAt + textRoom - queryAt)
  hot.memory.fill(0, counts, textAt)
  for (let i = 0; i < texts.length; i += 1) {
    const length = wasm.document(textAt, hot.writeText(fold(texts[i]!), textAt), counts + i * terms * 4)
    hot.memory.writeUInt32LE(length, lengths + i * 4)
  }
  wasm.score(counts, lengths, texts.length, weights, scores, K1, B)
  const result = new Float64Array(hot.memory.buffer, scores, texts.length).slice()
  hot.close()
  return result
}
