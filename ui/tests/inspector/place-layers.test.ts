import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { LayerInput } from '../../screens/inspector/graph/order-layers.ts'
import { layoutGraph, nearestInOrder } from '../../screens/inspector/graph/place-layers.ts'

const right = { direction: 'right', nodeWidth: 200, nodeHeight: 56 } as const
const down = { ...right, direction: 'down' } as const

const graphs: fc.Arbitrary<LayerInput> = fc
  .integer({ min: 1, max: 40 })
  .chain(count =>
    fc
      .tuple(
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 80 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: count, maxLength: count }),
      )
      .map(([pairs, bands]) => ({ count, edges: pairs.filter(([from, to]) => from < to), bands })),
  )

describe('layoutGraph', () => {
  test('U6 lets no two tasks overlap and every edge point along the flow', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom(right, down), (input, options) => {
        const { nodes, width, height } = layoutGraph(input, options)
        nodes.forEach((a, i) => {
          expect(a.x).toBeGreaterThanOrEqual(-0.001)
          expect(a.y).toBeGreaterThanOrEqual(-0.001)
          expect(a.x + 200).toBeLessThanOrEqual(width + 0.001)
          expect(a.y + 56).toBeLessThanOrEqual(height + 0.001)
          for (const b of nodes.slice(i + 1))
            expect(Math.abs(a.x - b.x) >= 199.999 || Math.abs(a.y - b.y) >= 55.999).toBe(true)
        })
        for (const [from, to] of input.edges) {
          const axis = options.direction === 'right' ? 'x' : 'y'
          expect(nodes[from]![axis]).toBeLessThan(nodes[to]![axis])
        }
      }),
    )
  })

  test('U6 draws a chain as a straight line and a diamond with its ends in the middle', () => {
    const chain = layoutGraph({ count: 4, edges: [[0, 1], [1, 2], [2, 3]] }, right) // biome-ignore format: one line says it
    expect(new Set(chain.nodes.map(node => node.y)).size).toBe(1)
    const diamond = layoutGraph({ count: 4, edges: [[0, 1], [0, 2], [1, 3], [2, 3]] }, right) // biome-ignore format: one line says it
    const [top, one, two, end] = diamond.nodes
    expect(top!.y).toBeCloseTo((one!.y + two!.y) / 2)
    expect(end!.y).toBeCloseTo(top!.y)
  })

  test('U6 uncrosses two edges that need not cross', () => {
    const { nodes } = layoutGraph({ count: 4, edges: [[0, 3], [1, 2]] }, right) // biome-ignore format: one line says it
    expect(Math.sign(nodes[0]!.y - nodes[1]!.y)).toBe(Math.sign(nodes[3]!.y - nodes[2]!.y))
  })

  test('U6 leads a long edge past the tasks between its ends', () => {
    const { nodes, edges } = layoutGraph({ count: 4, edges: [[0, 1], [1, 2], [2, 3], [0, 3]] }, right) // biome-ignore format: one line says it
    const inside = edges[3]!.slice(1, -1)
    expect(inside.length).toBe(4)
    for (const { x, y } of inside)
      for (const node of nodes) expect(x >= node.x && x <= node.x + 200 && y > node.y && y < node.y + 56).toBe(false)
  })

  test('U6 keeps bands apart', () => {
    fc.assert(
      fc.property(graphs, input => {
        const { nodes, bands } = layoutGraph(input, right)
        for (const [i, { y }] of nodes.entries()) {
          const band = bands.find(one => one.band === input.bands![i])!
          expect(y).toBeGreaterThanOrEqual(band.start - 0.001)
          expect(y + 56).toBeLessThanOrEqual(band.end + 0.001)
        }
        for (let i = 1; i < bands.length; i += 1) expect(bands[i]!.start).toBeGreaterThan(bands[i - 1]!.end)
      }),
    )
  })

  test('U6 breaks a fan of 2,000 tasks into columns, the same each time', () => {
    const count = 2_002
    const edges = Array.from({ length: 2_000 }, (_, i) => [[0, i + 1] as const, [i + 1, 2_001] as const]).flat()
    const layout = layoutGraph({ count, edges }, right)
    expect(layout.width / layout.height).toBeGreaterThan(0.5)
    expect(layoutGraph({ count, edges }, right)).toEqual(layout)
  })

  test('U9 ends for a draft with a circle', () => {
    const { nodes } = layoutGraph({ count: 3, edges: [[0, 1], [1, 2], [2, 0], [1, 1]] }, down) // biome-ignore format: one line says it
    expect(nodes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
  })
})

describe('nearestInOrder', () => {
  test('gives wishes that fit, and otherwise the nearest that do', () => {
    expect(nearestInOrder([0, 50, 200], [0, 30, 60])).toEqual([0, 50, 200])
    expect(nearestInOrder([10, 10], [0, 20])).toEqual([0, 20])
  })

  test('is never farther from the wishes than any other order-keeping choice', () => {
    const cost = (places: readonly number[], wishes: readonly number[]) =>
      places.reduce((sum, place, i) => sum + (place - wishes[i]!) ** 2, 0)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 30 }), fc.nat(40)), {
          minLength: 1,
          maxLength: 8,
        }),
        rows => {
          const wishes = rows.map(([wish]) => wish)
          const running = (steps: readonly number[]) =>
            steps.map((_, i) => steps.slice(0, i + 1).reduce((a, b) => a + b))
          const packed = running(rows.map(([, gap], i) => (i === 0 ? 0 : gap)))
          const best = nearestInOrder(wishes, packed)
          for (let i = 1; i < best.length; i += 1)
            expect(best[i]! - best[i - 1]!).toBeGreaterThanOrEqual(packed[i]! - packed[i - 1]! - 1e-6)
          const other = running(rows.map(([, , more]) => more)).map((slack, i) => slack - 50 + packed[i]!)
          expect(cost(best, wishes)).toBeLessThanOrEqual(cost(other, wishes) + 1e-6)
        },
      ),
    )
  })
})
