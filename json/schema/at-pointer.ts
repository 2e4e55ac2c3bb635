/**
 * schemaAt: what a schema says of the value at a pointer (T4): nothing can stand there, something described may, or
 * something undescribed. A `known` schema holds for every value at that place; the whole may ask for more.
 */
import { fromPointer, readPointer, toIndex } from '../pointer.ts'
import { Schema } from '../schema.ts'
import type { JsonValue } from '../value.ts'
import type { Mode } from './check.ts'
import { isOpenObject } from './compile.ts'
import { hasSchemasBeside, isLoneReference, keywordOf, type SchemaNode, subschemas } from './node.ts'

export type SchemaAt =
  | { readonly kind: 'known'; readonly schema: Schema }
  | { readonly kind: 'possible' }
  | { readonly kind: 'impossible' }

const POSSIBLE = { kind: 'possible' } as const
const IMPOSSIBLE = { kind: 'impossible' } as const

type Step = { readonly kind: 'known'; readonly node: SchemaNode } | typeof POSSIBLE | typeof IMPOSSIBLE

/** A malformed pointer is impossible. */
export function schemaAt(schema: Schema, pointer: string): SchemaAt {
  const parts = fromPointer(pointer)
  if (parts === null) return IMPOSSIBLE
  const mode: Mode = schema.role === 'output' ? 'closing' : 'open'
  let node = schema.node
  for (const [index, part] of parts.entries()) {
    const step = stepInto(node, part, mode, 'position')
    if (step.kind !== 'known') return step
    const fixed = fixedValues(node)
    const rest = parts.slice(index)
    if (fixed?.every(value => !readPointer(value, pointerOf(rest)).found) === true) return IMPOSSIBLE
    node = step.node
  }
  return node.raw === false ? IMPOSSIBLE : { kind: 'known', schema: new Schema(node, schema.draft, schema.role) }
}

function pointerOf(parts: readonly string[]): string {
  return parts.map(part => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function fixedValues(node: SchemaNode): readonly JsonValue[] | null {
  const only = keywordOf(node, 'const')
  if (only !== undefined) return [only]
  return (keywordOf(node, 'enum') as readonly JsonValue[] | undefined) ?? null
}

function stepInto(node: SchemaNode, part: string, mode: Mode, place: 'position' | 'beside'): Step {
  if (node.raw === true) return POSSIBLE
  if (node.raw === false) return IMPOSSIBLE
  const fixed = fixedValues(node)
  if (fixed?.every(value => !readPointer(value, pointerOf([part])).found) === true) return IMPOSSIBLE
  const closes = mode === 'closing' && place === 'position' && isOpenObject(node)
  if (closes && isLoneReference(node)) return stepInto(node.target!, part, mode, 'position')
  const steps: Step[] = [either([memberStep(node, part, closes && !hasSchemasBeside(node)), itemStep(node, part)])]
  if (node.target !== null) steps.push(stepInto(node.target, part, mode, 'beside'))
  for (const child of subschemas(node, 'allOf')) steps.push(stepInto(child, part, mode, 'beside'))
  for (const keyword of ['anyOf', 'oneOf']) {
    const children = subschemas(node, keyword)
    if (children.length > 0) steps.push(either(children.map(child => stepInto(child, part, mode, 'beside'))))
  }
  return both(steps)
}

function hasType(node: SchemaNode, type: string): boolean {
  const types = keywordOf(node, 'type')
  return types === undefined || types === type || (Array.isArray(types) && types.includes(type))
}

function memberStep(node: SchemaNode, part: string, isClosed: boolean): Step {
  if (!hasType(node, 'object')) return IMPOSSIBLE
  const steps: Step[] = []
  const own = node.named.get('properties')?.get(part)
  if (own !== undefined) steps.push(toStep(own))
  for (const [source, child] of node.named.get('patternProperties') ?? []) {
    if (node.patterns.get(source)!.test(part)) steps.push(toStep(child))
  }
  if (steps.length > 0) return both(steps)
  if (isClosed) return IMPOSSIBLE
  const additional = node.one.get('additionalProperties')
  if (additional !== undefined) return toStep(additional)
  const unevaluated = node.one.get('unevaluatedProperties')
  return unevaluated !== undefined && !hasSchemasBeside(node) ? toStep(unevaluated) : POSSIBLE
}

function itemStep(node: SchemaNode, part: string): Step {
  const index = toIndex(part)
  if (!hasType(node, 'array') || index === null) return IMPOSSIBLE
  const most = keywordOf(node, 'maxItems')
  if (typeof most === 'number' && index >= most) return IMPOSSIBLE
  const tuple = node.list.get('prefixItems') ?? node.list.get('items') ?? []
  const own = tuple[index] ?? (node.list.has('items') ? node.one.get('additionalItems') : node.one.get('items'))
  return own === undefined ? POSSIBLE : toStep(own)
}

function toStep(node: SchemaNode): Step {
  return node.raw === false ? IMPOSSIBLE : node.raw === true ? POSSIBLE : { kind: 'known', node }
}

/** One of several holds: known only where a single one is possible. */
function either(steps: readonly Step[]): Step {
  const possible = steps.filter(step => step.kind !== 'impossible')
  return possible.length === 0 ? IMPOSSIBLE : possible.length === 1 ? possible[0]! : POSSIBLE
}

/** All hold: the first that knows is kept, since what it says is true of every value there. */
function both(steps: readonly Step[]): Step {
  if (steps.some(step => step.kind === 'impossible')) return IMPOSSIBLE
  return steps.find(step => step.kind === 'known') ?? POSSIBLE
}
