import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { Files } from '#contracts/powers'
import { openFiles } from './plugin-files.ts'
import { openSecrets } from './secrets.ts'

let base: string
let files: Files
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kora-files-'))
  await mkdir(join(base, 'elsewhere'))
  await writeFile(join(base, 'elsewhere', 'token'), 'secret')
  files = await openFiles(join(base, 'own'))
})
afterAll(() => rm(base, { recursive: true }))

const bytes = new TextEncoder().encode('x')
async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'none'
  } catch (error) {
    return error instanceof KoraError ? error.code : String(error)
  }
}

describe('plugin files', () => {
  test('P4 refuses every path out of the own folder', async () => {
    const paths = ['../elsewhere/token', '/etc/hostname', 'a/../../elsewhere/token', '', '.', '..', 'a//b', 'a/', './a']
    for (const path of [...paths, 'a\\..\\b', 'C:evil', 'nul\0', `${base}/elsewhere/token`]) {
      expect([path, await codeOf(() => files.read(path))]).toEqual([path, 'PLUGIN_NOT_GRANTED'])
      expect([path, await codeOf(() => files.write(path, bytes))]).toEqual([path, 'PLUGIN_NOT_GRANTED'])
      expect([path, await codeOf(() => files.remove(path))]).toEqual([path, 'PLUGIN_NOT_GRANTED'])
      if (path !== '') expect([path, await codeOf(() => files.list(path))]).toEqual([path, 'PLUGIN_NOT_GRANTED'])
    }
    expect(await readFile(join(base, 'elsewhere', 'token'), 'utf8')).toBe('secret')
  })

  test('P4 follows no link out of the own folder', async () => {
    await symlink(join(base, 'elsewhere'), join(files.folder, 'out'))
    await symlink(join(base, 'elsewhere', 'token'), join(files.folder, 'leak'))
    for (const act of [
      () => files.read('out/token'),
      () => files.read('leak'),
      () => files.list('out'),
      () => files.write('out/planted', bytes),
      () => files.write('out/deep/planted', bytes),
      () => files.remove('out/token'),
    ])
      expect(await codeOf(act)).toBe('PLUGIN_NOT_GRANTED')
    await files.write('leak', bytes)
    await files.remove('out')
    expect(await readFile(join(base, 'elsewhere', 'token'), 'utf8')).toBe('secret')
    expect((await files.list('')).includes('out')).toBe(false)
  })

  test('P4 writes, lists, reads and removes inside', async () => {
    await files.write('a/b/c.bin', bytes)
    expect(await files.read('a/b/c.bin')).toEqual(Buffer.from('x'))
    expect(await files.list('a/b')).toEqual(['c.bin'])
    expect(await files.read('a/none')).toBeNull()
    expect(await files.list('none')).toEqual([])
    await files.remove('a')
    expect(await files.read('a/b/c.bin')).toBeNull()
    await files.remove('a')
  })
})

describe('secrets', () => {
  test('P4 gives granted names only, null for unset ones, and never a value in an error', async () => {
    const path = join(base, 'secrets.json')
    const secrets = openSecrets(path, ['api-key', 'unset', 'number'])
    expect(await secrets.read('api-key')).toBeNull()
    await writeFile(path, JSON.stringify({ 'api-key': 'canary-7', other: 'canary-8', number: 3 }), { mode: 0o600 })
    expect(await secrets.read('api-key')).toBe('canary-7')
    expect(await secrets.read('unset')).toBeNull()
    expect(await secrets.read('number')).toBeNull()
    expect(await codeOf(() => secrets.read('other'))).toBe('PLUGIN_NOT_GRANTED')
    await writeFile(path, '{"api-key": canary-9')
    const error = await secrets.read('api-key').then(String, error => `${error.message} ${error.stack} ${error.cause}`)
    expect(error).not.toContain('canary')
  })

  test('S9 refuses a file that others may read, and a link', async () => {
    const path = join(base, 'open.json')
    await writeFile(path, '{"api-key":"v"}')
    await chmod(path, 0o644)
    if (process.platform !== 'win32')
      expect(await codeOf(() => openSecrets(path, ['api-key']).read('api-key'))).toBe('CONFIG_INVALID')
    await symlink(path, join(base, 'linked.json'))
    expect(await codeOf(() => openSecrets(join(base, 'linked.json'), ['api-key']).read('api-key'))).toBe(
      'CONFIG_INVALID',
    )
  })
})
