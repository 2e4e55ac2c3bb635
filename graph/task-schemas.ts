/**
 * Schemas of a graph's tasks: read, with their parts and relations. Each answer is remembered, since the same few schemas come
 * again with every graph. It decides only what is certain; the rest is `unknown` and left to the check at run time.
 */
import { FAILURE_CODES, type FailureCode } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import type { FaultList } from '#graph/fault-list'
import { toPointer } from '#json/pointer'
import { readSchema, type Schema, type Verdict } from '#json/schema'
import { schemaAt } from '#json/schema/at-pointer'
import { type Relation, relateSchemas } from '#json/schema/relate'

/** A schema, null where nothing is known, or `impossible` where no value can be. */
export type Part = Schema | null | 'impossible'

/** Longer texts are not kept: the memory stays below a few MiB. */
const MAX_KEPT_TEXT = 4_096
const MAX_KEPT = 512

const schemas = { output: new Map<string, Schema>(), predicate: new Map<string, Schema>() }

/** Distinct schema texts of one graph, in UTF-16 units together. */
export const MAX_SCHEMA_TEXT = 1024 * 1024
/** Distinct pairs of schemas that are compared for one graph; further edges are left to the check at run time. */
const MAX_RELATIONS = 1_000

/**
 * The schemas of one graph under admission. It bounds what they may cost together: their text, the pairs compared, and, by the
 * caller's deadline, the time. What it no longer works out is refused or `unknown`, never guessed.
 */
export class GraphSchemas {
  readonly #faults: FaultList
  readonly #isLate: () => boolean
  readonly #texts = new Set<string>()
  readonly #pairs = new Map<Schema, Set<Schema>>()
  #textLength = 0
  #pairCount = 0

  constructor(faults: FaultList, isLate: () => boolean) {
    this.#faults = faults
    this.#isLate = isLate
  }

  /** Reads the schema at the place; its faults are added, and then the answer is null. */
  read(source: JsonValue, role: 'output' | 'predicate'): Schema | null {
    const text = JSON.stringify(source)
    if (!this.#texts.has(text)) {
      this.#texts.add(text)
      this.#textLength += text.length
    }
    if (this.#textLength > MAX_SCHEMA_TEXT || this.#isLate()) {
      this.#faults.add('GRAPH_LIMIT', 'The schemas of this graph are too large together; share or simplify them.')
      return null
    }
    const known = schemas[role].get(text)
    if (known !== undefined) return known
    const result = readSchema(source, { role, pointer: this.#faults.pointer() })
    if (result.ok) keep(text, role, result.schema)
    else this.#faults.addAll(result.faults.map(fault => ({ ...fault, code: toTableCode(fault.code) })))
    return result.ok ? result.schema : null
  }

  /** Whether what the producer gives is taken by the consumer: always, never, or it depends. */
  relate(producer: Schema, consumer: Schema): Relation {
    const seen = this.#pairs.get(producer) ?? new Set()
    if (!seen.has(consumer)) {
      if (this.#pairCount >= MAX_RELATIONS || this.#isLate()) return 'unknown'
      this.#pairCount += 1
      this.#pairs.set(producer, seen.add(consumer))
    }
    return relate(producer, consumer)
  }

  /** The verdict on a literal; late checks end in the fault SCHEMA_DEADLINE. */
  check(schema: Schema, value: JsonValue): Verdict {
    return schema.check(value, { deadline: this.#isLate })
  }
}

function keep(text: string, role: 'output' | 'predicate', schema: Schema): void {
  if (text.length > MAX_KEPT_TEXT) return
  if (schemas[role].size >= MAX_KEPT) schemas[role].clear()
  schemas[role].set(text, schema)
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
  // Most pointers have one step, which needs no escaping to be told from all others.
  const key = pointer.length === 1 ? `~${pointer[0]}` : toPointer(pointer)
  const remembered = kept.get(key)
  if (remembered !== undefined) return remembered
  const found = schemaAt(schema, toPointer(pointer))
  const part = found.kind === 'known' ? toOne(found.schema) : found.kind === 'possible' ? null : 'impossible'
  if (kept.size >= MAX_KEPT) kept.clear()
  parts.set(schema, kept.set(key, part))
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

function relate(producer: Schema, consumer: Schema): Relation {
  const kept = relations.get(producer) ?? new WeakMap<Schema, Relation>()
  const remembered = kept.get(consumer)
  if (remembered !== undefined) return remembered
  const relation = relateSchemas(producer, consumer)
  relations.set(producer, kept.set(consumer, relation))
  return relation
}
