/**
 * What is written, as flat rows of values that cross a thread almost for nothing, and the one place that gives them to SQLite:
 * all of a group or nothing of it. It neither queues nor waits.
 */
import type { Database, Statement } from 'bun:sqlite'
import type { Bundle } from '#contracts/bundle'
import type { RunState } from '#contracts/event'
import { type PackedText, packText, TextPacker } from './packed-text.ts'
import type { EventRow, RunEnd, RunHeader } from './run-store.ts'
import { SEQS_PER_RUN } from './store-schema.ts'

type Value = string | number | null
type Shape = {
  readonly sql: string
  readonly values: number
  /** Position of a long text: packed with the others of its group, or alone where it is content. */
  readonly packed?: { readonly at: number; readonly with: 'group' | 'none' }
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
  /** A run that ended before its beginning was written. */
  whole: {
    sql: `INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    values: 19,
  },
  chunk: { sql: 'INSERT OR REPLACE INTO chunk VALUES (?, ?)', values: 2, packed: { at: 1, with: 'group' } },
  bundle: { sql: 'INSERT OR REPLACE INTO bundle VALUES (?, ?)', values: 2, packed: { at: 1, with: 'group' } },
  end: {
    sql: `UPDATE run SET status = ?, finished_at_ms = ?, execution_path = ?, duration_ms = ?, calls = ?, called_tasks = ?,
      tokens_in = ?, tokens_out = ?, retries = ?, breaches = ? WHERE id = ? AND run_id = ?`,
    values: 12,
  },
  keep: { sql: 'INSERT OR REPLACE INTO content VALUES (?, ?, ?)', values: 3, packed: { at: 2, with: 'none' } },
  claim: { sql: 'INSERT OR REPLACE INTO request_key VALUES (?, ?, ?, ?, NULL)', values: 4 },
  answer: { sql: 'UPDATE request_key SET response = ? WHERE key = ?', values: 2, packed: { at: 0, with: 'none' } },
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
  #packer: TextPacker | null = null

  constructor(db: Database) {
    this.#db = db
  }

  /** One transaction. Throws SQLiteError, and then nothing of the group is there. */
  apply(flat: FlatRows): void {
    if (flat.length === 0) return
    this.#db.run('BEGIN IMMEDIATE')
    try {
      this.#packer ??= this.#openPacker()
      for (let at = 0; at < flat.length; ) {
        const kind = flat[at] as RowKind
        const end = at + 1 + SHAPES[kind].values
        this.#run(kind, flat.slice(at + 1, end))
        at = end
      }
      this.#packer.flush()
      this.#db.run('COMMIT')
    } catch (error) {
      this.#packer?.drop()
      if (this.#db.inTransaction) this.#db.run('ROLLBACK')
      throw error
    }
  }

  /** A group that is given twice leaves a pack that nothing names, and no other harm. */
  #openPacker(): TextPacker {
    const last = this.#db.query<{ id: number }, []>('SELECT coalesce(max(id), 0) AS id FROM pack').get()?.id ?? 0
    const insert = this.#db.prepare<undefined, [number, PackedText]>('INSERT INTO pack VALUES (?, ?)')
    return new TextPacker(last + 1, (id, body) => insert.run(id, body))
  }

  #run(kind: RowKind, values: (Value | Uint8Array)[]): void {
    const shape: Shape = SHAPES[kind]
    let statement = this.#statements.get(kind)
    if (statement === undefined) {
      statement = this.#db.prepare(shape.sql)
      this.#statements.set(kind, statement)
    }
    if (shape.packed !== undefined) {
      const { at } = shape.packed
      const text = values[at] as string
      values[at] = shape.packed.with === 'group' ? this.#packer!.add(text) : packText(text)
    }
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

/** The end of a run: the few columns that lists and aggregates read, taken from its bundle. */
export type EndColumns = readonly [
  status: RunState,
  finishedAtEpochMs: number,
  executionPath: string,
  durationMs: number,
  calls: number,
  calledTasks: number,
  tokensIn: number,
  tokensOut: number,
  retries: number,
  breaches: number,
]

function toEndColumns({ status, bundle: { summary, tasks }, finishedAtEpochMs }: Omit<RunEnd, 'runId'>): EndColumns {
  let calledTasks = 0
  let breaches = 0
  for (const task of tasks) {
    if (task.attempts.length > 0) calledTasks += 1
    if (task.breach !== null) breaches += 1
  }
  return [
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
  ]
}

export function toBundleRow(id: number, bundle: Bundle, text: string = JSON.stringify(bundle)): WriteRow {
  return ['bundle', id, text]
}

export function toEndRow(id: number, end: Omit<RunEnd, 'runId'>): WriteRow {
  return ['end', ...toEndColumns(end), id, end.bundle.run_id]
}

/** Beginning and end in one. */
export function toWholeRow(begin: WriteRow, end: Omit<RunEnd, 'runId'>): WriteRow {
  return ['whole', ...(begin.slice(1) as Value[]), ...toEndColumns(end)]
}

/** The run that a row ends, the key that a row of `request_key` is about; else null. */
export function readSubject(row: WriteRow): string | null {
  switch (row[0]) {
    case 'end':
      return row[12] as string
    case 'whole':
      return row[2] as string
    case 'claim':
    case 'release':
      return row[1] as string
    case 'answer':
      return row[2] as string
    default:
      return null
  }
}
