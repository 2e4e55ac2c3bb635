/**
 * Random TaskGraphs for property tests: valid ones, and ones spoiled in one known way. They use operations whose names and
 * shapes are fixed (rule D5), so that the same graph runs on the real library and on a small one written for a test.
 */
import fc from 'fast-check'
import type { FailureCode } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'

export type GraphOptions = {
  readonly minTasks?: number
  readonly maxTasks?: number
  /** Whether model tasks occur; default true. */
  readonly models?: boolean
  /** Whether tasks carry run_if or skip_if; default true. */
  readonly conditions?: boolean
  /** Whether graphs carry limits; default true. */
  readonly limits?: boolean
  readonly maxRetries?: number
  readonly maxTokens?: number
  readonly maxTimeMs?: number
  /** `<connector>/<name>` for the models tasks choose among; default none, so the session's model is used. */
  readonly modelIds?: readonly string[]
}

/** What a task offers to those after it. */
type Port = { readonly pointer: string; readonly kind: 'text' | 'integer' | 'list' }

type Kind = {
  readonly type: 'deterministic' | 'model' | 'aggregation'
  readonly op?: string
  readonly ports: readonly Port[]
  readonly substitute: JsonObject
}

const TEXT: Port = { pointer: '/text', kind: 'text' }
const ITEMS: Port = { pointer: '/items', kind: 'list' }

const COUNTED = { characters: 0, words: 0, lines: 0, sentences: 0 }

const KINDS = {
  normalize: { type: 'deterministic', op: 'text.normalize', ports: [TEXT], substitute: { text: 'instead' } },
  count: {
    type: 'deterministic',
    op: 'text.count',
    ports: [
      { pointer: '/words', kind: 'integer' },
      { pointer: '/characters', kind: 'integer' },
    ],
    substitute: COUNTED,
  },
  dedupe: { type: 'deterministic', op: 'list.dedupe', ports: [ITEMS], substitute: { items: [] } },
  collect: { type: 'aggregation', op: 'agg.collect', ports: [ITEMS], substitute: { items: [] } },
  template: { type: 'aggregation', op: 'agg.template', ports: [TEXT], substitute: { text: 'instead' } },
  vote: { type: 'aggregation', op: 'agg.vote', ports: [], substitute: { winner: null, votes: [], agreement: 1 } },
  model: {
    type: 'model',
    ports: [
      { pointer: '/label', kind: 'text' },
      { pointer: '/score', kind: 'integer' },
    ],
    substitute: { label: 'red', score: 0 },
  },
} as const satisfies Record<string, Kind>

type KindName = keyof typeof KINDS

/** The schema of every generated model task: closed, with a choice, a bounded integer and an optional text. */
export const GENERATED_MODEL_SCHEMA = {
  type: 'object',
  properties: {
    label: { enum: ['red', 'green', 'blue'] },
    score: { type: 'integer', minimum: 0, maximum: 9 },
    note: { type: 'string', maxLength: 40 },
  },
  required: ['label', 'score'],
} as const

/** The random choices behind one task; everything else follows from them, so that shrinking keeps graphs valid. */
type Choice = {
  readonly kind: number
  readonly uses: readonly number[]
  readonly word: string
  readonly number: number
  readonly condition: number
  readonly tolerant: boolean
  readonly budget: { readonly tokens: number; readonly timeMs: number; readonly retries: number } | null
  readonly idSeed: number
}

/** Valid graphs of `minTasks` to `maxTasks` tasks (default 3 to 200): admitted by any registry that has the operations named below. */
export function arbitraryGraph(options: GraphOptions = {}): fc.Arbitrary<JsonObject> {
  const choice = arbitraryChoice(options)
  return fc
    .record({
      choices: fc.array(choice, { minLength: options.minTasks ?? 3, maxLength: options.maxTasks ?? 200 }),
      limits: options.limits === false ? fc.constant(null) : fc.option(arbitraryLimits(), { nil: null }),
      // Where false, tasks without a budget of their own inherit one.
      order: fc.nat(),
    })
    .map(({ choices, limits, order }) => buildGraph(choices, limits, order, options))
}

