/**
 * The promises of the engine as functions over what was observed: events, result and the backends' own ledger. Each returns the
 * sentences of what was broken; an empty list means that the promise held. None of them asks the engine.
 */
import type { Event } from '#contracts/event'
import type { Task, TaskGraph } from '#contracts/task-graph'
import { sha256Hex } from '#json/digest'
import { type Call, MODEL_IDS, type Observed } from './simulate-run.ts'

export type Invariant = (observed: Observed) => string[]

const TERMINAL = new Set(['task.completed', 'task.failed', 'task.skipped', 'task.cancelled'])
const RUN_END = new Set(['run.completed', 'run.failed', 'run.cancelled'])
const LATE_MS = 50

const budgetOf = (task: Task, graph: TaskGraph) => {
  const { max_tokens = 0, max_time_ms = 0, max_retries = 0 } = { ...graph.defaults?.budget, ...task.budget }
  return { max_tokens, max_time_ms, max_retries }
}
const modelTasks = ({ source }: Observed) => source.tasks.filter(task => task.type === 'model')
const of = (observed: Observed, id: string) => observed.events.filter(event => event.task_id === id)
const callsOf = (observed: Observed, id: string) => observed.calls.filter(call => call.taskId === id)
const telemetryOf = ({ result }: Observed, id: string) => result.telemetry.tasks.find(task => task.task_id === id)
/** What the engine took of a call: a backend may have sent one frame more before it was stopped. */
const sentOf = (call: Call) => Math.min(call.tokensSent, call.request.maxTokens)
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function over(what: string, observed: number, most: number | null | undefined): string[] {
  if (most === null || most === undefined || observed <= most) return []
  return [`${what}: ${observed} > ${most}`]
}

const promptTokens = (call: Call) => call.promptTokens

const spanOf = (events: readonly Event[]) => {
  const ready = events.find(event => event.type === 'task.ready')
  const ended = events.find(event => TERMINAL.has(event.type))
  return ready && ended ? ended.mono_ms - ready.mono_ms : 0
}

/** I1 and C1: nothing observed is above what was declared, or above what was proven before the run. */
export const withinBudgets: Invariant = observed => {
  const { result, source, calls, events } = observed
  const { certificate } = result.execution_metadata
  const limits = source.limits ?? {}
  const tokens = sum(calls.map(sentOf))
  const { summary } = result.telemetry
  const took = (events.at(-1)?.mono_ms ?? 0) - (events[0]?.mono_ms ?? 0)
  return [
    ...over('calls of the run', calls.length, certificate.max_model_calls),
    ...over('calls under limits', calls.length, limits.max_model_calls),
    ...over('tokens of the run', tokens, certificate.max_output_tokens),
    ...over('tokens booked', summary.total_tokens.out, certificate.max_output_tokens),
    ...over('tokens booked under limits', summary.total_tokens.out, limits.max_total_tokens),
    ...over('tokens under limits', tokens, limits.max_total_tokens),
    ...over('prompt tokens of the run', sum(calls.map(promptTokens)), certificate.max_prompt_tokens),
    ...over('prompt tokens told', summary.total_tokens.in, certificate.max_prompt_tokens),
    ...over('retries under limits', summary.total_retries, limits.max_total_retries),
    ...over('time of the run', took, certificate.max_time_ms),
    ...over(
      'time under limits',
      took,
      limits.max_total_time_ms === undefined ? null : limits.max_total_time_ms + LATE_MS,
    ),
    ...modelTasks(observed).flatMap(task => taskWithinBudget(task, observed)),
  ]
}

function taskWithinBudget(task: Task, observed: Observed): string[] {
  const budget = budgetOf(task, observed.source)
  const proven = observed.result.execution_metadata.certificate.tasks.find(row => row.task_id === task.id)
  const own = callsOf(observed, task.id)
  const booked = telemetryOf(observed, task.id)?.tokens_out ?? 0
  const took = spanOf(of(observed, task.id))
  return [
    ...over(`${task.id} calls`, own.length, 1 + budget.max_retries),
    ...over(`${task.id} proven calls`, own.length, proven?.max_model_calls),
    ...over(`${task.id} tokens`, sum(own.map(sentOf)), budget.max_tokens),
    ...over(`${task.id} booked`, booked, budget.max_tokens),
    ...over(`${task.id} prompt`, sum(own.map(promptTokens)), proven?.max_prompt_tokens),
    ...over(`${task.id} time`, took, budget.max_time_ms + LATE_MS),
    ...own.flatMap(call => over(`${task.id} frames past the cap`, call.tokensSent, call.request.maxTokens + 60)),
  ]
}

