/**
 * Ollama's native dialect: newline-delimited JSON on `/api/chat`, ended by a line with `done: true`.
 */
import type { Dialect, FrameFacts } from './dialect.ts'
import { readCount, readObject, readText } from './dialect.ts'

const NANOS_PER_MS = 1_000_000

const line = (value: object): string => `${JSON.stringify(value)}\n`
const head = (facts: FrameFacts) => ({ model: facts.model, created_at: new Date().toISOString() })

export const ollamaDialect: Dialect = {
  contentType: 'application/x-ndjson',
  readCall: body => ({
    model: readText(body.model),
    maxTokens: readCount(readObject(body.options).num_predict),
    schema: body.format ?? null,
    messages: body.messages ?? [],
    streamed: body.stream !== false,
    strictContext: body.truncate === false,
    wantsUsage: true,
  }),
  open: () => '',
  frame: (facts, kind, text) =>
    line({
      ...head(facts),
      message: {
        role: 'assistant',
        content: kind === 'text' ? text : '',
        ...(kind === 'text' ? {} : { thinking: text }),
      },
      done: false,
    }),
  // Real Ollama leaves out every count that is zero.
  end: facts =>
    line({
      ...head(facts),
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: facts.reason,
      total_duration: 12 * NANOS_PER_MS,
      load_duration: 3 * NANOS_PER_MS,
      ...(facts.tokensOut === null ? {} : { prompt_eval_count: facts.tokensIn }),
      prompt_eval_duration: 4 * NANOS_PER_MS,
      ...(facts.tokensOut ? { eval_count: facts.tokensOut, eval_duration: 5 * NANOS_PER_MS } : {}),
    }),
  errorLine: message => line({ error: message }),
  errorBody: (_status, message) => ({ error: message }),
  overflow: () => ({ error: 'the input length exceeds the context length' }),
  missing: model => ({ error: `model '${model}' not found` }),
}
