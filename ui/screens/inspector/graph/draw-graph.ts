/**
 * What is drawn on the canvas behind the nodes: edges always, and nodes as plain boxes while they are too small to read. Only what is
 * in view is drawn, so the cost follows the screen and not the graph. Colours come from the page's own tokens.
 */
import type { Camera, Size } from './camera.ts'
import { overlaps, visibleBox } from './camera.ts'
import type { GraphLayout } from './place-layers.ts'

export type Palette = {
  readonly edge: string
  readonly strong: string
  readonly input: string
  readonly consumer: string
  readonly surface: string
}

export type EdgeTone = 'plain' | 'faint' | 'critical' | 'input' | 'consumer'
export type NodeTone = { readonly fill: string; readonly isFaint: boolean }

export type Scene = {
  readonly layout: GraphLayout
  readonly direction: 'right' | 'down'
  readonly nodeWidth: number
  readonly nodeHeight: number
  readonly edgeTone: (edge: number) => EdgeTone
  /** Null while nodes are elements of the page. */
  readonly nodeTone: ((node: number) => NodeTone) | null
}

const WIDTHS: Readonly<Record<EdgeTone, number>> = { plain: 1, faint: 1, critical: 2, input: 2, consumer: 2 }
const ORDER: readonly EdgeTone[] = ['faint', 'plain', 'critical', 'input', 'consumer']
/** Below this scale a curve and a line look alike, and a line is cheaper. */
const CURVES_FROM = 0.2
const ARROW = 5

export function drawGraph(
  context: CanvasRenderingContext2D,
  scene: Scene,
  camera: Camera,
  view: Size,
  palette: Palette,
): void {
  const ratio = context.canvas.width / Math.max(1, view.width)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, view.width, view.height)
  context.setTransform(ratio * camera.scale, 0, 0, ratio * camera.scale, ratio * camera.x, ratio * camera.y)
  drawEdges(context, scene, camera, view, palette)
  if (scene.nodeTone !== null) drawNodes(context, scene, scene.nodeTone, camera, view)
}

function drawEdges(
  context: CanvasRenderingContext2D,
  scene: Scene,
  camera: Camera,
  view: Size,
  palette: Palette,
): void {
  const seen = visibleBox(camera, view, 8)
  const byTone = new Map<EdgeTone, number[]>(ORDER.map(tone => [tone, []]))
  scene.layout.edges.forEach((points, edge) => {
    if (overlaps(boxOf(points), seen)) byTone.get(scene.edgeTone(edge))!.push(edge)
  })
  const colours: Readonly<Record<EdgeTone, string>> = {
    plain: palette.edge,
    faint: palette.edge,
    critical: palette.strong,
    input: palette.input,
    consumer: palette.consumer,
  }
  for (const tone of ORDER) {
    const edges = byTone.get(tone)!
    if (edges.length === 0) continue
    context.globalAlpha = tone === 'faint' ? 0.25 : 1
    context.strokeStyle = colours[tone]
    context.fillStyle = colours[tone]
    context.lineWidth = WIDTHS[tone] / Math.min(1, camera.scale)
    context.beginPath()
    for (const edge of edges)
      tracePath(context, scene.layout.edges[edge]!, scene.direction, camera.scale >= CURVES_FROM)
    context.stroke()
    if (camera.scale < CURVES_FROM) continue
    context.beginPath()
    for (const edge of edges) traceArrow(context, scene.layout.edges[edge]!, scene.direction)
    context.fill()
  }
  context.globalAlpha = 1
}

type Points = GraphLayout['edges'][number]

const boxes = new WeakMap<Points, { x: number; y: number; width: number; height: number }>()

function boxOf(points: Points) {
  let box = boxes.get(points)
  if (box === undefined) {
    const xs = points.map(point => point.x)
    const ys = points.map(point => point.y)
    const [x, y] = [Math.min(...xs), Math.min(...ys)]
    box = { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 }
    boxes.set(points, box)
  }
  return box
}

function tracePath(
  context: CanvasRenderingContext2D,
  points: Points,
  direction: Scene['direction'],
  isCurved: boolean,
): void {
  const first = points[0]!
  context.moveTo(first.x, first.y)
  for (let at = 1; at < points.length; at += 1) {
    const [from, to] = [points[at - 1]!, points[at]!]
    if (!isCurved) context.lineTo(to.x, to.y)
    else if (direction === 'right') {
      const middle = (from.x + to.x) / 2
      context.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y)
    } else {
      const middle = (from.y + to.y) / 2
      context.bezierCurveTo(from.x, middle, to.x, middle, to.x, to.y)
    }
  }
}

function traceArrow(context: CanvasRenderingContext2D, points: Points, direction: Scene['direction']): void {
  const { x, y } = points[points.length - 1]!
  context.moveTo(x, y)
  if (direction === 'right') {
    context.lineTo(x - ARROW, y - ARROW * 0.7)
    context.lineTo(x - ARROW, y + ARROW * 0.7)
  } else {
    context.lineTo(x - ARROW * 0.7, y - ARROW)
    context.lineTo(x + ARROW * 0.7, y - ARROW)
  }
}

function drawNodes(
  context: CanvasRenderingContext2D,
  scene: Scene,
  toneOf: (node: number) => NodeTone,
  camera: Camera,
  view: Size,
): void {
  const seen = visibleBox(camera, view, 0)
  const { nodeWidth: width, nodeHeight: height } = scene
  scene.layout.nodes.forEach(({ x, y }, node) => {
    if (!overlaps({ x, y, width, height }, seen)) return
    const { fill, isFaint } = toneOf(node)
    context.globalAlpha = isFaint ? 0.2 : 1
    context.fillStyle = fill
    context.fillRect(x, y, width, height)
  })
  context.globalAlpha = 1
}
