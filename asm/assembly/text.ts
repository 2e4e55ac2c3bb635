/**
 * Text paths: edit distance over code points, and where words, lines and sentences end in UTF-16 text.
 * Raw memory only; the caller writes its texts, this module never allocates and never grows its memory.
 */
import { WORD_RANGES, WORD_RANGES_COUNT } from './unicode-ranges'
import { expandRanges, isMember } from './code-point-set'
import { isAbbreviation, isClosingAbbreviation } from './abbreviations'

// Bit masks of the 64 pattern rows at hand, one u64 per code point. Pages that no text touches stay untouched.
const MASKS: usize = memory.data(0x110000 * 8, 16)
// Bitmap of word code points.
const CLASSES: usize = memory.data(0x110000 / 8, 16)
// One flag byte per ASCII code unit, so that plain text needs one load.
const ASCII: usize = memory.data(128, 16)
const WORD: u8 = 1
const SPACE: u8 = 2
const DIGIT: u8 = 4
const STOP: u8 = 8
const CLOSER: u8 = 16

let isReady: bool = false

/** First byte that a caller may write to. */
export function heap(): usize {
  return (__heap_base + 15) & ~15
}

function prepare(): void {
  if (isReady) return
  isReady = true
  expandRanges(WORD_RANGES, WORD_RANGES_COUNT, CLASSES)
  for (let c: u32 = 0; c < 128; c += 1) {
    let flags: u8 = 0
    if ((c >= 0x30 && c <= 0x39)) flags = WORD | DIGIT
    else if ((c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c == 0x5f) flags = WORD
    else if (c == 0x20 || (c >= 9 && c <= 13)) flags = SPACE
    else if (c == 0x2e || c == 0x21 || c == 0x3f) flags = STOP
    else if (c == 0x22 || c == 0x27 || c == 0x29 || c == 0x5d) flags = CLOSER
    store<u8>(ASCII + c, flags)
  }
}

/** Reads `units` UTF-16 code units at `from` and writes code points (u32) at `to`; answers how many. */
export function decode(from: usize, units: u32, to: usize): u32 {
  const end = from + ((<usize>units) << 1)
  let at = to
  while (from < end) {
    let point: u32 = load<u16>(from)
    from += 2
    if ((point & 0xfc00) == 0xd800 && from < end) {
      const low: u32 = load<u16>(from)
      if ((low & 0xfc00) == 0xdc00) {
        point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff)
        from += 2
      }
    }
    store<u32>(at, point)
    at += 4
  }
  return <u32>((at - to) >> 2)
}

/**
 * Levenshtein distance of two code point arrays (Myers 1999, blocks of 64 rows after Hyyrö 2003).
 * `carry` is scratch: two bits per column of `b`, kept as one byte.
 */
export function distance(a: usize, aCount: u32, b: usize, bCount: u32, carry: usize): u32 {
  while (aCount > 0 && bCount > 0 && load<u32>(a) == load<u32>(b)) {
    a += 4
    b += 4
    aCount -= 1
    bCount -= 1
  }
  while (aCount > 0 && bCount > 0 && load<u32>(a + ((aCount - 1) << 2)) == load<u32>(b + ((bCount - 1) << 2))) {
    aCount -= 1
    bCount -= 1
  }
  // Rows cost a 64th of what columns cost: the longer text lies along the rows.
  if (aCount < bCount) {
    const swapAt = a
    const swapCount = aCount
    a = b
    aCount = bCount
    b = swapAt
    bCount = swapCount
  }
  if (bCount == 0) return aCount
  let score = aCount
  const blocks: u32 = (aCount + 63) >> 6
  for (let block: u32 = 0; block < blocks; block += 1) {
    const start: u32 = block << 6
    const rows: u32 = min<u32>(64, aCount - start)
    for (let i: u32 = 0; i < rows; i += 1) {
      const mask = MASKS + ((<usize>load<u32>(a + ((start + i) << 2))) << 3)
      store<u64>(mask, load<u64>(mask) | ((<u64>1) << i))
    }
    score = sweep(b, bCount, carry, block == 0, block == blocks - 1, (<u64>1) << (rows - 1), score)
    for (let i: u32 = 0; i < rows; i += 1) store<u64>(MASKS + ((<usize>load<u32>(a + ((start + i) << 2))) << 3), 0)
  }
  return score
}

/** One block of 64 rows against every column; reads and writes the horizontal carries of the block border. */
function sweep(b: usize, bCount: u32, carry: usize, isFirst: bool, isLast: bool, lastRow: u64, score: u32): u32 {
  let vp: u64 = -1
  let vn: u64 = 0
  for (let j: u32 = 0; j < bCount; j += 1) {
    let eq: u64 = load<u64>(MASKS + ((<usize>load<u32>(b + (j << 2))) << 3))
    // At the top border each column costs one more: the carry of the first block is +1.
    const hin: u32 = isFirst ? 1 : <u32>load<u8>(carry + j)
    const hinNegative: u64 = <u64>(hin >> 1)
    const hinPositive: u64 = <u64>(hin & 1)
    const xv = eq | vn
    eq |= hinNegative
    const xh = (((eq & vp) + vp) ^ vp) | eq
    let hp = vn | ~(xh | vp)
    let hn = vp & xh
    if (isLast) {
      score += (hp & lastRow) != 0 ? 1 : 0
      score -= (hn & lastRow) != 0 ? 1 : 0
    } else {
      store<u8>(carry + j, <u8>((hp >> 63) | ((hn >> 63) << 1)))
    }
    hp = (hp << 1) | hinPositive
    hn = (hn << 1) | hinNegative
    vp = hn | ~(xv | hp)
    vn = hp & xv
  }
  return score
}

