/**
 * The deterministic and aggregation stages (rules X2, A1, D2, V1): one operation, its input checked, its output verified.
 * This file has no handle on a connector, so no operation can ever reach a model.
 */
import { buildFailure, type Failure, type FailureCode, type FailureDetails, KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import { OperationError } from '#contracts/plugin-errors'
import type { Clock } from '#contracts/powers'
import type { RegisteredOperation } from '#graph/registry'
import type { TaskRecord } from './task-record.ts'
import { verifyValue } from './verify-output.ts'

export type OperationResult =
  | { readonly ok: true; readonly output: JsonObject }
  | { readonly ok: false; readonly failure: Failure }

/** An operation that declares no time limit is stopped after this, when it runs where it can be stopped. */
export const DEFAULT_MAX_TIME_MS = 60_000

const failed = (
  record: TaskRecord,
  code: FailureCode,
  message: string | undefined,
  details: FailureDetails,
): OperationResult => ({
  ok: false,
  failure: buildFailure(code, message, { task_id: record.task.id, stage: 'DETERMINISTIC_EXECUTION', ...details }),
})

/** Refusals before the call: too large, or not what the operation takes. Null when the input may be run. */
export function refuseInput(
  record: TaskRecord,
  operation: RegisteredOperation,
  input: JsonObject,
  bytes: number,
): OperationResult | null {
  if (bytes > operation.inputCapBytes) {
    const message = `The input has ${bytes} bytes; ${operation.name} takes at most ${operation.inputCapBytes}.`
    return failed(record, 'INPUT_TOO_LARGE', message, {})
  }
  const verification = verifyValue(operation.input, input)
  if (verification.valid) return null
  return failed(record, 'INPUT_REJECTED', `The input of ${operation.name} does not fit its schema.`, {
    errors: [...verification.faults],
  })
}

/** In this thread, at once. */
export function runInline(record: TaskRecord, operation: RegisteredOperation, input: JsonObject): OperationResult {
  try {
    return { ok: true, output: operation.run(input) }
  } catch (error) {
    return fromThrown(record, operation, error)
  }
}

/** In a child process that is killed at the deadline or on cancel; null when the run was stopped. */
export async function runApart(
  record: TaskRecord,
  operation: RegisteredOperation,
  input: JsonObject,
  clock: Clock,
  runSignal: AbortSignal,
): Promise<OperationResult | null> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  const limitMs = record.task.maxTimeMs ?? DEFAULT_MAX_TIME_MS
  const cancel = clock.timer(record.readyMs + limitMs - clock.monoMs(), abort)
  runSignal.addEventListener('abort', abort, { once: true })
  if (runSignal.aborted) abort()
  try {
    return { ok: true, output: await operation.runIsolated(input, stop.signal) }
  } catch (error) {
    if (!stop.signal.aborted) return fromThrown(record, operation, error)
    if (runSignal.aborted) return null
    return overTime(record, limitMs)
  } finally {
    cancel()
    runSignal.removeEventListener('abort', abort)
  }
}

export function overTime(record: TaskRecord, limitMs: number): OperationResult {
  return failed(record, 'TIME_BUDGET', `The operation took longer than its max_time_ms of ${limitMs}.`, {
    breach_type: 'TIME',
  })
}

function fromThrown(record: TaskRecord, operation: RegisteredOperation, error: unknown): OperationResult {
  if (error instanceof OperationError) {
    return failed(record, 'OPERATION_FAILED', error.message, {
      errors: [{ pointer: error.pointer, code: 'OPERATION_FAILED', message: error.message }],
    })
  }
  if (error instanceof KoraError)
    return {
      ok: false,
      failure: buildFailure(error.code, error.message, { task_id: record.task.id, ...error.details }),
    }
  return failed(
    record,
    'OPERATION_CRASHED',
    `${operation.name} of the plugin "${operation.pluginId}" failed in an unexpected way.`,
    {},
  )
}
