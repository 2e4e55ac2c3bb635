/** A JSON Schema as a predicate; the schema engine is the kernel's own, with its limits. */
import type { JsonValue } from '#contracts/json-value'
import { canonicalJson, OperationError, readSchema, type Schema, type SchemaFault } from '#kernel/plugin-door'

/** Schemas read last, by canonical text: the same predicate mostly comes again. What is read never changes. */
const recent = new Map<string, Schema>()
const MAX_RECENT = 64

/** Reads a schema. Throws OperationError with its first fault. */
export function readRules(schema: JsonValue, pointer: string): Schema {
  const key = canonicalJson(schema)
  const known = recent.get(key)
  if (known !== undefined) return known
  const read = readSchema(schema, { role: 'predicate', pointer })
  if (read.ok) {
    if (recent.size === MAX_RECENT) recent.delete(recent.keys().next().value ?? '')
    recent.set(key, read.schema)
    return read.schema
  }
  const fault = read.faults[0]
  throw new OperationError(fault?.message ?? 'The schema cannot be read.', fault?.pointer ?? pointer)
}

/** A test by the schema. The test throws OperationError where a value takes too many steps to decide. */
export function readPredicate(schema: JsonValue, pointer: string): (value: JsonValue, at: string) => boolean {
  const rules = readRules(schema, pointer)
  return (value, at) => rules.isValid(value) || faultsOf(rules, value, at).length === 0
}

/** Why a value does not fit; empty where it does. Throws OperationError where that takes too many steps. */
export function faultsOf(rules: Schema, value: JsonValue, at: string): readonly SchemaFault[] {
  const verdict = rules.check(value)
  if (verdict.valid) return []
  const slow = verdict.faults.find(fault => fault.code === 'SCHEMA_DEADLINE')
  if (slow !== undefined) throw new OperationError(slow.message, at)
  return verdict.faults
}
