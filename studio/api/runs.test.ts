import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { RUN_STATES } from '#contracts/event'
import type { ExecuteResult } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import { buildBody, type Harness, startHarness } from './api-harness.ts'

let harness: Harness

beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.stop())

async function startRun(body: unknown = buildBody()): Promise<string> {
  const result = (await (await harness.call('/execute', { body })).json()) as ExecuteResult & { run_id?: string }
  return result.run_id ?? result.execution_metadata.run_id
}

async function errorsOf(response: Response): Promise<readonly string[]> {
  const failure = (await response.json()) as Failure
  expect(failure.details.code).toBe('INVALID_REQUEST')
  return (failure.details.errors ?? []).map(error => error.pointer)
}

const idsIn = (text: string): readonly string[] => text.match(/^id: \d+$/gm) ?? []
const detached = (op: string): object => buildBody([{ id: 'a', op }], { detach: true })

describe('runs', () => {
  test('H6 refuses unknown, repeated and impossible query parameters, all at once', async () => {
    const response = await harness.call('/runs?limit=0&color=red&status=good&q=a&q=b&a~/b=1')
    expect(response.status).toBe(400)
    expect(await errorsOf(response)).toEqual(['/limit', '/color', '/status', '/q', '/a~0~1b'])
    const words = async (query: string): Promise<string> =>
      ((await (await harness.call(`/runs?${query}`)).json()) as { message: string }).message
    expect(await words('limit=0')).toBe('Expected a whole number from 1 to 500.')
    expect(await words('status=good')).toBe(`Expected one of ${RUN_STATES.join(', ')}.`)
    expect(await words('since=yesterday')).toMatch(/^Expected a moment such as \S+, or a date such as \S+\.$/)
    expect(await words(`q=${'x'.repeat(257)}`)).toBe('Expected at most 256 characters.')
    for (const limit of ['1e2', '01x', '', '-1', '501', '1.0', '%31%30%30%30']) {
      expect([limit, (await harness.call(`/runs?limit=${limit}`)).status]).toEqual([limit, 400])
    }
    expect((await harness.call('/runs?__proto__=1')).status).toBe(400)
    for (const path of [
      '/models?x=1',
      '/plugins?a',
      '/telemetry/summary?limit=1',
      '/runs/x?full=true',
      '/health?x=1',
    ]) {
      expect([path, (await harness.call(path)).status]).toEqual([path, 400])
    }
    const run = await harness.call('/execute?detach=true', { body: buildBody() })
    expect(await errorsOf(run)).toEqual(['/detach'])
  })

  test('H2 lists by status, text and page, and reads one run', async () => {
    const id = await startRun()
    await startRun()
    const page = (await (await harness.call('/runs?limit=1&status=success&q=pla')).json()) as {
      runs: unknown[]
      next: unknown
    }
    expect(page.runs).toHaveLength(1)
    expect(page.next).toBe('more')
    expect(await (await harness.call(`/runs/${id}`)).json()).toMatchObject({ run_id: id, status: 'success' })
    expect(await (await harness.call(`/telemetry/${id}`)).json()).toMatchObject({ run_id: id })
    expect(await (await harness.call('/telemetry/summary')).json()).toMatchObject({ failed: 0 })
  })

  test('H2 answers the capsule of a run without content with the cure', async () => {
    const response = await harness.call(`/runs/${await startRun()}/capsule`)
    expect(response.status).toBe(409)
    expect(((await response.json()) as Failure).details).toMatchObject({
      code: 'CONTENT_NOT_KEPT',
      hint: expect.stringContaining('content'),
    })
  })

  test('L7 exports the four kinds and no other, by names that the server makes', async () => {
    const id = await startRun()
    for (const kind of ['taskgraph', 'telemetry', 'summary', 'capsule']) {
      const response = await harness.call(`/runs/${id}/exports`, { body: { kind } })
      expect(((await response.json()) as { path: string }).path).toStartWith('exports/')
    }
    const odd = [{ kind: '../x' }, { kind: 'taskgraph', name: '/etc/passwd' }, {}]
    for (const body of odd) expect((await harness.call(`/runs/${id}/exports`, { body })).status).toBe(400)
  })

  test('H2 cancels as often as asked, with the same answer', async () => {
    const id = await startRun(detached('test.wait'))
    for (let time = 0; time < 3; time += 1) {
      const response = await harness.call(`/runs/${id}/cancel`, { method: 'POST' })
      expect(await response.json()).toMatchObject({ run_id: id, status: 'cancelled' })
    }
    const withBody = await harness.call(`/runs/${id}/cancel`, { body: { reason: 'x' } })
    expect(await errorsOf(withBody)).toEqual([''])
  })
})

