/**
 * A request of an OpenAI client, read as what Studio runs: a message with its conversation for the planner, or one budgeted model
 * task. It refuses what would have no effect and starts nothing.
 */
import { Value } from '@sinclair/typebox/value'
import type { Budget } from '#contracts/budget'
import type { Fault } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import { ChatCompletionRequest } from '#contracts/openai'
import type { Task, TaskGraph } from '#contracts/task-graph'
import { isObject } from '#json/value'
import { defineBody, invalidRequest, requestFault } from '../api/read-request.ts'

/** The model name that stands for the planner. */
export const PLANNER_MODEL = 'kora'

export type Turn = { readonly role: 'user' | 'assistant'; readonly text: string }

export type Completion = {
  readonly model: string
  readonly system: string | null
  /** Earlier messages, oldest first. */
  readonly history: readonly Turn[]
  /** The last message. */
  readonly message: string
  /** Null for plain text. */
  readonly schema: JsonObject | null
  readonly budget: Partial<Budget>
  readonly sampler: { readonly temperature?: number; readonly top_p?: number; readonly seed?: number }
  readonly stop: readonly string[]
  readonly streams: boolean
  readonly includesUsage: boolean
  readonly mode: 'auto' | 'deterministic_only' | 'direct'
}

const checkBody = defineBody(ChatCompletionRequest)
const ANY_OBJECT: JsonObject = { type: 'object', additionalProperties: true }
export const TEXT_SCHEMA: JsonObject = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 1 } },
  required: ['text'],
}

const NO_TOOLS = 'Studio calls no tools for a client; deterministic work is done by operations. Leave it out.'
const NO_PROBABILITIES = 'Probabilities are not given here. Leave it out.'
const ONLY_TEXT = 'Only text is taken and given. Leave it out.'
const NO_PENALTIES = 'Only 0 is taken: not every runtime has penalties.'

/** Parts of the interface that Studio does not have, with what to say of them. What asks for nothing is taken, as the contract has it. */
const NOT_HERE = {
  tools: NO_TOOLS,
  tool_choice: NO_TOOLS,
  parallel_tool_calls: NO_TOOLS,
  functions: NO_TOOLS,
  function_call: NO_TOOLS,
  logprobs: NO_PROBABILITIES,
  top_logprobs: NO_PROBABILITIES,
  logit_bias: 'Tokens cannot be biased. Leave it out.',
  n: 'One answer is given; for several votes use samples in a TaskGraph.',
  presence_penalty: NO_PENALTIES,
  frequency_penalty: NO_PENALTIES,
  store: 'Only false is taken: what is kept is said in the settings of Studio.',
  modalities: ONLY_TEXT,
  audio: ONLY_TEXT,
  prediction: 'Studio takes no predicted output. Leave it out.',
  web_search_options: 'Studio searches no web. Leave it out.',
  reasoning_effort: 'How long a model thinks is not set here; max_tokens bounds it. Leave it out.',
  verbosity: 'How long an answer is, a prompt or a schema says. Leave it out.',
  service_tier: 'Everything runs on this machine, in one tier. Leave it out.',
  prompt_cache_retention: 'What is kept of prompts is the business of the runtime. Leave it out.',
} as const satisfies Partial<Record<keyof ChatCompletionRequest, string>>

/** Throws KoraError INVALID_REQUEST with all faults. */
export function readCompletion(value: unknown): Completion {
  const early = listRefusals(value)
  if (early.length > 0) throw invalidRequest(early)
  const body = checkBody(value)
  const faults = body.messages.flatMap(({ role, content }, at) =>
    content == null && role !== 'assistant' ? [requestFault(`/messages/${at}/content`, 'This field is required.')] : [],
  )
  const turns = body.messages.map(({ role, content }) => ({ role, text: textOf(content) }))
  const system = turns.filter(({ role }) => role === 'system' || role === 'developer').map(({ text }) => text)
  const talk = turns.filter((turn): turn is Turn => turn.role === 'user' || turn.role === 'assistant')
  const last = talk.at(-1)
  if (last?.role !== 'user')
    faults.push(requestFault(`/messages/${turns.length - 1}`, 'The last message must be one of the user.'))
  else if (last.text.trim() === '')
    faults.push(requestFault(`/messages/${turns.length - 1}/content`, 'The message is empty.'))
  if (body.max_tokens != null && body.max_completion_tokens != null && body.max_tokens !== body.max_completion_tokens)
    faults.push(requestFault('/max_tokens', 'max_tokens and max_completion_tokens differ; give one of them.'))
  if (body.stream_options != null && body.stream !== true)
    faults.push(requestFault('/stream_options', 'stream_options belong to a streamed answer.'))
  const schema = schemaOf(body)
  const stop = body.stop == null ? [] : typeof body.stop === 'string' ? [body.stop] : body.stop
  if (schema !== null && stop.length > 0)
    faults.push(requestFault('/stop', 'stop would cut JSON in the middle; leave it out beside a response_format.'))
  if (faults.length > 0) throw invalidRequest(faults)
  const maxTokens = body.max_completion_tokens ?? body.max_tokens
  return {
    model: body.model,
    system: system.length === 0 ? null : system.join('\n\n'),
    history: talk.slice(0, -1).filter(({ text }) => text !== ''),
    message: last!.text,
    schema,
    budget: {
      ...(maxTokens == null ? {} : { max_tokens: maxTokens }),
      ...(body.kora?.max_time_ms === undefined ? {} : { max_time_ms: body.kora.max_time_ms }),
      ...(body.kora?.max_retries === undefined ? {} : { max_retries: body.kora.max_retries }),
    },
    sampler: {
      ...(body.temperature == null ? {} : { temperature: body.temperature }),
      ...(body.top_p == null ? {} : { top_p: body.top_p }),
      ...(body.seed == null ? {} : { seed: body.seed }),
    },
    stop,
    streams: body.stream === true,
    includesUsage: body.stream_options?.include_usage === true,
    mode: body.kora?.mode ?? 'auto',
  }
}

