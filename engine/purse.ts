/**
 * Purse: what is left of one model task's budget while its attempts run (rules B1 to B4).
 * It only falls. It decides nothing else: whoever holds it asks before spending and books after.
 */
import type { Budget } from '#contracts/budget'

export type BreachType = 'TOKENS' | 'TIME' | 'RETRIES' | 'CALLS'

/** Outcome of asking for an attempt. `tokens` is the most the attempt may generate. */
export type Allowance =
  | { readonly granted: true; readonly tokens: number; readonly untilMs: number }
  | { readonly granted: false; readonly breach: Exclude<BreachType, 'CALLS'> }

/** A purse at one moment, as telemetry and errors show it. */
export type PurseLeft = { readonly tokens: number; readonly time_ms: number; readonly attempts: number }

export class Purse {
  #tokens: number
  #attempts: number
  readonly deadlineMs: number

  /** `readyAtMs` is the monotonic moment the task became ready: time runs from there (B3). */
  constructor(budget: Budget, readyAtMs: number) {
    this.#tokens = budget.max_tokens
    this.#attempts = Math.min(Number.MAX_SAFE_INTEGER, 1 + budget.max_retries)
    this.deadlineMs = readyAtMs + budget.max_time_ms
  }

  /** Takes one attempt, or none for an evaluation that may decide nothing (B4, M8). `shares` splits what is left evenly over that many steps, so that one step cannot starve the next (E1, E4). */
  ask(nowMs: number, shares = 1, isEvaluation = false): Allowance {
    if (this.#attempts === 0) return { granted: false, breach: 'RETRIES' }
    if (this.#tokens === 0) return { granted: false, breach: 'TOKENS' }
    const timeLeft = this.deadlineMs - nowMs
    if (timeLeft <= 0) return { granted: false, breach: 'TIME' }
    if (!isEvaluation) this.#attempts -= 1
    const parts = Math.max(1, Math.min(shares, this.#attempts + 1))
    return { granted: true, tokens: Math.ceil(this.#tokens / parts), untilMs: nowMs + timeLeft / parts }
  }

  /** Books what an attempt generated; more than was left, or what is no count, is all of it (B1). Returns what was booked. */
  book(tokens: number): number {
    const booked = tokens >= 0 ? Math.min(this.#tokens, Math.ceil(tokens)) : this.#tokens
    this.#tokens -= booked
    return booked
  }

  /** Counts what took no attempt when it began (a try that made no call, an evaluation that decided) as one; false when none is left then. */
  skip(): boolean {
    if (this.#attempts === 0) return false
    this.#attempts -= 1
    return this.#attempts > 0
  }

  get attemptsLeft(): number {
    return this.#attempts
  }

  get tokensLeft(): number {
    return this.#tokens
  }

  left(nowMs: number): PurseLeft {
    return {
      tokens: this.#tokens,
      time_ms: Math.max(0, Math.floor(this.deadlineMs - nowMs)),
      attempts: this.#attempts,
    }
  }
}