function arbitraryChoice(options: GraphOptions): fc.Arbitrary<Choice> {
  const budget = fc.record({
    tokens: fc.integer({ min: 1, max: options.maxTokens ?? 200 }),
    timeMs: fc.integer({ min: 1, max: options.maxTimeMs ?? 5_000 }),
    retries: fc.integer({ min: 0, max: options.maxRetries ?? 3 }),
  })
  return fc.record({
    kind: fc.nat({ max: 999 }),
    uses: fc.array(fc.nat({ max: 999 }), { maxLength: 4 }),
    word: fc.string({ unit: 'grapheme', maxLength: 12 }),
    number: fc.nat({ max: 20 }),
    condition: options.conditions === false ? fc.constant(0) : fc.nat({ max: 9 }),
    tolerant: fc.boolean(),
    budget: fc.option(budget, { nil: null }),
    idSeed: fc.nat({ max: 999 }),
  })
}

function arbitraryLimits(): fc.Arbitrary<JsonObject> {
  return fc.record(
    {
      max_model_calls: fc.nat({ max: 50 }),
      max_total_tokens: fc.nat({ max: 2_000 }),
      max_total_time_ms: fc.integer({ min: 1, max: 60_000 }),
      max_total_retries: fc.nat({ max: 20 }),
    },
    { requiredKeys: [] },
  )
}

type Made = { readonly id: string; readonly kind: Kind; readonly task: Record<string, JsonValue> }

function buildGraph(
  choices: readonly Choice[],
  limits: JsonObject | null,
  order: number,
  options: GraphOptions,
): JsonObject {
  const made: Made[] = []
  for (const choice of choices) made.push(buildTask(choice, made, options))
  const last = made.at(-1)!
  // The root's output is the answer, so it always has one.
  if (last.task.run_if !== undefined || last.task.skip_if !== undefined) last.task.substitute = last.kind.substitute
  addMissingSubstitutes(made)
  const rotation = order % made.length
  const tasks = [...made.slice(rotation), ...made.slice(0, rotation)].map(({ task }) => task)
  return {
    kora_version: '1.0.0',
    graph_id: `generated-${made.length}`,
    root: last.id,
    inputs: { text: 'The input of the graph.', number: 3 },
    defaults: {
      budget: { max_tokens: options.maxTokens ?? 64, max_time_ms: options.maxTimeMs ?? 2_000, max_retries: 1 },
    },
    ...(limits === null ? {} : { limits }),
    tasks,
  }
}

/** Ids whose order differs from that of the tasks, with names that careless tables trip over. */
function buildId(choice: Choice, position: number): string {
  const tricky = ['constructor', 'toString', 'hasOwnProperty', 'A', 'a', 'Z.1', 'x:y', '0', '-']
  return `${tricky[choice.idSeed % tricky.length]}.${(choice.idSeed * 7) % 13}-${position}`
}

function buildTask(choice: Choice, made: readonly Made[], options: GraphOptions): Made {
  const names = (Object.keys(KINDS) as KindName[]).filter(name => name !== 'model' || options.models !== false)
  const name = names[choice.kind % names.length]!
  const kind: Kind = KINDS[name]
  const id = buildId(choice, made.length)
  const dependencies = made.length === 0 ? [] : [...new Set(choice.uses.map(use => made[use % made.length]!))]
  const task: Record<string, JsonValue> = { version: '1.0', id, type: kind.type }
  if (kind.op !== undefined) task.op = choice.number % 2 === 0 ? kind.op : `${kind.op}@1`
  if (dependencies.length > 0) task.dependencies = dependencies.map(dependency => dependency.id)
  task.input = buildInput(name, choice, dependencies)
  if (kind.type === 'model') addModelFields(task, choice, options)
  if (kind.type === 'aggregation' && choice.tolerant && dependencies.length > 0) {
    task.optional = [dependencies[0]!.id]
  }
  addCondition(task, kind, choice, dependencies)
  return { id, kind, task }
}

