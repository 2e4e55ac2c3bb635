/**
 * The run: it names the stages in order and walks the graph. It owns spans, states and events; what a stage does is in the
 * stage's own file. Operations run at once and in order of task id, model tasks and isolated operations beside them (X1).
 */

import type { ChatMessage } from '#contracts/connector-port'
import type { EventType, Stage, TaskState } from '#contracts/event'
import { buildFailure, type Failure, type FailureCode, type Fault, KoraError } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { AdmittedGraph, AdmittedTask, Sources } from '#graph/admitted-graph'
import { MAX_RUN_OUTPUT_BYTES } from '#graph/cost-bounds'
import type { RegisteredOperation } from '#graph/registry'
import { canonicalJson } from '#json/canonical'
import { digestText, digestValue } from '#json/digest'
import { Arrivals } from './arrivals.ts'
import { modelCacheKey, operationKey } from './cache-key.ts'
import { createdData } from './created-data.ts'
import { type OperationResult, overTime, refuseInput, runApart, runInline } from './execute-operation.ts'
import { invokeModel } from './invoke-model.ts'
import { ReadyQueue } from './ready-queue.ts'
import type { EventData } from './recorder.ts'
import type { RunEnvironment } from './run-environment.ts'
import { sealOutput } from './seal-output.ts'
import { rejected, tooMuch, withoutContent } from './task-failure.ts'
import { TaskRecord } from './task-record.ts'
import { verifyOutput } from './verify-output.ts'

export type RunOutcome = {
  readonly status: 'success' | 'failed' | 'cancelled'
  readonly records: readonly TaskRecord[]
  /** By task index; `undefined` where a task produced nothing. */
  readonly outputs: readonly (JsonValue | undefined)[]
  readonly failure: Failure | null
}

/** How long the walk may keep the event loop before it lets others in (S6). */
const SLICE_MS = 25
const NO_FAULTS: readonly Fault[] = Object.freeze([])
/** Most verdicts take less than the clock can tell; a run of many tasks should not hold one object for each. */
const VALID_AT_ONCE = Object.freeze({ valid: true, errors: NO_FAULTS, ms: 0 })
const WORK_STAGE: Record<AdmittedTask['type'], Stage> = {
  deterministic: 'DETERMINISTIC_EXECUTION',
  model: 'MODEL_INVOCATION',
  aggregation: 'AGGREGATION',
}

/** Runs an admitted graph to its end. Never rejects. */
export function runGraph(graph: AdmittedGraph, env: RunEnvironment): Promise<RunOutcome> {
  return new GraphRun(graph, env).walk()
}

class GraphRun {
  readonly #graph: AdmittedGraph
  readonly #env: RunEnvironment
  readonly #records: readonly TaskRecord[]
  readonly #outputs: (JsonValue | undefined)[]
  readonly #sources: Sources
  readonly #missing: Int32Array
  readonly #lost: Uint8Array
  readonly #ready: ReadyQueue
  readonly #arrivals: Arrivals
  #outputBytes = 0
  #open = 0
  #wake: (() => void) | null = null

  constructor(graph: AdmittedGraph, env: RunEnvironment) {
    this.#graph = graph
    this.#env = env
    this.#records = graph.tasks.map(task => new TaskRecord(task))
    this.#outputs = new Array(graph.tasks.length).fill(undefined)
    this.#sources = { outputs: this.#outputs, inputs: env.inputs }
    this.#ready = new ReadyQueue(graph.tasks.length)
    this.#arrivals = new Arrivals(env.clock)
    this.#lost = new Uint8Array(graph.tasks.length)
    this.#missing = new Int32Array(graph.tasks.length)
    for (const task of graph.tasks) this.#missing[task.index] = task.dependencies.length
  }

