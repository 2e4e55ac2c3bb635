/** The calls to a model in numbers: which runtime, which weights, how many tokens, how fast. What was said is no telemetry. */
import type { AttemptTelemetry, TaskTelemetry } from '#contracts/bundle'
import { toCount, toDuration } from '../../../parts/figures.ts'
import { type Fact, Facts, Hash } from './facts.tsx'

export function InvocationSection({ task }: { readonly task: TaskTelemetry }) {
  const last = task.attempts.at(-1)
  if (last === undefined)
    return (
      <p className="text-quiet text-sm">
        No call was made{task.cache === 'hit' ? ': the answer was taken from an equal task before.' : '.'}
      </p>
    )
  const rows: readonly Fact[] = [
    ['Runtime', `${last.connector}${last.connector_version === null ? '' : ` ${last.connector_version}`}`],
    ['Model', last.model],
    ...(last.decode === undefined ? [] : [['Answer', formOf(last.decode, last.decode_note)] as const]),
    ['Weights', <Hash key="digest" value={last.model_digest} />],
    ['Calls', toCount(task.attempts.length)],
    [
      'Tokens in',
      `${toCount(task.tokens_in)}${task.cached_tokens > 0 ? `, ${toCount(task.cached_tokens)} from the prefix cache` : ''}`,
    ],
    ['Tokens out', toCount(task.tokens_out)],
    ...(task.thinking_tokens > 0 ? [['Of these thinking', toCount(task.thinking_tokens)] as const] : []),
    ['Until the first token', last.first_token_ms === null ? '–' : toDuration(last.first_token_ms)],
    ['Speed', speedOf(last)],
    ['Sampler', `temperature ${last.sampler.temperature}, top-p ${last.sampler.top_p}, seed ${last.sampler.seed}`],
    ...(last.usage_mismatch
      ? [
          [
            'Usage',
            `the runtime reported ${toCount(last.tokens_out_reported ?? 0)} tokens; the larger count is booked`,
          ] as const,
        ]
      : []),
  ]
  const keywords = Object.entries(last.keywords)
  return (
    <>
      <Facts rows={rows} />
      {keywords.length > 0 && (
        <details className="text-sm">
          <summary className="text-quiet">How each schema keyword was enforced</summary>
          <ul className="mt-1 flex flex-wrap gap-1.5">
            {keywords.map(([keyword, fate]) => (
              <li key={keyword} className="rounded-sm bg-sunken px-1.5 text-xs leading-5">
                <code className="font-mono">{keyword}</code> {fate}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

const FORMS: Readonly<Record<NonNullable<AttemptTelemetry['decode']>, string>> = {
  text: 'plain text, of which Studio made the value',
  write: 'JSON, written as a whole',
  choice: 'chosen by likelihood',
  skeleton: 'put together by its schema',
}

const formOf = (decode: NonNullable<AttemptTelemetry['decode']>, note: string | undefined): string =>
  note === undefined ? FORMS[decode] : `${FORMS[decode]}. ${note}`

function speedOf(attempt: AttemptTelemetry): string {
  const ms = attempt.duration_ms - (attempt.first_token_ms ?? attempt.duration_ms)
  if (attempt.tokens_out < 2 || ms <= 0) return '–'
  return `${(((attempt.tokens_out - 1) * 1_000) / ms).toFixed(1)} tokens/s`
}
