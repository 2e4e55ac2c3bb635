/**
 * One line of JSON as pieces to be coloured. No string of JSON goes over a line, so a line is read without those before it, and what is
 * half written colours itself and nothing below it. It judges nothing: the check does.
 */

export type JsonKind = 'name' | 'text' | 'number' | 'word' | 'plain'
export type JsonToken = { readonly kind: JsonKind; readonly text: string }

/** A string, closed or not; a number; a word. What stands between is plain. */
const PIECE = /("(?:[^"\\]|\\[\s\S])*(?:"|\\?$))|(-?\d[\d.eE+-]*)|([A-Za-z_]\w*)/g
/** A longer line is no text for people, and colours nobody sees are not worth the wait. */
const LONGEST = 4_000

/** Pieces that joined are the line. */
export function readJsonTokens(line: string): readonly JsonToken[] {
  if (line.length > LONGEST) return [{ kind: 'plain', text: line }]
  const tokens: JsonToken[] = []
  let end = 0
  for (const match of line.matchAll(PIECE)) {
    const [text, string, number] = match
    if (match.index > end) tokens.push({ kind: 'plain', text: line.slice(end, match.index) })
    end = match.index + text.length
    const kind = string !== undefined ? kindOfString(line, end) : number !== undefined ? 'number' : 'word'
    tokens.push({ kind, text })
  }
  if (end < line.length || tokens.length === 0) tokens.push({ kind: 'plain', text: line.slice(end) })
  return tokens
}

const kindOfString = (line: string, end: number): JsonKind => (/^\s*:/.test(line.slice(end)) ? 'name' : 'text')
