/** POST /plan and POST /convert: what a request would become and could cost, and older graphs in today's form. Nothing runs. */
import { Elysia } from 'elysia'
import { ConvertResult, ExecuteRequest, PlanResult } from '#contracts/execution'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { prepareRun, readEnvelope } from './execute-request.ts'
import { MESSAGE_EXAMPLE } from './request-example.ts'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

export function planRoutes(services: StudioServices) {
  return new Elysia()
    .post('/plan', ({ request }) => plan(request, services), {
      ...describeRoute({
        tag: 'Execution',
        summary: 'Check and certify without running',
        description:
          'Takes the body of /execute. An invalid graph is answered 200 with `valid: false` and every fault.',
        body: { schema: ExecuteRequest, example: MESSAGE_EXAMPLE },
        answer: PlanResult,
        codes: ['INVALID_REQUEST', 'API_VERSION', 'BODY_TOO_LARGE'],
      }),
    })
    .post('/convert', ({ request }) => convert(request, services), {
      ...describeRoute({
        tag: 'Execution',
        summary: 'Turn a 0.1 graph into a 1.0 graph',
        description: 'The body is the old graph. `dropped` names what has no counterpart.',
        answer: ConvertResult,
        codes: ['GRAPH_SHAPE', 'KORA_VERSION', 'BODY_TOO_LARGE'],
      }),
    })
}

async function plan(request: Request, services: StudioServices): Promise<Response> {
  const envelope = readEnvelope(readBodyJson(await readBodyBytes(request)))
  const { run, construction } = await prepareRun(envelope, services)
  const result = await services.kernel.plan(run)
  return jsonResponse({
    ...result,
    ...(construction === undefined ? {} : { taskgraph: construction.taskgraph, plan: construction.decision }),
  })
}

async function convert(request: Request, services: StudioServices): Promise<Response> {
  return jsonResponse(services.convert(readBodyJson(await readBodyBytes(request))))
}