/** I2: no attempt is granted more than the budget less what the attempts before it were booked with. */
export const purseOnlyFalls: Invariant = observed =>
  modelTasks(observed).flatMap(task => {
    let left = budgetOf(task, observed.source).max_tokens
    const attempts = telemetryOf(observed, task.id)?.attempts ?? []
    return callsOf(observed, task.id).flatMap((call, index) => {
      const broken = over(`${task.id} grant ${index}`, call.request.maxTokens, left)
      left -= attempts[index]?.tokens_out ?? 0
      return broken
    })
  })

/** I3: only model tasks call, and every call is one of theirs. */
export const operationsNeverCall: Invariant = ({ source, calls, events }) => {
  const kinds = new Map(source.tasks.map(task => [task.id, task.type]))
  const callers = [
    ...calls.map(call => call.taskId),
    ...events.filter(event => event.type.startsWith('llm.')).map(event => event.task_id ?? ''),
  ]
  return callers.filter(id => kinds.get(id) !== 'model').map(id => `a call by "${id}"`)
}

/** Written by hand, so that a verifier that says yes to everything does not judge itself. */
function fitsModelSchema(output: unknown): boolean {
  if (typeof output !== 'object' || output === null) return false
  const { label, score, note, ...rest } = output as Record<string, unknown>
  return (
    ['red', 'green', 'blue'].includes(label as string) &&
    Number.isInteger(score) &&
    (score as number) >= 0 &&
    (score as number) <= 9 &&
    (note === undefined || (typeof note === 'string' && [...note].length <= 40)) &&
    Object.keys(rest).length === 0
  )
}

/** I4: every output fits its schema, and no task ended well without a verdict. */
export const outputsFit: Invariant = observed => [
  ...modelTasks(observed)
    .filter(task => task.id in observed.result.outputs && !fitsModelSchema(observed.result.outputs[task.id]))
    .map(task => `${task.id} gave what its schema refuses`),
  ...observed.events
    .filter(event => event.type === 'task.completed' && event.data.validation_status !== 'passed')
    .map(event => `${event.task_id} completed without a verdict`),
  ...observed.source.tasks
    .filter(task => {
      const ended = of(observed, task.id).find(event => TERMINAL.has(event.type))?.type
      return (ended === 'task.failed' || ended === 'task.cancelled') && task.id in observed.result.outputs
    })
    .map(task => `${task.id} failed and still has an output`),
]

/** I5: one terminal event a task and one a run; nothing comes after it; sequence numbers have no hole. */
export const oneEnd: Invariant = ({ source, events, result }) => [
  ...source.tasks.flatMap(task => {
    const own = events.filter(event => event.task_id === task.id)
    const ends = own.filter(event => TERMINAL.has(event.type)).length
    const last = own.at(-1)
    const state = result.telemetry.tasks.find(one => one.task_id === task.id)?.status ?? 'none'
    const open = ['queued', 'ready', 'running', 'none'].includes(state)
    return [
      ...(ends === 1 ? [] : [`${task.id} ended ${ends} times`]),
      ...(last && TERMINAL.has(last.type) ? [] : [`${task.id} goes on after its end: ${last?.type}`]),
      ...(open ? [`${task.id} is left in state ${state}`] : []),
    ]
  }),
  ...(events.filter(event => RUN_END.has(event.type)).length === 1 ? [] : ['the run did not end once']),
  ...(RUN_END.has(events.at(-1)?.type ?? '') ? [] : ['the end of the run is not its last event']),
  ...events.filter((event, at) => event.seq !== at).map(event => `a hole at ${event.seq}`),
]

/** I6: no task starts before its dependencies ended well; one that lost a needed dependency fails for that reason. */
export const dependenciesFirst: Invariant = observed =>
  observed.source.tasks.flatMap(task => {
    const started = of(observed, task.id).find(event => event.type === 'task.started')
    const broken: string[] = []
    for (const dependency of task.dependencies ?? []) {
      const ended = of(observed, dependency).find(event => TERMINAL.has(event.type))
      const tolerated = (task.optional ?? []).includes(dependency)
      const gave = dependency in observed.result.outputs
      if (started && (!ended || ended.seq > started.seq)) broken.push(`${task.id} started before ${dependency} ended`)
      if (started && !gave && !tolerated) broken.push(`${task.id} started without ${dependency}`)
      const reason = telemetryOf(observed, task.id)?.stop_reason ?? ''
      const stopped = observed.result.status === 'cancelled' || /CANCELLED|TIME_LIMIT/.test(reason)
      if (!gave && !tolerated && !stopped && !reason.startsWith('DEPENDENCY_FAILURE'))
        broken.push(`${task.id} lost ${dependency} and says "${reason}"`)
    }
    return broken
  })

