/**
 * The badge under an answer (U3): what answered, and what it cost. Every number is the telemetry's. The mark differs by shape as
 * well as by colour.
 */
import type { ExecutionPath } from '#contracts/bundle'
import type { RunSummary } from '#contracts/execution'
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

type Spent = {
  readonly path: ExecutionPath
  readonly calls: number
  readonly tokens: number
  readonly durationMs: number
}

/** `Execution: Deterministic + Model (1 call) | 320 tokens | 1.2 s` */
export function toExecutionLine({ path, calls, tokens, durationMs }: Spent): string {
  const how = [
    path === 'model' ? '' : 'Deterministic',
    calls > 0 ? `Model (${calls} ${calls === 1 ? 'call' : 'calls'})` : '',
  ].filter(Boolean)
  return `Execution: ${how.join(' + ') || 'nothing ran'} | ${toCount(tokens)} tokens | ${toDuration(durationMs)}`
}

/** null while the run has not ended. */
export const fromRun = (run: RunSummary): Spent | null =>
  run.execution_path === null || run.duration_ms === null
    ? null
    : {
        path: run.execution_path,
        calls: run.model_invocation_count,
        tokens: run.tokens_in + run.tokens_out,
        durationMs: run.duration_ms,
      }

export function ExecutionBadge({ spent }: { readonly spent: Spent }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <PathBadge path={spent.path} />
      <span className="tabular text-quiet text-sm">{toExecutionLine(spent)}</span>
    </p>
  )
}
