/** Schemas of the prototype in terms of 1.0: its open objects said openly, its rules as keywords, and a value that fits. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { FaultList } from '#graph/fault-list'
import { looksLikeReference } from '#graph/read-reference'
import { isArray, isObject } from '#json/value'

const NAMED = ['properties', 'patternProperties', '$defs', 'definitions']
const SINGLE = ['items', 'not', 'if', 'then', 'else', 'additionalProperties']
const LISTED = ['allOf', 'anyOf', 'oneOf', 'prefixItems']

/** The prototype checked by the standard, where an object is open; in 1.0 an output's object is open only if it says so. */
export function openObjects(schema: JsonObject): JsonObject {
  const opened: Record<string, JsonValue> = {}
  for (const [keyword, value] of Object.entries(schema)) opened[keyword] = openMember(keyword, value)
  const isObjectSchema = schema.type === 'object' || schema.properties !== undefined || schema.required !== undefined
  if (isObjectSchema && schema.additionalProperties === undefined) opened.additionalProperties = true
  return opened
}

function openMember(keyword: string, value: JsonValue): JsonValue {
  if (SINGLE.includes(keyword) && isObject(value)) return openObjects(value)
  if (LISTED.includes(keyword) && isArray(value)) return value.map(one => (isObject(one) ? openObjects(one) : one))
  if (!NAMED.includes(keyword) || !isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]): [string, JsonValue] => [name, isObject(one) ? openObjects(one) : one]),
  )
}

/** `required` and `range` rules as keywords; both looked at top-level keys only. `dropped` stands at the task. */
export function addRules(schema: JsonObject, rules: readonly JsonValue[], dropped: FaultList): JsonObject {
  let ruled = schema
  rules.forEach((rule, i) => {
    const kind = isObject(rule) ? rule.kind : undefined
    if (isObject(rule) && kind === 'required' && isArray(rule.paths)) ruled = addRequired(ruled, rule.paths)
    else if (isObject(rule) && kind === 'range' && typeof rule.path === 'string') ruled = addRange(ruled, rule)
    else dropped.add('FIELD_NOT_ALLOWED', 'Only rules of kind required and range are converted.', 'verify', 'rules', i)
  })
  return ruled
}

function addRequired(schema: JsonObject, paths: readonly JsonValue[]): JsonObject {
  const required = isArray(schema.required) ? schema.required : []
  return { ...schema, required: [...new Set([...required, ...paths.map(String)])] }
}

function addRange(schema: JsonObject, rule: JsonObject): JsonObject {
  const name = rule.path as string
  const properties = isObject(schema.properties) ? schema.properties : {}
  const bounds = {
    ...(typeof rule.min === 'number' ? { minimum: rule.min } : {}),
    ...(typeof rule.max === 'number' ? { maximum: rule.max } : {}),
  }
  const before = properties[name]
  const isPlainNumber =
    isObject(before) && Object.keys(before).join() === 'type' && /^(integer|number)$/.test(String(before.type))
  // The prototype passed over a value that was null.
  const range = { type: ['number', 'null'], ...bounds }
  const joined = isPlainNumber ? { ...before, ...bounds } : before === undefined ? range : { allOf: [before, range] }
  return { ...schema, properties: { ...properties, [name]: joined } }
}

/** The schema that was sent to the model, and the one its answer was checked with, as one. */
export function mergeSchemas(sent: JsonObject, checked: JsonObject): JsonObject {
  const { required, additionalProperties, type, properties, ...rest } = checked
  const addsNothing =
    Object.keys(rest).length === 0 &&
    (type === undefined || JSON.stringify(type) === JSON.stringify(sent.type)) &&
    addsNoProperties(openObjects(sent).properties, properties)
  if (!addsNothing) return { allOf: [sent, checked] }
  return required === undefined ? sent : addRequired(sent, required as readonly JsonValue[])
}

function addsNoProperties(sent: JsonValue | undefined, checked: JsonValue | undefined): boolean {
  if (!isObject(checked)) return true
  return Object.entries(checked).every(
    ([name, one]) => isObject(sent) && JSON.stringify(sent[name]) === JSON.stringify(one),
  )
}

/** A small value that probably fits; whoever uses it checks. `undefined` where the schema says too little or too much. */
export function sampleOf(schema: JsonValue): JsonValue | undefined {
  if (!isObject(schema)) return schema === false ? undefined : null
  if (schema.const !== undefined) return schema.const
  if (isArray(schema.enum)) return schema.enum[0]
  if (isArray(schema.allOf) && schema.type === undefined) return sampleOf(schema.allOf[0] ?? false)
  const type = isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'string':
      return ' '.repeat(toCount(schema.minLength))
    case 'integer':
    case 'number':
      return Math.ceil(Number(schema.minimum ?? Math.min(0, Number(schema.maximum ?? 0))))
    case 'boolean':
      return false
    case 'array':
      return sampleItems(schema)
    case 'object':
      return sampleMembers(schema)
    default:
      return null
  }
}

function toCount(given: JsonValue | undefined): number {
  return typeof given === 'number' && given > 0 ? Math.min(1_000, given) : 0
}

function sampleItems(schema: JsonObject): JsonValue | undefined {
  const item = sampleOf(schema.items ?? true)
  return item === undefined ? [] : Array.from({ length: toCount(schema.minItems) }, () => item)
}

function sampleMembers(schema: JsonObject): JsonValue | undefined {
  const properties = isObject(schema.properties) ? schema.properties : {}
  const required = isArray(schema.required) ? schema.required.map(String) : []
  const members = required.map(name => [name, sampleOf(properties[name] ?? true)] as const)
  if (members.some(([, value]) => value === undefined)) return undefined
  return Object.fromEntries(members) as JsonObject
}

/** A literal as it stands in an input: escaped where something in it looks like a reference. */
export function escapeReferences(value: JsonObject): JsonObject {
  return holdsReference(value) ? { $literal: value } : value
}

function holdsReference(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (isObject(value) && looksLikeReference(value)) return true
  return Object.values(value).some(holdsReference)
}
