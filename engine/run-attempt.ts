/**
 * One attempt of a model task: slot, purse, reservation, call, booking, verdict, telemetry (rules B1 to B5, B7, M6, V1).
 * It decides nothing about what follows; the adapter does.
 */
import type { AttemptTelemetry } from '#contracts/bundle'
import type { ChatMessage, Connector, KeywordSupport, Sampler } from '#contracts/connector-port'
import type { FailureCode, Fault } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { ModelTarget } from '#graph/admitted-graph'
import { TEMPLATE_TOKENS } from '#graph/cost-bounds'
import { readPointer } from '#json/pointer'
import type { Schema } from '#json/schema'
import { listKeywords } from '#json/schema/describe'
import { type ConnectorFailure, toConnectorFailure } from './connector-failure.ts'
import type { BreachType, Purse } from './purse.ts'
import { type Answer, readAnswer } from './read-answer.ts'
import { readOutput } from './read-output.ts'
import type { RunEnvironment } from './run-environment.ts'
import { contextKey } from './runtime-knowledge.ts'
import type { TaskRecord } from './task-record.ts'
import { untilAborted, within } from './until-aborted.ts'
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

/** `faults` name exact places of the answer, for the repair turn and the caller; telemetry gets its own, content-free ones. */
export type AttemptEnd =
  | { readonly kind: 'answered'; readonly output: JsonValue }
  | {
      readonly kind: 'failed'
      readonly code: FailureCode
      readonly message: string
      readonly faults: readonly Fault[]
      readonly text: string
      /** Whether a call was made. */
      readonly called: boolean
      /** Nothing that may change by itself within the budget. */
      readonly hopeless?: boolean
    }
  /** `scope` says whose limit it was: the task's purse or the graph's ledger. */
  | {
      readonly kind: 'refused'
      readonly breach: BreachType
      readonly code: FailureCode
      readonly scope: 'task' | 'graph'
    }
  | { readonly kind: 'stopped' }

const STOPPED: AttemptEnd = { kind: 'stopped' }
/** A connection that does not close gives its slot back after this: within a second, room for the timer included (X4). */
const CLOSE_GRACE_MS = 900
/** How long the record of an attempt waits for the runtime to say which weights it served. */
const IDENTITY_GRACE_MS = 50
/** No tokenizer packs more bytes of a prompt into one token (B7): beyond it the prompt is certainly too long. */
const BYTES_PER_TOKEN_MOST = 8
const PURSE_CODE = { TOKENS: 'TOKEN_BUDGET', TIME: 'TIME_BUDGET', RETRIES: 'RETRY_BUDGET' } as const
const LEDGER_CODE = { TOKENS: 'TOKEN_LIMIT', CALLS: 'CALL_LIMIT', RETRIES: 'CALL_LIMIT' } as const

export async function runAttempt(call: Call): Promise<AttemptEnd> {
  const { env, connector, target, signal } = call
  const askedMs = env.clock.monoMs()
  let size: number
  try {
    size = connector.slots(target.model)
  } catch (error) {
    return uncalled(toConnectorFailure(error))
  }
  const isHigh = call.record.task.priority === 'high'
  const release = await env.slots.acquire(`${connector.name}/${target.model}`, size, isHigh, signal)
  if (!release) return STOPPED
  const queueMs = env.clock.monoMs() - askedMs
  call.record.queueMs += queueMs
  let closed: Promise<void> = Promise.resolve()
  try {
    const fit = await checkFit(call)
    if (signal.aborted) return STOPPED
    if ('code' in fit) return uncalled(fit)
    const made = await reserveAndCall(call, fit, queueMs)
    if (!('answer' in made)) return made
    closed = made.answer.closed
    return made.end
  } finally {
    releaseWhenClosed(env, closed, release)
  }
}

const uncalled = ({ code, message }: ConnectorFailure): AttemptEnd => ({
  kind: 'failed',
  code,
  message,
  faults: [],
  text: '',
  called: false,
})

/** Purse, then ledger, then the call; what was reserved is settled whatever happens. */
async function reserveAndCall(call: Call, fit: Fit, queueMs: number): Promise<AttemptEnd | Made> {
  const { env, purse, signal } = call
  const allowance = purse.ask(env.clock.monoMs(), call.shares)
  if (!allowance.granted)
    return { kind: 'refused', breach: allowance.breach, code: PURSE_CODE[allowance.breach], scope: 'task' }
  const wanted = Math.min(allowance.tokens, fit.roomTokens)
  const reservation = await env.ledger.reserve(wanted, call.index > 0, call.record.task.index, signal)
  if (!reservation.granted) {
    if (signal.aborted) return STOPPED
    return { kind: 'refused', breach: reservation.breach, code: LEDGER_CODE[reservation.breach], scope: 'graph' }
  }
  const { tokens } = reservation
  let used = tokens
  try {
    if (signal.aborted) {
      used = 0
      return STOPPED
    }
    const cap = tokens < wanted ? 'limit' : wanted < allowance.tokens ? 'context' : 'purse'
    const made = await makeCall(call, fit, { queueMs, tokens, cap, untilMs: allowance.untilMs })
    used = made.booked
    return made
  } finally {
    reservation.settle(used)
  }
}

