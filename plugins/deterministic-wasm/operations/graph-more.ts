/** Family `graph`, second half: what can be reached, what hangs together, what decides when all is done. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { add, compare, fromNumber, type Rational, subtract, toNumber, ZERO } from '../arithmetic/rational.ts'
import { closed, flag, MIB, operation, text, texts } from '../operation.ts'
import { orderNodes } from './graph.ts'

const edges = Type.Array(closed({ from: text('A node.'), to: text('Another node.') }), { description: 'The edges.' })
const CAP = 4 * MIB

export const graphMoreOperations: readonly Operation[] = [
  operation({
    name: 'graph.reachable',
    description: 'Every node that can be reached from a node, and how many steps away it is.',
    input: closed({ edges, from: text('Where to begin.'), undirected: flag('Every edge can be taken both ways.') }),
    output: closed({
      nodes: Type.Array(closed({ node: text('The node.'), steps: Type.Integer({ description: 'Fewest edges.' }) }), {
        description: 'The beginning first, then by steps.',
      }),
    }),
    example: {
      input: {
        edges: [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'c' },
          { from: 'd', to: 'a' },
        ],
        from: 'a',
      },
      output: {
        nodes: [
          { node: 'a', steps: 0 },
          { node: 'b', steps: 1 },
          { node: 'c', steps: 2 },
        ],
      },
    },
    inputCapBytes: CAP,
    run: input => ({ nodes: reach(neighboursOf(input.edges, input.undirected === true), input.from) }),
  }),
  operation({
    name: 'graph.components',
    description: 'The parts of a graph that hang together, directions aside.',
    input: closed({ nodes: Type.Optional(texts('Nodes, also those without an edge.')), edges }),
    output: closed({
      components: Type.Array(Type.Array(Type.String()), {
        description: 'Parts and nodes in order of first appearance.',
      }),
    }),
    example: {
      input: {
        nodes: ['x'],
        edges: [
          { from: 'a', to: 'b' },
          { from: 'c', to: 'b' },
          { from: 'd', to: 'e' },
        ],
      },
      output: { components: [['x'], ['a', 'b', 'c'], ['d', 'e']] },
    },
    inputCapBytes: CAP,
    run: input => ({ components: componentsOf(input.nodes ?? [], input.edges) }),
  }),
  operation({
    name: 'graph.critical_path',
    description: 'When tasks that wait for each other can start and end, and which of them decide when all is done.',
    input: closed({
      tasks: Type.Array(
        closed({
          id: text('The task.'),
          duration: Type.Number({ minimum: 0, description: 'How long it takes, in any unit.' }),
          after: Type.Optional(texts('Tasks that must be done before.')),
        }),
        { minItems: 1, description: 'All tasks; a cycle is an error that names it.' },
      ),
    }),
    output: closed({
      duration: Type.Number({ description: 'When all is done.' }),
      path: texts('One longest chain of tasks.'),
      tasks: Type.Array(
        closed({
          id: text('The task.'),
          start: Type.Number({ description: 'Earliest start.' }),
          end: Type.Number({ description: 'Earliest end.' }),
          slack: Type.Number({ description: 'How much later it may end; 0 where it decides.' }),
        }),
        { description: 'In the order given.' },
      ),
    }),
    example: {
      input: {
        tasks: [
          { id: 'dig', duration: 3 },
          { id: 'buy', duration: 1 },
          { id: 'plant', duration: 2, after: ['dig', 'buy'] },
        ],
      },
      output: {
        duration: 5,
        path: ['dig', 'plant'],
        tasks: [
          { id: 'dig', start: 0, end: 3, slack: 0 },
          { id: 'buy', start: 0, end: 1, slack: 2 },
          { id: 'plant', start: 3, end: 5, slack: 0 },
        ],
      },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run: input => plan(input.tasks),
  }),
]

type Edge = { readonly from: string; readonly to: string }

function neighboursOf(given: readonly Edge[], isUndirected: boolean): Map<string, string[]> {
  const ways = new Map<string, string[]>()
  const take = (from: string, to: string): void => {
    const known = ways.get(from)
    if (known === undefined) ways.set(from, [to])
    else known.push(to)
  }
  for (const { from, to } of given) {
    take(from, to)
    if (isUndirected) take(to, from)
  }
  return ways
}

function reach(ways: ReadonlyMap<string, readonly string[]>, from: string): { node: string; steps: number }[] {
  const seen = new Set([from])
  const found = [{ node: from, steps: 0 }]
  for (let i = 0; i < found.length; i += 1) {
    const { node, steps } = found[i]!
    for (const next of ways.get(node) ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      found.push({ node: next, steps: steps + 1 })
    }
  }
  return found
}

function componentsOf(named: readonly string[], given: readonly Edge[]): string[][] {
  const ways = neighboursOf(given, true)
  const nodes = [...new Set([...named, ...given.flatMap(({ from, to }) => [from, to])])]
  const part = new Map<string, number>()
  let parts = 0
  for (const node of nodes) {
    if (part.has(node)) continue
    for (const { node: near } of reach(ways, node)) part.set(near, parts)
    parts += 1
  }
  const components: string[][] = Array.from({ length: parts }, () => [])
  for (const node of nodes) components[part.get(node)!]!.push(node)
  return components
}

type Planned = { readonly id: string; readonly duration: number; readonly after?: readonly string[] }

function plan(tasks: readonly Planned[]): JsonObject {
  const byId = new Map(tasks.map(task => [task.id, task]))
  if (byId.size < tasks.length) throw new OperationError('Two tasks have the same id.', '/tasks')
  for (const [i, task] of tasks.entries()) {
    const stranger = task.after?.find(id => !byId.has(id))
    if (stranger !== undefined)
      throw new OperationError(`Task \`${stranger.slice(0, 80)}\` is not there.`, `/tasks/${i}/after`)
  }
  const waits = tasks.flatMap(task => (task.after ?? []).map(from => ({ from, to: task.id })))
  const { order } = orderNodes([...byId.keys()], waits)
  const ends = new Map<string, Rational>()
  const before = new Map<string, string>()
  for (const id of order) {
    let start: Rational = ZERO
    for (const earlier of byId.get(id)!.after ?? []) {
      if (compare(ends.get(earlier)!, start) <= 0) continue
      start = ends.get(earlier)!
      before.set(id, earlier)
    }
    ends.set(id, add(start, fromNumber(byId.get(id)!.duration)))
  }
  const total = order.reduce<Rational>((most, id) => (compare(ends.get(id)!, most) > 0 ? ends.get(id)! : most), ZERO)
  const latest = new Map<string, Rational>(order.map(id => [id, total]))
  for (const id of order.toReversed()) {
    const start = subtract(latest.get(id)!, fromNumber(byId.get(id)!.duration))
    for (const earlier of byId.get(id)!.after ?? [])
      if (compare(start, latest.get(earlier)!) < 0) latest.set(earlier, start)
  }
  const path: string[] = []
  for (let id = order.find(node => compare(ends.get(node)!, total) === 0); id !== undefined; id = before.get(id))
    path.push(id)
  return {
    duration: toNumber(total),
    path: path.reverse(),
    tasks: tasks.map(({ id, duration }) => ({
      id,
      start: toNumber(subtract(ends.get(id)!, fromNumber(duration))),
      end: toNumber(ends.get(id)!),
      slack: toNumber(subtract(latest.get(id)!, ends.get(id)!)),
    })),
  }
}
