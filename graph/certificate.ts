/**
 * The certificate: the most a graph can cost, whatever its backends do (C1). Every number is a product or a sum of declared
 * budgets and hard limits, said in words beside it; nothing is estimated and nothing is run.
 */
import type { Certificate, TaskCertificate } from '#contracts/certificate'
import type { AdmittedGraph, AdmittedTask } from '#graph/admitted-graph'
import { courseOf, soleValueOf } from '#graph/answer-course'
import { CONTENT_FREE_PROMPTS } from '#graph/content-free'
import { ADAPTER_BYTES, OVERSHOOT_MS, TEMPLATE_TOKENS } from '#graph/cost-bounds'
import { maxPromptBytes } from '#graph/size-of-prompt'

/** What only a running system knows; each missing fact makes the ceiling higher, never wrong. */
export type CertificateFacts = {
  /** Exact tokens of the first prompt as it is sent, where its text is known and the runtime can count it; else null. */
  promptTokens?(task: AdmittedTask): number | null
  /** Smallest certain bound on the context of every model the task may call, in tokens; null where one is unknown. */
  contextTokens?(task: AdmittedTask): number | null
  /** Limit on operations that declare no time, in ms; null where there is none. */
  readonly operationTimeMs?: number | null
}

/** Proves the ceiling of an admitted graph. `max_time_ms` is null where an operation has no time limit at all. */
export function certify(graph: AdmittedGraph, facts: CertificateFacts = {}): Certificate {
  const certified = graph.tasks.map(task =>
    task.type === 'model' ? ofModel(task, graph, facts) : ofOperation(task, facts),
  )
  const tasks = certified.map(({ task }) => task)
  const models = certified.filter((_, index) => graph.tasks[index]!.type === 'model')
  const { limits } = graph
  const calls = Math.min(
    sum(tasks.map(task => task.max_model_calls)),
    limits.max_model_calls ?? Infinity,
    sum(models.map(model => model.firstCalls)) + (limits.max_total_retries ?? Infinity),
  )
  return {
    max_model_calls: calls,
    max_output_tokens: Math.min(sum(tasks.map(task => task.max_output_tokens)), limits.max_total_tokens ?? Infinity),
    max_prompt_tokens: Math.min(sum(tasks.map(task => task.max_prompt_tokens)), costliestCalls(certified, calls)),
    max_time_ms: maxTime(graph, tasks),
    prompt_tokens_basis: models.length > 0 && models.every(model => model.isCounted) ? 'tokenizer' : 'bytes',
    tasks,
  }
}

type Certified = {
  readonly task: TaskCertificate
  /** Most prompt tokens of one call. */
  readonly callTokens: number
  /** Calls that are no retries: the first, and an evaluation before it. */
  readonly firstCalls: number
  readonly isCounted: boolean
}

function ofOperation(task: AdmittedTask, facts: CertificateFacts): Certified {
  const declared = task.maxTimeMs
  const limit = declared ?? facts.operationTimeMs ?? null
  const because =
    limit === null
      ? 'an operation: no model call; it declares no time'
      : `an operation: no model call; ${declared === null ? 'the default limit' : 'max_time_ms'} ${limit} + ${OVERSHOOT_MS} ms to stop`
  return {
    task: toRow(task, 0, 0, 0, limit === null ? null : limit + OVERSHOOT_MS, because),
    callTokens: 0,
    firstCalls: 0,
    isCounted: true,
  }
}

/**
 * Every later call may hold one repair turn: a cut answer and the reasons against it, as two messages more. Where a choice may be
 * weighed (M8), a call may read the content-free prompts instead, and one evaluation that decides nothing may come before the first.
 */
