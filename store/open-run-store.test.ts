import { Database } from 'bun:sqlite'
import { afterEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { systemClock } from '#machine/system-clock'
import { toTape } from './event-tape.ts'
import { type OpenedStore, openRunStore, type RunStoreOptions } from './open-run-store.ts'
import { unpackText } from './packed-text.ts'
import { handOver, sampleAttempt, sampleContent, sampleEnd, sampleHeader, sampleRows } from './sample-run.fixture.ts'
import { SqliteRunStore } from './sqlite-run-store.ts'
import { migrate } from './store-schema.ts'
import { toEvent } from './to-event.ts'
import { RowWriter } from './write-rows.ts'

const folders: string[] = []
const opened: OpenedStore[] = []

afterEach(async () => {
  for (const { store } of opened.splice(0)) await store.close().catch(() => {})
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kora-store-'))
  folders.push(folder)
  return join(folder, 'telemetry.sqlite')
}

function openStore(changes: Partial<RunStoreOptions> = {}): OpenedStore {
  const result = openRunStore({ path: ':memory:', clock: systemClock, log: () => {}, koraVersion: '0.1.0', ...changes })
  opened.push(result)
  return result
}

const two = [{ id: 'a' }, { id: 'b', dependencies: ['a'] }]

for (const kind of ['memory', 'file'] as const) {
  const openOne = (changes: Partial<RunStoreOptions> = {}) =>
    openStore({ path: kind === 'file' ? newPath() : ':memory:', ...changes })

  describe(`run store in a ${kind}`, () => {
    test('L4 shows a run only once it is durable, and then all of it', async () => {
      const { store } = openOne()
      const header = sampleHeader('run_1')
      const end = handOver(store, header)
      if (kind === 'file') expect(store.summary('run_1')).toBe(null)
      await store.commit()
      expect(store.bundle('run_1')).toEqual(end.bundle)
      expect(store.summary('run_1')).toEqual({
        run_id: 'run_1',
        graph_id: 'graph_1',
        title: 'Count words',
        status: 'success',
        execution_path: 'deterministic',
        backend: 'local',
        started_at: '2026-11-18T11:06:40.000Z',
        duration_ms: end.bundle.summary.total_latency_ms,
        total_tasks: 2,
        model_invocation_count: 0,
        tokens_in: 0,
        tokens_out: 0,
        retries: 0,
        breaches: 0,
        content_kept: false,
      })
    })

    test('L6 counts that no runtime could have reached are summed up all the same', async () => {
      const { store } = openOne()
      for (let n = 0; n < 1_100; n += 1) {
        const header = sampleHeader(`run_${n}`)
        const end = sampleEnd(header, sampleRows(header, two, 'success'))
        store.begin(header)
        store.finish({ ...end, summary: { ...end.summary, total_tokens: { in: 2 ** 63, out: 2 ** 60 } } })
      }
      await store.commit()
      const sums = store.telemetrySummary()
      expect(sums.runs).toBe(1_100)
      expect(sums.tokens_in).toBeGreaterThan(1_000 * 2 ** 52)
      expect(store.telemetryWindows({}, 3_600_000)[0]?.tokens_out).toBe(sums.tokens_out)
    })

    test('L6 lists newest first, in pages that new runs do not disturb', async () => {
      const { store } = openOne()
      for (let n = 0; n < 7; n += 1) handOver(store, sampleHeader(`run_${n}`))
      await store.commit()
      const first = store.list({ limit: 3 })
      expect(first.runs.map(run => run.run_id)).toEqual(['run_6', 'run_5', 'run_4'])
      handOver(store, sampleHeader('run_new'))
      await store.commit()
      const second = store.list({ limit: 3, cursor: first.next! })
      const third = store.list({ limit: 3, cursor: second.next! })
      expect([...second.runs, ...third.runs].map(run => run.run_id)).toEqual(['run_3', 'run_2', 'run_1', 'run_0'])
      expect(third.next).toBe(null)
      expect(store.list({ limit: 0 }).runs).toHaveLength(1)
    })
  })
}

describe('run store', () => {
  test('L6 filters by state and by words, taking signs as they are', async () => {
    const { store } = openStore()
    handOver(store, sampleHeader('run_a', { title: '100% Sure_thing' }))
    handOver(store, sampleHeader('run_b', { title: 'O\'Brien \\ "quoted"', graphId: 'invoices' }), two, 'failed')
    store.begin(sampleHeader('run_c', { title: '100 percent' }))
    await store.commit()
    const find = (text: string) => store.list({ limit: 10, text }).runs.map(run => run.run_id)
    expect(find('100%')).toEqual(['run_a'])
    expect(find('e_t')).toEqual(['run_a'])
    expect(find('sure')).toEqual(['run_a'])
    expect(find('\\ "')).toEqual(['run_b'])
    expect(find("o'")).toEqual(['run_b'])
    expect(find('invoice')).toEqual(['run_b'])
    expect(find('run_c')).toEqual(['run_c'])
    expect(find('%')).toEqual(['run_a'])
    expect(store.list({ limit: 10, status: 'failed' }).runs.map(run => run.run_id)).toEqual(['run_b'])
    expect(store.list({ limit: 10, status: 'running', text: '100' }).runs.map(run => run.run_id)).toEqual(['run_c'])
  })

  test('L6 refuses a cursor that it did not give', () => {
    const { store } = openStore()
    for (const cursor of ['', '0', '-1', '1.5', '1e3', 'x', "1' OR 1=1", '9'.repeat(30)]) {
      expect(() => store.list({ limit: 1, cursor })).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }))
    }
  })

  test('L1 gives events back as they were, from any point, however they were cut into batches', async () => {
    const header = sampleHeader('run_e')
    const rows = sampleRows(header, two, 'success')
    const events = rows.map((row, seq) => toEvent(header, seq, row))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -2, max: rows.length + 1 }),
        fc.integer({ min: 1, max: rows.length + 1 }),
        async (cuts, after, limit) => {
          const { store } = openStore()
          store.begin(header)
          for (let seq = 0, n = 0; seq < rows.length; n += 1) {
            const part = rows.slice(seq, seq + cuts[n % cuts.length]!)
            store.append({ runId: header.runId, firstSeq: seq, parts: toTape(part) })
            if (n % 3 === 0) await store.commit()
            seq += part.length
          }
          await store.commit()
          expect(store.events(header.runId, after, limit)).toEqual(events.slice(Math.max(0, after + 1)).slice(0, limit))
        },
      ),
      { seed: 3, numRuns: 60 },
    )
  })

  test('L1 keeps the events of many and of large runs apart', async () => {
    const { store } = openStore()
    const many = Array.from({ length: 700 }, (_, at) => ({ id: `t${at}` }))
    for (const id of ['run_x', 'run_y', 'run_z']) handOver(store, sampleHeader(id), many)
    await store.commit()
    const events = store.events('run_y', 2_990, 1_000)
    expect(events[0]!.event_id).toBe('run_y:2991')
    expect(events.map(event => event.seq)).toEqual(Array.from({ length: 511 }, (_, at) => 2_991 + at))
    expect(store.events('run_none', -1, 10)).toEqual([])
  })

  test('L1 refuses a hole in the events and events of no run', async () => {
    const { store } = openStore()
    const header = sampleHeader('run_h')
    const rows = sampleRows(header, two)
    const internal = expect.objectContaining({ code: 'INTERNAL' })
    expect(() => store.append({ runId: 'run_h', firstSeq: 0, parts: toTape(rows) })).toThrow(internal)
    store.begin(header)
    expect(() => store.begin(header)).toThrow(internal)
    store.append({ runId: 'run_h', firstSeq: 0, parts: toTape(rows.slice(0, 2)) })
    expect(() => store.append({ runId: 'run_h', firstSeq: 3, parts: toTape(rows.slice(3)) })).toThrow(internal)
    expect(() => store.append({ runId: 'run_h', firstSeq: 1, parts: toTape(rows.slice(1)) })).toThrow(internal)
  })

  test('L5 keeps content only where it may, and no word of it among telemetry where it may not', async () => {
    const path = newPath()
    const { store } = openStore({ path })
    const kept = sampleHeader('run_kept', { contentKept: true })
    const content = sampleContent(kept, handOver(store, kept))
    store.keep({ ...content, inputs: { secret: 'CANARY-7f3a' } })
    const discarded = sampleHeader('run_discarded')
    const other = { ...sampleContent(discarded, handOver(store, discarded)), inputs: { secret: 'CANARY-7f3a' } }
    expect(() => store.keep(other)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
    await store.commit()
    expect(store.content('run_kept')?.inputs).toEqual({ secret: 'CANARY-7f3a' })
    expect(store.content('run_discarded')).toBe(null)
    expect(store.capsule('run_discarded')).toBe(null)
    await store.close()
    expect(tablesWith(path, 'CANARY-7f3a')).toEqual(['content'])
    expect(tablesWith(path, 'run_discarded')).toContain('run')
  })

  test('H4 gives one run per key, within a moment, after a restart, and not after a day', async () => {
    const path = newPath()
    const first = openStore({ path }).store
    const now = systemClock.epochMs()
    expect(first.claimKey('k', 'hash', 'run_1', now)).toMatchObject({
      created: true,
      row: { runId: 'run_1', response: null },
    })
    expect(first.claimKey('k', 'other', 'run_2', now)).toEqual({
      created: false,
      row: { key: 'k', bodyHash: 'hash', runId: 'run_1', response: null },
    })
    await first.commit()
    expect(first.claimKey('k', 'hash', 'run_2', now).created).toBe(false)
    const answer = JSON.stringify({ long: 'x'.repeat(5_000) })
    first.answerKey('k', answer)
    expect(first.claimKey('k', 'hash', 'run_2', now).row.response).toBe(answer)
    await first.close()
    const second = openStore({ path }).store
    expect(second.claimKey('k', 'hash', 'run_2', now + 86_399_000)).toMatchObject({
      created: false,
      row: { response: answer },
    })
    expect(second.claimKey('k', 'hash', 'run_2', now + 86_401_000)).toMatchObject({
      created: true,
      row: { runId: 'run_2' },
    })
    await second.commit()
    expect(second.claimKey('k', 'hash', 'run_3', now + 86_401_000).row).toMatchObject({
      runId: 'run_2',
      response: null,
    })
  })

  test('H4 frees a key whose request was refused, before and after a commit', async () => {
    const { store } = openStore()
    for (const commit of [false, true]) {
      expect(store.claimKey('k', 'h', 'run_1', 5).created).toBe(true)
      if (commit) await store.commit()
      store.releaseKey('k')
      expect(store.claimKey('k', 'h', 'run_2', 5)).toMatchObject({ created: true, row: { runId: 'run_2' } })
      store.releaseKey('k')
      await store.commit()
    }
  })

  test('L6 sums up runs of all ends', async () => {
    const { store } = openStore()
    expect(store.telemetrySummary()).toMatchObject({
      runs: 0,
      deterministic_share: null,
      retry_amplification: null,
      latency_ms: { p50: 0 },
    })
    for (let n = 1; n <= 98; n += 1) {
      const header = sampleHeader(`run_${n}`)
      const end = sampleEnd(header, sampleRows(header, two, 'success'))
      const summary = { ...end.summary, total_latency_ms: n }
      store.begin(header)
      store.finish({ ...end, summary })
    }
    handOver(
      store,
      sampleHeader('run_m'),
      [{ id: 'm', type: 'model', attempts: [0, 1, 2].map(at => sampleAttempt(at)) }],
      'failed',
    )
    handOver(store, sampleHeader('run_c'), two, 'cancelled')
    store.begin(sampleHeader('run_open'))
    await store.commit()
    const summary = store.telemetrySummary()
    expect(summary).toMatchObject({ runs: 101, succeeded: 98, failed: 1, cancelled: 1, interrupted: 0 })
    expect(summary).toMatchObject({
      deterministic_runs: 99,
      deterministic_share: 0.99,
      model_invocations: 3,
      tokens_in: 300,
    })
    expect(summary).toMatchObject({ tokens_out: 21, retries: 2, retry_amplification: 3, breaches: 0 })
    expect(summary.latency_ms).toEqual({ p50: 49, p95: 94, p99: 98 })
  })

  test('S7 ends runs that a crash left open, with what they spent, once', async () => {
    const first = openStore()
    const header = sampleHeader('run_open')
    const rows = sampleRows(header, [
      { id: 'm', type: 'model', end: 'open', attempts: [sampleAttempt(0)] },
      { id: 'z', end: 'waiting' },
    ])
    handOver(first.store, sampleHeader('run_done'))
    first.store.begin(header)
    first.store.append({ runId: 'run_open', firstSeq: 0, parts: toTape(rows) })
    first.store.begin(sampleHeader('run_bare'))
    await first.store.commit()
    first.store.begin(sampleHeader('run_lost'))
    const second = openStore({ image: first.image() })
    expect(second.interrupted).toBe(2)
    expect(second.store.summary('run_lost')).toBe(null)
    expect(second.store.summary('run_done')?.status).toBe('success')
    expect(second.store.summary('run_open')).toMatchObject({
      status: 'interrupted',
      tokens_out: 7,
      model_invocation_count: 1,
    })
    expect(second.store.bundle('run_open')!.tasks.map(task => task.status)).toEqual(['failed', 'cancelled'])
    expect(second.store.events('run_open', rows.length - 1, 9).map(event => event.type)).toEqual(['run.interrupted'])
    expect(second.store.bundle('run_bare')!.tasks).toEqual([])
    expect(openStore({ image: second.image() }).interrupted).toBe(0)
  })

  test('I5 lets a run whose end was durable keep that end, though its bundle was lost', async () => {
    const first = openStore()
    const header = sampleHeader('run_1')
    const rows = sampleRows(header, two, 'failed')
    first.store.begin(header)
    first.store.append({ runId: 'run_1', firstSeq: 0, parts: toTape(rows) })
    await first.store.commit()
    const { store } = openStore({ image: first.image() })
    expect(store.summary('run_1')?.status).toBe('failed')
    expect(store.bundle('run_1')).toEqual(sampleEnd(header, rows).bundle)
    expect(store.events('run_1', -1, 1_000)).toHaveLength(rows.length)
  })

  test('S7 refuses new runs while the disk is full, reads on, and keeps what came meanwhile', async () => {
    const { store } = openStore({ maxBytes: 90 * 1_024 })
    handOver(store, sampleHeader('run_first'))
    await store.commit()
    store.begin(sampleHeader('run_big', { contentKept: true }))
    const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(64 * 1_024))).toString('base64')
    store.keep({
      ...sampleContent(sampleHeader('run_big'), handOver(store, sampleHeader('run_second'))),
      runId: 'run_big',
      inputs: { noise },
    })
    await expect(store.commit()).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    expect(store.problem()).toContain('disk is full')
    expect(() => store.begin(sampleHeader('run_next'))).toThrow(expect.objectContaining({ code: 'STORAGE_FULL' }))
    expect(store.summary('run_first')?.status).toBe('success')
    expect(store.summary('run_second')).toBe(null)
  })

  test('S9 makes the file readable to its owner only', async () => {
    const path = newPath()
    const { store } = openStore({ path })
    handOver(store, sampleHeader('run_1'))
    await store.commit()
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})

