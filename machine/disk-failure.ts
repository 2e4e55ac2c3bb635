/**
 * Tells a disk that refuses from a fault of ours: the first needs the user and gets a sentence with its cure. It says nothing of
 * codes that can also mean a wrong path or a missing right.
 */
import { KoraError } from '#contracts/failure'

const SENTENCES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EFBIG: 'The limit of this user for the size of a file is reached.',
  EROFS: 'The disk is read-only.',
  EIO: 'The disk reports an error.',
  SQLITE_FULL: 'The disk is full.',
  SQLITE_READONLY: 'The disk is read-only.',
  SQLITE_IOERR: 'The disk reports an error.',
}

/** STORAGE_FULL where the system or the database says that the disk refused, else null. */
export function readDiskFailure(cause: unknown): KoraError | null {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  // SQLite says more after its second word: SQLITE_IOERR_WRITE.
  const sentence = SENTENCES[code.startsWith('SQLITE_') ? code.split('_', 2).join('_') : code]
  return sentence === undefined
    ? null
    : new KoraError('STORAGE_FULL', sentence, { hint: 'Free space, or mend the disk of the data folder.' }, cause)
}
