/** `models probe` as a person uses it: against a runtime over HTTP, in the lists, after an update, and on another machine. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import type { RunList } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import type { ModelProbe } from '#contracts/probe'
import type { Health, ModelInfo } from '#contracts/studio'
import type { FakeBackendOptions } from '#testing/fake-backend/fake-server'
import type { Scenario } from '#testing/fake-backend/scenario'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { graphOf, modelTask } from '#testing/test-kernel'
import { type Cli, openCli } from './cli-harness.ts'
import type { Diagnosis } from './diagnose.ts'

setDefaultTimeout(60_000)
let cli: Cli
let runtime: FakeBackend | null = null
beforeEach(() => {
  cli = openCli()
})
afterEach(async () => {
  await cli.close()
  await runtime?.stop()
})

const MODEL = 'ollama/fake:latest'
/** In the order of the questions the third one has a schema. */
const SCHEMA_QUESTION = 2
const CALLS_OF_A_PROBE = 7
const WRITES: Scenario = [{ honourCap: true }, { text: '1 ', n: 100, everyMs: 15 }]

const honest = (index: number): Scenario =>
  index % CALLS_OF_A_PROBE === SCHEMA_QUESTION ? [{ json: { k: 'q' } }, { end: 'stop' }] : WRITES

async function start(options: FakeBackendOptions = {}, source: (index: number) => Scenario = honest) {
  runtime = await startFakeBackend({ slots: 1, ...options })
  runtime.script('fake:latest', source)
  return runtime
}

const verdicts = ({ checks }: ModelProbe) => Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]))
const ALL_KEPT = { schema: 'kept', cap: 'kept', usage: 'kept', stream: 'kept', greedy: 'kept', seed: 'kept' }

