/**
 * `run_if` and `skip_if` as functions: a JSON Schema is the predicate, `all`, `any` and `not` join them. A reference without
 * a value matches nothing. There is no second expression language and nothing is evaluated as code (T10).
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Sources } from '#graph/admitted-graph'
import type { Draft, Scope } from '#graph/draft'
import type { FaultList } from '#graph/fault-list'
import { showName } from '#graph/near-names'
import { readReference } from '#graph/read-reference'
import { isObject } from '#json/value'

export type CompiledCondition = (sources: Sources) => boolean

const NEVER: CompiledCondition = () => false
const FORMS = '{"value": <reference>, "matches": <schema>}, {"all": [...]}, {"any": [...]} or {"not": ...}'

/** Compiles the condition at the place; faults are added, and what has one never holds. */
export function compileCondition(node: unknown, draft: Draft, scope: Scope): CompiledCondition {
  const { faults } = scope
  if (!isObject(node)) return refuse(faults)
  const names = Object.keys(node).sort().join()
  if (names === 'matches,value') return compileMatch(node, draft, scope)
  if (names === 'not') {
    faults.enter('not')
    const inner = compileCondition(node.not, draft, scope)
    faults.leave()
    return sources => !inner(sources)
  }
  const list = node[names]
  if ((names !== 'all' && names !== 'any') || !Array.isArray(list)) return refuse(faults)
  faults.enter(names)
  const inner = list.map((item: JsonValue, i) => {
    faults.enter(i)
    const compiled = compileCondition(item, draft, scope)
    faults.leave()
    return compiled
  })
  faults.leave()
  return names === 'all'
    ? sources => inner.every(condition => condition(sources))
    : sources => inner.some(condition => condition(sources))
}

function refuse(faults: FaultList): CompiledCondition {
  faults.add('GRAPH_SHAPE', `A condition is ${FORMS}.`)
  return NEVER
}

function compileMatch(node: JsonObject, draft: Draft, scope: Scope): CompiledCondition {
  const { faults, schemas } = scope
  faults.enter('value')
  const reference = readReference(node.value, draft, scope)
  faults.leave()
  faults.enter('matches')
  const schema = schemas.read(node.matches!, 'predicate')
  faults.leave()
  if (reference === null || schema === null) return NEVER
  const { find, known } = reference
  if (known !== null && 'schema' in known && schemas.relate(known.schema, schema) === 'never') {
    faults.warn('EDGE_MISMATCH', `The output of ${showName(fromOf(node))} can never match this schema.`, 'matches')
  }
  return sources => {
    const value = find(sources)
    return value !== undefined && schema.isValid(value)
  }
}

function fromOf(node: JsonObject): string {
  const reference = node.value
  return isObject(reference) ? String(reference.$from) : ''
}
