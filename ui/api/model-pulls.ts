/** Getting models: what is offered, and downloads as they go on. */
import { queryOptions } from '@tanstack/react-query'
import type { CatalogModel, ModelPull } from '#contracts/studio'
import { call } from './call.ts'

const WATCH_MS = 500

export const catalogQuery = queryOptions({
  queryKey: ['models', 'catalog'],
  queryFn: async ({ signal }) =>
    (await call<{ readonly models: readonly CatalogModel[] }>('/models/catalog', { signal })).models,
})

/** Asked again and again only while something is under way. */
export const pullsQuery = queryOptions({
  queryKey: ['models', 'pulls'],
  queryFn: async ({ signal }) =>
    (await call<{ readonly pulls: readonly ModelPull[] }>('/models/pulls', { signal })).pulls,
  refetchInterval: ({ state }) => (state.data?.some(pull => pull.status === 'running') === true ? WATCH_MS : false),
})

export const startPull = (modelId: string): Promise<ModelPull> =>
  call<ModelPull>('/models/pull', { body: { model_id: modelId } })

/** A name without its runtime is one of Ollama's: nothing else is got by name alone. */
export function startNamed({ name, digest }: { readonly name: string; readonly digest: string }): Promise<ModelPull> {
  if (name.includes('://')) return call<ModelPull>('/models/pull', { body: { url: name, sha256: digest } })
  return startPull(/^(?:ollama|llamacpp|lmstudio)\//.test(name) ? name : `ollama/${name}`)
}

export const cancelPull = (modelId: string): Promise<ModelPull> =>
  call<ModelPull>('/models/pull/cancel', { body: { model_id: modelId } })
