/**
 * The run store over SQLite: hands rows to the queue and reads back durable ones. It guards what rows alone cannot: that events of
 * a run have no holes, that content is kept only where it may be, that a key is claimed once.
 */
import type { Database } from 'bun:sqlite'
import type { Bundle } from '#contracts/bundle'
import type { Capsule } from '#contracts/capsule'
import type { Event } from '#contracts/event'
import type { RunList, RunSummary, TelemetrySummary } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { cutCapsule } from './cut-capsule.ts'
import { toEndRow } from './end-row.ts'
import { RunReader, toHeader, toSummary } from './read-runs.ts'
import { RequestKeys } from './request-keys.ts'
import type { EventBatch, RunContent, RunEnd, RunHeader, RunQuery, RunStore } from './run-store.ts'
import { SEQS_PER_RUN } from './store-schema.ts'
import { type QueueOptions, WriteQueue } from './write-queue.ts'
import type { WriteOp } from './write-rows.ts'

type OpenRun = { readonly id: number; readonly contentKept: boolean; nextSeq: number }

export type SqliteStoreOptions = Omit<QueueOptions, 'onDurable'> & {
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
    this.#queue = new WriteQueue({ ...options, onDurable: ops => this.#forget(ops) })
    this.#keys = new RequestKeys(this.#reader, op => this.#queue.push(op))
  }

  begin(header: RunHeader): void {
    const problem = this.problem()
    if (problem !== null) throw new KoraError('STORAGE_FULL', problem)
    if (this.#open.has(header.runId)) throw new KoraError('INTERNAL', 'A run was begun twice.')
    const id = this.#nextId
    this.#nextId += 1
    this.#open.set(header.runId, { id, contentKept: header.contentKept, nextSeq: 0 })
    this.#queue.push({ op: 'begin', row: { id, ...header } })
  }

  append({ runId, firstSeq, lines }: EventBatch): void {
    if (lines.length === 0) return
    const run = this.#running(runId)
    if (firstSeq !== run.nextSeq) {
      throw new KoraError('INTERNAL', `Events of a run have a hole: ${firstSeq} came where ${run.nextSeq} was due.`)
    }
    run.nextSeq += lines.length
    if (run.nextSeq > SEQS_PER_RUN) throw new KoraError('INTERNAL', 'A run has more events than the store can number.')
    this.#queue.push({ op: 'chunk', id: run.id * SEQS_PER_RUN + firstSeq, lines: lines.join('\n') })
  }

  finish({ runId, status, bundle, finishedAtEpochMs }: RunEnd): void {
    const row = toEndRow(this.#running(runId).id, status, bundle, finishedAtEpochMs)
    this.#queue.push({ op: 'finish', row })
  }

  keep(content: RunContent): void {
    const run = this.#open.get(content.runId)
    const stored = run === undefined ? this.#reader.find(content.runId) : null
    const kept = run?.contentKept ?? stored?.content_kept === 1
    const id = run?.id ?? stored?.id
    if (!kept || id === undefined) throw new KoraError('INTERNAL', 'The content of this run must not be kept.')
    const { koraVersion } = this.#options
    this.#queue.push({ op: 'keep', run: id, koraVersion, body: JSON.stringify(content) })
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
    const id = this.#open.get(runId)?.id ?? this.#reader.find(runId)?.id
    return id === undefined ? [] : this.#reader.events(id, afterSeq, limit)
  }

  content(runId: string): RunContent | null {
    return this.#reader.content(runId)?.content ?? null
  }

  capsule(runId: string): Capsule | null {
    const run = this.#reader.find(runId)
    const kept = this.#reader.content(runId)
    const bundle = this.#reader.bundle(runId)
    if (run === null || kept === null || bundle === null) return null
    const events = this.#reader.events(run.id, -1, Number.POSITIVE_INFINITY)
    return cutCapsule({ header: toHeader(run), content: kept.content, bundle, events, koraVersion: kept.koraVersion })
  }

  telemetrySummary(): TelemetrySummary {
    return this.#reader.telemetrySummary()
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
      this.#options.db.close()
    }
  }

  #running(runId: string): OpenRun {
    const run = this.#open.get(runId)
    if (run === undefined) throw new KoraError('INTERNAL', 'Events came for a run that is not open.')
    return run
  }

  #forget(ops: readonly WriteOp[]): void {
    for (const op of ops) if (op.op === 'finish') this.#open.delete(op.row.runId)
    this.#keys.forget(ops)
  }
}
