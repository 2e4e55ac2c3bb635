import { describe, expect, test } from 'bun:test'
import type { Child, ChildMessage, Clock, Spawn } from '#contracts/powers'
import { openSpawn } from '#machine/child-spawn'
import { systemClock } from '#machine/system-clock'
import { ChildLink } from './child-link.ts'
import type { FromChild, ToChild } from './protocol.ts'

/** A clock that moves only when told. */
function handClock() {
  let nowMs = 0
  const timers = new Set<{ readonly atMs: number; readonly wake: () => void }>()
  const clock: Clock = {
    monoMs: () => nowMs,
    epochMs: () => nowMs,
    timer(delayMs, wake) {
      const timer = { atMs: nowMs + delayMs, wake }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
  const pass = (ms: number) => {
    nowMs += ms
    for (const timer of [...timers]) {
      if (timer.atMs > nowMs) continue
      timers.delete(timer)
      timer.wake()
    }
  }
  return { clock, pass }
}

type FakeChild = {
  readonly got: ToChild[]
  readonly say: (message: FromChild | string) => void
  readonly die: (signal: string) => void
  killed: boolean
}

function open() {
  const { clock, pass } = handClock()
  const children: FakeChild[] = []
  const lines: string[] = []
  const spawn: Spawn = {
    module(options) {
      const fake: FakeChild = {
        got: [],
        killed: false,
        say: message => options.onMessage(message),
        die: signal => options.onExit({ code: null, signal }),
      }
      children.push(fake)
      const child: Child = {
        pid: children.length,
        send: (message: ChildMessage) => void fake.got.push(message as ToChild),
        kill: () => {
          fake.killed = true
          fake.die('SIGKILL')
        },
      }
      return child
    },
  }
  const settings = {
    modelsFolder: '/m',
    gpu: 'off' as const,
    contextTokens: 512,
    slots: 1,
    threads: 1,
    measuredThreads: {},
  }
  const link = new ChildLink({
    spawn,
    clock,
    settings: () => settings,
    idleMs: 60_000,
    onCalibrated: () => undefined,
    log: line => lines.push(line),
  })
  const idOf = (child: FakeChild | undefined, index: number) => {
    const calls = (child?.got ?? []).filter(message => message.kind === 'call')
    return calls[index]?.id ?? -1
  }
  return { link, children, lines, pass, idOf }
}

const signal = () => new AbortController().signal
const outcome = (work: Promise<unknown>) =>
  work.then(value => ({ value })).catch(error => ({ code: error.code ?? error.name }))

describe('child link', () => {
  test('starts one child at the first call, tells it the settings first, and answers each call', async () => {
    const { link, children, idOf } = open()
    const first = link.call({ do: 'list' }, signal())
    const second = link.call({ do: 'load', model: 'm' }, signal())
    expect(children).toHaveLength(1)
    expect(children[0]?.got.map(message => message.kind)).toEqual(['init', 'call', 'call'])
    children[0]?.say({ kind: 'done', id: idOf(children[0], 1), value: 'second' })
    children[0]?.say({ kind: 'done', id: idOf(children[0], 0), value: 'first' })
    expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  })

  test('N5 fails only the calls under way when the child dies, and starts it again by itself', async () => {
    const { link, children, pass, idOf } = open()
    const answering = outcome(link.call({ do: 'list' }, signal()))
    const waiting = outcome(link.call({ do: 'list' }, signal()))
    pass(5_000)
    children[0]?.say({ kind: 'frame', id: idOf(children[0], 0), frame: { kind: 'text', text: 'a', tokens: 1 } })
    children[0]?.die('SIGSEGV')
    expect(await answering).toEqual({ code: 'UPSTREAM_TRUNCATED' })
    expect(await waiting).toEqual({ code: 'BACKEND_ERROR' })
    expect(children).toHaveLength(2)
    const next = link.call({ do: 'list' }, signal())
    children[1]?.say({ kind: 'done', id: idOf(children[1], 0), value: 1 })
    expect(await next).toBe(1)
    expect(children).toHaveLength(2)
  })

  test('N5 does not restart in a circle a child that dies at once', async () => {
    const { link, children, pass } = open()
    const first = outcome(link.call({ do: 'list' }, signal()))
    pass(100)
    children[0]?.die('SIGSEGV')
    expect(await first).toEqual({ code: 'BACKEND_ERROR' })
    expect(children).toHaveLength(1)
    void outcome(link.call({ do: 'list' }, signal()))
    expect(children).toHaveLength(2)
  })

  test('drops messages that are not in the protocol, and answers to calls that nobody made', async () => {
    const { link, children, lines, idOf } = open()
    const call = link.call({ do: 'list' }, signal())
    children[0]?.say('garbage')
    children[0]?.say({ kind: 'done', id: 999, value: 'wrong' })
    const id = idOf(children[0], 0)
    // A frame with a negative count is not one of ours.
    children[0]?.say({ kind: 'frame', id, frame: { kind: 'text', text: 'a', tokens: -1 } })
    children[0]?.say({ kind: 'done', id, value: 'right' })
    expect(await call).toBe('right')
    expect(lines).toHaveLength(2)
  })

  test('X4 gives up on abort at once, tells the child, and takes no late answer', async () => {
    const { link, children, idOf } = open()
    const abort = new AbortController()
    const frames: string[] = []
    const call = outcome(link.call({ do: 'list' }, abort.signal, frame => frames.push(frame.kind)))
    const id = idOf(children[0], 0)
    abort.abort()
    expect(await call).toEqual({ code: 20 })
    expect(children[0]?.got.at(-1)).toEqual({ kind: 'cancel', id })
    children[0]?.say({ kind: 'frame', id, frame: { kind: 'text', text: 'late', tokens: 1 } })
    children[0]?.say({ kind: 'done', id, value: null })
    expect(frames).toEqual([])
  })

  test('X4 ends a child that is stuck in a cancelled call, and only then', async () => {
    const { link, children, pass, idOf } = open()
    const cancelled = async (index: number) => {
      const abort = new AbortController()
      const call = outcome(link.call({ do: 'list' }, abort.signal))
      abort.abort()
      await call
      return idOf(children.at(-1), index)
    }
    const id = await cancelled(0)
    children[0]?.say({ kind: 'failed', id, code: 'CANCELLED', message: 'x' })
    pass(40_000)
    expect(children[0]?.killed).toBe(false)
    await cancelled(1)
    pass(40_000)
    expect(children[0]?.killed).toBe(true)
  })

  test('refuses a call whose signal has already aborted, without a child', async () => {
    const { link, children } = open()
    expect(await outcome(link.call({ do: 'list' }, AbortSignal.abort()))).toEqual({ code: 20 })
    expect(children).toHaveLength(0)
  })

  test('lets an idle child go, but never one that has a call', async () => {
    const { link, children, pass, idOf } = open()
    const long = link.call({ do: 'load', model: 'm' }, signal())
    pass(600_000)
    expect(children[0]?.killed).toBe(false)
    children[0]?.say({ kind: 'done', id: idOf(children[0], 0), value: 1 })
    await long
    pass(59_000)
    expect(children[0]?.killed).toBe(false)
    pass(2_000)
    expect(children[0]?.killed).toBe(true)
    expect(link.pid).toBeNull()
    expect(children).toHaveLength(1)
  })

  test('counts looking at the list as idle time, and using the model as use', async () => {
    const { link, children, pass, idOf } = open()
    const make = async (index: number, call: Parameters<ChildLink['call']>[0]) => {
      const made = link.call(call, signal())
      children[0]?.say({ kind: 'done', id: idOf(children[0], index), value: 1 })
      await made
    }
    await make(0, { do: 'load', model: 'm' })
    pass(40_000)
    await make(1, { do: 'count', model: 'm', messages: [] })
    pass(40_000)
    await make(2, { do: 'list' })
    expect(children[0]?.killed).toBe(false)
    pass(21_000)
    expect(children[0]?.killed).toBe(true)
  })

  test('a disposed link ends its child and starts no other', async () => {
    const { link, children } = open()
    const call = outcome(link.call({ do: 'list' }, signal()))
    link.dispose()
    expect(await call).toEqual({ code: 'BACKEND_ERROR' })
    expect(await outcome(link.call({ do: 'list' }, signal()))).toEqual({ code: 'BACKEND_UNAVAILABLE' })
    expect(children).toHaveLength(1)
  })
})

describe('the child', () => {
  test('N5 answers a call that it does not understand, so that nobody waits for it and no neighbour dies for it', async () => {
    const settings = { modelsFolder: import.meta.dir, gpu: 'off' as const, contextTokens: 512, slots: 1, threads: 1 }
    const link = new ChildLink({
      spawn: openSpawn(import.meta.dir),
      clock: systemClock,
      settings: () => ({ ...settings, measuredThreads: {} }),
      idleMs: 60_000,
      onCalibrated: () => undefined,
      log: () => undefined,
    })
    const strange = outcome(link.call({ do: 'dance' } as never, signal()))
    const usual = link.call({ do: 'list' }, signal())
    expect(await strange).toEqual({ code: 'BACKEND_ERROR' })
    expect(await usual).toEqual([])
    link.dispose()
  })
})
