/** Named secrets out of one private file. It refuses a file that others may read, and names that were not granted. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { Secrets } from '#contracts/powers'

const LARGEST_BYTES = 65_536

/** `path`: a JSON object of texts, mode 0600. No message ever carries a value (rule S9). */
export function openSecrets(path: string, names: readonly string[]): Secrets {
  return {
    async read(name) {
      if (!names.includes(name)) throw new KoraError('PLUGIN_NOT_GRANTED', `The secret "${name}" was not granted.`)
      const all = await readPrivate(path)
      const value = all !== null && Object.hasOwn(all, name) ? all[name] : undefined
      return typeof value === 'string' ? value : null
    },
  }
}

async function readPrivate(path: string): Promise<Record<string, unknown> | null> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(error => {
    if (error.code === 'ENOENT') return null
    throw new KoraError('CONFIG_INVALID', `${basename(path)} cannot be opened; it must be a plain file of yours.`)
  })
  if (file === null) return null
  try {
    const stat = await file.stat()
    if (!stat.isFile() || stat.size > LARGEST_BYTES || (process.platform !== 'win32' && (stat.mode & 0o077) !== 0))
      throw new KoraError('CONFIG_INVALID', `${basename(path)} is open to others; set its mode to 0600.`)
    return readObject(await file.readFile('utf8'), basename(path))
  } finally {
    await file.close()
  }
}

function readObject(text: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // The parser's own message quotes the text, and the text is secret.
  }
  throw new KoraError('CONFIG_INVALID', `${name} is not a JSON object.`)
}
