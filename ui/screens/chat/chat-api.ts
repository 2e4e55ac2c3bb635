/** The chat's share of the API, as queries and calls. What a message is and how it is answered is the server's business. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  AttachmentInfo,
  Chat,
  ChatAnswer,
  ChatChange,
  ChatList,
  ChatPage,
  ChatRequest,
  Message,
  Preset,
  PresetInput,
} from '#contracts/chat'
import { ApiFailure } from '../../api/api-failure.ts'
import { call, callRaw } from '../../api/call.ts'
import { saveFile } from '../../parts/save-file.ts'
import { forgetKey, takeKey } from './unanswered.ts'

const PAGE = 100
const LIST = 60

const at = (chatId: string, rest = ''): `/${string}` => `/chats/${encodeURIComponent(chatId)}${rest}`

export const chatsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['chats', q],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(LIST) })
      if (q !== '') query.set('q', q)
      if (pageParam !== null) query.set('cursor', pageParam)
      return call<ChatList>(`/chats?${query}`, { signal })
    },
    getNextPageParam: page => page.next,
  })

/** The end of the active path first; earlier messages as one scrolls up. */
export const chatQuery = (chatId: string) =>
  infiniteQueryOptions({
    queryKey: ['chat', chatId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      if (pageParam !== null) query.set('before', pageParam)
      return call<ChatPage>(at(chatId, `?${query}`), { signal })
    },
    getNextPageParam: page => page.earlier,
  })

/** All that was read of the active path, oldest first. */
export const messagesOf = (pages: readonly ChatPage[]): readonly Message[] =>
  [...pages].reverse().flatMap(page => page.messages)

export const presetsQuery = queryOptions({
  queryKey: ['presets'],
  queryFn: async ({ signal }) => (await call<{ readonly presets: readonly Preset[] }>('/presets', { signal })).presets,
})

/**
 * Answers as soon as the run has begun; what becomes of it is told by its events. A connection may break after the message was
 * taken: then it has its key, and the same once more is that message and no second one.
 */
export async function sendMessage(request: Omit<ChatRequest, 'api_version'>): Promise<ChatAnswer> {
  const body = { api_version: '1.0', detach: true, ...request }
  const text = JSON.stringify(body)
  const key = takeKey(text, Date.now())
  try {
    const answer = await call<ChatAnswer>('/chat', { body, headers: { 'idempotency-key': key } })
    forgetKey(text, Date.now())
    return answer
  } catch (error) {
    if (!isUnanswered(error)) forgetKey(text, Date.now())
    throw error
  }
}

/** Whether nobody knows if the call was taken. */
export const isUnanswered = (error: unknown): boolean => error instanceof ApiFailure && error.status === 0

/** Ends what is being answered. */
export const stopChat = (chatId: string): Promise<unknown> => call(at(chatId, '/stop'), { method: 'POST' })

export const changeChat = (chatId: string, change: ChatChange): Promise<Chat> =>
  call<Chat>(at(chatId), { method: 'PATCH', body: change })

export const removeChat = (chatId: string): Promise<unknown> => call(at(chatId), { method: 'DELETE', keepalive: true })

export const savePreset = (preset: PresetInput): Promise<Preset> => call<Preset>('/presets', { body: preset })
export const removePreset = (presetId: string): Promise<unknown> =>
  call(`/presets/${encodeURIComponent(presetId)}`, { method: 'DELETE' })

export const sendFile = (file: File, signal: AbortSignal): Promise<AttachmentInfo> => {
  const query = new URLSearchParams({ name: file.name, ...(file.type === '' ? {} : { media_type: file.type }) })
  return call<AttachmentInfo>(`/attachments?${query}`, {
    bytes: { data: file, type: 'application/octet-stream' },
    signal,
  })
}

export const readFileInfo = (attachmentId: string, signal: AbortSignal): Promise<AttachmentInfo> =>
  call<AttachmentInfo>(`/attachments/${encodeURIComponent(attachmentId)}`, { signal })

/** A file that no message will name. */
export const dropFile = (attachmentId: string): Promise<unknown> =>
  call(`/attachments/${encodeURIComponent(attachmentId)}`, { method: 'DELETE' })

type ExportFormat = 'markdown' | 'json'

/** The chat as a file of the browser's. */
export async function downloadChat(chat: Chat, format: ExportFormat): Promise<void> {
  const response = await callRaw(at(chat.chat_id, `/export?format=${format}`))
  saveFile(await response.blob(), `${toFileName(chat.title)}.${format === 'markdown' ? 'md' : 'json'}`)
}

/** Every chat with all its branches. */
export async function downloadAllChats(): Promise<void> {
  saveFile(await (await callRaw('/chats/export')).blob(), 'kora-chats.json')
}

export type ImportResult = {
  readonly chat_ids: readonly string[]
  readonly messages: number
  readonly skipped: readonly { readonly pointer: string; readonly message: string }[]
}
export const importChats = (file: File): Promise<ImportResult> =>
  call<ImportResult>(`/chats/import?name=${encodeURIComponent(file.name)}`, {
    bytes: { data: file, type: 'application/octet-stream' },
  })

const toFileName = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/[^\w -]+/g, '')
    .trim()
    .replace(/ +/g, '-')
    .slice(0, 60) || 'chat'
