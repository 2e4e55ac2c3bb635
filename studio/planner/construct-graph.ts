/**
 * Task construction from a message (rules K1 to K7): rules first, one small model task for what they leave, and an aggregation
 * that writes the reply. It decides by rules and coverage alone; no model is asked how to plan.
 */
import type { Budget } from '#contracts/budget'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Planner, PlannerInput } from '#contracts/planner-port'
import type { Task } from '#contracts/task-graph'
import type { Construction, Conversation } from '../api/services.ts'
import { type Matched, matchRules } from './match-rules.ts'
import { toPartial } from './partial-output.ts'
import { remainderOf, restOf } from './remainder.ts'

export type ConstructOptions = {
  readonly planners: readonly Planner[]
  readonly input: PlannerInput
  /** `direct`: one plain model call, for comparison. */
  readonly direct: boolean
  readonly budget: Budget
  readonly conversation?: Conversation
  readonly graphId: string
}

const SYSTEM =
  'You answer briefly and exactly. Use facts and data given to you as they are. If you do not know, say so.'
const ANSWER_TASK = 'answer'
const ANSWER_SCHEMA = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 1 } },
  required: ['text'],
}
const TITLE_LENGTH = 60
const ALONE: Conversation = { history: [] }

export function constructGraph(options: ConstructOptions): Omit<Construction, 'constructMs'> {
  const reading = options.direct
    ? ({ matches: [], coverage: 'none' } as const)
    : matchRules(options.planners, options.input)
  const isOnly = reading.matches.length === 1 && reading.coverage === 'all'
  const answered = reading.matches.map((matched, at) => ruleTasks(matched, at + 1, isOnly))
  const matches = reading.matches.map(({ match }) => match)
  const modelNeeded = reading.coverage !== 'all'
  const tasks = answered.flatMap(({ tasks: own }) => own)
  const left = answered.length === 0 ? null : remainderOf(options.input.message, matches)
  if (modelNeeded)
    tasks.push(
      left?.isAlone && options.input.attachments.length === 0
        ? modelTask(options, left.text)
        : modelTask(options, options.input.message, answered, left?.text),
    )
  const inputs = graphInputs(options, modelNeeded)
  // K2: what was computed is said as it was computed; the model only adds what the rules leave.
  const replies = [...answered.map(({ replyId }) => replyId), ...(modelNeeded ? [ANSWER_TASK] : [])]
  tasks.push(...replyTasks(replies, answered))
  return {
    taskgraph: {
      kora_version: '1.0.0',
      graph_id: options.graphId,
      root: 'reply',
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      tasks,
      metadata: { title: titleOf(options.input.message) },
    },
    decision: {
      rules: reading.matches.map(({ rule, match }, at) => ({
        rule_id: rule.id,
        reason: rule.reason,
        span: [match.span[0], match.span[1]],
        task_ids: (answered[at]?.tasks ?? []).map(task => task.id),
        ...(match.reading === undefined ? {} : { reading: match.reading }),
      })),
      model_needed: modelNeeded,
    },
    partial: toPartial(
      answered,
      modelNeeded ? { id: ANSWER_TASK, asks: left?.text ?? restOf(options.input.message, matches) } : null,
    ),
  }
}

/** Texts of others stand in the inputs, so that nothing in them is read as a template. */
function graphInputs(options: ConstructOptions, modelNeeded: boolean): Record<string, JsonValue> {
  const { input, conversation: { history } = ALONE } = options
  return {
    ...(input.attachments.length === 0 ? {} : { attachments: input.attachments.map(({ text }) => text) }),
    ...(history.length === 0 || !modelNeeded ? {} : { history: history.map(({ text }) => text) }),
  }
}

type RuleTasks = { readonly tasks: Task[]; readonly replyId: string; readonly answerId: string }

/** The tasks of one match under ids of their own, and the words that tell its result; among several, in one line where it can be. */
function ruleTasks({ rule, match }: Matched, number: number, isOnly: boolean): RuleTasks {
  const idOf = (key: string) => `${rule.id}.${number}.${key}`
  const tasks: Task[] = match.tasks.map(task => ({
    version: '1.0',
    id: idOf(task.key),
    name: task.name,
    type: 'deterministic',
    op: task.op,
    dependencies: task.dependencies.map(idOf),
    input: renameReferences(task.input, idOf),
  }))
  const answerId = idOf(match.answer)
  const values: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(match.reply.values)) {
    values[name] = 'pointer' in value ? { $from: answerId, pointer: value.pointer } : value.literal
  }
  const replyId = idOf('say')
  let { template } = match.reply
  if (match.reply.how !== undefined)
    template += `${isOnly || template.includes('\n') ? '\n\n' : ' — '}${match.reply.how}`
  if (match.reading !== undefined) {
    template += '\n\n_{{reading_taken}}_'
    values.reading_taken = match.reading
  }
  tasks.push({
    version: '1.0',
    id: replyId,
    name: 'Say the result',
    type: 'aggregation',
    op: 'agg.template',
    dependencies: [answerId],
    input: { template, values },
  })
  return { tasks, replyId, answerId }
}

