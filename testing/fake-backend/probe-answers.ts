/**
 * The fake server's answers to everything but generation: version, lists, capabilities, health, in the shapes of the real runtimes.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { RawRequest } from './connection.ts'
import { countPromptTokens, DEFAULT_CONTEXT_TOKENS, digestOf, type FakeModel, toFullName } from './fake-model.ts'
import { type FakeSlot, renderMessages, toTokens } from './fake-tokens.ts'

export type ProbeAnswer = { readonly status: number; readonly body: JsonValue }

export type ProbeFacts = {
  readonly version: string
  readonly slots: number
  readonly models: readonly FakeModel[]
  readonly loaded: ReadonlySet<string>
  /** What llama-server's native calls are read on. */
  readonly slot: FakeSlot
  /** Called by Ollama's load and unload forms. */
  readonly setLoaded: (name: string, state: 'loaded' | 'unloaded') => void
}

type Answerer = (facts: ProbeFacts, body: string) => ProbeAnswer

const ok = (body: JsonValue): ProbeAnswer => ({ status: 200, body })
const contextOf = (model: FakeModel) => model.contextTokens ?? DEFAULT_CONTEXT_TOKENS
const details = (model: FakeModel) => ({
  parent_model: '',
  format: 'gguf',
  family: 'llama',
  families: ['llama'],
  parameter_size: model.parameters ?? '135M',
  quantization_level: model.quantization ?? 'Q4_1',
})
const remote = (model: FakeModel) =>
  model.remoteHost === undefined ? {} : { remote_model: model.name, remote_host: model.remoteHost }
const listed = (model: FakeModel) => ({
  name: model.name,
  model: model.name,
  modified_at: '2026-01-01T00:00:00Z',
  size: model.sizeBytes ?? 98_362_432,
  digest: digestOf(model),
  details: details(model),
  ...remote(model),
})

function find(facts: ProbeFacts, body: string): FakeModel | undefined {
  try {
    const asked = (JSON.parse(body) as { readonly model?: unknown }).model
    return facts.models.find(model => typeof asked === 'string' && toFullName(model.name) === toFullName(asked))
  } catch {
    return undefined
  }
}

const show: Answerer = (facts, body) => {
  const model = find(facts, body)
  if (model === undefined) return { status: 404, body: { error: 'model not found' } }
  const capabilities = model.embedding === true ? ['embedding'] : ['completion']
  return ok({
    modelfile: `FROM /models/blobs/sha256-${digestOf(model)}`,
    parameters: (model.parameterLines ?? []).join('\n'),
    template: '{{ .Prompt }}',
    details: details(model),
    model_info: { 'general.architecture': 'llama', 'llama.context_length': contextOf(model) },
    capabilities: model.thinking === true ? [...capabilities, 'thinking'] : capabilities,
    modified_at: '2026-01-01T00:00:00Z',
    ...remote(model),
  })
}

const load: Answerer = (facts, body) => {
  const model = find(facts, body)
  if (model === undefined) return { status: 404, body: { error: 'model not found' } }
  const unload = (JSON.parse(body) as { readonly keep_alive?: unknown }).keep_alive === 0
  facts.setLoaded(toFullName(model.name), unload ? 'unloaded' : 'loaded')
  return ok({ model: model.name, response: '', done: true, done_reason: unload ? 'unload' : 'load' })
}

const running: Answerer = facts =>
  ok({
    models: facts.models
      .filter(model => facts.loaded.has(toFullName(model.name)))
      .map(model => ({
        ...listed(model),
        expires_at: '2026-01-01T00:05:00Z',
        size_vram: 0,
        context_length: contextOf(model),
      })),
  })

const openaiModels: Answerer = facts =>
  ok({
    object: 'list',
    data: facts.models.map(model => ({
      id: model.name,
      object: 'model',
      created: 1_767_225_600,
      owned_by: 'llamacpp',
      meta: { n_ctx_train: contextOf(model), n_ctx: contextOf(model), size: model.sizeBytes ?? 98_362_432 },
    })),
  })

const props: Answerer = facts => {
  const first = facts.models[0]
  return ok({
    default_generation_settings: { n_ctx: first === undefined ? DEFAULT_CONTEXT_TOKENS : contextOf(first) },
    total_slots: facts.slots,
    model_path: first === undefined ? '' : `/models/${first.name}.gguf`,
    chat_template: '{{ messages }}',
    modalities: { vision: false, audio: false },
    build_info: `b1-${facts.version}`,
  })
}

