/**
 * Results of the last runs, in memory only, so that a detached run can be read although its content is not stored (L5). It holds
 * texts, which cost the garbage collector nothing, in two generations, of which the older one goes as a whole.
 */
import type { ExecuteResult } from '#contracts/execution'

const MOST_RESULTS = 256
const MOST_CHARS = 32 * 1024 * 1024

export class RecentResults {
  #young = new Map<string, string>()
  #old = new Map<string, string>()
  #youngChars = 0

  /** `text` is the result as JSON. */
  add(runId: string, text: string): void {
    const isFull = this.#young.size >= MOST_RESULTS / 2 || this.#youngChars + text.length > MOST_CHARS / 2
    if (isFull && this.#young.size > 0) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngChars = 0
    }
    this.#young.set(runId, text)
    this.#youngChars += text.length
  }

  drop(runId: string): void {
    this.#young.delete(runId)
    this.#old.delete(runId)
  }

  get(runId: string): ExecuteResult | null {
    const text = this.#young.get(runId) ?? this.#old.get(runId)
    return text === undefined ? null : (JSON.parse(text) as ExecuteResult)
  }
}
