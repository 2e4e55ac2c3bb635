import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect } from 'node:net'
import { KoraError } from '#contracts/failure'
import { encodeFrame, eventStream, type Frame, type StreamEnd, type StreamOptions } from './sse.ts'

type Source = (signal: AbortSignal) => AsyncIterable<Frame>

let server: ReturnType<typeof Bun.serve>
let source: Source
let more: Partial<StreamOptions> = {}
const ends: StreamEnd[] = []
const reported: unknown[] = []

beforeAll(() => {
  server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    development: false,
    error: () => new Response(null, { status: 500 }),
    fetch: request =>
      eventStream(source, {
        client: request.signal,
        report: error => reported.push(error),
        onEnd: end => ends.push(end),
        ...more,
      }),
  })
})
afterAll(() => server.stop(true))

function use(next: Source, options: Partial<StreamOptions> = {}): void {
  source = next
  more = options
  ends.length = 0
  reported.length = 0
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(5)
}

const dataOf = (text: string): unknown[] =>
  text
    .split('\n\n')
    .flatMap(frame => frame.split('\n').filter(line => line.startsWith('data: ')))
    .map(line => JSON.parse(line.slice(6)))

describe('event stream', () => {
  test('H2 cannot be made to forge a frame by the text it carries', async () => {
    const evil = 'a\n\ndata: {"forged":true}\r\nid: 9\rdata: x\u2028'
    use(async function* () {
      yield { id: 1, data: { text: evil } }
      yield { event: 'result', data: evil }
    })
    const text = await (await fetch(server.url)).text()
    expect(dataOf(text)).toEqual([{ text: evil }, evil])
    expect(text.match(/^id: /gm)).toHaveLength(1)
    expect(text.includes('\r')).toBe(false)
    expect(ends).toEqual(['ended'])
  })

  test('H2 sends headers and each frame as soon as there is one', async () => {
    const gate = Promise.withResolvers<void>()
    use(async function* () {
      yield { id: 0, data: 'first' }
      await gate.promise
      yield { id: 1, data: 'second' }
    })
    const answer = await fetch(server.url)
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    const reader = answer.body!.getReader()
    let seen = ''
    while (!seen.includes('first')) seen += new TextDecoder().decode((await reader.read()).value)
    expect(seen).not.toContain('second')
    gate.resolve()
    while (!seen.includes('second')) seen += new TextDecoder().decode((await reader.read()).value)
    await reader.cancel()
  })

  test('H2 ends a source that throws with a typed failure and no text of the error', async () => {
    const secret = new Error('kora_secret')
    use(async function* () {
      yield { id: 0, data: 1 }
      throw secret
    })
    const text = await (await fetch(server.url)).text()
    expect(text).toContain('event: failure\n')
    expect(dataOf(text).at(-1)).toMatchObject({ details: { code: 'INTERNAL' } })
    expect(text).not.toContain('secret')
    expect(reported).toEqual([secret])
    expect(ends).toEqual(['failed'])
    use(async function* (): AsyncGenerator<Frame> {
      yield { id: 0, data: 1 }
      throw new KoraError('STORAGE_FULL')
    })
    expect(dataOf(await (await fetch(server.url)).text()).at(-1)).toMatchObject({ details: { code: 'STORAGE_FULL' } })
  })

  test('X4 aborts the source when the reader leaves, also while it waits', async () => {
    let aborted = false
    use(async function* (signal) {
      yield { id: 0, data: 1 }
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
      aborted = true
    })
    const control = new AbortController()
    const answer = await fetch(server.url, { signal: control.signal })
    await answer.body!.getReader().read()
    control.abort()
    await until(() => aborted)
    expect(ends).toEqual(['gone'])
  })

  test('X4 loses no source when 100 readers are cut at random', async () => {
    let open = 0
    use(async function* (signal) {
      open += 1
      try {
        for (let id = 0; !signal.aborted; id += 1) {
          yield { id, data: 'x'.repeat(100) }
          await Bun.sleep(1)
        }
      } finally {
        open -= 1
      }
    })
    const cut = async (index: number): Promise<void> => {
      const control = new AbortController()
      setTimeout(() => control.abort(), (index * 37) % 50)
      await fetch(server.url, { signal: control.signal })
        .then(answer => answer.text())
        .catch(() => undefined)
    }
    await Promise.all(Array.from({ length: 100 }, (_, index) => cut(index)))
    await until(() => open === 0)
    expect(ends.every(end => end === 'gone')).toBe(true)
  })

  test('X4 drops a reader that does not read, and holds no more than was allowed', async () => {
    let given = 0
    async function* flood(signal: AbortSignal): AsyncGenerator<Frame> {
      while (!signal.aborted) {
        given += 64 * 1024
        yield { data: 'x'.repeat(64 * 1024) }
      }
    }
    use(flood, { graceMs: 300 })
    const socket = connect({ host: '127.0.0.1', port: server.port! })
    socket.pause()
    socket.on('error', () => undefined)
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await until(() => ends.length > 0)
    expect(ends).toEqual(['slow'])
    expect(given).toBeLessThan(32 * 1024 * 1024)
    socket.destroy()
  })

  test('H2 gives a reader that reads everything, whatever comes at once', async () => {
    const huge = 'x'.repeat(3 * 1024 * 1024)
    const many = Array.from({ length: 20_000 }, (_, id) => ({ id, text: 'x'.repeat(400) }))
    use(async function* () {
      for (const data of many) yield { id: data.id, data }
      yield { event: 'result', data: huge }
      yield { event: 'result', data: huge }
    })
    const got = dataOf(await (await fetch(server.url)).text())
    expect(got).toHaveLength(many.length + 2)
    expect(got.at(-1)).toBe(huge)
    expect(ends).toEqual(['ended'])
  })

  test('H2 writes a frame in the order id, event, data', () => {
    expect(new TextDecoder().decode(encodeFrame({ id: 3, event: 'result', data: { a: 'é' } }))).toBe(
      'id: 3\nevent: result\ndata: {"a":"é"}\n\n',
    )
  })
})
