import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { buildMemoryChats } from '#studio/api/api-harness'
import { createFileKernel, type FileKernel } from '#testing/file-kernel'
import { SETTINGS, type SettingName, type Settings } from '../settings/settings-table.ts'
import { applyRetention, type RetentionParts } from './retention.ts'

let folder: string
let own: FileKernel
let chats: ReturnType<typeof buildMemoryChats>['chats']
let nowMs: number
let settings: Partial<Settings>
const log: string[] = []

const DEFAULTS = Object.fromEntries(
  (Object.keys(SETTINGS) as SettingName[]).map(name => [name, SETTINGS[name].fallback]),
) as Settings

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kora-retention-'))
  own = createFileKernel(folder)
  const built = buildMemoryChats({
    kernel: own.kernel,
    construct: () => Promise.reject(new Error('no messages here')),
    models: { list: async () => [], defaultModel: async () => null },
    report: error => {
      throw error
    },
  })
  chats = built.chats
  nowMs = Date.now()
  settings = {}
})
afterEach(async () => {
  await own.kernel.close()
  rmSync(folder, { recursive: true })
})

const file = () => join(folder, 'runs.sqlite')
const parts = (): RetentionParts => ({
  kernel: own.kernel,
  chats,
  changes: { tell: () => {} } as unknown as RetentionParts['changes'],
  exportsFolder: join(folder, 'exports'),
  folders: { chats: folder, telemetry: folder },
  now: () => nowMs,
  clock: { ...systemClock, epochMs: () => nowMs },
  settings: () => ({ ...DEFAULTS, ...settings }),
  telemetryFile: file(),
  log: line => log.push(line),
})
const run = async (count: number): Promise<void> => {
  const tasks = Array.from({ length: 20 }, (_, at) => ({
    version: '1.0',
    id: `count${at}`,
    type: 'deterministic',
    op: 'text.count',
    dependencies: at === 0 ? [] : [`count${at - 1}`],
    input: { text: `${count} ${at}` },
  }))
  const handle = await own.kernel.start({
    taskgraph: { kora_version: '1.0.0', graph_id: `g${count}`, root: 'count19', tasks },
  })
  await handle.result
}
const runs = (): number => own.kernel.runs.telemetrySummary().runs
const DAY_MS = 86_400_000

describe('retention', () => {
  test('L9 keeps everything by default, however old', async () => {
    await run(1)
    chats.store.create({ title: 'old' })
    nowMs += 10_000 * DAY_MS
    await applyRetention(parts())
    expect([runs(), chats.store.allIds().length]).toEqual([1, 1])
  })

  test('L9 erases runs and chats by age, each by its own setting', async () => {
    await run(1)
    chats.store.create({ title: 'old' })
    nowMs += 3 * DAY_MS
    settings = { telemetry_days: 4, chat_days: 2 }
    await applyRetention(parts())
    expect([runs(), chats.store.allIds().length]).toEqual([1, 0])
    settings = { telemetry_days: 2 }
    await applyRetention(parts())
    expect(runs()).toBe(0)
    expect(log.at(-1)).toContain('1 old run(s) were erased')
  })

  test('L9 erases the oldest runs while the file is too large, and no more', async () => {
    for (let at = 0; at < 600; at += 1) await run(at)
    await own.store.commit()
    settings = { telemetry_mb: 1 }
    await own.kernel.runs.erase([], 'all', 'all')
    expect(statSync(file()).size).toBeGreaterThan(1024 * 1024)
    await applyRetention(parts())
    expect(statSync(file()).size).toBeLessThanOrEqual(1024 * 1024)
    // Erased in steps, so some of what would fit has gone too.
    expect(runs()).toBeGreaterThan(50)
    const newest = own.kernel.runs.list({ limit: 1 }).runs[0]
    expect(newest?.graph_id).toBe('g599')
  })
})
