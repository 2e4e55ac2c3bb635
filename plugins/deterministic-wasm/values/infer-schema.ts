/** A JSON Schema from examples: the narrowest of types, members and items that all of them satisfy. */
import type { JsonObject, JsonValue } from '#contracts/json-value'

type Kind = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object'
const ORDER: readonly Kind[] = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']

export function inferSchema(values: readonly JsonValue[], isClosed: boolean): JsonObject {
  const kinds = new Set(values.map(kindOf))
  // Integers are numbers too.
  if (kinds.has('number')) kinds.delete('integer')
  const named = ORDER.filter(kind => kinds.has(kind))
  const schema: Record<string, JsonValue> = named.length === 0 ? {} : { type: named.length === 1 ? named[0]! : named }
  const arrays = values.filter((value): value is JsonValue[] => Array.isArray(value))
  const items = arrays.flat()
  if (items.length > 0) schema.items = inferSchema(items, isClosed)
  const objects = values.filter((value): value is JsonObject => kindOf(value) === 'object')
  if (objects.length === 0) return schema
  const members = new Map<string, JsonValue[]>()
  for (const object of objects) {
    for (const [name, member] of Object.entries(object)) {
      const known = members.get(name)
      if (known === undefined) members.set(name, [member])
      else known.push(member)
    }
  }
  members.delete('__proto__')
  const required = [...members].filter(([, given]) => given.length === objects.length).map(([name]) => name)
  return {
    ...schema,
    properties: Object.fromEntries([...members].map(([name, given]) => [name, inferSchema(given, isClosed)])),
    ...(required.length === 0 ? {} : { required }),
    ...(isClosed ? { additionalProperties: false } : {}),
  }
}

function kindOf(value: JsonValue): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value as 'boolean' | 'string' | 'object'
}
