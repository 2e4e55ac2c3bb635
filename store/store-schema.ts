/**
 * The tables of the store and how older files become newer ones. Telemetry (run, chunk, bundle, pack) and content (content, request_key)
 * are different tables, so that one can be kept without the other (rule L5). It knows no file names and moves nothing aside.
 */
import type { Database } from 'bun:sqlite'

/** "KORA" as SQLite's application id: tells our file from a stranger's. */
export const APPLICATION_ID = 0x4b4f5241

/** `migrations[n]` brings a file from schema version n to n + 1; shipped ones are never edited. */
const migrations: readonly string[] = [
  `
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    graph_id TEXT NOT NULL,
    graph_hash TEXT NOT NULL,
    title TEXT NOT NULL,
    backend TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    total_tasks INTEGER NOT NULL,
    content_kept INTEGER NOT NULL,
    status TEXT NOT NULL,
    finished_at_ms INTEGER,
    execution_path TEXT,
    duration_ms REAL,
    calls INTEGER NOT NULL DEFAULT 0,
    called_tasks INTEGER NOT NULL DEFAULT 0,
    tokens_in INTEGER NOT NULL DEFAULT 0,
    tokens_out INTEGER NOT NULL DEFAULT 0,
    retries INTEGER NOT NULL DEFAULT 0,
    breaches INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX run_open ON run (id) WHERE status = 'running';
  CREATE TABLE chunk (id INTEGER PRIMARY KEY, body ANY NOT NULL) STRICT;
  CREATE TABLE bundle (run INTEGER PRIMARY KEY, body ANY NOT NULL) STRICT;
  CREATE TABLE content (run INTEGER PRIMARY KEY, kora_version TEXT NOT NULL, body ANY NOT NULL) STRICT;
  CREATE TABLE request_key (
    key TEXT PRIMARY KEY,
    body_hash TEXT NOT NULL,
    run_id TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    response ANY
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at_ms INTEGER NOT NULL) STRICT;
  CREATE TABLE probe (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT;
  `,
  'CREATE TABLE pack (id INTEGER PRIMARY KEY, body ANY NOT NULL) STRICT',
]

/** What tells one kind of database file of ours from another. */
export type FileKind = {
  readonly applicationId: number
  /** As people call it: "The <title> file was set aside". */
  readonly title: string
  /** What to tell while the file can only be read. */
  readonly readOnly: string
  readonly migrations: readonly string[]
}

export const RUN_FILE: FileKind = {
  applicationId: APPLICATION_ID,
  title: 'telemetry',
  readOnly: 'The data folder cannot be written: telemetry can be read, but nothing runs. Mend it and restart Studio.',
  migrations,
}

/** A chunk's key holds its run and the `seq` of its first event, so one b-tree serves both without a second index. */
export const SEQS_PER_RUN = 2 ** 26

/** Settings of every connection; FULL means that a commit is on the disk, not only with the system. */
export function applyPragmas(db: Database): void {
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON')
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000')
}

/** Leaves no trace of deleted rows in the file and its log (L9); `all` also gives their space back. */
export function scrubFile(db: Database, extent: 'deleted' | 'all'): void {
  if (extent === 'all') db.exec('VACUUM')
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

/** Beyond this the file refuses to grow, as a full disk would. */
export function limitSize(db: Database, maxBytes: number | null): void {
  if (maxBytes === null) return
  const { page_size: pageBytes } = db.prepare('PRAGMA page_size').get() as { page_size: number }
  db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`)
}

export type FileVersion = { readonly applicationId: number; readonly schemaVersion: number; readonly tables: number }

export function readFileVersion(db: Database): FileVersion {
  const number = (sql: string, column: string): number => (db.prepare(sql).get() as Record<string, number>)[column] ?? 0
  return {
    applicationId: number('PRAGMA application_id', 'application_id'),
    schemaVersion: number('PRAGMA user_version', 'user_version'),
    tables: number('SELECT count(*) AS n FROM sqlite_schema', 'n'),
  }
}

/** Every table with its columns, as one comparable text. */
export function listColumns(db: Database): string {
  const sql = `SELECT s.name || '.' || c.name || ' ' || c.type AS part FROM sqlite_schema s JOIN pragma_table_info(s.name) c
    WHERE s.type = 'table' ORDER BY s.name, c.cid`
  return (db.prepare(sql).all() as { part: string }[]).map(({ part }) => part).join('\n')
}

/** Brings an empty or older file to this version, all in one transaction. */
export function migrate(db: Database, from: number, nowEpochMs: number, kind: FileKind = RUN_FILE): void {
  const last = kind.migrations.length
  if (from === last) return
  db.transaction(() => {
    for (let version = from; version < last; version += 1) {
      db.exec(kind.migrations[version]!)
      db.prepare('INSERT INTO migration VALUES (?, ?)').run(version + 1, nowEpochMs)
    }
    db.exec(`PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${last}`)
  }).immediate()
}
