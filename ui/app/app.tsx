/** The page put together: paired or not, then the shell. Faults of one screen stay in that screen. */
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { followChanges } from '../api/changes.ts'
import { connect, useConnection } from '../api/connection.ts'
import { buildQueryClient } from '../api/queries.ts'
import { Loading } from '../parts/loading.tsx'
import { Shell } from './shell.tsx'
import { Toasts } from './toasts.tsx'
import { Unpaired } from './unpaired.tsx'

export function App() {
  const [client] = useState(buildQueryClient)
  const { pairing, isAway } = useConnection()
  useEffect(() => {
    void connect()
  }, [])
  useEffect(() => {
    if (pairing !== 'paired') return
    const stop = new AbortController()
    void followChanges(client, stop.signal).catch(() => undefined)
    return () => stop.abort()
  }, [client, pairing])
  return (
    <QueryClientProvider client={client}>
      {pairing === 'paired' ? <Shell /> : pairing === 'unpaired' ? <Unpaired /> : <Waiting isAway={isAway} />}
      <Toasts />
    </QueryClientProvider>
  )
}

function Waiting({ isAway }: { readonly isAway: boolean }) {
  if (!isAway) return <Loading label="Looking for Studio" />
  return (
    <main className="p-8" role="status">
      <h1 className="font-semibold text-lg">Studio does not answer</h1>
      <p className="text-quiet">
        Is <code className="font-mono">kora serve</code> still running? This page goes on by itself once it is.
      </p>
    </main>
  )
}
