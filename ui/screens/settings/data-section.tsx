/** The data folder: where it is, what lies in it, and deleting it for good. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { DataDelete, DataDeleted, DataInfo } from '#contracts/studio'
import { mustBeTold } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import { forgetDrafts } from '../../app/drafts.ts'
import { goTo, toHref } from '../../app/route.ts'
import { showRun } from '../../app/shown-run.ts'
import { showToast } from '../../app/toasts.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Field, Select } from '../../parts/field.tsx'
import { countOf, toSize } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'

const dataQuery = queryOptions({ queryKey: ['data'], queryFn: ({ signal }) => call<DataInfo>('/data', { signal }) })

const PARTS = [
  { name: 'chats', label: 'Chats, with their files and presets' },
  { name: 'run_content', label: 'Prompts and outputs that were kept of runs' },
  { name: 'telemetry', label: 'All runs, with their content' },
  { name: 'exports', label: 'Exported files' },
] as const
type Part = (typeof PARTS)[number]['name']

const AGES = [
  { days: 0, label: 'All of it' },
  { days: 7, label: 'Older than a week' },
  { days: 30, label: 'Older than 30 days' },
  { days: 365, label: 'Older than a year' },
] as const
const DAY_MS = 86_400_000

export function DataSection() {
  const asked = useQuery(dataQuery)
  const { data, isPending } = asked
  const [isAsking, setAsking] = useState(false)
  return (
    <section aria-label="Your data" className="flex flex-col gap-4">
      <header className="border-line border-b pb-2">
        <h2 className="font-semibold">Your data</h2>
        <p className="text-quiet text-sm">All that Studio keeps lies in one folder of this machine.</p>
      </header>
      {isPending && <Loading />}
      {mustBeTold(asked) && <FailureNotice error={asked.error} onRetry={() => asked.refetch()} />}
      {data !== undefined && <Folder data={data} />}
      <div>
        <Button tone="bad" onClick={() => setAsking(true)}>
          Delete my data …
        </Button>
      </div>
      {isAsking && <DeleteDialog onClose={() => setAsking(false)} />}
    </section>
  )
}

function Folder({ data }: { readonly data: DataInfo }) {
  const { telemetry, chats, models, exports, caches } = data
  const rows: readonly (readonly [string, ReactNode, number])[] = [
    [
      'Chats',
      `${countOf(chats.chats, 'chat')}, ${countOf(chats.messages, 'message')}, ${countOf(chats.files, 'file')}`,
      chats.bytes,
    ],
    ['Runs', `${countOf(telemetry.runs, 'run')}, content kept of ${telemetry.content_kept}`, telemetry.bytes],
    ['Models', '', models.bytes],
    ['Exports', countOf(exports.files, 'file'), exports.bytes],
    ['Caches', '', caches.bytes],
  ]
  return (
    <>
      <p className="flex items-center gap-1">
        <code className="min-w-0 font-mono text-sm wrap-anywhere">{data.folder}</code>
        <CopyButton text={() => data.folder} label="Copy the path" />
      </p>
      <table className="w-full text-left">
        <tbody>
          {rows.map(([name, what, bytes]) => (
            <tr key={name} className="border-line border-b">
              <th scope="row" className="py-1.5 pr-4 font-medium">
                {name}
              </th>
              <td className="pr-4 text-quiet">{what}</td>
              <td className="whitespace-nowrap text-right">{toSize(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.free_bytes !== null && <p className="text-quiet text-sm">{toSize(data.free_bytes)} free on this disk.</p>}
    </>
  )
}

function DeleteDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<Part>>(new Set(['chats', 'run_content']))
  const [days, setDays] = useState(0)
  const remove = useMutation({
    mutationFn: () => {
      const before = days === 0 ? {} : { before: new Date(Date.now() - days * DAY_MS).toISOString() }
      const body: DataDelete = { ...Object.fromEntries([...chosen].map(name => [name, true])), ...before }
      return call<DataDeleted>('/data/delete', { body })
    },
    onSuccess: gone => {
      client.removeQueries({ queryKey: ['chat'] })
      void client.invalidateQueries()
      showRun(null)
      onClose()
      showToast({
        text: `Deleted: ${countOf(gone.chats, 'chat')}, ${countOf(gone.runs, 'run')}, ${countOf(gone.exports, 'export')}.`,
      })
      if (chosen.has('chats') && days === 0) forgetDrafts()
      if (chosen.has('chats')) goTo(toHref('settings'), { replace: true })
    },
  })
  const toggle = (name: Part) => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    setChosen(next)
  }
  return (
    <Confirm
      title="Delete my data"
      deed={chosen.size === 0 ? 'Delete nothing' : 'Delete for good'}
      isBusy={remove.isPending}
      onClose={onClose}
      onConfirm={() => (chosen.size === 0 ? onClose() : remove.mutate())}
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2">
          This cannot be undone: afterwards no file of the data folder holds any of it. Models and settings stay, and so
          do runs that are under way.
        </legend>
        {PARTS.map(({ name, label }) => (
          <label key={name} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.has(name)}
              onChange={() => toggle(name)}
              className="size-4 accent-accent"
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="mt-4">
        <Field label="How old">
          {ids => (
            <Select {...ids} value={days} onChange={event => setDays(Number(event.target.value))}>
              {AGES.map(age => (
                <option key={age.days} value={age.days}>
                  {age.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {remove.isError && (
        <div className="mt-3">
          <FailureNotice error={remove.error} />
        </div>
      )}
    </Confirm>
  )
}
