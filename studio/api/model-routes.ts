/** What the connectors offer now, a file of the user's own brought in, and removing. Downloads are routes of their own. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { ModelProbe, ProbeRequest } from '#contracts/probe'
import { ImportRequest, InstalledModel, ModelInfo, ModelRemoved } from '#contracts/studio'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { defineBody } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const ModelList = Type.Object({ models: Type.Array(ModelInfo) }, { $id: 'ModelList' })
const checkImport = defineBody(ImportRequest)
const checkProbe = defineBody(ProbeRequest)
const tag = 'Models'

export function modelRoutes({ models, ownModels, probes }: StudioServices) {
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
    .post(
      '/models/probe',
      async ({ request }) => {
        const asked = checkProbe(readBodyJson(await readBodyBytes(request)))
        return jsonResponse(await probes.probe(asked, request.signal))
      },
      {
        ...describeRoute({
          tag,
          summary: 'Find out what a runtime keeps with a model',
          description:
            'A few calls of at most 64 generated tokens together, without anything of yours: does the answer fit a schema, does it stop at max_tokens, is usage reported, does an abort free the slot, do temperature 0 and a seed repeat, does it stream. They are on record as a run of the backend probe. Closing the connection cancels it.',
          body: { schema: ProbeRequest, example: { model_id: 'ollama/qwen3:0.6b' } },
          answer: ModelProbe,
          codes: [
            'INVALID_REQUEST',
            'MODEL_NOT_FOUND',
            'BACKEND_UNAVAILABLE',
            'BACKEND_ERROR',
            'BACKEND_BUSY',
            'WRONG_MODEL',
            'CLOUD_MODEL',
            'CONFLICT',
            'MODEL_NEEDED',
            'TIME_BUDGET',
            'QUEUE_FULL',
          ],
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
