/** Registers a model file that is already on this machine, where it lies (G3): it is neither copied nor moved nor changed. */
import { open, realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute, resolve } from 'node:path'
import { KoraError } from '#contracts/failure'
import { CURATED_MODELS, type CuratedModel } from './curated-models.ts'
import { readChecksum } from './file-checksum.ts'
import { buildCuratedEntry, buildFileEntry, type CatalogEntry, loadCatalog, registerModel } from './model-catalog.ts'

export type ImportOptions = {
  readonly modelsFolder: string
  readonly signal?: AbortSignal
  readonly epochMs?: () => number
  readonly curated?: readonly CuratedModel[]
}

const MAGIC = 'GGUF'

/** Throws KoraError: INVALID_REQUEST for a path that is no GGUF file, CANCELLED. */
export async function importModel(path: string, options: ImportOptions): Promise<CatalogEntry> {
  const { file, sizeBytes } = await checkFile(isAbsolute(path) ? path : resolve(path))
  const checksum = await readChecksum(file, options.signal === undefined ? {} : { signal: options.signal }).catch(
    cause => {
      if (options.signal?.aborted) throw new KoraError('CANCELLED', 'The import was cancelled.', {}, cause)
      throw refuse(basename(file), 'cannot be read', cause)
    },
  )
  const installedAt = new Date((options.epochMs ?? Date.now)()).toISOString()
  const curated = (options.curated ?? CURATED_MODELS).find(model => `sha256:${model.sha256}` === checksum)
  const own = buildFileEntry(file, sizeBytes, checksum, installedAt)
  // The name follows the file, as the connector names it; the facts follow the digest.
  const entry =
    curated === undefined
      ? own
      : { ...buildCuratedEntry(curated, file, file, installedAt), model_id: own.model_id, name: own.name }
  const { models } = await loadCatalog(options.modelsFolder)
  return registerModel(options.modelsFolder, withFreeName(entry, models))
}

/** Another file of the same name keeps its entry; the connector numbers the later one alike. */
function withFreeName(entry: CatalogEntry, models: readonly CatalogEntry[]): CatalogEntry {
  const isTaken = (id: string) => models.some(one => one.model_id === id && one.file_paths[0] !== entry.file_paths[0])
  let [id, name] = [entry.model_id, entry.name]
  for (let count = 2; isTaken(id); count += 1) [id, name] = [`${entry.model_id}-${count}`, `${entry.name}-${count}`]
  return { ...entry, model_id: id, name }
}

async function checkFile(path: string): Promise<{ readonly file: string; readonly sizeBytes: number }> {
  const name = basename(path)
  const file = await realpath(path).catch(cause => {
    throw refuse(name, 'does not exist', cause)
  })
  const found = await stat(file)
  if (!found.isFile()) throw refuse(name, 'is not a file')
  const handle = await open(file, 'r').catch(cause => {
    throw refuse(name, 'cannot be read', cause)
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)
    if (buffer.toString('latin1', 0, bytesRead) !== MAGIC) throw refuse(name, 'is not a GGUF model file')
  } finally {
    await handle.close()
  }
  return { file, sizeBytes: found.size }
}

const refuse = (name: string, what: string, cause?: unknown): KoraError =>
  new KoraError(
    'INVALID_REQUEST',
    `${name} ${what}.`,
    { hint: 'Give the path of a GGUF file that you can read.' },
    cause,
  )
