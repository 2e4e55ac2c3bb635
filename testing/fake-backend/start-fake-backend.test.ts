import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { gunzipSync } from 'node:zlib'
import type { JsonObject } from '#contracts/json-value'
import type { Scenario } from './scenario.ts'
import { type FakeBackend, startFakeBackend } from './start-fake-backend.ts'

let fake: FakeBackend
beforeEach(async () => {
  fake = await startFakeBackend()
})
afterEach(() => fake.stop())

const MESSAGES = [{ role: 'user', content: 'hi' }]
const post = (path: string, body: JsonObject, signal?: AbortSignal) =>
  fetch(fake.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  })
const chat = (more: JsonObject = {}, signal?: AbortSignal) =>
  post('/api/chat', { model: 'fake', messages: MESSAGES, ...more }, signal)
const complete = (more: JsonObject = {}) =>
  post('/v1/chat/completions', { model: 'fake', messages: MESSAGES, stream: true, ...more })
const readLines = async (response: Response): Promise<readonly Record<string, unknown>[]> =>
  (await response.text())
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)
const readEvents = async (response: Response): Promise<readonly string[]> =>
  (await response.text())
    .split('\n\n')
    .filter(event => event !== '')
    .map(event => event.replace(/^data: /, ''))

/** Everything that comes back on a bare socket, and whether it ended in order. */
async function readRaw(body: JsonObject): Promise<{ readonly bytes: Buffer; readonly end: 'end' | 'error' }> {
  const parts: Buffer[] = []
  const { promise, resolve } = Promise.withResolvers<'end' | 'error'>()
  const text = JSON.stringify(body)
  await Bun.connect({
    hostname: '127.0.0.1',
    port: fake.port,
    socket: {
      open: socket => {
        socket.write(`POST /api/chat HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
      },
      data: (_socket, bytes) => {
        parts.push(Buffer.from(bytes))
      },
      end: () => resolve('end'),
      close: () => resolve('error'),
      error: () => resolve('error'),
    },
  })
  const end = await promise
  return { bytes: Buffer.concat(parts), end }
}

describe('Ollama dialect', () => {
  test('answers an unscripted model honestly, with a report', async () => {
    const lines = await readLines(await chat())
    expect(lines[0]).toMatchObject({ model: 'fake', message: { role: 'assistant', content: 'ok' }, done: false })
    expect(lines[1]).toMatchObject({ done: true, done_reason: 'stop', eval_count: 1 })
  })

  test('refuses a missing model, a call without a stream, and a prompt that is too long', async () => {
    expect((await chat({ model: 'absent' })).status).toBe(404)
    expect((await chat({ stream: false })).status).toBe(400)
    const long = [{ role: 'user', content: 'x'.repeat(40_000) }]
    expect((await chat({ messages: long, truncate: false })).status).toBe(400)
    expect((await chat({ messages: long })).status).toBe(200)
  })

  test('leaves out counts that are zero, as the real one does', async () => {
    fake.script('fake', [{ end: 'stop' }])
    const [end] = await readLines(await chat())
    expect(end).not.toHaveProperty('eval_count')
  })
})

describe('OpenAI dialect', () => {
  test('streams a role, pieces, a reason, usage when asked, and [DONE]', async () => {
    fake.script('fake', [{ thinking: 'hm' }, { text: 'blue' }, { end: 'length' }])
    const events = await readEvents(await complete({ stream_options: { include_usage: true } }))
    expect(events.at(-1)).toBe('[DONE]')
    const chunks = events.slice(0, -1).map(event => JSON.parse(event))
    expect(chunks.map(chunk => chunk.choices[0]?.delta)).toEqual([
      { role: 'assistant', content: null },
      { reasoning_content: 'hm' },
      { content: 'blue' },
      {},
      undefined,
    ])
    expect(chunks[3].choices[0].finish_reason).toBe('length')
    expect(chunks[4].usage).toMatchObject({ completion_tokens: 2 })
    expect(await readEvents(await complete())).toHaveLength(5)
  })

  test('reads the schema and the cap of a call', async () => {
    const schema = { type: 'object' }
    await complete({ max_tokens: 9, response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } })
    expect(fake.ledger.calls[0]).toMatchObject({ maxTokens: 9, schema })
  })

  test("answers llama-server's probes", async () => {
    expect(await (await fetch(`${fake.url}/health`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${fake.url}/props`)).json()).toMatchObject({ total_slots: 1 })
    expect(await (await fetch(`${fake.url}/v1/models`)).json()).toMatchObject({ data: [{ id: 'fake:latest' }] })
  })
})

