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
  /** Where databases lie, with what was set aside of them when they were damaged. */
  readonly folders: { readonly chats: string; readonly telemetry: string }
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
  await deleteSetAside(parts, request, beforeMs)
  const exports = request.exports === true ? await deleteFiles(parts.exportsFolder, () => true, beforeMs) : 0
  parts.changes.tell('data')
  return { chats, runs, exports }
}

const LATEST = Number.MAX_SAFE_INTEGER

/** Chats, their files, and what their runs kept of the same words. Throws NOT_FOUND for an unknown id. */
export async function deleteChats(parts: DataParts, ids: readonly string[]): Promise<number> {
  const { chats, changes } = parts
  for (const id of ids) {
    await chats.service.stop(id)
    chats.store.doom(id)
    changes.tell('chat', id)
  }
  if (ids.length === 0) return 0
  changes.tell('chats')
  await finishDeletions(parts)
  return ids.length
}

/** Takes out what deleted chats left, in every file; called at the start as well, for what a crash cut off. */
export async function finishDeletions({ chats, kernel, exportsFolder }: DataParts): Promise<void> {
  const doomed = await chats.store.sweep()
  if (doomed.length === 0) return
  const runs = doomed.flatMap(chat => chat.runs)
  // Files of a message that is still being written, in another tab perhaps, stay.
  await chats.attachments.removeFreed(doomed.flatMap(chat => chat.attachments))
  await kernel.runs.erase(runs, 'content', 'deleted')
  const named = new Set(runs)
  await deleteFiles(exportsFolder, name => named.has(/^(run_[a-z0-9]+)-/.exec(name)?.[1] ?? ''))
  chats.store.forget(doomed)
  chats.base.scrub('deleted')
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

/** Damaged files are never deleted by Studio itself (S7); they hold what they held, so they go with the rest when a person says so. */
async function deleteSetAside(parts: DataParts, { chats, run_content, telemetry }: DataDelete, beforeMs?: number) {
  const { folders } = parts
  const isSetAside = (name: string): boolean => name.includes('.sqlite.corrupt-')
  if (chats === true) await deleteFiles(folders.chats, isSetAside, beforeMs)
  if (chats === true) await parts.chats.attachments.removeStrays(beforeMs ?? LATEST)
  if (run_content === true || telemetry === true) await deleteFiles(folders.telemetry, isSetAside, beforeMs)
}

/** Files of a folder that a name chooses; made before a moment, where one is given. */
async function deleteFiles(folder: string, chosen: (name: string) => boolean, beforeMs?: number): Promise<number> {
  let count = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    if (!chosen(name) || (beforeMs !== undefined && (await stat(path)).mtimeMs >= beforeMs)) continue
    await rm(path, { recursive: true, force: true })
    count += 1
  }
  return count
}
