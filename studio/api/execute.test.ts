import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { ExecuteResult } from '#contracts/execution'
import { FAILURE_CODES, type Failure, KoraError } from '#contracts/failure'
import {
  buildBody,
  buildGraph,
  buildMemoryKeys,
  type Harness,
  sendRaw,
  startHarness,
  TEST_TOKEN,
} from './api-harness.ts'

let harness: Harness

beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.stop())

async function refusalOf(response: Response): Promise<Failure & { readonly status: number }> {
  const failure = (await response.json()) as Failure
  expect(Object.keys(failure).sort()).toEqual(['details', 'error_type', 'message'])
  const row = FAILURE_CODES[failure.details.code as keyof typeof FAILURE_CODES]
  expect([failure.details.code, failure.error_type, response.status]).toEqual([
    failure.details.code,
    row.type,
    row.http,
  ])
  expect(response.headers.get('x-should-retry')).toBe(String(row.retryable))
  return { ...failure, status: response.status }
}

const execute = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  harness.call('/execute', { body, headers })

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(5)
}

const WAITING = [{ id: 'a', op: 'test.wait', input: { n: 1 } }]

describe('POST /execute', () => {
  test('H1 runs nothing for another major version, and names the place', async () => {
    for (const version of [undefined, '2.0', '0.9', 1.0, '1', '1.0\n', ' 1.0', '1.0.0', null, ['1.0'], '10.0']) {
      const failure = await refusalOf(await execute({ ...buildBody(), api_version: version }))
      expect([version, failure.error_type, failure.details.code]).toEqual([version, 'VERSION_MISMATCH', 'API_VERSION'])
      expect(failure.details.errors?.[0]?.pointer).toBe('/api_version')
    }
    expect((await execute({ ...buildBody(), api_version: '1.7' })).status).toBe(200)
    expect(harness.kernel.started).toHaveLength(1)
  })

  test('H6 refuses unknown fields and wrong kinds, all at once and each with its pointer', async () => {
    const body = {
      api_version: '1.0',
      taskgraph: buildGraph([{ id: 'a' }]),
      extra: 1,
      execution_options: { stream: 'true', mode: 'fast', 'a/b~c': 1, content: 1 },
      inputs: [],
    }
    const { details } = await refusalOf(await execute(body))
    const pointers = details.errors?.map(error => error.pointer).sort()
    expect(details.code).toBe('INVALID_REQUEST')
    expect(pointers).toEqual([
      '/execution_options/a~1b~0c',
      '/execution_options/content',
      '/execution_options/mode',
      '/execution_options/stream',
      '/extra',
      '/inputs',
    ])
    expect(harness.kernel.started).toHaveLength(0)
  })

  test('H6 refuses bodies that are no object, and requests that are neither or both', async () => {
    for (const body of ['[]', 'null', '"x"', '1', 'true']) {
      expect((await refusalOf(await execute(body))).details.code).toBe('INVALID_REQUEST')
    }
    const api_version = '1.0'
    const odd = [
      { api_version },
      { api_version, taskgraph: buildGraph([]), message: 'x' },
      { api_version, message: 'x', inputs: {} },
      { api_version, taskgraph: buildGraph([{ id: 'a' }]), attachments: [] },
      { api_version, taskgraph: buildGraph([{ id: 'a' }]), execution_options: { mode: 'direct' } },
      { api_version, message: 'x', execution_options: { now: 'today' } },
      { api_version, message: 'x', execution_options: { now: '2026-13-45T99:00:00Z' } },
      { api_version, message: 'x', attachments: [{ name: 'a', media_type: 'text/plain' }] },
      { api_version, message: 'x', attachments: [{ name: 'a', media_type: 'text/plain', text: '', base64: '' }] },
      { api_version, message: 'x', execution_options: { detach: true, stream: true } },
    ]
    for (const body of odd) {
      const failure = await refusalOf(await execute(body))
      expect([body, failure.details.code]).toEqual([body, 'INVALID_REQUEST'])
    }
    expect(harness.kernel.started).toHaveLength(0)
  })

  test('H2 gives graph faults the pointer that they have in the body', async () => {
    const failure = await refusalOf(await execute({ api_version: '1.0', taskgraph: { tasks: [{ id: 'a' }, {}, {}] } }))
    expect(failure.details.code).toBe('GRAPH_SHAPE')
    expect(failure.details.errors?.map(error => error.pointer)).toEqual([
      '/taskgraph/tasks/1/id',
      '/taskgraph/tasks/2/id',
    ])
  })

  test('S4 refuses bombs of every kind before anything looks at them', async () => {
    const graph = JSON.stringify(buildGraph([{ id: 'a' }]))
    const bombs: readonly (readonly [string, string])[] = [
      ['['.repeat(5_000_000), 'JSON_DEPTH'],
      [`{"api_version":"1.0","taskgraph":${'{"a":'.repeat(100_000)}`, 'JSON_DEPTH'],
      [`{"api_version":"1.0","taskgraph":${graph},"inputs":${'['.repeat(64)}${']'.repeat(64)}}`, 'JSON_DEPTH'],
      [`{"api_version":"1.0","api_version":"1.0","taskgraph":${graph}}`, 'DUPLICATE_KEY'],
      [`{"api_version":"1.0","api\\u005fversion":"2.0","taskgraph":${graph}}`, 'DUPLICATE_KEY'],
      [`{"api_version":"1.0","taskgraph":${graph},"__proto__":{"a":1}}`, 'FORBIDDEN_KEY'],
      [`{"api_version":"1.0","taskgraph":${graph},"inputs":{"n":1e400}}`, 'NUMBER_RANGE'],
      [`{"api_version":"1.0","taskgraph":${graph},"inputs":{"n":"\\ud800"}}`, 'LONE_SURROGATE'],
      [`{"api_version":"1.0","taskgraph":${graph},"inputs":{"n":"${'x'.repeat(1_048_577)}"}}`, 'STRING_TOO_LONG'],
      ['', 'JSON_SYNTAX'],
      ['{"api_version":"1.0",}', 'JSON_SYNTAX'],
      [`{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`, 'BODY_TOO_LARGE'],
    ]
    for (const [body, code] of bombs) {
      const failure = await refusalOf(await execute(body))
      expect([body.slice(0, 40), failure.details.code]).toEqual([body.slice(0, 40), code])
    }
    expect(({} as { a?: unknown }).a).toBeUndefined()
    expect(harness.kernel.started).toHaveLength(0)
  })

  test('H5 answers chunks without end with 413 and goes on serving', async () => {
    const head = `POST /execute HTTP/1.1\r\nHost: 127.0.0.1:${harness.port}\r\nAuthorization: Bearer ${TEST_TOKEN}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
    const answer = await sendRaw(harness.port, [head, ...Array.from({ length: 10 }, () => chunk)], 3_000)
    expect(answer).toStartWith('HTTP/1.1 413')
    expect(answer).toContain('BODY_TOO_LARGE')
    expect((await execute(buildBody())).status).toBe(200)
  })

  test('H2 answers a finished run with its result and hands the kernel what was asked', async () => {
    const options = {
      backend: 'krako',
      model: 'ollama/x',
      mode: 'deterministic_only',
      content: 'keep',
      now: '2026-01-31T09:00:00+01:00[Europe/Berlin]',
    }
    const body = { ...buildBody([{ id: 'a', input: { n: 1 } }], options), inputs: { city: 'Ulm' } }
    const result = (await (await execute(body)).json()) as ExecuteResult
    expect(result).toMatchObject({ status: 'success', final_output: { n: 1 }, outputs: { a: { n: 1 } } })
    expect(harness.kernel.started[0]).toEqual({
      taskgraph: body.taskgraph,
      inputs: { city: 'Ulm' },
      backend: 'krako',
      deterministicOnly: true,
      defaultModel: 'ollama/x',
      keepContent: true,
    })
  })

  test('K5 answers a message with the graph and the rules that made it', async () => {
    const body = {
      api_version: '1.0',
      message: 'Hello',
      attachments: [{ name: 'a', media_type: 'text/csv', text: 'x' }],
    }
    const result = (await (await execute(body)).json()) as ExecuteResult
    expect(result.taskgraph?.tasks[0]?.input).toEqual({ text: 'Hello' })
    expect(result.plan).toEqual({ rules: [], model_needed: false })
    const refused = await execute({ ...body, execution_options: { mode: 'deterministic_only' } })
    expect((await refusalOf(refused)).details.code).toBe('MODEL_NEEDED')
  })

  test('H3 says when to come back while the queue is full', async () => {
    harness.kernel.refuse(new KoraError('QUEUE_FULL'))
    const response = await execute(buildBody())
    expect(response.headers.get('retry-after')).toBe('1')
    expect((await refusalOf(response)).status).toBe(429)
    harness.kernel.refuse(new KoraError('STORAGE_FULL'))
    expect((await refusalOf(await execute(buildBody()))).status).toBe(503)
  })

  test('H2 answers a fault of ours with 500 and nothing about it', async () => {
    harness.kernel.refuse(new Error('SELECT kora_secret FROM /home/somebody'))
    const response = await execute(buildBody())
    const text = await response.clone().text()
    expect((await refusalOf(response)).details.code).toBe('INTERNAL')
    for (const word of ['secret', '/home', 'SELECT', 'at ', 'Error']) expect(text).not.toContain(word)
    expect(harness.reported).toHaveLength(1)
  })

  test('H5 answers a burst of 1,000 good and bad requests, each by itself', async () => {
    const ask = async (index: number): Promise<string> => {
      const response = await execute(
        index % 3 === 0 ? { api_version: '1.0', index } : buildBody([{ id: 'a', input: { index } }]),
      )
      const value = (await response.json()) as ExecuteResult & Failure
      if (index % 3 === 0) return value.details.code
      expect(value.final_output).toEqual({ index })
      return value.execution_metadata.run_id
    }
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, index) => ask(index)))
    const runs = answers.filter(answer => answer !== 'INVALID_REQUEST')
    expect(runs).toHaveLength(666)
    expect(new Set(runs).size).toBe(666)
    expect(harness.kernel.started).toHaveLength(666)
  })
})

describe('leaving', () => {
  test('X4 cancels a run when its only reader leaves, plain or streamed', async () => {
    for (const stream of [false, true]) {
      const control = new AbortController()
      const sent = harness.call('/execute', { body: buildBody(WAITING, { stream }), signal: control.signal })
      const done = harness.kernel.cancelled.length
      await until(() => harness.kernel.activeRuns() === 1)
      if (stream) await sent
      control.abort()
      await sent.then(response => response.text()).catch(() => undefined)
      await until(() => harness.kernel.cancelled.length === done + 1)
      expect(harness.kernel.activeRuns()).toBe(0)
    }
  })

  test('X4 leaves a detached run alone', async () => {
    const response = await execute(buildBody(WAITING, { detach: true }))
    expect(response.status).toBe(202)
    const { run_id: id, status } = (await response.json()) as { run_id: string; status: string }
    expect(status).toBe('running')
    await Bun.sleep(200)
    expect(harness.kernel.cancelled).toEqual([])
    const cancelled = await harness.call(`/runs/${id}/cancel`, { method: 'POST' })
    expect(await cancelled.json()).toMatchObject({ run_id: id, status: 'cancelled' })
  })

  test('X4 does not cancel a run that ended before its reader left', async () => {
    const response = await execute(buildBody())
    await response.text()
    await Bun.sleep(150)
    expect(harness.kernel.cancelled).toEqual([])
  })
})

describe('streaming', () => {
  type Frame = { readonly id: string | undefined; readonly event: string | undefined; readonly data: unknown }
  const readFrames = (text: string): readonly Frame[] =>
    text
      .split('\n\n')
      .filter(block => block.includes('data: '))
      .map(block => {
        const field = (name: string): string | undefined =>
          block
            .split('\n')
            .find(line => line.startsWith(`${name}: `))
            ?.slice(name.length + 2)
        return { id: field('id'), event: field('event'), data: JSON.parse(field('data')!) }
      })

  test('L1 gives the events in order and the result last, asked by option or by Accept', async () => {
    const body = buildBody([{ id: 'a', input: { text: 'line\n\ndata: x' } }, { id: 'b' }])
    const byOption = await execute({ ...body, execution_options: { stream: true } })
    const byAccept = await execute(body, { accept: 'text/event-stream' })
    for (const response of [byOption, byAccept]) {
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      const frames = readFrames(await response.text())
      const last = frames.at(-1)!
      expect([last.event, last.id]).toEqual(['result', undefined])
      expect((last.data as ExecuteResult).outputs.a).toEqual({ text: 'line\n\ndata: x' })
      expect(frames.slice(0, -1).map(frame => frame.id)).toEqual(['0', '1', '2', '3'])
      expect(frames.slice(0, -1).every(frame => frame.event === undefined)).toBe(true)
    }
  })

  test('H2 refuses before the first event with an ordinary answer', async () => {
    const response = await execute({ api_version: '1.0', taskgraph: {}, execution_options: { stream: true } })
    expect((await refusalOf(response)).details.code).toBe('GRAPH_SHAPE')
  })

  test('H2 keeps a run going when its reader is too slow', async () => {
    const flood = { id: 'a', input: { flood: 20_000 } }
    const response = await execute(buildBody([flood], { stream: true }))
    const frames = readFrames(await response.text())
    expect(frames.at(-1)?.event).toBe('result')
    expect(frames).toHaveLength(20_004)
    expect(harness.kernel.cancelled).toEqual([])
  })
})

describe('Idempotency-Key', () => {
  const keyed = (key: string, body: unknown = buildBody()): Promise<Response> =>
    execute(body, { 'idempotency-key': key })
  const runIdOf = async (response: Response): Promise<string> =>
    ((await response.json()) as ExecuteResult).execution_metadata.run_id

  test('H4 starts one run for one key, at the same time or later', async () => {
    const burst = await Promise.all(Array.from({ length: 50 }, () => keyed('k1')))
    const ids = await Promise.all(burst.map(runIdOf))
    ids.push(await runIdOf(await keyed('k1')))
    expect(new Set(ids).size).toBe(1)
    expect(harness.kernel.started).toHaveLength(1)
    await runIdOf(await keyed('k2'))
    expect(harness.kernel.started).toHaveLength(2)
  })

  test('H4 refuses another body under a key', async () => {
    await keyed('k')
    const other = await keyed('k', buildBody([{ id: 'other' }]))
    expect((await refusalOf(other)).details.code).toBe('IDEMPOTENCY_CONFLICT')
    expect(harness.kernel.started).toHaveLength(1)
  })

  test('H4 lets a second caller join a run under way; it lives while one of them waits', async () => {
    const control = new AbortController()
    const headers = { 'idempotency-key': 'k' }
    const first = harness.call('/execute', { body: buildBody(WAITING), headers, signal: control.signal })
    await until(() => harness.kernel.activeRuns() === 1)
    const second = harness.call('/execute', { body: buildBody(WAITING), headers })
    await Bun.sleep(100)
    control.abort()
    await first.catch(() => undefined)
    await Bun.sleep(200)
    expect(harness.kernel.cancelled).toEqual([])
    const id = harness.kernel.runs.list({ limit: 1 }).runs[0]!.run_id
    await harness.call(`/runs/${id}/cancel`, { method: 'POST' })
    expect(await runIdOf(await second)).toBe(id)
  })

  test('H4 frees a key whose request was refused, because no run stands behind it', async () => {
    harness.kernel.refuse(new KoraError('QUEUE_FULL'))
    const burst = await Promise.all(Array.from({ length: 20 }, () => keyed('busy')))
    expect(burst.every(({ status }) => status === 429)).toBe(true)
    expect(harness.kernel.started).toHaveLength(0)
    harness.kernel.refuse(null)
    expect((await keyed('busy', buildBody([{ id: 'other' }]))).status).toBe(200)
    expect(harness.kernel.started).toHaveLength(1)
  })

  test('H4 survives a restart: the same run is answered, or said to be lost, and never started again', async () => {
    const keys = buildMemoryKeys()
    const before = await startHarness({ keys })
    const ask = (server: Harness, key: string, body: unknown): Promise<Response> =>
      server.call('/execute', { body, headers: { 'idempotency-key': key } })
    const discarded = buildBody(undefined, { content: 'discard' })
    const first = await (await ask(before, 'kept', buildBody())).json()
    await (await ask(before, 'discarded', discarded)).text()
    await before.stop()
    const hash = new Bun.CryptoHasher('sha256').update(JSON.stringify(buildBody())).digest('hex')
    keys.claimKey('cut', hash, 'x', 0)

    const after = await startHarness({ keys })
    expect(await (await ask(after, 'kept', buildBody())).json()).toEqual(first)
    expect((await refusalOf(await ask(after, 'discarded', discarded))).details.code).toBe('CONTENT_NOT_KEPT')
    expect((await refusalOf(await ask(after, 'cut', buildBody()))).details.code).toBe('CONFLICT')
    const other = await ask(after, 'kept', buildBody([{ id: 'other' }]))
    expect((await refusalOf(other)).details.code).toBe('IDEMPOTENCY_CONFLICT')
    expect(after.kernel.started).toHaveLength(0)
    await after.stop()
  })

  test('H4 streams the same run to a second caller from its first event', async () => {
    const body = buildBody([{ id: 'a' }], { stream: true })
    const first = await (await keyed('k', body)).text()
    const second = await (await keyed('k', body)).text()
    expect(second).toBe(first)
  })

  test('H4 refuses keys that are empty, long or not plain', async () => {
    for (const key of ['x'.repeat(256), 'a b', 'é']) {
      expect((await refusalOf(await keyed(key))).details.code).toBe('INVALID_REQUEST')
    }
  })
})

describe('POST /plan and /convert', () => {
  test('H2 answers an invalid graph 200 with valid false and pointers from the body', async () => {
    const response = await harness.call('/plan', { body: { api_version: '1.0', taskgraph: { tasks: [{}] } } })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      valid: false,
      errors: [{ pointer: '/taskgraph/tasks/0/id' }],
      certificate: null,
    })
    expect(harness.kernel.started).toHaveLength(0)
  })

  test('K5 plans a message without running it', async () => {
    const response = await harness.call('/plan', { body: { api_version: '1.0', message: 'Hello' } })
    expect(await response.json()).toMatchObject({
      valid: true,
      plan: { model_needed: false },
      taskgraph: { graph_id: 'plain' },
    })
    expect(harness.kernel.started).toHaveLength(0)
    const old = await harness.call('/plan', { body: { api_version: '2.0', message: 'Hello' } })
    expect((await refusalOf(old)).details.code).toBe('API_VERSION')
  })

  test('S4 holds for every route that takes a body', async () => {
    for (const path of ['/plan', '/convert', '/pair', '/runs/x/exports', '/runs/x/cancel', '/plugins/plain/enable']) {
      const failure = await refusalOf(await harness.call(path, { body: '{"a":1,"a":2}' }))
      expect([path, failure.details.code]).toEqual([path, 'DUPLICATE_KEY'])
    }
  })
})
