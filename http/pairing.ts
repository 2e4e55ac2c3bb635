/**
 * Pairing: who holds a valid credential (rule H8). Programs send the token; a browser is paired once by a launch code and
 * then sends a cookie and a page key. Cookies ignore ports, so the cookie alone opens nothing. It stores no session:
 * both halves are derived from the token, survive restarts and die with it.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RequestFacts } from './guard.ts'

export const PAGE_HEADER = 'x-kora-page'

const CODE_LIFE_MS = 5 * 60_000
const COOKIE_LIFE_S = 180 * 24 * 3_600
const MAX_CODES = 64

export type PairedBrowser = {
  /** Value of Set-Cookie. */
  readonly cookie: string
  /** What the page sends in `x-kora-page` with every request. */
  readonly pageKey: string
}

export class Pairing {
  #token: string
  #tokenBytes: Buffer
  readonly #nowMs: () => number
  readonly #codes = new Map<string, number>()

  constructor(token: string, nowMs: () => number = Date.now) {
    this.#token = token
    this.#tokenBytes = Buffer.from(token)
    this.#nowMs = nowMs
  }

  /** From now on only this token counts; sessions and codes of the old one are void. */
  rotate(token: string): void {
    this.#token = token
    this.#tokenBytes = Buffer.from(token)
    this.#codes.clear()
  }

  /** A code for one launch link, good once and for five minutes. */
  issueCode(): string {
    const oldest = this.#codes.keys().next().value
    if (this.#codes.size >= MAX_CODES && oldest !== undefined) this.#codes.delete(oldest)
    const code = randomBytes(24).toString('base64url')
    this.#codes.set(digest(code).toString('hex'), this.#nowMs() + CODE_LIFE_MS)
    return code
  }

  /** Uses a code up. null for one that is unknown, used or too old. `host` is the Host header of the request. */
  redeem(code: string, host: string): PairedBrowser | null {
    const key = digest(code).toString('hex')
    const goodUntilMs = this.#codes.get(key)
    this.#codes.delete(key)
    if (goodUntilMs === undefined || this.#nowMs() > goodUntilMs) return null
    const id = `${Math.floor(this.#nowMs() / 1000)}.${randomBytes(16).toString('base64url')}`
    const cookie = `${cookieName(host)}=${id}.${this.#derive('cookie', id)}`
    return {
      cookie: `${cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_LIFE_S}`,
      pageKey: this.#derive('page', id),
    }
  }

  isAuthorized(header: RequestFacts['header']): boolean {
    const authorization = header('authorization')
    if (authorization !== null) {
      return /^bearer /i.test(authorization) && this.#isToken(authorization.slice('Bearer '.length))
    }
    const pageKey = header(PAGE_HEADER)
    const cookies = header('cookie')
    const host = header('host')
    if (pageKey === null || cookies === null || host === null) return false
    return cookieValues(cookies, cookieName(host)).some(value => this.#isSession(value, pageKey))
  }

  // The length of a token is no secret; its bytes are compared in constant time.
  #isToken(text: string): boolean {
    const bytes = Buffer.from(text)
    return bytes.length === this.#tokenBytes.length && timingSafeEqual(bytes, this.#tokenBytes)
  }

  #isSession(value: string, pageKey: string): boolean {
    const cut = value.lastIndexOf('.')
    const id = value.slice(0, Math.max(0, cut))
    const issuedS = Number(id.slice(0, id.indexOf('.')))
    const isYoung = Number.isSafeInteger(issuedS) && this.#nowMs() / 1000 <= issuedS + COOKIE_LIFE_S
    const isOurs = isSame(value.slice(cut + 1), this.#derive('cookie', id))
    return isSame(pageKey, this.#derive('page', id)) && isOurs && isYoung
  }

  #derive(purpose: 'cookie' | 'page', id: string): string {
    return createHmac('sha256', this.#token).update(`${purpose}\n${id}`).digest('base64url')
  }
}

// The port is in the name because two Studios on one machine share a cookie jar.
function cookieName(host: string): string {
  const port = /:(\d+)$/.exec(host)?.[1] ?? '80'
  return `kora_${port}`
}

function cookieValues(header: string, name: string): readonly string[] {
  const prefix = `${name}=`
  const all = header.split(';').map(part => part.trim())
  return all.filter(part => part.startsWith(prefix)).map(part => part.slice(prefix.length))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

// Digests have one length, so the comparison tells nothing about where the texts differ.
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right))
}
