/** The runs family: list, read, cancel, follow, and take along. Reading changes nothing; cancel may be repeated. */
import { Elysia } from 'elysia'
import { EXECUTION_PATHS } from '#contracts/bundle'
import { Capsule } from '#contracts/capsule'
import { RUN_STATES } from '#contracts/event'
import { ExportRequest, ExportResult, KeptContent, RunList, RunStatus } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import type { RunContent } from '#store/run-store'
import {
  defineBody,
  integerFrom,
  invalidRequest,
  oneOf,
  readQuery,
  requestFault,
  textUpTo,
  toWindow,
  WINDOW_QUERY,
  WINDOW_READS,
} from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { streamEvents } from './run-stream.ts'
import type { StudioServices } from './services.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500
const MAX_SEQ = 999_999_999
const ENDED = new Set<string>(['success', 'failed', 'cancelled', 'interrupted'])
const tag = 'Runs'

const checkExport = defineBody(ExportRequest)

export function runRoutes(services: StudioServices) {
  const { runs } = services.kernel
  return new Elysia()
    .get('/runs', ({ request }) => listRuns(request, services), {
      ...describeRoute({
        tag,
        summary: 'List runs, newest first',
        query: {
          limit: `1 to ${MAX_LIMIT}, default ${DEFAULT_LIMIT}.`,
          cursor: 'The `next` of an earlier answer.',
          status: `One of ${RUN_STATES.join(', ')}.`,
          path: `One of ${EXECUTION_PATHS.join(', ')}: whether a model was called.`,
          ...WINDOW_QUERY,
          q: 'Part of a title, graph id or run id.',
        },
        answer: RunList,
        codes: ['INVALID_REQUEST'],
      }),
    })
    .get('/runs/:id', ({ params }) => jsonResponse(found(runs.read(params.id))), {
      ...describeRoute({ tag, summary: 'Status of a run, and its result', answer: RunStatus, codes: ['NOT_FOUND'] }),
    })
    .post('/runs/:id/cancel', ({ params, request }) => cancelRun(params.id, request, services), {
      ...describeRoute({
        tag,
        summary: 'Cancel a run; may be repeated',
        answer: RunStatus,
        codes: ['NOT_FOUND'],
      }),
    })
    .get('/runs/:id/events', ({ params, request }) => followRun(params.id, request, services), {
      ...describeRoute({
        tag,
        summary: 'Events of a run, live',
        description:
          'Resumes after `Last-Event-ID` (or `?after=`). `event: end` closes the stream; a request that has seen all of an ended run gets 204.',
        query: { after: 'The last `seq` that was seen.' },
        streams: true,
        codes: ['NOT_FOUND', 'INVALID_REQUEST'],
      }),
    })
    .get('/runs/:id/content', ({ params }) => jsonResponse(toContent(runs.content(params.id))), {
      ...describeRoute({
        tag,
        summary: 'Graph, inputs, outputs and raw replies of a run whose content was kept',
        answer: KeptContent,
        codes: ['NOT_FOUND', 'CONTENT_NOT_KEPT', 'RUN_ACTIVE'],
      }),
    })
    .get('/runs/:id/capsule', ({ params }) => jsonResponse(runs.capsule(params.id)), {
      ...describeRoute({
        tag,
        summary: 'The run as a portable, replayable file',
        answer: Capsule,
        codes: ['NOT_FOUND', 'CONTENT_NOT_KEPT', 'RUN_ACTIVE'],
      }),
    })
    .post('/runs/:id/exports', ({ params, request }) => exportRun(params.id, request, services), {
      ...describeRoute({
        tag,
        summary: 'Write a file below exports/',
        body: { schema: ExportRequest, example: { kind: 'telemetry' } },
        answer: ExportResult,
        codes: ['NOT_FOUND', 'INVALID_REQUEST', 'CONTENT_NOT_KEPT', 'RUN_ACTIVE', 'STORAGE_FULL'],
      }),
    })
}

/** The value, or KoraError NOT_FOUND. */
export function found<T>(value: T | null): T {
  if (value === null) throw new KoraError('NOT_FOUND')
  return value
}

/** Refuses a body where none is taken: a field that has no effect would mislead. */
export async function refuseBody(request: Request): Promise<void> {
  const bytes = await readBodyBytes(request)
  if (bytes.length === 0) return
  const value = readBodyJson(bytes)
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  if (!isEmpty) throw invalidRequest([requestFault('', 'This address takes no body.')])
}

function toContent({ taskgraph, inputs, outputs, replies }: RunContent): KeptContent {
  return { taskgraph, inputs, outputs, replies: replies as KeptContent['replies'] }
}

function listRuns(request: Request, services: StudioServices): Response {
  const query = readQuery(request, {
    limit: integerFrom(1, MAX_LIMIT),
    cursor: textUpTo(512),
    status: oneOf(RUN_STATES),
    path: oneOf(EXECUTION_PATHS),
    ...WINDOW_READS,
    q: textUpTo(256),
  })
  const list = services.kernel.runs.list({
    limit: query.limit ?? DEFAULT_LIMIT,
    ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(query.path === undefined ? {} : { path: query.path }),
    window: toWindow(query),
    ...(query.q === undefined ? {} : { text: query.q }),
  })
  return jsonResponse(list)
}

async function cancelRun(runId: string, request: Request, services: StudioServices): Promise<Response> {
  await refuseBody(request)
  return jsonResponse(found(await services.kernel.runs.cancel(runId)))
}

function followRun(runId: string, request: Request, services: StudioServices): Response {
  const query = readQuery(request, { after: integerFrom(-1, MAX_SEQ) })
  const afterSeq = lastEventId(request) ?? query.after ?? -1
  const { status } = found(services.kernel.runs.read(runId))
  const isOver = ENDED.has(status) && services.kernel.runs.events(runId, afterSeq, 1).length === 0
  // 204 is how an EventSource is told to stop asking.
  if (isOver && afterSeq >= 0) return new Response(null, { status: 204 })
  return streamEvents(runId, afterSeq, request, services)
}

function lastEventId(request: Request): number | undefined {
  const text = request.headers.get('last-event-id')
  if (text === null) return undefined
  const seq = integerFrom(0, MAX_SEQ).read(text)
  if (seq === undefined) throw invalidRequest([requestFault('', 'Last-Event-ID is the id of an event of this run.')])
  return seq
}

async function exportRun(runId: string, request: Request, services: StudioServices): Promise<Response> {
  const { kind } = checkExport(readBodyJson(await readBodyBytes(request)))
  found(services.kernel.runs.read(runId))
  return jsonResponse(await services.kernel.runs.export(runId, kind))
}
