/** Two runs side by side: their sums, where the time went, and what each task did in one and in the other. */
import { useQueries } from '@tanstack/react-query'
import type { Bundle, TaskTelemetry } from '#contracts/bundle'
import { mustBeTold } from '../../api/api-failure.ts'
import { toHref } from '../../app/route.ts'
import { PathBadge } from '../../parts/execution-badge.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { toCount, toDuration } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'
import { PairBars } from './pair-bars.tsx'
import { bundleQuery } from './run-queries.ts'

export function CompareRuns({ left, right }: { readonly left: string; readonly right: string }) {
  const [first, second] = useQueries({ queries: [bundleQuery(left), bundleQuery(right)] })
  const fault = [first, second].find(mustBeTold)
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4" tabIndex={0} role="region" aria-label="Two runs">
      <div className="mx-auto flex max-w-4xl flex-col gap-8">
        <p className="text-quiet">
          <a className="text-accent underline" href={toHref('runs')}>
            All runs
          </a>
        </p>
        {fault !== undefined && (
          <FailureNotice error={fault.error} title="One of the two cannot be read" onRetry={() => fault.refetch()} />
        )}
        {(first.isPending || second.isPending) && fault === undefined && <Loading rows={6} />}
        {first.data && second.data && <Pair left={first.data} right={second.data} />}
      </div>
    </div>
  )
}

const NAMES = ['First', 'Second'] as const

function Pair({ left, right }: { readonly left: Bundle; readonly right: Bundle }) {
  const [a, b] = [left.summary, right.summary]
  const isSame = left.graph_hash === right.graph_hash
  const rows: readonly (readonly [string, number, number])[] = [
    ['Tasks', a.total_tasks, b.total_tasks],
    ['Model calls', a.model_invocation_count, b.model_invocation_count],
    ['Tokens in', a.total_tokens.in, b.total_tokens.in],
    ['Tokens out', a.total_tokens.out, b.total_tokens.out],
    ['Retries', a.total_retries, b.total_retries],
    ['Rejected outputs', a.validation_failures, b.validation_failures],
    ['Cache hits', a.cache_hits, b.cache_hits],
  ]
  return (
    <>
      <section aria-label="Sums" className="overflow-x-auto">
        <p className="mb-3">
          {isSame ? 'Both ran the same graph.' : 'They ran different graphs; tasks are paired by their ids.'}
        </p>
        <table className="w-full text-left">
          <thead className="border-line border-b text-sm">
            <tr>
              <td />
              {[left, right].map((bundle, at) => (
                <th key={bundle.run_id} scope="col" className="px-2 py-1.5 text-right font-medium sm:px-3">
                  {NAMES[at]}{' '}
                  <a
                    className="block font-mono font-normal text-accent text-xs hover:underline"
                    href={toHref('runs', bundle.run_id)}
                    title={bundle.run_id}
                    aria-label={bundle.run_id}
                  >
                    <span className="hidden md:inline">{bundle.run_id}</span>
                    <span className="md:hidden">…{bundle.run_id.slice(-6)}</span>
                  </a>
                </th>
              ))}
              <th scope="col" className="pl-3 text-right font-medium">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            <tr className="border-line border-b">
              <th scope="row" className="py-1.5 font-normal text-quiet">
                Path
              </th>
              {[a, b].map((summary, at) => (
                <td key={NAMES[at]} className="px-2 text-right sm:px-3 max-sm:[&>span]:whitespace-normal">
                  <PathBadge path={summary.execution_path} />
                </td>
              ))}
              <td />
            </tr>
            {rows.map(([name, one, two]) => (
              <Row key={name} name={name} cells={[toCount(one), toCount(two), toDifference(two - one, toCount)]} />
            ))}
            <Row
              name="Time of the run"
              cells={[
                toDuration(a.total_latency_ms),
                toDuration(b.total_latency_ms),
                toDifference(b.total_latency_ms - a.total_latency_ms, toDuration),
              ]}
            />
          </tbody>
        </table>
      </section>
      <PairBars
        label="Where the time went"
        names={NAMES}
        show={toDuration}
        rows={[
          { name: 'Construction, before it', left: a.construct_ms, right: b.construct_ms },
          { name: 'Validation, before it', left: a.validate_ms, right: b.validate_ms },
          { name: 'Waiting', left: a.queue_ms, right: b.queue_ms },
          { name: 'Operations', left: a.deterministic_ms, right: b.deterministic_ms },
          { name: 'Model', left: a.model_ms, right: b.model_ms },
          { name: 'Checking outputs', left: a.schema_ms, right: b.schema_ms },
          { name: 'Aggregation', left: a.aggregate_ms, right: b.aggregate_ms },
        ]}
      />
      <Tasks left={left.tasks} right={right.tasks} />
    </>
  )
}

function Row({ name, cells }: { readonly name: string; readonly cells: readonly [string, string, string] }) {
  return (
    <tr className="border-line border-b">
      <th scope="row" className="py-1.5 font-normal text-quiet">
        {name}
      </th>
      {cells.map((cell, at) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: three columns
          key={at}
          className={`whitespace-nowrap text-right ${at === 2 ? 'pl-2 text-quiet sm:pl-3' : 'px-2 sm:px-3'}`}
        >
          {cell}
        </td>
      ))}
    </tr>
  )
}

const toDifference = (difference: number, show: (value: number) => string): string =>
  difference === 0 ? '=' : `${difference > 0 ? '+' : '−'}${show(Math.abs(difference))}`

function Tasks({ left, right }: { readonly left: readonly TaskTelemetry[]; readonly right: readonly TaskTelemetry[] }) {
  const ids = [...new Set([...left, ...right].map(task => task.task_id))]
  const find = (tasks: readonly TaskTelemetry[], id: string) => tasks.find(task => task.task_id === id)
  return (
    <section aria-label="Tasks" className="overflow-x-auto">
      <h2 className="mb-2 font-semibold">Tasks</h2>
      <table className="w-full text-left">
        <thead className="border-line border-b text-quiet text-sm">
          <tr>
            <th className="py-1.5 pr-3 font-medium">Task</th>
            <th className="px-3 font-medium">First</th>
            <th className="px-3 font-medium">Second</th>
            <th className="pl-3 font-medium">Output</th>
          </tr>
        </thead>
        <tbody>
          {ids.map(id => {
            const [one, two] = [find(left, id), find(right, id)]
            return (
              <tr key={id} className="border-line border-b">
                <td className="max-w-56 truncate py-1.5 pr-3" title={id}>
                  {one?.task_name ?? two?.task_name ?? id}
                </td>
                <td className="px-3">{describe(one)}</td>
                <td className="px-3">{describe(two)}</td>
                <td className="pl-3 text-quiet">{compareOutputs(one, two)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function describe(task: TaskTelemetry | undefined): string {
  if (task === undefined) return 'not there'
  const tokens = task.tokens_out > 0 ? `, ${toCount(task.tokens_out)} tokens` : ''
  return `${task.status}, ${toDuration(task.duration_ms)}${tokens}`
}

function compareOutputs(one: TaskTelemetry | undefined, two: TaskTelemetry | undefined): string {
  if (one?.output_hash == null || two?.output_hash == null) return '–'
  return one.output_hash === two.output_hash ? 'same bytes' : 'different'
}
