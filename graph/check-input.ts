/**
 * What can be known of a task's input before the run: whether an operation can ever accept it (T5), and whether a model's
 * prompt is whole. Only certain mismatches are faults; what depends on values is left to the check at run time.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { type CompiledInput, isWrittenOut, type Slot } from '#graph/compile-input'
import type { Scope } from '#graph/draft'
import type { FaultList } from '#graph/fault-list'
import { showName } from '#graph/near-names'
import { isNamedValue, readPlaceholders, type VerbatimMessages } from '#graph/prompt'
import { looksLikeReference } from '#graph/read-reference'
import type { RegisteredOperation } from '#graph/registry'
import { partOf } from '#graph/task-schemas'
import { readSchema, type Schema } from '#json/schema'
import { isObject } from '#json/value'

/** Checks every known place of an operation's input against the operation's schema. `faults` stands at the input. */
export function checkOperationInput(
  input: JsonValue,
  compiled: CompiledInput,
  { input: consumer, name }: RegisteredOperation,
  scope: Scope,
): void {
  const { faults } = scope
  const who = `The operation ${name}`
  for (const slot of compiled.slots) checkSlot(slot, consumer, who, scope)
  const required = isObject(consumer.source) ? consumer.source.required : undefined
  if (compiled.constant !== null || !isWrittenOut(input) || !Array.isArray(required)) return
  for (const member of required as readonly string[]) {
    if (!Object.hasOwn(input, member)) {
      faults.add('INPUT_REJECTED', `${who} needs ${showName(member)}; give it.`, member)
    }
  }
}

function checkSlot({ path, known }: Slot, consumer: Schema, who: string, scope: Scope): void {
  const { faults } = scope
  const part = partOf(consumer, path.map(String))
  if (part === 'impossible') {
    const properties = isObject(consumer.source) ? consumer.source.properties : undefined
    const isNamed = isObject(properties) && path.length === 1
    const near = isNamed ? faults.suggest(String(path[0]), () => Object.keys(properties)) : ''
    faults.add('INPUT_REJECTED', `${who} takes no value here${near || '; remove it.'}`, ...path)
  } else if (part !== null && known !== null) {
    if ('schema' in known) checkEdge(path, known.schema, part, who, scope)
    else {
      if (known.input !== undefined) scope.inputRules.push({ pointer: known.input, schema: part })
      checkValue(path, known.value, part, who, scope)
    }
  }
}

function checkEdge(
  path: Slot['path'],
  producer: Schema,
  consumer: Schema,
  who: string,
  { faults, schemas }: Scope,
): void {
  if (schemas.relate(producer, consumer) !== 'never') return
  const message = `${who} can never accept what this reference gives; take another pointer or producer.`
  faults.add('EDGE_MISMATCH', message, ...path)
}

function checkValue(
  path: Slot['path'],
  value: JsonValue,
  consumer: Schema,
  who: string,
  { faults, schemas }: Scope,
): void {
  const verdict = schemas.check(consumer, value)
  if (verdict.valid) return
  const place = faults.pointer(...path)
  faults.addAll(
    verdict.faults.map(fault => ({
      pointer: place + fault.pointer,
      code: 'INPUT_REJECTED',
      message: `${who} does not accept this: ${fault.message}`,
    })),
  )
}

const MESSAGE = {
  type: 'object',
  properties: { role: { enum: ['system', 'user', 'assistant'] }, content: { type: 'string' } },
  required: ['role', 'content'],
  additionalProperties: false,
}

/** What the engine renders: everything beside these two is a named value. */
const PROMPT_SCHEMA = assertSchema({
  type: 'object',
  properties: { prompt: { type: 'string' }, messages: { type: 'array', items: MESSAGE, minItems: 1 } },
})

function assertSchema(source: JsonValue): Schema {
  const result = readSchema(source, { role: 'predicate' })
  if (!result.ok) throw new TypeError(result.faults.map(fault => fault.message).join(' '))
  return result.schema
}

/** As `checkPrompt`, and what comes by reference must be able to be a text or a message (T5). */
export function checkModelInput(input: JsonValue | undefined, compiled: CompiledInput, scope: Scope): VerbatimMessages {
  const { faults } = scope
  const before = faults.count
  const verbatim = checkPrompt(input, faults)
  if (faults.count > before) return verbatim
  for (const slot of compiled.slots) checkSlot(slot, PROMPT_SCHEMA, 'A model task', scope)
  return verbatim
}

/**
 * Checks the `{prompt}` or `{messages}` of a model task and the names its templates insert. Answers which messages come by
 * reference and are therefore no templates. `faults` stands at the input.
 */
function checkPrompt(input: JsonValue | undefined, faults: FaultList): VerbatimMessages {
  if (input === undefined || !isWrittenOut(input)) {
    faults.add('GRAPH_SHAPE', 'The input of a model task is {"prompt": "..."} or {"messages": [...]}, written out.')
    return 'all'
  }
  const { prompt, messages } = input
  if ((prompt === undefined) === (messages === undefined)) {
    faults.add('GRAPH_SHAPE', 'The input of a model task has either prompt or messages; give one of them.')
    return 'all'
  }
  if (messages === undefined) return checkContent(prompt!, input, faults, 'prompt') ? new Set([0]) : new Set()
  if (isObject(messages) && looksLikeReference(messages)) return 'all'
  if (!Array.isArray(messages) || messages.length === 0) {
    faults.add('GRAPH_SHAPE', 'messages is a list of at least one {"role", "content"}.', 'messages')
    return 'all'
  }
  const verbatim = new Set<number>()
  messages.forEach((message: JsonValue, i) => {
    if (checkMessage(message, i, input, faults)) verbatim.add(i)
  })
  return verbatim
}

/** True where the content of the message comes by reference. */
function checkMessage(message: JsonValue, i: number, input: JsonObject, faults: FaultList): boolean {
  if (isObject(message) && looksLikeReference(message)) return true
  const role = isObject(message) ? message.role : undefined
  const names = isObject(message) ? Object.keys(message).sort().join() : ''
  if (names !== 'content,role' || !['system', 'user', 'assistant'].includes(role as string)) {
    const message = 'A message is {"role": "system" | "user" | "assistant", "content": "..."}.'
    faults.add('GRAPH_SHAPE', message, 'messages', i)
    return true
  }
  return checkContent((message as JsonObject).content!, input, faults, 'messages', i, 'content')
}

/** True where the text comes by reference. */
function checkContent(
  content: JsonValue,
  input: JsonObject,
  faults: FaultList,
  ...place: readonly (string | number)[]
): boolean {
  if (isObject(content) && looksLikeReference(content)) return true
  if (typeof content !== 'string') {
    faults.add('GRAPH_SHAPE', 'A prompt is a string; insert other values with {{name}}.', ...place)
    return true
  }
  for (const name of new Set(readPlaceholders(content))) {
    if (isNamedValue(input, name)) continue
    const others = () => Object.keys(input).filter(other => isNamedValue(input, other))
    const near = faults.suggest(name, others) || '; add it to the input, or put text with {{ into a named value.'
    faults.add('TEMPLATE_INVALID', `The input has no value named ${showName(name)}${near}`, ...place)
  }
  return false
}
