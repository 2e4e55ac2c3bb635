/**
 * Converts a graph of the reference prototype (`version: "0.1"`) into Task IR 1.0. What has no counterpart is listed with its
 * place in the old graph, never dropped in silence; the result is an ordinary graph that admission still has to accept.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { TaskGraph } from '#contracts/task-graph'
import { convertHandler } from '#graph/convert-handler'
import { convertModelTask } from '#graph/convert-model-task'
import { openObjects } from '#graph/convert-schema'
import { FaultList } from '#graph/fault-list'
import { FORBIDDEN_NAMES } from '#graph/open-graph'
import type { Fault } from '#json/fault'
import { isObject } from '#json/value'

export type Conversion =
  | { readonly converted: true; readonly taskgraph: TaskGraph; readonly dropped: readonly Fault[] }
  | { readonly converted: false; readonly faults: readonly Fault[] }

/** One old task with what its converter may rely on. */
export type OldTask = {
  readonly id: string
  readonly task: JsonObject
  /** `run.spec`. */
  readonly spec: JsonObject
  readonly dependencies: readonly string[]
  /** `verify.schema`, its open objects said openly, or null. */
  readonly checked: JsonObject | null
  readonly rules: readonly JsonValue[]
  readonly dropped: FaultList
  /** Tasks converted so far, by id; they come before their dependents whatever their order in the old graph. */
  readonly done: ReadonlyMap<string, JsonObject>
  /** Ids of the old graph's tasks, for whoever needs one more. */
  readonly taken: ReadonlySet<string>
}

/** What the prototype assumed where a budget names less. */
const OLD_BUDGET = { max_tokens: 300, max_time_ms: 1_500, max_retries: 1 } as const
const GRAPH_FIELDS = ['graph_id', 'version', 'root', 'defaults', 'tasks']
const TASK_FIELDS = ['id', 'type', 'deps', 'in', 'run', 'verify', 'policy', 'tags']

/** Converts a parsed 0.1 graph. Pointers of faults and of what was dropped begin at the old graph's root. Never throws. */
export function convertGraph(raw: unknown): Conversion {
  const faults = new FaultList()
  const dropped = new FaultList()
  if (!isObject(raw) || raw.version !== '0.1') {
    faults.add(
      'KORA_VERSION',
      'Only graphs with "version": "0.1" are converted; a graph of 1.x needs no conversion.',
      'version',
    )
    return { converted: false, faults: faults.faults }
  }
  const list = raw.tasks
  if (!Array.isArray(list) || list.length === 0 || list.length > 10_000) {
    faults.add('GRAPH_SHAPE', 'tasks is a list of 1 to 10,000 tasks.', 'tasks')
    return { converted: false, faults: faults.faults }
  }
  checkTasks(list, faults)
  if (faults.count > 0) return { converted: false, faults: faults.faults }
  dropUnknown(raw, GRAPH_FIELDS, dropped)
  const ids = renameIds(list as readonly JsonObject[], dropped)
  const defaults = isObject(raw.defaults) ? raw.defaults : {}
  within('defaults', dropped, () => dropUnknown(defaults, ['budget'], dropped))
  const tasks = convertTasks(list as readonly JsonObject[], ids, dropped)
  const taskgraph = {
    kora_version: '1.0.0',
    graph_id: toId(String(raw.graph_id ?? 'converted')),
    root: ids.get(String(raw.root)) ?? String(raw.root),
    defaults: { budget: { ...OLD_BUDGET, ...(isObject(defaults.budget) ? defaults.budget : {}) } },
    tasks,
  }
  return { converted: true, taskgraph: taskgraph as unknown as TaskGraph, dropped: dropped.faults }
}

/** Whatever is not even a 0.1 task cannot be converted, and is a fault rather than a loss. */
function checkTasks(list: readonly JsonValue[], faults: FaultList): void {
  list.forEach((task, i) => {
    faults.enter('tasks')
    faults.enter(i)
    const run = isObject(task) ? task.run : undefined
    const kind = isObject(run) ? run.kind : undefined
    if (!isObject(task)) faults.add('GRAPH_SHAPE', 'A task is an object.')
    else {
      if (typeof task.id !== 'string') faults.add('GRAPH_SHAPE', 'A task needs an id.', 'id')
      if (!isListOfText(task.deps ?? [])) faults.add('GRAPH_SHAPE', 'deps is a list of ids.', 'deps')
      if (kind !== 'det' && kind !== 'llm') faults.add('GRAPH_SHAPE', 'run.kind is "det" or "llm".', 'run', 'kind')
      else if (!isObject((run as JsonObject).spec)) faults.add('GRAPH_SHAPE', 'run.spec is an object.', 'run', 'spec')
    }
    faults.leave()
    faults.leave()
  })
}

/** New ids by old; those with other characters than 1.0 takes are rewritten, and that is said. */
function renameIds(list: readonly JsonObject[], dropped: FaultList): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  const taken = new Set(list.map(task => task.id as string))
  list.forEach((task, i) => {
    const old = task.id as string
    let id = toId(old)
    for (let n = 2; id !== old && taken.has(id); n += 1) id = `${toId(old).slice(0, 120)}.${n}`
    taken.add(id)
    if (id !== old)
      dropped.add('FIELD_NOT_ALLOWED', `The id is written ${id}: 1.0 takes A-Z a-z 0-9 . _ : - only.`, 'tasks', i, 'id')
    ids.set(old, id)
  })
  return ids
}

