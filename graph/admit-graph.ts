/**
 * Admission: from parsed JSON to a graph that the engine may run, or every fault at once, each with its place and its cure
 * (T1 to T10). It reads names from the registry and runs nothing; it never throws for a bad graph.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { TaskGraph } from '#contracts/task-graph'
import type { Admission, AdmittedGraph, AdmittedTask, InputRule } from '#graph/admitted-graph'
import { checkModelInput, checkOperationInput } from '#graph/check-input'
import {
  checkDecode,
  checkFields,
  checkSubstitute,
  readBudget,
  readLadder,
  readOptional,
  readOutputContract,
} from '#graph/check-task'
import { compileCondition } from '#graph/compile-condition'
import { compileInput } from '#graph/compile-input'
import { contentFreeRenderer } from '#graph/content-free'
import { type Draft, readDrafts, type Scope } from '#graph/draft'
import { FaultList } from '#graph/fault-list'
import { linkTasks } from '#graph/link-tasks'
import { type AdmissionLimits, openGraph } from '#graph/open-graph'
import { renderPrompt, type VerbatimMessages } from '#graph/prompt'
import type { Registry } from '#graph/registry'
import { GraphSchemas } from '#graph/task-schemas'
import { warnOfUnread } from '#graph/warn-of-unread'
import { digestText, digestValue } from '#json/digest'
import { readPointer } from '#json/pointer'

export type AdmissionOptions = {
  /** May only lower the limits of a graph. */
  readonly limits?: Partial<AdmissionLimits>
  /** The request's inputs, laid over those of the graph. */
  readonly inputs?: JsonObject
  /** Member of the request that holds the graph: then pointers begin at the request. Without it they begin at the graph. */
  readonly member?: string
  /** Says true when admission has taken too long: what is left to work out of schemas is then refused. */
  readonly isLate?: () => boolean
}

const never = () => false
const NO_LADDER: AdmittedTask['ladder'] = []

/** Admits a parsed TaskGraph. Linear in the size of the graph. */
export function admitGraph(raw: unknown, registry: Registry, options: AdmissionOptions = {}): Admission {
  const faults = new FaultList(options.member === undefined ? [] : [options.member])
  const opened = openGraph(raw, options.limits ?? {}, faults)
  if (opened === null) return { admitted: false, faults: faults.faults, warnings: [], hash: null }
  const hash = digestText(opened.canonical)
  const { graph, drafts } = readDrafts(opened.graph, faults)
  const { ordered, topological, root } = linkTasks(graph, drafts, faults)
  const inputs = { ...(graph.inputs as JsonObject | undefined), ...options.inputs }
  const schemas = new GraphSchemas(faults, options.isLate ?? never)
  const readInputs = new Set<string>()
  const inputRules: InputRule[] = []
  const scope: Scope = { graph, inputs, readInputs, inputRules, registry, root, faults, schemas }
  forEachDraft(drafts, faults, draft => readOutputContract(draft, scope))
  const tasks = new Array<AdmittedTask>(ordered.length)
  forEachDraft(drafts, faults, draft => {
    const task = admitTask(draft, scope)
    if (draft.index >= 0) tasks[draft.index] = task
  })
  warnOfUnread(graph.inputs ?? {}, options.inputs ?? {}, readInputs, faults)
  const { warnings } = faults
  if (faults.count > 0 || root === null) return { admitted: false, faults: faults.faults, warnings, hash }
  return {
    admitted: true,
    graph: {
      source: graph as TaskGraph,
      canonical: opened.canonical,
      graphId: graph.graph_id!,
      hash,
      root: root.index,
      tasks,
      order: topological.map(draft => draft.index),
      limits: graph.limits ?? {},
      inputs,
      inputRules,
      warnings,
    },
  }
}

/**
 * The same graph with other inputs of the same names, in a fraction of the time; null where they have to be looked at with care, be it
 * because something is wrong with them. The answer is that of `admitGraph`: all that it asks of inputs are the graph's `inputRules`.
 */
export function readmitGraph(graph: AdmittedGraph, given: JsonObject): AdmittedGraph | null {
  const inputs = { ...(graph.source.inputs as JsonObject | undefined), ...given }
  for (const { pointer, schema } of graph.inputRules) {
    const found = readPointer(inputs, pointer)
    if (!found.found || (schema !== null && !schema.isValid(found.value))) return null
  }
  return { ...graph, inputs }
}

function forEachDraft(drafts: readonly Draft[], faults: FaultList, visit: (draft: Draft) => void): void {
  faults.enter('tasks')
  for (const draft of drafts) {
    faults.enter(draft.place)
    visit(draft)
    faults.leave()
  }
  faults.leave()
}

function admitTask(draft: Draft, scope: Scope): AdmittedTask {
  const { task } = draft
  checkFields(draft, scope)
  checkDecode(draft, scope)
  const isModel = task.type === 'model'
  const optional = readOptional(draft, scope)
  const ladder = isModel ? readLadder(draft, scope) : NO_LADDER
  const budget = isModel ? readBudget(draft, scope) : null
  const input = admitInput(draft, scope)
  const runIf = admitCondition('run_if', draft, scope)
  const skipIf = admitCondition('skip_if', draft, scope)
  checkSubstitute(draft, scope)
  return {
    index: draft.index,
    place: draft.place,
    id: task.id!,
    name: task.name ?? null,
    type: task.type!,
    dependencies: draft.dependencies.map(dependency => dependency.index),
    dependencyIds: draft.dependencies.map(dependency => dependency.task.id!),
    dependents: draft.dependents.map(dependent => dependent.index),
    optional,
    operation: draft.operation,
    ...input,
    outputSchema: draft.schema!,
    schemaHash: draft.narrowed || isModel ? digestValue(draft.schema?.source ?? null) : '',
    narrowed: draft.narrowed,
    budget,
    maxTimeMs: isModel ? null : (task.budget?.max_time_ms ?? null),
    model: isModel ? (task.model ?? {}) : null,
    ladder,
    runIf,
    skipIf,
    substitute: task.substitute as JsonValue | undefined,
    onFail: task.on_fail ?? ((budget?.max_retries ?? 0) > 0 ? 'retry' : 'fail'),
    priority: task.routing?.priority ?? 'normal',
    cache: task.cache ?? (isModel ? 'off' : 'exact'),
  }
}

function admitCondition(name: 'run_if' | 'skip_if', draft: Draft, scope: Scope): AdmittedTask['runIf'] {
  const condition = draft.task[name]
  if (condition === undefined) return null
  scope.faults.enter(name)
  const compiled = compileCondition(condition, draft, scope)
  scope.faults.leave()
  return compiled
}

function admitInput(
  draft: Draft,
  scope: Scope,
): Pick<AdmittedTask, 'buildInput' | 'constantInput' | 'renderPrompt' | 'renderContentFree'> {
  const { task } = draft
  const { faults } = scope
  const input = (task.input ?? {}) as JsonValue
  faults.enter('input')
  const compiled = compileInput(input, draft, scope)
  let verbatim: VerbatimMessages | null = null
  if (task.type === 'model') verbatim = checkModelInput(task.input as JsonValue | undefined, compiled, scope)
  else if (draft.operation !== null) {
    checkOperationInput(input, compiled, draft.operation, scope)
  }
  faults.leave()
  const system = task.model?.system
  return {
    buildInput: compiled.build as AdmittedTask['buildInput'],
    constantInput: compiled.constant !== null,
    renderPrompt: verbatim && (built => renderPrompt(built, system, verbatim)),
    renderContentFree: verbatim && contentFreeRenderer(input as JsonObject, system, verbatim),
  }
}
