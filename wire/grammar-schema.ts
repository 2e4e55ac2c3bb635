/**
 * The part of a schema that llama.cpp's grammars keep their promise on, as an object schema that is safe to send (rule D6): Ollama,
 * llama-server and LM Studio all decode with them. Patterns, long repetitions, nested references and large grammars stop them or are
 * ignored, so they stay here.
 * What is accepted in the end is never widened by this: Studio validates every answer against the whole schema itself.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { holdsRefKey, isList, isObject, isRepetition, MAX_LITERAL_CHARS } from './grammar-keywords.ts'

const MAX_NODES = 128
const MAX_DEPTH = 16
/**
 * Ollama copies the grammar into a buffer of 32 KiB and cuts it there, which stops its runner. The costs below are upper
 * estimates of what each schema node becomes; nodes beyond the budget become ANY, and the room left covers all of those.
 */
const GRAMMAR_CHARS = 18_000
const CHARS_PER_DIGIT = 60
const CHARS_PER_NAME = 24
const PLAIN_NAME = /^[A-Za-z0-9_]+$/
/** A single bound of 16 digits makes llama.cpp write a repetition that its own grammar parser hangs or dies on. */
const MAX_BOUND = 10 ** 15 - 1

const ANY: JsonObject = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] }

/** Where a schema stands: nesting, length of its rule's name in the grammar, and the references being followed. */
type Place = { readonly depth: number; readonly nameChars: number; readonly open: readonly string[] }

/** What is sent for decoding. */
export function buildGrammarSchema(schema: JsonObject): JsonObject {
  return new SchemaReducer(schema).reduce(schema, { depth: 0, nameChars: 4, open: [] })
}

const below = (place: Place, moreChars: number): Place => ({
  ...place,
  depth: place.depth + 1,
  nameChars: place.nameChars + moreChars + 1,
})

class SchemaReducer {
  readonly #root: JsonObject
  #nodes = 0
  #chars = GRAMMAR_CHARS

  constructor(root: JsonObject) {
    this.#root = root
  }

