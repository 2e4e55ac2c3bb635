import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { FAILURE_CODES } from '#contracts/failure'
import { buildBody, type Harness, sendRaw, startHarness, TEST_TOKEN } from './api-harness.ts'
import { buildApi } from './build-api.ts'

let harness: Harness
let routes: readonly { readonly method: string; readonly path: string }[] = []

beforeAll(async () => {
  harness = await startHarness()
  routes = buildApi(harness.services).routes.map(({ method, path }) => ({
    method,
    path: path.replace(/:\w+/g, 'some'),
  }))
})
afterAll(() => harness.stop())

const OPEN = new Set(['GET /health', 'GET /docs', 'GET /docs/json', 'GET /docs/start.js', 'POST /pair'])
const isOpen = (method: string, path: string): boolean => OPEN.has(`${method} ${path}`) || path.startsWith('/docs/')

type Answer = { readonly status: number; readonly code: string; readonly text: string }

async function ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  const response = await fetch(`${harness.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  for (const name of response.headers.keys()) expect(name).not.toStartWith('access-control-')
  return { status: response.status, code: readCode(text), text }
}

function readCode(text: string): string {
  try {
    const value = JSON.parse(text) as { details?: { code?: string }; error?: { code?: string } }
    return value.details?.code ?? value.error?.code ?? ''
  } catch {
    return ''
  }
}

const GOOD = { authorization: `Bearer ${TEST_TOKEN}` }

/** The guard refuses before routing, so a handler that runs would show itself by another answer than the one expected. */
async function expectEverywhere(code: string, headers: Record<string, string>, skip = isOpen): Promise<void> {
  expect(routes.length).toBeGreaterThan(20)
  for (const { method, path } of routes.filter(route => !skip(route.method, route.path))) {
    const body = method === 'POST' ? '{}' : undefined
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await ask(method, path, { ...type, ...headers }, body)
    expect([method, path, answer.code]).toEqual([method, path, code])
    expect(answer.status).toBe(FAILURE_CODES[code as keyof typeof FAILURE_CODES].http)
    const shape = path.startsWith('/v1/') ? ['error'] : ['details', 'error_type', 'message']
    expect(Object.keys(JSON.parse(answer.text)).sort()).toEqual(shape)
  }
}

const nowhere = (): boolean => false

describe('the door of every route', () => {
  test('S2 refuses a foreign Host on every route, open ones included', async () => {
    await expectEverywhere('HOST_REJECTED', { ...GOOD, host: 'evil.example' }, nowhere)
  })

  test('H8 refuses a foreign Origin on every route and never speaks of CORS', async () => {
    await expectEverywhere('ORIGIN_REJECTED', { ...GOOD, origin: 'http://evil.example' }, nowhere)
    await expectEverywhere('ORIGIN_REJECTED', { ...GOOD, origin: 'null' }, nowhere)
    for (const { path } of routes) {
      const preflight = { origin: 'http://evil.example', 'access-control-request-method': 'POST' }
      expect((await ask('OPTIONS', path, preflight)).code).toBe('ORIGIN_REJECTED')
    }
  })

  test('H8 refuses what another site makes a browser send', async () => {
    await expectEverywhere('ORIGIN_REJECTED', { ...GOOD, 'sec-fetch-site': 'cross-site' }, nowhere)
    await expectEverywhere('ORIGIN_REJECTED', { ...GOOD, 'sec-fetch-site': 'same-site' }, nowhere)
  })

  test('H8 asks every route but the open ones for the token', async () => {
    await expectEverywhere('TOKEN_REQUIRED', {})
    await expectEverywhere('TOKEN_REQUIRED', { authorization: 'Bearer wrong' })
    await expectEverywhere('TOKEN_REQUIRED', { authorization: `Bearer ${TEST_TOKEN}, Bearer ${TEST_TOKEN}` })
    await expectEverywhere('TOKEN_REQUIRED', { 'x-token': TEST_TOKEN, cookie: `kora_${harness.port}=${TEST_TOKEN}` })
    expect((await ask('GET', `/runs?token=${TEST_TOKEN}`, {})).code).toBe('TOKEN_REQUIRED')
    expect((await ask('GET', '/no-such-route', {})).code).toBe('TOKEN_REQUIRED')
  })

  test('H8 refuses forms and compressed bodies on every route that takes a body', async () => {
    for (const { method, path } of routes.filter(route => route.method === 'POST')) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const answer = await ask(method, path, { ...GOOD, 'content-type': type }, '{}')
        expect([path, answer.status, answer.code]).toEqual([path, 415, 'MEDIA_TYPE'])
      }
      const packed = { ...GOOD, 'content-type': 'application/json', 'content-encoding': 'gzip' }
      expect((await ask(method, path, packed, '{}')).code).toBe('MEDIA_TYPE')
    }
  })

  test('H8 judges two Host headers, absolute targets and old versions by what they claim', async () => {
    const { port } = harness
    const own = `Host: 127.0.0.1:${port}\r\n`
    const token = `Authorization: Bearer ${TEST_TOKEN}\r\nConnection: close\r\n\r\n`
    const refused = [
      `GET /runs HTTP/1.1\r\n${own}Host: evil.example\r\n${token}`,
      `GET /runs HTTP/1.1\r\nHost: evil.example\r\n${own}${token}`,
      `GET http://evil.example/runs HTTP/1.1\r\nHost: evil.example\r\n${token}`,
      `GET http://127.0.0.1:${port}/runs HTTP/1.1\r\nHost: evil.example\r\n${token}`,
      `GET /runs HTTP/1.0\r\n${token}`,
    ]
    for (const text of refused) {
      const answer = await sendRaw(port, text)
      expect([text, answer.slice(0, 12)]).toEqual([text, 'HTTP/1.1 403'])
      expect(answer).toContain('HOST_REJECTED')
      expect(answer).not.toContain('evil')
    }
    // Judged by the Host header alone, and that one is ours.
    expect(await sendRaw(port, `GET http://evil.example/runs HTTP/1.1\r\n${own}${token}`)).not.toContain('evil')
  })

  test('H8 gives no file and no run for odd paths, methods and framing', async () => {
    const { port, kernel } = harness
    const head = `Host: 127.0.0.1:${port}\r\nAuthorization: Bearer ${TEST_TOKEN}\r\nConnection: close\r\n`
    const started = kernel.started.length
    const odd = [
      `GET /docs/..%2f..%2fpackage.json HTTP/1.1\r\n${head}\r\n`,
      `GET /docs/../../package.json HTTP/1.1\r\n${head}\r\n`,
      `GET /docs/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${head}\r\n`,
      `GET /runs/..%2f..%2fetc%2fpasswd/capsule HTTP/1.1\r\n${head}\r\n`,
      `GET /runs/%zz HTTP/1.1\r\n${head}\r\n`,
      `GET /runs/%00 HTTP/1.1\r\n${head}\r\n`,
      `BREW /execute HTTP/1.1\r\n${head}\r\n`,
      `TRACE /execute HTTP/1.1\r\n${head}\r\n`,
      `POST /execute HTTP/1.1\r\n${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}`,
      `POST /execute HTTP/1.1\r\n${head}Content-Length: -1\r\n\r\n{}`,
      `POST /execute HTTP/1.1\r\n${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `GET /runs HTTP/1.1\r\n${head}x-long: ${'a'.repeat(200_000)}\r\n\r\n`,
      `GET /ru\0ns HTTP/1.1\r\n${head}\r\n`,
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    ]
    for (const text of odd) {
      const answer = await sendRaw(port, text)
      const status = Number(answer.slice(9, 12) || '400')
      // 505 is the runtime's own word for a request line that is none.
      expect([text.slice(0, 60), (status >= 400 && status < 500) || status === 505]).toEqual([text.slice(0, 60), true])
      expect(answer).not.toContain('root:')
      expect(answer).not.toContain('kora-studio')
    }
    expect(kernel.started.length).toBe(started)
    expect((await fetch(`${harness.url}/health`)).status).toBe(200)
    expect(harness.reported).toEqual([])
  })

  test('H8 answers requests that were sent one behind the other in order, each by its own credentials', async () => {
    const own = `Host: 127.0.0.1:${harness.port}\r\n`
    const good = `GET /plugins HTTP/1.1\r\n${own}Authorization: Bearer ${TEST_TOKEN}\r\n\r\n`
    const bare = `GET /plugins HTTP/1.1\r\n${own}Connection: close\r\n\r\n`
    const answer = await sendRaw(harness.port, good + good + bare)
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 401'])
  })
})

describe('addresses', () => {
  test('H2 tells a wrong method from a wrong address', async () => {
    const wrong = await harness.call('/execute')
    expect([wrong.status, readCode(await wrong.text()), wrong.headers.get('allow')]).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      'POST',
    ])
    expect(wrong.headers.get('x-should-retry')).toBe('false')
    const gone = await harness.call('/runs/some/events', { method: 'DELETE' })
    expect(readCode(await gone.text())).toBe('METHOD_NOT_ALLOWED')
    for (const path of ['/nothing', '/execute/more', '/runs/a/b/c', '/EXECUTE']) {
      const none = await harness.call(path, { method: 'POST', body: buildBody() })
      expect([path, none.status, readCode(await none.text())]).toEqual([path, 404, 'NOT_FOUND'])
    }
  })

  test('H2 answers an id that nobody knows with NOT_FOUND', async () => {
    const reading = ['/runs/x', '/runs/x/events', '/runs/x/capsule', '/telemetry/x', '/operations/x.y']
    for (const path of reading) expect([path, (await harness.call(path)).status]).toEqual([path, 404])
    const acting = ['/runs/x/cancel', '/plugins/x/enable', '/plugins/x/disable']
    for (const path of acting)
      expect([path, (await harness.call(path, { method: 'POST' })).status]).toEqual([path, 404])
    const exported = await harness.call('/runs/x/exports', { body: { kind: 'telemetry' } })
    expect(exported.status).toBe(404)
  })

  test('H8 changes nothing by any GET', async () => {
    const before = harness.kernel.runs.list({ limit: 500 })
    for (const { path } of routes.filter(route => route.method === 'GET')) {
      const answer = await harness.call(path)
      // A stream of what is to come has no end.
      if (answer.headers.get('content-type') === 'text/event-stream') await answer.body?.cancel()
      else await answer.text()
    }
    expect(harness.kernel.runs.list({ limit: 500 })).toEqual(before)
  })
})

describe('/v1', () => {
  test("H2 refuses in the shape that OpenAI's clients read, with the same status and headers", async () => {
    const cases: readonly (readonly [Promise<Response>, number, string, string])[] = [
      [fetch(`${harness.url}/v1/models`), 401, 'TOKEN_REQUIRED', 'authentication_error'],
      [
        fetch(`${harness.url}/v1/models`, { headers: { host: 'evil.example' } }),
        403,
        'HOST_REJECTED',
        'invalid_request_error',
      ],
      [harness.call('/v1/nothing', { body: {} }), 404, 'NOT_FOUND', 'invalid_request_error'],
    ]
    for (const [answer, status, code, type] of cases) {
      const response = await answer
      expect(response.status).toBe(status)
      expect(response.headers.get('x-should-retry')).toBe('false')
      expect(await response.json()).toEqual({ error: { message: expect.any(String), type, param: null, code } })
    }
  })
})

describe('pairing a browser', () => {
  test('H8 pairs by a launch code once; afterwards the cookie needs its page key', async () => {
    const { code } = (await (await harness.call('/pair/codes', { method: 'POST' })).json()) as { code: string }
    const pair = (): Promise<Response> =>
      fetch(`${harness.url}/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: harness.url, 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify({ code }),
      })
    const first = await pair()
    expect(first.status).toBe(200)
    const cookie = first.headers.get('set-cookie')!
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Strict')
    const { page_key: pageKey } = (await first.json()) as { page_key: string }
    expect((await pair()).status).toBe(401)
    const own = { cookie: cookie.split(';')[0]!, origin: harness.url }
    expect((await ask('GET', '/runs', { ...own, 'x-kora-page': pageKey })).status).toBe(200)
    expect((await ask('GET', '/runs', own)).code).toBe('TOKEN_REQUIRED')
    expect((await ask('GET', '/runs', { 'x-kora-page': pageKey })).code).toBe('TOKEN_REQUIRED')
    const foreign = { ...own, 'x-kora-page': pageKey, origin: 'http://evil.example' }
    expect((await ask('GET', '/runs', foreign)).code).toBe('ORIGIN_REJECTED')
  })

  test('H8 refuses guessed codes and does not pair by GET', async () => {
    const guess = await harness.call('/pair', { body: { code: 'guess' } })
    expect([guess.status, readCode(await guess.text())]).toEqual([401, 'TOKEN_REQUIRED'])
    expect((await harness.call('/pair?code=x')).status).toBe(405)
    expect((await harness.call('/pair', { body: { code: '' } })).status).toBe(400)
  })
})

describe('no token asked for', () => {
  test('H8 still refuses foreign hosts and origins, and says in /health that the door is open', async () => {
    const { services } = harness
    const open = await startHarness({ auth: { ...services.auth, mode: 'off' } })
    try {
      expect((await fetch(`${open.url}/runs`)).status).toBe(200)
      expect((await fetch(`${open.url}/runs`, { headers: { host: 'evil.example' } })).status).toBe(403)
      expect((await fetch(`${open.url}/runs`, { headers: { origin: 'http://evil.example' } })).status).toBe(403)
      const health = (await (await fetch(`${open.url}/health`)).json()) as { problems: string[] }
      expect(health.problems.join()).toContain('No token')
    } finally {
      await open.stop()
    }
  })
})
