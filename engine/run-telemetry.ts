/**
 * What a backend tells of the tasks of a run, in the forms that are asked for: objects for those who read them, text for the answer,
 * counts for the store. Each is made when it is asked for, because most runs are answered and stored without the objects.
 */
import type { BackendResult, WorkTimes } from '#contracts/backend-port'
import type { BundleSummary, TaskTelemetry } from '#contracts/bundle'
import type { Failure } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import type { AdmittedGraph, AdmittedTask } from '#graph/admitted-graph'
import { findCriticalPath, findLongestPath } from '#telemetry/critical-path'
import { type RunTimes, Tally, tallyOf } from '#telemetry/tally'
import type { RunOutcome } from './run-graph.ts'
import type { TaskRecord } from './task-record.ts'
import { writeTask } from './write-task.ts'

export type RunTelemetry = {
  readonly tasks: readonly TaskTelemetry[]
  /** `tasks` as JSON text. */
  writeTasks(): string
  readonly tally: Tally
  summarize(times: RunTimes): BundleSummary
  /** Whether the run's events tell all of this: then it need not be kept beside them. */
  readonly isToldByEvents: boolean
}

/** The result of the backend `local`: its tasks stay records until somebody reads them. */
export class LocalResult implements BackendResult, RunTelemetry {
  readonly status: BackendResult['status']
  readonly failure: Failure | null
  readonly outputs: Readonly<Record<string, JsonValue>>
  readonly times: WorkTimes
  readonly tally = new Tally()
  readonly isToldByEvents = true
  readonly #graph: AdmittedGraph
  readonly #records: readonly TaskRecord[]
  readonly #isoAt: (monoMs: number) => string
  #tasks: readonly TaskTelemetry[] | null = null

  constructor(graph: AdmittedGraph, outcome: RunOutcome, isoAt: (monoMs: number) => string) {
    this.#graph = graph
    this.#records = outcome.records
    this.#isoAt = isoAt
    this.status = outcome.status
    this.failure = outcome.failure
    this.outputs = outputsById(graph, outcome)
    this.times = sumTimes(outcome.records, this.tally)
  }

  get tasks(): readonly TaskTelemetry[] {
    this.#tasks ??= this.#records.map(record => record.toTelemetry(this.#isoAt))
    return this.#tasks
  }

  writeTasks(): string {
    let text = ''
    for (const record of this.#records) text += `${text === '' ? '[' : ','}${writeTask(record, this.#isoAt)}`
    return `${text}]`
  }

  summarize(times: RunTimes): BundleSummary {
    const { tasks } = this.#graph
    const path = findLongestPath(
      tasks.length,
      at => (tasks[at] as AdmittedTask).dependencies,
      at => (this.#records[at] as TaskRecord).durationMs,
    )
    return this.tally.summary(
      times,
      path.map(at => (tasks[at] as AdmittedTask).id),
    )
  }
}

/** The same of any other backend, which tells its tasks as objects. */
export function telemetryOf(result: BackendResult): RunTelemetry {
  if (result instanceof LocalResult) return result
  const { tasks } = result
  const tally = tallyOf(tasks)
  return {
    tasks,
    writeTasks: () => JSON.stringify(tasks),
    tally,
    summarize: times => tally.summary(times, findCriticalPath(tasks)),
    isToldByEvents: false,
  }
}

function outputsById(graph: AdmittedGraph, outcome: RunOutcome): Record<string, JsonValue> {
  const outputs: Record<string, JsonValue> = {}
  for (const task of graph.tasks) {
    const output = outcome.outputs[task.index]
    if (output !== undefined) outputs[task.id] = output
  }
  return outputs
}

/** Sums the times and counts the tasks, in one walk. */
function sumTimes(records: readonly TaskRecord[], tally: Tally): WorkTimes {
  const times = { queue_ms: 0, deterministic_ms: 0, model_ms: 0, schema_ms: 0, aggregate_ms: 0 }
  for (const record of records) {
    const { task, attempts } = record
    times.queue_ms += record.queueMs
    times.schema_ms += record.schemaMs
    if (task.type === 'model') times.model_ms += attempts.reduce((sum, attempt) => sum + attempt.duration_ms, 0)
    else if (task.type === 'aggregation') times.aggregate_ms += record.runMs
    else times.deterministic_ms += record.runMs
    tally.add(task.type, record.status, record.cache, record.validation, attempts, record.breach !== null)
  }
  return times
}
