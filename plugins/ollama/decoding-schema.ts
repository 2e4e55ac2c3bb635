/**
 * The part of a schema that Ollama's grammar keeps its promise on, and the honest word on every keyword (rules M2, D6).
 * It never widens what is accepted in the end: Studio validates every answer against the whole schema itself.
 */
import type { KeywordSupport } from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'

/** Beyond it the grammar parser of llama.cpp refuses a repetition. */
const MAX_REPETITION = 2_000
/** Ollama cuts a grammar that outgrows its buffer, so a schema must stay well below it. */
const MAX_NODES = 128
const MAX_DEPTH = 16
const MAX_LITERAL_CHARS = 4_096
const MAX_INTEGER = 2 ** 53 - 1

const TYPES = ['object', 'array', 'string', 'number', 'boolean', 'null'] as const
const ANY: JsonObject = { type: [...TYPES] }

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value)
const readNumber = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null)
const isRepetition = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_REPETITION

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
      return holdsRefKey(value) ? 'validated' : 'decoded'
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

/** What is sent as `format`: an object schema of keywords that the grammar honours. */
export function buildFormat(schema: JsonObject): JsonObject {
  return new SchemaReducer(schema).reduce(schema, 0, [])
}

class SchemaReducer {
  readonly #root: JsonObject
  #nodes = 0
  /** What constants and names may still take. */
  #literalChars = MAX_LITERAL_CHARS

  constructor(root: JsonObject) {
    this.#root = root
  }

  /** `open`: references being followed, so that a recursive schema ends. */
  reduce(schema: JsonValue | undefined, depth: number, open: readonly string[]): JsonObject {
    this.#nodes += 1
    if (!isObject(schema) || depth > MAX_DEPTH || this.#nodes > MAX_NODES) return ANY
    const target = this.#follow(schema, open)
    if (target !== null) return this.reduce(target.schema, depth + 1, target.open)
    if (schema.const !== undefined && this.#affords(schema.const)) return { const: schema.const }
    if (isList(schema.enum) && schema.enum.length > 0 && this.#affords(schema.enum)) return { enum: schema.enum }
    const branches = this.#branches(schema, depth, open)
    return branches ?? this.#typed(schema, depth, open)
  }

  /** Books a literal; false when it must not be sent. */
  #affords(literal: JsonValue): boolean {
    const chars = JSON.stringify(literal).length
    if (chars > this.#literalChars || holdsRefKey(literal)) return false
    this.#literalChars -= chars
    return true
  }

  /** The schema behind a local `$ref` that stands alone; llama.cpp resolves references inside references wrongly. */
  #follow(schema: JsonObject, open: readonly string[]): { schema: JsonValue; open: readonly string[] } | null {
    const ref = schema.$ref
    if (typeof ref !== 'string' || !ref.startsWith('#') || hasStructure(schema) || open.includes(ref)) return null
    let at: JsonValue | undefined = this.#root
    for (const token of ref.split('/').slice(1)) {
      const name = decodeToken(token)
      at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined
    }
    return at === undefined ? null : { schema: at, open: [...open, ref] }
  }

  /** Alternatives, when nothing but a type stands beside them: llama.cpp ignores the rest. */
  #branches(schema: JsonObject, depth: number, open: readonly string[]): JsonObject | null {
    const branches = schema.anyOf ?? schema.oneOf
    if (!isList(branches) || branches.length === 0 || hasStructure(schema)) return null
    const type = schema.type
    const typed = branches.map(branch =>
      isObject(branch) && branch.type === undefined && type !== undefined ? { ...branch, type } : branch,
    )
    return { anyOf: typed.map(branch => this.reduce(branch, depth + 1, open)) }
  }

  #typed(schema: JsonObject, depth: number, open: readonly string[]): JsonObject {
    const types = readTypes(schema)
    if (types.length === 0) return ANY
    const parts = types.map(type => this.#ofType(type, schema, depth, open))
    return parts.length === 1 ? (parts[0] ?? ANY) : { anyOf: parts }
  }

  #ofType(type: string, schema: JsonObject, depth: number, open: readonly string[]): JsonObject {
    switch (type) {
      case 'object':
        return this.#object(schema, depth, open)
      case 'array':
        return this.#array(schema, depth, open)
      case 'string':
        return { type, ...readBounds(schema, 'minLength', 'maxLength') }
      case 'integer':
        return { type, ...readIntegerRange(schema) }
      default:
        return { type }
    }
  }