function addModelFields(task: Record<string, JsonValue>, choice: Choice, options: GraphOptions): void {
  task.schema = GENERATED_MODEL_SCHEMA
  if (choice.budget !== null) {
    const { tokens, timeMs, retries } = choice.budget
    task.budget = { max_tokens: tokens, max_time_ms: timeMs, max_retries: retries }
  }
  const ids = options.modelIds ?? []
  if (ids.length === 0) return
  const escalates = ids.length > 1 && choice.tolerant
  task.model = {
    model: ids[choice.number % ids.length]!,
    ...(escalates ? { escalate_to: [{ model: ids[(choice.number + 1) % ids.length]! }] } : {}),
  }
  if (escalates) task.on_fail = 'escalate'
}

/** Some tasks are conditional, on a dependency's number where there is one, else on a graph input. */
function addCondition(
  task: Record<string, JsonValue>,
  kind: Kind,
  choice: Choice,
  dependencies: readonly Made[],
): void {
  if (choice.condition === 0 || choice.condition > 3) return
  const source = findPort(dependencies, 'integer', choice.number)
  const value = source ?? { $input: '/number' }
  const match = { value, matches: { type: 'integer', minimum: choice.number % 5 } }
  const joined = choice.condition === 3 ? { not: { any: [match, { all: [match] }] } } : match
  task[choice.condition === 1 ? 'run_if' : 'skip_if'] = joined
  if (!choice.tolerant) task.substitute = kind.substitute
}

/** A task that may be skipped needs a substitute unless every consumer tolerates its absence. */
function addMissingSubstitutes(made: readonly Made[]): void {
  for (const { id, kind, task } of made) {
    if (task.run_if === undefined && task.skip_if === undefined) continue
    const consumers = made.filter(other => (other.task.dependencies as readonly string[] | undefined)?.includes(id))
    const tolerated = consumers.every(other => (other.task.optional as readonly string[] | undefined)?.includes(id))
    if (!tolerated) task.substitute = kind.substitute
  }
}

function findPort(dependencies: readonly Made[], wanted: Port['kind'], seed: number): JsonObject | null {
  const found = dependencies.flatMap(({ id, kind }) =>
    kind.ports.filter(port => port.kind === wanted).map(port => ({ $from: id, pointer: port.pointer })),
  )
  return found.length === 0 ? null : found[seed % found.length]!
}

function buildInput(name: KindName, choice: Choice, dependencies: readonly Made[]): JsonObject {
  const text = findPort(dependencies, 'text', choice.number) ?? (choice.tolerant ? { $input: '/text' } : choice.word)
  const all = dependencies.map(({ id }) => ({ $from: id }))
  switch (name) {
    case 'normalize':
      return { text, collapse_whitespace: choice.tolerant }
    case 'count':
      return { text }
    case 'dedupe':
      return { items: findPort(dependencies, 'list', choice.number) ?? [choice.number, choice.word, choice.number] }
    case 'collect':
      return { items: [...all, { $literal: { $from: choice.word } }] }
    case 'template':
      return { template: 'Say {{a}} and {{b}}.', values: { a: text, b: choice.number } }
    case 'vote':
      return { items: [...all, choice.number, choice.number] }
    case 'model':
      return choice.number % 2 === 0
        ? { prompt: 'Classify {{text}} ({{number}}).', text, number: choice.number }
        : { messages: [{ role: 'user', content: 'Classify {{text}}.' }], text }
  }
}

/** A graph that must be refused, and a code its faults must hold. */
export type SpoiledGraph = { readonly graph: JsonObject; readonly code: FailureCode; readonly how: string }

type Spoiler = {
  readonly how: string
  readonly code: FailureCode
  /** Spoils the copy in place at the task; false where this task offers nothing to spoil. */
  readonly apply: (graph: Loose, task: Loose) => boolean
}
type Loose = Record<string, JsonValue | undefined>

const always =
  (act: (graph: Loose, task: Loose) => void): Spoiler['apply'] =>
  (graph, task) => {
    act(graph, task)
    return true
  }
const modelOnly =
  (act: (task: Loose, graph: Loose) => void): Spoiler['apply'] =>
  (graph, task) => {
    if (task.type === 'model') act(task, graph)
    return task.type === 'model'
  }
const operationOnly =
  (act: (task: Loose) => void): Spoiler['apply'] =>
  (_, task) => {
    if (task.type !== 'model') act(task)
    return task.type !== 'model'
  }
