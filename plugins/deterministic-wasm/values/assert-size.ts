/**
 * The size of an answer, for operations that can name one part of their input many times: by reference that costs
 * nothing, written out it could fill any memory (rule D2).
 */
import type { JsonValue } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'

/** Code units of JSON text, about. */
const MAX_LENGTH = 16 * 1024 * 1024

/** The value itself. Throws OperationError where its text would be longer than about 16 million characters. */
export function assertSize<Value extends JsonValue>(value: Value, pointer = ''): Value {
  if (measure(value, MAX_LENGTH) < 0) {
    throw new OperationError('The result has more than 16 million characters.', pointer)
  }
  return value
}

/** What is left of `left` after the text of a value; negative as soon as it is used up. */
export function measure(value: JsonValue, left: number): number {
  if (typeof value === 'string') return left - value.length - 2
  if (typeof value !== 'object' || value === null) return left - 5
  let rest = left - 2
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && rest >= 0; i += 1) rest = measure(value[i], rest - 1)
    return rest
  }
  for (const [name, member] of Object.entries(value)) {
    if (rest < 0) return rest
    rest = measure(member, rest - name.length - 4)
  }
  return rest
}
