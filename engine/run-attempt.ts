/**
 * One attempt of a model task: slot, purse, reservation, call, booking, verdict, telemetry (rules B1 to B5, B7, M6, V1).
 * It decides nothing about what follows; the adapter does.
 */
import type { AttemptTelemetry } from '#contracts/bundle'
import type { ChatMessage, Connector, KeywordSupport, Sampler } from '#contracts/connector-port'
import type { FailureCode, Fault } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { ModelTarget } from '#graph/admitted-graph'
import { readPointer } from '#json/pointer'
import type { Schema } from '#json/schema'
import { listKeywords } from '#json/schema/describe'
import { toConnectorFailure } from './connector-failure.ts'
import type { BreachType, Purse } from './purse.ts'
import { type Answer, readAnswer } from './read-answer.ts'
import { readOutput } from './read-output.ts'
import type { RunEnvironment } from './run-environment.ts'
import type { TaskRecord } from './task-record.ts'
import { verifyOutput } from './verify-output.ts'

export type Call = {
  readonly env: RunEnvironment
  readonly record: TaskRecord
  readonly purse: Purse
  readonly connector: Connector
  readonly target: ModelTarget
  readonly messages: readonly ChatMessage[]
  /** Index of this call among the calls of the task. */
  readonly index: number
  readonly shares: number
  /** Aborts at the task's deadline and on cancel. */
  readonly signal: AbortSignal
}

export type Reason = { readonly pointer: string; readonly message: string }

/** `faults` are for the repair turn and may quote the answer; telemetry gets its own, content-free ones. */
export type AttemptEnd =
  | { readonly kind: 'answered'; readonly output: JsonValue }
  | {
      readonly kind: 'failed'
      readonly code: FailureCode
      readonly message: string
      readonly faults: readonly Reason[]
      readonly text: string
      /** Whether a call was made. */
      readonly called: boolean
      /** Nothing that may change by itself within the budget. */
      readonly hopeless?: boolean
    }
  | { readonly kind: 'refused'; readonly breach: BreachType; readonly code: FailureCode }
  | { readonly kind: 'stopped' }

const STOPPED: AttemptEnd = { kind: 'stopped' }
/** A connection that does not close gives its slot back after this. */
const CLOSE_GRACE_MS = 1_000
/** No tokenizer packs more bytes of a prompt into one token (B7): beyond it the prompt is certainly too long. */
const BYTES_PER_TOKEN_MOST = 8
const BREACH_CODE = { TOKENS: 'TOKEN_BUDGET', TIME: 'TIME_BUDGET', RETRIES: 'RETRY_BUDGET' } as const

export async function runAttempt(call: Call): Promise<AttemptEnd> {
  const { env, connector, target, signal, purse } = call
  const askedMs = env.clock.monoMs()
  const release = await env.slots.acquire(
    `${connector.name}/${target.model}`,
    connector.slots(target.model),
    false,
    signal,
  )
  if (!release) return STOPPED
  let closed: Promise<void> = Promise.resolve()
  try {
    const queueMs = env.clock.monoMs() - askedMs
    call.record.queueMs += queueMs
    const fit = await checkContext(call)
    if (signal.aborted) return STOPPED
    if ('code' in fit)
      return { kind: 'failed', code: fit.code, message: fit.message, faults: [], text: '', called: false }
    const allowance = purse.ask(env.clock.monoMs(), call.shares)
    if (!allowance.granted) return { kind: 'refused', breach: allowance.breach, code: BREACH_CODE[allowance.breach] }
    const reservation = await env.ledger.reserve(
      Math.min(allowance.tokens, fit.roomTokens),
      call.index > 0,
      call.record.task.index,
      signal,
    )
    if (signal.aborted) {
      if (reservation.granted) reservation.settle(0)
      return STOPPED
    }
    if (!reservation.granted) {
      return { kind: 'refused', breach: reservation.code === 'CALL_LIMIT' ? 'CALLS' : 'TOKENS', code: reservation.code }
    }
    const made = await makeCall(call, {
      queueMs,
      promptTokens: fit.promptTokens,
      tokens: reservation.tokens,
      untilMs: allowance.untilMs,
    })
    reservation.settle(made.booked)
    closed = made.answer.closed
    return made.end
  } finally {
    releaseWhenClosed(env, closed, release)
  }
}

function releaseWhenClosed(env: RunEnvironment, closed: Promise<void>, release: () => void): void {
  const cancel = env.clock.timer(CLOSE_GRACE_MS, release)
  closed.then(() => {
    cancel()
    release()
  })
}

type Fit = { readonly promptTokens: number | null; readonly roomTokens: number }

