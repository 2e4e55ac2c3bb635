/**
 * HTTP with one runtime: short JSON questions and answers, and the raw stream of a call. It sends each request once; whoever calls
 * decides what a failure means.
 */
import { KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import { ConnectorError } from '#contracts/plugin-errors'
import type { Net, NetResponse } from '#contracts/powers'
import {
  type AskedFor,
  type Runtime,
  toBodyError,
  toConnectError,
  toProtocolError,
  toUpstreamError,
} from './runtime.ts'

const ANSWER_BYTES = 16 * 1024 * 1024
const ERROR_BYTES = 64 * 1024
const NO_MODEL: AskedFor = { model: null, constrained: 'free' }

export type Loose = Readonly<Record<string, unknown>>

export type RuntimeClientOptions = {
  readonly net: Net
  /** Origin and path before the API's own, without a trailing slash. */
  readonly baseUrl: string
  readonly runtime: Runtime
  /** Asked before each request; null where there is no key. */
  readonly key?: () => Promise<string | null>
  /** Failures that this runtime words in its own way; null leaves them to what all runtimes have in common. */
  readonly explain?: (status: number, text: string, asked: AskedFor) => ConnectorError | null
}

export class RuntimeClient {
  readonly #options: RuntimeClientOptions

  constructor(options: RuntimeClientOptions) {
    this.#options = options
  }

  get runtime(): Runtime {
    return this.#options.runtime
  }

  /** The JSON object that a path answers with 200. Throws ConnectorError, or the signal's reason. */
  async ask(path: string, body: JsonObject | null, signal: AbortSignal, asked: AskedFor = NO_MODEL): Promise<Loose> {
    const response = await this.open(path, body, signal, asked)
    return parseObject(await this.#collect(response, signal), this.runtime)
  }

  /** The answer of a path once its status is known to be 200; the caller must read or end the body. */
  async open(path: string, body: JsonObject | null, signal: AbortSignal, asked: AskedFor): Promise<NetResponse> {
    signal.throwIfAborted()
    const response = await this.#send(path, body, signal)
    if (response.status === 200) return response
    const text = await readErrorText(response)
    signal.throwIfAborted()
    throw this.toFailure(response.status, text, asked)
  }

  /** Also for an error inside a stream, with status 200. */
  toFailure(status: number, text: string, asked: AskedFor): ConnectorError {
    return this.#options.explain?.(status, text, asked) ?? toUpstreamError(status, text, asked, this.runtime)
  }

  async #send(path: string, body: JsonObject | null, signal: AbortSignal): Promise<NetResponse> {
    const { net, baseUrl, key } = this.#options
    const secret =
      (await key?.().catch(failure => {
        // The file of keys is open to others, or no JSON: its own sentence says which.
        if (failure instanceof KoraError) throw new ConnectorError('BACKEND_UNAVAILABLE', failure.message, failure)
        throw failure
      })) ?? null
    try {
      return await net.fetch({
        url: baseUrl + path,
        method: body === null ? 'GET' : 'POST',
        headers: {
          accept: 'text/event-stream, application/x-ndjson, application/json',
          'content-type': 'application/json',
          ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
        },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal,
      })
    } catch (failure) {
      signal.throwIfAborted()
      throw toConnectError(failure, baseUrl, this.runtime)
    }
  }

  async #collect(response: NetResponse, signal: AbortSignal): Promise<string> {
    const parts: Uint8Array[] = []
    let sizeBytes = 0
    try {
      for await (const chunk of response.body) {
        sizeBytes += chunk.length
        if (sizeBytes > ANSWER_BYTES) throw toProtocolError(this.runtime, `more than ${ANSWER_BYTES} bytes`)
        // A copy: the client may reuse the chunk's memory.
        parts.push(Uint8Array.from(chunk))
      }
    } catch (failure) {
      signal.throwIfAborted()
      throw toBodyError(failure, this.runtime)
    }
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
    } catch (cause) {
      throw toProtocolError(this.runtime, 'bytes that are not UTF-8', cause)
    }
  }
}

/** As much of an error's body as is worth keeping; a broken body is no second failure. */
async function readErrorText(response: NetResponse): Promise<string> {
  let text = ''
  try {
    for await (const chunk of response.body) {
      text += Buffer.from(chunk).toString('utf8')
      if (text.length > ERROR_BYTES) break
    }
  } catch {
    return text
  }
  return text
}

/** A JSON object, or ConnectorError UPSTREAM_PROTOCOL. */
export function parseObject(text: string, runtime: Runtime): Loose {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch (cause) {
    throw toProtocolError(runtime, 'something that is not JSON', cause)
  }
  throw toProtocolError(runtime, 'JSON of another shape than its protocol has')
}

export const isRecord = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const readText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A count that is a non-negative integer, else null. */
export const readCount = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
