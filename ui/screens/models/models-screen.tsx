/** Models that can run here, by runtime, and which runtimes were found. */
import { useQuery } from '@tanstack/react-query'
import type { BackendStatus, ModelInfo } from '#contracts/studio'
import { healthQuery, modelsQuery } from '../../api/queries.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { Empty } from '../../parts/empty.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { toCount, toSize } from '../../parts/figures.ts'
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
        </div>
      </div>
    </ScreenFrame>
  )
}

function NoModels() {
  return (
    <Empty title="No model yet">
      What a rule can answer needs none. For the rest, <code className="font-mono">bun kora models pull</code> gets a
      small one (98 MB).
    </Empty>
  )
}

export function Backends({ backends }: { readonly backends: readonly BackendStatus[] }) {
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
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="border-line border-b text-quiet text-sm">
          <tr>
            <th className="py-1.5 pr-4 font-medium">Model</th>
            <th className="px-4 font-medium">Quantisation</th>
            <th className="px-4 text-right font-medium">Size</th>
            <th className="px-4 text-right font-medium">Context</th>
            <th className="pl-4 text-right font-medium">Memory</th>
          </tr>
        </thead>
        <tbody>
          {models.map(model => (
            <tr key={model.model_id} className="border-line border-b">
              <td className="py-2 pr-4">
                {model.model_id}
                {model.is_default && <span className="ml-2 text-quiet text-sm">default</span>}
              </td>
              <td className="px-4 text-quiet">{model.quantization ?? '–'}</td>
              <td className="px-4 text-right">{model.size_bytes === null ? '–' : toSize(model.size_bytes)}</td>
              <td className="px-4 text-right">{model.context_tokens === null ? '–' : toCount(model.context_tokens)}</td>
              <td className="pl-4 text-right">
                {model.estimated_vram_mb === null ? '–' : toSize(model.estimated_vram_mb * 1e6)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
