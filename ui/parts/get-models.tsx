/** Models that can be had: size and licence before, speed and time left while it comes, and what to do when it does not. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { CatalogModel, ModelPull } from '#contracts/studio'
import { cancelPull, catalogQuery, pullsQuery, startPull } from '../api/model-pulls.ts'
import { Button } from './button.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { toCount, toSize } from './figures.ts'
import { Loading } from './loading.tsx'
import { PullState } from './pull-state.tsx'

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
      {pull !== null && <PullState pull={pull} title={model.title} />}
      {start.isError && <FailureNotice error={start.error} />}
      {cancel.isError && <FailureNotice error={cancel.error} title="It could not be stopped" />}
    </li>
  )
}
