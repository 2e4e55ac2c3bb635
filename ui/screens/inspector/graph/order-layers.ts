/**
 * First half of the layered drawing of a TaskGraph (after Sugiyama, Tagawa and Toda 1981): which layer a task stands in, and the
 * order within each layer that lets few edges cross. It measures nothing; see place-layers.ts.
 */

/** Edges are pairs of node numbers, from dependency to consumer. A circle is broken where it is found; it never hangs. */
export type LayerInput = {
  readonly count: number
  readonly edges: readonly (readonly [from: number, to: number])[]
  /** Band of each node across the direction of flow, from 0; nodes of one band stay together in every layer. */
  readonly bands?: readonly number[]
}

/** Numbers from `count` on are bends: places where an edge passes a layer between its ends. */
export type OrderedLayers = {
  readonly layers: readonly (readonly number[])[]
  readonly bandOf: (node: number) => number
  /** Neighbours in the layers before and after, bends included. */
  readonly before: readonly (readonly number[])[]
  readonly after: readonly (readonly number[])[]
  /** The bends of each edge in order, by index of the edge; empty for an edge between neighbouring layers. */
  readonly bends: readonly (readonly number[])[]
}

/** Bends make long edges readable; a graph with more than this draws its longest edges straight. */
const MOST_BENDS = 6_000
const SWEEPS = 6

export function orderLayers(input: LayerInput): OrderedLayers {
  const { edges, layerOf } = assignLayers(input)
  const { before, after, bends, layers, bandOf } = insertBends(input, edges, layerOf)
  for (const [at, layer] of layers.entries()) if (at === 0) sortBy(layer, bandOf, node => node)
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const down = sweep % 2 === 0
    const position = new Float64Array(before.length)
    for (const layer of layers) keepOrder(layer, position)
    for (let step = 0; step < layers.length; step += 1) {
      const layer = layers[down ? step : layers.length - 1 - step]!
      const neighbours = down ? before : after
      const wanted = new Map(layer.map((node, at) => [node, meanOf(neighbours[node]!, position) ?? at]))
      sortBy(layer, bandOf, node => wanted.get(node)!)
      keepOrder(layer, position)
    }
  }
  return { layers, bandOf, before, after, bends }
}

/** Longest path from the sources, so every edge points forward; then sources move up to their first consumer. */
function assignLayers({ count, edges }: LayerInput) {
  const out: number[][] = Array.from({ length: count }, () => [])
  const open = new Int32Array(count)
  const layerOf = new Int32Array(count)
  for (const [from, to] of edges) {
    out[from]!.push(to)
    open[to]! += 1
  }
  const isSource = Array.from(open, waiting => waiting === 0)
  const queue = Array.from({ length: count }, (_, node) => node).filter(node => isSource[node])
  const done = new Uint8Array(count)
  for (let at = 0, forced = 0; at < count; at += 1) {
    // Admission refuses circles; a drawing of a faulty draft must still end.
    if (at === queue.length) {
      while (done[forced] === 1) forced += 1
      queue.push(forced)
    }
    const node = queue[at]!
    if (done[node] === 1) continue
    done[node] = 1
    for (const to of out[node]!) {
      if (done[to] === 1) continue
      layerOf[to] = Math.max(layerOf[to]!, layerOf[node]! + 1)
      open[to]! -= 1
      if (open[to] === 0) queue.push(to)
    }
  }
  for (let node = 0; node < count; node += 1) {
    if (!isSource[node] || out[node]!.length === 0) continue
    layerOf[node] = Math.max(0, Math.min(...out[node]!.map(to => layerOf[to]!)) - 1)
  }
  return { edges, layerOf }
}

function insertBends(input: LayerInput, edges: LayerInput['edges'], layerOf: Int32Array) {
  const bands = [...(input.bands ?? new Array<number>(input.count).fill(0))]
  const before: number[][] = Array.from({ length: input.count }, () => [])
  const after: number[][] = Array.from({ length: input.count }, () => [])
  const layers: number[][] = []
  const put = (node: number, layer: number) => {
    while (layers.length <= layer) layers.push([])
    layers[layer]!.push(node)
  }
  for (let node = 0; node < input.count; node += 1) put(node, layerOf[node]!)
  const join = (from: number, to: number) => {
    after[from]!.push(to)
    before[to]!.push(from)
  }
  let spent = 0
  const bends = edges.map(([from, to]) => {
    const between = layerOf[to]! - layerOf[from]! - 1
    if (between < 0) return []
    if (between === 0 || spent + between > MOST_BENDS) {
      if (between === 0) join(from, to)
      return []
    }
    spent += between
    const own: number[] = []
    let last = from
    for (let step = 1; step <= between; step += 1) {
      const bend = before.length
      before.push([])
      after.push([])
      bands.push(bands[from]!)
      put(bend, layerOf[from]! + step)
      join(last, bend)
      own.push(bend)
      last = bend
    }
    join(last, to)
    return own
  })
  return { before, after, bends, layers, bandOf: (node: number) => bands[node]! }
}

function keepOrder(layer: readonly number[], position: Float64Array): void {
  for (const [at, node] of layer.entries()) position[node] = at
}

function meanOf(nodes: readonly number[], position: Float64Array): number | null {
  if (nodes.length === 0) return null
  let sum = 0
  for (const node of nodes) sum += position[node]!
  return sum / nodes.length
}

/** Stable, so that equal wishes keep the order of the sweep before, and equal graphs give equal drawings. */
function sortBy(layer: number[], bandOf: (node: number) => number, wish: (node: number) => number): void {
  layer.sort((a, b) => bandOf(a) - bandOf(b) || wish(a) - wish(b))
}
