/**
 * What was written and not sent yet, by chat: words, and files that wait at the server. It outlives a reload, a closed tab and a server
 * that went away; it goes with its chat.
 */
import type { AttachmentInfo } from '#contracts/chat'

/** A file of a draft; `info` is null while it was on its way, so that a reload lost it. */
export type DraftFile = { readonly name: string; readonly sizeBytes: number; readonly info: AttachmentInfo | null }

export type Draft = {
  readonly text: string
  /** Being sent: until it was taken it is a draft as well, before whatever is typed meanwhile. */
  readonly asked: string
  readonly files: readonly DraftFile[]
}

const PREFIX = 'kora-draft:'
const NEW = 'new'
/** A pasted book is sent as a file. */
const LONGEST = 200_000
const NOTHING: Draft = { text: '', asked: '', files: [] }

const keyOf = (chatId: string | null): string => `${PREFIX}${chatId ?? NEW}`

export function readDraft(chatId: string | null): Draft {
  const stored = localStorage.getItem(keyOf(chatId))
  if (stored === null) return NOTHING
  try {
    return checkDraft(JSON.parse(stored)) ?? { ...NOTHING, text: stored }
  } catch {
    // Of an earlier version: the words alone.
    return { ...NOTHING, text: stored }
  }
}

export function keepDraft(chatId: string | null, draft: Draft): void {
  try {
    const isLong = draft.text.length + draft.asked.length > LONGEST
    if (draft.text === '' && draft.asked === '' && draft.files.length === 0) forgetDraft(chatId)
    else if (!isLong) localStorage.setItem(keyOf(chatId), JSON.stringify(draft))
  } catch {
    // A full storage costs the memory of a draft, not the draft.
  }
}

export const forgetDraft = (chatId: string | null): void => localStorage.removeItem(keyOf(chatId))

/** What was asked made a chat of its own: what was typed and attached since belongs there, not to the next new chat. */
export function moveDraft(chatId: string, sentFileIds: readonly string[]): void {
  const { text, files } = readDraft(null)
  const since = files.filter(file => file.info === null || !sentFileIds.includes(file.info.attachment_id))
  keepDraft(chatId, { text, asked: '', files: since })
  forgetDraft(null)
}

/** All drafts of this browser. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}

/** A stored value is from outside; null for one that is no draft. */
function checkDraft(value: unknown): Draft | null {
  const { text, asked, files } = (value ?? {}) as Partial<Record<keyof Draft, unknown>>
  if (typeof text !== 'string' || typeof asked !== 'string' || !Array.isArray(files)) return null
  return { text, asked, files: files.filter(isDraftFile) }
}

function isDraftFile(value: unknown): value is DraftFile {
  const { name, sizeBytes, info } = (value ?? {}) as Partial<Record<keyof DraftFile, unknown>>
  if (typeof name !== 'string' || typeof sizeBytes !== 'number') return false
  return info === null || typeof (info as Partial<AttachmentInfo> | undefined)?.attachment_id === 'string'
}