/** Said before shapes are checked, because the reason helps more than "wrong kind". */
function listRefusals(value: unknown): readonly Fault[] {
  if (typeof value !== 'object' || value === null) return []
  const faults: Fault[] = []
  const body = value as Readonly<Record<string, unknown>>
  for (const name of Object.keys(NOT_HERE) as (keyof typeof NOT_HERE)[]) {
    if (body[name] !== undefined && !Value.Check(ChatCompletionRequest.properties[name], body[name]))
      faults.push(requestFault(`/${name}`, NOT_HERE[name]))
  }
  if (!Array.isArray(body.messages)) return faults
  for (const [at, message] of (body.messages as readonly unknown[]).entries()) {
    const { role, content } = (message ?? {}) as { readonly role?: unknown; readonly content?: unknown }
    if (role === 'tool' || role === 'function')
      faults.push(
        requestFault(`/messages/${at}/role`, 'Results of tools are not taken: Studio calls none for a client.'),
      )
    if (!Array.isArray(content)) continue
    for (const [part, item] of (content as readonly unknown[]).entries())
      if (isObject(item) && item.type !== 'text')
        faults.push(requestFault(`/messages/${at}/content/${part}/type`, 'Only parts of text are taken.'))
  }
  return faults
}

function textOf(content: ChatCompletionRequest['messages'][number]['content']): string {
  if (content == null) return ''
  return typeof content === 'string' ? content : content.map(part => part.text).join('')
}

function schemaOf({ response_format: format }: ChatCompletionRequest): JsonObject | null {
  if (format == null || format.type === 'text') return null
  return format.type === 'json_object' ? ANY_OBJECT : (format.json_schema.schema as JsonObject)
}

/** One model task with the whole conversation. Texts stand in the inputs, so that nothing in them is read as a template. */
export function buildCompletionGraph(completion: Completion, budget: Budget): TaskGraph {
  const { model, system, history, message, schema, sampler } = completion
  const turns: readonly Turn[] = [...history, { role: 'user', text: message }]
  const task: Task = {
    version: '1.0',
    id: 'answer',
    name: 'Answer',
    type: 'model',
    dependencies: [],
    input: { messages: turns.map(({ role }, at) => ({ role, content: { $input: `/turns/${at}` } })) },
    schema: schema ?? TEXT_SCHEMA,
    budget: { ...budget, ...completion.budget },
    model: {
      ...(model === PLANNER_MODEL ? {} : { model }),
      ...(system === null ? {} : { system }),
      ...sampler,
    },
  }
  return {
    kora_version: '1.0.0',
    graph_id: 'chat-completion',
    root: 'answer',
    inputs: { turns: turns.map(({ text }) => text) },
    tasks: [task],
    metadata: { title: 'Chat completion' },
  }
}

/** Faults of that graph, at the places that the client's body has for them. */
export function atBody(fault: Fault): Fault {
  const rest = fault.pointer.replace(/^\/taskgraph\/tasks\/0/, '')
  const pointer = rest.startsWith('/schema')
    ? `/response_format/json_schema${rest}`
    : rest.startsWith('/budget/max_tokens')
      ? '/max_tokens'
      : rest.startsWith('/budget/')
        ? `/kora${rest.slice('/budget'.length)}`
        : rest.replace(/^\/model(?=\/)/, '')
  return { ...fault, pointer }
}
