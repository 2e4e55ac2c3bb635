/**
 * Idempotency keys (rule H4): a key stands for one run during 24 hours, also between a claim and its commit, and after a restart.
 * It compares no bodies and answers no requests; it only says what stands under a key.
 */
import type { RunReader } from './read-runs.ts'
import type { KeyedRequest } from './run-store.ts'
import type { WriteOp } from './write-rows.ts'

/** What the next durable row will say: `null` means that the key is free again. `open` counts the rows still queued for it. */
type Pending = { row: KeyedRequest | null; open: number }

const LIFE_MS = 24 * 3_600_000
const PRUNE_EVERY_MS = 3_600_000

export class RequestKeys {
  readonly #reader: RunReader
  readonly #push: (op: WriteOp) => void
  readonly #pending = new Map<string, Pending>()
  #prunedAtMs = Number.NEGATIVE_INFINITY

  constructor(reader: RunReader, push: (op: WriteOp) => void) {
    this.#reader = reader
    this.#push = push
  }

  claim(key: string, bodyHash: string, runId: string, nowEpochMs: number): { row: KeyedRequest; created: boolean } {
    const pending = this.#pending.get(key)
    const found = pending === undefined ? this.#reader.key(key, nowEpochMs - LIFE_MS) : pending.row
    if (found !== null) return { row: found, created: false }
    this.#prune(nowEpochMs)
    const row: KeyedRequest = { key, bodyHash, runId, response: null }
    this.#hand({ op: 'claim', key, bodyHash, runId, atMs: nowEpochMs }, row)
    return { row, created: true }
  }

  answer(key: string, response: string): void {
    const pending = this.#pending.get(key)
    const row = pending === undefined ? this.#reader.key(key, 0) : pending.row
    if (row !== null) this.#hand({ op: 'answer', key, response }, { ...row, response })
  }

  release(key: string): void {
    this.#hand({ op: 'release', key }, null)
  }

  /** Called with rows that are durable now: what the table says is what stands. */
  forget(ops: readonly WriteOp[]): void {
    if (this.#pending.size === 0) return
    for (const op of ops) {
      if (op.op !== 'claim' && op.op !== 'answer' && op.op !== 'release') continue
      const pending = this.#pending.get(op.key)
      if (pending === undefined) continue
      pending.open -= 1
      if (pending.open === 0) this.#pending.delete(op.key)
    }
  }

  #hand(op: Extract<WriteOp, { key: string }>, row: KeyedRequest | null): void {
    const pending = this.#pending.get(op.key)
    if (pending === undefined) this.#pending.set(op.key, { row, open: 1 })
    else {
      pending.row = row
      pending.open += 1
    }
    this.#push(op)
  }

  #prune(nowEpochMs: number): void {
    if (nowEpochMs - this.#prunedAtMs < PRUNE_EVERY_MS) return
    this.#prunedAtMs = nowEpochMs
    this.#push({ op: 'prune', beforeMs: nowEpochMs - LIFE_MS })
  }
}
