/** `serve`, and commands against servers that are wrong, foreign, killed, or not there; signals; several commands at once. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecuteResult, RunList } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { buildModelGraph, buildSumGraph, type Cli, openCli, type Served } from './cli-harness.ts'

setDefaultTimeout(60_000)
let cli: Cli
beforeEach(() => {
  cli = openCli()
})
afterEach(() => cli.close())

describe('serve', () => {
  test('with --json says one line once it is healthy, and ends in order on SIGTERM', async () => {
    const served = await cli.serve()
    const health = await fetch(`${served.url}/health`)
    expect((await health.json()) as object).toMatchObject({ status: 'healthy' })
    expect(served.pid).toBe(served.process.pid)
    expect(await Bun.file(served.tokenFile).text()).toMatch(/^kora_/)
    served.process.kill('SIGTERM')
    const { code, out, err } = await served.ended
    expect(code).toBe(0)
    expect(Object.keys(JSON.parse(out))).toEqual(['url', 'port', 'pid', 'token_file'])
    expect(out.trimEnd()).not.toContain('\n')
    expect(err).toBe('SIGTERM: stopping.\n')
    // The folder is free again, at once.
    expect((await cli.serve()).url).not.toBe('')
  })

  test('is what `kora` alone does, and tells people where it is and how to go on', async () => {
    const live = cli.start(['--home', cli.home], { env: { KORA_PORT: '0', CI: '1' } })
    const out = await live.said(/Ctrl-C/)
    expect(out).toMatch(/^KORA Studio listens on http:\/\/127\.0\.0\.1:\d+$/m)
    expect(out).toMatch(/page {3}http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{32} /)
    live.process.kill('SIGINT')
    expect(await live.ended).toMatchObject({ code: 0 })
  })

  test('H8 the launch link pairs a browser once, and the page loads nothing from elsewhere', async () => {
    const live = cli.start(['serve', '--port', '0', '--no-open'])
    const [, url, code] = /page {3}(http:\S+?)\/#code=([\w-]+)/.exec(await live.said(/Ctrl-C/)) ?? []
    const page = await fetch(`${url}/`)
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    const links = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(match => match[1]!)
    expect(links.length).toBeGreaterThan(2)
    for (const link of links) {
      expect(link).toStartWith('/')
      expect((await fetch(`${url}${link}`)).status).toBe(200)
    }
    const pair = () =>
      fetch(`${url}/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url! },
        body: JSON.stringify({ code }),
      })
    const first = await pair()
    const { page_key: key } = (await first.json()) as { page_key: string }
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!
    expect((await fetch(`${url}/runs`, { headers: { cookie, 'x-kora-page': key } })).status).toBe(200)
    expect((await fetch(`${url}/runs`, { headers: { cookie } })).status).toBe(401)
    expect((await pair()).status).toBe(401)

    // A browser that comes later gets a link of its own.
    const link = (await cli.kora(['token', '--link'])).out.trim()
    expect(link).toStartWith(`${url}/#code=`)
    const later = await fetch(`${url}/pair`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url! },
      body: JSON.stringify({ code: link.split('#code=')[1] }),
    })
    expect(later.status).toBe(200)
  })

  test('a launch link needs a server', async () => {
    const { code, err, out } = await cli.kora(['token', '--link'])
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toMatch(/^EXECUTION_FAILURE SERVER_UNREACHABLE: No Studio serves this data folder/)
  })

  test('H7 a port that is served is refused with PORT_TAKEN and 2, and the folder stays free', async () => {
    const other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('mine') })
    const { code, err, out } = await cli.kora(['serve', '--port', String(other.port), '--no-open'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^VALIDATION_ERROR PORT_TAKEN: Port \d+ is already served\.\n/)
    const program = await cli.kora(['serve', '--port', String(other.port), '--json'])
    expect(program.json<Failure>().details.code).toBe('PORT_TAKEN')
    await other.stop(true)
    await cli.serve()
  })

  test('a second server on one data folder is refused with ROOT_LOCKED, naming the first', async () => {
    const first = await cli.serve()
    const { code, err } = await cli.kora(['serve', '--port', '0', '--no-open'])
    expect(code).toBe(2)
    expect(err).toMatch(/^VALIDATION_ERROR ROOT_LOCKED: /)
    expect(err).toContain(`process ${first.pid}, ${first.url}`)
  })

  test('beyond loopback without a token it does not start', async () => {
    mkdirSync(join(cli.home, 'configs'), { recursive: true })
    writeFileSync(join(cli.home, 'configs', 'config.json'), '{"auth": "off"}')
    const { code, err } = await cli.kora(['serve', '--port', '0', '--host', '0.0.0.0', '--no-open'])
    expect(code).toBe(2)
    expect(err).toMatch(/^VALIDATION_ERROR CONFIG_INVALID: /)
  })

  test('lets a short run end before it stops, and its caller gets the answer', async () => {
    const runtime = await startFakeBackend()
    runtime.script('fake', [{ wait: 600 }, { honourCap: true }, { json: { text: 'in time' } }, { end: 'stop' }])
    const served = await cli.serve({ env: { OLLAMA_HOST: runtime.url } })
    const graph = await cli.write('word.json', buildModelGraph())
    const asked = cli.start(['run', graph, '--json'])
    await untilCalled(runtime)
    served.process.kill('SIGTERM')
    expect((await asked.ended).json<ExecuteResult>().status).toBe('success')
    expect((await served.ended).err).toMatch(/^SIGTERM: 1 run under way; stopping in 5 s at the latest\.$/m)
    await runtime.stop()
  })
})

describe('a server that is named', () => {
  test('and is not there, or is not Studio, is 3', async () => {
    const web = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => Response.json({ status: 'ok' }) })
    const html = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('<p>hello') })
    const cases = [
      ['http://127.0.0.1:9', /No Studio answers at http:\/\/127\.0\.0\.1:9/],
      [web.url.origin, /is not KORA Studio/],
      [html.url.origin, /No Studio answers/],
    ] as const
    for (const [server, why] of cases) {
      const people = await cli.kora(['runs', 'list', '--server', server])
      expect({ server, code: people.code, out: people.out }).toEqual({ server, code: 3, out: '' })
      expect(people.err).toMatch(/^EXECUTION_FAILURE SERVER_UNREACHABLE: /)
      expect(people.err).toMatch(why)
      const program = await cli.kora(['ask', 'hello', '--server', server, '--json'])
      expect(program).toMatchObject({ code: 3, err: '' })
      expect(program.json<Failure>().details.code).toBe('SERVER_UNREACHABLE')
    }
    expect(existsSync(cli.home)).toBe(false)
    await Promise.all([web.stop(true), html.stop(true)])
  })

  test('S1 gets the token of this data folder only if it is the Studio of this data folder', async () => {
    await cli.kora(['token'])
    const seen: (string | null)[] = []
    const foreign = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: request => {
        seen.push(request.headers.get('authorization'))
        return Response.json({ version: '9', active_sessions: 0, status: 'healthy', runs: [], next: null })
      },
    })
    await cli.kora(['runs', 'list', '--server', foreign.url.origin])
    expect(seen.length).toBe(2)
    expect(seen.filter(header => header !== null)).toEqual([])
    await cli.kora(['runs', 'list', '--server', foreign.url.origin], { env: { KORA_TOKEN: 'mine' } })
    // Even then the question whether it is Studio goes without.
    expect(seen.slice(2)).toEqual([null, 'Bearer mine'])
    await foreign.stop(true)
  })

  test('takes KORA_TOKEN over the file, and a wrong or impossible one is a typed error with 2', async () => {
    const { url, port } = await cli.serve().then(served => ({ url: served.url, port: new URL(served.url).port }))
    for (const server of [url, `127.0.0.1:${port}`, `http://localhost:${port}/`])
      expect(await cli.kora(['runs', 'list', '--server', server])).toMatchObject({ code: 0 })
    const wrong = await cli.kora(['runs', 'list'], { env: { KORA_TOKEN: `kora_${'x'.repeat(43)}` } })
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toMatch(/^VALIDATION_ERROR TOKEN_REQUIRED: /)
    const bad = await cli.kora(['runs', 'list', '--json'], { env: { KORA_TOKEN: 'two\nlines' } })
    expect(bad.code).toBe(2)
    expect(bad.json<Failure>().message).toStartWith('KORA_TOKEN ')
    expect(bad.out).not.toContain('lines')
    const other = openCli()
    expect((await other.kora(['runs', '--server', url])).err).toMatch(/TOKEN_REQUIRED/)
    const token = (await cli.kora(['token'])).out
    expect(await other.kora(['runs', '--server', url], { env: { KORA_TOKEN: token } })).toMatchObject({ code: 0 })
    await other.close()
  })

  test('S3 is called past every proxy of the environment', async () => {
    const asked: string[] = []
    const proxy = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: request => {
        asked.push(request.url)
        return new Response(null, { status: 502 })
      },
    })
    await cli.serve()
    const env = { HTTP_PROXY: proxy.url.origin, http_proxy: proxy.url.origin, ALL_PROXY: proxy.url.origin }
    expect(await cli.kora(['runs', 'list'], { env })).toMatchObject({ code: 0 })
    expect(asked).toEqual([])
    await proxy.stop(true)
  })
})

describe('a run that is broken off', () => {
  let runtime: FakeBackend
  beforeEach(async () => {
    runtime = await startFakeBackend()
    runtime.script('fake', [{ text: 'a' }, { hang: true }])
  })
  afterEach(() => runtime.stop())
  const env = () => ({ env: { OLLAMA_HOST: runtime.url } })
  const lastStatus = async () =>
    (await cli.kora(['runs', '-n', '1', '--json'])).json<RunList>().runs.map(run => run.status)

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`X4 by ${signal} is cancelled, also at the runtime, and leaves with 1`, async () => {
      const graph = await cli.write('word.json', buildModelGraph())
      const live = cli.start(['run', graph], env())
      await live.saidOnError(/asks ollama/)
      // Said before the runtime has heard of it: what is broken off here is a call that was made.
      await untilCalled(runtime)
      live.process.kill(signal)
      const { code, err } = await live.ended
      expect(code).toBe(1)
      expect(err).toMatch(/CANCELLED/)
      // The runtime hears of it: the test would hang here otherwise.
      while (runtime.ledger.calls.at(-1)!.closedMs === null) await Bun.sleep(5)
      expect(runtime.ledger.calls.length).toBe(1)
      expect(await lastStatus()).toEqual(['cancelled'])
    })
  }

  test('X4 by Ctrl-C against a server is cancelled there, and the server goes on', async () => {
    await cli.serve(env())
    const graph = await cli.write('word.json', buildModelGraph())
    const live = cli.start(['run', graph, '--json'])
    await untilCalled(runtime)
    live.process.kill('SIGINT')
    const ended = await live.ended
    expect(ended.code).toBe(1)
    expect(ended.json<ExecuteResult>().status).toBe('cancelled')
    expect(await lastStatus()).toEqual(['cancelled'])
    expect(await cli.kora(['ask', 'What is 12 * 8?'])).toMatchObject({ code: 0 })
  })

  test('by the death of its server is 3, and the next start knows it as interrupted', async () => {
    const graph = await cli.write('word.json', buildModelGraph())
    for (const [at, flags] of [[], ['--json']].entries()) {
      const served = await cli.serve(env())
      const live = cli.start(['run', graph, ...flags])
      if (at === 0) await live.saidOnError(/asks ollama/)
      else await untilStored(served)
      served.process.kill('SIGKILL')
      const { code, out, err } = await live.ended
      expect(code).toBe(3)
      expect(at === 0 ? err : out).toMatch(/SERVER_UNREACHABLE/)
      expect(at === 0 ? err : out).toMatch(at === 0 ? /kora runs show run_\w+/ : /kora runs (show|list)/)
      if (at === 1) expect((JSON.parse(out) as Failure).details.code).toBe('SERVER_UNREACHABLE')
    }
    const { runs } = (await cli.kora(['runs', '--json'])).json<RunList>()
    expect(runs.map(run => run.status)).toEqual(['interrupted', 'interrupted'])
  })

  test('twice by Ctrl-C ends the process at once', async () => {
    const served = await cli.serve(env())
    const graph = await cli.write('word.json', buildModelGraph())
    const live = cli.start(['run', graph])
    await live.saidOnError(/asks ollama/)
    // A server that does not answer cannot confirm a cancel.
    served.process.kill('SIGSTOP')
    live.process.kill('SIGINT')
    await Bun.sleep(100)
    live.process.kill('SIGINT')
    expect((await live.ended).code).toBe(1)
    served.process.kill('SIGCONT')
  })
})

describe('one data folder', () => {
  test('several commands at once wait for each other, and all are right', async () => {
    const graph = await cli.write('sum.json', buildSumGraph())
    const ended = await Promise.all(Array.from({ length: 6 }, () => cli.kora(['run', graph, '--json'])))
    expect(ended.map(({ code, err }) => ({ code, err }))).toEqual(ended.map(() => ({ code: 0, err: '' })))
    expect(new Set(ended.map(one => one.json<ExecuteResult>().execution_metadata.run_id)).size).toBe(6)
    expect((await cli.kora(['runs', '--json'])).json<RunList>().runs.length).toBe(6)
  })

  test('commands and a server that starts among them find each other', async () => {
    const ended = Promise.all(Array.from({ length: 3 }, () => cli.kora(['operations', '--json'])))
    const served = await serveSoon()
    const later = await cli.kora(['runs', '--json'])
    expect((await ended).map(({ code }) => code)).toEqual([0, 0, 0])
    expect(later.code).toBe(0)
    served.process.kill('SIGTERM')
    await served.ended
  })

  /** A command may hold the folder at the moment; people try again. */
  async function serveSoon(): Promise<Awaited<ReturnType<Cli['serve']>>> {
    for (let left = 50; ; left -= 1) {
      try {
        return await cli.serve()
      } catch (error) {
        if (left === 0) throw error
        await Bun.sleep(50)
      }
    }
  }

  test.skipIf(process.platform === 'win32')(
    'whose Studio is stopped is told by its process, with the cure',
    async () => {
      const { pid, url } = await cli.serve()
      process.kill(pid, 'SIGSTOP')
      try {
        const { code, err } = await cli.kora(['runs', 'list'])
        expect(code).toBe(3)
        expect(err).toMatch(
          `SERVER_UNREACHABLE: The Studio that holds this data folder (process ${pid}, ${url}) does not`,
        )
        expect(err).toContain(`or end process ${pid}.`)
      } finally {
        process.kill(pid, 'SIGCONT')
      }
      expect((await cli.kora(['runs', 'list'])).code).toBe(0)
    },
  )

  test('that cannot be made or written is refused with the cure', async () => {
    const file = await cli.write('a-file', 'x')
    const homes = [join(file, 'home'), '/proc/kora']
    for (const home of homes) {
      for (const words of [['ask', 'hello'], ['config'], ['token'], ['serve', '--port', '0', '--no-open']]) {
        const { code, err, out } = await cli.kora(['--home', home, ...words])
        expect({ home, words, code, out }).toEqual({ home, words, code: 2, out: '' })
        expect(err).toMatch(/^VALIDATION_ERROR CONFIG_INVALID: .*KORA_HOME or --home/)
      }
    }
  })

  test('a token that is no file is refused in words', async () => {
    mkdirSync(join(cli.home, 'configs', 'token'), { recursive: true })
    for (const words of [['token'], ['ask', 'What is 1 + 1?']]) {
      const { code, err } = await cli.kora(words)
      expect({ words, code }).toEqual({ words, code: 2 })
      expect(err).toMatch(/^VALIDATION_ERROR CONFIG_INVALID: The token file/)
    }
  })

  test.skipIf(process.getuid?.() === 0)('that may not be written is refused with the cure', async () => {
    mkdirSync(cli.home)
    chmodSync(cli.home, 0o500)
    expect((await cli.kora(['ask', 'hello'])).err).toMatch(/CONFIG_INVALID/)
    chmodSync(cli.home, 0o700)
  })

  test('is found without HOME and KORA_HOME, or refused in words', async () => {
    const env = { HOME: undefined, KORA_HOME: undefined, XDG_DATA_HOME: join(cli.folder, 'xdg') }
    const { code, json } = await cli.kora(['config', '--json'], { env })
    expect(code).toBe(0)
    if (process.platform === 'linux') expect(json<{ home: string }>().home).toBe(join(cli.folder, 'xdg', 'kora-studio'))
  })
})

/** What was not yet stored was not yet announced either, and dies with the server (rule L4). */
async function untilStored({ url, tokenFile }: Served): Promise<void> {
  const headers = { authorization: `Bearer ${(await Bun.file(tokenFile).text()).trim()}` }
  for (;;) {
    const { runs } = (await (await fetch(`${url}/runs?status=running`, { headers })).json()) as RunList
    if (runs.length > 0) return
    await Bun.sleep(10)
  }
}

async function untilCalled(runtime: FakeBackend, calls = 1): Promise<void> {
  while (runtime.ledger.calls.length < calls) await Bun.sleep(10)
}
