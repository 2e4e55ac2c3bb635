/**
 * Whether the prompt of an attempt fits the model, and how its answer is to come to be, found out before anything is spent (rules B7, M2,
 * M8). It reserves nothing and calls nothing but the tokenizer.
 */
import type { ChatMessage, Connector, KeywordSupport } from '#contracts/connector-port'
import { TEMPLATE_TOKENS } from '#graph/cost-bounds'
import { readPointer } from '#json/pointer'
import type { Schema } from '#json/schema'
import { listKeywords } from '#json/schema/describe'
import { type ConnectorFailure, toConnectorFailure } from './connector-failure.ts'
import { type ChosenDecoding, chooseDecoding } from './plan-answer.ts'
import type { Call } from './run-attempt.ts'
import { contextKey } from './runtime-knowledge.ts'
import { untilAborted } from './until-aborted.ts'

/** No tokenizer packs more bytes of a prompt into one token (B7): beyond it the prompt is certainly too long. */
const BYTES_PER_TOKEN_MOST = 8

export type Fit = {
  /** What the call sends. */
  readonly messages: readonly ChatMessage[]
  readonly promptTokens: number | null
  /** Most tokens that the prompt can have (C1), whatever a runtime reports. */
  readonly promptMost: number
  readonly roomTokens: number
  /** Milliseconds that counting took: a runtime may load the model for it. */
  readonly countMs: number
  readonly keywords: Readonly<Record<string, KeywordSupport>>
  readonly decoding: ChosenDecoding
}

const LENGTHS: ReadonlySet<string> = new Set(['minLength', 'maxLength'])
const WRITE: ChosenDecoding = { kind: 'write', note: null }
const NO_FIT = {
  messages: [],
  promptTokens: null,
  promptMost: 0,
  roomTokens: 0,
  countMs: 0,
  keywords: {},
  decoding: WRITE,
} as const

/** B7: a prompt that does not fit is refused here, before the call. What comes back after an abort is not used. */
export async function checkFit(call: Call): Promise<Fit | ConnectorFailure> {
  const { connector, target, signal, env } = call
  try {
    const capabilities = await untilAborted(env.facts.capabilities(connector, target.model, signal), signal)
    if (!capabilities) return NO_FIT
    const allowed = (capabilities.contextTokens ?? 0) > 0 ? Number(capabilities.contextTokens) : Infinity
    const context = Math.floor(Math.min(allowed, env.contexts.get(contextKey(target)) ?? Infinity))
    const decoding = chooseDecoding(call.wish, {
      capabilities,
      keywordSupport: (keyword, value) => connector.keywordSupport(keyword, value),
    })
    const messages = (decoding.kind === 'text' && call.wish.textMessages) || call.wish.messages
    const schema = call.record.task.outputSchema
    const keywords = decoding.kind === 'text' ? textKeywords(schema) : keywordReport(connector, schema)
    const common = { messages, keywords, decoding }
    const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0)
    // The content-free prompts of a choice are no longer than the certificate allows the prompt itself to be.
    const prompts = decoding.kind === 'plan' ? 1 + decoding.plan.contentFree.length : 1
    const byBytes = bytes + TEMPLATE_TOKENS.call + TEMPLATE_TOKENS.message * messages.length
    const promptMost = prompts * Math.min(byBytes, context)
    if (capabilities.tokenizer && connector.countTokens) {
      const askedMs = env.clock.monoMs()
      const counted = await untilAborted(connector.countTokens(target.model, messages, signal), signal)
      if (counted === null) return NO_FIT
      const promptTokens = counted >= 0 ? Math.ceil(counted) : 0
      const countMs = env.clock.monoMs() - askedMs
      if (promptTokens < context)
        return {
          ...common,
          promptTokens,
          promptMost: prompts * promptTokens,
          roomTokens: context - promptTokens,
          countMs,
        }
      return {
        code: 'CONTEXT_OVERFLOW',
        message: `The prompt has ${promptTokens} tokens; the context of the model has ${context}.`,
      }
    }
    if (bytes / BYTES_PER_TOKEN_MOST <= context)
      return { ...common, promptTokens: null, promptMost, roomTokens: Number.POSITIVE_INFINITY, countMs: 0 }
    return {
      code: 'CONTEXT_OVERFLOW',
      message: `The prompt has ${bytes} bytes; the context of the model has ${context} tokens.`,
    }
  } catch (error) {
    return toConnectorFailure(error)
  }
}

/** M2: Studio itself puts a text into its value, which keeps the shape whatever the runtime can; how long it is shows at the end. */
function textKeywords(schema: Schema): Record<string, KeywordSupport> {
  const keywords = listKeywords(schema).map(({ keyword }) => keyword)
  return Object.fromEntries(keywords.map(keyword => [keyword, LENGTHS.has(keyword) ? 'validated' : 'decoded']))
}

/** M2: what becomes of each keyword of the schema in this runtime. */
function keywordReport(connector: Connector, schema: Schema): Record<string, KeywordSupport> {
  const report: Record<string, KeywordSupport> = {}
  for (const { keyword, pointer } of listKeywords(schema)) {
    const found = readPointer(schema.source, pointer)
    const support = connector.keywordSupport(keyword, found.found ? found.value : null)
    const known = report[keyword]
    if (known === undefined || known === 'decoded' || support === 'refused') report[keyword] = support
  }
  return report
}
