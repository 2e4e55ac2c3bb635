/** Failures of tasks in words, and what of them may stand in telemetry (rule L5). It decides no state. */
import { buildFailure, type Failure, type Fault } from '#contracts/failure'
import { MAX_OUTPUT_BYTES, MAX_RUN_OUTPUT_BYTES } from '#graph/cost-bounds'
import type { TaskRecord } from './task-record.ts'

export function rejected(record: TaskRecord, faults: readonly Fault[]): Failure {
  const details = { task_id: record.task.id, stage: 'SCHEMA_VALIDATION', errors: [...faults] }
  return buildFailure('OUTPUT_REJECTED', undefined, details)
}

export function notJson(record: TaskRecord): Failure {
  const details = { task_id: record.task.id, stage: 'SCHEMA_VALIDATION' }
  return buildFailure('OUTPUT_REJECTED', 'The output is not JSON.', details)
}

export function tooLarge(record: TaskRecord, bytes: number): Failure {
  const message = `The output has ${bytes} bytes; at most ${MAX_OUTPUT_BYTES} are taken.`
  return buildFailure('OUTPUT_REJECTED', message, { task_id: record.task.id, stage: 'SCHEMA_VALIDATION' })
}

/** The output itself is good; the run cannot hold it beside the others. */
export function tooMuch(record: TaskRecord): Failure {
  const message = `With this output the run would hold more than ${MAX_RUN_OUTPUT_BYTES} bytes; pass on less, or split the graph.`
  return buildFailure('OUTPUT_REJECTED', message, { task_id: record.task.id, stage: 'SCHEMA_VALIDATION' })
}

/**
 * L5: an operation's sentence may quote its input, so events carry the table's words instead; and places in a model's answer
 * stand there without the names that the model gave.
 */
export function withoutContent(failure: Failure, record: TaskRecord): Failure {
  const { code, errors, task_id } = failure.details
  if (code === 'OPERATION_FAILED') return buildFailure(code, undefined, { task_id: task_id ?? '' })
  if (errors === undefined || record.validationErrors.length === 0) return failure
  return { ...failure, details: { ...failure.details, errors: [...record.validationErrors] } }
}
