/** Chats as files: what a chat is outside of Studio, before it is written as JSON or Markdown and after it was read from either. */
import { type Static, Type } from '@sinclair/typebox'
import { ChatOptions } from '#contracts/chat'
import { type Fault, KoraError } from '#contracts/failure'

export const FILE_VERSION = '1.0'
const MAX_FAULTS = 100

const FileMessage = Type.Object(
  {
    id: Type.Integer({ minimum: 0, description: 'Counted from 0 in the chat.' }),
    parent: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'An earlier message; null begins.',
    }),
    role: Type.Union([Type.Literal('user'), Type.Literal('assistant')]),
    text: Type.String({ maxLength: 1_000_000 }),
    created_at: Type.Optional(Type.String()),
    status: Type.Optional(
      Type.Union(['success', 'failed', 'cancelled', 'interrupted'].map(state => Type.Literal(state))),
    ),
    attachments: Type.Optional(Type.Array(Type.String({ maxLength: 256 }), { description: 'Names of files.' })),
  },
  { additionalProperties: false },
)

const FileChat = Type.Object(
  {
    title: Type.String({ maxLength: 256 }),
    created_at: Type.Optional(Type.String()),
    options: Type.Optional(ChatOptions),
    active: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
    messages: Type.Array(FileMessage, { maxItems: 100_000 }),
  },
  { additionalProperties: false },
)
export type FileChat = Static<typeof FileChat>
export type FileMessage = Static<typeof FileMessage>

export const ChatsFile = Type.Object(
  {
    kora_chats: Type.Literal(FILE_VERSION),
    exported_at: Type.Optional(Type.String()),
    chats: Type.Array(FileChat, { maxItems: 10_000 }),
  },
  { $id: 'ChatsFile', additionalProperties: false },
)
export type ChatsFile = Static<typeof ChatsFile>

/** A place in a file that was passed over, and why. */
export type Skipped = { readonly pointer: string; readonly message: string }
export type ReadChats = { readonly chats: readonly FileChat[]; readonly skipped: readonly Skipped[] }

export const fault = (pointer: string, message: string): Fault => ({ pointer, code: 'INVALID_REQUEST', message })

export function refused(errors: readonly Fault[]): KoraError {
  const first = errors[0]
  const place = first === undefined || first.pointer === '' ? '' : ` (at ${first.pointer})`
  return new KoraError('INVALID_REQUEST', `These are no chats that can be imported: ${first?.message ?? ''}${place}`, {
    errors: errors.slice(0, MAX_FAULTS),
  })
}
