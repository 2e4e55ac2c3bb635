import { describe, expect, test } from 'bun:test'
import type { Event } from '#contracts/event'
import type { Task } from '#contracts/task-graph'
import { createScriptedConnector, type Script, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'
import { buildTimeline, type TimelineRow } from '../../screens/inspector/model/timeline.ts'

/** The events of a graph that really ran, on a clock that only scripts move. */
async function eventsOf(tasks: readonly Task[], root: string, script: Script): Promise<readonly Event[]> {
  const clock = new VirtualClock()
  const { connector } = createScriptedConnector({ name: 'scripted', clock, script })
  const { kernel } = createTestKernel([connector], { clock })
  const run = await kernel.start({ taskgraph: graphOf(tasks, root) })
  await clock.runUntil(run.result)
  return kernel.runs.events(run.runId, -1, 100_000)
}

const lengthsOf = (row: TimelineRow) =>
  row.segments.map(({ kind, startMs, endMs, attempt }) => [kind, Math.round(endMs - startMs), attempt] as const)

describe('buildTimeline', () => {
  test('U5 tells waiting for the first token, writing, the pause and the second attempt apart', async () => {
    const events = await eventsOf(
      [modelTask('m', { budget: { max_tokens: 40, max_time_ms: 9_000, max_retries: 1 } })],
      'm',
      (_, call) => [
        { wait: 30 },
        ...tokensOf({ colour: call === 0 ? 'pink' : 'red' }).slice(0, 1),
        { wait: 50 },
        ...tokensOf({ colour: call === 0 ? 'pink' : 'red' }).slice(1),
        { end: 'stop' },
      ],
    )
    const { rows } = buildTimeline(events)
    const lengths = lengthsOf(rows[0]!)
    expect(lengths.filter(([kind]) => kind === 'prompt')).toEqual([
      ['prompt', 30, 0],
      ['prompt', 30, 1],
    ])
    expect(lengths.filter(([kind]) => kind === 'generate')).toEqual([
      ['generate', 50, 0],
      ['generate', 50, 1],
    ])
    expect(rows[0]).toMatchObject({ attempts: 2, state: 'success', breached: false })
  })

  test('U5 keeps the stretches of a task in order, within its time and without overlap', async () => {
    const tasks: Task[] = [
      { version: '1.0', id: 'a', type: 'deterministic', op: 'test.add', input: { a: 1, b: 2 }, dependencies: [] },
      modelTask('m', { budget: { max_tokens: 8, max_time_ms: 400, max_retries: 2 } }),
      modelTask('slow', { budget: { max_tokens: 8, max_time_ms: 90, max_retries: 0 } }),
    ]
    const ids = tasks.map(({ id }) => id)
    const items = ids.map(id => ({ $from: id }))
    const root: Task = {
      version: '1.0', id: 'root', type: 'aggregation', op: 'agg.collect', input: { items }, dependencies: ids, optional: ids,
    } // biome-ignore format: one row
    const events = await eventsOf([...tasks, root], 'root', request =>
      request.messages.length === 0 ? [] : [{ wait: 20 }, { text: 'x', times: 500 }, { end: 'stop' }],
    )
    const { rows, endMs } = buildTimeline(events)
    expect(rows.map(row => row.taskId).sort()).toEqual(['a', 'm', 'root', 'slow'])
    for (const row of rows) {
      row.segments.forEach((segment, at) => {
        expect(segment.endMs).toBeGreaterThan(segment.startMs)
        if (at > 0) expect(segment.startMs).toBeGreaterThanOrEqual(row.segments[at - 1]!.endMs - 0.001)
        expect(segment.endMs).toBeLessThanOrEqual((row.endMs ?? endMs) + 0.001)
      })
    }
    expect(rows.find(row => row.taskId === 'm')).toMatchObject({ breached: true, state: 'failed' })
  })

  test('U6 shows what still goes on up to the present moment, after any number of events', async () => {
    const events = await eventsOf([modelTask('m')], 'm', () => [
      { wait: 40 },
      ...tokensOf({ colour: 'red' }),
      { end: 'stop' },
    ])
    for (let seen = 0; seen <= events.length; seen += 1) {
      const { rows } = buildTimeline(events.slice(0, seen), 1_000)
      for (const row of rows)
        if (row.endMs === null && row.state === 'running') expect(row.segments.at(-1)!.endMs).toBe(1_000)
    }
    const called = events.findIndex(event => event.type === 'llm.invocation.started')
    const { rows } = buildTimeline(events.slice(0, called + 1), 1_000)
    expect(rows[0]!.segments.at(-1)).toMatchObject({ kind: 'prompt', endMs: 1_000 })
  })
})
