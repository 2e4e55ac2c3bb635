/** What the connectors offer now, a file of the user's own brought in, and removing. Downloads are routes of their own. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { ImportRequest, InstalledModel, ModelInfo, ModelRemoved } from '#contracts/studio'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { defineBody } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const ModelList = Type.Object({ models: Type.Array(ModelInfo) }, { $id: 'ModelList' })
const checkImport = defineBody(ImportRequest)
const tag = 'Models'

export function modelRoutes({ models, ownModels }: StudioServices) {
  return new Elysia()
    .get('/models', async ({ request }) => jsonResponse({ models: await models.list(request.signal) }), {
      ...describeRoute({ tag, summary: 'Models that can run here', answer: ModelList }),
    })
    .post(
      '/models/import',
      async ({ request }) => {
        const { path } = checkImport(readBodyJson(await readBodyBytes(request)))
        return jsonResponse(await ownModels.import(path, request.signal), 201)
      },
      {
        ...describeRoute({
          tag,
          summary: 'Take a model file where it lies',
          description:
            'The file is neither copied nor moved. Its digest is read, which takes a while for a large one; a file that is no whole GGUF is refused.',
          body: { schema: ImportRequest, example: { path: '/home/ada/models/tiny.gguf' } },
          answer: InstalledModel,
          status: 201,
          codes: ['INVALID_REQUEST', 'STORAGE_FULL', 'CANCELLED'],
        }),
      },
    )
    .delete(
      '/models/:id',
      async ({ params, request }) => {
        await refuseBody(request)
        return jsonResponse(await ownModels.remove(params.id))
      },
      {
        ...describeRoute({
          tag,
          summary: 'Remove a model and free its disk',
          description:
            'The slash of the id is written `%2F`. A file that was imported from elsewhere is no longer listed, and stays. While the model answers or is downloaded, nothing is removed.',
          answer: ModelRemoved,
          codes: ['INVALID_REQUEST', 'MODEL_NOT_FOUND', 'CONFLICT', 'STORAGE_FULL'],
        }),
      },
    )
}
