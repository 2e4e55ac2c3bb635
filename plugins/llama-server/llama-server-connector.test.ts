import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { buildRequest, describeConnector, readAll, readFailure, toAnswer } from '#testing/connector-suite'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { plugin } from './plugin.ts'

const QUIET = new AbortController().signal

async function activate(host: string, key: string | null = null): Promise<Connector> {
  const net = openNet({ hosts: ['loopback'] })
  const secrets = { read: async () => key }
  const provided = await plugin.activate({
    id: 'llama-server',
    settings: { host },
    clock: systemClock,
    log: () => undefined,
    net,
    secrets,
  })
  return provided.connectors![0]!
}

describeConnector(
  'llama-server',
  async () => {
    const backend = await startFakeBackend()
    return { backend, connector: await activate(backend.url) }
  },
  { healthPath: '/health', namesModel: true, knowsModels: true },
)

describe('llama-server connector', () => {
  let backend: FakeBackend
  let connector: Connector
  beforeAll(async () => {
    backend = await startFakeBackend({ slots: 4, version: '9.9' })
    connector = await activate(backend.url)
  })
  afterAll(() => backend.stop())

  test('B7 counts the prompt by the server itself', async () => {
    const messages = [{ role: 'user', content: 'x'.repeat(400) }] as const
    expect(await connector.countTokens!('fake:latest', messages, QUIET)).toBe(101)
    expect(await connector.capabilities('fake:latest', QUIET)).toMatchObject({ tokenizer: true, contextTokens: 4_096 })
  })

  test('M4 M9 asks a template to leave thinking out where plain text is wanted, and only there', async () => {
    backend.script('fake:latest', [{ text: 'blue' }])
    await readAll(connector.generate(buildRequest({ form: 'text' }), QUIET))
    expect(backend.ledger.calls.at(-1)?.body).toMatchObject({ chat_template_kwargs: { enable_thinking: false } })
    await readAll(connector.generate(buildRequest(), QUIET))
    expect(backend.ledger.calls.at(-1)?.body).not.toHaveProperty('chat_template_kwargs')
  })

  test('N7 takes the number of slots from the server', async () => {
    await connector.capabilities('fake:latest', QUIET)
    expect(connector.slots('fake:latest')).toBe(4)
  })

  test('says its build, and that a loading server is not there yet', async () => {
    expect((await connector.health(QUIET)).version).toBe('b1-9.9')
    const own = await startFakeBackend()
    own.script('/health', [
      { status: 503, body: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } } },
    ])
    const health = await (await activate(own.url)).health(QUIET)
    expect(health).toMatchObject({
      status: 'unavailable',
      reason: 'llama-server is still loading a model; try again when it is done.',
    })
    await own.stop()
  })

  test('S9 shows a file without its folder and asks the server by the name it has', async () => {
    const path = 'c:\\ann\\models\\tiny.gguf'
    backend.replaceModel({ name: '/home/ann/models/other.gguf' })
    backend.replaceModel({ name: path })
    const models = await connector.models(QUIET)
    expect(models.map(model => model.name)).toEqual(expect.arrayContaining(['tiny.gguf', 'other.gguf']))
    expect(JSON.stringify(models)).not.toContain('ann')
    backend.script(path, [{ text: 'blue' }, { end: 'stop' }])
    expect(toAnswer(await readAll(connector.generate(buildRequest({ model: 'tiny.gguf' }), QUIET)))).toBe('blue')
    expect(backend.ledger.calls.at(-1)!.model).toBe(path)
  })

  test('N3 sends nothing to a server that has another model: it would answer with that one', async () => {
    const before = backend.ledger.calls.length
    expect((await readFailure(connector.generate(buildRequest({ model: 'nobody' }), QUIET))).code).toBe(
      'MODEL_NOT_FOUND',
    )
    expect(backend.ledger.calls.length).toBe(before)
  })

  test('says of a router which of its models are loaded, and answers without what it does not tell', async () => {
    const own = await startFakeBackend()
    const data = [
      { id: 'a', aliases: [], status: { value: 'loaded' }, meta: null },
      { id: 'b', aliases: ['short-b'], status: { value: 'unloaded' } },
    ]
    own.script('/v1/models', [{ status: 200, body: { object: 'list', data } }])
    own.script('/props', [{ status: 400, body: { error: { code: 400, message: 'model name is missing' } } }])
    const router = await activate(own.url)
    expect(await router.models(QUIET)).toMatchObject([
      { name: 'a', loaded: true, contextTokens: null },
      { name: 'short-b', loaded: false },
    ])
    expect((await router.capabilities('a', QUIET)).contextTokens).toBeNull()
    expect((await router.health(QUIET)).status).toBe('healthy')
    await own.stop()
  })

  test('a file of keys that cannot be used is said, and nothing is sent', async () => {
    const own = await startFakeBackend()
    const net = openNet({ hosts: ['loopback'] })
    const read = () => Promise.reject(new KoraError('CONFIG_INVALID', 'secrets.json is open to others.'))
    const host = { id: 'llama-server', settings: { host: own.url }, clock: systemClock, log: () => undefined, net }
    const connector = (await plugin.activate({ ...host, secrets: { read } })).connectors![0]!
    expect((await connector.health(QUIET)).reason).toBe('secrets.json is open to others.')
    expect(own.ledger.socketsSeen).toBe(0)
    await own.stop()
  })

  test('a key that is missing is said, although health is public', async () => {
    const own = await startFakeBackend()
    own.script('/v1/models', [
      { status: 401, body: { error: { message: 'Invalid API Key', type: 'authentication_error' } } },
    ])
    const health = await (await activate(own.url, 'wrong')).health(QUIET)
    expect(health).toMatchObject({ status: 'unavailable' })
    expect(health.reason).toContain('configs/secrets.json')
    expect(health.reason).toContain('"llama-server-key"')
    await own.stop()
  })
})