  async walk(): Promise<RunOutcome> {
    const { tasks } = this.#graph
    const startMs = this.#env.clock.monoMs()
    const created = createdData(this.#graph)
    for (const task of tasks) this.#emit('task.created', 'TASK_CONSTRUCTED', task, created[task.index], startMs)
    for (const task of tasks) if (task.dependencies.length === 0) this.#enqueue(task.index, startMs)
    let sliceEndMs = startMs + SLICE_MS
    for (;;) {
      for (let index = this.#ready.pop(); index >= 0 && !this.#env.isStopped(); index = this.#ready.pop()) {
        const record = this.#records[index] as TaskRecord
        this.#begin(record)
        if (Math.max(record.finishedMs, record.startedMs) < sliceEndMs) continue
        await new Promise<void>(resolve => this.#env.clock.timer(0, resolve))
        sliceEndMs = this.#env.clock.monoMs() + SLICE_MS
      }
      if (this.#open === 0) break
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    this.#cancelRest()
    return this.#outcome()
  }

  #begin(record: TaskRecord): void {
    const { task } = record
    const culprit = this.#lostDependency(task)
    if (culprit) return this.#failDependent(record, culprit)
    try {
      const reason = this.#skipReason(task)
      if (reason) return this.#skip(record, reason)
      this.#start(record, task.buildInput(this.#sources))
    } catch (error) {
      const known = error instanceof KoraError ? error : new KoraError('INTERNAL')
      this.#fail(record, buildFailure(known.code, known.message, { task_id: task.id, ...known.details }))
    }
  }

  /** Lost: ended without an output. Who tolerates that sees `null`. */
  #isLost(index: number): boolean {
    return this.#lost[index] === 1
  }

  /** The first dependency that gave no output although this task needs one. */
  #lostDependency(task: AdmittedTask): TaskRecord | null {
    for (const index of task.dependencies) {
      if (this.#isLost(index) && !task.optional.has(index)) return this.#records[index] as TaskRecord
    }
    return null
  }

  #skipReason(task: AdmittedTask): 'run_if' | 'skip_if' | null {
    if (task.runIf && !task.runIf(this.#sources)) return 'run_if'
    if (task.skipIf?.(this.#sources)) return 'skip_if'
    return null
  }

  #start(record: TaskRecord, input: JsonObject): void {
    const { task } = record
    const text = canonicalJson(input)
    record.inputHash = digestText(text)
    record.inputBytes = Buffer.byteLength(text)
    record.startedMs = this.#env.clock.monoMs()
    record.queueMs = record.startedMs - record.readyMs
    record.status = 'running'
    const data = { queue_ms: record.queueMs, input_hash: record.inputHash, input_bytes: record.inputBytes }
    this.#emit('task.started', WORK_STAGE[task.type], task, data, record.startedMs)
    record.cache = task.cache === 'exact' ? 'miss' : 'off'
    if (!task.operation) return this.#invoke(record, input)
    if (task.cache === 'exact') {
      record.cacheKey = `${operationKey(task.operation)} ${task.narrowed ? task.schemaHash : ''} ${record.inputHash}`
      if (this.#fromCache(record)) return
    }
    this.#operate(record, task.operation, input, record.inputBytes)
  }

  #operate(record: TaskRecord, operation: RegisteredOperation, input: JsonObject, inputBytes: number): void {
    const refusal = refuseInput(record, operation, input, inputBytes)
    if (refusal) return this.#settle(record, refusal)
    if (!operation.leavesThread(inputBytes)) {
      const result = runInline(record, operation, input)
      const limitMs = record.task.maxTimeMs
      const late = limitMs !== null && this.#env.clock.monoMs() - record.readyMs > limitMs
      return this.#settle(record, late ? overTime(record, limitMs) : result)
    }
    this.#beside(record, this.#runApart(record, operation, input))
  }

  async #runApart(record: TaskRecord, operation: RegisteredOperation, input: JsonObject): Promise<void> {
    const result = await runApart(record, operation, input, this.#env.clock, this.#env.signal)
    await this.#arrivals.turn(record.task.index)
    if (result === null) this.#stop(record)
    else this.#settle(record, result)
  }

  #settle(record: TaskRecord, result: OperationResult): void {
    record.runMs = this.#env.clock.monoMs() - record.startedMs
    if (!result.ok) return this.#fail(record, result.failure)
    const verification = verifyOutput(record.task, result.output)
    const verifiedMs = this.#env.clock.monoMs()
    record.schemaMs = verifiedMs - record.startedMs - record.runMs
    const faults = verification.valid ? NO_FAULTS : verification.faults
    const isUsual = verification.valid && record.schemaMs === 0
    const data = isUsual ? VALID_AT_ONCE : { valid: verification.valid, errors: faults, ms: record.schemaMs }
    this.#emit('task.validated', 'SCHEMA_VALIDATION', record.task, data, verifiedMs)
    record.validation = verification.valid ? 'passed' : 'failed'
    if (verification.valid) return this.#succeed(record, result.output)
    record.validationErrors = faults
    this.#fail(record, rejected(record, faults))
  }

  #invoke(record: TaskRecord, input: JsonObject): void {
    if (this.#env.deterministicOnly) {
      const message = 'This task needs a model, and the run is deterministic-only.'
      return this.#fail(
        record,
        buildFailure('MODEL_NEEDED', message, { task_id: record.task.id, stage: 'MODEL_INVOCATION' }),
      )
    }
    const target = record.task.ladder[0] ?? this.#env.defaultTarget
    record.route = target && {
      connector: target.connector,
      model: target.model,
      reason: record.task.ladder[0] ? 'declared' : 'default',
    }
    if (record.route) this.#emit('route.decided', 'MODEL_INVOCATION', record.task, { route: record.route })
    const prompt = record.task.renderPrompt?.(input) ?? []
    this.#beside(record, this.#callModel(record, prompt, input))
  }

  async #callModel(record: TaskRecord, prompt: readonly ChatMessage[], input: JsonObject): Promise<void> {
    if (record.task.cache === 'exact') {
      record.cacheKey = await modelCacheKey(record, this.#env)
      if (this.#fromCache(record)) return
    }
    const result = await invokeModel(this.#env, record, prompt, input)
    record.runMs = this.#env.clock.monoMs() - record.startedMs
    if (result.ok) this.#succeed(record, result.output)
    else this.#fail(record, result.failure, result.state)
  }

  /** E3: a hit is an event and costs no call; its output was verified under the same key. */
  #fromCache(record: TaskRecord): boolean {
    const hit = record.cacheKey === null ? null : this.#env.cache.get(record.cacheKey, record.startedMs)
    if (!hit) return false
    record.cache = 'hit'
    this.#emit('cache.hit', WORK_STAGE[record.task.type], record.task, { output_hash: hit.hash })
    record.validation = 'passed'
    this.#complete(record, hit.output, hit.hash, hit.bytes)
    return true
  }

  #succeed(record: TaskRecord, output: JsonValue): void {
    const sealed = sealOutput(record, output)
    if ('failure' in sealed) {
      record.validation = 'failed'
      return this.#fail(record, sealed.failure)
    }
    const { hash, bytes } = sealed
    const limitMs = record.task.maxTimeMs
    // Checking and hashing a large output are work of the task too (B3).
    if (limitMs !== null && this.#env.clock.monoMs() - record.readyMs > limitMs)
      return this.#settle(record, overTime(record, limitMs))
    record.validation = 'passed'
    record.validationErrors = NO_FAULTS
    if (record.cacheKey !== null) this.#env.cache.set(record.cacheKey, { output, hash, bytes }, record.startedMs)
    this.#complete(record, output, hash, bytes)
  }

  #complete(record: TaskRecord, output: JsonValue, hash: string, bytes: number): void {
    this.#outputBytes += bytes
    if (this.#outputBytes > MAX_RUN_OUTPUT_BYTES) {
      this.#outputBytes -= bytes
      record.validation = 'failed'
      return this.#fail(record, tooMuch(record))
    }
    record.outputHash = hash
    record.outputBytes = bytes
    this.#outputs[record.task.index] = output
    const nowMs = this.#env.clock.monoMs()
    const plain = {
      duration_ms: nowMs - record.startedMs,
      run_ms: record.runMs,
      output_hash: hash,
      output_bytes: bytes,
      validation_status: record.validation,
      purse_left: record.purse === null ? null : record.purse.left(nowMs),
    }
    // A model task may have waited again, for its slots.
    const data = record.purse === null ? plain : { ...plain, queue_ms: record.queueMs }
    this.#end(record, 'success', 'task.completed', 'TASK_COMPLETED', data, nowMs)
  }

  #skip(record: TaskRecord, reason: 'run_if' | 'skip_if'): void {
    const { task } = record
    record.skipReason = reason
    if (task.substitute !== undefined) {
      this.#outputs[task.index] = task.substitute
      record.outputHash = digestValue(task.substitute)
      record.validation = 'passed'
    }
    const nowMs = this.#env.clock.monoMs()
    this.#end(record, 'skipped', 'task.skipped', 'TASK_COMPLETED', { reason, output_hash: record.outputHash }, nowMs)
  }

