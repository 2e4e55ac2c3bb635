/** Orders of JSON values that do not depend on locale or machine: numbers by size, texts by code point. */
import type { JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#kernel/plugin-door'

/** By code point; UTF-16 order differs where a text leaves the basic plane. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // A half of a pair stands for a code point above all others.
    const xHigh = (x & 0xf800) === 0xd800
    const yHigh = (y & 0xf800) === 0xd800
    return xHigh === yHigh ? x - y : xHigh ? 1 : -1
  }
  return a.length - b.length
}

function kindOf(value: JsonValue): number {
  if (value === null) return 0
  if (typeof value === 'boolean') return 1
  if (typeof value === 'number') return 2
  if (typeof value === 'string') return 3
  return Array.isArray(value) ? 4 : 5
}

/** null, then booleans, numbers, texts, arrays, objects; inside a kind by value, arrays and objects by canonical JSON. */
export function compareValues(a: JsonValue, b: JsonValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  const kinds = kindOf(a) - kindOf(b)
  if (kinds !== 0 || a === null) return kinds
  if (typeof a === 'boolean') return Number(a) - Number(b)
  return compareTexts(canonicalJson(a), canonicalJson(b))
}

/** A text that is equal for equal JSON values and for no others. */
export function keyOf(value: JsonValue): string {
  switch (typeof value) {
    case 'string':
      return `"${value}`
    case 'number':
      return `${value === 0 ? 0 : value}`
    default:
      return canonicalJson(value)
  }
}
