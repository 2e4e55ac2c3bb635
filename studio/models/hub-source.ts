/**
 * Downloads one file over HTTP into a part file: in chunks that survive a restart (`Range`, `If-Range`), with a short wait for a
 * connection so that a closed network is noticed at once. It checks sizes; whether the bytes are right, the digest decides later.
 */
import { rm, stat } from 'node:fs/promises'
import { readDiskFailure } from './disk-failure.ts'
import { CHUNK_BYTES, freshState, loadState, type PartState, PartWriter, readKeptBytes } from './part-file.ts'
import { type PullProgress, type PullTools, SourceFailed } from './pull-tools.ts'

export type HubRequest = {
  readonly url: string
  /** The part file; beside it lies `<part>.json`, which says what the part is of. */
  readonly part: string
  readonly sizeBytes: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: PullProgress) => void
  readonly tools: PullTools
  readonly limits?: HubLimits
}
export type AskRequest = Pick<HubRequest, 'url' | 'signal' | 'tools' | 'limits'>
export type HubLimits = { readonly connectMs: number; readonly stallMs: number; readonly chunkBytes?: number }

const LIMITS: HubLimits = { connectMs: 5_000, stallMs: 30_000 }
const MAX_REDIRECTS = 5
/** Connections in a row that bring no byte before a source is given up. */
const MAX_EMPTY_TRIES = 2
const TOLD_EVERY_MS = 200

/** Throws SourceFailed, or the signal's reason; the part file stays for the next time. */
export async function downloadFromHub(request: HubRequest): Promise<void> {
  for (let empty = 0; ; ) {
    if ((await readSize(request.part)) === request.sizeBytes) return
    const before = await readKeptBytes(request.part)
    try {
      await downloadOnce(request)
      return
    } catch (cause) {
      request.signal.throwIfAborted()
      const disk = readDiskFailure(cause)
      if (disk !== null) throw disk
      empty = (await readKeptBytes(request.part)) > before ? 0 : empty + 1
      const isFinal = cause instanceof Refused || empty >= MAX_EMPTY_TRIES
      if (isFinal)
        throw cause instanceof SourceFailed
          ? cause
          : new SourceFailed(`${hostOf(request.url)} cannot be reached`, { cause })
    }
  }
}

/** An answer that another try will not change. */
class Refused extends SourceFailed {}

async function downloadOnce(request: HubRequest): Promise<void> {
  const { url, part, sizeBytes } = request
  const state = await loadState(part, url)
  const kept = state !== null && state.etag !== null ? state.doneBytes : 0
  const range: Record<string, string> =
    kept > 0 && state?.etag ? { range: `bytes=${kept}-`, 'if-range': state.etag } : {}
  const watch = new Watch(request)
  try {
    const response = await fetchFollowing(request, range, watch)
    const from = response.status === 206 && readRangeStart(response) === kept ? kept : 0
    // A range that is not the one asked for, or none at all: the next try begins anew.
    if (response.status === 416 || (response.status === 206 && from === 0)) await rm(part, { force: true })
    if (response.status !== 200 && from === 0) throw toRefusal(url, response.status)
    const told = Number(response.headers.get('content-length') ?? Number.NaN)
    if (Number.isFinite(told) && from + told !== sizeBytes)
      throw new Refused(`${hostOf(url)} offers a file of another size`)
    const fresh = freshState(url, readStrongEtag(response), request.limits?.chunkBytes ?? CHUNK_BYTES)
    await writeBody(request, response, from > 0 && state !== null ? state : fresh, watch)
  } finally {
    watch.end()
  }
}

async function writeBody(request: HubRequest, response: Response, state: PartState, watch: Watch): Promise<void> {
  const { part, sizeBytes, tools, url, onProgress } = request
  const writer = await PartWriter.open(part, sizeBytes, state)
  const from = writer.doneBytes
  const startedMs = tools.monoMs()
  let toldMs = Number.NEGATIVE_INFINITY
  try {
    for await (const bytes of response.body ?? []) {
      watch.alive()
      if (writer.doneBytes + bytes.length > sizeBytes) {
        await writer.discard()
        throw new Refused(`${hostOf(url)} sends more than the file holds`)
      }
      await writer.write(bytes)
      const nowMs = tools.monoMs()
      const doneBytes = writer.doneBytes
      if (nowMs - toldMs < TOLD_EVERY_MS && doneBytes < sizeBytes) continue
      toldMs = nowMs
      const bytesPerSecond = nowMs > startedMs ? Math.round(((doneBytes - from) * 1_000) / (nowMs - startedMs)) : null
      onProgress({ phase: 'downloading', source: hostOf(url), doneBytes, totalBytes: sizeBytes, bytesPerSecond })
    }
  } finally {
    await writer.close()
  }
  if (writer.doneBytes < sizeBytes) throw new SourceFailed(`${hostOf(url)} broke off`)
}

