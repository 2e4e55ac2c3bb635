/**
 * The questions of a capability probe as a graph (rule N8): fixed words without content, each with a budget, together no more than
 * 64 generated tokens. It asks nobody.
 */
import type { ChatMessage, Sampler } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import type { ModelTarget } from '#graph/admitted-graph'

export type Question = {
  readonly id: string
  readonly messages: readonly ChatMessage[]
  readonly maxTokens: number
  readonly sampler: Sampler
  /** Sent for decoding; null asks freely. */
  readonly schema: JsonObject | null
  /** Pieces after which the call is cancelled; null lets it end. */
  readonly stopAfter: number | null
}

const ONE_TASK_MS = 60_000
/** The first call may have to load the model. */
const FIRST_TASK_MS = 300_000

const GREEDY: Sampler = { temperature: 0, topP: 1, seed: 1, stop: [] }
const FREE: Sampler = { temperature: 1, topP: 1, seed: 4_711, stop: [] }
const say = (content: string): readonly ChatMessage[] => [{ role: 'user', content }]

const VALUES = ['q', 'z']
/** All that the schema of the probe allows, white space left out. */
export const FITTING_ANSWERS: readonly string[] = VALUES.map(k => JSON.stringify({ k }))
/** The prompt beside it asks for prose, so only a runtime that decodes under the schema answers inside it. */
const TWO_VALUES: JsonObject = {
  type: 'object',
  properties: { k: { enum: VALUES } },
  required: ['k'],
  additionalProperties: false,
}
const PROSE = say('Describe the sea in one English sentence. Do not write JSON.')
const COUNT = say('Count from 1 to 1000, one number after the other, and write nothing else.')
const LETTERS = say('Write twenty random letters.')

const free = (id: string, messages: readonly ChatMessage[], maxTokens: number, sampler: Sampler): Question => ({
  id,
  messages,
  maxTokens,
  sampler,
  schema: null,
  stopAfter: null,
})

/** How many pieces a cancelled call lets come: enough to measure their pace. */
const PIECES_BEFORE_CANCEL = 3

export const QUESTIONS: readonly Question[] = [
  free('cap', COUNT, 6, GREEDY),
  free('greedy', COUNT, 6, GREEDY),
  { ...free('schema', PROSE, 14, GREEDY), schema: TWO_VALUES },
  free('seed', LETTERS, 4, FREE),
  free('seed_again', LETTERS, 4, FREE),
  { ...free('cancel', COUNT, 14, GREEDY), stopAfter: PIECES_BEFORE_CANCEL },
  free('after_cancel', COUNT, 1, GREEDY),
  // Asked only where the first pair speaks against the runtime: a busy machine may have been the cause.
  { ...free('cancel_again', COUNT, 14, GREEDY), stopAfter: PIECES_BEFORE_CANCEL },
  free('after_cancel_again', COUNT, 1, GREEDY),
]

/** One task a question, one after the other; what the graph declares is the most that the probe can cost. */
export function buildProbeGraph({ connector, model }: ModelTarget) {
  return {
    kora_version: '1.0.0',
    graph_id: 'probe',
    root: QUESTIONS.at(-1)!.id,
    metadata: { title: `Probe of ${connector}/${model}` },
    tasks: QUESTIONS.map(({ id, messages, maxTokens, schema }, at) => ({
      version: '1.0',
      id,
      type: 'model',
      input: { messages },
      dependencies: at === 0 ? [] : [QUESTIONS[at - 1]!.id],
      schema: schema ?? { type: 'string' },
      budget: { max_tokens: maxTokens, max_time_ms: at === 0 ? FIRST_TASK_MS : ONE_TASK_MS, max_retries: 0 },
      model: { connector, model, decode: 'write' },
    })),
  }
}
