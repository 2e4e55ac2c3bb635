/**
 * The connector port: how a plugin speaks to one inference runtime.
 * A connector translates, nothing more (rule M1): it holds no retry, no budget and no validation logic, and it always streams (N2).
 */
import type { AnswerPlan, ScoredChoice } from '#contracts/answer-plan'
import type { JsonObject, JsonValue } from '#contracts/json-value'

export type ChatMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }

export type Sampler = {
  readonly temperature: number
  readonly topP: number
  /** Recorded for every attempt (M6); the adapter always sets it. */
  readonly seed: number
  readonly stop: readonly string[]
}

/** One call. `model` is the runtime's own name, without the connector prefix. */
export type GenerateRequest = {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  /** Hard cap on generated tokens, thinking included; a positive integer. The connector forwards it to the runtime. */
  readonly maxTokens: number
  /** Schema for constrained decoding, or null where the answer is only validated afterwards. */
  readonly schema: JsonObject | null
  /**
   * `text`: the answer is plain text that ends where the model ends it, and Studio makes the value of it (M9); `schema` is null then. A
   * runtime that can keep a model from thinking does so, as under a schema. Absent means JSON.
   */
  readonly form?: 'text'
  readonly sampler: Sampler
  /**
   * How the answer is to be put together instead of being written as a whole (M8, M9). Given only to a connector whose capabilities
   * say `plans`. One that cannot follow this plan writes the answer under the schema and says why in `end`; one that only finds out by
   * evaluating throws SCHEMA_NOT_DECODABLE with the reason, and is asked again without the plan.
   */
  readonly plan?: AnswerPlan | null
}

/** What the runtime says it used; null where it does not say. */
export type Usage = {
  readonly tokensIn: number | null
  readonly tokensOut: number | null
  readonly cachedTokens: number | null
  readonly thinkingTokens: number | null
}

/**
 * One frame of an answer, in order: at most one `opened`, then `text` and `thinking` frames, then exactly one `end`.
 * `tokens` is the number of generated tokens the frame certainly holds: exact in process, at least 1 for a remote stream. After a plan
 * forced text holds none, and a choice holds the option tokens that were evaluated for it.
 * A stream that stops without its runtime's end mark throws `ConnectorError('UPSTREAM_TRUNCATED')`; it never yields `end`.
 */
export type GenerateFrame =
  | {
      readonly kind: 'opened'
      readonly model: string | null
      readonly loadMs: number | null
      readonly queueMs: number | null
    }
  | { readonly kind: 'text'; readonly text: string; readonly tokens: number }
  | { readonly kind: 'thinking'; readonly text: string; readonly tokens: number }
  | {
      readonly kind: 'end'
      readonly stop: 'stop' | 'length'
      readonly usage: Usage
      /** The model that answered, as the runtime names it; null where it does not say (rule N3). */
      readonly model: string | null
      readonly loadMs: number | null
      readonly promptMs: number | null
      /** After a plan: what was measured for each of its choices, in order (M8). */
      readonly choices?: readonly ScoredChoice[]
      /** Why the answer was written as a whole although a plan was given. */
      readonly writtenBecause?: string | null
    }

/** M2: what becomes of each schema keyword while decoding. Refused means the call is not made. */
export type KeywordSupport = 'decoded' | 'validated' | 'refused'

export type ModelCapabilities = {
  /** Context size in tokens that a call may use, or null when the runtime does not say. */
  readonly contextTokens: number | null
  readonly constrained: 'schema' | 'json' | 'none'
  /** True when `countTokens` is exact for this model. */
  readonly tokenizer: boolean
  /** How many option probabilities the runtime gives (N9): all, the top few, or none. */
  readonly probabilities: 'all' | 'top' | 'none'
  /** Plans of answers that it follows: whole ones (M9), or those without free parts (M8); absent means none. */
  readonly plans?: 'all' | 'choices'
  readonly thinking: boolean
  /** Whether a model that thinks answers at once where `form` is `text`; absent means no. */
  readonly quiet?: boolean
  readonly seedable: boolean
}

/** A model as its runtime lists it. Sizes in bytes and MiB as named; null where unknown. */
export type ModelEntry = {
  readonly name: string
  readonly sizeBytes: number | null
  readonly parameters: string | null
  readonly quantization: string | null
  readonly contextTokens: number | null
  readonly estimatedVramMb: number | null
  /** Whether `estimatedVramMb` is what a load really took; absent means no. */
  readonly memoryMeasured?: boolean
  /** Digest of the weights as `sha256:<hex>`, where the runtime tells it (M6). */
  readonly digest: string | null
  readonly loaded: boolean
  /** A model that runs elsewhere behind a local port: refused without the cloud consent (N3). */
  readonly remote: boolean
}

export type ConnectorHealth = {
  readonly status: 'healthy' | 'degraded' | 'unavailable'
  /** Runtime version, or null when it does not answer. */
  readonly version: string | null
  /** One sentence with the cure when not healthy; null when healthy. */
  readonly reason: string | null
  /** Where it listens, for people: a URL or `in process`. */
  readonly address: string
}

/** How far a runtime's own pull is; bytes are null until it tells them. */
export type PullFrame = {
  readonly phase: 'downloading' | 'verifying'
  readonly doneBytes: number | null
  readonly totalBytes: number | null
}

export type Connector = {
  /** Prefix of its model ids: `ollama`, `llamacpp`, `lmstudio`, ... */
  readonly name: string
  /** Shown to people. */
  readonly title: string
  /** No user content in a probe (K4 of the hardening cases). Never throws: an unreachable runtime is a health. */
  health(signal: AbortSignal): Promise<ConnectorHealth>
  models(signal: AbortSignal): Promise<readonly ModelEntry[]>
  capabilities(model: string, signal: AbortSignal): Promise<ModelCapabilities>
  /** How many calls the runtime serves at once for this model; model tasks beyond it wait (X1). */
  slots(model: string): number
  /** M2: how the runtime treats each keyword of a schema. */
  keywordSupport(keyword: string, value: JsonValue): KeywordSupport
  /** Tokens of the rendered prompt, exactly; absent where the runtime has no tokenizer (B7). */
  countTokens?(model: string, messages: readonly ChatMessage[], signal: AbortSignal): Promise<number>
  /** Aborting the signal closes the connection and frees the slot (X4). */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateFrame>
  load?(model: string, signal: AbortSignal): Promise<void>
  unload?(model: string, signal: AbortSignal): Promise<void>
  /**
   * The runtime gets a model itself, over its own connections (G3); it ends when the model is there. Aborting stops it, and the runtime
   * keeps what came. Throws MODEL_NOT_FOUND, CLOUD_MODEL, BACKEND_UNAVAILABLE, BACKEND_ERROR and what a stream throws.
   */
  pull?(model: string, signal: AbortSignal): AsyncIterable<PullFrame>
}
