/**
 * JsonValue: the shape of everything that crosses a border here, and the narrowing that code needs to walk it.
 * It refuses nothing: whether bytes are acceptable JSON is decided in `read.ts`.
 */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

export type JsonObject = { readonly [key: string]: JsonValue }

/** The six kinds of a JSON value, with `integer` told apart from `number` by nobody: that is a matter of schemas. */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

/** True for a JSON object; arrays and null are not objects. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a JSON array; unlike `Array.isArray` it keeps the element type of a JsonValue. */
export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** The kind of a value; `none` for what JSON cannot hold (undefined, functions, NaN, ...). */
export function typeOf(value: unknown): JsonType | 'none' {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'boolean':
      return 'boolean'
    case 'number':
      return Number.isFinite(value) ? 'number' : 'none'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? 'array' : 'object'
    default:
      return 'none'
  }
}

/**
 * Own member of an object, or undefined. Inherited names (`constructor`, `toString`) are never found, so a key may be
 * any text a stranger chose.
 */
export function memberOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
