/** A download as it goes on, and how it ended where that is not plain to see. */
import type { ModelPull } from '#contracts/studio'
import { ApiFailure } from '../api/api-failure.ts'
import { FailureNotice } from './failure-notice.tsx'
import { toDuration, toSize } from './figures.ts'

export function PullState({ pull, title }: { readonly pull: ModelPull; readonly title: string }) {
  if (pull.status === 'running') return <Progress pull={pull} title={title} />
  if (pull.status === 'cancelled')
    return <p className="text-quiet text-sm">Broken off; what came is kept, and the next try goes on from there.</p>
  if (pull.status === 'failed' && pull.error !== null) return <FailureNotice error={new ApiFailure(pull.error, 503)} />
  return null
}

function Progress({ pull, title }: { readonly pull: ModelPull; readonly title: string }) {
  const { done_bytes: done, total_bytes: total, bytes_per_second: speed } = pull
  return (
    <div className="flex flex-col gap-1">
      <progress
        aria-label={`Download of ${title}`}
        {...(total === null ? {} : { max: total })}
        {...(done === null || total === null ? {} : { value: done })}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <p className="tabular text-quiet text-sm" role="status">
        {describe(pull)}
        {done !== null && total !== null && ` ${toSize(done)} of ${toSize(total)}`}
        {done !== null &&
          total !== null &&
          speed !== null &&
          speed > 0 &&
          `, ${toSize(speed)}/s, ${toDuration(((total - done) / speed) * 1_000)} left`}
      </p>
    </div>
  )
}

function describe({ phase, source }: ModelPull): string {
  if (phase === 'verifying') return 'Checking the digest:'
  if (phase === 'waiting' || source === null) return 'Looking for a source'
  return `From ${source}:`
}
