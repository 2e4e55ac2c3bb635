/**
 * The connector to a running llama-server: chat completions with exact token counts and the slots the server has. It starts no
 * server and holds no retry, no budget and no validation (rule M1).
 */
import type {
  ChatMessage,
  Connector,
  ConnectorHealth,
  GenerateFrame,
  GenerateRequest,
  KeywordSupport,
  ModelCapabilities,
  ModelEntry,
} from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Clock, Net } from '#contracts/powers'
import {
  type AskedFor,
  ConnectorError,
  callCompletion,
  isRecord,
  type Loose,
  probeHealth,
  type Runtime,
  RuntimeClient,
  readCount,
  readKeywordSupport,
  readText,
  type ServerAddress,
  toMissingModel,
  toShownAddress,
  toStranger,
} from '#kernel/plugin-door'
import { ChoiceMemory, chooseAnswer, findObstacle } from './choose-answer.ts'

export type LlamaServerOptions = {
  readonly net: Net
  readonly clock: Clock
  readonly address: ServerAddress
  readonly key: () => Promise<string | null>
}

/** A model of the server's list under the name that people see. */
type Served = {
  readonly name: string
  /** What the server calls it: often the path of its file, which is nobody's business. */
  readonly id: string
  readonly loaded: boolean
  readonly meta: Loose
}

export const KEY_NAME = 'llama-server-key'
const LLAMA_SERVER: Runtime = {
  title: 'llama-server',
  startCure: 'start it with `llama-server -m <file>`',
  modelCure: () => 'start it with this model, or put the file into its models folder',
  addressSetting: 'LLAMACPP_HOST',
  plugin: 'llama-server',
  keyName: KEY_NAME,
}
/** Templates that know no thinking ignore it. */
const WITHOUT_THINKING: JsonObject = { chat_template_kwargs: { enable_thinking: false } }
const BYTES_PER_MIB = 1024 * 1024

export class LlamaServerConnector implements Connector {
  readonly name = 'llama-server'
  readonly title = LLAMA_SERVER.title
  readonly #options: LlamaServerOptions
  readonly #client: RuntimeClient
  readonly #memory = new ChoiceMemory()
  #slots = 1

  constructor(options: LlamaServerOptions) {
    this.#options = options
    const { net, address, key } = options
    this.#client = new RuntimeClient({ net, baseUrl: address.baseUrl, runtime: LLAMA_SERVER, key })
  }

  health(signal: AbortSignal): Promise<ConnectorHealth> {
    const address = toShownAddress(this.#options.address)
    return probeHealth({ clock: this.#options.clock, title: this.title, address }, signal, async patient => {
      const { status } = await this.#client.ask('/health', null, patient)
      if (status !== 'ok') throw toStranger(LLAMA_SERVER, address)
      // Health is public even where a key is asked for, so it does not prove that calls would be taken.
      await this.#list(patient)
      const props = await this.#props(patient)
      return { status: 'healthy', version: readText(props.build_info), reason: null }
    })
  }

  async models(signal: AbortSignal): Promise<readonly ModelEntry[]> {
    return (await this.#list(signal)).map(({ name, loaded, meta }) => {
      const sizeBytes = readCount(meta.size)
      return {
        name,
        sizeBytes,
        parameters: toParameters(readCount(meta.n_params)),
        quantization: readText(meta.ftype),
        contextTokens: readCount(meta.n_ctx) ?? readCount(meta.n_ctx_train),
        estimatedVramMb: sizeBytes === null ? null : Math.ceil(sizeBytes / BYTES_PER_MIB),
        digest: null,
        loaded,
        remote: this.#options.address.isRemote,
      }
    })
  }

  async capabilities(model: string, signal: AbortSignal): Promise<ModelCapabilities> {
    const served = await this.#find(model, signal)
    const props = await this.#props(signal)
    const settings = isRecord(props.default_generation_settings) ? props.default_generation_settings : {}
    this.#slots = Math.max(1, readCount(props.total_slots) ?? 1)
    return {
      // With several slots the context is divided between them; the settings say what one of them has.
      contextTokens: readCount(settings.n_ctx) ?? readCount(served.meta.n_ctx),
      constrained: 'schema',
      tokenizer: true,
      // The likeliest at once, any other by asking for it; a server that does not is found out by asking.
      probabilities: 'top',
      plans: 'choices',
      thinking: false,
      seedable: true,
    }
  }

