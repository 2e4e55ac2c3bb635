/** Attempt after attempt: what it was, why it ended so, and what was done about it. No retry is silent (rules B4, U8). */
import type { TaskTelemetry } from '#contracts/bundle'
import type { Event } from '#contracts/event'
import { countOf, toDuration } from '../../../parts/figures.ts'

const TONES = { success: 'text-ok', failed: 'text-bad', timeout: 'text-bad', cancelled: 'text-warn' } as const

export function RetrySection({ task, events }: { readonly task: TaskTelemetry; readonly events: readonly Event[] }) {
  const retryOf = (index: number) =>
    events.find(event => event.type === 'retry.scheduled' && event.attempt_index === index + 1)?.data as
      | { readonly delay_ms?: number }
      | undefined
  const steps = events.filter(event => event.type === 'escalation.taken')
  return (
    <>
      <ol className="flex flex-col gap-2">
        {task.attempts.map(attempt => {
          const retry = retryOf(attempt.index)
          return (
            <li key={attempt.index} className="border-line border-l-2 pl-3 text-sm">
              <p>
                <span className="font-medium">Attempt {attempt.index + 1}</span>{' '}
                <span className={TONES[attempt.status]}>{attempt.status}</span>
                {attempt.code !== null && <code className="ml-1.5 font-mono text-xs">{attempt.code}</code>}
              </p>
              <p className="text-quiet tabular-nums">
                {attempt.connector}/{attempt.model}, {countOf(attempt.tokens_out, 'token')},{' '}
                {toDuration(attempt.duration_ms)}, ended by {attempt.stop_reason}
              </p>
              {attempt.validation_errors.map(fault => (
                <p key={`${fault.pointer} ${fault.code}`} className="text-quiet">
                  <code className="font-mono text-xs">{fault.pointer || '/'}</code> {fault.message}
                </p>
              ))}
              {retry !== undefined && (
                <p className="text-quiet">
                  Tried again{retry.delay_ms ? ` after ${toDuration(retry.delay_ms)}` : ' at once'}.
                </p>
              )}
              {retry === undefined && attempt.status !== 'success' && <p className="text-quiet">Not tried again.</p>}
            </li>
          )
        })}
      </ol>
      {steps.map(step => (
        <p key={step.seq} className="text-sm">
          Escalated from {String(step.data.from)} to {String(step.data.to)}, because of {String(step.data.reason)}.
        </p>
      ))}
    </>
  )
}
