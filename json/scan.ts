/**
 * The byte-level scan that every body passes before `JSON.parse` (S4): grammar, depth, duplicate keys (also escaped),
 * number range, lone surrogates, text size, forbidden keys. One pass, no recursion, linear time; it builds no value.
 * It does not look at UTF-8 validity (the decoder does) nor, in its quick mode, at control characters inside long texts
 * (`JSON.parse` does).
 */
import { endOfNumber, endOfText, endOfWord, scanFaults, skipBlanks, startTexts, type TextMode } from './scan-token.ts'

export type ScanLimits = { readonly maxDepth: number; readonly maxStringBytes: number }

export type ScanCode =
  | 'JSON_SYNTAX'
  | 'JSON_DEPTH'
  | 'DUPLICATE_KEY'
  | 'NUMBER_RANGE'
  | 'LONE_SURROGATE'
  | 'FORBIDDEN_KEY'
  | 'STRING_TOO_LONG'

/** `at`: byte offset of what is refused. */
export type ScanFault = { readonly code: ScanCode; readonly at: number }

const ARRAY = 1
const OBJECT = 2
/** Up to here all pairs of hashes are compared; beyond, they are sorted. */
const PAIRWISE_KEYS = 12

// A seed nobody outside can know keeps chosen keys from sharing a hash; a shared hash costs time only, never a verdict.
const HASH_SEED = (Math.random() * 0x7fffffff) | 0
const HASH_STEP = ((Math.random() * 0x3fffffff) << 1) | 1

/** Keys of the objects that are open at this moment, innermost last. Kept between calls: scans are never nested. */
let keyHashes = new Int32Array(512)
let keyStarts = new Int32Array(512)
let keyEnds = new Int32Array(512)
let containers = new Uint8Array(66)
let firstKeys = new Int32Array(66)

/** Null when the bytes may be given to `JSON.parse`; else the first thing refused. */
export function scanJson(bytes: Uint8Array, limits: ScanLimits, mode: TextMode): ScanFault | null {
  const { maxDepth, maxStringBytes } = limits
  const length = bytes.length
  if (containers.length < maxDepth + 2) {
    containers = new Uint8Array(maxDepth + 2)
    firstKeys = new Int32Array(maxDepth + 2)
  }
  startTexts(mode)
  let i = 0
  let depth = 0
  let keyCount = 0
  // One loop turn reads one value (or one key and its value); what may follow is decided by the innermost container.
  // This function is long because the state of the scan lives in its locals: that is what makes it quick.
  for (;;) {
    let byte = bytes[i]
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++i]
    let opened = 0
    if (byte === 0x22) {
      const end = endOfText(bytes, i + 1, maxStringBytes)
      if (end < 0) return scanFaults.last
      i = end
    } else if (byte === 0x7b || byte === 0x5b) {
      if (depth === maxDepth) return { code: 'JSON_DEPTH', at: i }
      depth += 1
      opened = byte === 0x7b ? OBJECT : ARRAY
      containers[depth] = opened
      firstKeys[depth] = keyCount
      i += 1
    } else if (byte === 0x2d || (byte !== undefined && byte >= 0x30 && byte <= 0x39)) {
      const end = endOfNumber(bytes, i)
      if (end < 0) return scanFaults.last
      i = end
    } else {
      const end = endOfWord(bytes, i)
      if (end < 0) return { code: 'JSON_SYNTAX', at: i }
      i = end
    }
    for (;;) {
      if (depth === 0) {
        i = skipBlanks(bytes, i)
        return i === length ? null : { code: 'JSON_SYNTAX', at: i }
      }
      byte = bytes[i]
      while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++i]
      const inside = containers[depth]
      if (byte === (inside === OBJECT ? 0x7d : 0x5d)) {
        if (inside === OBJECT) {
          const first = firstKeys[depth]!
          if (keyCount - first > 1) {
            const twin = findTwin(bytes, first, keyCount)
            if (twin >= 0) return { code: 'DUPLICATE_KEY', at: twin }
          }
          keyCount = first
        }
        depth -= 1
        i += 1
        opened = 0
        continue
      }
      if (opened === 0) {
        if (byte !== 0x2c) return { code: 'JSON_SYNTAX', at: i }
        i += 1
        if (inside === ARRAY) break
        i = skipBlanks(bytes, i)
      } else if (inside === ARRAY) break
      if (bytes[i] !== 0x22) return { code: 'JSON_SYNTAX', at: i }
      const start = i + 1
      let end = start
      let hash = HASH_SEED
      let escaped = false
      let byteOfKey = bytes[end]!
      // A key of plain bytes is hashed on the way; the first odd byte sends it through the general path.
      while (byteOfKey !== 0x22 && byteOfKey !== 0x5c && byteOfKey >= 0x20) {
        hash = Math.imul(hash ^ byteOfKey, HASH_STEP)
        byteOfKey = bytes[++end]!
      }
      if (byteOfKey !== 0x22 || end - start > maxStringBytes) {
        // Read with care in either mode: the key is decoded below, before JSON.parse has seen the body.
        const after = endOfText(bytes, start, maxStringBytes, false)
        if (after < 0) return scanFaults.last
        end = after - 1
        hash = hashText(decodeKey(bytes, start, end))
        escaped = true
      }
      const lead = bytes[start]
      if (escaped || lead === 0x5f || (lead === 0x70 && end - start === 9)) {
        const key = decodeKey(bytes, start, end)
        if (isForbiddenKey(key) || (key === 'prototype' && isInsideConstructor(bytes, depth))) {
          return { code: 'FORBIDDEN_KEY', at: i }
        }
      }
      if (keyCount === keyHashes.length) growKeys()
      keyHashes[keyCount] = hash ^ (hash >>> 15)
      keyStarts[keyCount] = start
      keyEnds[keyCount] = end
      keyCount += 1
      i = skipBlanks(bytes, end + 1)
      if (bytes[i] !== 0x3a) return { code: 'JSON_SYNTAX', at: i }
      i += 1
      break
    }
  }
}

