/**
 * Ends the runs that a crash left open, when the store is opened: each gets one terminal state and a bundle made from its durable
 * events, so that what was spent stays on record. It resumes nothing.
 */
import type { Bundle } from '#contracts/bundle'
import type { Event, RunState } from '#contracts/event'
import { toEndRow } from './end-row.ts'
import { foldBundle } from './fold-bundle.ts'
import { type RunReader, type StoredRun, toHeader } from './read-runs.ts'
import { SEQS_PER_RUN } from './store-schema.ts'
import type { WriteOp } from './write-rows.ts'

const ENDS: Readonly<Partial<Record<Event['type'], RunState>>> = {
  'run.completed': 'success',
  'run.failed': 'failed',
  'run.cancelled': 'cancelled',
  'run.interrupted': 'interrupted',
}

/** The rows that end every open run; to be written in one transaction. */
export function buildClosingRows(
  reader: RunReader,
  nowEpochMs: number,
  log: (sentence: string) => void,
): readonly WriteOp[] {
  return reader.open().flatMap(run => {
    const events = readEvents(reader, run, log)
    if (events !== null) return closeRun(run, events, nowEpochMs)
    // A run whose rows cannot be read still ends; it must not keep the store from opening.
    return [finish(run.id, 'interrupted', foldBundle(toHeader(run), []), nowEpochMs)]
  })
}

function closeRun(run: StoredRun, events: readonly Event[], nowEpochMs: number): readonly WriteOp[] {
  const header = toHeader(run)
  const last = events[events.length - 1]
  // The end itself was durable, only its bundle was not: the run ended.
  const ended = last === undefined ? undefined : ENDS[last.type]
  if (last !== undefined && ended !== undefined) {
    return [finish(run.id, ended, foldBundle(header, events), Date.parse(last.at))]
  }
  const event = buildInterrupted(run, last, nowEpochMs)
  return [
    { op: 'chunk', id: run.id * SEQS_PER_RUN + event.seq, lines: JSON.stringify(event) },
    finish(run.id, 'interrupted', foldBundle(header, [...events, event]), nowEpochMs),
  ]
}

function finish(id: number, status: RunState, bundle: Bundle, finishedAtEpochMs: number): WriteOp {
  return { op: 'finish', row: toEndRow(id, status, bundle, finishedAtEpochMs) }
}

function buildInterrupted(run: StoredRun, last: Event | undefined, nowEpochMs: number): Event {
  const seq = last === undefined ? 0 : last.seq + 1
  return {
    event_id: `${run.run_id}:${seq}`,
    seq,
    run_id: run.run_id,
    graph_id: run.graph_id,
    task_id: null,
    attempt_index: null,
    type: 'run.interrupted',
    stage: 'TASK_FAILED',
    at: new Date(nowEpochMs).toISOString(),
    // The time between the crash and now was not spent by the run.
    mono_ms: last?.mono_ms ?? 0,
    data: { code: 'INTERRUPTED', last_event_at: last?.at ?? null },
  }
}

function readEvents(reader: RunReader, run: StoredRun, log: (sentence: string) => void): readonly Event[] | null {
  try {
    return reader.events(run.id, -1, Number.POSITIVE_INFINITY)
  } catch (error) {
    log(`The events of run ${run.run_id} cannot be read, so its bundle is empty: ${String(error)}`)
    return null
  }
}
