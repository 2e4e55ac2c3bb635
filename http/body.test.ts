import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import { BODY_LIMITS, type BodyLimits, readBodyBytes, readBodyJson } from './body.ts'
import { failureResponse, jsonResponse, toKoraError } from './failure-response.ts'

const LIMITS: BodyLimits = { maxBytes: 1_000, timeoutMs: 300 }
let server: ReturnType<typeof Bun.serve>
let lastRead = -1

beforeAll(() => {
  server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    async fetch(request) {
      const limits = request.url.endsWith('/real') ? BODY_LIMITS : LIMITS
      try {
        const bytes = await readBodyBytes(request, limits)
        lastRead = bytes.length
        return jsonResponse({ bytes: bytes.length })
      } catch (error) {
        return failureResponse(toKoraError(error, () => undefined))
      }
    },
  })
})
afterAll(() => server.stop(true))

/** Writes the head, then gives the socket to `more`; answers everything received until the server closes. */
function send(head: string, more: (socket: Socket) => void): Promise<string> {
  return new Promise(resolve => {
    let got = ''
    const socket = connect({ host: '127.0.0.1', port: server.port! })
    socket.on('connect', () => {
      socket.write(`POST ${head}\r\nHost: x\r\n`)
      more(socket)
    })
    socket.on('data', data => {
      got += data.toString()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(got))
  })
}

describe('body as bytes', () => {
  test('H5 refuses a declared length above the limit before a byte of it arrives', async () => {
    const answer = await send('/ HTTP/1.1', socket => socket.write('Content-Length: 1001\r\n\r\n'))
    expect(answer).toStartWith('HTTP/1.1 413')
    expect(answer.toLowerCase()).toContain('connection: close')
    expect(answer).toContain('"code":"BODY_TOO_LARGE"')
  })

  test('H5 takes a body of exactly the limit, declared or in chunks', async () => {
    const post = (body: string | ReadableStream): Promise<Response> => fetch(server.url, { method: 'POST', body })
    expect((await post('x'.repeat(1_000))).status).toBe(200)
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(999))
        controller.enqueue(new Uint8Array(1))
        controller.close()
      },
    })
    const answer = await post(chunks)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ bytes: 1_000 })
  })

  test('H5 stops reading chunks that never end', async () => {
    let sent = 0
    const answer = await send('/ HTTP/1.1', socket => {
      socket.write('Transfer-Encoding: chunked\r\n\r\n')
      const timer = setInterval(() => {
        sent += 256
        socket.write(`100\r\n${'x'.repeat(256)}\r\n`)
      }, 1)
      socket.on('close', () => clearInterval(timer))
    })
    expect(answer).toStartWith('HTTP/1.1 413')
    expect(sent).toBeLessThan(100_000)
  })

  test('H5 answers 408 to a body that trickles, and serves others meanwhile', async () => {
    const slow = send('/ HTTP/1.1', socket => {
      socket.write('Content-Length: 100\r\n\r\n')
      const timer = setInterval(() => socket.write('x'), 50)
      socket.on('close', () => clearInterval(timer))
    })
    expect((await fetch(server.url, { method: 'POST', body: 'x' })).status).toBe(200)
    const answer = await slow
    expect(answer).toStartWith('HTTP/1.1 408')
    expect(answer).toContain('x-should-retry: true')
  })

  test('H5 holds many half-sent bodies without keeping their buffers', async () => {
    const open = Array.from({ length: 200 }, () =>
      send('/real HTTP/1.1', socket => {
        socket.write(`Content-Length: ${BODY_LIMITS.maxBytes}\r\n\r\nx`)
        setTimeout(() => socket.destroy(), 300)
      }),
    )
    const before = process.memoryUsage().rss
    await Bun.sleep(150)
    expect((await fetch(server.url, { method: 'POST', body: 'x' })).status).toBe(200)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
    await Promise.all(open)
  })

  test('H5 survives a client that leaves in the middle of its body', async () => {
    lastRead = -1
    await send('/ HTTP/1.1', socket => {
      socket.write('Content-Length: 100\r\n\r\nxxxx')
      setTimeout(() => socket.destroy(), 20)
    })
    expect(lastRead).toBe(-1)
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(200)
  })

  test('H5 takes 8 MiB and 64 KiB, and not one byte more', async () => {
    const post = async (bytes: number): Promise<number> => {
      const answer = await fetch(`${server.url}real`, { method: 'POST', body: new Uint8Array(bytes) })
      return answer.status
    }
    expect(BODY_LIMITS.maxBytes).toBe(8 * 1024 * 1024 + 64 * 1024)
    expect(await post(BODY_LIMITS.maxBytes)).toBe(200)
    expect(await post(BODY_LIMITS.maxBytes + 1)).toBe(413)
  })
})

describe('body as JSON', () => {
  const codeOf = (text: string | Uint8Array): unknown => {
    try {
      return readBodyJson(typeof text === 'string' ? new TextEncoder().encode(text) : text)
    } catch (error) {
      return toKoraError(error, () => undefined).toFailure().details
    }
  }

  test('S4 names code, pointer and place of what it refuses', () => {
    const cases: readonly (readonly [string | Uint8Array, string, string])[] = [
      ['', 'JSON_SYNTAX', ''],
      ['{"a":1,}', 'JSON_SYNTAX', ''],
      ['{"a":{"b":1,"b":2}}', 'DUPLICATE_KEY', '/a'],
      ['{"a":{"b":1,"\\u0062":2}}', 'DUPLICATE_KEY', '/a'],
      ['{"a":[0,1e400]}', 'NUMBER_RANGE', '/a/1'],
      ['{"a":"\\ud800"}', 'LONE_SURROGATE', '/a'],
      ['{"a":{"__proto__":{}}}', 'FORBIDDEN_KEY', '/a'],
      [new Uint8Array([0x22, 0xff, 0x22]), 'JSON_SYNTAX', ''],
      ['\ufeff{}', 'JSON_SYNTAX', ''],
      ['NaN', 'JSON_SYNTAX', ''],
    ]
    for (const [text, code, pointer] of cases) {
      const details = codeOf(text) as { code: string; line: number; errors: { pointer: string; code: string }[] }
      expect([text, details.code]).toEqual([text, code])
      expect(details.errors[0]?.pointer).toStartWith(pointer)
      expect(details.errors[0]?.code).toBe(code)
      expect(details.line).toBe(1)
    }
  })

  test('S4 refuses five million brackets and takes a nesting of 64', () => {
    expect(codeOf('['.repeat(5_000_000))).toMatchObject({ code: 'JSON_DEPTH' })
    expect(codeOf('{"a":'.repeat(1_000_000))).toMatchObject({ code: 'JSON_DEPTH' })
    expect(codeOf(`${'['.repeat(65)}${']'.repeat(65)}`)).toMatchObject({ code: 'JSON_DEPTH' })
    expect(JSON.stringify(codeOf(`${'['.repeat(64)}${']'.repeat(64)}`))).toHaveLength(128)
  })

  test('S4 leaves the prototype of objects alone', () => {
    codeOf('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('H5 names BODY_TIMEOUT when the last byte never comes', async () => {
    const body = new ReadableStream({ start: controller => controller.enqueue(new TextEncoder().encode('{')) })
    const request = new Request('http://x/', { method: 'POST', body })
    await expect(readBodyBytes(request, { maxBytes: 10, timeoutMs: 20 })).rejects.toMatchObject({
      code: 'BODY_TIMEOUT',
    })
  })
})
