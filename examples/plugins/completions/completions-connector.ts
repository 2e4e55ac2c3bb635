/**
 * Translates a call into `POST /v1/chat/completions` and the events of its stream into frames (rule M1). It holds no retry, no
 * budget and no validation, and it trusts nothing that comes over the wire.
 */
import type {
  Connector,
  ConnectorHealth,
  GenerateFrame,
  GenerateRequest,
  KeywordSupport,
  ModelCapabilities,
  ModelEntry,
} from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import type { Clock, Net, NetResponse } from '#contracts/powers'
import { ConnectorError } from '#kernel/plugin-door'
import { readFrames } from './read-frames.ts'
import { collectText, isRecord, type Loose, parseRecord, toBodyError, toConnectorError } from './wire.ts'

const PROBE_MS = 3_000
/** Keywords that the server's grammar keeps while it decodes; Studio checks every keyword afterwards in any case. */
const DECODED = new Set(['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf'])

export class CompletionsConnector implements Connector {
  readonly name = 'completions'
  readonly title = 'Chat completions server'
  readonly #net: Net
  readonly #clock: Clock
  readonly #host: string
  readonly #parallel: number

  constructor(net: Net, clock: Clock, host: string, parallel: number) {
    this.#net = net
    this.#clock = clock
    this.#host = host
    this.#parallel = parallel
  }

  async health(signal: AbortSignal): Promise<ConnectorHealth> {
    const address = this.#host
    const patience = new AbortController()
    const stop = this.#clock.timer(PROBE_MS, () =>
      patience.abort(new ConnectorError('BACKEND_UNAVAILABLE', `Nothing answers at ${address} in time.`)),
    )
    try {
      const { status } = await this.#ask('/health', AbortSignal.any([signal, patience.signal]))
      if (status !== 'ok') throw new ConnectorError('BACKEND_UNAVAILABLE', `The server at ${address} is not ready.`)
      return { status: 'healthy', version: null, reason: null, address }
    } catch (failure) {
      const reason = failure instanceof ConnectorError ? failure.message : 'The probe was stopped.'
      return { status: 'unavailable', version: null, reason, address }
    } finally {
      stop()
    }
  }

  async models(signal: AbortSignal): Promise<readonly ModelEntry[]> {
    return (await this.#list(signal)).map(({ id, meta }) => ({
      name: String(id),
      sizeBytes: readCount(meta, 'size'),
      parameters: null,
      quantization: null,
      contextTokens: readCount(meta, 'n_ctx'),
      estimatedVramMb: null,
      digest: null,
      loaded: true,
      remote: false,
    }))
  }

  async capabilities(model: string, signal: AbortSignal): Promise<ModelCapabilities> {
    const entry = (await this.#list(signal)).find(one => one.id === model)
    return {
      contextTokens: readCount(entry?.meta, 'n_ctx'),
      constrained: 'schema',
      tokenizer: false,
      probabilities: 'none',
      thinking: false,
      seedable: true,
    }
  }

  slots(_model: string): number {
    return this.#parallel
  }

  keywordSupport(keyword: string): KeywordSupport {
    return DECODED.has(keyword) ? 'decoded' : 'validated'
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateFrame, void> {
    const response = await this.#open('/v1/chat/completions', buildBody(request), signal, request.model)
    yield* readFrames(response.body, request, signal)
  }

  async #list(signal: AbortSignal): Promise<readonly Loose[]> {
    const { data } = await this.#ask('/v1/models', signal)
    if (!Array.isArray(data)) throw new ConnectorError('UPSTREAM_PROTOCOL', 'The list of models is no list.')
    return data.filter(isRecord)
  }

  async #ask(path: string, signal: AbortSignal): Promise<Loose> {
    return parseRecord(await collectText(await this.#open(path, null, signal, 'asked for'), signal))
  }

  /** The answer once its status is known to be 200. Throws ConnectorError, or the signal's reason. */
  async #open(path: string, body: JsonObject | null, signal: AbortSignal, model: string): Promise<NetResponse> {
    signal.throwIfAborted()
    const response = await this.#send(path, body, signal)
    if (response.status === 200) return response
    const text = await collectText(response, signal).catch(() => '')
    signal.throwIfAborted()
    throw toConnectorError(response.status, text, model)
  }

  async #send(path: string, body: JsonObject | null, signal: AbortSignal): Promise<NetResponse> {
    try {
      return await this.#net.fetch({
        url: this.#host + path,
        method: body === null ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json' },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal,
      })
    } catch (failure) {
      signal.throwIfAborted()
      const known = toBodyError(failure)
      if (known.code === 'UPSTREAM_PROTOCOL') throw known
      throw new ConnectorError('BACKEND_UNAVAILABLE', `Nothing answers at ${this.#host}; start the server.`, failure)
    }
  }
}

/** Always streamed (N2), with the cap of the purse and the usage at the end. */
function buildBody({ model, messages, maxTokens, schema, sampler }: GenerateRequest): JsonObject {
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    max_tokens: maxTokens,
    temperature: sampler.temperature,
    top_p: sampler.topP,
    seed: sampler.seed,
    ...(sampler.stop.length === 0 ? {} : { stop: [...sampler.stop] }),
    ...(schema === null
      ? {}
      : { response_format: { type: 'json_schema', json_schema: { name: 'output', strict: true, schema } } }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

function readCount(from: unknown, name: string): number | null {
  const value = isRecord(from) ? from[name] : null
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
