/**
 * The tokens of the byte-level scan: where a text, a number or a word ends, or why it may not stand.
 * Each function returns the offset after the token, or -1 with the reason in `scanFaults.last`.
 */
import type { ScanCode, ScanFault } from './scan.ts'

/** `quick` hops over long texts natively and leaves their control characters to `JSON.parse`; `careful` reads each byte. */
export type TextMode = 'quick' | 'careful'

/** Why the last token was refused. A value beside the result keeps the ordinary path free of objects. */
export const scanFaults: { last: ScanFault } = { last: { code: 'JSON_SYNTAX', at: 0 } }

/** Shorter texts are read byte by byte; a native search costs more than that to begin. */
const HOP_AFTER = 24
const NOWHERE = 0x7fffffff

let hops = true
// Searches ahead are remembered, else a text of many escapes would be searched from each of them: quadratic time.
let nextQuote = -1
let nextBackslash = -1

/** Forgets what was remembered of the bytes scanned before. */
export function startTexts(mode: TextMode): void {
  hops = mode === 'quick'
  nextQuote = -1
  nextBackslash = -1
}

function refuse(code: ScanCode, at: number): -1 {
  scanFaults.last = { code, at }
  return -1
}

export function skipBlanks(bytes: Uint8Array, i: number): number {
  let byte = bytes[i]
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++i]
  return i
}

/** `start`: the byte after the opening quote. `maxBytes` counts the decoded text as UTF-8. */
export function endOfText(bytes: Uint8Array, start: number, maxBytes: number, mayHop = hops): number {
  let i = start
  let saved = 0
  for (;;) {
    const until = i + HOP_AFTER
    let byte = bytes[i]
    while (byte !== 0x22 && byte !== 0x5c && byte !== undefined && byte >= 0x20 && i < until) byte = bytes[++i]
    if (byte !== 0x22 && byte !== 0x5c && i === until) {
      if (!mayHop) continue
      i = hop(bytes, i)
      if (i === NOWHERE) return refuse('JSON_SYNTAX', bytes.length)
      byte = bytes[i]
    }
    if (byte === 0x22) break
    if (byte !== 0x5c) return refuse('JSON_SYNTAX', i)
    const size = escapeSize(bytes, i)
    if (size < 0) return -1
    const bytesWritten = size === 2 ? 1 : size === 12 ? 4 : utf8Size(hexAt(bytes, i + 2))
    saved += size - bytesWritten
    i += size
  }
  if (i - start - saved > maxBytes) return refuse('STRING_TOO_LONG', start - 1)
  return i + 1
}

/** The next quote or backslash at or after `i`, or NOWHERE. */
function hop(bytes: Uint8Array, i: number): number {
  if (nextQuote < i) nextQuote = orNowhere(bytes.indexOf(0x22, i))
  if (nextBackslash < i) nextBackslash = orNowhere(bytes.indexOf(0x5c, i))
  return Math.min(nextQuote, nextBackslash)
}

function orNowhere(index: number): number {
  return index < 0 ? NOWHERE : index
}

/** Bytes of the escape at `i`: 2, 6 or, for a surrogate pair, 12; -1 where it is refused. */
function escapeSize(bytes: Uint8Array, i: number): number {
  const kind = bytes[i + 1]
  if (kind !== 0x75) return isShortEscape(kind) ? 2 : refuse('JSON_SYNTAX', i)
  const unit = hexAt(bytes, i + 2)
  if (unit < 0) return refuse('JSON_SYNTAX', i)
  if (unit < 0xd800 || unit > 0xdfff) return 6
  if (unit > 0xdbff || bytes[i + 6] !== 0x5c || bytes[i + 7] !== 0x75) return refuse('LONE_SURROGATE', i)
  const low = hexAt(bytes, i + 8)
  if (low < 0) return refuse('JSON_SYNTAX', i + 6)
  return low >= 0xdc00 && low <= 0xdfff ? 12 : refuse('LONE_SURROGATE', i)
}

function isShortEscape(byte: number | undefined): boolean {
  switch (byte) {
    case 0x22:
    case 0x2f:
    case 0x5c:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return true
    default:
      return false
  }
}

/** Value of the four hexadecimal digits at `i`, or -1. */
function hexAt(bytes: Uint8Array, i: number): number {
  let value = 0
  for (let k = i; k < i + 4; k += 1) {
    const byte = bytes[k]
    if (byte === undefined) return -1
    const digit =
      byte >= 0x30 && byte <= 0x39
        ? byte - 0x30
        : (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66
          ? (byte | 0x20) - 0x57
          : -1
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}

function utf8Size(unit: number): number {
  return unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
}

/** `i`: a minus sign or a digit. A number that JSON.parse would read as infinite is refused. */
export function endOfNumber(bytes: Uint8Array, start: number): number {
  let i = start
  if (bytes[i] === 0x2d) i += 1
  let byte = bytes[i]
  if (byte === 0x30) byte = bytes[++i]
  else {
    const first = i
    while (byte !== undefined && byte >= 0x30 && byte <= 0x39) byte = bytes[++i]
    if (i === first) return refuse('JSON_SYNTAX', i)
  }
  // Up to 308 digits before the point are finite whatever follows, unless an exponent does.
  let isSafe = i - start <= 308
  if (byte === 0x2e) {
    const first = ++i
    byte = bytes[i]
    while (byte !== undefined && byte >= 0x30 && byte <= 0x39) byte = bytes[++i]
    if (i === first) return refuse('JSON_SYNTAX', i)
  }
  if (byte === 0x65 || byte === 0x45) {
    isSafe = false
    byte = bytes[++i]
    if (byte === 0x2b || byte === 0x2d) byte = bytes[++i]
    const first = i
    while (byte !== undefined && byte >= 0x30 && byte <= 0x39) byte = bytes[++i]
    if (i === first) return refuse('JSON_SYNTAX', i)
  }
  if (isSafe) return i
  const text = new TextDecoder().decode(bytes.subarray(start, i))
  return Number.isFinite(Number(text)) ? i : refuse('NUMBER_RANGE', start)
}

/** End of `true`, `false` or `null` at `i`, or -1. */
export function endOfWord(bytes: Uint8Array, i: number): number {
  switch (bytes[i]) {
    case 0x74:
      return bytes[i + 1] === 0x72 && bytes[i + 2] === 0x75 && bytes[i + 3] === 0x65 ? i + 4 : -1
    case 0x6e:
      return bytes[i + 1] === 0x75 && bytes[i + 2] === 0x6c && bytes[i + 3] === 0x6c ? i + 4 : -1
    case 0x66:
      return bytes[i + 1] === 0x61 && bytes[i + 2] === 0x6c && bytes[i + 3] === 0x73 && bytes[i + 4] === 0x65
        ? i + 5
        : -1
    default:
      return -1
  }
}
