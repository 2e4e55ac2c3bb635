/**
 * Sentence rank: a sentence matters as much as the sentences that share its words (TextRank, Mihalcea and Tarau 2004).
 * It rewrites nothing: a summary is made of the text's own sentences.
 */
import { OperationError } from '#kernel/plugin-door'
import { logarithm } from '../wasm/numbers-module.ts'
import { isStopWord } from './stop-words.ts'
import { readTerms } from './words.ts'

const DAMPING = 0.85
const ROUNDS = 30

/** Every pair of sentences is compared. */
const MAX_SENTENCES = 1_500

/** One score per sentence; they add up to about the number of sentences. Throws OperationError for more than 1,500. */
export function rankSentences(sentences: readonly string[]): number[] {
  if (sentences.length > MAX_SENTENCES) throw new OperationError('The text has more than 1,500 sentences.', '/text')
  const bags = sentences.map(sentence => new Set(readTerms(sentence).filter(term => !isStopWord(term))))
  const { length } = bags
  const weights = new Float64Array(length * length)
  const sums = new Float64Array(length)
  for (let i = 0; i < length; i += 1) {
    for (let j = i + 1; j < length; j += 1) {
      const weight = likeness(bags[i]!, bags[j]!)
      weights[i * length + j] = weight
      weights[j * length + i] = weight
      sums[i]! += weight
      sums[j]! += weight
    }
  }
  let scores = new Float64Array(length).fill(1)
  for (let step = 0; step < ROUNDS; step += 1) {
    const next = new Float64Array(length).fill(1 - DAMPING)
    for (let j = 0; j < length; j += 1) {
      if (sums[j] === 0) continue
      const share = (DAMPING * scores[j]!) / sums[j]!
      for (let i = 0; i < length; i += 1) next[i]! += share * weights[j * length + i]!
    }
    scores = next
  }
  return Array.from(scores, score => Math.round(score * 1e6) / 1e6)
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size < 2 || b.size < 2) return 0
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let shared = 0
  for (const term of small) if (large.has(term)) shared += 1
  return shared === 0 ? 0 : shared / (logarithm(a.size) + logarithm(b.size))
}
