/**
 * The verifier (rules V1 to V3): every output of every task type is held against its schema here, and nowhere else.
 * What it reports is safe for telemetry: places, expectations and kinds, never the value itself (L5).
 */
import type { Fault } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import type { AdmittedTask } from '#graph/admitted-graph'
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
  return { valid: false, detailed, faults: detailed.map(withoutContent) }
}

function withoutContent(fault: SchemaFault): Fault {
  return {
    pointer: fault.pointer,
    code: fault.code,
    message: `Expected ${fault.expected}, received ${fault.received_type}.`,
  }
}
