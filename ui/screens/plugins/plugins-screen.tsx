/** Plugins (U11): what each provides, what it may do and why, and switching it on and off. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Grant, PluginInfo } from '#contracts/manifest'
import { mustBeTold } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { showToast } from '../../app/toasts.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Words } from '../../parts/words.tsx'
import { describeGrant, describeProvides } from './describe-grant.ts'

const pluginsQuery = queryOptions({
  queryKey: ['plugins'],
  queryFn: async ({ signal }) =>
    (await call<{ readonly plugins: readonly PluginInfo[] }>('/plugins', { signal })).plugins,
})

export default function PluginsScreen() {
  const plugins = useQuery(pluginsQuery)
  const { data, isPending } = plugins
  return (
    <ScreenFrame title="Plugins">
      <div className="min-h-0 flex-1 overflow-y-auto p-4" tabIndex={0} role="region" aria-label="Plugins">
        <div className="mx-auto flex max-w-3xl flex-col gap-4">
          <p className="text-quiet">
            A plugin brings operations, runtimes or rules. It does what its grants name and nothing else; they are read
            before any of its code is. A stranger’s plugin is a folder in the data folder’s{' '}
            <code className="font-mono">plugins/</code>.
          </p>
          {isPending && <Loading rows={5} />}
          {mustBeTold(plugins) && <FailureNotice error={plugins.error} onRetry={() => plugins.refetch()} />}
          {data !== undefined && (
            <ul className="flex flex-col gap-3">
              {data.map(plugin => (
                <Plugin key={plugin.id} plugin={plugin} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </ScreenFrame>
  )
}

function Plugin({ plugin }: { readonly plugin: PluginInfo }) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: (deed: 'enable' | 'disable') =>
      call<PluginInfo>(`/plugins/${encodeURIComponent(plugin.id)}/${deed}`, { method: 'POST' }),
    onSettled: () => {
      setAsking(false)
      for (const key of ['plugins', 'models', 'health']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
  const isOn = plugin.state === 'active'
  const disable = () =>
    change.mutate('disable', {
      onSuccess: () =>
        showToast({ text: `${plugin.title} is off.`, action: { label: 'Undo', run: () => change.mutate('enable') } }),
    })
  return (
    <li className="rounded-md border border-line bg-raised">
      <article aria-label={plugin.title} className="flex flex-col gap-2.5 p-4">
        <header className="flex flex-wrap items-start gap-x-3 gap-y-2">
          <div className="min-w-48 flex-1">
            <h2 className="font-semibold">{plugin.title}</h2>
            <p className="text-quiet text-sm">
              <code className="font-mono">{plugin.id}</code> {plugin.version} ·{' '}
              {plugin.bundled ? 'shipped with Studio' : 'of a third party'} ·{' '}
              <span className={isOn ? 'text-ok' : plugin.failure === null ? '' : 'text-bad'}>{plugin.state}</span>
            </p>
          </div>
          {isOn ? (
            <Button isBusy={change.isPending} onClick={disable}>
              Disable
            </Button>
          ) : (
            <Button
              isBusy={change.isPending}
              onClick={() => (plugin.grants.length === 0 ? change.mutate('enable') : setAsking(true))}
            >
              Enable{plugin.grants.length === 0 ? '' : ' …'}
            </Button>
          )}
        </header>
        <p>{plugin.provides.map(describeProvides).join(' · ')}</p>
        {plugin.failure !== null && (
          <Notice tone="bad" title={<Words text={plugin.failure.message} />}>
            {plugin.failure.hint !== undefined && (
              <p>
                <Words text={plugin.failure.hint} />
              </p>
            )}
            <span className="font-mono text-quiet text-xs">{plugin.failure.code}</span>
          </Notice>
        )}
        {change.isError && <FailureNotice error={change.error} />}
        {plugin.grants.length > 0 && <Grants grants={plugin.grants} />}
        <Reach plugin={plugin} />
      </article>
      {isAsking && (
        <Dialog
          title={`Enable ${plugin.title}`}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button data-focus onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button tone="main" isBusy={change.isPending} onClick={() => change.mutate('enable')}>
                Agree and enable
              </Button>
            </>
          }
        >
          <p className="mb-3">
            {plugin.bundled ? 'It is shipped with Studio.' : 'It is not ours: its code runs on this machine.'} It asks
            for:
          </p>
          <Grants grants={plugin.grants} />
        </Dialog>
      )}
    </li>
  )
}

/** Machines beyond this one that the user agreed to, and the way back. */
function Reach({ plugin }: { readonly plugin: PluginInfo }) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: ({ host, deed }: { readonly host: string; readonly deed: 'allow' | 'disallow' }) =>
      call<PluginInfo>(`/plugins/${encodeURIComponent(plugin.id)}/${deed}`, { body: { host } }),
    onSettled: () => {
      for (const key of ['plugins', 'models', 'health']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
  const withdraw = (host: string) =>
    change.mutate(
      { host, deed: 'disallow' },
      {
        onSuccess: () =>
          showToast({
            text: `${plugin.title} may no longer reach ${host}.`,
            action: { label: 'Undo', run: () => change.mutate({ host, deed: 'allow' }) },
          }),
      },
    )
  if (plugin.hosts.length === 0) return change.isError ? <FailureNotice error={change.error} /> : null
  return (
    <>
      <ul aria-label="Other machines" className="flex flex-col gap-1.5 border-line border-t pt-2.5">
        {plugin.hosts.map(host => (
          <li key={host} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
            <span className="min-w-48 flex-1">
              <span className="font-medium">May reach {host}, another machine</span>
              <span className="text-quiet"> · what it is sent leaves this one</span>
            </span>
            <Button aria-label={`Withdraw ${host}`} isBusy={change.isPending} onClick={() => withdraw(host)}>
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
      {change.isError && <FailureNotice error={change.error} />}
    </>
  )
}

function Grants({ grants }: { readonly grants: readonly Grant[] }) {
  return (
    <ul aria-label="Grants" className="flex flex-col gap-1.5 border-line border-t pt-2.5">
      {grants.map(grant => (
        <li key={describeGrant(grant)} className="text-sm">
          <span className="font-medium">{describeGrant(grant)}</span>
          <span className="text-quiet"> · {grant.reason}</span>
        </li>
      ))}
    </ul>
  )
}