const lmStudioModels: Answerer = facts =>
  ok({
    models: facts.models.map(model => ({
      type: model.embedding === true ? 'embedding' : 'llm',
      publisher: 'fake',
      key: model.name,
      display_name: model.name,
      quantization: { name: model.quantization ?? 'Q4_1', bits_per_weight: 4 },
      size_bytes: model.sizeBytes ?? 98_362_432,
      params_string: model.parameters ?? '135M',
      loaded_instances: facts.loaded.has(toFullName(model.name))
        ? [{ id: model.instance ?? model.name, config: { context_length: contextOf(model), parallel: facts.slots } }]
        : [],
      max_context_length: contextOf(model),
      format: 'gguf',
      capabilities: {
        vision: false,
        trained_for_tool_use: false,
        ...(model.thinking === true ? { reasoning: { allowed_options: ['off', 'on'], default: 'on' } } : {}),
      },
    })),
  })

const lmStudioLoad: Answerer = (facts, body) => {
  const model = find(facts, body)
  if (model === undefined)
    return { status: 404, body: { error: { type: 'model_not_found', message: 'no such model' } } }
  facts.setLoaded(toFullName(model.name), 'loaded')
  return ok({ type: 'llm', instance_id: model.instance ?? model.name, load_time_seconds: 0.1, status: 'loaded' })
}

const lmStudioUnload: Answerer = (facts, body) => {
  const { instance_id: instance } = JSON.parse(body) as { readonly instance_id: string }
  const model = facts.models.find(one => (one.instance ?? one.name) === instance)
  if (model !== undefined) facts.setLoaded(toFullName(model.name), 'unloaded')
  return ok({ instance_id: instance })
}

const countInput: Answerer = (_facts, body) => {
  const { messages } = JSON.parse(body) as { readonly messages?: unknown }
  return ok({ object: 'response.input_tokens', input_tokens: countPromptTokens(messages) })
}

const readAsked = (body: string): JsonObject => JSON.parse(body) as JsonObject

const renderChat: Answerer = (_facts, body) => {
  const { model, messages } = readAsked(body)
  return ok({ model: model ?? null, done: false, _debug_info: { rendered_template: renderMessages(messages ?? []) } })
}

/** As a version of Ollama that tells no probabilities. */
const nextOllamaToken = (body: string): ProbeAnswer =>
  ok({ model: readAsked(body).model ?? null, response: 'x', done: true, done_reason: 'length', eval_count: 1 })

const ANSWERERS: ReadonlyMap<string, Answerer> = new Map<string, Answerer>([
  ['GET /', () => ok('Ollama is running')],
  ['GET /api/version', facts => ok({ version: facts.version })],
  ['GET /api/tags', facts => ok({ models: facts.models.map(listed) })],
  ['POST /api/show', show],
  ['GET /api/ps', running],
  ['POST /api/generate', (facts, body) => (readAsked(body).raw === true ? nextOllamaToken(body) : load(facts, body))],
  ['POST /api/chat', renderChat],
  ['GET /v1/models', openaiModels],
  ['GET /health', () => ok({ status: 'ok' })],
  ['GET /props', props],
  ['POST /v1/chat/completions/input_tokens', countInput],
  ['POST /apply-template', (_facts, body) => ok({ prompt: renderMessages(readAsked(body).messages ?? []) })],
  ['POST /tokenize', (_facts, body) => ok({ tokens: toTokens(String(readAsked(body).content)) })],
  [
    'POST /completion',
    ({ slot, models }, body) => {
      const asked = readAsked(body)
      return ok(slot.complete(asked, models.find(model => model.name === asked.model)?.name ?? ''))
    },
  ],
  ['GET /lmstudio-greeting', () => ok({ lmstudio: true })],
  ['GET /api/v1/models', lmStudioModels],
  ['POST /api/v1/models/load', lmStudioLoad],
  ['POST /api/v1/models/unload', lmStudioUnload],
])

/** Null when the fake does not know the path. */
export function answerProbe(request: RawRequest, facts: ProbeFacts): ProbeAnswer | null {
  return ANSWERERS.get(`${request.method} ${request.path}`)?.(facts, request.body) ?? null
}