/** I7: what is announced can be read. */
export const announcedIsDurable: Invariant = ({ events, source }) =>
  RUN_END.has(events.at(-1)?.type ?? '') && events.length >= source.tasks.length
    ? []
    : ['the result came before its events']

/** I9: telemetry and the backends' ledger tell the same story; totals are sums of attempts. */
export const telemetryIsTrue: Invariant = observed => {
  const { result, calls, events } = observed
  const { summary, tasks } = result.telemetry
  const attempts = tasks.flatMap(task => task.attempts)
  const started = events.filter(event => event.type === 'llm.invocation.started').length
  const finished = events.filter(event => /^llm\.invocation\.(completed|failed)$/.test(event.type)).length
  const counts = {
    ledger: calls.length,
    summary: summary.model_invocation_count,
    attempts: attempts.length,
    started,
    finished,
  }
  const broken = new Set(Object.values(counts)).size === 1 ? [] : [`calls differ: ${JSON.stringify(counts)}`]
  if (sum(attempts.map(attempt => attempt.tokens_out)) !== summary.total_tokens.out)
    broken.push('tokens out are no sum')
  if (sum(attempts.map(attempt => attempt.tokens_in)) !== summary.total_tokens.in) broken.push('tokens in are no sum')
  for (const task of modelTasks(observed)) {
    const told = telemetryOf(observed, task.id)?.attempts ?? []
    callsOf(observed, task.id).forEach((call, index) => {
      const attempt = told[index]
      if (attempt?.connector !== call.connector) broken.push(`${task.id} attempt ${index} names ${attempt?.connector}`)
      const honest = call.manner.startsWith('honest') && attempt?.status === 'success'
      if (honest && attempt.tokens_out !== call.tokensSent)
        broken.push(`${task.id} booked ${attempt.tokens_out} of ${call.tokensSent} honest tokens`)
    })
  }
  return broken
}

/** I10: only declared models are called, each under its own connector. */
export const declaredModelsOnly: Invariant = ({ source, calls }) =>
  calls.flatMap(call => {
    const model = source.tasks.find(task => task.id === call.taskId)?.model
    const declared = [model?.model, ...(model?.escalate_to ?? []).map(step => step.model)]
    const called = `${call.connector}/${call.request.model}`
    const known = (MODEL_IDS as readonly string[]).includes(called)
    return known && declared.includes(called) ? [] : [`${call.taskId} called ${called}`]
  })

/** I12: the graph is what it was. */
export const graphUnchanged: Invariant = ({ canonicalBefore, canonicalAfter, result }) => [
  ...(canonicalBefore === canonicalAfter ? [] : ['the graph changed']),
  ...(result.telemetry.graph_hash === `sha256:${sha256Hex(canonicalBefore)}` ? [] : ['the hash is another graph']),
]

/** X1: never more calls at once than the runtime has slots. */
export const slotsHold: Invariant = ({ calls, slots }) =>
  calls.flatMap(call => {
    const beside = calls.filter(
      other =>
        other.connector === call.connector &&
        other.openedAtMs <= call.openedAtMs &&
        (other.closedAtMs ?? Number.POSITIVE_INFINITY) > call.openedAtMs,
    )
    return over(`calls at once on ${call.connector}`, beside.length, slots)
  })

export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'I1 C1 budgets': withinBudgets,
  'I2 purse': purseOnlyFalls,
  'I3 operations': operationsNeverCall,
  'I4 outputs': outputsFit,
  'I5 ends': oneEnd,
  'I6 order': dependenciesFirst,
  'I7 durable': announcedIsDurable,
  'I9 telemetry': telemetryIsTrue,
  'I10 models': declaredModelsOnly,
  'I12 graph': graphUnchanged,
  'X1 slots': slotsHold,
}

export function violationsOf(observed: Observed): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, check]) => check(observed).map(sentence => `${name}: ${sentence}`))
}
