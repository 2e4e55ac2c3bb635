/**
 * Ids, dependencies and their order (T1 to T3): every id once, every dependency there, no cycle, a root. All of it is linear
 * in tasks and edges and nothing recurses, so a chain of 10,000 tasks is an ordinary graph.
 */
import type { TaskGraph } from '#contracts/task-graph'
import type { Draft } from '#graph/draft'
import type { FaultList } from '#graph/fault-list'
import { showName } from '#graph/near-names'
import { FORBIDDEN_NAMES } from '#graph/open-graph'

export type Links = {
  /** Tasks by id, in the order of ids (X1). */
  readonly byId: ReadonlyMap<string, Draft>
  readonly ordered: readonly Draft[]
  /** Each task after its dependencies, ties by id; shorter than `ordered` where there is a cycle. */
  readonly topological: readonly Draft[]
  readonly root: Draft | null
}

export function linkTasks(graph: Partial<TaskGraph>, drafts: readonly Draft[], faults: FaultList): Links {
  faults.enter('tasks')
  const byId = indexIds(drafts, faults)
  for (const draft of drafts) {
    faults.enter(draft.place)
    if (draft.task.dependencies !== undefined) linkDependencies(draft, byId, faults)
    faults.leave()
  }
  const ordered = [...byId.values()]
  for (const draft of ordered) for (const dependency of draft.dependencies) dependency.dependents.push(draft)
  const topological = orderTasks(ordered)
  if (topological.length < ordered.length) nameCycles(ordered, topological, faults)
  faults.leave()
  const root = findRoot(graph, byId, faults)
  if (root !== null && topological.length === ordered.length) warnUnreachable(root, ordered, faults)
  return { byId, ordered, topological, root }
}

function indexIds(drafts: readonly Draft[], faults: FaultList): ReadonlyMap<string, Draft> {
  const first = new Map<string, Draft>()
  for (const draft of drafts) {
    const id = draft.task.id
    if (id === undefined) continue
    if (FORBIDDEN_NAMES.has(id)) faults.add('FORBIDDEN_KEY', null, draft.place, 'id')
    const twin = first.get(id)
    if (twin === undefined) first.set(id, draft)
    else {
      const message = `The id ${showName(id)} is also that of /tasks/${twin.place}; rename one.`
      faults.add('TASK_ID_DUPLICATE', message, draft.place, 'id')
    }
  }
  const byId = new Map<string, Draft>()
  for (const id of [...first.keys()].sort()) {
    const draft = first.get(id)!
    draft.index = byId.size
    byId.set(id, draft)
  }
  return byId
}

function linkDependencies(draft: Draft, byId: ReadonlyMap<string, Draft>, faults: FaultList): void {
  const ids = draft.task.dependencies ?? []
  const seen = new Map<string, Draft | null>()
  const found: Draft[] = []
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids[i]!
    const dependency = byId.get(id)
    if (seen.has(id)) faults.add('DEPENDENCY_DUPLICATE', null, 'dependencies', i)
    else if (dependency !== undefined) found.push(dependency)
    else {
      const near = faults.suggest(id, () => byId.keys()) || '; name an existing task.'
      faults.add('DEPENDENCY_UNKNOWN', `No task has the id ${showName(id)}${near}`, 'dependencies', i)
    }
    seen.set(id, dependency ?? null)
  }
  draft.dependencies = found
  draft.dependencyById = seen
}

/** Kahn's algorithm; the queue starts in the order of ids and keeps it among equals. */
function orderTasks(ordered: readonly Draft[]): readonly Draft[] {
  const waiting = ordered.map(draft => draft.dependencies.length)
  const queue = ordered.filter(draft => draft.dependencies.length === 0)
  for (let i = 0; i < queue.length; i += 1) {
    for (const dependent of queue[i]!.dependents) {
      waiting[dependent.index]! -= 1
      if (waiting[dependent.index] === 0) queue.push(dependent)
    }
  }
  return queue
}

/**
 * What no order was found for either lies on a cycle or depends on one, and so always has a dependency of its kind:
 * following those ends in a cycle. Each walk stops at what an earlier one saw, which keeps the whole linear.
 */
function nameCycles(ordered: readonly Draft[], topological: readonly Draft[], faults: FaultList): void {
  const done = new Set(topological)
  for (const start of ordered) {
    const onPath = new Map<Draft, number>()
    const path: Draft[] = []
    let here: Draft | undefined = start
    while (here !== undefined && !done.has(here) && !onPath.has(here)) {
      onPath.set(here, path.length)
      path.push(here)
      here = here.dependencies.find(dependency => !done.has(dependency))
    }
    const from = here === undefined ? undefined : onPath.get(here)
    if (from !== undefined) reportCycle(path.slice(from), faults)
    for (const draft of path) done.add(draft)
  }
}

function reportCycle(cycle: readonly Draft[], faults: FaultList): void {
  const first = cycle[0]!
  const next = cycle[1] ?? first
  const names = [...cycle, first].map(draft => draft.task.id)
  const shown = names.length <= 8 ? names : [...names.slice(0, 5), `… ${names.length - 7} more …`, ...names.slice(-2)]
  const length = cycle.length === 1 ? 'A task depends on itself' : `${cycle.length} tasks depend on each other`
  const message = `${length}: ${shown.join(' → ')}; cut one of these edges.`
  faults.add('CYCLE', message, first.place, 'dependencies', first.task.dependencies!.indexOf(next.task.id!))
}

function findRoot(graph: Partial<TaskGraph>, byId: ReadonlyMap<string, Draft>, faults: FaultList): Draft | null {
  if (graph.root === undefined) return null
  const root = byId.get(graph.root) ?? null
  if (root === null) {
    const near = faults.suggest(graph.root, () => byId.keys()) || '; name an existing task.'
    faults.add('ROOT_UNKNOWN', `No task has the id ${showName(graph.root)}${near}`, 'root')
  }
  return root
}

function warnUnreachable(root: Draft, ordered: readonly Draft[], faults: FaultList): void {
  const reached = new Set([root])
  for (const draft of reached) for (const dependency of draft.dependencies) reached.add(dependency)
  if (reached.size === ordered.length) return
  for (const draft of ordered) {
    if (!reached.has(draft)) faults.warn('UNREACHABLE_TASK', null, 'tasks', draft.place)
  }
}
