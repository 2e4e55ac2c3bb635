/**
 * Who waits for a run. A run that was not detached lives as long as somebody waits for it; when the last one has lost the
 * connection before the end, it is cancelled (rule X4). A reader that was dropped for not reading has not lost it.
 */
import type { RunHandle } from '#engine/run-request'

type Waiter = { readonly run: RunHandle; readonly request: Request; seen: boolean }

const LOOK_MS = 50

export class RunWatch {
  readonly #waiters = new Set<Waiter>()
  readonly #detached = new Set<string>()
  #timer: ReturnType<typeof setInterval> | undefined

  /** Adds one who waits; call the answer when it was served, or when its connection is known to be lost. */
  join(run: RunHandle, request: Request): (how: 'served' | 'gone') => void {
    const waiter = { run, request, seen: false }
    this.#waiters.add(waiter)
    // Looking now and then, and only at those who have waited for a while, costs a fast run nothing; the signal of a request does.
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS)
    return how => {
      if (this.#waiters.delete(waiter) && how === 'gone') this.#cancelIfAlone(run)
    }
  }

  /** The run goes on whoever leaves. */
  detach(run: RunHandle): void {
    this.#detached.add(run.runId)
    void run.result.then(() => this.#detached.delete(run.runId))
  }

  #look(): void {
    const gone: Waiter[] = []
    for (const waiter of this.#waiters) {
      if (waiter.seen && waiter.request.signal.aborted) gone.push(waiter)
      waiter.seen = true
    }
    for (const waiter of gone) this.#waiters.delete(waiter)
    for (const { run } of gone) this.#cancelIfAlone(run)
    if (this.#waiters.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #cancelIfAlone(run: RunHandle): void {
    if (this.#detached.has(run.runId)) return
    for (const waiter of this.#waiters) if (waiter.run.runId === run.runId) return
    run.cancel()
  }
}