/** B7: a prompt that does not fit is refused here, before the call. */
async function checkContext(call: Call): Promise<Fit | { readonly code: FailureCode; readonly message: string }> {
  const { connector, target, messages, signal, env } = call
  try {
    const capabilities = await untilAborted(env.facts.capabilities(connector, target.model, signal), signal)
    if (!capabilities) return { promptTokens: null, roomTokens: 0 }
    const context = capabilities.contextTokens ?? Number.POSITIVE_INFINITY
    if (capabilities.tokenizer && connector.countTokens) {
      const promptTokens = await untilAborted(connector.countTokens(target.model, messages, signal), signal)
      if (promptTokens === null) return { promptTokens: null, roomTokens: 0 }
      if (promptTokens < context) return { promptTokens, roomTokens: context - promptTokens }
      return {
        code: 'CONTEXT_OVERFLOW',
        message: `The prompt has ${promptTokens} tokens; the context of the model has ${context}.`,
      }
    }
    const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0)
    if (bytes / BYTES_PER_TOKEN_MOST <= context) return { promptTokens: null, roomTokens: Number.POSITIVE_INFINITY }
    return {
      code: 'CONTEXT_OVERFLOW',
      message: `The prompt has ${bytes} bytes; the context of the model has ${context} tokens.`,
    }
  } catch (error) {
    return toConnectorFailure(error)
  }
}

/** A connector that ignores its signal must not hold the task past its deadline. Null when the signal aborts first. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(null), { once: true })
    if (signal.aborted) resolve(null)
    work.then(resolve, reject)
  })
}

type Terms = {
  readonly queueMs: number
  readonly promptTokens: number | null
  readonly tokens: number
  readonly untilMs: number
}

async function makeCall(call: Call, terms: Terms): Promise<{ end: AttemptEnd; booked: number; answer: Answer }> {
  const { env, connector, target, record } = call
  const { task } = record
  const sampler = buildSampler(call)
  const keywords = keywordReport(connector, task.outputSchema)
  const identity = env.facts.identity(connector, target.model, call.signal)
  env.emit(
    'llm.invocation.started',
    'MODEL_INVOCATION',
    task.id,
    { connector: connector.name, model: target.model, max_tokens: terms.tokens, seed: sampler.seed },
    call.index,
  )
  const startedMs = env.clock.monoMs()
  const share = shareSignal(call, terms.untilMs)
  const schema = Object.values(keywords).includes('refused') ? null : (task.outputSchema.source as JsonObject)
  const request = { model: target.model, messages: call.messages, maxTokens: terms.tokens, schema, sampler }
  const answer = await readAnswer(connector, request, env.clock, share.signal)
  share.dispose()
  const durationMs = env.clock.monoMs() - startedMs
  const spent = Math.max(answer.countedTokens, answer.usage.tokensOut ?? 0)
  const booked = call.purse.book(Math.min(spent, terms.tokens))
  env.keepReply(task.id, { attempt_index: call.index, text: answer.text })
  const end = judge(call, answer, terms, share.expired())
  const known = await Promise.race([identity, new Promise<null>(resolve => env.clock.timer(50, () => resolve(null)))])
  const attempt = buildAttempt(call, terms, answer, { end, booked, sampler, keywords, startedMs, durationMs, known })
  record.attempts = [...record.attempts, attempt]
  env.emit(
    end.kind === 'answered' ? 'llm.invocation.completed' : 'llm.invocation.failed',
    'MODEL_INVOCATION',
    task.id,
    { attempt },
    call.index,
  )
  return { end, booked, answer }
}

/** The task's own signal, and the share of its time that this attempt may take. */
function shareSignal(
  call: Call,
  untilMs: number,
): { signal: AbortSignal; expired: () => boolean; dispose: () => void } {
  const controller = new AbortController()
  const forward = () => controller.abort()
  call.signal.addEventListener('abort', forward, { once: true })
  if (call.signal.aborted) forward()
  const cancel = call.env.clock.timer(untilMs - call.env.clock.monoMs(), forward)
  return {
    signal: controller.signal,
    expired: () => !call.signal.aborted && controller.signal.aborted,
    dispose: () => {
      cancel()
      call.signal.removeEventListener('abort', forward)
    },
  }
}

