/** The whole server killed and started again: what was announced is there, what ran is interrupted, keys and streams go on. */

import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecuteResult } from '#contracts/execution'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { ask, collect, count, GOOD_LABEL, graphOf } from './server-graphs.ts'
import { bodyOf, failureOf, readFrames, type StudioProcess, startStudio, watchFrames } from './studio-process.ts'

let home: string
let fake: FakeBackend
let studio: StudioProcess

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
  fake = await startFakeBackend()
  studio = await startStudio({ home, ollamaUrl: fake.url })
})
afterEach(async () => {
  await studio.kill('SIGKILL').catch(() => {})
  await fake.stop()
  rmSync(home, { recursive: true })
})

const again = async () => {
  studio = await startStudio({ home, ollamaUrl: fake.url })
}
const LONG = { max_tokens: 5_000, max_time_ms: 60_000 }

describe('one key, one run', () => {
  const keyed = (graph: object, options: object = {}) =>
    studio.call('/execute', { body: bodyOf(graph, options), headers: { 'idempotency-key': 'the-key' } })

  test('H4 concurrent calls under one key make one run and one model call', async () => {
    fake.script('once', [{ wait: 200 }, { json: GOOD_LABEL }, { end: 'stop' }])
    const graph = graphOf([ask('only', 'once')])
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await keyed(graph)).json()))
    const ids = new Set((answers as ExecuteResult[]).map(answer => answer.execution_metadata.run_id))
    expect(ids.size).toBe(1)
    expect(fake.ledger.callsOf('once').length).toBe(1)
    for (const answer of answers as ExecuteResult[]) expect(answer.final_output).toEqual(GOOD_LABEL)
  })

  test('H4 another body under the key is refused with 409, also while the first still runs', async () => {
    fake.script('once', [{ wait: 300 }, { json: GOOD_LABEL }, { end: 'stop' }])
    const first = keyed(graphOf([ask('only', 'once')]))
    await fake.ledger.until(ledger => ledger.calls.length === 1, 'the call opened')
    for (const moment of ['during', 'after'] as const) {
      if (moment === 'after') await first
      const refused = await keyed(graphOf([count('other', 'x')]))
      expect(refused.status).toBe(409)
      expect((await failureOf(refused)).details.code).toBe('IDEMPOTENCY_CONFLICT')
    }
    expect(fake.ledger.calls.length).toBe(1)
  })

  test('H4 the key of a run that a kill cut off starts no second one, and the cure is said', async () => {
    fake.script('hangs', [{ hang: true }])
    const graph = graphOf([ask('only', 'hangs', LONG)])
    const cut = keyed(graph).catch(() => null)
    await fake.ledger.until(ledger => ledger.calls.length === 1, 'the call opened')
    await studio.kill('SIGKILL')
    await cut
    await again()
    const refused = await keyed(graph)
    expect([refused.status, refused.headers.get('x-should-retry')]).toEqual([409, 'false'])
    const failure = await failureOf(refused)
    expect(failure.message).toContain('was interrupted')
    expect(failure.details.hint).toContain('new key')
    expect(fake.ledger.calls.length).toBe(1)
  }, 20_000)

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`H4 a key survives ${signal} and a restart, and starts no second run`, async () => {
      fake.script('once', [{ json: GOOD_LABEL }, { end: 'stop' }])
      const graph = graphOf([ask('only', 'once')])
      const first = (await (await keyed(graph)).json()) as ExecuteResult
      await studio.kill(signal)
      await again()
      const second = (await (await keyed(graph)).json()) as ExecuteResult
      expect(second.execution_metadata.run_id).toBe(first.execution_metadata.run_id)
      expect(second.final_output).toEqual(GOOD_LABEL)
      expect(fake.ledger.callsOf('once').length).toBe(1)
    }, 20_000)
  }
})

describe('streams', () => {
  test('L4 events come in order, and a client resumes after the last it saw without loss or repeat', async () => {
    fake.script('slowly', [{ wait: 150 }, { json: GOOD_LABEL }, { end: 'stop' }])
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const runId = await studio.start(graphOf([...ids.map(id => ask(id, 'slowly', LONG)), collect('all', ids)]))
    const seen: number[] = []
    let end: unknown = null
    // A client that dies after a few events, again and again, until the stream ends by itself.
    for (let turn = 0; end === null && turn < 200; turn += 1) {
      const last = seen.at(-1)
      const headers: Record<string, string> = last === undefined ? {} : { 'last-event-id': String(last) }
      const leave = new AbortController()
      let taken = 0
      const response = await studio.call(`/runs/${runId}/events`, { headers, signal: leave.signal })
      // How a reader that has everything of a run that is over is told so.
      if (response.status === 204) end = await studio.status(runId)
      await watchFrames(response, frame => {
        if (frame.id !== null) seen.push(frame.id)
        if (frame.name === 'end') end = frame.data
        taken += 1
        return taken < 5
      })
      leave.abort()
    }
    expect(end).toMatchObject({ status: 'success' })
    const stored = await studio.events(runId)
    expect(seen).toEqual(stored.map(event => event.seq))
    expect(seen).toEqual(seen.map((_, at) => at))
  }, 20_000)

  test('L4 events of a finished run are read after a restart as they were before', async () => {
    const result = await studio.execute(graphOf([count('a', 'one'), count('b', 'two')]))
    const id = result.execution_metadata.run_id
    const before = await studio.events(id)
    await studio.kill('SIGKILL')
    await again()
    expect(await studio.events(id)).toEqual([...before])
    const rest = await readFrames(await studio.call(`/runs/${id}/events`, { headers: { 'last-event-id': '3' } }))
    expect(rest[0]?.id).toBe(4)
  }, 20_000)

  test('L4 what a stream announced is in the store at that moment', async () => {
    fake.script('slowly', [{ wait: 40 }, { json: GOOD_LABEL }, { end: 'stop' }])
    const ids = Array.from({ length: 8 }, (_, at) => `t${at}`)
    const body = bodyOf(graphOf([...ids.map(id => ask(id, 'slowly', LONG)), collect('all', ids)]), { stream: true })
    const file = new Database(join(home, 'telemetry', 'runs.sqlite'), { readonly: true })
    const rows = file.query<{ n: number }, []>('SELECT count(*) AS n FROM chunk')
    let announced = 0
    await watchFrames(await studio.call('/execute', { body }), frame => {
      if (frame.event) announced += 1
      if (announced > 0) expect(rows.get()?.n).toBeGreaterThan(0)
      return frame.name !== 'result'
    })
    file.close()
    expect(announced).toBeGreaterThan(ids.length * 4)
  })
})