function ofModel(task: AdmittedTask, graph: AdmittedGraph, facts: CertificateFacts): Certified {
  const { max_tokens, max_time_ms, max_retries } = task.budget!
  if (soleValueOf(task) !== null) {
    const because = `its schema allows one value: no model call; ${max_time_ms} + ${OVERSHOOT_MS} ms to stop`
    const row = toRow(task, 0, 0, 0, max_time_ms + OVERSHOOT_MS, because)
    return { task: row, callTokens: 0, firstCalls: 0, isCounted: true }
  }
  const course = courseOf(task)
  const evaluations = course?.isChoice === true && task.model?.decode !== 'choice' ? 1 : 0
  const calls = safe(evaluations + 1 + max_retries)
  const prompts = course?.hasChoices === true ? 1 + CONTENT_FREE_PROMPTS : 1
  const prompt = maxPromptBytes(task, graph)
  const schemaBytes = Buffer.byteLength(JSON.stringify(task.outputSchema.source))
  const counted = facts.promptTokens?.(task) ?? null
  const template = TEMPLATE_TOKENS.call + TEMPLATE_TOKENS.message * prompt.messages
  const first = counted ?? prompt.bytes + template + schemaBytes + ADAPTER_BYTES.instruction
  const later = first + ADAPTER_BYTES.repair + 2 * TEMPLATE_TOKENS.message
  const context = facts.contextTokens?.(task) ?? Infinity
  // A call that weighs a choice holds no repair turn: after a refused answer the model writes.
  const planned = prompts * Math.min(first, context)
  const callTokens = max_retries === 0 ? planned : Math.max(planned, Math.min(later, context))
  const total = (1 + evaluations) * planned + max_retries * callTokens
  const because = [
    `${evaluations === 0 ? '' : '1 evaluation + '}1 + ${max_retries} retries = ${calls} calls`,
    `one purse of ${max_tokens} tokens`,
    ...(prompts === 1 ? [] : [`${prompts} prompts a call: a choice is calibrated on ${prompts - 1} content-free ones`]),
    counted === null ? `prompt at most ${prompt.because}` : `prompt of ${counted} tokens, counted`,
    context === Infinity ? 'context unknown' : `context ${context} tokens`,
    `${max_time_ms} + ${OVERSHOOT_MS} ms to stop`,
  ].join('; ')
  const row = toRow(task, calls, max_tokens, total, max_time_ms + OVERSHOOT_MS, because)
  return { task: row, callTokens: safe(callTokens), firstCalls: 1 + evaluations, isCounted: counted !== null }
}

function toRow(
  task: AdmittedTask,
  calls: number,
  outputTokens: number,
  promptTokens: number,
  timeMs: number | null,
  because: string,
): TaskCertificate {
  return {
    task_id: task.id,
    max_model_calls: calls,
    max_output_tokens: outputTokens,
    max_prompt_tokens: safe(promptTokens),
    max_time_ms: timeMs === null ? null : safe(timeMs),
    because,
  }
}

/** With fewer calls allowed than tasks could make, no run pays for more than the costliest of them. */
function costliestCalls(certified: readonly Certified[], calls: number): number {
  let left = calls
  let tokens = 0
  for (const { task, callTokens } of certified.toSorted((a, b) => b.callTokens - a.callTokens)) {
    const taken = Math.min(left, task.max_model_calls)
    tokens = safe(tokens + taken * callTokens)
    left -= taken
    if (left === 0) break
  }
  return tokens
}

/** Critical path. Waiting for a slot is inside a model task's own time (B3), so fewer slots cannot lengthen it. */
function maxTime(graph: AdmittedGraph, tasks: readonly TaskCertificate[]): number | null {
  const limit = graph.limits.max_total_time_ms === undefined ? null : graph.limits.max_total_time_ms + OVERSHOOT_MS
  if (tasks.some(task => task.max_time_ms === null)) return limit
  const ends = new Array<number>(tasks.length).fill(0)
  let latest = 0
  for (const index of graph.order) {
    let start = 0
    for (const dependency of graph.tasks[index]!.dependencies) start = Math.max(start, ends[dependency]!)
    ends[index] = safe(start + tasks[index]!.max_time_ms!)
    latest = Math.max(latest, ends[index])
  }
  return Math.min(latest, limit ?? Infinity)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => safe(total + number), 0)
}

/** Beyond the safe integers a ceiling is written as the largest of them. */
function safe(number: number): number {
  return Math.min(number, Number.MAX_SAFE_INTEGER)
}
