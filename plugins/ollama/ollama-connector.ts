/**
 * The connector to an Ollama server: translates a call into `/api/chat` and its lines into frames (rule M1).
 * It holds no retry, no budget and no validation; a cloud model behind the local port is refused before any content is sent (rule N3).
 */
import type {
  Connector,
  ConnectorHealth,
  GenerateFrame,
  GenerateRequest,
  KeywordSupport,
  ModelCapabilities,
  ModelEntry,
  PullFrame,
} from '#contracts/connector-port'
import type { JsonValue } from '#contracts/json-value'
import type { Clock, Net } from '#contracts/powers'
import {
  type AskedFor,
  ConnectorError,
  probeHealth,
  RuntimeClient,
  readKeywordSupport,
  readText,
  toShownAddress,
  toStranger,
} from '#kernel/plugin-door'
import { readChatFrames } from './chat-frames.ts'
import { buildChatBody } from './chat-request.ts'
import { ChoiceMemory, chooseAnswer, findObstacle } from './choose-answer.ts'
import { explainCloud, OLLAMA, toCloudFailure } from './failure.ts'
import { isCloudName, type ModelFacts, readModelFacts, readModels, readRunning, toFullName } from './model-facts.ts'
import { readPullFrames } from './pull-frames.ts'
import { buildLoadOptions, type OllamaSettings } from './settings.ts'

type LocalFacts = ModelFacts & { readonly digest: string | null }

const KNOWN_MODELS = 256
/** From this version on an over-long prompt can be refused instead of trimmed. */
const FULL_SUPPORT = '0.12.6'

export class OllamaConnector implements Connector {
  readonly name = 'ollama'
  readonly title = 'Ollama'
  readonly #clock: Clock
  readonly #settings: OllamaSettings
  readonly #client: RuntimeClient
  /** Facts by digest. */
  readonly #known = new Map<string, ModelFacts>()
  readonly #memory = new ChoiceMemory()

  constructor(net: Net, clock: Clock, settings: OllamaSettings) {
    this.#clock = clock
    this.#settings = settings
    const { baseUrl } = settings.address
    this.#client = new RuntimeClient({ net, baseUrl, runtime: OLLAMA, explain: explainCloud })
  }

