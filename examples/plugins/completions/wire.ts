/** What comes from the server, bounded and checked: lines of a stream, small JSON answers, and failures in words of our own. */
import type { NetResponse } from '#contracts/powers'
import { ConnectorError } from '#kernel/plugin-door'

export type Loose = Readonly<Record<string, unknown>>

const ANSWER_BYTES = 16 * 1024 * 1024
const LINE_BYTES = 256 * 1024
const NEWLINE = 0x0a

export const isRecord = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const protocolError = (what: string, cause?: unknown): ConnectorError =>
  new ConnectorError('UPSTREAM_PROTOCOL', `The server sent ${what}.`, cause)

export function parseRecord(text: string): Loose {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch (cause) {
    throw protocolError('something that is not JSON', cause)
  }
  throw protocolError('JSON of another shape than the protocol has')
}

/** The whole body of a small answer. Throws ConnectorError, or the signal's reason. */
export async function collectText(response: NetResponse, signal: AbortSignal): Promise<string> {
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of response.body) {
      sizeBytes += chunk.length
      if (sizeBytes > ANSWER_BYTES) throw protocolError(`more than ${ANSWER_BYTES} bytes`)
      parts.push(Uint8Array.from(chunk))
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure)
  }
  return decode(Buffer.concat(parts))
}

/** Every line that is not empty; throws where a line, or all of them together, pass their limit. */
export async function* readLines(body: AsyncIterable<Uint8Array>, totalBytes: number): AsyncGenerator<string, void> {
  let held = Buffer.alloc(0)
  let seenBytes = 0
  for await (const chunk of body) {
    seenBytes += chunk.length
    if (seenBytes > totalBytes) throw protocolError(`more than ${totalBytes} bytes for one answer`)
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = decode(Buffer.concat([held, chunk.subarray(start, end)])).trim()
      held = Buffer.alloc(0)
      start = end + 1
      if (line !== '') yield line
    }
    held = Buffer.concat([held, chunk.subarray(start)])
    if (held.length > LINE_BYTES) throw protocolError(`a line longer than ${LINE_BYTES} bytes`)
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw protocolError('bytes that are not UTF-8', cause)
  }
}

/** The server's own words may hold content, so they stay in `cause`. */
export function toConnectorError(status: number, text: string, model: string): ConnectorError {
  const fail = (code: ConnectorError['code'], message: string) =>
    new ConnectorError(code, message, new Error(text.slice(0, 500)))
  if (/exceed_context|context (length|size)/i.test(text))
    return fail('CONTEXT_OVERFLOW', `The prompt does not fit the context of ${model}.`)
  if (status >= 300 && status < 400) return fail('UPSTREAM_PROTOCOL', 'The server redirects, which is not followed.')
  if (status === 429 || status === 503) return fail('BACKEND_BUSY', 'The server has no free slot.')
  if (status === 404 && /not.?found/i.test(text))
    return fail('MODEL_NOT_FOUND', `The server does not have the model ${model}; start it with this model.`)
  return fail('BACKEND_ERROR', `The server answered with an error (HTTP ${status}).`)
}

/** A failure of the connection: broken HTTP, or an answer that ended early. */
export function toBodyError(failure: unknown): ConnectorError {
  if (failure instanceof ConnectorError) return failure
  const code = isRecord(failure) || failure instanceof Error ? String((failure as { code?: unknown }).code ?? '') : ''
  if (/malformed|invalid|decompress|zlib|brotli|UPSTREAM_PROTOCOL/i.test(code))
    return protocolError('broken HTTP', failure)
  return new ConnectorError('UPSTREAM_TRUNCATED', 'The answer ended without its end mark.', failure)
}
