/** Numbers in running text as plain decimals. What is part of a version, an address, a date or a code is no number here. */
import type { Span } from './span.ts'

/** A run of digits with the marks that may stand inside; what follows a letter or a mark is part of something else. */
const RUN = /(?<![\p{L}\p{N}_.,:/\\-])(?<![\d%)\]\p{L}] ?[-−+])[-−+]?\d[\d.,'’_]*/gu
const AFTER = /^[:/\\-]\d|^[-/]\p{L}/u

/** Numbers in order of appearance. */
export function findNumbers(text: string, mark: 'point' | 'comma'): Span[] {
  const [point, group] = mark === 'point' ? ['.', ','] : [',', '.']
  const grammar = new RegExp(`^[-−+]?(?:\\d{1,3}(?:[${group}'’_]\\d{3})+|\\d+)(?:[${point}]\\d+)?$`)
  const spans: Span[] = []
  for (const match of text.matchAll(RUN)) {
    const written = match[0].replace(/[.,'’_]+$/, '')
    const end = match.index + written.length
    if (!grammar.test(written) || AFTER.test(text.slice(end, end + 2))) continue
    spans.push({ start: match.index, end, value: toPlain(written, point) })
  }
  return spans
}

/** Without groups, needless zeros in front, and plus. */
function toPlain(written: string, point: string): string {
  const isNegative = /^[-−]/.test(written)
  const [whole = '', decimals] = written.replace(/^[-−+]/, '').split(point)
  const digits = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  return `${isNegative ? '-' : ''}${digits}${decimals === undefined ? '' : `.${decimals}`}`
}
