/**
 * An exclusive lock that the operating system holds, through SQLite on an empty file: it ends with the process, however that ends,
 * so no stale lock and no reused process id can keep anyone out. Nothing is ever written into the file.
 */
import { Database } from 'bun:sqlite'
import { closeSync, fstatSync, openSync, statSync } from 'node:fs'

export type FileLock = { release(): void }

/** Keeps each lock reachable: a collected database would give its lock back while its owner still works. */
const held = new Set<Database>()

/** Null while another holds it, also one of this process. Throws what the disk says where the file cannot be made. */
export function lockFile(path: string, patienceMs: number): FileLock | null {
  // Made here, because SQLite would make it readable to others.
  const file = openSync(path, 'a', 0o600)
  const { ino } = fstatSync(file)
  closeSync(file)
  const database = new Database(path)
  try {
    database.run(`PRAGMA busy_timeout = ${patienceMs}`)
    // Nothing is written into this database, so it needs no journal on the disk, which may be full.
    database.run('PRAGMA journal_mode = MEMORY')
    database.run('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (['SQLITE_BUSY', 'SQLITE_LOCKED'].includes((error as { code?: string }).code ?? '')) return null
    throw error
  }
  // Whoever held it may have removed the file meanwhile: a lock on what no longer has the name keeps nobody out.
  if (statSync(path, { throwIfNoEntry: false })?.ino !== ino) {
    database.close()
    return null
  }
  held.add(database)
  return {
    release() {
      if (held.delete(database)) database.close()
    },
  }
}
