/**
 * POST /execute: runs a graph or a message and answers its result, as one JSON value or as events. The body is parsed once
 * and only its envelope is checked here; the result is written once.
 */
import { Elysia } from 'elysia'
import { ExecuteRequest, ExecuteResult } from '#contracts/execution'
import type { RunHandle } from '#engine/run-request'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse, textResponse } from '#http/failure-response'
import { BodyMemory } from './body-memory.ts'
import { prepareRun, readEnvelope } from './execute-request.ts'
import { IdempotencyKeys, readKey } from './idempotency.ts'
import { invalidRequest, requestFault } from './read-request.ts'
import { GRAPH_EXAMPLE } from './request-example.ts'
import { describeRoute } from './route-doc.ts'
import { streamResult } from './run-stream.ts'
import { RunWatch } from './run-watch.ts'
import type { StudioServices } from './services.ts'

export function executeRoute(services: StudioServices) {
  const keys = new IdempotencyKeys(services)
  const watch = new RunWatch()
  const memory = new BodyMemory()
  return new Elysia().post('/execute', ({ request }) => execute(request, services, keys, watch, memory), {
    ...describeRoute({
      tag: 'Execution',
      summary: 'Run a TaskGraph or a message',
      description:
        'Send `Idempotency-Key` to make sure that a repeated request starts one run only. With `stream: true` or `Accept: text/event-stream` the events come first and `event: result` last.',
      body: { schema: ExecuteRequest, example: GRAPH_EXAMPLE },
      answer: ExecuteResult,
      streams: true,
      codes: ['INVALID_REQUEST', 'API_VERSION', 'GRAPH_SHAPE', 'IDEMPOTENCY_CONFLICT', 'BODY_TOO_LARGE', 'QUEUE_FULL'],
    }),
  })
}

async function execute(
  request: Request,
  services: StudioServices,
  keys: IdempotencyKeys,
  watch: RunWatch,
  memory: BodyMemory,
): Promise<Response> {
  const bytes = await readBodyBytes(request)
  const envelope = memory.envelope(bytes, read => readEnvelope(readBodyJson(read)))
  const options = envelope.execution_options ?? {}
  const streams = options.stream === true || acceptsEvents(request)
  if (options.detach === true && streams) {
    const message = 'detach answers at once and streams nothing; read GET /runs/{run_id}/events.'
    throw invalidRequest([requestFault('/execution_options/detach', message)])
  }
  const start = async (): Promise<RunHandle> => {
    const { run } = await prepareRun(envelope, services)
    return services.kernel.start(run)
  }
  const key = readKey(request)
  const run =
    key === null
      ? await start()
      : await keys.settle({ key, body: bytes, keepAnswer: options.content !== 'discard', start })
  if (options.detach === true) return answerDetached(run, services, watch)
  return streams ? answerEvents(run, request, services, watch) : answerResult(run, request, watch)
}

async function answerDetached(run: RunHandle, services: StudioServices, watch: RunWatch): Promise<Response> {
  watch.detach(run)
  await run.recorded()
  return jsonResponse({ run_id: run.runId, status: services.kernel.runs.read(run.runId)?.status ?? 'queued' }, 202)
}

async function answerResult(run: RunHandle, request: Request, watch: RunWatch): Promise<Response> {
  const leave = watch.join(run, request)
  const result = await run.result
  leave('served')
  return textResponse(run.text?.() ?? JSON.stringify(result))
}

function answerEvents(run: RunHandle, request: Request, services: StudioServices, watch: RunWatch): Response {
  const leave = watch.join(run, request)
  return streamResult(run, request, services.report, end => leave(end === 'gone' ? 'gone' : 'served'))
}

function acceptsEvents(request: Request): boolean {
  return request.headers.get('accept')?.toLowerCase().includes('text/event-stream') === true
}
