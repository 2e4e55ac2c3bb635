/**
 * Second half of the layered drawing: coordinates. Each layer takes the places its neighbours wish for, as near as the gaps allow;
 * that is least squares under an order, which pooling adjacent violators solves exactly and in linear time (Ayer et al. 1955).
 */
import { type LayerInput, type OrderedLayers, orderLayers } from './order-layers.ts'

/** Sizes in CSS pixels, before any zoom. */
export type LayoutOptions = {
  readonly direction: 'right' | 'down'
  readonly nodeWidth: number
  readonly nodeHeight: number
}

export type GraphLayout = {
  /** Top left corner of each node. */
  readonly nodes: readonly { readonly x: number; readonly y: number }[]
  /** From the border of the dependency over the bends to the border of the consumer. */
  readonly edges: readonly (readonly { readonly x: number; readonly y: number }[])[]
  readonly bands: readonly { readonly band: number; readonly start: number; readonly end: number }[]
  readonly width: number
  readonly height: number
}

const LAYER_GAP = 72
const NODE_GAP = 20
const BEND_SIZE = 8
const BAND_GAP = 48
const ROUNDS = 4
/** A layer with more tasks than this stands in several columns, or a fan of a thousand would be a line nobody can see. */
const LEAST_ROWS = 14

export function layoutGraph(input: LayerInput, options: LayoutOptions): GraphLayout {
  const ordered = orderLayers(input)
  const isRight = options.direction === 'right'
  const along = isRight ? options.nodeWidth : options.nodeHeight
  const across = isRight ? options.nodeHeight : options.nodeWidth
  const columns = breakLayers(ordered, input.count, isRight ? 1 : 3)
  const sizeOf = (node: number): number => (node < input.count ? across : BEND_SIZE)
  const { centre, bands } = placeAcross(columns, ordered, sizeOf)
  const start = new Float64Array(ordered.before.length)
  columns.forEach((column, at) => {
    for (const node of column) start[node] = at * (along + LAYER_GAP)
  })
  const point = (main: number, cross: number) => (isRight ? { x: main, y: cross } : { x: cross, y: main })
  const nodes = Array.from({ length: input.count }, (_, node) => point(start[node]!, centre[node]! - across / 2))
  const edges = input.edges.map(([from, to], at) => [
    point(start[from]! + along, centre[from]!),
    // Straight through the layer, so that the curve lies between layers and under no task.
    ...ordered.bends[at]!.flatMap(bend => [
      point(start[bend]!, centre[bend]!),
      point(start[bend]! + along, centre[bend]!),
    ]),
    point(start[to]!, centre[to]!),
  ])
  const most = bands.reduce((end, band) => Math.max(end, band.end), 0)
  const length = Math.max(0, columns.length * (along + LAYER_GAP) - LAYER_GAP)
  return { nodes, edges, bands, width: isRight ? length : most, height: isRight ? most : length }
}

function breakLayers({ layers }: OrderedLayers, count: number, spread: number): readonly (readonly number[])[] {
  const rows = Math.max(LEAST_ROWS, Math.ceil(Math.sqrt(count / spread)))
  return layers.flatMap(layer => {
    const tasks = layer.filter(node => node < count).length
    if (tasks <= rows) return [layer]
    const size = Math.ceil(layer.length / Math.ceil(tasks / rows))
    return Array.from({ length: Math.ceil(layer.length / size) }, (_, at) => layer.slice(at * size, (at + 1) * size))
  })
}

/** Bands are placed one beside the other, each by itself; edges between bands pull nobody. */
function placeAcross(
  columns: readonly (readonly number[])[],
  ordered: OrderedLayers,
  sizeOf: (node: number) => number,
) {
  const centre = new Float64Array(ordered.before.length)
  const names = [...new Set(columns.flat().map(ordered.bandOf))].sort((a, b) => a - b)
  const bands: { band: number; start: number; end: number }[] = []
  let offset = 0
  for (const band of names) {
    const own = columns.map(column => column.filter(node => ordered.bandOf(node) === band))
    placeBand(own, ordered, sizeOf, centre)
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const node of own.flat()) {
      low = Math.min(low, centre[node]! - sizeOf(node) / 2)
      high = Math.max(high, centre[node]! + sizeOf(node) / 2)
    }
    for (const node of own.flat()) centre[node]! += offset - low
    bands.push({ band, start: offset, end: offset + high - low })
    offset += high - low + BAND_GAP
  }
  return { centre, bands }
}

function placeBand(
  columns: readonly (readonly number[])[],
  ordered: OrderedLayers,
  sizeOf: (node: number) => number,
  centre: Float64Array,
): void {
  const column = new Int32Array(centre.length).fill(-1)
  columns.forEach((nodes, at) => {
    for (const node of nodes) column[node] = at
    const gaps = gapsOf(nodes, sizeOf)
    const middle = gaps.length === 0 ? 0 : gaps[gaps.length - 1]! / 2
    for (const [i, node] of nodes.entries()) centre[node] = gaps[i]! - middle
  })
  for (let round = 0; round < ROUNDS; round += 1) {
    const forward = round % 2 === 0
    for (let step = 0; step < columns.length; step += 1) {
      const nodes = columns[forward ? step : columns.length - 1 - step]!
      const neighbours = forward ? ordered.before : ordered.after
      const wishes = nodes.map(node => {
        const near = neighbours[node]!.filter(other => column[other] !== -1)
        return near.length === 0 ? centre[node]! : near.reduce((sum, other) => sum + centre[other]!, 0) / near.length
      })
      const places = nearestInOrder(wishes, gapsOf(nodes, sizeOf))
      for (const [i, node] of nodes.entries()) centre[node] = places[i]!
    }
  }
}

/** Where each node would stand if all were packed, from 0. */
function gapsOf(nodes: readonly number[], sizeOf: (node: number) => number): number[] {
  let at = 0
  return nodes.map((node, i) => {
    if (i > 0) at += (sizeOf(nodes[i - 1]!) + sizeOf(node)) / 2 + NODE_GAP
    return at
  })
}

/** The places nearest to the wishes (least squares) with at least the packed distances between neighbours. */
export function nearestInOrder(wishes: readonly number[], packed: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = []
  wishes.forEach((wish, i) => {
    blocks.push({ sum: wish - packed[i]!, count: 1 })
    while (blocks.length > 1) {
      const last = blocks[blocks.length - 1]!
      const previous = blocks[blocks.length - 2]!
      if (previous.sum / previous.count <= last.sum / last.count) break
      blocks.pop()
      previous.sum += last.sum
      previous.count += last.count
    }
  })
  const places: number[] = []
  for (const { sum, count } of blocks)
    for (let i = 0; i < count; i += 1) places.push(sum / count + packed[places.length]!)
  return places
}
