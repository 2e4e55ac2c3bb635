/**
 * JSON values in running text or in fenced blocks: the outermost objects and arrays that are strict JSON.
 * Its work is bounded: brackets nest at most 64 deep, and a text is looked through at most so often.
 */
import type { JsonValue } from '#contracts/json-value'
import { readJsonText } from '#kernel/plugin-door'
import type { Span } from './span.ts'

const MAX_DEPTH = 64
/** Code units looked at per code unit of text, all attempts together. */
const MAX_LOOKS = 66

/** Values in order of appearance. */
export function findJson(text: string): Span<JsonValue>[] {
  const spans: Span<JsonValue>[] = []
  let looks = text.length * MAX_LOOKS
  let at = 0
  while (at < text.length && looks > 0) {
    const unit = text.charCodeAt(at)
    if (unit !== 0x7b && unit !== 0x5b) {
      at += 1
      continue
    }
    const end = endOfBrackets(text, at)
    looks -= Math.abs(end) - at + 1
    const read = end > 0 ? readJsonText(text.slice(at, end)) : null
    if (read?.ok === true) {
      spans.push({ start: at, end, value: read.value })
      at = end
    } else at += 1
  }
  return spans
}

/** Position after the bracket that answers the one at `from`; negative is where the search ended in vain. */
function endOfBrackets(text: string, from: number): number {
  let depth = 0
  let isInString = false
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (isInString) {
      if (unit === 0x5c) at += 1
      else if (unit === 0x22) isInString = false
      else if (unit < 0x20) return -at
    } else if (unit === 0x22) isInString = true
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1
      if (depth > MAX_DEPTH) return -at
    } else if (unit === 0x7d || unit === 0x5d) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -text.length
}
