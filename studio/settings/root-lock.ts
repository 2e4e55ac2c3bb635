/** One Studio per data root. It refuses to take over a root that is in use. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { writeAtomic } from '#machine/atomic-file'
import { readDiskFailure } from '#machine/disk-failure'
import { type FileLock, lockFile } from '#machine/file-lock'

/** Who holds a root; `url` and `token_file` once it serves. Only as true as its last write: the lock itself decides. */
export type RootHolder = {
  readonly pid: number
  readonly started_at: string
  readonly url: string | null
}

export type RootLock = {
  /** Tells other commands of this machine where this Studio serves. Throws what the disk says where it refuses. */
  announce(url: string): Promise<void>
  release(): void
}

/** Long enough to outlast a glance of `findHolder` from another process. */
const PATIENCE_MS = 200
const lockPath = (root: string): string => join(root, 'studio.lock')
const holderPath = (root: string): string => join(root, 'studio.json')

/** Throws ROOT_LOCKED, with the holder's process id and address, while another process holds the root; STORAGE_FULL where it cannot be written. */
export async function lockRoot(root: string, epochMs: number): Promise<RootLock> {
  const own = lock(root, PATIENCE_MS)
  let isHeld = true
  const started = { pid: process.pid, started_at: new Date(epochMs).toISOString() }
  const write = (url: string | null): Promise<void> =>
    writeAtomic(holderPath(root), new TextEncoder().encode(`${JSON.stringify({ ...started, url })}\n`))
  const release = (): void => {
    if (!isHeld) return
    isHeld = false
    rmSync(holderPath(root), { force: true })
    own.release()
  }
  try {
    await write(null)
  } catch (error) {
    if (readDiskFailure(error) === null) {
      release()
      throw error
    }
    // The lock itself needs no room: on a full disk what is there can still be looked at and deleted. A note of another would lie.
    rmSync(holderPath(root), { force: true })
  }
  return { announce: write, release }
}

/** Who serves this root right now, or null. Takes and gives back the lock to find out, so a crash leaves no ghost. */
export function findHolder(root: string): RootHolder | null {
  if (readHolder(root) === null) return null
  try {
    lock(root, 0).release()
    return null
  } catch (error) {
    if (error instanceof KoraError && error.code === 'ROOT_LOCKED') return readHolder(root)
    throw error
  }
}

function lock(root: string, patienceMs: number): FileLock {
  const own = takeLock(root, patienceMs)
  if (own !== null) return own
  const holder = readHolder(root)
  const who = holder === null ? '' : ` (process ${holder.pid}${holder.url === null ? '' : `, ${holder.url}`})`
  throw new KoraError('ROOT_LOCKED', `Another Studio uses the data folder ${root}${who}.`)
}

function takeLock(root: string, patienceMs: number): FileLock | null {
  try {
    return lockFile(lockPath(root), patienceMs)
  } catch (cause) {
    // What SQLite itself refuses is no matter of the folder.
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause
    const hint =
      'Make the folder writable and see whether its disk is full, or name another folder by --home or KORA_HOME.'
    throw new KoraError('STORAGE_FULL', `The data folder ${root} cannot be written.`, { hint }, cause)
  }
}

function readHolder(root: string): RootHolder | null {
  try {
    const { pid, started_at, url } = JSON.parse(readFileSync(holderPath(root), 'utf8')) as Partial<RootHolder>
    if (typeof pid !== 'number' || typeof started_at !== 'string') return null
    return { pid, started_at, url: typeof url === 'string' ? url : null }
  } catch {
    return null
  }
}
