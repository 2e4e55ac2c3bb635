/** The TaskGraph tab: the picture with everything that chooses what it shows (rule U6). */
import { ArrowDown, ArrowRight, Eye, Filter, Maximize, Minus, Plus, RotateCcw } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { Bundle } from '#contracts/bundle'
import type { TaskState } from '#contracts/event'
import type { TaskType } from '#contracts/task-graph'
import { useShortcut } from '../../../app/keyboard.ts'
import { defineLocalValue } from '../../../app/local-value.ts'
import { useShared } from '../../../app/shared-value.ts'
import { IconButton } from '../../../parts/button.tsx'
import { TextInput } from '../../../parts/field.tsx'
import { countOf, toCount } from '../../../parts/figures.ts'
import { Menu, type MenuItem } from '../../../parts/menu.tsx'
import { matchesTask, NO_FILTER, STAGE_BANDS, type TaskFilter, toLayerInput } from '../model/view-tasks.ts'
import { GraphCanvas, type GraphHandle } from './graph-canvas.tsx'
import { NODE_HEIGHT, NODE_WIDTH } from './graph-node.tsx'
import type { LayerInput } from './order-layers.ts'
import { layoutGraph } from './place-layers.ts'
import { STATE_LOOKS, TYPE_LOOKS } from './task-look.tsx'

type Direction = 'right' | 'down'

type Look = {
  /** `fits`: nobody has chosen one yet. */
  readonly direction: Direction | 'fits'
  readonly grouping: 'none' | 'stage'
  readonly showsIds: boolean
  readonly showsRetries: boolean
  readonly showsBudgets: boolean
  readonly showsCriticalPath: boolean
}

const DEFAULT: Look = {
  direction: 'fits',
  grouping: 'none',
  showsIds: false,
  showsRetries: true,
  showsBudgets: false,
  showsCriticalPath: false,
}
const look = defineLocalValue<Look>('kora-graph-look', DEFAULT, value =>
  typeof value === 'object' && value !== null
    ? {
        ...DEFAULT,
        ...Object.fromEntries(
          Object.entries(value).filter(
            ([name, one]) => name in DEFAULT && typeof one === typeof DEFAULT[name as keyof Look],
          ),
        ),
      }
    : null,
)

export function TaskGraphTab({
  bundle,
  selected,
  onSelect,
}: {
  readonly bundle: Bundle
  readonly selected: string | null
  readonly onSelect: (taskId: string | null) => void
}) {
  const { tasks } = bundle
  const chosen = useShared(look)
  const [filter, setFilter] = useState<TaskFilter>(NO_FILTER)
  const search = useRef<HTMLInputElement>(null)
  const canvas = useRef<GraphHandle>(null)
  useShortcut('/', 'Search the tasks of the graph', () => {
    search.current?.focus()
    return true
  })
  const input = useLayerInput(tasks, chosen.grouping)
  const [room, setRoom] = useState<Size | null>(null)
  // 10,000 tasks take about 60 ms, so the drawing is made here and not in a worker.
  const { direction, layout } = useMemo(() => drawFor(input, chosen.direction, room), [input, chosen.direction, room])
  const matched = useMemo(() => tasks.filter(task => matchesTask(task, filter)), [tasks, filter])
  const isFiltered = filter !== NO_FILTER && matched.length < tasks.length
  const kept = useMemo(() => (isFiltered ? new Set(matched.map(task => task.task_id)) : null), [isFiltered, matched])
  const critical = useMemo(
    () => new Set(chosen.showsCriticalPath ? bundle.summary.critical_path : []),
    [chosen.showsCriticalPath, bundle.summary.critical_path],
  )
  const step = (by: number) => {
    const at = matched.findIndex(task => task.task_id === selected)
    const next = matched.at((at + by + matched.length) % Math.max(1, matched.length))
    if (next === undefined) return
    onSelect(next.task_id)
    canvas.current?.show(next.task_id)
    search.current?.focus()
  }
  return (
    <div
      // Measured once: a picture that turns around while one looks at it would be no help.
      ref={place => {
        if (place !== null && room === null && place.clientWidth > 0)
          setRoom({ width: place.clientWidth, height: place.clientHeight })
      }}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div
        role="toolbar"
        aria-label="Task graph"
        className="flex shrink-0 flex-wrap items-center gap-1 border-line border-b px-2 py-1.5"
      >
        <TextInput
          ref={search}
          type="search"
          aria-label="Search tasks"
          placeholder="Search tasks"
          className="min-w-24 max-w-56 flex-1"
          value={filter.text}
          onChange={event => setFilter({ ...filter, text: event.target.value })}
          onKeyDown={event => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
            if (event.key === 'Escape' && filter.text !== '') setFilter({ ...filter, text: '' })
          }}
        />
        <span role="status" className="min-w-14 px-1 text-quiet text-xs tabular-nums">
          {isFiltered ? `${toCount(matched.length)} of ${toCount(tasks.length)}` : countOf(tasks.length, 'task')}
        </span>
        <Menu
          items={filterItems(filter, setFilter)}
          trigger={<IconButton label="Filter by type and state" icon={Filter} />}
        />
        <Menu items={lookItems(chosen)} trigger={<IconButton label="What the graph shows" icon={Eye} />} />
        <IconButton
          label={direction === 'right' ? 'Draw from top to bottom' : 'Draw from left to right'}
          icon={direction === 'right' ? ArrowDown : ArrowRight}
          onClick={() => look.write({ ...chosen, direction: direction === 'right' ? 'down' : 'right' })}
        />
        <span className="ml-auto flex">
          <IconButton label="Zoom in" icon={Plus} onClick={() => canvas.current?.zoomBy(1.25)} />
          <IconButton label="Zoom out" icon={Minus} onClick={() => canvas.current?.zoomBy(0.8)} />
          <IconButton label="Show all of the graph" icon={Maximize} onClick={() => canvas.current?.fit()} />
          <IconButton label="Life size, from the start" icon={RotateCcw} onClick={() => canvas.current?.reset()} />
        </span>
      </div>
      <GraphCanvas
        ref={canvas}
        tasks={tasks}
        layout={layout}
        edges={input.edges}
        direction={direction}
        selected={selected}
        onSelect={onSelect}
        kept={kept}
        critical={critical}
        showsIds={chosen.showsIds}
        showsRetries={chosen.showsRetries}
        showsBudgets={chosen.showsBudgets}
      />
      {chosen.grouping === 'stage' && (
        <p className="shrink-0 border-line border-t px-3 py-1 text-quiet text-xs">
          Bands{direction === 'right' ? ' from top to bottom' : ' from left to right'}:{' '}
          {layout.bands.map(({ band }) => STAGE_BANDS[band]).join(', ')}
        </p>
      )}
    </div>
  )
}

