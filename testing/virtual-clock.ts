/** A clock that a test moves: timers fire in order of their moment, and nothing waits for real time. */
import type { Clock, Dispose } from '#contracts/powers'

type Timer = { readonly atMs: number; readonly order: number; readonly wake: () => void }

export class VirtualClock implements Clock {
  #nowMs = 0
  #order = 0
  #timers: Timer[] = []

  monoMs(): number {
    return this.#nowMs
  }

  epochMs(): number {
    return 1_767_225_600_000 + Math.floor(this.#nowMs)
  }

  timer(delayMs: number, wake: () => void): Dispose {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, wake }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer)
    }
  }

  /** Timers that are set. */
  get pending(): number {
    return this.#timers.length
  }

  /** Lets time pass without firing a timer, as when the thread is kept busy. */
  advance(ms: number): void {
    this.#nowMs += ms
  }

  /** Resolves after `ms` of this clock. */
  sleep(ms: number): Promise<void> {
    return new Promise(resolve => this.timer(ms, resolve))
  }

  /** Fires the next timer; false when there is none. */
  step(): boolean {
    const next = this.#timers.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0]
    if (!next) return false
    this.#timers = this.#timers.filter(other => other !== next)
    this.#nowMs = Math.max(this.#nowMs, next.atMs)
    next.wake()
    return true
  }

  /** Lets pending work go on and fires timers until `work` settles. Throws when nothing is left that could settle it. */
  async runUntil<T>(work: Promise<T>): Promise<T> {
    let settled = false
    const watched = work.finally(() => {
      settled = true
    })
    watched.catch(() => {})
    while (!settled) {
      await new Promise(resolve => setImmediate(resolve))
      if (!settled && !this.step()) {
        await new Promise(resolve => setImmediate(resolve))
        if (!settled && !this.step()) throw new Error('the work hangs: no timer is left')
      }
    }
    return watched
  }
}
