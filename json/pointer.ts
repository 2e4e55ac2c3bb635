/**
 * JSON Pointer (RFC 6901): from text to parts, from parts to text, and the value at a pointer.
 * It refuses the URI-fragment form (`#/a`): schemas decode that themselves.
 */
import type { JsonValue } from './value.ts'

export type Pointed = { readonly found: true; readonly value: JsonValue } | { readonly found: false }

const MISSING: Pointed = { found: false }

/** Parts of a pointer, unescaped, or null where the text is no pointer (no leading slash, a stray `~`). */
export function fromPointer(text: string): string[] | null {
  if (text === '') return []
  if (text.charCodeAt(0) !== 0x2f) return null
  const parts = text.slice(1).split('/')
  if (!text.includes('~')) return parts
  const unescaped: string[] = []
  for (const part of parts) {
    if (/~(?![01])/.test(part)) return null
    unescaped.push(part.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return unescaped
}

/** Pointer text of the parts; numbers are array positions. */
export function toPointer(parts: readonly (string | number)[]): string {
  let text = ''
  for (const part of parts) text += `/${typeof part === 'number' ? part : escapePart(part)}`
  return text
}

/** A pointer one step deeper than `pointer`. */
export function stepPointer(pointer: string, part: string | number): string {
  return `${pointer}/${typeof part === 'number' ? part : escapePart(part)}`
}

/** The value at the pointer. Array positions are decimal without leading zeros; `-` never points at anything. */
export function readPointer(value: JsonValue, pointer: string): Pointed {
  const parts = fromPointer(pointer)
  if (parts === null) return MISSING
  let here: JsonValue | undefined = value
  for (const part of parts) {
    if (typeof here !== 'object' || here === null) return MISSING
    if (Array.isArray(here)) {
      const index = toIndex(part)
      here = index === null ? undefined : here[index]
    } else {
      here = Object.hasOwn(here, part) ? (here as { [key: string]: JsonValue })[part] : undefined
    }
    if (here === undefined) return MISSING
  }
  return { found: true, value: here }
}

/** The array position a part names, or null where it names none (`01`, `-`, `1e3`). */
export function toIndex(part: string): number | null {
  if (part === '0') return 0
  return /^[1-9][0-9]{0,14}$/.test(part) ? Number(part) : null
}

function escapePart(part: string): string {
  return part.includes('~') || part.includes('/') ? part.replaceAll('~', '~0').replaceAll('/', '~1') : part
}
