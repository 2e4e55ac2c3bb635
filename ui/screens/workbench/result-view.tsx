/** What a run of the workbench led to: its badge, its output as text or JSON, or its failure. */
import type { ExecuteResult } from '#contracts/execution'
import { ApiFailure } from '../../api/api-failure.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { ExecutionBadge } from '../../parts/execution-badge.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Markdown } from '../../parts/markdown/markdown.tsx'

const MOST = 100_000

export function ResultView({ result }: { readonly result: ExecuteResult }) {
  const { summary } = result.telemetry
  const json = JSON.stringify(result.final_output, null, 2) ?? 'null'
  const text = readText(result.final_output)
  return (
    <section aria-label="Result" className="flex flex-col gap-3">
      <h3 className="font-semibold">Result</h3>
      <ExecutionBadge
        spent={{
          path: summary.execution_path,
          calls: summary.model_invocation_count,
          tokens: summary.total_tokens.in + summary.total_tokens.out,
          durationMs: summary.total_latency_ms,
        }}
      />
      {result.error !== undefined && <FailureNotice error={new ApiFailure(result.error, 200)} />}
      {text !== null && <Markdown text={text} />}
      {result.final_output !== null && (
        <details open={text === null}>
          <summary className="w-fit rounded-sm text-quiet text-sm hover:text-ink">The output as JSON</summary>
          <div className="relative mt-1.5 rounded-md border border-line bg-sunken">
            <CopyButton text={() => json} label="Copy the output" className="absolute top-1 right-1" />
            <pre className="max-h-96 overflow-auto p-3 font-mono text-xs" tabIndex={0}>
              {json.slice(0, MOST)}
            </pre>
          </div>
        </details>
      )}
    </section>
  )
}

/** Outputs for people carry their text under a name of their own. */
function readText(output: unknown): string | null {
  if (typeof output === 'string') return output
  if (typeof output !== 'object' || output === null) return null
  for (const name of ['text', 'markdown'] as const) {
    const value = (output as Readonly<Record<string, unknown>>)[name]
    if (typeof value === 'string') return value
  }
  return null
}