describe('scenarios', () => {
  test('are plain JSON', async () => {
    const scenario: Scenario = [{ wait: 1 }, { text: 'a', n: 2, everyMs: 1 }, { lieUsage: -1 }, { end: 'stop' }]
    fake.script('fake', JSON.parse(JSON.stringify(scenario)) as Scenario)
    expect(await readLines(await chat())).toHaveLength(3)
  })

  test('may depend on how often the model was called', async () => {
    fake.script('fake', index => [{ text: `call ${index}` }])
    fake.script('other', index => [{ text: `other ${index}` }])
    const texts = []
    for (const model of ['fake', 'other', 'fake:latest'])
      texts.push((await readLines(await chat({ model })))[0]?.message)
    expect(texts).toMatchObject([{ content: 'call 0' }, { content: 'other 0' }, { content: 'call 1' }])
  })

  test('write what they say against the cap, unless they honour it', async () => {
    fake.script('fake', [{ text: 'a', n: 9 }])
    expect(await readLines(await chat({ options: { num_predict: 3 } }))).toHaveLength(10)
    fake.script('fake', [{ honourCap: true }, { text: 'a', n: 9 }])
    const lines = await readLines(await chat({ options: { num_predict: 3 } }))
    expect(lines).toHaveLength(4)
    expect(lines.at(-1)).toMatchObject({ done_reason: 'length', eval_count: 3 })
  })

  test('answer a value as JSON in pieces', async () => {
    const value = { colour: 'blåu 🙂', list: [1, null, true] }
    fake.script('fake', [{ json: value }])
    const lines = await readLines(await chat())
    const text = lines.map(line => (line.message as { content: string }).content).join('')
    expect(JSON.parse(text)).toEqual(value)
    expect(lines.length).toBeGreaterThan(5)
  })

  test('lie about usage and about the model', async () => {
    fake.script('fake', [{ answerAs: 'liar' }, { lieUsage: 40 }, { text: 'a', n: 2 }])
    expect((await readLines(await chat())).at(-1)).toMatchObject({ model: 'liar', eval_count: 42 })
    expect(fake.ledger.calls[0]).toMatchObject({ model: 'fake', tokensWritten: 2, tokensReported: 42 })
  })

  const ANSWERED: readonly (readonly [string, Scenario, number, string])[] = [
    ['a status', [{ status: 418, body: { error: 'teapot' } }], 418, '{"error":"teapot"}'],
    ['a status with the words of the dialect', [{ status: 503 }], 503, '{"error":"scripted status 503"}'],
    ['a web page', [{ html: true }], 200, '<!doctype html>'],
    ['a redirect', [{ redirect: 'http://127.0.0.1:1/' }], 307, ''],
    ['no end mark', [{ missingEnd: true }], 200, ''],
    ['an error line', [{ errorLine: 'boom' }], 200, '{"error":"boom"}'],
    ['raw text', [{ raw: 'garbage' }, { missingEnd: true }], 200, 'garbage'],
  ]
  for (const [what, scenario, status, start] of ANSWERED)
    test(`answer ${what}`, async () => {
      fake.script('fake', scenario)
      const response = await chat()
      expect(response.status).toBe(status)
      expect(await response.text()).toStartWith(start)
      expect(fake.ledger.calls[0]).toMatchObject({ status, end: 'finished' })
    })

  const BROKEN: readonly (readonly [string, Scenario])[] = [
    ['a connection closed before the headers', [{ cut: 'fin' }]],
    ['a reset before the headers', [{ cut: 'rst' }]],
    ['a connection closed in the answer', [{ text: 'a' }, { cut: 'fin' }]],
    ['a reset in the answer', [{ text: 'a' }, { cut: 'rst' }]],
    ['a length that is a lie', [{ wrongLength: 5 }, { text: 'a' }]],
    ['a bomb of headers', [{ headerBomb: 5_000 }, { text: 'a' }]],
  ]
  for (const [what, scenario] of BROKEN)
    test(`break with ${what}`, async () => {
      fake.script('fake', scenario)
      await expect(chat().then(response => response.text())).rejects.toThrow()
      await fake.ledger.until(ledger => ledger.calls.length === 1 && ledger.openSockets === 0, 'the end')
    })

  test('tell an orderly end from a reset', async () => {
    const body = { model: 'fake', messages: MESSAGES }
    fake.script('fake', [{ text: 'a' }, { cut: 'fin' }])
    expect((await readRaw(body)).end).toBe('end')
    fake.script('fake', [{ text: 'a' }, { wait: 20 }, { cut: 'rst' }])
    expect((await readRaw(body)).end).toBe('error')
  })

  test('cut at exactly the byte they name', async () => {
    fake.script('fake', [{ cut: 'fin', atByte: 17 }, { text: 'a' }])
    const { bytes } = await readRaw({ model: 'fake', messages: MESSAGES })
    const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4).toString()
    expect(body).toStartWith('11\r\n')
    expect(body.slice(4, -2)).toHaveLength(17)
  })

  test('split an answer into pieces of the size they name', async () => {
    fake.script('fake', [{ split: 1 }, { text: 'é' }])
    const { bytes } = await readRaw({ model: 'fake', messages: MESSAGES })
    expect(bytes.toString('latin1')).toContain('\r\n1\r\n{\r\n1\r\n"\r\n')
  })

  test('send bytes that are not UTF-8', async () => {
    fake.script('fake', [{ badUtf8: true }])
    const { bytes } = await readRaw({ model: 'fake', messages: MESSAGES })
    expect(bytes.includes(Buffer.from([0xff, 0xfe]))).toBe(true)
  })

  test('send a small valid gzip stream that unpacks to many bytes', async () => {
    fake.script('fake', [{ gzipBomb: 3 * 1024 * 1024 }])
    const init: BunFetchRequestInit = { method: 'POST', body: JSON.stringify({ model: 'fake' }), decompress: false }
    const packed = await (await fetch(`${fake.url}/api/chat`, init)).arrayBuffer()
    expect(packed.byteLength).toBeLessThan(10_000)
    expect(gunzipSync(packed).length).toBe(3 * 1024 * 1024)
  })

  test('fault a probe as well', async () => {
    fake.script('/api/version', [{ status: 500 }])
    expect((await fetch(`${fake.url}/api/version`)).status).toBe(500)
    fake.script('/api/version', index => (index === 1 ? [{ status: 200, body: { version: '9.9.9' } }] : []))
    expect(await (await fetch(`${fake.url}/api/version`)).json()).toEqual({ version: '9.9.9' })
  })
})

