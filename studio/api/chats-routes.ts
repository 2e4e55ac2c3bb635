/** The chats family: list and search, read, rename, branch, delete, stop. What is deleted is gone from every file (L9). */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { Chat, ChatChange, ChatCreate, ChatList, type ChatOptions, ChatPage } from '#contracts/chat'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { searchChats } from '../chats/search-chats.ts'
import { defineBody, integerFrom, readQuery, textUpTo } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const DEFAULT_LIST = 50
const MAX_LIST = 200
const DEFAULT_PAGE = 100
const MAX_PAGE = 1_000
const tag = 'Chats'

const Stopped = Type.Object({ run_ids: Type.Array(Type.String()) }, { $id: 'ChatStopped', additionalProperties: false })
const Deleted = Type.Object({ deleted: Type.Literal(true) }, { $id: 'Deleted', additionalProperties: false })
const checkCreate = defineBody(ChatCreate)
const checkChange = defineBody(ChatChange)

export function chatsRoutes(services: StudioServices) {
  const { store, service } = services.chats
  return new Elysia()
    .get('/chats', ({ request }) => listChats(request, services), {
      ...describeRoute({
        tag,
        summary: 'Chats, newest first; or those in which words stand',
        query: {
          limit: `1 to ${MAX_LIST}, default ${DEFAULT_LIST}.`,
          cursor: 'The `next` of an earlier answer.',
          q: 'Words, or beginnings of words, of one message; or a part of a title.',
        },
        answer: ChatList,
        codes: ['INVALID_REQUEST'],
      }),
    })
    .post(
      '/chats',
      async ({ request }) => {
        const body = checkCreate(readBodyJson(await readBodyBytes(request)))
        const chat = store.create(body, presetOptions(body.preset_id, services))
        services.changes.tell('chats')
        return jsonResponse(chat, 201)
      },
      {
        ...describeRoute({
          tag,
          summary: 'Begin a chat',
          body: { schema: ChatCreate, example: { title: 'Invoices' } },
          answer: Chat,
          status: 201,
          codes: ['INVALID_REQUEST', 'NOT_FOUND', 'STORAGE_FULL'],
        }),
      },
    )
    .get(
      '/chats/:id',
      ({ params, request }) => {
        const query = readQuery(request, { limit: integerFrom(1, MAX_PAGE), before: textUpTo(64) })
        return jsonResponse(store.page(params.id, query.limit ?? DEFAULT_PAGE, query.before))
      },
      {
        ...describeRoute({
          tag,
          summary: 'A chat and the end of its active path',
          query: {
            limit: `Messages, 1 to ${MAX_PAGE}, default ${DEFAULT_PAGE}.`,
            before: 'The `earlier` of an earlier answer: the messages above that one.',
          },
          answer: ChatPage,
          codes: ['NOT_FOUND', 'INVALID_REQUEST'],
        }),
      },
    )
    .patch(
      '/chats/:id',
      async ({ params, request }) => {
        const body = checkChange(readBodyJson(await readBodyBytes(request)))
        const chat = store.change(params.id, body, presetOptions(body.preset_id, services))
        services.changes.tell('chat', chat.chat_id)
        services.changes.tell('chats')
        return jsonResponse(chat)
      },
      {
        ...describeRoute({
          tag,
          summary: 'Rename a chat, change its options, or choose a branch',
          description: 'A preset is copied: what it says replaces what the chat said, and `options` goes over both.',
          body: { schema: ChatChange, example: { title: 'Invoices of May' } },
          answer: Chat,
          codes: ['NOT_FOUND', 'INVALID_REQUEST', 'STORAGE_FULL'],
        }),
      },
    )
    .delete(
      '/chats/:id',
      async ({ params, request }) => {
        await refuseBody(request)
        store.read(params.id)
        await services.data.deleteChats([params.id])
        return jsonResponse({ deleted: true })
      },
      {
        ...describeRoute({ tag, summary: 'Delete a chat', answer: Deleted, codes: ['NOT_FOUND', 'STORAGE_FULL'] }),
      },
    )
    .post(
      '/chats/:id/stop',
      async ({ params, request }) => {
        await refuseBody(request)
        return jsonResponse({ run_ids: await service.stop(params.id) })
      },
      {
        ...describeRoute({
          tag,
          summary: 'Stop what is being answered; may be repeated',
          answer: Stopped,
          codes: ['NOT_FOUND'],
        }),
      },
    )
}

function listChats(request: Request, services: StudioServices): Response {
  const query = readQuery(request, { limit: integerFrom(1, MAX_LIST), cursor: textUpTo(64), q: textUpTo(256) })
  return jsonResponse(
    searchChats(services.chats.base, {
      limit: query.limit ?? DEFAULT_LIST,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
      ...(query.q === undefined ? {} : { text: query.q }),
    }),
  )
}

function presetOptions(presetId: string | null | undefined, { chats }: StudioServices): ChatOptions {
  return presetId === undefined || presetId === null ? {} : chats.presets.read(presetId).options
}
