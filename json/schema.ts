/** The public types of the schema engine. */

import type { Fault } from './fault.ts'
import type { JsonValue } from './value.ts'

export type SchemaFault = Fault & {
  readonly schema_pointer: string
  readonly expected: string
  readonly received: string
  readonly received_type: string
}
export type Verdict = { readonly valid: true } | { readonly valid: false; readonly faults: readonly SchemaFault[] }

export type Schema = {
  readonly source: JsonValue
  readonly draft: '2020-12' | 'draft-07'
  isValid(value: JsonValue): boolean
  check(value: JsonValue, options?: { readonly deadline?: () => boolean }): Verdict
}
