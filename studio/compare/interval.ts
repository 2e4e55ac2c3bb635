/** Intervals at 95 %: Wilson's for shares, and the bootstrap for whatever else. Both are the same on every machine. */
export type Interval = { readonly low: number; readonly high: number }

const Z = 1.959963984540054
const DRAWS = 2_000

/** Wilson score interval of `hits` out of `all`; null where there is nothing to count. */
export function wilson(hits: number, all: number): Interval | null {
  if (all === 0) return null
  const share = hits / all
  const base = 1 + Z ** 2 / all
  const middle = share + Z ** 2 / (2 * all)
  const reach = Z * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2))
  return { low: Math.max(0, (middle - reach) / base), high: Math.min(1, (middle + reach) / base) }
}

/**
 * Percentile bootstrap over groups that are drawn whole (the rounds of one request hang together). Null for fewer than two groups, or
 * where a draw has no value.
 */
export function bootstrap<T>(
  groups: readonly (readonly T[])[],
  measure: (drawn: readonly T[]) => number | null,
  seed = 1,
): Interval | null {
  if (groups.length < 2) return null
  const random = mulberry(seed)
  const values: number[] = []
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const drawn = groups.flatMap(() => groups[Math.floor(random() * groups.length)]!)
    const value = measure(drawn)
    if (value === null) return null
    values.push(value)
  }
  values.sort((a, b) => a - b)
  return { low: values[Math.floor(DRAWS * 0.025)]!, high: values[Math.ceil(DRAWS * 0.975) - 1]! }
}

/** A small generator with a seed: nothing of a figure depends on chance. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
