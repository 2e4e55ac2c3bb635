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

  test('is the same for the same seed, in the order of the file, and another for another seed', () => {
    const all = requests({ deterministic: 40, trap: 40 })
    const ids = (seed: number) => drawSample(all, 20, seed).map(({ id }) => id)
    expect(ids(1)).toEqual(ids(1))
    expect(ids(1)).not.toEqual(ids(2))
    const places = drawSample(all, 20, 1).map(one => all.indexOf(one))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})
