/**
 * The last look at what a rule planned: a task whose input does not fit its operation would be refused with the whole graph, so such a
 * match is none and the message goes on to the next rule or to a model. Inputs that refer to other tasks are admission's business.
 */
import type { JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { readSchema, type Schema } from '#kernel/plugin-door'
import { library } from '../library.ts'

const operations = new Map(library.operations.map(operation => [operation.name, operation]))
const schemas = new Map<string, Schema | null>()

export function withFittingInputs(rule: PlannerRule): PlannerRule {
  const match: PlannerRule['match'] = (input, isSettled) => {
    const matches = rule.match(input, isSettled)
    return matches.length === 0 ? matches : matches.filter(({ tasks }) => tasks.every(fits))
  }
  return { ...rule, match }
}

function fits({ op, input }: PlannedTask): boolean {
  if (refers(input)) return true
  const schema = schemaOf(op)
  return schema === null || schema.check(input).valid
}

/** Null for what another plugin's library answers. */
function schemaOf(op: string): Schema | null {
  let schema = schemas.get(op)
  if (schema === undefined) {
    const operation = operations.get(op)
    const read = operation === undefined ? null : readSchema(operation.input, { role: 'predicate' })
    schema = read?.ok === true ? read.schema : null
    schemas.set(op, schema)
  }
  return schema
}

function refers(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(refers)
  return '$from' in value || '$input' in value || '$literal' in value || Object.values(value).some(refers)
}
