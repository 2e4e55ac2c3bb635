/**
 * ActiveRun: one run from its admission to its durable end. It stamps and stores events, hands out what is durable and
 * nothing else (rule L4), and assembles the result. What executes is the backend's business.
 */
import type { BackendContext, BackendResult, ExecutionBackend } from '#contracts/backend-port'
import type { Certificate } from '#contracts/certificate'
import type { Event, RunState } from '#contracts/event'
import type { ExecuteResult } from '#contracts/execution'
import { buildFailure, type Failure, KoraError } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PartialFrame } from '#contracts/live-text'
import type { Clock } from '#contracts/powers'
import type { RunRequest } from '#engine/run-request'
import type { AdmittedGraph } from '#graph/admitted-graph'
import type { RunStore } from '#store/run-store'
import { type Assembled, assembleResult } from './assemble-result.ts'
import type { FlushTimer } from './flush-timer.ts'
import { LiveFeed } from './live-feed.ts'
import { titleOfMessage } from './message-title.ts'
import { RunRecorder } from './recorder.ts'
import type { Contexts } from './runtime-knowledge.ts'
import { writeResult } from './write-result.ts'

export type RunPlan = {
  readonly runId: string
  readonly graph: AdmittedGraph
  readonly certificate: Certificate
  readonly request: RunRequest
  readonly inputs: JsonObject
  readonly defaultModel: string | null
  /** What the certificate was proven with. */
  readonly contexts: Contexts
  readonly validateMs: number
  readonly keepContent: boolean
  /** Operation name to `<plugin id>@<version>`. */
  readonly operations: Readonly<Record<string, string>>
}

const EVENTS_PER_READ = 2_000

export class ActiveRun {
  readonly plan: RunPlan
  state: RunState = 'queued'
  readonly result: Promise<ExecuteResult>
  readonly #backend: ExecutionBackend
  readonly #store: RunStore
  readonly #clock: Clock
  readonly #flushes: FlushTimer
  readonly #recorder: RunRecorder
  readonly #ended = Promise.withResolvers<ExecuteResult>()
  // What few runs need is made when it is needed.
  #stop: AbortController | null = null
  #replies: Map<string, { attempt_index: number; text: string }[]> | null = null
  #listeners: Set<() => void> | null = null
  #live: LiveFeed | null = null
  #isStopped = false
  #begun = false
  #refusal: unknown = null
  #closed = false
  #telemetryMs = 0
  #text: string | null = null
  #onCancel: (() => void) | null = null

  constructor(plan: RunPlan, backend: ExecutionBackend, store: RunStore, clock: Clock, flushes: FlushTimer) {
    this.plan = plan
    this.#backend = backend
    this.#store = store
    this.#clock = clock
    this.#flushes = flushes
    this.#recorder = new RunRecorder(plan.runId, plan.graph.graphId, clock)
    this.result = this.#ended.promise
  }

  /** False where the certificate rules every model call out. */
  get mayCallModels(): boolean {
    return this.plan.certificate.max_model_calls > 0
  }

  cancel(): void {
    this.#isStopped = true
    this.#stop?.abort()
    this.#onCancel?.()
    this.#onCancel = null
  }

  /** Called once, when the run is cancelled. */
  onCancel(act: () => void): void {
    this.#onCancel = act
  }

  /** Hands over that there is such a run; called again, it does nothing. What could not be written is told by the result. */
  begin(): void {
    if (this.#begun) return
    try {
      this.#begin()
      this.#begun = true
    } catch (error) {
      this.#refusal = error
    }
  }

  /** The result as JSON text; null before `result` has resolved. */
  text(): string | null {
    return this.#text
  }

  /** Resolves when a restart would still know this run: only then may its id be told (L4). */
  recorded(): Promise<void> {
    return this.#store.commit()
  }

  /** Runs until the work is done; the end is announced once it is durable, and the slot need not wait for the disk. Never rejects. */
  async execute(): Promise<void> {
    this.state = 'running'
    const outcome = await this.#runBackend()
    const assembled = this.#assemble(outcome)
    const { result, writeTelemetry } = assembled
    if (!this.#begun) return this.#close(result, outcome.status, writeTelemetry)
    try {
      this.#finish(outcome, assembled)
    } catch (error) {
      return this.#closeUnkept(assembled, error)
    }
    this.#store.commit().then(
      () => this.#close(result, outcome.status, writeTelemetry),
      error => this.#closeUnkept(assembled, error),
    )
  }

  /** What cannot be made durable is not announced. */
  #closeUnkept({ result: { partial_output: _, ...result }, writeTelemetry }: Assembled, error: unknown): void {
    const unkept = { ...result, status: 'failed' as const, final_output: null, outputs: {}, error: toFailure(error) }
    this.#close(unkept, 'failed', writeTelemetry)
  }

