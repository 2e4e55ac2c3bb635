/**
 * Meter: what one evaluation of a stranger's schema or pattern may still cost. It only falls; when it is empty the
 * evaluation ends by OutOfSteps, so that no answer is ever given that was not worked out (S6, V3).
 */

/** Thrown inside an evaluation; whoever made the meter catches it. */
export class OutOfSteps extends Error {
  constructor() {
    super('The evaluation used up its steps.')
    this.name = 'OutOfSteps'
  }
}

/** Steps between two looks at the deadline: well under a millisecond of work. */
const STRIDE = 16_384

export class Meter {
  #left: number
  #lookAt: number
  #deadline: (() => boolean) | null

  /** `deadline` answers true once the time is over; it is asked every few thousand steps. */
  constructor(steps: number, deadline: (() => boolean) | null = null) {
    this.#left = steps
    this.#deadline = deadline
    this.#lookAt = deadline === null ? 0 : Math.max(0, steps - STRIDE)
  }

  /** Makes the meter new again, without a deadline: for a caller who evaluates often and must not allocate. */
  refill(steps: number): void {
    this.#left = steps
    this.#lookAt = 0
    this.#deadline = null
  }

  /** Books steps; throws OutOfSteps when none are left or the time is over. */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < this.#lookAt) this.#look()
  }

  #look(): void {
    if (this.#left < 0 || this.#deadline?.() === true) throw new OutOfSteps()
    if (this.#deadline !== null) this.#lookAt = Math.max(0, this.#left - STRIDE)
  }
}
