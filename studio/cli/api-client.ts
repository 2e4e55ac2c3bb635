/**
 * How a command reaches Studio: always through the HTTP API, either of a running server or of a Studio opened in this process
 * for one command. It knows no routes; the commands do.
 */
import type { Failure } from '#contracts/failure'
import { KoraError } from '#contracts/failure'

export type ApiAnswer = { readonly status: number; readonly body: unknown }
export type ApiEvent = { readonly name: string; readonly data: unknown }

export type ApiClient = {
  /** Where the answers come from: a URL, or `this process`. */
  readonly address: string
  /** Leaves the request when `cut` is aborted, and throws what it was aborted with, or answers that it was cancelled. */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, cut?: AbortSignal): Promise<ApiAnswer>
  /** Server-sent events as they come; resolves to the answer where the request was refused, to null when the stream ended. */
  stream(path: string, body: unknown, onEvent: (event: ApiEvent) => void, cut: AbortSignal): Promise<ApiAnswer | null>
  close(): Promise<void>
}

/** `send` throws KoraError SERVER_UNREACHABLE, or what the signal of the request was aborted with. */
export type ClientParts = {
  readonly address: string
  readonly baseUrl: string
  readonly token: string | null
  readonly send: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

export function buildClient({ address, baseUrl, token, send, close }: ClientParts): ApiClient {
  const request = async (method: string, path: string, body: unknown, accept: string, cut?: AbortSignal) => {
    const headers: Record<string, string> = { accept, host: new URL(baseUrl).host }
    if (token !== null) headers.authorization = `Bearer ${token}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    const init = { method, headers, redirect: 'manual' as const, ...(cut === undefined ? {} : { signal: cut }) }
    const text = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await send(new Request(new URL(path, baseUrl).href, { ...init, ...text }))
    return { response, lost: (cause: unknown) => (cut?.aborted ? cause : connectionLost(address, cause)) }
  }
  return {
    address,
    call: async (method, path, body, cut) => {
      const { response, lost } = await request(method, path, body, 'application/json', cut)
      return readAnswer(response, lost)
    },
    stream: async (path, body, onEvent, cut) => {
      const { response, lost } = await request('POST', path, body, 'text/event-stream', cut)
      if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body)
        return readAnswer(response, lost)
      await readEvents(response.body, onEvent, lost)
      return null
    },
    close,
  }
}

export function connectionLost(address: string, cause: unknown): KoraError {
  return new KoraError(
    'SERVER_UNREACHABLE',
    `The connection to ${address} broke before the answer was whole.`,
    { hint: 'See whether `kora serve` still runs; `kora runs list` shows what became of the run.' },
    cause,
  )
}

async function readAnswer(response: Response, lost: (cause: unknown) => unknown): Promise<ApiAnswer> {
  const text = await response.text().catch(cause => {
    throw lost(cause)
  })
  try {
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  } catch {
    throw notStudio('The server answered with something that is not JSON.')
  }
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: ApiEvent) => void,
  lost: (cause: unknown) => unknown,
): Promise<void> {
  const decoder = new TextDecoder()
  let buffer = ''
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read().catch(cause => {
      throw lost(cause)
    })
    if (done) return
    // An end mark may lie across two chunks, and a result of many megabytes must not be searched again with each of them.
    let searchFrom = Math.max(0, buffer.length - 1)
    buffer += decoder.decode(value, { stream: true })
    for (let end = buffer.indexOf('\n\n', searchFrom); end >= 0; end = buffer.indexOf('\n\n')) {
      readBlock(buffer.slice(0, end), onEvent)
      buffer = buffer.slice(end + 2)
      searchFrom = 0
    }
  }
}

function readBlock(block: string, onEvent: (event: ApiEvent) => void): void {
  const lines = block.split('\n')
  const field = (name: string) =>
    lines
      .filter(line => line.startsWith(`${name}:`))
      .map(line => line.slice(name.length + 1).replace(/^ /, ''))
      .join('\n')
  const text = field('data')
  if (text === '') return
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw notStudio('The server sent an event that is not JSON.')
  }
  onEvent({ name: field('event') || 'message', data })
}

/** The body of a refused request, or null when the request was taken. */
export function failureOf(answer: ApiAnswer): Failure | null {
  if (answer.status < 300) return null
  const body = answer.body as Partial<Failure> | null
  if (body && typeof body.message === 'string' && typeof body.details?.code === 'string') return body as Failure
  return notStudio(`The server answered ${answer.status} without saying why.`).toFailure()
}

const notStudio = (message: string): KoraError =>
  new KoraError('SERVER_UNREACHABLE', message, { hint: 'Check that --server is the address of KORA Studio.' })
