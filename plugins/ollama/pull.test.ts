/** Ollama's own pull: the sum of its layers, its failures in plain words, and an end only where it says so. */
import { afterEach, describe, expect, test } from 'bun:test'
import type { Connector, PullFrame } from '#contracts/connector-port'
import type { KoraError } from '#contracts/failure'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { pullByRuntime } from '#studio/models/runtime-pull'
import type { Scenario } from '#testing/fake-backend/scenario'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { plugin } from './plugin.ts'

const QUIET = new AbortController().signal
const line = (value: object): { readonly raw: string } => ({ raw: `${JSON.stringify(value)}\n` })
const layer = (digest: string, total: number, completed?: number) =>
  line({ status: `pulling ${digest}`, digest, total, ...(completed === undefined ? {} : { completed }) })

let backend: FakeBackend
afterEach(() => backend.stop())

async function open(scenario: Scenario): Promise<Connector> {
  backend = await startFakeBackend()
  backend.script('/api/pull', scenario)
  const net = openNet({ hosts: ['loopback'] })
  const settings = { host: backend.url }
  const { connectors } = await plugin.activate({
    id: 'ollama',
    settings,
    clock: systemClock,
    log: () => undefined,
    net,
  })
  const [connector] = connectors ?? []
  if (connector === undefined) throw new Error('the plugin provides no connector')
  return connector
}

async function readFrames(connector: Connector, model: string, signal = QUIET): Promise<PullFrame[]> {
  return Array.fromAsync(connector.pull?.(model, signal) ?? [])
}

async function readFailure(connector: Connector, model = 'tiny', signal = QUIET): Promise<KoraError> {
  const watch = { signal, onProgress: () => undefined, monoMs: () => 0 }
  return pullByRuntime({ runtime: connector, name: model, ...watch }).then(
    () => Promise.reject(new Error('it was got')),
    (error: KoraError) => error,
  )
}

describe('ollama pull', () => {
  test('G3 tells the sum of its layers, then that it checks them', async () => {
    const connector = await open([
      line({ status: 'pulling manifest' }),
      layer('sha256:aa', 100),
      layer('sha256:bb', 50, 10),
      layer('sha256:aa', 100, 60),
      layer('sha256:aa', 100, 1_000),
      line({ status: 'verifying sha256 digest' }),
      line({ status: 'success' }),
      line({ status: 'pulling late', digest: 'sha256:cc', total: 1 }),
      { missingEnd: true },
    ])
    expect(await readFrames(connector, 'tiny')).toEqual([
      { phase: 'downloading', doneBytes: null, totalBytes: null },
      { phase: 'downloading', doneBytes: 0, totalBytes: 100 },
      { phase: 'downloading', doneBytes: 10, totalBytes: 150 },
      { phase: 'downloading', doneBytes: 70, totalBytes: 150 },
      { phase: 'downloading', doneBytes: 110, totalBytes: 150 },
      { phase: 'verifying', doneBytes: 110, totalBytes: 150 },
    ])
    expect(JSON.parse(backend.ledger.probes.at(-1)?.body ?? '')).toEqual({ model: 'tiny', stream: true })
  })

  test.each<readonly [string, KoraError['code'], string]>([
    ['pull model manifest: file does not exist', 'MODEL_NOT_FOUND', 'no model tiny'],
    ['invalid model name', 'MODEL_NOT_FOUND', 'no name of a model'],
    [
      'Get "https://library.example/v2/": dial tcp: lookup library.example: no such host',
      'BACKEND_ERROR',
      'cannot reach',
    ],
    ['write /models/blobs/x: no space left on device', 'BACKEND_ERROR', 'is full'],
    ['pull model manifest: 412: this model requires a newer version of Ollama', 'BACKEND_ERROR', 'newer Ollama'],
    ['something else', 'BACKEND_ERROR', 'its own log'],
  ])('G3 says what a pull that fails with %p means', async (said, code, words) => {
    const failure = await readFailure(
      await open([line({ status: 'pulling manifest' }), line({ error: said }), { missingEnd: true }]),
    )
    expect(failure.code).toBe(code)
    expect(failure.message).toContain(words)
    expect(failure.message).not.toContain('library.example')
  })

  test('G3 a stream that ends without its end mark, breaks, floods or is no JSON is no model', async () => {
    const cases: readonly (readonly [Scenario, string])[] = [
      [[layer('sha256:aa', 100, 100), { missingEnd: true }], 'UPSTREAM_TRUNCATED'],
      [[layer('sha256:aa', 100, 40), { cut: 'rst' }], 'UPSTREAM_TRUNCATED'],
      [[{ raw: 'no json\n' }, { missingEnd: true }], 'UPSTREAM_PROTOCOL'],
      [[{ endless: 'bytes' }], 'UPSTREAM_PROTOCOL'],
      [[{ html: true }], 'UPSTREAM_PROTOCOL'],
      [[{ status: 500, body: { error: 'broken' } }], 'BACKEND_ERROR'],
    ]
    for (const [scenario, code] of cases) {
      const failure = await readFailure(await open(scenario))
      expect([scenario, failure.code]).toEqual([scenario, code as typeof failure.code])
      await backend.stop()
    }
  })

  test('N3 never asks for a cloud model', async () => {
    const connector = await open([])
    expect((await readFailure(connector, 'gpt-oss:120b-cloud')).code).toBe('CLOUD_MODEL')
    expect(backend.ledger.probes).toEqual([])
  })

  test('G2 breaking it off ends it at once, as cancelled', async () => {
    const connector = await open([layer('sha256:aa', 100, 40), { hang: true }])
    const stop = new AbortController()
    const failure = readFailure(connector, 'tiny', stop.signal)
    await backend.ledger.until(ledger => ledger.probes.length === 1, 'the pull')
    stop.abort()
    expect(await failure).toMatchObject({ code: 'CANCELLED' })
  })
})
