/**
 * Turns a JSON Schema into a GBNF grammar whose every text is JSON, and which decodes as much of the schema as a grammar can hold.
 * It validates nothing: what it leaves out (pattern, uniqueItems, not, ...) is the verifier's work. It never makes a grammar that
 * allows only null for want of understanding: a schema it cannot decode becomes any JSON, and the note says so (M2).
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import {
  FORMATS,
  JSON_RULES,
  MAX_ITEMS_BOUND,
  MAX_STRING_BOUND,
  toChoice,
  toIntegerRange,
  toList,
  toLiteral,
  toRepeat,
} from './grammar-rules.ts'
import { mergeSchemas, NotDecodable } from './schema-merge.ts'

export type SchemaGrammar = {
  readonly gbnf: string
  /** Why the schema itself is not decoded, or null. */
  readonly note: string | null
}

const MAX_RULES = 2_000
const MAX_DEPTH = 64
const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] as const
const UNIONS = ['anyOf', 'oneOf'] as const
const OBJECT_WORDS = [
  'properties',
  'required',
  'additionalProperties',
  'minProperties',
  'maxProperties',
  'patternProperties',
]
const ARRAY_WORDS = ['items', 'prefixItems', 'minItems', 'maxItems']

export function buildSchemaGrammar(schema: JsonObject): SchemaGrammar {
  try {
    const builder = new GrammarBuilder(schema)
    return { gbnf: builder.build(), note: null }
  } catch (cause) {
    if (!(cause instanceof NotDecodable)) throw cause
    return buildAnyGrammar(schema.type === 'object' ? 'object' : 'value', cause.message)
  }
}

export type PartGrammar = SchemaGrammar & {
  /** Text that every value of the schema begins with; the grammar begins after it. */
  readonly opening: string
}

/**
 * A part of an answer that stands before `after`. The grammar ends with a beginning of that text: with its first character, so that a number
 * has an end to be written, and with as much more as the model's own token brings along, so that no token it likes is forbidden.
 */
export function buildPartGrammar(schema: JsonObject, after: string): PartGrammar {
  const { gbnf, note } = buildSchemaGrammar(schema)
  const [root = '', ...rules] = gbnf.split('\n')
  const name = root.slice('root ::= '.length)
  const body = rules.find(rule => rule.startsWith(`${name} ::= `))?.slice(`${name} ::= `.length) ?? name
  const opened = /^"(\\"|\[)" ([^|]+)$/.exec(body)
  const rest = opened === null ? body : opened[2]
  return {
    gbnf: [`root ::= (${rest})${toBeginning(after)}`, ...rules].join('\n'),
    note,
    opening: opened?.[1]?.slice(-1) ?? '',
  }
}

/** ` "a" ("b" ("c")?)?`: the text, or any beginning of it that is not empty. */
function toBeginning(text: string): string {
  const [first = '', ...others] = Array.from(text)
  if (first === '') return ''
  return others.reduceRight((more, unit) => ` (${toLiteral(unit)}${more})?`, '').replace(/^/, ` ${toLiteral(first)}`)
}

/** Any JSON value, or any JSON object. */
export function buildAnyGrammar(root: 'object' | 'value', note: string): SchemaGrammar {
  return { gbnf: [`root ::= ${root}`, ...JSON_RULES].join('\n'), note }
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value)
const toNumber = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null)
const toCount = (value: JsonValue | undefined, limit: number): number | null =>
  typeof value === 'number' && value >= 0 && value <= limit ? Math.ceil(value) : null

class GrammarBuilder {
  readonly #root: JsonObject
  readonly #rules: string[] = []
  readonly #references = new Map<string, string>()
  #depth = 0

  constructor(root: JsonObject) {
    this.#root = root
  }

  build(): string {
    const root = this.#visit(this.#root)
    return [`root ::= ${root}`, ...this.#rules, ...JSON_RULES].join('\n')
  }

  #add(expression: string): string {
    if (this.#rules.length >= MAX_RULES) throw new NotDecodable('the schema is too large for a grammar')
    const name = `r${this.#rules.length}`
    this.#rules.push(`${name} ::= ${expression}`)
    return name
  }

  /** An expression that is safe to stand anywhere: a name, a literal, or a group. */
  #visit(schema: JsonValue): string {
    if (schema === true) return 'value'
    if (!isObject(schema)) throw new NotDecodable('a part of the schema allows no value')
    if (this.#depth >= MAX_DEPTH) throw new NotDecodable('the schema is nested too deep for a grammar')
    this.#depth += 1
    try {
      return this.#expand(schema)
    } finally {
      this.#depth -= 1
    }
  }

  #expand(schema: JsonObject): string {
    if (typeof schema.$ref === 'string') return this.#reference(schema.$ref)
    if (isList(schema.allOf)) {
      const { allOf, ...own } = schema
      return this.#visit(allOf.reduce<JsonObject>((all, part) => mergeSchemas(all, this.#resolve(part)), own))
    }
    if ('const' in schema) return toLiteral(JSON.stringify(schema.const))
    if (isList(schema.enum)) return this.#enumeration(schema, schema.enum)
    for (const union of UNIONS) {
      const branches = schema[union]
      if (isList(branches)) return this.#union(schema, union, branches)
    }
    return this.#byType(schema)
  }

