/** Keeps chats that were read from a file: all of them or none. Their answers were never checked here, and are marked so. */

import type { FileChat } from './chat-file.ts'
import type { NewMessage } from './chat-store.ts'
import type { Chats } from './open-chats.ts'

/** Ids of the new chats. Throws STORAGE_FULL. */
export function importChats({ base, store }: Chats, chats: readonly FileChat[]): readonly string[] {
  return base.write(() =>
    chats.map(chat => {
      const { chat_id: chatId } = store.create({
        title: chat.title.trim() || 'Imported chat',
        ...(chat.options === undefined ? {} : { options: chat.options }),
      })
      const ids = store.add(chatId, chat.messages.map(toNew))
      const active = typeof chat.active === 'number' ? ids[chat.active] : undefined
      if (active !== undefined) store.change(chatId, { active })
      return chatId
    }),
  )
}

function toNew({ parent, role, text, status, created_at: at, attachments }: FileChat['messages'][number]): NewMessage {
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
