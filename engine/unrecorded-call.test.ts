/** What a disk that fills up in the middle of a run costs: nothing more than what was under way. */
import { describe, expect, test } from 'bun:test'
import { KoraError } from '#contracts/failure'
import type { Task } from '#contracts/task-graph'
import type { RunRequest } from '#engine/run-request'
import type { RunStore } from '#store/run-store'
import { createScriptedConnector, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

/** A disk that the first call fills; rows wait until there is room, as they do in the real store. */
function onFillingDisk() {
  const clock = new VirtualClock()
  const disk = { full: false }
  const { connector, ledger } = createScriptedConnector({
    clock,
    script: () => {
      disk.full = true
      return [...tokensOf({ colour: 'red' }), { end: 'stop' }]
    },
  })
  const withDisk = (store: RunStore): RunStore =>
    new Proxy(store, {
      get: (own, name) => {
        if (name === 'commit' && disk.full) return () => Promise.reject(new KoraError('STORAGE_FULL'))
        const member = Reflect.get(own, name) as unknown
        return typeof member === 'function' ? (member.bind(own) as unknown) : member
      },
    })
  const { kernel } = createTestKernel([connector], { clock, store: withDisk })
  const run = async (tasks: readonly Task[], root: string, more: Partial<RunRequest> = {}) => {
    const handle = await kernel.start({ taskgraph: graphOf(tasks, root), ...more })
    return clock.runUntil(handle.result)
  }
  return { disk, kernel, ledger, run }
}

const after: Partial<Task> = { dependencies: ['first'] }

describe('a disk that fills up during a run', () => {
  test('L4 pays for no call that cannot be put on record', async () => {
    const { run, ledger } = onFillingDisk()
    const result = await run([modelTask('first'), modelTask('second', after)], 'second')
    expect(ledger.length).toBe(1)
    expect(result).toMatchObject({
      status: 'failed',
      outputs: {},
      error: { error_type: 'EXECUTION_FAILURE', details: { code: 'STORAGE_FULL' } },
    })
    expect(result.telemetry.tasks[1]).toMatchObject({ status: 'failed', attempts: [], tokens_out: 0 })
    expect(result.telemetry.summary.model_invocation_count).toBe(1)
  })

  test('L4 tells no part of a message that could not be put on record', async () => {
    const { run } = onFillingDisk()
    const partial = () => ({ text: 'half', facts: [], missing: null })
    const plan = { decision: { rules: [], model_needed: true }, constructMs: 1, partial }
    const result = await run([modelTask('first'), modelTask('second', after)], 'second', { plan })
    expect(result.status).toBe('failed')
    expect('partial_output' in result).toBe(false)
  })

  test('L4 tries neither again nor a heavier model, and its purse keeps what it had', async () => {
    const { run, disk, ledger } = onFillingDisk()
    const budget = { max_tokens: 50, max_time_ms: 60_000, max_retries: 5 }
    const model = { connector: 'scripted', model: 'm', escalate_to: [{ connector: 'scripted', model: 'big' }] }
    for (const on_fail of ['retry', 'escalate'] as const) {
      disk.full = false
      const more = { ...after, budget, on_fail, ...(on_fail === 'escalate' ? { model } : {}) } as Partial<Task>
      const { telemetry } = await run([modelTask('first'), modelTask('second', more)], 'second')
      expect(telemetry.tasks[1]).toMatchObject({
        attempts: [],
        retry_count: 0,
        stop_reason: 'EXECUTION_FAILURE:STORAGE_FULL',
      })
      expect(telemetry.tasks[1]?.purse_left?.tokens).toBe(50)
    }
    expect(ledger.map(({ request }) => request.model)).toEqual(['m', 'm'])
  })

  test('L3 counts no call that was not made once its events can be written', async () => {
    const { run, disk, kernel } = onFillingDisk()
    const { execution_metadata } = await run([modelTask('first'), modelTask('second', after)], 'second')
    disk.full = false
    await run([{ version: '1.0', id: 'none', type: 'deterministic', op: 'test.add', input: { a: 1, b: 2 } }], 'none')
    const bundle = kernel.runs.bundle(execution_metadata.run_id)
    expect(bundle?.summary.model_invocation_count).toBe(1)
    expect(bundle?.tasks.map(task => task.attempts.length)).toEqual([1, 0])
  })
})
