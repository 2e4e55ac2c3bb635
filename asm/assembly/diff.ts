/**
 * Difference path: the shortest edit script between two sequences of numbers (Myers 1986, greedy forward).
 * Each round's furthest points are kept so that the way back can be read; the caller bounds the rounds. Raw memory only.
 */

/** First byte that a caller may write to. */
export function heap(): usize {
  return (__heap_base + 15) & ~15
}

/**
 * Compares `aCount` and `bCount` u32 at `a` and `b`. `trace` takes (rounds + 1)(rounds + 2) / 2 i32. Answers the number of edits, or -1
 * when more than `rounds` would be needed. The marks (one byte per element: 1 removed, 1 added) go to `removed` and `added`.
 */
export function diff(
  a: usize, aCount: i32, b: usize, bCount: i32, trace: usize, rounds: i32, removed: usize, added: usize,
): i32 {
  memory.fill(removed, 0, aCount)
  memory.fill(added, 0, bCount)
  for (let d: i32 = 0; d <= rounds; d += 1) {
    // Row d holds diagonals -d, -d + 2, ..., d at places 0 to d, and starts after the d rows before it.
    const row = trace + ((<usize>(d * (d + 1) / 2)) << 2)
    const before = trace + ((<usize>((d - 1) * d / 2)) << 2)
    for (let i: i32 = 0; i <= d; i += 1) {
      const k = i + i - d
      let x: i32 = 0
      if (d > 0) {
        const left = i > 0 ? load<i32>(before + ((i - 1) << 2)) : -1
        const right = i < d ? load<i32>(before + (i << 2)) : -1
        x = i == 0 || (i < d && left < right) ? right : left + 1
      }
      let y = x - k
      while (x < aCount && y < bCount && x >= 0 && y >= 0 && load<u32>(a + (x << 2)) == load<u32>(b + (y << 2))) {
        x += 1
        y += 1
      }
      store<i32>(row + (i << 2), x)
      if (x >= aCount && y >= bCount) {
        mark(trace, d, i, removed, added, aCount, bCount)
        return d
      }
    }
  }
  return -1
}

function mark(trace: usize, d: i32, i: i32, removed: usize, added: usize, aCount: i32, bCount: i32): void {
  while (d > 0) {
    const before = trace + ((<usize>((d - 1) * d / 2)) << 2)
    const k = i + i - d
    const left = i > 0 ? load<i32>(before + ((i - 1) << 2)) : -1
    const right = i < d ? load<i32>(before + (i << 2)) : -1
    if (i == 0 || (i < d && left < right)) {
      // Down: an element of b was added.
      const y = right - (k + 1)
      if (y < bCount) store<u8>(added + y, 1)
    } else {
      if (left < aCount) store<u8>(removed + left, 1)
      i -= 1
    }
    d -= 1
  }
}
