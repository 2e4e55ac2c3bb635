/**
 * Deleting a chat with a way back: it is gone from sight at once and deleted when its toast goes, for deleting is for good. A page
 * that is closed in between deletes on its way out.
 */
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Chat } from '#contracts/chat'
import { toFailure } from '../../api/api-failure.ts'
import { showToast } from '../../app/toasts.tsx'
import { removeChat } from './chat-api.ts'

let pending: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

function change(next: ReadonlySet<string>): void {
  pending = next
  for (const listener of listeners) listener()
}

const without = (chatId: string): ReadonlySet<string> => new Set([...pending].filter(id => id !== chatId))

export function usePendingDeletions(): ReadonlySet<string> {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => pending,
  )
}

export function deleteLater(client: QueryClient, chat: Chat): void {
  change(new Set([...pending, chat.chat_id]))
  showToast({
    text: `“${chat.title.slice(0, 60)}” is deleted.`,
    action: { label: 'Undo', run: () => change(without(chat.chat_id)) },
    onGone: () => void remove(client, chat.chat_id),
  })
}

async function remove(client: QueryClient, chatId: string): Promise<void> {
  try {
    await removeChat(chatId)
    client.removeQueries({ queryKey: ['chat', chatId] })
    await client.invalidateQueries({ queryKey: ['chats'] })
  } catch (error) {
    const { code, message } = toFailure(error)
    // Another tab was faster.
    if (code !== 'NOT_FOUND') showToast({ text: `The chat is still there. ${message}`, tone: 'bad' })
  }
  change(without(chatId))
}

addEventListener('pagehide', () => {
  for (const chatId of pending) void removeChat(chatId).catch(() => undefined)
})
