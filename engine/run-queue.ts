/**
 * The queue of runs (rule H5): so many at once, so many waiting, and then no more. First come, first served. A run that has done
 * its work makes room for the next while the disk still writes its end, but keeps its place until then.
 */

export type QueuedRun = {
  /** Does the work. Never rejects. */
  readonly execute: () => Promise<void>
  /** The durable end. Never rejects. */
  readonly result: Promise<unknown>
}

export class RunQueue {
  readonly #maxRunning: number
  readonly #maxPlaces: number
  readonly #waiting: QueuedRun[] = []
  #running = 0
  #places = 0
  #closed = false

  constructor(maxRunning: number, maxWaiting: number) {
    this.#maxRunning = maxRunning
    this.#maxPlaces = maxRunning + maxWaiting
  }

  /** Starts the run now or later; false when there is no place for it. */
  offer(run: QueuedRun): boolean {
    if (this.#closed || this.#places >= this.#maxPlaces) return false
    this.#places += 1
    run.result.then(this.#leave)
    if (this.#running < this.#maxRunning) this.#start(run)
    else this.#waiting.push(run)
    return true
  }

  /** Starts a waiting run at once, beyond the bound: for one that was cancelled and only has to be ended. */
  hurry(run: QueuedRun): void {
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

  readonly #leave = (): void => {
    this.#places -= 1
  }

  readonly #next = (): void => {
    this.#running -= 1
    const waiting = this.#running < this.#maxRunning ? this.#waiting.shift() : undefined
    if (waiting) this.#start(waiting)
  }

  #start(run: QueuedRun): void {
    this.#running += 1
    run.execute().then(this.#next)
  }
}
