/**
 * What commands print: results on standard output, everything about them on standard error. With `--json` standard output
 * holds one JSON document and nothing else.
 */
import type { ExecuteResult } from '#contracts/execution'
import type { Failure } from '#contracts/failure'

export const EXIT = { success: 0, failed: 1, wrongUse: 2, unreachable: 3 } as const

export type Output = {
  readonly json: boolean
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

export function printJson(output: Output, value: unknown): void {
  output.out(JSON.stringify(value, null, 2))
}

/** `Hybrid · Execution: Deterministic + Model (1 call) | 320 tokens | 1.2 s` (rule U3): every number from telemetry. */
export function badgeLine(result: ExecuteResult): string {
  const { summary } = result.telemetry
  const label = { deterministic: 'Deterministic only', model: 'Model invoked', hybrid: 'Hybrid' }[
    summary.execution_path
  ]
  const calls = summary.model_invocation_count
  const operations = summary.deterministic_task_count + summary.aggregation_task_count > 0
  const how = [
    operations ? 'Deterministic' : null,
    calls > 0 ? `Model (${calls} ${calls === 1 ? 'call' : 'calls'})` : null,
  ]
  const tokens = summary.total_tokens.in + summary.total_tokens.out
  return `${label} · Execution: ${how.filter(Boolean).join(' + ') || 'nothing ran'} | ${tokens} tokens | ${seconds(summary.total_latency_ms)}`
}

export function seconds(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

export function printFailure(output: Output, failure: Failure): void {
  const { code, errors, hint, breach_type: breach, purse } = failure.details
  output.err(`${failure.error_type} ${code}: ${failure.message}`)
  for (const fault of errors ?? []) output.err(`  ${fault.pointer || '/'}  ${fault.code}  ${fault.message}`)
  if (breach && purse) {
    output.err(`  ${breach} used up; left: ${purse.tokens} tokens, ${purse.time_ms} ms, ${purse.attempts} attempts`)
  }
  if (hint) output.err(`  ${hint}`)
}

/** Columns padded to their widest cell; numbers to the right. */
export function printTable(
  output: Output,
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void {
  const cells = [head, ...rows].map(row => row.map(cell => (cell === null ? '–' : String(cell))))
  const widths = head.map((_, at) => Math.max(...cells.map(row => row[at]?.length ?? 0)))
  const isNumber = head.map(
    (_, at) => rows.length > 0 && rows.every(row => typeof row[at] === 'number' || row[at] === null),
  )
  for (const row of cells) {
    output.out(
      row
        .map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
  }
}
