/** `run`, `plan`, `validate`, `convert`: files as users have them, faults where they lie, results whole. */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ConvertResult, ExecuteResult, PlanResult } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import { buildModelGraph, buildSumGraph, openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)
const cli = openCli()
afterAll(cli.close)

const OLD_GRAPH = resolve(import.meta.dir, '../../examples/old/support-reply-0.1.json')
/** Six faults of four kinds, on known lines. */
const FAULTY = `{
  "kora_version": "1.0.0",
  "graph_id": "bad",
  "root": "zz",
  "tasks": [
    {"id": "a", "version": "1.0", "type": "deterministic", "op": "math.sumx", "input": {}},
    {"id": "b", "version": "1.0", "type": "deterministic", "op": "math.sum",
     "input": {"valuesx": 3}, "bogus": 1}
  ]
}`

describe('run', () => {
  test('prints the result and, last, the badge; with --json one document that holds the same', async () => {
    const graph = await cli.write('sum.json', buildSumGraph([1, '2.5']))
    const people = await cli.kora(['run', graph])
    expect(people).toMatchObject({ code: 0, err: '' })
    const lines = people.out.trimEnd().split('\n')
    expect(JSON.parse(lines.slice(0, -1).join('\n'))).toMatchObject({ exact: '3.5' })
    expect(lines.at(-1)).toMatch(/^Deterministic only · Execution: Deterministic \| 0 tokens \| [\d.]+ m?s$/)

    const program = await cli.kora(['run', graph, '--json'])
    const result = program.json<ExecuteResult>()
    expect(program).toMatchObject({ code: 0, err: '' })
    expect(result).toMatchObject({ status: 'success', final_output: { exact: '3.5' } })
    expect(result.telemetry.summary.model_invocation_count).toBe(0)
  })

  test('reads a graph from standard input, inputs as JSON, as text and from files', async () => {
    const graph = JSON.stringify({
      ...buildSumGraph(),
      tasks: [
        {
          version: '1.0',
          id: 'sum',
          type: 'aggregation',
          op: 'agg.collect',
          input: { items: [{ $input: '/n' }, { $input: '/word' }, { $input: '/letter' }, { $input: '/data' }] },
        },
      ],
    })
    const letter = await cli.write('letter.txt', 'Grüße\n')
    const data = await cli.write('data.json', { a: [1] })
    const inputs = ['n=7', 'word=01', `letter=@${letter}`, `data=@${data}`].flatMap(pair => ['--input', pair])
    const { code, json } = await cli.kora(['run', '-', '--json', ...inputs], { stdin: graph })
    expect(code).toBe(0)
    expect(json<ExecuteResult>().final_output).toEqual({ items: [7, '01', 'Grüße\n', { a: [1] }] })
  })

  test('says what it passed over: an input that nothing reads changes what the answer means', async () => {
    const graph = await cli.write('sum.json', buildSumGraph([1, 2]))
    const people = await cli.kora(['run', graph, '--input', 'valeus=3'])
    expect(people).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^warning {2}--input valeus {2}INPUT_UNREAD {2}/),
    })
    expect((await cli.kora(['run', graph, '--input', 'valeus=3', '--json'])).err).toBe('')
  })

  test('a file that is none is refused by its name and by what is wrong with it, with exit code 2', async () => {
    mkdirSync(join(cli.folder, 'a-folder'))
    const binary = await cli.write('binary.json', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x00, 0x80]))
    const broken = await cli.write('broken.json', '{\n  "a": 1,\n  "b": tru\n}\n')
    const empty = await cli.write('empty.json', '')
    const twice = await cli.write('twice.json', '{"a": 1,\n "a": 2}')
    const large = await cli.write('large.json', `"${'x'.repeat(9_000_000)}"`)
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['run', 'absent.json'], /absent\.json: no such file/],
      [['run', 'a-folder'], /a-folder: a folder, no file/],
      [['validate', '/dev/null'], /\/dev\/null: no file/],
      [['run', binary], /binary\.json:1:\d: This is no text/],
      [['plan', broken], /broken\.json:3:\d+: The file is not JSON at this place/],
      [['convert', empty], /empty\.json:1:1: /],
      [['run', twice], /twice\.json:2:\d: .*same member twice/],
      [['run', large], /large\.json: 9000002 bytes; at most 8388608/],
      [['run', 'sum.json', '-i', 'x'], /--input x: expected name=value/],
      [['run', 'sum.json', '-i', '=3'], /--input =3: expected name=value/],
      [['run', 'sum.json', '-i', 'x=1', '-i', 'x=2'], /--input x is given twice/],
      [['run', 'sum.json', '-i', '__proto__=1'], /--input __proto__/],
      [['run', 'sum.json', '-i', 'x=@absent.txt'], /--input x=@absent\.txt: no such file/],
      [['run', 'sum.json', '-i', `x=@${binary}`], /binary\.json:1:\d/],
    ]
    await cli.write('sum.json', buildSumGraph())
    const ended = await Promise.all(cases.flatMap(([words]) => [cli.kora(words), cli.kora([...words, '--json'])]))
    for (const [at, [words, why]] of cases.entries()) {
      const [people, program] = [ended[2 * at]!, ended[2 * at + 1]!]
      expect({ words, code: people.code, out: people.out }).toEqual({ words, code: 2, out: '' })
      expect(people.err).toMatch(why)
      expect({ words, code: program.code, err: program.err }).toEqual({ words, code: 2, err: '' })
      expect(program.json<Failure>().message).toMatch(why)
    }
  })

  test('T1 all faults of a graph are named at once, each with pointer, line and column, and nothing runs', async () => {
    const bad = await cli.write('bad.json', FAULTY)
    const { code, out, err } = await cli.kora(['run', bad])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^VALIDATION_ERROR \w+: \d faults, nothing ran\.$/m)
    expect(err).toContain(`${bad}:4:11  /root  ROOT_UNKNOWN`)
    expect(err).toContain(`${bad}:6:66  /tasks/0/op  OPERATION_UNKNOWN`)
    expect(err).toContain(`${bad}:8:40  /tasks/1/bogus  GRAPH_SHAPE`)
    // What is missing is shown where it should stand.
    expect(err).toContain(`${bad}:8:15  /tasks/1/input/values  INPUT_REJECTED`)
    const failure = (await cli.kora(['run', bad, '--json'])).json<Failure>()
    expect(failure.details.errors?.map(fault => fault.pointer)).toContain('/tasks/1/bogus')
    expect((await cli.kora(['runs', 'list', '-q', 'bad', '--json'])).json<{ runs: unknown[] }>().runs).toEqual([])
  })

  test('a 0.1 graph is told about kora convert', async () => {
    for (const command of ['run', 'validate', 'plan']) {
      const { code, err } = await cli.kora([command, OLD_GRAPH])
      expect({ command, code }).toEqual({ command, code: 2 })
      expect(err).toContain('`kora convert <file>`')
    }
  })

  test('a run that fails says which task, prints the badge and leaves with 1', async () => {
    const graph = await cli.write('no-sum.json', {
      ...buildSumGraph(),
      tasks: [{ version: '1.0', id: 'sum', type: 'deterministic', op: 'json.parse', input: { text: 'no {' } }],
    })
    const people = await cli.kora(['run', graph])
    expect(people.code).toBe(1)
    expect(people.err).toMatch(/^[A-Z_]+ [A-Z_]+: task sum: /)
    expect(people.out).toMatch(/^Deterministic only · /)
    const program = await cli.kora(['run', graph, '--json'])
    expect(program).toMatchObject({ code: 1, err: '' })
    expect(program.json<ExecuteResult>()).toMatchObject({ status: 'failed', error: { details: { task_id: 'sum' } } })
  })
})

