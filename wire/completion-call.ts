/**
 * One call in the dialect of chat completions, as LM Studio, llama-server and many others speak it: the body that is sent, and the
 * events of the stream as frames of the port. It trusts no event: the model, the end mark and every size are checked.
 */
import type { GenerateFrame, GenerateRequest, Usage } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import { ConnectorError } from '#contracts/plugin-errors'
import { buildGrammarSchema } from './grammar-schema.ts'
import { readLines } from './lines.ts'
import { type AskedFor, toBodyError, toProtocolError, toTruncated } from './runtime.ts'
import { isRecord, type Loose, parseObject, type RuntimeClient, readCount, readText } from './runtime-client.ts'

export type CompletionTraits = {
  /** Whether a name in the answer stands for the model that was asked (N3). Absent: only the same name does. */
  readonly isModel?: (answered: string, asked: string) => boolean
  /** Fields of this runtime beside those of the dialect. */
  readonly more?: JsonObject
  /** What the runtime calls the model, where that is not its name in the list. */
  readonly model?: string
}

/** Comments, and the fields of an event that carry none of the answer. */
const NO_DATA = /^(?::|event:|id:|retry:)/
const LINE_BYTES = 256 * 1024
const BASE_BYTES = 1024 * 1024
/** An event is about 250 bytes around its text. */
const BYTES_PER_TOKEN = 2_048
const NO_USAGE: Usage = { tokensIn: null, tokensOut: null, cachedTokens: null, thinkingTokens: null }

/** Always streamed (N2), with the cap of the purse, the schema in the form that grammars keep, and the usage at the end. */
export function buildCompletionBody(request: GenerateRequest, traits: CompletionTraits = {}): JsonObject {
  const { messages, maxTokens, schema, sampler } = request
  return {
    model: traits.model ?? request.model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    max_tokens: maxTokens,
    temperature: sampler.temperature,
    top_p: sampler.topP,
    seed: sampler.seed,
    ...(sampler.stop.length === 0 ? {} : { stop: [...sampler.stop] }),
    ...(schema === null
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'output', strict: true, schema: buildGrammarSchema(schema) },
          },
        }),
    stream: true,
    stream_options: { include_usage: true },
    ...traits.more,
  }
}

/** Throws ConnectorError, or the signal's reason. Ending the iteration closes the connection. */
export async function* callCompletion(
  client: RuntimeClient,
  path: string,
  request: GenerateRequest,
  signal: AbortSignal,
  traits: CompletionTraits = {},
): AsyncGenerator<GenerateFrame, void> {
  const asked: AskedFor = { model: request.model, constrained: request.schema === null ? 'free' : 'schema' }
  const response = await client.open(path, buildCompletionBody(request, traits), signal, asked)
  const { runtime } = client
  const reader = new EventReader(client, request, asked, traits)
  const caps = { lineBytes: LINE_BYTES, totalBytes: BASE_BYTES + request.maxTokens * BYTES_PER_TOKEN, runtime }
  try {
    for await (const line of readLines(response.body, caps)) {
      signal.throwIfAborted()
      yield* reader.take(line)
      if (reader.isOver) return
    }
  } catch (failure) {
    signal.throwIfAborted()
    throw toBodyError(failure, runtime)
  }
  signal.throwIfAborted()
  throw toTruncated(runtime)
}

class EventReader {
  readonly #client: RuntimeClient
  readonly #request: GenerateRequest
  readonly #asked: AskedFor
  readonly #traits: CompletionTraits
  #opened = false
  #stop: 'stop' | 'length' | null = null
  #usage = NO_USAGE
  #promptMs: number | null = null
  isOver = false

  constructor(client: RuntimeClient, request: GenerateRequest, asked: AskedFor, traits: CompletionTraits) {
    this.#client = client
    this.#request = request
    this.#asked = asked
    this.#traits = traits
  }

  *take(line: string): Generator<GenerateFrame, void> {
    if (NO_DATA.test(line)) return
    if (!line.startsWith('data:')) throw this.#broken('a line that is no event')
    const data = line.slice('data:'.length).trim()
    if (data === '[DONE]') {
      if (this.#stop === null) throw this.#broken('its end mark before the end of the answer')
      this.isOver = true
      const { model } = this.#request
      yield { kind: 'end', stop: this.#stop, usage: this.#usage, model, loadMs: null, promptMs: this.#promptMs }
      return
    }
    const event = this.#read(data)
    if (!this.#opened) yield { kind: 'opened', model: this.#request.model, loadMs: null, queueMs: null }
    this.#opened = true
    this.#usage = readUsage(event.usage) ?? this.#usage
    if (isRecord(event.timings)) this.#promptMs = readMs(event.timings.prompt_ms)
    for (const choice of event.choices) {
      // One answer was asked for; a second one would be mixed into it.
      if ((choice.index ?? 0) !== 0) throw this.#broken('more than one answer')
      yield* readTexts(choice)
      this.#stop = this.#readStop(choice.finish_reason) ?? this.#stop
    }
  }

  #read(data: string): { readonly choices: readonly Loose[]; readonly usage: unknown; readonly timings: unknown } {
    const event = parseObject(data, this.#client.runtime)
    if (event.error !== undefined) throw this.#client.toFailure(200, JSON.stringify(event.error), this.#asked)
    const { choices, model, usage, timings } = event
    if (!Array.isArray(choices) || !choices.every(isRecord)) throw this.#broken('an event without choices')
    if (typeof model !== 'string') throw this.#broken('an event that names no model')
    const isAsked = this.#traits.isModel ?? ((answered, asked) => answered === asked)
    if (!isAsked(model, this.#request.model))
      throw new ConnectorError('WRONG_MODEL', `Another model answered than ${this.#request.model}.`)
    return { choices, usage, timings }
  }

  #readStop(reason: unknown): 'stop' | 'length' | null {
    if (reason === null || reason === undefined) return null
    if (reason === 'stop' || reason === 'length') return reason
    throw this.#broken('a reason to stop that its protocol does not have')
  }

  #broken(what: string): ConnectorError {
    return toProtocolError(this.#client.runtime, what)
  }
}

/** One event stands for at least one token; text and thinking of one event may be halves of the same. */
function* readTexts(choice: Loose): Generator<GenerateFrame, void> {
  const delta = isRecord(choice.delta) ? choice.delta : {}
  const thinking = readText(delta.reasoning_content) ?? readText(delta.reasoning)
  const text = readText(delta.content)
  if (thinking !== null) yield { kind: 'thinking', text: thinking, tokens: 1 }
  if (text !== null) yield { kind: 'text', text, tokens: thinking === null ? 1 : 0 }
}

function readUsage(usage: unknown): Usage | null {
  if (!isRecord(usage)) return null
  const input = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const output = isRecord(usage.completion_tokens_details) ? usage.completion_tokens_details : {}
  return {
    tokensIn: readCount(usage.prompt_tokens),
    tokensOut: readCount(usage.completion_tokens),
    cachedTokens: readCount(input.cached_tokens),
    thinkingTokens: readCount(output.reasoning_tokens),
  }
}

const readMs = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
