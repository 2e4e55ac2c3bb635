/**
 * The badge under an answer (U3): what answered, and what it cost. Every number is the telemetry's. The mark differs by shape as
 * well as by colour.
 */
import type { BundleSummary, ExecutionPath } from '#contracts/bundle'
import { toCount, toDuration } from './figures.ts'

const NAMES: Readonly<Record<ExecutionPath, string>> = {
  deterministic: 'Deterministic only',
  model: 'Model invoked',
  hybrid: 'Hybrid',
}
const TONES: Readonly<Record<ExecutionPath, string>> = {
  deterministic: 'bg-exact-soft text-exact',
  model: 'bg-model-soft text-model',
  hybrid: 'bg-model-soft text-model',
}

export function PathBadge({ path }: { readonly path: ExecutionPath }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs leading-5 ${TONES[path]}`}
    >
      <PathMark path={path} />
      {NAMES[path]}
    </span>
  )
}

function PathMark({ path }: { readonly path: ExecutionPath }) {
  return (
    <svg viewBox="0 0 10 10" width={9} height={9} aria-hidden="true" fill="currentColor">
      {path === 'deterministic' && <rect x="1" y="1" width="8" height="8" rx="1" />}
      {path === 'model' && <circle cx="5" cy="5" r="4.25" />}
      {path === 'hybrid' && <path d="M1 1h4v8H1zM5.6.9a4.2 4.2 0 0 1 0 8.2z" />}
    </svg>
  )
}

/** `Execution: Deterministic + Model (1 call) | 320 tokens | 1.2 s` */
export function toExecutionLine(summary: BundleSummary): string {
  const calls = summary.model_invocation_count
  const how = [
    summary.deterministic_task_count + summary.aggregation_task_count > 0 ? 'Deterministic' : '',
    calls > 0 ? `Model (${calls} ${calls === 1 ? 'call' : 'calls'})` : '',
  ].filter(Boolean)
  const tokens = summary.total_tokens.in + summary.total_tokens.out
  return `Execution: ${how.join(' + ') || 'nothing ran'} | ${toCount(tokens)} tokens | ${toDuration(summary.total_latency_ms)}`
}

export function ExecutionBadge({ summary }: { readonly summary: BundleSummary }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <PathBadge path={summary.execution_path} />
      <span className="tabular text-quiet text-sm">{toExecutionLine(summary)}</span>
    </span>
  )
}
