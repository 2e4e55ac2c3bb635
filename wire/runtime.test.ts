import { describe, expect, test } from 'bun:test'
import { KoraError } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'
import { type AskedFor, type Runtime, toBodyError, toConnectError, toUpstreamError } from './runtime.ts'

const RUNTIME: Runtime = {
  title: 'The runtime',
  startCure: 'start it',
  modelCure: () => 'get it',
  addressSetting: 'RUNTIME_HOST',
  keyName: 'runtime-key',
}
const explain = (status: number, text: string, asked: AskedFor) => toUpstreamError(status, text, asked, RUNTIME)

describe('failures of a runtime', () => {
  const ANSWERS: readonly (readonly [status: number, text: string, code: string])[] = [
    [404, '{"error":"model \'x\' not found"}', 'MODEL_NOT_FOUND'],
    [404, '{"error":"model \\"x\\" not found, try pulling it first"}', 'MODEL_NOT_FOUND'],
    [404, '404 page', 'UPSTREAM_PROTOCOL'],
    [307, '', 'UPSTREAM_PROTOCOL'],
    [401, '{"error":{"message":"Invalid API Key","type":"authentication_error"}}', 'BACKEND_UNAVAILABLE'],
    [503, '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}', 'BACKEND_BUSY'],
    [400, "{\"error\":\"'response_format.type' must be 'json_schema' or 'text'\"}", 'SCHEMA_NOT_DECODABLE'],
    [400, '{"error":{"message":"Failed to initialize samplers: std::exception"}}', 'SCHEMA_NOT_DECODABLE'],
    [502, '{"error":"bad gateway"}', 'BACKEND_ERROR'],
    [503, '{"error":"server busy, please try again.  maximum pending requests exceeded"}', 'BACKEND_BUSY'],
    [429, '', 'BACKEND_BUSY'],
    [400, '{"error":"the input length exceeds the context length"}', 'CONTEXT_OVERFLOW'],
    [400, '{"error":{"type":"exceed_context_size_error","n_ctx":512}}', 'CONTEXT_OVERFLOW'],
    [200, 'request (900 tokens) exceeds the available context size (512 tokens)', 'CONTEXT_OVERFLOW'],
    [500, '{"error":"invalid JSON schema in format"}', 'SCHEMA_NOT_DECODABLE'],
    [500, '{"error":"failed to load model vocabulary required for format"}', 'SCHEMA_NOT_DECODABLE'],
    [500, '{"error":"model runner has unexpectedly stopped"}', 'BACKEND_ERROR'],
    [400, '{"error":"\\"x\\" does not support chat"}', 'BACKEND_ERROR'],
    [200, 'an error was encountered while running the model', 'BACKEND_ERROR'],
  ]
  for (const [status, text, code] of ANSWERS)
    test(`${status} ${text.slice(0, 50)} is ${code}`, () => {
      expect(explain(status, text, { model: 'x', constrained: 'schema' })).toMatchObject({ code })
    })

  test('names the cure of each: where the address is set, and which key of which file', () => {
    const words = (status: number, text: string) => explain(status, text, { model: 'x', constrained: 'free' }).message
    expect(words(401, '')).toContain('configs/secrets.json of the data folder as "runtime-key"')
    expect(words(404, 'page')).toContain('set RUNTIME_HOST')
    expect(words(503, 'Loading model')).toContain('try again')
    const { addressSetting: _, ...bareRuntime } = RUNTIME
    const bare = toUpstreamError(404, 'page', { model: 'x', constrained: 'free' }, bareRuntime)
    expect(bare.message).toContain('check its address')
  })

  test('takes the 404 of a question about no model for a path that is not there', () => {
    const body = '{"error":{"message":"File Not Found","type":"not_found_error","code":404}}'
    expect(explain(404, body, { model: null, constrained: 'free' }).code).toBe('UPSTREAM_PROTOCOL')
    expect(explain(404, body, { model: 'x', constrained: 'free' }).code).toBe('MODEL_NOT_FOUND')
    expect(explain(500, 'not found', { model: null, constrained: 'free' }).code).toBe('BACKEND_ERROR')
  })

  test('blames no schema where none was sent', () => {
    const failure = explain(500, 'grammar', { model: 'x', constrained: 'free' })
    expect(failure.code).toBe('BACKEND_ERROR')
  })

  test('N4 says how to agree to another machine, and what is wrong with a name that leads to this one', () => {
    const refused = new KoraError('NET_REFUSED')
    const words = (url: string, runtime: Runtime) => toConnectError(refused, url, runtime).message
    expect(words('http://192.0.2.7:8080/v1', { ...RUNTIME, plugin: 'mine' })).toContain(
      '`kora plugins allow mine 192.0.2.7:8080`',
    )
    expect(words('https://box.example', { ...RUNTIME, plugin: 'mine' })).toContain('mine box.example:443`')
    expect(words('http://box.example', RUNTIME)).toContain('its grants name none')
    const own = new KoraError('NET_REFUSED', 'The name x does not lead to another machine.', { granted: true })
    expect(toConnectError(own, 'http://x', RUNTIME).message).toBe(own.message)
  })

  test("S9 keeps the runtime's words in the cause only, and short", () => {
    const failure = explain(500, 'canary'.repeat(1_000), { model: 'x', constrained: 'free' })
    expect(failure.message).not.toContain('canary')
    expect(String(failure.cause).length).toBeLessThan(600)
  })

  const coded = (code: string) => Object.assign(new Error(code), { code })
  test('tells what broke the connection', () => {
    const url = 'http://127.0.0.1:1'
    const cases: readonly (readonly [Error, string])[] = [
      [coded('ECONNREFUSED'), 'BACKEND_UNAVAILABLE'],
      [coded('ECONNRESET'), 'BACKEND_UNAVAILABLE'],
      [coded('Malformed_HTTP_Response'), 'UPSTREAM_PROTOCOL'],
      [new KoraError('NET_REFUSED'), 'BACKEND_UNAVAILABLE'],
      [new KoraError('UPSTREAM_PROTOCOL'), 'UPSTREAM_PROTOCOL'],
    ]
    for (const [failure, code] of cases)
      expect(toConnectError(failure, url, RUNTIME)).toMatchObject({ code, cause: failure })
    expect(toBodyError(coded('ECONNRESET'), RUNTIME)).toMatchObject({ code: 'UPSTREAM_TRUNCATED' })
    expect(toBodyError(coded('InvalidHTTPResponse'), RUNTIME)).toMatchObject({ code: 'UPSTREAM_PROTOCOL' })
    const own = new ConnectorError('WRONG_MODEL', 'x')
    expect(toBodyError(own, RUNTIME)).toBe(own)
  })
})
