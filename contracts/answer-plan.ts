/**
 * The plan of an answer (rules M8, M9): what its schema forces, where it leaves a choice among few values, and what is free.
 * Adapter and connectors share it, and the one way a choice is decided; nothing here is sampled.
 */
import type { ChatMessage } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'

/** Parts in order; their texts, put together, are the whole answer as JSON. Forced text may hold spaces between its tokens. */
export type AnswerPart =
  | { readonly kind: 'forced'; readonly text: string }
  /** At least two JSON texts, in the order of the schema. */
  | { readonly kind: 'choice'; readonly pointer: string; readonly options: readonly string[] }
  /** `maxTokens` is a bound that the schema implies, or null where it implies none. */
  | {
      readonly kind: 'free'
      readonly pointer: string
      readonly schema: JsonObject
      readonly maxTokens: number | null
    }

export type AnswerPlan = {
  readonly parts: readonly AnswerPart[]
  /**
   * The same conversation with content-free values in the place of its content: it tells what the model likes whatever it reads.
   * Empty where choices are not calibrated.
   */
  readonly contentFree: readonly (readonly ChatMessage[])[]
}

/** What a connector measured for one choice, by option: log-likelihoods after the prompt, and their means after content-free ones. */
export type ScoredChoice = {
  readonly pointer: string
  readonly logProbabilities: readonly number[]
  readonly contentFree: readonly number[]
}

/** Most UTF-8 bytes of what the parts force or choose. */
export function plannedBytes(parts: readonly AnswerPart[]): number {
  return parts.reduce((sum, part) => {
    if (part.kind === 'forced') return sum + Buffer.byteLength(part.text)
    return part.kind === 'choice' ? sum + Math.max(...part.options.map(option => Buffer.byteLength(option))) : sum
  }, 0)
}

export type Decision = {
  readonly chosen: number
  /** Of each option, given that it is one of them. */
  readonly probabilities: readonly number[]
  /** Lead of the chosen probability over the second, from 0 to 1. */
  readonly margin: number
}

/** The option whose likelihood gained most by the content (contextual calibration); equal ones go by order. */
export function decide({ logProbabilities, contentFree }: Omit<ScoredChoice, 'pointer'>): Decision {
  const scores = logProbabilities.map((score, index) => score - (contentFree[index] ?? 0))
  let chosen = 0
  for (const [index, score] of scores.entries()) if (score > scores[chosen]!) chosen = index
  const weights = scores.map(score => Math.exp(score - scores[chosen]!))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const probabilities = weights.map(weight => weight / total)
  const second = Math.max(0, ...probabilities.filter((_, index) => index !== chosen))
  return { chosen, probabilities, margin: probabilities[chosen]! - second }
}
