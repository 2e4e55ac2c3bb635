/** The data folder: what lies in it, deleting from it, and a new token for who may read it. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { DataDelete, DataDeleted, DataInfo } from '#contracts/studio'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { defineBody, invalidRequest, moment, requestFault } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const NewToken = Type.Object(
  {
    token: Type.String({ description: 'The old one is void, and every browser is paired anew.' }),
    code: Type.String({ description: 'Pairs the page that asked: POST /pair.' }),
  },
  { $id: 'NewToken', additionalProperties: false },
)
const checkDelete = defineBody(DataDelete)
const tag = 'Data'

export function dataRoutes({ data, auth }: StudioServices) {
  return new Elysia()
    .get('/data', async () => jsonResponse(await data.measure()), {
      ...describeRoute({ tag, summary: 'What the data folder holds', answer: DataInfo }),
    })
    .post(
      '/data/delete',
      async ({ request }) => jsonResponse(await data.delete(readDelete(readBodyJson(await readBodyBytes(request))))),
      {
        ...describeRoute({
          tag,
          summary: 'Delete, from every file',
          description:
            'Answers when no file of the data folder holds any of it. It cannot be undone. Runs under way and models stay.',
          body: { schema: DataDelete, example: { chats: true, run_content: true } },
          answer: DataDeleted,
          codes: ['INVALID_REQUEST', 'STORAGE_FULL'],
        }),
      },
    )
    .post(
      '/token/rotate',
      async ({ request }) => {
        await refuseBody(request)
        const token = await data.rotateToken()
        return jsonResponse({ token, code: auth.pairing.issueCode() })
      },
      {
        ...describeRoute({
          tag: 'Pairing',
          summary: 'Make a new token; the old one and all pairings are void',
          answer: NewToken,
          codes: ['STORAGE_FULL'],
        }),
      },
    )
}

function readDelete(value: unknown): DataDelete {
  const body = checkDelete(value)
  const { before, chats, run_content: content, telemetry, exports } = body
  if (![chats, content, telemetry, exports].includes(true))
    throw invalidRequest([requestFault('', 'Say what to delete: chats, run_content, telemetry or exports.')])
  if (before !== undefined && moment.read(before) === undefined)
    throw invalidRequest([requestFault('/before', 'Expected a date-time, such as 2026-01-31T09:00:00Z.')])
  return body
}
