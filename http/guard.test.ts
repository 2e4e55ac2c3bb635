import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { checkRequest, type GuardRules, loopbackHosts } from './guard.ts'

const OWN = '127.0.0.1:4747'
const RULES: GuardRules = {
  hosts: new Set(loopbackHosts(4747)),
  isPublic: (method, path) => method === 'GET' && (path === '/' || path === '/health'),
  isLandingPage: path => path === '/',
  takesRawBytes: (method, path) => method === 'POST' && path === '/attachments',
  isAuthorized: header => header('authorization') === 'Bearer good',
}

const JSON_HEADERS = { 'content-type': 'application/json', 'content-length': '2' }

function check(headers: Record<string, string>, method = 'GET', path = '/runs'): string | null {
  const all = new Map(Object.entries({ host: OWN, authorization: 'Bearer good', ...headers }))
  return checkRequest({ method, path, header: name => all.get(name) ?? null }, RULES)?.code ?? null
}

describe('guard', () => {
  test('H8 lets its own names in, in any case of letters', () => {
    for (const host of [OWN, 'localhost:4747', 'LocalHost:4747', '[::1]:4747']) expect(check({ host })).toBeNull()
  })

  test('S2 refuses every Host that is not exactly its own', () => {
    const foreign = [
      'evil.example',
      'evil.example:4747',
      '127.0.0.1',
      '127.0.0.1:4748',
      '127.0.0.1:4747.evil.example',
      'localhost.:4747',
      '0.0.0.0:4747',
      '[::]:4747',
      `${OWN}, evil.example`,
      `evil.example, ${OWN}`,
      ` ${OWN}`,
      '',
    ]
    for (const host of foreign) expect([host, check({ host })]).toEqual([host, 'HOST_REJECTED'])
    const without = checkRequest({ method: 'GET', path: '/health', header: () => null }, RULES)
    expect(without?.code).toBe('HOST_REJECTED')
  })

  test('S2 refuses any generated Host but its own', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), host => {
        fc.pre(!RULES.hosts.has(host.toLowerCase()))
        expect(check({ host })).toBe('HOST_REJECTED')
      }),
    )
  })

  test('H8 refuses a foreign Origin on every method, the opaque one included', () => {
    const foreign = ['http://evil.example', 'null', '', 'https://127.0.0.1:4747', 'http://127.0.0.1:4748', 'file://']
    for (const origin of foreign) {
      for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
        expect([origin, check({ origin, ...JSON_HEADERS }, method)]).toEqual([origin, 'ORIGIN_REJECTED'])
      }
    }
    expect(check({ origin: 'http://localhost:4747' })).toBeNull()
  })

  test('H8 refuses requests that another site or another port of this machine made', () => {
    for (const site of ['cross-site', 'same-site', 'nonsense', '']) {
      expect(check({ 'sec-fetch-site': site })).toBe('ORIGIN_REJECTED')
    }
    for (const site of ['same-origin', 'none']) expect(check({ 'sec-fetch-site': site })).toBeNull()
  })

  test('H8 lets a link of another page open the landing page and nothing else', () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect(check(link, 'GET', '/')).toBeNull()
    expect(check(link, 'GET', '/health')).toBe('ORIGIN_REJECTED')
    expect(check(link, 'GET', '/runs')).toBe('ORIGIN_REJECTED')
    expect(check({ ...link, ...JSON_HEADERS }, 'POST', '/')).toBe('ORIGIN_REJECTED')
    expect(check({ ...link, 'sec-fetch-dest': 'iframe' }, 'GET', '/')).toBe('ORIGIN_REJECTED')
    expect(check({ ...link, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, 'GET', '/')).toBe(
      'ORIGIN_REJECTED',
    )
  })

  test('H8 takes JSON bodies only, and uncompressed', () => {
    const post = (type: string, more = {}): string | null =>
      check({ 'content-length': '2', 'content-type': type, ...more }, 'POST')
    for (const type of [
      'application/json',
      'Application/JSON',
      'application/json; charset=utf-8',
      'application/json;charset="UTF-8"',
    ]) {
      expect([type, post(type)]).toEqual([type, null])
    }
    const refused = [
      'text/plain',
      'text/plain; application/json',
      'application/jsonp',
      'application/json, text/plain',
      'application/json; charset=utf-16',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]
    for (const type of refused) expect([type, post(type)]).toEqual([type, 'MEDIA_TYPE'])
    expect(post('application/json', { 'content-encoding': 'gzip' })).toBe('MEDIA_TYPE')
    expect(post('application/json', { 'content-encoding': 'Identity' })).toBeNull()
    expect(check({ 'content-length': '2' }, 'POST')).toBe('MEDIA_TYPE')
    expect(check({ 'transfer-encoding': 'chunked' }, 'POST')).toBe('MEDIA_TYPE')
    expect(check({ 'content-length': '0' }, 'POST')).toBeNull()
    expect(check({}, 'DELETE')).toBeNull()
  })

  test('H8 lets raw uploads name any type that a form could not send', () => {
    const upload = (type: string): string | null =>
      check({ 'content-length': '2', 'content-type': type }, 'POST', '/attachments')
    expect(upload('application/pdf')).toBeNull()
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
      expect(upload(type)).toBe('MEDIA_TYPE')
    }
  })

  test('H8 asks for the token last, and on every route that is not named public', () => {
    expect(check({ authorization: 'Bearer bad' })).toBe('TOKEN_REQUIRED')
    expect(check({ authorization: 'Bearer bad' }, 'GET', '/health')).toBeNull()
    expect(check({ authorization: 'Bearer bad' }, 'GET', '/health/')).toBe('TOKEN_REQUIRED')
    expect(check({ authorization: 'Bearer bad' }, 'GET', '//health')).toBe('TOKEN_REQUIRED')
    expect(check({ authorization: 'Bearer bad', host: 'evil.example' })).toBe('HOST_REJECTED')
    expect(check({ authorization: 'Bearer bad', 'content-type': 'text/plain', 'content-length': '2' }, 'POST')).toBe(
      'MEDIA_TYPE',
    )
  })

  test('H8 refuses methods that no route takes', () => {
    for (const method of ['OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'get'])
      expect(check({}, method)).toBe('METHOD_NOT_ALLOWED')
  })
})
