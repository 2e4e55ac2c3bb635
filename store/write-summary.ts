/** A run's bundle as Markdown for people (rule L7): counts, times, tasks. It holds no content, because the bundle holds none. */
import type { Bundle, TaskTelemetry } from '#contracts/bundle'
import type { RunSummary } from '#contracts/execution'

export function writeSummary(run: RunSummary, { summary, graph_hash, tasks }: Bundle): string {
  const facts: readonly (readonly [string, string | number])[] = [
    ['Run', run.run_id],
    ['Graph', `${run.graph_id} (${graph_hash})`],
    ['Backend', run.backend],
    ['Started', run.started_at],
    ['Status', run.status],
    ['Path', summary.execution_path],
    ['Time', `${toMs(summary.total_latency_ms)} ms`],
    ['Model calls', `${summary.model_invocation_count} for ${summary.model_task_count} model task(s)`],
    ['Tokens', `${summary.total_tokens.in} in, ${summary.total_tokens.out} out`],
    ['Retries', summary.total_retries],
    ['Failures', `${summary.failure_count} (${summary.validation_failures} rejected by a schema)`],
    ['Cache hits', summary.cache_hits],
    ['Critical path', summary.critical_path.join(' → ')],
  ]
  const times = [
    'construct',
    'validate',
    'queue',
    'deterministic',
    'model',
    'schema',
    'aggregate',
    'telemetry',
  ] as const
  return [
    `# ${toCell(run.title)}`,
    '',
    ...facts.map(([name, value]) => `- ${name}: ${toCell(String(value))}`),
    '',
    '## Where the time went',
    '',
    `| ${times.join(' | ')} |`,
    `|${' ---: |'.repeat(times.length)}`,
    `| ${times.map(time => `${toMs(summary[`${time}_ms`])} ms`).join(' | ')} |`,
    '',
    '## Tasks',
    '',
    '| task | type | by | status | reason | time | attempts | tokens in / out | checked |',
    '| --- | --- | --- | --- | --- | ---: | ---: | ---: | --- |',
    ...tasks.map(toRow),
    '',
  ].join('\n')
}

function toRow(task: TaskTelemetry): string {
  const cells = [
    task.task_name === null ? task.task_id : `${task.task_id} (${task.task_name})`,
    task.task_type,
    task.op ?? task.model ?? '',
    task.status,
    task.stop_reason ?? '',
    `${toMs(task.duration_ms)} ms`,
    String(task.attempts.length),
    `${task.tokens_in} / ${task.tokens_out}`,
    task.validation_status,
  ]
  return `| ${cells.map(toCell).join(' | ')} |`
}

const toMs = (ms: number): string => (ms < 10 ? ms.toFixed(3) : ms.toFixed(0))

/** Names come from graphs, so from strangers: no line breaks, no table bars, no markup, no HTML. */
function toCell(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll(/[\\`*_[\]<>|#&]/g, sign => `\\${sign}`)
}