describe('ledger', () => {
  test('books every byte that reaches the caller', async () => {
    fake.script('fake', [{ split: 7 }, { text: 'héé', n: 50 }])
    const { bytes } = await readRaw({ model: 'fake', messages: MESSAGES })
    expect(fake.ledger.calls[0]?.bytesWritten).toBe(bytes.length)
  })

  test('keeps what was asked', async () => {
    await chat({ options: { num_predict: 12 }, format: { type: 'object' } })
    const [call] = fake.ledger.calls
    expect(call).toMatchObject({
      index: 0,
      path: '/api/chat',
      model: 'fake',
      maxTokens: 12,
      schema: { type: 'object' },
    })
    expect(call?.messages).toEqual(MESSAGES)
    expect(call?.closedMs).toBeGreaterThan(call?.openedMs ?? Number.POSITIVE_INFINITY)
  })

  test('keeps probes apart, with their bodies', async () => {
    await post('/api/show', { model: 'fake' })
    expect(fake.ledger.calls).toHaveLength(0)
    expect(fake.ledger.probes).toMatchObject([{ method: 'POST', path: '/api/show', body: '{"model":"fake"}' }])
  })

  test('sees when the caller closes, and says so', async () => {
    fake.script('fake', [{ text: 'a' }, { hang: true }])
    const stop = new AbortController()
    const response = await chat({}, stop.signal)
    await fake.ledger.until(ledger => ledger.tokensWritten() === 1, 'a token')
    expect(fake.ledger.openSockets).toBe(1)
    expect(fake.ledger.openCalls).toBe(1)
    stop.abort()
    await fake.ledger.until(ledger => ledger.openCalls === 0, 'the close')
    expect(fake.ledger.calls[0]).toMatchObject({ end: 'caller', tokensWritten: 1, tokensReported: null })
    await expect(response.text()).rejects.toThrow()
  })

  test('fails a wait that nothing fulfils', async () => {
    await expect(fake.ledger.until(() => false, 'the impossible', 10)).rejects.toThrow('the impossible')
  })
})

