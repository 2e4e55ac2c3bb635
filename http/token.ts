/**
 * The token file: one secret of this data root, made at first start and readable by its owner only (rule H8).
 * It never prints the token and never keeps one that others could have read.
 */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

const TOKEN = /^kora_[A-Za-z0-9_-]{43}$/

export type LoadedToken = {
  readonly token: string
  /** `renewed`: the file was damaged or open to others, so the old token is void. */
  readonly origin: 'kept' | 'created' | 'renewed'
}

/** Reads the token, or makes one of 256 bits. Throws what the file system throws when it can do neither. */
export function loadToken(path: string): LoadedToken {
  const found = readToken(path)
  if (found.token !== null) return { token: found.token, origin: 'kept' }
  const token = renewToken(path)
  return { token, origin: found.exists ? 'renewed' : 'created' }
}

/** Puts a new token in the place of the old one. Throws what the file system throws. */
export function renewToken(path: string): string {
  const token = `kora_${randomBytes(32).toString('base64url')}`
  writeToken(path, token)
  return token
}

function readToken(path: string): { readonly exists: boolean; readonly token: string | null } {
  try {
    const text = readFileSync(path, 'utf8').trim()
    const isPrivate = process.platform === 'win32' || (statSync(path).mode & 0o077) === 0
    return { exists: true, token: isPrivate && TOKEN.test(text) ? text : null }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return { exists: false, token: null }
    throw error
  }
}

function writeToken(path: string, token: string): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  const file = openSync(temporary, 'wx', 0o600)
  try {
    try {
      chmodSync(temporary, 0o600)
      writeSync(file, `${token}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    // Half a secret is no file to leave about.
    rmSync(temporary, { force: true })
    throw error
  }
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
