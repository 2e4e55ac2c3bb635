/** A burst of a thousand requests, good ones and bad ones together: every one is answered, and nothing is lost or counted twice. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecuteResult } from '#contracts/execution'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { ask, collect, count, GOOD_LABEL, graphOf } from './server-graphs.ts'
import { bodyOf, failureOf, type StudioProcess, startStudio } from './studio-process.ts'

let home: string
let fake: FakeBackend
let studio: StudioProcess

type Kind = 'plain' | 'model' | 'hostile' | 'no graph' | 'cycle' | 'no token' | 'no json'

function send(kind: Kind, n: number): Promise<Response> {
  const plain = graphOf([count('a', `text ${n}`)])
  switch (kind) {
    case 'plain':
      return studio.call('/execute', { body: bodyOf(plain) })
    case 'model':
      return studio.call('/execute', { body: bodyOf(graphOf([ask('m', 'good', { max_time_ms: 60_000 })])) })
    case 'hostile': {
      const tasks = [ask('m', 'flood', { max_time_ms: 60_000 }), count('a', `${n}`), collect('all', ['m', 'a'])]
      return studio.call('/execute', { body: bodyOf(graphOf(tasks)) })
    }
    case 'no graph':
      return studio.call('/execute', { body: { api_version: '1.0' } })
    case 'cycle':
      return studio.call('/execute', { body: bodyOf(graphOf([collect('a', ['b']), collect('b', ['a'])])) })
    case 'no token':
      return studio.call('/execute', { body: bodyOf(plain), headers: { authorization: 'Bearer nothing' } })
    case 'no json':
      return studio.call('/execute', { body: '{"api_version":' })
  }
}

const EXPECTED: Readonly<Record<Kind, number>> = {
  plain: 200,
  model: 200,
  hostile: 200,
  'no graph': 400,
  cycle: 400,
  'no token': 401,
  'no json': 400,
}
const KINDS: readonly Kind[] = [
  'plain',
  'model',
  'no graph',
  'plain',
  'hostile',
  'cycle',
  'plain',
  'no token',
  'model',
  'no json',
]

const openFiles = () => readdirSync(`/proc/${studio.pid}/fd`).length
const rssMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${studio.pid}/status`, 'utf8'))?.[1]) / 1024

async function listAll(): Promise<readonly { run_id: string }[]> {
  const all: { run_id: string }[] = []
  for (let cursor = ''; ; ) {
    const page = (await (await studio.call(`/runs?limit=100${cursor}`)).json()) as {
      runs: { run_id: string }[]
      next: string | null
    }
    all.push(...page.runs)
    if (page.next === null) return all
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
}

const SERVERS = [
  { server: 'room for all', config: { max_runs: 8, max_queued: 1_000 }, refuses: false },
  { server: 'a short queue', config: { max_runs: 2, max_queued: 40 }, refuses: true },
]

for (const { server, config, refuses } of SERVERS)
  describe(`a burst at a server with ${server}`, () => {
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
      fake = await startFakeBackend()
      studio = await startStudio({ home, ollamaUrl: fake.url, config: config })
    })
    afterAll(async () => {
      await studio.kill()
      await fake.stop()
      rmSync(home, { recursive: true })
    })

    test('H5 H2 1,000 parallel requests are each answered, with a run of their own, a refusal, or 429 with its cure', async () => {
      fake.script('good', [{ json: GOOD_LABEL }, { end: 'stop' }])
      fake.script('flood', [{ endless: 'tokens' }])
      await (await send('plain', -1)).text()
      const before = process.platform === 'linux' ? { files: openFiles(), rss: rssMb() } : null
      const kinds = Array.from({ length: 1_000 }, (_, at) => KINDS[at % KINDS.length] as Kind)
      const answers = await Promise.all(kinds.map((kind, n) => send(kind, n)))
      const ids = new Set<string>()
      let [accepted, full] = [0, 0]
      for (const [at, response] of answers.entries()) {
        const kind = kinds[at] as Kind
        if (response.status === 429) {
          full += 1
          expect(EXPECTED[kind]).toBe(200)
          expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
          expect(response.headers.get('x-should-retry')).toBe('true')
          expect((await failureOf(response)).details.code).toBe('QUEUE_FULL')
          continue
        }
        expect([kind, response.status]).toEqual([kind, EXPECTED[kind]])
        if (response.status !== 200) {
          expect(Object.keys(await failureOf(response)).sort()).toEqual(['details', 'error_type', 'message'])
          continue
        }
        accepted += 1
        const result = (await response.json()) as ExecuteResult
        ids.add(result.execution_metadata.run_id)
        if (kind === 'model') expect(result.final_output).toEqual(GOOD_LABEL)
        if (kind === 'hostile') expect(result.final_output).toMatchObject({ items: [null, { words: 1 }] })
      }
      console.log(`H5 of 1,000 requests ${accepted} ran, ${full} were told to come back`)
      expect(accepted).toBeGreaterThanOrEqual(42)
      expect(full > 0).toBe(refuses)
      expect(accepted + full).toBe(600)
      expect(ids.size).toBe(accepted)
      const runs = await listAll()
      expect(new Set(runs.map(run => run.run_id)).size).toBe(runs.length)
      expect(runs.length).toBe(accepted + 1)
      const started = performance.now()
      expect(((await (await studio.call('/health')).json()) as { active_sessions: number }).active_sessions).toBe(0)
      expect(performance.now() - started).toBeLessThan(2_000)
      await fake.ledger.until(ledger => ledger.openCalls === 0, 'every call closed')
      if (before === null) return
      await Bun.sleep(500)
      // Connections that clients keep alive may stay; what runs took may not.
      expect(openFiles() - before.files).toBeLessThan(400)
      expect(rssMb() - before.rss).toBeLessThan(300)
    }, 120_000)
  })
