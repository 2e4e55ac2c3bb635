/**
 * The limits of one schema (S6) and the walk that holds a stranger's value against them before anything reads it.
 * It refuses by size, nesting and what JSON cannot say; whether it is a schema is decided later.
 */
import type { Fault } from '../fault.ts'
import { stepPointer } from '../pointer.ts'

export const SCHEMA_LIMITS = {
  /** Schemas inside each other, references followed. */
  depth: 32,
  /** Keywords over the whole document. */
  keywords: 2_000,
  /** Bytes of the document written as JSON, as near as a quick count comes. */
  bytes: 64 * 1024,
  /** Containers inside each other, values of enum and const included. */
  nesting: 128,
  /** Keywords after every reference is replaced by its target: doubling references end here. */
  unfolded: 20_000,
  /** Instructions over all pattern programs of the document. */
  patternSize: 20_000,
  /** Steps of one evaluation; a step is some ten nanoseconds. */
  steps: 2_000_000,
  /** Steps of putting a refusal into words; out of them, the faults found so far are given. */
  explainSteps: 500_000,
} as const

/** Null when the value is JSON within the limits; else the one fault that ends reading. */
export function checkSize(schema: unknown, pointer: string): Fault | null {
  const stack: { value: unknown; pointer: string; level: number }[] = [{ value: schema, pointer, level: 0 }]
  let bytes = 0
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, level } = next
    if (level > SCHEMA_LIMITS.nesting) {
      return tooComplex(pointer, `The schema nests deeper than ${SCHEMA_LIMITS.nesting} levels; flatten it.`)
    }
    if (typeof value === 'string') bytes += Buffer.byteLength(value) + 2
    else if (typeof value === 'number' && Number.isFinite(value)) bytes += String(value).length
    else if (typeof value === 'boolean' || value === null) bytes += 5
    else if (typeof value === 'object' && Array.isArray(value)) {
      bytes += value.length + 2
      // The count may refuse before the members are looked at: a list of a million would be pushed first otherwise.
      if (bytes <= SCHEMA_LIMITS.bytes) {
        value.forEach((item, index) => {
          stack.push({ value: item, pointer: stepPointer(next.pointer, index), level: level + 1 })
        })
      }
    } else if (typeof value === 'object' && isPlain(value)) {
      for (const key in value) {
        bytes += Buffer.byteLength(key) + 4
        if (bytes > SCHEMA_LIMITS.bytes) break
        const member = (value as Record<string, unknown>)[key]
        stack.push({ value: member, pointer: stepPointer(next.pointer, key), level: level + 1 })
      }
    } else {
      return {
        pointer: next.pointer,
        code: 'SCHEMA_NOT_JSON',
        message: 'A schema holds JSON values only; replace this one.',
      }
    }
    if (bytes > SCHEMA_LIMITS.bytes) {
      return tooComplex(pointer, `The schema is larger than ${SCHEMA_LIMITS.bytes} bytes; split or shorten it.`)
    }
  }
  return null
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

export function tooComplex(pointer: string, message: string): Fault {
  return { pointer, code: 'SCHEMA_TOO_COMPLEX', message }
}
