/**
 * The plugin's settings as the connector uses them. `host` is read as Ollama reads OLLAMA_HOST, so that one value serves both.
 */
import type { JsonObject } from '#contracts/json-value'

export type OllamaSettings = {
  /** Origin without a trailing slash. */
  readonly baseUrl: string
  readonly parallel: number
  /** `num_ctx` of every call; null leaves it to Ollama. */
  readonly contextTokens: number | null
  /** `num_thread` of every call; null leaves it to Ollama. */
  readonly threads: number | null
  /** Whether the address is another machine (rule N4). */
  readonly remote: boolean
}

const DEFAULT_PORT = '11434'
const UNSPECIFIED: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['[::]', '[::1]'],
])

/** Throws when `host` is no http address. */
export function readSettings(settings: JsonObject): OllamaSettings {
  const url = readHost(typeof settings.host === 'string' ? settings.host.trim() : '')
  return {
    baseUrl: url.href.replace(/\/+$/, ''),
    parallel: typeof settings.parallel === 'number' ? settings.parallel : 1,
    contextTokens: typeof settings.context_tokens === 'number' ? settings.context_tokens : null,
    threads: typeof settings.threads === 'number' ? settings.threads : null,
    remote: !isLoopback(url.hostname),
  }
}

/** Options that take effect when a model is loaded; a call with others makes Ollama load it again. */
export function buildLoadOptions(settings: OllamaSettings): JsonObject {
  return {
    ...(settings.contextTokens === null ? {} : { num_ctx: settings.contextTokens }),
    ...(settings.threads === null ? {} : { num_thread: settings.threads }),
  }
}

/** `127.0.0.1`, `:11435`, `[::1]:11434`, `http://localhost`; a scheme without a port means the scheme's own port. */
function readHost(host: string): URL {
  const hasScheme = host.includes('://')
  const bare = host.startsWith(':') ? `127.0.0.1${host}` : host === '' ? '127.0.0.1' : host
  const url = URL.parse(hasScheme ? host : `http://${bare}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search + url.hash !== '')
    throw new Error('The setting host of the Ollama plugin is not an http address such as 127.0.0.1:11434.')
  // `:80` is dropped by URL, so the text decides whether a port was named.
  if (!hasScheme && url.port === '' && !/:80\/?$/.test(bare)) url.port = DEFAULT_PORT
  url.hostname = UNSPECIFIED.get(url.hostname) ?? url.hostname
  return url
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}
