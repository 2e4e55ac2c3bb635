import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { openRunStore } from './open-run-store.ts'
import { handOver, sampleHeader } from './sample-run.fixture.ts'

const root = mkdtempSync(join(tmpdir(), 'kora-full-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const WRITER = join(import.meta.dir, 'full-disk.fixture.ts')
const READER = join(import.meta.dir, 'read-only.fixture.ts')

type Report = {
  readonly code: string
  readonly durable: number
  readonly during: { readonly problem: string; readonly refused: boolean; readonly readable: number }
  readonly after: { readonly problem: string | null; readonly readable: number; readonly last: string | null } | null
}

/** Runs the writer behind a line of shell; null where this machine does not allow that line. */
function runBehind<T = Report>(
  name: string,
  shell: (folder: string) => string,
  program = WRITER,
): { folder: string; report: T | null } {
  const folder = join(root, name)
  mkdirSync(folder)
  const command = ['sh', '-c', `${shell(folder)} exec "${process.execPath}" "${program}" "${folder}"`]
  const { stdout, stderr, exitCode } = Bun.spawnSync(name === 'ulimit' ? command : ['unshare', '-rm', ...command])
  const line = stdout.toString().trim()
  if (exitCode === 0 && line !== '') return { folder, report: JSON.parse(line) }
  console.log(`skipped ${name}: ${stderr.toString().trim().split('\n')[0]}`)
  return { folder, report: null }
}

describe('full disk', () => {
  test('S7 refuses runs on a full disk, reads on, loses nothing, and goes on when there is room', () => {
    const { report } = runBehind(
      'tmpfs',
      folder => `mount -t tmpfs -o size=3m tmpfs "${folder}" && head -c 1000000 /dev/zero > "${folder}/ballast" &&`,
    )
    if (report === null) return
    expect(report).toMatchObject({ code: 'STORAGE_FULL', during: { refused: true, readable: report.durable } })
    expect(report.durable).toBeGreaterThan(5)
    expect(report.after).toEqual({ problem: null, readable: report.durable + 1, last: 'success' })
  }, 60_000)

  test('S7 refuses runs when the file may not grow, and the file is whole afterwards', async () => {
    const { folder, report } = runBehind('ulimit', () => `trap '' XFSZ; ulimit -f 1600;`)
    if (report === null) return
    expect(report).toMatchObject({ code: 'STORAGE_FULL', during: { refused: true, readable: report.durable } })
    const path = join(folder, 'telemetry.sqlite')
    const { store, setAside } = openRunStore({ path, clock: systemClock, log: () => {}, koraVersion: '0.1.0' })
    expect(setAside).toBe(null)
    for (let n = 0; n < report.durable; n += 1) expect(store.summary(`run_${n}`)?.status).toBe('success')
    await store.close()
  }, 60_000)

  for (const closed of [true, false]) {
    test(`S7 reads a store on a read-only disk, ${closed ? 'with' : 'without'} its log merged, and refuses runs in words`, async () => {
      const path = join(root, `source-${closed}`, 'telemetry.sqlite')
      const { store } = openRunStore({ path, clock: systemClock, log: () => {}, koraVersion: '0.1.0' })
      handOver(store, sampleHeader('run_1'))
      await store.commit()
      if (closed) await store.close()
      const { report } = runBehind<unknown>(
        `read-only-${closed}`,
        folder =>
          `mount -t tmpfs -o size=3m tmpfs "${folder}" && cp "${path}"* "${folder}" && mount -o remount,ro "${folder}" &&`,
        READER,
      )
      if (!closed) await store.close()
      if (report === null) return
      expect(report).toEqual({
        problem: expect.stringContaining('cannot be written'),
        runs: ['run_1'],
        code: 'STORAGE_FULL',
      })
    }, 60_000)
  }
})
