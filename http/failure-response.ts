/**
 * Failures on the wire: one shape for every refusal (rule H2), and whether trying again may help (rule H3).
 * An error that is not ours becomes INTERNAL; its text stays on this side.
 */
import { FAILURE_CODES, KoraError } from '#contracts/failure'

/** Tells the operator about a fault of ours; the caller learns nothing of it. */
export type Report = (error: unknown) => void

/** On every answer: not guessed at, not stored, not readable by other sites. */
export const ANSWER_HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const

const RETRY_AFTER_S: Partial<Record<string, string>> = { QUEUE_FULL: '1', SHUTTING_DOWN: '2' }
const DEFAULT_RETRY_AFTER_S = '5'
// The rest of such a body is still coming in: the connection cannot be used again.
const CLOSING = new Set<string>(['BODY_TOO_LARGE', 'BODY_TIMEOUT'])

// Made once: building headers costs more than the rest of an answer.
const OK = { status: 200, headers: new Headers(ANSWER_HEADERS) }

export function jsonResponse(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), status === 200 ? OK : { status, headers: ANSWER_HEADERS })
}

/** The same for a value that is JSON text already. */
export function textResponse(json: string): Response {
  return new Response(json, OK)
}

/** The wire error of anything thrown. */
export function toKoraError(error: unknown, report: Report): KoraError {
  if (error instanceof KoraError) return error
  report(error)
  return new KoraError('INTERNAL')
}

export function failureResponse(error: KoraError, extra: Readonly<Record<string, string>> = {}): Response {
  const { http, retryable } = FAILURE_CODES[error.code]
  const headers: Record<string, string> = { ...ANSWER_HEADERS, 'x-should-retry': String(retryable), ...extra }
  if (http === 429 || http === 503) headers['retry-after'] = RETRY_AFTER_S[error.code] ?? DEFAULT_RETRY_AFTER_S
  if (http === 401) headers['www-authenticate'] = 'Bearer realm="kora"'
  if (CLOSING.has(error.code)) headers.connection = 'close'
  return new Response(JSON.stringify(error.toFailure()), { status: http, headers })
}
