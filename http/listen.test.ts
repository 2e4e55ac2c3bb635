import { afterEach, describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { KoraError } from '#contracts/failure'
import { type Listening, type ListenOptions, listen } from './listen.ts'
import { eventStream, type Frame, type StreamEnd } from './sse.ts'

const open: { stop: () => unknown }[] = []
const OPTIONS: ListenOptions = {
  port: 0,
  report: () => undefined,
  handle: request => Response.json({ url: request.url }),
  rules: {
    isPublic: () => true,
    isLandingPage: () => false,
    takesRawBytes: () => false,
    isAuthorized: () => false,
  },
}

async function start(options: Partial<ListenOptions> = {}): Promise<Listening> {
  const listening = await listen({ ...OPTIONS, ...options })
  open.push(listening)
  return listening
}

function occupy(host: string, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer()
    server.once('error', reject)
    server.listen({ host, port, ipv6Only: true }, () => {
      open.push({ stop: () => server.close() })
      resolve((server.address() as { port: number }).port)
    })
  })
}

/** Local addresses, as the kernel writes them, of this process's view of listening sockets on a port. */
function listeningAddresses(port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file => readFileSync(file, 'utf8').split('\n').slice(1))
  return rows
    .map(row => row.trim().split(/\s+/))
    .filter(([, local, , state]) => state === '0A' && local?.endsWith(suffix))
    .map(([, local]) => local!.slice(0, -suffix.length))
    .sort()
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return error instanceof KoraError ? error.code : String(error)
  }
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

