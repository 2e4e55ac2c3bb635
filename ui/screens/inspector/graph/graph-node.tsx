/** One task in the graph: its label, what kind it is, how it stands, how often it was tried again (rule U7). */
import { RotateCcw } from 'lucide-react'
import { memo } from 'react'
import type { TaskTelemetry } from '#contracts/bundle'
import { labelOf } from '../model/view-tasks.ts'
import { STATE_LOOKS, TypeBadge } from './task-look.tsx'

export const NODE_WIDTH = 208
export const NODE_HEIGHT = 60

export type NodeMark = 'none' | 'selected' | 'input' | 'consumer'

const RINGS: Readonly<Record<NodeMark, string>> = {
  none: '',
  selected: 'outline-2 outline-accent outline-offset-1',
  input: 'outline-2 outline-exact outline-dashed outline-offset-1',
  consumer: 'outline-2 outline-model outline-dashed outline-offset-1',
}

export type GraphNodeProps = {
  readonly task: TaskTelemetry
  readonly x: number
  readonly y: number
  readonly mark: NodeMark
  /** The filter leaves it out: still to be read, without colours. */
  readonly isFaint: boolean
  readonly isCritical: boolean
  readonly isTabStop: boolean
  readonly showsId: boolean
  readonly showsRetries: boolean
  readonly showsBudget: boolean
}

export const GraphNode = memo(function GraphNode(props: GraphNodeProps) {
  const { task, mark } = props
  const state = STATE_LOOKS[task.status]
  const Icon = state.icon
  const isBudgeted = props.showsBudget && task.budget?.max_tokens !== undefined
  return (
    <button
      type="button"
      data-node={task.task_id}
      tabIndex={props.isTabStop ? 0 : -1}
      aria-pressed={mark === 'selected'}
      style={{ width: NODE_WIDTH, height: NODE_HEIGHT, transform: `translate(${props.x}px, ${props.y}px)` }}
      className={`absolute top-0 left-0 flex flex-col justify-center gap-1 overflow-hidden rounded-md border px-2.5 text-left ${borderOf(props)} ${isBudgeted ? 'border-dashed' : ''} ${props.isFaint ? 'bg-ground text-faint' : 'bg-raised'} ${RINGS[mark]} focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-solid`}
    >
      <span className="flex items-center gap-1.5">
        <Icon
          size={14}
          aria-hidden
          className={`shrink-0 ${props.isFaint ? '' : state.ink} ${task.status === 'running' ? 'animate-spin' : ''}`}
        />
        <span className={`truncate text-sm ${props.isFaint ? '' : 'font-medium'}`}>{labelOf(task)}</span>
      </span>
      <span className="flex min-w-0 items-center gap-1.5">
        <TypeBadge type={task.task_type} isFaint={props.isFaint} />
        {props.showsRetries && task.retry_count > 0 && (
          <span className={`inline-flex items-center gap-0.5 text-xs tabular-nums ${props.isFaint ? '' : 'text-warn'}`}>
            <RotateCcw size={11} aria-hidden />
            {task.retry_count}
            <span className="sr-only">{task.retry_count === 1 ? 'retry' : 'retries'}</span>
          </span>
        )}
        <span className={`truncate text-faint text-xs ${props.showsId ? 'font-mono' : ''}`}>
          {props.showsId ? task.task_id : isBudgeted ? `≤ ${task.budget?.max_tokens} tokens` : state.label}
        </span>
        {(props.showsId || isBudgeted) && <span className="sr-only">{state.label}</span>}
      </span>
    </button>
  )
})

const borderOf = ({ isFaint, isCritical }: GraphNodeProps): string =>
  isFaint ? 'border-line' : isCritical ? 'border-ink' : 'border-line-strong'
