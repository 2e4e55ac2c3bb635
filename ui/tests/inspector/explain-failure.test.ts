import { describe, expect, test } from 'bun:test'
import type { TaskTelemetry } from '#contracts/bundle'
import { createScriptedConnector, type Script, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'
import { explainFailure } from '../../screens/inspector/model/explain-failure.ts'

const SECRET = 'violet-canary'

async function telemetryOf(
  script: Script,
  budget = { max_tokens: 40, max_time_ms: 500, max_retries: 1 },
): Promise<TaskTelemetry> {
  const clock = new VirtualClock()
  const { connector } = createScriptedConnector({ name: 'scripted', clock, script })
  const { kernel } = createTestKernel([connector], { clock })
  const run = await kernel.start({ taskgraph: graphOf([modelTask('m', { budget })], 'm') })
  return (await clock.runUntil(run.result)).telemetry.tasks[0]!
}

describe('explainFailure', () => {
  test('U8 says what a token breach used, of which limit, and what is left', async () => {
    const said = explainFailure(await telemetryOf(() => [{ text: 'x ', times: 500 }, { end: 'stop' }]))!
    expect(said.kind).toBe('breach')
    expect(Object.fromEntries(said.numbers)).toMatchObject({ Tokens: '40 of 40 tokens' })
    expect(said.cures.length).toBeGreaterThan(0)
  })

  test('U8 says how long a time breach took', async () => {
    const said = explainFailure(await telemetryOf(() => [{ wait: 5 }, { hang: true }]))!
    expect(said.kind).toBe('breach')
    expect(Object.fromEntries(said.numbers)['Time']).toBe('500 ms of 500 ms')
  })

  test('U8 names the failing places of a rejected answer, never its words', async () => {
    const said = explainFailure(
      await telemetryOf(() => [...tokensOf({ colour: SECRET }), { end: 'stop' }], {
        max_tokens: 90,
        max_time_ms: 500,
        max_retries: 0,
      }),
    )!
    expect(said.kind).toBe('validation')
    expect(said.fact).toContain('/colour')
    expect(JSON.stringify(said)).not.toContain(SECRET)
  })

  test('U8 says what the engine says where it has no words of its own, such as of a model that there is not', async () => {
    const task = await telemetryOf(() => [{ fail: 'BACKEND_UNAVAILABLE' }])
    const said = { message: 'This needs a model, and there is none.', hint: 'Get one.' }
    expect(explainFailure({ ...task, breach: null, route: null }, said)).toMatchObject({
      fact: said.message,
      cures: [said.hint],
    })
  })

  test('U8 explains a runtime that is not there, and has nothing to explain for success', async () => {
    const gone = explainFailure(await telemetryOf(() => [{ fail: 'BACKEND_UNAVAILABLE' }]))!
    expect(gone.cures.join(' ')).toContain('Start it')
    expect(explainFailure(await telemetryOf(() => [...tokensOf({ colour: 'red' }), { end: 'stop' }]))).toBeNull()
  })
})
