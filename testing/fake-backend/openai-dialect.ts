/**
 * The OpenAI dialect as llama-server and LM Studio speak it: server-sent events on `/v1/chat/completions`, ended by `[DONE]`.
 */
import type { Dialect, FrameFacts } from './dialect.ts'
import { readCount, readObject, readText } from './dialect.ts'

const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`
const chunk = (facts: FrameFacts, choices: readonly object[], more: object = {}): string =>
  event({
    id: `chatcmpl-${facts.index}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: facts.model,
    choices,
    ...more,
  })
const choice = (delta: object, finish: string | null) => [{ index: 0, delta, finish_reason: finish }]
const failure = (status: number, type: string, message: string) => ({ error: { code: status, message, type } })

export const openaiDialect: Dialect = {
  contentType: 'text/event-stream',
  readCall: body => ({
    model: readText(body.model),
    maxTokens: readCount(body.max_tokens) ?? readCount(body.max_completion_tokens) ?? readCount(body.n_predict),
    schema: readObject(readObject(body.response_format).json_schema).schema ?? body.json_schema ?? null,
    messages: body.messages ?? [],
    streamed: body.stream === true,
    strictContext: true,
    wantsUsage: readObject(body.stream_options).include_usage === true,
  }),
  open: facts => chunk(facts, choice({ role: 'assistant', content: null }, null)),
  frame: (facts, kind, text) =>
    chunk(facts, choice(kind === 'text' ? { content: text } : { reasoning_content: text }, null)),
  end: facts => {
    const usage = facts.wantsUsage && facts.tokensOut !== null
    const counts = {
      usage: {
        prompt_tokens: facts.tokensIn,
        completion_tokens: facts.tokensOut ?? 0,
        total_tokens: facts.tokensIn + (facts.tokensOut ?? 0),
        prompt_tokens_details: { cached_tokens: 0 },
      },
    }
    return `${chunk(facts, choice({}, facts.reason))}${usage ? chunk(facts, [], counts) : ''}data: [DONE]\n\n`
  },
  errorLine: message => event(failure(500, 'server_error', message)),
  errorBody: (status, message) =>
    failure(
      status,
      status === 503 ? 'unavailable_error' : status < 500 ? 'invalid_request_error' : 'server_error',
      message,
    ),
  overflow: (tokensIn, contextTokens) => ({
    error: {
      code: 400,
      message: `request (${tokensIn} tokens) exceeds the available context size (${contextTokens} tokens), try increasing it`,
      type: 'exceed_context_size_error',
      n_prompt_tokens: tokensIn,
      n_ctx: contextTokens,
    },
  }),
  missing: model => failure(404, 'not_found_error', `model '${model}' not found`),
}
