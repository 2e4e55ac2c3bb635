/**
 * The rules of one task beyond its shape: what its type needs and what has no meaning for it (T1), its schema, its budget, its
 * models, and what stands in for it when it is skipped. It reads the registry by name only and runs nothing (T10).
 */
import type { Budget } from '#contracts/budget'
import type { JsonValue } from '#contracts/json-value'
import type { ModelTarget } from '#graph/admitted-graph'
import type { Draft, Scope } from '#graph/draft'
import type { FaultList } from '#graph/fault-list'
import { readModelTarget } from '#graph/model-target'
import { showName } from '#graph/near-names'
import type { Registry } from '#graph/registry'
import { MAX_OPTIONS, planParts } from '#json/schema/answer-parts'

const BUDGET_FIELDS = ['max_tokens', 'max_time_ms', 'max_retries'] as const

/** A call whose every answer must be refused is not worth making. */
const NOTHING_FITS =
  'No value fits this schema, so no answer could; mend what contradicts itself (what is required must stand under properties).'

/** Finds the operation and the schema of the task's output, which its consumers are checked against. */
export function readOutputContract(draft: Draft, { registry, faults, schemas }: Scope): void {
  const { task, broken } = draft
  const isModel = task.type === 'model'
  if (!isModel && task.type !== undefined && task.op !== undefined)
    draft.operation = findOperation(task.op, registry, faults)
  if (!isModel && task.type !== undefined && task.op === undefined && !broken.has('op')) {
    faults.add('GRAPH_SHAPE', `A task of type ${task.type} needs op; see GET /operations.`, 'op')
  }
  draft.schema = draft.operation?.output ?? null
  if (task.schema === undefined) {
    if (isModel && !broken.has('schema')) faults.add('SCHEMA_MISSING', null, 'schema')
    return
  }
  faults.enter('schema')
  const own = schemas.read(task.schema as JsonValue, 'output')
  const declared = draft.operation?.output ?? null
  const relation = own === null || declared === null ? 'unknown' : schemas.relate(declared, own)
  if (relation === 'never') faults.add('SCHEMA_WIDENS', null)
  const isEmpty = isModel && own !== null && schemas.relate(own, own) === 'never'
  if (isEmpty) faults.add('SCHEMA_INVALID', NOTHING_FITS)
  faults.leave()
  if (isEmpty) return
  // A schema that takes all that the operation gives adds nothing; the operation's own says more to consumers.
  if (own !== null && relation !== 'fits') {
    draft.schema = own
    draft.narrowed = declared !== null
  }
}

function findOperation(op: string, registry: Registry, faults: FaultList): Draft['operation'] {
  const operation = registry.operation(op)
  if (operation !== null) return operation
  const name = op.split('@', 1)[0]!
  const other = op === name ? null : registry.operation(name)
  const near = faults.suggest(name, () => registry.operations().map(known => known.name))
  const cure = other === null ? near || '; see GET /operations.' : `; there is ${other.name}@${other.major}.`
  faults.add('OPERATION_UNKNOWN', `No library offers ${showName(op)}${cure}`, 'op')
  return null
}

/** Fields that mean nothing for the type. What would change what runs is refused; what would only be ignored is warned of. */
export function checkFields({ task }: Draft, { faults }: Scope): void {
  if (task.type === undefined) return
  const refused = task.type === 'model' ? (['op'] as const) : (['model'] as const)
  for (const name of refused) {
    if (task[name] !== undefined) {
      faults.add('FIELD_NOT_ALLOWED', `${name} has no meaning for a task of type ${task.type}; remove it.`, name)
    }
  }
  if (task.substitute !== undefined && task.run_if === undefined && task.skip_if === undefined) {
    faults.warn('FIELD_NOT_ALLOWED', 'substitute has no effect without run_if or skip_if.', 'substitute')
  }
  if (task.type === 'model') return
  if (task.on_fail === 'escalate') {
    faults.add('FIELD_NOT_ALLOWED', 'Only model tasks escalate; use "fail".', 'on_fail')
  } else if (task.on_fail === 'retry') {
    faults.warn('FIELD_NOT_ALLOWED', 'An operation gives the same answer again, so it is not retried.', 'on_fail')
  }
  for (const name of ['max_tokens', 'max_retries'] as const) {
    if (task.budget?.[name] === undefined) continue
    faults.warn('FIELD_NOT_ALLOWED', `${name} has no effect on an operation; only max_time_ms has.`, 'budget', name)
  }
}

/** A choice needs a schema that leaves one; whether a runtime can weigh it shows only when it is called. */
export function checkDecode({ task, schema }: Draft, { faults }: Scope): void {
  if (task.type !== 'model' || task.model?.decode !== 'choice' || schema === null) return
  const parts = planParts(schema)
  if (parts?.every(part => part.kind !== 'free')) return
  const message = `decode "choice" needs a schema that leaves at most ${MAX_OPTIONS} values at each place; use "auto".`
  faults.add('FIELD_NOT_ALLOWED', message, 'model', 'decode')
}