const FORBIDDEN_KEYS = new Set([
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
])

/**
 * Keys that reach an object's prototype in careless code. `constructor` alone is an ordinary word and stays allowed;
 * what is refused is `prototype` inside it.
 */
function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key)
}

/** True when the innermost open object is the value of a member named `constructor`. */
function isInsideConstructor(bytes: Uint8Array, depth: number): boolean {
  if (depth < 2 || containers[depth - 1] !== OBJECT) return false
  const parent = firstKeys[depth]! - 1
  return decodeKey(bytes, keyStarts[parent]!, keyEnds[parent]!) === 'constructor'
}

/** Byte offset of the second of two equal keys among keys `first` to `end` - 1, or -1. */
function findTwin(bytes: Uint8Array, first: number, end: number): number {
  if (end - first <= PAIRWISE_KEYS) {
    for (let a = first + 1; a < end; a += 1) {
      const hash = keyHashes[a]
      for (let b = first; b < a; b += 1) if (keyHashes[b] === hash) return findEqualKeys(bytes, first, end)
    }
    return -1
  }
  const hashes = keyHashes.slice(first, end).sort()
  for (let a = 1; a < hashes.length; a += 1) if (hashes[a] === hashes[a - 1]) return findEqualKeys(bytes, first, end)
  return -1
}

/** The exact answer, asked only when two hashes agree. */
function findEqualKeys(bytes: Uint8Array, first: number, end: number): number {
  const seen = new Set<string>()
  for (let a = first; a < end; a += 1) {
    const key = decodeKey(bytes, keyStarts[a]!, keyEnds[a]!)
    if (seen.has(key)) return keyStarts[a]! - 1
    seen.add(key)
  }
  return -1
}

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** Text of the key whose scanned bytes lie from `start` to `end`, quotes left out, escapes undone. */
function decodeKey(bytes: Uint8Array, start: number, end: number): string {
  return JSON.parse(decoder.decode(bytes.subarray(start - 1, end + 1))) as string
}

function hashText(key: string): number {
  let hash = HASH_SEED
  for (const byte of encoder.encode(key)) hash = Math.imul(hash ^ byte, HASH_STEP)
  return hash
}

function growKeys(): void {
  keyHashes = grown(keyHashes)
  keyStarts = grown(keyStarts)
  keyEnds = grown(keyEnds)
}

function grown(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2)
  to.set(from)
  return to
}