  /** Durable events after `afterSeq`, live until the last; ends by itself. */
  async *events(afterSeq: number, signal: AbortSignal): AsyncIterable<Event> {
    let seq = afterSeq
    for (;;) {
      const closed = this.#closed
      const batch = this.#store.events(this.plan.runId, seq, EVENTS_PER_READ)
      for (const event of batch) yield event
      seq = batch.at(-1)?.seq ?? seq
      if (signal.aborted || (closed && batch.length === 0)) return
      if (batch.length === 0) await this.#nextCommit(signal)
    }
  }

  /** What model tasks write at this moment: unverified, never stored; ends with the run. */
  partials(signal: AbortSignal): AsyncIterable<PartialFrame> {
    return this.#feed().frames(signal)
  }

  #feed(): LiveFeed {
    if (this.#live !== null) return this.#live
    this.#live = new LiveFeed()
    if (this.#closed) this.#live.close()
    return this.#live
  }

  #signal(): AbortSignal {
    if (this.#stop !== null) return this.#stop.signal
    this.#stop = new AbortController()
    if (this.#isStopped) this.#stop.abort()
    return this.#stop.signal
  }

  #nextCommit(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = () => {
        this.#listeners?.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#listeners ??= new Set()
      this.#listeners.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }

  #begin(): void {
    const { plan } = this
    const title = this.#title()
    this.#store.begin({
      runId: plan.runId,
      graphId: plan.graph.graphId,
      graphHash: plan.graph.hash,
      title,
      backend: this.#backend.name,
      startedAtEpochMs: this.#recorder.startedEpochMs,
      totalTasks: plan.graph.tasks.length,
      contentKept: plan.keepContent,
    })
    this.#recorder.onPending = () => this.#flushes.add(this.#flush)
    this.#recorder.emit('run.started', 'DAG_VALIDATED', null, {
      graph_hash: plan.graph.hash,
      title: plan.request.plan ? titleOfMessage(plan.request.plan.decision) : title,
      total_tasks: plan.graph.tasks.length,
      construct_ms: plan.request.plan?.constructMs ?? 0,
      validate_ms: plan.validateMs,
      max_model_calls: plan.certificate.max_model_calls,
      max_output_tokens: plan.certificate.max_output_tokens,
    })
  }

  /** The title of a graph is its author's label; that of a message is made of its words, which are content (L5): no event has it. */
  #title(): string {
    const { plan } = this
    if (plan.request.plan && !plan.keepContent) return titleOfMessage(plan.request.plan.decision)
    return plan.graph.source.metadata?.title ?? plan.graph.graphId
  }

  async #runBackend(): Promise<BackendResult> {
    const { plan } = this
    this.begin()
    // The disk filled while the run waited: it ends without having begun, and nothing was spent.
    if (!this.#begun) return nothingRan(toFailure(this.#refusal))
    try {
      return await this.#backend.execute_taskgraph(plan.graph.source, this.#context())
    } catch (error) {
      this.#recorder.emit('plugin.fault', 'TASK_FAILED', null, { backend: this.#backend.name })
      const failure = error instanceof KoraError ? error.toFailure() : buildFailure('INTERNAL')
      const times = { queue_ms: 0, deterministic_ms: 0, model_ms: 0, schema_ms: 0, aggregate_ms: 0 }
      return { status: 'failed', outputs: {}, tasks: [], times, failure }
    }
  }

  #context(): BackendContext {
    const { plan } = this
    const feed = (): LiveFeed => this.#feed()
    const signal = (): AbortSignal => this.#signal()
    return {
      runId: plan.runId,
      inputs: plan.inputs,
      deterministicOnly: plan.request.deterministicOnly ?? false,
      defaultModel: plan.defaultModel,
      contexts: plan.contexts,
      get signal() {
        return signal()
      },
      isStopped: () => this.#isStopped,
      emit: this.#recorder.emit,
      isoAt: this.#recorder.isoAt,
      durable: this.#durable,
      get live() {
        return feed()
      },
      keepReply: this.#keepReply,
    }
  }

  readonly #keepReply: BackendContext['keepReply'] = (taskId, reply) => {
    if (!this.plan.keepContent) return
    this.#replies ??= new Map()
    const kept = this.#replies.get(taskId)
    if (kept) kept.push(reply)
    else this.#replies.set(taskId, [reply])
  }

  /** Hands what is pending to the store and tells listeners once it is durable. */
  readonly #flush = (): void => void this.#durable().catch(() => {})

  readonly #durable = async (): Promise<void> => {
    const startedMs = this.#clock.monoMs()
    this.#flushes.drop(this.#flush)
    const batch = this.#recorder.drain()
    if (batch) this.#store.append(batch)
    this.#telemetryMs += this.#clock.monoMs() - startedMs
    if (this.#closed) return
    await this.#store.commit().finally(() => this.#notify())
  }

  #assemble(outcome: BackendResult): Assembled {
    const durationMs = this.#clock.monoMs() - this.#recorder.startedMonoMs
    return assembleResult(this.plan, this.#backend.name, outcome, { durationMs, telemetryMs: this.#telemetryMs })
  }

  #finish(outcome: BackendResult, { result, summary, ...told }: Assembled): void {
    const type =
      outcome.status === 'success' ? 'run.completed' : outcome.status === 'failed' ? 'run.failed' : 'run.cancelled'
    this.#recorder.emit(type, outcome.status === 'success' ? 'TASK_COMPLETED' : 'TASK_FAILED', null, {
      duration_ms: result.execution_metadata.duration_ms,
      execution_path: summary.execution_path,
      model_invocation_count: summary.model_invocation_count,
      tokens: summary.total_tokens,
      telemetry_ms: summary.telemetry_ms,
      ...(outcome.failure ? { error_type: outcome.failure.error_type, code: outcome.failure.details.code } : {}),
    })
    this.#flushes.drop(this.#flush)
    const batch = this.#recorder.drain()
    if (batch) this.#store.append(batch)
    this.#store.finish({
      runId: this.plan.runId,
      status: outcome.status,
      summary,
      calledTasks: told.calledTasks,
      breaches: told.breaches,
      ...(told.isToldByEvents ? {} : { bundleText: told.writeTelemetry() }),
      finishedAtEpochMs: this.#clock.epochMs(),
    })
    if (this.plan.keepContent) this.#keep(outcome, result)
  }

  #keep(outcome: BackendResult, result: ExecuteResult): void {
    this.#store.keep({
      runId: this.plan.runId,
      taskgraph: this.plan.graph.source,
      inputs: this.plan.inputs as Record<string, JsonValue>,
      outputs: outcome.outputs,
      replies: Object.fromEntries(this.#replies ?? []),
      operations: this.plan.operations,
      result,
    })
  }

  #close(result: ExecuteResult, state: RunState, writeTelemetry: () => string): void {
    this.state = state
    this.#closed = true
    this.#live?.close()
    this.#text = writeResult(result, writeTelemetry())
    this.#ended.resolve(result)
    this.#notify()
  }

  #notify(): void {
    if (this.#listeners !== null) for (const listener of [...this.#listeners]) listener()
  }
}

const toFailure = (error: unknown): Failure =>
  error instanceof KoraError ? error.toFailure() : buildFailure('INTERNAL')

const nothingRan = (failure: Failure): BackendResult => ({
  status: 'failed',
  outputs: {},
  tasks: [],
  times: { queue_ms: 0, deterministic_ms: 0, model_ms: 0, schema_ms: 0, aggregate_ms: 0 },
  failure,
})
