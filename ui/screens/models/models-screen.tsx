/** Models that can run here, by runtime, and which runtimes were found. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BackendStatus, ModelInfo } from '#contracts/studio'
import { healthQuery, modelsQuery } from '../../api/queries.ts'
import { changeSettings } from '../../api/settings.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { Button } from '../../parts/button.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { toCount, toSize } from '../../parts/figures.ts'
import { GetModels } from '../../parts/get-models.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Words } from '../../parts/words.tsx'

export default function ModelsScreen() {
  const health = useQuery(healthQuery)
  const models = useQuery(modelsQuery)
  return (
    <ScreenFrame title="Models">
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <div className="mx-auto flex max-w-4xl flex-col gap-8">
          <section aria-labelledby="runtimes">
            <h2 id="runtimes" className="mb-2 font-semibold">
              Runtimes
            </h2>
            {health.data && <Backends backends={health.data.backends} />}
          </section>
          <section aria-labelledby="models">
            <h2 id="models" className="mb-2 font-semibold">
              Models
            </h2>
            {models.isPending && <Loading />}
            {models.isError && <FailureNotice error={models.error} onRetry={() => models.refetch()} />}
            {models.data && (models.data.length === 0 ? <NoModels /> : <ModelTable models={models.data} />)}
          </section>
          <section aria-labelledby="offers">
            <h2 id="offers" className="mb-2 font-semibold">
              Get another
            </h2>
            <p className="mb-3 text-quiet">
              For llama.cpp in Studio, with exact size and digest. Models of Ollama and other runtimes are got there,
              and found by themselves.
            </p>
            <GetModels />
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
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-6 gap-y-1.5">
      {backends.map(backend => (
        <div key={backend.name} className="contents">
          <dt className="font-medium">{backend.title}</dt>
          <dd className="text-quiet">
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

function ModelTable({ models }: { readonly models: readonly ModelInfo[] }) {
  const client = useQueryClient()
  const choose = useMutation({
    mutationFn: (modelId: string | null) => changeSettings({ default_model: modelId }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['models'] })
      void client.invalidateQueries({ queryKey: ['settings'] })
    },
  })
  return (
    <>
      {choose.isError && <FailureNotice error={choose.error} />}
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {models.map(model => (
          <li key={model.model_id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <div className="min-w-56 flex-1">
              <p className="font-medium wrap-anywhere">{model.model_id}</p>
              <p className="tabular text-quiet text-sm">{describe(model)}</p>
            </div>
            {model.is_default ? (
              <span className="text-ok text-sm">answers what no rule does</span>
            ) : (
              <Button
                isBusy={choose.isPending && choose.variables === model.model_id}
                onClick={() => choose.mutate(model.model_id)}
              >
                Use for answers
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function describe(model: ModelInfo): string {
  const facts = [
    model.parameters,
    model.quantization,
    model.size_bytes === null ? null : `${toSize(model.size_bytes)} on disk`,
    model.estimated_vram_mb === null ? null : `about ${toSize(model.estimated_vram_mb * 1e6)} of memory`,
    model.context_tokens === null ? null : `reads ${toCount(model.context_tokens)} tokens`,
    model.loaded ? 'loaded' : null,
  ]
  return facts.filter(fact => fact !== null).join(' · ')
}
