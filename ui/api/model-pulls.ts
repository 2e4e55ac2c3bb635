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

export const cancelPull = (modelId: string): Promise<ModelPull> =>
  call<ModelPull>('/models/pull/cancel', { body: { model_id: modelId } })