/** Names of the tables that hold a text anywhere, packed or not. */
function tablesWith(path: string, text: string): string[] {
  const db = new Database(path, { readonly: true })
  const tables = db.query("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[]
  const found = tables.filter(({ name }) =>
    db
      .query(`SELECT * FROM ${name}`)
      .all()
      .flatMap(row => Object.values(row as Record<string, unknown>))
      .some(value =>
        (value instanceof Uint8Array && name !== 'probe' ? unpackText(value) : String(value)).includes(text),
      ),
  )
  db.close()
  return found.map(({ name }) => name)
}

describe('a group of rows that is refused for a fault of ours', () => {
  test('H4 leaves no key claimed that nobody can ever answer', async () => {
    const db = new Database(':memory:', { strict: true })
    migrate(db, 0, 0)
    let isBroken = true
    const writer = new RowWriter(db)
    const store = new SqliteRunStore({
      db,
      clock: systemClock,
      log: () => {},
      koraVersion: '0.1.0',
      blocked: null,
      soon: flush => flush(),
      sink: {
        write: rows => {
          if (isBroken) throw new TypeError('a bug')
          writer.apply(rows)
          return undefined
        },
        scrub: () => undefined,
        close: () => undefined,
      },
    })
    expect(store.claimKey('k', 'hash', 'run_1', 0).created).toBe(true)
    await expect(store.commit()).rejects.toMatchObject({ code: 'INTERNAL' })
    isBroken = false
    expect(store.claimKey('k', 'hash', 'run_2', 0)).toMatchObject({ created: true, row: { runId: 'run_2' } })
    await store.commit()
    expect(store.claimKey('k', 'hash', 'run_3', 0)).toMatchObject({ created: false, row: { runId: 'run_2' } })
    await store.close()
  })
})
