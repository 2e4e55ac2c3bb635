/**
 * The run store over SQLite: hands rows to the queue and reads back durable ones. It guards what rows alone cannot: that events of
 * a run have no holes, that content is kept only where it may be, that a key is claimed once.
 */
import type { Database } from 'bun:sqlite'
import type { Bundle } from '#contracts/bundle'
import type { Capsule } from '#contracts/capsule'
import type { Event } from '#contracts/event'
import type { RunList, RunSummary, TelemetrySummary, TelemetryWindow } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { foldBundle } from '#telemetry/fold-bundle'
import { cutCapsule } from './cut-capsule.ts'
import { RunReader, toHeader, toSummary } from './read-runs.ts'
import { RequestKeys } from './request-keys.ts'
import type {
  EventBatch,
  RunContent,
  RunEnd,
  RunHeader,
  RunQuery,
  RunScope,
  RunStore,
  TimeWindow,
} from './run-store.ts'
import { SEQS_PER_RUN } from './store-schema.ts'
import { type QueueOptions, type ScrubExtent, type Ticket, WriteQueue } from './write-queue.ts'
import {
  readSubject,
  toBeginRow,
  toBundleRow,
  toChunkRow,
  toEndRow,
  toEraseRows,
  toWholeRow,
  type WriteRow,
} from './write-rows.ts'

type OpenRun = {
  readonly id: number
  readonly contentKept: boolean
  readonly begin: WriteRow
  readonly ticket: Ticket
  nextSeq: number
}

export type SqliteStoreOptions = Omit<QueueOptions, 'onGone'> & {
  /** The reading connection. */
  readonly db: Database
  readonly koraVersion: string
  /** Why nothing can be written for as long as this store is open; null when it can. */
  readonly blocked: string | null
}

export class SqliteRunStore implements RunStore {
  readonly #reader: RunReader
  readonly #queue: WriteQueue
  readonly #options: SqliteStoreOptions
  readonly #open = new Map<string, OpenRun>()
  readonly #keys: RequestKeys
  #nextId: number

  constructor(options: SqliteStoreOptions) {
    this.#options = options
    this.#reader = new RunReader(options.db)
    this.#nextId = this.#reader.lastId() + 1
    this.#queue = new WriteQueue({ ...options, onGone: rows => this.#forget(rows) })
    this.#keys = new RequestKeys(this.#reader, row => this.#queue.push(row))
  }

