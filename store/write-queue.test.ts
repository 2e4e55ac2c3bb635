import { describe, expect, test } from 'bun:test'
import { peek } from 'bun'
import type { Clock } from '#contracts/powers'
import { WriteQueue, type WriteSink } from './write-queue.ts'

const full = () => Object.assign(new Error('full'), { code: 'SQLITE_FULL' })

/** A disk that answers when told to, and a clock that stands still until moved. */
function setUp(sink?: Partial<WriteSink>) {
  const groups: unknown[] = []
  const answers: PromiseWithResolvers<void>[] = []
  const timers: (() => void)[] = []
  const log: string[] = []
  const durable: string[] = []
  let nowMs = 0
  const clock: Clock = {
    monoMs: () => nowMs,
    epochMs: () => nowMs,
    timer: (_, wake) => {
      timers.push(wake)
      return () => void timers.splice(timers.indexOf(wake), 1)
    },
  }
  const soon: (() => void)[] = []
  const queue = new WriteQueue({
    clock,
    log: sentence => log.push(sentence),
    soon: flush => soon.push(flush),
    onGone: rows => durable.push(...rows.map(row => String(row[1]))),
    sink: {
      scrub: () => undefined,
      write: rows => {
        groups.push(JSON.parse(rows.text))
        const answer = Promise.withResolvers<void>()
        answers.push(answer)
        return answer.promise
      },
      close: () => undefined,
      ...sink,
    },
  })
  const turn = async () => {
    for (const flush of soon.splice(0)) flush()
    await Bun.sleep(0)
  }
  return { queue, groups, answers, timers, log, durable, soon, turn, move: (ms: number) => (nowMs += ms) }
}

const isSettled = (promise: Promise<unknown>): boolean => peek.status(promise) !== 'pending'

