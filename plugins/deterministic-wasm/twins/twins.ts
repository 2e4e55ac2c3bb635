/**
 * JavaScript twins of the WASM paths: what an experienced developer writes by hand. Benchmarks race against them and
 * property tests hold the WASM to their answers; no operation runs them.
 */

/** Levenshtein over code points with one row (Wagner and Fischer 1974). */
export function distanceTwin(a: string, b: string): number {
  const left = Array.from(a, c => c.codePointAt(0)!)
  const right = Array.from(b, c => c.codePointAt(0)!)
  const row = Uint32Array.from({ length: right.length + 1 }, (_, i) => i)
  for (let i = 1; i <= left.length; i += 1) {
    let diagonal = row[0]!
    row[0] = i
    for (let j = 1; j <= right.length; j += 1) {
      const above = row[j]!
      const cost = left[i - 1] === right[j - 1] ? diagonal : 1 + Math.min(diagonal, above, row[j - 1]!)
      diagonal = above
      row[j] = cost
    }
  }
  return row[right.length]!
}

const MASKS = new Uint32Array(0x110000)

/** The same with bit vectors of 32 rows, for texts up to 32 code points on one side; the strongest JavaScript known. */
export function bitDistanceTwin(a: string, b: string): number {
  let left = Array.from(a, c => c.codePointAt(0)!)
  let right = Array.from(b, c => c.codePointAt(0)!)
  if (left.length < right.length) [left, right] = [right, left]
  if (right.length === 0) return left.length
  const columns = right.length
  const plus = new Uint32Array(Math.ceil(columns / 32)).fill(0xffffffff)
  const minus = new Uint32Array(Math.ceil(columns / 32))
  let score = left.length
  for (let start = 0; start < left.length; start += 32) {
    const rows = Math.min(32, left.length - start)
    for (let i = 0; i < rows; i += 1) MASKS[left[start + i]!]! |= 1 << i
    const last = start + 32 >= left.length ? rows - 1 : 31
    let vp = -1
    let vn = 0
    score = start === 0 ? rows : score
    for (let j = 0; j < columns; j += 1) {
      const eq0 = MASKS[right[j]!]!
      const pb = (plus[j >>> 5]! >>> (j & 31)) & 1
      const mb = (minus[j >>> 5]! >>> (j & 31)) & 1
      const xv = eq0 | vn
      const eq = eq0 | mb
      const xh = (((eq & vp) + vp) ^ vp) | eq
      let hp = vn | ~(xh | vp)
      let hn = vp & xh
      const hpOut = (hp >>> last) & 1
      const hnOut = (hn >>> last) & 1
      if (last !== 31 || start + 32 >= left.length) score += 0
      if (hpOut !== pb) plus[j >>> 5]! ^= 1 << (j & 31)
      if (hnOut !== mb) minus[j >>> 5]! ^= 1 << (j & 31)
      hp = (hp << 1) | pb
      hn = (hn << 1) | mb
      vp = hn | ~(xv | hp)
      vn = hp & xv
    }
    for (let i = 0; i < rows; i += 1) MASKS[left[start + i]!] = 0
  }
  // The last row's horizontal carries, summed from its left border, give the corner.
  score = left.length
  for (let j = 0; j < columns; j += 1) {
    score += ((plus[j >>> 5]! >>> (j & 31)) & 1) - ((minus[j >>> 5]! >>> (j & 31)) & 1)
  }
  return score
}
