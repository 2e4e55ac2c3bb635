/** Which tasks the graph shows: filter and search, stages as bands, and the words on a node. */
import type { TaskTelemetry } from '#contracts/bundle'
import type { TaskState } from '#contracts/event'
import type { TaskType } from '#contracts/task-graph'

export type TaskFilter = {
  readonly text: string
  /** Empty means every type or state. */
  readonly types: ReadonlySet<TaskType>
  readonly states: ReadonlySet<TaskState>
  readonly budgetedOnly: boolean
}

export const NO_FILTER: TaskFilter = { text: '', types: new Set(), states: new Set(), budgetedOnly: false }

/** Every word must stand somewhere in id, name, operation or model; case does not count. */
export function matchesTask(task: TaskTelemetry, filter: TaskFilter): boolean {
  if (filter.types.size > 0 && !filter.types.has(task.task_type)) return false
  if (filter.states.size > 0 && !filter.states.has(task.status)) return false
  if (filter.budgetedOnly && task.budget?.max_tokens === undefined) return false
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const text = `${task.task_id} ${task.task_name ?? ''} ${task.op ?? ''} ${task.model ?? ''}`.toLowerCase()
  return words.every(word => text.includes(word))
}

/** The stages that do work, in the order the engine names them; a task stands in the band of its own. */
export const STAGE_BANDS = ['DETERMINISTIC_EXECUTION', 'MODEL_INVOCATION', 'AGGREGATION'] as const
const BAND_OF: Readonly<Record<TaskType, number>> = { deterministic: 0, model: 1, aggregation: 2 }

/** What orderLayers takes: edges by number of task, dependencies outside the bundle left out. */
export function toLayerInput(tasks: readonly TaskTelemetry[], grouping: 'none' | 'stage') {
  const index = new Map(tasks.map((task, at) => [task.task_id, at]))
  const edges = tasks.flatMap((task, to) =>
    task.dependencies.flatMap(id => {
      const from = index.get(id)
      return from === undefined ? [] : [[from, to] as const]
    }),
  )
  const bands = grouping === 'stage' ? { bands: tasks.map(task => BAND_OF[task.task_type]) } : {}
  return { count: tasks.length, edges, ...bands }
}

/** The words a person reads on a node: its name, else its operation, else its id. */
export const labelOf = (task: Pick<TaskTelemetry, 'task_id' | 'task_name' | 'op'>): string =>
  task.task_name ?? task.op ?? task.task_id
