/** One setting: changed at once, with a way back; where it was said elsewhere, it says where. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { SettingInfo } from '#contracts/studio'
import { toFailure } from '../../api/api-failure.ts'
import { modelsQuery } from '../../api/queries.ts'
import { changeSettings, settingsQuery } from '../../api/settings.ts'
import { showToast } from '../../app/toasts.tsx'
import { Field, Select, Switch, TextInput } from '../../parts/field.tsx'
import type { SettingForm } from './setting-forms.ts'

export function SettingField({ form, setting }: { readonly form: SettingForm; readonly setting: SettingInfo }) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (value: unknown) => changeSettings({ [setting.name]: value }),
    onSuccess: list => {
      client.setQueryData(settingsQuery.queryKey, list)
      void client.invalidateQueries({ queryKey: ['models'] })
    },
  })
  const save = (value: unknown) => {
    const before = setting.source === 'default' ? null : setting.value
    change.mutate(value, {
      onSuccess: () =>
        showToast({
          text: `${form.label} is changed${setting.applies === 'restart' ? '; it counts from the next start' : ''}.`,
          action: { label: 'Undo', run: () => change.mutate(before) },
        }),
    })
  }
  const fault = change.isError ? (toFailure(change.error).errors[0]?.message ?? toFailure(change.error).message) : null
  const note = noteOf(form, setting)
  if (form.kind === 'switch') {
    return (
      <div className="flex flex-col gap-1">
        <Switch
          label={form.label}
          note={note}
          isOn={setting.value === true}
          isOff={!setting.changeable || change.isPending}
          onChange={save}
        />
        {fault !== null && <p className="text-bad text-sm">{fault}</p>}
      </div>
    )
  }
  if (form.kind === 'model') return <ModelField form={form} setting={setting} note={note} fault={fault} onSave={save} />
  return <NumberField form={form} setting={setting} note={note} fault={fault} onSave={save} />
}

function noteOf(form: SettingForm, setting: SettingInfo): string {
  const where = setting.changeable || setting.where === null ? '' : ` Said by ${setting.where}; change it there.`
  const restart = setting.restart_needed ? ' Counts from the next start.' : ''
  return `${form.note ?? setting.description}${where}${restart}`
}

type FieldProps = {
  readonly form: SettingForm
  readonly setting: SettingInfo
  readonly note: string
  readonly fault: string | null
  readonly onSave: (value: unknown) => void
}

function NumberField({ form, setting, note, fault, onSave }: FieldProps) {
  const per = form.per ?? 1
  const shown = typeof setting.value === 'number' ? String(setting.value / per) : ''
  const [text, setText] = useState(shown)
  const [isOdd, setOdd] = useState(false)
  /** What was sent last: leaving the field after Enter sends nothing a second time. */
  const sent = useRef(shown)
  useEffect(() => {
    sent.current = shown
    setText(shown)
  }, [shown])
  const save = () => {
    const trimmed = readNumber(text)
    setOdd(false)
    if (trimmed === sent.current) return
    // An empty field is "no limit" where that can be, else the default again.
    const value = Number(trimmed)
    if (!Number.isFinite(value)) return setOdd(true)
    sent.current = trimmed
    if (trimmed === '') onSave(null)
    else onSave(per === 1 ? value : Math.round(value * per))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') save()
    if (event.key !== 'Escape') return
    setText(shown)
    setOdd(false)
    sent.current = shown
  }
  return (
    <Field isRow label={form.label} note={note} fault={isOdd ? 'This is no number.' : fault}>
      {ids => (
        <div className="flex w-44 items-center gap-2">
          <TextInput
            {...ids}
            inputMode="decimal"
            disabled={!setting.changeable}
            placeholder={form.empty ?? String(Number(setting.fallback) / per)}
            value={text}
            onChange={event => setText(event.target.value)}
            onBlur={save}
            onKeyDown={onKeyDown}
          />
          <span className="w-12 shrink-0 text-quiet text-sm">{form.unit ?? ''}</span>
        </div>
      )}
    </Field>
  )
}

/** `2,000` is two thousand and `0,7` seven tenths, as people write them. */
const readNumber = (text: string): string => {
  const trimmed = text.trim()
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed.replace(',', '.')
}

function ModelField({ form, setting, note, fault, onSave }: FieldProps) {
  const models = useQuery(modelsQuery)
  const chosen = typeof setting.value === 'string' ? setting.value : ''
  const isKnown = models.data?.some(model => model.model_id === chosen) === true
  return (
    <Field isRow label={form.label} note={note} fault={fault}>
      {ids => (
        <Select
          {...ids}
          className="sm:w-72"
          disabled={!setting.changeable}
          value={chosen}
          onChange={event => onSave(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">The first one that is found</option>
          {models.data?.map(model => (
            <option key={model.model_id} value={model.model_id}>
              {model.model_id}
            </option>
          ))}
          {chosen !== '' && !isKnown && <option value={chosen}>{chosen} (not found now)</option>}
        </Select>
      )}
    </Field>
  )
}
