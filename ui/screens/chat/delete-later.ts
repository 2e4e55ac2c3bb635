/**
 * Deleting a chat with a way back: it is gone from sight at once and deleted when its toast goes, for deleting is for good. A page
 * that is closed in between deletes on its way out.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { Chat } from '#contracts/chat'
import { toFailure } from '../../api/api-failure.ts'
import { forgetDraft } from '../../app/drafts.ts'
import { SharedValue, useShared } from '../../app/shared-value.ts'
import { showToast } from '../../app/toasts.tsx'
import { removeChat } from './chat-api.ts'

const pending = new SharedValue<ReadonlySet<string>>(new Set())
const spare = (chatId: string): void => pending.write(new Set([...pending.read()].filter(id => id !== chatId)))

export const usePendingDeletions = (): ReadonlySet<string> => useShared(pending)

export function deleteLater(client: QueryClient, chat: Chat): void {
  pending.write(new Set([...pending.read(), chat.chat_id]))
  showToast({
    text: `“${chat.title.slice(0, 60)}” is deleted.`,
    action: { label: 'Undo', run: () => spare(chat.chat_id) },
    onGone: () => void remove(client, chat.chat_id),
  })
}

async function remove(client: QueryClient, chatId: string): Promise<void> {
  try {
    await removeChat(chatId)
    forgetDraft(chatId)
    client.removeQueries({ queryKey: ['chat', chatId] })
    await client.invalidateQueries({ queryKey: ['chats'] })
  } catch (error) {
    const { code, message } = toFailure(error)
    // Another tab was faster.
    if (code !== 'NOT_FOUND') showToast({ text: `The chat is still there. ${message}`, tone: 'bad' })
  }
  spare(chatId)
}

addEventListener('pagehide', () => {
  for (const chatId of pending.read()) {
    void removeChat(chatId).catch(() => undefined)
    forgetDraft(chatId)
  }
})
