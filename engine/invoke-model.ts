/**
 * The reasoning adapter: the only way to a model (rule M1). It owns attempts, retries, escalation, samples and the purse of one
 * model task; connectors only translate, the verifier only judges.
 */
import type { Budget } from '#contracts/budget'
import type { ChatMessage, Connector } from '#contracts/connector-port'
import { buildFailure, type Failure, type FailureCode, type Fault } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { AdmittedTask, ModelTarget } from '#graph/admitted-graph'
import { courseOf, soleValueOf, textFrameOf } from '#graph/answer-course'
import type { PlanWish } from './plan-answer.ts'
import { withRepair, withSchema, withTextFrame } from './prompt-frame.ts'
import { type BreachType, Purse } from './purse.ts'
import { type AttemptEnd, type Call, runAttempt } from './run-attempt.ts'
import type { RunEnvironment } from './run-environment.ts'
import type { TaskRecord } from './task-record.ts'
import { pause } from './until-aborted.ts'
import { vote } from './vote.ts'

export type ModelResult =
  | { readonly ok: true; readonly output: JsonValue }
  | { readonly ok: false; readonly failure: Failure; readonly state: 'failed' | 'timeout' | 'cancelled' }

type Prompt = Pick<PlanWish, 'messages' | 'textMessages'>

const withRepairOf = ({ messages, textMessages }: Prompt, rejected: string, faults: readonly Fault[]): Prompt => ({
  messages: withRepair(messages, rejected, faults),
  textMessages: textMessages && withRepair(textMessages, rejected, faults, 'text'),
})

/** Causes that another call of the same model may mend. */
const RETRYABLE: ReadonlySet<FailureCode> = new Set([
  'OUTPUT_REJECTED',
  'OUTPUT_NOT_JSON',
  'LOOP',
  'BACKEND_UNAVAILABLE',
  'BACKEND_ERROR',
  'BACKEND_BUSY',
  'UPSTREAM_TRUNCATED',
  'UPSTREAM_PROTOCOL',
  'TOKEN_BUDGET',
  'TIME_BUDGET',
])
/** Causes that lie with this machine: no other model mends them. */
const OURS: ReadonlySet<FailureCode> = new Set(['STORAGE_FULL', 'INTERNAL'])
const BACKED_OFF: ReadonlySet<FailureCode> = new Set(['BACKEND_UNAVAILABLE', 'BACKEND_ERROR', 'BACKEND_BUSY'])
const BACKOFF_FIRST_MS = 50
/** Failures of other causes that are tried again at once. */
const FREE_RETRIES = 16
const BACKOFF_MOST_MS = 2_000

/** Runs one model task to its end. Never rejects; the purse runs from `record.readyMs` (B3). */
export async function invokeModel(
  env: RunEnvironment,
  record: TaskRecord,
  prompt: readonly ChatMessage[],
  input: JsonObject,
): Promise<ModelResult> {
  const contentFree = courseOf(record.task)?.hasChoices ? (record.task.renderContentFree?.(input) ?? []) : []
  const invocation = new Invocation(env, record, prompt, contentFree)
  try {
    return await invocation.run()
  } finally {
    invocation.close()
  }
}

class Invocation {
  readonly #env: RunEnvironment
  readonly #record: TaskRecord
  readonly #task: AdmittedTask
  readonly #budget: Budget
  readonly #purse: Purse
  /** The prompt of the task for an answer in JSON, and for one in plain text where it is one text (M9). */
  readonly #prompt: Prompt
  readonly #contentFree: readonly (readonly ChatMessage[])[]
  readonly #stop = new AbortController()
  readonly #cancelDeadline: () => void
  readonly #answers: JsonValue[] = []
  readonly #wanted: number
  #messages: Prompt
  #step = 0
  #calls = 0
  /** Calls that decided nothing before the first attempt (M8). */
  #evaluations = 0
  #writeBecause: string | null = null
  #failures = 0
  #last: AttemptEnd | null = null