  #reference(reference: string): string {
    const known = this.#references.get(reference)
    if (known !== undefined) return known
    if (this.#rules.length >= MAX_RULES) throw new NotDecodable('the schema is too large for a grammar')
    const name = `r${this.#rules.length}`
    // The place is taken before the visit, so that a schema may contain itself.
    const place = this.#rules.push('') - 1
    this.#references.set(reference, name)
    try {
      const rule = this.#visit(this.#lookUp(reference))
      if (rule === name) throw new NotDecodable('a reference of the schema names itself')
      this.#rules[place] = `${name} ::= ${rule}`
    } catch (cause) {
      // Whoever asked may do without it; rules made meanwhile may still name it.
      this.#rules[place] = `${name} ::= value`
      this.#references.delete(reference)
      throw cause
    }
    return name
  }

  #lookUp(reference: string): JsonValue {
    if (!reference.startsWith('#')) throw new NotDecodable('the schema refers outside itself')
    let found: JsonValue | undefined = this.#root
    for (const part of reference.slice(1).split('/').slice(1)) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      found = isList(found) ? found[Number(key)] : isObject(found) ? found[key] : undefined
    }
    if (found === undefined || !/^#(\/|$)/.test(reference))
      throw new NotDecodable('a reference of the schema leads nowhere')
    return found
  }

  /** A branch with its reference followed, for merging. */
  #resolve(schema: JsonValue): JsonObject {
    let found = schema
    for (let hops = 0; isObject(found) && typeof found.$ref === 'string'; hops += 1) {
      if (hops > 16) throw new NotDecodable('a reference of the schema names itself')
      found = this.#lookUp(found.$ref)
    }
    if (found === true) return {}
    if (!isObject(found)) throw new NotDecodable('a part of the schema allows no value')
    return found
  }

  #enumeration(schema: JsonObject, values: readonly JsonValue[]): string {
    const types = readTypes(schema)
    const fitting = types === null ? values : values.filter(value => types.some(type => isOfType(value, type)))
    if (fitting.length === 0) throw new NotDecodable('a part of the schema allows no value')
    return this.#add(toChoice(fitting.map(value => JSON.stringify(value))))
  }

  #union(schema: JsonObject, union: (typeof UNIONS)[number], branches: readonly JsonValue[]): string {
    const { [union]: _, ...own } = schema
    const hasOwn = [...OBJECT_WORDS, ...ARRAY_WORDS, 'type', 'anyOf', 'oneOf', 'minimum', 'maximum'].some(
      word => word in own,
    )
    const ways: string[] = []
    for (const branch of branches) {
      try {
        ways.push(this.#visit(hasOwn ? mergeSchemas(own, this.#resolve(branch)) : branch))
      } catch (cause) {
        // A branch that cannot be decoded is left out: the others still give valid answers.
        if (!(cause instanceof NotDecodable)) throw cause
      }
    }
    if (ways.length === 0) throw new NotDecodable('no branch of the schema can be decoded')
    return ways.length === 1 ? ways[0]! : this.#add(ways.join(' | '))
  }

  #byType(schema: JsonObject): string {
    const types = readTypes(schema) ?? inferTypes(schema)
    if (types === null) return 'value'
    const ways = types
      .filter(type => type !== 'integer' || !types.includes('number'))
      .map(type => this.#typed(schema, type))
    return ways.length === 1 ? ways[0]! : this.#add(ways.join(' | '))
  }

  #typed(schema: JsonObject, type: (typeof TYPES)[number]): string {
    if (type === 'null') return '"null"'
    if (type === 'boolean') return '("true" | "false")'
    if (type === 'string') return this.#string(schema)
    if (type === 'array') return this.#array(schema)
    if (type === 'object') return this.#object(schema)
    if (type === 'integer') return this.#integer(schema)
    const minimum = toNumber(schema.minimum) ?? toNumber(schema.exclusiveMinimum)
    return minimum !== null && minimum >= 0 ? '(("0" | [1-9] [0-9]{0,14}) ("." [0-9]{1,15})?)' : 'number'
  }

  #integer(schema: JsonObject): string {
    const above = toNumber(schema.exclusiveMinimum)
    const below = toNumber(schema.exclusiveMaximum)
    const minimum = Math.max(toNumber(schema.minimum) ?? -Infinity, above === null ? -Infinity : Math.floor(above) + 1)
    const maximum = Math.min(toNumber(schema.maximum) ?? Infinity, below === null ? Infinity : Math.ceil(below) - 1)
    const range = toIntegerRange(minimum, maximum)
    if (range === null) throw new NotDecodable('a part of the schema allows no value')
    return range
  }

  #string(schema: JsonObject): string {
    const format = typeof schema.format === 'string' ? FORMATS[schema.format] : undefined
    if (format !== undefined) return this.#add(`"\\"" ${format} "\\""`)
    const min = toCount(schema.minLength, MAX_STRING_BOUND) ?? 0
    const max = toCount(schema.maxLength, MAX_STRING_BOUND)
    if (max !== null && min > max) throw new NotDecodable('a part of the schema allows no value')
    if (min === 0 && max === null) return 'string'
    return this.#add(`"\\"" ${toRepeat('char', min, max)} "\\""`)
  }

  #array(schema: JsonObject): string {
    const leading = isList(schema.prefixItems) ? schema.prefixItems : isList(schema.items) ? schema.items : []
    const following = isList(schema.items) ? schema.additionalItems : schema.items
    const min = toCount(schema.minItems, MAX_ITEMS_BOUND) ?? 0
    const max = toCount(schema.maxItems, MAX_ITEMS_BOUND)
    if (max !== null && (min > max || leading.length > max))
      throw new NotDecodable('a part of the schema allows no value')
    const fixed = leading.map(item => this.#visit(item)).join(' comma ')
    // A tuple is written in full and not longer than it must be; that is a part of what the schema allows.
    if (leading.length > 0 && min <= leading.length) return this.#add(`"[" ${fixed} "]"`)
    if (following === false) {
      if (min > 0) throw new NotDecodable('a part of the schema allows no value')
      return '"[]"'
    }
    const item = this.#visit(following ?? true)
    if (leading.length === 0) return this.#add(`"[" ${toList(item, min, max)} "]"`)
    const more = toRepeat(`(comma ${item})`, min - leading.length, max === null ? null : max - leading.length)
    return this.#add(`"[" ${fixed} ${more} "]"`)
  }

  #object(schema: JsonObject): string {
    const properties = isObject(schema.properties) ? schema.properties : {}
    const required = new Set(isList(schema.required) ? schema.required : [])
    const others = schema.additionalProperties ?? true
    const names = [
      ...Object.keys(properties),
      ...[...required].filter(name => !Object.hasOwn(properties, String(name))),
    ]
    if (names.length === 0) return this.#map(schema, others)
    const members: { readonly pair: string; readonly required: boolean }[] = []
    for (const name of names.map(String)) {
      try {
        const value = this.#visit(Object.hasOwn(properties, name) ? (properties[name] ?? true) : others)
        members.push({ pair: `${toLiteral(JSON.stringify(name))} colon ${value}`, required: required.has(name) })
      } catch (cause) {
        // An optional property that cannot be decoded is simply not written.
        if (!(cause instanceof NotDecodable) || required.has(name)) throw cause
      }
    }
    return this.#add(`"{" ${this.#members(members)} "}"`)
  }

  /** Two chains of rules, one per place: nothing written yet, and something written, which then needs a comma. */
  #members(members: readonly { readonly pair: string; readonly required: boolean }[]): string {
    let first = '""'
    let after = '""'
    for (const member of [...members].reverse()) {
      const pair = this.#add(member.pair)
      const next = after === '""' ? '' : ` ${after}`
      const withComma = `comma ${pair}${next}`
      first = member.required ? `${pair}${next}` : this.#add(`${pair}${next} | ${first}`)
      after = this.#add(member.required ? withComma : `${withComma} | ${after}`)
    }
    return first
  }

  #map(schema: JsonObject, others: JsonValue): string {
    const min = toCount(schema.minProperties, MAX_ITEMS_BOUND) ?? 0
    const max = toCount(schema.maxProperties, MAX_ITEMS_BOUND)
    if (others === false) {
      if (min > 0) throw new NotDecodable('a part of the schema allows no value')
      return '"{}"'
    }
    if (others === true && min === 0 && max === null) return 'object'
    return this.#add(`"{" ${toList(`(string colon ${this.#visit(others)})`, min, max)} "}"`)
  }
}

function readTypes(schema: JsonObject): readonly (typeof TYPES)[number][] | null {
  const listed = isList(schema.type) ? schema.type : schema.type === undefined ? null : [schema.type]
  if (listed === null) return null
  const known = TYPES.filter(type => listed.includes(type))
  if (known.length === 0) throw new NotDecodable('a type of the schema is unknown')
  return known
}

function inferTypes(schema: JsonObject): readonly (typeof TYPES)[number][] | null {
  if (OBJECT_WORDS.some(word => word in schema)) return ['object']
  if (ARRAY_WORDS.some(word => word in schema)) return ['array']
  if (['minLength', 'maxLength', 'pattern', 'format'].some(word => word in schema)) return ['string']
  if (['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].some(word => word in schema))
    return ['number']
  return null
}

function isOfType(value: JsonValue, type: (typeof TYPES)[number]): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
