/**
 * Removes a model (G6): its files in the models folder, what is left of its downloads, and its line in the catalogue. A file that was
 * registered where it lies is the user's own and stays. Nothing is removed while it is downloaded or answers.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { ModelRemoved } from '#contracts/studio'
import { loadCatalog, unregisterModel } from './model-catalog.ts'
import { toModelName } from './model-name.ts'
import { holdPart, packageFolderOf, stagingOf } from './pull-model.ts'

export type RemoveOptions = {
  readonly modelsFolder: string
  readonly isPulled: (modelId: string) => boolean
  /** Lets the runtime drop the model; throws CONFLICT while it answers. */
  readonly release: (name: string) => Promise<void>
}

const PREFIX = 'llamacpp/'
const PART = /-(\d{5})-of-(\d{5})\.gguf$/i
const STAGED = /\.part(\.json(\.new)?)?$/

/** Throws KoraError: MODEL_NOT_FOUND, CONFLICT, INVALID_REQUEST for a model of another runtime, STORAGE_FULL where it cannot be deleted. */
export async function removeModel(modelId: string, options: RemoveOptions): Promise<ModelRemoved> {
  const { modelsFolder } = options
  const id = modelId.includes('/') ? modelId : PREFIX + modelId
  if (!id.startsWith(PREFIX)) throw refuseForeign(id)
  if (options.isPulled(id)) {
    throw new KoraError('CONFLICT', `${id} is being downloaded.`, { hint: 'Cancel the download, then remove it.' })
  }
  const files = await findFiles(modelsFolder, id)
  const leftBytes = await deleteParts(modelsFolder, id)
  if (files === null && leftBytes > 0) return { model_id: id, freed_bytes: leftBytes, kept_files: [] }
  if (files === null) {
    throw new KoraError('MODEL_NOT_FOUND', `There is no model ${id} here.`, {
      hint: 'See `kora models list` for what is here.',
    })
  }
  await options.release(id.slice(PREFIX.length))
  const isOwn = (path: string): boolean => dirname(path) === modelsFolder
  let freed = leftBytes
  for (const path of files.filter(isOwn)) freed += await deleteFile(path)
  await unregisterModel(modelsFolder, id)
  return { model_id: id, freed_bytes: freed, kept_files: files.filter(path => !isOwn(path)) }
}

function refuseForeign(id: string): KoraError {
  const runtime = id.slice(0, id.indexOf('/'))
  const hint =
    runtime === 'ollama' ? `Remove it there: \`ollama rm ${id.slice(7)}\`.` : 'Remove it in the runtime that has it.'
  return new KoraError('INVALID_REQUEST', `${id} belongs to ${runtime}, whose files Studio does not touch.`, { hint })
}

/** Every file of the model, or null when nothing here has this id. Names are compared, so an id never becomes a path. */
async function findFiles(folder: string, id: string): Promise<readonly string[] | null> {
  const { models } = await loadCatalog(folder)
  const entry = models.find(model => model.model_id === id && model.provider === 'llamacpp')
  const names = await readdir(folder).catch(() => [])
  const own = names.filter(name => /\.gguf$/i.test(name) && !name.startsWith('.'))
  if (entry === undefined) {
    const found = own.filter(name => PREFIX + toModelName(name) === id)
    return found.length === 0 ? null : found.map(name => join(folder, name))
  }
  const parts = entry.file_paths.flatMap(path => {
    const isSplit = dirname(path) === folder && PART.test(path)
    const stem = basename(path).replace(PART, '')
    return isSplit
      ? own.filter(name => PART.test(name) && name.replace(PART, '') === stem).map(name => join(folder, name))
      : [path]
  })
  return [...new Set(parts)]
}

async function deleteFile(path: string): Promise<number> {
  const sizeBytes = (await stat(path).catch(() => null))?.size ?? 0
  await rm(path, { force: true }).catch(cause => {
    throw new KoraError(
      'STORAGE_FULL',
      `${basename(path)} cannot be deleted.`,
      {
        hint: 'See whether you may write in the folder models/ of the data folder, and whether another program has the file open.',
      },
      cause,
    )
  })
  return sizeBytes
}

/** What unfinished downloads of the same model left: of the catalogue, or of any address. Throws CONFLICT while one goes on. */
async function deleteParts(folder: string, id: string): Promise<number> {
  const staging = stagingOf(folder)
  const names = (await readdir(staging).catch(() => [])).filter(name => STAGED.test(name))
  const stems = new Set(names.map(name => name.replace(STAGED, '')).filter(stem => PREFIX + toModelName(stem) === id))
  let freed = 0
  for (const stem of stems) {
    const part = join(staging, `${stem}.part`)
    const lock = holdPart(part)
    try {
      for (const end of ['.json', '.json.new']) await rm(part + end, { force: true }).catch(() => undefined)
      freed += await deleteFile(part)
    } finally {
      lock.release()
    }
  }
  await rm(packageFolderOf(folder, id.slice(PREFIX.length)), { recursive: true, force: true }).catch(() => undefined)
  return freed
}
