/** A chain and a fan-out of nodes that each add one, in LangGraph.js, compiled once: a channel for the value, the sum where nodes write at once. */
import { Annotation, END, START, StateGraph } from '@langchain/langgraph'
import { serveRounds } from './serve-rounds.js'

const size = Number(process.argv[2])
const idOf = at => `t${String(at).padStart(5, '0')}`

function buildChain() {
  const graph = new StateGraph(Annotation.Root({ n: Annotation() }))
  for (let at = 0; at < size; at += 1) {
    graph.addNode(idOf(at), ({ n }) => ({ n: n + 1 }))
    graph.addEdge(at === 0 ? START : idOf(at - 1), idOf(at))
  }
  return graph.addEdge(idOf(size - 1), END).compile()
}

function buildFanOut() {
  const sum = Annotation({ reducer: (total, n) => total + n, default: () => 0 })
  const graph = new StateGraph(Annotation.Root({ n: Annotation(), sum }))
  graph.addNode(idOf(0), ({ n }) => ({ n: n + 1 })).addEdge(START, idOf(0))
  for (let at = 1; at < size; at += 1) {
    graph.addNode(idOf(at), ({ n }) => ({ sum: n + 1 }))
    graph.addEdge(idOf(0), idOf(at)).addEdge(idOf(at), END)
  }
  return graph.compile()
}

const chain = buildChain()
const fanOut = buildFanOut()
const options = { recursionLimit: size + 10 }
await serveRounds({
  chain: { run: async () => (await chain.invoke({ n: 0 }, options)).n, expected: size },
  'fan-out': { run: async () => (await fanOut.invoke({ n: 0 }, options)).sum, expected: (size - 1) * 2 },
})
