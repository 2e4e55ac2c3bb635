import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { buildRequest, describeConnector, readAll, readFailure, toAnswer } from '#testing/connector-suite'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { plugin } from './plugin.ts'

const QUIET = new AbortController().signal

async function activate(settings: JsonObject, token: string | null = null): Promise<Connector> {
  const net = openNet({ hosts: ['loopback'] })
  const secrets = { read: async () => token }
  const provided = await plugin.activate({
    id: 'lmstudio',
    settings,
    clock: systemClock,
    log: () => undefined,
    net,
    secrets,
  })
  return provided.connectors![0]!
}

describeConnector(
  'lmstudio',
  async () => {
    const backend = await startFakeBackend()
    return { backend, connector: await activate({ host: backend.url }) }
  },
  { healthPath: '/lmstudio-greeting', namesModel: true, knowsModels: true },
)

describe('lmstudio connector', () => {
  let backend: FakeBackend
  let connector: Connector
  beforeAll(async () => {
    backend = await startFakeBackend({ slots: 3 })
    connector = await activate({ host: backend.url })
  })
  afterAll(() => backend.stop())

  test('M2 sends the schema as LM Studio takes it, never as json_object', async () => {
    const schema = { type: 'object', properties: { a: { enum: ['x'] } }, required: ['a'] }
    backend.script('fake:latest', [{ json: { a: 'x' } }, { end: 'stop' }])
    await readAll(connector.generate(buildRequest({ schema }), QUIET))
    expect(backend.ledger.calls.at(-1)!.body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { strict: true, schema: { type: 'object', required: ['a'] } },
    })
    expect(backend.ledger.calls.at(-1)!.body).toMatchObject({ max_tokens: 64, seed: 7, stream: true })
  })

  test('N3 takes the id of a loaded instance for the model, and any other name for a lie', async () => {
    backend.replaceModel({ name: 'acme/big', instance: 'acme/big:2' })
    await connector.load!('acme/big', QUIET)
    backend.script('acme/big', [{ answerAs: 'acme/big:2' }, { text: 'blue' }, { end: 'stop' }])
    expect(toAnswer(await readAll(connector.generate(buildRequest({ model: 'acme/big' }), QUIET)))).toBe('blue')
    backend.script('acme/big', [{ answerAs: 'acme/other' }, { text: 'blue' }, { end: 'stop' }])
    expect((await readFailure(connector.generate(buildRequest({ model: 'acme/big' }), QUIET))).code).toBe('WRONG_MODEL')
  })

  test('N3 sends nothing to a server that does not list the model: it would answer with whatever is loaded', async () => {
    const before = backend.ledger.calls.length
    expect((await readFailure(connector.generate(buildRequest({ model: 'nobody' }), QUIET))).code).toBe(
      'MODEL_NOT_FOUND',
    )
    expect(backend.ledger.calls.length).toBe(before)
  })

  test('N7 serves as many calls at once as the loaded model says', async () => {
    await connector.load!('acme/big', QUIET)
    await connector.models(QUIET)
    expect(connector.slots('acme/big')).toBe(3)
    backend.replaceModel({ name: 'idle' })
    await connector.models(QUIET)
    expect(connector.slots('idle')).toBe(1)
    await connector.unload!('acme/big', QUIET)
    expect((await connector.models(QUIET)).find(model => model.name === 'acme/big')!.loaded).toBe(false)
  })

  test('leaves embedding models out, and says sizes and context', async () => {
    backend.replaceModel({ name: 'vectors', embedding: true })
    const models = await connector.models(QUIET)
    expect(models.map(model => model.name)).not.toContain('vectors')
    expect(models.find(model => model.name === 'fake:latest')).toMatchObject({
      sizeBytes: 98_362_432,
      parameters: '135M',
      quantization: 'Q4_1',
      contextTokens: 4_096,
    })
  })

  test('an older LM Studio without the new list is read by its old one, and then by its list of ids', async () => {
    const unknown = { error: 'Unexpected endpoint or method. (GET /api/v1/models). Returning 200 anyway' }
    backend.script('/api/v1/models', [{ status: 200, body: unknown }])
    const old = {
      id: 'old',
      object: 'model',
      type: 'llm',
      state: 'loaded',
      max_context_length: 2_048,
      quantization: 'Q8_0',
    }
    backend.script('/api/v0/models', [{ status: 200, body: { object: 'list', data: [old] } }])
    expect(await connector.models(QUIET)).toMatchObject([{ name: 'old', loaded: true, contextTokens: 2_048 }])
    backend.script('/api/v0/models', [{ status: 200, body: unknown }])
    backend.script('/v1/models', [{ status: 200, body: { object: 'list', data: [{ id: 'bare', object: 'model' }] } }])
    expect(await connector.models(QUIET)).toMatchObject([{ name: 'bare', contextTokens: null }])
  })

  test('reads both shapes of errors', async () => {
    const own = await startFakeBackend()
    const other = await activate({ host: own.url })
    for (const body of [
      { error: "'response_format.type' must be 'json_schema' or 'text'" },
      { error: { message: 'context length exceeded', type: 'invalid_request', code: null } },
    ]) {
      own.script('fake:latest', [{ status: 400, body }])
      const { code } = await readFailure(other.generate(buildRequest({ schema: { type: 'object' } }), QUIET))
      expect(code).toBe(typeof body.error === 'string' ? 'SCHEMA_NOT_DECODABLE' : 'CONTEXT_OVERFLOW')
    }
    await own.stop()
  })

  test('P4 sends the token only where there is one', async () => {
    const own = await startFakeBackend()
    await (await activate({ host: own.url }, 'secret-token')).models(QUIET)
    expect(own.ledger.probes.at(-1)!.headers.authorization).toBe('Bearer secret-token')
    await (await activate({ host: own.url })).models(QUIET)
    expect(own.ledger.probes.at(-1)!.headers).not.toHaveProperty('authorization')
    await own.stop()
  })

  test('N1 an Ollama at its address is not taken for LM Studio', async () => {
    const own = await startFakeBackend()
    own.script('/lmstudio-greeting', [{ status: 200, body: { error: 'Returning 200 anyway' } }])
    const health = await (await activate({ host: own.url })).health(QUIET)
    expect(health).toMatchObject({ status: 'unavailable' })
    expect(health.reason).toMatch(/Something other than LM Studio .*; set LMSTUDIO_HOST/)
    await own.stop()
  })
})
