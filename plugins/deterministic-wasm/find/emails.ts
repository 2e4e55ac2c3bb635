/**
 * E-mail addresses in running text: the dot-atom form of RFC 5322 with a domain of at least two labels.
 * Quoted local parts, comments and address literals are not looked for.
 */
import type { Span } from './span.ts'

const LOCAL = /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]/u
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u
const TOP_LABEL = /^(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/iu
const DOMAIN = /[\p{L}\p{N}.-]{1,254}/uy
/** RFC 5321, section 4.5.3.1. */
const MAX_LOCAL = 64
/** Marks that open or quote an address in prose rather than begin one. */
const LEADING = /^[!#$%&'*/=?^`{|}~.-]+/

/** Addresses in order of appearance, as written. */
export function findEmails(text: string): Span[] {
  const spans: Span[] = []
  let free = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const domain = readDomain(text, at + 1)
    if (domain === '') continue
    const local = readLocal(text, at, free)
    if (local === '') continue
    const end = at + 1 + domain.length
    spans.push({ start: at - local.length, end, value: `${local}@${domain}` })
    free = end
  }
  return spans
}

function readLocal(text: string, at: number, free: number): string {
  let start = at
  while (start > free && at - start <= MAX_LOCAL && isLocal(text, start - 1)) start -= 1
  const local = text.slice(start, at).replace(LEADING, '')
  const isAtom = local !== '' && local.length <= MAX_LOCAL && !local.endsWith('.') && !local.includes('..')
  return isAtom && local.isWellFormed() ? local : ''
}

/** Halves of surrogate pairs pass: letters beyond the basic plane are checked as a whole by their neighbours. */
function isLocal(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return (unit & 0xf800) === 0xd800 ? /\p{L}/u.test(pointAround(text, at)) : LOCAL.test(text[at]!)
}

const pointAround = (text: string, at: number): string =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? text.slice(Math.max(0, at - 1), at + 1) : text.slice(at, at + 2)

function readDomain(text: string, from: number): string {
  DOMAIN.lastIndex = from
  const run = DOMAIN.exec(text)?.[0] ?? ''
  // What follows a full stop, or a label that cannot end a name, belongs to the sentence.
  const labels = run.split('.')
  let good = 0
  while (good < labels.length && LABEL.test(labels[good]!.replace(/-+$/, ''))) {
    good += 1
    if (labels[good - 1]!.endsWith('-')) break
  }
  while (good >= 2 && !TOP_LABEL.test(labels[good - 1]!.replace(/-+$/, ''))) good -= 1
  if (good < 2 || text[from + run.length] === '@') return ''
  return labels.slice(0, good).join('.').replace(/-+$/, '')
}
