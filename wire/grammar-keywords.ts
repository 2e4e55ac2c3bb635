/**
 * The honest word on every schema keyword for llama.cpp's grammars (rule M2), and the limits that it rests on.
 */
import type { KeywordSupport } from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'

/** Beyond it the grammar parser of llama.cpp fails, and a runner with it. */
const MAX_REPETITION = 2_000
export const MAX_LITERAL_CHARS = 4_096

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value)
export const isRepetition = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_REPETITION

/** llama.cpp takes every key `$ref` for a reference, also inside a constant. */
export function holdsRefKey(value: JsonValue): boolean {
  if (isList(value)) return value.some(holdsRefKey)
  return isObject(value) && (Object.hasOwn(value, '$ref') || Object.values(value).some(holdsRefKey))
}

const isLiteral = (value: JsonValue): boolean =>
  JSON.stringify(value).length <= MAX_LITERAL_CHARS && !holdsRefKey(value)

/**
 * `decoded`: the grammar cannot produce an answer that breaks the keyword, as long as the schema is of ordinary size.
 * Everything else is left to Studio's own validation; nothing is refused.
 */
export function readKeywordSupport(keyword: string, value: JsonValue): KeywordSupport {
  switch (keyword) {
    case 'type':
    case 'required':
      return 'decoded'
    case 'properties':
      return isObject(value) && !Object.hasOwn(value, '$ref') ? 'decoded' : 'validated'
    case 'items':
    case 'additionalProperties':
      return isObject(value) || value === false ? 'decoded' : 'validated'
    case 'const':
    case 'enum':
      return isLiteral(value) ? 'decoded' : 'validated'
    case 'minItems':
    case 'maxItems':
    case 'minLength':
    case 'maxLength':
      return isRepetition(value) ? 'decoded' : 'validated'
    default:
      return 'validated'
  }
}
