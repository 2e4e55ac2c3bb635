import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectPath } from '#testing/cache-folder'
import { checkManifest, type ManifestCheck } from './check-manifest.ts'

let base: string
let count = 0
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kora-manifest-'))
  await writeFile(join(base, 'outside.ts'), 'throw new Error("ran")')
})
afterAll(() => rm(base, { recursive: true }))

const good = {
  id: 'sample',
  title: 'Sample',
  version: '1.0.0',
  kernel: '^0.1.0',
  entry: 'plugin.ts',
  provides: [{ port: 'library', name: 'sample', operations: ['sample.one'] }],
}
type Files = Readonly<Record<string, string>>

/** A plugin folder named `sample`; `manifest` is its manifest's text or value. */
async function make(manifest: unknown, files: Files = { 'plugin.ts': 'throw new Error("ran")' }): Promise<string> {
  count += 1
  const folder = join(base, String(count), 'sample')
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  await writeFile(join(folder, 'kora.plugin.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest))
  return folder
}
const check = async (manifest: unknown, files?: Files): Promise<ManifestCheck> =>
  checkManifest(await make(manifest, files), '0.1.3')
const pointersOf = (result: ManifestCheck): string[] => (result.ok ? ['ok'] : result.faults.map(fault => fault.pointer))
const codeOf = (result: ManifestCheck): string => (result.ok ? 'ok' : result.code)
const sha256 = (text: string): string => new Bun.CryptoHasher('sha256').update(text).digest('hex')

describe('manifest check', () => {
  test('P1 takes a good manifest and runs none of its code', async () => {
    const result = await check(good)
    expect(result.ok && result.entry).toEndWith('/sample/plugin.ts')
  })

  test('P1 takes the manifest of every plugin that is shipped', async () => {
    for (const name of await readdir(projectPath('plugins')))
      expect([name, await checkManifest(projectPath('plugins', name), '0.1.0')]).toMatchObject([name, { ok: true }])
  })

  test('P1 refuses 10 MB of manifest without reading it, and what is no plain file', async () => {
    expect(pointersOf(await check(`{"pad":"${'x'.repeat(10_000_000)}"}`))).toEqual([''])
    const folder = await make(good)
    await rm(join(folder, 'kora.plugin.json'))
    expect(pointersOf(await checkManifest(folder, '0.1.3'))).toEqual([''])
    await symlink(join(base, 'outside.ts'), join(folder, 'kora.plugin.json'))
    expect(pointersOf(await checkManifest(folder, '0.1.3'))).toEqual([''])
  })

  test('P1 scans the bytes before it parses them', async () => {
    const texts: readonly [string, string][] = [
      ['{"id":"a","id":"b"}', 'DUPLICATE_KEY'],
      ['{"__proto__":{}}', 'FORBIDDEN_KEY'],
      ['['.repeat(5_000), 'JSON_DEPTH'],
      ['{', 'JSON_SYNTAX'],
      ['', 'JSON_SYNTAX'],
      ['\ufeff{}', 'JSON_SYNTAX'],
      ['{"a":1e400}', 'NUMBER_RANGE'],
    ]
    for (const [text, code] of texts) {
      const result = await check(text)
      expect([text.slice(0, 20), result.ok ? 'ok' : result.faults[0]!.code]).toEqual([text.slice(0, 20), code])
    }
  })

  test('P1 names every fault of the shape at once, inside grants too', async () => {
    const result = await check({
      ...good,
      id: 'Sample',
      version: 'one',
      bogus: 1,
      grants: [
        { power: 'net', hosts: [], reason: 'short' },
        { power: 'root', reason: 'a reason of some length' },
      ],
    })
    expect(pointersOf(result)).toEqual(
      expect.arrayContaining(['/id', '/version', '/bogus', '/grants/0/hosts', '/grants/0/reason', '/grants/1']),
    )
    for (const text of ['[]', 'null', '3', '"x"', '{}']) expect(codeOf(await check(text))).toBe('MANIFEST_INVALID')
  })

  test('P1 refuses an entry outside the folder, by name or through a link', async () => {
    const entries = [
      '../outside.ts',
      '/etc/hostname',
      'a/../../outside.ts',
      'a\\..\\b.ts',
      'none.ts',
      '',
      '.',
      'dir',
      'file:///x',
    ]
    for (const entry of [...entries, 'C:\\x.ts', 'plugin.ts\0', 'link.ts', 'linked/outside.ts']) {
      const folder = await make({ ...good, entry })
      await mkdir(join(folder, 'dir'))
      await symlink(join(base, 'outside.ts'), join(folder, 'link.ts'))
      await symlink(base, join(folder, 'linked'))
      expect([entry, pointersOf(await checkManifest(folder, '0.1.3'))]).toEqual([entry, ['/entry']])
    }
    expect(pointersOf(await check({ ...good, entry: './plugin.ts' }))).toEqual(['ok'])
  })

  test('P1 refuses another kernel with its own code, only where nothing else is wrong', async () => {
    for (const kernel of ['^2.0.0', '>=1', '', ' ', 'garbage', '<0.1.0'])
      expect([kernel, codeOf(await check({ ...good, kernel }))]).toEqual([kernel, 'PLUGIN_VERSION'])
    for (const kernel of ['^0.1.0', '>=0.1.2 <0.2.0', '0.1.x', '*'])
      expect([kernel, codeOf(await check({ ...good, kernel }))]).toEqual([kernel, 'ok'])
    expect(codeOf(await check({ ...good, kernel: '^2.0.0', entry: 'none.ts' }))).toBe('MANIFEST_INVALID')
  })

  test('P1 refuses names that are not what they seem', async () => {
    expect(pointersOf(await check({ ...good, id: 'other' }))).toEqual(['/id'])
    expect(pointersOf(await check({ ...good, requires: ['sample'] }))).toEqual(['/requires'])
    const provides = [
      { port: 'library', name: 'sample' },
      { port: 'library', name: 'more', operations: ['more.x', 'more.x', 'No.good', 'nodot'] },
      { port: 'connector', name: 'c', operations: ['c.x'] },
      { port: 'connector', name: 'c' },
    ]
    expect(pointersOf(await check({ ...good, provides })).toSorted()).toEqual([
      '/provides/0/operations',
      '/provides/1',
      '/provides/1/operations/2',
      '/provides/1/operations/3',
      '/provides/2/operations',
      '/provides/3',
    ])
    const hosts = ['loopback', 'example.com:443', '[::1]:80', '*', 'http://x', 'a/b', 'x:0', 'EXAMPLE.com', 'a b']
    const grants = [{ power: 'net', hosts, reason: 'a reason of some length' }]
    expect(pointersOf(await check({ ...good, grants }))).toEqual(
      [3, 4, 5, 6, 7, 8].map(index => `/grants/0/hosts/${index}`),
    )
  })

  test('P1 compares the content of declared files and finds undeclared ones', async () => {
    const files = { 'plugin.ts': 'code', 'lib/a.txt': 'a' }
    const hashes = { 'plugin.ts': sha256('code'), 'lib/a.txt': sha256('a') }
    expect(codeOf(await check({ ...good, files: hashes }, files))).toBe('ok')
    const changed = await check({ ...good, files: hashes }, { ...files, 'lib/a.txt': 'b', 'lib/extra.ts': 'x' })
    expect(pointersOf(changed)).toEqual(['/files/lib~1a.txt', '/files/lib~1extra.ts'])
    const escaping = await check({ ...good, files: { ...hashes, '../outside.ts': sha256('x') } }, files)
    expect(pointersOf(escaping)).toEqual(['/files/..~1outside.ts'])
    const folder = await make({ ...good, files: { ...hashes, 'link.ts': sha256('throw new Error("ran")') } }, files)
    await symlink(join(base, 'outside.ts'), join(folder, 'link.ts'))
    expect(pointersOf(await checkManifest(folder, '0.1.3'))).toEqual(['/files/link.ts'])
  })
})
