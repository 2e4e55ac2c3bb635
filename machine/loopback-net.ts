/**
 * HTTP to granted hosts and nowhere else. It follows no redirect, uses no proxy, asks for no compression, and reaches names by
 * number: that of loopback, or the one a granted name had when it was first called, so that no resolver can send a granted call
 * elsewhere (rule N4). A name over https is called as it is: there the certificate says who answers.
 */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { KoraError } from '#contracts/failure'
import type { Net, NetRequest, NetResponse } from '#contracts/powers'
import { isOtherMachine } from './address-class.ts'

const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'FTP_PROXY', 'SOCKS_PROXY']

/** Removes every proxy variable, in either case, before the first connection (rule S3). */
export function scrubProxyVariables(env: Record<string, string | undefined> = process.env): void {
  for (const name of Object.keys(env)) if (PROXY_VARIABLES.includes(name.toUpperCase())) delete env[name]
}

export type NetOptions = {
  /** `loopback`, or `host[:port]`. */
  readonly hosts: readonly string[]
  /** Hosts beside them, asked before each call: an agreement can be withdrawn. */
  readonly further?: () => readonly string[]
  /** All numbers of a name; by default those that the system says. */
  readonly resolve?: (name: string) => Promise<readonly string[]>
}

/** Throws KoraError NET_REFUSED for any address that is not granted, before a socket opens. */
export function openNet({ hosts, further = () => [], resolve = askSystem }: NetOptions): Net {
  const pinned = new Map<string, Promise<readonly string[]>>()
  const numbersOf = (name: string): Promise<readonly string[]> => {
    const known = pinned.get(name)
    if (known !== undefined) return known
    const asked = resolve(name).then(numbers => checkNumbers(name, numbers))
    pinned.set(name, asked)
    // What failed is asked again; what was found stays.
    asked.catch(() => pinned.delete(name))
    return asked
  }
  return {
    fetch: async request => {
      const granted = [...hosts, ...further()].map(host => host.toLowerCase())
      const targets = readTargets(request.url, granted)
      const [first] = targets
      if (first === undefined || !isPlainName(first)) return send(request, targets)
      const numbers = await untilAborted(numbersOf(first.hostname), request.signal)
      const headers = { ...request.headers, host: first.host }
      return send(
        { ...request, headers },
        numbers.map(number => withHost(first, number)),
      )
    },
  }
}

const askSystem = async (name: string): Promise<readonly string[]> =>
  (await lookup(name, { all: true })).map(({ address }) => address)

/** A name of this machine or of none would let whoever owns the name send granted calls to programs on this machine. */
function checkNumbers(name: string, numbers: readonly string[]): readonly string[] {
  if (numbers.length > 0 && numbers.every(isOtherMachine)) return numbers
  throw new KoraError('NET_REFUSED', `The name ${name} does not lead to another machine of a network.`, {
    granted: true,
  })
}

const isPlainName = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && !hostname.startsWith('[') && isIP(hostname) === 0

function withHost(url: URL, number: string): URL {
  const numeric = new URL(url)
  numeric.hostname = isIP(number) === 6 ? `[${number}]` : number
  return numeric
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const leave = (): void => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', leave))
}

/** 127.0.0.0/8 and ::1, as a parsed URL writes them (`127.1` and `0x7f.1` are numbers there already). */
export const isLoopbackHost = (hostname: string): boolean =>
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname) || hostname === '[::1]'

/** The addresses to try in order: one, or both families for `localhost`. */
function readTargets(address: string, granted: readonly string[]): readonly URL[] {
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username + url.password !== '')
    throw new KoraError('NET_REFUSED', 'Only plain http and https addresses are reached.')
  const isLocalName = url.hostname === 'localhost'
  const port = url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80'
  const isGranted =
    granted.includes(url.hostname) ||
    granted.includes(`${url.hostname}:${port}`) ||
    (granted.includes('loopback') && (isLocalName || isLoopbackHost(url.hostname)))
  if (!isGranted) throw new KoraError('NET_REFUSED', `The host ${url.hostname} is not among the hosts granted.`)
  if (!isLocalName) return [url]
  return ['127.0.0.1', '::1'].map(number => withHost(url, number))
}

async function send(request: NetRequest, targets: readonly URL[]): Promise<NetResponse> {
  const closer = new AbortController()
  const init: BunFetchRequestInit & { readonly timeout: false } = {
    method: request.method,
    headers: { ...request.headers, 'accept-encoding': 'identity' },
    signal: AbortSignal.any([request.signal, closer.signal]),
    redirect: 'manual',
    proxy: false,
    // A reused connection may have been closed by a runtime meanwhile, and a POST cannot be sent twice.
    keepalive: false,
    decompress: false,
    timeout: false,
    ...(request.body === undefined ? {} : { body: request.body }),
  }
  const response = await connect(targets, init)
  const encoding = response.headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    closer.abort()
    throw new KoraError('UPSTREAM_PROTOCOL', 'The server compressed its answer although it was asked not to.')
  }
  return {
    status: response.status,
    header: name => response.headers.get(name),
    body: { [Symbol.asyncIterator]: () => iterate(response, closer) },
  }
}

/** Only a refused connection moves on to the next address: nothing of the request has been sent by then. */
async function connect(targets: readonly URL[], init: BunFetchRequestInit): Promise<Response> {
  for (const [index, target] of targets.entries()) {
    try {
      return await fetch(target, init)
    } catch (error) {
      const isRefused = (error as { code?: string }).code === 'ECONNREFUSED'
      if (!isRefused || index === targets.length - 1) throw error
    }
  }
  throw new KoraError('NET_REFUSED')
}

function iterate(response: Response, closer: AbortController): AsyncIterator<Uint8Array, undefined> {
  const reader = response.body?.getReader()
  const end = (): { done: true; value: undefined } => {
    closer.abort()
    return { done: true, value: undefined }
  }
  return {
    async next() {
      try {
        const part = await reader?.read()
        return part === undefined || part.done ? end() : { done: false, value: part.value }
      } catch (error) {
        closer.abort()
        throw error
      }
    },
    return: () => Promise.resolve(end()),
  }
}
