import { heapStats } from 'bun:jsc'
import { describe, expect, test } from 'bun:test'
import type { Event } from '#contracts/event'
import type { PartialFrame } from '#contracts/live-text'
import type { RunHandle } from '#engine/run-request'
import { followRun } from './run-stream.ts'

const event = (seq: number): Event => ({
  event_id: `run_1:${seq}`,
  seq,
  run_id: 'run_1',
  graph_id: 'g',
  task_id: null,
  attempt_index: null,
  type: 'task.ready',
  stage: 'DAG_VALIDATED',
  at: '2026-01-31T08:00:00.000Z',
  mono_ms: seq,
  data: {},
})
const piece = (text: string): PartialFrame => ({ task_id: 'a', attempt_index: 0, kind: 'text', text, unverified: true })

function follow(parts: Pick<RunHandle, 'events' | 'partials'>) {
  const run: RunHandle = {
    runId: 'run_1',
    recorded: async () => undefined,
    result: new Promise(() => {}),
    cancel: () => undefined,
    ...parts,
  }
  return followRun(run, -1, new AbortController().signal)
}

const never = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))

describe('following a run', () => {
  test('L6 events and live text both come, and the end of the events is the end', async () => {
    const frames: unknown[] = []
    const run = follow({
      events: async function* () {
        for (let seq = 0; seq < 3; seq += 1) {
          yield event(seq)
          await Bun.sleep(5)
        }
      },
      partials: async function* (signal) {
        yield piece('one')
        yield piece('two')
        await never(signal)
      },
    })
    for await (const { id, data } of run) frames.push(id ?? (data as PartialFrame).text)
    expect(frames.filter(frame => typeof frame === 'number')).toEqual([0, 1, 2])
    expect(frames.filter(frame => typeof frame === 'string')).toEqual(['one', 'two'])
  })

  test('L6 a source that breaks while text comes breaks the stream', async () => {
    const run = follow({
      events: async function* () {
        yield event(0)
        await Bun.sleep(2)
        throw new Error('the store is gone')
      },
      partials: async function* () {
        for (;;) {
          yield piece('more')
          await Bun.sleep(0)
        }
      },
    })
    const read = async (): Promise<void> => {
      for await (const _ of run) await Bun.sleep(1)
    }
    await expect(read()).rejects.toThrow('the store is gone')
  })

  test('S6 nothing is left behind for each event while no text comes', async () => {
    const promises = (): number => {
      Bun.gc(true)
      return heapStats().objectTypeCounts.Promise ?? 0
    }
    let grown = 0
    const before = promises()
    const run = follow({
      events: async function* () {
        for (let seq = 0; seq < 10_000; seq += 1) yield event(seq)
        grown = promises() - before
      },
      partials: async function* (signal) {
        await never(signal)
        yield piece('too late')
      },
    })
    for await (const _ of run);
    expect(grown).toBeLessThan(1_000)
  })
})