describe('models probe', () => {
  test('N8 tells what an honest runtime keeps, and shows it in the lists, the health and the doctor', async () => {
    const { url, ledger } = await start()
    await cli.serve({ env: { OLLAMA_HOST: url } })
    const found = (await cli.kora(['models', 'probe', MODEL, '--json'])).json<ModelProbe>()
    expect(verdicts(found)).toMatchObject(ALL_KEPT)
    expect(found).toMatchObject({ model_id: MODEL, runtime_version: '0.17.4' })
    expect(found.model_digest).toMatch(/^sha256:/)
    const asked = ledger.callsOf('fake:latest')
    expect(asked.reduce((sum, call) => sum + (call.maxTokens ?? 1_000), 0)).toBeLessThanOrEqual(64)

    const [model] = (await cli.kora(['models', 'list', '--json'])).json<readonly ModelInfo[]>()
    expect(model?.probe).toEqual(found)
    expect((await cli.kora(['models', 'list'])).out).toMatch(/^ollama\/fake:latest .* keeps its word +default/m)
    const diagnosis = (await cli.kora(['doctor', '--json'])).json<Diagnosis>()
    const ollama = (health: Health | null) => health?.backends.find(({ name }) => name === 'ollama')
    expect(ollama(diagnosis.health)?.probed).toMatchObject(ALL_KEPT)
    expect((await cli.kora(['doctor'])).out).toMatch(/^probed +schema +cap .*\nollama +kept +kept/m)
    const { runs } = (await cli.kora(['runs', '--json'])).json<RunList>()
    expect(runs).toMatchObject([{ run_id: found.run_id, backend: 'probe', model_invocation_count: asked.length }])
    // A second Studio on the same folder reads what the first one found.
    expect(await Bun.file(join(cli.home, 'caches', 'probes.json')).json()).toMatchObject({ probes: [found] })
  })

  test('N8 names what a lying runtime breaks', async () => {
    const flood: Scenario = [{ noUsage: true }, { text: '1 ', n: 400, everyMs: 60 }]
    const { url } = await start({ holdCancelledMs: 1_500 }, () => flood)
    const env = { OLLAMA_HOST: url }
    const { out, code } = await cli.kora(['models', 'probe'], { env })
    expect(code).toBe(0)
    // A busy machine may leave the slot open, and never clears this runtime of it; the virtual clock of the engine's test proves the rest.
    for (const [name, verdict] of Object.entries({ schema: 'broken', cap: 'broken', cancel: '(broken|unknown)' }))
      expect(out).toMatch(new RegExp(`^${name} +${verdict} `, 'm'))
    expect((await cli.kora(['models', 'list'], { env })).out).toMatch(/breaks schema, cap/)
  })

  test('N8 a probe does not hold for another version or other weights, and is taken again after the next run', async () => {
    const first = await start({ version: '1.0.0' })
    const { port, url } = first
    const env = { OLLAMA_HOST: url }
    await cli.serve({ env })
    const found = (await cli.kora(['models', 'probe', MODEL, '--json'])).json<ModelProbe>()
    expect(found.runtime_version).toBe('1.0.0')
    const readProbe = async () =>
      (await cli.kora(['models', '--json'])).json<readonly ModelInfo[]>().find(one => one.model_id === MODEL)?.probe
    expect(await readProbe()).toEqual(found)
    await first.stop()

    // The first call of the new server is the run's own.
    const second = await start({ version: '2.0.0', port }, index =>
      index === 0 ? [{ json: { colour: 'red' } }, { end: 'stop' }] : honest(index - 1),
    )
    expect(await readProbe()).toBeNull()
    const task = modelTask('m', { model: { connector: 'ollama', model: 'fake:latest', decode: 'write' } })
    const budget = { max_tokens: 50, max_time_ms: 30_000, max_retries: 0 }
    const graph = await cli.write('graph.json', graphOf([{ ...task, budget }], 'm'))
    // What is remembered of a runtime is half a minute old at most.
    expect((await cli.kora(['run', graph])).code).toBe(0)
    await second.ledger.until(({ calls }) => calls.length > 1, 'the probe that follows the run', 60_000)
    let again = await readProbe()
    while (!again) again = await readProbe()
    expect(again.runtime_version).toBe('2.0.0')
    expect(verdicts(again)).toMatchObject({ cap: 'kept' })
  })

  test('N8 asks nothing by itself of a model that nobody probed, and nothing at all where the setting says off', async () => {
    const { url, ledger } = await start({}, () => [{ json: { colour: 'red' } }, { end: 'stop' }])
    await Bun.write(join(cli.home, 'configs', 'config.json'), '{"probe":"off"}')
    await cli.serve({ env: { OLLAMA_HOST: url } })
    const task = modelTask('m', { model: { connector: 'ollama', model: 'fake:latest', decode: 'write' } })
    const budget = { max_tokens: 50, max_time_ms: 30_000, max_retries: 0 }
    const graph = await cli.write('graph.json', graphOf([{ ...task, budget }], 'm'))
    expect((await cli.kora(['run', graph])).code).toBe(0)
    await Bun.sleep(200)
    expect(ledger.calls).toHaveLength(1)
  })

  test('N8 N4 a model that runs elsewhere is probed on a word of its own alone', async () => {
    const { url, ledger, replaceModel } = await start()
    replaceModel({ name: 'fake:latest', remoteHost: 'https://cloud.example' })
    const env = { OLLAMA_HOST: url }
    const refused = await cli.kora(['models', 'probe', MODEL], { env })
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain('another machine')
    expect(refused.err).toContain('--remote')
    // With the word it is the connector that refuses a cloud (N3).
    const program = await cli.kora(['models', 'probe', MODEL, '--remote', '--json'], { env })
    expect(program.json<Failure>().details.code).toBe('CLOUD_MODEL')
    expect(ledger.calls).toEqual([])
  })

  test('says what is wrong with a name, a missing model, a runtime that is away, and no model at all', async () => {
    const { url } = await start()
    const env = { OLLAMA_HOST: url }
    const cases: readonly (readonly [model: string, code: string])[] = [
      ['fake', 'INVALID_REQUEST'],
      ['nobody/x', 'MODEL_NOT_FOUND'],
      ['ollama/absent:1b', 'MODEL_NOT_FOUND'],
      ['lmstudio/x', 'BACKEND_UNAVAILABLE'],
    ]
    for (const [model, code] of cases) {
      const { json } = await cli.kora(['models', 'probe', model, '--json'], { env })
      expect({ model, code: json<Failure>().details.code }).toEqual({ model, code })
    }
    const none = await cli.kora(['models', 'probe'])
    expect(none.code).not.toBe(0)
    expect(none.err).toContain('There is no model to probe.')
  })
})
