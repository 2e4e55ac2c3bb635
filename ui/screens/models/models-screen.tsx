/** Models that can run here, by runtime, and which runtimes were found. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { BackendStatus } from '#contracts/studio'
import { mustBeTold } from '../../api/api-failure.ts'
import { foundFirst, healthQuery, modelsQuery } from '../../api/queries.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { GetModels } from '../../parts/get-models.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Words } from '../../parts/words.tsx'
import { GetByName } from './get-by-name.tsx'
import { ImportModel } from './import-model.tsx'
import { ModelTable } from './model-table.tsx'

export default function ModelsScreen() {
  const health = useQuery(healthQuery)
  const models = useQuery(modelsQuery)
  const region = useRef<HTMLDivElement>(null)
  const count = models.data?.length ?? 0
  const shown = useRef(count)
  useEffect(() => {
    // A removed model takes its row with it, and with the row the button that had the focus.
    const isFewer = count < shown.current
    shown.current = count
    if (isFewer && document.activeElement === document.body) region.current?.focus()
  }, [count])
  return (
    <ScreenFrame title="Models">
      <div ref={region} className="min-h-0 flex-1 overflow-auto p-4" tabIndex={0} role="region" aria-label="Models">
        <div className="mx-auto flex max-w-4xl flex-col gap-8">
          <section aria-labelledby="runtimes">
            <h2 id="runtimes" className="mb-2 font-semibold">
              Runtimes
            </h2>
            {mustBeTold(health) && <FailureNotice error={health.error} onRetry={() => health.refetch()} />}
            {health.data === undefined ? (
              health.isPending && <Loading label="Looking for runtimes" />
            ) : health.data.backends.length === 0 ? (
              <Loading label="Looking for runtimes" />
            ) : (
              <Backends backends={health.data.backends} />
            )}
          </section>
          <section aria-labelledby="models">
            <h2 id="models" className="mb-2 font-semibold">
              Models
            </h2>
            {models.isPending && <Loading />}
            {mustBeTold(models) && <FailureNotice error={models.error} onRetry={() => models.refetch()} />}
            {models.data && (models.data.length === 0 ? <NoModels /> : <ModelTable models={models.data} />)}
          </section>
          <section aria-labelledby="offers">
            <h2 id="offers" className="mb-2 font-semibold">
              Get another
            </h2>
            <p className="mb-3 text-quiet">
              For llama.cpp in Studio, with exact size and digest. What other runtimes have is found by itself.
            </p>
            <GetModels />
            <GetByName />
            <ImportModel />
          </section>
        </div>
      </div>
    </ScreenFrame>
  )
}

function NoModels() {
  return <p className="text-quiet">None yet. What a rule can answer needs none.</p>
}

function Backends({ backends }: { readonly backends: readonly BackendStatus[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-[minmax(7rem,auto)_1fr]">
      {foundFirst(backends).map(backend => (
        <div key={backend.name} className="contents">
          <dt className="mt-1.5 font-medium sm:mt-0">{backend.title}</dt>
          <dd className="-mt-1.5 text-quiet sm:mt-0">
            {backend.status === 'healthy' ? (
              <span className="text-ok">found{backend.version === null ? '' : `, version ${backend.version}`}</span>
            ) : (
              <Words text={backend.reason ?? backend.status} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
