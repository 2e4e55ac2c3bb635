/** Runs: what ran here, newest first. */
import { useQuery } from '@tanstack/react-query'
import { Activity } from 'lucide-react'
import { useEffect } from 'react'
import type { RunSummary } from '#contracts/execution'
import { runsQuery } from '../../api/queries.ts'
import { toHref } from '../../app/route.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import type { ScreenProps } from '../../app/screens.tsx'
import { showRun } from '../../app/shown-run.ts'
import { Empty } from '../../parts/empty.tsx'
import { PathBadge } from '../../parts/execution-badge.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { toCount, toDuration, toMoment } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'

export default function RunsScreen({ id }: ScreenProps) {
  const { data, error, isPending, refetch } = useQuery(runsQuery({ limit: 50 }))
  useEffect(() => {
    if (id !== null) showRun({ runId: id })
  }, [id])
  return (
    <ScreenFrame title="Runs">
      <div className="min-h-0 flex-1 overflow-auto p-4">
        {isPending && <Loading rows={6} />}
        {error !== null && <FailureNotice error={error} onRetry={() => refetch()} />}
        {data?.runs.length === 0 && (
          <Empty icon={Activity} title="Nothing has run yet">
            Every question and every graph leaves a run here, with what it did and what it cost.
          </Empty>
        )}
        {data !== undefined && data.runs.length > 0 && <RunTable runs={data.runs} chosen={id} />}
      </div>
    </ScreenFrame>
  )
}

function RunTable({ runs, chosen }: { readonly runs: readonly RunSummary[]; readonly chosen: string | null }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="border-line border-b text-quiet text-sm">
          <tr>
            <th className="py-1.5 pr-4 font-medium">Run</th>
            <th className="px-4 font-medium">Status</th>
            <th className="px-4 font-medium">Path</th>
            <th className="px-4 text-right font-medium">Tasks</th>
            <th className="px-4 text-right font-medium">Time</th>
            <th className="pl-4 text-right font-medium">Started</th>
          </tr>
        </thead>
        <tbody>
          {runs.map(run => (
            <tr key={run.run_id} className={`border-line border-b ${run.run_id === chosen ? 'bg-sunken' : ''}`}>
              <td className="max-w-96 truncate py-2 pr-4">
                <a className="text-accent hover:underline" href={toHref('runs', run.run_id)}>
                  {run.title}
                </a>
              </td>
              <td
                className={`px-4 ${run.status === 'success' ? 'text-quiet' : run.status === 'failed' ? 'text-bad' : ''}`}
              >
                {run.status}
              </td>
              <td className="px-4">{run.execution_path && <PathBadge path={run.execution_path} />}</td>
              <td className="px-4 text-right">{toCount(run.total_tasks)}</td>
              <td className="whitespace-nowrap px-4 text-right">
                {run.duration_ms === null ? '–' : toDuration(run.duration_ms)}
              </td>
              <td className="whitespace-nowrap pl-4 text-right text-quiet">
                <time dateTime={run.started_at}>{toMoment(run.started_at)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
