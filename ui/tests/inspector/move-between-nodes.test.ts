import { describe, expect, test } from 'bun:test'
import { moveBetweenNodes, type Placed } from '../../screens/inspector/graph/move-between-nodes.ts'

//   0 ─ 1 ─ 3
//    └─ 2 ─┘      4 stands alone below
const placed: Placed = {
  nodes: [{ x: 0, y: 50 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 200, y: 50 }, { x: 0, y: 200 }], // biome-ignore format: a drawing
  direction: 'right',
  dependencies: [[], [0], [0], [1, 2], []],
  consumers: [[1, 2], [3], [3], [], []],
}

describe('moveBetweenNodes', () => {
  test('U12 follows edges along the flow and stays in the layer across it', () => {
    expect(moveBetweenNodes(0, 'ArrowRight', placed)).toBe(1)
    expect(moveBetweenNodes(1, 'ArrowDown', placed)).toBe(2)
    expect(moveBetweenNodes(2, 'ArrowUp', placed)).toBe(1)
    expect(moveBetweenNodes(3, 'ArrowLeft', placed)).toBe(1)
    expect(moveBetweenNodes(0, 'ArrowDown', placed)).toBe(4)
  })

  test('U12 reaches a task without edges and stops at the border', () => {
    expect(moveBetweenNodes(4, 'ArrowUp', placed)).toBe(0)
    expect(moveBetweenNodes(4, 'ArrowRight', placed)).toBe(2)
    expect(moveBetweenNodes(3, 'ArrowRight', placed)).toBeNull()
    expect(moveBetweenNodes(4, 'ArrowDown', placed)).toBeNull()
  })

  test('U12 turns with the drawing', () => {
    const turned: Placed = { ...placed, direction: 'down', nodes: placed.nodes.map(({ x, y }) => ({ x: y, y: x })) }
    expect(moveBetweenNodes(0, 'ArrowDown', turned)).toBe(1)
    expect(moveBetweenNodes(1, 'ArrowRight', turned)).toBe(2)
  })

  test('U12 every task can be reached from every other by some arrows', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const
    const seen = new Set([0])
    const queue = [0]
    for (const node of queue)
      for (const key of keys) {
        const next = moveBetweenNodes(node, key, placed)
        if (next !== null && !seen.has(next)) {
          seen.add(next)
          queue.push(next)
        }
      }
    expect(seen.size).toBe(5)
  })
})
