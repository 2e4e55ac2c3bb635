/**
 * Listening: 127.0.0.1 and ::1 on one port, and nothing else unless that was asked for with a token (rules H7, S1).
 * It shares its port with nobody and gives no request to a handler that the guard has not passed.
 */
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { KoraError } from '#contracts/failure'
import { failureResponse, type Report, toKoraError } from './failure-response.ts'
import { checkRequest, type GuardRules, loopbackHosts } from './guard.ts'
import { Patience } from './patience.ts'

export type Handle = (request: Request) => Response | Promise<Response>

export type ListenOptions = {
  /** 0 takes a free one. */
  readonly port: number
  readonly rules: Omit<GuardRules, 'hosts'>
  readonly handle: Handle
  readonly report: Report
  /** How a refusal of the guard is written; the path is that of the request. */
  readonly refuse?: (error: KoraError, path: string) => Response
  /** An address beyond loopback, served as well; the caller must say that a token is required there. */
  readonly beyondLoopback?: { readonly host: string; readonly tokenRequired: boolean }
  /** Seconds without a byte in either direction before an idle connection is closed. */
  readonly idleTimeoutS?: number
}

export type Listening = {
  readonly port: number
  /** Base URL without trailing slash. */
  readonly url: string
  readonly addresses: readonly string[]
  /** Ends open connections too. */
  readonly stop: () => Promise<void>
}

type Server = ReturnType<typeof Bun.serve>

const LOOPBACK = ['127.0.0.1', '::1'] as const
const PORT_TRIES = 32
const PROBE_MS = 250
const IDLE_S = 30

/** Throws KoraError PORT_TAKEN when the port is served on either family, CONFIG_INVALID for an open door without token. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const wide = options.beyondLoopback
  if (wide !== undefined && !wide.tokenRequired) {
    throw new KoraError('CONFIG_INVALID', 'An address beyond loopback is served only where a token is required.')
  }
  const addresses = wide === undefined ? [...LOOPBACK] : wideAddresses(wide.host)
  await refuseServedPort(options.port)
  const patience = new Patience(options.idleTimeoutS ?? IDLE_S)
  const servers = bindAll(addresses, options, patience)
  const port = servers[0]!.port!
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    addresses: servers.map(server => server.hostname!),
    stop: async () => {
      patience.end()
      await Promise.all(servers.map(server => server.stop(true)))
    },
  }
}

function bindAll(addresses: readonly string[], options: ListenOptions, patience: Patience): readonly Server[] {
  const tries = options.port === 0 ? PORT_TRIES : 1
  for (let left = tries; ; left -= 1) {
    const servers = bindOnce(addresses, options, patience)
    if (servers !== null) return servers
    if (left > 1) continue
    const wide = options.beyondLoopback
    // So many free ports are never all taken: this address must be one of the others, spelled in another way.
    if (options.port === 0 && wide !== undefined) throw unusable(wide.host, 0, 'it is loopback by another name', null)
    throw new KoraError('PORT_TAKEN', `Port ${options.port} is already served.`)
  }
}

/** EACCES, an address that is not this machine's, a name that leads nowhere: all are settings that cannot be. */
function unusable(host: string, port: number, code: unknown, cause: unknown): KoraError {
  const why = typeof code === 'string' ? code : 'the address is not usable'
  return new KoraError(
    'CONFIG_INVALID',
    `Studio cannot listen on ${host}, port ${port} (${why}); see --host and --port.`,
    {},
    cause,
  )
}

/** All addresses on one port, or null when one of them is taken. A machine without IPv6 is served by IPv4 alone. */
function bindOnce(addresses: readonly string[], options: ListenOptions, patience: Patience): readonly Server[] | null {
  const servers: Server[] = []
  let handler = (_request: Request, _server: Server): Response | Promise<Response> =>
    failureResponse(new KoraError('SHUTTING_DOWN'))
  for (const hostname of addresses) {
    try {
      servers.push(
        Bun.serve({
          hostname,
          port: servers[0]?.port ?? options.port,
          reusePort: false,
          development: false,
          idleTimeout: options.idleTimeoutS ?? IDLE_S,
          // The body reader has its own limit, and an answer with words.
          maxRequestBodySize: Number.MAX_SAFE_INTEGER,
          fetch: (request, server) => handler(request, server),
          error: error => failureResponse(toKoraError(error, options.report)),
        }),
      )
    } catch (error) {
      const code = (error as { code?: unknown }).code
      if (code !== 'EADDRINUSE' && hostname === LOOPBACK[1] && servers.length > 0) continue
      for (const server of servers) void server.stop(true)
      if (code === 'EADDRINUSE') return null
      throw unusable(hostname, options.port, code, error)
    }
  }
  handler = guarded(options, ownHosts(servers, options), patience)
  return servers
}

function guarded(options: ListenOptions, hosts: ReadonlySet<string>, patience: Patience) {
  const rules: GuardRules = { ...options.rules, hosts }
  const refuse = options.refuse ?? (error => failureResponse(error))
  return (request: Request, server: Server): Response | Promise<Response> => {
    const { headers, method, url } = request
    const path = pathOf(url)
    const refusal = checkRequest({ method, path, header: name => headers.get(name) }, rules)
    if (refusal !== null) {
      const { code, message, hint } = refusal
      return refuse(new KoraError(code, message, hint === undefined ? {} : { hint }), path)
    }
    const answered = options.handle(request)
    return answered instanceof Response
      ? patience.release(answered, request, server)
      : patience.wait(answered, request, server)
  }
}

function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.indexOf('?', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}

function ownHosts(servers: readonly Server[], options: ListenOptions): ReadonlySet<string> {
  const port = servers[0]!.port!
  const wide = options.beyondLoopback === undefined ? [] : namesOf(options.beyondLoopback.host)
  return new Set([...loopbackHosts(port), ...wide.map(name => `${name.toLowerCase()}:${port}`)])
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function wideAddresses(host: string): readonly string[] {
  if (isWildcard(host)) return [host]
  return [...LOOPBACK, ...((LOOPBACK as readonly string[]).includes(host) ? [] : [host])]
}

function namesOf(host: string): readonly string[] {
  const spell = (address: string): string => (address.includes(':') ? `[${address}]` : address)
  if (!isWildcard(host)) return [spell(host)]
  return Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(entry => spell(entry.address)))
}

/** Asks whether anybody answers: some systems let two programs bind a port that one of them serves on all addresses. */
async function refuseServedPort(port: number): Promise<void> {
  if (port === 0) return
  const answers = await Promise.all(LOOPBACK.map(host => isServed(host, port)))
  if (answers.some(Boolean)) throw new KoraError('PORT_TAKEN', `Port ${port} is already served.`)
}

function isServed(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: PROBE_MS })
    const settle = (served: boolean): void => {
      socket.destroy()
      resolve(served)
    }
    socket.once('connect', () => settle(true))
    socket.once('timeout', () => settle(false))
    socket.once('error', () => settle(false))
  })
}
