/**
 * The TaskGraph as a picture one can walk through: a canvas for edges and far nodes, elements for the nodes that can be read. It
 * shows what it is given; filters, toolbar and drawer are around it (rules U6, U7, U12).
 */
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { TaskTelemetry } from '#contracts/bundle'
import { type Camera, fitTo, overlaps, reveal, type Size, startOf, visibleBox, zoomAt } from './camera.ts'
import { drawGraph, type EdgeTone } from './draw-graph.ts'
import { GraphNode, NODE_HEIGHT, NODE_WIDTH, type NodeMark } from './graph-node.tsx'
import { type ArrowKey, moveBetweenNodes } from './move-between-nodes.ts'
import { NodeCard } from './node-card.tsx'
import type { GraphLayout } from './place-layers.ts'
import { STATE_LOOKS } from './task-look.tsx'
import { useCamera } from './use-camera.ts'
import { usePalette } from './use-palette.ts'

export type GraphHandle = {
  readonly fit: () => void
  readonly reset: () => void
  readonly zoomBy: (factor: number) => void
  /** Brings a task into view and gives it the focus. */
  readonly show: (taskId: string) => void
}

export type GraphCanvasProps = {
  readonly ref?: Ref<GraphHandle>
  readonly tasks: readonly TaskTelemetry[]
  readonly layout: GraphLayout
  readonly edges: readonly (readonly [from: number, to: number])[]
  readonly direction: 'right' | 'down'
  readonly selected: string | null
  readonly onSelect: (taskId: string | null) => void
  /** Tasks that the filter leaves; null means all. */
  readonly kept: ReadonlySet<string> | null
  readonly critical: ReadonlySet<string>
  readonly showsIds: boolean
  readonly showsRetries: boolean
  readonly showsBudgets: boolean
}

/** Nodes smaller than this cannot be read, so they are drawn and not built. */
const READABLE_FROM = 0.42
const AROUND_PX = 120
const MOST_ELEMENTS = 400
const COLOURS = {
  edge: '--color-line-strong',
  strong: '--color-ink',
  input: '--color-exact',
  consumer: '--color-model',
  surface: '--color-raised',
  ...Object.fromEntries(Object.entries(STATE_LOOKS).map(([state, look]) => [state, look.token])),
} as const
const KEYS: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])

