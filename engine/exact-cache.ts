/**
 * The exact cache (rule E3): an output under the hash of all that determines it. Bounded in bytes and age, least recently used out first.
 * There is no semantic cache: nothing that is merely similar is ever a hit.
 */
import type { JsonValue } from '#contracts/json-value'

export type CachedOutput = { readonly output: JsonValue; readonly hash: string; readonly bytes: number }

type Entry = CachedOutput & { readonly untilMs: number }

const ENTRY_COST_BYTES = 256

export class ExactCache {
  readonly #maxBytes: number
  readonly #ttlMs: number
  readonly #entries = new Map<string, Entry>()
  #bytes = 0

  constructor(options: { readonly maxBytes: number; readonly ttlMs: number }) {
    this.#maxBytes = options.maxBytes
    this.#ttlMs = options.ttlMs
  }

  get(key: string, nowMs: number): CachedOutput | null {
    const entry = this.#entries.get(key)
    if (!entry) return null
    if (nowMs >= entry.untilMs) {
      this.#drop(key, entry)
      return null
    }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry
  }

  set(key: string, value: CachedOutput, nowMs: number): void {
    const cost = value.bytes + ENTRY_COST_BYTES
    if (cost > this.#maxBytes / 16) return
    const old = this.#entries.get(key)
    if (old) this.#drop(key, old)
    this.#entries.set(key, { ...value, untilMs: nowMs + this.#ttlMs })
    this.#bytes += cost
    while (this.#bytes > this.#maxBytes) {
      const [oldest, entry] = this.#entries.entries().next().value as [string, Entry]
      this.#drop(oldest, entry)
    }
  }

  clear(): void {
    this.#entries.clear()
    this.#bytes = 0
  }

  #drop(key: string, entry: Entry): void {
    this.#entries.delete(key)
    this.#bytes -= entry.bytes + ENTRY_COST_BYTES
  }
}
