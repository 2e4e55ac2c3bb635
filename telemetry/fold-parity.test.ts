import { describe, expect, test } from 'bun:test'
import type { Bundle } from '#contracts/bundle'
import type { ExecuteResult } from '#contracts/execution'
import type { Task } from '#contracts/task-graph'
import { createScriptedConnector, type Script, type Step, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'
import { foldBundle } from './fold-bundle.ts'

const operation = (
  id: string,
  op: string,
  input: unknown,
  dependencies: string[] = [],
  more: Partial<Task> = {},
): Task => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op,
  input,
  dependencies,
  ...more,
})
const end: Step = { end: 'stop' }
const good = (): readonly Step[] => [...tokensOf({ colour: 'red' }), end]
const bad = (): readonly Step[] => [...tokensOf({ colour: 'pink' }), end]
const scripted = { connector: 'scripted', model: 'm' }
const never = { value: { $input: '/go' }, matches: { const: true } } as never

/** Every look at it takes time, as every look at a real one does. */
class TickingClock extends VirtualClock {
  override monoMs(): number {
    this.advance(7 / 1_024)
    return super.monoMs()
  }
}

/** Runs a graph in the real engine; its bundle, and the one that its events give. */
async function runBoth(
  tasks: readonly Task[],
  root: string,
  script: Script,
  after?: { cancelMs: number },
): Promise<{ engine: Bundle; folded: Bundle; result: ExecuteResult }> {
  const clock = new TickingClock()
  const { connector } = createScriptedConnector({ name: 'scripted', clock, script, slots: 1 })
  const { kernel } = createTestKernel([connector], { clock })
  const handle = await kernel.start({ taskgraph: graphOf(tasks, root, { inputs: { go: false } }) })
  if (after) clock.timer(after.cancelMs, () => handle.cancel())
  const result = await clock.runUntil(handle.result)
  const { graph_id, graph_hash } = result.telemetry
  const events = kernel.runs.events(handle.runId, -1, 100_000)
  const header = { runId: handle.runId, graphId: graph_id, graphHash: graph_hash }
  return { engine: kernel.runs.bundle(handle.runId)!, folded: foldBundle(header, events), result }
}

function expectSame({ engine, folded, result }: Awaited<ReturnType<typeof runBoth>>): void {
  expect(engine).toEqual(result.telemetry)
  expect(folded).toEqual(engine)
}

describe('foldBundle and the engine', () => {
  test('L2 tell the same of operations that succeed, fail, are skipped and lose a dependency', async () => {
    const tasks = [
      operation('a', 'test.add', { a: 1, b: 2 }),
      operation('again', 'test.add', { a: 1, b: 2 }, [], { cache: 'exact' }),
      operation('bad', 'test.lie', {}),
      operation('fails', 'test.fail', { why: 'no' }),
      operation('later', 'test.echo', { value: { $from: 'fails' } }, ['fails']),
      operation('not', 'test.add', { a: 1, b: 1 }, [], { run_if: never, substitute: { sum: 0 } }),
    ]
    const items = tasks.map(({ id }) => ({ $from: id }))
    const ids = tasks.map(({ id }) => id)
    const root = operation('root', 'agg.collect', { items }, ids, { type: 'aggregation', optional: ids })
    expectSame(await runBoth([...tasks, root], 'root', () => []))
  })

  test('L3 tell the same of attempts: good, repaired, refused, over budget, out of time', async () => {
    const scripts: readonly Script[] = [
      good,
      (_, call) => (call === 0 ? bad() : good()),
      bad,
      () => [{ text: 'x', times: 500 }, end],
      () => [{ wait: 5 }, { hang: true }],
      () => [{ fail: 'BACKEND_UNAVAILABLE' }],
      () => [{ text: '{"col' }, { crash: 'secret' }],
    ]
    for (const script of scripts) {
      const budget = { max_tokens: 40, max_time_ms: 500, max_retries: 2 }
      expectSame(await runBoth([modelTask('m', { budget })], 'm', script))
    }
  })

  test('X4 tell the same of a run that was cancelled', async () => {
    const tasks = [modelTask('m'), operation('z', 'test.echo', { value: { $from: 'm' } }, ['m'])]
    const both = await runBoth(tasks, 'z', () => [{ hang: true }], { cancelMs: 50 })
    expect(both.result.status).toBe('cancelled')
    expectSame(both)
  })

  test('E4 L2 tell the same of samples, of calls that wait for one slot, of a cached model task that may not run', async () => {
    const answers = [good(), bad(), good(), bad(), good()]
    const tasks = [
      modelTask('m', {
        model: { ...scripted, samples: 3 },
        budget: { max_tokens: 90, max_time_ms: 5_000, max_retries: 4 },
      }),
      modelTask('n', { cache: 'exact' }),
      operation('timed', 'test.add', { a: 1, b: 2 }, [], { budget: { max_time_ms: 5_000 } as never }),
    ]
    const ids = ['m', 'n', 'timed']
    const items = ids.map(id => ({ $from: id }))
    const root = operation('root', 'agg.collect', { items }, ids, { type: 'aggregation', optional: ids })
    const both = await runBoth([...tasks, root], 'root', (_, call) => answers[call % 5] ?? good())
    expect(both.result.telemetry.tasks.some(task => task.route?.samples === 3)).toBe(true)
    expect(both.result.telemetry.summary.queue_ms).toBeGreaterThan(0)
    expectSame(both)
  })
})
