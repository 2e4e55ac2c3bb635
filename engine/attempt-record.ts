/** The record of one attempt (rules M6, L2): what was asked, what came, what it cost. It decides nothing. */
import type { AttemptTelemetry } from '#contracts/bundle'
import type { Sampler } from '#contracts/connector-port'
import type { FailureCode } from '#contracts/failure'
import type { Fit } from './check-fit.ts'
import { toDecodeTelemetry } from './plan-answer.ts'
import type { Answer } from './read-answer.ts'
import type { AttemptEnd, Call, Terms } from './run-attempt.ts'

export type Outcome = {
  readonly end: AttemptEnd
  readonly booked: number
  readonly sampler: Sampler
  readonly startedMs: number
  readonly durationMs: number
  readonly known: { readonly digest: string | null; readonly version: string | null } | null
}

export function buildAttempt(call: Call, fit: Fit, terms: Terms, answer: Answer, outcome: Outcome): AttemptTelemetry {
  const { end, sampler } = outcome
  const tokensIn = Math.min(answer.usage.tokensIn ?? fit.promptTokens ?? 0, fit.promptMost)
  const reported = answer.usage.tokensOut
  const failedCode = end.kind === 'failed' ? end.code : end.kind === 'stopped' ? stopCode(call) : null
  return {
    index: call.index,
    connector: call.connector.name,
    model: call.target.model,
    status:
      end.kind === 'answered'
        ? 'success'
        : failedCode === 'CANCELLED'
          ? 'cancelled'
          : isTime(failedCode)
            ? 'timeout'
            : 'failed',
    code: failedCode,
    started_at: call.env.isoAt(outcome.startedMs),
    duration_ms: outcome.durationMs,
    queue_ms: terms.queueMs + answer.runtimeQueueMs,
    load_ms: answer.loadMs + fit.countMs,
    first_token_ms: answer.firstTokenMs,
    tokens_in: tokensIn,
    tokens_out: outcome.booked,
    tokens_out_reported: reported,
    usage_mismatch: reported !== null && Math.abs(reported - answer.countedTokens) > Math.max(1, reported * 0.02),
    thinking_tokens: Math.min(answer.thinkingTokens, outcome.booked),
    cached_tokens: Math.min(answer.usage.cachedTokens ?? 0, tokensIn),
    stop_reason: answer.stopReason === 'none' ? answer.ended : answer.stopReason,
    validation_errors:
      failedCode === 'OUTPUT_REJECTED' || failedCode === 'OUTPUT_NOT_JSON' ? [...call.record.validationErrors] : [],
    sampler: { temperature: sampler.temperature, top_p: sampler.topP, seed: sampler.seed, stop: [...sampler.stop] },
    model_digest: outcome.known?.digest ?? null,
    connector_version: outcome.known?.version ?? null,
    ...toDecodeTelemetry(fit.decoding, answer),
    keywords: answer.isOwnJson ? validatedOnly(fit.keywords) : fit.keywords,
  }
}

/** What Studio would have put around a text, the model wrote. */
const validatedOnly = (keywords: Fit['keywords']): Record<string, 'validated'> =>
  Object.fromEntries(Object.keys(keywords).map(keyword => [keyword, 'validated']))

const isTime = (code: FailureCode | null) => code === 'TIME_BUDGET' || code === 'TIME_LIMIT'

function stopCode(call: Call): FailureCode {
  return call.env.signal.aborted ? call.env.abortCode() : 'TIME_BUDGET'
}