  #object(schema: JsonObject, depth: number, open: readonly string[]): JsonObject {
    const own = isObject(schema.properties) ? schema.properties : {}
    const required = isList(schema.required) ? schema.required.filter(name => typeof name === 'string') : []
    const names = [...new Set([...Object.keys(own), ...required])]
    const extra = schema.additionalProperties
    const fits = this.#nodes + names.length <= MAX_NODES && !names.includes('$ref') && this.#affords(names)
    if (!fits) return { type: 'object' }
    this.#nodes += names.filter(name => !Object.hasOwn(own, name)).length
    if (names.length === 0 && !isObject(extra))
      return extra === false ? { type: 'object', properties: {}, additionalProperties: false } : { type: 'object' }
    const properties = Object.fromEntries(
      names.map(name => [name, Object.hasOwn(own, name) ? this.reduce(own[name], depth + 1, open) : ANY]),
    )
    return {
      type: 'object',
      properties,
      required,
      additionalProperties: isObject(extra) ? this.reduce(extra, depth + 1, open) : extra === true,
    }
  }

  #array(schema: JsonObject, depth: number, open: readonly string[]): JsonObject {
    const bounds = readBounds(schema, 'minItems', 'maxItems')
    const items = schema.prefixItems === undefined ? schema.items : undefined
    if (items === false) return { type: 'array', items: { type: 'null' }, maxItems: 0 }
    if (!isObject(items) && Object.keys(bounds).length === 0) return { type: 'array' }
    return { type: 'array', items: isObject(items) ? this.reduce(items, depth + 1, open) : ANY, ...bounds }
  }
}

const STRUCTURE = ['properties', 'required', 'additionalProperties', 'items', 'prefixItems', 'enum', 'const'] as const
const hasStructure = (schema: JsonObject): boolean => STRUCTURE.some(keyword => schema[keyword] !== undefined)

/** Declared types, or the one that structural keywords speak of. */
function readTypes(schema: JsonObject): readonly string[] {
  const declared = isList(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]
  const known = declared.filter(type => typeof type === 'string')
  if (known.length > 0) return known
  if (isObject(schema.properties) || isList(schema.required)) return ['object']
  return isObject(schema.items) ? ['array'] : []
}

function readBounds(schema: JsonObject, least: 'minItems' | 'minLength', most: 'maxItems' | 'maxLength'): JsonObject {
  const min = schema[least]
  const max = schema[most]
  if (isRepetition(min) && isRepetition(max) && min > max) return {}
  return { ...(isRepetition(min) && min > 0 ? { [least]: min } : {}), ...(isRepetition(max) ? { [most]: max } : {}) }
}

/** Bounds as whole numbers; llama.cpp reads one lower and one upper bound, and cuts fractions off. */
function readIntegerRange(schema: JsonObject): JsonObject {
  const above = readNumber(schema.exclusiveMinimum)
  const below = readNumber(schema.exclusiveMaximum)
  const minimum = Math.max(
    Math.ceil(readNumber(schema.minimum) ?? -Infinity),
    above === null ? -Infinity : Math.floor(above) + 1,
  )
  const maximum = Math.min(
    Math.floor(readNumber(schema.maximum) ?? Infinity),
    below === null ? Infinity : Math.ceil(below) - 1,
  )
  if (minimum > maximum) return {}
  return {
    ...(Math.abs(minimum) <= MAX_INTEGER ? { minimum } : {}),
    ...(Math.abs(maximum) <= MAX_INTEGER ? { maximum } : {}),
  }
}

const isLiteral = (value: JsonValue): boolean =>
  JSON.stringify(value).length <= MAX_LITERAL_CHARS && !holdsRefKey(value)

/** llama.cpp takes every key `$ref` for a reference, also inside a constant. */
function holdsRefKey(value: JsonValue): boolean {
  if (isList(value)) return value.some(holdsRefKey)
  return isObject(value) && (Object.hasOwn(value, '$ref') || Object.values(value).some(holdsRefKey))
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return token
  }
}
