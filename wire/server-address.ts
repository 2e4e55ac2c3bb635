/** The address of a runtime's server out of a setting: a URL or host:port, read the same for every runtime (rule N4). */
import { KoraError } from '#contracts/failure'

export type ServerAddress = {
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** Whether it is another machine. */
  readonly isRemote: boolean
}

const UNSPECIFIED: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['[::]', '[::1]'],
])

/** `127.0.0.1`, `:11435`, `[::1]:11434`, `http://localhost/v1`. Throws CONFIG_INVALID, naming the setting, when it is no http address. */
export function readServerAddress(text: string, defaultPort: string, setting: string): ServerAddress {
  const host = text.trim()
  const hasScheme = host.includes('://')
  const bare = host.startsWith(':') ? `127.0.0.1${host}` : host === '' ? '127.0.0.1' : host
  const url = URL.parse(hasScheme ? host : `http://${bare}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search + url.hash !== '')
    throw new KoraError('CONFIG_INVALID', `${setting} is not an http address such as 127.0.0.1:${defaultPort}.`, {
      hint: `correct ${setting} in configs/config.json, and start Studio again`,
    })
  // `:80` is dropped by URL, so the text decides whether a port was named.
  if (!hasScheme && url.port === '' && !/:80(\/|$)/.test(bare)) url.port = defaultPort
  url.hostname = UNSPECIFIED.get(url.hostname) ?? url.hostname
  return { baseUrl: url.href.replace(/\/+$/, ''), isRemote: !isLoopback(url.hostname) }
}

/** How the address is shown. */
export const toShownAddress = ({ baseUrl, isRemote }: ServerAddress): string =>
  isRemote ? `${baseUrl} (another machine)` : baseUrl

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}
