/** A runtime that comes, goes, freezes and breaks at every byte, and clients that leave while their run still waits its turn. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecuteResult, RunList } from '#contracts/execution'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { ask, collect, count, GOOD_LABEL, graphOf } from './server-graphs.ts'
import { bodyOf, failureOf, type StudioProcess, startStudio } from './studio-process.ts'

let home: string
let fake: FakeBackend
let studio: StudioProcess

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
  fake = await startFakeBackend()
  studio = await startStudio({ home, ollamaUrl: fake.url, config: { max_runs: 1 } })
})
afterEach(async () => {
  // A polite stop would wait for the runs that were left hanging.
  await studio.kill('SIGKILL').catch(() => {})
  await fake.stop()
  rmSync(home, { recursive: true })
})

const LONG = { max_tokens: 500, max_time_ms: 30_000 }
const elapsed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

describe('a runtime that freezes', () => {
  test('K2 K3 work without a model does not wait for a runtime whose every answer hangs', async () => {
    for (const path of ['/api/version', '/api/tags', '/api/ps', '/api/show']) fake.script(path, [{ hang: true }])
    const health = await elapsed(async () => (await studio.call('/health')).text())
    expect(health).toBeLessThan(1_000)
    const message = {
      api_version: '1.0',
      message: 'What is 17.5% of 2,480 EUR?',
      execution_options: { backend: 'local' },
    }
    let result: ExecuteResult | null = null
    const ms = await elapsed(async () => {
      result = (await (await studio.call('/execute', { body: message })).json()) as ExecuteResult
    })
    expect(ms).toBeLessThan(1_000)
    expect(result).toMatchObject({ status: 'success', telemetry: { summary: { model_invocation_count: 0 } } })
    const models = await elapsed(async () => (await studio.call('/models')).text())
    expect(models).toBeLessThan(8_000)
  }, 20_000)

  test('B3 a model task whose runtime freezes before the call ends in time', async () => {
    fake.script('/api/show', [{ hang: true }])
    const result = await studio.execute(graphOf([ask('only', 'good')]))
    expect(result.error).toMatchObject({ error_type: 'TIMEOUT', details: { code: 'TIME_BUDGET', breach_type: 'TIME' } })
    expect(result.telemetry.tasks[0]?.duration_ms).toBeLessThanOrEqual(1_550)
    expect(fake.ledger.calls.length).toBe(0)
  })
})

describe('a runtime that comes and goes', () => {
  test('M5 a runtime that restarts during a run is tried again, within the retries', async () => {
    const { port } = fake
    fake.script('slow', [{ text: '{"label":' }, { hang: true }])
    const runId = await studio.start(graphOf([ask('only', 'slow', { ...LONG, max_retries: 6 })]))
    await fake.ledger.until(ledger => ledger.calls.length === 1, 'the call opened')
    await fake.stop()
    await Bun.sleep(300)
    fake = await startFakeBackend({ port })
    fake.script('slow', [{ json: GOOD_LABEL }, { end: 'stop' }])
    const ended = await studio.ended(runId)
    expect(ended).toMatchObject({ status: 'success', result: { final_output: GOOD_LABEL } })
    const attempts = ended.result?.telemetry.tasks[0]?.attempts ?? []
    expect([attempts[0]?.status, attempts.at(-1)?.status]).toEqual(['failed', 'success'])
    expect(attempts.length).toBeLessThanOrEqual(7)
    expect(fake.ledger.calls.length).toBe(1)
  }, 20_000)

  test('M5 a runtime that is back serves the next run', async () => {
    const { port } = fake
    await fake.stop()
    const lost = await studio.execute(graphOf([ask('only', 'good')]))
    expect(lost.error?.details.code).toBe('BACKEND_UNAVAILABLE')
    fake = await startFakeBackend({ port })
    fake.script('good', [{ json: GOOD_LABEL }, { end: 'stop' }])
    expect((await studio.execute(graphOf([ask('only', 'good')]))).final_output).toEqual(GOOD_LABEL)
  }, 20_000)

  test('N2 an answer cut at any byte is never an output', async () => {
    const answer = [{ json: { ...GOOD_LABEL, note: 'cut me' } }, { end: 'stop' }] as const
    fake.script('whole', answer)
    const whole = await studio.execute(graphOf([ask('only', 'whole', LONG)]))
    expect(whole.status).toBe('success')
    const bytes = fake.ledger.callsOf('whole')[0]?.bytesWritten ?? 0
    expect(bytes).toBeGreaterThan(300)
    const cuts = Array.from({ length: 60 }, (_, at) => Math.floor((at * bytes) / 60))
    for (const at of cuts) fake.script(`cut-${at}`, [{ cut: at % 2 === 0 ? 'fin' : 'rst', atByte: at }, ...answer])
    const tasks = cuts.map(at => ask(`t${at}`, `cut-${at}`, LONG))
    const result = await studio.execute(
      graphOf([
        ...tasks,
        collect(
          'all',
          tasks.map(task => task.id),
        ),
      ]),
    )
    for (const { id } of tasks) {
      if (id in result.outputs) expect(result.outputs[id]).toEqual({ ...GOOD_LABEL, note: 'cut me' })
    }
    const codes = new Set(
      result.telemetry.tasks
        .filter(task => task.task_type === 'model' && task.status !== 'success')
        .map(task => task.stop_reason),
    )
    expect(
      [...codes].filter(code => !/UPSTREAM_(TRUNCATED|PROTOCOL)|BACKEND_(ERROR|UNAVAILABLE)/.test(code ?? '')),
    ).toEqual([])
    expect(result.telemetry.tasks.filter(task => task.status === 'failed').length).toBeGreaterThan(30)
  }, 60_000)
})

describe('the queue', () => {
  test('X4 a client that leaves while its run waits its turn takes it out of the queue', async () => {
    fake.script('endless', [{ hang: true }])
    const first = await studio.start(graphOf([ask('only', 'endless', LONG)]))
    await fake.ledger.until(ledger => ledger.calls.length === 1, 'the first call opened')
    const leave = new AbortController()
    const pending = studio
      .call('/execute', { body: bodyOf(graphOf([ask('a', 'endless', LONG)])), signal: leave.signal })
      .catch(() => null)
    await Bun.sleep(200)
    const waiting = (await (await studio.call('/runs')).json()) as RunList
    expect(waiting.runs.map(run => run.status).sort()).toEqual(['queued', 'running'])
    // What can call no model has a lane of its own.
    const exact = await studio.call('/execute', { body: bodyOf(graphOf([count('a', 'passes by')])) })
    expect(exact.status).toBe(200)
    leave.abort()
    await pending
    await Bun.sleep(600)
    const list = (await (await studio.call('/runs')).json()) as RunList
    expect(list.runs.map(run => run.status).sort()).toEqual(['cancelled', 'running', 'success'])
    expect((await studio.status(first)).status).toBe('running')
  })

  test('L4 a detached run that waits its turn is known after a kill', async () => {
    fake.script('endless', [{ hang: true }])
    const ids = [
      await studio.start(graphOf([ask('only', 'endless', LONG)])),
      await studio.start(graphOf([ask('a', 'endless', LONG)])),
    ]
    await studio.kill('SIGKILL')
    studio = await startStudio({ home, ollamaUrl: fake.url })
    for (const id of ids) expect((await studio.status(id)).status).toBe('interrupted')
  }, 20_000)

  test('H5 a server that is stopping refuses new runs in words', async () => {
    fake.script('endless', [{ text: '{' }, { hang: true }])
    await studio.start(graphOf([ask('only', 'endless', LONG)]))
    await fake.ledger.until(ledger => ledger.calls.length === 1, 'the call opened')
    const stopping = studio.kill('SIGTERM')
    const answers: number[] = []
    for (let turn = 0; turn < 20; turn += 1) {
      const response = await studio.call('/execute', { body: bodyOf(graphOf([count('a', 'late')])) }).catch(() => null)
      if (response === null) break
      answers.push(response.status)
      if (response.status !== 200) expect((await failureOf(response)).details.code).toBe('SHUTTING_DOWN')
      else await response.text()
    }
    await stopping
    expect(answers.every(status => status === 200 || status === 503)).toBe(true)
  }, 20_000)
})