  constructor(
    env: RunEnvironment,
    record: TaskRecord,
    prompt: readonly ChatMessage[],
    contentFree: readonly (readonly ChatMessage[])[],
  ) {
    this.#env = env
    this.#record = record
    this.#task = record.task
    if (!this.#task.budget) throw new TypeError('a model task was admitted without a budget')
    this.#budget = this.#task.budget
    this.#purse = new Purse(this.#budget, record.readyMs)
    record.purse = this.#purse
    this.#wanted = this.#task.model?.samples ?? 1
    const schema = this.#task.outputSchema.source as JsonValue
    const frame = textFrameOf(this.#task)
    this.#prompt = {
      messages: withSchema(prompt, schema),
      textMessages: frame && withTextFrame(prompt, frame, this.#task.outputSchema),
    }
    this.#contentFree = contentFree.map(messages => withSchema(messages, schema))
    this.#messages = this.#prompt
    this.#cancelDeadline = env.clock.timer(this.#purse.deadlineMs - env.clock.monoMs(), () => this.#stop.abort())
    if (env.signal.aborted) this.#stop.abort()
    env.signal.addEventListener('abort', this.#abort, { once: true })
  }

  #abort = () => this.#stop.abort()

  close(): void {
    this.#cancelDeadline()
    this.#env.signal.removeEventListener('abort', this.#abort)
  }

  async run(): Promise<ModelResult> {
    const sole = soleValueOf(this.#task)
    if (sole !== null) return this.#takeSole(sole.value)
    for (;;) {
      if (this.#stop.signal.aborted) return this.#stopped()
      const target = this.#target()
      const connector = target && this.#env.registry.connector(target.connector)
      const end = connector ? await this.#attempt(connector, target) : this.#noBackend(target)
      if (end.kind === 'refused') return this.#refuse(end)
      if (end.kind === 'stopped') return this.#stopped()
      if (end.kind === 'answered') {
        this.#answers.push(end.output)
        if (this.#answers.length >= this.#wanted) return this.#elect()
        this.#messages = this.#prompt
        continue
      }
      this.#writeBecause = end.writeBecause ?? this.#writeBecause
      if (end.undecided && end.called && this.#evaluations === 0) {
        this.#evaluations += 1
        continue
      }
      this.#last = end
      this.#failures += 1
      const next = await this.#afterFailure(end)
      if (next) return next
    }
  }

  /** A schema that allows one value leaves nothing to a model, and no call is paid for it. */
  #takeSole(value: JsonValue): ModelResult {
    this.#record.route = { reason: 'only_value' }
    this.#env.emit('route.decided', 'MODEL_INVOCATION', this.#task.id, { route: this.#record.route })
    return { ok: true, output: value }
  }

  #target(): ModelTarget | null {
    return this.#task.ladder[this.#step] ?? this.#env.defaultTarget
  }

  #noBackend(target: ModelTarget | null): AttemptEnd {
    const said = target
      ? {
          message: `No connector is named "${target.connector}".`,
          hint: 'Enable its plugin, or name a model of `kora models list`.',
        }
      : {
          message: 'This needs a model, and there is none: the task names none and there is no default.',
          hint: 'Get one with `kora models pull`, or start a runtime that has one; `kora doctor` says which do not answer.',
        }
    return { kind: 'failed', code: 'BACKEND_UNAVAILABLE', ...said, faults: [], text: '', called: false, hopeless: true }
  }

  async #attempt(connector: Connector, target: ModelTarget): Promise<AttemptEnd> {
    const call: Call = {
      env: this.#env,
      record: this.#record,
      purse: this.#purse,
      connector,
      target,
      wish: {
        ...this.#messages,
        task: this.#task,
        contentFree: this.#contentFree,
        writeBecause: this.#writeBecause,
      },
      index: this.#calls,
      isRetry: this.#calls > this.#evaluations,
      shares: this.#shares(),
      signal: this.#stop.signal,
    }
    const end = await runAttempt(call)
    if (end.kind === 'answered' || (end.kind === 'failed' && end.called)) this.#calls += 1
    return end
  }

  /** Steps or samples that still want their part of the purse. */
  #shares(): number {
    const samples = this.#wanted - this.#answers.length
    const steps = this.#task.onFail === 'escalate' ? this.#task.ladder.length - this.#step : 1
    return Math.max(samples, steps)
  }

  /** Decides what follows a failed attempt; null means: go on with the loop. */
  async #afterFailure(end: AttemptEnd & { kind: 'failed' }): Promise<ModelResult | null> {
    const { onFail, ladder } = this.#task
    const escalates = onFail === 'escalate' && !OURS.has(end.code) && this.#step + 1 < ladder.length
    const again =
      escalates ||
      (onFail !== 'fail' && !end.hopeless && RETRYABLE.has(end.code) && (end.called || BACKED_OFF.has(end.code)))
    if (this.#answers.length > 0 && !again) return this.#elect()
    if (!again) return this.#fail(end)
    if (this.#purse.tokensLeft === 0) return this.#exhausted(end, 'TOKENS')
    if (this.#purse.attemptsLeft === 0 || (!end.called && !this.#purse.skip())) return this.#exhausted(end, 'RETRIES')
    if (escalates) this.#escalate(end)
    else this.#messages = end.faults.length > 0 ? withRepairOf(this.#prompt, end.text, end.faults) : this.#prompt
    await this.#backOff(end, escalates)
    return null
  }

  #escalate(end: AttemptEnd & { kind: 'failed' }): void {
    const name = (target: ModelTarget | null) => (target ? `${target.connector}/${target.model}` : null)
    const from = name(this.#target())
    this.#step += 1
    this.#writeBecause = null
    this.#messages = this.#prompt
    this.#env.emit('escalation.taken', 'MODEL_INVOCATION', this.#task.id, {
      from,
      to: name(this.#target()),
      reason: end.code,
    })
  }

  async #backOff(end: AttemptEnd & { kind: 'failed' }, escalates: boolean): Promise<void> {
    // A budget may allow any number of retries; nothing is tried again and again without a pause.
    const free = BACKED_OFF.has(end.code) ? 0 : FREE_RETRIES
    const steps = this.#failures - 1 - free
    const delayMs =
      steps >= 0 && !escalates ? Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** Math.min(10, steps)) : 0
    this.#env.emit(
      'retry.scheduled',
      'MODEL_INVOCATION',
      this.#task.id,
      { reason: end.message, code: end.code, delay_ms: delayMs },
      this.#calls,
    )
    if (delayMs > 0) await pause(this.#env.clock, delayMs, this.#stop.signal)
  }

