import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connector, ModelEntry } from '#contracts/connector-port'
import type { ExecuteResult } from '#contracts/execution'
import type { ModelProbe } from '#contracts/probe'
import { createScriptedConnector, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'
import { ModelProbes } from './model-probes.ts'
import { ProbeBook } from './probe-book.ts'

const folder = await mkdtemp(join(tmpdir(), 'kora-probes-'))
afterAll(() => rm(folder, { recursive: true }))
let count = 0
const newPath = (): string => join(folder, `probes-${++count}.json`)

const ID = 'scripted/m'
const found = (version: string | null, digest: string | null = 'sha256:00'): ModelProbe => ({
  model_id: ID,
  runtime_version: version,
  model_digest: digest,
  probed_at: '2026-01-01T00:00:00.000Z',
  run_id: 'run_0',
  tokens_out: 1,
  checks: [{ name: 'cap', verdict: 'kept', sentence: 'It stopped.' }],
})

/** A run of one model task has ended; what is probed after it is written down. */
async function afterRun(options: {
  readonly wish: 'asked' | 'auto' | 'off'
  readonly known?: ModelProbe
  readonly entry?: Partial<ModelEntry> | null
  readonly deterministicOnly?: boolean
  readonly delayMs?: number
}): Promise<readonly string[]> {
  const clock = new VirtualClock()
  const script = () => [...tokensOf({ colour: 'red' }), { end: 'stop' } as const]
  const { connector } = createScriptedConnector({ clock, script })
  const served: Connector = {
    ...connector,
    models: async signal =>
      options.entry === null ? [] : (await connector.models(signal)).map(entry => ({ ...entry, ...options.entry })),
  }
  const { kernel } = createTestKernel([served], { clock })
  const task = modelTask('m', { model: { connector: 'scripted', model: 'm', decode: 'write' } })
  const run = await kernel.start({ taskgraph: graphOf([task], 'm') })
  const result: ExecuteResult = await clock.runUntil(run.result)
  expect(result.status).toBe('success')
  const book = new ProbeBook(newPath())
  if (options.known) await book.keep(options.known)
  const asked: string[] = []
  const probes = new ModelProbes({
    kernel: {
      probe: async ({ connector: name, model }) => {
        asked.push(`${name}/${model}`)
        return found('1.0')
      },
    },
    connector: name => (name === 'scripted' ? served : null),
    book,
    settings: () => ({ probe: options.wish, deterministic_only: options.deterministicOnly ?? false }),
    changes: { tell: () => undefined },
    delayMs: options.delayMs ?? 0,
    report: error => {
      throw error
    },
  })
  probes.afterRun(result)
  if (options.delayMs === undefined) await probes.settled()
  else await probes.close()
  return asked
}

describe('probes after a run', () => {
  test('N8 follow an update of the runtime or of the model, and nothing else, unless asked to', async () => {
    expect(await afterRun({ wish: 'asked' })).toEqual([])
    expect(await afterRun({ wish: 'asked', known: found('1.0') })).toEqual([])
    expect(await afterRun({ wish: 'asked', known: found('0.9') })).toEqual([ID])
    expect(await afterRun({ wish: 'asked', known: found('1.0', 'sha256:11') })).toEqual([ID])
    expect(await afterRun({ wish: 'auto' })).toEqual([ID])
    expect(await afterRun({ wish: 'auto', known: found('1.0') })).toEqual([])
    expect(await afterRun({ wish: 'off', known: found('0.9') })).toEqual([])
    expect(await afterRun({ wish: 'auto', deterministicOnly: true })).toEqual([])
  })

  test('N8 begin nothing that a command which ends would leave half done', async () => {
    expect(await afterRun({ wish: 'auto', delayMs: 60_000 })).toEqual([])
  })

  test('N8 N4 never ask another machine, nor one that does not say where its models run', async () => {
    for (const wish of ['asked', 'auto'] as const) {
      expect(await afterRun({ wish, known: found('0.9'), entry: { remote: true } })).toEqual([])
      // Not listed: the identity is unknown too.
      expect(await afterRun({ wish, entry: null })).toEqual([])
    }
  })
})

describe('book of probes', () => {
  test('N8 holds one probe a model, for its version and weights alone, over a restart', async () => {
    const path = newPath()
    const book = new ProbeBook(path)
    await book.keep(found('1.0'))
    await book.keep(found('2.0'))
    const now = { version: '2.0', digest: 'sha256:00' }
    for (const one of [book, new ProbeBook(path)]) {
      expect(await one.current(ID, now)).toEqual(found('2.0'))
      expect(await one.current(ID, { ...now, version: '1.0' })).toBeNull()
      expect(await one.current(ID, { ...now, digest: 'sha256:11' })).toBeNull()
      expect(await one.ofRuntime('scripted', '2.0')).toHaveLength(1)
      expect(await one.ofRuntime('script', '2.0')).toEqual([])
      expect(await one.knows('other')).toBe(false)
    }
  })

  test('N8 starts empty with a broken file and goes on', async () => {
    for (const text of ['', '{', '{"version":2,"probes":[]}', '{"version":1,"probes":[{"model_id":7}]}', '\u0000']) {
      const path = newPath()
      await writeFile(path, text)
      const book = new ProbeBook(path)
      expect(await book.last(ID)).toBeNull()
      await book.keep(found('1.0'))
      expect(JSON.parse(await readFile(path, 'utf8')).probes).toHaveLength(1)
    }
  })

  test('N8 keeps what two probes found at once', async () => {
    const path = newPath()
    const book = new ProbeBook(path)
    await Promise.all([book.keep(found('1.0')), book.keep({ ...found('1.0'), model_id: 'scripted/n' })])
    expect(await new ProbeBook(path).ofRuntime('scripted', '1.0')).toHaveLength(2)
  })
})
