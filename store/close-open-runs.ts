/**
 * Ends the runs that a crash left open, when the store is opened: each gets one terminal state and a bundle made from its durable
 * events, so that what was spent stays on record. It resumes nothing.
 */
import type { Bundle } from '#contracts/bundle'
import type { Event, RunState } from '#contracts/event'
import { foldBundle } from '#telemetry/fold-bundle'
import { tallyOf } from '#telemetry/tally'
import { toTape } from './event-tape.ts'
import { type RunReader, type StoredRun, toHeader } from './read-runs.ts'
import type { EventRow } from './run-store.ts'
import { toEvent } from './to-event.ts'
import { toBundleRow, toChunkRow, toEndRow, type WriteRow } from './write-rows.ts'

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
): readonly WriteRow[] {
  return reader.open().flatMap(run => {
    const events = readEvents(reader, run, log)
    if (events !== null) return closeRun(run, events, nowEpochMs)
    // A run whose rows cannot be read still ends; it must not keep the store from opening.
    const bundle = foldBundle(toHeader(run), [])
    return [toBundleRow(run.id, JSON.stringify(bundle)), ...toEndRows(run.id, 'interrupted', bundle, nowEpochMs)]
  })
}

function closeRun(run: StoredRun, events: readonly Event[], nowEpochMs: number): readonly WriteRow[] {
  const header = toHeader(run)
  const last = events[events.length - 1]
  // The end itself was durable, only its bundle was not: the run ended.
  const ended = last === undefined ? undefined : ENDS[last.type]
  if (last !== undefined && ended !== undefined) {
    return toEndRows(run.id, ended, foldBundle(header, events), Date.parse(last.at))
  }
  const seq = last === undefined ? 0 : last.seq + 1
  // The time between the crash and now was not spent by the run.
  const monoMs = last?.mono_ms ?? 0
  const data = { code: 'INTERRUPTED', noticed_at: new Date(nowEpochMs).toISOString() }
  const row: EventRow = ['run.interrupted', 'TASK_FAILED', null, null, monoMs, data]
  const bundle = foldBundle(header, [...events, toEvent(header, seq, row)])
  const rows = toTape([row]).map(part => toChunkRow(run.id, seq, part))
  return [...rows, ...toEndRows(run.id, 'interrupted', bundle, nowEpochMs)]
}

function toEndRows(id: number, status: RunState, bundle: Bundle, finishedAtEpochMs: number): readonly WriteRow[] {
  const { calledTasks, breaches } = tallyOf(bundle.tasks)
  const { run_id: runId, summary } = bundle
  return [toEndRow(id, { runId, status, summary, calledTasks, breaches, finishedAtEpochMs })]
}

function readEvents(reader: RunReader, run: StoredRun, log: (sentence: string) => void): readonly Event[] | null {
  try {
    return reader.events(toHeader(run), run.id, -1, Number.POSITIVE_INFINITY)
  } catch (error) {
    log(`The events of run ${run.run_id} cannot be read, so its bundle is empty: ${String(error)}`)
    return null
  }
}
