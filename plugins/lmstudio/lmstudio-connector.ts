/**
 * The connector to an LM Studio server: calls go to its chat completions, the only surface that takes schema, seed and history;
 * lists, loading and unloading to its own REST. It holds no retry, no budget and no validation (rule M1).
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
  probeHealth,
  type Runtime,
  RuntimeClient,
  readKeywordSupport,
  readText,
  type ServerAddress,
  toMissingModel,
  toShownAddress,
  toStranger,
} from '#kernel/plugin-door'
import { type ListedModel, readModelIds, readModelsV0, readModelsV1 } from './model-list.ts'

export type LmStudioOptions = {
  readonly net: Net
  readonly clock: Clock
  readonly address: ServerAddress
  readonly parallel: number
  readonly token: () => Promise<string | null>
}

export const TOKEN_NAME = 'lmstudio-token'
const LM_STUDIO: Runtime = {
  title: 'LM Studio',
  startCure: 'start its server in the Developer tab, or with `lms server start`',
  modelCure: model => `download it there, or with \`lms get ${model}\``,
  addressSetting: 'LMSTUDIO_HOST',
  plugin: 'lmstudio',
  keyName: TOKEN_NAME,
}
const LISTS = [
  ['/api/v1/models', readModelsV1],
  ['/api/v0/models', readModelsV0],
  ['/v1/models', readModelIds],
] as const

export class LmStudioConnector implements Connector {
  readonly name = 'lmstudio'
  readonly title = LM_STUDIO.title
  readonly #options: LmStudioOptions
  readonly #client: RuntimeClient
  /** What the last list said; for what must be answered at once. */
  #listed: readonly ListedModel[] = []

  constructor(options: LmStudioOptions) {
    this.#options = options
    const { net, address, token } = options
    this.#client = new RuntimeClient({ net, baseUrl: address.baseUrl, runtime: LM_STUDIO, key: token })
  }

  health(signal: AbortSignal): Promise<ConnectorHealth> {
    const address = toShownAddress(this.#options.address)
    return probeHealth({ clock: this.#options.clock, title: this.title, address }, signal, async patient => {
      // Unknown paths are answered with 200 as well, so the words count and not the status.
      const greeting = await this.#client.ask('/lmstudio-greeting', null, patient)
      if (greeting.lmstudio !== true) throw toStranger(LM_STUDIO, address)
      await this.#list(patient)
      return { status: 'healthy', version: null, reason: null }
    })
  }

  async models(signal: AbortSignal): Promise<readonly ModelEntry[]> {
    const { isRemote } = this.#options.address
    return (await this.#list(signal)).map(({ entry }) => ({ ...entry, remote: isRemote }))
  }

  async capabilities(model: string, signal: AbortSignal): Promise<ModelCapabilities> {
    const found = await this.#find(model, signal)
    return {
      contextTokens: found.entry.contextTokens,
      constrained: 'schema',
      tokenizer: false,
      probabilities: 'none',
      thinking: found.thinking,
      seedable: true,
    }
  }

  slots(model: string): number {
    return this.#listed.find(one => one.entry.name === model)?.parallel ?? this.#options.parallel
  }

  keywordSupport(keyword: string, value: JsonValue): KeywordSupport {
    return readKeywordSupport(keyword, value)
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateFrame, void> {
    // A server with one model loaded answers with that one whatever was asked, so the list is asked first (N3).
    const { instances } = await this.#find(request.model, signal)
    yield* callCompletion(this.#client, '/v1/chat/completions', request, signal, {
      isModel: (answered, asked) => answered === asked || instances.includes(answered),
    })
  }

  async load(model: string, signal: AbortSignal): Promise<void> {
    if ((await this.#find(model, signal)).instances.length > 0) return
    const asked = { model, constrained: 'free' } as const
    const answer = await this.#client.ask('/api/v1/models/load', { model }, signal, asked)
    if (answer.status !== 'loaded') throw this.#client.toFailure(200, String(readText(answer.error) ?? ''), asked)
  }

  async unload(model: string, signal: AbortSignal): Promise<void> {
    const asked = { model, constrained: 'free' } as const
    for (const instance of (await this.#find(model, signal)).instances) {
      const answer = await this.#client.ask('/api/v1/models/unload', { instance_id: instance }, signal, asked)
      if (answer.instance_id !== instance)
        throw this.#client.toFailure(200, String(readText(answer.error) ?? ''), asked)
    }
  }

  async #find(model: string, signal: AbortSignal): Promise<ListedModel> {
    const found = (await this.#list(signal)).find(one => one.entry.name === model || one.instances.includes(model))
    if (found !== undefined) return found
    throw toMissingModel(model, LM_STUDIO)
  }

  /** The newest of the three lists that this server has. */
  async #list(signal: AbortSignal): Promise<readonly ListedModel[]> {
    let last: unknown
    for (const [path, read] of LISTS) {
      try {
        const found = read(await this.#client.ask(path, null, signal))
        if (found === null) continue
        this.#listed = found
        return found
      } catch (failure) {
        signal.throwIfAborted()
        // An older server has no such path; one that is away has none of them.
        if (!(failure instanceof ConnectorError) || failure.code !== 'UPSTREAM_PROTOCOL') throw failure
        last = failure
      }
    }
    throw last ?? new ConnectorError('UPSTREAM_PROTOCOL', 'LM Studio answered its list of models without a list.')
  }
}
