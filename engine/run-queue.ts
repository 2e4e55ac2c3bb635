/**
 * The queue of runs (rule H5): so many at once, so many waiting, and then no more. Runs that cannot call a model have a lane of their
 * own, as wide as that of the others: an exact answer of milliseconds never waits for a model's of minutes. In a lane first come is
 * first served. A run that has done its work makes room for the next while the disk still writes its end, but keeps its place until
 * then.
 */

export type QueuedRun = {
  /** False where the certificate rules every model call out. */
  readonly mayCallModels: boolean
  /** Does the work. Never rejects. */
  readonly execute: () => Promise<void>
  /** The durable end. Never rejects. */
  readonly result: Promise<unknown>
}

type Lane = { readonly waiting: QueuedRun[]; running: number }

export class RunQueue {
  readonly #maxRunning: number
  readonly #maxPlaces: number
  readonly #exact: Lane = { waiting: [], running: 0 }
  readonly #modelled: Lane = { waiting: [], running: 0 }
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
    const lane = this.#laneOf(run)
    if (lane.running < this.#maxRunning) this.#start(run, lane)
    else lane.waiting.push(run)
    return true
  }

  /** Starts a waiting run at once, beyond the bound: for one that was cancelled and only has to be ended. */
  hurry(run: QueuedRun): void {
    const lane = this.#laneOf(run)
    const at = lane.waiting.indexOf(run)
    if (at < 0) return
    lane.waiting.splice(at, 1)
    this.#start(run, lane)
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Takes no more; what is waiting still runs, so that every run has an end. */
  close(): void {
    this.#closed = true
  }

  #laneOf(run: QueuedRun): Lane {
    return run.mayCallModels ? this.#modelled : this.#exact
  }

  readonly #leave = (): void => {
    this.#places -= 1
  }

  #next(lane: Lane): void {
    lane.running -= 1
    const waiting = lane.running < this.#maxRunning ? lane.waiting.shift() : undefined
    if (waiting) this.#start(waiting, lane)
  }

  #start(run: QueuedRun, lane: Lane): void {
    lane.running += 1
    run.execute().then(() => this.#next(lane))
  }
}
