/**
 * Telephone numbers in running text: international ones (`+49 30 123456`, `0049 ...`), and national ones that are
 * written like a number to dial. It knows no numbering plans, so it checks form and length, never whether it exists.
 */
import type { Span } from './span.ts'

const CANDIDATE = /(?<![\p{L}\p{N}.,/:_-])(?:\+|\()?\d(?:[\d ().\u00a0\u2011/–-]{5,28})\d(?![\p{L}\p{N}_])/gu
const DATE = /^\d{4}[-./]\d{1,2}[-./]\d{1,2}$|^\d{1,2}[-./]\d{1,2}[-./]\d{2,4}$/
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/
const GROUPED = /^\(?\d{2,4}\)?[ .\u00a0\u2011/–-]\d{3,4}[ .\u00a0\u2011–-]\d{3,4}$/

/** The number as written and its digits with a leading `+` where it is international. */
export type Phone = { readonly text: string; readonly dial: string }

/** Numbers in order of appearance. */
export function findPhones(text: string): Span<Phone>[] {
  const spans: Span<Phone>[] = []
  for (const match of text.matchAll(CANDIDATE)) {
    const written = trimBrackets(match[0])
    const phone = readPhone(written)
    if (phone === null) continue
    const start = match.index + match[0].indexOf(written)
    spans.push({ start, end: start + written.length, value: { text: written, dial: phone } })
  }
  return spans
}

/** A bracket that nothing inside answers belongs to the sentence. */
function trimBrackets(run: string): string {
  const opened = run.split('(').length
  const closed = run.split(')').length
  return opened > closed && run.startsWith('(') ? run.slice(1) : run
}

function readPhone(written: string): string | null {
  const digits = written.replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15 || DATE.test(written) || ADDRESS.test(written)) return null
  if (written.split('(').length !== written.split(')').length) return null
  if (written.startsWith('+')) return `+${digits}`
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  const isDialled = digits.startsWith('0') && /[ ()/–-]/.test(written)
  return isDialled ||
    /^0\d{8,11}$/.test(written) ||
    /^\(\d{2,5}\)/.test(written) ||
    GROUPED.test(written) ||
    /^1[ .-]\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/.test(written)
    ? digits
    : null
}
