/** The Overview tab: what the run cost, where its time went, what it saved. Every number is from telemetry; none is estimated. */
import type { Bundle } from '#contracts/bundle'
import type { Event } from '#contracts/event'
import { countOf, toCount, toDuration } from '../../../parts/figures.ts'
import { StateBadge } from '../graph/task-look.tsx'
import { explainFailure, failureOf, isEndInFailure } from '../model/explain-failure.ts'
import { FailureBanner } from './failure-banner.tsx'
import { readSavings } from './read-savings.ts'

const PATHS = { deterministic: 'Deterministic only', model: 'Model invoked', hybrid: 'Hybrid' } as const

/**
 * The parts of the work, in the order of the pipeline. The first two come before the run and are no part of its time; parallel work
 * adds up, so the sum of the others may exceed it.
 */
const STAGES = [
  ['construct_ms', 'Construction, before the run', 'bg-joined'],
  ['validate_ms', 'Validation, before the run', 'bg-joined'],
  ['queue_ms', 'Waiting', 'bg-line-strong'],
  ['deterministic_ms', 'Operations', 'bg-exact'],
  ['model_ms', 'Model', 'bg-model'],
  ['schema_ms', 'Checking outputs', 'bg-joined'],
  ['aggregate_ms', 'Aggregation', 'bg-joined'],
  ['telemetry_ms', 'Telemetry', 'bg-line-strong'],
] as const

export function OverviewTab({
  bundle,
  events,
  onTask,
}: {
  readonly bundle: Bundle
  readonly events: readonly Event[]
  readonly onTask: (taskId: string) => void
}) {
  const { summary, tasks } = bundle
  const failures = new Map(events.flatMap(event => (isEndInFailure(event) ? [[event.task_id, failureOf(event)]] : [])))
  const explained = tasks.flatMap(task => explainFailure(task, failures.get(task.task_id) ?? null) ?? [])
  const savings = readSavings(bundle, events)
  return (
    <div
      className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4"
      tabIndex={0}
      role="region"
      aria-label="What the run cost"
    >
      {explained.slice(0, 3).map(one => (
        <FailureBanner key={one.taskId} explanation={one} onTask={onTask} />
      ))}
      {explained.length > 3 && (
        <p className="text-quiet text-sm">
          {countOf(explained.length - 3, 'further task')} failed; the graph marks them.
        </p>
      )}
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-x-4 gap-y-3">
        <Figure label="Path" value={tasks.length === 0 ? 'Not begun' : PATHS[summary.execution_path]} />
        <Figure
          label="Time of the run"
          value={toDuration(summary.total_latency_ms)}
          note={`after ${toDuration(summary.construct_ms + summary.validate_ms)} before it began`}
        />
        <Figure label="Tasks" value={toCount(summary.total_tasks)} note={kindsOf(bundle)} />
        <Figure
          label="Model calls"
          value={toCount(summary.model_invocation_count)}
          note={ceilingOf(savings.maxModelCalls, 'call')}
        />
        <Figure
          label="Tokens out"
          value={toCount(summary.total_tokens.out)}
          note={ceilingOf(savings.maxOutputTokens, 'token')}
        />
        <Figure label="Tokens in" value={toCount(summary.total_tokens.in)} />
        <Figure label="Retries" value={toCount(summary.total_retries)} />
        <Figure label="Rejected outputs" value={toCount(summary.validation_failures)} />
        <Figure label="Cache hits" value={toCount(summary.cache_hits)} />
      </dl>
      <section aria-labelledby="where-time-went" className="flex flex-col gap-2">
        <h3 id="where-time-went" className="font-semibold">
          Where the time went
        </h3>
        <Breakdown bundle={bundle} />
      </section>
      <section aria-labelledby="what-was-saved" className="flex flex-col gap-1.5">
        <h3 id="what-was-saved" className="font-semibold">
          Without a model
        </h3>
        <p className="text-pretty text-quiet">{savings.sentence}</p>
        {savings.skipped.length > 0 && (
          <ul className="flex flex-col gap-1">
            {savings.skipped.slice(0, 8).map(task => (
              <li key={task.task_id} className="flex items-center gap-2">
                <button
                  type="button"
                  className="truncate text-accent hover:underline"
                  onClick={() => onTask(task.task_id)}
                >
                  {task.task_name ?? task.task_id}
                </button>
                <StateBadge state={task.status} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

function Figure({
  label,
  value,
  note,
}: {
  readonly label: string
  readonly value: string
  readonly note?: string | null
}) {
  return (
    <div className="flex flex-col">
      <dt className="text-quiet text-sm">{label}</dt>
      <dd className="font-semibold text-lg tabular-nums">{value}</dd>
      {note != null && <dd className="text-faint text-xs tabular-nums">{note}</dd>}
    </div>
  )
}

const kindsOf = ({ summary }: Bundle): string =>
  [
    [summary.deterministic_task_count, 'operation'],
    [summary.model_task_count, 'model'],
    [summary.aggregation_task_count, 'aggregation'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, word]) => countOf(count as number, word as string))
    .join(', ')

/** What the certificate had promised before the run. */
const ceilingOf = (most: number | null, word: string): string | null =>
  most === null ? null : `of at most ${countOf(most, word)}`

function Breakdown({ bundle: { summary } }: { readonly bundle: Bundle }) {
  const longest = Math.max(summary.total_latency_ms, ...STAGES.map(([field]) => summary[field]), 0.001)
  return (
    <table className="w-full text-sm">
      <tbody>
        {STAGES.map(([field, label, colour]) => (
          <tr key={field} className={summary[field] === 0 ? 'text-faint' : ''}>
            <th scope="row" className="w-px whitespace-nowrap py-0.5 pr-3 text-left font-normal">
              {label}
            </th>
            <td className="w-full py-0.5">
              <div className="h-2.5 rounded-sm bg-sunken">
                <div
                  className={`h-full min-w-px rounded-sm ${colour}`}
                  style={{ width: `${(100 * summary[field]) / longest}%` }}
                />
              </div>
            </td>
            <td className="whitespace-nowrap py-0.5 pl-3 text-right">{toDuration(summary[field])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
