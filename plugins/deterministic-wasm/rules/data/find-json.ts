/**
 * Finds the JSON that a message holds, wherever its request stands. What does not parse is found too, from its first bracket to its
 * last one, so that a question about its faults can be answered; nothing is repaired.
 */
import type { JsonValue } from '#contracts/json-value'
import { peek } from '../peek.ts'

export type FoundJson = {
  readonly text: string
  /** Absent where the text is no strict JSON. */
  readonly value: JsonValue | undefined
  readonly span: readonly [start: number, end: number]
}

const LONGEST = 60_000
const MOST = 3

/** The values in order; several stand apart. Null where there is none. */
export function findJson(message: string): readonly FoundJson[] | null {
  if (message.length > LONGEST || !/[{[]/.test(message)) return null
  const found: FoundJson[] = []
  let at = 0
  while (at < message.length && found.length < MOST) {
    const open = message.slice(at).search(/[{[]/)
    if (open < 0) break
    const start = at + open
    const end = closeOf(message, start)
    if (end < 0) break
    const text = message.slice(start, end)
    if (looksLikeJson(text)) found.push(toFound(text, start))
    // `items[2].name` and `[sic]` are words.
    at = end
  }
  if (found.length > 0) return found
  const first = message.search(/[{[]\s*["'{[\p{L}\d]/u)
  const last = Math.max(message.lastIndexOf('}'), message.lastIndexOf(']'))
  const rest = first < 0 ? '' : message.slice(first, last > first ? last + 1 : undefined).trimEnd()
  return rest.includes('"') && /["\p{L}]\s*:/u.test(rest) ? [toFound(rest, first)] : null
}

function toFound(text: string, start: number): FoundJson {
  return { text, value: peek('json.parse', { text })?.value, span: [start, start + text.length] }
}

/** An object, or an array that is no place in a path. */
const looksLikeJson = (text: string): boolean =>
  text.startsWith('{')
    ? /^\{\s*(?:\}|["'\p{L}_$])/u.test(text) && (/:/.test(text) || /^\{\s*\}$/.test(text))
    : /^\[\s*(?:[{["'\]]|-?\d+(?:\.\d+)?\s*,|true|false|null)/.test(text)

/** Behind the bracket that closes the one at `open`, or -1; brackets in texts do not count. */
function closeOf(message: string, open: number): number {
  let depth = 0
  for (let at = open; at < message.length; at += 1) {
    const sign = message[at] as string
    if (sign === '"') {
      const close = endOfText(message, at)
      if (close < 0) return -1
      at = close
    } else if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}

function endOfText(message: string, open: number): number {
  for (let at = open + 1; at < message.length; at += 1) {
    if (message[at] === '\\') at += 1
    else if (message[at] === '"') return at
  }
  return -1
}

/** The rows of an array of objects, or of the only member that is one; with its text. */
export function rowsText({ text, value }: FoundJson): string | null {
  const isRows = (given: JsonValue | undefined): boolean =>
    Array.isArray(given) &&
    given.length > 0 &&
    given.every(row => typeof row === 'object' && row !== null && !Array.isArray(row))
  if (isRows(value)) return text
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const inside = Object.values(value).filter(isRows)
  return inside.length === 1 && Object.keys(value).length === 1 ? JSON.stringify(inside[0]) : null
}
