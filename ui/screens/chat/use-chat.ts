/**
 * One chat as the screen uses it: its messages, what is under way, and what can be done with it. Everything is asked of the server;
 * the cache is changed beforehand only where the answer is certain.
 */
import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { ChatOptions, ChatPage, ChatRequest, Message } from '#contracts/chat'
import { call } from '../../api/call.ts'
import { useChanges } from '../../api/changes.ts'
import { moveDraft } from '../../app/drafts.ts'
import { goTo, toHref } from '../../app/route.ts'
import { showRun } from '../../app/shown-run.ts'
import { attempt } from '../../app/toasts.tsx'
import { changeChat, chatQuery, isUnanswered, messagesOf, sendMessage, stopChat } from './chat-api.ts'

export type Outgoing = Pick<ChatRequest, 'message' | 'parent_id' | 'regenerate' | 'attachments'>

/** More than this in one page is read anew as a whole. */
const MOST_TAIL = 1_000

export function useChat(chatId: string | null) {
  const client = useQueryClient()
  const query = useInfiniteQuery({ ...chatQuery(chatId ?? ''), enabled: chatId !== null })
  const messages = useMemo(() => (query.data === undefined ? [] : messagesOf(query.data.pages)), [query.data])
  const running = messages.filter(message => message.status === 'running')

  const send = useMutation({
    mutationFn: ({ options, ...outgoing }: Outgoing & { readonly options?: ChatOptions }) =>
      sendMessage({
        ...(chatId === null ? {} : { chat_id: chatId }),
        ...(options === undefined ? {} : { options }),
        ...outgoing,
      }),
    onMutate: () => ({ shown: messages.length }),
    // Once, for a connection that broke; a server that is away is told, and what was typed stays.
    retry: (failures, error) => failures < 1 && isUnanswered(error),
    retryDelay: 400,
    onSuccess: async ({ chat, message, answer }, { parent_id, regenerate, attachments }) => {
      if (answer.run_id !== null) showRun({ runId: answer.run_id })
      void client.invalidateQueries({ queryKey: ['chats'] })
      if (chatId === null) {
        client.setQueryData(
          chatQuery(chat.chat_id).queryKey,
          onePage({ chat, messages: [message, answer], earlier: null }),
        )
        moveDraft(chat.chat_id, attachments?.flatMap(file => file.id ?? []) ?? [])
        goTo(toHref('chat', chat.chat_id), { replace: true })
      } else if (parent_id !== undefined || regenerate !== undefined) await refreshPath(client, chat.chat_id)
      else addToEnd(client, chat.chat_id, [message, answer])
    },
  })

  // What was asked stands in the chat as soon as there is one more message; an edit or a retry has its own place there.
  const { isPending, variables, context } = send
  const isNew = variables?.regenerate === undefined && variables?.parent_id === undefined
  const sending = isPending && isNew && messages.length === context?.shown ? (variables?.message ?? null) : null

  const onAnswered = useCallback(() => {
    if (chatId !== null) void refreshTail(client, chatId)
    void client.invalidateQueries({ queryKey: ['chats'] })
    void client.invalidateQueries({ queryKey: ['runs'] })
  }, [client, chatId])

  // Another tab, or a program, added to this chat.
  useChanges('chat', chatId, onAnswered)

  const lastRun = messages.findLast(message => message.run_id !== null)?.run_id ?? null
  useEffect(() => {
    showRun(lastRun === null ? null : { runId: lastRun })
  }, [lastRun])

  return {
    query,
    messages,
    chat: query.data?.pages[0]?.chat ?? null,
    /** A question that is on its way. */
    sending,
    isBusy: running.length > 0 || send.isPending,
    send,
    onAnswered,
    stop: () => {
      if (chatId !== null) void attempt(() => stopChat(chatId))
    },
    choose: (messageId: string) =>
      attempt(async () => {
        if (chatId === null) return
        await changeChat(chatId, { active: messageId })
        await refreshPath(client, chatId)
      }),
    setOptions: async (options: ChatOptions, presetId?: string | null) => {
      if (chatId === null) return
      const chat = await changeChat(chatId, { options, ...(presetId === undefined ? {} : { preset_id: presetId }) })
      change(client, chatId, page => ({ ...page, chat }))
    },
  }
}

type Pages = InfiniteData<ChatPage, string | null>

/** The cache's own spelling of the key, without the types that the query adds. */
const keyOf = (chatId: string): readonly string[] => [...chatQuery(chatId).queryKey]
const onePage = (page: ChatPage): Pages => ({ pages: [page], pageParams: [null] })

function change(client: QueryClient, chatId: string, toNext: (newest: ChatPage) => ChatPage): void {
  client.setQueryData<Pages>(keyOf(chatId), data => {
    const [newest, ...earlier] = data?.pages ?? []
    return data === undefined || newest === undefined ? data : { ...data, pages: [toNext(newest), ...earlier] }
  })
}

/** What the stream of changes brought meanwhile is not added a second time. */
function addToEnd(client: QueryClient, chatId: string, added: readonly Message[]): void {
  change(client, chatId, page => {
    const known = new Set(page.messages.map(message => message.message_id))
    return { ...page, messages: [...page.messages, ...added.filter(message => !known.has(message.message_id))] }
  })
}

/** The path is another one: from its end, earlier messages as one scrolls. */
const refreshPath = (client: QueryClient, chatId: string): Promise<unknown> =>
  client.fetchInfiniteQuery({ ...chatQuery(chatId), pages: 1, staleTime: 0 })

/** The newest page again, as long as it is, so that it still meets the page before it. */
async function refreshTail(client: QueryClient, chatId: string): Promise<void> {
  const data = client.getQueryData<Pages>(keyOf(chatId))
  const length = data?.pages[0]?.messages.length ?? 0
  if (length === 0 || length > MOST_TAIL) {
    await refreshPath(client, chatId).catch(() => undefined)
    return
  }
  try {
    const tail = await call<ChatPage>(`/chats/${encodeURIComponent(chatId)}?limit=${length}`)
    change(client, chatId, page =>
      page.messages[0]?.message_id === tail.messages[0]?.message_id ? { ...tail, earlier: page.earlier } : page,
    )
    const now = client.getQueryData<Pages>(keyOf(chatId))
    if (now?.pages[0]?.messages[0]?.message_id !== tail.messages[0]?.message_id) await refreshPath(client, chatId)
  } catch {
    // The server is away: everything is read again once it is back.
  }
}
