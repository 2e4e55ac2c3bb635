/** Randomness of the operating system as a power; for ids and tokens, never for a result. */
import type { Random } from '#contracts/powers'

/** Most bytes that one call of `getRandomValues` gives. */
const CHUNK_BYTES = 65_536
const LARGEST_POOLED = 64

/** Ids ask for a few bytes at a time, and the system is dear to ask. Bytes are given out once and wiped from here. */
const pool = new Uint8Array(4_096)
let poolAt = pool.length

function fromPool(count: number): Uint8Array {
  if (poolAt + count > pool.length) {
    crypto.getRandomValues(pool)
    poolAt = 0
  }
  const bytes = pool.slice(poolAt, poolAt + count)
  pool.fill(0, poolAt, poolAt + count)
  poolAt += count
  return bytes
}

export const systemRandom: Random = {
  bytes(count) {
    if (count <= LARGEST_POOLED) return fromPool(count)
    const bytes = new Uint8Array(count)
    if (count <= CHUNK_BYTES) return crypto.getRandomValues(bytes)
    for (let at = 0; at < count; at += CHUNK_BYTES) crypto.getRandomValues(bytes.subarray(at, at + CHUNK_BYTES))
    return bytes
  },
}
