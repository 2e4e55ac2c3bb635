/** Arrows in the graph (rule U12): along the flow to a neighbour by an edge, across it to the nearest task; it looks at places only. */

export type ArrowKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

export type Placed = {
  readonly nodes: readonly { readonly x: number; readonly y: number }[]
  readonly direction: 'right' | 'down'
  readonly dependencies: readonly (readonly number[])[]
  readonly consumers: readonly (readonly number[])[]
}

/** The node that the arrow leads to, or null at the edge of the drawing. */
export function moveBetweenNodes(from: number, key: ArrowKey, placed: Placed): number | null {
  const isForward = key === 'ArrowRight' || key === 'ArrowDown'
  const isAlong = (placed.direction === 'right') === (key === 'ArrowRight' || key === 'ArrowLeft')
  const [main, cross] = (placed.direction === 'right') === isAlong ? (['x', 'y'] as const) : (['y', 'x'] as const)
  const here = placed.nodes[from]!
  const sign = isForward ? 1 : -1
  const linked = isAlong ? (isForward ? placed.consumers : placed.dependencies)[from]! : []
  const candidates = linked.length > 0 ? linked : placed.nodes.keys()
  let best: number | null = null
  let least = Number.POSITIVE_INFINITY
  for (const node of candidates) {
    const there = placed.nodes[node]!
    const ahead = (there[main] - here[main]) * sign
    if (node === from || ahead <= 0.5) continue
    // What lies aside is farther than what lies ahead; across the flow it counts much more, to stay in the layer.
    const cost = ahead + Math.abs(there[cross] - here[cross]) * (isAlong ? 2 : 6)
    if (cost < least) {
      least = cost
      best = node
    }
  }
  return best
}
