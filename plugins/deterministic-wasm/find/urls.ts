/**
 * URLs in running text: `http`, `https` and `ftp` addresses, and names that begin with `www.`; given as written,
 * without the punctuation of the sentence around them. Bare domains are not looked for.
 */
import type { Span } from './span.ts'

/** White space, quotes, angle brackets and CJK punctuation end an address; so does what RFC 3986 never allows bare. */
const ADDRESS =
  /(?<![\p{L}\p{N}])(?:(?:https?|ftp):\/\/|www\.)[^\s<>"`{}|\\^\u3000-\u303f\uff00-\uff0f\uff1a-\uff1f“”«»]+/giu
const TRAILING = new Set(".,;:!?'*_~…’")
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[' }

/** Addresses in order of appearance. */
export function findUrls(text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(ADDRESS)) {
    const value = trimPunctuation(match[0])
    if (hasHost(value)) spans.push({ start: match.index, end: match.index + value.length, value })
  }
  return spans
}

/** Takes off sentence marks, and closing brackets that nothing inside opened. */
function trimPunctuation(address: string): string {
  const open: Record<string, number> = { '(': 0, ')': 0, '[': 0, ']': 0 }
  for (const sign of address) if (sign in open) open[sign]! += 1
  let end = address.length
  while (end > 0) {
    const sign = address[end - 1]!
    const opener = BRACKETS[sign]
    if (opener !== undefined && open[sign]! > open[opener]!) open[sign]! -= 1
    else if (!TRAILING.has(sign)) break
    end -= 1
  }
  return address.slice(0, end)
}

function hasHost(address: string): boolean {
  const rest = address.replace(/^[a-z]+:\/\//i, '')
  return (
    /^(?:[^\s/?#@]*@)?(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}])/iu.test(rest) &&
    (!/^www\./i.test(rest) || /^www\.[\p{L}\p{N}-]+\.\p{L}/iu.test(rest))
  )
}