export function GraphCanvas(props: GraphCanvasProps) {
  const { tasks, layout, edges, direction, selected, onSelect, kept } = props
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<readonly number[]>([])
  /** Not while the drawer of a task has all the room. */
  const [hasRoom, setHasRoom] = useState(false)
  const [active, setActive] = useState(0)
  const [hovered, setHovered] = useState<number | null>(null)
  const palette = usePalette(COLOURS)
  const links = useMemo(() => linksOf(tasks.length, edges), [tasks.length, edges])
  const index = useMemo(() => new Map(tasks.map((task, at) => [task.task_id, at])), [tasks])
  const current = selected === null ? undefined : index.get(selected)
  const tabStop = Math.min(active, Math.max(0, tasks.length - 1))
  useEffect(() => {
    if (current !== undefined) setActive(current)
  }, [current])

  const paint = useCallback(
    (camera: Camera, view: Size) => {
      const surface = canvas.current
      if (surface === null || view.width === 0) return
      setHasRoom(true)
      const context = sizeCanvas(surface, view)
      const isReadable = camera.scale >= READABLE_FROM
      if (layer.current !== null)
        layer.current.style.transform = `translate(${camera.x}px, ${camera.y}px) scale(${camera.scale})`
      drawGraph(
        context,
        {
          layout,
          direction,
          nodeWidth: NODE_WIDTH,
          nodeHeight: NODE_HEIGHT,
          edgeTone: edge => toneOf(edges[edge]!, tasks, props, current),
          nodeTone: isReadable
            ? null
            : node => ({
                fill: palette[tasks[node]!.status as keyof typeof palette],
                isFaint: kept !== null && !kept.has(tasks[node]!.task_id),
              }),
        },
        camera,
        view,
        palette,
      )
      const next = isReadable ? nodesIn(layout, camera, view) : []
      setShown(last => (isSame(last, next) ? last : next))
    },
    [layout, direction, edges, tasks, props, current, kept, palette],
  )
  const control = useCamera(box, paint)
  // What is shown may have changed with any rendering.
  useEffect(() => control.refresh())

  // A new drawing is looked at from its start; a small one as a whole.
  const drawing = useMemo(() => ({ width: layout.width, height: layout.height }), [layout])
  const lookAtAll = useCallback(() => control.set(fitTo(drawing, control.view())), [control, drawing])
  const seenLayout = useRef<GraphLayout | null>(null)
  useEffect(() => {
    if (!hasRoom) return
    const seen = seenLayout.current
    const isSeen = seen?.width === layout.width && seen.height === layout.height
    if (isSeen && seen.nodes.length === layout.nodes.length) return
    seenLayout.current = layout
    const whole = fitTo(drawing, control.view())
    control.set(whole.scale < READABLE_FROM && tasks.length <= 60 ? startOf(drawing, control.view()) : whole)
  }, [control, drawing, hasRoom, layout, tasks.length])

  const show = useCallback(
    (node: number) => {
      const at = layout.nodes[node]
      if (at === undefined) return
      const camera = control.read()
      const near = camera.scale < READABLE_FROM ? zoomAt(camera, 0.8 / camera.scale, 0, 0) : camera
      control.set(reveal(near, { ...at, width: NODE_WIDTH, height: NODE_HEIGHT }, control.view()))
      setActive(node)
      setShown(last => (last.includes(node) ? last : [...last, node]))
      const focus = () =>
        box.current
          ?.querySelector<HTMLElement>(`[data-node="${CSS.escape(tasks[node]!.task_id)}"]`)
          ?.focus({ preventScroll: true })
      focus()
      // One that was far away becomes an element with the next rendering.
      requestAnimationFrame(focus)
    },
    [control, layout, tasks],
  )
  useImperativeHandle(
    props.ref,
    () => ({
      fit: lookAtAll,
      reset: () => control.set(startOf(drawing, control.view())),
      zoomBy: factor => {
        const view = control.view()
        control.set(zoomAt(control.read(), factor, view.width / 2, view.height / 2))
      },
      show: taskId => {
        const node = index.get(taskId)
        if (node !== undefined) show(node)
      },
    }),
    [control, drawing, index, lookAtAll, show],
  )

  const onKeyDown = (event: KeyboardEvent) => {
    // The browser's own: with these it zooms the page.
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && selected !== null) onSelect(null)
    else if (KEYS.has(event.key)) {
      const placed = { nodes: layout.nodes, direction, ...links }
      const next = moveBetweenNodes(tabStop, event.key as ArrowKey, placed)
      if (next !== null) {
        show(next)
        if (selected !== null) onSelect(tasks[next]!.task_id)
      }
    } else if (event.key === '+' || event.key === '=') control.set(zoomMiddle(control.read(), 1.25, control.view()))
    else if (event.key === '-') control.set(zoomMiddle(control.read(), 0.8, control.view()))
    else if (event.key === '0') lookAtAll()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const nodeAt = (target: EventTarget | null): number | null => {
    const id = target instanceof Element ? target.closest<HTMLElement>('[data-node]')?.dataset.node : undefined
    return id === undefined ? null : (index.get(id) ?? null)
  }
  const elements = shown.includes(tabStop) || tasks.length === 0 ? shown : [...shown, tabStop]
  return (
    <div
      ref={box}
      role="group"
      aria-roledescription="task graph"
      aria-label={`Task graph with ${tasks.length} tasks. Arrows move between tasks, Enter opens one, plus and minus zoom.`}
      className="relative min-h-0 flex-1 cursor-grab touch-none select-none overflow-hidden bg-ground active:cursor-grabbing"
      onKeyDown={onKeyDown}
      onClick={event => {
        const node = nodeAt(event.target) ?? farNodeAt(event, box.current, control.read(), layout)
        if (node === null) return
        setActive(node)
        onSelect(tasks[node]!.task_id)
      }}
      onPointerOver={event => setHovered(nodeAt(event.target))}
      onPointerLeave={() => setHovered(null)}
      onFocus={event => {
        const node = nodeAt(event.target)
        if (node === null) return
        setActive(node)
        setHovered(event.target.matches(':focus-visible') ? node : null)
      }}
      onBlur={() => setHovered(null)}
    >
      <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" />
      <div ref={layer} className="absolute top-0 left-0 origin-top-left">
        {elements.map(node => {
          const task = tasks[node]
          const at = layout.nodes[node]
          if (task === undefined || at === undefined) return null
          return (
            <GraphNode
              key={task.task_id}
              task={task}
              x={at.x}
              y={at.y}
              mark={markOf(node, current, links)}
              isFaint={kept !== null && !kept.has(task.task_id)}
              isCritical={props.critical.has(task.task_id)}
              isTabStop={node === tabStop}
              showsId={props.showsIds}
              showsRetries={props.showsRetries}
              showsBudget={props.showsBudgets}
            />
          )
        })}
      </div>
      {hovered !== null && tasks[hovered] !== undefined && layout.nodes[hovered] !== undefined && (
        <NodeCard task={tasks[hovered]} at={layout.nodes[hovered]} camera={control.read()} view={control.view()} />
      )}
    </div>
  )
}

