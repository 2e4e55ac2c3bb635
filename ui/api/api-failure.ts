/** What can go wrong between page and server, as one kind of error: the API's own refusals, and a server that is not there. */
import type { Failure, Fault } from '#contracts/failure'

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  /** A row of the table of codes, or SERVER_UNREACHABLE. */
  readonly code: string
  readonly hint: string | null
  readonly errors: readonly Fault[]
  readonly details: Failure['details']
  /** 0 when no answer came. */
  readonly status: number

  constructor(failure: Failure, status: number) {
    super(failure.message)
    this.code = failure.details.code
    this.hint = failure.details.hint ?? null
    this.errors = failure.details.errors ?? []
    this.details = failure.details
    this.status = status
  }
}

const AWAY: Failure = {
  error_type: 'EXECUTION_FAILURE',
  message: 'Studio does not answer.',
  details: {
    code: 'SERVER_UNREACHABLE',
    hint: 'Is `kora serve` still running? The page goes on by itself once it is.',
  },
}

/** Any thrown value as a failure that can be shown. */
export function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error
  // What fetch throws when there is nobody, or when a connection breaks off.
  if (error instanceof TypeError) return new ApiFailure(AWAY, 0)
  const message = error instanceof Error ? error.message : 'Something in this page failed.'
  return new ApiFailure(
    { error_type: 'EXECUTION_FAILURE', message, details: { code: 'PAGE_FAULT', hint: 'Load the page again.' } },
    0,
  )
}

/** Whether a reading failed in a way that its screen has to tell. A server that is away is told once, above everything. */
export const mustBeTold = ({ error, data }: { readonly error: unknown; readonly data: unknown }): boolean =>
  error !== null && (data === undefined || !(error instanceof ApiFailure && error.code === AWAY.details.code))

/** The failure that an answer carries. */
export async function readFailure(response: Response): Promise<ApiFailure> {
  try {
    const body: unknown = await response.json()
    if (isFailure(body)) return new ApiFailure(body, response.status)
  } catch {
    // No JSON: something that is not Studio answered.
  }
  const message = `Something that is not Studio answered with ${response.status}.`
  return new ApiFailure({ error_type: 'EXECUTION_FAILURE', message, details: { code: 'PAGE_FAULT' } }, response.status)
}

function isFailure(body: unknown): body is Failure {
  if (typeof body !== 'object' || body === null || !('message' in body) || !('details' in body)) return false
  const { details } = body
  return typeof body.message === 'string' && typeof details === 'object' && details !== null && 'code' in details
}
