import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { foldBundle } from '#telemetry/fold-bundle'
import { openRunStore } from './open-run-store.ts'
import type { RunStore } from './run-store.ts'
import { crashTasks, sampleEnd, sampleHeader, sampleRows } from './sample-run.fixture.ts'
import { toEvent } from './to-event.ts'

const folder = mkdtempSync(join(tmpdir(), 'kora-crash-'))
const path = join(folder, 'telemetry.sqlite')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KILLS = Number(process.env.KORA_KILLS ?? 20)
const WRITER = join(import.meta.dir, 'crash-writer.fixture.ts')

/** Lets a writer live for a moment and returns every line that it got out before SIGKILL. */
async function killWriter(prefix: string, lifeMs: number): Promise<readonly string[]> {
  const child = Bun.spawn([process.execPath, WRITER, path, prefix], { stdout: 'pipe', stderr: 'inherit' })
  const reader = child.stdout.getReader()
  const decoder = new TextDecoder()
  let text = ''
  const pump = (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
    }
  })()
  while (!text.includes('ready') && child.exitCode === null) await Bun.sleep(1)
  await Bun.sleep(lifeMs)
  child.kill('SIGKILL')
  await child.exited
  await pump
  expect(child.signalCode).toBe('SIGKILL')
  // What follows the last line break was not announced whole.
  return text.split('\n').slice(0, -1)
}

function expectedRows(runId: string) {
  const [, , lane, n] = runId.split('_')
  return sampleRows(sampleHeader(runId), crashTasks(Number(lane) * 7 + Number(n)), 'success')
}

function checkAnnounced(store: RunStore, lines: readonly string[]): number {
  for (const line of lines) {
    const [kind, runId = '', seq] = line.split(' ')
    if (kind === 'E') expect(store.events(runId, Number(seq) - 1, 1)[0]?.seq).toBe(Number(seq))
    if (kind === 'F') {
      expect(store.summary(runId)?.status).toBe('success')
      expect(store.bundle(runId)).toEqual(sampleEnd(sampleHeader(runId), expectedRows(runId)).bundle)
    }
    if (kind === 'K')
      expect(store.claimKey(`key ${runId}`, 'hash', 'run_other', systemClock.epochMs()).row.runId).toBe(runId)
    if (kind === 'C') expect(store.content(runId)?.runId).toBe(runId)
  }
  return lines.length
}

/** Every run has one end, its events are a whole beginning of what was written, and its bundle tells the same story. */
function checkWhole(store: RunStore, prefix: string): { interrupted: number; runs: number } {
  let interrupted = 0
  const { runs } = store.list({ limit: 1_000, text: `run_${prefix}_` })
  for (const run of runs) {
    const header = sampleHeader(run.run_id)
    const events = store.events(run.run_id, -1, 100_000)
    const expected = expectedRows(run.run_id).map((row, seq) => toEvent(header, seq, row))
    const own = run.status === 'interrupted' ? events.slice(0, -1) : events
    expect(['success', 'interrupted']).toContain(run.status)
    expect(own).toEqual(expected.slice(0, own.length))
    expect(store.bundle(run.run_id)).toEqual(foldBundle(header, events))
    if (run.status === 'interrupted') {
      interrupted += 1
      expect(events.at(-1)?.type).toBe('run.interrupted')
      expect(own.length).toBeLessThan(expected.length)
    } else expect(own).toHaveLength(expected.length)
  }
  return { interrupted, runs: runs.length }
}

describe('kill -9', () => {
  test(`L4 keeps all that was announced through ${KILLS} kills, and ends what was open`, async () => {
    let announced = 0
    let interrupted = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const prefix = `k${kill}`
      const lines = await killWriter(prefix, 5 + Math.random() * 120)
      const opened = openRunStore({ path, clock: systemClock, log: () => {}, koraVersion: '0.1.0' })
      expect(opened.setAside).toBe(null)
      announced += checkAnnounced(opened.store, lines)
      const found = checkWhole(opened.store, prefix)
      expect(found.interrupted).toBe(opened.interrupted)
      interrupted += found.interrupted
      await opened.store.close()
    }
    expect(announced).toBeGreaterThan(KILLS)
    expect(interrupted).toBeGreaterThan(0)
    expect(readdirSync(folder).filter(name => name.includes('corrupt'))).toEqual([])
    console.log(`${KILLS} kills: ${announced} announcements kept, ${interrupted} open runs ended`)
  }, 600_000)
})
