import { describe, expect, test } from 'bun:test'
import { peek } from 'bun'
import { createCountedSignal } from '#testing/counted-signal'
import { Slots } from './slots.ts'

const never = new AbortController().signal

describe('slots', () => {
  test('X1 lets no more calls through than the runtime has slots', async () => {
    const slots = new Slots()
    const first = await slots.acquire('m', 1, false, never)
    let second: unknown = null
    slots.acquire('m', 1, false, never).then(release => {
      second = release
    })
    await Promise.resolve()
    expect(second).toBeNull()
    first?.()
    await Promise.resolve()
    expect(second).toBeFunction()
  })

  test('X1 serves high priority before what waits already', async () => {
    const slots = new Slots()
    const order: string[] = []
    const first = await slots.acquire('m', 1, false, never)
    const wait = (name: string, high: boolean) =>
      slots.acquire('m', 1, high, never).then(release => {
        order.push(name)
        release?.()
      })
    const all = [wait('normal 1', false), wait('normal 2', false), wait('high', true)]
    first?.()
    await Promise.all(all)
    expect(order).toEqual(['high', 'normal 1', 'normal 2'])
  })

  test('X4 takes a stopped task out of the queue and loses no slot', async () => {
    const slots = new Slots()
    const stop = new AbortController()
    const first = await slots.acquire('m', 1, false, never)
    const waiting = slots.acquire('m', 1, false, stop.signal)
    stop.abort()
    expect(await waiting).toBeNull()
    first?.()
    first?.()
    expect(await slots.acquire('m', 1, false, never)).toBeFunction()
    let third: unknown = null
    slots.acquire('m', 1, false, never).then(release => {
      third = release
    })
    await Promise.resolve()
    expect(third).toBeNull()
  })

  test('X1 counts a slot that was handed over as taken, and lets go of the signal', async () => {
    const slots = new Slots()
    const { signal, listening } = createCountedSignal()
    const first = await slots.acquire('m', 1, false, never)
    const second = slots.acquire('m', 1, false, signal)
    expect(listening()).toBe(1)
    first?.()
    const release = await second
    expect(listening()).toBe(0)
    const third = slots.acquire('m', 1, false, never)
    expect(peek.status(third)).toBe('pending')
    release?.()
    expect(await third).toBeFunction()
  })

  test('X4 gives a slot back once, however often it is released', async () => {
    const slots = new Slots()
    const first = await slots.acquire('m', 2, false, never)
    await slots.acquire('m', 2, false, never)
    first?.()
    first?.()
    expect(await slots.acquire('m', 2, false, never)).toBeFunction()
    expect(peek.status(slots.acquire('m', 2, false, never))).toBe('pending')
  })

  test('X1 forgets the runtimes that nobody calls any more', async () => {
    const slots = new Slots()
    const first = await slots.acquire('m', 1, false, never)
    const other = await slots.acquire('n', 0, false, never)
    expect(slots.open).toBe(2)
    first?.()
    expect(slots.open).toBe(1)
    other?.()
    expect(slots.open).toBe(0)
  })
})
