/**
 * Who waits for a run. A run that was not detached lives as long as somebody waits for it; when the last one leaves before
 * the end, it is cancelled (rule X4). A reader dropped for not reading has not left.
 */
import type { RunHandle } from '#kernel/kernel-face'

export class RunWatch {
  readonly #waiting = new Map<string, number>()
  readonly #detached = new Set<string>()

  /** Adds one who waits. Call the answer once, with `gone` when the connection was lost. */
  join(run: RunHandle): (how: 'served' | 'gone') => void {
    this.#waiting.set(run.runId, (this.#waiting.get(run.runId) ?? 0) + 1)
    return how => {
      const left = (this.#waiting.get(run.runId) ?? 1) - 1
      if (left > 0) this.#waiting.set(run.runId, left)
      else this.#waiting.delete(run.runId)
      if (how === 'gone' && left === 0 && !this.#detached.has(run.runId)) run.cancel()
    }
  }

  /** The run goes on whoever leaves. */
  detach(run: RunHandle): void {
    this.#detached.add(run.runId)
    void run.result.then(() => this.#detached.delete(run.runId))
  }
}
