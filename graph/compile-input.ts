/**
 * A task's input as a function of outputs and graph inputs. References are resolved, `$literal` is taken off, and what holds
 * no reference is built once. It evaluates nothing: an input is data with holes.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Sources } from '#graph/admitted-graph'
import type { Draft, Scope } from '#graph/draft'
import { type CompiledReference, looksLikeReference, readReference } from '#graph/read-reference'
import { isObject } from '#json/value'

/** A place of the input whose value, or at least its schema, is known before the run. */
export type Slot = { readonly path: readonly (string | number)[]; readonly known: CompiledReference['known'] }

export type CompiledInput = {
  readonly build: (sources: Sources) => JsonValue
  /** Without any reference: the value itself. */
  readonly constant: { readonly value: JsonValue } | null
  /** Every reference, and every largest part without one. */
  readonly slots: readonly Slot[]
}

type Part = { readonly value: JsonValue } | { readonly build: (sources: Sources) => JsonValue }
type Walk = {
  readonly draft: Draft
  readonly scope: Scope
  readonly path: (string | number)[]
  readonly slots: Slot[]
}

/** Compiles the input at the place where `faults` stands. */
export function compileInput(input: JsonValue, draft: Draft, scope: Scope): CompiledInput {
  const walk: Walk = { draft, scope, path: [], slots: [] }
  const part = compileNode(input, walk)
  if ('build' in part) return { build: part.build, constant: null, slots: walk.slots }
  const { value } = part
  return { build: () => value, constant: part, slots: [{ path: [], known: part }] }
}

function compileNode(node: JsonValue, walk: Walk): Part {
  if (typeof node !== 'object' || node === null) return { value: node }
  if (Array.isArray(node)) return compileList(node, walk)
  const object = node as JsonObject
  if (!looksLikeReference(object)) return compileObject(object, walk)
  if (Object.hasOwn(object, '$literal')) return unwrapLiteral(object, walk)
  const reference = readReference(object, walk.draft, walk.scope)
  if (reference === null) return { build: () => null }
  walk.slots.push({ path: [...walk.path], known: reference.known })
  return { build: reference.read }
}

function unwrapLiteral(object: JsonObject, { scope }: Walk): Part {
  if (Object.keys(object).length > 1) {
    scope.faults.add('GRAPH_SHAPE', '{"$literal": ...} stands alone; move the other fields into it.')
  }
  return { value: object.$literal! }
}

function compileMembers(node: JsonObject | readonly JsonValue[], walk: Walk): [string, Part][] {
  const isList = Array.isArray(node)
  return Object.entries(node).map(([name, member]: [string, JsonValue]) => {
    walk.path.push(isList ? Number(name) : name)
    walk.scope.faults.enter(name)
    const part = compileNode(member, walk)
    walk.scope.faults.leave()
    walk.path.pop()
    return [name, part]
  })
}

/** The parts without a reference become slots of their own where they stand beside one. */
function keepKnownParts(members: readonly [string, Part][], isList: boolean, walk: Walk): void {
  for (const [name, part] of members) {
    if ('value' in part) walk.slots.push({ path: [...walk.path, isList ? Number(name) : name], known: part })
  }
}

function compileList(list: readonly JsonValue[], walk: Walk): Part {
  const members = compileMembers(list, walk)
  if (members.every(([, part]) => 'value' in part)) {
    return { value: members.map(([, part]) => (part as { value: JsonValue }).value) }
  }
  keepKnownParts(members, true, walk)
  const parts = members.map(([, part]) => part)
  return { build: sources => parts.map(part => ('value' in part ? part.value : part.build(sources))) }
}

function compileObject(object: JsonObject, walk: Walk): Part {
  const members = compileMembers(object, walk)
  if (members.every(([, part]) => 'value' in part)) {
    return { value: Object.fromEntries(members.map(([name, part]) => [name, (part as { value: JsonValue }).value])) }
  }
  keepKnownParts(members, false, walk)
  const [first] = members
  // Most inputs that hold a reference hold nothing else; then one closure is all there is to keep and to read.
  if (members.length === 1 && first !== undefined && 'build' in first[1]) return buildMember(first[0], first[1].build)
  const names = members.map(([name]) => name)
  const parts = members.map(([, part]) => part)
  return {
    build: sources => {
      const built: Record<string, JsonValue> = {}
      for (let at = 0; at < names.length; at += 1) {
        const part = parts[at] as Part
        built[names[at] as string] = 'value' in part ? part.value : part.build(sources)
      }
      return built
    },
  }
}

const buildMember = (name: string, build: (sources: Sources) => JsonValue): Part => ({
  build: sources => {
    const built: Record<string, JsonValue> = {}
    built[name] = build(sources)
    return built
  },
})

/** True for input that has the named members written out, whatever stands in them. */
export function isWrittenOut(input: JsonValue): input is JsonObject {
  return isObject(input) && !looksLikeReference(input)
}
