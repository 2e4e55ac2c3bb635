/**
 * What is written, as flat rows of values that cross a thread almost for nothing, and the one place that gives them to SQLite:
 * all of a group or nothing of it. It neither queues nor waits.
 */
import type { Database, Statement } from 'bun:sqlite'
import type { Bundle } from '#contracts/bundle'
import type { RunState } from '#contracts/event'
import { packText } from './packed-text.ts'
import type { EventRow, RunHeader } from './run-store.ts'
import { SEQS_PER_RUN } from './store-schema.ts'

type Value = string | number | null
type Shape = {
  readonly sql: string
  readonly values: number
  /** Position of a long text to be packed. */
  readonly packs?: number
}

/** Filler that stays: it shows that the disk takes more than a byte. */
const PROBE_BYTES = 64 * 1_024

/** Every statement may be given twice: after a crash of the writing thread nobody knows whether its last group was committed. */
const SHAPES = {
  begin: {
    sql: `INSERT INTO run (id, run_id, graph_id, graph_hash, title, backend, started_at_ms, total_tasks, content_kept, status)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running') ON CONFLICT (id) DO NOTHING`,
    values: 9,
  },
  chunk: { sql: 'INSERT OR REPLACE INTO chunk VALUES (?, ?)', values: 2, packs: 1 },
  bundle: { sql: 'INSERT OR REPLACE INTO bundle VALUES (?, ?)', values: 2, packs: 1 },
  end: {
    sql: `UPDATE run SET status = ?, finished_at_ms = ?, execution_path = ?, duration_ms = ?, calls = ?, called_tasks = ?,
      tokens_in = ?, tokens_out = ?, retries = ?, breaches = ? WHERE id = ? AND run_id = ?`,
    values: 12,
  },
  keep: { sql: 'INSERT OR REPLACE INTO content VALUES (?, ?, ?)', values: 3, packs: 2 },
  claim: { sql: 'INSERT OR REPLACE INTO request_key VALUES (?, ?, ?, ?, NULL)', values: 4 },
  answer: { sql: 'UPDATE request_key SET response = ? WHERE key = ?', values: 2, packs: 0 },
  release: { sql: 'DELETE FROM request_key WHERE key = ?', values: 1 },
  prune: { sql: 'DELETE FROM request_key WHERE created_at_ms < ?', values: 1 },
  probe: { sql: 'INSERT OR REPLACE INTO probe VALUES (1, zeroblob(?))', values: 1 },
} as const satisfies Record<string, Shape>

export type RowKind = keyof typeof SHAPES
export type WriteRow = readonly [kind: RowKind, ...values: Value[]]
/** Rows one after the other, each its kind and then its values. */
export type FlatRows = readonly Value[]

export function flattenRows(rows: readonly WriteRow[]): FlatRows {
  const flat: Value[] = []
  for (const row of rows) for (const value of row) flat.push(value)
  return flat
}

export class RowWriter {
  readonly #db: Database
  readonly #statements = new Map<RowKind, Statement>()

  constructor(db: Database) {
    this.#db = db
  }

  /** One transaction. Throws SQLiteError, and then nothing of the group is there. */
  apply(flat: FlatRows): void {
    if (flat.length === 0) return
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      for (let at = 0; at < flat.length; ) {
        const kind = flat[at] as RowKind
        const shape: Shape = SHAPES[kind]
        const end = at + 1 + shape.values
        this.#run(kind, shape, flat.slice(at + 1, end))
        at = end
      }
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  #run(kind: RowKind, shape: Shape, values: (Value | Uint8Array)[]): void {
    let statement = this.#statements.get(kind)
    if (statement === undefined) {
      statement = this.#db.prepare(shape.sql)
      this.#statements.set(kind, statement)
    }
    if (shape.packs !== undefined) values[shape.packs] = packText(values[shape.packs] as string)
    statement.run(...values)
  }
}

export const probeRow: WriteRow = ['probe', PROBE_BYTES]

export function toBeginRow(id: number, header: RunHeader): WriteRow {
  const { runId, graphId, graphHash, title, backend, startedAtEpochMs, totalTasks, contentKept } = header
  return ['begin', id, runId, graphId, graphHash, title, backend, startedAtEpochMs, totalTasks, contentKept ? 1 : 0]
}

export function toChunkRow(id: number, firstSeq: number, rows: readonly EventRow[]): WriteRow {
  return ['chunk', id * SEQS_PER_RUN + firstSeq, JSON.stringify(rows)]
}

/** The end of a run: the few columns that lists and aggregates read, taken from its bundle, and the bundle itself. */
export function toEndRows(
  id: number,
  status: RunState,
  bundle: Bundle,
  finishedAtEpochMs: number,
): readonly WriteRow[] {
  const { summary } = bundle
  let calledTasks = 0
  let breaches = 0
  for (const task of bundle.tasks) {
    if (task.attempts.length > 0) calledTasks += 1
    if (task.breach !== null) breaches += 1
  }
  return [
    ['bundle', id, JSON.stringify(bundle)],
    [
      'end',
      status,
      finishedAtEpochMs,
      summary.execution_path,
      summary.total_latency_ms,
      summary.model_invocation_count,
      calledTasks,
      summary.total_tokens.in,
      summary.total_tokens.out,
      summary.total_retries,
      breaches,
      id,
      bundle.run_id,
    ],
  ]
}

/** The run that an `end` row ends, the key that a row of `request_key` is about; else null. */
export function readSubject([kind, ...values]: WriteRow): string | null {
  switch (kind) {
    case 'end':
      return values[11] as string
    case 'claim':
    case 'release':
      return values[0] as string
    case 'answer':
      return values[1] as string
    default:
      return null
  }
}
