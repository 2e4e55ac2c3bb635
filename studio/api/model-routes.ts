/** GET /models: what the connectors offer now. Downloads and the catalogue are routes of their own. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { ModelInfo } from '#contracts/studio'
import { jsonResponse } from '#http/failure-response'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

const ModelList = Type.Object({ models: Type.Array(ModelInfo) }, { $id: 'ModelList' })

export function modelRoutes({ models }: StudioServices) {
  return new Elysia().get(
    '/models',
    async ({ request }) => jsonResponse({ models: await models.list(request.signal) }),
    { ...describeRoute({ tag: 'Models', summary: 'Models that can run here', answer: ModelList }) },
  )
}
