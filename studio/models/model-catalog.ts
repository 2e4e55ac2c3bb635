/**
 * The catalogue `models/catalog.json` (G1): what was installed, from where, under which licence. It survives a crash, a bad edit and its
 * own loss: the last good copy stands beside it, and without either it is rebuilt from the files. It never deletes a model.
 */
import { mkdir, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { readLastGood, readSmallFile, writeSmallFile } from '#machine/atomic-file'
import { CURATED_MODELS, type PullableModel } from './curated-models.ts'
import { readChecksum } from './file-checksum.ts'
import { toStoredPaths, toWholePaths } from './file-places.ts'
import { toModelName } from './model-name.ts'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const CatalogEntry = Type.Object({
  model_id: Type.String({ description: '<connector>/<name>' }),
  provider: Type.Union([Type.Literal('ollama'), Type.Literal('lmstudio'), Type.Literal('llamacpp')]),
  name: Type.String(),
  family: OrNull(Type.String()),
  parameters: OrNull(Type.String()),
  quantization: OrNull(Type.String()),
  context_tokens: OrNull(Type.Integer()),
  required_vram_mb: OrNull(Type.Integer()),
  required_ram_mb: OrNull(Type.Integer()),
  file_paths: Type.Array(Type.String({ description: 'A whole path, or the name of a file in the models folder.' })),
  size_bytes: Type.Integer(),
  checksum: OrNull(Type.String({ description: 'sha256:<hex>' })),
  license: OrNull(Type.String()),
  source: OrNull(Type.String({ description: 'Where the file came from.' })),
  installed_at: Type.String(),
})
export type CatalogEntry = Static<typeof CatalogEntry>

export const Catalog = Type.Object({ version: Type.Literal(1), models: Type.Array(CatalogEntry) })
export type Catalog = Static<typeof Catalog>

export type CatalogState = {
  readonly models: readonly CatalogEntry[]
  /** One sentence for people when the file was not usable. */
  readonly problem: string | null
}

const MIB = 1024 ** 2
const pathOf = (folder: string): string => join(folder, 'catalog.json')

/** The catalogue of a models folder; an absent or ruined one is taken from its copy, else rebuilt from the files, and written. */
export async function loadCatalog(folder: string): Promise<CatalogState> {
  const parse = (bytes: Uint8Array): Catalog => parseCatalog(bytes, folder)
  const read = await readSmallFile(pathOf(folder), parse)
  if (read.value !== null) return { models: read.value.models, problem: read.problem }
  // A file that is gone is no wish of anybody: the copy knows what lies outside the folder too.
  const models = (await readLastGood(pathOf(folder), parse))?.models ?? (await rebuildCatalog(folder))
  if (models.length > 0) await writeCatalog(folder, models)
  return { models, problem: read.problem }
}

/** Ids of the models whose files are there; one that was deleted by hand can be had again. */
export async function listInstalled(folder: string): Promise<readonly string[]> {
  const { models } = await loadCatalog(folder)
  const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() === true
  const found = await Promise.all(
    models.map(async model => (await Promise.all(model.file_paths.map(isThere))).every(Boolean)),
  )
  return models.filter((_, at) => found[at]).map(model => model.model_id)
}

/** Adds or replaces the entry of a model. */
export async function registerModel(folder: string, entry: CatalogEntry): Promise<CatalogEntry> {
  return inTurn(folder, async () => {
    const { models } = await loadCatalog(folder)
    const others = models.filter(model => model.model_id !== entry.model_id)
    await writeCatalog(
      folder,
      [...others, entry].sort((a, b) => (a.model_id < b.model_id ? -1 : 1)),
    )
    return entry
  })
}

/** Takes a model out of the catalogue; its files are the caller's business. Of an id that is not there nothing happens. */
export async function unregisterModel(folder: string, modelId: string): Promise<void> {
  await inTurn(folder, async () => {
    const { models } = await loadCatalog(folder)
    const others = models.filter(model => model.model_id !== modelId)
    if (others.length < models.length) await writeCatalog(folder, others)
  })
}

/** The entry of a file whose facts are known. `source` names where it came from, `installedAt` is ISO 8601. */
export function buildCuratedEntry(
  model: PullableModel,
  path: string,
  source: string,
  installedAt: string,
): CatalogEntry {
  return {
    model_id: `llamacpp/${model.id}`,
    provider: 'llamacpp',
    name: model.id,
    family: model.family,
    parameters: model.parameters,
    quantization: model.quantization,
    context_tokens: model.contextTokens,
    required_vram_mb: null,
    required_ram_mb: Math.ceil(model.sizeBytes / MIB),
    file_paths: [path],
    size_bytes: model.sizeBytes,
    checksum: `sha256:${model.sha256}`,
    license: model.license,
    source,
    installed_at: installedAt,
  }
}

/** The entry of a file that is not in the curated list; what nobody told stays null. */
export function buildFileEntry(
  path: string,
  sizeBytes: number,
  checksum: string | null,
  installedAt: string,
): CatalogEntry {
  const name = toModelName(basename(path))
  const empty = { family: null, parameters: null, quantization: null, context_tokens: null, required_vram_mb: null }
  return {
    model_id: `llamacpp/${name}`,
    provider: 'llamacpp',
    name,
    ...empty,
    required_ram_mb: Math.ceil(sizeBytes / MIB),
    file_paths: [path],
    size_bytes: sizeBytes,
    checksum,
    license: null,
    source: path,
    installed_at: installedAt,
  }
}

function parseCatalog(bytes: Uint8Array, folder: string): Catalog {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (!Value.Check(Catalog, value)) throw new Error('it is not a catalogue of models')
  return { ...value, models: value.models.map(model => ({ ...model, file_paths: toWholePaths(folder, model) })) }
}

async function writeCatalog(folder: string, models: readonly CatalogEntry[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stored = models.map(model => ({ ...model, file_paths: toStoredPaths(folder, model.file_paths) }))
  const catalog: Catalog = { version: 1, models: stored }
  await writeSmallFile(pathOf(folder), new TextEncoder().encode(`${JSON.stringify(catalog, null, 2)}\n`))
}

async function rebuildCatalog(folder: string): Promise<readonly CatalogEntry[]> {
  const names = await readdir(folder).catch(() => [])
  const models: CatalogEntry[] = []
  for (const name of names.filter(name => /\.gguf$/i.test(name) && !name.startsWith('.')).sort()) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found?.isFile()) models.push(await describeFile(path, found.size, found.mtime.toISOString()))
  }
  return models
}

/** Only a file of a curated size is worth hashing: no other can be a curated model. */
async function describeFile(path: string, sizeBytes: number, installedAt: string): Promise<CatalogEntry> {
  const candidates = CURATED_MODELS.filter(model => model.sizeBytes === sizeBytes)
  if (candidates.length === 0) return buildFileEntry(path, sizeBytes, null, installedAt)
  const checksum = await readChecksum(path)
  const model = candidates.find(candidate => `sha256:${candidate.sha256}` === checksum)
  return model === undefined
    ? buildFileEntry(path, sizeBytes, checksum, installedAt)
    : buildCuratedEntry(model, path, 'found on disk', installedAt)
}

const turns = new Map<string, Promise<unknown>>()

/** Changes of one folder follow each other: two pulls that end together must both be in the file. */
function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(folder) ?? Promise.resolve()).then(work)
  turns.set(
    folder,
    mine.catch(() => undefined),
  )
  return mine
}
