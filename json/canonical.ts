/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, ECMAScript numbers, no blanks.
 * It refuses, with NotJsonError, what JSON cannot say: non-finite numbers, lone surrogates, functions, cycles.
 * A member whose value is undefined is left out, as it is on the wire.
 */
import { stepPointer } from './pointer.ts'
import type { JsonValue } from './value.ts'

/** Thrown for a value that has no canonical form; `pointer` names the place. */
export class NotJsonError extends TypeError {
  readonly pointer: string

  constructor(pointer: string, why: string) {
    super(`The value at "${pointer}" has no canonical JSON form: ${why}.`)
    this.name = 'NotJsonError'
    this.pointer = pointer
  }
}

/** Deeper values are refused: nothing that passed `readJson` comes near, and a cycle must end somewhere. */
const MAX_DEPTH = 512
const UNSORTABLE = Symbol('unsortable')
const HALF_PAIR = 'a text holds half of a surrogate pair'

/** RFC 8785 text of a value. Throws NotJsonError. */
export function canonicalJson(value: JsonValue): string {
  let text: string
  try {
    // Natively written text is flat; text grown piece by piece costs as much again when it is hashed.
    if (isPlain(value, 0)) text = JSON.stringify(value)
    else {
      const sorted = toSorted(value, 0)
      text = sorted === UNSORTABLE ? write(value, 0) : JSON.stringify(sorted)
    }
  } catch (error) {
    locate(value, '', 0)
    throw error
  }
  // JSON.stringify writes a lone surrogate as an escape; only then (or after a literal backslash) does this text occur.
  if (text.includes('\\ud')) locate(value, '', 0)
  return text
}

/** True when JSON.stringify already gives the canonical text: every object's members stand in order, all is JSON. */
function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      break
    default:
      return false
  }
  if (value === null) return true
  if (depth === MAX_DEPTH) return false
  if (Array.isArray(value)) {
    if ((value as { toJSON?: unknown }).toJSON !== undefined) return false
    for (let i = 0; i < value.length; i += 1) if (!isPlain(value[i], depth + 1)) return false
    return true
  }
  if (!isPlainObject(value)) return false
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return false
  let previous = ''
  let first = true
  for (const key in value) {
    if (!first && key <= previous) return false
    const type = typeof (value as Record<string, unknown>)[key]
    if (type === 'object' || type === 'number' || type === 'undefined') {
      if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false
    } else if (type !== 'string' && type !== 'boolean') return false
    first = false
    previous = key
  }
  return true
}

/** A copy with its members in order, or UNSORTABLE where an object cannot keep that order or a value needs refusing. */
function toSorted(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return isPlain(value, depth) ? value : UNSORTABLE
  if (depth === MAX_DEPTH) return UNSORTABLE
  if (Array.isArray(value)) {
    const items = new Array<unknown>(value.length)
    for (let i = 0; i < value.length; i += 1) {
      const item = toSorted(value[i], depth + 1)
      if (item === UNSORTABLE) return UNSORTABLE
      items[i] = item
    }
    return items
  }
  if (!isPlainObject(value)) return UNSORTABLE
  const members = value as Record<string, unknown>
  const copy: Record<string, unknown> = {}
  for (const key of sortKeys(Object.keys(members))) {
    if (members[key] === undefined) continue
    const lead = key.charCodeAt(0)
    // Objects list index-like members first whatever the order of writing, and __proto__ is no ordinary member.
    if ((lead >= 0x30 && lead <= 0x39) || key === '__proto__' || key === 'toJSON') return UNSORTABLE
    const member = toSorted(members[key], depth + 1)
    if (member === UNSORTABLE) return UNSORTABLE
    copy[key] = member
  }
  return copy
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a number must be finite')
      return value === 0 ? '0' : `${value}`
    case 'object':
      break
    default:
      throw new TypeError(`${typeof value} is not a JSON type`)
  }
  if (value === null) return 'null'
  if (depth === MAX_DEPTH) throw new TypeError(`nesting is deeper than ${MAX_DEPTH}`)
  return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth)
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = '['
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0) text += ','
    text += write(items[i], depth + 1)
  }
  return `${text}]`
}

function writeObject(object: object, depth: number): string {
  if (!isPlainObject(object)) throw new TypeError('only plain objects are JSON')
  const members = object as Record<string, unknown>
  let text = '{'
  for (const key of sortKeys(Object.keys(members))) {
    const member = members[key]
    if (member === undefined) continue
    if (text.length > 1) text += ','
    text += `${JSON.stringify(key)}:${write(member, depth + 1)}`
  }
  return `${text}}`
}

function isPlainObject(object: object): boolean {
  const prototype = Object.getPrototypeOf(object)
  return prototype === Object.prototype || prototype === null
}

/** Sorts in place by UTF-16 code units. Insertion wins for the few members that objects mostly have. */
function sortKeys(keys: string[]): string[] {
  if (keys.length > 24) return keys.sort()
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i]!
    let j = i - 1
    while (j >= 0 && keys[j]! > key) {
      keys[j + 1] = keys[j]!
      j -= 1
    }
    keys[j + 1] = key
  }
  return keys
}

/** The same walk again, slowly, to name the place: refusals are rare and the ordinary path should not carry pointers. */
function locate(value: unknown, pointer: string, depth: number): void {
  if (typeof value !== 'object' || value === null) {
    try {
      write(value, depth)
    } catch (error) {
      throw new NotJsonError(pointer, error instanceof TypeError ? error.message : String(error))
    }
    if (typeof value === 'string' && !value.isWellFormed()) throw new NotJsonError(pointer, HALF_PAIR)
    return
  }
  if (depth === MAX_DEPTH) throw new NotJsonError(pointer, `nesting is deeper than ${MAX_DEPTH}`)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) locate(value[i], stepPointer(pointer, i), depth + 1)
    return
  }
  if (!isPlainObject(value)) throw new NotJsonError(pointer, 'only plain objects are JSON')
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) throw new NotJsonError(pointer, HALF_PAIR)
    if (member !== undefined) locate(member, stepPointer(pointer, key), depth + 1)
  }
}
