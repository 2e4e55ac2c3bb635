import { describe, expect, test } from 'bun:test'
import type { Task } from '#contracts/task-graph'
import { createScriptedConnector, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

const operation = (id: string, op: string, input: unknown, more: Partial<Task> = {}): Task => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op,
  input,
  ...more,
})

describe('the text of a result', () => {
  test('L2 H2 is what JSON.stringify makes of the result, byte for byte in its tasks, for every kind of end', async () => {
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({
      clock,
      script: () => [...tokensOf({ colour: 'red' }), { end: 'stop' }],
    })
    const { kernel } = createTestKernel([connector], { clock })
    const never = { value: { $input: '/go' }, matches: { const: true } } as never
    const tasks: Task[] = [
      operation('a', 'test.add', { a: 1, b: 2 }, { name: 'says "hello"\n' }),
      operation('again', 'test.add', { a: 1, b: 2 }, { cache: 'exact' }),
      operation('timed', 'test.add', { a: 1, b: 2 }, { budget: { max_time_ms: 500 } as never, cache: 'off' }),
      operation('fails', 'test.fail', { why: 'no' }),
      operation('later', 'test.echo', { value: { $from: 'fails' } }, { dependencies: ['fails'] }),
      operation('not', 'test.add', { a: 1, b: 1 }, { run_if: never, substitute: { sum: 0 } }),
      modelTask('model'),
    ]
    const ids = tasks.map(task => task.id)
    const items = ids.map(id => ({ $from: id }))
    const root = operation('root', 'agg.collect', { items }, { type: 'aggregation', dependencies: ids, optional: ids })
    for (let round = 0; round < 2; round += 1) {
      const handle = await kernel.start({ taskgraph: graphOf([...tasks, root], 'root', { inputs: { go: false } }) })
      const result = await clock.runUntil(handle.result)
      const text = handle.text!() as string
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(result)))
      expect(text).toContain(`"tasks":${JSON.stringify(result.telemetry.tasks)},"summary":`)
      expect(result.telemetry.tasks.map(task => task.cache)).toContain('hit')
    }
    await kernel.close()
  })
})
