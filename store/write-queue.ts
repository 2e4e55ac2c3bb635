/**
 * Group commit: whatever was handed over until the disk is free goes into one transaction (rule L4). Callers who wait in a crowd are
 * split into halves, so that one half works while the disk writes the other. It keeps what could not be written and tries again; it
 * never drops a row for want of space, and never answers before the disk has.
 */
import { KoraError } from '#contracts/failure'
import type { Clock, Dispose } from '#contracts/powers'
import { type FlatRows, flattenRows, probeRow, type WriteRow } from './write-rows.ts'

/** Where groups go. A sink that works in this thread returns nothing and is done on return. Throws or rejects with `code` of SQLite. */
export type WriteSink = {
  readonly write: (rows: FlatRows) => Promise<void> | undefined
  /** Takes what was deleted out of every page and the log (L9); `all` also gives the space back. Not while a group is written. */
  readonly scrub: (extent: ScrubExtent) => Promise<void> | undefined
  readonly close: () => Promise<void> | undefined
}

export type ScrubExtent = 'deleted' | 'all'

export type QueueOptions = {
  readonly sink: WriteSink
  readonly clock: Clock
  readonly log: (sentence: string) => void
  /** Lets ready callers join before a group leaves; in a simulation it calls at once. */
  readonly soon: (flush: () => void) => void
  /** Told of rows that wait no longer: they are durable, or were refused and dropped. */
  readonly onGone: (rows: readonly WriteRow[]) => void
}

/** Where a row waits. */
export type Ticket = { readonly group: number; readonly at: number }

type Waiter = { readonly resolve: () => void; readonly reject: (error: KoraError) => void }

/** What nobody waits for is durable after this long at the latest. */
const IDLE_FLUSH_MS = 100
const PROBE_EVERY_MS = 1_000
/** Fewer callers than these gain nothing from being split. */
const LEAST_CROWD = 4
const TURNS_FOR_A_CROWD = 8
/** Share of the crowd that is still expected when fewer came. */
const CROWD_MEMORY = 15 / 16

export class WriteQueue {
  readonly #options: QueueOptions
  #rows: WriteRow[] = []
  #group = 0
  #waiters: Waiter[] = []
  /** Callers that waited at once, lately. */
  #crowd = 0
  #scheduled = false
  #flying = false
  #idleArmed = false
  #problem: string | null = null
  #triedAtMs = 0
  /** Runs while there is trouble: nobody may ask, and what waits is to be written all the same. */
  #nextTry: Dispose | null = null

  constructor(options: QueueOptions) {
    this.#options = options
  }