  slots(_model: string): number {
    return this.#slots
  }

  keywordSupport(keyword: string, value: JsonValue): KeywordSupport {
    return readKeywordSupport(keyword, value)
  }

  /** By the server's own template and tokenizer. */
  async countTokens(model: string, messages: readonly ChatMessage[], signal: AbortSignal): Promise<number> {
    const { id } = await this.#find(model, signal)
    const body = { model: id, messages: messages.map(({ role, content }) => ({ role, content })) }
    const answer = await this.#client.ask('/v1/chat/completions/input_tokens', body, signal, toAsked(model))
    const counted = readCount(answer.input_tokens)
    if (counted === null)
      throw new ConnectorError('UPSTREAM_PROTOCOL', 'llama-server counted the prompt without a count.')
    return counted
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateFrame, void> {
    // A server with one model ignores the name and answers with what it has, so the list is asked first (N3).
    const { id, name, meta } = await this.#find(request.model, signal)
    const isModel = (answered: string): boolean => answered === id || toName(answered) === name
    let writtenBecause: string | null = null
    if (request.plan) {
      const model = { model: id, title: name, identity: JSON.stringify([id, meta]), isModel }
      const common = { client: this.#client, model, memory: this.#memory, slotCount: this.#slots, request, signal }
      const choosing = { ...common, plan: request.plan }
      writtenBecause = await findObstacle(choosing)
      if (writtenBecause === null) return yield* chooseAnswer(choosing)
    }
    const frames = callCompletion(this.#client, '/v1/chat/completions', request, signal, {
      model: id,
      isModel,
      more: request.form === 'text' ? { cache_prompt: true, ...WITHOUT_THINKING } : { cache_prompt: true },
    })
    let keptTokens = 0
    try {
      for await (const frame of frames) {
        if (frame.kind === 'end') keptTokens = frame.usage.cachedTokens ?? 0
        yield frame.kind === 'end' ? { ...frame, writtenBecause } : frame
      }
    } finally {
      this.#memory.slots.disturb(keptTokens)
    }
  }

  async #find(model: string, signal: AbortSignal): Promise<Served> {
    const found = (await this.#list(signal)).find(one => one.name === model || one.id === model)
    if (found !== undefined) return found
    throw toMissingModel(model, LLAMA_SERVER)
  }

  async #list(signal: AbortSignal): Promise<readonly Served[]> {
    const { data } = await this.#client.ask('/v1/models', null, signal)
    if (!Array.isArray(data))
      throw new ConnectorError('UPSTREAM_PROTOCOL', 'llama-server answered its list of models without a list.')
    return data.filter(isRecord).flatMap(model => {
      const id = readText(model.id)
      if (id === null) return []
      const [alias] = Array.isArray(model.aliases) ? model.aliases : []
      const status = isRecord(model.status) ? model.status.value : 'loaded'
      return [
        {
          name: toName(readText(alias) ?? id),
          id,
          loaded: status === 'loaded',
          meta: isRecord(model.meta) ? model.meta : {},
        },
      ]
    })
  }

  /** Empty where the server does not tell: a router answers only for a model. */
  async #props(signal: AbortSignal): Promise<Loose> {
    try {
      return await this.#client.ask('/props', null, signal)
    } catch (failure) {
      signal.throwIfAborted()
      if (failure instanceof ConnectorError && failure.code !== 'BACKEND_UNAVAILABLE') return {}
      throw failure
    }
  }
}

const toAsked = (model: string): AskedFor => ({ model, constrained: 'free' })

/** `/home/me/models/x.gguf` is `x.gguf` to people. */
const toName = (id: string): string => (/^(\/|[A-Za-z]:[\\/])/.test(id) ? (id.split(/[\\/]/).at(-1) ?? id) : id)

function toParameters(count: number | null): string | null {
  if (count === null) return null
  return count >= 1e9 ? `${(count / 1e9).toFixed(1)}B` : `${Math.round(count / 1e6)}M`
}
