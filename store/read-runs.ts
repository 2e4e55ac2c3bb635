/** The questions a store answers, from durable rows only. It writes nothing and keeps no copy of what it read. */
import type { Database } from 'bun:sqlite'
import type { Bundle } from '#contracts/bundle'
import type { Event, RunState } from '#contracts/event'
import type { RunList, RunSummary, TelemetrySummary, TelemetryWindow } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { foldBundle } from '#telemetry/fold-bundle'
import { type PackedText, readStoredText, type StoredText, unpackBytes, unpackText } from './packed-text.ts'
import { readTape } from './read-tape.ts'
import type { EventRow, KeyedRequest, RunContent, RunHeader, RunQuery, RunScope, TimeWindow } from './run-store.ts'
import { SEQS_PER_RUN } from './store-schema.ts'
import { TAPE_MARK } from './tape-form.ts'
import { toEvent } from './to-event.ts'

export type StoredRun = {
  readonly id: number
  readonly run_id: string
  readonly graph_id: string
  readonly graph_hash: string
  readonly title: string
  readonly backend: string
  readonly started_at_ms: number
  readonly total_tasks: number
  readonly content_kept: number
  readonly status: RunState
  readonly execution_path: RunSummary['execution_path']
  readonly duration_ms: number | null
  readonly calls: number
  readonly tokens_in: number
  readonly tokens_out: number
  readonly retries: number
  readonly breaches: number
}

type Chunk = { readonly id: number; readonly body: StoredText }
type KeyRow = {
  readonly body_hash: string
  readonly run_id: string
  readonly created_at_ms: number
  readonly response: PackedText | null
}

const MAX_LIST = 1_000
/** An answer begins with its run. */
const ANSWERED_RUN = /^\{"run_id":"([^"]+)"/

export class RunReader {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  find(runId: string): StoredRun | null {
    return this.#db.query<StoredRun, [string]>('SELECT * FROM run WHERE run_id = ?').get(runId)
  }

  open(): readonly StoredRun[] {
    return this.#db.query<StoredRun, []>("SELECT * FROM run WHERE status = 'running' ORDER BY id").all()
  }

  lastId(): number {
    return this.#db.query<{ last: number }, []>('SELECT coalesce(max(id), 0) AS last FROM run').get()?.last ?? 0
  }

