/**
 * Merges two JSON Schemas that must both hold into one that a grammar can be made of.
 * Where the two say something about the same word that it cannot join, it refuses with NotDecodable instead of guessing.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'

/** A schema, or a part of it, that no grammar of ours can hold; the message says why. */
export class NotDecodable extends Error {
  override readonly name = 'NotDecodable'
}

const NOTES = new Set([
  'title',
  'description',
  'default',
  'examples',
  '$comment',
  '$schema',
  '$id',
  '$defs',
  'definitions',
])
const LARGER = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
const SMALLER = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const toList = (value: JsonValue): readonly JsonValue[] => (Array.isArray(value) ? value : [value as JsonValue])

export function mergeSchemas(a: JsonObject, b: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...a }
  for (const [word, value] of Object.entries(b)) {
    const own = merged[word]
    merged[word] = own === undefined ? value : mergeWord(word, own, value)
  }
  return merged
}

function mergeWord(word: string, a: JsonValue, b: JsonValue): JsonValue {
  if (NOTES.has(word) || JSON.stringify(a) === JSON.stringify(b)) return a
  if (word === 'properties' && isObject(a) && isObject(b)) return mergeProperties(a, b)
  if (word === 'required') return [...new Set([...toList(a), ...toList(b)])]
  if (word === 'allOf') return [...toList(a), ...toList(b)]
  if (word === 'enum' || word === 'type') return intersect(toList(a), toList(b))
  if (word === 'additionalProperties') return a === false || b === false ? false : a === true ? b : a
  if (typeof a === 'number' && typeof b === 'number') {
    if (LARGER.has(word)) return Math.max(a, b)
    if (SMALLER.has(word)) return Math.min(a, b)
  }
  if (word === 'items' && isObject(a) && isObject(b)) return mergeSchemas(a, b)
  throw new NotDecodable(`two parts of the schema that must both hold differ in ${word}`)
}

function mergeProperties(a: JsonObject, b: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...a }
  for (const [name, value] of Object.entries(b)) {
    const own = merged[name]
    merged[name] = own === undefined || own === true ? value : value === true ? own : { allOf: [own, value] }
  }
  return merged
}

function intersect(a: readonly JsonValue[], b: readonly JsonValue[]): readonly JsonValue[] {
  const texts = new Set(b.map(value => JSON.stringify(value)))
  const both = a.filter(value => texts.has(JSON.stringify(value)))
  if (both.length === 0) throw new NotDecodable('a part of the schema allows no value')
  return both
}
