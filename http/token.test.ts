import { afterEach, describe, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadToken, renewToken } from './token.ts'

const folders: string[] = []

function tokenPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kora-token-'))
  folders.push(folder)
  return join(folder, 'token')
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

describe('token file', () => {
  test('H8 is created at first start with mode 0600 and kept afterwards', () => {
    const path = tokenPath()
    const before = process.umask(0)
    try {
      const first = loadToken(path)
      expect(first.origin).toBe('created')
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(loadToken(path)).toEqual({ token: first.token, origin: 'kept' })
      expect(readdirSync(join(path, '..'))).toEqual(['token'])
    } finally {
      process.umask(before)
    }
  })

  test('H8 does not keep a token that others could have read', () => {
    const path = tokenPath()
    const first = loadToken(path)
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(path, mode)
      const next = loadToken(path)
      expect(next.origin).toBe('renewed')
      expect(next.token).not.toBe(first.token)
      expect(statSync(path).mode & 0o777).toBe(0o600)
    }
  })

  test('S7 replaces a damaged token file, an empty one included', () => {
    const path = tokenPath()
    for (const text of ['', 'kora_', 'x'.repeat(10_000)]) {
      writeFileSync(path, text, { mode: 0o600 })
      const { token, origin } = loadToken(path)
      expect(origin).toBe('renewed')
      expect(loadToken(path)).toEqual({ token, origin: 'kept' })
    }
  })

  test('H8 makes a new token for every data root', () => {
    expect(loadToken(tokenPath()).token).not.toBe(loadToken(tokenPath()).token)
  })

  test('S9 a token that could not be put in its place is left nowhere', () => {
    const path = tokenPath()
    mkdirSync(join(path, 'in the way'), { recursive: true })
    expect(() => renewToken(path)).toThrow()
    expect(readdirSync(join(path, '..'))).toEqual(['token'])
  })

  test('S7 fails aloud where no token can be written', () => {
    expect(() => loadToken(join(tokenPath(), 'below', 'token'))).toThrow()
  })
})