describe('kill -9', () => {
  test('L4 nothing announced is lost, and what ran is interrupted', async () => {
    fake.script('quick', [{ json: GOOD_LABEL }, { end: 'stop' }])
    fake.script('endless', [{ text: '{"label":' }, { hang: true }])
    for (const round of [0, 1, 2]) {
      const finished: ExecuteResult[] = []
      const announced = new Map<string, number>()
      const open = await studio.start(
        graphOf([ask('quick', 'quick'), ask('open', 'endless', LONG), collect('all', ['quick', 'open'])]),
      )
      await fake.ledger.until(ledger => ledger.callsOf('endless').length === round + 1, 'the endless call opened')
      const watching = studio
        .call(`/runs/${open}/events`)
        .then(response =>
          watchFrames(response, frame => {
            if (frame.id !== null) announced.set(open, frame.id)
            return true
          }),
        )
        .catch(() => {})
      let isOver = false
      const load = Array.from({ length: 6 }, async () => {
        while (!isOver) {
          const graph = graphOf([count('a', `text ${Math.random()}`), ask('quick', 'quick')])
          const result = await studio.execute(graph).catch(() => null)
          if (result) finished.push(result)
        }
      })
      await Bun.sleep(150 + 130 * round)
      // On a busy machine that may be too soon for a first answer.
      while (finished.length === 0) await Bun.sleep(5)
      await studio.kill('SIGKILL')
      isOver = true
      await Promise.all([...load, watching])
      expect(finished.length).toBeGreaterThan(0)
      await again()
      for (const result of finished) {
        const id = result.execution_metadata.run_id
        expect((await studio.status(id)).status).toBe('success')
        const bundle: unknown = await (await studio.call(`/telemetry/${id}`)).json()
        expect(bundle).toEqual(JSON.parse(JSON.stringify(result.telemetry)))
      }
      const status = await studio.status(open)
      expect(status.status).toBe('interrupted')
      const events = await studio.events(open)
      expect(events.at(-1)?.type).toBe('run.interrupted')
      expect(events.length - 1).toBeGreaterThan(announced.get(open) ?? -1)
      const list = (await (await studio.call('/runs?status=running')).json()) as { runs: unknown[] }
      expect(list.runs).toEqual([])
      await fake.ledger.until(ledger => ledger.openCalls === 0, 'calls of the dead server closed')
    }
  }, 60_000)

  test('S7 a second server on the same folder is refused, and a lock left by a killed one is taken over', async () => {
    await expect(startStudio({ home, ollamaUrl: fake.url })).rejects.toThrow(/ended with[\s\S]*ROOT_LOCKED/)
    await studio.kill('SIGKILL')
    await again()
    expect((await studio.call('/health')).status).toBe(200)
  }, 20_000)
})

describe('detached runs', () => {
  test('X4 a detached run is polled to its end and its result read', async () => {
    fake.script('slowly', [{ wait: 200 }, { json: GOOD_LABEL }, { end: 'stop' }])
    const runId = await studio.start(graphOf([ask('only', 'slowly', LONG)]))
    expect(['queued', 'running']).toContain((await studio.status(runId)).status)
    expect(await studio.ended(runId)).toMatchObject({ status: 'success', result: { final_output: GOOD_LABEL } })
  })

  test('H5 a stop asked for politely ends what runs and starts nothing new', async () => {
    fake.script('endless', [{ hang: true }])
    const runId = await studio.start(graphOf([ask('only', 'endless', LONG)]))
    await fake.ledger.until(ledger => ledger.calls.length === 1, 'the call opened')
    const started = performance.now()
    await studio.kill('SIGTERM')
    expect(performance.now() - started).toBeLessThan(10_000)
    await again()
    expect(['cancelled', 'interrupted']).toContain((await studio.status(runId)).status)
  }, 20_000)
})
