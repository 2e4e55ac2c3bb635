/**
 * What a schema amounts to, for those who write prompts, choices and reports from it: the values it allows where they are
 * few, and every keyword in it with its place. It decides nothing about values itself.
 */
import { canonicalJson } from '../canonical.ts'
import { stepPointer } from '../pointer.ts'
import type { Schema } from '../schema.ts'
import type { JsonValue } from '../value.ts'
import { valuesOf } from './fits.ts'
import type { Branch, Hull, ObjectPart } from './hull.ts'
import { HullDrawer } from './hull-of.ts'
import { childrenOf, type SchemaNode } from './node.ts'

/** All values the schema allows, each once and in the order of the schema, or null where they are more than `limit` or not countable. */
export function finiteValues(schema: Schema, limit: number): JsonValue[] | null {
  const candidates = listValues(new HullDrawer(schema.role).draw(schema.node), limit)
  if (candidates === null) return null
  const seen = new Set<string>()
  const values: JsonValue[] = []
  for (const value of candidates) {
    const text = canonicalJson(value)
    if (seen.has(text) || !schema.isValid(value)) continue
    seen.add(text)
    values.push(value)
  }
  return values.length > limit ? null : values
}

/** More candidates than this are not tried against the schema. */
export function listValues(hull: Hull, limit: number): JsonValue[] | null {
  const values: JsonValue[] = []
  for (const branch of hull) {
    const own = branchValues(branch, limit)
    if (own === null) return null
    for (const value of own) values.push(value)
    if (values.length > limit * 16) return null
  }
  return values
}

function branchValues(branch: Branch, limit: number): readonly JsonValue[] | null {
  if (branch.kind === 'fixed') return branch.values
  const scalars = valuesOf({ ...branch, object: null })
  if (scalars === null) return null
  if (branch.object === null) return scalars
  const objects = objectValues(branch.object, limit)
  return objects === null ? null : [...scalars, ...objects]
}

/** Every object of a closed part whose members are countable: the product of their values, absence included. */
function objectValues(part: ObjectPart, limit: number): JsonValue[] | null {
  if (part.rest.length > 0 || part.patterned.length > 0) return null
  let objects: { [name: string]: JsonValue }[] = [{}]
  for (const [name, hull] of part.members) {
    const values = listValues(hull, limit)
    if (values === null) return null
    const withMember = objects.flatMap(object => values.map(value => ({ ...object, [name]: value })))
    objects = part.required.has(name) ? withMember : [...withMember, ...objects]
    if (objects.length > limit * 4) return null
  }
  return objects
}

export type KeywordPlace = {
  readonly keyword: string
  /** Pointer of the keyword in the document that was read. */
  readonly pointer: string
}

/** Every keyword in force, each once, schemas behind references included; in the order of the document. */
export function listKeywords(schema: Schema): KeywordPlace[] {
  const places: KeywordPlace[] = []
  const seen = new Set<SchemaNode>()
  const visit = (node: SchemaNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    for (const keyword of node.keywords) places.push({ keyword, pointer: stepPointer(node.pointer, keyword) })
    for (const [, child] of childrenOf(node)) visit(child)
  }
  visit(schema.node)
  return places
}
