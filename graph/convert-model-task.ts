/** The prototype's `llm` tasks as model tasks: its prompt, the schema it sent and checked, and its `skip_if`. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { dropUnknown, type OldTask } from '#graph/convert-graph'
import { addRules, escapeReferences, mergeSchemas, sampleOf } from '#graph/convert-schema'
import { readSchema } from '#json/schema'
import { isObject } from '#json/value'

export function convertModelTask(old: OldTask): readonly JsonObject[] {
  const { dropped, spec, task } = old
  const sent = isObject(spec.output_schema) ? spec.output_schema : { type: 'object' }
  const joined = old.checked === null ? sent : mergeSchemas(sent, old.checked)
  const schema = addRules(joined, old.rules, dropped)
  dropped.enter('run')
  dropped.enter('spec')
  dropUnknown(spec, ['adapter', 'input', 'output_schema'], dropped)
  const adapter = JSON.stringify(spec.adapter ?? null)
  dropped.add(
    'MODEL_ID_INVALID',
    `The adapter ${adapter} is no model here; the session's default model is used.`,
    'adapter',
  )
  const { skip_if, ...input } = isObject(spec.input) ? spec.input : {}
  const skip = skip_if === undefined ? {} : convertSkip(old, skip_if, schema)
  dropped.leave()
  dropped.leave()
  for (const name of Object.keys(isObject(task.in) ? task.in : {})) {
    dropped.add(
      'FIELD_NOT_ALLOWED',
      'The prototype never showed this value to the model; add it to the prompt if wished.',
      'in',
      name,
    )
  }
  return [
    {
      id: old.id,
      type: 'model',
      input: {
        prompt: 'Return JSON only, without prose.\n{{task}}',
        task: escapeReferences({ task_id: task.id as string, input }),
      },
      schema,
      ...skip,
    },
  ]
}

/** `skip_if: {path, equals}` held when any dependency's output had that value under that key. */
function convertSkip(old: OldTask, skip: JsonValue, schema: JsonObject): JsonObject {
  const { dropped } = old
  dropped.enter('input')
  dropped.enter('skip_if')
  const found = isObject(skip) ? readSkip(old, skip) : null
  if (found === null) {
    dropped.add('FIELD_NOT_ALLOWED', 'No dependency can give a value under this path, so the task is never skipped.')
  } else if (found.substitute === null) {
    dropped.add('FIELD_NOT_ALLOWED', 'No substitute that fits the schema could be made, so the task is never skipped.')
  } else {
    const message =
      'The output of a skipped task was {"skipped": true, ...}; it is now a substitute that fits the schema.'
    dropped.add('SUBSTITUTE_INVALID', message)
  }
  dropped.leave()
  dropped.leave()
  return found?.substitute ? { skip_if: found.condition, substitute: found.substitute } : {}

  function readSkip(task: OldTask, condition: JsonObject) {
    dropUnknown(condition, ['path', 'equals'], dropped)
    const path = String(condition.path ?? '')
    const key = path.startsWith('$.') ? path.slice(2) : path
    const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const givers = key === '' ? [] : task.dependencies.filter(id => mayGive(task.done.get(id), key))
    if (givers.length === 0) return null
    const equals = condition.equals ?? null
    const matches = givers.map($from => ({ value: { $from, pointer }, matches: { const: equals } }))
    // The prototype read a missing key as null.
    const absent = givers.map($from => ({ not: { value: { $from, pointer }, matches: { not: { type: 'null' } } } }))
    const any = equals === null ? absent : matches
    return {
      condition: any.length === 1 ? any[0]! : { any },
      substitute: makeSubstitute(schema, task.task.id as string),
    }
  }
}

/** Whether a converted task's output may have the key: T4 refuses what is impossible. */
function mayGive(task: JsonObject | undefined, key: string): boolean {
  if (task === undefined) return false
  const schema = task.schema
  if (!isObject(schema) || schema.additionalProperties === true) return true
  const properties = schema.properties
  return isObject(properties) ? Object.hasOwn(properties, key) : schema.allOf !== undefined
}

function makeSubstitute(schema: JsonObject, id: string): JsonObject | null {
  const sample = sampleOf(schema)
  if (!isObject(sample)) return null
  const known: JsonObject = { status: 'ok', task_id: id }
  const named = Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, known[name] ?? value]))
  const read = readSchema(schema, { role: 'output' })
  if (!read.ok) return null
  return [named, sample].find(value => read.schema.isValid(value)) ?? null
}
