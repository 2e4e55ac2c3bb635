/** Lines of the form `Key: value` or `key = value`, as forms, signatures and log lines have them. */

export type Pair = { readonly key: string; readonly value: string }

/** A key is short and has no sentence mark in it; a colon needs a blank behind it, so that 10:30 and URLs are none. */
const LINE =
  /^[ \t]*(?:[-*•][ \t]+)?(?:\*\*)?([\p{L}_][^\r\n:=?!]{0,59}?)(?:\*\*)?[ \t]*(?::(?:\*\*)?(?:[ \t]+|$)|=(?!=)[ \t]*)(.*)$/u
const INLINE = /(?<![^\s,;])([\p{L}_][\p{L}\p{N}_.-]{0,59})=("[^"\r\n]{0,2000}"|[^\s,;"]{1,2000})/gu

/** Pairs by line, or the `key=value` pairs inside of lines, in order of appearance. */
export function findPairs(lines: readonly string[], form: 'lines' | 'inline'): Pair[] {
  const pairs: Pair[] = []
  for (const line of lines) {
    if (form === 'inline') {
      for (const match of line.matchAll(INLINE)) {
        pairs.push({ key: match[1]!, value: match[2]!.replace(/^"(.*)"$/s, '$1') })
      }
      continue
    }
    const match = LINE.exec(line)
    if (match !== null && !line.slice(match[1]!.length).trimStart().startsWith('://')) {
      pairs.push({ key: match[1]!.trim(), value: match[2]!.trim() })
    }
  }
  return pairs
}
