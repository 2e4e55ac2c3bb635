/**
 * A second validator for tests: draft 2020-12 written down as plainly as the standard says it, slow, recursive, sharing
 * nothing with the engine but pattern and format checks. For tests only; nothing that ships imports it.
 */
import canonicalize from 'canonicalize'
import { readPattern } from '../pattern.ts'
import { isArray, isObject, type JsonObject, type JsonValue } from '../value.ts'
import { findFormat } from './formats.ts'

type Annotations = { readonly names: Set<string>; readonly items: Set<number> }
type Outcome = Annotations | null

/** True when the value passes the schema; `root` resolves its references. */
export function passesReference(schema: JsonValue, value: JsonValue, root: JsonObject): boolean {
  return evaluate(schema, value, root) !== null
}

/** Null where the value fails, else what was evaluated. */
function evaluate(schema: JsonValue, value: JsonValue, root: JsonObject): Outcome {
  if (schema === true) return { names: new Set(), items: new Set() }
  if (schema === false || !isObject(schema)) return null
  const seen: Annotations = { names: new Set(), items: new Set() }
  const absorb = (outcome: Outcome): boolean => {
    for (const name of outcome?.names ?? []) seen.names.add(name)
    for (const item of outcome?.items ?? []) seen.items.add(item)
    return outcome !== null
  }
  const run = (child: JsonValue | undefined, on: JsonValue = value): Outcome => evaluate(child ?? true, on, root)
  const has = (keyword: string) => Object.hasOwn(schema, keyword)
  if (!scalarsPass(schema, value)) return null
  if (has('$ref') && !absorb(run((root.$defs as JsonObject)[(schema.$ref as string).slice(8)]!))) return null
  for (const child of (schema.allOf ?? []) as JsonValue[]) if (!absorb(run(child))) return null
  if (has('anyOf') && (schema.anyOf as JsonValue[]).map(child => absorb(run(child))).filter(Boolean).length === 0)
    return null
  if (has('oneOf')) {
    const passing = (schema.oneOf as JsonValue[]).map(child => run(child)).filter(outcome => outcome !== null)
    if (passing.length !== 1) return null
    absorb(passing[0]!)
  }
  if (has('not') && run(schema.not) !== null) return null
  if (has('if') && !absorb(run(absorb(run(schema.if)) ? schema.then : schema.else))) return null
  if (isObject(value) && !objectPasses(schema, value, seen, run, absorb)) return null
  if (isArray(value) && !arrayPasses(schema, value, seen, run)) return null
  return seen
}

function scalarsPass(schema: JsonObject, value: JsonValue): boolean {
  const text = (each: JsonValue) => canonicalize(each)
  if (schema.type !== undefined && ![schema.type].flat().some(type => isOfType(value, type as string))) return false
  if (schema.const !== undefined && text(schema.const) !== text(value)) return false
  if (isArray(schema.enum) && !schema.enum.some(each => text(each) === text(value))) return false
  if (typeof value === 'number') {
    if (typeof schema.minimum === 'number' && value < schema.minimum) return false
    if (typeof schema.maximum === 'number' && value > schema.maximum) return false
    if (typeof schema.exclusiveMinimum === 'number' && value <= schema.exclusiveMinimum) return false
    if (typeof schema.exclusiveMaximum === 'number' && value >= schema.exclusiveMaximum) return false
    // Values and divisors of the generators have few decimals, so scaling is exact.
    if (typeof schema.multipleOf === 'number' && Math.round(value * 1000) % Math.round(schema.multipleOf * 1000) !== 0)
      return false
  }
  if (typeof value === 'string') {
    const length = [...value].length
    if (typeof schema.minLength === 'number' && length < schema.minLength) return false
    if (typeof schema.maxLength === 'number' && length > schema.maxLength) return false
    if (typeof schema.pattern === 'string' && !matches(schema.pattern, value)) return false
    if (typeof schema.format === 'string' && !findFormat(schema.format)!(value)) return false
  }
  return true
}

function isOfType(value: JsonValue, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  return typeof value === type
}

function matches(source: string, text: string): boolean {
  const pattern = readPattern(source)
  return pattern.ok && pattern.test(text)
}

function objectPasses(
  schema: JsonObject,
  value: JsonObject,
  seen: Annotations,
  run: (child: JsonValue | undefined, on?: JsonValue) => Outcome,
  absorb: (outcome: Outcome) => boolean,
): boolean {
  const names = Object.keys(value)
  const own = (object: JsonValue | undefined, name: string) =>
    isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined
  if (typeof schema.minProperties === 'number' && names.length < schema.minProperties) return false
  if (typeof schema.maxProperties === 'number' && names.length > schema.maxProperties) return false
  if (!((schema.required ?? []) as string[]).every(name => names.includes(name))) return false
  for (const [name, needed] of Object.entries(schema.dependentRequired ?? {})) {
    if (names.includes(name) && !(needed as string[]).every(each => names.includes(each))) return false
  }
  for (const [name, child] of Object.entries(schema.dependentSchemas ?? {}))
    if (names.includes(name) && !absorb(run(child))) return false
  const evaluated = new Set<string>()
  for (const name of names) {
    if (schema.propertyNames !== undefined && run(schema.propertyNames, name) === null) return false
    const member = value[name]!
    const children = [own(schema.properties, name)]
    for (const [source, child] of Object.entries(schema.patternProperties ?? {}))
      if (matches(source, name)) children.push(child)
    let ruling = children.filter(child => child !== undefined)
    if (ruling.length === 0 && schema.additionalProperties !== undefined) ruling = [schema.additionalProperties]
    if (!ruling.every(child => run(child, member) !== null)) return false
    if (ruling.length > 0) evaluated.add(name)
  }
  for (const name of evaluated) seen.names.add(name)
  if (schema.unevaluatedProperties === undefined) return true
  const left = names.filter(name => !seen.names.has(name))
  if (!left.every(name => run(schema.unevaluatedProperties, value[name]!) !== null)) return false
  for (const name of left) seen.names.add(name)
  return true
}

