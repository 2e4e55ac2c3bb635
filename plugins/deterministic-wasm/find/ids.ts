/**
 * Identifiers in running text that prove themselves by form or check digits: UUID, IBAN, ISBN, payment card, IP address,
 * digest, DOI, issue key. What fails its check is not reported.
 */
import { findPattern, type Span } from './span.ts'

export const ID_KINDS = ['uuid', 'iban', 'isbn', 'card', 'ipv4', 'ipv6', 'digest', 'doi', 'issue'] as const
export type IdKind = (typeof ID_KINDS)[number]
export type Id = { readonly kind: IdKind; readonly text: string }

type Rule = { readonly pattern: RegExp; readonly accepts?: (text: string) => boolean }

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const RULES: Readonly<Record<IdKind, Rule>> = {
  uuid: { pattern: /(?<![0-9a-z-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z-])/gi },
  iban: { pattern: /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g, accepts: isIban },
  isbn: { pattern: /(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dX](?![\d-])/g, accepts: isIsbn },
  card: { pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g, accepts: isCard },
  ipv4: { pattern: new RegExp(`(?<![\\d.])${OCTET}(?:\\.${OCTET}){3}(?![\\d]|\\.\\d)`, 'g') },
  ipv6: { pattern: /(?<![0-9a-f:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![0-9a-f:])/gi, accepts: isIpv6 },
  digest: {
    pattern: /(?<![0-9a-z])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/gi,
    accepts: isDigest,
  },
  doi: { pattern: /(?<![\w.])10\.\d{4,9}\/[\w.()/:;-]*[\w)/]/g },
  issue: { pattern: /(?<![\w-])[A-Z][A-Z0-9]{1,9}-\d{1,7}(?![\w-])/g },
}

/** Identifiers of the kinds asked for, in order of appearance; of two at the same place the longer one. */
export function findIds(text: string, kinds: readonly IdKind[] = ID_KINDS): Span<Id>[] {
  const found: Span<Id>[] = []
  for (const kind of kinds) {
    for (const span of findByRule(text, RULES[kind])) found.push({ ...span, value: { kind, text: span.value } })
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: Span<Id>[] = []
  for (const span of found) if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span)
  return kept
}

/** Groups before and behind may have been taken along: what fails is tried again without its last, then its first group. */
function findByRule(text: string, { pattern, accepts }: Rule): Span[] {
  if (accepts === undefined) return findPattern(text, pattern)
  const spans: Span[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    let value = match[0]
    while (value !== '' && !accepts(value)) value = value.slice(0, Math.max(0, value.search(/[ -][^ -]*$/)))
    if (value === '') {
      const group = match[0].search(/[ -]/)
      if (group >= 0) pattern.lastIndex = match.index + group + 1
      continue
    }
    spans.push({ start: match.index, end: match.index + value.length, value })
    pattern.lastIndex = match.index + value.length
  }
  return spans
}

/** ISO 13616: the rearranged number is 1 modulo 97. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '')
  const moved = compact.slice(4) + compact.slice(0, 4)
  let rest = 0
  for (const sign of moved) {
    const value = Number.parseInt(sign, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return compact.length >= 15 && compact.length <= 34 && rest === 1
}

function isIsbn(text: string): boolean {
  const compact = text.replace(/[- ]/g, '')
  if (compact.length === 10) {
    let sum = 0
    if (/X./.test(compact)) return false
    for (let i = 0; i < 10; i += 1) sum += (10 - i) * (compact[i] === 'X' ? 10 : Number(compact[i]))
    return sum % 11 === 0
  }
  if (compact.length !== 13 || compact.endsWith('X')) return false
  let sum = 0
  for (let i = 0; i < 13; i += 1) sum += Number(compact[i]) * (i % 2 === 0 ? 1 : 3)
  return sum % 10 === 0
}

/** Digits in one piece, in fours, or in four, six and the rest. */
const CARD_GROUPS = /^(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})$/

/** Luhn's check; all digits equal is a placeholder, not a card. */
function isCard(text: string): boolean {
  if (!CARD_GROUPS.test(text)) return false
  const compact = text.replace(/[- ]/g, '')
  if (/^(\d)\1+$/.test(compact) || !/^[2-6]/.test(compact)) return false
  let sum = 0
  for (let i = 0; i < compact.length; i += 1) {
    const digit = Number(compact[compact.length - 1 - i]) * (i % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2 || !/[0-9a-f]/i.test(text) || /^:[^:]|[^:]:$/.test(text)) return false
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')))
  // Times of day look like groups; an address has hexadecimal letters, eight groups or a gap.
  if (halves.length === 1) return groups.length === 8
  return groups.length <= 7 && groups.every(group => group !== '')
}

/** Digits alone, or one letter repeated, say nothing about a hash. */
function isDigest(text: string): boolean {
  return /\d/.test(text) && /[a-f]/i.test(text)
}
