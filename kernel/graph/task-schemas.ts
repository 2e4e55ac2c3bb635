/**
 * Schemas of a graph's tasks: read, with their parts and relations. Each answer is remembered, since the same few schemas come
 * again with every graph. It decides only what is certain; the rest is `unknown` and left to the check at run time.
 */
import { FAILURE_CODES, type FailureCode } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { readSchema, type Schema } from '#json/schema'
import type { FaultList } from '#kernel/graph/fault-list'

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

/** What holds at a pointer below the schema: a schema, null where it says nothing, or `impossible`. */
export function partOf(schema: Schema, parts: readonly string[]): Schema | null | 'impossible' {
  return parts.length === 0 ? schema : null
}

/** Whether what the producer gives is taken by the consumer: always, never, or it depends. */
export function relate(producer: Schema, consumer: Schema): 'fits' | 'never' | 'unknown' {
  return producer === consumer ? 'fits' : 'unknown'
}
