import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { type LoadedSettings, loadSettings, type SettingLayers, saveSettings } from './load-settings.ts'
import { SETTINGS, type SettingName } from './settings-table.ts'

let base: string
let count = 0
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kora-settings-'))
})
afterAll(() => rm(base, { recursive: true }))

async function load(text: string | null, layers: Partial<SettingLayers> = {}): Promise<LoadedSettings> {
  count += 1
  const file = join(base, `config-${count}.json`)
  if (text !== null) await writeFile(file, text)
  return loadSettings({ file, env: {}, ...layers })
}
const sourceOf = (loaded: LoadedSettings, name: SettingName): [unknown, string, string | null] => {
  const { value, source, where } = loaded.lines.find(line => line.name === name)!
  return [value, source, where]
}
const refusalOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'taken',
    error => (error instanceof KoraError ? `${error.code} ${error.message}` : String(error)),
  )

describe('settings', () => {
  test('S7 lays flags over environment over file over defaults, and says where each came from', async () => {
    const text = '{"port":1,"host":"127.0.0.2","max_runs":3}'
    const env = { KORA_PORT: '2', KORA_HOST: '127.0.0.3', OLLAMA_HOST: '' }
    const loaded = await load(text, { env, flags: { port: '0' } })
    expect(sourceOf(loaded, 'port')).toEqual([0, 'flag', '--port'])
    expect(sourceOf(loaded, 'host')).toEqual(['127.0.0.3', 'environment', 'KORA_HOST'])
    expect(sourceOf(loaded, 'max_runs')).toEqual([3, 'file', 'configs/config.json'])
    expect(sourceOf(loaded, 'ollama_host')).toEqual([null, 'default', null])
    expect(loaded.values.port).toBe(0)
    expect(loaded.problems).toEqual([])
    expect(loaded.lines).toHaveLength(Object.keys(SETTINGS).length)
  })

  test('S7 refuses a wrong flag or variable by its name', async () => {
    for (const port of ['', 'x', '-1', '65536', '1e3', '0x10', ' ', 1.5, null, '٣'])
      expect(await refusalOf(load(null, { flags: { port } }))).toStartWith(
        'CONFIG_INVALID --port must be a whole number',
      )
    expect(await refusalOf(load(null, { env: { KORA_PORT: 'many' } }))).toContain('KORA_PORT')
    for (const host of ['a b', 'http://x', '127.0.0.1/x', '-x', 'x;rm'])
      expect(await refusalOf(load(null, { flags: { host } }))).toStartWith('CONFIG_INVALID --host')
    // Systems take these for numbers of their own, such as 127.0.0.1 or all addresses.
    for (const host of [
      '0',
      '127.1',
      '0x7f000001',
      '2130706433',
      '999.1.1.1',
      '::ffff:127.0.0.1',
      '::::',
      '[127.0.0.1]',
      'a..b',
    ])
      expect(await refusalOf(load(null, { flags: { host } }))).toStartWith('CONFIG_INVALID --host')
    for (const [said, host] of [
      ['[::1]', '::1'],
      ['LOCALHOST', 'localhost'],
      ['FD00::1', 'fd00::1'],
      ['box-1.lan', 'box-1.lan'],
    ])
      expect((await load(null, { flags: { host: said! } })).values.host).toBe(host!)
    for (const url of ['user@host', 'a b', 'http://h?x', 'http://h/#x'])
      expect(await refusalOf(load(null, { env: { OLLAMA_HOST: url } }))).toContain('OLLAMA_HOST')
    for (const [variable, port] of Object.entries({ OLLAMA_HOST: 11434, LMSTUDIO_HOST: 1234, LLAMACPP_HOST: 8080 }))
      for (const url of ['ftp://x', 'not_a::host', 'http://', 'http://[::1', 'x:70000', 'http://user:word@h'])
        expect(await refusalOf(load(null, { env: { [variable]: url } }))).toBe(
          `CONFIG_INVALID ${variable} must be a URL or host:port, such as 127.0.0.1:${port}.`,
        )
    for (const url of ['127.0.0.1:11434', 'http://localhost:1', 'https://box.example/ollama', '0.0.0.0'])
      expect((await load(null, { env: { OLLAMA_HOST: url } })).values.ollama_host).toBe(url)
  })

  test('S7 starts on defaults with a broken file and says so in words', async () => {
    for (const text of ['', '{', '[]', '{"port":1,"port":2}', '{"__proto__":{"port":1}}', '\u0000']) {
      const loaded = await load(text)
      expect([text, loaded.values.port, loaded.problems.length]).toEqual([text, 4747, 1])
      expect(loaded.problems[0]).toContain('defaults')
    }
    expect((await load(null)).problems).toEqual([])
  })

  test('S7 keeps what is good in a file beside what is not', async () => {
    const loaded = await load(
      '{"port":"no","max_runs":"7","auth":"none","bogus":1,"keep_content":"yes","quota":{"x":1}}',
    )
    expect(loaded.values).toMatchObject({ port: 4747, max_runs: 7, auth: 'token', keep_content: true, quota: {} })
    expect(loaded.problems.map(problem => /(port|auth|bogus|quota)/.exec(problem)?.[1])).toEqual([
      'bogus',
      'port',
      'auth',
      'quota',
    ])
  })

  test('H7 refuses an address beyond loopback without a token', async () => {
    for (const host of ['0.0.0.0', '192.168.1.2', '::', 'studio.example', '127.0.0.1.example.com'])
      expect(await refusalOf(load('{"auth":"off"}', { flags: { host } }))).toContain('loopback')
    for (const host of ['127.0.0.1', '::1', '[::1]', 'localhost', 'LocalHost', '127.1.2.3'])
      expect((await load('{"auth":"off"}', { flags: { host } })).values.auth).toBe('off')
  })

  test('S7 hands each plugin its own settings and the address of its runtime', async () => {
    const loaded = await load('{"plugins":{"ollama":{"parallel":2},"llamacpp":{"slots":1}}}', {
      env: { OLLAMA_HOST: 'http://box:1' },
    })
    expect(loaded.ofPlugin('ollama')).toEqual({ parallel: 2, host: 'http://box:1' })
    expect(loaded.ofPlugin('llamacpp')).toEqual({ slots: 1 })
    for (const id of ['constructor', '__proto__', 'none']) expect(loaded.ofPlugin(id)).toEqual({})
  })

  test('S7 saves one setting beside the others and keeps a broken file aside', async () => {
    const file = join(base, 'saved.json')
    await writeFile(file, '{"port":1,"unknown":"kept"}')
    await saveSettings(file, new Map([['default_model', 'ollama/x']]))
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ port: 1, unknown: 'kept', default_model: 'ollama/x' })
    await writeFile(file, '{"port":')
    expect((await loadSettings({ file, env: {} })).values.default_model).toBe('ollama/x')
    await saveSettings(file, new Map([['port', 5]]))
    expect(await readFile(`${file}.broken`, 'utf8')).toBe('{"port":')
    expect((await loadSettings({ file, env: {} })).values).toMatchObject({ port: 5, default_model: 'ollama/x' })
    await saveSettings(file, new Map([['port', undefined]]))
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ unknown: 'kept', default_model: 'ollama/x' })
  })
})
