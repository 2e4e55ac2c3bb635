/**
 * The longest first prompt that a model task can render, in UTF-8 bytes, for every behaviour of the tasks before it. Text that is
 * known is measured; text that comes from a dependency is bounded by its schema, else by what its producer may generate.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { AdmittedGraph, AdmittedTask } from '#graph/admitted-graph'
import { courseOf } from '#graph/answer-course'
import { MAX_BYTES_PER_TOKEN, MAX_OUTPUT_BYTES } from '#graph/cost-bounds'
import { MAX_PROMPT_LENGTH, readPlaceholders, toText } from '#graph/prompt'
import { looksLikeReference } from '#graph/read-reference'
import { maxJsonBytes, maxTextBytes } from '#graph/size-of-schema'
import { partOf } from '#graph/task-schemas'
import { fromPointer, readPointer } from '#json/pointer'
import { isObject } from '#json/value'

export type PromptBound = { readonly bytes: number; readonly messages: number; readonly because: string }

/** A number such as 9e20 has up to 21 digits in canonical JSON where a model wrote four. */
const NUMBER_GROWTH = 6
/** UTF-8 bytes of one UTF-16 unit, at most. */
const BYTES_PER_UNIT = 3

export function maxPromptBytes(task: AdmittedTask, graph: AdmittedGraph): PromptBound {
  const input = graph.source.tasks[task.place]!.input as JsonObject
  const system = Buffer.byteLength(task.model?.system ?? '')
  const messages = countMessages(input, task, graph) + (task.model?.system === undefined ? 0 : 1)
  const given = input.messages ?? input.prompt!
  const bytes = Math.min(boundOf(given, input, task, graph), MAX_PROMPT_LENGTH * BYTES_PER_UNIT) + system
  const because = task.constantInput
    ? `${bytes} bytes of known text`
    : `${bytes} bytes, by schemas and limits of what it reads`
  return { bytes, messages, because }
}

/** Bytes of the prompt or of all messages: their own text and everything inserted. */
function boundOf(given: JsonValue, input: JsonObject, task: AdmittedTask, graph: AdmittedGraph): number {
  if (typeof given === 'string') {
    let bytes = Buffer.byteLength(given)
    for (const name of readPlaceholders(given)) bytes += valueBound(input[name]!, task, graph)
    return bytes
  }
  if (!Array.isArray(given)) return valueBound(given, task, graph)
  let bytes = 0
  for (const message of given as readonly JsonValue[]) {
    const content = isObject(message) && !looksLikeReference(message) ? message.content! : message
    bytes += typeof content === 'string' ? boundOf(content, input, task, graph) : valueBound(content, task, graph)
  }
  return bytes
}

function countMessages(input: JsonObject, task: AdmittedTask, graph: AdmittedGraph): number {
  const messages = input.messages
  if (messages === undefined) return 1
  if (Array.isArray(messages)) return messages.length
  // A message is at least `{"content":"","role":"user"},`.
  return Math.ceil(valueBound(messages, task, graph) / 28)
}

/** Bytes of a part of the input as text: literals are measured, references bounded. */
function valueBound(value: JsonValue, task: AdmittedTask, graph: AdmittedGraph): number {
  if (typeof value !== 'object' || value === null) return Buffer.byteLength(toText(value))
  if (isObject(value) && looksLikeReference(value)) return referenceBound(value, task, graph)
  let bytes = 2
  for (const [name, member] of Object.entries(value)) {
    const inner =
      typeof member === 'string' ? Buffer.byteLength(JSON.stringify(member)) : valueBound(member, task, graph)
    bytes += inner + 2 + Buffer.byteLength(JSON.stringify(name))
  }
  return bytes
}

function referenceBound(reference: JsonObject, task: AdmittedTask, graph: AdmittedGraph): number {
  if (reference.$literal !== undefined) return Buffer.byteLength(toText(reference.$literal))
  if (reference.$input !== undefined) {
    const given = readPointer(graph.inputs, reference.$input as string)
    return given.found ? Buffer.byteLength(JSON.stringify(given.value)) : 0
  }
  const from = task.dependencies.find(index => graph.tasks[index]!.id === reference.$from)
  const source = graph.tasks[from!]!
  const parts = fromPointer((reference.pointer ?? '') as string) ?? []
  const part = partOf(source.outputSchema, parts)
  const bySchema = part === null || part === 'impossible' ? Infinity : maxTextBytes(part.source)
  // The text "null" stands for a tolerated failure.
  return Math.max(4, Math.min(bySchema, outputBound(source)))
}

/** The most bytes a whole output can have. */
function outputBound(task: AdmittedTask): number {
  const declared = Math.min(
    maxJsonBytes(task.outputSchema.source),
    task.operation === null ? Infinity : maxJsonBytes(task.operation.output.source),
  )
  const generated =
    task.budget === null
      ? MAX_OUTPUT_BYTES
      : task.budget.max_tokens * MAX_BYTES_PER_TOKEN * NUMBER_GROWTH + (courseOf(task)?.bytes ?? 0)
  const substitute = task.substitute === undefined ? 0 : Buffer.byteLength(JSON.stringify(task.substitute))
  return Math.max(substitute, Math.min(declared, generated, MAX_OUTPUT_BYTES))
}