describe('events of a run', () => {
  const events = (id: string, headers: Record<string, string> = {}, query = ''): Promise<Response> =>
    harness.call(`/runs/${id}/events${query}`, { headers })

  test('L1 resumes after Last-Event-ID without loss and without repeating', async () => {
    const id = await startRun(buildBody([{ id: 'a' }, { id: 'b' }]))
    const all = await (await events(id)).text()
    expect(idsIn(all)).toEqual(['id: 0', 'id: 1', 'id: 2', 'id: 3'])
    expect(all).toContain('event: end\n')
    for (let seen = 0; seen < 3; seen += 1) {
      const rest = await (await events(id, { 'last-event-id': String(seen) })).text()
      expect(idsIn(rest)).toEqual(idsIn(all).slice(seen + 1))
      expect(idsIn(await (await events(id, {}, `?after=${seen}`)).text())).toEqual(idsIn(rest))
    }
  })

  test('L1 tells a reader that has seen everything to stop asking', async () => {
    const id = await startRun()
    const response = await events(id, { 'last-event-id': '2' })
    expect(response.status).toBe(204)
  })

  test('L1 pages through a long run that has ended', async () => {
    const id = await startRun(buildBody([{ id: 'a', input: { flood: 1_700 } }]))
    expect(idsIn(await (await events(id)).text())).toHaveLength(1_703)
  })

  test('L1 refuses a Last-Event-ID that is none', async () => {
    const id = await startRun()
    for (const odd of ['x', '-1', '1.5', '1e3']) expect((await events(id, { 'last-event-id': odd })).status).toBe(400)
    expect((await events(id, {}, '?after=x')).status).toBe(400)
  })

  test('X4 follows a run live, and a follower who leaves does not cancel it', async () => {
    const id = await startRun(detached('test.wait'))
    const control = new AbortController()
    const leaving = await harness.call(`/runs/${id}/events`, { signal: control.signal })
    await leaving.body!.getReader().read()
    const staying = events(id)
    control.abort()
    await Bun.sleep(150)
    expect(harness.kernel.cancelled).not.toContain(id)
    await harness.call(`/runs/${id}/cancel`, { method: 'POST' })
    const text = await (await staying).text()
    expect(text).toContain('"type":"run.cancelled"')
    expect(text).toContain(`event: end\ndata: {"run_id":"${id}","status":"cancelled"}`)
  })
})

describe('what there is', () => {
  test('H2 finds operations by words, with schemas and an example', async () => {
    const find = async (q: string): Promise<{ operations: Record<string, unknown>[] }> =>
      (await (await harness.call(`/operations?q=${encodeURIComponent(q)}`)).json()) as {
        operations: Record<string, unknown>[]
      }
    expect((await find('ECHO input')).operations).toEqual([
      expect.objectContaining({
        name: 'test.echo',
        input: { type: 'object' },
        example: { input: { a: 1 }, output: { a: 1 } },
      }),
    ])
    expect((await find('xyzzy plugh')).operations).toEqual([])
    expect((await harness.call('/operations/test.echo')).status).toBe(200)
  })

  test('H2 lists models and plugins and switches a plugin off and on', async () => {
    expect(await (await harness.call('/models')).json()).toEqual({ models: [] })
    const off = await harness.call('/plugins/plain/disable', { method: 'POST' })
    expect(await off.json()).toMatchObject({ id: 'plain', state: 'disabled' })
    const on = await harness.call('/plugins/plain/enable', { body: {} })
    expect(await on.json()).toMatchObject({ id: 'plain', state: 'active' })
    expect(await (await harness.call('/plugins')).json()).toMatchObject({ plugins: [{ id: 'plain' }] })
  })

  test('H2 answers /health at once while a runtime hangs, and says what it knew', async () => {
    const hanging = await startHarness({
      kernel: {
        ...harness.kernel,
        backendStatus: () => new Promise(() => undefined),
        problems: () => ['The disk is full.'],
      },
    })
    try {
      const health = await (await fetch(`${hanging.url}/health`)).json()
      expect(health).toMatchObject({
        status: 'degraded',
        backends: [],
        problems: ['The disk is full.'],
        version: '0.1.0',
      })
    } finally {
      await hanging.stop()
    }
  })
})
