/** The token of a data root for those who serve it or show it. A file that cannot be used is refused in words, not by a stack. */
import { KoraError } from '#contracts/failure'
import { type LoadedToken, loadToken } from '#http/token'
import { readDiskFailure } from '#machine/disk-failure'
import type { DataRoot } from './settings/data-root.ts'

/** Throws CONFIG_INVALID, and STORAGE_FULL where the disk refused. `log` hears when the old token is void. */
export function loadRootToken({ tokenFile }: DataRoot, log: (line: string) => void): LoadedToken['token'] {
  try {
    const { token, origin } = loadToken(tokenFile)
    if (origin === 'renewed')
      log('The token file was damaged or open to others, so there is a new token; a Studio that runs has the old one.')
    return token
  } catch (error) {
    const refused = readDiskFailure(error)
    if (refused !== null) throw refused
    throw new KoraError(
      'CONFIG_INVALID',
      'The token file (configs/token in the data folder) can be neither read nor made.',
      { hint: 'Make it a plain file of yours, or delete it: the next start makes a new one.' },
      error,
    )
  }
}
