import { describe, expect, test } from 'bun:test'
import type { PartialFrame } from '#contracts/live-text'
import { createScriptedConnector, type Step, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'
import { LiveFeed } from './live-feed.ts'

const never = new AbortController().signal
const told = (frames: readonly PartialFrame[]): readonly string[] =>
  frames.map(
    ({ task_id, attempt_index, kind, text, reason }) => `${task_id}/${attempt_index} ${kind} ${reason ?? text}`,
  )

async function collect(frames: AsyncIterable<PartialFrame>): Promise<PartialFrame[]> {
  const all: PartialFrame[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

describe('live text', () => {
  test('L6 gives one who comes late an open answer from its beginning, and then each piece', async () => {
    const feed = new LiveFeed()
    feed.piece('a', 0, 'thinking', 'hm ')
    feed.piece('a', 0, 'text', '{"x')
    feed.piece('a', 0, 'text', '":1')
    const reader = feed.frames(never)
    expect(told([(await reader.next()).value, (await reader.next()).value])).toEqual([
      'a/0 thinking hm ',
      'a/0 text {"x":1',
    ])
    const next = reader.next()
    feed.piece('a', 0, 'text', '}')
    expect(told([(await next).value])).toEqual(['a/0 text }'])
    feed.close()
    expect((await reader.next()).done).toBe(true)
  })

  test('L6 tells a slow reader one long piece in place of many, and keeps nothing for it', async () => {
    const feed = new LiveFeed()
    const reader = feed.frames(never)
    const first = reader.next()
    feed.piece('a', 0, 'text', 'begin')
    await first
    for (let n = 0; n < 10_000; n += 1) feed.piece('a', 0, 'text', 'x')
    expect((await reader.next()).value.text).toBe('x'.repeat(10_000))
    feed.piece('a', 0, 'text', 'never read')
    feed.settle('a', 0, null)
    feed.close()
    expect((await reader.next()).done).toBe(true)
  })

  test('L6 makes void what was told of a rejected attempt, to those who were told it', async () => {
    const feed = new LiveFeed()
    const early = feed.frames(never)
    const first = early.next()
    feed.piece('a', 0, 'text', 'wrong')
    await first
    feed.settle('a', 0, 'OUTPUT_REJECTED')
    feed.piece('a', 1, 'text', 'right')
    const late = feed.frames(never)
    feed.close()
    expect(told(await collect(early))).toEqual(['a/0 reset OUTPUT_REJECTED', 'a/1 text right'])
    expect(told(await collect(late))).toEqual(['a/1 text right'])
  })

  test('L6 says so when another sample begins after an answer that was taken', async () => {
    const feed = new LiveFeed()
    const reader = feed.frames(never)
    const first = reader.next()
    feed.piece('a', 0, 'text', 'one')
    await first
    feed.settle('a', 0, null)
    feed.piece('a', 1, 'text', 'two')
    feed.close()
    expect(told(await collect(reader))).toEqual(['a/0 reset NEXT_ATTEMPT', 'a/1 text two'])
  })

  test('L6 never tells half a character', async () => {
    const feed = new LiveFeed()
    const reader = feed.frames(never)
    const first = reader.next()
    feed.piece('a', 0, 'text', 'x\ud83d')
    expect((await first).value.text).toBe('x')
    feed.piece('a', 0, 'text', '\ude00')
    expect((await reader.next()).value.text).toBe('😀')
  })

  test('L6 bounds what a backend without end can make it hold', async () => {
    const feed = new LiveFeed()
    for (let n = 0; n < 100; n += 1) feed.piece('a', 0, 'text', 'y'.repeat(100_000))
    feed.close()
    const length = (await collect(feed.frames(never))).reduce((sum, { text }) => sum + text.length, 0)
    expect(length).toBeGreaterThan(1_000_000)
    expect(length).toBeLessThanOrEqual(4 * 1024 * 1024)
  })

  test('L6 lets a reader go that leaves', async () => {
    const leave = new AbortController()
    const reader = new LiveFeed().frames(leave.signal)
    const next = reader.next()
    leave.abort()
    expect((await next).done).toBe(true)
  })
})

describe('a run that is followed', () => {
  const follow = async (script: readonly (readonly Step[])[], task: Parameters<typeof modelTask>[1] = {}) => {
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({ clock, script: (_, call) => script[call] ?? [] })
    const { kernel } = createTestKernel([connector], { clock })
    const run = await kernel.start({ taskgraph: graphOf([modelTask('a', task)], 'a') })
    const frames = collect(run.partials(never))
    const result = await clock.runUntil(run.result)
    return { frames: await frames, result }
  }
  const good = { colour: 'red' }

  test('L6 tells text and thinking apart, as the model writes them, marked as unverified', async () => {
    const { frames, result } = await follow([[{ thinking: 'red or blue' }, ...tokensOf(good), { end: 'stop' }]])
    expect(result.final_output).toEqual(good)
    expect(frames.every(frame => frame.unverified)).toBe(true)
    const of = (kind: string) => frames.flatMap(frame => (frame.kind === kind ? frame.text : [])).join('')
    expect(of('thinking')).toBe('red or blue')
    // What comes in one turn with the verdict is in the result, and need not be told before it.
    expect(JSON.stringify(good)).toStartWith(of('text'))
    expect(of('text')).not.toBe('')
  })

  test('L6 says that a rejected attempt is void, and tells the next one under its own index', async () => {
    const bad = [...tokensOf({ colour: 'mauve' }), { wait: 5 }, { end: 'stop' }] as const
    const { frames, result } = await follow([bad, [...tokensOf(good), { wait: 5 }, { end: 'stop' }]], {
      budget: { max_tokens: 50, max_time_ms: 1_000, max_retries: 1 },
    })
    expect(result.status).toBe('success')
    expect(
      frames
        .map(({ attempt_index, kind }) => `${attempt_index} ${kind}`)
        .filter((line, at, all) => all[at - 1] !== line),
    ).toEqual(['0 text', '0 reset', '1 text'])
    expect(frames.find(({ kind }) => kind === 'reset')?.reason).toBe('OUTPUT_REJECTED')
  })

  test('L5 L6 leaves no live text in events or telemetry', async () => {
    const { result } = await follow([
      [{ thinking: 'thought-canary' }, ...tokensOf({ colour: 'text-canary' }), { wait: 5 }, { end: 'stop' }],
    ])
    expect(result.status).toBe('failed')
    expect(JSON.stringify(result)).not.toContain('canary')
  })
})
