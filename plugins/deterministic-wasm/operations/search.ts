/** Family `search`: which texts answer a query best, which vectors lie nearest. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { closed, MIB, operation, text } from '../operation.ts'
import { scoreTexts } from '../wasm/search-module.ts'

const k = Type.Optional(Type.Integer({ minimum: 1, description: 'Most hits to return.', default: 10 }))
const hits = Type.Array(
  closed({ id: text('Id of the document.'), score: Type.Number({ description: 'Higher is better.' }) }),
  {
    description: 'By score, then by place.',
  },
)

export const searchOperations: readonly Operation[] = [
  operation({
    name: 'search.bm25',
    description: 'Ranks texts by BM25 (k1 = 1.2, b = 0.75) over lower-cased runs of letters and digits.',
    input: closed({
      documents: Type.Array(closed({ id: text('Id.'), text: text('The text.') }), { description: 'What to search.' }),
      query: text('The words to look for.'),
      k,
    }),
    output: closed({ hits }),
    example: {
      input: {
        documents: [
          { id: 'a', text: 'The printer is on fire' },
          { id: 'b', text: 'Paper is in the tray' },
        ],
        query: 'printer fire',
      },
      output: { hits: [{ id: 'a', score: 1.3862943611198906 }] },
    },
    inputCapBytes: 8 * MIB,
    run(input) {
      const scores = scoreTexts(
        input.documents.map(document => document.text),
        input.query,
      )
      const ids = input.documents.map(document => document.id)
      return { hits: best(ids, scores, input.k ?? 10).filter(hit => hit.score > 0) }
    },
  }),
  operation({
    name: 'search.cosine',
    description: 'Ranks vectors by the cosine of their angle to a query vector.',
    input: closed({
      vectors: Type.Array(
        closed({ id: text('Id.'), vector: Type.Array(Type.Number(), { description: 'Its coordinates.' }) }),
        {
          description: 'What to search; all as long as the query.',
        },
      ),
      query: Type.Array(Type.Number(), { minItems: 1, description: 'Coordinates of the query.' }),
      k,
    }),
    output: closed({ hits }),
    example: {
      input: {
        vectors: [
          { id: 'a', vector: [1, 0] },
          { id: 'b', vector: [3, 4] },
        ],
        query: [0, 2],
        k: 1,
      },
      output: { hits: [{ id: 'b', score: 0.8 }] },
    },
    inputCapBytes: 8 * MIB,
    run(input) {
      const scores = input.vectors.map(({ vector }, i) => cosine(vector, input.query, `/vectors/${i}/vector`))
      const ids = input.vectors.map(vector => vector.id)
      return { hits: best(ids, scores, input.k ?? 10) }
    },
  }),
]

function best(ids: readonly string[], scores: ArrayLike<number>, most: number): { id: string; score: number }[] {
  return ids
    .map((id, i) => ({ id, score: scores[i]!, i }))
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, most)
    .map(({ id, score }) => ({ id, score }))
}

/** Coordinates are scaled by the largest first, so that no square leaves the range of a double. */
function cosine(a: readonly number[], b: readonly number[], pointer: string): number {
  if (a.length !== b.length)
    throw new OperationError(`A vector has ${a.length} coordinates, the query ${b.length}.`, pointer)
  const aMost = a.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  const bMost = b.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  if (aMost === 0 || bMost === 0) return 0
  let dot = 0
  let aSquares = 0
  let bSquares = 0
  for (let i = 0; i < a.length; i += 1) {
    const x = a[i]! / aMost
    const y = b[i]! / bMost
    dot += x * y
    aSquares += x * x
    bSquares += y * y
  }
  return dot / (Math.sqrt(aSquares) * Math.sqrt(bSquares))
}
