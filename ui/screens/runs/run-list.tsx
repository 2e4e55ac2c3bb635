/** The list of runs: filters, one page after the other, and two to be compared. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Activity } from 'lucide-react'
import { useDeferredValue, useEffect, useState } from 'react'
import type { RunState } from '#contracts/event'
import type { RunSummary } from '#contracts/execution'
import { mustBeTold } from '../../api/api-failure.ts'
import { isWide, openDrawer } from '../../app/layout.ts'
import { mode } from '../../app/mode.ts'
import { goTo, toHref } from '../../app/route.ts'
import { showRun } from '../../app/shown-run.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PathBadge } from '../../parts/execution-badge.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Select, TextInput } from '../../parts/field.tsx'
import { toCount, toDuration, toMoment } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'
import { type RunFilter, runListQuery } from './run-queries.ts'

/** The words of the contract; its value would bring the whole library of schemas along. */
const STATES = [
  'queued',
  'running',
  'success',
  'failed',
  'cancelled',
  'interrupted',
] as const satisfies readonly RunState[]
const PATHS = [
  ['deterministic', 'Deterministic only'],
  ['model', 'Model invoked'],
  ['hybrid', 'Hybrid'],
] as const

export function RunListView({ chosen }: { readonly chosen: string | null }) {
  const [filter, setFilter] = useState<RunFilter>({ q: '', status: '', path: '' })
  const [marked, setMarked] = useState<readonly string[]>([])
  const asked = useDeferredValue(filter)
  const query = useInfiniteQuery({ ...runListQuery(asked), placeholderData: before => before })
  const runs = query.data?.pages.flatMap(page => page.runs) ?? []
  const isFiltered = Object.values(filter).some(value => value !== '')
  useEffect(() => {
    if (chosen === null) return
    look(chosen)
  }, [chosen])
  const mark = (runId: string) =>
    setMarked(now => (now.includes(runId) ? now.filter(one => one !== runId) : [...now, runId].slice(-2)))
  const [left, right] = marked
  return (
    <>
      <form
        role="search"
        aria-label="Runs"
        className="flex shrink-0 flex-wrap items-center gap-2 px-4 py-3"
        onSubmit={event => event.preventDefault()}
      >
        <div className="min-w-40 flex-1">
          <TextInput
            type="search"
            aria-label="Title or id"
            placeholder="Title or id"
            value={filter.q}
            onChange={event => setFilter({ ...filter, q: event.target.value })}
          />
        </div>
        <div className="w-36">
          <Select
            aria-label="Status"
            value={filter.status}
            onChange={event => setFilter({ ...filter, status: event.target.value })}
          >
            <option value="">Any status</option>
            {STATES.map(state => (
              <option key={state} value={state}>
                {state}
              </option>
            ))}
          </Select>
        </div>
        <div className="w-44">
          <Select
            aria-label="Path"
            value={filter.path}
            onChange={event => setFilter({ ...filter, path: event.target.value })}
          >
            <option value="">Any path</option>
            {PATHS.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </div>
        <Button
          disabled={left === undefined || right === undefined}
          title="Mark two runs first"
          onClick={() => goTo(toHref('runs', null, { compare: marked.join(',') }))}
        >
          Compare two
        </Button>
      </form>
      <div className="min-h-0 flex-1 overflow-auto px-4 pb-4" tabIndex={0} role="region" aria-label="List of runs">
        {query.isPending && <Loading rows={6} />}
        {mustBeTold(query) && <FailureNotice error={query.error} onRetry={() => query.refetch()} />}
        {query.isSuccess && runs.length === 0 && <NoRuns isFiltered={isFiltered} />}
        {runs.length > 0 && <RunTable runs={runs} chosen={chosen} marked={marked} onMark={mark} />}
        {query.hasNextPage && (
          <Button tone="plain" className="mt-2" isBusy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Earlier runs
          </Button>
        )}
      </div>
    </>
  )
}

function look(runId: string): void {
  showRun({ runId })
  mode.write('advanced')
  if (!isWide()) openDrawer('panel')
}

function NoRuns({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty title="No run is like that">Take a filter back to see more.</Empty>
  return (
    <Empty icon={Activity} title="Nothing has run yet">
      Every question and every graph leaves a run here, with what it did and what it cost.
    </Empty>
  )
}

function RunTable({
  runs,
  chosen,
  marked,
  onMark,
}: {
  readonly runs: readonly RunSummary[]
  readonly chosen: string | null
  readonly marked: readonly string[]
  readonly onMark: (runId: string) => void
}) {
  return (
    <table className="w-full text-left">
      <thead className="border-line border-b text-quiet text-sm">
        <tr>
          <th className="w-8 py-1.5">
            <span className="sr-only">Compare</span>
          </th>
          <th className="pr-3 font-medium">Run</th>
          <th className="px-3 font-medium">Status</th>
          <th className="hidden px-3 font-medium md:table-cell">Path</th>
          <th className="hidden px-3 text-right font-medium xl:table-cell">Tasks</th>
          <th className="hidden px-3 text-right font-medium xl:table-cell">Calls</th>
          <th className="hidden px-3 text-right font-medium md:table-cell">Tokens</th>
          <th className="px-3 text-right font-medium">Time</th>
          <th className="hidden pl-3 text-right font-medium sm:table-cell">Started</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <tr
            key={run.run_id}
            className={`border-line border-b hover:bg-held ${run.run_id === chosen ? 'bg-held' : ''}`}
          >
            <td className="py-2 pr-4">
              <input
                type="checkbox"
                aria-label={`Compare ${run.title}, ${toMoment(run.started_at, 's')}`}
                checked={marked.includes(run.run_id)}
                onChange={() => onMark(run.run_id)}
                className="size-4 align-middle accent-accent"
              />
            </td>
            <td className="w-full max-w-0 pr-3">
              <a
                className="block truncate text-accent hover:underline"
                // The address of the run that is open changes nothing; its panel may be closed all the same.
                onClick={() => run.run_id === chosen && look(run.run_id)}
                href={toHref('runs', run.run_id)}
                title={run.title}
                aria-current={run.run_id === chosen || undefined}
              >
                {run.title}
              </a>
              <span className="block truncate text-quiet text-xs sm:hidden">{toMoment(run.started_at, 's')}</span>
            </td>
            <td
              className={`px-3 ${run.status === 'failed' ? 'text-bad' : run.status === 'success' ? 'text-quiet' : ''}`}
            >
              {run.status}
            </td>
            <td className="hidden px-3 md:table-cell">
              {run.execution_path && <PathBadge path={run.execution_path} />}
            </td>
            <td className="hidden px-3 text-right xl:table-cell">{toCount(run.total_tasks)}</td>
            <td className="hidden px-3 text-right xl:table-cell">{toCount(run.model_invocation_count)}</td>
            <td className="hidden px-3 text-right md:table-cell">{toCount(run.tokens_in + run.tokens_out)}</td>
            <td className="whitespace-nowrap px-3 text-right">
              {run.duration_ms === null ? '–' : toDuration(run.duration_ms)}
            </td>
            <td className="hidden whitespace-nowrap pl-3 text-right text-quiet sm:table-cell">
              <time dateTime={run.started_at} title={run.run_id}>
                {toMoment(run.started_at, 's')}
              </time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
