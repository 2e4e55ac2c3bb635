/** What becomes of each schema keyword while decoding (M2). Nothing is refused: what a grammar cannot hold is only validated. */
import type { KeywordSupport } from '#contracts/connector-port'
import type { JsonValue } from '#contracts/json-value'
import { FORMATS, MAX_ITEMS_BOUND, MAX_STRING_BOUND } from './grammar-rules.ts'

/** Words that the grammar always honours. `required` and the like restrict nothing that the grammar would write otherwise. */
const DECODED = new Set([
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'anyOf',
  '$ref',
  '$defs',
  'definitions',
])
const ANNOTATIONS = new Set([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$schema',
  '$id',
  '$comment',
])
const STRING_BOUNDS = new Set(['minLength', 'maxLength'])
const COUNT_BOUNDS = new Set(['minItems', 'maxItems'])

export function readKeywordSupport(keyword: string, value: JsonValue): KeywordSupport {
  if (DECODED.has(keyword) || ANNOTATIONS.has(keyword)) return 'decoded'
  if (STRING_BOUNDS.has(keyword)) return isAtMost(value, MAX_STRING_BOUND) ? 'decoded' : 'validated'
  if (COUNT_BOUNDS.has(keyword)) return isAtMost(value, MAX_ITEMS_BOUND) ? 'decoded' : 'validated'
  if (keyword === 'format') return typeof value === 'string' && value in FORMATS ? 'decoded' : 'validated'
  return 'validated'
}

const isAtMost = (value: JsonValue, limit: number): boolean => typeof value === 'number' && value <= limit
