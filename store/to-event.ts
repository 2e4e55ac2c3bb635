/** An event as the wire knows it (rule L1), from its row and its place: the one reading of what the store keeps. */
import type { Event } from '#contracts/event'
import type { EventRow, RunHeader } from './run-store.ts'

export function toEvent(
  header: Pick<RunHeader, 'runId' | 'graphId' | 'startedAtEpochMs'>,
  seq: number,
  [type, stage, taskId, attempt, monoMs, data]: EventRow,
): Event {
  return {
    event_id: `${header.runId}:${seq}`,
    seq,
    run_id: header.runId,
    graph_id: header.graphId,
    task_id: taskId,
    attempt_index: attempt,
    type,
    stage,
    // The wall clock may jump during a run; this does not.
    at: new Date(header.startedAtEpochMs + monoMs).toISOString(),
    mono_ms: monoMs,
    data,
  }
}
