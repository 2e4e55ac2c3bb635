/** Randomness of the operating system as a power; for ids and tokens, never for a result. */
import type { Random } from '#contracts/powers'

/** Most bytes that one call of `getRandomValues` gives. */
const CHUNK_BYTES = 65_536

export const systemRandom: Random = {
  bytes(count) {
    const bytes = new Uint8Array(count)
    if (count <= CHUNK_BYTES) return crypto.getRandomValues(bytes)
    for (let at = 0; at < count; at += CHUNK_BYTES) crypto.getRandomValues(bytes.subarray(at, at + CHUNK_BYTES))
    return bytes
  },
}