  /** Newest first by order of beginning, which no change of the clock can disturb. Throws INVALID_REQUEST for a foreign cursor. */
  list(query: RunQuery): RunList {
    const where: string[] = []
    const values: (string | number)[] = []
    const add = (condition: string, ...given: (string | number)[]): void => {
      where.push(condition)
      values.push(...given)
    }
    if (query.cursor !== undefined) add('id < ?', readCursor(query.cursor))
    if (query.status !== undefined) add('status = ?', query.status)
    if (query.path !== undefined) add('execution_path = ?', query.path)
    const { where: within, values: bounds } = inWindow(query.window ?? {})
    if (bounds.length > 0) add(within, ...bounds)
    if (query.text !== undefined && query.text !== '') {
      const like = `%${query.text.replaceAll(/[\\%_]/g, '\\$&')}%`
      add(`(title LIKE ? ESCAPE '\\' OR graph_id LIKE ? ESCAPE '\\' OR run_id LIKE ? ESCAPE '\\')`, like, like, like)
    }
    const limit = Math.min(Math.max(1, Math.trunc(query.limit)), MAX_LIST)
    const filter = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`
    const rows = this.#db
      .query<StoredRun, (string | number)[]>(`SELECT * FROM run ${filter} ORDER BY id DESC LIMIT ?`)
      .all(...values, limit + 1)
    const page = rows.slice(0, limit)
    return { runs: page.map(toSummary), next: rows.length > limit ? String(page[page.length - 1]!.id) : null }
  }

  /** The bundle of a run that has ended, made from its events unless it was kept. */
  bundle(runId: string): Bundle | null {
    const run = this.find(runId)
    if (run === null || run.status === 'running') return null
    const header = toHeader(run)
    return this.keptBundle(runId) ?? foldBundle(header, this.events(header, run.id, -1, Number.POSITIVE_INFINITY))
  }

  keptBundle(runId: string): Bundle | null {
    const row = this.#db
      .query<{ body: StoredText }, [string]>(
        'SELECT b.body FROM run r JOIN bundle b ON b.run = r.id WHERE r.run_id = ?',
      )
      .get(runId)
    return row === null ? null : this.#readJson<Bundle>(row.body)
  }

  content(runId: string): { readonly koraVersion: string; readonly content: RunContent } | null {
    const row = this.#db
      .query<{ kora_version: string; body: PackedText }, [string]>(
        'SELECT c.kora_version, c.body FROM run r JOIN content c ON c.run = r.id WHERE r.run_id = ?',
      )
      .get(runId)
    return row === null ? null : { koraVersion: row.kora_version, content: this.#readJson<RunContent>(row.body) }
  }

  events(header: RunHeader, id: number, afterSeq: number, limit: number): readonly Event[] {
    const low = id * SEQS_PER_RUN
    const wanted = Math.min(Math.max(afterSeq + 1, 0), SEQS_PER_RUN - 1)
    const rows = this.#db
      .query<Chunk, [number, number, number, number]>(
        `SELECT id, body FROM chunk WHERE id >= (SELECT coalesce(max(id), ?) FROM chunk WHERE id BETWEEN ? AND ?) AND id < ? ORDER BY id`,
      )
      .iterate(low, low, low + wanted, low + SEQS_PER_RUN)
    const events: Event[] = []
    for (const chunk of rows) {
      for (const [at, row] of this.#readRows(chunk.body).entries()) {
        const seq = chunk.id - low + at
        if (seq <= afterSeq) continue
        if (events.length >= limit) return events
        events.push(toEvent(header, seq, row))
      }
    }
    return events
  }

  #readRows(stored: StoredText): readonly EventRow[] {
    if (!(stored instanceof Uint8Array)) return this.#readJson(stored)
    const bytes = unpackBytes(stored)
    return bytes[0] === TAPE_MARK ? readTape(bytes) : this.#readJson(stored)
  }

  #readJson<T>(stored: StoredText): T {
    return JSON.parse(readStoredText(stored, this.#packOf)) as T
  }

  readonly #packOf = (id: number): PackedText => {
    const row = this.#db.query<{ body: PackedText }, [number]>('SELECT body FROM pack WHERE id = ?').get(id)
    if (row === null) throw new Error('a pack is missing')
    return row.body
  }

  key(key: string, oldestMs: number): KeyedRequest | null {
    const row = this.#db
      .query<KeyRow, [string, number]>('SELECT * FROM request_key WHERE key = ? AND created_at_ms >= ?')
      .get(key, oldestMs)
    if (row === null) return null
    const response = row.response === null ? null : unpackText(row.response)
    return { key, bodyHash: row.body_hash, runId: row.run_id, response }
  }

  /** Idempotency keys whose answer tells of one of these runs. */
  keysOf(runIds: ReadonlySet<string>): readonly string[] {
    const rows = this.#db.query<{ key: string; response: PackedText }, []>(
      'SELECT key, response FROM request_key WHERE response IS NOT NULL',
    )
    const keys: string[] = []
    for (const { key, response } of rows.iterate()) {
      const [, runId] = ANSWERED_RUN.exec(unpackText(response)) ?? []
      if (runId !== undefined && runIds.has(runId)) keys.push(key)
    }
    return keys
  }

  endedRuns({ sinceMs, untilMs, contentKept, limit }: RunScope): readonly string[] {
    const { where, values } = inWindow({
      ...(sinceMs === undefined ? {} : { sinceMs }),
      ...(untilMs === undefined ? {} : { untilMs }),
    })
    const kept = contentKept === true ? 'AND content_kept = 1' : ''
    const sql = `SELECT run_id FROM run WHERE status <> 'running' AND ${where} ${kept} ORDER BY id LIMIT ?`
    const rows = this.#db.query<{ run_id: string }, number[]>(sql).all(...values, limit ?? -1)
    return rows.map(row => row.run_id)
  }

  telemetrySummary(window: TimeWindow = {}): TelemetrySummary {
    const { where, values } = inWindow(window)
    return toSums(this.#db.query<Sums, number[]>(`SELECT ${SUMS} FROM run WHERE ${where}`).get(...values)!, ranks =>
      this.#latencies(where, values, ranks),
    )
  }

  telemetryWindows(window: TimeWindow, stretchMs: number): readonly TelemetryWindow[] {
    const { where, values } = inWindow(window)
    const sql = `SELECT started_at_ms / ? AS stretch, ${SUMS} FROM run WHERE ${where} GROUP BY stretch ORDER BY stretch`
    const rows = this.#db.query<Sums & { readonly stretch: number }, number[]>(sql).all(stretchMs, ...values)
    return rows.map(({ stretch, ...sums }) => {
      const start = stretch * stretchMs
      const own = inWindow({
        sinceMs: Math.max(start, window.sinceMs ?? start),
        untilMs: Math.min(start + stretchMs, window.untilMs ?? start + stretchMs),
      })
      return {
        start: new Date(start).toISOString(),
        ...toSums(sums, ranks => this.#latencies(own.where, own.values, ranks)),
      }
    })
  }

  /** Durations by rank over the runs that came to an end of their own. */
  #latencies(where: string, values: readonly number[], ranks: readonly number[]): ReadonlyMap<number, number> {
    const sql = `SELECT rank, duration_ms FROM (
      SELECT duration_ms, row_number() OVER (ORDER BY duration_ms) AS rank FROM run WHERE ${MEASURED} AND ${where}
    ) WHERE rank IN (?, ?, ?)`
    const rows = this.#db.query<{ rank: number; duration_ms: number }, number[]>(sql).all(...values, ...ranks)
    return new Map(rows.map(row => [row.rank, row.duration_ms]))
  }
}

function inWindow({ sinceMs, untilMs }: TimeWindow): { readonly where: string; readonly values: readonly number[] } {
  const parts = [
    sinceMs === undefined ? [] : ['started_at_ms >= ?'],
    untilMs === undefined ? [] : ['started_at_ms < ?'],
  ].flat()
  return { where: parts.join(' AND ') || 'true', values: [sinceMs ?? [], untilMs ?? []].flat() }
}

function toSums(sums: Sums, latencies: (ranks: readonly number[]) => ReadonlyMap<number, number>): TelemetrySummary {
  const ended = sums.succeeded + sums.failed + sums.cancelled + sums.interrupted
  // Nearest rank.
  const ranks = [0.5, 0.95, 0.99].map(share => Math.max(1, Math.ceil(share * sums.measured)))
  const byRank = latencies(ranks)
  const at = (index: number): number => byRank.get(ranks[index]!) ?? 0
  return {
    runs: sums.runs,
    succeeded: sums.succeeded,
    failed: sums.failed,
    cancelled: sums.cancelled,
    interrupted: sums.interrupted,
    deterministic_runs: sums.deterministic,
    deterministic_share: ended === 0 ? null : sums.deterministic / ended,
    model_invocations: sums.calls,
    tokens_in: sums.tokens_in,
    tokens_out: sums.tokens_out,
    retries: sums.retries,
    retry_amplification: sums.called_tasks === 0 ? null : sums.calls / sums.called_tasks,
    breaches: sums.breaches,
    latency_ms: { p50: at(0), p95: at(1), p99: at(2) },
  }
}

const MEASURED = "status IN ('success', 'failed') AND duration_ms IS NOT NULL"
// `total`, because `sum` throws where whole numbers grow beyond 64 bits, and a runtime may report any number.
const SUMS = `count(*) AS runs,
  count(*) FILTER (WHERE status = 'success') AS succeeded,
  count(*) FILTER (WHERE status = 'failed') AS failed,
  count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
  count(*) FILTER (WHERE status = 'interrupted') AS interrupted,
  count(*) FILTER (WHERE execution_path = 'deterministic') AS deterministic,
  count(*) FILTER (WHERE ${MEASURED}) AS measured,
  total(calls) AS calls, total(called_tasks) AS called_tasks, total(tokens_in) AS tokens_in, total(tokens_out) AS tokens_out,
  total(retries) AS retries, total(breaches) AS breaches`
type Sums = Readonly<
  Record<
    | 'runs'
    | 'succeeded'
    | 'failed'
    | 'cancelled'
    | 'interrupted'
    | 'deterministic'
    | 'measured'
    | 'calls'
    | 'called_tasks'
    | 'tokens_in'
    | 'tokens_out'
    | 'retries'
    | 'breaches',
    number
  >
>

export function toSummary(row: StoredRun): RunSummary {
  return {
    run_id: row.run_id,
    graph_id: row.graph_id,
    title: row.title,
    status: row.status,
    execution_path: row.execution_path,
    backend: row.backend,
    started_at: new Date(row.started_at_ms).toISOString(),
    duration_ms: row.duration_ms,
    total_tasks: row.total_tasks,
    model_invocation_count: row.calls,
    tokens_in: row.tokens_in,
    tokens_out: row.tokens_out,
    retries: row.retries,
    breaches: row.breaches,
    content_kept: row.content_kept === 1,
  }
}

export function toHeader(row: StoredRun): RunHeader {
  return {
    runId: row.run_id,
    graphId: row.graph_id,
    graphHash: row.graph_hash,
    title: row.title,
    backend: row.backend,
    startedAtEpochMs: row.started_at_ms,
    totalTasks: row.total_tasks,
    contentKept: row.content_kept === 1,
  }
}

function readCursor(cursor: string): number {
  const id = Number(cursor)
  if (/^[1-9][0-9]{0,15}$/.test(cursor) && Number.isSafeInteger(id)) return id
  throw new KoraError('INVALID_REQUEST', 'The cursor is not one that this list gave.', {
    errors: [{ pointer: '/cursor', code: 'INVALID_REQUEST', message: 'Use the value of `next` from the page before.' }],
  })
}
