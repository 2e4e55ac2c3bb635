/** Models that can be had: size and licence before, speed and time left while it comes, and what to do when it does not. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { CatalogModel, ModelPull } from '#contracts/studio'
import { ApiFailure } from '../api/api-failure.ts'
import { cancelPull, catalogQuery, pullsQuery, startPull } from '../api/model-pulls.ts'
import { Button } from './button.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { toCount, toDuration, toSize } from './figures.ts'
import { Loading } from './loading.tsx'

export function GetModels({
  onlySmall = false,
}: {
  /** Only what fits any laptop, for those who do not want to choose. */
  readonly onlySmall?: boolean
}) {
  const catalog = useQuery(catalogQuery)
  const pulls = useQuery(pullsQuery)
  if (catalog.isPending) return <Loading label="Looking for models" />
  if (catalog.isError) return <FailureNotice error={catalog.error} onRetry={() => catalog.refetch()} />
  const offered = catalog.data.filter(model => !model.installed && (!onlySmall || model.is_small_default))
  if (offered.length === 0) return <p className="text-quiet">Everything that is offered is here.</p>
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-raised">
      {offered.map(model => (
        <Offer
          key={model.model_id}
          model={model}
          pull={pulls.data?.find(pull => pull.model_id === model.model_id) ?? null}
        />
      ))}
    </ul>
  )
}

function Offer({ model, pull }: { readonly model: CatalogModel; readonly pull: ModelPull | null }) {
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: ['models'] })
  const start = useMutation({ mutationFn: () => startPull(model.model_id), onSettled: again })
  const cancel = useMutation({ mutationFn: () => cancelPull(model.model_id), onSettled: again })
  const isRunning = pull?.status === 'running'
  return (
    <li className="flex flex-col gap-2 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-48 flex-1">
          <p className="font-medium">{model.title}</p>
          <p className="tabular text-quiet text-sm">
            {[
              model.parameters,
              model.quantization,
              toSize(model.size_bytes),
              ...(model.context_tokens === null ? [] : [`reads ${toCount(model.context_tokens)} tokens`]),
              model.license,
            ].join(' · ')}
          </p>
          {model.fit.verdict !== 'fits' && <p className="text-quiet text-sm">{model.fit.sentence}</p>}
        </div>
        {isRunning ? (
          <Button isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        ) : (
          <Button icon={Download} isBusy={start.isPending} onClick={() => start.mutate()}>
            {pull === null ? 'Get' : 'Go on'}
          </Button>
        )}
      </div>
      {isRunning && <Progress pull={pull} title={model.title} />}
      {pull?.status === 'cancelled' && (
        <p className="text-quiet text-sm">Broken off; what came is kept, and the next try goes on from there.</p>
      )}
      {pull?.status === 'failed' && pull.error !== null && <FailureNotice error={new ApiFailure(pull.error, 503)} />}
      {start.isError && <FailureNotice error={start.error} />}
    </li>
  )
}

function Progress({ pull, title }: { readonly pull: ModelPull; readonly title: string }) {
  const { done_bytes: done, total_bytes: total, bytes_per_second: speed } = pull
  return (
    <div className="flex flex-col gap-1">
      <progress
        aria-label={`Download of ${title}`}
        max={total}
        {...(done === null ? {} : { value: done })}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <p className="tabular text-quiet text-sm" role="status">
        {describe(pull)}
        {done !== null && ` ${toSize(done)} of ${toSize(total)}`}
        {done !== null &&
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
