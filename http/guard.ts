/**
 * The guard: says who may call before any route is looked up (rules H8, S2). A pure function of a request's facts; it
 * reads no body, knows no route beyond a predicate, and never relaxes a rule because an earlier one passed.
 */
import type { FailureCode } from '#contracts/failure'

export type RequestFacts = {
  readonly method: string
  /** Path of the request target, still percent-encoded, without the query. */
  readonly path: string
  /** One header by lower-case name; repeated headers arrive joined by ", ". */
  readonly header: (name: string) => string | null
}

export type GuardRules = {
  /** The server's own names as a Host header spells them, lower case, port included. */
  readonly hosts: ReadonlySet<string>
  /** Reachable without token: health, documents, static assets. Such a route has no effect. */
  readonly isPublic: (method: string, path: string) => boolean
  /** A page that a link of another site may open. */
  readonly isLandingPage: (path: string) => boolean
  /** Routes that take raw bytes in place of JSON. */
  readonly takesRawBytes: (method: string, path: string) => boolean
  readonly isAuthorized: (header: RequestFacts['header']) => boolean
}

export type Refusal = { readonly code: FailureCode; readonly message?: string; readonly hint?: string }

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
const JSON_TYPE = /^application\/json(?:[\t ]*;[\t ]*charset=(?:utf-8|"utf-8"))?[\t ]*$/i
// A form can send this type across sites without asking first, so raw uploads refuse whatever a form could send.
const FORM_TYPE = /^(?:text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)/i

/** The first reason to refuse, in the order Host, Origin, Sec-Fetch-Site, method, content type, token; null to let in. */
export function checkRequest(facts: RequestFacts, rules: GuardRules): Refusal | null {
  const host = facts.header('host')
  // Two Host headers arrive joined and so equal no name; an absolute target is judged by its Host header alone.
  if (host === null || !rules.hosts.has(host.toLowerCase())) return { code: 'HOST_REJECTED' }
  if (isForeign(facts, rules)) return { code: 'ORIGIN_REJECTED' }
  if (!METHODS.has(facts.method)) return { code: 'METHOD_NOT_ALLOWED' }
  if (facts.method !== 'GET' && facts.method !== 'HEAD') {
    const refusal = checkContentType(facts, rules)
    if (refusal !== null) return refusal
  }
  if (rules.isPublic(facts.method, facts.path)) return null
  return rules.isAuthorized(facts.header) ? null : { code: 'TOKEN_REQUIRED' }
}

/** The names by which a loopback server on this port may be called. */
export function loopbackHosts(port: number): readonly string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const withPort = names.map(name => `${name}:${port}`)
  return port === 80 ? [...withPort, ...names] : withPort
}

function isForeign(facts: RequestFacts, rules: GuardRules): boolean {
  const origin = facts.header('origin')
  if (origin !== null && !isOwnOrigin(origin, rules.hosts)) return true
  const site = facts.header('sec-fetch-site')
  // "same-site" is another port of this machine: a different program, and so foreign.
  if (site === null || site === 'same-origin' || site === 'none') return false
  const isNavigation = facts.method === 'GET' && facts.header('sec-fetch-mode') === 'navigate'
  return !(isNavigation && facts.header('sec-fetch-dest') === 'document' && rules.isLandingPage(facts.path))
}

function isOwnOrigin(origin: string, hosts: ReadonlySet<string>): boolean {
  return origin.startsWith('http://') && hosts.has(origin.slice('http://'.length).toLowerCase())
}

function checkContentType(facts: RequestFacts, rules: GuardRules): Refusal | null {
  const encoding = facts.header('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    const hint = 'Send the body as it is, without Content-Encoding.'
    return { code: 'MEDIA_TYPE', message: 'Compressed bodies are not taken.', hint }
  }
  const type = facts.header('content-type')
  if (type === null) return hasBody(facts) ? { code: 'MEDIA_TYPE' } : null
  if (rules.takesRawBytes(facts.method, facts.path)) return FORM_TYPE.test(type) ? { code: 'MEDIA_TYPE' } : null
  return JSON_TYPE.test(type) ? null : { code: 'MEDIA_TYPE' }
}

function hasBody(facts: RequestFacts): boolean {
  const length = facts.header('content-length')
  return facts.header('transfer-encoding') !== null || (length !== null && length !== '0')
}