  begin(header: RunHeader): void {
    const problem = this.problem()
    if (problem !== null) throw new KoraError('STORAGE_FULL', problem)
    if (this.#open.has(header.runId)) throw new KoraError('INTERNAL', 'A run was begun twice.')
    const id = this.#nextId
    this.#nextId += 1
    const begin = toBeginRow(id, header)
    const ticket = this.#queue.push(begin)
    this.#open.set(header.runId, { id, contentKept: header.contentKept, begin, ticket, nextSeq: 0 })
  }

  append({ runId, firstSeq, parts }: EventBatch): void {
    if (parts.length === 0) return
    const run = this.#running(runId)
    if (firstSeq !== run.nextSeq) {
      throw new KoraError('INTERNAL', `Events of a run have a hole: ${firstSeq} came where ${run.nextSeq} was due.`)
    }
    for (const part of parts) {
      if (run.nextSeq + part.count > SEQS_PER_RUN) {
        throw new KoraError('INTERNAL', 'A run has more events than the store can number.')
      }
      this.#queue.push(toChunkRow(run.id, run.nextSeq, part))
      run.nextSeq += part.count
    }
  }

  finish(end: RunEnd): void {
    const { id, begin, ticket } = this.#running(end.runId)
    if (end.bundleText !== undefined) this.#queue.push(toBundleRow(id, end.bundleText))
    if (!this.#queue.replace(ticket, toWholeRow(begin, end))) this.#queue.push(toEndRow(id, end))
  }

  keep(content: RunContent): void {
    const run = this.#open.get(content.runId)
    const stored = run === undefined ? this.#reader.find(content.runId) : null
    const kept = run?.contentKept ?? stored?.content_kept === 1
    const id = run?.id ?? stored?.id
    if (!kept || id === undefined) throw new KoraError('INTERNAL', 'The content of this run must not be kept.')
    this.#queue.push(['keep', id, this.#options.koraVersion, JSON.stringify(content)])
  }

  commit(): Promise<void> {
    return this.#queue.commit()
  }

  problem(): string | null {
    return this.#options.blocked ?? this.#queue.problem()
  }

  list(query: RunQuery): RunList {
    return this.#reader.list(query)
  }

  summary(runId: string): RunSummary | null {
    const run = this.#reader.find(runId)
    return run === null ? null : toSummary(run)
  }

  bundle(runId: string): Bundle | null {
    return this.#reader.bundle(runId)
  }

  events(runId: string, afterSeq: number, limit: number): readonly Event[] {
    const run = this.#reader.find(runId)
    return run === null ? [] : this.#reader.events(toHeader(run), run.id, afterSeq, limit)
  }

  content(runId: string): RunContent | null {
    return this.#reader.content(runId)?.content ?? null
  }

  capsule(runId: string): Capsule | null {
    const run = this.#reader.find(runId)
    const kept = this.#reader.content(runId)
    if (run === null || kept === null || run.status === 'running') return null
    const header = toHeader(run)
    const events = this.#reader.events(header, run.id, -1, Number.POSITIVE_INFINITY)
    const bundle = this.#reader.keptBundle(runId) ?? foldBundle(header, events)
    return cutCapsule({ header, content: kept.content, bundle, events, koraVersion: kept.koraVersion })
  }

  telemetrySummary(window: TimeWindow = {}): TelemetrySummary {
    return this.#reader.telemetrySummary(window)
  }

  telemetryWindows(window: TimeWindow, stretchMs: number): readonly TelemetryWindow[] {
    return this.#reader.telemetryWindows(window, stretchMs)
  }

  endedRuns(scope: RunScope): readonly string[] {
    return this.#reader.endedRuns(scope)
  }

  async erase(runIds: readonly string[], extent: 'content' | 'all', space: ScrubExtent): Promise<readonly string[]> {
    const blocked = this.problem()
    if (blocked !== null) throw new KoraError('STORAGE_FULL', blocked)
    const erased: string[] = []
    for (const runId of runIds) {
      const run = this.#open.has(runId) ? null : this.#reader.find(runId)
      if (run === null || run.status === 'running') continue
      for (const row of toEraseRows(run.id, extent)) this.#queue.push(row)
      erased.push(runId)
    }
    // The answer of a key is content too.
    await this.#queue.commit()
    for (const key of this.#reader.keysOf(new Set(erased))) this.#keys.release(key)
    if (extent === 'all') this.#queue.push(['forgetPacks'])
    await this.#queue.scrub(space)
    return erased
  }

  claimKey(key: string, bodyHash: string, runId: string, nowEpochMs: number) {
    return this.#keys.claim(key, bodyHash, runId, nowEpochMs)
  }

  answerKey(key: string, response: string): void {
    this.#keys.answer(key, response)
  }

  releaseKey(key: string): void {
    this.#keys.release(key)
  }

  async close(): Promise<void> {
    try {
      await this.#queue.close()
    } finally {
      this.#options.db.close(true)
    }
  }

  #running(runId: string): OpenRun {
    const run = this.#open.get(runId)
    if (run === undefined) throw new KoraError('INTERNAL', 'Events came for a run that is not open.')
    return run
  }

  #forget(rows: readonly WriteRow[]): void {
    for (const row of rows) if (row[0] === 'end' || row[0] === 'whole') this.#open.delete(readSubject(row)!)
    this.#keys.forget(rows)
  }
}
