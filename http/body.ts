/**
 * Bodies: bytes in, one JSON value out, with every limit applied while the bytes arrive (rules H5, S4).
 * It knows no shape: what the value must look like is the route's to say.
 */
import { type FailureCode, KoraError } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { type ReadResult, readJson } from '#json/read'

export type BodyLimits = {
  readonly maxBytes: number
  /** Milliseconds from the first look at the body to its last byte. */
  readonly timeoutMs: number
}

export const BODY_LIMITS: BodyLimits = { maxBytes: 8 * 1024 * 1024 + 64 * 1024, timeoutMs: 30_000 }

/** A refused body is read and dropped up to here. */
const DRAIN_BYTES = 64 * 1024 * 1024
const DRAIN_MS = 5_000
const DRAIN_PAUSE_MS = 500
/** How late a body that does not come may be noticed. */
const SWEEP_MS = 50

const NOTHING = new Uint8Array(0)

/** All bytes of the body. Throws KoraError BODY_TOO_LARGE or BODY_TIMEOUT. */
export async function readBodyBytes(request: Request, limits: BodyLimits = BODY_LIMITS): Promise<Uint8Array> {
  const declared = request.headers.get('content-length')
  if (declared !== null && !(Number(declared) <= limits.maxBytes)) {
    await drain(request.body)
    throw tooLarge(limits)
  }
  if (declared === '0') return NOTHING
  // Only a body of unknown length is read as a stream, which costs more.
  const work = declared === null ? readChunks(request.body, limits) : request.bytes()
  // A small body is usually there already: no timer for it.
  if (Bun.peek.status(work) !== 'pending') return work
  return within(limits.timeoutMs, work)
}

/** Reads the bytes as JSON. Throws KoraError with the place of the fault. */
export function readBodyJson(bytes: Uint8Array, limits: BodyLimits = BODY_LIMITS): JsonValue {
  const read = readJson(bytes, { maxBytes: limits.maxBytes })
  if (read.ok) return read.value
  throw toError(read)
}

function toError(read: Extract<ReadResult, { ok: false }>): KoraError {
  const { pointer, code, message, offset, line, column } = read.fault
  const known: FailureCode = code === 'NOT_UTF8' ? 'JSON_SYNTAX' : code
  return new KoraError(known, message, { errors: [{ pointer, code: known, message }], offset, line, column })
}

async function readChunks(body: ReadableStream<Uint8Array> | null, limits: BodyLimits): Promise<Uint8Array> {
  if (body === null) return NOTHING
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let total = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks, total)
    total += value.length
    if (total > limits.maxBytes) {
      // Chunks may never end, so they are not waited for.
      await reader.cancel().catch(() => undefined)
      throw tooLarge(limits)
    }
    chunks.push(value)
  }
}

/**
 * Takes a refused body off the wire, as far as that is cheap: most clients send all of it before they read, and would see a
 * broken connection in place of the answer.
 */
async function drain(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body === null) return
  const reader = body.getReader()
  const endsAtMs = performance.now() + DRAIN_MS
  let total = 0
  while (total <= DRAIN_BYTES && performance.now() < endsAtMs) {
    const next = await Promise.race([reader.read(), Bun.sleep(DRAIN_PAUSE_MS)])
    if (!next || next.done) break
    total += next.value.length
  }
  await reader.cancel().catch(() => undefined)
}

type Awaited = { readonly untilMs: number; readonly giveUp: () => void }

const awaited = new Set<Awaited>()
let sweeper: ReturnType<typeof setInterval> | undefined

/** One timer looks after all bodies that are still coming in: one for each would cost a small body more than its reading. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const entry = { untilMs: performance.now() + ms, giveUp: () => reject(new KoraError('BODY_TIMEOUT')) }
  awaited.add(entry)
  sweeper ??= setInterval(sweep, SWEEP_MS)
  const leave = (): void => void awaited.delete(entry)
  work.then(leave, leave)
  work.then(resolve, reject)
  return promise
}

function sweep(): void {
  const nowMs = performance.now()
  for (const entry of awaited) {
    if (entry.untilMs > nowMs) continue
    awaited.delete(entry)
    entry.giveUp()
  }
  if (awaited.size > 0) return
  clearInterval(sweeper)
  sweeper = undefined
}

function tooLarge(limits: BodyLimits): KoraError {
  return new KoraError('BODY_TOO_LARGE', `The body is larger than ${limits.maxBytes} bytes.`)
}
