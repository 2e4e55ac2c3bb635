/**
 * What the page asks for, as data: key and call belong together, so that two screens which need the same share one answer. Screens
 * add their own families beside this file; a key begins with the first word of its path.
 */
import { QueryClient, queryOptions } from '@tanstack/react-query'
import type { ChatList } from '#contracts/chat'
import type { RunStatus } from '#contracts/execution'
import type { BackendStatus, Health, ModelInfo } from '#contracts/studio'
import { ApiFailure } from './api-failure.ts'
import { call } from './call.ts'
import { onComeback } from './connection.ts'

const HEALTH_MS = 10_000
const SOON_MS = 400

export function buildQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      // The server is on this machine: a browser that is "offline" reaches it all the same.
      queries: {
        networkMode: 'always',
        staleTime: 2_000,
        retry: (count, error) => error instanceof ApiFailure && error.status >= 500 && count < 2,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  onComeback(() => void client.invalidateQueries())
  return client
}

/** Whether there is a chat at all. */
export const anyChatQuery = queryOptions({
  queryKey: ['chats', 'any'],
  queryFn: async ({ signal }) => (await call<ChatList>('/chats?limit=1', { signal })).chats.length > 0,
})

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => call<Health>('/health', { signal }),
  // The first answer comes before the runtimes were asked.
  refetchInterval: ({ state }) => (state.data?.backends.length === 0 ? SOON_MS : HEALTH_MS),
})

/** Runtimes that answered before those that did not. */
export const foundFirst = (backends: readonly BackendStatus[]): readonly BackendStatus[] =>
  backends.toSorted((a, b) => Number(b.status === 'healthy') - Number(a.status === 'healthy'))

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: async ({ signal }) => (await call<{ readonly models: readonly ModelInfo[] }>('/models', { signal })).models,
})

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId],
    queryFn: ({ signal }) => call<RunStatus>(`/runs/${encodeURIComponent(runId)}`, { signal }),
  })
