import { describe, expect, test } from 'bun:test'
import type { PluginInfo } from '#contracts/manifest'
import type { Health } from '#contracts/studio'
import { openCli } from './cli-harness.ts'
import { hideStrangers, listPrivateWords, redact } from './redact.ts'

describe('redact', () => {
  test('S9 takes folders, tokens, secrets and names out of every text, at any depth', async () => {
    const cli = openCli()
    const token = (await cli.kora(['token'])).out.trim()
    await Bun.write(`${cli.home}/configs/secrets.json`, '{"api_key": "s3cret-value"}')
    const words = await listPrivateWords(cli.home)
    const said = redact({ a: [`${cli.home}/telemetry is locked`, { b: `Bearer ${token}; s3cret-value` }], n: 1 }, words)
    expect(said).toEqual({ a: ['<data folder>/telemetry is locked', { b: 'Bearer <token>; <secret>' }], n: 1 })
    await cli.close()
  })

  test('S9 takes addresses of other machines out and leaves those of this one', () => {
    const said = redact('at http://127.0.0.1:11434, http://[::1]:1/x or https://anna.example:8080/v1?key=1.', [])
    expect(said).toBe('at http://127.0.0.1:11434, http://[::1]:1/x or <address>')
  })

  test('S9 no machine is named by the cure that would let it be reached', () => {
    const said = 'http://box.example:1 is another machine; `kora plugins allow lmstudio box.example:1` agrees to it.'
    expect(redact(said, [])).toBe('<address> is another machine; `kora plugins allow lmstudio <host>` agrees to it.')
  })

  test('a name is taken out as a whole only', () => {
    expect(redact('max may set max_runs; ask max', [['max', '<user>']])).toBe('<user> may set max_runs; ask <user>')
  })
})

describe('hideStrangers', () => {
  const plugin = (id: string, bundled: boolean, message: string | null): PluginInfo => ({
    id,
    title: id,
    version: '1.0.0',
    state: message === null ? 'active' : 'failed',
    bundled,
    provides: [{ port: 'connector', name: id }],
    grants: [],
    hosts: [],
    failure: message === null ? null : { code: 'PLUGIN_FAILED', message },
  })
  const backend = (name: string): Health['backends'][number] => ({
    name,
    title: name,
    status: 'unavailable',
    version: 'v1',
    address: 'http://127.0.0.1:1',
    reason: `words of ${name}`,
  })

  test('S9 words of a plugin that Studio does not ship stay here', () => {
    const health: Health = {
      status: 'degraded',
      cpu_load: 0,
      gpu_available: false,
      active_sessions: 0,
      version: '0.1.0',
      backends: [backend('ours'), backend('theirs')],
      problems: ['The disk is full.', 'it said my password'],
    }
    const shown = hideStrangers(health, [plugin('ours', true, null), plugin('theirs', false, 'it said my password')])
    expect(shown.problems).toEqual(['The disk is full.'])
    expect(shown.backends[0]).toEqual(backend('ours'))
    expect(shown.backends[1]).toMatchObject({
      name: 'theirs',
      status: 'unavailable',
      address: '',
      reason: null,
      version: null,
    })
  })
})
