/**
 * The OpenAI-compatible door: what clients of that interface need to talk to Studio. Every request is a run like any other, with
 * budget, schema and telemetry; its id stands in `x-kora-run-id`.
 */
import { Elysia } from 'elysia'
import { KoraError } from '#contracts/failure'
import { ChatCompletion, ChatCompletionRequest, OpenAiModel, OpenAiModelList } from '#contracts/openai'
import type { RunHandle, RunRequest } from '#engine/run-request'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { eventStream, type Frame } from '#http/sse'
import { apiFailure } from '../api/api-failure.ts'
import { readQuery } from '../api/read-request.ts'
import { describeRoute } from '../api/route-doc.ts'
import { RunWatch } from '../api/run-watch.ts'
import type { StudioServices } from '../api/services.ts'
import { atBody, buildCompletionGraph, type Completion, PLANNER_MODEL, readCompletion } from './read-completion.ts'
import { streamCompletion } from './stream-completion.ts'
import { toCompletion } from './write-completion.ts'

const PATH = '/v1/chat/completions'
const EXAMPLE = { model: 'kora', messages: [{ role: 'user', content: 'What is 17.5% of 2,480 EUR?' }] }
const LIST_MS = 3_000
const tag = 'OpenAI-compatible'

export function openAiRoutes(services: StudioServices) {
  const watch = new RunWatch()
  return (
    new Elysia()
      .get(
        '/v1/models',
        async ({ request }) => {
          readQuery(request, {})
          return jsonResponse({ object: 'list', data: await listOpenAiModels(services) })
        },
        {
          ...describeRoute({ tag, summary: 'Models, and `kora` for the planner', answer: OpenAiModelList, codes: [] }),
        },
      )
      // Clients that leave the slashes of an id as they are.
      .get('/v1/models/*', ({ params }) => oneModel(services, params['*']), { detail: { hide: true } })
      .get('/v1/models/:id', ({ params }) => oneModel(services, params.id), {
        ...describeRoute({ tag, summary: 'One model', answer: OpenAiModel, codes: ['MODEL_NOT_FOUND'] }),
      })
      .post(PATH, ({ request }) => complete(request, services, watch), {
        ...describeRoute({
          tag,
          summary: 'Chat completion',
          description:
            '`model: "kora"` asks the planner, which answers by rule where it can; a model id is one model task. `max_tokens` is its budget. A `response_format` of `json_schema` is enforced and checked. Streamed answers are checked before they are declared done; one that fails ends with an error chunk.',
          body: { schema: ChatCompletionRequest, example: EXAMPLE },
          answer: ChatCompletion,
          streams: true,
          codes: [
            'INVALID_REQUEST',
            'MODEL_NOT_FOUND',
            'MODEL_NEEDED',
            'BACKEND_UNAVAILABLE',
            'TOKEN_BUDGET',
            'TIME_BUDGET',
            'OUTPUT_REJECTED',
            'CONTEXT_OVERFLOW',
            'QUEUE_FULL',
          ],
        }),
      })
  )
}

async function listOpenAiModels({ models }: StudioServices): Promise<readonly OpenAiModel[]> {
  const found = await models.list(AbortSignal.timeout(LIST_MS))
  const entry = (id: string, owner: string): OpenAiModel => ({ id, object: 'model', created: 0, owned_by: owner })
  return [entry(PLANNER_MODEL, 'kora-studio'), ...found.map(model => entry(model.model_id, model.backend))]
}

const unknownModel = (): KoraError =>
  new KoraError('MODEL_NOT_FOUND', 'There is no such model.', {
    hint: 'GET /v1/models lists what there is, and "kora" is the planner.',
  })

async function oneModel(services: StudioServices, encoded: string): Promise<Response> {
  const id = decodeId(encoded)
  const model = (await listOpenAiModels(services)).find(one => one.id === id)
  if (model === undefined) throw unknownModel()
  return jsonResponse(model)
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

type Started = { readonly run: RunHandle; readonly liveTask: string | null }

async function complete(request: Request, services: StudioServices, watch: RunWatch): Promise<Response> {
  const completion = readCompletion(readBodyJson(await readBodyBytes(request)))
  const createdS = Math.floor(Date.now() / 1_000)
  const { run, liveTask } = await start(completion, services)
  const leave = watch.join(run, request)
  const headers = { 'x-kora-run-id': run.runId }
  try {
    if (!completion.streams) {
      const result = await run.result
      leave('served')
      const response = jsonResponse(toCompletion(result, completion, createdS))
      return withHeader(response, run.runId)
    }
    const chunks = streamCompletion(run, completion, liveTask, createdS)
    // Until there is text, a failure has the status of its own.
    const first = await chunks.next()
    await run.recorded()
    async function* frames(): AsyncIterable<Frame> {
      if (!first.done) yield first.value
      yield* chunks
    }
    const response = eventStream(frames, {
      client: request.signal,
      report: services.report,
      onEnd: end => leave(end === 'gone' ? 'gone' : 'served'),
    })
    return withHeader(response, run.runId)
  } catch (error) {
    leave('served')
    if (!(error instanceof KoraError)) throw error
    return apiFailure(error, PATH, headers)
  }
}

function withHeader(response: Response, runId: string): Response {
  const headers = new Headers(response.headers)
  headers.set('x-kora-run-id', runId)
  return new Response(response.body, { status: response.status, headers })
}

async function start(completion: Completion, services: StudioServices): Promise<Started> {
  const common = { backend: 'local', deterministicOnly: completion.mode === 'deterministic_only' }
  if (completion.model !== PLANNER_MODEL && !isOfConnector(completion.model, services)) throw unknownModel()
  const isPlanned = completion.model === PLANNER_MODEL && completion.schema === null
  if (isPlanned) return startPlanned(completion, services, common)
  const defaultModel = completion.model === PLANNER_MODEL ? services.models.defaultModel : null
  const taskgraph = buildCompletionGraph(completion, services.messageBudget())
  try {
    return { run: await services.kernel.start({ taskgraph, ...common, defaultModel }), liveTask: 'answer' }
  } catch (error) {
    if (!(error instanceof KoraError) || error.details.errors === undefined) throw error
    throw new KoraError(error.code, error.message, { ...error.details, errors: error.details.errors.map(atBody) })
  }
}

/** Whether a runtime could have the model; only it knows whether it has. */
function isOfConnector(id: string, { kernel }: StudioServices): boolean {
  const [, name] = /^([a-z][a-z0-9-]{0,63})\/\S/.exec(id) ?? []
  return name !== undefined && kernel.registry.connector(name) !== null
}

/** The planner reads the last message; a model task that is left sees the conversation too. */
async function startPlanned(
  completion: Completion,
  services: StudioServices,
  common: Pick<RunRequest, 'backend' | 'deterministicOnly'>,
): Promise<Started> {
  const { history, system, sampler, budget, mode, message } = completion
  const { taskgraph, ...plan } = await services.construct({
    message,
    attachments: [],
    mode,
    conversation: { history, ...(system === null ? {} : { system }), sampler, budget },
  })
  const run = await services.kernel.start({
    taskgraph,
    ...common,
    defaultModel: services.models.defaultModel,
    plan,
  })
  // Where rules gave a part, the answer is put together at the end.
  return { run, liveTask: plan.decision.model_needed && plan.decision.rules.length === 0 ? 'answer' : null }
}
