/**
 * The backend `probe`: asks one model the questions of a capability probe, each as a call like any other: in a slot, under its cap and
 * its time, on record before it is made (rules N8, L1, X1). It judges nothing, and no answer leaves it but as a measure.
 */
import type { BackendContext, BackendResult, ExecutionBackend } from '#contracts/backend-port'
import type { AttemptTelemetry } from '#contracts/bundle'
import type { Connector, ModelCapabilities } from '#contracts/connector-port'
import { buildFailure, type Failure } from '#contracts/failure'
import type { TaskGraph } from '#contracts/task-graph'
import type { AdmittedGraph, ModelTarget } from '#graph/admitted-graph'
import { canonicalJson } from '#json/canonical'
import { digestText } from '#json/digest'
import type { Admissions } from './admissions.ts'
import { toConnectorFailure } from './connector-failure.ts'
import { createdData } from './created-data.ts'
import { type ModelIdentity, readIdentity } from './model-facts.ts'
import { type Observed, observeCall } from './observe-call.ts'
import { QUESTIONS, type Question } from './probe-questions.ts'
import type { Answer } from './read-answer.ts'
import type { EngineParts } from './run-environment.ts'
import { TaskRecord } from './task-record.ts'

export type Findings = {
  readonly observed: Map<string, Observed>
  capabilities: ModelCapabilities | null
  slots: number
  identity: ModelIdentity
  tokensOut: number
}

type ProbeParts = Pick<EngineParts, 'clock' | 'registry' | 'slots'> & { readonly admissions: Admissions }

const NOT_ASKED = 'not_asked'
/** Only these end the answer to one question; any other failure ends the probe. */
const ANSWERING_FAILURES: ReadonlySet<unknown> = new Set(['UPSTREAM_TRUNCATED', 'SCHEMA_NOT_DECODABLE'])

/** `needsMore` says after the first cancelled call whether the pair is asked again. */
export function createProbeBackend(
  parts: ProbeParts,
  target: ModelTarget,
  needsMore: (findings: Findings) => boolean,
): { readonly backend: ExecutionBackend; readonly findings: Findings } {
  const findings: Findings = {
    observed: new Map(),
    capabilities: null,
    slots: 1,
    identity: { digest: null, version: null },
    tokensOut: 0,
  }
  const execute = async (source: TaskGraph, context: BackendContext): Promise<BackendResult> => {
    const graph = parts.admissions.of(source)
    if (!graph) throw new TypeError('the backend probe runs its own graph only')
    return new ProbeRun(parts, target, findings, graph, context).walk(needsMore)
  }
  return {
    findings,
    backend: {
      name: 'probe',
      execute_taskgraph: execute,
      health_check: async () => ({ status: 'healthy', capacity_summary: 'one probe', backend_version: '1.0' }),
      capability_descriptor: () => ({
        max_model_size: null,
        max_concurrency: 1,
        supported_task_types: ['model'],
        supported_context_window: null,
        distributed: false,
        contract_version: '1.0',
      }),
    },
  }
}

class ProbeRun {
  readonly #parts: ProbeParts
  readonly #target: ModelTarget
  readonly #findings: Findings
  readonly #context: BackendContext
  readonly #records: readonly TaskRecord[]
  readonly #created: ReturnType<typeof createdData>
  #modelMs = 0

  constructor(
    parts: ProbeParts,
    target: ModelTarget,
    findings: Findings,
    graph: AdmittedGraph,
    context: BackendContext,
  ) {
    this.#parts = parts
    this.#target = target
    this.#findings = findings
    this.#context = context
    this.#records = graph.tasks.map(task => new TaskRecord(task))
    this.#created = createdData(graph)
  }

