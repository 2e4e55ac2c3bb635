import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { ReadyQueue } from './ready-queue.ts'

describe('ReadyQueue', () => {
  test('X1 gives the smallest index first, whatever the order of pushes and pops', () => {
    const index = fc.integer({ min: 0, max: 9_999 })
    fc.assert(
      fc.property(fc.array(fc.option(index, { nil: null }), { maxLength: 400 }), steps => {
        const queue = new ReadyQueue(10_000)
        const model = new Set<number>()
        const popBoth = (): void => {
          const smallest = model.size === 0 ? -1 : Math.min(...model)
          model.delete(smallest)
          expect(queue.pop()).toBe(smallest)
        }
        for (const step of steps) {
          if (step === null) popBoth()
          else {
            queue.push(step)
            model.add(step)
          }
        }
        while (model.size > 0) popBoth()
        expect(queue.pop()).toBe(-1)
      }),
      { seed: 5, numRuns: 200 },
    )
  })

  test('X1 holds the last index of every capacity', () => {
    for (const capacity of [1, 31, 32, 33, 1_023, 1_024, 1_025, 10_000]) {
      const queue = new ReadyQueue(capacity)
      queue.push(capacity - 1)
      expect(queue.pop()).toBe(capacity - 1)
      expect(queue.pop()).toBe(-1)
    }
  })
})
