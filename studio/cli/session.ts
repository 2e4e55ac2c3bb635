/** What every command gets: the flags that all share, the client, made only when asked for, and where to print. */
import type { Failure } from '#contracts/failure'
import { KoraError } from '#contracts/failure'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import { failureOf } from './api-client.ts'
import type { Output } from './output.ts'

export type GlobalFlags = { readonly json?: boolean; readonly server?: string; readonly home?: string }

export type Session = {
  readonly version: string
  readonly output: Output
  readonly flags: () => GlobalFlags
  /** Opens the way to Studio at first use. Throws KoraError when neither a server nor the data root can be used. */
  readonly client: () => Promise<ApiClient>
  /** From the first call on, Ctrl-C asks the command to end in order in place of killing it. */
  readonly stop: () => AbortSignal
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

export async function get<T>(session: Session, path: string): Promise<T> {
  const client = await session.client()
  return takeBody<T>(await client.call('GET', path))
}

/** `stop` leaves the request, and Studio cancels what it runs for it (rule X4); then it throws CANCELLED. */
export async function post<T>(session: Session, path: string, body?: unknown, stop?: AbortSignal): Promise<T> {
  const client = await session.client()
  if (stop === undefined) return takeBody<T>(await client.call('POST', path, body))
  assertGoing(stop)
  try {
    return takeBody<T>(await client.call('POST', path, body, stop))
  } catch (error) {
    assertGoing(stop)
    throw error
  }
}

/** Throws CANCELLED where the user has asked the command to end. */
export function assertGoing(stop: AbortSignal): void {
  if (stop.aborted) throw new KoraError('CANCELLED', `Stopped by ${stop.reason}; what ran was cancelled.`)
}

export async function send<T>(session: Session, method: 'DELETE', path: string): Promise<T> {
  const client = await session.client()
  return takeBody<T>(await client.call(method, path))
}

/** An id as one segment of a path. Throws INVALID_REQUEST for what would name another address. */
export function segment(what: string, id: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/.test(id)) return encodeURIComponent(id)
  throw new KoraError('INVALID_REQUEST', `${JSON.stringify(id)} is no ${what}.`, {
    hint: hintOf(what),
  })
}

/** Says in words of the command line that nothing has this id. */
export async function named<T>(what: string, id: string, answer: Promise<T>): Promise<T> {
  return answer.catch(error => {
    if (!(error instanceof RefusedRequest) || error.failure.details.code !== 'NOT_FOUND') throw error
    throw new KoraError('NOT_FOUND', `There is no ${what} ${id}.`, { hint: hintOf(what) }, error)
  })
}

const hintOf = (what: string): string => `See \`kora ${what.startsWith('plugin') ? 'plugins' : 'runs'} list\`.`

/** For commands that work on the data folder of this machine. Throws INVALID_REQUEST where another Studio was named. */
export function refuseServer(session: Session, command: string): void {
  if (session.flags().server === undefined) return
  throw new KoraError(
    'INVALID_REQUEST',
    `--server has no effect on \`kora ${command}\`, which works on this machine.`,
    {
      hint: 'Leave --server out; --home chooses the data folder.',
    },
  )
}
