import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { buildRequest, describeConnector, readAll, readFailure } from '#testing/connector-suite'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { plugin } from './plugin.ts'

const QUIET = new AbortController().signal

async function activate(settings: JsonObject): Promise<Connector> {
  const net = openNet({ hosts: ['loopback'] })
  const provided = await plugin.activate({ id: 'ollama', settings, clock: systemClock, log: () => undefined, net })
  const connector = provided.connectors?.[0]
  if (connector === undefined) throw new Error('the plugin provides no connector')
  return connector
}

describeConnector(
  'ollama',
  async () => {
    const backend = await startFakeBackend()
    return { backend, connector: await activate({ host: backend.url }) }
  },
  { healthPath: '/api/version', namesModel: true, knowsModels: true },
)

describe('ollama connector', () => {
  let backend: FakeBackend
  let connector: Connector
  beforeAll(async () => {
    backend = await startFakeBackend()
    connector = await activate({ host: backend.url, parallel: 3, context_tokens: 512, threads: 2 })
  })
  afterAll(() => backend.stop())

  test('B7 turns trimming and shifting of the prompt off', async () => {
    await readAll(connector.generate(buildRequest(), QUIET))
    expect(backend.ledger.calls.at(-1)?.body).toMatchObject({
      truncate: false,
      shift: false,
      options: { num_predict: 64, num_ctx: 512, num_thread: 2, seed: 7, temperature: 0, top_p: 1 },
    })
  })

  test('M4 turns thinking off only where the model can think', async () => {
    backend.replaceModel({ name: 'thinker:latest', thinking: true })
    await readAll(connector.generate(buildRequest({ model: 'thinker' }), QUIET))
    expect(backend.ledger.calls.at(-1)?.body.think).toBe(false)
    await readAll(connector.generate(buildRequest(), QUIET))
    expect(backend.ledger.calls.at(-1)?.body).not.toHaveProperty('think')
  })

  test("keeps the model's own stop texts beside those of the call", async () => {
    backend.replaceModel({
      name: 'chatty:latest',
      parameterLines: ['temperature 1', 'stop                           "<|end|>"'],
    })
    const sampler = { temperature: 0, topP: 1, seed: 1, stop: ['\n'] }
    await readAll(connector.generate(buildRequest({ model: 'chatty', sampler }), QUIET))
    expect(backend.ledger.calls.at(-1)?.body.options).toMatchObject({ stop: ['\n', '<|end|>'] })
    await readAll(connector.generate(buildRequest({ model: 'chatty' }), QUIET))
    expect(backend.ledger.calls.at(-1)?.body.options).not.toHaveProperty('stop')
  })

  test('N3 refuses a cloud model before any content is sent', async () => {
    backend.replaceModel({ name: 'big:120b', remoteHost: 'https://cloud.example' })
    const calls = backend.ledger.calls.length
    for (const model of ['big:120b', 'gpt-oss:120b-cloud', 'other:cloud'])
      expect((await readFailure(connector.generate(buildRequest({ model }), QUIET))).code).toBe('CLOUD_MODEL')
    expect(backend.ledger.calls.length).toBe(calls)
    const listed = (await connector.models(QUIET)).find(model => model.name === 'big:120b')
    expect(listed?.remote).toBe(true)
  })

  test('N3 notices a local name that became a cloud model between two calls', async () => {
    const changing = await startFakeBackend({ models: [{ name: 'shifty:latest' }] })
    const one = await activate({ host: changing.url })
    await readAll(one.generate(buildRequest({ model: 'shifty' }), QUIET))
    const cloud = { name: 'shifty:latest', digest: 'cd'.repeat(32), remote_host: 'https://cloud.example' }
    changing.script('/api/tags', [{ status: 200, body: { models: [cloud] } }])
    expect((await readFailure(one.generate(buildRequest({ model: 'shifty' }), QUIET))).code).toBe('CLOUD_MODEL')
    expect(changing.ledger.calls.length).toBe(1)
    await changing.stop()
  })

  test('asks for the facts of a model again when its digest changed, and only then', async () => {
    const fresh = await startFakeBackend({ models: [{ name: 'thinker:latest', digest: 'aa'.repeat(32) }] })
    const one = await activate({ host: fresh.url })
    const call = () => readAll(one.generate(buildRequest({ model: 'thinker' }), QUIET))
    const shows = () => fresh.ledger.probes.filter(probe => probe.path === '/api/show').length
    await call()
    await call()
    expect(shows()).toBe(1)
    fresh.replaceModel({ name: 'thinker:latest', digest: 'bb'.repeat(32), thinking: true })
    await call()
    expect(shows()).toBe(2)
    expect(fresh.ledger.calls.at(-1)?.body.think).toBe(false)
    await fresh.stop()
  })

  test('N3 takes a name with and without its default tag for the same model', async () => {
    const frames = await readAll(connector.generate(buildRequest({ model: 'FAKE' }), QUIET))
    expect(frames.at(-1)?.kind).toBe('end')
  })

  test('M6 lists the digest, size, quantization and context of a model', async () => {
    const digest = 'ab'.repeat(32)
    backend.replaceModel({ name: 'known:1b', digest, sizeBytes: 123, quantization: 'Q8_0', parameters: '1B' })
    await connector.load?.('known:1b', QUIET)
    const listed = (await connector.models(QUIET)).find(model => model.name === 'known:1b')
    expect(listed).toEqual({
      name: 'known:1b',
      sizeBytes: 123,
      parameters: '1B',
      quantization: 'Q8_0',
      contextTokens: 4096,
      estimatedVramMb: 0,
      digest: `sha256:${digest}`,
      loaded: true,
      remote: false,
    })
    await connector.unload?.('known:1b', QUIET)
    expect((await connector.models(QUIET)).find(model => model.name === 'known:1b')?.loaded).toBe(false)
  })

  test('reads slots and context from its settings', async () => {
    expect(connector.slots('fake:latest')).toBe(3)
    expect((await connector.capabilities('fake:latest', QUIET)).contextTokens).toBe(512)
  })

  test('says that the runtime is not there, and how to start it', async () => {
    const gone = await startFakeBackend()
    const one = await activate({ host: gone.url })
    await gone.stop()
    const { code, message } = await readFailure(one.generate(buildRequest(), QUIET))
    expect(code).toBe('BACKEND_UNAVAILABLE')
    expect(message).toContain('ollama serve')
    expect(await one.health(QUIET)).toMatchObject({ status: 'unavailable', version: null, address: gone.url })
  })

  test('B7 warns of a version that trims prompts in silence', async () => {
    const old = await startFakeBackend({ version: '0.5.7' })
    expect(await (await activate({ host: old.url })).health(QUIET)).toMatchObject({
      status: 'degraded',
      version: '0.5.7',
    })
    await old.stop()
  })

  test('N4 never reaches a host that was not granted', async () => {
    const far = await activate({ host: 'http://models.example:11434' })
    const { code, message } = await readFailure(far.generate(buildRequest(), QUIET))
    expect(code).toBe('BACKEND_UNAVAILABLE')
    expect(message).toContain('kora plugins allow ollama models.example:11434')
    expect((await far.health(QUIET)).address).toContain('another machine')
  })

  test('a full queue is BACKEND_BUSY', async () => {
    const busy = await startFakeBackend({ slots: 1, queue: 0 })
    busy.script('fake', [{ text: 'a' }, { hang: true }])
    const one = await activate({ host: busy.url })
    const stop = new AbortController()
    const first = readFailure(one.generate(buildRequest(), stop.signal))
    await busy.ledger.until(ledger => ledger.tokensWritten() === 1, 'the first call')
    expect((await readFailure(one.generate(buildRequest(), QUIET))).code).toBe('BACKEND_BUSY')
    stop.abort()
    await first
    await busy.stop()
  })
})
