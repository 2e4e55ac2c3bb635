/** Results of the last runs, in memory only, so that a detached run can be read although its content is not stored (L5). */
import type { ExecuteResult } from '#contracts/execution'

const MOST_RESULTS = 256
const MOST_BYTES = 32 * 1024 * 1024

export class RecentResults {
  readonly #results = new Map<string, { readonly result: ExecuteResult; readonly bytes: number }>()
  #bytes = 0

  add(runId: string, result: ExecuteResult): void {
    const bytes = result.telemetry.tasks.reduce((sum, task) => sum + (task.output_bytes ?? 0) + 1_024, 0)
    this.#results.set(runId, { result, bytes })
    this.#bytes += bytes
    while (this.#results.size > MOST_RESULTS || (this.#bytes > MOST_BYTES && this.#results.size > 1)) {
      const [oldest, entry] = this.#results.entries().next().value as [string, { bytes: number }]
      this.#results.delete(oldest)
      this.#bytes -= entry.bytes
    }
  }

  get(runId: string): ExecuteResult | null {
    return this.#results.get(runId)?.result ?? null
  }
}
