import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LAUNCHER = join(import.meta.dir, 'kora.ts')
const VERIFY = join(import.meta.dir, 'verify.ts')
let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'kora-launch-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

type Ended = { readonly code: number; readonly out: string; readonly err: string }

function start(script: string, words: readonly string[], env: Record<string, string>, cwd = home) {
  return Bun.spawn({
    cmd: [process.execPath, '--no-env-file', script, ...words],
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
async function run(script: string, words: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = start(script, words, env)
  const [code, out, err] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()])
  return { code, out, err }
}

describe('launcher', () => {
  test('S3 starts with no environment at all, from any folder, whatever files lie there', async () => {
    await writeFile(join(home, '.env'), 'KORA_PORT=1\n')
    const version = await run(LAUNCHER, ['version'])
    expect([version.code, version.out.trim()]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
    const config = await run(LAUNCHER, ['config', '--json'], { KORA_HOME: join(home, 'data') })
    const { settings } = JSON.parse(config.out) as { settings: { name: string; value: unknown; source: string }[] }
    expect(settings.find(line => line.name === 'port')).toMatchObject({ value: 4747, source: 'default' })
  })

  test('H2 names SERVER_UNREACHABLE and leaves with 3 where nobody answers', async () => {
    const closed = createServer()
    await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(closed.address() as { port: number }).port}`
    await new Promise(resolve => closed.close(resolve))
    const ended = await run(LAUNCHER, ['runs', 'list', '--json', '--server', url], { KORA_HOME: join(home, 'none') })
    expect([ended.code, JSON.parse(ended.out)]).toEqual([
      3,
      expect.objectContaining({ details: expect.objectContaining({ code: 'SERVER_UNREACHABLE' }) }),
    ])
  })

  test('S3 neither server nor commands speak to a proxy that the environment names', async () => {
    const seen: string[] = []
    const proxy = createServer(socket => {
      socket.on('error', () => undefined)
      socket.once('data', bytes => {
        seen.push(bytes.toString().split('\r\n')[0]!)
        socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')
      })
    })
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(proxy.address() as { port: number }).port}`
    const names = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap(name => [name, name.toUpperCase()])
    const env = { KORA_HOME: join(home, 'proxied'), ...Object.fromEntries(names.map(name => [name, address])) }
    const server = start(LAUNCHER, ['serve', '--port', '0', '--no-open', '--json'], env)
    try {
      const { value } = await server.stdout.getReader().read()
      expect(JSON.parse(Buffer.from(value!).toString())).toMatchObject({ url: expect.stringMatching(/^http:\/\//) })
      const runs = await run(LAUNCHER, ['runs', 'list', '--json'], env)
      expect([runs.code, JSON.parse(runs.out)]).toEqual([0, expect.objectContaining({ runs: [] })])
      const models = await run(LAUNCHER, ['models', 'list', '--json'], env)
      expect(models.code).toBe(0)
      expect(seen).toEqual([])
    } finally {
      server.kill('SIGKILL')
      await server.exited
      proxy.close()
    }
  })
})

describe('verify', () => {
  test('closes with the counts, says which steps there are, and runs none for a wrong name', async () => {
    const good = await run(VERIFY, ['emitted schemas'])
    expect([good.code, good.out.trim().split('\n').at(-1)]).toEqual([0, '1 passed, 0 failed'])
    const wrong = await run(VERIFY, ['no such step'])
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('"emitted schemas"')
  })
})
