/**
 * What was answered without a model, and what the certificate had allowed: counted from the run, never estimated against a
 * run that did not happen. A true comparison with a direct call is a comparison of two runs.
 */
import type { Bundle, TaskTelemetry } from '#contracts/bundle'
import type { Event } from '#contracts/event'
import { countOf } from '../../../parts/figures.ts'

export type Savings = {
  readonly sentence: string
  /** Model tasks that were not called, because a condition, a cache or a failed dependency spoke before. */
  readonly skipped: readonly TaskTelemetry[]
  readonly maxModelCalls: number | null
  readonly maxOutputTokens: number | null
}

export function readSavings({ tasks, summary }: Bundle, events: readonly Event[]): Savings {
  const started = events.find(event => event.type === 'run.started')?.data
  const skipped = tasks.filter(
    task =>
      task.task_type === 'model' && task.attempts.length === 0 && (task.status === 'skipped' || task.cache === 'hit'),
  )
  const exact = tasks.filter(task => task.task_type !== 'model' && task.status === 'success').length
  const isWhole = tasks.every(task => task.status === 'success' || task.status === 'skipped')
  const parts: string[] = []
  if (summary.model_invocation_count === 0)
    parts.push(
      isWhole
        ? `No model was called: ${countOf(exact, 'task')} gave the whole answer exactly, with no tokens.`
        : `No model was called; ${countOf(exact, 'task')} of ${summary.total_tasks} gave an output, exactly and with no tokens.`,
    )
  else
    parts.push(
      `${countOf(exact, 'task')} of ${summary.total_tasks} ran without a model; ${countOf(summary.model_invocation_count, 'call')} wrote ${countOf(summary.total_tokens.out, 'token')}.`,
    )
  if (skipped.length > 0) parts.push(`${countOf(skipped.length, 'model task')} needed no call:`)
  return {
    sentence: parts.join(' '),
    skipped,
    maxModelCalls: toNumber(started?.max_model_calls),
    maxOutputTokens: toNumber(started?.max_output_tokens),
  }
}

const toNumber = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
