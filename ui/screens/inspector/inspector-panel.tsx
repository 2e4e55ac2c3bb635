/** The panel of Advanced mode: how the shown run came about, in the numbers of its telemetry. */
import { useQuery } from '@tanstack/react-query'
import { ScanSearch } from 'lucide-react'
import type { BundleSummary } from '#contracts/bundle'
import { runQuery } from '../../api/queries.ts'
import type { ShownRun } from '../../app/shown-run.ts'
import { Empty } from '../../parts/empty.tsx'
import { ExecutionBadge, fromBundle } from '../../parts/execution-badge.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { toCount, toDuration } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'

export default function InspectorPanel({ run }: { readonly run: ShownRun | null }) {
  if (run === null) {
    return (
      <Empty icon={ScanSearch} title="No run yet">
        Ask something, or open a run: here stands which tasks answered it, what each cost, and what was checked.
      </Empty>
    )
  }
  return <RunOverview runId={run.runId} />
}

function RunOverview({ runId }: { readonly runId: string }) {
  const { data, error, isPending, refetch } = useQuery(runQuery(runId))
  if (isPending) return <Loading />
  if (error !== null)
    return (
      <div className="p-4">
        <FailureNotice error={error} onRetry={() => refetch()} />
      </div>
    )
  const summary = data.result?.telemetry.summary
  return (
    <div className="flex flex-col gap-4 overflow-auto p-4">
      <h2 className="font-semibold">Overview</h2>
      {summary === undefined ? <p className="text-quiet">This run is {data.status}.</p> : <Figures summary={summary} />}
      <p className="font-mono text-faint text-xs wrap-anywhere">{runId}</p>
    </div>
  )
}

function Figures({ summary }: { readonly summary: BundleSummary }) {
  const rows: readonly (readonly [string, string])[] = [
    ['Tasks', toCount(summary.total_tasks)],
    ['Model calls', toCount(summary.model_invocation_count)],
    ['Tokens in', toCount(summary.total_tokens.in)],
    ['Tokens out', toCount(summary.total_tokens.out)],
    ['Retries', toCount(summary.total_retries)],
    ['Deterministic work', toDuration(summary.deterministic_ms)],
    ['Model', toDuration(summary.model_ms)],
    ['Whole run', toDuration(summary.total_latency_ms)],
  ]
  return (
    <>
      <ExecutionBadge spent={fromBundle(summary)} />
      <dl className="grid grid-cols-[1fr_auto] gap-y-1.5 border-line border-t pt-3">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-quiet">{name}</dt>
            <dd className="tabular text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
