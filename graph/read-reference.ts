/**
 * References: `{"$from", "pointer"}` and `{"$input"}` become functions that read the value. The reader checks what can be known
 * before a run (T4): the dependency is declared, the pointer is one, and the value can be there.
 */
import { KoraError } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Sources } from '#graph/admitted-graph'
import type { Draft, Scope } from '#graph/draft'
import type { FaultList, Part } from '#graph/fault-list'
import { showName } from '#graph/near-names'
import { partOf } from '#graph/task-schemas'
import { fromPointer, readPointer, toIndex, toPointer } from '#json/pointer'
import type { Schema } from '#json/schema'
import { isObject } from '#json/value'

/** A value that stands in the graph, or in its inputs; then `input` is its pointer there. */
export type KnownValue = { readonly value: JsonValue; readonly input?: string }

export type CompiledReference = {
  /** Throws KoraError('REFERENCE_MISSING' | 'INPUT_MISSING') where there is no value. */
  readonly read: (sources: Sources) => JsonValue
  /** The value, or `undefined` where there is none. */
  readonly find: (sources: Sources) => JsonValue | undefined
  /** What the value will satisfy: a schema, the graph input itself, or null where nothing is known. */
  readonly known: { readonly schema: Schema } | KnownValue | null
  /** Index of the task it reads, or null for a graph input. */
  readonly from: number | null
}

/** True for objects that a reader takes for a reference or an escape. */
export function looksLikeReference(value: JsonObject): boolean {
  return Object.hasOwn(value, '$from') || Object.hasOwn(value, '$input') || Object.hasOwn(value, '$literal')
}

/** Compiles the reference at the place, or reports why it is none and answers null. */
export function readReference(node: unknown, draft: Draft, scope: Scope): CompiledReference | null {
  const { faults } = scope
  if (!isObject(node) || (!Object.hasOwn(node, '$from') && !Object.hasOwn(node, '$input'))) {
    faults.add('GRAPH_SHAPE', 'A reference is {"$from": "<task id>", "pointer"?} or {"$input": "<pointer>"}.')
    return null
  }
  const own = Object.hasOwn(node, '$from') ? '$from' : '$input'
  let right = true
  for (const name of Object.keys(node)) {
    if (name === own || (name === 'pointer' && own === '$from')) continue
    const cure = 'remove it, or wrap the object in {"$literal": ...} if it is no reference'
    faults.add('GRAPH_SHAPE', `A reference has no field ${showName(name)}; ${cure}.`, name)
    right = false
  }
  if (!right) return null
  return own === '$from' ? readOutput(node, draft, faults) : readInput(node.$input, scope)
}

function readParts(pointer: unknown, faults: FaultList, ...parts: readonly string[]): readonly string[] | null {
  const steps = typeof pointer === 'string' ? fromPointer(pointer) : null
  if (steps === null) {
    faults.add('REFERENCE_IMPOSSIBLE', 'This is no JSON Pointer; write "" for the whole value, or "/a/0/b".', ...parts)
  }
  return steps
}

function readOutput(node: JsonObject, draft: Draft, faults: FaultList): CompiledReference | null {
  const id = node.$from
  const source = typeof id === 'string' ? draft.dependencyById.get(id) : undefined
  if (typeof id !== 'string' || (source === undefined && !draft.broken.has('dependencies'))) {
    const name = typeof id === 'string' ? showName(id) : 'A value that is no id'
    faults.add('REFERENCE_UNDECLARED', `${name} is not a dependency of this task; add it to dependencies.`, '$from')
    return null
  }
  const parts = readParts(node.pointer ?? '', faults, 'pointer')
  if (parts === null || source === undefined || source === null) return null
  const schema = source.schema === null ? null : partOf(source.schema, parts)
  if (schema === 'impossible') {
    const at = showName(toPointer(parts))
    faults.add(
      'REFERENCE_IMPOSSIBLE',
      `The output of ${showName(id)} never has a value at ${at}; correct the pointer.`,
      'pointer',
    )
    return null
  }
  const optional = draft.task.optional?.includes(id) === true
  const find = findIn(source.index, parts, optional)
  return {
    find,
    read: demand(find, 'REFERENCE_MISSING', faults.place()),
    known: schema && { schema },
    from: source.index,
  }
}

/** A tolerated absence reads as null at every pointer: an optional dependency that gave nothing has no inside. */
function findIn(index: number, parts: readonly string[], optional: boolean): CompiledReference['find'] {
  if (optional) {
    return ({ outputs }) => {
      const output = outputs[index] ?? null
      return output === null ? null : step(output, parts)
    }
  }
  if (parts.length === 0) return ({ outputs }) => outputs[index]
  return ({ outputs }) => step(outputs[index], parts)
}

function readInput(pointer: unknown, { inputs, faults, readInputs, inputRules }: Scope): CompiledReference | null {
  const parts = readParts(pointer, faults, '$input')
  if (parts === null) return null
  for (const name of parts.length === 0 ? Object.keys(inputs) : parts.slice(0, 1)) readInputs.add(name)
  const place = toPointer(parts)
  const given = readPointer(inputs, place)
  if (!given.found) {
    faults.add('INPUT_MISSING', `The graph has no input at ${showName(String(pointer))}; give it in inputs.`, '$input')
    return null
  }
  inputRules.push({ pointer: place, schema: null })
  const find: CompiledReference['find'] = sources => step(sources.inputs, parts)
  const known = { value: given.value, input: place }
  return { find, read: demand(find, 'INPUT_MISSING', faults.place()), known, from: null }
}

function step(value: JsonValue | undefined, parts: readonly string[]): JsonValue | undefined {
  let here = value
  for (const part of parts) {
    if (typeof here !== 'object' || here === null) return undefined
    if (Array.isArray(here)) here = here[toIndex(part) ?? -1]
    else here = Object.hasOwn(here, part) ? (here as JsonObject)[part] : undefined
  }
  return here
}

function demand(
  find: CompiledReference['find'],
  code: 'REFERENCE_MISSING' | 'INPUT_MISSING',
  place: readonly Part[],
): CompiledReference['read'] {
  return sources => {
    const value = find(sources)
    if (value !== undefined) return value
    const message =
      code === 'REFERENCE_MISSING' ? 'The dependency gave no value at this pointer.' : 'The graph input is missing.'
    throw new KoraError(code, message, { errors: [{ pointer: toPointer(place), code, message }] })
  }
}