/** Rules name each other's tasks by key; `$from` gets the id that the graph uses. Literal data keeps its `$literal`. */
function renameReferences(value: JsonValue, idOf: (key: string) => string): JsonValue {
  if (Array.isArray(value)) return value.map(item => renameReferences(item, idOf))
  if (value === null || typeof value !== 'object') return value
  const object = value as JsonObject
  if (typeof object.$from === 'string') return { ...object, $from: idOf(object.$from) }
  if ('$literal' in object) return object
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, renameReferences(item, idOf)]))
}

/**
 * K2: the model sees the results, not the work, and is asked for what is left; where that says all of itself, it sees nothing else.
 * Small models would else work out again, and wrongly, what stands beside their answer as computed.
 */
function modelTask(
  options: ConstructOptions,
  message: string,
  answered: readonly RuleTasks[] = [],
  left?: string,
): Task {
  const { attachments, now } = options.input
  const { history, system = SYSTEM, sampler } = options.conversation ?? ALONE
  const parts: string[] = []
  const values: Record<string, JsonValue> = { message }
  attachments.forEach((attachment, at) => {
    parts.push(`Attached "{{attachment_${at + 1}_name}}":\n{{attachment_${at + 1}}}`)
    values[`attachment_${at + 1}_name`] = attachment.name
    values[`attachment_${at + 1}`] = { $input: `/attachments/${at}` }
  })
  answered.forEach(({ replyId }, at) => {
    parts.push(`Computed exactly: {{fact_${at + 1}}}`)
    values[`fact_${at + 1}`] = { $from: replyId, pointer: '/text' }
  })
  if (/\b(?:today|tomorrow|yesterday|now|date|day|week|month|year|time)\b/i.test(message)) {
    parts.push('It is {{now}}.')
    values.now = `${now.iso} (${now.zone})`
  }
  parts.push('{{message}}')
  if (left !== undefined) {
    parts.push('Answer only this part: {{left}}')
    values.left = left
  }
  const prompt = parts.join('\n\n')
  const earlier = history.map(({ role }, at) => ({ role, content: { $input: `/history/${at}` } }))
  return {
    version: '1.0',
    id: ANSWER_TASK,
    name: 'Answer what the rules leave',
    type: 'model',
    dependencies: answered.map(({ replyId }) => replyId),
    input: {
      ...(earlier.length === 0 ? { prompt } : { messages: [...earlier, { role: 'user', content: prompt }] }),
      ...values,
    },
    schema: ANSWER_SCHEMA,
    budget: options.budget,
    model: { system, ...sampler },
  }
}

/** K7: `{text, facts?}`: what a person reads, and beside it the facts as data. Several answers are joined first. */
function replyTasks(replies: readonly string[], answered: readonly RuleTasks[]): Task[] {
  const base = { version: '1.0', type: 'aggregation' } as const
  const tasks: Task[] = []
  let said = replies[0] as string
  if (replies.length > 1) {
    said = 'join'
    const names = replies.map((_, at) => `part_${at + 1}`)
    const values = Object.fromEntries(replies.map((id, at) => [names[at] as string, { $from: id, pointer: '/text' }]))
    const template = names.map(name => `{{${name}}}`).join('\n\n')
    tasks.push({
      ...base,
      id: said,
      name: 'Join the answers',
      op: 'agg.template',
      dependencies: [...replies],
      input: { template, values },
    })
  }
  const facts = answered.map(({ answerId }) => ({ $from: answerId }))
  const objects = [{ text: { $from: said, pointer: '/text' } }, ...(facts.length > 0 ? [{ facts }] : [])]
  const dependencies = [...new Set([said, ...answered.map(({ answerId }) => answerId)])]
  tasks.push({ ...base, id: 'reply', name: 'Write the reply', op: 'agg.merge', dependencies, input: { objects } })
  return tasks
}

/** K4: titles are made by rule: the first line, at a word's end. */
export function titleOf(message: string): string {
  const line = message.trim().split('\n', 1)[0] ?? ''
  if (line.length <= TITLE_LENGTH) return (line || 'Untitled').toWellFormed()
  const cut = line.slice(0, TITLE_LENGTH)
  const space = cut.lastIndexOf(' ')
  return `${(space > 20 ? cut.slice(0, space) : cut).toWellFormed()}…`
}
