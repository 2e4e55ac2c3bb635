/**
 * Exports (rules L7, S8): a new file below `exports/` with a name that the server made, never one that was asked for. It overwrites
 * nothing, follows no link, and sends nothing anywhere.
 */
import { constants } from 'node:fs'
import { lstat, mkdir, open, realpath, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportRequest, ExportResult } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { Clock } from '#contracts/powers'
import { sha256Hex } from '#json/digest'
import { syncFolder } from '#machine/atomic-file'
import type { RunStore } from './run-store.ts'
import { writeSummary } from './write-summary.ts'

export type ExportParts = {
  /** The data root. */
  readonly root: string
  readonly store: Pick<RunStore, 'summary' | 'bundle' | 'content' | 'capsule'>
  readonly clock: Clock
}
type Kind = ExportRequest['kind']

const ENDINGS: Readonly<Record<Kind, string>> = {
  taskgraph: 'json',
  telemetry: 'json',
  summary: 'md',
  capsule: 'capsule.json',
}
const RUN_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/i
const NEW_FILE = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW | constants.O_WRONLY

/** Throws INVALID_REQUEST for what is no run id, NOT_FOUND, RUN_ACTIVE, CONTENT_NOT_KEPT, STORAGE_FULL. */
export async function writeExport(parts: ExportParts, runId: string, kind: Kind): Promise<ExportResult> {
  if (!RUN_ID.test(runId) || !Object.hasOwn(ENDINGS, kind)) {
    throw new KoraError('INVALID_REQUEST', 'There is no such run or kind of export.')
  }
  const text = renderExport(parts.store, runId, kind)
  const folder = await openFolder(parts.root)
  const stamp = new Date(parts.clock.epochMs()).toISOString().replaceAll(/[-:.]/g, '')
  const name = await createNew(folder, `${runId}-${kind}-${stamp}`, ENDINGS[kind], text)
  return { path: `exports/${name}`, sha256: sha256Hex(text) }
}

function renderExport(store: ExportParts['store'], runId: string, kind: Kind): string {
  const run = store.summary(runId)
  if (run === null) throw new KoraError('NOT_FOUND')
  if (run.status === 'queued' || run.status === 'running') throw new KoraError('RUN_ACTIVE')
  const rendered = {
    telemetry: () => toText(store.bundle(runId)),
    summary: () => {
      const bundle = store.bundle(runId)
      return bundle === null ? null : writeSummary(run, bundle)
    },
    taskgraph: () => toText(store.content(runId)?.taskgraph ?? null),
    capsule: () => toText(store.capsule(runId)),
  }[kind]()
  if (rendered !== null) return rendered
  throw new KoraError(kind === 'taskgraph' || kind === 'capsule' ? 'CONTENT_NOT_KEPT' : 'NOT_FOUND')
}

const toText = (value: unknown): string | null => (value === null ? null : `${JSON.stringify(value, null, 2)}\n`)

/** The real folder; a link in its place is refused, wherever it leads. */
async function openFolder(root: string): Promise<string> {
  const folder = join(await realpath(root), 'exports')
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw toFull(error)
  }
  const found = await lstat(folder)
  if (!found.isDirectory() || (await realpath(folder)) !== folder) {
    throw new KoraError('CONFLICT', 'The exports folder of the data root is not an ordinary folder.')
  }
  return folder
}

async function createNew(folder: string, stem: string, ending: string, text: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? `${stem}.${ending}` : `${stem}-${n}.${ending}`
    const path = join(folder, name)
    try {
      const file = await open(path, NEW_FILE, 0o600)
      try {
        await file.writeFile(text)
        await file.sync()
      } catch (error) {
        // Half an export is none; what was there before is not ours to remove, and O_EXCL says that nothing was.
        await unlink(path)
        throw error
      } finally {
        await file.close()
      }
      await syncFolder(folder)
      return name
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST' || code === 'ELOOP') continue
      throw toFull(error)
    }
  }
}

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM'])

function toFull(error: unknown): unknown {
  if (!FULL.has((error as NodeJS.ErrnoException).code)) return error
  return new KoraError('STORAGE_FULL', 'The exports folder cannot be written.', {}, error)
}
