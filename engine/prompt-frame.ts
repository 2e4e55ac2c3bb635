/**
 * What Studio itself adds to a prompt: the schema in words for the model, and the repair turn after a rejected answer (M5).
 * Both are bounded, so that the certificate can count them.
 */
import type { ChatMessage } from '#contracts/connector-port'
import type { JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'

const INSTRUCTION = 'Answer with one JSON value and nothing else. It must fit this JSON Schema:\n'
const REPAIR_ANSWER_CHARACTERS = 4_000
const REPAIR_FAULTS = 8
const REPAIR_FAULT_CHARACTERS = 240
const REPAIR_HEAD = 'That answer was rejected:\n'
const REPAIR_TAIL = '\nAnswer again with the corrected JSON value and nothing else.'

/** Most UTF-8 bytes that a repair turn adds (three bytes a UTF-16 unit at most). */
export const REPAIR_BYTES_MAX =
  3 * (REPAIR_ANSWER_CHARACTERS + REPAIR_FAULTS * (REPAIR_FAULT_CHARACTERS + 3)) +
  REPAIR_HEAD.length +
  REPAIR_TAIL.length

/** Puts the schema into the system message, where tasks that share a prefix share it too (M7). */
export function withSchema(messages: readonly ChatMessage[], schema: JsonValue): ChatMessage[] {
  const instruction = INSTRUCTION + canonicalJson(schema)
  const [first, ...rest] = messages
  if (first?.role === 'system') return [{ role: 'system', content: `${first.content}\n\n${instruction}` }, ...rest]
  return [{ role: 'system', content: instruction }, ...messages]
}

/** The same conversation with the rejected answer and why: one line per failing pointer. */
export function withRepair(
  messages: readonly ChatMessage[],
  rejected: string,
  reasons: readonly { readonly pointer: string; readonly message: string }[],
): ChatMessage[] {
  const lines = reasons
    .slice(0, REPAIR_FAULTS)
    .map(
      reason => `- ${`${reason.pointer || '(the whole answer)'}: ${reason.message}`.slice(0, REPAIR_FAULT_CHARACTERS)}`,
    )
  return [
    ...messages,
    { role: 'assistant', content: rejected.slice(0, REPAIR_ANSWER_CHARACTERS).toWellFormed() },
    { role: 'user', content: REPAIR_HEAD + lines.join('\n') + REPAIR_TAIL },
  ]
}
