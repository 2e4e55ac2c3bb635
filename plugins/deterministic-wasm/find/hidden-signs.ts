/** Signs that nobody sees and that change what a text says: Trojan-source marks, zero widths, tags, control codes. */
export const HIDDEN_KINDS = ['direction', 'zero_width', 'tag', 'control'] as const
export type Hidden = { readonly kind: (typeof HIDDEN_KINDS)[number]; readonly code: string; readonly at: number }

const JOINERS = new Set(['\u200c', '\u200d'])

/** The text without them, and where each stood, in code points. */
export function findHidden(text: string): { readonly text: string; readonly found: Hidden[] } {
  const points = Array.from(text)
  const found: Hidden[] = []
  const kept = points.filter((sign, at) => {
    const kind = kindOf(sign)
    if (kind === null || (JOINERS.has(sign) && isNeeded(points[at - 1], points[at + 1]))) return true
    found.push({ kind, code: `U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`, at })
    return false
  })
  return { text: kept.join(''), found }
}

function kindOf(sign: string): Hidden['kind'] | null {
  const point = sign.codePointAt(0)!
  if (point < 0x20) return sign === '\t' || sign === '\n' || sign === '\r' ? null : 'control'
  if (point >= 0x7f && point <= 0x9f && point !== 0x85) return 'control'
  if (point === 0x061c || point === 0x200e || point === 0x200f) return 'direction'
  if ((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069)) return 'direction'
  if ((point >= 0x200b && point <= 0x200d) || point === 0x2060 || point === 0xfeff || point === 0x00ad)
    return 'zero_width'
  if (point === 0x180e || (point >= 0x2061 && point <= 0x2064)) return 'zero_width'
  return point >= 0xe0000 && point <= 0xe007f ? 'tag' : null
}

/** Joiners belong between emoji, and into scripts that write with them; between Latin letters they only hide. */
function isNeeded(before: string | undefined, after: string | undefined): boolean {
  const needs =
    /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Khmer}\p{M}]/u
  return before !== undefined && after !== undefined && needs.test(before) && needs.test(after)
}
