/** Getting models: what the curated list offers, beginning a download, how far it is, and breaking it off. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { CatalogModel, ModelPull, PullRequest } from '#contracts/studio'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { eventStream, type Frame } from '#http/sse'
import { defineBody, invalidRequest, requestFault } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

const CatalogList = Type.Object(
  { models: Type.Array(CatalogModel) },
  { $id: 'CatalogList', additionalProperties: false },
)
const PullList = Type.Object({ pulls: Type.Array(ModelPull) }, { $id: 'PullList', additionalProperties: false })
const checkPull = defineBody(PullRequest)
const tag = 'Models'

/** A download goes on by thousands of steps; people see a few a second. */
const STEP_MS = 200

export function pullRoutes({ pulls, report }: StudioServices) {
  async function* frames(signal: AbortSignal): AsyncIterable<Frame> {
    for await (const pull of pulls.follow(signal)) {
      yield { event: 'pull', data: pull }
      if (pull.status === 'running') await Bun.sleep(STEP_MS)
    }
  }
  const read = async (request: Request) => checkPull(readBodyJson(await readBodyBytes(request)))
  return new Elysia()
    .get('/models/catalog', async () => jsonResponse({ models: await pulls.catalog() }), {
      ...describeRoute({ tag, summary: 'Models that can be downloaded', answer: CatalogList }),
    })
    .get('/models/pulls', async () => jsonResponse({ pulls: await pulls.list() }), {
      ...describeRoute({ tag, summary: 'Downloads, how far they are and how they ended', answer: PullList }),
    })
    .get('/models/pulls/events', ({ request }) => eventStream(frames, { client: request.signal, report }), {
      ...describeRoute({
        tag,
        summary: 'Downloads as they go on',
        description:
          'Each frame is `event: pull` with a `ModelPull`: first all as they are, then each that has gone on, a few times a second, and how it ended. The stream stays open; leaving it stops no download.',
        answer: ModelPull,
        streams: true,
      }),
    })
    .post('/models/pull', async ({ request }) => jsonResponse(await begin(pulls, await read(request)), 202), {
      ...describeRoute({
        tag,
        summary: 'Download a model',
        description:
          'Answers at once; GET /models/pulls tells how far it is. Repeated, it answers the download under way, and after a cancelled or failed one it goes on where that stopped.',
        body: { schema: PullRequest, example: {} },
        answer: ModelPull,
        status: 202,
        codes: ['INVALID_REQUEST', 'MODEL_NOT_FOUND', 'NET_REFUSED', 'CONFLICT', 'SOURCE_UNAVAILABLE', 'STORAGE_FULL'],
      }),
    })
    .post(
      '/models/pull/cancel',
      async ({ request }) => jsonResponse(await pulls.cancel(readNamed(await read(request)))),
      {
        ...describeRoute({
          tag,
          summary: 'Break a download off; may be repeated',
          body: { schema: PullRequest, example: { model_id: 'llamacpp/smollm2-135m-instruct-q4_1' } },
          answer: ModelPull,
          codes: ['INVALID_REQUEST', 'NOT_FOUND'],
        }),
      },
    )
}

async function begin(pulls: StudioServices['pulls'], { model_id, url, sha256 }: PullRequest): Promise<ModelPull> {
  if (url === undefined && sha256 === undefined) return pulls.start(model_id)
  if (url !== undefined && model_id === undefined) return pulls.startUrl(url, sha256)
  throw invalidRequest([requestFault('/model_id', 'Give either model_id, or url with sha256.')])
}

function readNamed({ model_id, url, sha256 }: PullRequest): string | undefined {
  if (url === undefined && sha256 === undefined) return model_id
  throw invalidRequest([requestFault('/model_id', 'A download is named by the model_id that its beginning answered.')])
}
