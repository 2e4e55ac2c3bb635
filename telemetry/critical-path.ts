/** The longest chain of durations through the dependencies of a run. It measures; it schedules nothing. */
import type { TaskTelemetry } from '#contracts/bundle'

type Timed = Pick<TaskTelemetry, 'task_id' | 'duration_ms' | 'dependencies'>

/** Task ids from first to last; ties go to the earlier task. Dependencies outside `tasks` are ignored. */
export function findCriticalPath(tasks: readonly Timed[]): string[] {
  const parents = indexParents(tasks)
  const path = findLongestPath(
    tasks.length,
    at => parents[at]!,
    at => tasks[at]!.duration_ms,
  )
  return path.map(at => tasks[at]!.task_id)
}

/** The same over places in a list. Linear, without recursion. */
export function findLongestPath(
  count: number,
  parentsOf: (at: number) => readonly number[],
  durationOf: (at: number) => number,
): number[] {
  if (count === 0) return []
  const total = new Float64Array(count)
  const before = new Int32Array(count).fill(-1)
  // 0 unseen, 1 entered, 2 done.
  const state = new Uint8Array(count)
  const stack: number[] = []
  let last = 0
  for (let start = 0; start < count; start += 1) {
    if (state[start] === 0) stack.push(start)
    while (stack.length > 0) {
      const at = stack[stack.length - 1]!
      if (state[at] === 0) {
        state[at] = 1
        for (const parent of parentsOf(at)) if (state[parent] === 0) stack.push(parent)
        continue
      }
      stack.pop()
      if (state[at] === 2) continue
      state[at] = 2
      for (const parent of parentsOf(at)) {
        if (before[at] === -1 || total[parent]! > total[before[at]!]!) before[at] = parent
      }
      total[at] = durationOf(at) + (before[at] === -1 ? 0 : total[before[at]!]!)
    }
    if (total[start]! > total[last]!) last = start
  }
  const path: number[] = []
  for (let at = last; at !== -1; at = before[at]!) path.push(at)
  return path.reverse()
}

const NONE: readonly number[] = []

function indexParents(tasks: readonly Timed[]): readonly (readonly number[])[] {
  const index = new Map<string, number>()
  for (let i = 0; i < tasks.length; i += 1) index.set(tasks[i]!.task_id, i)
  return tasks.map(({ dependencies }) => {
    if (dependencies.length === 0) return NONE
    const parents: number[] = []
    for (const id of dependencies) {
      const parent = index.get(id)
      if (parent !== undefined) parents.push(parent)
    }
    return parents
  })
}