describe('an endless stream', () => {
  for (const kind of ['tokens', 'whitespace', 'bytes'] as const)
    test(`of ${kind} waits for its reader`, async () => {
      fake.script('fake', [{ endless: kind }])
      const { promise: opened, resolve } = Promise.withResolvers<void>()
      const text = JSON.stringify({ model: 'fake' })
      const reader = await Bun.connect({
        hostname: '127.0.0.1',
        port: fake.port,
        socket: {
          open: socket => {
            socket.write(`POST /api/chat HTTP/1.1\r\ncontent-length: ${text.length}\r\n\r\n${text}`)
            socket.pause()
            resolve()
          },
          data: () => undefined,
        },
      })
      await opened
      const written = () => fake.ledger.calls[0]?.bytesWritten ?? 0
      let stalledAt = -1
      const settled = () => stalledAt > 0 && (kind !== 'bytes' || stalledAt === written())
      for (let look = 0; look < 60 && (look < 3 || !settled()); look += 1) {
        stalledAt = written()
        await Bun.sleep(50)
      }
      expect(stalledAt).toBeGreaterThan(0)
      if (kind === 'bytes') expect(written()).toBe(stalledAt)
      expect(stalledAt).toBeLessThan(32 * 1024 * 1024)
      reader.terminate()
      await fake.ledger.until(ledger => ledger.openSockets === 0, 'the close')
    })
})

describe('slots', () => {
  test('play so many calls at once and let the others wait', async () => {
    const narrow = await startFakeBackend({ slots: 1 })
    narrow.script('fake', [{ wait: 30 }, { text: 'a' }])
    const body = JSON.stringify({ model: 'fake' })
    const call = () => fetch(`${narrow.url}/api/chat`, { method: 'POST', body }).then(response => response.text())
    await Promise.all([call(), call(), call()])
    const ends = narrow.ledger.calls.map(one => one.lastFrameMs ?? 0).sort((a, b) => a - b)
    expect((ends[1] ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(20)
    expect((ends[2] ?? 0) - (ends[1] ?? 0)).toBeGreaterThan(20)
    await narrow.stop()
  })

  test('are free again when a waiting or a playing caller leaves', async () => {
    const narrow = await startFakeBackend({ slots: 1 })
    narrow.script('fake', [{ text: 'a' }, { hang: true }])
    narrow.script('quick', [{ text: 'b' }])
    const call = (model: string, signal: AbortSignal | null = null) =>
      fetch(`${narrow.url}/api/chat`, { method: 'POST', body: JSON.stringify({ model }), signal }).then(response =>
        response.text(),
      )
    const stopPlaying = new AbortController()
    const stopWaiting = new AbortController()
    const playing = call('fake', stopPlaying.signal).catch(() => 'stopped')
    await narrow.ledger.until(ledger => ledger.tokensWritten() === 1, 'the first call')
    const waiting = call('fake', stopWaiting.signal).catch(() => 'stopped')
    await narrow.ledger.until(ledger => ledger.calls.length === 2, 'the second call')
    const last = call('quick')
    await narrow.ledger.until(ledger => ledger.calls.length === 3, 'the third call')
    stopWaiting.abort()
    stopPlaying.abort()
    expect(await Promise.all([playing, waiting])).toEqual(['stopped', 'stopped'])
    expect(await last).toContain('"content":"b"')
    await narrow.stop()
  })
})

test('stop closes every connection', async () => {
  const one = await startFakeBackend()
  one.script('fake', [{ hang: true }])
  const hanging = fetch(`${one.url}/api/chat`, { method: 'POST', body: '{"model":"fake"}' })
  hanging.catch(() => undefined)
  await one.ledger.until(ledger => ledger.openSockets === 1, 'the call')
  await one.stop()
  expect(one.ledger.openSockets).toBe(0)
  await expect(hanging).rejects.toThrow()
  await expect(fetch(one.url)).rejects.toThrow()
})
