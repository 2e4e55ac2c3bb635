/**
 * Telephone numbers in running text: international ones (`+49 30 123456`, `0049 ...`), and national ones that are
 * written like a number to dial. It knows no numbering plans, so it checks form and length, never whether it exists.
 */
import type { Span } from './span.ts'

const CANDIDATE = /(?<![\p{L}\p{N}.,/:_-])(?:\+|\()?\d(?:[\d ().\u00a0\u2011/–-]{5,28})\d(?![\p{L}\p{N}_])/gu
const DATE = /^\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)|^\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})(?=$|[ \u00a0])/
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/
const GROUPED = /^\(?\d{2,4}\)?[ .\u00a0\u2011/–-]\d{3,4}[ .\u00a0\u2011–-]\d{3,4}$/

const AMERICAN = /^(?:\+?1[ .\u2011-]?)?(?:\(\d{3}\) ?|\d{3}[ .\u2011-])\d{3}[ .\u2011-]\d{4}(?!\d)/

/** The number as written and its digits with a leading `+` where it is international. */
export type Phone = { readonly text: string; readonly dial: string }

/** Numbers in order of appearance. */
export function findPhones(text: string): Span<Phone>[] {
  const spans: Span<Phone>[] = []
  CANDIDATE.lastIndex = 0
  let isInside = false
  for (let match = CANDIDATE.exec(text); match !== null; match = CANDIDATE.exec(text)) {
    const phone = isInside && !/^[+0(]/.test(match[0]) ? null : readRun(match[0])
    isInside = false
    const start = match.index + (phone === null ? 0 : match[0].indexOf(phone.text))
    if (phone !== null) {
      spans.push({ start, end: start + phone.text.length, value: phone })
      CANDIDATE.lastIndex = start + phone.text.length
      continue
    }
    // Perhaps only the first group did not belong to it.
    const group = match[0].search(/[ \u00a0]/)
    isInside = group >= 0
    if (isInside) CANDIDATE.lastIndex = match.index + group + 1
  }
  return spans
}

/** The number that a run of digits and separators begins with: groups that follow it may be other numbers. */
function readRun(run: string): Phone | null {
  const american = AMERICAN.exec(run)?.[0]
  for (let text = american ?? trimBrackets(run); text !== ''; ) {
    const dial = readPhone(text)
    if (dial !== null) return { text, dial }
    // Without a plus, a zero or a bracket in front, one more group means that it is some other number.
    if (!/^[+0(]/.test(text)) return null
    text = text.slice(0, Math.max(0, text.search(/[ \u00a0][^ \u00a0]*$/)))
  }
  return null
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
  const isDialled = /^\(?0\d/.test(written) && /[ ()/–-]/.test(written)
  return isDialled ||
    /^0\d{8,11}$/.test(written) ||
    /^\(\d{2,5}\)/.test(written) ||
    GROUPED.test(written) ||
    /^1[ .-]\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/.test(written)
    ? digits
    : null
}