  #failDependent(record: TaskRecord, culprit: TaskRecord): void {
    const message = `The task "${culprit.task.id}" gave no output.`
    this.#fail(
      record,
      buildFailure('DEPENDENCY_FAILED', message, { task_id: record.task.id, dependency: culprit.task.id } as never),
    )
  }

  #fail(
    record: TaskRecord,
    failure: Failure,
    state: TaskState = failure.error_type === 'TIMEOUT' ? 'timeout' : 'failed',
  ): void {
    record.failure = failure
    if (failure.details.code === 'TIME_BUDGET' && !record.breach && record.task.maxTimeMs !== null) {
      record.breach = {
        breach_type: 'TIME',
        stage: WORK_STAGE[record.task.type],
        limit: record.task.maxTimeMs,
        used: record.task.maxTimeMs,
      }
      this.#emit('budget.breached', WORK_STAGE[record.task.type], record.task, { breach: record.breach })
    }
    const type = state === 'cancelled' ? 'task.cancelled' : 'task.failed'
    const nowMs = this.#env.clock.monoMs()
    const data = {
      failure: withoutContent(failure, record),
      status: state,
      duration_ms: record.startedMs < 0 ? 0 : nowMs - record.startedMs,
      run_ms: record.runMs,
      queue_ms: record.queueMs,
      validation_status: record.validation,
      purse_left: record.purse?.left(nowMs) ?? null,
    }
    this.#end(record, state, type, 'TASK_FAILED', data, nowMs)
  }

  /** `nowMs` is the moment that `data` speaks of. */
  #end(record: TaskRecord, state: TaskState, type: EventType, stage: Stage, data: EventData, nowMs: number): void {
    record.status = state
    record.finishedMs = this.#emit(type, stage, record.task, data, nowMs)
    if (this.#outputs[record.task.index] === undefined) {
      this.#outputs[record.task.index] = null
      this.#lost[record.task.index] = 1
    }
    for (const dependent of record.task.dependents) {
      const missing = (this.#missing[dependent] as number) - 1
      this.#missing[dependent] = missing
      // Once the run is stopped nothing becomes ready any more: what has not ended is ended in order.
      if (missing === 0 && !this.#env.isStopped()) this.#enqueue(dependent, record.finishedMs)
    }
  }

  #enqueue(index: number, nowMs: number): void {
    const record = this.#records[index] as TaskRecord
    record.status = 'ready'
    record.readyMs = this.#emit('task.ready', 'DAG_VALIDATED', record.task, undefined, nowMs)
    this.#ready.push(index)
  }

  /** Work that throws is a fault of ours or a plugin's; its task fails like any other, and never in silence. */
  #beside(record: TaskRecord, work: Promise<void>): void {
    this.#open += 1
    const done = () => {
      this.#open -= 1
      this.#wake?.()
      this.#wake = null
    }
    const failed = () => {
      if (!record.ended) this.#fail(record, buildFailure('INTERNAL', undefined, { task_id: record.task.id }))
    }
    work.catch(failed).then(done)
  }

  /** Ends a task because the run was cancelled or its time is over. */
  #stop(record: TaskRecord): void {
    const code: FailureCode = this.#env.abortCode()
    const failure = buildFailure(code, undefined, { task_id: record.task.id })
    this.#fail(record, failure, code === 'CANCELLED' ? 'cancelled' : 'timeout')
  }

  #cancelRest(): void {
    if (!this.#env.isStopped()) return
    for (const record of this.#records) if (!record.ended) this.#stop(record)
  }

  #outcome(): RunOutcome {
    const root = this.#records[this.#graph.root] as TaskRecord
    const produced = !this.#isLost(this.#graph.root)
    const cancelled = !produced && this.#env.isStopped() && this.#env.abortCode() === 'CANCELLED'
    return {
      status: produced ? 'success' : cancelled ? 'cancelled' : 'failed',
      records: this.#records,
      outputs: this.#outputs.map((output, index) => (this.#isLost(index) ? undefined : output)),
      failure: produced ? null : this.#cause(root),
    }
  }

  /** The failure that started it: follows dependency failures from the root to the task that failed by itself. */
  #cause(root: TaskRecord): Failure {
    let record = root
    while (record.failure?.details.code === 'DEPENDENCY_FAILED') {
      const lost = this.#lostDependency(record.task)
      if (!lost) break
      record = lost
    }
    if (record.failure) return record.failure
    return buildFailure('DEPENDENCY_FAILED', `The task "${record.task.id}" was skipped and has no substitute.`, {
      task_id: record.task.id,
    })
  }

  #emit(type: EventType, stage: Stage, task: AdmittedTask, data?: Record<string, unknown>, atMs?: number): number {
    return this.#env.emit(type, stage, task.id, data, null, atMs)
  }
}