  health(signal: AbortSignal): Promise<ConnectorHealth> {
    const address = toShownAddress(this.#settings.address)
    return probeHealth({ clock: this.#clock, title: this.title, address }, signal, async patient =>
      toHealth(readText((await this.#client.ask('/api/version', null, patient)).version), address),
    )
  }

  async models(signal: AbortSignal): Promise<readonly ModelEntry[]> {
    const [tags, ps] = await Promise.all([
      this.#client.ask('/api/tags', null, signal),
      this.#client.ask('/api/ps', null, signal),
    ])
    const models = readModels(tags, readRunning(ps), this.#settings.address.isRemote ? 'elsewhere' : 'here')
    if (models === null)
      throw new ConnectorError('UPSTREAM_PROTOCOL', 'Ollama answered its list of models without a list.')
    return models
  }

  async capabilities(model: string, signal: AbortSignal): Promise<ModelCapabilities> {
    const [facts, ps] = await Promise.all([this.#facts(model, signal), this.#client.ask('/api/ps', null, signal)])
    const running = readRunning(ps).get(toFullName(model))?.contextTokens ?? null
    const asked = this.#settings.contextTokens
    const trained = facts.trainedContextTokens
    const context = asked ?? running ?? facts.ownContextTokens ?? trained
    return {
      contextTokens: context === null || trained === null ? context : Math.min(context, trained),
      constrained: 'schema',
      tokenizer: false,
      // At most 20, which decides what is yes or no and few labels more.
      probabilities: 'top',
      plans: 'choices',
      thinking: facts.thinking,
      // Thinking is turned off in every call.
      quiet: true,
      seedable: true,
    }
  }

  slots(_model: string): number {
    return this.#settings.parallel
  }

  keywordSupport(keyword: string, value: JsonValue): KeywordSupport {
    return readKeywordSupport(keyword, value)
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateFrame, void> {
    const asked: AskedFor = { model: request.model, constrained: request.schema === null ? 'free' : 'schema' }
    const facts = await this.#localFacts(request.model, signal)
    const loadOptions = buildLoadOptions(this.#settings)
    let writtenBecause: string | null = null
    if (request.plan) {
      const { digest, thinking } = facts
      const common = { client: this.#client, memory: this.#memory, digest, thinking, request, loadOptions, signal }
      const choosing = { ...common, plan: request.plan }
      writtenBecause = findObstacle(choosing)
      if (writtenBecause === null) return yield* chooseAnswer(choosing)
    }
    const body = buildChatBody(request, facts, loadOptions)
    const response = await this.#client.open('/api/chat', body, signal, asked)
    const frames = readChatFrames(response.body, request, signal, (...facts) => this.#client.toFailure(...facts))
    for await (const frame of frames) yield frame.kind === 'end' ? { ...frame, writtenBecause } : frame
  }

  async load(model: string, signal: AbortSignal): Promise<void> {
    await this.#localFacts(model, signal)
    const options = buildLoadOptions(this.#settings)
    await this.#client.ask('/api/generate', { model, stream: false, options }, signal, toAsked(model))
  }

  async unload(model: string, signal: AbortSignal): Promise<void> {
    await this.#client.ask('/api/generate', { model, stream: false, keep_alive: 0 }, signal, toAsked(model))
  }

  /** Nothing of a call goes with it, and the name is checked before: Ollama would take a cloud model as got. */
  async *pull(model: string, signal: AbortSignal): AsyncGenerator<PullFrame, void> {
    if (isCloudName(model)) throw toCloudFailure(model)
    const response = await this.#client.open('/api/pull', { model, stream: true }, signal, toAsked(model))
    yield* readPullFrames(response.body, model, signal)
  }

  async #facts(model: string, signal: AbortSignal): Promise<ModelFacts> {
    return readModelFacts(await this.#client.ask('/api/show', { model }, signal, toAsked(model)))
  }

  /**
   * Facts of a model that runs here. The list is asked before every call, because the name may mean a cloud model by now;
   * what `/api/show` says (tens of milliseconds) is kept as long as the digest in the list is the same.
   */
  async #localFacts(model: string, signal: AbortSignal): Promise<LocalFacts> {
    if (isCloudName(model)) throw toCloudFailure(model)
    const listed = await this.#listed(model, signal)
    if (listed?.remote === true) throw toCloudFailure(model)
    const known = this.#known.get(listed?.digest ?? '')
    const facts = known ?? (await this.#facts(model, signal))
    if (facts.remote) throw toCloudFailure(model)
    if (!facts.generates) throw new ConnectorError('BACKEND_ERROR', `The model ${model} does not generate text.`)
    if (known === undefined && listed?.digest) this.#keep(listed.digest, facts)
    return { ...facts, digest: listed?.digest ?? null }
  }

  async #listed(model: string, signal: AbortSignal): Promise<ModelEntry | undefined> {
    const tags = await this.#client.ask('/api/tags', null, signal)
    return readModels(tags, new Map(), 'here')?.find(entry => toFullName(entry.name) === toFullName(model))
  }

  #keep(digest: string, facts: ModelFacts): void {
    if (this.#known.size >= KNOWN_MODELS) this.#known.clear()
    this.#known.set(digest, facts)
  }
}

const toAsked = (model: string): AskedFor => ({ model, constrained: 'free' })

function toHealth(version: string | null, address: string): Omit<ConnectorHealth, 'address'> {
  if (version === null) return { status: 'unavailable', version, reason: toStranger(OLLAMA, address).message }
  // Builds from source call themselves 0.0.0.
  const old = version !== '0.0.0' && /^\d+\.\d+\.\d+/.test(version) && Bun.semver.order(version, FULL_SUPPORT) < 0
  if (!old) return { status: 'healthy', version, reason: null }
  const reason = `Ollama ${version} trims long prompts in silence; update it to ${FULL_SUPPORT} or newer.`
  return { status: 'degraded', version, reason }
}
