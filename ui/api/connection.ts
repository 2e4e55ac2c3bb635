/**
 * How the page stands with its server: paired or not, there or away. Pairs by the launch link at the first look (H8), and looks
 * again by itself while the server is away.
 */
import { useSyncExternalStore } from 'react'

export type Connection = {
  readonly pairing: 'looking' | 'paired' | 'unpaired'
  /** Why pairing failed, where the server said. */
  readonly problem: string | null
  readonly isAway: boolean
}

const KEY = 'kora-page-key'
const LOOK_MS = 2_000

let state: Connection = { pairing: 'looking', problem: null, isAway: false }
let isWaiting = false
const listeners = new Set<() => void>()
const comebacks = new Set<() => void>()

function change(next: Partial<Connection>): void {
  const wasAway = state.isAway
  state = { ...state, ...next }
  for (const listener of listeners) listener()
  if (wasAway && !state.isAway) for (const listener of comebacks) listener()
}

export const pageKey = (): string | null => localStorage.getItem(KEY)

export function useConnection(): Connection {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}

/** Told whenever the server is there again after it was away. */
export function onComeback(listener: () => void): () => void {
  comebacks.add(listener)
  return () => comebacks.delete(listener)
}

/** Every call says whether an answer came. */
export function reportContact(isThere: boolean): void {
  if (isThere !== state.isAway) return
  change({ isAway: !isThere })
  if (!isThere) lookLater()
}

export function reportAuthorization(isPaired: boolean): void {
  if (!isPaired) localStorage.removeItem(KEY)
  change({ pairing: isPaired ? 'paired' : 'unpaired' })
}

function lookLater(): void {
  if (isWaiting) return
  isWaiting = true
  setTimeout(async () => {
    await look()
    isWaiting = false
    if (state.isAway) lookLater()
  }, LOOK_MS)
}

/** Uses up the code of the launch link where there is one, then asks a route that only a paired browser may read. */
export async function connect(): Promise<void> {
  const problem = await pairByLink()
  await look()
  if (state.isAway) lookLater()
  if (state.pairing === 'unpaired' && problem !== null) change({ problem })
}

const launchCode = (): string | null => new URLSearchParams(location.hash.slice(1)).get('code')

async function pairByLink(): Promise<string | null> {
  const code = launchCode()
  if (code === null) return null
  // Before anything else: the code must not stay in the address bar and the history.
  history.replaceState(null, '', location.pathname)
  return pairWith(code)
}

/** Answers why the code was not taken, or null. */
export async function pairWith(code: string): Promise<string | null> {
  try {
    const response = await fetch('/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
    const body = (await response.json()) as { readonly page_key?: string; readonly message?: string }
    if (body.page_key === undefined) return body.message ?? null
    localStorage.setItem(KEY, body.page_key)
  } catch {
    // Whoever looks next learns whether anybody is there.
  }
  return null
}

async function look(): Promise<void> {
  try {
    const key = pageKey()
    const response = await fetch('/runs?limit=1', { headers: key === null ? {} : { 'x-kora-page': key } })
    if (response.status === 401) {
      localStorage.removeItem(KEY)
      change({ isAway: false, pairing: 'unpaired' })
    } else change({ isAway: false, pairing: 'paired', problem: null })
  } catch {
    change({ isAway: true })
  }
}

// A link that is opened in a tab which already shows the page changes the fragment alone.
addEventListener('hashchange', () => {
  if (launchCode() !== null) void connect()
})

// Another tab was paired, or lost its pairing.
addEventListener('storage', event => {
  if (event.key === KEY) void look()
})
