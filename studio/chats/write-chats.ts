/** Chats as JSON or Markdown to take along. It holds the words; numbers stay with the runs, and files with Studio. */
import type { Chat, Message } from '#contracts/chat'
import { type ChatsFile, FILE_VERSION, type FileChat } from './chat-file.ts'

export type ChatTree = { readonly chat: Chat; readonly messages: readonly Message[]; readonly activeEnd: string | null }

export function writeJson(trees: readonly ChatTree[], now: string): string {
  const file: ChatsFile = { kora_chats: FILE_VERSION, exported_at: now, chats: trees.map(toFileChat) }
  return `${JSON.stringify(file, null, 2)}\n`
}

function toFileChat({ chat, messages, activeEnd }: ChatTree): FileChat {
  const places = new Map(messages.map(({ message_id: id }, at) => [id, at]))
  return {
    title: chat.title,
    created_at: chat.created_at,
    options: chat.options,
    active: activeEnd === null ? null : (places.get(activeEnd) ?? null),
    messages: messages.map((message, at) => ({
      id: at,
      parent: message.parent_id === null ? null : (places.get(message.parent_id) ?? null),
      role: message.role,
      text: message.text,
      created_at: message.created_at,
      status: message.status === 'running' ? 'interrupted' : message.status,
      ...(message.attachments.length === 0 ? {} : { attachments: message.attachments.map(({ name }) => name) }),
    })),
  }
}

/** The marks by which Markdown is read back; a text that holds one is told from it by a backslash. */
export const MARK = /^<!-- kora:(user|assistant) -->$/
export const ESCAPED_MARK = /^\\(\\*<!-- kora:(?:user|assistant) -->)$/

/** The active path of one chat, for people first. */
export function writeMarkdown(title: string, path: readonly Message[]): string {
  const parts = path.map(({ role, text, created_at: at, attachments, status }) => {
    const who = role === 'user' ? 'You' : 'KORA Studio'
    const files = attachments.map(({ name }) => `\n_Attached: ${name}_\n`).join('')
    const ended = status === 'success' ? '' : `\n_${status}_\n`
    return `<!-- kora:${role} -->\n## ${who} · ${at}\n${files}${ended}\n${escapeMarks(text)}\n`
  })
  return [`# ${title.replaceAll(/\s+/g, ' ')}\n`, ...parts].join('\n')
}

/** Lines end as the reader takes them: with a carriage return before the end or without. */
const escapeMarks = (text: string): string =>
  text.replaceAll(/(?<=^|\n)\\*<!-- kora:(?:user|assistant) -->(?=\r?(?:\n|$))/g, line => `\\${line}`)
