/** Times of day in running text, read to the 24-hour clock. A bare number is no time. */
import type { Span } from './span.ts'

const PATTERN =
  /(?<![\p{L}\p{N}:.,/])(?:(?<h>[01]?\d|2[0-4]):(?<m>[0-5]\d)(?::(?<s>[0-5]\d))?(?![:.]?\d)(?:[ \u00a0\u202f]?(?<half>[ap])\.?m\b\.?)?|(?<h2>1[0-2]|0?[1-9])(?:\.(?<m2>[0-5]\d))?[ \u00a0\u202f]?(?<half2>[ap])\.?m\b\.?)(?![\p{L}\p{N}])/giu

/** Times in order of appearance. */
export function findTimes(text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(PATTERN)) {
    const groups = match.groups ?? {}
    const half = (groups.half ?? groups.half2)?.toLowerCase()
    let hour = Number(groups.h ?? groups.h2)
    const minute = groups.m ?? groups.m2 ?? '00'
    if (half !== undefined) {
      if (hour < 1 || hour > 12) continue
      hour = (hour % 12) + (half === 'p' ? 12 : 0)
    }
    if (hour === 24 && (minute !== '00' || (groups.s ?? '00') !== '00')) continue
    const seconds = groups.s === undefined ? '' : `:${groups.s}`
    spans.push({
      start: match.index,
      end: match.index + match[0].length,
      value: `${String(hour).padStart(2, '0')}:${minute}${seconds}`,
    })
  }
  return spans
}
