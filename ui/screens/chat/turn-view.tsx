/** One question and what became of it. */
import type { ExecuteResult } from '#contracts/execution'
import { ApiFailure } from '../../api/api-failure.ts'
import { ExecutionBadge } from '../../parts/execution-badge.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Spinner } from '../../parts/spinner.tsx'

export type Turn = { readonly id: string; readonly message: string } & (
  | { readonly state: 'running' }
  | { readonly state: 'answered'; readonly result: ExecuteResult }
  | { readonly state: 'refused'; readonly error: unknown }
)

export function TurnView({ turn }: { readonly turn: Turn }) {
  return (
    <li className="flex flex-col gap-3">
      <p className="max-w-[85%] self-end whitespace-pre-wrap rounded-lg bg-sunken px-3.5 py-2 text-read wrap-anywhere">
        {turn.message}
      </p>
      {turn.state === 'running' && <Spinner label="Working" />}
      {turn.state === 'refused' && <FailureNotice error={turn.error} />}
      {turn.state === 'answered' && <Answer result={turn.result} />}
    </li>
  )
}

function Answer({ result }: { readonly result: ExecuteResult }) {
  return (
    <div className="flex flex-col gap-2.5">
      {result.error === undefined ? (
        <p className="whitespace-pre-wrap text-read wrap-anywhere">{toAnswer(result.final_output)}</p>
      ) : (
        <FailureNotice error={new ApiFailure(result.error, 200)} />
      )}
      <ExecutionBadge summary={result.telemetry.summary} />
    </div>
  )
}

/** The text of an answer: what it is, what it names `text`, or its JSON. */
export function toAnswer(output: unknown): string {
  if (typeof output === 'string') return output
  if (typeof output === 'object' && output !== null && 'text' in output && typeof output.text === 'string')
    return output.text
  return JSON.stringify(output, null, 2)
}
