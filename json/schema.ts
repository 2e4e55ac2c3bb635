/**
 * JSON Schema for schemas nobody vouches for: 2020-12 and draft-07, self-contained, bounded in size and in evaluation,
 * patterns in linear time, no generated code (T6, S5, S6, S11, V3). What is refused, and how it differs from the
 * standard, stands in docs/json-schema.md.
 */
import { NotJsonError } from './canonical.ts'
import type { Fault } from './fault.ts'
import { Meter, OutOfSteps } from './meter.ts'
import { type Compiled, explainBy } from './schema/check.ts'
import { compileSchema } from './schema/compile.ts'
import type { Draft } from './schema/dialect.ts'
import { SCHEMA_LIMITS } from './schema/limits.ts'
import { loadSchema } from './schema/load.ts'
import type { Role, SchemaNode } from './schema/node.ts'
import { Report, type SchemaFault, toBrief } from './schema/report.ts'
import { type JsonValue, typeOf } from './value.ts'

export type { Draft, Role, SchemaFault }

export type Verdict = { readonly valid: true } | { readonly valid: false; readonly faults: readonly SchemaFault[] }

export type SchemaResult =
  | { readonly ok: true; readonly schema: Schema }
  | { readonly ok: false; readonly faults: readonly Fault[] }

export type SchemaOptions = {
  readonly role: Role
  /** Where the schema stands in the request; put before the pointer of each fault. */
  readonly pointer?: string
}

const VALID: Verdict = { valid: true }

/**
 * Reads a schema. All faults come at once, with pointers into the schema and codes SCHEMA_SHAPE, SCHEMA_KEYWORD_UNKNOWN,
 * SCHEMA_KEYWORD_REFUSED, SCHEMA_FORMAT_REFUSED, SCHEMA_REF_REMOTE, SCHEMA_REF_MISSING, SCHEMA_RECURSIVE,
 * SCHEMA_TOO_COMPLEX, SCHEMA_DRAFT_UNKNOWN, SCHEMA_DRAFT_MIXED, SCHEMA_ANCHOR_TWICE, SCHEMA_NOT_JSON, PATTERN_REFUSED.
 */
export function readSchema(schema: unknown, options: SchemaOptions): SchemaResult {
  const loaded = loadSchema(schema, options.role, options.pointer ?? '')
  if (!loaded.ok) return loaded
  return { ok: true, schema: new Schema(loaded.root, loaded.draft, options.role) }
}

/** A schema that was read. Made by `readSchema` and `schemaAt` only; immutable as long as its source is. */
export class Schema {
  readonly source: JsonValue
  readonly draft: Draft
  readonly role: Role
  /** For what reasons about schemas in this folder's `schema/`; not for others. */
  readonly node: SchemaNode
  readonly #compiled: Compiled
  readonly #meter = new Meter(0)

  constructor(node: SchemaNode, draft: Draft, role: Role) {
    this.source = node.raw
    this.node = node
    this.draft = draft
    this.role = role
    this.#compiled = compileSchema(node, role)
  }

  /**
   * The verdict on a JSON value, with at most 32 faults (V2). An evaluation that runs out of steps, or whose `deadline`
   * says true, ends in the fault SCHEMA_DEADLINE: never in a verdict that was not worked out.
   */
  check(value: JsonValue, options: { readonly deadline?: () => boolean } = {}): Verdict {
    const deadline = options.deadline ?? null
    try {
      if (this.#compiled.test(value, new Meter(SCHEMA_LIMITS.steps, deadline), null)) return VALID
    } catch (error) {
      return { valid: false, faults: [faultOf(error, value)] }
    }
    return { valid: false, faults: this.#explain(value, deadline) }
  }

  /** At least one fault, also where putting the refusal into words takes more steps than there are. */
  #explain(value: JsonValue, deadline: (() => boolean) | null): readonly SchemaFault[] {
    const report = new Report(new Meter(SCHEMA_LIMITS.explainSteps, deadline))
    try {
      explainBy(this.#compiled, value, '', report, null)
    } catch (error) {
      if (!(error instanceof OutOfSteps)) throw error
    }
    if (report.faults.length > 0) return report.faults
    const brief = new Report(new Meter(Number.POSITIVE_INFINITY))
    brief.add({ keyword: 'mismatch', pointer: '', expected: 'a value that fits the schema' }, '', value)
    return brief.faults
  }

  /** The same verdict without words, for the hot path; false also where the steps run out. */
  isValid(value: JsonValue): boolean {
    this.#meter.refill(SCHEMA_LIMITS.steps)
    try {
      return this.#compiled.test(value, this.#meter, null)
    } catch (error) {
      faultOf(error, value)
      return false
    }
  }
}

function faultOf(error: unknown, value: JsonValue): SchemaFault {
  const place = { schema_pointer: '', received: toBrief(value), received_type: typeOf(value) }
  if (error instanceof OutOfSteps) {
    const expected = 'a value that can be checked within the limit'
    const message = 'Checking the value took too many steps; simplify the schema or send less.'
    return { ...place, pointer: '', code: 'SCHEMA_DEADLINE', message, expected }
  }
  if (error instanceof NotJsonError) {
    return {
      ...place,
      pointer: '',
      code: 'SCHEMA_NOT_JSON',
      message: 'The value is not JSON.',
      expected: 'a JSON value',
    }
  }
  throw error
}
