/**
 * The prompt of a model task without its content: what a model prefers after it, it prefers whatever it reads (rule M8, contextual
 * calibration). Values that stand for content are those inserted into the last message of the user; it decides nothing else.
 */
import type { ChatMessage } from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { isNamedValue, readPlaceholders, renderPrompt, type VerbatimMessages } from '#graph/prompt'
import { looksLikeReference } from '#graph/read-reference'
import { isObject } from '#json/value'

/** What stands for the content; several, because each alone says something of its own. */
const FILLERS = ['N/A', '[MASK]', ''] as const

/** How many content-free prompts a choice is calibrated with. */
export const CONTENT_FREE_PROMPTS = FILLERS.length

/** Renders the content-free prompts of a task from its built input. */
export function contentFreeRenderer(
  source: JsonObject,
  system: string | undefined,
  verbatim: VerbatimMessages,
): (input: JsonObject) => readonly (readonly ChatMessage[])[] {
  const names = contentNames(source)
  return input =>
    FILLERS.map(filler => {
      const filled = Object.fromEntries(names.map(name => [name, filler]))
      const messages = renderPrompt({ ...input, ...filled }, system, verbatim)
      return names.length > 0 ? messages : withoutLast(messages, filler)
    })
}

/** Names of the inserted values that come from elsewhere; all inserted ones where none does. */
function contentNames(source: JsonObject): readonly string[] {
  const template = lastTemplate(source)
  if (template === null) return []
  const names = [...new Set(readPlaceholders(template))].filter(name => isNamedValue(source, name))
  const given = names.filter(name => hasReference(source[name]!))
  return given.length > 0 ? given : names
}

function lastTemplate({ messages, prompt }: JsonObject): string | null {
  if (messages === undefined) return typeof prompt === 'string' ? prompt : null
  if (!Array.isArray(messages)) return null
  const last = (messages as readonly JsonValue[]).findLast(message => isObject(message) && message.role === 'user')
  return isObject(last) && typeof last.content === 'string' ? last.content : null
}

function hasReference(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (isObject(value) && looksLikeReference(value)) return value.$literal === undefined
  return Object.values(value).some(member => hasReference(member as JsonValue))
}

function withoutLast(messages: readonly ChatMessage[], filler: string): readonly ChatMessage[] {
  const last = messages.findLastIndex(({ role }) => role === 'user')
  return messages.map((message, index) => (index === last ? { ...message, content: filler } : message))
}