/** Exactly these bytes of the file. Throws SourceFailed where the server gives others, or none. */
export async function fetchRange(
  request: HubRequest,
  from: number,
  length: number,
  etag: string | null,
): Promise<Uint8Array> {
  const watch = new Watch(request)
  try {
    const range = { range: `bytes=${from}-${from + length - 1}`, ...(etag === null ? {} : { 'if-range': etag }) }
    const response = await fetchFollowing(request, range, watch)
    if (response.status !== 206 || readRangeStart(response) !== from)
      throw new Refused(`${hostOf(request.url)} gives no part of the file`)
    const bytes = new Uint8Array(length)
    let done = 0
    for await (const piece of response.body ?? []) {
      watch.alive()
      if (done + piece.length > length) throw new Refused(`${hostOf(request.url)} sends more than was asked for`)
      bytes.set(piece, done)
      done += piece.length
    }
    if (done < length) throw new SourceFailed(`${hostOf(request.url)} broke off`)
    return bytes
  } catch (cause) {
    request.signal.throwIfAborted()
    throw cause instanceof SourceFailed
      ? cause
      : new SourceFailed(`${hostOf(request.url)} cannot be reached`, { cause })
  } finally {
    watch.end()
  }
}

/** Size of the file behind an address, asked with one byte. Throws SourceFailed. */
export async function askSize(asked: AskRequest): Promise<number> {
  const watch = new Watch(asked)
  try {
    const response = await fetchFollowing(asked, { range: 'bytes=0-0' }, watch)
    await response.body?.cancel()
    const told =
      response.status === 206
        ? /^bytes 0-0\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
        : response.status === 200
          ? response.headers.get('content-length')
          : null
    if (response.status !== 200 && response.status !== 206) throw toRefusal(asked.url, response.status)
    const sizeBytes = Number(told ?? Number.NaN)
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes <= 0)
      throw new Refused(`${hostOf(asked.url)} does not tell the size of the file`)
    return sizeBytes
  } catch (cause) {
    asked.signal.throwIfAborted()
    throw cause instanceof SourceFailed ? cause : new SourceFailed(`${hostOf(asked.url)} cannot be reached`, { cause })
  } finally {
    watch.end()
  }
}

/** Redirects are followed to HTTPS only (or, from a loopback address, to loopback). */
async function fetchFollowing(request: AskRequest, range: Record<string, string>, watch: Watch): Promise<Response> {
  let url = request.url
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    assertAllowed(url, request.url)
    const response = await request.tools.fetch(url, {
      redirect: 'manual',
      headers: { 'accept-encoding': 'identity', 'user-agent': 'kora-studio', ...range },
      signal: watch.signal,
    })
    watch.alive()
    const target = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (target === null) return response
    await response.body?.cancel()
    url = new URL(target, url).href
  }
  throw new Refused(`${hostOf(request.url)} redirects in a circle`)
}

function assertAllowed(url: string, origin: string): void {
  const { protocol, hostname } = new URL(url)
  const isLoopback = hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost'
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback && new URL(origin).protocol === 'http:')) return
  throw new Refused(`${hostOf(origin)} redirects to an address without encryption`)
}

/** Aborts a connection that is not made in time, or brings nothing for too long; and with the caller's signal. */
class Watch {
  readonly #controller = new AbortController()
  readonly #limits: HubLimits
  #timer: Timer
  readonly signal: AbortSignal

  constructor({ signal, limits = LIMITS }: AskRequest) {
    this.#limits = limits
    this.signal = AbortSignal.any([signal, this.#controller.signal])
    this.#timer = setTimeout(() => this.#controller.abort(), limits.connectMs)
  }

  alive(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#controller.abort(), this.#limits.stallMs)
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#controller.abort()
  }
}

const hostOf = (url: string): string => new URL(url).host

function toRefusal(url: string, status: number): SourceFailed {
  const sentence = `${hostOf(url)} answers with status ${status}`
  return status === 206 || status === 408 || status === 416 || status === 429 || status >= 500
    ? new SourceFailed(sentence)
    : new Refused(sentence)
}

function readRangeStart(response: Response): number | null {
  const found = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')
  return found === null ? null : Number(found[1])
}

function readStrongEtag(response: Response): string | null {
  const etag = response.headers.get('etag')
  return etag === null || etag.startsWith('W/') ? null : etag
}

async function readSize(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}
