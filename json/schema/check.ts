/**
 * Check: one keyword of one schema, ready to be put to values. A check decides by `test` alone; its words and its
 * `explain` only describe a value that `test` has already refused.
 */
import type { Meter } from '../meter.ts'
import type { JsonObject, JsonValue } from '../value.ts'
import type { Evaluated } from './evaluated.ts'
import type { SchemaNode } from './node.ts'
import type { Report } from './report.ts'

/** True when the value passes. `seen` collects what was evaluated, where somebody will ask. May throw OutOfSteps. */
export type Test<Value extends JsonValue = JsonValue> = (value: Value, meter: Meter, seen: Evaluated | null) => boolean

/** Describes a refused value: adds at least one fault, unless the report is full. */
export type Explain<Value extends JsonValue = JsonValue> = (
  value: Value,
  pointer: string,
  report: Report,
  seen: Evaluated | null,
) => void

export type Check = {
  readonly keyword: string
  /** Pointer of the keyword in the schema document. */
  readonly pointer: string
  /** Said of the schema, never of the value: what would have passed. */
  readonly expected: string
} & (
  | { readonly on: 'any'; readonly test: Test; readonly explain?: Explain }
  | { readonly on: 'number'; readonly test: Test<number>; readonly explain?: Explain<number> }
  | { readonly on: 'string'; readonly test: Test<string>; readonly explain?: Explain<string> }
  | {
      readonly on: 'array'
      readonly test: Test<readonly JsonValue[]>
      readonly explain?: Explain<readonly JsonValue[]>
    }
  | { readonly on: 'object'; readonly test: Test<JsonObject>; readonly explain?: Explain<JsonObject> }
)

export type Compiled = {
  readonly test: Test
  readonly checks: readonly Check[]
  /** True when checks want to know what the others evaluated. */
  readonly needsSeen: boolean
}

/** `closing`: object positions that leave additionalProperties open are closed (T6). */
export type Mode = 'closing' | 'open'

/** Compiles a subschema. `position`: it is the outermost schema for the value it sees, not one beside others. */
export type CompileChild = (node: SchemaNode, mode: Mode, place: 'position' | 'beside') => Compiled

/** Describes by the checks of a schema why the value fails it. */
export function explainBy(
  compiled: Compiled,
  value: JsonValue,
  pointer: string,
  report: Report,
  outer: Evaluated | null,
): void {
  const seen = compiled.needsSeen ? report.newEvaluated() : outer
  for (const check of compiled.checks) {
    if (report.isFull) return
    explainCheck(check, value, pointer, report, seen)
  }
}

function explainCheck(check: Check, value: JsonValue, pointer: string, report: Report, seen: Evaluated | null): void {
  // The kinds are asked here once, so that each check may trust the type its test names.
  const run = check as { readonly test: Test; readonly explain?: Explain }
  if (!isFor(check.on, value) || run.test(value, report.meter, seen)) return
  const before = report.faults.length
  run.explain?.(value, pointer, report, seen)
  if (report.faults.length === before) report.add(check, pointer, value)
}

function isFor(on: Check['on'], value: JsonValue): boolean {
  switch (on) {
    case 'any':
      return true
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    default:
      return typeof value === on
  }
}
