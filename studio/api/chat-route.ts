/** POST /chat: one message of a chat, answered at once, as a stream, or detached. The run goes on when the caller leaves. */
import { Elysia } from 'elysia'
import { ChatAnswer, ChatRequest } from '#contracts/chat'
import type { ExecuteResult } from '#contracts/execution'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { eventStream, type Frame } from '#http/sse'
import type { SentMessage } from '../chats/chat-service.ts'
import { assertApiVersion, attachmentFaults, isDateTime } from './execute-request.ts'
import { hashBody, readKey } from './idempotency.ts'
import { defineBody, invalidRequest, requestFault } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { followRun, storedEvents } from './run-stream.ts'
import type { StudioServices } from './services.ts'

const EXAMPLE = { api_version: '1.0', message: 'What is 15 % of 80?' }
const checkBody = defineBody(ChatRequest)

export function chatRoute(services: StudioServices) {
  return new Elysia().post('/chat', ({ request }) => answer(request, services), {
    ...describeRoute({
      tag: 'Chats',
      summary: 'Send a message, edit one, or have one answered again',
      description:
        'Streamed, `event: chat` comes first with the chat, the message and the answer to be; then the events and the live text of the run; then `event: answer` with the finished answer and `event: result`. To edit a message, send the new text with the `parent_id` of the old one. Send `Idempotency-Key` and a repeated request gives the same message, never a second one.',
      body: { schema: ChatRequest, example: EXAMPLE },
      answer: ChatAnswer,
      streams: true,
      codes: [
        'INVALID_REQUEST',
        'API_VERSION',
        'NOT_FOUND',
        'IDEMPOTENCY_CONFLICT',
        'MEDIA_TYPE',
        'BODY_TOO_LARGE',
        'QUEUE_FULL',
        'STORAGE_FULL',
      ],
    }),
  })
}

async function answer(request: Request, services: StudioServices): Promise<Response> {
  const bytes = await readBodyBytes(request)
  const body = readChatRequest(readBodyJson(bytes))
  const streams =
    body.stream === true || request.headers.get('accept')?.toLowerCase().includes('text/event-stream') === true
  if (streams && body.detach === true)
    throw invalidRequest([requestFault('/detach', 'detach answers at once and streams nothing.')])
  const key = readKey(request)
  const sent = await services.chats.service.send(body, key === null ? null : { key, bodyHash: hashBody(bytes) })
  if (streams) return streamAnswer(sent, request, services)
  const { chat, message } = sent
  if (body.detach === true) return jsonResponse({ chat, message, answer: sent.answer }, 202)
  const done = await sent.done
  const result = await resultOf(sent, services)
  return jsonResponse({
    chat: services.chats.store.read(chat.chat_id),
    message,
    answer: done,
    ...(result === undefined ? {} : { result }),
  })
}

/** Absent where the message was sent before and the content of its run was not kept. */
const resultOf = async (
  { run, answer }: SentMessage,
  { kernel }: StudioServices,
): Promise<ExecuteResult | undefined> => (run === null ? kernel.runs.read(answer.run_id ?? '')?.result : run.result)

function streamAnswer(sent: SentMessage, request: Request, services: StudioServices): Response {
  const { chat, message, run } = sent
  async function* frames(signal: AbortSignal): AsyncIterable<Frame> {
    yield { event: 'chat', data: { chat, message, answer: sent.answer } }
    if (run !== null) yield* followRun(run, -1, signal)
    else
      for (const event of storedEvents(services.kernel, sent.answer.run_id ?? '', -1))
        yield { id: event.seq, data: event }
    yield { event: 'answer', data: await sent.done }
    const result = await resultOf(sent, services)
    if (result !== undefined) yield { event: 'result', data: result }
  }
  const { report } = services
  return eventStream(frames, { client: request.signal, report })
}

function readChatRequest(value: unknown): ChatRequest {
  assertApiVersion(value)
  const body = checkBody(value)
  const faults = (body.attachments ?? []).flatMap((attachment, at) =>
    attachmentFaults(attachment, `/attachments/${at}`),
  )
  if ((body.message === undefined) === (body.regenerate === undefined))
    faults.push(requestFault('', 'Give exactly one of message and regenerate.'))
  if (body.message !== undefined && body.message.trim() === '')
    faults.push(requestFault('/message', 'The message is empty.'))
  if (body.regenerate !== undefined)
    for (const name of ['parent_id', 'attachments'] as const)
      if (body[name] !== undefined)
        faults.push(requestFault(`/${name}`, 'A message that is answered again keeps its place and its files.'))
  if (body.chat_id === undefined && body.regenerate !== undefined)
    faults.push(requestFault('/chat_id', 'Name the chat of the message.'))
  if (body.now !== undefined && !isDateTime(body.now))
    faults.push(requestFault('/now', 'Expected a date-time with offset, such as 2026-01-31T09:00:00+01:00.'))
  if (faults.length > 0) throw invalidRequest(faults)
  return body
}