function buildSampler(call: Call): Sampler {
  const options = call.record.task.model
  return {
    temperature: options?.temperature ?? ((options?.samples ?? 1) > 1 ? 0.7 : 0),
    topP: options?.top_p ?? 1,
    seed: ((options?.seed ?? 1) + call.index) % 2 ** 31,
    stop: options?.stop ?? [],
  }
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

function judge(call: Call, answer: Answer, terms: Terms, shareExpired: boolean): AttemptEnd {
  const failed = (code: FailureCode, message: string, faults: readonly Reason[] = []): AttemptEnd => ({
    kind: 'failed',
    code,
    message,
    faults,
    text: answer.text,
    called: true,
  })
  if (answer.ended === 'aborted')
    return shareExpired ? failed('TIME_BUDGET', "The step's share of the time was used up.") : STOPPED
  if (answer.ended === 'failed') return failed(answer.code ?? 'BACKEND_ERROR', answer.message ?? 'The runtime failed.')
  if (answer.ended === 'loop') return failed('LOOP', 'The model repeated itself and was stopped.')
  const verdict = readVerdict(call, answer.text)
  if (verdict.kind === 'answered') return verdict
  const spent = Math.max(answer.countedTokens, answer.usage.tokensOut ?? 0)
  const full = answer.ended === 'limit' || (answer.stopReason === 'length' && spent >= terms.tokens)
  if (
    full &&
    terms.tokens < Math.min(call.record.task.budget?.max_tokens ?? 0, call.purse.tokensLeft + terms.tokens) &&
    call.shares === 1
  ) {
    return failed(
      'TOKEN_LIMIT',
      'What the graph or the context left for this call was used up before the answer was complete.',
    )
  }
  if (full) return failed('TOKEN_BUDGET', 'The tokens of this attempt were used up before the answer was complete.')
  if (answer.stopReason === 'length')
    return failed('CONTEXT_OVERFLOW', 'The context was full before the answer was complete.')
  return failed(verdict.code, verdict.message, verdict.faults)
}

function readVerdict(call: Call, text: string): AttemptEnd & ({ kind: 'answered' } | { kind: 'failed' }) {
  const { env, record } = call
  const startedMs = env.clock.monoMs()
  const read = readOutput(text)
  const verification = read.ok ? verifyOutput(record.task, read.value) : null
  const faults: readonly Fault[] = !read.ok
    ? [{ pointer: '', code: 'OUTPUT_NOT_JSON', message: read.message }]
    : verification && !verification.valid
      ? verification.faults
      : []
  const ms = env.clock.monoMs() - startedMs
  record.schemaMs += ms
  record.validation = faults.length === 0 ? 'passed' : 'failed'
  record.validationErrors = faults
  env.emit(
    'task.validated',
    'SCHEMA_VALIDATION',
    record.task.id,
    { valid: faults.length === 0, errors: faults, ms },
    call.index,
  )
  if (read.ok && verification?.valid) return { kind: 'answered', output: read.value }
  const code = read.ok ? 'OUTPUT_REJECTED' : 'OUTPUT_NOT_JSON'
  const repair = verification && !verification.valid ? verification.detailed : faults
  const message = read.ok
    ? `The answer fails its schema at ${faults.map(fault => fault.pointer || '/').join(', ')}.`
    : read.message
  return { kind: 'failed', code, message: message.slice(0, 400), faults: repair, text, called: true }
}

type Outcome = {
  readonly end: AttemptEnd
  readonly booked: number
  readonly sampler: Sampler
  readonly keywords: Record<string, KeywordSupport>
  readonly startedMs: number
  readonly durationMs: number
  readonly known: { readonly digest: string | null; readonly version: string | null } | null
}

function buildAttempt(call: Call, terms: Terms, answer: Answer, outcome: Outcome): AttemptTelemetry {
  const { end, sampler } = outcome
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
    load_ms: answer.loadMs,
    first_token_ms: answer.firstTokenMs,
    tokens_in: answer.usage.tokensIn ?? terms.promptTokens ?? 0,
    tokens_out: outcome.booked,
    tokens_out_reported: reported,
    usage_mismatch: reported !== null && Math.abs(reported - answer.countedTokens) > Math.max(1, reported * 0.02),
    thinking_tokens: answer.thinkingTokens,
    cached_tokens: answer.usage.cachedTokens ?? 0,
    stop_reason: answer.stopReason === 'none' ? answer.ended : answer.stopReason,
    validation_errors:
      failedCode === 'OUTPUT_REJECTED' || failedCode === 'OUTPUT_NOT_JSON' ? [...call.record.validationErrors] : [],
    sampler: { temperature: sampler.temperature, top_p: sampler.topP, seed: sampler.seed, stop: [...sampler.stop] },
    model_digest: outcome.known?.digest ?? null,
    connector_version: outcome.known?.version ?? null,
    keywords: outcome.keywords,
  }
}

const isTime = (code: FailureCode | null) => code === 'TIME_BUDGET' || code === 'TIME_LIMIT'

function stopCode(call: Call): FailureCode {
  return call.env.signal.aborted ? call.env.abortCode() : 'TIME_BUDGET'
}
