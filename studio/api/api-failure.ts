/**
 * The one way in which the API says no: the shape of rule H2, and under /v1 the shape that OpenAI's clients read. Status and
 * headers are the same in both.
 */
import { FAILURE_CODES, type Fault, type KoraError } from '#contracts/failure'
import { failureResponse } from '#http/failure-response'

/** `path` is that of the request; `extra` are further headers. */
export function apiFailure(error: KoraError, path: string, extra: Readonly<Record<string, string>> = {}): Response {
  const plain = failureResponse(error, extra)
  if (!path.startsWith('/v1/')) return plain
  return new Response(JSON.stringify(toOpenAiError(error)), { status: plain.status, headers: plain.headers })
}

/** `/messages/0/role` as OpenAI writes it: `messages[0].role`. Null for the body itself. */
function toParam(pointer: string): string | null {
  const parts = pointer.split('/').slice(1)
  const text = parts.map(part =>
    /^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll('~1', '/').replaceAll('~0', '~')}`,
  )
  return text.join('').replace(/^\./, '') || null
}

/** There is room for one place; its own sentence belongs beside it. */
const toSentence = (error: KoraError, fault: Fault, others: number): string =>
  others === 0 ? error.message : `${fault.message} (and ${others} more)`

/** These clients show the message alone, so the cure stands in it. A sentence of its own kind has the table's in its own words. */
function withCure({ code, message, details: { hint } }: KoraError): string {
  const { cure, meaning } = FAILURE_CODES[code]
  const own = hint === undefined || hint === cure ? (message === meaning ? cure : '') : hint
  return own === '' || message.includes(own) ? message : `${message} ${own}`
}

/** Also what a broken stream under /v1 carries. What rules answered of a message stands beside the four members that these clients know. */
export function toOpenAiError(error: KoraError): object {
  const { http } = FAILURE_CODES[error.code]
  const { errors, partial_output: partial } = error.details
  const [fault, ...others] = errors ?? []
  const type = http >= 500 ? 'api_error' : http === 401 ? 'authentication_error' : 'invalid_request_error'
  return {
    error: {
      message: fault === undefined ? withCure(error) : toSentence(error, fault, others.length),
      type,
      param: fault === undefined ? null : toParam(fault.pointer),
      code: error.code,
      ...(partial === undefined ? {} : { partial_output: partial }),
    },
  }
}
