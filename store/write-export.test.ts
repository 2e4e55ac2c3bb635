import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXPORT_KINDS } from '#contracts/execution'
import { sha256Hex } from '#json/digest'
import { systemClock } from '#machine/system-clock'
import { verifyCapsule } from './cut-capsule.ts'
import { openRunStore } from './open-run-store.ts'
import { handOver, sampleAttempt, sampleContent, sampleHeader } from './sample-run.fixture.ts'
import { type ExportParts, writeExport } from './write-export.ts'

let base = ''
let root = ''
let parts: ExportParts

beforeEach(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'kora-export-')))
  root = join(base, 'data')
  mkdirSync(root)
  const { store } = openRunStore({ path: ':memory:', clock: systemClock, log: () => {}, koraVersion: '0.1.0' })
  const kept = sampleHeader('run_kept', { contentKept: true })
  store.keep(sampleContent(kept, handOver(store, kept)))
  handOver(store, sampleHeader('run_plain', { title: 'A | title <b>\n# with` signs' }), [
    { id: 'm', type: 'model', attempts: [sampleAttempt(0)] },
  ])
  store.begin(sampleHeader('run_open'))
  await store.commit()
  parts = { root, store, clock: { ...systemClock, epochMs: () => 1_795_000_000_000 } }
})

afterEach(() => rmSync(base, { recursive: true, force: true }))

describe('writeExport', () => {
  test('L7 writes each kind under a name of its own, private, with the hash that is returned', async () => {
    for (const kind of EXPORT_KINDS) {
      const { path, sha256 } = await writeExport(parts, 'run_kept', kind)
      expect(path).toMatch(/^exports\/run_kept-[a-z]+-20261118T110640000Z\.(json|md|capsule\.json)$/)
      expect(sha256Hex(readFileSync(join(root, path)))).toBe(sha256)
      expect(statSync(join(root, path)).mode & 0o777).toBe(0o600)
    }
    expect(statSync(join(root, 'exports')).mode & 0o777).toBe(0o700)
    const capsule = readdirSync(join(root, 'exports')).find(name => name.endsWith('.capsule.json'))!
    const faults = verifyCapsule(JSON.parse(readFileSync(join(root, 'exports', capsule), 'utf8')))
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/taskgraph'])
  })

  test('L7 never overwrites an export', async () => {
    const paths = [1, 2, 3].map(() => writeExport(parts, 'run_kept', 'telemetry'))
    expect(new Set((await Promise.all(paths)).map(({ path }) => path)).size).toBe(3)
  })

  test('L7 lets no sign of a name become markup in a summary', async () => {
    const { path } = await writeExport(parts, 'run_plain', 'summary')
    const text = readFileSync(join(root, path), 'utf8')
    expect(text).toStartWith('# A \\| title \\<b\\> \\# with\\` signs\n')
    expect(text).toContain('| m | model | ollama/qwen3:0.6b | success |  | 4.000 ms | 1 | 100 / 7 | passed |')
  })

  test('L7 says why there is nothing to export', async () => {
    const why = (runId: string, kind: 'taskgraph' | 'telemetry' | 'summary' | 'capsule') =>
      writeExport(parts, runId, kind).then(
        () => 'written',
        (error: { code?: string }) => error.code,
      )
    expect(await why('run_plain', 'capsule')).toBe('CONTENT_NOT_KEPT')
    expect(await why('run_plain', 'taskgraph')).toBe('CONTENT_NOT_KEPT')
    expect(await why('run_none', 'telemetry')).toBe('NOT_FOUND')
    expect(await why('run_open', 'telemetry')).toBe('RUN_ACTIVE')
  })

  test('S8 refuses names that are no run ids before it touches the disk', async () => {
    const names = [
      '../x',
      '/etc/passwd',
      'a:b',
      'x'.repeat(300),
      '%2e%2e',
      'a\0b',
      '',
      '.',
      '..',
      'CON.',
      'a/b',
      'a\\b',
      'ä',
    ]
    for (const name of names) {
      await expect(writeExport(parts, name, 'telemetry')).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    }
    await expect(writeExport(parts, 'run_kept', '../x' as never)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    await expect(writeExport(parts, 'run_kept', 'toString' as never)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    await expect(writeExport(parts, 'CON', 'telemetry')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(readdirSync(root)).toEqual([])
  })

  test('S8 refuses an exports folder that is a link or a file', async () => {
    const outside = join(base, 'outside')
    mkdirSync(outside)
    symlinkSync(outside, join(root, 'exports'))
    await expect(writeExport(parts, 'run_kept', 'telemetry')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(readdirSync(outside)).toEqual([])
    rmSync(join(root, 'exports'))
    writeFileSync(join(root, 'exports'), 'mine')
    await expect(writeExport(parts, 'run_kept', 'telemetry')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(readFileSync(join(root, 'exports'), 'utf8')).toBe('mine')
  })

  test('S8 writes through no link that waits under the name', async () => {
    const victim = join(base, 'victim')
    writeFileSync(victim, 'untouched')
    mkdirSync(join(root, 'exports'))
    symlinkSync(victim, join(root, 'exports', 'run_kept-telemetry-20261118T110640000Z.json'))
    const { path } = await writeExport(parts, 'run_kept', 'telemetry')
    expect(path).toEndWith('Z-2.json')
    expect(readFileSync(victim, 'utf8')).toBe('untouched')
  })

  test('S8 works below a data root that is itself reached by a link', async () => {
    symlinkSync(root, join(base, 'link'))
    const { path } = await writeExport({ ...parts, root: join(base, 'link') }, 'run_kept', 'telemetry')
    expect(readdirSync(join(root, 'exports'))).toEqual([path.slice('exports/'.length)])
  })

  test('S7 says when the folder cannot be written, and leaves nothing half done', async () => {
    if (process.getuid?.() === 0) return console.log('skipped: root may write everywhere')
    mkdirSync(join(root, 'exports'))
    chmodSync(join(root, 'exports'), 0o500)
    await expect(writeExport(parts, 'run_kept', 'telemetry')).rejects.toMatchObject({ code: 'STORAGE_FULL' })
  })
})
