/** Self-consistency (rule E4): the most frequent of several verified answers; ties go to the first seen. */
import type { JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'

export type Vote = { readonly winner: JsonValue; readonly agreement: number; readonly distinct: number }

/** `answers` has at least one element; `agreement` is the winner's share of them. */
export function vote(answers: readonly JsonValue[]): Vote {
  const counts = new Map<string, { readonly answer: JsonValue; count: number }>()
  for (const answer of answers) {
    const key = canonicalJson(answer)
    const known = counts.get(key)
    if (known) known.count += 1
    else counts.set(key, { answer, count: 1 })
  }
  let best = { answer: answers[0] as JsonValue, count: 0 }
  for (const candidate of counts.values()) if (candidate.count > best.count) best = candidate
  return { winner: best.answer, agreement: best.count / answers.length, distinct: counts.size }
}
