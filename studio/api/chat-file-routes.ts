/** Chats as files: out as JSON or Markdown, in from these and from ChatGPT's export. What comes in is never answered by itself. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { jsonResponse } from '#http/failure-response'
import { importChats } from '../chats/import-chats.ts'
import { readChats } from '../chats/read-chats.ts'
import { type ChatTree, writeJson, writeMarkdown } from '../chats/write-chats.ts'
import { download } from './attachment-routes.ts'
import { oneOf, readQuery, textUpTo } from './read-request.ts'
import { readUpload } from './read-upload.ts'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

const LONGEST_PATH = 1_000_000
const tag = 'Chats'

const Imported = Type.Object(
  {
    chat_ids: Type.Array(Type.String()),
    messages: Type.Integer(),
    skipped: Type.Array(Type.Object({ pointer: Type.String(), message: Type.String() }), {
      description: 'What was passed over, by place in the file.',
    }),
  },
  { $id: 'ImportedChats', additionalProperties: false },
)

export function chatFileRoutes({ chats, changes, upload }: StudioServices) {
  const { store } = chats
  const treeOf = (id: string): ChatTree => ({
    chat: store.read(id),
    messages: store.tree(id),
    activeEnd: store.activeEnd(id),
  })
  return new Elysia()
    .get('/chats/export', () => download(writeJson(store.allIds().map(treeOf), new Date().toISOString())), {
      ...describeRoute({ tag, summary: 'All chats as one JSON file' }),
    })
    .get(
      '/chats/:id/export',
      ({ params, request }) => {
        const { format = 'json' } = readQuery(request, { format: oneOf(['json', 'markdown'] as const) })
        if (format === 'json') return download(writeJson([treeOf(params.id)], new Date().toISOString()))
        const { chat, messages } = store.page(params.id, LONGEST_PATH)
        return download(writeMarkdown(chat.title, messages))
      },
      {
        ...describeRoute({
          tag,
          summary: 'One chat as a file',
          query: { format: 'json (default), with all branches; or markdown, the active path for people.' },
          codes: ['NOT_FOUND', 'INVALID_REQUEST'],
        }),
      },
    )
    .post(
      '/chats/import',
      async ({ request }) => {
        const { name = '' } = readQuery(request, { name: textUpTo(256) })
        return upload(async () => {
          const bytes = await readUpload(request)
          const read = readChats(bytes, name)
          const ids = await importChats(chats, read.chats)
          changes.tell('chats')
          const messages = read.chats.reduce((sum, chat) => sum + chat.messages.length, 0)
          return jsonResponse({ chat_ids: ids, messages, skipped: read.skipped }, 201)
        })
      },
      {
        ...describeRoute({
          tag,
          summary: 'Import chats from a file as raw bytes',
          description:
            "Takes Studio's own JSON and Markdown, Markdown with a heading for each speaker, and `conversations.json` of ChatGPT. All chats of the file or none; imported answers are marked as unverified.",
          query: { name: 'Name of the file; gives a title where the file has none.' },
          answer: Imported,
          status: 201,
          codes: ['INVALID_REQUEST', 'JSON_SYNTAX', 'BODY_TOO_LARGE', 'MEDIA_TYPE', 'STORAGE_FULL'],
        }),
      },
    )
}
