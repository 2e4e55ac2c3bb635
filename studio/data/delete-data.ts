/**
 * Deleting, so that no file of the data root holds any of it (rule L9): chats with their files, what was kept of runs, runs
 * themselves, exports. Runs under way and models stay; what other programs were given is not ours to take back.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataDelete, DataDeleted } from '#contracts/studio'
import type { Kernel } from '#kernel/kernel-face'
import type { ChangeFeed } from '../changes/change-feed.ts'
import type { Chats } from '../chats/open-chats.ts'

export type DataParts = {
  readonly kernel: Kernel
  readonly chats: Chats
  readonly changes: ChangeFeed
  readonly exportsFolder: string
  readonly now: () => number
}

/** Throws STORAGE_FULL where the disk refuses; then what was told to be gone before is gone. */
export async function deleteData(parts: DataParts, request: DataDelete): Promise<DataDeleted> {
  const beforeMs = request.before === undefined ? undefined : Date.parse(request.before)
  const window = beforeMs === undefined ? {} : { untilMs: beforeMs }
  const chats =
    request.chats === true ? await deleteChats(parts, parts.chats.store.unchangedSince(beforeMs ?? LATEST)) : 0
  if (request.chats === true && beforeMs === undefined) await deleteRest(parts)
  const runs = await deleteRuns(parts, request, window)
  const exports = request.exports === true ? await deleteExports(parts.exportsFolder, () => true, beforeMs) : 0
  parts.changes.tell('data')
  return { chats, runs, exports }
}

const LATEST = Number.MAX_SAFE_INTEGER

/** Chats, their files, and what their runs kept of the same words. Throws NOT_FOUND for an unknown id. */
export async function deleteChats(parts: DataParts, ids: readonly string[]): Promise<number> {
  const { chats, kernel, changes, exportsFolder } = parts
  const runs: string[] = []
  for (const id of ids) {
    await chats.service.stop(id)
    runs.push(...chats.store.doom(id))
    changes.tell('chat', id)
  }
  if (ids.length === 0) return 0
  changes.tell('chats')
  await chats.store.sweep()
  await chats.attachments.removeUnused(parts.now())
  chats.base.scrub('deleted')
  await kernel.runs.erase(runs, 'content', 'deleted')
  const named = new Set(runs)
  await deleteExports(exportsFolder, name => [...named].some(run => name.startsWith(`${run}-`)))
  return ids.length
}

/** Files that never came into a chat, and presets. */
async function deleteRest({ chats, changes, now }: DataParts): Promise<void> {
  await chats.attachments.removeUnused(now() + 1)
  for (const { preset_id: id } of chats.presets.list()) chats.presets.remove(id)
  chats.base.scrub('all')
  changes.tell('presets')
}

async function deleteRuns(parts: DataParts, request: DataDelete, window: { untilMs?: number }): Promise<number> {
  const { runs } = parts.kernel
  const extent = request.telemetry === true ? 'all' : request.run_content === true ? 'content' : null
  if (extent === null) return 0
  const count = await runs.erase(
    runs.ended({ ...window, ...(extent === 'content' ? { contentKept: true } : {}) }),
    extent,
    'all',
  )
  parts.changes.tell('runs')
  return count
}

/** Files below exports/ that a name chooses; made before a moment, where one is given. */
async function deleteExports(folder: string, chosen: (name: string) => boolean, beforeMs?: number): Promise<number> {
  let count = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    if (!chosen(name) || (beforeMs !== undefined && (await stat(path)).mtimeMs >= beforeMs)) continue
    await rm(path, { recursive: true, force: true })
    count += 1
  }
  return count
}
