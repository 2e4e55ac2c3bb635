/**
 * What is written, as flat values and one run of bytes that cross a thread almost for nothing, and the one place that gives them to
 * SQLite: all of a group or nothing of it. It neither queues nor waits.
 */
import type { Database, Statement } from 'bun:sqlite'
import type { RunState } from '#contracts/event'
import { packTape, packText } from './packed-text.ts'
import type { RunEnd, RunHeader } from './run-store.ts'
import { SEQS_PER_RUN } from './store-schema.ts'
import type { TapePart } from './tape-form.ts'

type Value = string | number | null
type Shape = {
  readonly sql: string
  readonly values: number
  /** Position of a long text, which is packed. */
  readonly text?: number
  /** Position of a tape. */
  readonly tape?: number
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
  chunk: { sql: 'INSERT OR REPLACE INTO chunk VALUES (?, ?)', values: 2, tape: 1 },
  bundle: { sql: 'INSERT OR REPLACE INTO bundle VALUES (?, ?)', values: 2, text: 1 },
  end: {
    sql: `UPDATE run SET status = ?, finished_at_ms = ?, execution_path = ?, duration_ms = ?, calls = ?, called_tasks = ?,
      tokens_in = ?, tokens_out = ?, retries = ?, breaches = ? WHERE id = ? AND run_id = ?`,
    values: 12,
  },
  keep: { sql: 'INSERT OR REPLACE INTO content VALUES (?, ?, ?)', values: 3, text: 2 },
  claim: { sql: 'INSERT OR REPLACE INTO request_key VALUES (?, ?, ?, ?, NULL)', values: 4 },
  answer: { sql: 'UPDATE request_key SET response = ? WHERE key = ?', values: 2, text: 0 },
  release: { sql: 'DELETE FROM request_key WHERE key = ?', values: 1 },
  prune: { sql: 'DELETE FROM request_key WHERE created_at_ms < ?', values: 1 },
  /** What is left of a run without its content; titles of messages are made of their words. */
  unkeep: { sql: 'DELETE FROM content WHERE run = ?', values: 1 },
  unname: {
    sql: `UPDATE run SET content_kept = 0, title = iif(graph_id LIKE 'msg\\_%' ESCAPE '\\', 'Message', title) WHERE id = ?`,
    values: 1,
  },
  forgetChunks: { sql: 'DELETE FROM chunk WHERE id BETWEEN ? AND ?', values: 2 },
  forgetBundle: { sql: 'DELETE FROM bundle WHERE run = ?', values: 1 },
  forgetRun: { sql: 'DELETE FROM run WHERE id = ?', values: 1 },
  /** Packs of older files, once nothing is left that could name one. */
  forgetPacks: { sql: 'DELETE FROM pack WHERE NOT EXISTS (SELECT 1 FROM run)', values: 0 },
  probe: { sql: 'INSERT OR REPLACE INTO probe VALUES (1, zeroblob(?))', values: 1 },
} as const satisfies Record<string, Shape>

export type RowKind = keyof typeof SHAPES
export type WriteRow = readonly [kind: RowKind, ...values: (Value | Uint8Array)[]]
/**
 * Rows as JSON text, which crosses to another thread at the cost of a copy, each its kind and then its values. In the place of bytes
 * stands how many of `bytes` are next.
 */
export type FlatRows = { readonly text: string; readonly bytes: Uint8Array<ArrayBuffer> }

