/**
 * The last bodies of POST /execute, for clients that send the same one again and again: equal bytes mean the same request, so it is
 * read and checked once. A body is kept from its second coming on, whole, so that no two are ever mistaken for each other; what it
 * became is frozen, because several runs may hold it.
 */
import { freezeJson } from '#json/frozen'
import type { JsonValue } from '#json/value'
import type { Envelope } from './execute-request.ts'

type Known = { readonly bytes: Uint8Array; readonly envelope: Envelope }

const MOST_BODIES = 64
const LARGEST_BODY_BYTES = 64 * 1024
const MOST_SEEN = 1_024

export class BodyMemory {
  readonly #known = new Map<number, Known>()
  readonly #seen = new Set<number>()

  /** `read` is called for bytes that are not known; what it throws is not remembered. */
  envelope(bytes: Uint8Array, read: (bytes: Uint8Array) => Envelope): Envelope {
    if (bytes.length > LARGEST_BODY_BYTES) return read(bytes)
    const hash = Bun.hash.xxHash32(bytes)
    const known = this.#known.get(hash)
    if (known !== undefined && areEqual(known.bytes, bytes)) return known.envelope
    const envelope = read(bytes)
    if (this.#seen.has(hash)) this.#keep(hash, { bytes, envelope })
    else this.#see(hash)
    return envelope
  }

  #keep(hash: number, known: Known): void {
    freezeJson(known.envelope as JsonValue)
    this.#known.delete(hash)
    this.#known.set(hash, known)
    if (this.#known.size > MOST_BODIES) this.#known.delete(this.#known.keys().next().value as number)
  }

  #see(hash: number): void {
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear()
    this.#seen.add(hash)
  }
}

const areEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && Buffer.compare(one, other) === 0
