import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createServer, type Server } from 'node:net'
import { KoraError } from '#contracts/failure'
import type { NetRequest, NetResponse } from '#contracts/powers'
import { isOtherMachine } from './address-class.ts'
import { openNet, scrubProxyVariables } from './loopback-net.ts'

type Door = { readonly port: number; readonly seen: string[]; open: number; readonly server: Server }

/** A raw TCP server: answers with `reply` after the first bytes, and counts what is open. */
async function listen(reply: string, host = '127.0.0.1', hold: 'close' | 'keep' = 'close'): Promise<Door> {
  const seen: string[] = []
  const server = createServer(socket => {
    door.open += 1
    socket.on('close', () => {
      door.open -= 1
    })
    socket.on('error', () => undefined)
    socket.once('data', bytes => {
      seen.push(bytes.toString())
      socket.write(reply)
      if (hold === 'close') socket.end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const door: Door = { port: (server.address() as { port: number }).port, seen, open: 0, server }
  return door
}

const ok = (body: string, headers = ''): string =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`
const net = openNet({ hosts: ['loopback'] })
const get = (url: string, more: Partial<NetRequest> = {}): NetRequest => ({
  url,
  method: 'GET',
  signal: AbortSignal.timeout(4_000),
  ...more,
})
async function text(response: NetResponse): Promise<string> {
  let all = ''
  for await (const part of response.body) all += Buffer.from(part).toString('latin1')
  return all
}
async function codeOf(act: () => Promise<unknown> | unknown): Promise<string> {
  try {
    await act()
    return 'none'
  } catch (error) {
    return error instanceof KoraError ? error.code : String(error)
  }
}
async function until(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 400 && !condition(); turn += 1) await Bun.sleep(5)
  return condition()
}

describe('loopback net', () => {
  let echo: Door
  beforeAll(async () => {
    echo = await listen(ok('hello'))
  })
  afterAll(() => echo.server.close())

  test('N4 refuses every address that was not granted before a socket opens', async () => {
    const before = echo.seen.length
    const refused = [
      `http://example.com:${echo.port}/`,
      `http://localhost.example.com:${echo.port}/`,
      `http://localhost.:${echo.port}/`,
      `http://0.0.0.0:${echo.port}/`,
      `http://[::ffff:127.0.0.1]:${echo.port}/`,
      `http://169.254.169.254/latest/meta-data`,
      `http://user:pass@127.0.0.1:${echo.port}/`,
      'file:///etc/hostname',
      'data:text/plain,x',
      'ftp://127.0.0.1/',
      'no address',
      '',
    ]
    for (const url of refused) expect([url, await codeOf(() => net.fetch(get(url)))]).toEqual([url, 'NET_REFUSED'])
    expect(echo.seen.length).toBe(before)
  })

  test('N4 reads odd spellings of loopback as numbers and a grant by host and port to the letter', async () => {
    for (const host of ['127.0.0.1', '127.1', '0x7f.1', '2130706433', 'localhost', 'LOCALHOST'])
      expect(await text(await net.fetch(get(`http://${host}:${echo.port}/`)))).toBe('hello')
    const narrow = openNet({ hosts: [`127.0.0.1:${echo.port}`] })
    expect(await text(await narrow.fetch(get(`http://127.0.0.1:${echo.port}/`)))).toBe('hello')
    expect(await codeOf(() => narrow.fetch(get(`http://127.0.0.1:${echo.port + 1}/`)))).toBe('NET_REFUSED')
    expect(await codeOf(() => narrow.fetch(get(`http://127.0.0.2:${echo.port}/`)))).toBe('NET_REFUSED')
    expect(await codeOf(() => openNet({ hosts: [] }).fetch(get(`http://127.0.0.1:${echo.port}/`)))).toBe('NET_REFUSED')
  })

  test('N4 tries the other family of localhost only where the connection was refused', async () => {
    const six = await listen(ok('six'), '::1').catch(() => null)
    if (six === null) return console.log('N4 no ::1 on this machine: the second family is not tried')
    expect(await text(await net.fetch(get(`http://localhost:${six.port}/`, { method: 'POST', body: '{}' })))).toBe(
      'six',
    )
    expect(six.seen).toHaveLength(1)
    six.server.close()
  })

  describe('of another machine', () => {
    const named = (resolve: (name: string) => Promise<readonly string[]>, hosts = ['box.example']) =>
      openNet({ hosts, resolve })
    const unreachable = '192.0.2.1'

    test('N4 reaches a granted name by the number that it had first, whatever it means later', async () => {
      const asked: string[] = []
      const numbers = [[unreachable], ['127.0.0.1']]
      const net = named(async name => {
        asked.push(name)
        return numbers[asked.length - 1]!
      })
      const before = echo.seen.length
      const call = (signal: AbortSignal) => codeOf(() => net.fetch(get(`http://box.example:${echo.port}/`, { signal })))
      // The first number answers nothing, and the second is never asked for.
      expect(await call(AbortSignal.timeout(50))).not.toBe('none')
      expect(await call(AbortSignal.timeout(50))).not.toBe('none')
      expect(asked).toEqual(['box.example'])
      expect(echo.seen.length).toBe(before)
    })

    test('N4 refuses a name that leads to this machine, to no machine, or beside the network, in any spelling', async () => {
      const before = echo.seen.length
      const places = [
        ['127.0.0.1'],
        ['::1'],
        ['0.0.0.0'],
        ['::'],
        ['169.254.169.254'],
        ['fe80::1'],
        ['224.0.0.1'],
        ['255.255.255.255'],
        ['::ffff:127.0.0.1'],
        ['::ffff:7f00:1'],
        ['64:ff9b::7f00:1'],
        ['203.0.113.5', '127.0.0.1'],
        ['no number'],
        [],
      ]
      for (const place of places) {
        const net = named(async () => place)
        expect([place, await codeOf(() => net.fetch(get(`http://box.example:${echo.port}/`)))]).toEqual([
          place,
          'NET_REFUSED',
        ])
      }
      expect(echo.seen.length).toBe(before)
    })

    test('N4 takes machines of the own network and of others', () => {
      for (const number of [
        '10.0.0.2',
        '192.168.1.7',
        '172.16.0.9',
        '100.64.0.1',
        '203.0.113.5',
        'fd00::7',
        '2001:db8::1',
      ])
        expect([number, isOtherMachine(number)]).toEqual([number, true])
    })

    test('N4 asks nobody for the number of a name that was not granted', async () => {
      let asked = 0
      const net = named(async () => {
        asked += 1
        return [unreachable]
      })
      for (const url of ['http://other.example/', 'http://box.example.other/', 'http://xbox.example/'])
        expect(await codeOf(() => net.fetch(get(url)))).toBe('NET_REFUSED')
      expect(asked).toBe(0)
    })

    test('N4 asks again for a name whose number could not be found, and lets a caller go who waits for it', async () => {
      let asked = 0
      const net = named(async () => {
        asked += 1
        throw new Error('no such name')
      })
      for (let turn = 0; turn < 2; turn += 1)
        expect(await codeOf(() => net.fetch(get('http://box.example/')))).toContain('no such name')
      expect(asked).toBe(2)
      const silent = named(() => new Promise(() => undefined))
      const waiting = codeOf(() => silent.fetch(get('http://box.example/', { signal: AbortSignal.timeout(20) })))
      expect(await waiting).toContain('TimeoutError')
    })

    test('N4 a host that was agreed to is reached from then on, and no more once that is withdrawn', async () => {
      const agreed: string[] = []
      const net = openNet({ hosts: ['loopback'], further: () => agreed })
      const call = () => codeOf(() => net.fetch(get('http://192.0.2.1:9/', { signal: AbortSignal.timeout(30) })))
      expect(await call()).toBe('NET_REFUSED')
      agreed.push('192.0.2.1:9')
      expect(await call()).not.toBe('NET_REFUSED')
      expect(await codeOf(() => net.fetch(get('http://192.0.2.1:10/')))).toBe('NET_REFUSED')
      agreed.pop()
      expect(await call()).toBe('NET_REFUSED')
    })
  })

  test('N4 follows no redirect', async () => {
    const trap = await listen(ok('trapped'))
    const door = await listen(
      `HTTP/1.1 307 Temporary\r\nlocation: http://127.0.0.1:${trap.port}/\r\ncontent-length: 0\r\n\r\n`,
    )
    const response = await net.fetch(get(`http://127.0.0.1:${door.port}/`, { method: 'POST', body: 'secret' }))
    expect(response.status).toBe(307)
    expect(await text(response)).toBe('')
    expect(trap.seen).toEqual([])
    trap.server.close()
    door.server.close()
  })

  test('N4 asks for no compression and refuses a compressed answer', async () => {
    const bomb = await listen(ok('\x1f\x8b\x08\x00', 'content-encoding: gzip\r\n'))
    expect(
      await codeOf(() => net.fetch(get(`http://127.0.0.1:${bomb.port}/`, { headers: { 'accept-encoding': 'gzip' } }))),
    ).toBe('UPSTREAM_PROTOCOL')
    expect(bomb.seen[0]!.toLowerCase()).toContain('accept-encoding: identity\r\n')
    expect(bomb.seen[0]!.toLowerCase()).not.toContain('gzip')
    bomb.server.close()
  })

  test('X4 closes the connection when the reader stops, before and after the first bytes', async () => {
    const drip = await listen('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nfirst', '127.0.0.1', 'keep')
    for await (const _part of (await net.fetch(get(`http://127.0.0.1:${drip.port}/`))).body) break
    expect(await until(() => drip.open === 0)).toBe(true)
    const unread = await net.fetch(get(`http://127.0.0.1:${drip.port}/`))
    expect(drip.open).toBe(1)
    await unread.body[Symbol.asyncIterator]().return?.()
    expect(await until(() => drip.open === 0)).toBe(true)
    drip.server.close()
  })

  test('X4 closes the connection on abort, while waiting for headers and while reading', async () => {
    const silent = await listen('', '127.0.0.1', 'keep')
    const early = new AbortController()
    const waiting = net.fetch(get(`http://127.0.0.1:${silent.port}/`, { signal: early.signal }))
    expect(await until(() => silent.seen.length === 1)).toBe(true)
    early.abort()
    expect(await codeOf(() => waiting)).toContain('AbortError')
    expect(await until(() => silent.open === 0)).toBe(true)
    silent.server.close()

    const drip = await listen('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nfirst', '127.0.0.1', 'keep')
    const late = new AbortController()
    const response = await net.fetch(get(`http://127.0.0.1:${drip.port}/`, { signal: late.signal }))
    const reading = text(response)
    late.abort()
    expect(await codeOf(() => reading)).toContain('AbortError')
    expect(await until(() => drip.open === 0)).toBe(true)
    drip.server.close()
  })

  test('N2 throws for an answer that is cut short', async () => {
    const cut = await listen('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart')
    const response = await net.fetch(get(`http://127.0.0.1:${cut.port}/`))
    expect(await codeOf(() => text(response))).not.toBe('none')
    cut.server.close()
  })

  test('S3 scrubs proxy variables in both cases and leaves the rest', () => {
    const env: Record<string, string | undefined> = {
      HTTP_PROXY: 'x',
      https_proxy: 'x',
      All_Proxy: 'x',
      NO_PROXY: 'y',
      PATH: '/bin',
    }
    scrubProxyVariables(env)
    expect(env).toEqual({ NO_PROXY: 'y', PATH: '/bin' })
  })

  test('S3 sends nothing to a proxy that the environment names at start', async () => {
    const proxy = await listen(ok('proxied'))
    const script = `import { openNet } from ${JSON.stringify(`${import.meta.dir}/loopback-net.ts`)}
      const net = openNet({ hosts: ['loopback'] })
      const response = await net.fetch({ url: 'http://127.0.0.1:${echo.port}/', method: 'GET', signal: AbortSignal.timeout(4000) })
      for await (const part of response.body) process.stdout.write(part)`
    const address = `http://127.0.0.1:${proxy.port}`
    const run = Bun.spawn({
      cmd: [process.execPath, '--no-env-file', '-e', script],
      cwd: import.meta.dir,
      env: { HTTP_PROXY: address, http_proxy: address, ALL_PROXY: address, all_proxy: address },
      stdout: 'pipe',
      stderr: 'inherit',
    })
    expect(await run.stdout.text()).toBe('hello')
    expect(proxy.seen).toEqual([])
    proxy.server.close()
  })
})
