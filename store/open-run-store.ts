/**
 * Opens the run store: checks the file, ends what a crash left open, and joins reader, queue and writer. ':memory:' is the same code
 * with nothing behind it, and writes at once, so that a simulated run depends on its seed alone.
 */
import { Database } from 'bun:sqlite'
import type { Clock } from '#contracts/powers'
import { buildClosingRows } from './close-open-runs.ts'
import { RunReader } from './read-runs.ts'
import type { RunStore } from './run-store.ts'
import { SqliteRunStore } from './sqlite-run-store.ts'
import { openStoreFile, type StoreFile } from './store-file.ts'
import { applyPragmas, limitSize, migrate, readFileVersion } from './store-schema.ts'
import type { WriteSink } from './write-queue.ts'
import { flattenRows, RowWriter } from './write-rows.ts'
import { openWriteThread } from './write-thread.ts'

export type RunStoreOptions = {
  /** A file of its own in a folder of its own, or ':memory:'. */
  readonly path: string
  readonly clock: Clock
  /** One safe sentence for the operator's log. */
  readonly log: (sentence: string) => void
  /** Studio's version, written beside kept content for the capsule. */
  readonly koraVersion: string
  /** Ceiling of the file; beyond it writing fails as on a full disk. */
  readonly maxBytes?: number
  /** Only with ':memory:': the durable bytes of an earlier store, as `image()` gave them. */
  readonly image?: Uint8Array
}

export type OpenedStore = {
  readonly store: RunStore
  /** Where a damaged or foreign file was moved to, or null. */
  readonly setAside: string | null
  /** What to tell the user about the opening; null when all is well. */
  readonly sentence: string | null
  /** Runs that a crash had left open. */
  readonly interrupted: number
  /** All durable bytes, for a simulated restart. */
  readonly image: () => Uint8Array
}

/** Throws KoraError('ROOT_LOCKED'); any other trouble with the file ends in a store that says what is wrong. */
export function openRunStore(options: RunStoreOptions): OpenedStore {
  const { path, clock, log } = options
  const maxBytes = options.maxBytes ?? null
  const inMemory = path === ':memory:'
  const file = inMemory ? openMemory(options) : openStoreFile(path, clock, maxBytes)
  if (file.sentence !== null) log(file.sentence)
  const closing = file.writable ? closeOpenRuns(file.db, clock, log) : { count: 0, problem: null }
  const sink = inMemory ? openHere(file.db) : openWriteThread(path, maxBytes)
  const store = new SqliteRunStore({
    db: file.db,
    sink,
    clock,
    log,
    koraVersion: options.koraVersion,
    blocked: file.writable ? closing.problem : file.sentence,
    soon: inMemory ? flush => flush() : setImmediate,
  })
  return {
    store,
    setAside: file.setAside,
    sentence: file.sentence ?? closing.problem,
    interrupted: closing.count,
    image: () => file.db.serialize(),
  }
}

function openMemory({ clock, image, maxBytes }: RunStoreOptions): StoreFile {
  const db =
    image === undefined ? new Database(':memory:', { strict: true }) : Database.deserialize(image, { strict: true })
  applyPragmas(db)
  limitSize(db, maxBytes ?? null)
  migrate(db, readFileVersion(db).schemaVersion, clock.epochMs())
  return { db, writable: true, setAside: null, sentence: null }
}

function openHere(db: Database): WriteSink {
  const writer = new RowWriter(db)
  return {
    write: rows => {
      writer.apply(rows)
      return undefined
    },
    scrub: () => undefined,
    close: () => undefined,
  }
}

function closeOpenRuns(db: Database, clock: Clock, log: (sentence: string) => void) {
  const rows = buildClosingRows(new RunReader(db), clock.epochMs(), log)
  const count = rows.filter(([kind]) => kind === 'end').length
  if (count === 0) return { count, problem: null }
  try {
    new RowWriter(db).apply(flattenRows(rows))
    log(`${count} run(s) that were under way when Studio stopped are marked interrupted; what they spent is on record.`)
    return { count, problem: null }
  } catch (error) {
    const problem = 'Runs left open by a crash could not be ended: the disk refuses writes. Mend it and restart Studio.'
    log(`${problem} (${String(error)})`)
    return { count: 0, problem }
  }
}
