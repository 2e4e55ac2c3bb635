/**
 * The whole server against a runtime that misbehaves on the wire. Judged by the runtime's own ledger; after every case the server
 * must be the same process, healthy, and have let go of every connection.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario } from '#testing/fake-backend/scenario'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { ask, collect, count, GOOD_LABEL, graphOf } from './server-graphs.ts'
import { type StudioProcess, startStudio } from './studio-process.ts'

let home: string
let fake: FakeBackend
let studio: StudioProcess

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
  fake = await startFakeBackend()
  studio = await startStudio({ home, ollamaUrl: fake.url })
})
afterAll(async () => {
  await studio.kill('SIGKILL')
  await fake.stop()
  rmSync(home, { recursive: true })
})

type Case = {
  readonly what: string
  readonly scenario: Scenario
  readonly type: string
  readonly codes: readonly string[]
  /** False where Studio may end before the call is made. */
  readonly calls?: number
}

const FAST = { text: 'x ', n: 10_000 } as const
const HEADERS_MS = { wait: 60_000 } as const

const CASES: readonly Case[] = [
  {
    what: 'floods words',
    scenario: [{ endless: 'tokens' }],
    type: 'BUDGET_BREACH EXECUTION_FAILURE',
    codes: ['TOKEN_BUDGET', 'LOOP'],
  },
  {
    what: 'floods blanks',
    scenario: [{ endless: 'whitespace' }],
    type: 'BUDGET_BREACH EXECUTION_FAILURE',
    codes: ['TOKEN_BUDGET', 'LOOP'],
  },
  {
    what: 'floods bytes without a line',
    scenario: [{ endless: 'bytes' }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_PROTOCOL'],
  },
  {
    what: 'floods empty frames',
    scenario: [{ endless: 'empty' }],
    type: 'TIMEOUT EXECUTION_FAILURE',
    codes: ['TIME_BUDGET', 'UPSTREAM_PROTOCOL'],
  },
  {
    what: 'sends ten thousand tokens',
    scenario: [FAST],
    type: 'BUDGET_BREACH EXECUTION_FAILURE',
    codes: ['TOKEN_BUDGET', 'LOOP'],
  },
  { what: 'hangs before its headers', scenario: [HEADERS_MS], type: 'TIMEOUT', codes: ['TIME_BUDGET'] },
  {
    what: 'hangs in its answer',
    scenario: [{ text: '{"label":' }, { hang: true }],
    type: 'TIMEOUT',
    codes: ['TIME_BUDGET'],
  },
  { what: 'drips', scenario: [{ text: 'x', n: 200, everyMs: 100 }], type: 'TIMEOUT', codes: ['TIME_BUDGET'] },
  {
    what: 'drips byte by byte',
    scenario: [{ split: 1 }, { text: 'abcd', n: 5, everyMs: 400 }, { hang: true }],
    type: 'TIMEOUT',
    codes: ['TIME_BUDGET'],
  },
  {
    what: 'cuts the connection in order',
    scenario: [{ text: '{"label":' }, { cut: 'fin' }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_TRUNCATED'],
  },
  {
    what: 'resets the connection',
    scenario: [{ text: '{"label":' }, { cut: 'rst' }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_TRUNCATED'],
  },
  {
    what: 'cuts inside a frame of a whole answer',
    scenario: [{ cut: 'fin', atByte: 40 }, { json: GOOD_LABEL }, { end: 'stop' }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_TRUNCATED', 'UPSTREAM_PROTOCOL'],
  },
  {
    what: 'never sends its end mark',
    scenario: [{ json: GOOD_LABEL }, { missingEnd: true }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_TRUNCATED'],
  },
  {
    what: 'promises more bytes than it sends',
    scenario: [{ json: GOOD_LABEL }, { wrongLength: 500 }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_TRUNCATED', 'UPSTREAM_PROTOCOL'],
  },
  {
    what: 'breaks its framing',
    scenario: [{ text: '{' }, { raw: 'this is no JSON line\n' }, { end: 'stop' }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_PROTOCOL'],
  },
  {
    what: 'sends bytes that are no UTF-8',
    scenario: [{ badUtf8: true }, { end: 'stop' }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_PROTOCOL'],
  },
  {
    what: 'reports an error in the stream',
    scenario: [{ text: '{' }, { errorLine: 'llama runner process has terminated' }],
    type: 'EXECUTION_FAILURE',
    codes: ['BACKEND_ERROR'],
  },
  {
    what: 'answers prose',
    scenario: [{ text: 'The colour is red, I think.' }, { end: 'stop' }],
    type: 'VALIDATION_ERROR',
    codes: ['OUTPUT_NOT_JSON'],
  },
  {
    what: 'answers JSON of another shape',
    scenario: [{ json: { label: 'pink', more: 1 } }, { end: 'stop' }],
    type: 'VALIDATION_ERROR',
    codes: ['OUTPUT_REJECTED'],
  },
  { what: 'answers nothing', scenario: [{ end: 'stop' }], type: 'VALIDATION_ERROR', codes: ['OUTPUT_NOT_JSON'] },
  { what: 'answers a web page', scenario: [{ html: true }], type: 'EXECUTION_FAILURE', codes: ['UPSTREAM_PROTOCOL'] },
  {
    what: 'answers 500',
    scenario: [{ status: 500, body: { error: 'out of memory' } }],
    type: 'EXECUTION_FAILURE',
    codes: ['BACKEND_ERROR'],
  },
  {
    what: 'answers 503',
    scenario: [{ status: 503, body: 'busy', headers: { 'retry-after': '1000000000' } }],
    type: 'EXECUTION_FAILURE',
    codes: ['BACKEND_BUSY', 'BACKEND_ERROR'],
  },
  {
    what: 'answers 429',
    scenario: [{ status: 429, body: 'slow down' }],
    type: 'EXECUTION_FAILURE',
    codes: ['BACKEND_BUSY'],
  },
  {
    what: "speaks with another model's words",
    scenario: [{ answerAs: 'other' }, { json: GOOD_LABEL }, { end: 'stop' }],
    type: 'EXECUTION_FAILURE',
    codes: ['WRONG_MODEL'],
  },
  {
    what: 'sends a compressed bomb',
    scenario: [{ gzipBomb: 300_000_000 }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_PROTOCOL', 'BACKEND_ERROR', 'UPSTREAM_TRUNCATED'],
  },
  {
    what: 'redirects',
    scenario: [{ redirect: 'http://192.0.2.1/elsewhere' }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_PROTOCOL', 'BACKEND_ERROR', 'NET_REFUSED'],
  },
  {
    what: 'sends a hundred thousand headers',
    scenario: [{ headerBomb: 100_000 }],
    type: 'EXECUTION_FAILURE',
    codes: ['UPSTREAM_PROTOCOL', 'BACKEND_ERROR', 'UPSTREAM_TRUNCATED', 'BACKEND_UNAVAILABLE'],
  },
  {
    what: 'fills its context',
    scenario: [{ text: '{"label":"re' }, { end: 'length' }],
    type: 'VALIDATION_ERROR',
    codes: ['CONTEXT_OVERFLOW'],
  },
]

async function assertWell(): Promise<void> {
  const started = performance.now()
  const health = (await (await studio.call('/health')).json()) as { status: string }
  expect(health.status).toBe('healthy')
  expect(performance.now() - started).toBeLessThan(2_000)
  process.kill(studio.pid, 0)
  await fake.ledger.until(ledger => ledger.openCalls === 0, 'every call closed', 1_500)
}

describe('a runtime that misbehaves', () => {
  for (const { what, scenario, type, codes } of CASES) {
    test(`B2 V1 X3 a runtime that ${what} ends in its class inside the budget, and siblings go on`, async () => {
      const model = what.replaceAll(/[^a-z]+/g, '-')
      fake.script(model, scenario)
      const before = fake.ledger.calls.length
      const graph = graphOf([ask('bad', model), count('beside', 'one two'), collect('all', ['bad', 'beside'])])
      const result = await studio.execute(graph)
      const bad = result.telemetry.tasks.find(task => task.task_id === 'bad')
      const [errorType, code] = (bad?.stop_reason ?? '').split(':')
      expect(codes).toContain(code as string)
      expect(type.split(' ')).toContain(errorType as string)
      expect(bad?.status).toBe(errorType === 'TIMEOUT' ? 'timeout' : 'failed')
      expect(bad?.duration_ms).toBeLessThanOrEqual(1_500 + 50)
      expect(bad?.tokens_out).toBeLessThanOrEqual(60)
      expect(result.outputs).not.toHaveProperty('bad')
      expect(result.final_output).toMatchObject({ items: [null, { words: 2 }] })
      const calls = fake.ledger.calls.slice(before)
      expect(calls.length).toBe(result.telemetry.summary.model_invocation_count)
      expect(calls.length).toBe(1)
      for (const call of calls) expect(call.maxTokens).toBe(60)
      await assertWell()
    }, 15_000)
  }

  test('B1 a runtime that lies about its usage changes no answer and no budget', async () => {
    fake.script('liar', [{ json: GOOD_LABEL }, { lieUsage: 100_000 }, { end: 'stop' }])
    const result = await studio.execute(graphOf([ask('only', 'liar')]))
    expect(result.final_output).toEqual(GOOD_LABEL)
    expect(result.telemetry.tasks[0]?.attempts[0]).toMatchObject({ usage_mismatch: true, tokens_out: 60 })
    fake.script('silent', [{ json: GOOD_LABEL }, { noUsage: true }, { end: 'stop' }])
    const silent = await studio.execute(graphOf([ask('only', 'silent')]))
    expect(silent.telemetry.tasks[0]?.tokens_out).toBe(fake.ledger.tokensWritten('silent'))
  })

  test('L3 an honest run has the totals that the runtime saw, failed attempts with them', async () => {
    fake.script('second-try', call =>
      call === 0 ? [{ json: { label: 'pink' } }, { end: 'stop' }] : [{ json: GOOD_LABEL }, { end: 'stop' }],
    )
    const result = await studio.execute(graphOf([ask('only', 'second-try', { max_retries: 2 })]))
    expect(result.final_output).toEqual(GOOD_LABEL)
    const { summary } = result.telemetry
    expect(summary).toMatchObject({ model_invocation_count: 2, total_retries: 1 })
    expect(summary.total_tokens.out).toBe(fake.ledger.tokensWritten('second-try'))
    expect(fake.ledger.callsOf('second-try').length).toBe(2)
  })

  for (const retries of [0, 1, 2, 5]) {
    test(`B4 an answer that is always wrong costs exactly ${retries + 1} calls at the runtime`, async () => {
      const model = `always-wrong-${retries}`
      fake.script(model, [{ json: { label: 'pink' } }, { end: 'stop' }])
      const result = await studio.execute(
        graphOf([ask('only', model, { max_retries: retries, max_time_ms: 20_000, max_tokens: 900 })]),
      )
      expect(fake.ledger.callsOf(model).length).toBe(retries + 1)
      expect(result.error?.error_type).toBe('VALIDATION_ERROR')
    })
  }

  test('B5 parallel tasks stay under the limits of the graph at the runtime', async () => {
    fake.script('greedy', [{ honourCap: true }, { endless: 'tokens', everyMs: 1 }])
    const ids = Array.from({ length: 12 }, (_, at) => `t${at}`)
    const tasks = [...ids.map(id => ask(id, 'greedy', { max_time_ms: 8_000 })), collect('all', ids)]
    const result = await studio.execute(graphOf(tasks, { limits: { max_total_tokens: 200, max_model_calls: 7 } }))
    const calls = fake.ledger.callsOf('greedy')
    expect(calls.length).toBeLessThanOrEqual(7)
    expect(calls.reduce((sum, call) => sum + (call.maxTokens ?? 0), 0)).toBeLessThanOrEqual(7 * 60)
    expect(result.telemetry.summary.total_tokens.out).toBeLessThanOrEqual(200)
    await assertWell()
  }, 20_000)

  test('B7 a prompt that cannot fit is refused before any call', async () => {
    fake.replaceModel({ name: 'small-context:latest', contextTokens: 64 })
    const task = ask('only', 'small-context', {}, { input: { prompt: 'word '.repeat(4_000) } })
    const result = await studio.execute(graphOf([task]))
    expect(result.error?.details.code).toBe('CONTEXT_OVERFLOW')
    expect(fake.ledger.callsOf('small-context').length).toBe(0)
  })

  test('X3 a runtime that is not there costs its tasks and nobody else', async () => {
    const other = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
    const alone = await startStudio({ home: other, ollamaUrl: 'http://127.0.0.1:9' })
    try {
      const graph = graphOf([
        ask('bad', 'any', { max_retries: 1 }),
        count('beside', 'x'),
        collect('all', ['bad', 'beside']),
      ])
      const result = await alone.execute(graph)
      expect(result.telemetry.tasks.find(task => task.task_id === 'bad')?.stop_reason).toBe(
        'EXECUTION_FAILURE:BACKEND_UNAVAILABLE',
      )
      expect(result.status).toBe('success')
      expect(result.telemetry.summary.model_invocation_count).toBe(0)
      expect(await (await alone.call('/health')).json()).toMatchObject({ status: 'healthy' })
    } finally {
      await alone.kill()
      rmSync(other, { recursive: true })
    }
  }, 20_000)
})

describe('cancel', () => {
  const long = { max_tokens: 5_000, max_time_ms: 60_000 }

  test('X4 cancel by the API closes the connection within a second and keeps nothing partial', async () => {
    fake.script('slow', [{ text: '{"label":' }, { hang: true }])
    const runId = await studio.start(graphOf([ask('only', 'slow', long)]))
    await fake.ledger.until(ledger => ledger.callsOf('slow').length === 1, 'the call opened')
    const started = performance.now()
    const first = (await (await studio.call(`/runs/${runId}/cancel`, { method: 'POST' })).json()) as { status: string }
    await fake.ledger.until(ledger => ledger.openCalls === 0, 'the call closed', 1_000)
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(first.status).toBe('cancelled')
    const again = (await (await studio.call(`/runs/${runId}/cancel`, { method: 'POST' })).json()) as { status: string }
    expect(again.status).toBe('cancelled')
    expect((await studio.status(runId)).result?.outputs ?? {}).toEqual({})
    const events = await studio.events(runId)
    expect(events.at(-1)?.type).toBe('run.cancelled')
  })

  for (const stream of [false, true]) {
    test(`X4 a client that leaves a ${stream ? 'streamed' : 'plain'} run frees the connection within a second`, async () => {
      const model = `left-${stream}`
      fake.script(model, [{ hang: true }])
      const leave = new AbortController()
      const pending = studio
        .call('/execute', {
          body: { api_version: '1.0', taskgraph: graphOf([ask('only', model, long)]), execution_options: { stream } },
          signal: leave.signal,
        })
        .catch(() => null)
      await fake.ledger.until(ledger => ledger.callsOf(model).length === 1, 'the call opened')
      const started = performance.now()
      leave.abort()
      await fake.ledger.until(ledger => ledger.openCalls === 0, 'the call closed', 1_000)
      expect(performance.now() - started).toBeLessThan(1_000)
      await pending
      const runs = (await (await studio.call('/runs?status=cancelled&limit=1')).json()) as {
        runs: { status: string }[]
      }
      expect(runs.runs[0]?.status).toBe('cancelled')
      await assertWell()
    })
  }

  test('X4 a client that leaves a detached run takes nothing with it', async () => {
    fake.script('patient', [{ wait: 600 }, { json: GOOD_LABEL }, { end: 'stop' }])
    const runId = await studio.start(graphOf([ask('only', 'patient', long)]))
    const leave = new AbortController()
    const reading = studio.call(`/runs/${runId}/events`, { signal: leave.signal }).then(response => response.text())
    await fake.ledger.until(ledger => ledger.callsOf('patient').length === 1, 'the call opened')
    leave.abort()
    await reading.catch(() => null)
    expect(await studio.ended(runId)).toMatchObject({ status: 'success', result: { final_output: GOOD_LABEL } })
  })
})
