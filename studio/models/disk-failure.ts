/** Tells a disk that refuses from a source that fails: the first needs the user, and another source would not help. */
import { KoraError } from '#contracts/failure'

const SENTENCES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EROFS: 'The folder of models cannot be written: its disk is read-only.',
  EACCES: 'The folder of models cannot be written: access is denied.',
  EPERM: 'The folder of models cannot be written: it is not permitted.',
  ENOTDIR: 'The folder of models cannot be made: something else has its name.',
  EEXIST: 'The folder of models cannot be made: something else has its name.',
  EISDIR: 'A file of a model cannot be written: a folder has its name.',
  EIO: 'The disk reports an error.',
}

/** STORAGE_FULL where the system says that the disk refused, else null. */
export function readDiskFailure(cause: unknown): KoraError | null {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  // A network may refuse with the same codes.
  const isNetwork = cause instanceof Error && 'syscall' in cause && cause.syscall === 'connect'
  const sentence = isNetwork ? undefined : SENTENCES[code]
  if (sentence === undefined) return null
  const hint =
    'Free space or mend the folder models/ of the data folder; what came so far is kept, and the next try goes on.'
  return new KoraError('STORAGE_FULL', sentence, { hint }, cause)
}
