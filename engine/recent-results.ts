/**
 * Results of the last runs, in memory only, so that a detached run can be read although its content is not stored (L5). It holds
 * two generations and lets the older one go as a whole, which costs a run less than to look for the oldest.
 */
import type { ExecuteResult } from '#contracts/execution'

const MOST_RESULTS = 256
const MOST_BYTES = 32 * 1024 * 1024
const TASK_BYTES = 1_024

export class RecentResults {
  #young = new Map<string, ExecuteResult>()
  #old = new Map<string, ExecuteResult>()
  #youngBytes = 0

  add(runId: string, result: ExecuteResult): void {
    const bytes = sizeOf(result)
    const isFull = this.#young.size >= MOST_RESULTS / 2 || this.#youngBytes + bytes > MOST_BYTES / 2
    if (isFull && this.#young.size > 0) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#young.set(runId, result)
    this.#youngBytes += bytes
  }

  get(runId: string): ExecuteResult | null {
    return this.#young.get(runId) ?? this.#old.get(runId) ?? null
  }
}

function sizeOf(result: ExecuteResult): number {
  let bytes = 0
  for (const task of result.telemetry.tasks) bytes += (task.output_bytes ?? 0) + TASK_BYTES
  return bytes
}
