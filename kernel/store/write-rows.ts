/**
 * What is written, as data that can cross a thread, and the one place that turns it into rows: all of a group or nothing of it.
 * It neither queues nor waits.
 */
import type { Database, Statement } from 'bun:sqlite'
import type { RunState } from '#contracts/event'
import { packText } from './packed-text.ts'

export type RunRow = {
  readonly id: number
  readonly runId: string
  readonly graphId: string
  readonly graphHash: string
  readonly title: string
  readonly backend: string
  readonly startedAtEpochMs: number
  readonly totalTasks: number
  readonly contentKept: boolean
}

export type EndRow = {
  readonly id: number
  readonly runId: string
  readonly status: RunState
  readonly finishedAtEpochMs: number
  readonly executionPath: string
  readonly durationMs: number
  readonly calls: number
  readonly calledTasks: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly retries: number
  readonly breaches: number
  /** JSON of the bundle. */
  readonly bundle: string
}

export type WriteOp =
  | { readonly op: 'begin'; readonly row: RunRow }
  | { readonly op: 'chunk'; readonly id: number; readonly lines: string }
  | { readonly op: 'finish'; readonly row: EndRow }
  | { readonly op: 'keep'; readonly run: number; readonly koraVersion: string; readonly body: string }
  | {
      readonly op: 'claim'
      readonly key: string
      readonly bodyHash: string
      readonly runId: string
      readonly atMs: number
    }
  | { readonly op: 'answer'; readonly key: string; readonly response: string }
  | { readonly op: 'release'; readonly key: string }
  | { readonly op: 'prune'; readonly beforeMs: number }
  | { readonly op: 'probe' }

const PROBE_BYTES = 256 * 1_024

export class RowWriter {
  readonly #db: Database
  readonly #statements = new Map<string, Statement>()

  constructor(db: Database) {
    this.#db = db
  }

  /** One transaction. Throws SQLiteError, and then nothing of the group is there. */
  apply(ops: readonly WriteOp[]): void {
    if (ops.length === 0) return
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      for (const op of ops) this.#write(op)
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
    if (ops.some(({ op }) => op === 'probe')) this.#run('DELETE FROM probe')
  }

  #run(sql: string, ...values: (string | number | Uint8Array | null)[]): void {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    statement.run(...values)
  }

  #write(op: WriteOp): void {
    switch (op.op) {
      case 'begin':
        return this.#begin(op.row)
      case 'chunk':
        return this.#run('INSERT INTO chunk VALUES (?, ?)', op.id, packText(op.lines))
      case 'finish':
        return this.#finish(op.row)
      case 'keep':
        return this.#run('INSERT OR REPLACE INTO content VALUES (?, ?, ?)', op.run, op.koraVersion, packText(op.body))
      case 'claim':
        return this.#run(
          'INSERT OR REPLACE INTO request_key VALUES (?, ?, ?, ?, NULL)',
          op.key,
          op.bodyHash,
          op.runId,
          op.atMs,
        )
      case 'answer':
        return this.#run('UPDATE request_key SET response = ? WHERE key = ?', packText(op.response), op.key)
      case 'release':
        return this.#run('DELETE FROM request_key WHERE key = ?', op.key)
      case 'prune':
        return this.#run('DELETE FROM request_key WHERE created_at_ms < ?', op.beforeMs)
      case 'probe':
        return this.#run('INSERT OR REPLACE INTO probe VALUES (1, zeroblob(?))', PROBE_BYTES)
    }
  }

  #begin(row: RunRow): void {
    this.#run(
      `INSERT INTO run (id, run_id, graph_id, graph_hash, title, backend, started_at_ms, total_tasks, content_kept, status)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')`,
      row.id,
      row.runId,
      row.graphId,
      row.graphHash,
      row.title,
      row.backend,
      row.startedAtEpochMs,
      row.totalTasks,
      row.contentKept ? 1 : 0,
    )
  }

  #finish(row: EndRow): void {
    this.#run(
      `UPDATE run SET status = ?, finished_at_ms = ?, execution_path = ?, duration_ms = ?, calls = ?, called_tasks = ?,
       tokens_in = ?, tokens_out = ?, retries = ?, breaches = ? WHERE id = ?`,
      row.status,
      row.finishedAtEpochMs,
      row.executionPath,
      row.durationMs,
      row.calls,
      row.calledTasks,
      row.tokensIn,
      row.tokensOut,
      row.retries,
      row.breaches,
      row.id,
    )
    this.#run('INSERT OR REPLACE INTO bundle VALUES (?, ?)', row.id, packText(row.bundle))
  }
}
