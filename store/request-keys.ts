/**
 * Idempotency keys (rule H4): a key stands for one run during 24 hours, also between a claim and its commit, and after a restart.
 * It compares no bodies and answers no requests; it only says what stands under a key.
 */
import type { RunReader } from './read-runs.ts'
import type { KeyedRequest } from './run-store.ts'
import { readSubject, type WriteRow } from './write-rows.ts'

/** What the next durable row will say: `null` means that the key is free again. `open` counts the rows still queued for it. */
type Pending = { row: KeyedRequest | null; open: number }

const LIFE_MS = 24 * 3_600_000
const PRUNE_EVERY_MS = 3_600_000

export class RequestKeys {
  readonly #reader: RunReader
  readonly #push: (row: WriteRow) => void
  readonly #pending = new Map<string, Pending>()
  #prunedAtMs = Number.NEGATIVE_INFINITY

  constructor(reader: RunReader, push: (row: WriteRow) => void) {
    this.#reader = reader
    this.#push = push
  }

  claim(key: string, bodyHash: string, runId: string, nowEpochMs: number): { row: KeyedRequest; created: boolean } {
    const pending = this.#pending.get(key)
    const found = pending === undefined ? this.#reader.key(key, nowEpochMs - LIFE_MS) : pending.row
    if (found !== null) return { row: found, created: false }
    this.#prune(nowEpochMs)
    const row: KeyedRequest = { key, bodyHash, runId, response: null }
    this.#hand(key, ['claim', key, bodyHash, runId, nowEpochMs], row)
    return { row, created: true }
  }

  answer(key: string, response: string): void {
    const pending = this.#pending.get(key)
    const row = pending === undefined ? this.#reader.key(key, 0) : pending.row
    if (row !== null) this.#hand(key, ['answer', response, key], { ...row, response })
  }

  release(key: string): void {
    this.#hand(key, ['release', key], null)
  }

  /** Called with rows that wait no longer: what the table says is what stands. */
  forget(rows: readonly WriteRow[]): void {
    if (this.#pending.size === 0) return
    for (const row of rows) {
      const key = row[0] === 'end' ? null : readSubject(row)
      const pending = key === null ? undefined : this.#pending.get(key)
      if (key === null || pending === undefined) continue
      pending.open -= 1
      if (pending.open === 0) this.#pending.delete(key)
    }
  }

  #hand(key: string, write: WriteRow, row: KeyedRequest | null): void {
    const pending = this.#pending.get(key)
    if (pending === undefined) this.#pending.set(key, { row, open: 1 })
    else {
      pending.row = row
      pending.open += 1
    }
    this.#push(write)
  }

  #prune(nowEpochMs: number): void {
    if (nowEpochMs - this.#prunedAtMs < PRUNE_EVERY_MS) return
    this.#prunedAtMs = nowEpochMs
    this.#push(['prune', nowEpochMs - LIFE_MS])
  }
}
