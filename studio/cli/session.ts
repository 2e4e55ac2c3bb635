/** What every command gets: the client, made only when asked for, and where to print. */

import type { Failure } from '#contracts/failure'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import { failureOf } from './api-client.ts'
import type { Output } from './output.ts'

export type Session = {
  readonly output: Output
  /** Opens the way to Studio at first use. Throws KoraError when neither a server nor the data root can be used. */
  readonly client: () => Promise<ApiClient>
  /** Sets the exit code; the last one set counts. */
  readonly exit: (code: number) => void
}

/** A request that was refused: carries the wire failure and, so that scripts can tell, where it came from. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly failure: Failure
  readonly status: number

  constructor(failure: Failure, status: number) {
    super(failure.message)
    this.failure = failure
    this.status = status
  }
}

/** The body of an answer; throws RefusedRequest for a refusal. */
export function takeBody<T>(answer: ApiAnswer): T {
  const failure = failureOf(answer)
  if (failure) throw new RefusedRequest(failure, answer.status)
  return answer.body as T
}
