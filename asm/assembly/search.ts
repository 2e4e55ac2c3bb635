/**
 * Search path: counts how often each query term stands in a document, and scores by BM25.
 * The caller lower-cases; a term is a run of letters and digits. Raw memory only.
 */
import { TERM_RANGES, TERM_RANGES_COUNT } from './unicode-ranges'
import { expandRanges, isMember } from './code-point-set'

const CLASSES: usize = memory.data(0x110000 / 8, 16)
// Open addressing over the hashes of the query terms: hash u32, index + 1 u32, text u32, bytes u32.
const SLOTS: u32 = 4096
const TABLE: usize = memory.data(4096 * 16, 16)

let isReady: bool = false
let termCount: u32 = 0

/** First byte that a caller may write to. */
export function heap(): usize {
  return (__heap_base + 15) & ~15
}

/** Most different terms that one query may have. */
export function maxTerms(): u32 {
  return SLOTS / 2
}

/** Length in code units of the term code point at `at`, or 0. */
@inline
function termLength(at: usize, end: usize): u32 {
  const unit: u32 = load<u16>(at)
  if ((unit & 0xf800) != 0xd800) return isMember(CLASSES, unit) ? 1 : 0
  if (unit >= 0xdc00 || at + 2 >= end) return 0
  const low: u32 = load<u16>(at + 2)
  if ((low & 0xfc00) != 0xdc00) return 0
  return isMember(CLASSES, 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff)) ? 2 : 0
}

@inline
function isSame(a: usize, b: usize, bytes: u32): bool {
  for (let i: u32 = 0; i < bytes; i += 2) if (load<u16>(a + i) != load<u16>(b + i)) return false
  return true
}

/** Slot of the term, or the free slot where it belongs. */
@inline
function slotOf(hash: u32, text: usize, bytes: u32): usize {
  let index = hash & (SLOTS - 1)
  while (true) {
    const slot = TABLE + ((<usize>index) << 4)
    if (load<u32>(slot + 4) == 0) return slot
    if (load<u32>(slot) == hash && load<u32>(slot + 12) == bytes && isSame(load<u32>(slot + 8), text, bytes)) return slot
    index = (index + 1) & (SLOTS - 1)
  }
}

/**
 * Takes the query text, which must stay where it is; answers how many different terms it has (at most `maxTerms`).
 * How often each stands in the query is written as u32 at `to`.
 */
export function query(from: usize, units: u32, to: usize): u32 {
  if (!isReady) {
    isReady = true
    expandRanges(TERM_RANGES, TERM_RANGES_COUNT, CLASSES)
  }
  memory.fill(TABLE, 0, SLOTS * 16)
  termCount = 0
  const end = from + ((<usize>units) << 1)
  let at = from
  while (at < end) {
    let length = termLength(at, end)
    if (length == 0) {
      at += 2
      continue
    }
    const start = at
    let hash: u32 = 0x811c9dc5
    while (length > 0) {
      hash = (hash ^ load<u16>(at)) * 0x01000193
      if (length == 2) hash = (hash ^ load<u16>(at + 2)) * 0x01000193
      at += (<usize>length) << 1
      length = at < end ? termLength(at, end) : 0
    }
    const bytes = <u32>(at - start)
    const slot = slotOf(hash, start, bytes)
    let index = load<u32>(slot + 4)
    if (index == 0) {
      if (termCount == SLOTS / 2) continue
      termCount += 1
      index = termCount
      store<u32>(slot, hash)
      store<u32>(slot + 4, index)
      store<u32>(slot + 8, <u32>start)
      store<u32>(slot + 12, bytes)
      store<u32>(to + ((index - 1) << 2), 0)
    }
    const seen = to + ((index - 1) << 2)
    store<u32>(seen, load<u32>(seen) + 1)
  }
  return termCount
}

/** Adds the document's terms to `counts` (u32 per query term, zeroed by the caller); answers its length in terms. */
export function document(from: usize, units: u32, counts: usize): u32 {
  const end = from + ((<usize>units) << 1)
  let at = from
  let terms: u32 = 0
  while (at < end) {
    let length = termLength(at, end)
    if (length == 0) {
      at += 2
      continue
    }
    const start = at
    let hash: u32 = 0x811c9dc5
    while (length > 0) {
      hash = (hash ^ load<u16>(at)) * 0x01000193
      if (length == 2) hash = (hash ^ load<u16>(at + 2)) * 0x01000193
      at += (<usize>length) << 1
      length = at < end ? termLength(at, end) : 0
    }
    terms += 1
    const index = load<u32>(slotOf(hash, start, <u32>(at - start)) + 4)
    if (index != 0) {
      const seen = counts + ((index - 1) << 2)
      store<u32>(seen, load<u32>(seen) + 1)
    }
  }
  return terms
}

/**
 * Scores `documents` rows of `counts` (u32 per term) with their `lengths` (u32); writes one f64 each at `scores`.
 * `weights` holds how often each term stands in the query. Robertson and Zaragoza 2009 with idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
 */
export function score(
  counts: usize, lengths: usize, documents: u32, weights: usize, scores: usize, k1: f64, b: f64,
): void {
  let total: f64 = 0
  for (let d: u32 = 0; d < documents; d += 1) total += <f64>load<u32>(lengths + (d << 2))
  const average = total / <f64>documents
  memory.fill(scores, 0, (<usize>documents) << 3)
  const width: usize = (<usize>termCount) << 2
  for (let t: u32 = 0; t < termCount; t += 1) {
    let holders: u32 = 0
    for (let d: u32 = 0; d < documents; d += 1) holders += load<u32>(counts + <usize>d * width + (<usize>t << 2)) != 0 ? 1 : 0
    if (holders == 0) continue
    const n = <f64>holders
    const idf = NativeMath.log(1 + (<f64>documents - n + 0.5) / (n + 0.5)) * <f64>load<u32>(weights + (t << 2))
    for (let d: u32 = 0; d < documents; d += 1) {
      const seen = <f64>load<u32>(counts + <usize>d * width + (<usize>t << 2))
      if (seen == 0) continue
      const norm = k1 * (1 - b + (b * <f64>load<u32>(lengths + (d << 2))) / average)
      const at = scores + ((<usize>d) << 3)
      store<f64>(at, load<f64>(at) + (idf * seen * (k1 + 1)) / (seen + norm))
    }
  }
}
