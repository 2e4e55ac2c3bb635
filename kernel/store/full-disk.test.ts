import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#kernel/powers/system-clock'
import { openRunStore } from './open-run-store.ts'

const root = mkdtempSync(join(tmpdir(), 'kora-full-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const WRITER = join(import.meta.dir, 'full-disk.fixture.ts')

type Report = {
  readonly code: string
  readonly durable: number
  readonly during: { readonly problem: string; readonly refused: boolean; readonly readable: number }
  readonly after: { readonly problem: string | null; readonly readable: number; readonly last: string | null } | null
}

/** Runs the writer behind a line of shell; null where this machine does not allow that line. */
function runBehind(name: string, shell: (folder: string) => string): { folder: string; report: Report | null } {
  const folder = join(root, name)
  mkdirSync(folder)
  const command = ['sh', '-c', `${shell(folder)} exec "${process.execPath}" "${WRITER}" "${folder}"`]
  const { stdout, stderr, exitCode } = Bun.spawnSync(name === 'tmpfs' ? ['unshare', '-rm', ...command] : command)
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
})
