/**
 * Finds Studio for one command: the server that was named, else the one that holds the data root, else a Studio opened in
 * this process for as long as the command runs.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { findDataRoot } from '../settings/data-root.ts'
import { findHolder } from '../settings/root-lock.ts'
import { type ApiClient, buildClient } from './api-client.ts'
import type { GlobalFlags } from './build-program.ts'

/** Another command may hold the root for a moment. */
const LOCK_TRIES = 40
const LOCK_WAIT_MS = 100
const PROBE_MS = 2_000

export async function connect(flags: GlobalFlags, log: (line: string) => void): Promise<ApiClient> {
  const home = flags.home ?? findDataRoot()
  if (flags.server !== undefined) return toServer(readUrl(flags.server), home)
  for (let tries = 0; ; tries++) {
    const holder = findHolderIfAny(home)
    if (holder?.url) return toServer(holder.url, home)
    try {
      return await openHere(flags.home, log)
    } catch (error) {
      const isLocked = error instanceof KoraError && error.code === 'ROOT_LOCKED'
      if (!isLocked || tries === LOCK_TRIES) throw error
      await Bun.sleep(LOCK_WAIT_MS)
    }
  }
}

function findHolderIfAny(home: string): ReturnType<typeof findHolder> {
  try {
    return findHolder(home)
  } catch {
    // A folder that does not exist yet is held by nobody.
    return null
  }
}

function readUrl(text: string): string {
  try {
    const url = new URL(text)
    if (url.protocol === 'http:' || url.protocol === 'https:') return url.origin
  } catch {
    // Told below, with the flag named.
  }
  throw new KoraError('INVALID_REQUEST', `--server ${text}: expected a URL such as http://127.0.0.1:4747.`)
}

async function toServer(url: string, home: string): Promise<ApiClient> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PROBE_MS), redirect: 'manual' })
    if (!response.ok) throw new Error(`status ${response.status}`)
  } catch (error) {
    throw new KoraError('SERVER_UNREACHABLE', `No Studio answers at ${url}.`, {}, error)
  }
  const token = process.env.KORA_TOKEN ?? (await readToken(home))
  return buildClient(
    url,
    url,
    token,
    request => fetch(request),
    async () => {},
  )
}

async function readToken(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'configs', 'token'), 'utf8').catch(() => null)
  return text?.trim() ?? null
}

async function openHere(home: string | undefined, log: (line: string) => void): Promise<ApiClient> {
  const { openStudio } = await import('../open-studio.ts')
  const studio = await openStudio({ home, log })
  const send = async (request: Request) => studio.app.fetch(request)
  return buildClient('this process', 'http://127.0.0.1', studio.token, send, () => studio.close())
}
