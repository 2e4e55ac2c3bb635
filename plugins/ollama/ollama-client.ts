/**
 * HTTP with one Ollama server: short JSON questions and answers, and the raw stream of a chat.
 * It sends each request once; whoever calls decides what a failure means.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Net, NetResponse } from '#contracts/powers'
import { ConnectorError } from '#kernel/plugin-door'
import { type AskedFor, toBodyError, toConnectError, toUpstreamError } from './failure.ts'

const LIST_BYTES = 16 * 1024 * 1024
const ERROR_BYTES = 64 * 1024
const NO_MODEL: AskedFor = { model: 'asked for', constrained: 'free' }

export class OllamaClient {
  readonly #net: Net
  readonly #baseUrl: string

  constructor(net: Net, baseUrl: string) {
    this.#net = net
    this.#baseUrl = baseUrl
  }

  /** The JSON object that a path answers with 200. Throws ConnectorError, or the signal's reason. */
  async ask(
    path: string,
    body: JsonObject | null,
    signal: AbortSignal,
    asked: AskedFor = NO_MODEL,
  ): Promise<Readonly<Record<string, unknown>>> {
    const response = await this.open(path, body, signal, asked)
    const text = await collect(response, LIST_BYTES, signal)
    return parseObject(text)
  }

  /** The answer of a path once its status is known to be 200; the caller must read or end the body. */
  async open(path: string, body: JsonObject | null, signal: AbortSignal, asked: AskedFor): Promise<NetResponse> {
    signal.throwIfAborted()
    const response = await this.#send(path, body, signal)
    if (response.status === 200) return response
    const text = await readErrorText(response)
    signal.throwIfAborted()
    throw toUpstreamError(response.status, text, asked)
  }

  async #send(path: string, body: JsonObject | null, signal: AbortSignal): Promise<NetResponse> {
    try {
      return await this.#net.fetch({
        url: this.#baseUrl + path,
        method: body === null ? 'GET' : 'POST',
        headers: { accept: 'application/x-ndjson, application/json', 'content-type': 'application/json' },
        ...(body === null ? {} : { body: JSON.stringify(body satisfies JsonValue) }),
        signal,
      })
    } catch (failure) {
      signal.throwIfAborted()
      throw toConnectError(failure, this.#baseUrl)
    }
  }
}

/** Whole body as text. Throws ConnectorError UPSTREAM_PROTOCOL beyond the cap, or when it is not UTF-8. */
async function collect(response: NetResponse, capBytes: number, signal: AbortSignal): Promise<string> {
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of response.body) {
      sizeBytes += chunk.length
      if (sizeBytes > capBytes)
        throw new ConnectorError('UPSTREAM_PROTOCOL', `Ollama sent more than ${capBytes} bytes.`)
      parts.push(Uint8Array.from(chunk))
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure)
  }
  return decode(Buffer.concat(parts))
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

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama sent bytes that are not UTF-8.', cause)
  }
}

/** A JSON object, or ConnectorError UPSTREAM_PROTOCOL. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch (cause) {
    throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama sent something that is not JSON.', cause)
  }
  throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama sent JSON of another shape than its protocol has.')
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const readText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A count that is a non-negative integer, else null. */
export const readCount = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
