/**
 * The prototype's deterministic handlers as operations. A handler that branches becomes a condition with a substitute; one that
 * nothing here can do keeps a name that admission will refuse, and is listed.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { dropUnknown, type OldTask } from '#graph/convert-graph'
import { addRules, escapeReferences } from '#graph/convert-schema'
import { isObject } from '#json/value'

/** The prototype called a text simple below this many characters. */
const SIMPLE_LENGTH = 80

/** The tasks an old deterministic task becomes; the last one has its id and its output. */
export function convertHandler(old: OldTask): readonly JsonObject[] {
  old.dropped.enter('run')
  old.dropped.enter('spec')
  dropUnknown(old.spec, ['handler', 'args'], old.dropped)
  old.dropped.leave()
  old.dropped.leave()
  switch (old.spec.handler) {
    case 'echo':
      return [merge(old, { message: readArgument(old, 'message') ?? null })]
    case 'flaky_once':
      return convertFlaky(old)
    case 'classify_simple':
      return convertClassifier(old)
    case 'quality_gate':
      return convertGate(old)
    default:
      return keepUnknown(old)
  }
}

/** A task that gives what the handler gave: `status`, `task_id` and the members. */
function merge(old: OldTask, members: JsonObject): JsonObject {
  const output = escapeReferences(answer(old, members))
  return {
    id: old.id,
    type: 'deterministic',
    op: 'agg.merge',
    input: { objects: [output] },
    ...readSchema(old),
  }
}

function readSchema({ checked, rules, dropped }: OldTask): JsonObject {
  if (checked === null && rules.length === 0) return {}
  return { schema: addRules(checked ?? { type: 'object', additionalProperties: true }, rules, dropped) }
}

function answer(old: OldTask, members: JsonObject): JsonObject {
  return { status: 'ok', task_id: old.task.id as string, ...members }
}

/** `in` came before `run.spec.args`; whatever else they hold was never read and is listed. */
function readArgument(old: OldTask, name: string): JsonValue | undefined {
  const direct = isObject(old.task.in) ? old.task.in : {}
  const args = isObject(old.spec.args) ? old.spec.args : {}
  const message = 'The handler never read this value.'
  for (const other of Object.keys(direct)) {
    if (other !== name) old.dropped.add('FIELD_NOT_ALLOWED', message, 'in', other)
  }
  for (const other of Object.keys(args)) {
    const isTwin =
      other === name && direct[name] !== undefined && JSON.stringify(direct[name]) !== JSON.stringify(args[name])
    if (other !== name || isTwin) old.dropped.add('FIELD_NOT_ALLOWED', message, 'run', 'spec', 'args', other)
  }
  return direct[name] ?? args[name]
}

function convertFlaky(old: OldTask): readonly JsonObject[] {
  const message = 'The planned first failure has no counterpart: operations are pure. Its final answer is given.'
  old.dropped.add('FIELD_NOT_ALLOWED', message, 'run', 'spec', 'handler')
  readArgument(old, '')
  return [merge(old, { message: 'recovered' })]
}

/** Counts the text, then answers by a condition on the count. */
function convertClassifier(old: OldTask): readonly JsonObject[] {
  const given = readArgument(old, 'text') ?? ''
  const text = typeof given === 'string' ? given : JSON.stringify(given)
  if (text !== given) {
    const message = 'The text is no string; its JSON is counted instead.'
    old.dropped.add('FIELD_NOT_ALLOWED', message, 'in', 'text')
  }
  let counter = `${old.id}.length`
  while (old.taken.has(counter)) counter += '.'
  const output = merge(old, { is_simple: true })
  return [
    { id: counter, type: 'deterministic', op: 'text.count', input: { text } },
    {
      ...output,
      dependencies: [...old.dependencies, counter],
      run_if: { value: { $from: counter, pointer: '/characters' }, matches: { exclusiveMaximum: SIMPLE_LENGTH } },
      substitute: answer(old, { is_simple: false }),
    },
  ]
}

/** The gate asked whether another task's slides are complete: that question is a schema. */
function convertGate(old: OldTask): readonly JsonObject[] {
  const args = isObject(old.spec.args) ? old.spec.args : {}
  const from = String(args.dep_task_id ?? old.dependencies[0] ?? '')
  const fields = Array.isArray(args.required_fields) ? args.required_fields : ['i', 'title', 'msg', 'bullets']
  const count = Number(args.target_slide_count ?? 18)
  old.dropped.enter('run')
  old.dropped.enter('spec')
  old.dropped.enter('args')
  dropUnknown(args, ['dep_task_id', 'target_slide_count', 'required_fields'], old.dropped)
  old.dropped.leave()
  const message = 'The gate now gives one reason for every refusal, contract_not_met.'
  old.dropped.add('FIELD_NOT_ALLOWED', message, 'handler')
  old.dropped.leave()
  old.dropped.leave()
  const bullets = fields.includes('bullets') ? { properties: { bullets: { type: 'array', maxItems: 1 } } } : {}
  const slides = {
    type: 'array',
    minItems: count,
    maxItems: count,
    items: { type: 'object', required: fields, ...bullets },
  }
  const pass = { message: 'skip_full', needs_refine: false, reason: 'mini_satisfies_contract' }
  const fail = { message: 'run_full', needs_refine: true, reason: 'contract_not_met' }
  return [
    {
      ...merge(old, pass),
      dependencies: [...new Set([...old.dependencies, from])],
      run_if: { value: { $from: from }, matches: { type: 'object', required: ['slides'], properties: { slides } } },
      substitute: answer(old, fail),
    },
  ]
}

function keepUnknown(old: OldTask): readonly JsonObject[] {
  const handler = String(old.spec.handler)
  const message = 'No operation does what this handler did; offer one under this name, or replace the task.'
  old.dropped.add('OPERATION_UNKNOWN', message, 'run', 'spec', 'handler')
  const direct = isObject(old.task.in) ? old.task.in : {}
  const args = isObject(old.spec.args) ? old.spec.args : {}
  return [
    {
      id: old.id,
      type: 'deterministic',
      op: `prototype.${handler.slice(0, 64)}`,
      input: escapeReferences({ ...args, ...direct }),
      ...readSchema(old),
    },
  ]
}
