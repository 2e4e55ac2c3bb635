/**
 * Ledger: the graph-wide limits of one run (rule B5). A call reserves before it starts and settles after it, so that no
 * interleaving of parallel branches can overshoot. A call that asks for more than is free waits while others may still settle.
 */
import type { GraphLimits } from '#contracts/budget'

type LimitBreach = 'CALLS' | 'RETRIES' | 'TOKENS'

export type Reservation =
  | { readonly granted: true; readonly tokens: number; readonly settle: (tokens: number) => void }
  | { readonly granted: false; readonly breach: LimitBreach }

type Waiter = { readonly order: number; readonly wake: () => void }

export class Ledger {
  readonly #limits: Readonly<Record<LimitBreach, number>>
  #calls: number
  #retries: number
  #tokens: number
  #open = 0
  readonly #waiters: Waiter[] = []

  constructor(limits: GraphLimits) {
    this.#calls = limits.max_model_calls ?? Number.POSITIVE_INFINITY
    this.#retries = limits.max_total_retries ?? Number.POSITIVE_INFINITY
    this.#tokens = limits.max_total_tokens ?? Number.POSITIVE_INFINITY
    this.#limits = { CALLS: this.#calls, RETRIES: this.#retries, TOKENS: this.#tokens }
  }

  /**
   * Reserves one call of at most `tokens`. `order` breaks ties between waiters (X1); `signal` ends the wait.
   * Grants fewer tokens than asked only when nothing else is open that could give some back.
   */
  async reserve(tokens: number, isRetry: boolean, order: number, signal: AbortSignal): Promise<Reservation> {
    for (;;) {
      if (this.#calls < 1) return { granted: false, breach: 'CALLS' }
      if (isRetry && this.#retries < 1) return { granted: false, breach: 'RETRIES' }
      if (this.#tokens >= tokens || (this.#open === 0 && this.#tokens > 0))
        return this.#grant(Math.min(tokens, this.#tokens), isRetry)
      if (this.#open === 0 || signal.aborted) return { granted: false, breach: 'TOKENS' }
      await this.#turn(order, signal)
    }
  }

  /** A limit and what is used of it, open reservations included. */
  usage(breach: LimitBreach): { readonly limit: number; readonly used: number } {
    const left = { CALLS: this.#calls, RETRIES: this.#retries, TOKENS: this.#tokens }[breach]
    const limit = this.#limits[breach]
    return { limit, used: limit - left }
  }

  /** Calls that wait for others to settle. */
  get waiting(): number {
    return this.#waiters.length
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
      const leave = () => {
        const at = this.#waiters.indexOf(waiter)
        if (at >= 0) this.#waiters.splice(at, 1)
        resolve()
      }
      const wake = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const waiter = { order, wake }
      const after = this.#waiters.findIndex(other => other.order > order)
      if (after < 0) this.#waiters.push(waiter)
      else this.#waiters.splice(after, 0, waiter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter.wake()
  }
}
