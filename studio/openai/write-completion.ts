/** A finished run as OpenAI's clients read it: the answer, the usage from telemetry, and beside them the run to look at. */
import type { ExecuteResult } from '#contracts/execution'
import { FAILURE_CODES, type FailureCode, KoraError } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import type { ChatCompletion, CompletionUsage } from '#contracts/openai'
import type { Completion } from './read-completion.ts'
import { cutAtStop } from './stop-cut.ts'

/** The text of the answer. Throws the failure of a run that has none, and with it what rules answered of its message. */
export function answerText(result: ExecuteResult, completion: Completion): string {
  if (result.status !== 'success') {
    const { error: failure, partial_output: partial } = result
    const part = partial === undefined ? {} : { partial_output: partial }
    if (failure === undefined) throw new KoraError('CANCELLED', undefined, part)
    const { code } = failure.details
    throw new KoraError(isCode(code) ? code : 'INTERNAL', failure.message, { ...failure.details, ...part })
  }
  const output = result.final_output as JsonValue
  if (completion.schema !== null) return JSON.stringify(output)
  const { text } = output as { readonly text: string }
  return cutAtStop(text, completion.stop)
}

const isCode = (code: string): code is FailureCode => Object.hasOwn(FAILURE_CODES, code)

export function usageOf({ telemetry: { tasks, summary } }: ExecuteResult): CompletionUsage {
  const { in: tokensIn, out: tokensOut } = summary.total_tokens
  return {
    prompt_tokens: tokensIn,
    completion_tokens: tokensOut,
    total_tokens: tokensIn + tokensOut,
    prompt_tokens_details: { cached_tokens: tasks.reduce((sum, task) => sum + task.cached_tokens, 0) },
    completion_tokens_details: { reasoning_tokens: tasks.reduce((sum, task) => sum + task.thinking_tokens, 0) },
  }
}

export const koraOf = ({ telemetry: { run_id, summary } }: ExecuteResult): ChatCompletion['kora'] => ({
  run_id,
  execution_path: summary.execution_path,
  model_invocation_count: summary.model_invocation_count,
})

export function toCompletion(result: ExecuteResult, completion: Completion, createdS: number): ChatCompletion {
  return {
    id: `chatcmpl-${result.telemetry.run_id}`,
    object: 'chat.completion',
    created: createdS,
    model: completion.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answerText(result, completion), refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: usageOf(result),
    kora: koraOf(result),
  }
}
