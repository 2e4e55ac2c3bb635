/** The chats, in the sidebar: search over all of them, rename, delete with a way back, export, import. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { EllipsisVertical, Plus, Search, Upload } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import type { Chat, ChatHit } from '#contracts/chat'
import { mustBeTold } from '../../api/api-failure.ts'
import { type Command, useCommands } from '../../app/commands.ts'
import { useShortcut } from '../../app/keyboard.ts'
import { closeDrawer } from '../../app/layout.ts'
import { goTo, toHref } from '../../app/route.ts'
import { attempt, showToast } from '../../app/toasts.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { TextInput } from '../../parts/field.tsx'
import { countOf } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'
import { Menu } from '../../parts/menu.tsx'
import { chatsQuery, downloadAllChats, downloadChat, importChats } from './chat-api.ts'
import { deleteLater, usePendingDeletions } from './delete-later.ts'
import { RenameDialog } from './rename-dialog.tsx'

export function ChatList({ current }: { readonly current: string | null }) {
  const client = useQueryClient()
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q.trim())
  const search = useRef<HTMLInputElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [renamed, setRenamed] = useState<Chat | null>(null)
  const query = useInfiniteQuery({ ...chatsQuery(asked), placeholderData: before => before })
  const pending = usePendingDeletions()
  const chats = useMemo(
    () => (query.data?.pages.flatMap(page => page.chats) ?? []).filter(chat => !pending.has(chat.chat_id)),
    [query.data, pending],
  )
  useShortcut('mod+shift+f', 'Search all chats', () => {
    search.current?.focus()
    return true
  })
  useShortcut('mod+shift+o', 'New chat', () => {
    goTo(toHref('chat'))
    return true
  })
  useCommands(
    useMemo<readonly Command[]>(
      () => [
        { id: 'new-chat', group: 'Chat', label: 'New chat', keys: 'mod+shift+o', run: () => goTo(toHref('chat')) },
        { id: 'import-chats', group: 'Chat', label: 'Import chats', run: () => picker.current?.click() },
        {
          id: 'export-chats',
          group: 'Chat',
          label: 'Export all chats',
          run: () => void attempt(downloadAllChats),
        },
        ...chats.slice(0, 50).map(chat => ({
          id: chat.chat_id,
          group: 'Chats',
          label: chat.title,
          run: () => goTo(toHref('chat', chat.chat_id)),
        })),
      ],
      [chats],
    ),
  )
  const remove = (chat: Chat) => {
    deleteLater(client, chat)
    if (chat.chat_id === current) goTo(toHref('chat'))
  }
  const take = (file: File | undefined) =>
    attempt(async () => {
      if (file === undefined) return
      const { chat_ids: taken, messages, skipped } = await importChats(file)
      await client.invalidateQueries({ queryKey: ['chats'] })
      const [first] = taken
      if (taken.length === 1 && first !== undefined) goTo(toHref('chat', first))
      const left = skipped.length === 0 ? '' : ` ${countOf(skipped.length, 'part')} of the file could not be read.`
      showToast({ text: `${countOf(taken.length, 'chat')} with ${countOf(messages, 'message')} imported.${left}` })
    })
  return (
    <>
      <div className="flex items-center gap-1 border-line border-t px-2 pt-2">
        <Button icon={Plus} className="flex-1" onClick={() => newChat()}>
          New chat
        </Button>
        <IconButton label="Import chats" icon={Upload} onClick={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          hidden
          tabIndex={-1}
          aria-label="File of chats to import"
          accept=".json,.zip,.md,.markdown,application/json"
          onChange={event => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      <div className="relative px-2 pt-2">
        <Search
          size={14}
          aria-hidden
          className="-translate-y-1/2 absolute top-[calc(50%+0.25rem)] left-4.5 text-faint"
        />
        <TextInput
          ref={search}
          type="search"
          aria-label="Search all chats"
          placeholder="Search"
          className="pl-7.5"
          value={q}
          onChange={event => setQ(event.target.value)}
        />
      </div>
      <nav aria-label="Chats" className="min-h-0 flex-1 overflow-y-auto p-2">
        {query.isPending && <Loading rows={4} />}
        {mustBeTold(query) && <FailureNotice error={query.error} onRetry={() => query.refetch()} />}
        {query.isSuccess && chats.length === 0 && (
          <p className="px-2.5 py-2 text-quiet text-sm">
            {asked === '' ? 'Chats stand here.' : 'No chat has these words.'}
          </p>
        )}
        <ul className="flex flex-col gap-0.5">
          {chats.map(chat => (
            <ChatRow
              key={chat.chat_id}
              chat={chat}
              isCurrent={chat.chat_id === current}
              onRename={() => setRenamed(chat)}
              onDelete={() => remove(chat)}
            />
          ))}
        </ul>
        {query.hasNextPage && (
          <Button
            tone="plain"
            className="w-full"
            isBusy={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            Earlier chats
          </Button>
        )}
      </nav>
      {renamed !== null && <RenameDialog chat={renamed} onClose={() => setRenamed(null)} />}
    </>
  )
}

function newChat(): void {
  closeDrawer()
  goTo(toHref('chat'))
}

function ChatRow({
  chat,
  isCurrent,
  onRename,
  onDelete,
}: {
  readonly chat: ChatHit
  readonly isCurrent: boolean
  readonly onRename: () => void
  readonly onDelete: () => void
}) {
  return (
    <li className={`group flex items-start rounded-md transition-colors hover:bg-held ${isCurrent ? 'bg-held' : ''}`}>
      <a
        href={toHref('chat', chat.chat_id)}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={closeDrawer}
        title={chat.title}
        className={`min-w-0 flex-1 py-1.25 pl-2.5 pointer-coarse:py-2.5 ${isCurrent ? 'font-medium' : ''}`}
      >
        <span className="block truncate" dir="auto">
          {chat.title}
        </span>
        {chat.match !== null && (
          <span className="line-clamp-2 font-normal text-quiet text-sm">
            <Snippet text={chat.match.snippet} marks={chat.match.marks} />
          </span>
        )}
      </a>
      <Menu
        trigger={
          <IconButton
            label={`More about ${chat.title}`}
            icon={EllipsisVertical}
            size={14}
            className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
          />
        }
        items={[
          { label: 'Rename', run: onRename },
          { label: 'Export as Markdown', run: () => void attempt(() => downloadChat(chat, 'markdown')) },
          { label: 'Export as JSON', run: () => void attempt(() => downloadChat(chat, 'json')) },
          'line',
          { label: 'Delete', isBad: true, run: onDelete },
        ]}
      />
    </li>
  )
}

function Snippet({ text, marks }: { readonly text: string; readonly marks: readonly (readonly [number, number])[] }) {
  let last = 0
  const pieces = marks.flatMap(([from, to]) => {
    const before = text.slice(last, from)
    last = to
    return [
      before,
      <mark key={from} className="rounded-xs bg-accent-soft text-accent">
        {text.slice(from, to)}
      </mark>,
    ]
  })
  return [...pieces, text.slice(last)]
}
