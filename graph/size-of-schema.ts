/**
 * The largest value that a schema allows, in bytes of its canonical JSON, for ceilings that are proven before a run (C1).
 * It answers Infinity whenever it is not sure: an over-estimate is honest, an under-estimate would be a lie.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'
import { isObject } from '#json/value'

/** `-1.7976931348623157e+308` and its like: no canonical double is longer. */
const NUMBER_BYTES = 24
/** A control character is written `\u0001`; every other code point takes at most four bytes. */
const ESCAPED_BYTES = 6
const ALL_TYPES: readonly JsonValue[] = ['null', 'boolean', 'number', 'string', 'array', 'object']

/** Whether an object schema without `additionalProperties` is closed: true for outputs (T6), false inside `allOf` and its like. */
export type Closing = 'closed' | 'open'

export function maxJsonBytes(schema: JsonValue, closing: Closing = 'closed'): number {
  if (!isObject(schema)) return schema === false ? 0 : Infinity
  // In draft-07 a reference silences its siblings, so nothing beside it may be relied on.
  if (schema.$ref !== undefined) return Infinity
  if (schema.const !== undefined) return byteLength(schema.const)
  if (Array.isArray(schema.enum)) return Math.max(0, ...(schema.enum as readonly JsonValue[]).map(byteLength))
  return Math.min(ofTypes(schema, closing), ofBranches(schema))
}

/** Bytes of the text a value becomes in a prompt: strings stand there without quotes and escapes. */
export function maxTextBytes(schema: JsonValue): number {
  if (!isObject(schema) || schema.type !== 'string' || typeof schema.maxLength !== 'number') {
    return maxJsonBytes(schema)
  }
  return Math.min(schema.maxLength * 4, maxJsonBytes(schema))
}

function byteLength(value: JsonValue): number {
  return Buffer.byteLength(canonicalJson(value))
}

function ofTypes(schema: JsonObject, closing: Closing): number {
  const type = schema.type
  const types = Array.isArray(type) ? (type as readonly JsonValue[]) : type === undefined ? ALL_TYPES : [type]
  let most = 0
  for (const one of types) most = Math.max(most, ofType(one, schema, closing))
  return most
}

function ofType(type: JsonValue, schema: JsonObject, closing: Closing): number {
  switch (type) {
    case 'null':
      return 4
    case 'boolean':
      return 5
    case 'integer':
    case 'number':
      return NUMBER_BYTES
    case 'string':
      return typeof schema.maxLength === 'number' ? schema.maxLength * ESCAPED_BYTES + 2 : Infinity
    case 'array':
      return ofArray(schema, closing)
    default:
      return ofObject(schema, closing)
  }
}

function ofArray(schema: JsonObject, closing: Closing): number {
  const most = schema.maxItems
  const items = schema.items
  if (typeof most !== 'number' || items === undefined || Array.isArray(items) || 'prefixItems' in schema)
    return Infinity
  return most === 0 ? 2 : most * (maxJsonBytes(items, closing) + 1) + 2
}

/** Members from elsewhere (branches, patterns, references) make the sum unsure, unless the object is closed by its own words. */
function ofObject(schema: JsonObject, closing: Closing): number {
  const isClosed =
    schema.additionalProperties === false ||
    (closing === 'closed' && schema.additionalProperties === undefined && !hasBranches(schema))
  if (!isClosed || 'patternProperties' in schema || 'unevaluatedProperties' in schema) return Infinity
  let bytes = 2
  for (const [name, member] of Object.entries((schema.properties ?? {}) as JsonObject)) {
    bytes += byteLength(name) + 2 + maxJsonBytes(member, closing)
  }
  return bytes
}

const BRANCHES = ['allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas', 'dependencies']

function hasBranches(schema: JsonObject): boolean {
  return BRANCHES.some(keyword => schema[keyword] !== undefined)
}

function ofBranches(schema: JsonObject): number {
  let least = Infinity
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schema[keyword]
    if (!Array.isArray(branches)) continue
    least = Math.min(least, Math.max(0, ...branches.map((branch: JsonValue) => maxJsonBytes(branch, 'open'))))
  }
  for (const branch of (schema.allOf ?? []) as readonly JsonValue[]) {
    least = Math.min(least, maxJsonBytes(branch, 'open'))
  }
  return least
}
