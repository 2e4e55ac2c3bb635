/**
 * Translates a call into `POST /v1/chat/completions` (rule M1). It holds no retry, no budget and no validation. Reading the stream
 * and bounding what comes over the wire are parts of the plugin door; what is left is what this runtime is like.
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
import type { Clock, Net } from '#contracts/powers'
import {
  ConnectorError,
  callCompletion,
  isRecord,
  type Loose,
  probeHealth,
  RuntimeClient,
  readCount,
} from '#kernel/plugin-door'

/** Keywords that the server's grammar keeps while it decodes; Studio checks every keyword afterwards in any case. */
const DECODED = new Set(['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const'])

export class CompletionsConnector implements Connector {
  readonly name = 'completions'
  readonly title = 'Chat completions server'
  readonly #clock: Clock
  readonly #host: string
  readonly #parallel: number
  readonly #client: RuntimeClient

  constructor(net: Net, clock: Clock, host: string, parallel: number) {
    this.#clock = clock
    this.#host = host
    this.#parallel = parallel
    this.#client = new RuntimeClient({
      net,
      baseUrl: host,
      runtime: { title: this.title, startCure: 'start the server', modelCure: () => 'start it with this model' },
    })
  }

  health(signal: AbortSignal): Promise<ConnectorHealth> {
    return probeHealth({ clock: this.#clock, title: this.title, address: this.#host }, signal, async patient => {
      const { status } = await this.#client.ask('/health', null, patient)
      if (status !== 'ok') throw new ConnectorError('BACKEND_UNAVAILABLE', `The server at ${this.#host} is not ready.`)
      return { status: 'healthy', version: null, reason: null }
    })
  }

  async models(signal: AbortSignal): Promise<readonly ModelEntry[]> {
    return (await this.#list(signal)).map(({ id, meta }) => ({
      name: String(id),
      sizeBytes: isRecord(meta) ? readCount(meta.size) : null,
      parameters: null,
      quantization: null,
      contextTokens: isRecord(meta) ? readCount(meta.n_ctx) : null,
      estimatedVramMb: null,
      digest: null,
      loaded: true,
      remote: false,
    }))
  }

  async capabilities(model: string, signal: AbortSignal): Promise<ModelCapabilities> {
    const meta = (await this.#list(signal)).find(one => one.id === model)?.meta
    return {
      contextTokens: isRecord(meta) ? readCount(meta.n_ctx) : null,
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

  generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateFrame, void> {
    return callCompletion(this.#client, '/v1/chat/completions', request, signal)
  }

  async #list(signal: AbortSignal): Promise<readonly Loose[]> {
    const { data } = await this.#client.ask('/v1/models', null, signal)
    if (!Array.isArray(data)) throw new ConnectorError('UPSTREAM_PROTOCOL', 'The list of models is no list.')
    return data.filter(isRecord)
  }
}
