/**
 * Bringing in a model file of the user's own, and removing models, with the runtime that has them open: it says whether a file can be
 * used, and lets go of one before it is deleted. Without that runtime a file is only looked at from outside.
 */
import { isAbsolute } from 'node:path'
import type { Connector } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'
import type { InstalledModel, ModelRemoved } from '#contracts/studio'
import type { ChangeFeed } from '../changes/change-feed.ts'
import type { CuratedModel } from './curated-models.ts'
import { readDiskFailure } from './disk-failure.ts'
import { importModel } from './import-model.ts'
import { type CatalogEntry, loadCatalog, unregisterModel } from './model-catalog.ts'
import { removeModel } from './remove-model.ts'

export type OwnModelsParts = {
  readonly modelsFolder: string
  readonly curated: readonly CuratedModel[]
  readonly connectors: () => readonly Connector[]
  readonly isPulled: (modelId: string) => boolean
  readonly changes: Pick<ChangeFeed, 'tell'>
}

export type OwnModels = {
  /** Throws INVALID_REQUEST, STORAGE_FULL, CANCELLED. */
  readonly import: (path: string, signal: AbortSignal) => Promise<InstalledModel>
  /** Throws MODEL_NOT_FOUND, CONFLICT, INVALID_REQUEST, STORAGE_FULL. */
  readonly remove: (modelId: string) => Promise<ModelRemoved>
}

/** A runtime that does not answer must not keep a file from being deleted. */
const RUNTIME_MS = 10_000

export function createOwnModels(parts: OwnModelsParts): OwnModels {
  const { modelsFolder, curated, changes } = parts
  const runtime = (): Connector | undefined => parts.connectors().find(one => one.name === 'llamacpp')
  return {
    async import(path, signal) {
      if (!isAbsolute(path)) {
        throw new KoraError('INVALID_REQUEST', 'The path of a model file must be absolute.', {
          hint: 'Studio does not know which folder a shorter one is meant from; `kora models import` does.',
        })
      }
      const before = (await loadCatalog(modelsFolder)).models
      const entry = await importModel(path, { modelsFolder, curated, signal }).catch(cause => {
        throw readDiskFailure(cause) ?? cause
      })
      const problem = await readProblem(runtime(), entry.name, signal)
      if (problem !== null) {
        if (!before.some(one => one.model_id === entry.model_id)) await unregisterModel(modelsFolder, entry.model_id)
        throw new KoraError('INVALID_REQUEST', problem, { hint: 'Get the file again, and compare its size.' })
      }
      changes.tell('models')
      return toInstalled(entry)
    },
    async remove(modelId) {
      const release = (name: string): Promise<void> => letGo(runtime(), name)
      const removed = await removeModel(modelId, { modelsFolder, isPulled: parts.isPulled, release })
      changes.tell('models')
      return removed
    },
  }
}

export const toInstalled = ({ model_id, size_bytes, checksum, license, source }: CatalogEntry): InstalledModel => ({
  model_id,
  size_bytes,
  checksum,
  license,
  source,
})

/** What the runtime says against the file, after it read its header; null where it says nothing, or cannot be asked. */
async function readProblem(runtime: Connector | undefined, name: string, signal: AbortSignal): Promise<string | null> {
  if (runtime === undefined) return null
  try {
    await runtime.capabilities(name, AbortSignal.any([signal, AbortSignal.timeout(RUNTIME_MS)]))
    return null
  } catch (error) {
    const isVerdict = error instanceof ConnectorError && error.code === 'BACKEND_ERROR'
    return isVerdict ? error.message : null
  }
}

async function letGo(runtime: Connector | undefined, name: string): Promise<void> {
  if (runtime?.unload === undefined) return
  const signal = AbortSignal.timeout(RUNTIME_MS)
  try {
    const isLoaded = (await runtime.models(signal)).some(model => model.name === name && model.loaded)
    if (isLoaded) await runtime.unload(name, signal)
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'BACKEND_BUSY') return
    throw new KoraError(
      'CONFLICT',
      `llamacpp/${name} is answering.`,
      { hint: 'Remove it when the run has ended, or cancel the run.' },
      error,
    )
  }
}
