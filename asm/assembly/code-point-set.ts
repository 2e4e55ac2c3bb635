/** A set of code points as a bitmap in raw memory, filled from pairs of first and last-plus-one. */

export function expandRanges(ranges: usize, rangeCount: u32, bitmap: usize): void {
  for (let i: u32 = 0; i < rangeCount; i += 1) {
    let point = load<u32>(ranges + (i << 3))
    const end = load<u32>(ranges + (i << 3) + 4)
    while (point < end) {
      if ((point & 7) == 0 && end - point >= 8) {
        const bytes = (end - point) >> 3
        memory.fill(bitmap + (point >> 3), 0xff, bytes)
        point += bytes << 3
      } else {
        const at = bitmap + (point >> 3)
        store<u8>(at, load<u8>(at) | (<u8>1 << <u8>(point & 7)))
        point += 1
      }
    }
  }
}

@inline
export function isMember(bitmap: usize, point: u32): bool {
  return ((load<u8>(bitmap + (point >> 3)) >> <u8>(point & 7)) & 1) != 0
}
