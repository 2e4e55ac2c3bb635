import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import fc from 'fast-check'
import { Bundle } from '#contracts/bundle'
import { type SampleTask, sampleAttempt, sampleHeader, sampleRows } from '#store/sample-run.fixture'
import { toEvent } from '#store/to-event'
import { findCriticalPath } from './critical-path.ts'
import { BundleFold, foldBundle } from './fold-bundle.ts'

const header = sampleHeader('run_fold')
const eventsOf = (tasks: readonly SampleTask[], end?: 'success' | 'failed' | 'cancelled') =>
  sampleRows(header, tasks, end).map((row, seq) => toEvent(header, seq, row))

const model: SampleTask = {
  id: 'm',
  type: 'model',
  dependencies: ['a'],
  durationMs: 90,
  attempts: [
    sampleAttempt(0, {
      status: 'failed',
      code: 'OUTPUT_REJECTED',
      tokens_out: 20,
      validation_errors: [{ pointer: '', code: 'OUTPUT_REJECTED', message: 'No.' }],
    }),
    sampleAttempt(1, { model: 'other', tokens_out: 5, duration_ms: 9 }),
  ],
}

describe('foldBundle', () => {
  test('L2 gives a bundle of the published shape', () => {
    const bundle = foldBundle(header, eventsOf([{ id: 'a' }, model], 'success'))
    expect([...Value.Errors(Bundle, bundle)]).toEqual([])
    expect(bundle.tasks.map(task => [task.task_id, task.status])).toEqual([
      ['a', 'success'],
      ['m', 'success'],
    ])
  })

  test('L3 sums failed attempts as well as good ones', () => {
    const { tasks, summary } = foldBundle(header, eventsOf([{ id: 'a' }, model], 'success'))
    expect(tasks[1]).toMatchObject({
      tokens_in: 200,
      tokens_out: 25,
      cached_tokens: 6,
      thinking_tokens: 2,
      retry_count: 1,
      load_ms: 4,
    })
    expect(tasks[1]).toMatchObject({ model: 'ollama/other', connector: 'ollama' })
    expect(summary).toMatchObject({
      model_invocation_count: 2,
      total_tokens: { in: 200, out: 25 },
      total_retries: 1,
      validation_failures: 1,
      failure_count: 0,
      model_ms: 49,
      deterministic_ms: 4,
      execution_path: 'hybrid',
    })
  })

  test('L2 names the path by what was called, not by what was planned', () => {
    const uncalled: SampleTask = { id: 'm', type: 'model', end: 'skipped' }
    expect(foldBundle(header, eventsOf([uncalled], 'success')).summary.execution_path).toBe('deterministic')
    expect(foldBundle(header, eventsOf([{ ...model, dependencies: [] }], 'success')).summary.execution_path).toBe(
      'model',
    )
  })

  test('L2 gives every kind of end its state and reason', () => {
    const ends = ['failed', 'timeout', 'skipped', 'cancelled'] as const
    const { tasks } = foldBundle(
      header,
      eventsOf(
        ends.map(end => ({ id: end, end })),
        'failed',
      ),
    )
    expect(tasks.map(task => [task.status, task.stop_reason])).toEqual([
      ['failed', 'EXECUTION_FAILURE:OPERATION_FAILED'],
      ['timeout', 'TIMEOUT:TIME_BUDGET'],
      ['skipped', 'skip_if'],
      ['cancelled', 'EXECUTION_FAILURE:CANCELLED'],
    ])
  })

  test('L3 keeps what an interrupted task spent and ends every open task once', () => {
    const open: SampleTask = { ...model, end: 'open' }
    const events = eventsOf([{ id: 'a' }, open, { id: 'z', end: 'waiting' }])
    const stop = toEvent(header, events.length, ['run.interrupted', 'TASK_FAILED', null, null, 99, {}])
    const { tasks, summary } = foldBundle(header, [...events, stop])
    expect(tasks.map(task => [task.status, task.stop_reason])).toEqual([
      ['success', null],
      ['failed', 'EXECUTION_FAILURE:INTERRUPTED'],
      ['cancelled', 'EXECUTION_FAILURE:INTERRUPTED'],
    ])
    expect(summary).toMatchObject({ total_tokens: { in: 200, out: 25 }, total_latency_ms: 99, failure_count: 1 })
  })

  test('L1 does not depend on the order or the number of times in which events arrive', () => {
    const events = eventsOf([{ id: 'a' }, model, { id: 'c', end: 'failed' }], 'failed')
    const whole = foldBundle(header, events)
    fc.assert(
      fc.property(fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }), shuffled => {
        expect(foldBundle(header, shuffled)).toEqual(whole)
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})

describe('findCriticalPath', () => {
  const chain = (...tasks: [string, number, ...string[]][]) =>
    findCriticalPath(tasks.map(([task_id, duration_ms, ...dependencies]) => ({ task_id, duration_ms, dependencies })))

  test('L2 finds the longest chain in any order of tasks', () => {
    expect(chain(['d', 1, 'b', 'c'], ['c', 5, 'a'], ['b', 2, 'a'], ['a', 1])).toEqual(['a', 'c', 'd'])
    expect(chain(['a', 3], ['b', 9], ['c', 5, 'a'])).toEqual(['b'])
    expect(chain()).toEqual([])
  })

  test('L2 equals the slow definition on random graphs', () => {
    const graphs = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 9 }), to: fc.array(fc.nat()) }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(graphs, nodes => {
        const tasks = nodes.map((node, at) => ({
          task_id: `t${at}`,
          duration_ms: node.ms,
          dependencies: at === 0 ? [] : [...new Set(node.to.map(to => `t${to % at}`))],
        }))
        const slow = (id: string): number => {
          const task = tasks.find(({ task_id }) => task_id === id)!
          return task.duration_ms + Math.max(0, ...task.dependencies.map(slow))
        }
        const longest = Math.max(...tasks.map(({ task_id }) => slow(task_id)))
        const path = findCriticalPath(tasks.toReversed()).map(id => tasks.find(({ task_id }) => task_id === id)!)
        expect(path.reduce((sum, task) => sum + task.duration_ms, 0)).toBe(longest)
        for (const [at, task] of path.entries()) if (at > 0) expect(task.dependencies).toContain(path[at - 1]!.task_id)
      }),
      { seed: 11, numRuns: 300 },
    )
  })

  test('L2 walks a chain of 10,000 tasks without recursion', () => {
    const tasks = Array.from({ length: 10_000 }, (_, at) => ({
      task_id: `t${at}`,
      duration_ms: 1,
      dependencies: at === 9_999 ? [] : [`t${at + 1}`],
    }))
    expect(findCriticalPath(tasks)).toHaveLength(10_000)
  })
})

describe('BundleFold', () => {
  test('L6 tells at every moment what the events so far tell, and passes over what it has seen', () => {
    const events = eventsOf([{ id: 'a' }, model], 'success')
    const fold = new BundleFold()
    for (const [at, event] of events.entries()) {
      fold.take(event)
      fold.take(event)
      expect(fold.bundle(header)).toEqual(foldBundle(header, events.slice(0, at + 1)))
    }
    expect(fold.lastSeq).toBe(events.length - 1)
  })

  test('a bundle taken before stays as it was', () => {
    const events = eventsOf([{ id: 'a' }, model], 'success')
    const fold = new BundleFold()
    for (const event of events.slice(0, 4)) fold.take(event)
    const before = fold.bundle(header)
    const text = JSON.stringify(before)
    for (const event of events.slice(4)) fold.take(event)
    expect(JSON.stringify(before)).toBe(text)
  })
})
