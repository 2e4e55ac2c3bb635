/**
 * Finds Studio for one command: the server that was named, else the one that holds the data root, else a Studio opened in
 * this process for as long as the command runs. It shows the token of a data root to nobody but the Studio of that root.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { isLoopbackHost } from '#machine/loopback-net'
import { findDataRoot } from '../settings/data-root.ts'
import { findHolder, type RootHolder } from '../settings/root-lock.ts'
import { type ApiClient, buildClient, connectionLost } from './api-client.ts'
import type { Output } from './output.ts'
import type { GlobalFlags } from './session.ts'

/** Another command holds the root for as long as it runs; a script may start several at once, and each of them gets this long. */
const LOCK_PATIENCE_MS = 30_000
const LOCK_WAIT_MS = 50
const SAY_AFTER_MS = 1_000
const PROBE_MS = 3_000

/** Throws SERVER_UNREACHABLE, ROOT_LOCKED, CONFIG_INVALID, INVALID_REQUEST. */
export async function connect(flags: GlobalFlags, output: Output): Promise<ApiClient> {
  const home = flags.home ?? findDataRoot()
  if (flags.server !== undefined) return toNamedServer(readServer(flags.server), home)
  let holderPid: number | null = null
  let sinceMs = performance.now()
  for (;;) {
    try {
      const holder = findHolderIfAny(home)
      // Awaited here, so that a server that stops at this very moment counts as a reason to look again.
      if (holder?.url) return await toServer(holder.url, await readToken(home))
      return await openHere(flags.home, output.err)
    } catch (error) {
      const code = error instanceof KoraError ? error.code : null
      const mayPass = code === 'ROOT_LOCKED' || (code === 'SERVER_UNREACHABLE' && findHolderIfAny(home) === null)
      // Whose turn it is changes: the queue moves, however long it is.
      const pid = findHolderIfAny(home)?.pid ?? null
      if (pid !== holderPid) [holderPid, sinceMs] = [pid, performance.now()]
      const waitedMs = performance.now() - sinceMs
      if (code === 'SERVER_UNREACHABLE' && !mayPass) throw holderSilent(findHolderIfAny(home), error)
      if (!mayPass || waitedMs > LOCK_PATIENCE_MS) throw error
      if (waitedMs > SAY_AFTER_MS) output.progress('waiting for another command on this data folder', 'tick')
      await Bun.sleep(LOCK_WAIT_MS)
    }
  }
}

/** It holds the folder, so another one cannot be started: what helps is to look after this one. */
function holderSilent(holder: RootHolder | null, cause: unknown): unknown {
  if (holder === null) return cause
  const { pid, url } = holder
  return new KoraError(
    'SERVER_UNREACHABLE',
    `The Studio that holds this data folder (process ${pid}, ${url}) does not answer.`,
    { hint: `See whether it is stopped or busy, and try again; or end process ${pid}.` },
    cause,
  )
}

function findHolderIfAny(home: string): RootHolder | null {
  try {
    return findHolder(home)
  } catch {
    // A folder that does not exist yet is held by nobody.
    return null
  }
}

/** `host:port` is taken as `http://host:port`. Throws INVALID_REQUEST. */
export function readServer(text: string): URL {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  const isPlain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (isPlain && url.pathname === '/' && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new KoraError('INVALID_REQUEST', `--server ${text}: this is no address.`, {
    hint: 'Give it as http://127.0.0.1:4747 or 127.0.0.1:4747; a token belongs into KORA_TOKEN.',
  })
}

async function toNamedServer(url: URL, home: string): Promise<ApiClient> {
  const holder = findHolderIfAny(home)
  const isOurs =
    holder?.url != null && isLoopback(url) && new URL(holder.url).port === url.port && url.protocol === 'http:'
  return toServer(url.origin, isOurs ? await readToken(home) : readOwnToken())
}

async function toServer(url: string, token: string | null): Promise<ApiClient> {
  await assertStudio(url)
  const send = async (request: Request): Promise<Response> => {
    try {
      // A model may think longer than the runtime's own patience of five minutes.
      return await fetch(request, { timeout: false } as RequestInit)
    } catch (error) {
      throw request.signal.aborted ? error : connectionLost(url, error)
    }
  }
  return buildClient({ address: url, baseUrl: url, token, send, close: async () => {} })
}

const isLoopback = ({ hostname }: URL): boolean => hostname === 'localhost' || isLoopbackHost(hostname)

/** Asked without the token: what answers may be any program. */
async function assertStudio(url: string): Promise<void> {
  let health: unknown
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PROBE_MS), redirect: 'manual' })
    health = await response.json()
  } catch (error) {
    throw new KoraError('SERVER_UNREACHABLE', `No Studio answers at ${url}.`, {}, error)
  }
  const { version, active_sessions: sessions } = (health ?? {}) as Readonly<Record<string, unknown>>
  if (typeof version === 'string' && typeof sessions === 'number') return
  throw new KoraError('SERVER_UNREACHABLE', `What answers at ${url} is not KORA Studio.`)
}

/** `KORA_TOKEN`, or null. Throws INVALID_REQUEST where it could not be sent. */
function readOwnToken(): string | null {
  const token = process.env.KORA_TOKEN?.trim()
  if (token === undefined || token === '') return null
  if (/^[\u0021-\u007E]{1,256}$/.test(token)) return token
  throw new KoraError('INVALID_REQUEST', 'KORA_TOKEN is no token: one word of plain characters was expected.', {
    hint: '`kora token` prints the token of a data folder.',
  })
}

async function readToken(home: string): Promise<string | null> {
  const own = readOwnToken()
  if (own !== null) return own
  const text = await readFile(join(home, 'configs', 'token'), 'utf8').catch(() => null)
  return text?.trim() ?? null
}

async function openHere(home: string | undefined, log: (line: string) => void): Promise<ApiClient> {
  const { openStudio } = await import('../open-studio.ts')
  const studio = await openStudio({ home, log })
  return buildClient({
    address: 'this process',
    baseUrl: 'http://127.0.0.1',
    token: studio.token,
    send: async request => studio.app.fetch(request),
    close: () => studio.close(),
  })
}