  reduce(schema: JsonValue | undefined, place: Place): JsonObject {
    this.#nodes += 1
    if (!isObject(schema) || place.depth > MAX_DEPTH || this.#nodes > MAX_NODES) return ANY
    if (!this.#spend(2 * place.nameChars + 80)) return ANY
    const target = this.#follow(schema, place)
    if (target !== null) return this.reduce(target.schema, target.place)
    if (schema.const !== undefined && this.#affords([schema.const])) return { const: schema.const }
    if (isList(schema.enum) && schema.enum.length > 0 && this.#affords(schema.enum)) return { enum: schema.enum }
    return this.#branches(schema, place) ?? this.#typed(schema, place)
  }

  /** Books part of the grammar; false when it would not fit any more. */
  #spend(chars: number): boolean {
    if (chars > this.#chars) return false
    this.#chars -= chars
    return true
  }

  /** Books constants; false when they must not be sent. Every character may be escaped. */
  #affords(literals: readonly JsonValue[]): boolean {
    const text = JSON.stringify(literals)
    if (text.length > MAX_LITERAL_CHARS || holdsRefKey(literals)) return false
    return this.#spend(2 * Buffer.byteLength(text) + 8 * literals.length)
  }

  /** The schema behind a local `$ref` that stands alone; llama.cpp resolves references inside references wrongly. */
  #follow(schema: JsonObject, place: Place): { readonly schema: JsonValue; readonly place: Place } | null {
    const ref = schema.$ref
    if (typeof ref !== 'string' || !ref.startsWith('#') || hasStructure(schema) || place.open.includes(ref)) return null
    let at: JsonValue | undefined = this.#root
    for (const token of ref.split('/').slice(1)) {
      const name = decodeToken(token)
      at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined
    }
    return at === undefined ? null : { schema: at, place: { ...below(place, 0), open: [...place.open, ref] } }
  }

  /** Alternatives, when nothing but a type stands beside them: llama.cpp ignores the rest. */
  #branches(schema: JsonObject, place: Place): JsonObject | null {
    const branches = schema.anyOf ?? schema.oneOf
    if (!isList(branches) || branches.length === 0 || hasStructure(schema)) return null
    if (!this.#spend(branches.length * (place.nameChars + 8))) return null
    const type = schema.type
    const typed = branches.map(branch =>
      isObject(branch) && branch.type === undefined && type !== undefined ? { ...branch, type } : branch,
    )
    return { anyOf: typed.map(branch => this.reduce(branch, below(place, 3))) }
  }

  #typed(schema: JsonObject, place: Place): JsonObject {
    const types = readTypes(schema)
    if (types.length === 0) return ANY
    const parts = types.map(type => this.#ofType(type, schema, place))
    return parts.length === 1 ? (parts[0] ?? ANY) : { anyOf: parts }
  }

  #ofType(type: string, schema: JsonObject, place: Place): JsonObject {
    switch (type) {
      case 'object':
        return this.#object(schema, place)
      case 'array':
        return this.#array(schema, place)
      case 'string':
        return { type, ...readBounds(schema, 'minLength', 'maxLength') }
      case 'integer':
        return { type, ...this.#integerRange(schema) }
      default:
        return { type }
    }
  }

  #object(schema: JsonObject, place: Place): JsonObject {
    const own = isObject(schema.properties) ? schema.properties : {}
    const required = isList(schema.required) ? schema.required.filter(name => typeof name === 'string') : []
    const names = [...new Set([...Object.keys(own), ...required])]
    const extra = schema.additionalProperties
    if (names.length === 0 && !isObject(extra))
      return extra === false ? { type: 'object', properties: {}, additionalProperties: false } : { type: 'object' }
    if (!this.#affordsNames(names, place)) return { type: 'object' }
    this.#nodes += names.filter(name => !Object.hasOwn(own, name)).length
    const properties = Object.fromEntries(
      names.map(name => [name, Object.hasOwn(own, name) ? this.reduce(own[name], below(place, name.length)) : ANY]),
    )
    // Beside other names, llama.cpp spells out byte by byte what an extra name must not be, which breaks on most characters.
    const open = names.every(name => PLAIN_NAME.test(name)) && this.#spend(CHARS_PER_NAME * names.join('').length)
    return {
      type: 'object',
      properties,
      required,
      additionalProperties: open && isObject(extra) ? this.reduce(extra, below(place, 16)) : open && extra === true,
    }
  }

  /** A property becomes up to three rules that carry its path, and its name twice. */
  #affordsNames(names: readonly string[], place: Place): boolean {
    if (this.#nodes + names.length > MAX_NODES || names.includes('$ref')) return false
    const rules = names.reduce((sum, name) => sum + 7 * (place.nameChars + name.length + 1) + 100, 0)
    return this.#affords(names) && this.#spend(rules)
  }

  #array(schema: JsonObject, place: Place): JsonObject {
    const bounds = readBounds(schema, 'minItems', 'maxItems')
    const items = schema.prefixItems === undefined ? schema.items : undefined
    if (items === false) return { type: 'array', items: { type: 'null' }, maxItems: 0 }
    if (!isObject(items) && Object.keys(bounds).length === 0) return { type: 'array' }
    return { type: 'array', items: isObject(items) ? this.reduce(items, below(place, 4)) : ANY, ...bounds }
  }

  /** Bounds as whole numbers; llama.cpp reads one lower and one upper bound, and cuts fractions off. */
  #integerRange(schema: JsonObject): JsonObject {
    const { minimum, maximum } = readIntegerBounds(schema)
    const bounds = {
      ...(Math.abs(minimum) <= MAX_BOUND ? { minimum } : {}),
      ...(Math.abs(maximum) <= MAX_BOUND ? { maximum } : {}),
    }
    const digits = Object.values(bounds).reduce((sum, bound) => sum + String(bound).length, 0)
    // An open end is written out to the largest number of 64 bits.
    const openEnds = Object.keys(bounds).length === 1 ? 20 : 0
    return minimum <= maximum && this.#spend(CHARS_PER_DIGIT * (digits + openEnds)) ? bounds : {}
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

const readNumber = (value: JsonValue | undefined, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise

function readIntegerBounds(schema: JsonObject): { readonly minimum: number; readonly maximum: number } {
  const above = Math.floor(readNumber(schema.exclusiveMinimum, -Infinity)) + 1
  const below = Math.ceil(readNumber(schema.exclusiveMaximum, Infinity)) - 1
  return {
    minimum: Math.max(Math.ceil(readNumber(schema.minimum, -Infinity)), above),
    maximum: Math.min(Math.floor(readNumber(schema.maximum, Infinity)), below),
  }
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return token
  }
}
