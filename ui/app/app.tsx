/** The page put together: paired or not, then the shell. Faults of one screen stay in that screen. */
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { followChanges } from '../api/changes.ts'
import { useConnection } from '../api/connection.ts'
import { anyChatQuery, buildQueryClient } from '../api/queries.ts'
import { Loading } from '../parts/loading.tsx'
import { useShared } from './shared-value.ts'
import { Shell } from './shell.tsx'
import { Toasts } from './toasts.tsx'
import { Unpaired } from './unpaired.tsx'
import { welcomed } from './welcomed.ts'

const WelcomeScreen = lazy(() => import('../screens/welcome/welcome-screen.tsx'))

export function App() {
  const [client] = useState(buildQueryClient)
  const { pairing, isAway } = useConnection()
  useEffect(() => {
    if (pairing !== 'paired') return
    const stop = new AbortController()
    void followChanges(client, stop.signal).catch(() => undefined)
    return () => stop.abort()
  }, [client, pairing])
  return (
    <QueryClientProvider client={client}>
      {pairing === 'paired' ? <Paired /> : pairing === 'unpaired' ? <Unpaired /> : <Waiting isAway={isAway} />}
      <Toasts />
    </QueryClientProvider>
  )
}

/** The first run comes before the shell, until it was gone through or there is a chat to go on with. */
function Paired() {
  const isWelcomed = useShared(welcomed)
  const chats = useQuery({ ...anyChatQuery, enabled: !isWelcomed })
  if (isWelcomed || chats.data === true || chats.isError) return <Shell />
  if (chats.data === undefined) return <Loading label="Looking for chats" />
  return (
    <Suspense fallback={<Loading />}>
      <WelcomeScreen />
    </Suspense>
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
