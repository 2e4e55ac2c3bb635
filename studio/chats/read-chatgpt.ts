/**
 * Reads `conversations.json` of a ChatGPT export: each conversation a map of nodes with parents. What no chat of ours can hold
 * (system prompts, tool calls, pictures) is passed over and named; a map that is no tree is refused.
 */
import type { Fault } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { isObject } from '#json/value'
import { type FileChat, type FileMessage, fault, type ReadChats, refused, type Skipped } from './chat-file.ts'

const MAX_CHATS = 10_000
const MAX_NODES = 100_000
const MAX_SKIPPED = 200
const MAX_FAULTS = 100
const MAX_TITLE = 256
const MAX_TEXT = 1_000_000

/** Throws INVALID_REQUEST with places. */
export function readChatGpt(conversations: readonly JsonValue[]): ReadChats {
  if (conversations.length > MAX_CHATS) throw refused([fault('', `A file holds ${MAX_CHATS} chats at most; split it.`)])
  const faults: Fault[] = []
  const skipped: Skipped[] = []
  const chats: FileChat[] = []
  for (const [at, conversation] of conversations.entries()) {
    const chat = readConversation(conversation, `/${at}`, faults, skipped)
    if (chat !== null && chat.messages.length > 0) chats.push(chat)
    if (faults.length > MAX_FAULTS) break
  }
  if (faults.length > 0) throw refused(faults)
  if (chats.length === 0) throw refused([fault('', 'No conversation with messages is in this file.')])
  return { chats, skipped: skipped.slice(0, MAX_SKIPPED) }
}

function readConversation(value: JsonValue, pointer: string, faults: Fault[], skipped: Skipped[]): FileChat | null {
  const mapping = isObject(value) ? value.mapping : undefined
  if (!isObject(value) || !isObject(mapping)) {
    faults.push(fault(`${pointer}/mapping`, 'A conversation has its messages in "mapping".'))
    return null
  }
  const order = orderNodes(mapping, `${pointer}/mapping`, faults)
  if (order === null) return null
  const messages: FileMessage[] = []
  /** The nearest message that is kept, for each node. */
  const places = new Map<string, number | null>()
  for (const [id, parent] of order) {
    const above = parent === null ? null : (places.get(parent) ?? null)
    const message = readNode(mapping[id], `${pointer}/mapping/${toToken(id)}`, skipped)
    places.set(id, message === null ? above : messages.length)
    if (message !== null) messages.push({ id: messages.length, parent: above, ...message })
  }
  const current = typeof value.current_node === 'string' ? (places.get(value.current_node) ?? null) : null
  const createdAt = toMoment(value.create_time)
  return {
    title: (typeof value.title === 'string' && value.title.trim() !== '' ? value.title : 'Imported chat').slice(
      0,
      MAX_TITLE,
    ),
    ...(createdAt === null ? {} : { created_at: createdAt }),
    active: current,
    messages,
  }
}

/** Ids with their parents, parents first. Null, with a fault, where the map is too large or goes in a circle. */
function orderNodes(
  mapping: JsonObject,
  pointer: string,
  faults: Fault[],
): readonly (readonly [string, string | null])[] | null {
  const ids = Object.keys(mapping)
  if (ids.length > MAX_NODES) {
    faults.push(fault(pointer, `A conversation has ${MAX_NODES} messages at most.`))
    return null
  }
  const parentOf = (id: string): string | null => {
    const node = mapping[id]
    const parent = isObject(node) ? node.parent : undefined
    return typeof parent === 'string' && Object.hasOwn(mapping, parent) ? parent : null
  }
  const children = Map.groupBy(ids, parentOf)
  const order: (readonly [string, string | null])[] = []
  const waiting = [...(children.get(null) ?? [])].reverse()
  while (waiting.length > 0) {
    const id = waiting.pop()!
    order.push([id, parentOf(id)])
    waiting.push(...[...(children.get(id) ?? [])].reverse())
  }
  if (order.length === ids.length) return order
  const reached = new Set(order.map(([id]) => id))
  const lost = ids.find(id => !reached.has(id)) ?? ''
  faults.push(fault(`${pointer}/${toToken(lost)}/parent`, 'The parents of this message lead back to itself.'))
  return null
}

type Read = Omit<FileMessage, 'id' | 'parent'>

function readNode(node: JsonValue | undefined, pointer: string, skipped: Skipped[]): Read | null {
  const message = isObject(node ?? null) ? (node as JsonObject).message : null
  if (!isObject(message ?? null)) return null
  const { author, content, create_time: time } = message as JsonObject
  const role = isObject(author ?? null) ? (author as JsonObject).role : undefined
  if (role !== 'user' && role !== 'assistant') {
    if (role === 'tool') skipped.push({ pointer, message: 'A tool spoke here; only people and models are taken.' })
    return null
  }
  const parts = isObject(content ?? null) ? (content as JsonObject).parts : undefined
  const list = Array.isArray(parts) ? parts : []
  const texts = list.filter(part => typeof part === 'string')
  if (texts.length < list.length)
    skipped.push({ pointer, message: 'Pictures and other parts that are no text were left out.' })
  const whole = texts.join('\n\n')
  if (whole.length > MAX_TEXT) skipped.push({ pointer, message: `Only the first ${MAX_TEXT} characters were taken.` })
  const text = whole.slice(0, MAX_TEXT)
  if (text.trim() === '') return null
  const createdAt = toMoment(time)
  return { role, text, ...(createdAt === null ? {} : { created_at: createdAt }) }
}

/** Seconds since 1970, as ChatGPT writes them. */
function toMoment(seconds: JsonValue | undefined): string | null {
  if (typeof seconds !== 'number' || seconds < 0 || seconds > 32_503_680_000) return null
  return new Date(Math.floor(seconds * 1_000)).toISOString()
}

const toToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
