/** What the task was allowed, what it used, what is left in its purse; a breach names its limit (rules B1, B6). */
import type { TaskTelemetry } from '#contracts/bundle'
import { toCount, toDuration } from '../../../parts/figures.ts'

type Row = {
  readonly label: string
  readonly limit: number
  readonly left: number | null
  readonly format: (value: number) => string
  readonly isBreached: boolean
}

export function BudgetSection({ task }: { readonly task: TaskTelemetry }) {
  const { budget, purse_left: left, breach } = task
  if (budget === null) return null
  const amount = breach?.breach_type === 'TIME' ? toDuration : toCount
  const rows: Row[] = []
  if (budget.max_tokens !== undefined)
    rows.push({
      label: 'Tokens',
      limit: budget.max_tokens,
      left: left?.tokens ?? null,
      format: toCount,
      isBreached: breach?.breach_type === 'TOKENS',
    })
  if (budget.max_time_ms !== undefined)
    rows.push({
      label: 'Time',
      limit: budget.max_time_ms,
      left: left?.time_ms ?? null,
      format: toDuration,
      isBreached: breach?.breach_type === 'TIME',
    })
  if (budget.max_retries !== undefined)
    rows.push({
      label: 'Attempts',
      limit: budget.max_retries + 1,
      left: left?.attempts ?? null,
      format: toCount,
      isBreached: breach?.breach_type === 'RETRIES',
    })
  return (
    <>
      <table className="w-full text-sm">
        <thead>
          <tr className="text-quiet">
            <th className="text-left font-normal">Budget</th>
            <th className="text-right font-normal">Limit</th>
            <th className="text-right font-normal">Used</th>
            <th className="text-right font-normal">Left</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, limit, left: rest, format, isBreached }) => (
            <tr key={label} className={isBreached ? 'text-bad' : ''}>
              <th scope="row" className="text-left font-normal">
                {label}
                {isBreached && ' (breached)'}
              </th>
              <td className="text-right">{format(limit)}</td>
              <td className="text-right">{rest === null ? '–' : format(Math.max(0, limit - rest))}</td>
              <td className="text-right">{rest === null ? '–' : format(rest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {breach !== null && (
        <p className="text-bad text-sm">
          {breach.breach_type} in stage {breach.stage}: {amount(breach.used)} of {amount(breach.limit)}.
        </p>
      )}
    </>
  )
}
