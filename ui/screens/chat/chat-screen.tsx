/** The chat: ask, see at once what answered, go back, branch off, and find it again. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ChatOptions, Message } from '#contracts/chat'
import { toFailure } from '../../api/api-failure.ts'
import { modelsQuery } from '../../api/queries.ts'
import { goTo, toHref } from '../../app/route.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import type { ScreenProps } from '../../app/screens.tsx'
import { InSidebar } from '../../app/sidebar.tsx'
import { Button } from '../../parts/button.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Notice } from '../../parts/notice.tsx'
import { chatsQuery } from './chat-api.ts'
import { ChatList } from './chat-list.tsx'
import { Composer } from './composer.tsx'
import { EmptyChat } from './empty-chat.tsx'
import { FollowUps } from './follow-ups.tsx'
import { MessageList } from './message-list.tsx'
import { type MessageActions, MessageView } from './message-view.tsx'
import { OptionsDialog } from './options-dialog.tsx'
import { SendingQuestion } from './sending-question.tsx'
import { useChat } from './use-chat.ts'

export default function ChatScreen({ id }: ScreenProps) {
  return (
    <>
      <InSidebar>
        <ChatList current={id} />
      </InSidebar>
      <ChatView key={id ?? 'new'} chatId={id} />
    </>
  )
}

/** Options of a chat that does not exist yet. */
let newOptions: ChatOptions = {}

function ChatView({ chatId }: { readonly chatId: string | null }) {
  const client = useQueryClient()
  const chat = useChat(chatId)
  const { query, messages, send, sending, isBusy, onAnswered } = chat
  const [hasOptions, setHasOptions] = useState(false)
  const [given, setGiven] = useState<{ readonly text: string; readonly count: number } | null>(null)
  const [fresh, setFresh] = useState(newOptions)
  const options = chat.chat?.options ?? fresh

  const ask = async (text: string, fileIds: readonly string[]) => {
    try {
      await send.mutateAsync({
        message: text,
        ...(fileIds.length === 0 ? {} : { attachments: fileIds.map(file => ({ id: file })) }),
        ...(chatId === null ? { options: newOptions } : {}),
      })
      newOptions = {}
      return true
    } catch {
      // Shown above the composer.
      return false
    }
  }
  const saveOptions = async (next: ChatOptions) => {
    if (chatId !== null) await chat.setOptions(next)
    else {
      newOptions = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null))
      setFresh(newOptions)
    }
  }
  const { mutate } = send
  const choose = useCallback((messageId: string) => void chat.choose(messageId), [chat.choose])
  const actions = useMemo<MessageActions>(
    () => ({
      isBusy,
      onAnswered,
      onChoose: choose,
      onOptions: () => setHasOptions(true),
      onRegenerate: message => mutate({ regenerate: message.message_id }),
      onEdit: (message, text) =>
        mutate({
          message: text,
          parent_id: message.parent_id,
          ...(message.attachments.length === 0
            ? {}
            : { attachments: message.attachments.map(file => ({ id: file.attachment_id })) }),
        }),
    }),
    [isBusy, onAnswered, choose, mutate],
  )
  const needEarlier = useCallback(() => {
    if (!query.isFetchingNextPage) void query.fetchNextPage()
  }, [query.isFetchingNextPage, query.fetchNextPage])
  const last = messages.at(-1)
  const give = (text: string) => setGiven(before => ({ text, count: (before?.count ?? 0) + 1 }))

  if (query.isError && messages.length === 0) return <NoChat error={query.error} onRetry={() => query.refetch()} />
  return (
    <ScreenFrame title={chat.chat?.title ?? 'New chat'}>
      {chatId === null && sending !== null ? (
        <div className="@container mx-auto w-full max-w-3xl flex-1 px-4">
          <SendingQuestion text={sending} />
        </div>
      ) : chatId === null ? (
        <EmptyChat onTry={give} />
      ) : query.isPending ? (
        <div className="flex-1">
          <Loading rows={5} />
        </div>
      ) : (
        <MessageList
          messages={messages}
          hasEarlier={query.hasNextPage}
          onNeedEarlier={needEarlier}
          after={
            sending === null ? (
              <FollowUps question={messages.at(-2)} answer={last} onAsk={text => void ask(text, [])} />
            ) : (
              <SendingQuestion text={sending} />
            )
          }
        >
          {(message, at) => (
            <MessageView message={message} question={questionOf(messages, message, at)} actions={actions} />
          )}
        </MessageList>
      )}
      <Announcement answer={last} />
      {send.isError && (
        <div className="mx-auto w-full max-w-3xl px-4 pb-2">
          <FailureNotice error={send.error} />
        </div>
      )}
      <Composer
        chatId={chatId}
        isBusy={isBusy}
        onAsk={ask}
        onStop={chat.stop}
        onOptions={() => setHasOptions(true)}
        how={<How options={options} />}
        given={given}
      />
      {hasOptions && (
        <OptionsDialog
          options={options}
          onClose={() => setHasOptions(false)}
          onSave={async next => {
            await saveOptions(next)
            void client.invalidateQueries({ queryKey: chatsQuery('').queryKey })
          }}
        />
      )}
    </ScreenFrame>
  )
}

/** Tells a screen reader that an answer is there; while it is written, each word would be one too many. */
function Announcement({ answer }: { readonly answer: Message | undefined }) {
  const [text, setText] = useState('')
  const written = useRef<string | null>(null)
  useEffect(() => {
    if (answer?.role !== 'assistant') return
    if (answer.status === 'running') written.current = answer.message_id
    else if (written.current === answer.message_id) {
      written.current = null
      setText(announce(answer))
    }
  }, [answer])
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  )
}

function announce({ status, text }: Message): string {
  if (status === 'success') return 'The answer is there.'
  const what = { failed: 'failed', cancelled: 'was stopped', interrupted: 'was interrupted', running: '' }[status]
  return text === '' ? `The answer ${what}.` : `A part of the answer is there; the rest ${what}.`
}

/** The message that an answer answers. */
function questionOf(messages: readonly Message[], message: Message, at: number): Message | null {
  const before = messages[at - 1]
  return message.role === 'assistant' && before?.message_id === message.parent_id ? (before ?? null) : null
}

/** What answers, in a few words. */
function How({ options }: { readonly options: ChatOptions }) {
  const models = useQuery(modelsQuery)
  if (options.mode === 'deterministic_only') return 'Deterministic only'
  const standard = models.data?.find(model => model.is_default)?.model_id
  const model = options.model ?? standard
  if (model === undefined) return models.isPending ? '' : 'Rules only; no model yet'
  return options.mode === 'direct' ? `${model} alone` : `Rules first, then ${model}`
}

function NoChat({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <ScreenFrame title="Chat">
      <div className="flex flex-col items-start gap-3 p-4">
        {toFailure(error).code === 'NOT_FOUND' ? (
          <Notice tone="warn" title="There is no such chat" isAlert>
            It was deleted, or the address is not whole. The chats that there are stand in the list.
          </Notice>
        ) : (
          <FailureNotice error={error} title="This chat cannot be shown" onRetry={onRetry} />
        )}
        <Button onClick={() => goTo(toHref('chat'))}>New chat</Button>
      </div>
    </ScreenFrame>
  )
}
