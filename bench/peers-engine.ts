/** Our side of `peers.ts`: for each line of stdin, the name of a shape, that graph is run once and the milliseconds are printed. */
import { createInterface } from 'node:readline'
import type { AdmittedGraph } from '#graph/admitted-graph'
import { buildGraph, runEngine, SHAPES, type Shape } from './engine-graph.ts'

const size = Number(process.argv[2])
const graphs = Object.fromEntries(SHAPES.map(shape => [shape, buildGraph(shape, size)])) as Record<Shape, AdmittedGraph>
const expected: Record<Shape, number> = { chain: size, 'fan-out': 2 }

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const shape = line as Shape
  const startedMs = performance.now()
  const value = (await runEngine(graphs[shape])) as { readonly n: number }
  const ms = performance.now() - startedMs
  if (value.n !== expected[shape]) throw new Error(`${shape} gave ${value.n}, not ${expected[shape]}`)
  console.log(ms)
}
process.exit()