describe('plan and validate', () => {
  test('show what a graph can cost at most, and start nothing', async () => {
    const graph = await cli.write('word.json', buildModelGraph())
    const people = await cli.kora(['plan', graph])
    expect(people.code).toBe(0)
    expect(people.out).toMatch(/^valid {4}\S{20,}/m)
    expect(people.out).toMatch(/^ceiling {2}1 model call, 64 generated tokens/m)
    expect((await cli.kora(['validate', graph])).out).toMatch(/^valid {4}\S+\n$/)
    const planned = (await cli.kora(['plan', graph, '--json'])).json<PlanResult>()
    expect(planned).toMatchObject({ valid: true, errors: [], certificate: { max_model_calls: 1 } })
  })

  test('name the faults of a graph with their places, and leave with 2 as run does', async () => {
    const bad = await cli.write('bad.json', FAULTY)
    for (const command of ['plan', 'validate']) {
      const people = await cli.kora([command, bad])
      expect(people.code).toBe(2)
      expect(people.out).toContain(`error    ${bad}:4:11  /root  ROOT_UNKNOWN`)
      expect(people.err).toMatch(/^not valid: \d faults$/m)
      const program = await cli.kora([command, '-', '--json'], { stdin: FAULTY })
      expect(program).toMatchObject({ code: 2, err: '' })
      expect(program.json<PlanResult>().errors.map(fault => fault.pointer)).toContain('/root')
    }
  })

  test('K1 plan makes a graph from a message and names the rules that did it', async () => {
    const people = await cli.kora(['plan', '--message', 'What is 17.5% of 2,480 EUR?'])
    expect(people.code).toBe(0)
    expect(people.out).toMatch(/^rule {5}\S+ at \d+–\d+: /m)
    expect(people.out).toMatch(/^model {4}not needed$/m)
  })
})

