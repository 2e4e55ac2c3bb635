/**
 * What Studio itself adds to a prompt: the schema for a model that writes JSON, what it says in words for one that writes plain text,
 * and the repair turn after a rejected answer (M5). All are bounded, so that the certificate can count them.
 */
import type { ChatMessage } from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'
import { fromPointer, readPointer } from '#json/pointer'
import type { Schema } from '#json/schema'
import type { TextFrame } from '#json/schema/text-frame'
import { readOutput } from './read-output.ts'

const INSTRUCTION = 'Answer with one JSON value and nothing else. It must fit this JSON Schema:\n'
const REPAIR_ANSWER_CHARACTERS = 4_000
const REPAIR_FAULTS = 8
const REPAIR_FAULT_CHARACTERS = 240
const REPAIR_HEAD = 'That answer was rejected:\n'
const REPAIR_TAIL = {
  json: '\nAnswer again with the corrected JSON value and nothing else.',
  text: '\nAnswer again with the corrected text and nothing else.',
} as const
/** Names that say no more of a text than that it is the answer. */
const PLAIN_NAME = /^(?:.{0,2}|answer|body|content|message|output|reply|response|result|string|text|value|.{65,})$/is
/** Of examples that a schema gives for its text. */
const MOST_EXAMPLES = 8

/** Most UTF-8 bytes that a repair turn adds (three bytes a UTF-16 unit at most). */
export const REPAIR_BYTES_MAX =
  3 * (REPAIR_ANSWER_CHARACTERS + REPAIR_FAULTS * (REPAIR_FAULT_CHARACTERS + 3)) +
  REPAIR_HEAD.length +
  REPAIR_TAIL.json.length

/** Puts the schema into the system message, where tasks that share a prefix share it too (M7). */
export function withSchema(messages: readonly ChatMessage[], schema: JsonValue): ChatMessage[] {
  return withInstruction(messages, INSTRUCTION + canonicalJson(schema))
}

/**
 * The conversation for an answer in plain text (M9): worked examples that are values of the schema become their texts, and what the schema
 * says of its text is told in words. A text of which it says nothing is asked for as it is.
 */
export function withTextFrame(
  messages: readonly ChatMessage[],
  frame: TextFrame,
  schema: Schema,
): readonly ChatMessage[] {
  const told = messages.map(message => (message.role === 'assistant' ? toTextExample(message, frame, schema) : message))
  const sentences = describeText(frame, schema.source as JsonValue)
  return sentences.length === 0 ? told : withInstruction(told, sentences.join('\n'))
}

function toTextExample(message: ChatMessage, { pointer }: TextFrame, schema: Schema): ChatMessage {
  const read = readOutput(message.content)
  if (!read.ok || !schema.isValid(read.value)) return message
  const found = readPointer(read.value, pointer)
  return found.found && typeof found.value === 'string' ? { ...message, content: found.value } : message
}

/** Its name where that tells something, the constants beside it, notes, lengths. */
function describeText({ before, after, pointer, text, names }: TextFrame, schema: JsonValue): readonly string[] {
  const name = fromPointer(pointer)?.at(-1) ?? ''
  const notes = text === schema ? [text] : [schema as JsonObject, text]
  const { minLength, maxLength, examples } = text
  return [
    ...(PLAIN_NAME.test(name) ? [] : [`Answer with the ${toWords(name)} and nothing else.`]),
    ...(names.length > 1 ? [`It is to stand in ${before}${after}.`] : []),
    ...notes.flatMap(({ title, description }) => [title, description]).filter(note => typeof note === 'string'),
    ...(Array.isArray(examples)
      ? [`For example: ${examples.slice(0, MOST_EXAMPLES).map(canonicalJson).join(', ')}`]
      : []),
    ...(Number(minLength) > 1 ? [`At least ${minLength} characters.`] : []),
    ...(maxLength === undefined ? [] : [`At most ${maxLength} characters.`]),
  ]
}

/** `french_translation` and `frenchTranslation` are `french translation`. */
const toWords = (name: string): string =>
  name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, low: string, high: string) => `${low} ${high.toLowerCase()}`)

function withInstruction(messages: readonly ChatMessage[], instruction: string): ChatMessage[] {
  const [first, ...rest] = messages
  if (first?.role === 'system') return [{ role: 'system', content: `${first.content}\n\n${instruction}` }, ...rest]
  return [{ role: 'system', content: instruction }, ...messages]
}

/** The same conversation with the rejected answer and why: one line per failing pointer. */
export function withRepair(
  messages: readonly ChatMessage[],
  rejected: string,
  reasons: readonly { readonly pointer: string; readonly message: string }[],
  form: 'json' | 'text' = 'json',
): ChatMessage[] {
  const lines = reasons
    .slice(0, REPAIR_FAULTS)
    .map(
      reason => `- ${`${reason.pointer || '(the whole answer)'}: ${reason.message}`.slice(0, REPAIR_FAULT_CHARACTERS)}`,
    )
  return [
    ...messages,
    { role: 'assistant', content: rejected.slice(0, REPAIR_ANSWER_CHARACTERS).toWellFormed() },
    { role: 'user', content: REPAIR_HEAD + lines.join('\n') + REPAIR_TAIL[form] },
  ]
}