function releaseWhenClosed(env: RunEnvironment, closed: Promise<void>, release: () => void): void {
  const cancel = env.clock.timer(CLOSE_GRACE_MS, release)
  closed.then(() => {
    cancel()
    release()
  })
}

type Fit = {
  readonly promptTokens: number | null
  /** Most tokens that the prompt can have (C1), whatever a runtime reports. */
  readonly promptMost: number
  readonly roomTokens: number
  /** Milliseconds that counting took: a runtime may load the model for it. */
  readonly countMs: number
  readonly keywords: Readonly<Record<string, KeywordSupport>>
}

const NO_FIT = { promptTokens: null, promptMost: 0, roomTokens: 0, countMs: 0, keywords: {} } as const

/** B7: a prompt that does not fit is refused here, before the call. What comes back after an abort is not used. */
async function checkFit(call: Call): Promise<Fit | ConnectorFailure> {
  const { connector, target, messages, signal, env } = call
  try {
    const keywords = keywordReport(connector, call.record.task.outputSchema)
    const capabilities = await untilAborted(env.facts.capabilities(connector, target.model, signal), signal)
    if (!capabilities) return NO_FIT
    const allowed = (capabilities.contextTokens ?? 0) > 0 ? Number(capabilities.contextTokens) : Infinity
    const context = Math.floor(Math.min(allowed, env.contexts.get(contextKey(target)) ?? Infinity))
    const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0)
    const byBytes = bytes + TEMPLATE_TOKENS.call + TEMPLATE_TOKENS.message * messages.length
    const promptMost = Math.min(byBytes, context)
    if (capabilities.tokenizer && connector.countTokens) {
      const askedMs = env.clock.monoMs()
      const counted = await untilAborted(connector.countTokens(target.model, messages, signal), signal)
      if (counted === null) return NO_FIT
      const promptTokens = counted >= 0 ? Math.ceil(counted) : 0
      const countMs = env.clock.monoMs() - askedMs
      if (promptTokens < context)
        return { promptTokens, promptMost: promptTokens, roomTokens: context - promptTokens, countMs, keywords }
      return {
        code: 'CONTEXT_OVERFLOW',
        message: `The prompt has ${promptTokens} tokens; the context of the model has ${context}.`,
      }
    }
    if (bytes / BYTES_PER_TOKEN_MOST <= context)
      return { promptTokens: null, promptMost, roomTokens: Number.POSITIVE_INFINITY, countMs: 0, keywords }
    return {
      code: 'CONTEXT_OVERFLOW',
      message: `The prompt has ${bytes} bytes; the context of the model has ${context} tokens.`,
    }
  } catch (error) {
    return toConnectorFailure(error)
  }
}

type Terms = {
  readonly queueMs: number
  readonly tokens: number
  /** Whose limit the tokens are: the purse's (or its share), the graph's, or the room in the context. */
  readonly cap: 'purse' | 'limit' | 'context'
  readonly untilMs: number
}

type Made = { readonly end: AttemptEnd; readonly booked: number; readonly answer: Answer }

async function makeCall(call: Call, fit: Fit, terms: Terms): Promise<Made> {
  const { env, connector, target, record } = call
  const { task } = record
  const sampler = buildSampler(call)
  const { keywords } = fit
  const identity = env.facts.identity(connector, target.model, call.signal)
  env.emit(
    'llm.invocation.started',
    'MODEL_INVOCATION',
    task.id,
    { connector: connector.name, model: target.model, max_tokens: terms.tokens, seed: sampler.seed },
    call.index,
  )
  // What a crash cuts off must be on record as made (L3); a disk that takes no more is found out at the run's end.
  await untilAborted(env.durable(), call.signal).catch(() => null)
  const startedMs = env.clock.monoMs()
  const share = shareSignal(call, terms.untilMs)
  const schema = Object.values(keywords).includes('refused') ? null : (task.outputSchema.source as JsonObject)
  const request = { model: target.model, messages: call.messages, maxTokens: terms.tokens, schema, sampler }
  const answer = await readAnswer(connector, request, env.clock, share.signal, terms.untilMs, (kind, text) =>
    env.live.piece(task.id, call.index, kind, text),
  )
  share.dispose()
  const durationMs = env.clock.monoMs() - startedMs
  const spent = Math.max(answer.countedTokens, answer.usage.tokensOut ?? 0)
  const booked = call.purse.book(Math.min(spent, terms.tokens))
  env.keepReply(task.id, { attempt_index: call.index, text: answer.text })
  const end = judge(call, answer, terms, spent)
  if (end.kind !== 'stopped') env.live.settle(task.id, call.index, end.kind === 'failed' ? end.code : null)
  const known = await within(identity, env.clock, IDENTITY_GRACE_MS, call.signal)
  const attempt = buildAttempt(call, fit, terms, answer, { end, booked, sampler, startedMs, durationMs, known })
  record.addAttempt(attempt)
  env.emit(
    end.kind === 'answered' ? 'llm.invocation.completed' : 'llm.invocation.failed',
    'MODEL_INVOCATION',
    task.id,
    { attempt },
    call.index,
  )
  return { end, booked, answer }
}

