/**
 * Keys of what was sent and never answered, by what was sent: whoever sends it again means the same message. They outlive a reload,
 * as the draft does, but not their tab, nor the minutes in which a person sends again what seems lost.
 */

const STORED = 'kora-unanswered'
const KEPT_MS = 10 * 60_000
const MOST = 8
/** A pasted book is sent as a file. */
const LONGEST = 200_000

type Sent = { readonly body: string; readonly key: string; readonly atMs: number }

/** Also where the storage is closed or full. */
let kept: readonly Sent[] | null = null

/** The key of this body: a new one, unless it was sent before and nobody knows whether it was taken. */
export function takeKey(body: string, nowMs: number): string {
  const known = readSent(nowMs)
  const key = known.find(sent => sent.body === body)?.key ?? newKey()
  keepSent([{ body, key, atMs: nowMs }, ...known.filter(sent => sent.body !== body)])
  return key
}

/** The body was answered, whatever the answer said. */
export function forgetKey(body: string, nowMs: number): void {
  keepSent(readSent(nowMs).filter(sent => sent.body !== body))
}

function readSent(nowMs: number): readonly Sent[] {
  kept ??= parseSent(sessionStorage.getItem(STORED))
  return kept.filter(({ atMs }) => atMs <= nowMs && nowMs - atMs < KEPT_MS)
}

function parseSent(text: string | null): readonly Sent[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value.filter(isSent) : []
  } catch {
    return []
  }
}

function isSent(value: unknown): value is Sent {
  const { body, key, atMs } = (value ?? {}) as Partial<Record<keyof Sent, unknown>>
  return typeof body === 'string' && typeof key === 'string' && typeof atMs === 'number'
}

function keepSent(sent: readonly Sent[]): void {
  kept = sent.slice(0, MOST)
  try {
    sessionStorage.setItem(STORED, JSON.stringify(kept.filter(({ body }) => body.length <= LONGEST)))
  } catch {
    // A full storage costs the memory over a reload, no more.
  }
}

/** Not `randomUUID`: browsers have that on loopback and HTTPS only. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
