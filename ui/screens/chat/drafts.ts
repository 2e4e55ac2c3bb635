/** What was typed and not sent yet, by chat: it outlives a reload, a closed tab and a server that went away. */

const PREFIX = 'kora-draft:'
const NEW = 'new'
/** A pasted book is sent as a file. */
const LONGEST = 200_000

const keyOf = (chatId: string | null): string => `${PREFIX}${chatId ?? NEW}`

export const readDraft = (chatId: string | null): string => localStorage.getItem(keyOf(chatId)) ?? ''

export function keepDraft(chatId: string | null, text: string): void {
  try {
    if (text === '') localStorage.removeItem(keyOf(chatId))
    else if (text.length <= LONGEST) localStorage.setItem(keyOf(chatId), text)
  } catch {
    // A full storage costs the memory of a draft, not the draft.
  }
}
