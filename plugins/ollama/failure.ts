/**
 * What goes wrong with Ollama, as rows of the table of codes. Ollama's own words may hold content, so they stay in `cause`.
 */
import { KoraError } from '#contracts/failure'
import { ConnectorError } from '#kernel/plugin-door'

const OVERFLOW = /context (length|size|window)|exceed_context|prompt is too long/i
const GRAMMAR = /json schema|grammar|invalid format|failed to load model vocabulary/i
const BUSY = /server busy|maximum pending requests/i
const MISSING = /not found/i
const CLOUD = /cloud|remote model|sign ?in/i
const CAUSE_CHARS = 500

export type AskedFor = { readonly model: string; readonly constrained: 'schema' | 'free' }

/** An answer other than 200, or an error line inside a stream (then `status` is 200). */
export function toUpstreamError(status: number, text: string, asked: AskedFor): ConnectorError {
  const cause = new Error(text.slice(0, CAUSE_CHARS))
  const fail = (code: ConnectorError['code'], message: string) => new ConnectorError(code, message, cause)
  if (status >= 300 && status < 400)
    return fail('UPSTREAM_PROTOCOL', 'Ollama answered with a redirect, and redirects are not followed.')
  if (status === 401 || status === 403 || (status === 502 && CLOUD.test(text)))
    return fail('CLOUD_MODEL', `The model ${asked.model} runs in Ollama's cloud, not on this machine.`)
  if (status === 503 || status === 429 || BUSY.test(text)) return fail('BACKEND_BUSY', 'Ollama has no free slot.')
  if (OVERFLOW.test(text))
    return fail('CONTEXT_OVERFLOW', `The prompt does not fit the context that Ollama runs ${asked.model} with.`)
  if (status === 404 && MISSING.test(text)) return toMissingModel(asked.model, cause)
  if (status === 404) return fail('UPSTREAM_PROTOCOL', 'The address does not offer the Ollama API.')
  if (asked.constrained === 'schema' && GRAMMAR.test(text))
    return fail('SCHEMA_NOT_DECODABLE', 'Ollama cannot decode under this schema.')
  return fail('BACKEND_ERROR', `Ollama answered with an error (HTTP ${status}).`)
}

export function toMissingModel(model: string, cause?: unknown): ConnectorError {
  return new ConnectorError(
    'MODEL_NOT_FOUND',
    `Ollama does not have the model ${model}; get it with \`ollama pull ${model}\`.`,
    cause,
  )
}

/** A failure of the connection before the answer began. */
export function toConnectError(failure: unknown, baseUrl: string): Error {
  if (failure instanceof ConnectorError) return failure
  if (failure instanceof KoraError && failure.code === 'NET_REFUSED')
    return new ConnectorError('BACKEND_UNAVAILABLE', `The plugin has no grant to reach ${baseUrl}.`, failure)
  if (failure instanceof KoraError || isMalformed(failure))
    return new ConnectorError(
      'UPSTREAM_PROTOCOL',
      `What answers at ${baseUrl} does not speak Ollama's protocol.`,
      failure,
    )
  return new ConnectorError(
    'BACKEND_UNAVAILABLE',
    `Ollama does not answer at ${baseUrl}; start it with \`ollama serve\`.`,
    failure,
  )
}

/** A failure of the connection while the answer was read. */
export function toBodyError(failure: unknown): Error {
  if (failure instanceof ConnectorError) return failure
  if (isMalformed(failure)) return new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama sent broken HTTP.', failure)
  return toTruncated(failure)
}

export function toTruncated(cause?: unknown): ConnectorError {
  return new ConnectorError('UPSTREAM_TRUNCATED', "Ollama's answer ended without its end mark.", cause)
}

/** Names that Bun's HTTP client gives to answers it cannot read. */
function isMalformed(failure: unknown): boolean {
  const code = failure instanceof Error && 'code' in failure && typeof failure.code === 'string' ? failure.code : ''
  return /malformed|invalid|decompress|zlib|brotli/i.test(code)
}
