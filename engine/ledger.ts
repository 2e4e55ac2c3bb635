/**
 * Ledger: the graph-wide limits of one run (rule B5). A call reserves before it starts and settles after it, so that no
 * interleaving of parallel branches can overshoot. A call that asks for more than is free waits while others may still settle.
 */
import type { GraphLimits } from '#contracts/budget'

export type Reservation =
  | { readonly granted: true; readonly tokens: number; readonly settle: (tokens: number) => void }
  | { readonly granted: false; readonly code: 'CALL_LIMIT' | 'TOKEN_LIMIT' }

type Waiter = { readonly order: number; readonly wake: () => void }

export class Ledger {
  #calls: number
  #retries: number
  #tokens: number
  #open = 0
  readonly #waiters: Waiter[] = []

  constructor(limits: GraphLimits) {
    this.#calls = limits.max_model_calls ?? Number.POSITIVE_INFINITY
    this.#retries = limits.max_total_retries ?? Number.POSITIVE_INFINITY
    this.#tokens = limits.max_total_tokens ?? Number.POSITIVE_INFINITY
  }

  /**
   * Reserves one call of at most `tokens`. `order` breaks ties between waiters (X1); `signal` ends the wait.
   * Grants fewer tokens than asked only when nothing else is open that could give some back.
   */
  async reserve(tokens: number, isRetry: boolean, order: number, signal: AbortSignal): Promise<Reservation> {
    for (;;) {
      if (this.#calls < 1 || (isRetry && this.#retries < 1)) return { granted: false, code: 'CALL_LIMIT' }
      if (this.#tokens >= tokens || (this.#open === 0 && this.#tokens > 0))
        return this.#grant(Math.min(tokens, this.#tokens), isRetry)
      if (this.#open === 0) return { granted: false, code: 'TOKEN_LIMIT' }
      await this.#turn(order, signal)
      if (signal.aborted) return { granted: false, code: 'TOKEN_LIMIT' }
    }
  }

  #grant(tokens: number, isRetry: boolean): Reservation {
    this.#calls -= 1
    if (isRetry) this.#retries -= 1
    this.#tokens -= tokens
    this.#open += 1
    let settled = false
    const settle = (used: number) => {
      if (settled) return
      settled = true
      this.#open -= 1
      this.#tokens += tokens - Math.min(tokens, used)
      this.#wake()
    }
    return { granted: true, tokens, settle }
  }

  #turn(order: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const waiter = { order, wake: resolve }
      this.#waiters.push(waiter)
      this.#waiters.sort((a, b) => a.order - b.order)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter.wake()
  }
}
