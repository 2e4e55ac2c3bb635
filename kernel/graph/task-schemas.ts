/**
 * Schemas of a graph's tasks: read, with their parts and relations. Each answer is remembered, since the same few schemas come
 * again with every graph. It decides only what is certain; the rest is `unknown` and left to the check at run time.
 */
import { FAILURE_CODES, type FailureCode } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { toPointer } from '#json/pointer'
import { readSchema, type Schema } from '#json/schema'
import { schemaAt } from '#json/schema/at-pointer'
import { type Relation, relateSchemas } from '#json/schema/relate'
import type { FaultList } from '#kernel/graph/fault-list'

/** A schema, null where nothing is known, or `impossible` where no value can be. */
export type Part = Schema | null | 'impossible'

/** Longer texts are not kept: the memory stays below a few MiB. */
const MAX_KEPT_TEXT = 4_096
const MAX_KEPT = 512

const schemas = { output: new Map<string, Schema>(), predicate: new Map<string, Schema>() }

/** Reads the schema at the place; its faults are added, and then the answer is null. */
export function readTaskSchema(source: JsonValue, role: 'output' | 'predicate', faults: FaultList): Schema | null {
  const text = JSON.stringify(source)
  const known = schemas[role].get(text)
  if (known !== undefined) return known
  const result = readSchema(source, { role, pointer: faults.pointer() })
  if (!result.ok) {
    faults.addAll(result.faults.map(fault => ({ ...fault, code: toTableCode(fault.code) })))
    return null
  }
  if (text.length <= MAX_KEPT_TEXT) {
    if (schemas[role].size >= MAX_KEPT) schemas[role].clear()
    schemas[role].set(text, result.schema)
  }
  return result.schema
}

/** The schema engine tells more reasons apart than the table of failures has rows; its sentence keeps them. */
function toTableCode(code: string): FailureCode {
  return Object.hasOwn(FAILURE_CODES, code) ? (code as FailureCode) : 'SCHEMA_INVALID'
}

const parts = new WeakMap<Schema, Map<string, Part>>()
const known = { output: new WeakMap<object, Schema>(), predicate: new WeakMap<object, Schema>() }
const relations = new WeakMap<Schema, WeakMap<Schema, Relation>>()

/** What holds at a pointer below the schema: a schema, null where it says nothing, or `impossible`. */
export function partOf(schema: Schema, pointer: readonly string[]): Part {
  if (pointer.length === 0) return schema
  const kept = parts.get(schema) ?? new Map<string, Part>()
  const text = toPointer(pointer)
  const remembered = kept.get(text)
  if (remembered !== undefined) return remembered
  const found = schemaAt(schema, text)
  const part = found.kind === 'known' ? toOne(found.schema) : found.kind === 'possible' ? null : 'impossible'
  if (kept.size >= MAX_KEPT) kept.clear()
  parts.set(schema, kept.set(text, part))
  return part
}

/** The same place of the same document is one Schema, so that what was related once is not related again. */
function toOne(schema: Schema): Schema {
  const { source, role } = schema
  if (typeof source !== 'object' || source === null || role === 'standard') return schema
  const first = known[role].get(source) ?? schema
  known[role].set(source, first)
  return first
}

/** Whether what the producer gives is taken by the consumer: always, never, or it depends. */
export function relate(producer: Schema, consumer: Schema): Relation {
  const kept = relations.get(producer) ?? new WeakMap<Schema, Relation>()
  const remembered = kept.get(consumer)
  if (remembered !== undefined) return remembered
  const relation = relateSchemas(producer, consumer)
  relations.set(producer, kept.set(consumer, relation))
  return relation
}