  #elect(): ModelResult {
    const { winner, agreement, distinct } = vote(this.#answers)
    if (this.#wanted > 1) {
      this.#record.route = {
        ...this.#record.route,
        samples: this.#wanted,
        drawn: this.#answers.length,
        agreement,
        distinct,
      }
      this.#env.emit('route.decided', 'MODEL_INVOCATION', this.#task.id, { route: this.#record.route })
    }
    // What counts is the verdict on the answer that was taken, not on the last one that was drawn.
    this.#record.validation = 'passed'
    this.#record.validationErrors = []
    // The key of the exact cache names the first step and all samples; what took another way is no answer to it.
    if (this.#step > 0 || this.#answers.length < this.#wanted) this.#record.cacheKey = null
    return { ok: true, output: winner }
  }

  /** The purse or the graph's limits granted no further call. */
  #refuse({ breach, code, scope }: AttemptEnd & { kind: 'refused' }): ModelResult {
    if (this.#answers.length > 0) return this.#elect()
    if (this.#last?.kind === 'failed' && breach === 'RETRIES') return this.#exhausted(this.#last, 'RETRIES', scope)
    this.#breach(breach, scope)
    return this.#failed(code, undefined, breach)
  }

  #exhausted(end: AttemptEnd & { kind: 'failed' }, breach: BreachType, scope: 'task' | 'graph' = 'task'): ModelResult {
    if (this.#answers.length > 0) return this.#elect()
    this.#breach(breach, scope)
    const code = breach === 'TOKENS' ? 'TOKEN_BUDGET' : end.code
    return this.#failed(code, breach === 'TOKENS' ? undefined : end.message, breach, end)
  }

  #fail(end: AttemptEnd & { kind: 'failed' }): ModelResult {
    const breach =
      end.code === 'TOKEN_BUDGET' || end.code === 'TOKEN_LIMIT' ? 'TOKENS' : end.code === 'TIME_BUDGET' ? 'TIME' : null
    if (breach) this.#breach(breach, end.code === 'TOKEN_LIMIT' ? 'graph' : 'task')
    return this.#failed(end.code, end.message, breach, end)
  }

  #stopped(): ModelResult {
    if (this.#env.signal.aborted) {
      const code = this.#env.abortCode()
      if (code === 'TIME_LIMIT') this.#breach('TIME')
      return this.#failed(code, undefined, code === 'TIME_LIMIT' ? 'TIME' : null)
    }
    if (this.#answers.length > 0) return this.#elect()
    this.#breach('TIME')
    return this.#failed('TIME_BUDGET', undefined, 'TIME')
  }

  #breach(breach: BreachType, scope: 'task' | 'graph' = 'task'): void {
    const left = this.#purse.left(this.#env.clock.monoMs())
    const { limit, used } =
      scope === 'graph' && breach !== 'TIME' ? this.#env.ledger.usage(breach) : this.#purseUse(breach)
    this.#record.breach = { breach_type: breach, stage: 'MODEL_INVOCATION', limit, used }
    this.#env.emit('budget.breached', 'MODEL_INVOCATION', this.#task.id, { breach: this.#record.breach, purse: left })
  }

  #purseUse(breach: BreachType): { readonly limit: number; readonly used: number } {
    const { max_tokens, max_time_ms, max_retries } = this.#budget
    const left = this.#purse.left(this.#env.clock.monoMs())
    if (breach === 'TOKENS') return { limit: max_tokens, used: max_tokens - left.tokens }
    if (breach === 'TIME') return { limit: max_time_ms, used: max_time_ms - left.time_ms }
    return { limit: max_retries, used: Math.min(max_retries, max_retries + 1 - left.attempts) }
  }

  #failed(
    code: FailureCode,
    message: string | undefined,
    breach: BreachType | null,
    end?: AttemptEnd & { kind: 'failed' },
  ): ModelResult {
    const failure = buildFailure(code, message, {
      task_id: this.#task.id,
      stage: end && end.faults.length > 0 ? 'SCHEMA_VALIDATION' : 'MODEL_INVOCATION',
      purse: this.#purse.left(this.#env.clock.monoMs()),
      ...(breach ? { breach_type: breach } : {}),
      ...(end?.hint === undefined ? {} : { hint: end.hint }),
      ...(end && end.faults.length > 0 ? { errors: end.faults.map(toFault) } : {}),
    })
    const state = failure.error_type === 'TIMEOUT' ? 'timeout' : code === 'CANCELLED' ? 'cancelled' : 'failed'
    return { ok: false, failure, state }
  }
}

/** The place, the rule and the sentence; what came stays with the repair turn. */
const toFault = ({ pointer, code, message }: Fault): Fault => ({ pointer, code, message })