/** Flags of any code unit; halves of a surrogate pair count as no class here, see `wordLength`. */
@inline
function flagsOf(unit: u32): u8 {
  if (unit < 128) return load<u8>(ASCII + unit)
  switch (unit) {
    case 0xa0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202f:
    case 0x205f:
    case 0x3000:
    case 0xfeff:
      return SPACE
    case 0x2026:
      return STOP
    case 0x2019:
    case 0x201d:
    case 0xbb:
      return CLOSER
    default:
      return unit >= 0x2000 && unit <= 0x200a ? SPACE : 0
  }
}

/** Length in code units of the word code point at `at`, or 0 where none stands. */
@inline
function wordLength(at: usize, end: usize): u32 {
  const unit: u32 = load<u16>(at)
  if (unit < 128) return load<u8>(ASCII + unit) & WORD
  if ((unit & 0xfc00) == 0xd800) {
    if (at + 2 >= end) return 0
    const low: u32 = load<u16>(at + 2)
    if ((low & 0xfc00) != 0xdc00) return 0
    return isMember(CLASSES, 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff)) ? 2 : 0
  }
  return isMember(CLASSES, unit) ? 1 : 0
}

@inline
function isJoiner(unit: u32): bool {
  return unit == 0x27 || unit == 0x2d || unit == 0x2019 || unit == 0x2010 || unit == 0x2011
}

/**
 * Counts code points, words, lines and sentences of the UTF-16 text at `from`; writes the four as u32 at `to`.
 * A word is a run of letters, marks, digits and `_`, joined by single hyphens, apostrophes and full stops, or by `,`
 * between ASCII digits.
 */
export function count(from: usize, units: u32, to: usize): void {
  prepare()
  const end = from + ((<usize>units) << 1)
  let words: u32 = 0
  let lines: u32 = 0
  let pairs: u32 = 0
  let at = from
  let isInWord: bool = false
  while (at < end) {
    const unit: u32 = load<u16>(at)
    if (unit < 128) {
      if (load<u8>(ASCII + unit) & WORD) {
        words += isInWord ? 0 : 1
        isInWord = true
        at += 2
        continue
      }
      lines += unit == 10 || (unit == 13 && (at + 2 >= end || load<u16>(at + 2) != 10)) ? 1 : 0
      if (isInWord) isInWord = joins(unit, at, end)
      at += 2
      continue
    }
    const length = wordLength(at, end)
    if (length > 0) {
      words += isInWord ? 0 : 1
      isInWord = true
      pairs += length - 1
      at += (<usize>length) << 1
      continue
    }
    if ((unit & 0xfc00) == 0xd800 && at + 2 < end && (load<u16>(at + 2) & 0xfc00) == 0xdc00) {
      pairs += 1
      at += 2
      isInWord = false
    } else if (isInWord) isInWord = joins(unit, at, end)
    at += 2
  }
  if (units > 0) {
    const last: u32 = load<u16>(end - 2)
    if (last != 10 && last != 13) lines += 1
  }
  store<u32>(to, units - pairs)
  store<u32>(to + 4, words)
  store<u32>(to + 8, lines)
  store<u32>(to + 12, sentences(from, units, 0))
}

/** Whether the code unit at `at`, standing after a word, holds it together with what follows. */
@inline
function joins(unit: u32, at: usize, end: usize): bool {
  if (at + 2 >= end) return false
  if (isJoiner(unit)) return wordLength(at + 2, end) > 0
  if (unit == 0x2e) return wordLength(at + 2, end) > 0
  if (unit != 0x2c) return false
  const next: u32 = load<u16>(at + 2)
  const previous: u32 = load<u16>(at - 2)
  return next >= 0x30 && next <= 0x39 && previous >= 0x30 && previous <= 0x39
}

/**
 * Finds where sentences end: writes one u32 (offset in code units after the sentence and its closing marks) each at
 * `to`, unless `to` is 0; answers how many. A sentence holds at least one word code point and ends at `.`, `!`, `?`
 * or an ellipsis before blank or end, at an ideographic full stop, or at an empty line.
 */
