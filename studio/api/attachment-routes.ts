/** Attachments: files sent as raw bytes and read once, to be named by id in messages. What they say never becomes a page. */
import { Elysia } from 'elysia'
import { AttachmentInfo } from '#contracts/chat'
import { ANSWER_HEADERS, jsonResponse } from '#http/failure-response'
import { cleanName } from '../chats/attachment-store.ts'
import { invalidRequest, readQuery, requestFault, textUpTo } from './read-request.ts'
import { readUpload } from './read-upload.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const tag = 'Attachments'

export function attachmentRoutes({ chats: { attachments }, upload }: StudioServices) {
  return new Elysia()
    .post(
      '/attachments',
      async ({ request }) => {
        const { name, mediaType } = readNames(request)
        return upload(async () => {
          const bytes = await readUpload(request)
          return jsonResponse(await attachments.add(name, mediaType, bytes), 201)
        })
      },
      {
        ...describeRoute({
          tag,
          summary: 'Send a file as raw bytes, 64 MiB at most',
          description:
            'Text, CSV, JSON and PDF are read, each in one way only; the content type is `application/octet-stream`. A file that no message names is dropped after a day.',
          query: {
            name: 'Its name, for people and for telling CSV from text.',
            media_type: 'What it is, such as text/csv; by default nothing is claimed.',
          },
          answer: AttachmentInfo,
          status: 201,
          codes: ['INVALID_REQUEST', 'BODY_TOO_LARGE', 'BODY_TIMEOUT', 'MEDIA_TYPE', 'STORAGE_FULL'],
        }),
      },
    )
    .get('/attachments/:id', ({ params }) => jsonResponse(attachments.read(params.id)), {
      ...describeRoute({ tag, summary: 'What is known of a file', answer: AttachmentInfo, codes: ['NOT_FOUND'] }),
    })
    .get('/attachments/:id/content', async ({ params }) => download(await attachments.bytes(params.id)), {
      ...describeRoute({ tag, summary: 'The file as it was sent', codes: ['NOT_FOUND'] }),
    })
    .delete(
      '/attachments/:id',
      async ({ params, request }) => {
        await refuseBody(request)
        await attachments.remove(params.id)
        return jsonResponse({ deleted: true })
      },
      { ...describeRoute({ tag, summary: 'Drop a file that no message names', codes: ['NOT_FOUND', 'CONFLICT'] }) },
    )
}

/** Never shown, only saved: it may be anything. */
export function download(bytes: Uint8Array | string): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer> | string, {
    headers: {
      ...ANSWER_HEADERS,
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}

function readNames(request: Request): { readonly name: string; readonly mediaType: string } {
  const query = readQuery(request, { name: textUpTo(256), media_type: textUpTo(128) })
  const name = cleanName(query.name ?? '')
  if (name === '') throw invalidRequest([requestFault('/name', 'Give the name of the file.')])
  return { name, mediaType: query.media_type ?? 'application/octet-stream' }
}
