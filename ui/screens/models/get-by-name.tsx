/** A model that the list does not offer: what Ollama gets by itself, or a file of any address with its digest. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ModelPull } from '#contracts/studio'
import { cancelPull, catalogQuery, pullsQuery, startNamed } from '../../api/model-pulls.ts'
import { Button } from '../../parts/button.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Field, TextInput } from '../../parts/field.tsx'
import { PullState } from '../../parts/pull-state.tsx'

export function GetByName() {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [digest, setDigest] = useState('')
  const wanted = name.trim()
  const isAddress = wanted.includes('://')
  const start = useMutation({
    mutationFn: startNamed,
    onSuccess: () => {
      setName('')
      setDigest('')
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['models'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wanted !== '' && !start.isPending) start.mutate({ name: wanted, digest: digest.trim() })
  }
  return (
    <form className="mt-6 flex flex-col gap-2" onSubmit={submit}>
      <Field
        label="A model by its name or address"
        note="A name is what Ollama gets by itself from its library; an https address is a GGUF file for llama.cpp, with the SHA-256 that its page shows."
      >
        {ids => (
          <div className="flex flex-wrap gap-2">
            <TextInput
              {...ids}
              className="flex-1 basis-60 font-mono text-sm"
              placeholder="ollama/qwen3:0.6b"
              value={name}
              onChange={event => setName(event.target.value)}
            />
            {!isAddress && (
              <Button type="submit" isBusy={start.isPending} disabled={wanted === ''}>
                Get it
              </Button>
            )}
          </div>
        )}
      </Field>
      {isAddress && (
        <Field label="Its SHA-256" note="64 hex digits. A file that nobody vouches for could be anything.">
          {ids => (
            <div className="flex flex-wrap gap-2">
              <TextInput
                {...ids}
                className="flex-1 basis-60 font-mono text-sm"
                value={digest}
                onChange={event => setDigest(event.target.value)}
              />
              <Button type="submit" isBusy={start.isPending} disabled={digest.trim() === ''}>
                Get it
              </Button>
            </div>
          )}
        </Field>
      )}
      {start.isError && <FailureNotice error={start.error} />}
      <Unlisted />
    </form>
  )
}

/** Downloads of what the list does not offer; those it offers show theirs there. */
function Unlisted() {
  const catalog = useQuery(catalogQuery)
  const pulls = useQuery(pullsQuery)
  const listed = new Set(catalog.data?.map(model => model.model_id))
  const others = pulls.data?.filter(pull => !listed.has(pull.model_id)) ?? []
  if (others.length === 0) return null
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-raised">
      {others.map(pull => (
        <OtherPull key={pull.model_id} pull={pull} />
      ))}
    </ul>
  )
}

function OtherPull({ pull }: { readonly pull: ModelPull }) {
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => cancelPull(pull.model_id),
    onSettled: () => client.invalidateQueries({ queryKey: ['models'] }),
  })
  return (
    <li className="flex flex-col gap-2 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-48 flex-1 break-all font-medium">{pull.model_id}</p>
        {pull.status === 'running' && (
          <Button isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        )}
        {pull.status === 'success' && <p className="text-ok text-sm">ready</p>}
      </div>
      <PullState pull={pull} title={pull.model_id} />
      {cancel.isError && <FailureNotice error={cancel.error} title="It could not be stopped" />}
    </li>
  )
}
