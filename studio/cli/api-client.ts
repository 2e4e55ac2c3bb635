/**
 * How a command reaches Studio: always through the HTTP API, either of a running server or of a Studio opened in this process
 * for one command. It knows no routes; the commands do.
 */

import type { Failure } from '#contracts/failure'
import { KoraError } from '#contracts/failure'

export type ApiAnswer = { readonly status: number; readonly body: unknown }

export type ApiClient = {
  /** Where the answers come from: a URL, or `this process`. */
  readonly address: string
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<ApiAnswer>
  /** Server-sent events as they come. */
  stream(
    path: string,
    body: unknown,
    onEvent: (event: { readonly name: string; readonly data: unknown }) => void,
  ): Promise<ApiAnswer | null>
  close(): Promise<void>
}

export type Send = (request: Request) => Promise<Response>

export function buildClient(
  address: string,
  baseUrl: string,
  token: string | null,
  send: Send,
  close: () => Promise<void>,
): ApiClient {
  const request = (method: string, path: string, body: unknown, accept: string) => {
    const headers: Record<string, string> = { accept, host: new URL(baseUrl).host }
    if (token !== null) headers.authorization = `Bearer ${token}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    return send(
      new Request(new URL(path, baseUrl).href, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
  }
  return {
    address,
    call: async (method, path, body) => readAnswer(await request(method, path, body, 'application/json')),
    stream: async (path, body, onEvent) => {
      const response = await request('POST', path, body, 'text/event-stream')
      if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body)
        return readAnswer(response)
      await readEvents(response.body, onEvent)
      return null
    },
    close,
  }
}

async function readAnswer(response: Response): Promise<ApiAnswer> {
  const text = await response.text()
  try {
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  } catch {
    throw new KoraError('UPSTREAM_PROTOCOL', 'The server answered with something that is not JSON: is it Studio?')
  }
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: { name: string; data: unknown }) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let buffer = ''
  for await (const chunk of body) {
    buffer += decoder.decode(chunk, { stream: true })
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const block = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      const field = (name: string) =>
        block
          .split('\n')
          .filter(line => line.startsWith(`${name}: `))
          .map(line => line.slice(name.length + 2))
          .join('\n')
      const data = field('data')
      if (data !== '') onEvent({ name: field('event') || 'message', data: JSON.parse(data) })
    }
  }
}

/** The body of a refused request, or null when the request was taken. */
export function failureOf(answer: ApiAnswer): Failure | null {
  if (answer.status < 400) return null
  const body = answer.body as Partial<Failure> | null
  if (body && typeof body.message === 'string' && body.details) return body as Failure
  return new KoraError(
    'UPSTREAM_PROTOCOL',
    `The server answered ${answer.status} without saying why: is it Studio?`,
  ).toFailure()
}
