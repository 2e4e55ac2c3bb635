/**
 * Keeps chats that were read from a file: all of them or none, also where it is cut off by a crash: they are seen when the last one is
 * there. Their answers were never checked here, and are marked so.
 */
import { KoraError } from '#contracts/failure'
import type { FileChat, FileMessage } from './chat-file.ts'
import type { ChatStore, NewMessage } from './chat-store.ts'
import type { Chats } from './open-chats.ts'

/** Kept at once; others are let in between. */
const MESSAGES_AT_ONCE = 500

/** Ids of the new chats. Throws STORAGE_FULL, and then none is left. */
export async function importChats(
  { base, store }: Pick<Chats, 'base' | 'store'>,
  chats: readonly FileChat[],
): Promise<readonly string[]> {
  const ids: string[] = []
  try {
    for (const group of toGroups(chats)) {
      const [first] = group
      if (group.length === 1 && first !== undefined && first.messages.length > MESSAGES_AT_ONCE)
        await importLong(store, first, ids)
      else ids.push(...base.write(() => group.map(chat => importShort(store, chat))))
      await letOthersIn()
    }
    store.welcome(ids)
  } catch (error) {
    await takeBack(store, ids)
    throw error
  }
  return ids
}

/** A full disk may refuse even this; then the next start does it, and nobody sees them until then. */
async function takeBack(store: ChatStore, ids: readonly string[]): Promise<void> {
  try {
    for (const id of ids) store.doom(id)
    store.forget(await store.sweep())
  } catch (error) {
    if (!(error instanceof KoraError)) throw error
  }
}

const letOthersIn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** Chats that are written together: as many as fit, because each time the disk is waited for. */
function* toGroups(chats: readonly FileChat[]): Generator<readonly FileChat[]> {
  let group: FileChat[] = []
  let size = 0
  for (const chat of chats) {
    if (group.length > 0 && size + chat.messages.length > MESSAGES_AT_ONCE) {
      yield group
      group = []
      size = 0
    }
    group.push(chat)
    // An empty chat is not for nothing either.
    size += chat.messages.length + 1
  }
  if (group.length > 0) yield group
}

const createFor = (store: ChatStore, { title, options }: FileChat): string =>
  store.create({ title: title.trim() || 'Imported chat', ...(options === undefined ? {} : { options }) }, {}, true)
    .chat_id

function importShort(store: ChatStore, chat: FileChat): string {
  const chatId = createFor(store, chat)
  const made = store.add(
    chatId,
    chat.messages.map(message => toNew(message, message.parent)),
  )
  choosePath(store, chatId, chat, made)
  return chatId
}

async function importLong(store: ChatStore, chat: FileChat, ids: string[]): Promise<void> {
  const chatId = createFor(store, chat)
  ids.push(chatId)
  const made: string[] = []
  for (let at = 0; at < chat.messages.length; at += MESSAGES_AT_ONCE) {
    const known = made.length
    const toParent = (place: number | null) => (place === null ? null : place < known ? made[place]! : place - known)
    const part = chat.messages.slice(at, at + MESSAGES_AT_ONCE)
    made.push(
      ...store.add(
        chatId,
        part.map(message => toNew(message, toParent(message.parent))),
      ),
    )
    await letOthersIn()
  }
  choosePath(store, chatId, chat, made)
}

function choosePath(store: ChatStore, chatId: string, { active }: FileChat, made: readonly string[]): void {
  const end = typeof active === 'number' ? made[active] : undefined
  if (end !== undefined) store.change(chatId, { active: end })
}

function toNew(
  { role, text, status, created_at: at, attachments }: FileMessage,
  parent: NewMessage['parent'],
): NewMessage {
  const createdAtMs = at === undefined ? Number.NaN : Date.parse(at)
  const files = (attachments ?? []).map(name => `\n\n_Attached, and not part of the import: ${name}_`).join('')
  return {
    parent,
    role,
    text: text + files,
    status: (status ?? 'success') as NewMessage['status'],
    unverified: role === 'assistant',
    ...(Number.isNaN(createdAtMs) ? {} : { createdAtMs }),
  }
}
