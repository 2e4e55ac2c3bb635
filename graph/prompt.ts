/**
 * From a model task's built input to chat messages. `{{name}}` inserts the named value of the same input; inserted text is
 * never read as a template again, and there is no logic. A prompt that would grow beyond 8 MiB is refused, not cut (B7).
 */
import type { ChatMessage } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'
import { isObject } from '#json/value'

/** Characters of all messages together. */
export const MAX_PROMPT_LENGTH = 8 * 1024 * 1024

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g
const ROLES: ReadonlySet<unknown> = new Set(['system', 'user', 'assistant'])

/** Messages by position, or the prompt as message 0, whose text came by reference and is therefore no template. */
export type VerbatimMessages = ReadonlySet<number> | 'all'

/** Names between `{{` and `}}`, without the blanks around them, in order of appearance. */
export function readPlaceholders(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(match => match[1]!.trim())
}

/** Whether `{{name}}` may insert this member of the input. */
export function isNamedValue(input: JsonObject, name: string): boolean {
  return name !== 'prompt' && name !== 'messages' && Object.hasOwn(input, name)
}

/**
 * Renders `{prompt}` or `{messages}` with the system text, if any, first. Strings are inserted as they are, other values as
 * canonical JSON. Throws KoraError: INPUT_REJECTED for messages of another shape, TEMPLATE_INVALID for an unknown name,
 * CONTEXT_OVERFLOW beyond MAX_PROMPT_LENGTH.
 */
export function renderPrompt(
  input: JsonObject,
  system?: string,
  verbatim: VerbatimMessages = new Set(),
): readonly ChatMessage[] {
  const messages: ChatMessage[] = system === undefined ? [] : [{ role: 'system', content: system }]
  const room = { left: MAX_PROMPT_LENGTH }
  const given = readMessages(input)
  for (let i = 0; i < given.length; i += 1) {
    const { role, content } = given[i]!
    const isText = verbatim === 'all' || verbatim.has(i)
    messages.push({ role, content: isText ? take(content, room) : fillTemplate(content, input, room) })
  }
  return messages
}

function readMessages(input: JsonObject): readonly ChatMessage[] {
  if (input.messages === undefined) return [{ role: 'user', content: toText(input.prompt ?? null) }]
  const messages = input.messages
  if (!Array.isArray(messages)) throw rejected('/messages', 'messages is a list')
  return messages.map((message: JsonValue, i) => {
    if (!isObject(message) || !ROLES.has(message.role) || message.content === undefined) {
      throw rejected(`/messages/${i}`, 'a message is {"role": "system" | "user" | "assistant", "content": "..."}')
    }
    return { role: message.role as ChatMessage['role'], content: toText(message.content) }
  })
}

function fillTemplate(template: string, input: JsonObject, room: { left: number }): string {
  let text = ''
  let end = 0
  for (const match of template.matchAll(PLACEHOLDER)) {
    const name = match[1]!.trim()
    if (!isNamedValue(input, name)) throw new KoraError('TEMPLATE_INVALID')
    text += take(template.slice(end, match.index), room) + take(toText(input[name]!), room)
    end = match.index + match[0].length
  }
  return text + take(template.slice(end), room)
}

function take(text: string, room: { left: number }): string {
  room.left -= text.length
  if (room.left < 0) {
    throw new KoraError('CONTEXT_OVERFLOW', `The prompt is longer than ${MAX_PROMPT_LENGTH} characters.`)
  }
  return text
}

/** How a value stands in a prompt. */
export function toText(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value)
}

function rejected(pointer: string, what: string): KoraError {
  const message = `The input of the model task is not as it must be: ${what}.`
  return new KoraError('INPUT_REJECTED', message, { errors: [{ pointer, code: 'INPUT_REJECTED', message }] })
}
