import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { findDataRoot, openDataRoot } from './data-root.ts'
import { findHolder, lockRoot } from './root-lock.ts'

let base: string
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kora-root-'))
})
const children: Bun.Subprocess[] = []
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(base, { recursive: true })
})

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
const isPosix = process.platform !== 'win32'
const moduleFile = JSON.stringify(join(import.meta.dir, 'root-lock.ts'))
const errorOf = (act: Promise<unknown>): Promise<KoraError> =>
  act.then(
    () => new KoraError('INTERNAL'),
    error => error,
  )

/** Another process that holds the root until it is killed. */
async function holdElsewhere(root: string) {
  const script = `import { lockRoot } from ${moduleFile}
    const lock = await lockRoot(${JSON.stringify(root)}, Date.now())
    await lock.announce('http://127.0.0.1:4747')
    console.log('held'); setInterval(() => Bun.gc(true), 5)`
  const child = Bun.spawn({ cmd: [process.execPath, '-e', script], stdout: 'pipe', stderr: 'inherit' })
  children.push(child)
  await child.stdout.getReader().read()
  // What holds the lock must not be kept by luck: whatever can be collected is collected.
  await Bun.sleep(30)
  return child
}

describe('data root', () => {
  test('S7 finds the place of each platform, and KORA_HOME before all', () => {
    const find = (platform: NodeJS.Platform, env: Record<string, string> = {}): string =>
      findDataRoot({ platform, env, home: '/home/u' })
    expect(find('linux')).toBe('/home/u/.local/share/kora-studio')
    expect(find('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/kora-studio')
    expect(find('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/u/.local/share/kora-studio')
    expect(find('darwin')).toBe('/home/u/Library/Application Support/KORA-Studio')
    expect(find('win32', { APPDATA: 'C:\\Users\\u\\AppData\\Roaming' })).toBe(
      'C:\\Users\\u\\AppData\\Roaming\\KORA-Studio',
    )
    expect(find('linux', { KORA_HOME: '/tmp/k' })).toBe('/tmp/k')
    expect(find('linux', { KORA_HOME: '' })).toBe('/home/u/.local/share/kora-studio')
  })

  test('S9 keeps every folder private, older ones and under an open mask too, and leaves a shared root alone', async () => {
    if (!isPosix) return console.log('S9 modes are a POSIX thing: not tried here')
    const before = process.umask(0)
    const fresh = await openDataRoot(join(base, 'deep', 'fresh'))
    process.umask(before)
    for (const path of [fresh.root, fresh.models, fresh.configs, fresh.plugins]) expect(await modeOf(path)).toBe(0o700)

    const shared = join(base, 'shared')
    await mkdir(join(shared, 'logs'), { recursive: true })
    await chmod(shared, 0o755)
    await chmod(join(shared, 'logs'), 0o777)
    await openDataRoot(shared)
    expect(await modeOf(shared)).toBe(0o755)
    expect(await modeOf(join(shared, 'logs'))).toBe(0o700)
  })

  test('S7 says which setting to change when the place cannot be used', async () => {
    await writeFile(join(base, 'file'), 'x')
    for (const path of [join(base, 'file'), join(base, 'file', 'below'), `/proc/none/${crypto.randomUUID()}`]) {
      const error = await errorOf(openDataRoot(path))
      expect([path, error.code]).toEqual([path, 'CONFIG_INVALID'])
      expect(error.message).toContain('KORA_HOME')
    }
  })
})

describe('root lock', () => {
  test('S7 lets one Studio use a root, tells the second who it is, and follows a kill at once', async () => {
    const { root } = await openDataRoot(join(base, 'locked'))
    expect(findHolder(root)).toBeNull()
    const other = await holdElsewhere(root)
    const error = await errorOf(lockRoot(root, 0))
    expect(error.code).toBe('ROOT_LOCKED')
    expect(error.message).toContain(`${other.pid}`)
    expect(error.message).toContain('http://127.0.0.1:4747')
    expect(findHolder(root)).toMatchObject({ pid: other.pid, url: 'http://127.0.0.1:4747' })
    other.kill('SIGKILL')
    await other.exited
    expect(findHolder(root)).toBeNull()
    const mine = await lockRoot(root, 0)
    if (isPosix) expect(await modeOf(join(root, 'studio.lock'))).toBe(0o600)
    mine.release()
    mine.release()
  })

  test('S7 says in words that a folder cannot be written, and leaves it as it is', async () => {
    const { root } = await openDataRoot(join(base, 'no-lock'))
    await mkdir(join(root, 'studio.lock'))
    const error = await errorOf(lockRoot(root, 0))
    expect([error.code, error.message]).toEqual(['STORAGE_FULL', `The data folder ${root} cannot be written.`])
  })

  test.skipIf(!isPosix)('S7 locks where not a byte can be written, and leaves no note of another', async () => {
    const { root } = await openDataRoot(join(base, 'full'))
    ;(await lockRoot(root, 0)).release()
    await writeFile(join(root, 'studio.json'), JSON.stringify({ pid: 1, started_at: 'x', url: 'http://x' }))
    const program = join(base, 'lock.ts')
    const script = `import { findHolder, lockRoot } from ${moduleFile}
      const lock = await lockRoot(${JSON.stringify(root)}, 0)
      const refused = await lock.announce('http://x').then(() => null, error => error.code)
      console.log(JSON.stringify([refused, findHolder(${JSON.stringify(root)})]))`
    await writeFile(program, script)
    const shell = `trap '' XFSZ; ulimit -f 0; exec "${process.execPath}" "${program}"`
    const { stdout, stderr } = Bun.spawnSync(['sh', '-c', shell])
    expect([stdout.toString().trim(), stderr.toString()]).toEqual(['["EFBIG",null]', ''])
  })

  test('S7 does not believe a stale note, whatever living process has its id now', async () => {
    const { root } = await openDataRoot(join(base, 'stale'))
    await writeFile(join(root, 'studio.lock'), '')
    await writeFile(join(root, 'studio.json'), JSON.stringify({ pid: process.pid, started_at: 'x', url: 'http://x' }))
    expect(findHolder(root)).toBeNull()
    const lock = await lockRoot(root, 0)
    expect((await errorOf(lockRoot(root, 0))).code).toBe('ROOT_LOCKED')
    lock.release()
    for (const note of ['', '{', '{"pid":"x"}', '[]']) {
      await writeFile(join(root, 'studio.json'), note)
      expect(findHolder(root)).toBeNull()
      ;(await lockRoot(root, 0)).release()
    }
  })

  test('S7 gives the root to exactly one of many that start together', async () => {
    const { root } = await openDataRoot(join(base, 'race'))
    const script = `import { lockRoot } from ${moduleFile}
      try { await lockRoot(${JSON.stringify(root)}, 0); console.log('mine'); await Bun.sleep(1500) }
      catch (error) { console.log(error.code) }
      process.exit(0)`
    const runs = Array.from({ length: 5 }, () =>
      Bun.spawn({ cmd: [process.execPath, '-e', script], stdout: 'pipe', stderr: 'inherit' }),
    )
    const said = await Promise.all(runs.map(async run => (await run.stdout.text()).trim()))
    expect(said.toSorted()).toEqual(['ROOT_LOCKED', 'ROOT_LOCKED', 'ROOT_LOCKED', 'ROOT_LOCKED', 'mine'])
  })
})
