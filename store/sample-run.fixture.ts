/** Runs for tests and benchmarks of the store: events as the engine emits them, and the graph and content that belong to them. */
import type { AttemptTelemetry, Bundle } from '#contracts/bundle'
import { buildFailure } from '#contracts/failure'
import type { TaskGraph } from '#contracts/task-graph'
import { digestValue } from '#json/digest'
import { foldBundle } from '#telemetry/fold-bundle'
import { tallyOf } from '#telemetry/tally'
import { toTape } from './event-tape.ts'
import type { EventBatch, EventRow, RunContent, RunEnd, RunHeader } from './run-store.ts'
import { toEvent } from './to-event.ts'

export type SampleTask = {
  readonly id: string
  readonly type?: 'deterministic' | 'model' | 'aggregation'
  readonly dependencies?: readonly string[]
  readonly end?: 'success' | 'failed' | 'timeout' | 'skipped' | 'cancelled' | 'open' | 'waiting'
  readonly durationMs?: number
  readonly attempts?: readonly AttemptTelemetry[]
}

export const GRAPH_HASH = digestValue('graph')

export function sampleHeader(runId: string, changes: Partial<RunHeader> = {}): RunHeader {
  return {
    runId,
    graphId: 'graph_1',
    graphHash: GRAPH_HASH,
    title: 'Count words',
    backend: 'local',
    startedAtEpochMs: 1_795_000_000_000,
    totalTasks: 2,
    contentKept: false,
    ...changes,
  }
}

export function sampleAttempt(index: number, changes: Partial<AttemptTelemetry> = {}): AttemptTelemetry {
  return {
    index,
    connector: 'ollama',
    model: 'qwen3:0.6b',
    status: 'success',
    code: null,
    started_at: '2026-11-18T09:06:40.000Z',
    duration_ms: 40,
    queue_ms: 1,
    load_ms: 2,
    first_token_ms: 12,
    tokens_in: 100,
    tokens_out: 7,
    tokens_out_reported: 7,
    usage_mismatch: false,
    thinking_tokens: 1,
    cached_tokens: 3,
    stop_reason: 'stop',
    validation_errors: [],
    sampler: { temperature: 0, top_p: 1, seed: 7, stop: [] },
    model_digest: 'sha256:00',
    connector_version: '1.0.0',
    keywords: {},
    ...changes,
  }
}

/** Events of a run; without `end` the run is still under way. Times grow by one millisecond per event. */
export function sampleRows(
  header: RunHeader,
  tasks: readonly SampleTask[],
  end?: RunEnd['status'],
): readonly EventRow[] {
  const rows: EventRow[] = []
  const add = (
    type: EventRow[0],
    stage: EventRow[1],
    task: string | null,
    data: EventRow[5],
    attempt: number | null = null,
  ) => rows.push([type, stage, task, attempt, rows.length, data])
  add('run.started', 'DAG_VALIDATED', null, {
    graph_hash: header.graphHash,
    title: header.title,
    total_tasks: tasks.length,
    construct_ms: 0.5,
    validate_ms: 0.25,
  })
  for (const task of tasks) {
    add('task.created', 'TASK_CONSTRUCTED', task.id, {
      task_type: task.type ?? 'deterministic',
      name: null,
      op: task.type === 'model' ? null : 'text.count',
      budget: task.type === 'model' ? { max_tokens: 50, max_time_ms: 1_000, max_retries: 2 } : null,
      dependencies: task.dependencies ?? [],
      cache: 'off',
    })
  }
  for (const task of tasks) addTask(add, task)
  if (end === 'success' || end === 'failed' || end === 'cancelled') {
    const type = end === 'success' ? 'run.completed' : end === 'failed' ? 'run.failed' : 'run.cancelled'
    add(type, 'TASK_COMPLETED', null, { duration_ms: rows.length, execution_path: 'hybrid' })
  }
  return rows
}

type Add = (type: EventRow[0], stage: EventRow[1], task: string, data: EventRow[5], attempt?: number) => void

