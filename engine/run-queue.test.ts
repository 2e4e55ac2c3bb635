import { describe, expect, test } from 'bun:test'
import { type QueuedRun, RunQueue } from './run-queue.ts'

/** A run that works until it is told to end, and is durable when it is told so. */
function heldRun(mayCallModels: boolean) {
  const work = Promise.withResolvers<void>()
  const disk = Promise.withResolvers<void>()
  let started = false
  const run: QueuedRun = {
    mayCallModels,
    execute: () => {
      started = true
      return work.promise
    },
    result: disk.promise,
  }
  const settle = async (...ends: readonly (() => void)[]): Promise<void> => {
    for (const end of ends) end()
    await Bun.sleep(0)
  }
  return {
    run,
    isStarted: () => started,
    endWork: () => settle(work.resolve),
    end: () => settle(work.resolve, disk.resolve),
  }
}

describe('queue of runs', () => {
  test('H5 runs so many at once, in order of coming, and refuses what finds no place', async () => {
    const queue = new RunQueue(1, 1)
    const [first, second, third] = [heldRun(true), heldRun(true), heldRun(true)]
    expect([first, second, third].map(({ run }) => queue.offer(run))).toEqual([true, true, false])
    expect([first.isStarted(), second.isStarted()]).toEqual([true, false])
    await first.endWork()
    expect(second.isStarted()).toBe(true)
    // The disk still writes the end of the first.
    expect(queue.offer(third.run)).toBe(false)
    await first.end()
    expect(queue.offer(third.run)).toBe(true)
    expect(third.isStarted()).toBe(false)
    await second.end()
    expect(third.isStarted()).toBe(true)
  })

  test('H5 what cannot call a model never waits for what may', async () => {
    const queue = new RunQueue(1, 8)
    const [model, otherModel, exact, otherExact] = [heldRun(true), heldRun(true), heldRun(false), heldRun(false)]
    for (const { run } of [model, otherModel, exact, otherExact]) queue.offer(run)
    expect([model, otherModel, exact, otherExact].map(held => held.isStarted())).toEqual([true, false, true, false])
    await exact.end()
    expect([otherModel.isStarted(), otherExact.isStarted()]).toEqual([false, true])
  })

  test('H5 a place is one of all, whatever its lane', () => {
    const queue = new RunQueue(1, 1)
    expect(queue.offer(heldRun(false).run)).toBe(true)
    expect(queue.offer(heldRun(true).run)).toBe(true)
    expect(queue.offer(heldRun(false).run)).toBe(false)
  })

  test('X4 a cancelled run that waits is started beyond the bound, once', async () => {
    const queue = new RunQueue(1, 8)
    const [first, second] = [heldRun(true), heldRun(true)]
    queue.offer(first.run)
    queue.offer(second.run)
    queue.hurry(second.run)
    queue.hurry(second.run)
    expect(second.isStarted()).toBe(true)
    const third = heldRun(true)
    queue.offer(third.run)
    await second.end()
    expect(third.isStarted()).toBe(false)
    await first.end()
    expect(third.isStarted()).toBe(true)
  })

  test('H5 a closed queue takes no more, and still runs what waits', async () => {
    const queue = new RunQueue(1, 8)
    const [first, second] = [heldRun(false), heldRun(false)]
    queue.offer(first.run)
    queue.offer(second.run)
    queue.close()
    expect([queue.isClosed, queue.offer(heldRun(false).run)]).toEqual([true, false])
    await first.end()
    expect(second.isStarted()).toBe(true)
  })
})