/** The budget of a model task: its own fields, then those of `defaults.budget`; null after a fault. */
export function readBudget(draft: Draft, { graph, faults }: Scope): Budget | null {
  const budget = { ...graph.defaults?.budget, ...draft.task.budget }
  const missing = BUDGET_FIELDS.filter(name => budget[name] === undefined)
  if (missing.length === 0) return budget as Budget
  if (!draft.broken.has('budget')) {
    const message = `The model task has no ${missing.join(', no ')}; give budget, or defaults.budget of the graph.`
    faults.add('BUDGET_MISSING', message, 'budget')
  }
  return null
}

/** The declared ladder, first target first (E1), and what follows a failed attempt. */
export function readLadder({ task }: Draft, { registry, faults }: Scope): readonly (ModelTarget | null)[] {
  faults.enter('model')
  const ladder = [readTarget(task.model?.connector, task.model?.model, registry, faults)]
  const steps = task.model?.escalate_to ?? []
  for (let i = 0; i < steps.length; i += 1) {
    faults.enter('escalate_to')
    faults.enter(i)
    ladder.push(readTarget(steps[i]!.connector, steps[i]!.model, registry, faults))
    faults.leave()
    faults.leave()
  }
  faults.leave()
  if (task.on_fail === 'escalate' && steps.length === 0) {
    faults.add('GRAPH_SHAPE', 'on_fail "escalate" needs model.escalate_to; name the heavier models.', 'on_fail')
  } else if (task.on_fail !== 'escalate' && steps.length > 0) {
    faults.warn('FIELD_NOT_ALLOWED', 'escalate_to has no effect without on_fail "escalate".', 'model', 'escalate_to')
  }
  return ladder
}

function readTarget(
  connector: string | undefined,
  model: string | undefined,
  registry: Registry,
  faults: FaultList,
): ModelTarget | null {
  const target = readModelTarget(connector, model)
  if (typeof target === 'string') {
    faults.add('MODEL_ID_INVALID', target, model === undefined ? 'connector' : 'model')
    return null
  }
  if (target !== null && registry.connector(target.connector) === null) {
    const near = faults.suggest(target.connector, () => registry.connectors().map(({ name }) => name)) || '.'
    const message = `No connector is called ${showName(target.connector)} here${near}`
    faults.warn('MODEL_ID_INVALID', message, connector === undefined ? 'model' : 'connector')
  }
  return target
}

const NO_OPTIONAL: ReadonlySet<number> = new Set()

/** Dependencies whose failure the task tolerates, by index; aggregation only. */
export function readOptional(draft: Draft, { faults }: Scope): ReadonlySet<number> {
  const ids = draft.task.optional ?? []
  if (ids.length === 0) return NO_OPTIONAL
  const optional = new Set<number>()
  for (let i = 0; i < ids.length; i += 1) {
    const dependency = draft.dependencyById.get(ids[i]!)
    if (draft.task.type !== undefined && draft.task.type !== 'aggregation') {
      faults.add('OPTIONAL_INVALID', null, 'optional', i)
    } else if (dependency === undefined && !draft.broken.has('dependencies')) {
      faults.add(
        'OPTIONAL_INVALID',
        `${showName(ids[i]!)} is not a dependency of this task; add it to dependencies.`,
        'optional',
        i,
      )
    } else if (dependency !== null && dependency !== undefined) {
      if (optional.has(dependency.index))
        faults.add('OPTIONAL_INVALID', 'It is named twice; name it once.', 'optional', i)
      optional.add(dependency.index)
    }
  }
  return optional
}

/** A task that may be skipped gives a substitute that fits, or every consumer tolerates its absence. */
export function checkSubstitute(draft: Draft, scope: Scope): void {
  const { task, broken } = draft
  const { faults } = scope
  if (task.substitute !== undefined) {
    checkFits(draft, task.substitute as JsonValue, scope)
    return
  }
  const maySkip = task.run_if !== undefined || task.skip_if !== undefined
  if (!maySkip || broken.has('substitute')) return
  if (draft === scope.root) {
    const message = 'The root may be skipped, so it needs a substitute: its output is the final output.'
    faults.add('SUBSTITUTE_INVALID', message, 'substitute')
    return
  }
  const needing = draft.dependents.find(dependent => !dependent.task.optional?.includes(task.id!))
  if (needing === undefined) return
  const who = showName(needing.task.id ?? '')
  const message = `The task may be skipped and ${who} needs its output; give substitute, or name it in the optional of ${who}.`
  faults.add('SUBSTITUTE_INVALID', message, 'substitute')
}

function checkFits(
  { schema, narrowed, operation }: Draft,
  substitute: JsonValue,
  { faults, schemas: graph }: Scope,
): void {
  const schemas = narrowed ? [schema, operation?.output ?? null] : [schema]
  for (const one of schemas) {
    const verdict = one === null ? null : graph.check(one, substitute)
    if (verdict === null || verdict.valid) continue
    const place = faults.pointer('substitute')
    faults.addAll(
      verdict.faults.map(fault => ({
        pointer: place + fault.pointer,
        code: 'SUBSTITUTE_INVALID',
        message: `The substitute does not fit the schema of its task: ${fault.message}`,
      })),
    )
    return
  }
}
