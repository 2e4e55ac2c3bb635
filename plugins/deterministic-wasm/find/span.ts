/** Span: a place in a text, in UTF-16 code units, and what was read there. */
export type Span<Value = string> = { readonly start: number; readonly end: number; readonly value: Value }

/** Spans of a pattern's matches. The pattern must be global and of linear time: it is our own, never a user's. */
export function findPattern(text: string, pattern: RegExp): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(pattern)) {
    spans.push({ start: match.index, end: match.index + match[0].length, value: match[0] })
  }
  return spans
}
