/** The commands that look and switch, each in a process of its own and against a server: both ways behave alike. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecuteResult, ExportResult, RunList, RunStatus, TelemetrySummary } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import type { PluginInfo } from '#contracts/manifest'
import type { ModelInfo, OperationInfo } from '#contracts/studio'
import { startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { buildSumGraph, type Cli, openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)

for (const way of ['in its own process', 'against a server'] as const) {
  describe(way, () => {
    const cli = openCli()
    const env = { env: {} as Record<string, string> }
    let runtime: Awaited<ReturnType<typeof startFakeBackend>>
    let runId = ''

    beforeAll(async () => {
      runtime = await startFakeBackend()
      env.env.OLLAMA_HOST = runtime.url
      if (way === 'against a server') await cli.serve(env)
      runId = await runSum(cli, 'A sum')
    })
    afterAll(async () => {
      await cli.close()
      await runtime.stop()
    })
    const kora = (...words: readonly string[]) => cli.kora(words, env)

    test('runs list shows what ran, newest first, a page at a time', async () => {
      const second = await runSum(cli, 'Another sum')
      const { code, out } = await kora('runs')
      expect(code).toBe(0)
      const [head, first] = out.split('\n')
      expect(head).toMatch(/^run +status +path +started +took +tasks +calls +title$/)
      expect(first).toMatch(new RegExp(`^${second} +success +deterministic .* 1 +0 +Another sum$`))
      const page = (await kora('runs', 'list', '-n', '1', '--json')).json<RunList>()
      expect(page.runs.map(run => run.run_id)).toEqual([second])
      const further = await kora('runs', 'list', '-n', '1', '-s', 'success', '-q', "sum's")
      expect(further.err).not.toContain('More')
      expect((await kora('runs', 'list', '-n', '1', '-s', 'success', '-q', 'sum')).err).toContain(
        `More: kora runs list --cursor ${page.next} --limit 1 --status success --query 'sum'\n`,
      )
      const rest = (await kora('runs', 'list', '--cursor', page.next!, '--json')).json<RunList>()
      expect(rest.runs.map(run => run.run_id)).toContain(runId)
      expect((await kora('runs', 'list', '-s', 'failed', '--json')).json<RunList>().runs).toEqual([])
    })

    test('runs show tells tasks and status of a run', async () => {
      const people = await kora('runs', 'show', runId)
      expect(people.code).toBe(0)
      expect(people.out).toMatch(new RegExp(`^${runId}  success\n`))
      expect(people.out).toMatch(/^sum +deterministic +math\.sum +success /m)
      expect((await kora('runs', 'show', runId, '--json')).json<RunStatus>()).toMatchObject({
        run_id: runId,
        status: 'success',
      })
    })

    test('runs show tells tasks in the order in which they began, and what never began last and without a time', async () => {
      const task = { version: '1.0', type: 'deterministic' }
      const graph = await cli.write('late.json', {
        kora_version: '1.0.0',
        graph_id: 'late',
        root: 'a-never',
        tasks: [
          { ...task, id: 'a-never', op: 'math.sum', dependencies: ['b-fails'], input: { values: [1] } },
          { ...task, id: 'b-fails', op: 'json.parse', dependencies: ['c-first'], input: { text: '{' } },
          { ...task, id: 'c-first', op: 'math.sum', input: { values: [1] } },
        ],
      })
      const ran = (await kora('run', graph, '--json')).json<ExecuteResult>()
      const { out } = await kora('runs', 'show', ran.telemetry.run_id)
      const [first, second, third, badge] = out.split('\n').slice(2)
      expect(first).toMatch(/^c-first +deterministic +math\.sum +success +[\d.]+ m?s /)
      expect(second).toMatch(/^b-fails +deterministic +json\.parse +failed +[\d.]+ m?s /)
      expect(third).toMatch(/^a-never +deterministic +math\.sum +failed +– /)
      expect(badge).toMatch(/^Deterministic only · Execution: Deterministic \| 0 tokens \| /)
    })

    test('runs cancel answers the status it led to, as often as it is asked', async () => {
      for (let time = 0; time < 2; time += 1) {
        expect(await kora('runs', 'cancel', runId)).toMatchObject({ code: 0, out: `${runId}  success\n` })
      }
    })

    test('telemetry sums up, and exports a file into the data folder', async () => {
      const summary = (await kora('telemetry', '--json')).json<TelemetrySummary>()
      expect(summary).toMatchObject({ runs: 3, succeeded: 2, failed: 1, model_invocations: 0, tokens_out: 0 })
      expect((await kora('telemetry', 'summary')).out).toMatch(/^runs +3$/m)
      const exported = await kora('telemetry', 'export', runId, '--kind', 'summary')
      const [path, sum] = exported.out.trim().split('  sha256 ')
      expect(path).toStartWith(join(cli.home, 'exports'))
      expect(new Bun.CryptoHasher('sha256').update(await Bun.file(path!).bytes()).digest('hex')).toBe(sum!)
      const program = (await kora('telemetry', 'export', runId, '--json')).json<ExportResult>()
      expect(program.path).toMatch(/^exports\//)
      if (process.platform !== 'win32') expect(statSync(path!).mode & 0o077).toBe(0)
    })

    test('what is not there is refused with its name and where to look', async () => {
      const cases: readonly (readonly [readonly string[], RegExp, number])[] = [
        [['runs', 'show', 'run_absent'], /NOT_FOUND: There is no run run_absent\.\n {2}See `kora runs list`/, 2],
        [['runs', 'cancel', 'run_absent'], /NOT_FOUND: There is no run run_absent\./, 2],
        [['telemetry', 'export', 'run_absent'], /NOT_FOUND: There is no run run_absent\./, 2],
        [['telemetry', 'export', runId, '--kind', 'photo'], /INVALID_REQUEST: .*kind/s, 2],
        [['telemetry', 'export', runId, '--kind', 'capsule'], /CONTENT_NOT_KEPT/, 2],
        [['plugins', 'enable', 'absent'], /NOT_FOUND: There is no plugin absent\.\n {2}See `kora plugins list`/, 2],
        [['runs', 'list', '--limit', '0'], /INVALID_REQUEST: .*at --limit\n/s, 2],
        [['runs', 'list', '--status', 'odd'], /INVALID_REQUEST: .*at --status\n/s, 2],
        [['models', 'import', ''], /INVALID_REQUEST: No file is named\./, 2],
        [['runs', 'list', '--limit', 'many'], /INVALID_REQUEST: .*limit/s, 2],
        [['runs', 'list', '--status', 'done'], /INVALID_REQUEST: .*status/s, 2],
        [['runs', 'list', '--cursor', 'no cursor'], /INVALID_REQUEST/, 2],
        [['models', 'pull', 'no-such-model'], /MODEL_NOT_FOUND: There is no model no-such-model.*Choose one of/s, 2],
      ]
      for (const [words, why, code] of cases) {
        const people = await kora(...words)
        expect({ words, code: people.code, out: people.out }).toEqual({ words, code, out: '' })
        expect(people.err).toMatch(why)
        const program = await kora(...words, '--json')
        expect({ words, code: program.code, err: program.err }).toEqual({ words, code, err: '' })
        expect(program.json<Failure>().details.code).toMatch(/^[A-Z_]+$/)
      }
    })

    test('models list shows what the runtimes have, or how to get one', async () => {
      const models = (await kora('models', '--json')).json<readonly ModelInfo[]>()
      expect(models.map(model => [model.model_id, model.is_default])).toEqual([['ollama/fake:latest', true]])
      expect((await kora('models', 'list')).out).toMatch(/^ollama\/fake:latest .* default/m)
    })

    test('operations lists, searches by words, and gives examples to programs', async () => {
      const all = (await kora('operations', '--json')).json<readonly OperationInfo[]>()
      expect(all.length).toBeGreaterThan(50)
      expect((await kora('operations', 'percentage')).out).toMatch(/^math\.percentage@1 /m)
      expect((await kora('operations', 'sum', 'a', 'column')).out).toMatch(/^operation .*\ntable\.aggregate@1 /)
      const one = (await kora('operations', 'math.tax')).out
      expect(one).toStartWith('math.tax@1  Adds a tax such as VAT')
      expect(one).toMatch(/^input +kind\? +add \| included /m)
      expect(one).toMatch(/^Example: \{.*\}\n +→ \{.*"gross":"119\.00"\}$/m)
      expect(await kora('operations', 'xyzzy')).toMatchObject({ code: 0, out: '' })
    })

    test('P3 K1 a message without the operations that answer is told so, with the way to have them', async () => {
      expect(await kora('plugins', 'disable', 'deterministic-wasm')).toMatchObject({ code: 0 })
      const refused = await kora('ask', '2 + 2')
      expect([refused.code, refused.out]).toEqual([1, ''])
      expect(refused.err).toMatch(/PLUGIN_FAILED: There are no operations.*\n.*kora plugins enable deterministic-wasm/)
      expect(await kora('plugins', 'enable', 'deterministic-wasm')).toMatchObject({ code: 0 })
      expect((await kora('ask', '2 + 2')).code).toBe(0)
    })

    test('P3 plugins are switched off and on, also for later starts', async () => {
      const listed = await kora('plugins')
      expect(listed.out).toMatch(/^ollama +\S+ +active +connector ollama +net$/m)
      expect(listed.err).toContain('ollama may use net: ')
      expect(await kora('plugins', 'disable', 'ollama')).toMatchObject({ code: 0, out: 'ollama  disabled\n' })
      const states = (await kora('plugins', 'list', '--json')).json<readonly PluginInfo[]>()
      expect(states.find(plugin => plugin.id === 'ollama')?.state).toBe('disabled')
      expect((await kora('models', '--json')).json<readonly ModelInfo[]>()).toEqual([])
      const enabled = await kora('plugins', 'enable', 'ollama')
      expect(enabled).toMatchObject({ code: 0, out: 'ollama  active\n' })
      expect(enabled.err).toMatch(/^may use net: \S/)
      expect((await kora('models', '--json')).json<readonly ModelInfo[]>().length).toBe(1)
    })

    test('every JSON answer is one document, also where a server logs', async () => {
      for (const words of [
        ['runs'],
        ['telemetry'],
        ['models'],
        ['plugins'],
        ['operations'],
        ['doctor'],
        ['config'],
        ['token'],
      ]) {
        const { code, err, json } = await kora(...words, '--json')
        expect({ words, code, err }).toEqual({ words, code: 0, err: '' })
        expect(json<unknown>()).not.toBeNull()
      }
    })

    async function runSum(on: Cli, title: string): Promise<string> {
      const graph = await on.write('sum.json', { ...buildSumGraph(), metadata: { title } })
      const result = (await on.kora(['run', graph, '--json'], env)).json<ExecuteResult>()
      return result.execution_metadata.run_id
    }
  })
}

describe('token and config', () => {
  const cli = openCli()
  afterAll(cli.close)

  test('H8 the token file is made once, for its owner only, and the command prints what it holds', async () => {
    const first = await cli.kora(['token'])
    expect(first.out).toMatch(/^kora_[\w-]{43}\n$/)
    const path = join(cli.home, 'configs', 'token')
    if (process.platform !== 'win32') {
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(statSync(cli.home).mode & 0o777).toBe(0o700)
    }
    expect((await cli.kora(['token', '--json'])).json()).toEqual({ token: first.out.trim() } as never)
  })

  test.skipIf(process.platform === 'win32')(
    'H8 a token that others could read is void, and the command says so',
    async () => {
      const { chmodSync } = await import('node:fs')
      const first = await cli.kora(['token'])
      chmodSync(join(cli.home, 'configs', 'token'), 0o644)
      const second = await cli.kora(['token'])
      expect(second.out).not.toBe(first.out)
      expect(second.err).toContain('new token')
      expect(await cli.kora(['token'])).toMatchObject({ out: second.out, err: '' })
    },
  )

  test('config shows each value and where it came from: flag, environment, file, default', async () => {
    await Bun.write(join(cli.home, 'configs', 'config.json'), JSON.stringify({ port: 5_000, max_queued: 3, colour: 1 }))
    const { code, out, err } = await cli.kora(['config'], { env: { KORA_PORT: '6000' } })
    expect(code).toBe(0)
    expect(out).toMatch(/^port +6000 +KORA_PORT /m)
    expect(out).toMatch(/^max_queued +3 +configs\/config\.json /m)
    expect(out).toMatch(/^auth +"token" +default /m)
    expect(err).toContain('"colour"')
    expect((await cli.kora(['config'], { env: { KORA_PORT: 'many' } })).err).toMatch(
      /^VALIDATION_ERROR CONFIG_INVALID: KORA_PORT /,
    )
  })
})
