/** A task on its way into an admitted graph: what later checks may trust of it, and what they find out. */

import type { JsonObject } from '#contracts/json-value'
import { Task, TaskGraph } from '#contracts/task-graph'
import type { InputRule } from '#graph/admitted-graph'
import { compileFields, type ShapeRules } from '#graph/compile-shape'
import type { FaultList } from '#graph/fault-list'
import type { RegisteredOperation, Registry } from '#graph/registry'
import type { GraphSchemas } from '#graph/task-schemas'
import type { Schema } from '#json/schema'

export type Draft = {
  /** Position in the request, for pointers. */
  readonly place: number
  /** Well-shaped fields only: a field that is unknown or mistyped was reported and is left out. */
  readonly task: Partial<Task>
  /** Names of those fields, so that nobody reports them as missing too. */
  readonly broken: ReadonlySet<string>
  /** Position by id, or -1 where the id is no id or taken. */
  index: number
  /** Dependencies that exist, in declared order, each once. */
  dependencies: readonly Draft[]
  /** Every declared dependency by id; null where no task has that id (reported once, at its place). */
  dependencyById: ReadonlyMap<string, Draft | null>
  readonly dependents: Draft[]
  operation: RegisteredOperation | null
  /** Schema of its output; null where a fault hides it. */
  schema: Schema | null
  narrowed: boolean
}

/** What the checks of one admission share. */
export type Scope = {
  readonly graph: Partial<TaskGraph>
  /** Inputs of the graph with those of the request laid over them. */
  readonly inputs: JsonObject
  /** Names of inputs that some reference reads. */
  readonly readInputs: Set<string>
  /** What was found out about inputs, reading by reading. */
  readonly inputRules: InputRule[]
  readonly registry: Registry
  readonly root: Draft | null
  readonly faults: FaultList
  readonly schemas: GraphSchemas
}

const NO_DEPENDENCIES: ReadonlyMap<string, Draft | null> = new Map()

const RULES: ShapeRules = {
  Budget: 'BUDGET_INVALID',
  PartialBudget: 'BUDGET_INVALID',
  GraphLimits: 'BUDGET_INVALID',
  Task: null,
  Condition: null,
}
const checkGraphFields = compileFields(TaskGraph, RULES)
const checkTaskFields = compileFields(Task, { ...RULES, Task: 'GRAPH_SHAPE' })

/** Checks the shape of the whole graph (T7) and gives its well-shaped parts. */
export function readDrafts(
  graph: JsonObject,
  faults: FaultList,
): { readonly graph: Partial<TaskGraph>; readonly drafts: readonly Draft[] } {
  const broken = checkGraphFields(graph, faults) ?? new Set()
  const drafts: Draft[] = []
  const tasks = broken.has('tasks') ? [] : (graph.tasks as readonly unknown[])
  faults.enter('tasks')
  for (let place = 0; place < tasks.length; place += 1) {
    faults.enter(place)
    const brokenFields = checkTaskFields(tasks[place], faults)
    if (brokenFields !== null) drafts.push(toDraft(place, tasks[place] as JsonObject, brokenFields))
    faults.leave()
  }
  faults.leave()
  return { graph: omit(graph, broken) as Partial<TaskGraph>, drafts }
}

function toDraft(place: number, task: JsonObject, broken: ReadonlySet<string>): Draft {
  return {
    place,
    task: omit(task, broken) as Partial<Task>,
    broken,
    index: -1,
    dependencies: [],
    dependencyById: NO_DEPENDENCIES,
    dependents: [],
    operation: null,
    schema: null,
    narrowed: false,
  }
}

function omit(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  if (names.size === 0) return object
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)))
}
