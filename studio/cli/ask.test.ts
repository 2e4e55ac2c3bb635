/** `ask`: answers of rules and of a model, what people see while they wait, and the badge. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Bundle } from '#contracts/bundle'
import type { ExecuteResult } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { buildModelGraph, openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)
const cli = openCli()
let runtime: FakeBackend
const withRuntime = () => ({ env: { OLLAMA_HOST: runtime.url } })
beforeAll(async () => {
  runtime = await startFakeBackend()
  runtime.script('fake', [{ honourCap: true }, { json: { text: 'Hello from the model.' } }, { end: 'stop' }])
})
afterAll(async () => {
  await cli.close()
  await runtime.stop()
})

const BADGE = /^(.+) · Execution: (.+) \| (\d+) tokens \| ([\d.]+) (m?s)$/

/** What the badge must say, from the stored bundle alone. */
function expectBadge(line: string | undefined, { summary }: Bundle): void {
  const [, label, how, tokens, time, unit] = BADGE.exec(line ?? '') ?? []
  const calls = summary.model_invocation_count
  expect(label).toBe(
    { deterministic: 'Deterministic only', model: 'Model invoked', hybrid: 'Hybrid' }[summary.execution_path],
  )
  expect(/Model \((\d+) call/.exec(how ?? '')?.[1]).toBe(calls === 0 ? undefined : String(calls))
  expect(Number(tokens)).toBe(summary.total_tokens.in + summary.total_tokens.out)
  const shownMs = Number(time) * (unit === 's' ? 1_000 : 1)
  expect(Math.abs(shownMs - summary.total_latency_ms)).toBeLessThanOrEqual(unit === 's' ? 51 : 0.51)
}

async function lastBundle(): Promise<Bundle> {
  const { runs } = (await cli.kora(['runs', '-n', '1', '--json'])).json<{ runs: { run_id: string }[] }>()
  const exported = await cli.kora(['telemetry', 'export', runs[0]!.run_id])
  return (await Bun.file(exported.out.split('  sha256')[0]!).json()) as Bundle
}

describe('ask', () => {
  test('--direct beside --deterministic-only is refused: one asks a model, the other forbids it', async () => {
    const calls = runtime.ledger.calls.length
    const { code, out, err } = await cli.kora(['ask', '--direct', '-d', '12 * 8'], withRuntime())
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('INVALID_REQUEST: --direct asks a model')
    expect(runtime.ledger.calls.length).toBe(calls)
  })

  test('answers by rule with no model call, and the badge tells what telemetry tells', async () => {
    const { code, out, err } = await cli.kora(['ask', 'What is 17.5% of 2,480 EUR?'])
    const lines = out.trimEnd().split('\n')
    expect({ code, answer: lines[0] }).toEqual({ code: 0, answer: '434.00 EUR' })
    expect(err).toBe('')
    const bundle = await lastBundle()
    expect(bundle.summary.model_invocation_count).toBe(0)
    expectBadge(lines.at(-1), bundle)
  })

  test('asks a model where rules cannot, counts the call, and says in a pipe which model is asked', async () => {
    const { code, out, err } = await cli.kora(['ask', 'Say something kind.'], withRuntime())
    const lines = out.trimEnd().split('\n')
    expect({ code, answer: lines.slice(0, -1) }).toEqual({ code: 0, answer: ['Hello from the model.'] })
    expect(err).toMatch(/^\w+: asks ollama\/fake:latest$/m)
    const bundle = await lastBundle()
    expect(bundle.summary.model_invocation_count).toBe(1)
    expectBadge(lines.at(-1), bundle)
  })

  test('with --json prints the result and nothing else, on either stream', async () => {
    const { code, err, json } = await cli.kora(['ask', 'Say something kind.', '--json'], withRuntime())
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(json<ExecuteResult>()).toMatchObject({ status: 'success', plan: { model_needed: true } })
  })

  test('takes the message from standard input and facts from an attachment', async () => {
    const piped = await cli.kora(['ask', '-'], { stdin: 'What is 12 * 8?\n' })
    expect(piped).toMatchObject({ code: 0 })
    expect(piped.out).toMatch(/^96\n/)
    const csv = await cli.write('sales.csv', 'region,amount\nnorth,10\nsouth,5\nnorth,2.5\n')
    const table = await cli.kora(['ask', '--attach', csv, 'total of amount by region'])
    expect(table.code).toBe(0)
    expect(table.out).toContain('12.5')
    // As spreadsheets save "Unicode text".
    const wide = await cli.write('wide.csv', Buffer.from('\ufeffregion,amount\nnorth,10\nsouth,5.25\n', 'utf16le'))
    const total = await cli.kora(['ask', '--attach', wide, 'total of amount'])
    expect({ code: total.code, first: total.out.split('\n')[0] }).toEqual({ code: 0, first: '15.25' })
  })

  test('an attachment that is no text, is absent or too large is refused by name', async () => {
    const binary = await cli.write('photo.txt', new Uint8Array([0xff, 0xd8, 0xff, 0x00]))
    const large = await cli.write('large.csv', 'x'.repeat(8 * 1024 * 1024 + 1))
    const pdf = await cli.write('scan.pdf', new Uint8Array([...Buffer.from('%PDF-1.7\n'), 0xff]))
    const half = await cli.write('half.csv', 'x'.repeat(5 * 1024 * 1024))
    const cases: readonly (readonly [readonly string[], RegExp, string])[] = [
      [['--attach', binary], /--attach .*photo\.txt: no text in UTF-8/, 'INVALID_REQUEST'],
      [['--attach', pdf], /scan\.pdf: a PDF/, 'INVALID_REQUEST'],
      [['--attach', 'absent.csv'], /--attach absent\.csv: no such file/, 'INVALID_REQUEST'],
      [['--attach', '.'], /--attach \.: a folder/, 'INVALID_REQUEST'],
      [['--attach', large], /large\.csv: 8388609 bytes/, 'BODY_TOO_LARGE'],
      [['--attach', half, '--attach', half], /--attach: 10485760 bytes/, 'BODY_TOO_LARGE'],
    ]
    const ended = await Promise.all(cases.map(([flags]) => cli.kora(['ask', 'sum it', '--json', ...flags])))
    for (const [at, [, why, code]] of cases.entries()) {
      expect(ended[at]!.code).toBe(2)
      const failure = ended[at]!.json<Failure>()
      expect(failure.message).toMatch(why)
      expect(failure.details.code).toBe(code)
    }
  })

  test('refuses in words what would need a model when that is forbidden, and calls none', async () => {
    const before = runtime.ledger.calls.length
    const { code, out, err } = await cli.kora(['ask', '--deterministic-only', 'Write me a poem.'], withRuntime())
    expect(code).toBe(1)
    expect(out).toMatch(/^Deterministic only · [^\n]+\n$/)
    expect(err).toMatch(/^EXECUTION_FAILURE MODEL_NEEDED: /)
    expect(runtime.ledger.calls.length).toBe(before)
  })

  test('without any model says how to get one, and leaves with 1', async () => {
    const { code, err } = await cli.kora(['ask', 'Write me a poem.'])
    expect(code).toBe(1)
    expect(err).toMatch(/^EXECUTION_FAILURE BACKEND_UNAVAILABLE: .*\n.*kora models pull/)
    expect(err.split('kora models pull')).toHaveLength(2)
  })

  test('a date that is none is refused by its place', async () => {
    const { code, err } = await cli.kora(['ask', '--now', 'tomorrow', 'What day is it?'])
    expect(code).toBe(2)
    expect(err).toMatch(/Expected a date-time.*\n {2}at --now$/m)
  })
})

describe('on a terminal', () => {
  test('a line tells who is waited for and goes away; the answer brings no escape sequence of its own', async () => {
    runtime.script('slow', [
      { wait: 700 },
      { honourCap: true },
      { json: { text: 'a\u001B[2Jb\u0007c' } },
      { end: 'stop' },
    ])
    const graph = await cli.write('slow.json', buildModelGraph('ollama/slow:latest'))
    const { code, shown } = await runOnTerminal(['run', graph])
    expect(code).toBe(0)
    expect(shown).toMatch(/\r\u001B\[2Kword: asks ollama\/slow:latest, [\d.]+ m?s/)
    expect(shown).toContain('a\u{FFFD}[2Jb\u{FFFD}c')
    expect(shown.slice(shown.lastIndexOf('\u001B[2K') + 4)).not.toContain('asks')
  })

  async function runOnTerminal(words: readonly string[]): Promise<{ code: number; shown: string }> {
    let shown = ''
    const decoder = new TextDecoder()
    const child = Bun.spawn(cli.command(words), {
      env: { ...cli.env(), OLLAMA_HOST: runtime.url },
      terminal: {
        cols: 100,
        rows: 30,
        data: (_, bytes) => {
          shown += decoder.decode(bytes, { stream: true })
        },
      },
    })
    const code = await child.exited
    await Bun.sleep(50)
    child.terminal?.close()
    return { code, shown }
  }

  test('X3 what rules answered is told, where the model of the rest is away', async () => {
    const failed = await cli.kora(['ask', '12 * 8 and tell me a joke', '-m', 'ollama/away'])
    expect(failed.code).toBe(1)
    expect(failed.out).toMatch(/^96\b[^\n]*\nDeterministic only · [^\n]+\n$/)
    expect(failed.err).toMatch(/^Not answered, because it needs a model: tell me a joke\n/)
    expect(failed.err).toContain('BACKEND_UNAVAILABLE')
  })

  test('X3 without any model the exact part is the answer, and the cure of the rest is told once', async () => {
    const failed = await cli.kora(['ask', '12 * 8 and tell me a joke'])
    expect([failed.code, failed.out.split('\n')[0]]).toEqual([1, '96 — 12 × 8'])
    expect(failed.err.split('kora models pull')).toHaveLength(2)
    const chat = await cli.kora(['chat'], { stdin: '12 * 8 and tell me a joke\n' })
    expect([chat.code, chat.out.split('\n')[0]]).toEqual([1, '96 — 12 × 8'])
    expect(chat.err).toContain('needs a model: tell me a joke')
  })
})