describe('listening', () => {
  test.skipIf(process.platform !== 'linux')('S1 stands in the socket table on 127.0.0.1 and ::1 only', async () => {
    const { port } = await start()
    expect(listeningAddresses(port)).toEqual(['00000000000000000000000001000000', '0100007F'])
  })

  test('H7 answers on both address families', async () => {
    const { port } = await start()
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
    expect((await fetch(`http://[::1]:${port}/`)).status).toBe(200)
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200)
  })

  test('H7 refuses a port that is served on either family, and leaves nothing behind', async () => {
    for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
      const port = await occupy(host)
      expect([host, await codeOf(start({ port }))]).toEqual([host, 'PORT_TAKEN'])
      if (process.platform === 'linux') expect(listeningAddresses(port)).toHaveLength(1)
    }
  })

  test('H7 is never joined on its port by a second server', async () => {
    const { port } = await start()
    expect(await codeOf(start({ port }))).toBe('PORT_TAKEN')
    expect(() => Bun.serve({ hostname: '127.0.0.1', port, reusePort: true, fetch: () => new Response() })).toThrow()
  })

  test('H7 takes its port again after it stopped', async () => {
    const first = await start()
    await first.stop()
    expect((await start({ port: first.port })).port).toBe(first.port)
  })

  test('H7 serves an address beyond loopback only with a token', async () => {
    const beyondLoopback = { host: '0.0.0.0', tokenRequired: false }
    expect(await codeOf(start({ beyondLoopback }))).toBe('CONFIG_INVALID')
    const { addresses } = await start({ beyondLoopback: { host: '0.0.0.0', tokenRequired: true } })
    expect(addresses).toEqual(['0.0.0.0'])
  })

  test('S2 asks the handler for nothing that the guard refused', async () => {
    let handled = 0
    const { port } = await start({
      handle: () => {
        handled += 1
        return new Response()
      },
    })
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { host: 'evil.example' } })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ details: { code: 'HOST_REJECTED' } })
    expect(handled).toBe(0)
  })

  test('H2 turns what a handler throws into INTERNAL without its text', async () => {
    const reported: unknown[] = []
    const { port } = await start({
      report: error => reported.push(error),
      handle: request => {
        if (request.url.endsWith('/later')) return Promise.reject(new Error('kora_secret'))
        throw new Error('kora_secret')
      },
    })
    for (const path of ['/', '/later']) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`)
      const text = await answer.text()
      expect(answer.status).toBe(500)
      expect(JSON.parse(text).details.code).toBe('INTERNAL')
      expect(text).not.toContain('secret')
    }
    expect(reported).toHaveLength(2)
  })

  test('H7 closes connections that say nothing, but neither a handler that thinks nor a stream', async () => {
    async function* late(): AsyncGenerator<Frame> {
      await Bun.sleep(THINKS_MS)
      yield { id: 0, data: 'late' }
    }
    const { port } = await start({
      idleTimeoutS: 1,
      handle: async request => {
        const { signal } = request
        if (request.url.endsWith('/stream')) {
          return eventStream(late, { client: signal, report: () => undefined, heartbeatMs: 500 })
        }
        await Bun.sleep(THINKS_MS)
        return new Response('thought')
      },
    })
    const ask = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text()
    const silent = Array.from({ length: 200 }, () => untilClosed(port, 'GET / HTTP/1.1\r\nHost:'))
    const [thought, stream] = await Promise.all([ask('/think'), ask('/stream'), ...silent])
    expect(thought).toBe('thought')
    expect(stream).toEndWith('id: 0\ndata: "late"\n\n')
    expect(stream.match(/^:$/gm)?.length).toBeGreaterThan(5)
  }, 30_000)

  test.skipIf(process.platform !== 'linux')(
    'H7 closes the connection of a reader that takes nothing, dropped or at the end of its stream',
    async () => {
      const ends: StreamEnd[] = []
      const frames = (count: number) =>
        async function* (): AsyncGenerator<Frame> {
          for (let id = 0; id < count; id += 1) yield { id, data: 'x'.repeat(512 * 1024) }
        }
      const { port } = await start({
        idleTimeoutS: 1,
        handle: request => {
          // Far more than the system's buffers take; or less than may wait here, so that the source is through at once.
          const isLong = request.url.endsWith('/long')
          return eventStream(frames(isLong ? 200 : 20), {
            client: request.signal,
            report: () => undefined,
            onEnd: end => ends.push(end),
            graceMs: 100,
            ...(isLong ? {} : { maxWaitingBytes: 64 * 1024 * 1024 }),
          })
        },
      })
      const [long, short] = [await neverReads(port, '/long'), await neverReads(port, '/short')]
      await Promise.all([long.closed, short.closed])
      expect(ends.toSorted()).toEqual(['ended', 'slow'])
    },
    60_000,
  )
})

// The runtime looks at idle connections every four seconds; this is surely longer.
const THINKS_MS = 6_500

/** Asks and never reads; `closed` is known from the table of the system, because a paused socket does not tell. */
async function neverReads(port: number, path: string): Promise<{ closed: Promise<void> }> {
  const socket = connect({ host: '127.0.0.1', port })
  open.push({ stop: () => socket.destroy() })
  await new Promise(resolve => socket.once('connect', resolve))
  socket.pause()
  const { localPort } = socket
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: x\r\n\r\n`)
  return { closed: untilServerClosed(port, localPort!) }
}

async function untilServerClosed(port: number, clientPort: number): Promise<void> {
  const hex = (number: number): string => number.toString(16).toUpperCase().padStart(4, '0')
  const row = new RegExp(`:${hex(port)} \\w+:${hex(clientPort)} 01 `)
  while (row.test(readFileSync('/proc/net/tcp', 'utf8'))) await Bun.sleep(100)
}

function untilClosed(port: number, text: string): Promise<string> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(''))
    socket.write(text)
  })
}

test('H7 an address that cannot be listened on is a setting that cannot be, named', async () => {
  const options = {
    port: 0,
    rules: {
      isPublic: () => true,
      isLandingPage: () => false,
      takesRawBytes: () => false,
      isAuthorized: () => true,
    },
    handle: () => new Response('x'),
    report: () => undefined,
    beyondLoopback: { host: 'nowhere.invalid', tokenRequired: true },
  }
  await expect(listen(options)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('nowhere.invalid'),
  })
  // Left out in silence before, as if it were the missing IPv6 of this machine.
  for (const host of ['fe80::1', '::::', '2001:db8::7'])
    await expect(listen({ ...options, beyondLoopback: { host, tokenRequired: true } })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(host),
    })
  // 127.0.0.1 itself, which can be bound once only.
  await expect(
    listen({ ...options, beyondLoopback: { host: '::ffff:127.0.0.1', tokenRequired: true } }),
  ).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('by another name') })
})
