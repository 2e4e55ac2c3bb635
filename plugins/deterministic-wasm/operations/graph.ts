/** Family `graph`: orders and ways in a graph of named nodes. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { closed, flag, MIB, operation, text, texts } from '../operation.ts'
import { Heap } from '../values/heap.ts'

export const graphOperations: readonly Operation[] = [
  operation({
    name: 'graph.order',
    description: 'An order in which every node comes after all that lead to it; a cycle is an error that names it.',
    input: closed({
      nodes: Type.Optional(texts('Nodes, also those without an edge.')),
      edges: Type.Array(closed({ from: text('Comes first.'), to: text('Comes later.') }), {
        description: 'Directed edges.',
      }),
    }),
    output: closed({
      order: texts('The nodes; of those that could come next, the first named comes first.'),
      levels: Type.Array(Type.Array(Type.String()), {
        description: 'Nodes that can be done together, level by level.',
      }),
    }),
    example: {
      input: {
        edges: [
          { from: 'shop', to: 'cook' },
          { from: 'cook', to: 'eat' },
          { from: 'lay table', to: 'eat' },
        ],
      },
      output: { order: ['shop', 'cook', 'lay table', 'eat'], levels: [['shop', 'lay table'], ['cook'], ['eat']] },
    },
    inputCapBytes: 4 * MIB,
    run: input => orderNodes(input.nodes ?? [], input.edges),
  }),
  operation({
    name: 'graph.shortest_path',
    description: 'The way of least weight between two nodes (Dijkstra); weights are not negative.',
    input: closed({
      edges: Type.Array(
        closed({
          from: text('A node.'),
          to: text('Another node.'),
          weight: Type.Optional(Type.Number({ minimum: 0, description: 'Cost of the edge.', default: 1 })),
        }),
        { description: 'The edges.' },
      ),
      from: text('Where to begin.'),
      to: text('Where to end.'),
      undirected: flag('Every edge can be taken both ways.'),
    }),
    output: closed({
      found: Type.Boolean({ description: 'Whether there is a way.' }),
      path: texts('The nodes on the way, both ends included.'),
      distance: Type.Unsafe<number | null>({
        type: ['number', 'null'],
        description: 'Sum of the weights; null without a way.',
      }),
    }),
    example: {
      input: {
        edges: [
          { from: 'a', to: 'b', weight: 5 },
          { from: 'a', to: 'c' },
          { from: 'c', to: 'b' },
        ],
        from: 'a',
        to: 'b',
      },
      output: { found: true, path: ['a', 'c', 'b'], distance: 2 },
    },
    inputCapBytes: 4 * MIB,
    cost: 'n log n',
    run: input => findPath(input.edges, input.from, input.to, input.undirected === true),
  }),
]

type Edge = { readonly from: string; readonly to: string; readonly weight?: number }

export function orderNodes(named: readonly string[], edges: readonly Edge[]): { order: string[]; levels: string[][] } {
  const nexts = new Map<string, string[]>(named.map(node => [node, []]))
  const waits = new Map<string, number>(named.map(node => [node, 0]))
  for (const { from, to } of edges) {
    for (const node of [from, to]) {
      if (nexts.has(node)) continue
      nexts.set(node, [])
      waits.set(node, 0)
    }
    nexts.get(from)!.push(to)
    waits.set(to, waits.get(to)! + 1)
  }
  const places = new Map(Array.from(nexts.keys(), (node, place) => [node, place]))
  const names = [...nexts.keys()]
  const depths = new Map<string, number>()
  const ready = new Heap<number>((a, b) => a - b)
  for (const [node, count] of waits) if (count === 0) ready.push(places.get(node)!)
  const order: string[] = []
  const levels: string[][] = []
  while (ready.size > 0) {
    const node = names[ready.pop()!]!
    order.push(node)
    const depth = depths.get(node) ?? 0
    levels[depth] ??= []
    levels[depth].push(node)
    for (const next of nexts.get(node)!) {
      depths.set(next, Math.max(depths.get(next) ?? 0, depth + 1))
      waits.set(next, waits.get(next)! - 1)
      if (waits.get(next) === 0) ready.push(places.get(next)!)
    }
  }
  if (order.length < names.length)
    throw new OperationError(`There is a cycle: ${cycleOf(nexts, waits).join(' → ')}.`, '/edges')
  for (const level of levels) level.sort((a, b) => places.get(a)! - places.get(b)!)
  return { order, levels }
}

/** A cycle among the nodes that still wait: going back along waiting nodes must come round. */
function cycleOf(nexts: ReadonlyMap<string, readonly string[]>, waits: ReadonlyMap<string, number>): string[] {
  const befores = new Map<string, string>()
  for (const [from, tos] of nexts) {
    if (waits.get(from) === 0) continue
    for (const to of tos) if (!befores.has(to)) befores.set(to, from)
  }
  let node = [...waits].find(([, count]) => count > 0)?.[0] ?? ''
  const seen = new Map<string, number>()
  const walk: string[] = []
  while (!seen.has(node)) {
    seen.set(node, walk.length)
    walk.push(node)
    node = befores.get(node) ?? node
  }
  const cycle = [node, ...walk.slice(seen.get(node)! + 1).reverse(), node]
  return cycle.length > 12 ? [...cycle.slice(0, 10), '…', node] : cycle
}

function findPath(edges: readonly Edge[], from: string, to: string, isUndirected: boolean): JsonObject {
  const ways = new Map<string, { to: string; weight: number }[]>()
  const take = (start: string, end: string, weight: number): void => {
    const known = ways.get(start)
    if (known === undefined) ways.set(start, [{ to: end, weight }])
    else known.push({ to: end, weight })
  }
  for (const edge of edges) {
    take(edge.from, edge.to, edge.weight ?? 1)
    if (isUndirected) take(edge.to, edge.from, edge.weight ?? 1)
  }
  const distances = new Map<string, number>([[from, 0]])
  const befores = new Map<string, string>()
  const done = new Set<string>()
  // The running number decides between equal distances, so that the first edge named wins.
  let serial = 0
  const open = new Heap<{ node: string; distance: number; serial: number }>(
    (a, b) => a.distance - b.distance || a.serial - b.serial,
  )
  open.push({ node: from, distance: 0, serial })
  while (open.size > 0) {
    const { node, distance } = open.pop()!
    if (done.has(node)) continue
    done.add(node)
    if (node === to) break
    for (const way of ways.get(node) ?? []) {
      const further = distance + way.weight
      if (further >= (distances.get(way.to) ?? Number.POSITIVE_INFINITY)) continue
      distances.set(way.to, further)
      befores.set(way.to, node)
      serial += 1
      open.push({ node: way.to, distance: further, serial })
    }
  }
  if (!done.has(to)) return { found: false, path: [], distance: null }
  const path = [to]
  while (path.at(-1) !== from) path.push(befores.get(path.at(-1)!)!)
  return { found: true, path: path.reverse(), distance: distances.get(to)! }
}
