/**
 * Calls to the API of the server that this page came from, and to nothing else. The page key of the pairing goes with each (H8);
 * what comes back is the contract's type or an ApiFailure.
 */
import { readFailure, toFailure } from './api-failure.ts'
import { pageKey, reportAuthorization, reportContact } from './connection.ts'

export type CallOptions = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, with its own type. */
  readonly bytes?: { readonly data: Blob; readonly type: string }
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Goes out even while the page is being closed. */
  readonly keepalive?: boolean
}

/** The answer of a call that was taken; throws ApiFailure, or the signal's reason. */
export async function callRaw(path: `/${string}`, options: CallOptions = {}): Promise<Response> {
  const { body, bytes, method = body === undefined && bytes === undefined ? 'GET' : 'POST', signal } = options
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bytes === undefined ? {} : { 'content-type': bytes.type }),
        ...(pageKey() === null ? {} : { 'x-kora-page': pageKey() ?? '' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(bytes === undefined ? {} : { body: bytes.data }),
      ...(signal === undefined ? {} : { signal }),
      keepalive: options.keepalive === true,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    reportContact(false)
    throw toFailure(error)
  }
  reportContact(true)
  if (response.ok) return response
  const failure = await readFailure(response)
  if (failure.code === 'TOKEN_REQUIRED') reportAuthorization(false)
  throw failure
}

export async function call<T>(path: `/${string}`, options?: CallOptions): Promise<T> {
  const response = await callRaw(path, options)
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch (error) {
    if (options?.signal?.aborted) throw error
    throw toFailure(new TypeError('cut'))
  }
}
