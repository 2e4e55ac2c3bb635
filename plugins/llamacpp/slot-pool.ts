/**
 * The parallel sequences of one loaded model. It hands each call a sequence of its own, the one whose evaluated prefix helps most
 * (M7), and makes further calls wait in order. It evaluates nothing.
 */
import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { assertWanted, ChildError } from './child-error.ts'

type Waiter = (sequence: LlamaContextSequence) => void

export class SlotPool {
  readonly #all: readonly LlamaContextSequence[]
  readonly #free: Set<LlamaContextSequence>
  readonly #waiting: Waiter[] = []

  constructor(sequences: readonly LlamaContextSequence[]) {
    this.#all = sequences
    this.#free = new Set(sequences)
  }

  get size(): number {
    return this.#all.length
  }

  get isIdle(): boolean {
    return this.#free.size === this.#all.length
  }

  /** Resolves with a sequence that is the caller's alone until `release`. */
  async take(prompt: readonly Token[], signal: AbortSignal): Promise<LlamaContextSequence> {
    assertWanted(signal)
    const [first, ...others] = this.#free
    if (first === undefined) return this.#wait(signal)
    const best = others.reduce((a, b) => (countShared(b, prompt) > countShared(a, prompt) ? b : a), first)
    this.#free.delete(best)
    return best
  }

  /** Gives the sequence to whoever waits longest, else back to the pool. */
  release(sequence: LlamaContextSequence): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.add(sequence)
    else next(sequence)
  }

  #wait(signal: AbortSignal): Promise<LlamaContextSequence> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        reject(new ChildError('CANCELLED', 'The call was cancelled.'))
      }
      const waiter: Waiter = sequence => {
        signal.removeEventListener('abort', onAbort)
        resolve(sequence)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(waiter)
    })
  }
}

function countShared(sequence: LlamaContextSequence, prompt: readonly Token[]): number {
  return sequence.compareContextTokens([...prompt]).firstDifferentIndex
}
