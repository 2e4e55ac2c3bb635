/** The queue of runs (rule H5): so many at once, so many waiting, and then no more. First come, first served. */

export class RunQueue {
  readonly #maxRunning: number
  readonly #maxWaiting: number
  readonly #waiting: (() => Promise<void>)[] = []
  #running = 0
  #closed = false

  constructor(maxRunning: number, maxWaiting: number) {
    this.#maxRunning = maxRunning
    this.#maxWaiting = maxWaiting
  }

  /** Starts the run now or later; false when there is no place for it. */
  offer(run: () => Promise<void>): boolean {
    if (this.#closed) return false
    if (this.#running < this.#maxRunning) this.#start(run)
    else if (this.#waiting.length < this.#maxWaiting) this.#waiting.push(run)
    else return false
    return true
  }

  /** Starts a waiting run at once, beyond the bound: for one that was cancelled and only has to be ended. */
  hurry(run: () => Promise<void>): void {
    const at = this.#waiting.indexOf(run)
    if (at < 0) return
    this.#waiting.splice(at, 1)
    this.#start(run)
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Takes no more; what is waiting still runs, so that every run has an end. */
  close(): void {
    this.#closed = true
  }

  #start(run: () => Promise<void>): void {
    this.#running += 1
    const next = () => {
      this.#running -= 1
      const waiting = this.#running < this.#maxRunning ? this.#waiting.shift() : undefined
      if (waiting) this.#start(waiting)
    }
    run().then(next, next)
  }
}
