/**
 * The connector to a server of which only the protocol is known: a list of ids and chat completions. What the protocol does not tell
 * comes from the settings or stays unknown; nothing is guessed.
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
import type { JsonValue } from '#contracts/json-value'
import type { Clock, Net } from '#contracts/powers'
import {
  ConnectorError,
  callCompletion,
  isRecord,
  probeHealth,
  RuntimeClient,
  readKeywordSupport,
  readText,
  type ServerAddress,
  toShownAddress,
} from '#kernel/plugin-door'

export type CompatibleOptions = {
  readonly net: Net
  readonly clock: Clock
  /** Null until one is set. */
  readonly address: ServerAddress | null
  readonly title: string
  readonly parallel: number
  readonly contextTokens: number | null
  readonly takesSchemas: boolean
  readonly key: () => Promise<string | null>
}

const NO_ADDRESS = "No address is set; put the server's base address into the setting host of this plugin."

export class CompatibleConnector implements Connector {
  readonly name = 'openai-compatible'
  readonly title: string
  readonly #options: CompatibleOptions
  readonly #client: RuntimeClient | null

  constructor(options: CompatibleOptions) {
    this.#options = options
    this.title = options.title
    const { net, address, title, key } = options
    const runtime = { title, startCure: 'start it', modelCure: () => 'see which ids its list of models has' }
    this.#client = address === null ? null : new RuntimeClient({ net, baseUrl: address.baseUrl, runtime, key })
  }

  health(signal: AbortSignal): Promise<ConnectorHealth> {
    const address = this.#options.address === null ? 'not set' : toShownAddress(this.#options.address)
    return probeHealth({ clock: this.#options.clock, title: this.title, address }, signal, async patient => {
      await this.models(patient)
      return { status: 'healthy', version: null, reason: null }
    })
  }

  async models(signal: AbortSignal): Promise<readonly ModelEntry[]> {
    const { data } = await this.#reach().ask('/models', null, signal)
    if (!Array.isArray(data))
      throw new ConnectorError('UPSTREAM_PROTOCOL', `${this.title} answered its list of models without a list.`)
    const { contextTokens, address } = this.#options
    return data.filter(isRecord).flatMap(({ id }) => {
      const name = readText(id)
      if (name === null) return []
      const unknown = { sizeBytes: null, parameters: null, quantization: null, estimatedVramMb: null, digest: null }
      return [{ name, contextTokens, loaded: false, remote: address?.isRemote === true, ...unknown }]
    })
  }

  async capabilities(_model: string, _signal: AbortSignal): Promise<ModelCapabilities> {
    return {
      contextTokens: this.#options.contextTokens,
      constrained: this.#options.takesSchemas ? 'schema' : 'none',
      tokenizer: false,
      probabilities: 'none',
      thinking: false,
      seedable: false,
    }
  }

  slots(_model: string): number {
    return this.#options.parallel
  }

  keywordSupport(keyword: string, value: JsonValue): KeywordSupport {
    return this.#options.takesSchemas ? readKeywordSupport(keyword, value) : 'validated'
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateFrame, void> {
    const schema = this.#options.takesSchemas ? request.schema : null
    yield* callCompletion(this.#reach(), '/chat/completions', { ...request, schema }, signal)
  }

  #reach(): RuntimeClient {
    if (this.#client === null) throw new ConnectorError('BACKEND_UNAVAILABLE', NO_ADDRESS)
    return this.#client
  }
}