describe('convert', () => {
  test('turns a 0.1 graph into one that validates, and names what was dropped on standard error', async () => {
    const converted = await cli.kora(['convert', OLD_GRAPH])
    expect(converted.code).toBe(0)
    const graph = await cli.write('converted.json', converted.out)
    expect((await cli.kora(['validate', graph])).code).toBe(0)
    const program = await cli.kora(['convert', OLD_GRAPH, '--json'])
    expect(program).toMatchObject({ code: 0, err: '' })
    const { taskgraph, dropped } = program.json<ConvertResult>()
    expect(JSON.stringify(taskgraph)).toBe(JSON.stringify(JSON.parse(converted.out)))
    expect(converted.err.trim().split('\n').filter(Boolean).length).toBe(dropped.length)
  })

  test('refuses what is no 0.1 graph, with the place', async () => {
    const path = await cli.write('list.json', '[\n 1\n]')
    const { code, err, out } = await cli.kora(['convert', path])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^(VALIDATION_ERROR|VERSION_MISMATCH) /)
  })
})

describe('pipes', () => {
  test('eight megabytes of JSON and four of text reach a slow reader whole', async () => {
    const text = 'x'.repeat(1_000_000)
    const items = Array.from({ length: 4 }, (_, at) => `${at}${text}`)
    const graph = await cli.write('much.json', {
      ...buildSumGraph(),
      tasks: [{ version: '1.0', id: 'sum', type: 'aggregation', op: 'agg.collect', input: { items } }],
    })
    const { code, json, out: whole } = await cli.kora(['run', graph, '--json'])
    expect(whole.length).toBeGreaterThan(8_000_000)
    expect(code).toBe(0)
    expect((json<ExecuteResult>().final_output as { items: string[] }).items).toEqual(items)
    const slow = Bun.spawn(['sh', '-c', '"$0" "$@" | (sleep 0.5; cat)', ...cli.command(['run', graph])], {
      env: cli.env(),
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const out = await new Response(slow.stdout).text()
    expect(out.length).toBeGreaterThan(4_000_000)
    expect(out).toMatch(/\| 0 tokens \| [\d.]+ m?s\n$/)
  })

  test('a reader that leaves early is no error', async () => {
    const child = Bun.spawn(
      ['sh', '-c', '("$0" "$@"; echo "code $?" >&2) | head -c 10', ...cli.command(['operations', '--json'])],
      {
        env: cli.env(),
        stdout: 'pipe',
        stderr: 'pipe',
      },
    )
    const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
    expect(out).toBe('[\n  {\n    ')
    expect(err).toBe('code 0\n')
  })
})
