/**
 * Opens the store's file only after checking it (rule S7): what is damaged or foreign is moved aside, never deleted, and a new
 * file begun; what cannot be written is opened for reading. Every such turn is told in one sentence.
 */
import { Database, constants as sqlite } from 'bun:sqlite'
import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { Clock } from '#contracts/powers'
import {
  applyPragmas,
  type FileKind,
  limitSize,
  listColumns,
  migrate,
  RUN_FILE,
  readFileVersion,
} from './store-schema.ts'

export type StoreFile = {
  readonly db: Database
  readonly writable: boolean
  /** Where the former file lies now; null when it was sound or there was none. */
  readonly setAside: string | null
  /** What to tell the user; null when all is well. */
  readonly sentence: string | null
}

/** Throws KoraError('ROOT_LOCKED') when another program holds the file. */
export function openStoreFile(
  path: string,
  clock: Clock,
  maxBytes: number | null,
  kind: FileKind = RUN_FILE,
): StoreFile {
  const tryOpen = (): Database | { readonly damage: string } => openChecked(path, clock, maxBytes, kind)
  try {
    const found = tryOpen()
    if (found instanceof Database) return { db: found, writable: true, setAside: null, sentence: null }
    const setAside = moveAside(path, clock)
    const fresh = tryOpen()
    if (!(fresh instanceof Database)) throw new Error(fresh.damage)
    const sentence = `The ${kind.title} file was set aside (${found.damage}) and a new one begun; nothing was deleted.`
    return { db: fresh, writable: true, setAside, sentence }
  } catch (error) {
    if (readCode(error) === 'SQLITE_BUSY') throw new KoraError('ROOT_LOCKED', undefined, {}, error)
    const sentence = kind.readOnly
    return { db: openForReading(path, kind), writable: false, setAside: null, sentence }
  }
}

/** The checked database, or what is wrong with the file. Throws when the trouble is not the file's content. */
function openChecked(
  path: string,
  clock: Clock,
  maxBytes: number | null,
  kind: FileKind,
): Database | { readonly damage: string } {
  createPrivately(path, clock)
  // SQLite opens what it may not write as well, and says so with the first write only.
  for (const place of [path, dirname(path)]) accessSync(place, constants.W_OK)
  let db: Database | null = null
  try {
    db = new Database(path, { readwrite: true, strict: true })
    const damage = findDamage(db, kind)
    if (damage === null) {
      applyPragmas(db)
      limitSize(db, maxBytes)
      migrate(db, readFileVersion(db).schemaVersion, clock.epochMs(), kind)
      if (hasOurColumns(db, kind)) return db
    }
    db.close(true)
    return { damage: damage ?? 'its tables are not those of this version' }
  } catch (error) {
    db?.close(true)
    const code = readCode(error)
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return { damage: 'it is damaged' }
    // A file that gives no SQLite reason but fails inside SQL has the wrong tables.
    if (code === 'SQLITE_ERROR' || code === 'SQLITE_CONSTRAINT') return { damage: 'its tables cannot be read' }
    throw error
  }
}

function findDamage(db: Database, kind: FileKind): string | null {
  db.exec('PRAGMA busy_timeout = 1000')
  const { applicationId, schemaVersion, tables } = readFileVersion(db)
  if (tables > 0 && applicationId !== kind.applicationId) return 'it belongs to another program'
  if (schemaVersion > kind.migrations.length) return 'a newer Studio wrote it'
  const [first] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[]
  return first?.quick_check === 'ok' ? null : 'it is damaged'
}

function hasOurColumns(db: Database, kind: FileKind): boolean {
  const model = new Database(':memory:', { strict: true })
  migrate(model, 0, 0, kind)
  const same = listColumns(db) === listColumns(model)
  model.close(true)
  return same
}

/** SQLite gives its side files the mode of the main one, so the main one is made first (0600), and its name made durable. */
function createPrivately(path: string, clock: Clock): void {
  if (existsSync(path)) return
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // A log without its file would be thrown away by SQLite; it may be all that is left of somebody's data.
  moveAside(path, clock)
  closeSync(openSync(path, 'ax', 0o600))
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Moves the file and its side files, as many as there are, under one new name, and returns that. */
function moveAside(path: string, clock: Clock): string {
  const stamp = new Date(clock.epochMs()).toISOString().replaceAll(/[-:.]/g, '')
  const isTaken = (name: string): boolean => SIDES.some(side => existsSync(name + side))
  let target = `${path}.corrupt-${stamp}`
  for (let n = 2; isTaken(target); n += 1) target = `${path}.corrupt-${stamp}-${n}`
  for (const side of SIDES) if (existsSync(path + side)) renameSync(path + side, target + side)
  return target
}

const SIDES = ['', '-wal', '-shm']

/** As much as can be had without writing a byte: the file with its log, the file alone, or an empty store. */
function openForReading(path: string, kind: FileKind): Database {
  const attempts = [
    () => new Database(path, { readonly: true, strict: true }),
    () => new Database(`file:${encodeURI(path)}?immutable=1`, sqlite.SQLITE_OPEN_READONLY | sqlite.SQLITE_OPEN_URI),
  ]
  for (const attempt of attempts) {
    let db: Database | null = null
    try {
      db = attempt()
      if (findDamage(db, kind) === null && hasOurColumns(db, kind)) return db
    } catch {
      // The next way needs less of the folder.
    }
    db?.close(true)
  }
  const empty = new Database(':memory:', { strict: true })
  migrate(empty, 0, 0, kind)
  return empty
}

function readCode(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '')
}
