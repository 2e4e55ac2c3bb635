/** The models that are here: what each is, whether it fits this machine now, which one answers, and removing it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ModelInfo } from '#contracts/studio'
import { removeModel } from '../../api/own-models.ts'
import { changeSettings } from '../../api/settings.ts'
import { showToast } from '../../app/toasts.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { countOf, toCount, toSize } from '../../parts/figures.ts'

/** The one runtime whose files Studio has in its care; what others have is removed there. */
const OWN_RUNTIME = 'llamacpp'

export function ModelTable({ models }: { readonly models: readonly ModelInfo[] }) {
  const client = useQueryClient()
  const [leaving, setLeaving] = useState<ModelInfo | null>(null)
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
          <li key={model.model_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
            <div className="min-w-56 flex-1">
              <p className="font-medium wrap-anywhere">{model.model_id}</p>
              <p className="tabular text-quiet text-sm">{describe(model)}</p>
              {model.fit !== null && (
                <p className={`text-sm ${model.fit.verdict === 'fits' ? 'text-quiet' : 'text-warn'}`}>
                  {model.fit.sentence}
                </p>
              )}
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
            {model.backend === OWN_RUNTIME && (
              <IconButton label={`Remove ${model.name}`} icon={Trash2} onClick={() => setLeaving(model)} />
            )}
          </li>
        ))}
      </ul>
      {leaving !== null && <RemoveDialog model={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
}

function RemoveDialog({ model, onClose }: { readonly model: ModelInfo; readonly onClose: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: async () => {
      const removed = await removeModel(model.model_id)
      // A setting that went on naming it would refuse every answer; where a flag says it, it can only be told.
      if (model.is_default) await changeSettings({ default_model: null }).catch(() => undefined)
      return removed
    },
    onSuccess: ({ freed_bytes: freed, kept_files: kept }) => {
      const parts = [
        freed > 0 ? `${toSize(freed)} are free again.` : '',
        kept.length > 0
          ? `${countOf(kept.length, 'file')} of your own stayed where ${kept.length === 1 ? 'it lies' : 'they lie'}.`
          : '',
      ]
      showToast({ text: [`${model.model_id} is removed.`, ...parts].filter(part => part !== '').join(' ') })
      void client.invalidateQueries({ queryKey: ['models'] })
      void client.invalidateQueries({ queryKey: ['settings'] })
      void client.invalidateQueries({ queryKey: ['data'] })
      onClose()
    },
  })
  return (
    <Confirm
      title={`Remove ${model.name}?`}
      deed="Remove the model"
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <p>
          What Studio downloaded is deleted{model.size_bytes === null ? '' : `, ${toSize(model.size_bytes)}`}, and can
          be got again. A file that was taken where it lies is only forgotten: it stays.
        </p>
        {model.is_default && (
          <p>It is the model that answers what no rule does. Another takes its place, where there is one.</p>
        )}
        {remove.isError && <FailureNotice error={remove.error} />}
      </div>
    </Confirm>
  )
}

function describe(model: ModelInfo): string {
  const facts = [
    model.parameters,
    model.quantization,
    model.size_bytes === null ? null : `${toSize(model.size_bytes)} on disk`,
    model.estimated_vram_mb === null ? null : `about ${toCount(model.estimated_vram_mb)} MiB of memory`,
    model.context_tokens === null ? null : `reads ${toCount(model.context_tokens)} tokens`,
    model.loaded ? 'loaded' : null,
  ]
  return facts.filter(fact => fact !== null).join(' · ')
}
