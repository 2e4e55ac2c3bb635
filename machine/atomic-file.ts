/**
 * Small files that survive a crash, a full disk and a bad edit (rule S7): temp file, fsync, rename, fsync of the folder, and a
 * last-good copy beside. It refuses to write in place.
 */
import { constants } from 'node:fs'
import { open, readFile, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What a small file gave. `problem` is one sentence for people when the file itself could not be used. */
export type SmallFile<T> = {
  readonly value: T | null
  readonly from: 'file' | 'last-good' | 'none'
  readonly problem: string | null
}

const lastGoodOf = (path: string): string => `${path}.last-good`

/** Replaces a file as a whole: readers see the old or the new bytes, never a part. A link at `path` is replaced, not followed. */
export async function writeAtomic(path: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`)
  const file = await open(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode)
  try {
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}

/** `writeAtomic`, then the same bytes as the last-good copy. */
export async function writeSmallFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeAtomic(path, bytes)
  await writeAtomic(lastGoodOf(path), bytes)
}

/**
 * Reads a small file; `parse` throws for bytes that are no good, and then the last-good copy is used. A file that a person
 * edited well becomes the new last-good copy. Never throws for bad content, only where the folder cannot be read.
 */
export async function readSmallFile<T>(path: string, parse: (bytes: Uint8Array) => T): Promise<SmallFile<T>> {
  const bytes = await readOrNull(path)
  if (bytes === null) return { value: null, from: 'none', problem: null }
  const name = basename(path)
  try {
    const value = parse(bytes)
    const copy = await readOrNull(lastGoodOf(path))
    if (copy === null || Buffer.compare(copy, bytes) !== 0)
      await writeAtomic(lastGoodOf(path), bytes).catch(() => undefined)
    return { value, from: 'file', problem: null }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const value = await readLastGood(path, parse)
    return value === null
      ? {
          value,
          from: 'none',
          problem: `${name} cannot be used (${why}), so defaults are in force; mend or delete it.`,
        }
      : {
          value,
          from: 'last-good',
          problem: `${name} cannot be used (${why}), so its last good copy is in force; mend it.`,
        }
  }
}

/** What the last-good copy of a file holds, or null where that is nothing good. */
export async function readLastGood<T>(path: string, parse: (bytes: Uint8Array) => T): Promise<T | null> {
  try {
    const bytes = await readOrNull(lastGoodOf(path))
    return bytes === null ? null : parse(bytes)
  } catch {
    return null
  }
}

/** Bytes of a file, or null where there is none. */
export async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Makes new and changed names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; there a rename is durable with the volume's own journal.
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