const zoomMiddle = (camera: Camera, factor: number, view: Size): Camera =>
  zoomAt(camera, factor, view.width / 2, view.height / 2)

function linksOf(count: number, edges: GraphCanvasProps['edges']) {
  const dependencies: number[][] = Array.from({ length: count }, () => [])
  const consumers: number[][] = Array.from({ length: count }, () => [])
  for (const [from, to] of edges) {
    dependencies[to]?.push(from)
    consumers[from]?.push(to)
  }
  return { dependencies, consumers }
}

function markOf(node: number, current: number | undefined, links: ReturnType<typeof linksOf>): NodeMark {
  if (current === undefined) return 'none'
  if (node === current) return 'selected'
  if (links.dependencies[current]?.includes(node)) return 'input'
  return links.consumers[current]?.includes(node) ? 'consumer' : 'none'
}

function toneOf(
  [from, to]: readonly [number, number],
  tasks: readonly TaskTelemetry[],
  { kept, critical }: GraphCanvasProps,
  current: number | undefined,
): EdgeTone {
  if (to === current) return 'input'
  if (from === current) return 'consumer'
  const [a, b] = [tasks[from]!.task_id, tasks[to]!.task_id]
  if (kept !== null && !(kept.has(a) && kept.has(b))) return 'faint'
  return critical.has(a) && critical.has(b) ? 'critical' : 'plain'
}

/** Far nodes are no elements, so a click finds them by place. */
function farNodeAt(
  event: { readonly clientX: number; readonly clientY: number },
  element: HTMLElement | null,
  camera: Camera,
  layout: GraphLayout,
): number | null {
  if (element === null || camera.scale >= READABLE_FROM) return null
  const { left, top } = element.getBoundingClientRect()
  const x = (event.clientX - left - camera.x) / camera.scale
  const y = (event.clientY - top - camera.y) / camera.scale
  const found = layout.nodes.findIndex(
    node => x >= node.x && x <= node.x + NODE_WIDTH && y >= node.y && y <= node.y + NODE_HEIGHT,
  )
  return found === -1 ? null : found
}

function nodesIn(layout: GraphLayout, camera: Camera, view: Size): readonly number[] {
  const seen = visibleBox(camera, view, AROUND_PX)
  const found: number[] = []
  for (const [node, at] of layout.nodes.entries()) {
    if (!overlaps({ ...at, width: NODE_WIDTH, height: NODE_HEIGHT }, seen)) continue
    found.push(node)
    if (found.length === MOST_ELEMENTS) break
  }
  return found
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((node, at) => node === b[at])

function sizeCanvas(surface: HTMLCanvasElement, view: Size): CanvasRenderingContext2D {
  const width = Math.round(view.width * devicePixelRatio)
  const height = Math.round(view.height * devicePixelRatio)
  if (surface.width !== width || surface.height !== height) {
    surface.width = width
    surface.height = height
  }
  return surface.getContext('2d')!
}