const tasksOf = (graph: Loose): Loose[] => graph.tasks as unknown as Loose[]

/** One spoiler per way a graph can be wrong at one place. */
export const SPOILERS: readonly Spoiler[] = [
  {
    how: 'another major version',
    code: 'KORA_VERSION',
    apply: always(graph => {
      graph.kora_version = '2.0.0'
    }),
  },
  {
    how: 'an unknown root',
    code: 'ROOT_UNKNOWN',
    apply: always(graph => {
      graph.root = 'nobody'
    }),
  },
  {
    how: 'an unknown field',
    code: 'GRAPH_SHAPE',
    apply: always((_, task) => {
      task.prompt = 'x'
    }),
  },
  {
    how: 'an unknown type',
    code: 'GRAPH_SHAPE',
    apply: always((_, task) => {
      task.type = 'llm'
    }),
  },
  {
    how: 'a task without version',
    code: 'GRAPH_SHAPE',
    apply: always((_, task) => {
      delete task.version
    }),
  },
  {
    how: 'a duplicate id',
    code: 'TASK_ID_DUPLICATE',
    apply: always((graph, task) => {
      tasksOf(graph).push({ ...task })
    }),
  },
  {
    how: 'a missing dependency',
    code: 'DEPENDENCY_UNKNOWN',
    apply: always((_, task) => {
      task.dependencies = [...((task.dependencies as string[]) ?? []), 'nobody']
    }),
  },
  {
    how: 'a dependency on itself',
    code: 'CYCLE',
    apply: always((_, task) => {
      task.dependencies = [...((task.dependencies as string[]) ?? []), task.id as string]
    }),
  },
  {
    how: 'a reference to a task that is no dependency',
    code: 'REFERENCE_UNDECLARED',
    apply: always((_, task) => {
      task.input = { ...(task.input as JsonObject), more: { $from: 'nobody' } }
    }),
  },
  {
    how: 'a missing graph input',
    code: 'INPUT_MISSING',
    apply: always((_, task) => {
      task.input = { ...(task.input as JsonObject), more: { $input: '/nothing' } }
    }),
  },
  {
    how: 'an unknown operation',
    code: 'OPERATION_UNKNOWN',
    apply: operationOnly(task => {
      task.op = 'no.such'
    }),
  },
  {
    how: 'an operation asked for a model',
    code: 'FIELD_NOT_ALLOWED',
    apply: operationOnly(task => {
      task.model = {}
    }),
  },
  {
    how: 'a model task without schema',
    code: 'SCHEMA_MISSING',
    apply: modelOnly(task => {
      delete task.schema
    }),
  },
  {
    how: 'a schema that is none',
    code: 'SCHEMA_INVALID',
    apply: modelOnly(task => {
      task.schema = { type: 'text' }
    }),
  },
  {
    how: 'a budget in words',
    code: 'BUDGET_INVALID',
    apply: modelOnly(task => {
      task.budget = { max_tokens: '10' }
    }),
  },
  {
    how: 'a model task without any budget',
    code: 'BUDGET_MISSING',
    apply: modelOnly((task, graph) => {
      delete task.budget
      delete graph.defaults
    }),
  },
  {
    how: 'a template that names nothing',
    code: 'TEMPLATE_INVALID',
    apply: modelOnly(task => {
      task.input = { prompt: '{{nothing}}' }
    }),
  },
]

/** Valid graphs spoiled in one way at one task. */
export function arbitrarySpoiledGraph(options: GraphOptions = {}): fc.Arbitrary<SpoiledGraph> {
  return fc
    .record({ graph: arbitraryGraph({ maxTasks: 20, ...options }), at: fc.nat(), with: fc.nat() })
    .map(({ graph, at, with: which }) => {
      const copy = structuredClone(graph) as Loose
      const tasks = tasksOf(copy)
      const task = tasks[at % tasks.length]!
      for (let i = 0; ; i += 1) {
        const { how, code, apply } = SPOILERS[(which + i) % SPOILERS.length]!
        if (apply(copy, task)) return { graph: copy as JsonObject, code, how }
      }
    })
}
