/** Who may call: this browser is paired; programs hold the token. A new token ends all of that, and pairs this browser again. */
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { pairWith } from '../../api/connection.ts'
import { showToast } from '../../app/toasts.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Confirm, Dialog } from '../../parts/dialog.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'

export function AccessSection() {
  const [shown, setShown] = useState<'ask' | 'link' | null>(null)
  const [link, setLink] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)

  const attempt = async (deed: () => Promise<void>) => {
    setBusy(true)
    setFailure(null)
    try {
      await deed()
    } catch (error) {
      setFailure(error)
    }
    setBusy(false)
  }
  const makeLink = () =>
    attempt(async () => {
      const { code } = await call<{ readonly code: string }>('/pair/codes', { method: 'POST' })
      setLink(`${location.origin}/#code=${code}`)
      setShown('link')
    })
  const renew = () =>
    attempt(async () => {
      const { code } = await call<{ readonly code: string }>('/token/rotate', { method: 'POST' })
      await pairWith(code)
      setShown(null)
      showToast({ text: 'There is a new token. Programs and other browsers are let in anew.' })
    })
  return (
    <section aria-label="Who may call" className="flex flex-col gap-4">
      <header className="border-line border-b pb-2">
        <h2 className="font-semibold">Who may call</h2>
        <p className="text-quiet text-sm">
          This browser is paired. Programs send the token, which <code className="font-mono">bun kora token</code>{' '}
          prints.
        </p>
      </header>
      {failure !== null && shown === null && <FailureNotice error={failure} />}
      <div className="flex flex-wrap gap-2">
        <Button isBusy={isBusy && shown === null} onClick={makeLink}>
          Pair another browser
        </Button>
        <Button
          tone="bad"
          onClick={() => {
            setFailure(null)
            setShown('ask')
          }}
        >
          New token …
        </Button>
      </div>
      {shown === 'ask' && (
        <Confirm
          title="New token"
          deed="Make a new token"
          isBusy={isBusy}
          onConfirm={renew}
          onClose={() => setShown(null)}
        >
          <p>
            Every program that holds the old token, and every other browser, is locked out at once. This browser stays
            paired.
          </p>
          {failure !== null && (
            <div className="mt-3">
              <FailureNotice error={failure} />
            </div>
          )}
        </Confirm>
      )}
      {shown === 'link' && (
        <Dialog title="Pair another browser" onClose={() => setShown(null)}>
          <p>Open this link in the other browser of this machine. It works once, for five minutes.</p>
          <p className="mt-3 flex items-center gap-1 rounded-md bg-sunken pl-3">
            <code className="min-w-0 flex-1 font-mono text-sm wrap-anywhere">{link}</code>
            <CopyButton text={() => link} label="Copy the link" />
          </p>
        </Dialog>
      )}
    </section>
  )
}
