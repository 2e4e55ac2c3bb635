/** `doctor`: what is well, what is not, and that nothing of the user's leaves with the diagnosis. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { type Cli, openCli } from './cli-harness.ts'
import type { Check, Diagnosis } from './diagnose.ts'

setDefaultTimeout(60_000)
let cli: Cli
beforeEach(() => {
  cli = openCli()
})
afterEach(() => cli.close())

const find = ({ checks }: Diagnosis, name: string): readonly Check[] => checks.filter(check => check.name === name)

describe('doctor', () => {
  test('says that all is well, with and without a server, and where a runtime is missing how to get it', async () => {
    for (const way of ['alone', 'served']) {
      if (way === 'served') await cli.serve()
      const people = await cli.kora(['doctor'])
      expect({ way, code: people.code, err: people.err }).toEqual({ way, code: 0, err: '' })
      expect(people.out).toMatch(/^Studio \S+ on Bun .*: healthy$/m)
      expect(people.out).toMatch(/^ollama +unavailable .*ollama serve/m)
      const diagnosis = (await cli.kora(['doctor', '--json'])).json<Diagnosis>()
      expect(diagnosis.status).toBe('healthy')
      expect(diagnosis.checks.every(check => check.ok)).toBe(true)
    }
  })

  test.skipIf(process.platform === 'win32')('names a data folder that others may write to or look into', async () => {
    await cli.kora(['doctor'])
    for (const [mode, ok, says] of [
      [0o777, false, 'may write to it (mode 0777)'],
      [0o1777, true, 'may write to it (mode 01777)'],
      [0o755, true, 'may see the names in it (mode 0755)'],
    ] as const) {
      chmodSync(cli.home, mode)
      const diagnosis = (await cli.kora(['doctor', '--json'])).json<Diagnosis>()
      expect(find(diagnosis, 'data folder').at(-1)).toMatchObject({ ok, says: `other users of this machine ${says}` })
      expect(diagnosis.status).toBe(ok ? 'healthy' : 'degraded')
    }
    chmodSync(cli.home, 0o700)
    expect(find((await cli.kora(['doctor', '--json'])).json<Diagnosis>(), 'data folder')).toHaveLength(1)
  })

  test('S9 no content, token, secret, name, folder or address of another machine gets into the bundle', async () => {
    const runtime = await startFakeBackend()
    runtime.script('fake', [{ honourCap: true }, { json: { text: 'CANARY-OUTPUT' } }, { end: 'stop' }])
    mkdirSync(join(cli.home, 'configs'), { recursive: true })
    mkdirSync(join(cli.home, 'plugins', 'stranger'), { recursive: true })
    await Bun.write(
      join(cli.home, 'configs', 'config.json'),
      JSON.stringify({
        keep_content: true,
        lmstudio_host: 'http://canary-machine.example:1234',
        plugins: { absent: { note: 'CANARY-SETTING' } },
      }),
    )
    const secrets = JSON.stringify({ 'llama-server-key': 'CANARY-SECRET' })
    writeFileSync(join(cli.home, 'configs', 'secrets.json'), secrets, { mode: 0o600 })
    await Bun.write(join(cli.home, 'plugins', 'stranger', 'manifest.json'), '{"id": "CANARY-MANIFEST"}')
    const env = {
      OLLAMA_HOST: runtime.url,
      LLAMACPP_HOST: 'http://canary-llama.example:8080',
      KORA_TOKEN: 'CANARY-ENVIRONMENT',
      CANARY: 'CANARY-VARIABLE',
    }
    const csv = await cli.write('CANARY-FILE.csv', 'name,amount\nCANARY-ROW,5\n')
    await cli.kora(['ask', '--keep', 'CANARY-MESSAGE: say hello'], { env })
    await cli.kora(['ask', '--attach', csv, 'total of amount'], { env })
    const token = (await cli.kora(['token'])).out.trim()

    const path = join(cli.folder, 'bundle.json')
    const { out, err } = await cli.kora(['doctor', '--out', path, '--json'], { env })
    const bundle = await Bun.file(path).text()
    expect(JSON.parse(out)).toEqual(JSON.parse(bundle))
    expect(bundle.length).toBeGreaterThan(1_000)
    for (const text of [bundle, err.replace(path, '')]) {
      expect(text).not.toMatch(/canary/i)
      for (const word of [token, cli.home, cli.folder, hostname()]) expect(text).not.toContain(word)
    }
    // The run is counted all the same.
    expect((JSON.parse(bundle) as Diagnosis).telemetry).toMatchObject({ runs: 2, model_invocations: 1 })
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    await runtime.stop()
  })

  test('writes over nothing', async () => {
    const path = await cli.write('bundle.json', 'mine')
    const { code, err } = await cli.kora(['doctor', '--out', path])
    expect(code).toBe(2)
    expect(err).toMatch(/^VALIDATION_ERROR INVALID_REQUEST: --out .*bundle\.json: is there already\.$/m)
    expect(await Bun.file(path).text()).toBe('mine')
    expect((await cli.kora(['doctor', '--out', join(cli.folder, 'no', 'folder.json')])).err).toMatch(
      /cannot be written/,
    )
  })

  test('is there for a Studio that cannot be opened: names what is wrong, the cure, and leaves with 1', async () => {
    const file = await cli.write('a-file', 'x')
    const folder = await cli.kora(['doctor', '--json', '--home', join(file, 'home')])
    expect(folder.code).toBe(1)
    expect(folder.json<Diagnosis>()).toMatchObject({ status: 'unavailable', health: null })
    expect(find(folder.json<Diagnosis>(), 'studio')[0]?.says).toMatch(/^CONFIG_INVALID: /)

    const variable = await cli.kora(['doctor', '--json'], { env: { KORA_PORT: 'many' } })
    expect(variable.code).toBe(1)
    expect(find(variable.json<Diagnosis>(), 'config')[0]).toMatchObject({ ok: false })
    expect(find(variable.json<Diagnosis>(), 'config')[0]?.says).toMatch(/^KORA_PORT /)
    const people = await cli.kora(['doctor'], { env: { KORA_PORT: 'many' } })
    expect(people.out).toMatch(/: unavailable$/m)
    expect(people.out).toMatch(/^config +problem +KORA_PORT /m)
  })

  test('P3 a broken plugin and a broken settings file are problems with names, and the rest works', async () => {
    mkdirSync(join(cli.home, 'plugins', 'stranger'), { recursive: true })
    mkdirSync(join(cli.home, 'configs'))
    await Bun.write(join(cli.home, 'plugins', 'stranger', 'manifest.json'), '{"id": "stranger", "bogus": "CANARY"}')
    await Bun.write(join(cli.home, 'configs', 'config.json'), '{ "port": ')
    const { code, json, out } = await cli.kora(['doctor', '--json'])
    expect(code).toBe(1)
    expect(json<Diagnosis>().status).toBe('degraded')
    expect(find(json<Diagnosis>(), 'plugin stranger')[0]).toMatchObject({ ok: false, says: 'MANIFEST_INVALID' })
    expect(find(json<Diagnosis>(), 'config')[0]?.says).toMatch(/config\.json cannot be used \(line 1, column 11/)
    expect(out).not.toContain('CANARY')
  })

  test('names the setting where the address of a runtime or another setting of a plugin cannot be', async () => {
    const variable = await cli.kora(['doctor', '--json'], { env: { LMSTUDIO_HOST: 'ftp://x' } })
    expect(find(variable.json<Diagnosis>(), 'config')[0]?.says).toMatch(/^LMSTUDIO_HOST must be a URL/)
    mkdirSync(join(cli.home, 'configs'), { recursive: true })
    const plugins = { 'openai-compatible': { host: 'ftp://x' }, 'llama-server': { host: 7 }, lmstudio: { parallel: 0 } }
    await Bun.write(join(cli.home, 'configs', 'config.json'), JSON.stringify({ ollama_host: 'not_a::host', plugins }))
    const diagnosis = (
      await cli.kora(['doctor', '--json'], { env: { OLLAMA_HOST: '', LLAMACPP_HOST: '' } })
    ).json<Diagnosis>()
    expect(diagnosis.status).toBe('degraded')
    expect(find(diagnosis, 'config')[0]?.says).toContain('ollama_host must be a URL')
    for (const [id, setting] of Object.entries({
      'openai-compatible': 'host',
      'llama-server': 'host',
      lmstudio: 'parallel',
    })) {
      const [check] = find(diagnosis, `plugin ${id}`)
      expect(check?.says).toContain(`plugins.${id}.${setting} is`)
      expect(check?.cure).toMatch(new RegExp(`^correct plugins\\.${id}.* in configs/config.json`))
    }
  })

  test('N4 a runtime on another machine waits for an agreement that is shown, kept and can be withdrawn', async () => {
    const env = { LLAMACPP_HOST: 'http://192.0.2.7:8080' }
    const reason = async () => {
      const { health } = (await cli.kora(['doctor', '--json'], { env })).json<Diagnosis>()
      return health?.backends.find(({ name }) => name === 'llama-server')?.reason
    }
    expect(await reason()).toMatch(/is another machine.*`kora plugins allow llama-server <host>`/)
    expect((await cli.kora(['models', 'probe', 'llama-server/x'], { env })).err).toContain(
      'kora plugins allow llama-server 192.0.2.7:8080',
    )
    const allowed = await cli.kora(['plugins', 'allow', 'llama-server', '192.0.2.7:8080'], { env })
    expect(allowed).toMatchObject({ code: 0, out: 'llama-server  may reach 192.0.2.7:8080\n' })
    expect(allowed.err).toContain('kora plugins disallow llama-server 192.0.2.7:8080')
    expect(await reason()).not.toContain('agreement')
    expect((await cli.kora(['plugins'], { env })).err).toMatch(
      /^llama-server may reach 192\.0\.2\.7:8080, another machine/m,
    )
    const diagnosis = (await cli.kora(['doctor', '--json'], { env })).json<Diagnosis>()
    expect(find(diagnosis, 'plugin llama-server')).toMatchObject([{ ok: true }])
    // S9: which machine it is stays here.
    expect(JSON.stringify(diagnosis)).not.toContain('192.0.2.7')
    await cli.kora(['plugins', 'disallow', 'llama-server', '192.0.2.7:8080'], { env })
    expect(await reason()).toContain('needs your agreement')
    for (const host of ['127.0.0.1:8080', 'http://192.0.2.7', '*'])
      expect(await cli.kora(['plugins', 'allow', 'llama-server', host], { env })).toMatchObject({ code: 2, out: '' })
  })

  test('of a server that does not answer is 3, as everywhere', async () => {
    expect(await cli.kora(['doctor', '--server', 'http://127.0.0.1:9'])).toMatchObject({ code: 3, out: '' })
  })
})
