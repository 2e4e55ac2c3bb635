/** Models that are here: a file of the user's own taken where it lies, and removing. */
import type { InstalledModel, ModelRemoved } from '#contracts/studio'
import { call } from './call.ts'

/** Reads the whole file once for its digest, which takes a while for a large one. */
export const importModel = (path: string, signal: AbortSignal): Promise<InstalledModel> =>
  call<InstalledModel>('/models/import', { body: { path }, signal })

export const removeModel = (modelId: string): Promise<ModelRemoved> =>
  call<ModelRemoved>(`/models/${encodeURIComponent(modelId)}`, { method: 'DELETE' })
