/**
 * How a chat is answered: model, mode, budget, sampling, system prompt, and presets of them. What is left empty comes from the
 * settings; nothing here can switch off a schema or lift a budget.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChatOptions, Preset } from '#contracts/chat'
import { modelsQuery } from '../../api/queries.ts'
import { showToast } from '../../app/toasts.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Field, Select, TextArea, TextInput } from '../../parts/field.tsx'
import { presetsQuery, removePreset, savePreset } from './chat-api.ts'
import { type NumberName, OPTION_LIMITS, readNumber } from './option-limits.ts'

type Draft = Readonly<Record<NumberName | 'model' | 'mode' | 'system_prompt', string>>

const toDraft = (options: ChatOptions): Draft => ({
  model: options.model ?? '',
  mode: options.mode ?? '',
  system_prompt: options.system_prompt ?? '',
  max_tokens: String(options.max_tokens ?? ''),
  max_time_ms: options.max_time_ms == null ? '' : String(options.max_time_ms / 1_000),
  max_retries: String(options.max_retries ?? ''),
  temperature: String(options.temperature ?? ''),
  top_p: String(options.top_p ?? ''),
})

export function OptionsDialog({
  options,
  onSave,
  onClose,
}: {
  readonly options: ChatOptions
  readonly onSave: (options: ChatOptions) => Promise<unknown>
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState(() => toDraft(options))
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const models = useQuery(modelsQuery)
  const set = (name: keyof Draft) => (value: string) => setDraft(now => ({ ...now, [name]: value }))
  const numbers = Object.entries(OPTION_LIMITS) as [NumberName, (typeof OPTION_LIMITS)[NumberName]][]
  const faults = numbers.filter(([name]) => readNumber(name, draft[name]) === undefined)
  const save = async () => {
    setBusy(true)
    try {
      await onSave(toOptions(draft))
      onClose()
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title="How it is answered"
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => setDraft(toDraft({}))}>All as in the settings</Button>
          <Button tone="main" isBusy={isBusy} disabled={faults.length > 0} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {failure !== null && <FailureNotice error={failure} />}
        <Presets draft={draft} hasFaults={faults.length > 0} onApply={preset => setDraft(toDraft(preset.options))} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Model"
            note={models.data?.length === 0 ? 'None yet; what a rule can answer needs none.' : undefined}
          >
            {ids => (
              <Select {...ids} value={draft.model} onChange={event => set('model')(event.target.value)}>
                <option value="">The default model</option>
                {models.data?.map(model => (
                  <option key={model.model_id} value={model.model_id}>
                    {model.model_id}
                  </option>
                ))}
                {draft.model !== '' && models.data?.some(model => model.model_id === draft.model) !== true && (
                  <option value={draft.model}>{draft.model} (not found now)</option>
                )}
              </Select>
            )}
          </Field>
          <Field label="Mode" note={MODE_NOTES[draft.mode]}>
            {ids => (
              <Select {...ids} value={draft.mode} onChange={event => set('mode')(event.target.value)}>
                <option value="">As in the settings</option>
                <option value="auto">Rules first, model for the rest</option>
                <option value="deterministic_only">Deterministic only</option>
                <option value="direct">Model only</option>
              </Select>
            )}
          </Field>
          {numbers.map(([name, { label, note, least, most }]) => (
            <Field
              key={name}
              label={label}
              note={note}
              fault={
                readNumber(name, draft[name]) === undefined ? `A number from ${least} to ${most}, or nothing.` : null
              }
            >
              {ids => (
                <TextInput
                  {...ids}
                  inputMode="decimal"
                  placeholder="as in the settings"
                  value={draft[name]}
                  onChange={event => set(name)(event.target.value)}
                />
              )}
            </Field>
          ))}
        </div>
        <Field label="System prompt" note="Given to the model before the conversation. Rules do not read it.">
          {ids => (
            <TextArea
              {...ids}
              rows={4}
              maxLength={32_768}
              value={draft.system_prompt}
              onChange={event => set('system_prompt')(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}

const MODE_NOTES: Readonly<Record<string, string>> = {
  '': 'Rules answer what they can; a model gets the rest.',
  auto: 'Rules answer what they can; a model gets the rest.',
  deterministic_only: 'No model is ever called. What no rule answers is refused, with the reason.',
  direct: 'Rules are not asked. For comparison.',
}

/** null takes a choice back. */
function toOptions(draft: Draft): ChatOptions {
  const seconds = readNumber('max_time_ms', draft.max_time_ms)
  return {
    model: draft.model === '' ? null : draft.model,
    mode: draft.mode === '' ? null : (draft.mode as NonNullable<ChatOptions['mode']>),
    system_prompt: draft.system_prompt.trim() === '' ? null : draft.system_prompt,
    max_tokens: readNumber('max_tokens', draft.max_tokens) ?? null,
    max_time_ms: seconds == null ? null : Math.round(seconds * 1_000),
    max_retries: readNumber('max_retries', draft.max_retries) ?? null,
    temperature: readNumber('temperature', draft.temperature) ?? null,
    top_p: readNumber('top_p', draft.top_p) ?? null,
  }
}

function Presets({
  draft,
  hasFaults,
  onApply,
}: {
  readonly draft: Draft
  readonly hasFaults: boolean
  readonly onApply: (preset: Preset) => void
}) {
  const client = useQueryClient()
  const presets = useQuery(presetsQuery)
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const preset = presets.data?.find(one => one.preset_id === chosen)
  const attempt = async (deed: () => Promise<unknown>) => {
    setFailure(null)
    try {
      await deed()
      await client.invalidateQueries({ queryKey: presetsQuery.queryKey })
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <section aria-label="Presets" className="flex flex-col gap-2 border-line border-b pb-4">
      {failure !== null && <FailureNotice error={failure} />}
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-40 flex-1">
          <Field label="Preset">
            {ids => (
              <Select
                {...ids}
                value={chosen}
                onChange={event => {
                  setChosen(event.target.value)
                  const next = presets.data?.find(one => one.preset_id === event.target.value)
                  if (next !== undefined) onApply(next)
                }}
              >
                <option value="">{presets.data?.length === 0 ? 'None yet' : 'Choose one'}</option>
                {presets.data?.map(one => (
                  <option key={one.preset_id} value={one.preset_id}>
                    {one.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {preset !== undefined && (
          <Button
            onClick={() =>
              attempt(async () => {
                await removePreset(preset.preset_id)
                setChosen('')
                const undo = () => void attempt(() => savePreset({ name: preset.name, options: preset.options }))
                showToast({ text: `Preset ${preset.name} is deleted.`, action: { label: 'Undo', run: undo } })
              })
            }
          >
            Delete preset
          </Button>
        )}
        <div className="min-w-40 flex-1">
          <Field label="Keep these as">
            {ids => (
              <TextInput
                {...ids}
                placeholder="Name of a preset"
                maxLength={128}
                value={name}
                onChange={event => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button
          disabled={name.trim() === '' || hasFaults}
          onClick={() =>
            attempt(async () => {
              setChosen((await savePreset({ name: name.trim(), options: withoutNulls(toOptions(draft)) })).preset_id)
              setName('')
            })
          }
        >
          Save preset
        </Button>
      </div>
    </section>
  )
}

const withoutNulls = (options: ChatOptions): ChatOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)) as ChatOptions
