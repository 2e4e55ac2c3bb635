/**
 * Logarithm and exponential whose bits are the same on every machine; an engine's own come from the platform's C
 * library. Here for sameness (rule D1), not for speed: sorting lived here too and went, because a typed array's own sort is as fast.
 */

/** First byte that a caller may write to. */
export function heap(): usize {
  return (__heap_base + 15) & ~15
}

export function log(x: f64): f64 {
  return NativeMath.log(x)
}

export function exp(x: f64): f64 {
  return NativeMath.exp(x)
}
