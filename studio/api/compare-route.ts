/** POST /compare: the same requests direct and structured, measured (rule L10). It keeps nothing beyond the runs' telemetry. */
import { Elysia } from 'elysia'
import { type CompareItem, CompareRequest, CompareResult } from '#contracts/compare'
import type { Fault } from '#contracts/failure'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { compareRequests } from '../compare/compare-requests.ts'
import { assertApiVersion, attachmentFaults, isDateTime } from './execute-request.ts'
import { defineBody, invalidRequest, requestFault } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

const EXAMPLE = { api_version: '1.0', requests: [{ message: 'What is 17.5% of 2,480 EUR?' }] }
const checkBody = defineBody(CompareRequest)

export function compareRoute(services: StudioServices) {
  return new Elysia().post('/compare', ({ request }) => compare(request, services), {
    ...describeRoute({
      tag: 'Execution',
      summary: 'Direct and structured, side by side',
      description:
        'Runs each request both ways and reports calls, tokens, time, agreement and where structure begins to pay, with intervals over the requests. Says plainly when direct is cheaper. Needs a model.',
      body: { schema: CompareRequest, example: EXAMPLE },
      answer: CompareResult,
      codes: [
        'INVALID_REQUEST',
        'API_VERSION',
        'GRAPH_SHAPE',
        'KORA_VERSION',
        'BODY_TOO_LARGE',
        'MODEL_NEEDED',
        'BACKEND_UNAVAILABLE',
        'MODEL_NOT_FOUND',
        'QUEUE_FULL',
      ],
    }),
  })
}

async function compare(request: Request, services: StudioServices): Promise<Response> {
  const value = readBodyJson(await readBodyBytes(request))
  assertApiVersion(value)
  const body = checkBody(value)
  const faults = body.requests.flatMap((item, at) => itemFaults(item, `/requests/${at}`))
  const now = body.execution_options?.now
  if (now !== undefined && !isDateTime(now))
    faults.push(
      requestFault('/execution_options/now', 'Expected a date-time with offset, such as 2026-01-31T09:00:00+01:00.'),
    )
  if (faults.length > 0) throw invalidRequest(faults)
  return jsonResponse(await compareRequests(body, services, request.signal))
}

function itemFaults(item: CompareItem, pointer: string): Fault[] {
  const isMessage = item.message !== undefined
  if (isMessage === (item.taskgraph !== undefined))
    return [requestFault(pointer, 'Give exactly one of taskgraph and message.')]
  if (isMessage && item.inputs !== undefined)
    return [requestFault(`${pointer}/inputs`, 'inputs belong to a taskgraph; a message takes attachments.')]
  if (!isMessage && item.attachments !== undefined)
    return [requestFault(`${pointer}/attachments`, 'attachments belong to a message; a taskgraph takes inputs.')]
  return (item.attachments ?? []).flatMap((one, at) => [...attachmentFaults(one, `${pointer}/attachments/${at}`)])
}
