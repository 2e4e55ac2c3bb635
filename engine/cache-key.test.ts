import { describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import type { Task } from '#contracts/task-graph'
import type { RegisteredOperation } from '#graph/registry'
import { createScriptedConnector, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, createTestRegistry, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'
import { operationKey } from './cache-key.ts'

/** A runtime whose model can be pulled anew between two calls. */
function setup() {
  const clock = new VirtualClock()
  const { connector, ledger } = createScriptedConnector({
    clock,
    script: (_, call) => [...tokensOf({ colour: call === 0 ? 'red' : 'blue' }), { end: 'stop' }],
  })
  let digest = 'sha256:old'
  const models: Connector['models'] = async signal =>
    (await connector.models(signal)).map(model => ({ ...model, digest }))
  const { kernel } = createTestKernel([{ ...connector, models }], { clock })
  const run = async (more: Partial<Task>) => {
    const taskgraph = graphOf([modelTask('ask', { cache: 'exact', ...more })], 'ask')
    return clock.runUntil((await kernel.start({ taskgraph })).result)
  }
  return { run, ledger, pull: (next: string) => (digest = next) }
}

describe('what an output is cached under', () => {
  test('E3 a model that was pulled anew is asked again at once', async () => {
    const { run, ledger, pull } = setup()
    expect((await run({})).final_output).toEqual({ colour: 'red' })
    expect((await run({})).telemetry.tasks[0]).toMatchObject({ cache: 'hit' })
    pull('sha256:new')
    const anew = await run({})
    expect(anew.final_output).toEqual({ colour: 'blue' })
    expect(anew.telemetry.tasks[0]?.attempts[0]?.model_digest).toBe('sha256:new')
    pull('sha256:old')
    expect((await run({})).final_output).toEqual({ colour: 'red' })
    expect(ledger.length).toBe(2)
  })

  test('E3 a vote among fewer samples than were asked for is not kept', async () => {
    const { run, ledger } = setup()
    const model = { connector: 'scripted', model: 'm', samples: 3 }
    const few = await run({ model, budget: { max_tokens: 90, max_time_ms: 1_000, max_retries: 0 } })
    expect(few.telemetry.tasks[0]).toMatchObject({ status: 'success', route: { samples: 3, drawn: 1 } })
    const all = await run({ model, budget: { max_tokens: 90, max_time_ms: 1_000, max_retries: 2 } })
    expect(all.telemetry.tasks[0]).toMatchObject({ cache: 'miss', route: { samples: 3, drawn: 3 } })
    expect(ledger.length).toBe(4)
    expect((await run({ model })).telemetry.tasks[0]).toMatchObject({ cache: 'hit' })
  })

  test('E3 an operation that was registered again has a key of its own', () => {
    const one = createTestRegistry().operation('test.add') as RegisteredOperation
    const other = createTestRegistry().operation('test.add') as RegisteredOperation
    expect(operationKey(one)).toBe(operationKey(one))
    expect(operationKey(one)).not.toBe(operationKey(other))
  })
})