describe('WriteQueue', () => {
  test('L4 puts everything that waits into one group and answers only when the disk has', async () => {
    const { queue, groups, answers, turn } = setUp()
    queue.push(['release', 'a'])
    const first = queue.commit()
    queue.push(['release', 'b'])
    const second = queue.commit()
    await turn()
    expect(groups).toEqual([['release', 'a', 'release', 'b']])
    expect(isSettled(first)).toBe(false)
    answers[0]!.resolve()
    await Promise.all([first, second])
  })

  test('L4 lets a later commit wait for the rows of a group under way', async () => {
    const { queue, groups, answers, turn } = setUp()
    queue.push(['release', 'a'])
    queue.commit()
    await turn()
    const late = queue.commit()
    await turn()
    expect(groups).toHaveLength(1)
    expect(isSettled(late)).toBe(false)
    answers[0]!.resolve()
    await turn()
    await turn()
    expect(isSettled(late)).toBe(true)
  })

  test('L4 has nothing to wait for when nothing was handed over', async () => {
    await setUp().queue.commit()
  })

  test('L4 writes what nobody waits for after a while', async () => {
    const { queue, groups, timers, turn } = setUp()
    queue.push(['release', 'a'])
    queue.push(['release', 'b'])
    expect(timers).toHaveLength(1)
    timers[0]!()
    await turn()
    expect(groups).toEqual([['release', 'a', 'release', 'b']])
  })

  test('L4 splits a crowd, so that half of it works while the disk writes the other half', async () => {
    const { queue, groups, answers, turn } = setUp()
    let durable = 0
    const ask = (count: number): void => {
      for (let n = 0; n < count; n += 1) {
        queue.push(['release', 'a'])
        void queue.commit().then(() => {
          durable += 1
        })
      }
    }
    ask(16)
    await turn()
    answers[0]!.resolve()
    await turn()
    expect([groups.length, durable]).toEqual([1, 16])
    ask(8)
    // The first half leaves at once, without a turn of the event loop.
    expect(groups).toHaveLength(2)
    ask(8)
    expect(groups).toHaveLength(2)
    answers[1]!.resolve()
    await turn()
    expect([groups.length, durable]).toEqual([3, 24])
    answers[2]!.resolve()
    await turn()
    // Fewer than half are given some turns to become more, and then leave all the same.
    ask(3)
    for (let n = 0; n < 20; n += 1) await turn()
    expect(groups).toHaveLength(4)
    answers[3]!.resolve()
    await turn()
    expect(durable).toBe(35)
  })

  test('S7 keeps the rows of a full disk, says so, and writes them first when there is room', async () => {
    const { queue, groups, answers, turn, log, move } = setUp()
    queue.push(['release', 'a'])
    const failed = queue.commit()
    await turn()
    answers[0]!.reject(full())
    await expect(failed).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    expect(queue.problem()).toContain('disk is full')
    queue.push(['release', 'b'])
    await turn()
    expect(groups).toHaveLength(1)
    move(1_000)
    expect(queue.problem()).toContain('disk is full')
    await turn()
    expect(groups[1]).toEqual(['release', 'a', 'release', 'b'])
    answers[1]!.resolve()
    await turn()
    expect(queue.problem()).toBe(null)
    expect(log).toHaveLength(2)
  })

  test('S7 probes a full disk not more than once a second', async () => {
    const { queue, groups, answers, turn, move } = setUp()
    queue.push(['release', 'a'])
    queue.commit().catch(() => {})
    await turn()
    answers[0]!.reject(full())
    await turn()
    for (const _ of [1, 2, 3]) queue.problem()
    await turn()
    expect(groups).toHaveLength(1)
    move(1_000)
    for (const _ of [1, 2, 3]) queue.problem()
    await turn()
    expect(groups).toHaveLength(2)
    answers[1]!.reject(full())
    await turn()
    expect(queue.problem()).toContain('disk is full')
    // The second try counts as well.
    queue.problem()
    await turn()
    expect(groups).toHaveLength(2)
  })

  test('S7 tries again by itself, though nobody asks, and stops when it is closed', async () => {
    const { queue, groups, answers, turn, timers, durable, move } = setUp()
    queue.push(['release', 'a'])
    queue.commit().catch(() => {})
    await turn()
    timers.splice(0)
    answers[0]!.reject(full())
    await turn()
    for (const round of [1, 2]) {
      move(1_000)
      expect(timers).toHaveLength(1)
      timers.pop()!()
      await turn()
      expect(groups).toHaveLength(round + 1)
      if (round === 1) answers[round]!.reject(full())
      else answers[round]!.resolve()
      await turn()
    }
    expect([durable, timers.length, queue.problem()]).toEqual([['a'], 0, null])
    queue.push(['release', 'b'])
    queue.commit().catch(() => {})
    await turn()
    timers.splice(0)
    answers[3]!.reject(full())
    await turn()
    const closed = queue.close()
    await turn()
    answers[4]!.reject(full())
    await expect(closed).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    expect(timers).toEqual([])
  })

  test('S7 adds no filler while a try is under way', async () => {
    const { queue, groups, answers, turn, move } = setUp()
    queue.push(['release', 'a'])
    queue.commit().catch(() => {})
    await turn()
    answers[0]!.reject(full())
    await turn()
    move(1_000)
    queue.problem()
    await turn()
    move(2_000)
    expect(queue.problem()).toContain('disk is full')
    answers[1]!.resolve()
    await turn()
    queue.push(['release', 'b'])
    void queue.commit()
    await turn()
    expect(groups).toEqual([
      ['release', 'a'],
      ['release', 'a'],
      ['release', 'b'],
    ])
  })

  test('L4 tells what became durable once the disk has answered, and schedules nothing for nobody', async () => {
    const { queue, answers, durable, log, soon, turn } = setUp()
    queue.push(['release', 'a'])
    void queue.commit()
    void queue.commit()
    expect(soon).toHaveLength(1)
    await turn()
    expect(durable).toEqual([])
    answers[0]!.resolve()
    await Bun.sleep(0)
    expect(durable).toEqual(['a'])
    expect(soon).toEqual([])
    expect(log).toEqual([])
  })

  test('L4 puts a row in the place of one that still waits, and of no other', async () => {
    const { queue, groups, answers, turn } = setUp()
    const first = queue.push(['release', 'a'])
    const second = queue.push(['release', 'b'])
    expect(queue.replace(first, ['release', 'A'])).toBe(true)
    expect(queue.replace(second, ['release', 'B'])).toBe(true)
    queue.commit().catch(() => {})
    await turn()
    expect(groups[0]).toEqual(['release', 'A', 'release', 'B'])
    expect(queue.replace(first, ['release', 'late'])).toBe(false)
    // A failed group is put before what came meanwhile, so that places of both have changed.
    const third = queue.push(['release', 'c'])
    answers[0]!.reject(full())
    await turn()
    expect(queue.replace(third, ['release', 'late'])).toBe(false)
    queue.commit().catch(() => {})
    await turn()
    expect(groups[1]).toEqual(['release', 'A', 'release', 'B', 'release', 'c'])
    queue.push(['release', 'd'])
    expect(queue.replace(third, ['release', 'late'])).toBe(false)
    answers[1]!.resolve()
    await turn()
  })

  test('L4 sets one timer for what nobody waits for, and none while a group is on its way', async () => {
    const { queue, groups, answers, timers, turn } = setUp()
    queue.push(['release', 'a'])
    timers[0]!()
    queue.push(['release', 'b'])
    await turn()
    queue.push(['release', 'c'])
    expect(timers).toHaveLength(1)
    void queue.commit()
    answers[0]!.resolve()
    await turn()
    await turn()
    answers[1]!.resolve()
    await turn()
    expect(groups).toEqual([
      ['release', 'a', 'release', 'b'],
      ['release', 'c'],
    ])
    queue.push(['release', 'd'])
    expect(timers).toHaveLength(2)
  })

  test('L9 says of a scrubbing that failed whether the disk or a fault of ours was it', async () => {
    const failing = (error: Error) => setUp({ scrub: () => Promise.reject(error) }).queue.scrub('all')
    await expect(failing(full())).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    await expect(failing(new Error('a bug'))).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  test('L4 refuses also those who joined a group that was dropped, and goes on', async () => {
    const { queue, answers, groups, turn } = setUp()
    queue.push(['release', 'a'])
    const first = queue.commit()
    await turn()
    const joined = queue.commit()
    answers[0]!.reject(new Error('a bug'))
    const ends = await Promise.allSettled([first, joined])
    expect(ends).toMatchObject([{ reason: { code: 'INTERNAL' } }, { reason: { code: 'INTERNAL' } }])
    expect(queue.problem()).toBe(null)
    queue.push(['release', 'b'])
    const next = queue.commit()
    await turn()
    expect(groups[1]).toEqual(['release', 'b'])
    answers[1]!.resolve()
    await next
  })

  test('L4 has written everything when it is closed', async () => {
    const order: string[] = []
    const { queue, turn } = setUp({
      write: rows => {
        order.push(String(JSON.parse(rows.text)[1]))
        return undefined
      },
      close: () => {
        order.push('closed')
        return undefined
      },
    })
    queue.push(['release', 'a'])
    const closed = queue.close()
    await turn()
    await closed
    expect(order).toEqual(['a', 'closed'])
  })
})