  problem(): string | null {
    if (this.#problem !== null) this.#probe()
    return this.#problem
  }

  push(row: WriteRow): Ticket {
    const ticket = { group: this.#group, at: this.#rows.push(row) - 1 }
    if (!(this.#idleArmed || this.#scheduled || this.#flying)) this.#armIdle()
    return ticket
  }

  /** Puts another row in the place of one that still waits; false when that has left. */
  replace({ group, at }: Ticket, row: WriteRow): boolean {
    if (group !== this.#group) return false
    this.#rows[at] = row
    return true
  }

  #armIdle(): void {
    this.#idleArmed = true
    this.#options.clock.timer(IDLE_FLUSH_MS, () => {
      this.#idleArmed = false
      if (this.#rows.length > 0) this.#schedule()
    })
  }

  /** Durable for all that was pushed before. Rejects with STORAGE_FULL (rows stay queued) or INTERNAL. */
  commit(): Promise<void> {
    if (this.#rows.length === 0 && !this.#flying) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
      if (this.#isHalfHere()) this.#flush()
      else this.#schedule()
    })
  }

  /** Writes what is left, then leaves no trace of what was deleted. Rejects like `commit`. */
  async scrub(extent: ScrubExtent): Promise<void> {
    await this.commit()
    try {
      await this.#options.sink.scrub(extent)
    } catch (error) {
      const sentence = toProblem(error)
      throw new KoraError(sentence === null ? 'INTERNAL' : 'STORAGE_FULL', sentence ?? undefined, {}, error)
    }
  }

  /** Writes what is left, then closes the sink. Rejects like `commit`. */
  async close(): Promise<void> {
    try {
      await this.commit()
    } finally {
      this.#nextTry?.()
      await this.#options.sink.close()
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.#flying) return
    this.#scheduled = true
    this.#flushSoon(TURNS_FOR_A_CROWD)
  }

  /** While less than half of the crowd is here, the others are given a few turns to come. */
  #flushSoon(turns: number): void {
    this.#options.soon(() => {
      const isEarly = this.#crowd >= LEAST_CROWD && 2 * this.#waiters.length < this.#crowd
      if (isEarly && turns > 0 && !this.#flying) return this.#flushSoon(turns - 1)
      this.#scheduled = false
      if (!this.#flying) this.#flush()
    })
  }

  #isHalfHere(): boolean {
    return !this.#flying && this.#crowd >= LEAST_CROWD && 2 * this.#waiters.length >= this.#crowd
  }

  #flush(): void {
    const rows = this.#rows
    const waiters = this.#waiters
    this.#rows = []
    this.#group += 1
    this.#waiters = []
    this.#flying = true
    this.#triedAtMs = this.#options.clock.monoMs()
    const done = (): void => this.#settle(rows, waiters)
    const failed = (error: unknown): void => this.#fail(rows, waiters, error)
    if (rows.length === 0) return done()
    let pending: Promise<void> | undefined
    try {
      pending = this.#options.sink.write(flattenRows(rows))
    } catch (error) {
      return failed(error)
    }
    if (pending === undefined) done()
    else pending.then(done, failed)
  }

  #settle(rows: readonly WriteRow[], waiters: readonly Waiter[]): void {
    this.#flying = false
    if (this.#problem !== null && rows.length > 0) {
      this.#problem = null
      this.#options.log('Telemetry can be written again.')
    }
    this.#options.onGone(rows)
    this.#crowd = Math.max(waiters.length + this.#waiters.length, CROWD_MEMORY * this.#crowd)
    // Before the others go on, so that the disk has work meanwhile.
    if (this.#isHalfHere()) this.#flush()
    for (const { resolve } of waiters) resolve()
    this.#next()
  }

  #fail(rows: readonly WriteRow[], waiters: readonly Waiter[], error: unknown): void {
    this.#flying = false
    const sentence = toProblem(error)
    const kora =
      sentence === null
        ? new KoraError('INTERNAL', 'A row of telemetry was refused.', {}, error)
        : new KoraError('STORAGE_FULL', sentence, {}, error)
    if (sentence === null) {
      this.#options.log(`A group of ${rows.length} rows was refused and dropped: ${String(error)}`)
      this.#options.onGone(rows)
    } else {
      this.#rows = [...rows.filter(row => row !== probeRow), ...this.#rows]
      this.#group += 1
      if (this.#problem === null) this.#options.log(sentence)
      this.#problem = sentence
      this.#tryLater()
    }
    // Those who joined meanwhile may wait for rows of this very group.
    const late = this.#waiters.splice(0)
    for (const { reject } of [...waiters, ...late]) reject(kora)
  }

  #next(): void {
    if (this.#waiters.length > 0) this.#schedule()
  }

  /** At most once a second, a real write decides whether the trouble is over: the waiting rows, or else filler. */
  #probe(): void {
    const { clock } = this.#options
    if (this.#flying || this.#scheduled || clock.monoMs() - this.#triedAtMs < PROBE_EVERY_MS) return
    if (this.#rows.length === 0) this.#rows.push(probeRow)
    this.#schedule()
  }

  #tryLater(): void {
    this.#nextTry ??= this.#options.clock.timer(PROBE_EVERY_MS, () => {
      this.#nextTry = null
      if (this.#problem === null) return
      this.#probe()
      // Tried by somebody else a moment ago.
      if (!(this.#flying || this.#scheduled)) this.#tryLater()
    })
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'The disk is full: telemetry cannot be written, so no new run starts.',
  SQLITE_READONLY: 'The data folder is read-only: telemetry cannot be written, so no new run starts.',
  SQLITE_CANTOPEN: 'The telemetry file cannot be opened for writing, so no new run starts.',
  SQLITE_IOERR: 'The disk refused a write of telemetry, so no new run starts.',
  SQLITE_BUSY: 'Another program holds the telemetry file, so no new run starts.',
  SQLITE_CORRUPT: 'The telemetry file is damaged: restart Studio, and it is set aside and a new one begun.',
  SQLITE_NOTADB: 'The telemetry file is damaged: restart Studio, and it is set aside and a new one begun.',
}

/** The sentence for trouble with the disk; null for a fault of our own. */
function toProblem(error: unknown): string | null {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return null
  const family = code.split('_').slice(0, 2).join('_')
  return SENTENCES[family] ?? null
}
