/**
 * What others changed: another tab, the command line, a program. One stream for the whole page; what it names is asked for again.
 * It carries no content, and a page that missed some reads everything again.
 */
import type { QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Change } from '#contracts/studio'
import { followStream } from './follow-stream.ts'

type Kind = Change['kind']
type Listener = { readonly kind: Kind; readonly id: string | null; readonly run: () => void }

const listeners = new Set<Listener>()

/** Follows until the signal; a key of the cache begins with the kind of what it holds. */
export async function followChanges(client: QueryClient, signal: AbortSignal): Promise<void> {
  let isFirst = true
  await followStream({
    path: '/changes',
    signal,
    onOpen: () => {
      if (!isFirst) void client.invalidateQueries()
      isFirst = false
    },
    onFrame: ({ event, data }) => {
      if (event === 'change') take(client, data as Change)
      return undefined
    },
  })
}

function take(client: QueryClient, { kind, id }: Change): void {
  if (kind === 'data') void client.invalidateQueries()
  // A chat is long: who shows one reads only what is new in it.
  else if (kind !== 'chat') void client.invalidateQueries({ queryKey: [kind] })
  for (const listener of listeners) {
    if (listener.kind === kind && (listener.id === null || listener.id === id)) listener.run()
  }
}

/** Runs `action` when something of this kind and id changed. `action` must stay the same function. */
export function useChanges(kind: Kind, id: string | null, action: () => void): void {
  useEffect(() => {
    const listener: Listener = { kind, id, run: action }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [kind, id, action])
}
