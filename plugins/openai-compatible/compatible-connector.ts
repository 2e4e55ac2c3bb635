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
  type AskedFor,
  ConnectorError,
  callCompletion,
  isRecord,
  probeHealth,
  type Runtime,
  RuntimeClient,
  readKeywordSupport,
  readText,
  type ServerAddress,
  toMissingModel,
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

/** Answers of a server that may have chat completions all the same. */
const NO_LIST_STATUS = [404, 405, 501]
export const ADDRESS_SETTING = 'plugins.openai-compatible.host'
export const KEY_NAME = 'openai-compatible-key'
const NO_ADDRESS = `No address is set; put the server's base address into the setting ${ADDRESS_SETTING}.`

class MissingList extends ConnectorError {
  constructor() {
    super('UPSTREAM_PROTOCOL', 'The server has no list of models.')
  }
}

export class CompatibleConnector implements Connector {
  readonly name = 'openai-compatible'
  readonly title: string
  readonly #options: CompatibleOptions
  readonly #runtime: Runtime
  readonly #client: RuntimeClient | null = null

  constructor(options: CompatibleOptions) {
    this.#options = options
    this.title = options.title
    const { net, address, title, key } = options
    this.#runtime = {
      title,
      startCure: 'start it',
      modelCure: () => 'see which ids its list of models has',
      addressSetting: ADDRESS_SETTING,
      plugin: 'openai-compatible',
      keyName: KEY_NAME,
    }
    if (address === null) return
    const explain = (status: number, _text: string, asked: AskedFor) =>
      asked.model === null && NO_LIST_STATUS.includes(status) ? new MissingList() : null
    this.#client = new RuntimeClient({ net, baseUrl: address.baseUrl, runtime: this.#runtime, key, explain })
  }

  health(signal: AbortSignal): Promise<ConnectorHealth> {
    const address = this.#options.address === null ? 'not set' : toShownAddress(this.#options.address)
    return probeHealth({ clock: this.#options.clock, title: this.title, address }, signal, async patient => {
      if ((await this.#list(patient)) !== null) return { status: 'healthy', version: null, reason: null }
      const listUrl = `${this.#options.address?.baseUrl}/models`
      const reason = `${this.title} has no list of models at ${listUrl}; should it have one, correct ${ADDRESS_SETTING}, which often ends in /v1.`
      return { status: 'degraded', version: null, reason }
    })
  }

  async models(signal: AbortSignal): Promise<readonly ModelEntry[]> {
    const { contextTokens, address } = this.#options
    const unknown = { sizeBytes: null, parameters: null, quantization: null, estimatedVramMb: null, digest: null }
    const names = (await this.#list(signal)) ?? []
    return names.map(name => ({
      name,
      contextTokens,
      loaded: false,
      remote: address?.isRemote === true,
      ...unknown,
    }))
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
    // Many servers answer with what they have whatever name is sent, so the list is asked first (N3). Without one, the name in the
    // answer is all there is.
    const names = await this.#list(signal)
    if (names !== null && !names.includes(request.model)) throw toMissingModel(request.model, this.#runtime)
    const schema = this.#options.takesSchemas ? request.schema : null
    yield* callCompletion(this.#reach(), '/chat/completions', { ...request, schema }, signal)
  }

  /** Ids as the server tells them; null where it has no list. */
  async #list(signal: AbortSignal): Promise<readonly string[] | null> {
    try {
      const { data } = await this.#reach().ask('/models', null, signal)
      if (Array.isArray(data)) return data.filter(isRecord).flatMap(({ id }) => readText(id) ?? [])
    } catch (failure) {
      if (failure instanceof MissingList) return null
      throw failure
    }
    throw new ConnectorError('UPSTREAM_PROTOCOL', `${this.title} answered its list of models without a list.`)
  }

  #reach(): RuntimeClient {
    if (this.#client === null) throw new ConnectorError('BACKEND_UNAVAILABLE', NO_ADDRESS)
    return this.#client
  }
}