  async walk(needsMore: (findings: Findings) => boolean): Promise<BackendResult> {
    const { emit } = this.#context
    for (const { task } of this.#records) emit('task.created', 'TASK_CONSTRUCTED', task.id, this.#created[task.index])
    let failure: Failure | null = null
    for (const question of QUESTIONS) {
      const record = this.#records.find(({ task }) => task.id === question.id)!
      const isWanted = failure === null && this.#isWanted(question, needsMore)
      if (!isWanted) this.#skip(record)
      else failure = await this.#ask(record, question)
    }
    const { isoAt } = this.#context
    return {
      status: failure === null ? 'success' : failure.details.code === 'CANCELLED' ? 'cancelled' : 'failed',
      outputs: {},
      tasks: this.#records.map(record => record.toTelemetry(isoAt)),
      times: { queue_ms: 0, deterministic_ms: 0, model_ms: this.#modelMs, schema_ms: 0, aggregate_ms: 0 },
      failure,
    }
  }

  #isWanted({ id, schema }: Question, needsMore: (findings: Findings) => boolean): boolean {
    if (schema !== null && this.#findings.capabilities?.constrained === 'none') return false
    return !id.endsWith('cancel_again') || needsMore(this.#findings)
  }

  #skip(record: TaskRecord): void {
    record.status = 'skipped'
    record.skipReason = NOT_ASKED
    const { emit } = this.#context
    record.finishedMs = emit('task.skipped', 'TASK_COMPLETED', record.task.id, { reason: NOT_ASKED, output_hash: null })
  }

  /** Null where the question was answered, whatever the answer was. */
  async #ask(record: TaskRecord, question: Question): Promise<Failure | null> {
    const { clock, registry, slots } = this.#parts
    const { connector: name, model } = this.#target
    const { task } = record
    const { emit, signal } = this.#context
    record.readyMs = emit('task.ready', 'DAG_VALIDATED', task.id)
    const text = canonicalJson(task.buildInput({ outputs: [], inputs: {} }))
    record.inputHash = digestText(text)
    record.inputBytes = Buffer.byteLength(text)
    const limit = new AbortController()
    const cancel = clock.timer(task.budget!.max_time_ms, () => limit.abort())
    const bounded = AbortSignal.any([signal, limit.signal])
    let release: (() => void) | null = null
    try {
      const connector = registry.connector(name)
      if (connector === null) return this.#fail(record, 'BACKEND_UNAVAILABLE', `No connector is named "${name}".`)
      await this.#learn(connector, bounded)
      release = await slots.acquire(`${name}/${model}`, this.#findings.slots, false, bounded)
      if (release === null) return this.#fail(record, signal.aborted ? 'CANCELLED' : 'TIME_BUDGET')
      record.startedMs = clock.monoMs()
      record.queueMs = record.startedMs - record.readyMs
      record.status = 'running'
      const data = { queue_ms: record.queueMs, input_hash: record.inputHash, input_bytes: record.inputBytes }
      emit('task.started', 'MODEL_INVOCATION', task.id, data, null, record.startedMs)
      return await this.#call(record, question, connector, bounded)
    } catch (error) {
      const { code, message } = toConnectorFailure(error)
      return this.#fail(record, signal.aborted ? 'CANCELLED' : limit.signal.aborted ? 'TIME_BUDGET' : code, message)
    } finally {
      cancel()
      release?.()
    }
  }

  async #learn(connector: Connector, signal: AbortSignal): Promise<void> {
    const { model } = this.#target
    const findings = this.#findings
    if (findings.capabilities !== null) return
    // Not out of memory: what is remembered of a runtime may be older than its last update.
    findings.capabilities = await connector.capabilities(model, signal)
    findings.slots = connector.slots(model)
    findings.identity = await readIdentity(connector, model, signal)
  }

  async #call(
    record: TaskRecord,
    question: Question,
    connector: Connector,
    signal: AbortSignal,
  ): Promise<Failure | null> {
    const { clock } = this.#parts
    const { emit, durable } = this.#context
    const { task } = record
    const asked = { ...this.#target, max_tokens: question.maxTokens, seed: question.sampler.seed }
    emit('llm.invocation.started', 'MODEL_INVOCATION', task.id, asked, 0)
    await durable().catch(() => undefined)
    const startedMs = clock.monoMs()
    const { observed, answer } = await observeCall({ clock, connector, model: this.#target.model, signal }, question)
    const durationMs = clock.monoMs() - startedMs
    this.#modelMs += durationMs
    this.#findings.observed.set(question.id, observed)
    const isAnswered = answer.code === null ? isTold(question, answer) : ANSWERING_FAILURES.has(answer.code)
    const attempt = this.#toAttempt(question, answer, { startedMs, durationMs, isAnswered })
    this.#findings.tokensOut += attempt.tokens_out
    record.addAttempt(attempt)
    record.runMs = durationMs
    const type = isAnswered ? 'llm.invocation.completed' : 'llm.invocation.failed'
    emit(type, 'MODEL_INVOCATION', task.id, { attempt }, 0)
    if (isAnswered) return this.#complete(record)
    if (answer.code !== null) return this.#fail(record, answer.code, answer.message ?? undefined)
    return this.#fail(record, this.#context.signal.aborted ? 'CANCELLED' : 'TIME_BUDGET')
  }

  #toAttempt(
    { maxTokens, sampler }: Question,
    answer: Answer,
    { startedMs, durationMs, isAnswered }: { startedMs: number; durationMs: number; isAnswered: boolean },
  ): AttemptTelemetry {
    const { digest, version } = this.#findings.identity
    const reported = answer.usage.tokensOut
    const booked = Math.min(maxTokens, Math.max(answer.countedTokens, reported ?? 0))
    const tokensIn = answer.usage.tokensIn ?? 0
    return {
      index: 0,
      ...this.#target,
      status: isAnswered ? 'success' : 'failed',
      code: isAnswered ? null : (answer.code ?? 'TIME_BUDGET'),
      started_at: this.#context.isoAt(startedMs),
      duration_ms: durationMs,
      queue_ms: answer.runtimeQueueMs,
      load_ms: answer.loadMs,
      first_token_ms: answer.firstTokenMs,
      tokens_in: tokensIn,
      tokens_out: booked,
      tokens_out_reported: reported,
      usage_mismatch: reported !== null && Math.abs(reported - answer.countedTokens) > 1,
      thinking_tokens: Math.min(answer.thinkingTokens, booked),
      cached_tokens: Math.min(answer.usage.cachedTokens ?? 0, tokensIn),
      stop_reason: answer.stopReason === 'none' ? answer.ended : answer.stopReason,
      validation_errors: [],
      sampler: { temperature: sampler.temperature, top_p: sampler.topP, seed: sampler.seed, stop: [] },
      model_digest: digest,
      connector_version: version,
      keywords: {},
    }
  }

  #complete(record: TaskRecord): null {
    const nowMs = this.#parts.clock.monoMs()
    record.status = 'success'
    const data = {
      duration_ms: nowMs - record.startedMs,
      run_ms: record.runMs,
      output_hash: null,
      output_bytes: null,
      validation_status: record.validation,
      purse_left: null,
      queue_ms: record.queueMs,
    }
    record.finishedMs = this.#context.emit('task.completed', 'TASK_COMPLETED', record.task.id, data, null, nowMs)
    return null
  }

  #fail(record: TaskRecord, code: Parameters<typeof buildFailure>[0], message?: string): Failure {
    const failure = buildFailure(code, message, { task_id: record.task.id, stage: 'MODEL_INVOCATION' })
    const nowMs = this.#parts.clock.monoMs()
    record.failure = failure
    record.status = code === 'CANCELLED' ? 'cancelled' : failure.error_type === 'TIMEOUT' ? 'timeout' : 'failed'
    const data = {
      failure,
      status: record.status,
      duration_ms: record.startedMs < 0 ? 0 : nowMs - record.startedMs,
      run_ms: record.runMs,
      queue_ms: record.queueMs,
      validation_status: record.validation,
      purse_left: null,
    }
    const type = code === 'CANCELLED' ? 'task.cancelled' : 'task.failed'
    record.finishedMs = this.#context.emit(type, 'TASK_FAILED', record.task.id, data, null, nowMs)
    return failure
  }
}

/** Whether the call came to the end that its question wants. */
const isTold = ({ stopAfter }: Question, { ended }: Answer): boolean =>
  ended !== 'aborted' && ended !== 'failed' ? true : ended === 'aborted' && stopAfter !== null
