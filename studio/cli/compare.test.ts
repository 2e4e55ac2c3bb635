/** `compare` and `bench workload` as a user runs them, on a runtime that the test scripts. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { CompareResult } from '#contracts/compare'
import type { Failure } from '#contracts/failure'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import type { WorkloadReport } from './bench-workload.ts'
import { openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)
const cli = openCli()
let runtime: FakeBackend
const withRuntime = () => ({ env: { OLLAMA_HOST: runtime.url } })
beforeAll(async () => {
  runtime = await startFakeBackend()
  runtime.script('fake', [{ honourCap: true }, { json: { text: 'It is 434 euros.' } }, { end: 'stop' }])
})
afterAll(async () => {
  await cli.close()
  await runtime.stop()
})

const GRAPH = {
  kora_version: '1.0.0',
  graph_id: 'mails',
  root: 'unique',
  inputs: { text: 'a@example.org, a@example.org' },
  tasks: [
    { version: '1.0', id: 'mails', type: 'deterministic', op: 'extract.emails', input: { text: { $input: '/text' } } },
    {
      version: '1.0',
      id: 'unique',
      type: 'deterministic',
      op: 'list.dedupe',
      dependencies: ['mails'],
      input: { items: { $from: 'mails', pointer: '/emails' } },
    },
  ],
}

describe('compare', () => {
  test('L10 runs a message both ways: rules cost no call, direct costs one, and the answers agree', async () => {
    const file = await cli.write('question.txt', 'What is 17.5% of 2,480 EUR?\n')
    const before = runtime.ledger.calls.length
    const { code, out } = await cli.kora(['compare', file], withRuntime())
    expect(code).toBe(0)
    expect(runtime.ledger.calls.length - before).toBe(1)
    expect(out).toMatch(/^1 +structured +0 +0 +0 .* yes$/m)
    expect(out).toMatch(/^ +direct +1 +\d+ +\d+ /m)
    expect(out).toContain('The answers agree in 100 % of the cases.')
    expect(out).toMatch(/^cost: Structured is cheaper here: .* One request says nothing about others\.$/m)
  })

  test('L10 asks every round anew and gives intervals over several requests', async () => {
    const file = await cli.write('two.txt', 'What is 17.5% of 2,480 EUR?\n\nSay something kind.\n')
    const before = runtime.ledger.calls.length
    const ended = await cli.kora(['compare', file, '--lines', '--rounds', '2', '--json'], withRuntime())
    const result = ended.json<CompareResult>()
    expect(result.entries.map(({ request, round }) => [request, round])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ])
    expect(runtime.ledger.calls.length - before).toBe(6)
    expect([result.structured.calls, result.direct.calls]).toEqual([2, 4])
    expect(result.verdicts[0]!.answered_without_model).toBe(0.5)
    expect(result.verdicts[0]!.ratio_interval).not.toBeNull()
    for (const { structured, direct } of result.entries) {
      for (const side of [structured, direct]) {
        const run = (await cli.kora(['runs', 'show', side.run_id, '--json'])).json<{ run_id: string }>()
        expect(run).toMatchObject({ run_id: side.run_id })
      }
    }
  })

  test('L10 runs a graph both ways: one call is told every step and asked for the schema of the last', async () => {
    runtime.script('fake', [{ honourCap: true }, { json: { items: ['a@example.org'] } }, { end: 'stop' }])
    const file = await cli.write('mails.json', GRAPH)
    const { entries } = (await cli.kora(['compare', file, '--json'], withRuntime())).json<CompareResult>()
    expect(entries[0]).toMatchObject({ agree: true, structured: { calls: 0 }, direct: { calls: 1, status: 'success' } })
    expect(entries[0]!.direct.output).toEqual({ items: ['a@example.org'] })
  })

  test('a refused graph names its place in the file, and nothing runs', async () => {
    const broken = { ...GRAPH, tasks: [{ ...GRAPH.tasks[0], op: 'extract.nothing' }], root: 'mails' }
    const file = await cli.write('broken.json', broken)
    const before = runtime.ledger.calls.length
    const { code, json } = await cli.kora(['compare', file, '--json'], withRuntime())
    expect(code).toBe(2)
    expect(json<Failure>().details.errors?.[0]?.pointer).toBe('/tasks/0/op')
    expect((await cli.kora(['compare', file], withRuntime())).err).toMatch(/broken\.json:\d+:\d+ {2}\/tasks\/0\/op/)
    expect(runtime.ledger.calls.length).toBe(before)
  })

  test('H6 a message refused at the end is told before the first one runs', async () => {
    const file = await cli.write('late.txt', `Say something kind.\n${'x'.repeat(1_100_000)}\n`)
    const before = runtime.ledger.calls.length
    const { code, json } = await cli.kora(['compare', file, '--lines', '--json'], withRuntime())
    expect(code).toBe(2)
    expect(json<Failure>().details.errors?.[0]?.pointer).toBe('/requests/1/message')
    expect(runtime.ledger.calls.length).toBe(before)
  })

  test('without a model there is nothing to compare, and that is said', async () => {
    const file = await cli.write('question.txt', 'What is 17.5% of 2,480 EUR?\n')
    const { code, err } = await cli.kora(['compare', file])
    expect(code).not.toBe(0)
    expect(err).toContain('BACKEND_UNAVAILABLE')
  })

  test('L10 a model that is not there is an error, never a price of nothing', async () => {
    const file = await cli.write('question.txt', 'What is 17.5% of 2,480 EUR?\n')
    const { code, out, err } = await cli.kora(['compare', file, '--model', 'ollama/nowhere'], withRuntime())
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('MODEL_NOT_FOUND')
  })

  test('X4 a caller who leaves stops the comparison, also at the runtime', async () => {
    runtime.script('fake', [{ text: 'a' }, { hang: true }])
    await cli.serve(withRuntime())
    const file = await cli.write('kind.txt', 'Say something kind.\n')
    const before = runtime.ledger.calls.length
    const live = cli.start(['compare', file, '--rounds', '5'])
    while (runtime.ledger.calls.length === before) await Bun.sleep(10)
    live.process.kill('SIGKILL')
    await live.ended
    // Studio closes the call, or the test would hang here; and it begins no further one.
    while (runtime.ledger.calls.at(-1)!.closedMs === null) await Bun.sleep(5)
    await cli.kora(['runs', '-n', '1'])
    expect(runtime.ledger.calls.length).toBe(before + 1)
  })

  test('bad files and flags are refused in one sentence', async () => {
    const empty = await cli.write('empty.txt', ' \n')
    const list = await cli.write('list.json', [1])
    for (const [words, part] of [
      [['compare', empty], 'holds no message'],
      [['compare', list], 'is no TaskGraph'],
      [['compare', 'nowhere.txt'], 'no such file'],
      [['compare', empty, '--rounds', '0'], 'from 1 to 10'],
      [['compare', empty, '--input', 'a=1'], '--input does nothing for it'],
      [['compare', list, '--lines'], '--lines does nothing for it'],
      [['compare', list, '--attach', empty], '--attach does nothing for it'],
      [['bench', 'workload', empty], 'holds no request'],
      [['bench'], "missing required argument 'requests.txt'"],
      [
        ['bench', 'workload', await cli.write('long.txt', `[trap]\n? ${'x'.repeat(2_000_000)}`)],
        'Request t001, line 2',
      ],
      [['bench', 'workload', empty, '--labels', 'nowhere.json'], 'no such file'],
      [['bench', 'workload', empty, '--labels', list], 'Expected an object of labels'],
      [['bench', 'workload', empty, '--sample', '0', '--model', 'a/b'], '--model has no effect'],
    ] as const) {
      const { code, err } = await cli.kora(words)
      expect({ words, code, said: err.includes(part) }).toEqual({ words, code: 2, said: true })
    }
  })
})

describe('bench workload', () => {
  test('counts what rules answer, what they get wrong, and which traps they fall for', async () => {
    const requests = await cli.write(
      'requests.txt',
      '[deterministic]\n? What is 12 * 12?\n? What is 10 % of 50?\n[model]\n? Write a poem\n[trap]\n? how far is the moon\n? 2 + 2\n',
    )
    const labels = await cli.write('labels.json', {
      d001: { facts: [{ number: '144' }], says: [] },
      d002: { facts: [{ number: '6' }], says: [] },
    })
    const words = ['bench', 'workload', requests, '--labels', labels]
    const { code, out } = await cli.kora([...words, '--sample', '0'])
    expect(code).toBe(0)
    expect(out).toMatch(/answered without a model +0\.600 .* 3 of 5$/m)
    expect(out).toMatch(/precision of rules +0\.333 /)
    expect(out).toMatch(/recall on deterministic +0\.500 /)
    expect(out).toMatch(/traps answered by rule +1$/m)
    expect(out).toMatch(/^ {2}wrong d002 \(/m)
    runtime.script('fake', [{ honourCap: true }, { json: { text: 'It is 144.' } }, { end: 'stop' }])
    const both = await cli.kora([...words, '--sample', '5', '--json'], withRuntime())
    expect(both.json<{ structure: object }>().structure).toMatchObject({
      kinds: {
        deterministic: { requests: 2, calls: { structured: 0, direct: 2 } },
        model: { requests: 1 },
        trap: { requests: 2 },
      },
      calls: { ratio: 0.4 },
      accuracy: { structured: { hits: 1, all: 2 }, direct: { hits: 1, all: 2 } },
    })
  })

  const THREE = '[deterministic]\n? What is 12 * 12?\n? What is 12 * 13?\n[model]\n? Write a poem\n'
  const alone = openCli()
  afterAll(() => alone.close())

  test('answers that no label knows are not judged', async () => {
    const requests = await alone.write('three.txt', THREE)
    const { out } = await alone.kora(['bench', 'workload', requests, '--sample', '0'])
    expect(out).toMatch(/precision of rules +none$/m)
    expect(out).toMatch(/recall on deterministic +none$/m)
    expect(out).toContain('2 answers, of which no label says what is right')
  })

  test('without a model the rules are measured all the same, and why there is no more is said', async () => {
    const requests = await alone.write('three.txt', THREE)
    const { code, out, err } = await alone.kora(['bench', 'workload', requests])
    expect(code).toBe(1)
    expect(out).toContain('answered without a model  0.667')
    expect(err).toContain('Both ways: stopped after 0 of 3.')
    expect(err).toContain('BACKEND_UNAVAILABLE')
    expect(err).toContain('`--sample 0` measures the rules alone.')
  })

  test('X4 Ctrl-C stops what runs and prints what was measured before', async () => {
    const requests = await alone.write('three.txt', THREE)
    runtime.script('fake', [{ text: 'a' }, { hang: true }])
    const before = runtime.ledger.calls.length
    const live = alone.start(['bench', 'workload', requests, '--json'], withRuntime())
    while (runtime.ledger.calls.length === before) await Bun.sleep(10)
    live.process.kill('SIGINT')
    const ended = await live.ended
    expect(ended.code).toBe(1)
    expect(ended.json<WorkloadReport>()).toMatchObject({
      rules: { answered: { hits: 2 } },
      structure: null,
      stopped: { after: 0, of: 3, failure: { details: { code: 'CANCELLED' } } },
    })
    expect(runtime.ledger.calls.at(-1)!.closedMs).not.toBeNull()
  })
})
