import { describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { buildRequest, describeConnector, readAll, readFailure, toAnswer } from '#testing/connector-suite'
import { startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { plugin } from './plugin.ts'

const QUIET = new AbortController().signal

async function activate(settings: JsonObject): Promise<Connector> {
  const net = openNet({ hosts: ['loopback'] })
  const provided = await plugin.activate({
    id: 'openai-compatible',
    settings,
    clock: systemClock,
    log: () => undefined,
    net,
  })
  return provided.connectors![0]!
}

describeConnector(
  'openai-compatible',
  async () => {
    const backend = await startFakeBackend()
    return { backend, connector: await activate({ host: `${backend.url}/v1`, context_tokens: 4_096 }) }
  },
  { healthPath: '/v1/models', namesModel: true, knowsModels: true },
)

describe('openai-compatible connector', () => {
  test('N4 asks nobody until an address is set, and says how to set one', async () => {
    const connector = await activate({})
    expect(await connector.health(QUIET)).toMatchObject({ status: 'unavailable', address: 'not set' })
    expect((await connector.health(QUIET)).reason).toContain('plugins.openai-compatible.host')
    expect(await readFailure(connector.generate(buildRequest(), QUIET))).toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
  })

  test('N3 sends nothing to a server that does not list the model: it would answer with whatever it has', async () => {
    const backend = await startFakeBackend()
    const connector = await activate({ host: `${backend.url}/v1` })
    const { code, message } = await readFailure(connector.generate(buildRequest({ model: 'nobody' }), QUIET))
    expect(code).toBe('MODEL_NOT_FOUND')
    expect(message).toContain('nobody')
    backend.script('/v1/models', [{ status: 500 }])
    expect((await readFailure(connector.generate(buildRequest(), QUIET))).code).toBe('BACKEND_ERROR')
    backend.script('/v1/models', [{ status: 200, body: { object: 'list' } }])
    expect((await readFailure(connector.generate(buildRequest(), QUIET))).code).toBe('UPSTREAM_PROTOCOL')
    expect(backend.ledger.calls).toEqual([])
    await backend.stop()
  })

  test('N2 reads past the fields of events that carry no answer, and refuses a second answer in the same stream', async () => {
    const backend = await startFakeBackend()
    const connector = await activate({ host: `${backend.url}/v1` })
    const raw = 'retry: 3000\nid: 7\nevent: message\n: ping\n\n'
    backend.script('fake:latest', [{ raw }, { text: 'blue' }, { end: 'stop' }])
    expect(toAnswer(await readAll(connector.generate(buildRequest(), QUIET)))).toBe('blue')
    const second = { model: 'fake:latest', choices: [{ index: 1, delta: { content: 'red' } }] }
    backend.script('fake:latest', [{ text: 'blue' }, { raw: `data: ${JSON.stringify(second)}\n\n` }, { end: 'stop' }])
    const { code, before } = await readFailure(connector.generate(buildRequest(), QUIET))
    expect([code, toAnswer(before)]).toEqual(['UPSTREAM_PROTOCOL', 'blue'])
    await backend.stop()
  })

  for (const status of [404, 405, 501])
    test(`N3 a server without a list (${status}) is called, judged by the name in its answer, and said to have none`, async () => {
      const backend = await startFakeBackend()
      const connector = await activate({ host: `${backend.url}/v1` })
      backend.script('/v1/models', [{ status, body: { error: 'not found' } }])
      backend.script('fake:latest', [{ text: 'blue' }, { end: 'stop' }])
      expect(toAnswer(await readAll(connector.generate(buildRequest(), QUIET)))).toBe('blue')
      backend.script('fake:latest', [{ answerAs: 'other' }, { text: 'blue' }, { end: 'stop' }])
      expect((await readFailure(connector.generate(buildRequest(), QUIET))).code).toBe('WRONG_MODEL')
      expect(await connector.models(QUIET)).toEqual([])
      const health = await connector.health(QUIET)
      expect(health.status).toBe('degraded')
      expect(health.reason).toContain('plugins.openai-compatible.host')
      await backend.stop()
    })

  test('M2 sends no schema to a server that takes none, and says that it is only validated', async () => {
    const backend = await startFakeBackend()
    const connector = await activate({ host: `${backend.url}/v1`, schema: false, title: 'My server' })
    backend.script('fake:latest', [{ json: {} }, { end: 'stop' }])
    await readAll(connector.generate(buildRequest({ schema: { type: 'object' } }), QUIET))
    expect(backend.ledger.calls.at(-1)!.body).not.toHaveProperty('response_format')
    expect(connector.keywordSupport('type', 'object')).toBe('validated')
    expect(connector.title).toBe('My server')
    await backend.stop()
  })
})
