/** JSON values that can no longer change, all the way down: what was once concluded from one holds for as long as it is there. */
import type { JsonValue } from './value.ts'

const frozen = new WeakSet<object>()

/** Freezes the value and all in it, and remembers that it did. */
export function freezeJson<T extends JsonValue>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  const open: object[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    Object.freeze(next)
    for (const member of Object.values(next)) if (typeof member === 'object' && member !== null) open.push(member)
  }
  frozen.add(value)
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen.add(member)
  return value
}

/** True for a value that `freezeJson` was given, and for its members. */
export function isFrozenJson(value: unknown): boolean {
  return typeof value === 'object' && value !== null && frozen.has(value)
}
