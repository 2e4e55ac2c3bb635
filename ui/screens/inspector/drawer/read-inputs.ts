/**
 * What a task was given, named value by named value, with where each came from. References are resolved against outputs that are
 * at hand; a value that was not kept stays unknown and is said to be.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Task } from '#contracts/task-graph'

export type InputSource =
  | { readonly kind: 'literal' }
  | { readonly kind: 'task'; readonly taskId: string; readonly pointer: string }
  | { readonly kind: 'input'; readonly pointer: string }
  /** An object or list with references inside. */
  | { readonly kind: 'mixed'; readonly taskIds: readonly string[] }

export type NamedInput = {
  readonly name: string
  readonly source: InputSource
  /** Undefined where it was not kept. */
  readonly value: JsonValue | undefined
}

export type Known = {
  readonly outputs: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, unknown>>
}

export function readInputs(task: Pick<Task, 'input'>, known: Known): readonly NamedInput[] {
  const { input } = task
  if (input === undefined || input === null) return []
  const fields = typeof input === 'object' && !Array.isArray(input) && !isReference(input as JsonValue)
  const named = fields ? Object.entries(input as JsonObject) : [['input', input as JsonValue] as const]
  return named.map(([name, value]) => ({ name, source: sourceOf(value), value: resolve(value, known) }))
}

function isReference(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && ('$from' in value || '$input' in value)
}

function sourceOf(value: JsonValue): InputSource {
  if (isReference(value)) {
    if (typeof value.$from === 'string')
      return { kind: 'task', taskId: value.$from, pointer: typeof value.pointer === 'string' ? value.pointer : '' }
    return { kind: 'input', pointer: String(value.$input ?? '') }
  }
  const taskIds = [...new Set(listSources(value))]
  return taskIds.length === 0 ? { kind: 'literal' } : { kind: 'mixed', taskIds }
}

function listSources(value: JsonValue): string[] {
  if (isReference(value)) return [typeof value.$from === 'string' ? value.$from : 'inputs']
  if (Array.isArray(value)) return value.flatMap(listSources)
  if (typeof value !== 'object' || value === null || '$literal' in value) return []
  return Object.values(value).flatMap(listSources)
}

/** Undefined as soon as any part of it is unknown. */
function resolve(value: JsonValue, known: Known): JsonValue | undefined {
  if (isReference(value)) {
    if (typeof value.$from !== 'string') return at(known.inputs as JsonObject, String(value.$input ?? ''))
    const output = known.outputs[value.$from]
    return output === undefined
      ? undefined
      : at(output as JsonValue, typeof value.pointer === 'string' ? value.pointer : '')
  }
  if (Array.isArray(value)) {
    const items = value.map(item => resolve(item, known))
    return items.includes(undefined) ? undefined : (items as JsonValue[])
  }
  if (typeof value !== 'object' || value === null) return value
  if ('$literal' in value) return value.$literal as JsonValue
  const entries = Object.entries(value).map(([name, item]) => [name, resolve(item, known)] as const)
  return entries.some(([, item]) => item === undefined) ? undefined : (Object.fromEntries(entries) as JsonObject)
}

/** RFC 6901; undefined where there is nothing. */
function at(value: JsonValue, pointer: string): JsonValue | undefined {
  let here: JsonValue | undefined = value
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(here)) here = /^(0|[1-9]\d*)$/.test(name) ? here[Number(name)] : undefined
    else if (typeof here === 'object' && here !== null && Object.hasOwn(here, name)) here = (here as JsonObject)[name]
    else return undefined
  }
  return here
}
