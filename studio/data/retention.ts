/**
 * Retention (rule L9): erases runs by age and by the size of their file, and chats by age, as the settings say; looked at after the
 * start and every hour. By default it keeps everything.
 */
import { stat } from 'node:fs/promises'
import type { Clock } from '#contracts/powers'
import type { Settings } from '../settings/settings-table.ts'
import { type DataParts, deleteChats } from './delete-data.ts'

export type RetentionParts = DataParts & {
  readonly clock: Clock
  readonly settings: () => Settings
  readonly telemetryFile: string
  readonly log: (line: string) => void
}

const EVERY_MS = 3_600_000
const FIRST_MS = 30_000
const DAY_MS = 86_400_000
const MIB = 1024 * 1024
/** What is erased at once while the file is too large: a share of all runs, and at least so many. */
const SHARE = 0.1
const LEAST_RUNS = 100

/** Starts looking; the answer ends it. */
export function startRetention(parts: RetentionParts): () => void {
  let cancel = (): void => {}
  const look = (): void => {
    applyRetention(parts).catch(error =>
      parts.log(`Retention: ${error instanceof Error ? error.message : String(error)}`),
    )
    cancel = parts.clock.timer(EVERY_MS, look)
  }
  cancel = parts.clock.timer(FIRST_MS, look)
  return () => cancel()
}

/** Throws STORAGE_FULL where the disk refuses. */
export async function applyRetention(parts: RetentionParts): Promise<void> {
  const { telemetry_days: runDays, chat_days: chatDays, telemetry_mb: mib } = parts.settings()
  const nowMs = parts.clock.epochMs()
  const erased = runDays === null ? 0 : await eraseRuns(parts, { untilMs: nowMs - runDays * DAY_MS })
  const bySize = mib === null ? 0 : await eraseLargest(parts, mib * MIB)
  const chats =
    chatDays === null ? 0 : await deleteChats(parts, parts.chats.store.unchangedSince(nowMs - chatDays * DAY_MS))
  if (erased + bySize > 0) parts.log(`Retention: ${erased + bySize} old run(s) were erased, as the settings say.`)
  if (chats > 0) parts.log(`Retention: ${chats} old chat(s) were erased, as the settings say.`)
}

async function eraseRuns(
  { kernel, changes }: RetentionParts,
  scope: { untilMs?: number; limit?: number },
): Promise<number> {
  const ids = kernel.runs.ended(scope)
  if (ids.length === 0) return 0
  const count = await kernel.runs.erase(ids, 'all', 'all')
  changes.tell('runs')
  return count
}

/** The oldest first, until the file is small enough or no run is left. */
async function eraseLargest(parts: RetentionParts, maxBytes: number): Promise<number> {
  let erased = 0
  while ((await sizeOf(parts.telemetryFile)) > maxBytes) {
    const { runs } = parts.kernel.runs.telemetrySummary()
    const count = await eraseRuns(parts, { limit: Math.max(LEAST_RUNS, Math.ceil(runs * SHARE)) })
    if (count === 0) break
    erased += count
  }
  return erased
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )
