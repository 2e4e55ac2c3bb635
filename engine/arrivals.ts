/**
 * Ends of work that ran beside the walk, in an order that does not depend on chance: those that arrive in one turn of the event loop
 * go on by task id (X1). Work that takes longer arrives in another turn, and so later; nothing waits for it.
 */
import type { Clock } from '#contracts/powers'

type Arrival = { readonly index: number; readonly go: () => void }

export class Arrivals {
  readonly #clock: Clock
  #waiting: Arrival[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when it is this task's turn. */
  turn(index: number): Promise<void> {
    return new Promise(go => {
      if (this.#waiting.push({ index, go }) > 1) return
      this.#clock.timer(0, () => {
        const due = this.#waiting.sort((a, b) => a.index - b.index)
        this.#waiting = []
        for (const arrival of due) arrival.go()
      })
    })
  }
}