function arrayPasses(
  schema: JsonObject,
  value: readonly JsonValue[],
  seen: Annotations,
  run: (child: JsonValue | undefined, on?: JsonValue) => Outcome,
): boolean {
  if (typeof schema.minItems === 'number' && value.length < schema.minItems) return false
  if (typeof schema.maxItems === 'number' && value.length > schema.maxItems) return false
  if (schema.uniqueItems === true && new Set(value.map(each => canonicalize(each))).size < value.length) return false
  const prefix = (schema.prefixItems ?? []) as readonly JsonValue[]
  for (const [index, item] of value.entries()) {
    const child = prefix[index] ?? schema.items
    if (child === undefined) continue
    if (run(child, item) === null) return false
    seen.items.add(index)
  }
  if (schema.contains !== undefined) {
    const found = [...value.keys()].filter(index => run(schema.contains, value[index]!) !== null)
    if (
      found.length < ((schema.minContains ?? 1) as number) ||
      found.length > ((schema.maxContains ?? Infinity) as number)
    )
      return false
    for (const index of found) seen.items.add(index)
  }
  if (schema.unevaluatedItems === undefined) return true
  const left = [...value.keys()].filter(index => !seen.items.has(index))
  if (!left.every(index => run(schema.unevaluatedItems, value[index]!) !== null)) return false
  for (const index of left) seen.items.add(index)
  return true
}

/** T6 by its letter: the same schema with `unevaluatedProperties: false` written out at every object position. */
export function closeSchema(schema: JsonValue, root: JsonObject, isPosition = true): JsonValue {
  if (!isObject(schema)) return schema
  const closed: { [keyword: string]: JsonValue } = { ...schema }
  const each = (keyword: string, asPosition: boolean) => {
    const value = schema[keyword]
    if (value === undefined) return
    if (isArray(value)) closed[keyword] = value.map(child => closeSchema(child, root, asPosition))
    else closed[keyword] = closeSchema(value, root, asPosition)
  }
  const eachOf = (keyword: string, asPosition: boolean) => {
    const map = schema[keyword]
    if (isObject(map)) {
      closed[keyword] = Object.fromEntries(
        Object.entries(map).map(([name, child]) => [name, closeSchema(child, root, asPosition)]),
      )
    }
  }
  for (const keyword of ['properties', 'patternProperties']) eachOf(keyword, true)
  for (const keyword of ['additionalProperties', 'unevaluatedProperties', 'items', 'prefixItems', 'unevaluatedItems'])
    each(keyword, true)
  for (const keyword of ['allOf', 'anyOf', 'oneOf', 'then', 'else']) each(keyword, false)
  eachOf('dependentSchemas', false)
  if (typeof schema.$ref === 'string') {
    const target = (root.$defs as JsonObject)[schema.$ref.slice(8)]!
    delete closed.$ref
    closed.allOf = [...((closed.allOf ?? []) as JsonValue[]), closeSchema(target, root, false)]
  }
  const isOpen = schema.additionalProperties === undefined && schema.unevaluatedProperties === undefined
  if (isPosition && isOpen && !isFixed(schema, root) && speaksOfObjects(schema, root))
    closed.unevaluatedProperties = false
  return closed
}

function targetOf(schema: JsonObject, root: JsonObject): JsonValue {
  return typeof schema.$ref === 'string' ? (root.$defs as JsonObject)[schema.$ref.slice(8)]! : true
}

function isFixed(schema: JsonValue, root: JsonObject): boolean {
  if (!isObject(schema)) return false
  return schema.const !== undefined || schema.enum !== undefined || isFixed(targetOf(schema, root), root)
}

function speaksOfObjects(schema: JsonValue, root: JsonObject): boolean {
  if (!isObject(schema)) return false
  if (schema.type !== undefined) return [schema.type].flat().includes('object')
  const own = [
    'properties',
    'patternProperties',
    'required',
    'minProperties',
    'maxProperties',
    'propertyNames',
    'dependentRequired',
    'dependentSchemas',
  ]
  if (own.some(keyword => schema[keyword] !== undefined)) return true
  const beside = [schema.allOf, schema.anyOf, schema.oneOf, schema.then, schema.else]
    .flat()
    .filter(child => child !== undefined)
  return (
    speaksOfObjects(targetOf(schema, root), root) || beside.some(child => speaksOfObjects(child as JsonValue, root))
  )
}
