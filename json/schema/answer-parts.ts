/**
 * The course of an answer that a schema sets: what it forces, where few values are left, what is free (M8, M9). It plans only
 * what it is sure of; a schema that leaves the course open has no plan, and its answer is written as a whole.
 */
import { canonicalJson } from '../canonical.ts'
import { stepPointer } from '../pointer.ts'
import type { Schema } from '../schema.ts'
import { isObject, type JsonValue } from '../value.ts'
import { finiteValues, listValues } from './describe.ts'
import type { Hull, ObjectPart } from './hull.ts'
import { HullDrawer } from './hull-of.ts'

export type SchemaPart =
  | { readonly kind: 'forced'; readonly text: string }
  | { readonly kind: 'choice'; readonly pointer: string; readonly options: readonly string[] }
  | { readonly kind: 'free'; readonly pointer: string; readonly schema: { readonly [key: string]: JsonValue } }

/** More options than this at one place are written, not weighed. */
export const MAX_OPTIONS = 64
const MAX_PARTS = 256
const MAX_OPTION_BYTES = 512
/** A reference of a part is resolved against the document, whose other places a part does not carry with it. */
const MOVABLE_REFERENCE = /^#\/(?:\$defs|definitions)\//

/** The parts in order, neighbouring forced texts joined; null where the schema leaves the order or the names of members open. */
export function planParts(schema: Schema): SchemaPart[] | null {
  const hull = new HullDrawer(schema.role).draw(schema.node)
  const planned = new Planner(schema).plan(hull)
  if (planned !== null) return planned
  // Members that depend on each other, or may be absent: still a choice, if the whole values are few.
  const values = finiteValues(schema, MAX_OPTIONS)
  return values === null || values.length === 0 ? null : toChoice('', values)
}

class Planner {
  readonly #schema: Schema
  readonly #parts: SchemaPart[] = []

  constructor(schema: Schema) {
    this.#schema = schema
  }

  plan(hull: Hull): SchemaPart[] | null {
    const isPlanned = this.#value(hull, this.#schema.source, '')
    const isFree = this.#parts.length === 1 && this.#parts[0]?.kind === 'free'
    return isPlanned && !isFree ? joinForced(this.#parts) : null
  }

  #value(hull: Hull, source: JsonValue, pointer: string): boolean {
    if (this.#parts.length >= MAX_PARTS) return false
    const members = soleObject(hull)
    if (members !== null) return this.#object(members, source, pointer)
    const values = uniqueValues(listValues(hull, MAX_OPTIONS) ?? [])
    const choice = values.length === 0 || values.length > MAX_OPTIONS ? null : toChoice(pointer, values)
    if (choice !== null) {
      this.#parts.push(...choice)
      return true
    }
    const schema = this.#movable(source)
    if (schema === null) return false
    this.#parts.push({ kind: 'free', pointer, schema })
    return true
  }

  /** Every member must be required and named: whether an optional one comes is for the model to write. */
  #object(part: ObjectPart, source: JsonValue, pointer: string): boolean {
    const names = [...part.members.keys()]
    if (part.patterned.length > 0 || part.rest.length > 0 || names.length < part.required.size) return false
    if (names.length === 0 || names.some(name => !part.required.has(name))) return false
    if (part.minCount > names.length || part.maxCount < names.length) return false
    const own = isObject(source) && isObject(source.properties) ? source.properties : {}
    let lead = '{'
    for (const name of names) {
      const member = part.members.get(name)!
      this.#parts.push({ kind: 'forced', text: `${lead}${JSON.stringify(name)}:` })
      // Of a member without a schema of its own at this place only its values are known, not how to write it.
      if (!this.#value(member, own[name] ?? null, stepPointer(pointer, name))) return false
      lead = ','
    }
    this.#parts.push({ kind: 'forced', text: '}' })
    return true
  }

  /** The schema of a part as a document of its own, or null where it cannot stand alone. */
  #movable(source: JsonValue): { readonly [key: string]: JsonValue } | null {
    if (!isObject(source) || !listReferences(source).every(reference => MOVABLE_REFERENCE.test(reference))) return null
    const root = this.#schema.source
    const shared: { [key: string]: JsonValue } = {}
    for (const name of ['$defs', 'definitions']) {
      if (isObject(root) && root[name] !== undefined) shared[name] = root[name]
    }
    return { ...shared, ...source }
  }
}

/** The members where every value is an object of one kind. */
function soleObject(hull: Hull): ObjectPart | null {
  const [branch, ...others] = hull
  if (branch === undefined || others.length > 0 || branch.kind === 'fixed' || branch.object === null) return null
  const isSole =
    !branch.hasNull &&
    branch.booleans.length === 0 &&
    branch.number === null &&
    branch.string === null &&
    branch.array === null
  return isSole ? branch.object : null
}

function uniqueValues(values: readonly JsonValue[]): JsonValue[] {
  return [...new Map(values.map(value => [canonicalJson(value), value])).values()]
}

function toChoice(pointer: string, values: readonly JsonValue[]): SchemaPart[] | null {
  const options = values.map(value => canonicalJson(value))
  if (options.some(option => Buffer.byteLength(option) > MAX_OPTION_BYTES)) return null
  return options.length === 1 ? [{ kind: 'forced', text: options[0]! }] : [{ kind: 'choice', pointer, options }]
}

function joinForced(parts: readonly SchemaPart[]): SchemaPart[] {
  const joined: SchemaPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.kind === 'forced' && last?.kind === 'forced') {
      joined[joined.length - 1] = { kind: 'forced', text: last.text + part.text }
    } else joined.push(part)
  }
  return joined
}

function listReferences(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(listReferences)
  if (!isObject(value)) return []
  const own = typeof value.$ref === 'string' ? [value.$ref] : []
  return [...own, ...Object.values(value).flatMap(listReferences)]
}