export function sentences(from: usize, units: u32, to: usize): u32 {
  prepare()
  const end = from + ((<usize>units) << 1)
  let found: u32 = 0
  let at = from
  let start = from
  let hasWord: bool = false
  let hasLetter: bool = false
  let lastWordEnd = from
  while (at < end) {
    const unit: u32 = load<u16>(at)
    const flags = flagsOf(unit)
    if (flags & WORD) {
      hasWord = true
      if (!(flags & DIGIT)) hasLetter = true
      at += 2
      lastWordEnd = at
      continue
    }
    if (unit == 0x3002 || unit == 0xff01 || unit == 0xff1f) {
      at = skipClosers(at + 2, end, true)
      if (!hasWord) continue
    } else if (flags & STOP) {
      const after = skipClosers(at + 2, end, false)
      const isEnd = after >= end || (flagsOf(load<u16>(after)) & SPACE) != 0
      const isPlainStop = unit == 0x2e && after == at + 2
      if (!isEnd || !hasWord || (isPlainStop && after < end && (!hasLetter || keepsGoing(start, at, end)))) {
        at = after
        continue
      }
      // A quotation or an ellipsis in front of a small letter stands inside a sentence.
      const isQuoted = after > at + 2 && (flagsOf(load<u16>(after - 2)) & CLOSER) != 0
      const isEllipsis = unit == 0x2026 || (unit == 0x2e && after > at + 2)
      if ((isQuoted || isEllipsis) && startsWith(after, end, 0x61, 0x7a)) {
        at = after
        continue
      }
      at = after
    } else if (unit == 10 || unit == 13) {
      const after = skipEmptyLine(at, end)
      if (after == 0 || !hasWord) {
        at += 2
        continue
      }
      if (to != 0) store<u32>(to + ((<usize>found) << 2), <u32>((lastVisible(start, at) - from) >> 1))
      found += 1
      at = after
      start = at
      hasWord = false
      hasLetter = false
      continue
    } else {
      const length = unit < 128 ? 0 : wordLength(at, end)
      if (length > 0) {
        hasWord = true
        hasLetter = true
      }
      at += (<usize>max<u32>(length, 1)) << 1
      if (length > 0) lastWordEnd = at
      continue
    }
    if (to != 0) store<u32>(to + ((<usize>found) << 2), <u32>((at - from) >> 1))
    found += 1
    start = at
    hasWord = false
    hasLetter = false
  }
  if (hasWord) {
    if (to != 0) store<u32>(to + ((<usize>found) << 2), <u32>((lastVisible(start, end) - from) >> 1))
    found += 1
  }
  return found
}

/** Moves over further stops and over closing quotes and brackets. */
function skipClosers(at: usize, end: usize, isIdeographic: bool): usize {
  while (at < end) {
    const unit: u32 = load<u16>(at)
    if ((flagsOf(unit) & (STOP | CLOSER)) == 0) {
      if (!isIdeographic || (unit != 0x3002 && unit != 0xff01 && unit != 0xff1f && unit != 0x300d && unit != 0x300f)) break
    }
    at += 2
  }
  return at
}

/** Position after an empty line that begins at the line end `at`, or 0. */
function skipEmptyLine(at: usize, end: usize): usize {
  at += load<u16>(at) == 13 && at + 2 < end && load<u16>(at + 2) == 10 ? 4 : 2
  while (at < end) {
    const unit: u32 = load<u16>(at)
    if (unit == 10 || unit == 13) return at + 2
    if ((flagsOf(unit) & SPACE) == 0) return 0
    at += 2
  }
  return 0
}

/** End of the text before `at` without trailing blanks. */
function lastVisible(start: usize, at: usize): usize {
  while (at > start && (flagsOf(load<u16>(at - 2)) & SPACE) != 0) at -= 2
  return at
}

/** Whether the full stop at `at` belongs to an abbreviation or an initial, so that the sentence goes on. */
function keepsGoing(start: usize, at: usize, end: usize): bool {
  let packed: u64 = 0
  let length: u32 = 0
  let cursor = at
  while (cursor > start && length < 8) {
    const unit: u32 = load<u16>(cursor - 2)
    const lower = unit | 0x20
    if (!(lower >= 0x61 && lower <= 0x7a) && unit != 0x2e) break
    packed = (packed << 8) | <u64>(unit == 0x2e ? 0x2e : lower)
    length += 1
    cursor -= 2
  }
  if (length == 0 || length == 8) return false
  // A word code point right before the letters means that this is the tail of something longer.
  if (cursor > start && (flagsOf(load<u16>(cursor - 2)) & WORD || load<u16>(cursor - 2) > 127)) return false
  if (length == 1) {
    const initial: u32 = load<u16>(at - 2)
    // `I.` ends a sentence more often than it is a name.
    return initial >= 0x41 && initial <= 0x5a && initial != 0x49
  }
  if (isAbbreviation(packed)) return true
  return isClosingAbbreviation(packed) && (startsWith(at + 2, end, 0x61, 0x7a) || startsWith(at + 2, end, 0x30, 0x39))
}

/** Whether the next visible code unit lies between two others, both included. */
function startsWith(at: usize, end: usize, low: u32, high: u32): bool {
  while (at < end && (flagsOf(load<u16>(at)) & SPACE) != 0) at += 2
  if (at >= end) return false
  const unit: u32 = load<u16>(at)
  return unit >= low && unit <= high
}
