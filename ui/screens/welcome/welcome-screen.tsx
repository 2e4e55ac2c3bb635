/**
 * The first run (U1): which runtimes were found and how to get the others, which model answers what no rule does, and then the
 * chat. Every step can be skipped, for what a rule can answer needs neither.
 */
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed, RefreshCw } from 'lucide-react'
import type { BackendStatus, ModelInfo } from '#contracts/studio'
import { foundFirst, healthQuery, modelsQuery } from '../../api/queries.ts'
import { welcomed } from '../../app/welcomed.ts'
import icon from '../../icon.svg'
import { Button } from '../../parts/button.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { toSize } from '../../parts/figures.ts'
import { GetModels } from '../../parts/get-models.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Words } from '../../parts/words.tsx'

const AGAIN_MS = 700

const start = () => welcomed.write(true)

export default function WelcomeScreen() {
  const health = useQuery(healthQuery)
  const models = useQuery(modelsQuery)
  const again = async () => {
    await Promise.all([health.refetch(), models.refetch()])
    // The server answers what it knew and asks the runtimes meanwhile.
    await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
    await health.refetch()
  }
  return (
    <main className="mx-auto flex min-h-dvh max-w-2xl flex-col gap-8 px-5 py-[8dvh]">
      <header className="flex flex-col gap-3">
        <img src={icon} alt="" width={36} height={36} />
        <h1 className="font-semibold text-xl">Welcome to KORA Studio</h1>
        <p className="text-pretty text-quiet text-read">
          Ask in plain words. What can be computed is computed, exactly and at once. A model on this machine gets what
          is left, within a budget, and its answer is checked. Nothing leaves this machine.
        </p>
      </header>

      <section aria-labelledby="runtimes" className="flex flex-col gap-3">
        <div className="flex items-center justify-between">
          <h2 id="runtimes" className="font-semibold">
            1. What can run models here
          </h2>
          <Button icon={RefreshCw} isBusy={health.isFetching} onClick={again}>
            Look again
          </Button>
        </div>
        {(health.isPending || health.data?.backends.length === 0) && <Loading label="Looking for runtimes" />}
        {health.isError && <FailureNotice error={health.error} onRetry={again} />}
        {health.data !== undefined && health.data.backends.length > 0 && (
          <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-raised">
            {foundFirst(health.data.backends).map(backend => (
              <Runtime key={backend.name} backend={backend} />
            ))}
          </ul>
        )}
      </section>

      <section aria-labelledby="models" className="flex flex-col gap-3">
        <h2 id="models" className="font-semibold">
          2. A model
        </h2>
        {models.isPending && <Loading label="Looking for models" />}
        {models.isError && <FailureNotice error={models.error} onRetry={again} />}
        {models.data?.length === 0 && (
          <>
            <p className="text-quiet">
              None yet. This one is small enough for any laptop; a model of a runtime above is found by itself. Or go on
              without: a model can be added at any time.
            </p>
            <GetModels onlySmall />
          </>
        )}
        {models.data !== undefined && models.data.length > 0 && <Models models={models.data} />}
      </section>

      <footer className="flex flex-wrap items-center gap-3">
        <Button tone="main" onClick={start}>
          {models.data !== undefined && models.data.length > 0 ? 'Open the chat' : 'Open the chat without a model'}
        </Button>
      </footer>
    </main>
  )
}

function Runtime({ backend }: { readonly backend: BackendStatus }) {
  const isFound = backend.status === 'healthy'
  return (
    <li className="flex gap-3 px-3.5 py-2.5">
      {isFound ? (
        <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-ok" />
      ) : (
        <CircleDashed size={18} aria-hidden className="mt-0.5 shrink-0 text-faint" />
      )}
      <div className="min-w-0">
        <p className="font-medium">
          {backend.title}{' '}
          <span className={`font-normal ${isFound ? 'text-ok' : 'text-quiet'}`}>
            {isFound ? `found${backend.version === null ? '' : `, version ${backend.version}`}` : 'not ready'}
          </span>
        </p>
        {!isFound && (
          <p className="text-quiet wrap-anywhere">
            <Words text={backend.reason ?? backend.status} />
          </p>
        )}
      </div>
    </li>
  )
}

function Models({ models }: { readonly models: readonly ModelInfo[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-raised">
      {models.map(model => (
        <li key={model.model_id} className="flex flex-wrap items-baseline gap-x-3 px-3.5 py-2">
          <span className="min-w-0 font-medium wrap-anywhere">{model.model_id}</span>
          <span className="text-quiet text-sm">
            {[model.parameters, model.quantization, model.size_bytes === null ? null : toSize(model.size_bytes)]
              .filter(fact => fact !== null)
              .join(' · ')}
          </span>
          {model.is_default && <span className="ml-auto text-quiet text-sm">answers what no rule does</span>}
        </li>
      ))}
    </ul>
  )
}
