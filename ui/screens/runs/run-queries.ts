/** Runs as this screen asks for them: a filtered list that goes on, bundles of two, and a comparison of the two ways to answer. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Bundle } from '#contracts/bundle'
import type { CompareResult } from '#contracts/compare'
import type { RunList } from '#contracts/execution'
import { call } from '../../api/call.ts'

export type RunFilter = { readonly q: string; readonly status: string; readonly path: string }

const PAGE = 60
const UNDER_WAY_MS = 3_000

export const runListQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'list', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      for (const name of ['q', 'status', 'path'] as const) if (filter[name] !== '') query.set(name, filter[name])
      if (pageParam !== null) query.set('cursor', pageParam)
      return call<RunList>(`/runs?${query}`, { signal })
    },
    getNextPageParam: page => page.next,
    // Of a run that goes on, this list would else say so for ever.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(page => page.runs.some(run => run.status === 'running' || run.status === 'queued'))
        ? UNDER_WAY_MS
        : false,
  })

export const bundleQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', 'bundle', runId],
    queryFn: ({ signal }) => call<Bundle>(`/telemetry/${encodeURIComponent(runId)}`, { signal }),
  })

export const compareMessages = (messages: readonly string[], signal: AbortSignal): Promise<CompareResult> =>
  call<CompareResult>('/compare', {
    body: { api_version: '1.0', requests: messages.map(message => ({ message })) },
    signal,
  })