export function flattenRows(rows: readonly WriteRow[]): FlatRows {
  const values: Value[] = []
  const parts: Uint8Array[] = []
  let length = 0
  for (const row of rows) {
    for (const value of row) {
      if (value instanceof Uint8Array) {
        parts.push(value)
        length += value.length
        values.push(value.length)
      } else values.push(value)
    }
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { text: JSON.stringify(values), bytes }
}

/** The same as one text: JSON holds no line break of its own, so behind the first come the bytes, one character each. */
export function packRows({ text, bytes }: FlatRows): string {
  return `${text}\n${Buffer.from(bytes.buffer, 0, bytes.length).toString('latin1')}`
}

export function unpackRows(packed: string): FlatRows {
  const end = packed.indexOf('\n')
  return { text: packed.slice(0, end), bytes: Buffer.from(packed.slice(end + 1), 'latin1') }
}

export class RowWriter {
  readonly #db: Database
  readonly #statements = new Map<RowKind, Statement>()

  constructor(db: Database) {
    this.#db = db
  }

  /** One transaction. Throws SQLiteError, and then nothing of the group is there. */
  apply({ text, bytes }: FlatRows): void {
    const values = JSON.parse(text) as readonly Value[]
    if (values.length === 0) return
    this.#db.run('BEGIN IMMEDIATE')
    try {
      let taken = 0
      for (let at = 0; at < values.length; ) {
        const kind = values[at] as RowKind
        const shape: Shape = SHAPES[kind]
        const row: (Value | Uint8Array)[] = values.slice(at + 1, at + 1 + shape.values)
        if (shape.text !== undefined) row[shape.text] = packText(row[shape.text] as string)
        else if (shape.tape !== undefined) {
          const end = taken + (row[shape.tape] as number)
          row[shape.tape] = packTape(bytes.subarray(taken, end))
          taken = end
        }
        this.#statement(kind, shape).run(...row)
        at += 1 + shape.values
      }
      this.#db.run('COMMIT')
    } catch (error) {
      if (this.#db.inTransaction) this.#db.run('ROLLBACK')
      throw error
    }
  }

  #statement(kind: RowKind, shape: Shape): Statement {
    let statement = this.#statements.get(kind)
    if (statement === undefined) {
      statement = this.#db.prepare(shape.sql)
      this.#statements.set(kind, statement)
    }
    return statement
  }
}

export const probeRow: WriteRow = ['probe', PROBE_BYTES]

export function toBeginRow(id: number, header: RunHeader): WriteRow {
  const { runId, graphId, graphHash, title, backend, startedAtEpochMs, totalTasks, contentKept } = header
  return ['begin', id, runId, graphId, graphHash, title, backend, startedAtEpochMs, totalTasks, contentKept ? 1 : 0]
}

/** The bytes of the part are copied: its giver may write over them. */
export function toChunkRow(id: number, firstSeq: number, part: TapePart): WriteRow {
  return ['chunk', id * SEQS_PER_RUN + firstSeq, part.bytes.slice()]
}

/** What erases a run: its content, or all of it. */
export function toEraseRows(id: number, extent: 'content' | 'all'): readonly WriteRow[] {
  const content: WriteRow = ['unkeep', id]
  if (extent === 'content') return [content, ['unname', id]]
  const first = id * SEQS_PER_RUN
  return [content, ['forgetChunks', first, first + SEQS_PER_RUN - 1], ['forgetBundle', id], ['forgetRun', id]]
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

function toEndColumns(end: RunEnd): EndColumns {
  const { summary } = end
  return [
    end.status,
    end.finishedAtEpochMs,
    summary.execution_path,
    summary.total_latency_ms,
    summary.model_invocation_count,
    end.calledTasks,
    atMost(summary.total_tokens.in),
    atMost(summary.total_tokens.out),
    summary.total_retries,
    end.breaches,
  ]
}

/** A column of whole numbers takes 64 bits, and one value beyond them would cost the whole group of rows. */
const atMost = (tokens: number): number => Math.min(tokens, Number.MAX_SAFE_INTEGER)

export function toBundleRow(id: number, bundleText: string): WriteRow {
  return ['bundle', id, bundleText]
}

export function toEndRow(id: number, end: RunEnd): WriteRow {
  return ['end', ...toEndColumns(end), id, end.runId]
}

/** Beginning and end in one. */
export function toWholeRow(begin: WriteRow, end: RunEnd): WriteRow {
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