/** The task's own signal, and the share of its time that this attempt may take; a whole share needs no second timer. */
function shareSignal(call: Call, untilMs: number): { readonly signal: AbortSignal; readonly dispose: () => void } {
  if (untilMs >= call.purse.deadlineMs) return { signal: call.signal, dispose: () => {} }
  const controller = new AbortController()
  const forward = () => controller.abort()
  call.signal.addEventListener('abort', forward, { once: true })
  if (call.signal.aborted) forward()
  const cancel = call.env.clock.timer(untilMs - call.env.clock.monoMs(), forward)
  return {
    signal: controller.signal,
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

function judge(call: Call, answer: Answer, terms: Terms, spent: number): AttemptEnd {
  const failed = (code: FailureCode, message: string, faults: readonly Fault[] = []): AttemptEnd => ({
    kind: 'failed',
    code,
    message,
    faults,
    text: answer.text,
    called: true,
  })
  if (answer.ended === 'aborted') {
    const shareExpired = !call.signal.aborted && terms.untilMs < call.purse.deadlineMs
    return shareExpired ? failed('TIME_BUDGET', "The step's share of the time was used up.") : STOPPED
  }
  if (answer.ended === 'failed') return failed(answer.code ?? 'BACKEND_ERROR', answer.message ?? 'The runtime failed.')
  if (answer.ended === 'loop') return failed('LOOP', 'The model repeated itself and was stopped.')
  if (answer.ended === 'oversize') return failed('OUTPUT_REJECTED', 'The answer is larger than any output may be.')
  const isCut = answer.ended === 'limit' || answer.stopReason === 'length'
  const verdict = readVerdict(call, answer.text, isCut)
  if (verdict.kind === 'answered' || !isCut) return verdict
  const isFull = answer.ended === 'limit' || spent >= terms.tokens
  if (!isFull || terms.cap === 'context')
    return failed('CONTEXT_OVERFLOW', 'The context was full before the answer was complete.')
  if (terms.cap === 'limit')
    return failed('TOKEN_LIMIT', 'What the graph left for this call was used up before the answer was complete.')
  return failed('TOKEN_BUDGET', 'The tokens of this attempt were used up before the answer was complete.')
}

/** A number says nothing about its own end, so one that may be cut off is no answer. */
const mayGoOn = (value: JsonValue, isCut: boolean): boolean => isCut && typeof value === 'number'

function readVerdict(
  call: Call,
  text: string,
  isCut: boolean,
): AttemptEnd & ({ kind: 'answered' } | { kind: 'failed' }) {
  const { env, record } = call
  const startedMs = env.clock.monoMs()
  const read = readOutput(text)
  const isPartial = read.ok && mayGoOn(read.value, isCut)
  const verification = read.ok && !isPartial ? verifyOutput(record.task, read.value) : null
  const unread = read.ok ? 'The number may have been cut off.' : read.message
  const notJson: readonly Fault[] = [{ pointer: '', code: 'OUTPUT_NOT_JSON', message: unread }]
  const isValid = verification?.valid === true
  const faults = verification === null ? notJson : verification.valid ? [] : verification.faults
  const ms = env.clock.monoMs() - startedMs
  record.schemaMs += ms
  record.validation = isValid ? 'passed' : 'failed'
  record.validationErrors = faults
  env.emit('task.validated', 'SCHEMA_VALIDATION', record.task.id, { valid: isValid, errors: faults, ms }, call.index)
  if (read.ok && isValid) return { kind: 'answered', output: read.value }
  const places = faults.map(fault => fault.pointer || '/').join(', ')
  return {
    kind: 'failed',
    code: verification === null ? 'OUTPUT_NOT_JSON' : 'OUTPUT_REJECTED',
    message: verification === null ? unread : `The answer fails its schema at ${places}.`.slice(0, 400),
    faults: verification && !verification.valid ? verification.detailed : faults,
    text,
    called: true,
  }
}

type Outcome = {
  readonly end: AttemptEnd
  readonly booked: number
  readonly sampler: Sampler
  readonly startedMs: number
  readonly durationMs: number
  readonly known: { readonly digest: string | null; readonly version: string | null } | null
}

function buildAttempt(call: Call, fit: Fit, terms: Terms, answer: Answer, outcome: Outcome): AttemptTelemetry {
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
    keywords: fit.keywords,
  }
}

const isTime = (code: FailureCode | null) => code === 'TIME_BUDGET' || code === 'TIME_LIMIT'

function stopCode(call: Call): FailureCode {
  return call.env.signal.aborted ? call.env.abortCode() : 'TIME_BUDGET'
}
