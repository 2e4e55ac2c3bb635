/**
 * Pairing a browser (rule H8): the page exchanges the launch code for a cookie and a page key. The code works once;
 * asking for another one takes the token.
 */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { KoraError } from '#contracts/failure'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { defineBody } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const PairRequest = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 128 }) },
  { $id: 'PairRequest', additionalProperties: false },
)
const PairResult = Type.Object(
  { page_key: Type.String({ description: 'Sent by the page in x-kora-page with every request.' }) },
  { $id: 'PairResult', additionalProperties: false },
)
const LaunchCode = Type.Object({ code: Type.String() }, { $id: 'LaunchCode', additionalProperties: false })

const checkPair = defineBody(PairRequest)
const tag = 'Pairing'

export function pairRoutes({ auth }: StudioServices) {
  return new Elysia()
    .post('/pair', ({ request }) => pair(request, auth.pairing), {
      ...describeRoute({
        tag,
        summary: 'Exchange a launch code for a cookie and a page key',
        body: { schema: PairRequest },
        answer: PairResult,
        codes: ['TOKEN_REQUIRED', 'INVALID_REQUEST'],
        open: true,
      }),
    })
    .post(
      '/pair/codes',
      async ({ request }) => {
        await refuseBody(request)
        return jsonResponse({ code: auth.pairing.issueCode() })
      },
      { ...describeRoute({ tag, summary: 'A launch code: good once, for five minutes', answer: LaunchCode }) },
    )
}

async function pair(request: Request, pairing: StudioServices['auth']['pairing']): Promise<Response> {
  const { code } = checkPair(readBodyJson(await readBodyBytes(request, { maxBytes: 4_096, timeoutMs: 5_000 })))
  const paired = pairing.redeem(code, request.headers.get('host') ?? '')
  if (paired === null) {
    throw new KoraError('TOKEN_REQUIRED', 'This launch code was used or is too old; open Studio again for a new link.')
  }
  const response = jsonResponse({ page_key: paired.pageKey })
  response.headers.set('set-cookie', paired.cookie)
  return response
}
