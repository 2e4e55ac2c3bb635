/**
 * One attempt of a model task: slot, purse, reservation, call, booking, verdict, telemetry (rules B1 to B5, B7, M6, V1).
 * It decides nothing about what follows; the adapter does.
 */

import type { Connector, GenerateRequest, Sampler } from '#contracts/connector-port'
import { type FailureCode, type Fault, KoraError } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { ModelTarget } from '#graph/admitted-graph'
import { buildAttempt } from './attempt-record.ts'
import { checkFit, type Fit } from './check-fit.ts'
import { toConnectorFailure } from './connector-failure.ts'
import { judgeAnswer } from './judge-answer.ts'
import type { PlanWish } from './plan-answer.ts'
import type { BreachType, Purse } from './purse.ts'
import { type Answer, readAnswer } from './read-answer.ts'
import type { RunEnvironment } from './run-environment.ts'
import type { TaskRecord } from './task-record.ts'
import { untilAborted, within } from './until-aborted.ts'

export type Call = {
  readonly env: RunEnvironment
  readonly record: TaskRecord
  readonly purse: Purse
  readonly connector: Connector
  readonly target: ModelTarget
  readonly wish: PlanWish
  /** Index of this call among the calls of the task. */
  readonly index: number
  /** Whether an attempt was made before; an evaluation that decided nothing is none. */
  readonly isRetry: boolean
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
      /** The cure, where it is another than the code's. */
      readonly hint?: string
      /** Nothing that may change by itself within the budget. */
      readonly hopeless?: boolean
      /** The answer had a plan: set where another call should write it instead, with the reason. */
      readonly writeBecause?: string
      /** The call was an evaluation that decided nothing; it took no attempt. */
      readonly undecided?: boolean
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

type Uncalled = AttemptEnd & { readonly kind: 'failed' }

const uncalled = ({ code, message }: { readonly code: FailureCode; readonly message: string }): Uncalled => ({
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
  const { decoding } = fit
  if (decoding.kind === 'impossible') return uncalled({ code: 'SCHEMA_NOT_DECODABLE', message: decoding.message })
  const isEvaluation = decoding.kind === 'plan' && decoding.isEvaluation && !call.isRetry
  const allowance = purse.ask(env.clock.monoMs(), call.shares, isEvaluation)
  if (!allowance.granted)
    return { kind: 'refused', breach: allowance.breach, code: PURSE_CODE[allowance.breach], scope: 'task' }
  const wanted = Math.min(allowance.tokens, fit.roomTokens)
  const reservation = await env.ledger.reserve(wanted, call.isRetry, call.record.task.index, signal)
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
    used = 'booked' in made ? made.booked : 0
    if (!('booked' in made)) return made
    // Only an evaluation that decided nothing is no attempt.
    if (isEvaluation && !(made.end.kind === 'failed' && made.end.undecided)) purse.skip()
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

export type Terms = {
  readonly queueMs: number
  readonly tokens: number
  /** Whose limit the tokens are: the purse's (or its share), the graph's, or the room in the context. */
  readonly cap: 'purse' | 'limit' | 'context'
  readonly untilMs: number
}

type Made = { readonly end: AttemptEnd; readonly booked: number; readonly answer: Answer }

/**
 * What a crash cuts off must be on record as made (L3), and what cannot be recorded can never be announced (L4): then there is no
 * call to pay for. Null when the call may be made.
 */
async function putOnRecord(call: Call, terms: Terms, seed: number): Promise<Uncalled | null> {
  const { env, connector, target, record } = call
  const facts = { connector: connector.name, model: target.model, max_tokens: terms.tokens, seed }
  env.emit('llm.invocation.started', 'MODEL_INVOCATION', record.task.id, facts, call.index)
  try {
    await untilAborted(env.durable(), call.signal)
    return null
  } catch (error) {
    const { code, message } = error instanceof KoraError ? error : new KoraError('INTERNAL')
    // Without an attempt: none was made, whatever is written once there is room again.
    env.emit('llm.invocation.failed', 'MODEL_INVOCATION', record.task.id, { code }, call.index)
    return { ...uncalled({ code, message }), hopeless: true }
  }
}

async function makeCall(call: Call, fit: Fit, terms: Terms): Promise<Made | Uncalled> {
  const { env, connector, target, record } = call
  const { task } = record
  const sampler = buildSampler(call)
  const identity = env.facts.identity(connector, target.model, call.signal)
  const unrecorded = await putOnRecord(call, terms, sampler.seed)
  if (unrecorded) return unrecorded
  const startedMs = env.clock.monoMs()
  const share = shareSignal(call, terms.untilMs)
  const { messages, decoding } = fit
  const request = { model: target.model, messages, maxTokens: terms.tokens, sampler, ...toForm(call, fit) }
  const answer = await readAnswer(connector, request, share.signal, {
    clock: env.clock,
    untilMs: terms.untilMs,
    frame: decoding.kind === 'text' ? decoding.frame : null,
    onPiece: (kind, text) => env.live.piece(task.id, call.index, kind, text),
  })
  share.dispose()
  const durationMs = env.clock.monoMs() - startedMs
  const spent = Math.max(answer.countedTokens, answer.usage.tokensOut ?? 0)
  const booked = call.purse.book(Math.min(spent, terms.tokens))
  env.keepReply(task.id, { attempt_index: call.index, text: answer.text })
  const end = judgeAnswer(call, fit, answer, terms, spent)
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

/** What the call asks for beside its prompt: plain text, or JSON under the schema where the runtime takes it, and by a plan. */
function toForm({ record }: Call, { keywords, decoding }: Fit): Pick<GenerateRequest, 'form' | 'schema' | 'plan'> {
  if (decoding.kind === 'text') return { form: 'text', schema: null, plan: null }
  const isTaken = !Object.values(keywords).includes('refused')
  const schema = isTaken ? toObjectSchema(record.task.outputSchema.source as JsonValue) : null
  return { schema, plan: decoding.kind === 'plan' ? decoding.plan : null }
}

/** `true` says what the empty object says, and the port knows objects only. */
const toObjectSchema = (source: JsonValue): JsonObject => (typeof source === 'boolean' ? {} : (source as JsonObject))

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