function toId(text: string): string {
  const id = text.replaceAll(/[^A-Za-z0-9._:-]/g, '_').slice(0, 120)
  return id === '' || FORBIDDEN_NAMES.has(id) ? `task${id}` : id
}

function convertTasks(
  list: readonly JsonObject[],
  ids: ReadonlyMap<string, string>,
  dropped: FaultList,
): readonly JsonObject[] {
  const done = new Map<string, JsonObject>()
  const taken = new Set(ids.values())
  const converted = list.map((): readonly JsonObject[] => [])
  for (const i of inOrder(list)) {
    dropped.enter('tasks')
    dropped.enter(i)
    const task = list[i]!
    const id = ids.get(task.id as string)!
    const dependencies = ((task.deps ?? []) as readonly string[]).map(dep => ids.get(dep) ?? dep)
    const made = convertTask(task, { id, dependencies, dropped, done, taken })
    for (const one of made) done.set(one.id as string, one)
    converted[i] = made
    dropped.leave()
    dropped.leave()
  }
  return converted.flat()
}

/** Positions with dependencies first; those on a cycle keep their place, for admission to report. */
function inOrder(list: readonly JsonObject[]): readonly number[] {
  const position = new Map(list.map((task, i) => [task.id as string, i]))
  const waiting = list.map(task => new Set(task.deps as readonly string[] | undefined).size)
  const dependents = list.map((): number[] => [])
  list.forEach((task, i) => {
    for (const dep of new Set(task.deps as readonly string[] | undefined)) {
      const at = position.get(dep)
      if (at === undefined) waiting[i]! -= 1
      else dependents[at]!.push(i)
    }
  })
  const order = list.map((_, i) => i).filter(i => waiting[i] === 0)
  for (const i of order) {
    for (const dependent of dependents[i]!) {
      waiting[dependent]! -= 1
      if (waiting[dependent] === 0) order.push(dependent)
    }
  }
  const placed = new Set(order)
  return [...order, ...list.map((_, i) => i).filter(i => !placed.has(i))]
}

function convertTask(
  task: JsonObject,
  place: Pick<OldTask, 'id' | 'dependencies' | 'dropped' | 'done' | 'taken'>,
): readonly JsonObject[] {
  const { dependencies, dropped } = place
  dropUnknown(task, TASK_FIELDS, dropped)
  const run = task.run as JsonObject
  within('run', dropped, () => dropUnknown(run, ['kind', 'spec'], dropped))
  const verify = isObject(task.verify) ? task.verify : {}
  within('verify', dropped, () => dropUnknown(verify, ['schema', 'rules'], dropped))
  const isModel = run.kind === 'llm'
  const checked = isObject(verify.schema) ? openObjects(verify.schema) : null
  const rules = Array.isArray(verify.rules) ? (verify.rules as readonly JsonValue[]) : []
  const old: OldTask = { ...place, task, spec: run.spec as JsonObject, checked, rules }
  const made = isModel ? convertModelTask(old) : convertHandler(old)
  const label = { name: String(task.type ?? '').slice(0, 256), ...(dependencies.length > 0 ? { dependencies } : {}) }
  const policy = convertPolicy(isObject(task.policy) ? task.policy : {}, isModel, dropped)
  const tags = isListOfText(task.tags) && task.tags.length > 0 ? { metadata: { tags: task.tags } } : {}
  return made.map((one, i) =>
    i < made.length - 1
      ? { version: '1.0', ...one }
      : { version: '1.0', id: place.id, ...label, ...one, ...policy, ...tags },
  )
}

function convertPolicy(policy: JsonObject, isModel: boolean, dropped: FaultList): JsonObject {
  dropped.enter('policy')
  dropUnknown(policy, ['budget', 'on_fail', 'adaptive'], dropped)
  const onFail = policy.on_fail ?? 'fail'
  if (policy.adaptive !== undefined && policy.adaptive !== null) {
    dropped.add(
      'FIELD_NOT_ALLOWED',
      'Steps by self-reported confidence have no counterpart; declare model.escalate_to.',
      'adaptive',
    )
  }
  if (onFail === 'escalate') {
    dropped.add(
      'FIELD_NOT_ALLOWED',
      'Escalation needs declared models; it became "fail". Add model.escalate_to.',
      'on_fail',
    )
  } else if (onFail === 'retry' && !isModel) {
    dropped.add('FIELD_NOT_ALLOWED', 'An operation gives the same answer again, so it is not retried.', 'on_fail')
  }
  const given = isObject(policy.budget) ? policy.budget : null
  const budget = isModel ? given && { ...OLD_BUDGET, ...given } : keepTime(given, dropped)
  dropped.leave()
  return {
    ...(budget === null ? {} : { budget }),
    ...(isModel ? { on_fail: onFail === 'escalate' ? 'fail' : onFail } : {}),
  }
}

function keepTime(given: JsonObject | null, dropped: FaultList): JsonObject | null {
  if (given === null) return null
  for (const name of Object.keys(given)) {
    if (name === 'max_time_ms') continue
    dropped.add('FIELD_NOT_ALLOWED', `${name} has no meaning for an operation; only max_time_ms has.`, 'budget', name)
  }
  return given.max_time_ms === undefined ? null : { max_time_ms: given.max_time_ms }
}

/** Names every field that the prototype did not know either. */
export function dropUnknown(object: JsonObject, known: readonly string[], dropped: FaultList): void {
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) dropped.add('FIELD_NOT_ALLOWED', 'This field has no counterpart in 1.0.', name)
  }
}

function within(part: string, dropped: FaultList, act: () => void): void {
  dropped.enter(part)
  act()
  dropped.leave()
}

function isListOfText(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}
