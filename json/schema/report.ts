/**
 * Report: the faults of one refused value, at most 32 of them, each naming the place in the value, the place in the
 * schema, what was expected and what came (V2). What came is shortened; its type alone is given too, free of content.
 */
import type { Fault } from '../fault.ts'
import type { Meter } from '../meter.ts'
import { type JsonType, type JsonValue, typeOf } from '../value.ts'
import { Evaluated } from './evaluated.ts'

export type SchemaFault = Fault & {
  /** Pointer of the keyword in the schema. */
  readonly schema_pointer: string
  /** What would have passed, said from the schema. */
  readonly expected: string
  /** What came, as JSON of at most 80 characters; content of the person, so not for telemetry. */
  readonly received: string
  /** What came, as a type only; `none` for a missing member. */
  readonly received_type: JsonType | 'none'
}

const MAX_FAULTS = 32
const MAX_RECEIVED = 80
const MAX_EXPECTED = 200

export class Report {
  readonly faults: SchemaFault[] = []
  readonly meter: Meter
  // A large value may be refused by many schemas; its names are listed once.
  readonly #briefs: Map<JsonValue, string>

  constructor(meter: Meter, briefs: Map<JsonValue, string> = new Map()) {
    this.meter = meter
    this.#briefs = briefs
  }

  /** A report of the same evaluation, for alternatives that may be thrown away. */
  newBranch(): Report {
    return new Report(this.meter, this.#briefs)
  }

  get isFull(): boolean {
    return this.faults.length >= MAX_FAULTS
  }

  newEvaluated(): Evaluated {
    return new Evaluated()
  }

  add(
    check: { readonly keyword: string; readonly pointer: string; readonly expected: string },
    pointer: string,
    value: JsonValue | undefined,
  ): void {
    if (this.isFull) return
    this.meter.spend(50)
    const expected = shorten(check.expected, MAX_EXPECTED)
    const received_type = typeOf(value)
    this.faults.push({
      pointer,
      code: codeOf(check.keyword),
      message: `Expected ${expected}; ${received_type === 'none' ? 'nothing came' : `${article(received_type)} came`}.`,
      schema_pointer: check.pointer,
      expected,
      received: value === undefined ? 'nothing' : this.#briefOf(value),
      received_type,
    })
  }

  #briefOf(value: JsonValue): string {
    const known = this.#briefs.get(value)
    if (known !== undefined) return known
    const brief = toBrief(value)
    this.#briefs.set(value, brief)
    return brief
  }

  take(faults: readonly SchemaFault[]): void {
    for (const fault of faults) if (!this.isFull) this.faults.push(fault)
  }
}

/** `additionalProperties` → `SCHEMA_ADDITIONAL_PROPERTIES`; every keyword has its code by this one rule. */
export function codeOf(keyword: string): string {
  return `SCHEMA_${keyword.replaceAll(/[A-Z]/g, '_$&').replace('$', '').toUpperCase()}`
}

function article(type: JsonType): string {
  if (type === 'null') return 'null'
  return `${type === 'array' || type === 'object' ? 'an' : 'a'} ${type}`
}

function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  return `${text.slice(0, limit - 1).toWellFormed()}…`
}

/** JSON text of a value, cut at 80 characters; the cost does not grow with the value. */
export function toBrief(value: JsonValue): string {
  return shorten(writeBrief(value, MAX_RECEIVED + 1, 0), MAX_RECEIVED)
}

function writeBrief(value: JsonValue, room: number, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, room).toWellFormed())
  if (typeof value !== 'object' || value === null) return String(value)
  if (depth > 8) return '…'
  let text = ''
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) {
      if (text.length >= room) break
      text += `${text === '' ? '' : ','}${writeBrief(item, room - text.length, depth + 1)}`
    }
    return `[${text}]`
  }
  for (const key in value) {
    if (text.length >= room) break
    const name = JSON.stringify(key.slice(0, room).toWellFormed())
    text += `${text === '' ? '' : ','}${name}:${writeBrief((value as { [key: string]: JsonValue })[key]!, room - text.length, depth + 1)}`
  }
  return `{${text}}`
}