type Size = { readonly width: number; readonly height: number }

/** Beyond this nothing is readable as a whole, and one way of drawing it is as good as the other. */
const MOST_FITTED = 60

/** The drawing, and the direction in which more of it can be read where nobody chose one. */
function drawFor(input: LayerInput, chosen: Look['direction'], room: Size | null) {
  const draw = (direction: Direction) => ({
    direction,
    layout: layoutGraph(input, { direction, nodeWidth: NODE_WIDTH, nodeHeight: NODE_HEIGHT }),
  })
  if (chosen !== 'fits') return draw(chosen)
  const right = draw('right')
  if (room === null || input.count > MOST_FITTED) return right
  const down = draw('down')
  const scaleOf = ({ layout }: typeof right): number => Math.min(room.width / layout.width, room.height / layout.height)
  return scaleOf(down) > scaleOf(right) ? down : right
}

/** The places follow from ids and dependencies alone: a task that goes on running must move nothing, so it gives the same object. */
function useLayerInput(tasks: Bundle['tasks'], grouping: Look['grouping']): LayerInput {
  const shape = `${grouping}:${tasks.map(task => `${task.task_id}<${task.dependencies.join(',')}`).join(';')}`
  const last = useRef<{ readonly shape: string; readonly input: LayerInput } | null>(null)
  if (last.current?.shape !== shape) last.current = { shape, input: toLayerInput(tasks, grouping) }
  return last.current.input
}

function filterItems(filter: TaskFilter, set: (filter: TaskFilter) => void): readonly MenuItem[] {
  const flip = <T,>(values: ReadonlySet<T>, value: T): ReadonlySet<T> => {
    const next = new Set(values)
    if (!next.delete(value)) next.add(value)
    return next
  }
  return [
    ...(Object.keys(TYPE_LOOKS) as TaskType[]).map(type => ({
      label: TYPE_LOOKS[type].label,
      isOn: filter.types.has(type),
      run: () => set({ ...filter, types: flip(filter.types, type) }),
    })),
    'line' as const,
    ...(Object.keys(STATE_LOOKS) as TaskState[]).map(state => ({
      label: STATE_LOOKS[state].label,
      isOn: filter.states.has(state),
      run: () => set({ ...filter, states: flip(filter.states, state) }),
    })),
    'line' as const,
    {
      label: 'Only with a token budget',
      isOn: filter.budgetedOnly,
      run: () => set({ ...filter, budgetedOnly: !filter.budgetedOnly }),
    },
    'line' as const,
    { label: 'Show all tasks', run: () => set(NO_FILTER) },
  ]
}

function lookItems(chosen: Look): readonly MenuItem[] {
  const item = (label: string, isOn: boolean, next: Partial<Look>): MenuItem => ({
    label,
    isOn,
    run: () => look.write({ ...chosen, ...next }),
  })
  return [
    item('Ids', chosen.showsIds, { showsIds: !chosen.showsIds }),
    item('Retries', chosen.showsRetries, { showsRetries: !chosen.showsRetries }),
    item('Token budgets', chosen.showsBudgets, { showsBudgets: !chosen.showsBudgets }),
    item('Critical path', chosen.showsCriticalPath, { showsCriticalPath: !chosen.showsCriticalPath }),
    item('Grouped by stage', chosen.grouping === 'stage', {
      grouping: chosen.grouping === 'stage' ? 'none' : 'stage',
    }),
  ]
}
