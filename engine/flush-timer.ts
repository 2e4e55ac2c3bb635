/**
 * One timer for all runs under way: events are gathered for a moment and then written together. Most runs end within that moment,
 * and a timer for each would cost more than their events.
 */
import type { Clock } from '#contracts/powers'

/** How long events of a run under way are gathered at most. */
const FLUSH_MS = 10

export class FlushTimer {
  readonly #clock: Clock
  readonly #pending = new Set<() => void>()
  #isArmed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls `flush` once, within `FLUSH_MS`, unless it is dropped before. */
  add(flush: () => void): void {
    this.#pending.add(flush)
    if (this.#isArmed) return
    this.#isArmed = true
    this.#clock.timer(FLUSH_MS, () => {
      this.#isArmed = false
      const due = [...this.#pending]
      this.#pending.clear()
      for (const flush of due) flush()
    })
  }

  drop(flush: () => void): void {
    this.#pending.delete(flush)
  }
}