function addTask(add: Add, { id, end = 'success', durationMs = 4, attempts = [] }: SampleTask): void {
  if (end === 'waiting') return
  add('task.ready', 'DAG_VALIDATED', id, {})
  if (end === 'skipped') return add('task.skipped', 'TASK_COMPLETED', id, { reason: 'skip_if', output_hash: null })
  add('task.started', 'DETERMINISTIC_EXECUTION', id, { queue_ms: 1, input_hash: digestValue(id), input_bytes: 3 })
  for (const attempt of attempts) {
    const type = attempt.status === 'success' ? 'llm.invocation.completed' : 'llm.invocation.failed'
    add(type, 'MODEL_INVOCATION', id, { attempt }, attempt.index)
  }
  if (end === 'open') return
  const common = { duration_ms: durationMs, run_ms: durationMs, purse_left: null }
  if (end === 'cancelled')
    return add('task.cancelled', 'TASK_FAILED', id, { failure: buildFailure('CANCELLED'), ...common })
  if (end !== 'success') {
    const failure = buildFailure(end === 'timeout' ? 'TIME_BUDGET' : 'OPERATION_FAILED')
    return add('task.failed', 'TASK_FAILED', id, { failure, status: end, ...common })
  }
  add('task.validated', 'SCHEMA_VALIDATION', id, { valid: true, errors: [], ms: 0.5 })
  add('task.completed', 'TASK_COMPLETED', id, {
    ...common,
    output_hash: digestValue(outputOf(id)),
    output_bytes: 10,
    validation_status: 'passed',
  })
}

const outputOf = (id: string) => ({ said: `output of ${id}` })

export type SampleEnd = RunEnd & { readonly bundle: Bundle }

export function sampleEnd(
  header: RunHeader,
  rows: readonly EventRow[],
  status: RunEnd['status'] = 'success',
): SampleEnd {
  const bundle = foldBundle(
    header,
    rows.map((row, seq) => toEvent(header, seq, row)),
  )
  const { calledTasks, breaches } = tallyOf(bundle.tasks)
  const finishedAtEpochMs = header.startedAtEpochMs + rows.length
  return { runId: header.runId, status, bundle, summary: bundle.summary, calledTasks, breaches, finishedAtEpochMs }
}

/** Content of a chain `b ← a`, whose outputs have the hashes that `sampleRows` writes. */
export function sampleContent(header: RunHeader, end: SampleEnd): RunContent {
  const taskgraph: TaskGraph = {
    kora_version: '1.0.0',
    graph_id: header.graphId,
    root: 'b',
    tasks: [
      { version: '1.0', id: 'b', type: 'deterministic', dependencies: ['a'], op: 'text.count' },
      { version: '1.0', id: 'a', type: 'deterministic', op: 'text.count', input: { text: 'four words are here' } },
    ],
  }
  return {
    runId: header.runId,
    taskgraph,
    inputs: { who: 'you' },
    outputs: { a: outputOf('a'), b: outputOf('b') },
    replies: { a: [{ attempt_index: 0, text: 'raw' }] },
    operations: { 'text.count': 'deterministic-wasm@1.0.0' },
    result: {
      status: 'success',
      final_output: outputOf('b'),
      outputs: { a: outputOf('a'), b: outputOf('b') },
      telemetry: end.bundle,
      execution_metadata: {
        run_id: header.runId,
        graph_id: header.graphId,
        graph_hash: digestValue(taskgraph as never),
        backend: 'local',
        duration_ms: 3,
        certificate: {
          max_model_calls: 0,
          max_output_tokens: 0,
          max_prompt_tokens: 0,
          max_time_ms: null,
          prompt_tokens_basis: 'bytes',
          tasks: [],
        },
        warnings: [],
      },
    },
  }
}

/** Hands a whole run over without committing it. */
export function handOver(
  store: {
    begin(header: RunHeader): void
    append(batch: EventBatch): void
    finish(end: RunEnd): void
  },
  header: RunHeader,
  tasks: readonly SampleTask[] = [{ id: 'a' }, { id: 'b', dependencies: ['a'] }],
  status: 'success' | 'failed' | 'cancelled' = 'success',
): SampleEnd {
  const rows = sampleRows(header, tasks, status)
  const end = sampleEnd(header, rows, status)
  store.begin(header)
  store.append({ runId: header.runId, firstSeq: 0, parts: toTape(rows) })
  store.finish(end)
  return end
}

/** Tasks of the n-th run of the crash tests, sizes from a few to a few hundred events. */
export function crashTasks(n: number): readonly SampleTask[] {
  const count = 1 + ((n * 37) % 60)
  return Array.from({ length: count }, (_, at): SampleTask => {
    const type = at % 5 === 4 ? 'model' : 'deterministic'
    return { id: `t${at}`, type, attempts: type === 'model' ? [sampleAttempt(0, { tokens_out: at })] : [] }
  })
}
