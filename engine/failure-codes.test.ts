/** Ends of tasks and requests whose codes no other test of the engine needs to name. */
import { describe, expect, test } from 'bun:test'
import type { ExecuteResult } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { Task } from '#contracts/task-graph'
import { createScriptedConnector, type Script, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

async function run(task: Task, script: Script, more: Record<string, unknown> = {}) {
  const clock = new VirtualClock()
  const { connector, ledger } = createScriptedConnector({ clock, script })
  const { kernel } = createTestKernel([connector], { clock })
  const handle = await kernel.start({ taskgraph: graphOf([task], task.id, more) })
  const result: ExecuteResult = await clock.runUntil(handle.result)
  return { result, ledger, kernel }
}
const good: Script = () => [...tokensOf({ colour: 'red' }), { end: 'stop' }]
const refusalOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'taken',
    error => (error instanceof KoraError ? error.code : String(error)),
  )

describe('failure codes of the engine', () => {
  test('V1 prose is OUTPUT_NOT_JSON, and no part of it becomes an output', async () => {
    const { result, ledger } = await run(modelTask('ask'), () => [{ text: 'Red, of course. ' }, { end: 'stop' }])
    expect(result.error).toMatchObject({ error_type: 'VALIDATION_ERROR', details: { code: 'OUTPUT_NOT_JSON' } })
    expect(result.outputs).toEqual({})
    expect(ledger).toHaveLength(1)
  })

  test('D2 an input beyond the declared cap is INPUT_TOO_LARGE, before the operation runs', async () => {
    const half = 'x'.repeat(600_000)
    const task: Task = {
      version: '1.0',
      id: 'echo',
      type: 'deterministic',
      op: 'test.echo',
      input: { value: [half, half] },
    }
    const { result } = await run(task, good)
    expect(result.error).toMatchObject({ error_type: 'VALIDATION_ERROR', details: { code: 'INPUT_TOO_LARGE' } })
  })

  test('B5 a graph that takes longer than its own limit ends with TIME_LIMIT', async () => {
    const task = modelTask('ask', { budget: { max_tokens: 50, max_time_ms: 10_000, max_retries: 0 } })
    const { result, ledger } = await run(task, () => [{ hang: true }], { limits: { max_total_time_ms: 200 } })
    expect(result.error).toMatchObject({ error_type: 'TIMEOUT', details: { code: 'TIME_LIMIT' } })
    expect(ledger[0]!.closedAtMs).not.toBeNull()
  })

  test('J1 a backend that is not there is BACKEND_NOT_INSTALLED, and nothing runs', async () => {
    const { connector, ledger } = createScriptedConnector({ clock: new VirtualClock(), script: good })
    const { kernel } = createTestKernel([connector])
    const taskgraph = graphOf([modelTask('ask')], 'ask')
    expect(await refusalOf(kernel.start({ taskgraph, backend: 'krako' }))).toBe('BACKEND_NOT_INSTALLED')
    expect(ledger).toHaveLength(0)
  })

  test('L4 a kernel that was closed starts nothing more and says SHUTTING_DOWN', async () => {
    const { kernel } = createTestKernel()
    await kernel.close()
    expect(await refusalOf(kernel.start({ taskgraph: graphOf([modelTask('ask')], 'ask') }))).toBe('SHUTTING_DOWN')
  })
})
