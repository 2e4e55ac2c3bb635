/** Samples are as large as asked, by kind, and the same for the same seed. */
import { describe, expect, test } from 'bun:test'
import { drawSample } from './draw-sample.ts'
import type { Kind, WorkloadRequest } from './read-workload.ts'

const requests = (counts: Readonly<Partial<Record<Kind, number>>>): WorkloadRequest[] =>
  Object.entries(counts).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, at) => ({
      id: `${kind}-${at}`,
      line: at + 1,
      kind: kind as Kind,
      message: `${kind} ${at}`,
      label: { facts: [], says: [] },
    })),
  )

describe('drawing a sample', () => {
  test('has the size asked for, whatever the kinds round to, and every kind by its part', () => {
    const all = requests({ deterministic: 55, hybrid: 8, model: 13, trap: 21 })
    for (let size = 0; size <= 100; size += 1) {
      const drawn = drawSample(all, size, 7)
      expect(drawn.length).toBe(Math.min(size, all.length))
      for (const [kind, count] of Object.entries({ deterministic: 55, hybrid: 8, model: 13, trap: 21 })) {
        const part = (count * Math.min(size, all.length)) / all.length
        expect(Math.abs(drawn.filter(one => one.kind === kind).length - part)).toBeLessThan(1)
      }
    }
  })

  test('is the same for the same seed, and another for another seed', () => {
    const all = requests({ deterministic: 40, trap: 40 })
    const ids = (seed: number) => drawSample(all, 20, seed).map(({ id }) => id)
    expect(ids(1)).toEqual(ids(1))
    expect(ids(1)).not.toEqual(ids(2))
    expect(new Set(ids(1)).size).toBe(20)
    expect(drawSample([], 20, 1)).toEqual([])
  })

  test('lets the kinds take turns, so that whoever stops early has seen every kind by its part', () => {
    const counts = { deterministic: 60, hybrid: 20, model: 20, trap: 20 }
    for (const size of [60, 120, 500]) {
      const drawn = drawSample(requests(counts), size, 3)
      for (let seen = 1; seen <= drawn.length; seen += 1) {
        for (const [kind, count] of Object.entries(counts)) {
          const had = drawn.slice(0, seen).filter(one => one.kind === kind).length
          expect(Math.abs(had - (count * seen) / 120)).toBeLessThan(1.5)
        }
      }
    }
  })
})
