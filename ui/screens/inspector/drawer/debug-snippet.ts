/** What helps to find out why a task went wrong, as text for a report: ids, numbers, codes and hashes, and no content. */
import type { Bundle, TaskTelemetry } from '#contracts/bundle'

export function buildDebugSnippet(bundle: Bundle, task: TaskTelemetry): string {
  const lines = [
    `run      ${bundle.run_id}`,
    `graph    ${bundle.graph_id} ${bundle.graph_hash}`,
    `task     ${task.task_id} (${task.task_type}${task.op === null ? '' : ` ${task.op}`})`,
    `status   ${task.status}${task.stop_reason === null ? '' : ` ${task.stop_reason}`}`,
    `time     ${task.duration_ms.toFixed(1)} ms, queue ${task.queue_ms.toFixed(1)} ms, load ${task.load_ms.toFixed(1)} ms`,
    `hashes   in ${task.input_hash ?? '-'}, out ${task.output_hash ?? '-'}`,
  ]
  if (task.budget !== null) lines.push(`budget   ${JSON.stringify(task.budget)}`)
  if (task.purse_left !== null) lines.push(`left     ${JSON.stringify(task.purse_left)}`)
  if (task.breach !== null) lines.push(`breach   ${JSON.stringify(task.breach)}`)
  for (const attempt of task.attempts)
    lines.push(
      `attempt  ${attempt.index} ${attempt.connector}/${attempt.model} ${attempt.status} ${attempt.code ?? '-'} ${attempt.tokens_in}+${attempt.tokens_out} tokens, ${attempt.duration_ms.toFixed(0)} ms, seed ${attempt.sampler.seed}, ${attempt.connector_version ?? 'version unknown'}`,
    )
  for (const fault of task.validation_errors) lines.push(`fault    ${fault.pointer || '/'} ${fault.code}`)
  return lines.join('\n')
}
