import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { systemClock } from '#machine/system-clock'
import { openRunStore } from './open-run-store.ts'
import { handOver, sampleHeader } from './sample-run.fixture.ts'
import { openStoreFile } from './store-file.ts'

const root = mkdtempSync(join(tmpdir(), 'kora-store-file-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
const newPath = () => join(root, String(folders++), 'telemetry.sqlite')
const open = (path: string, log: (sentence: string) => void = () => {}) =>
  openRunStore({ path, clock: systemClock, log, koraVersion: '0.1.0' })

/** A sound file with 30 runs, without side files. */
async function makeFile(): Promise<string> {
  const path = newPath()
  const { store } = open(path)
  for (let n = 0; n < 30; n += 1) handOver(store, sampleHeader(`run_${n}`))
  await store.commit()
  await store.close()
  return path
}

const model = await makeFile()

async function copyFile(): Promise<string> {
  const path = newPath()
  writeFileSync(join(root, 'unused'), '')
  await Bun.write(path, '')
  copyFileSync(model, path)
  return path
}

/** The store must work, whatever was found; returns whether the file was set aside. */
async function proveUsable(path: string): Promise<boolean> {
  const sentences: string[] = []
  const { store, setAside, sentence } = open(path, line => sentences.push(line))
  try {
    expect(store.problem()).toBe(null)
    handOver(store, sampleHeader('run_after'))
    await store.commit()
    expect(store.summary('run_after')?.status).toBe('success')
    if (setAside === null) {
      expect(sentence).toBe(null)
      return false
    }
    expect(basename(setAside)).toMatch(/^telemetry\.sqlite\.corrupt-\d{8}T\d{9}Z(-\d+)?$/)
    expect(sentence).toContain('set aside')
    expect(sentences).toContain(sentence!)
    return true
  } finally {
    await store.close()
  }
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('openStoreFile', () => {
  test('S7 opens a sound file again and finds everything in it', async () => {
    const path = await copyFile()
    expect(await proveUsable(path)).toBe(false)
    const { store } = open(path)
    expect(store.list({ limit: 100 }).runs).toHaveLength(31)
    await store.close()
  })

  test('S7 sets aside what is no store: garbage, zeros, half a header, another program, a newer Studio', async () => {
    const makers: readonly ((path: string) => void)[] = [
      path => writeFileSync(path, 'x'.repeat(5_000)),
      path => writeFileSync(path, new Uint8Array(8_192)),
      path => writeFileSync(path, 'SQLite format 3\0'),
      path => truncateSync(path, 4_096 * 3),
      path => {
        const db = new Database(path)
        db.exec('PRAGMA application_id = 7')
        db.close()
      },
      path => {
        const db = new Database(path)
        db.exec('PRAGMA user_version = 999')
        db.close()
      },
      path => {
        const db = new Database(path)
        db.exec('ALTER TABLE run RENAME COLUMN title TO heading')
        db.close()
      },
      path => {
        const db = new Database(path)
        db.exec('DROP TABLE bundle')
        db.close()
      },
    ]
    for (const [at, make] of makers.entries()) {
      const path = await copyFile()
      make(path)
      const before = readFileSync(path)
      expect([at, await proveUsable(path)]).toEqual([at, true])
      const aside = readdirSync(join(path, '..')).find(name => name.includes('.corrupt-') && !/-(wal|shm)$/.test(name))!
      expect(readFileSync(join(path, '..', aside)).equals(before)).toBe(true)
    }
  })

  test('S7 survives any damage: flipped, cut, zeroed and overwritten at random', async () => {
    const seeds = Number(process.env.KORA_CORRUPTION_SEEDS ?? 40)
    let found = 0
    for (let seed = 1; seed <= seeds; seed += 1) {
      const random = seeded(seed)
      const path = await copyFile()
      const bytes = readFileSync(path)
      const at = Math.floor(random() * bytes.length)
      const length = 1 + Math.floor(random() * 6_000)
      const way = seed % 4
      if (way === 0) bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8))
      if (way === 1) bytes.fill(0, at, at + length)
      if (way === 2)
        for (let n = at; n < Math.min(bytes.length, at + length); n += 1) bytes[n] = Math.floor(random() * 256)
      writeFileSync(path, way === 3 ? bytes.subarray(0, at) : bytes)
      if (await proveUsable(path)) found += 1
    }
    // Damage inside a tape leaves SQLite's own structure whole, and tapes are most of a file; a cut is always seen.
    expect(found).toBeGreaterThan(seeds / 3)
  })

  test('S7 answers with an error, not with half a bundle, where a row is damaged', async () => {
    const path = await copyFile()
    const db = new Database(path)
    db.exec("UPDATE chunk SET body = x'28b52ffd00' WHERE id = (SELECT min(id) FROM chunk)")
    db.close()
    const { store } = open(path)
    expect(() => store.bundle('run_0')).toThrow()
    expect(store.bundle('run_1')?.run_id).toBe('run_1')
    await store.close()
  })

  test('S7 opens although the events of an open run cannot be read', async () => {
    const path = await copyFile()
    const db = new Database(path)
    db.exec("UPDATE chunk SET body = '{' WHERE id = (SELECT min(id) FROM chunk)")
    db.exec("UPDATE run SET status = 'running' WHERE id = 1")
    db.close()
    const { store, interrupted } = open(path)
    expect(interrupted).toBe(1)
    expect(store.summary('run_0')?.status).toBe('interrupted')
    await store.close()
  })

  test('S7 takes the rows of a log that was not yet merged, and does without a log that is gone', async () => {
    const path = newPath()
    const { store } = open(path)
    handOver(store, sampleHeader('run_1'))
    await store.commit()
    const copy = newPath()
    await Bun.write(copy, '')
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix)
    const alone = newPath()
    await Bun.write(alone, '')
    copyFileSync(path, alone)
    await store.close()
    const whole = open(copy)
    expect(whole.store.summary('run_1')?.status).toBe('success')
    await whole.store.close()
    await proveUsable(alone)
  })

  test('S7 names the files of two bad days in one moment apart', async () => {
    const path = newPath()
    const clock = { ...systemClock, epochMs: () => 1_795_000_000_000 }
    for (let n = 0; n < 3; n += 1) {
      await Bun.write(path, 'garbage '.repeat(200))
      const { store } = openRunStore({ path, clock, log: () => {}, koraVersion: '0.1.0' })
      await store.close()
    }
    const names = readdirSync(join(path, '..')).filter(name => name.includes('.corrupt-'))
    expect(names.sort()).toEqual([
      'telemetry.sqlite.corrupt-20261118T110640000Z',
      'telemetry.sqlite.corrupt-20261118T110640000Z-2',
      'telemetry.sqlite.corrupt-20261118T110640000Z-3',
    ])
  })

  test('S7 says that another program holds the file, and leaves it alone', async () => {
    const path = await copyFile()
    const holder = new Database(path)
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    try {
      expect(() => open(path)).toThrow(expect.objectContaining({ code: 'ROOT_LOCKED' }))
      expect(KoraError).toBeDefined()
    } finally {
      holder.close()
    }
    expect(await proveUsable(path)).toBe(false)
  }, 20_000)

  test('S7 starts empty and refuses runs in words where there can be no file', () => {
    const path = join(model, 'below-a-file', 'telemetry.sqlite')
    const { store, sentence } = open(path)
    expect(sentence).toContain('cannot be written')
    expect(store.problem()).toBe(sentence)
    expect(store.list({ limit: 5 }).runs).toEqual([])
    expect(() => store.begin(sampleHeader('run_1'))).toThrow(expect.objectContaining({ code: 'STORAGE_FULL' }))
  })

  test('L4 opens with a log that every commit flushes, so that a commit outlives the power', async () => {
    const { db } = openStoreFile(await copyFile(), systemClock, null)
    const read = (pragma: string) => Object.values(db.prepare(`PRAGMA ${pragma}`).get() as object)[0]
    expect([read('journal_mode'), read('synchronous'), read('secure_delete')]).toEqual(['wal', 2, 1])
    db.close(true)
  })

  test('S7 makes no file readable to others', async () => {
    const path = newPath()
    const { store } = open(path)
    await store.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(existsSync(`${path}-wal`)).toBe(false)
  })
})
