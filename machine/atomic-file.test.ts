import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSmallFile, writeAtomic, writeSmallFile } from './atomic-file.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const parse = (raw: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(raw))
const modulePath = JSON.stringify(join(import.meta.dir, 'atomic-file.ts'))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kora-atomic-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('atomic file', () => {
  test('S7 leaves a whole file behind whenever its writer is killed', async () => {
    const path = join(folder, 'killed.json')
    await writeSmallFile(path, bytes('{"n":0}'))
    const script = `import { writeSmallFile } from ${modulePath}
      for (let n = 1; ; n++) { await writeSmallFile(${JSON.stringify(path)}, Buffer.from(JSON.stringify({ n, pad: 'x'.repeat(200_000) }))); if (n === 1) console.log('go') }`
    for (let turn = 0; turn < 6; turn += 1) {
      const writer = Bun.spawn({ cmd: [process.execPath, '-e', script], stdout: 'pipe', stderr: 'inherit' })
      await writer.stdout.getReader().read()
      await Bun.sleep(3 + turn * 7)
      writer.kill('SIGKILL')
      await writer.exited
      const found = await readSmallFile(path, parse)
      expect(found.from).toBe('file')
      expect((found.value as { n: number }).n).toBeGreaterThan(0)
    }
  })

  test('S7 keeps the old bytes and leaves no litter when the disk takes no more', async () => {
    if (process.platform === 'win32') return console.log('S7 file size limits are a POSIX thing: not tried here')
    const path = join(folder, 'full.json')
    await writeAtomic(path, bytes('{"old":true}'))
    // A file size limit stands in for a full disk: the write fails half way, as it does there.
    const script = `import { writeAtomic } from ${modulePath}
      try { await writeAtomic(${JSON.stringify(path)}, new Uint8Array(4_000_000)); process.exit(1) } catch { process.exit(42) }`
    const run = Bun.spawn({
      cmd: ['/bin/sh', '-c', `trap '' XFSZ; ulimit -f 16; exec "$0" -e "$1"`, process.execPath, script],
      stdout: 'inherit',
      stderr: 'inherit',
    })
    expect(await run.exited).toBe(42)
    expect(await readFile(path, 'utf8')).toBe('{"old":true}')
    expect((await readdir(folder)).filter(name => name.startsWith('.full'))).toEqual([])
  })

  test('S7 uses the last good copy of a broken file and says so in words', async () => {
    const path = join(folder, 'broken.json')
    await writeSmallFile(path, bytes('{"good":1}'))
    for (const bad of ['', '{"good":', '\0\0\0\0']) {
      await writeFile(path, bad)
      const found = await readSmallFile(path, parse)
      expect([found.value, found.from]).toEqual([{ good: 1 }, 'last-good'])
      expect(found.problem).toContain('broken.json')
      expect(await readFile(path, 'utf8')).toBe(bad)
    }
  })

  test('S7 starts on nothing, in words, when the copy is broken too', async () => {
    const path = join(folder, 'both.json')
    await writeFile(path, '{')
    await writeFile(`${path}.last-good`, '[')
    const found = await readSmallFile(path, parse)
    expect([found.value, found.from]).toEqual([null, 'none'])
    expect(found.problem).toContain('defaults')
  })

  test('S7 keeps a good edit by hand as the last good copy, and takes a deleted file as deleted', async () => {
    const path = join(folder, 'edited.json')
    await writeSmallFile(path, bytes('{"v":1}'))
    await writeFile(path, '{"v":2}')
    expect((await readSmallFile(path, parse)).value).toEqual({ v: 2 })
    await writeFile(path, 'oops')
    expect((await readSmallFile(path, parse)).value).toEqual({ v: 2 })
    await rm(path)
    expect(await readSmallFile(path, parse)).toEqual({ value: null, from: 'none', problem: null })
  })

  test('S7 replaces a link and leaves what it pointed at', async () => {
    const target = join(folder, 'target.json')
    const path = join(folder, 'link.json')
    await writeFile(target, 'untouched')
    await symlink(target, path)
    await writeAtomic(path, bytes('new'))
    expect(await readFile(target, 'utf8')).toBe('untouched')
    expect(await readFile(path, 'utf8')).toBe('new')
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  })
})
