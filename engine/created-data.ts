/** What `task.created` tells of each task: the same for every run of an admitted graph, so it is made once. */
import type { AdmittedGraph } from '#graph/admitted-graph'

const created = new WeakMap<AdmittedGraph['tasks'], readonly Record<string, unknown>[]>()

/** By task index; the same for every run of a graph. */
export function createdData(graph: AdmittedGraph): readonly Record<string, unknown>[] {
  let data = created.get(graph.tasks)
  if (!data) {
    data = graph.tasks.map(task => ({
      task_type: task.type,
      name: task.name,
      op: task.operation?.name ?? null,
      budget: task.budget ?? (task.maxTimeMs === null ? null : { max_time_ms: task.maxTimeMs }),
      dependencies: task.dependencyIds,
      cache: task.cache,
    }))
    created.set(graph.tasks, data)
  }
  return data
}
