/**
 * Where in the page one is: `#/runs/<id>?tab=graph` and the like. The fragment, because paths such as /runs are the API's, and
 * because a link into the page then asks the server for nothing but the page.
 */
import { useSyncExternalStore } from 'react'

export type Route = {
  /** First word of the path; 'chat' where there is none. */
  readonly screen: string
  /** Second word, decoded: an id. */
  readonly id: string | null
  readonly query: URLSearchParams
}

let lastHash: string | null = null
let lastRoute: Route = readRoute('')

export function readRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const [screen = '', id = ''] = path.split('/')
  return {
    screen: screen === '' ? 'chat' : screen,
    id: id === '' ? null : decode(id),
    query: new URLSearchParams(search),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address of a screen, to be used in `href`. */
export function toHref(screen: string, id?: string | null, query?: Readonly<Record<string, string>>): string {
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
  return `#/${screen}${id == null ? '' : `/${encodeURIComponent(id)}`}${search}`
}

/** `replace` leaves no step to go back to. */
export function goTo(href: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(null, '', href)
    dispatchEvent(new HashChangeEvent('hashchange'))
  } else location.hash = href
}

function currentRoute(): Route {
  if (location.hash !== lastHash) {
    lastHash = location.hash
    lastRoute = readRoute(lastHash)
  }
  return lastRoute
}

export function useRoute(): Route {
  return useSyncExternalStore(listen, currentRoute)
}

function listen(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}
