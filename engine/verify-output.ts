/**
 * The verifier (rules V1 to V3): every output of every task type is held against its schema here, and nowhere else.
 * What it reports is safe for telemetry: places, expectations and kinds, never the value itself (L5).
 */
import type { Fault } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import type { AdmittedTask } from '#graph/admitted-graph'
import { fromPointer, toPointer } from '#json/pointer'
import type { Schema, SchemaFault } from '#json/schema'

export type Verification =
  | { readonly valid: true }
  | { readonly valid: false; readonly faults: readonly Fault[]; readonly detailed: readonly SchemaFault[] }

const VALID: Verification = { valid: true }

/** Checks an output against the task's schema and, where the task narrows it, its operation's as well. */
export function verifyOutput(task: AdmittedTask, output: JsonValue): Verification {
  const first = verifyValue(task.outputSchema, output)
  if (!first.valid || !task.narrowed || !task.operation) return first
  return verifyValue(task.operation.output, output)
}

export function verifyValue(schema: Schema, value: JsonValue): Verification {
  if (schema.isValid(value)) return VALID
  const verdict = schema.check(value)
  const detailed = verdict.valid ? [] : verdict.faults
  return { valid: false, detailed, faults: detailed.map(fault => withoutContent(fault, schema, value)) }
}

function withoutContent(fault: SchemaFault, schema: Schema, value: JsonValue): Fault {
  return {
    pointer: hideNames(fault.pointer, schema, value),
    code: fault.code,
    message: `Expected ${fault.expected}, received ${fault.received_type}.`,
  }
}

/** A member that the schema does not name was named by the answer, and a name can be content: it is shown as `*`. */
function hideNames(pointer: string, schema: Schema, value: JsonValue): string {
  const parts = fromPointer(pointer)
  if (!parts) return ''
  let at: JsonValue | undefined = value
  const shown = parts.map(part => {
    const isIndex = Array.isArray(at)
    at = typeof at === 'object' && at !== null ? (at as { readonly [name: string]: JsonValue })[part] : undefined
    return isIndex || wordsOf(schema).has(part) ? part : '*'
  })
  return toPointer(shown)
}

const words = new WeakMap<Schema, ReadonlySet<string>>()

/** Every key and every text of the schema: all names that its author gave. */
function wordsOf(schema: Schema): ReadonlySet<string> {
  let known = words.get(schema)
  if (!known) {
    known = new Set(collectWords(schema.source))
    words.set(schema, known)
  }
  return known
}

function* collectWords(value: JsonValue): Generator<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value) as [string, JsonValue][]) {
    yield name
    yield* collectWords(member)
  }
}
