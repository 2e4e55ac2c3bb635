/** A model file of one's own, used where it lies: a browser cannot hand a path over, so it is written down. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { importModel } from '../../api/own-models.ts'
import { Button } from '../../parts/button.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Field, TextInput } from '../../parts/field.tsx'

export function ImportModel() {
  const client = useQueryClient()
  const [path, setPath] = useState('')
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const take = useMutation({
    mutationFn: (file: string) => {
      stop.current = new AbortController()
      return importModel(file, stop.current.signal)
    },
    onSuccess: () => {
      setPath('')
      void client.invalidateQueries({ queryKey: ['models'] })
    },
  })
  const wasStopped = take.isError && stop.current?.signal.aborted === true
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // As file managers copy it.
    const file = path.trim().replace(/^(["'])(.*)\1$/, '$2')
    if (file !== '' && !take.isPending) take.mutate(file)
  }
  return (
    <form className="mt-6 flex flex-col gap-2" onSubmit={submit}>
      <Field
        label="A GGUF file of your own"
        note="Its whole path on the machine that Studio runs on. The file is neither copied nor changed; it is read once for its digest."
      >
        {ids => (
          <div className="flex flex-wrap gap-2">
            <TextInput
              {...ids}
              className="flex-1 basis-60 font-mono text-sm"
              placeholder="/home/ada/models/tiny.gguf"
              value={path}
              disabled={take.isPending}
              onChange={event => setPath(event.target.value)}
            />
            <Button type="submit" isBusy={take.isPending} disabled={path.trim() === ''}>
              Use this file
            </Button>
            {take.isPending && <Button onClick={() => stop.current?.abort()}>Cancel</Button>}
          </div>
        )}
      </Field>
      <p role="status" className="text-ok text-sm empty:hidden">
        {take.isSuccess && path === '' && `${take.data.model_id} is ready.`}
      </p>
      {take.isError && !wasStopped && <FailureNotice error={take.error} />}
    </form>
  )
}
