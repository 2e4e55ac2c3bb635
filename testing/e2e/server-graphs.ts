/** Small graphs for the whole server: one model task or several, with company that must not suffer from them. */
import type { Budget } from '#contracts/budget'

export const LABEL_SCHEMA = {
  type: 'object',
  properties: { label: { enum: ['red', 'green', 'blue'] }, note: { type: 'string', maxLength: 2_000 } },
  required: ['label'],
}
export const GOOD_LABEL = { label: 'red' }

const BUDGET: Budget = { max_tokens: 60, max_time_ms: 1_500, max_retries: 0 }

export const ask = (id: string, model: string, budget: Partial<Budget> = {}, more: object = {}) => ({
  version: '1.0',
  id,
  type: 'model',
  input: { prompt: 'Which colour is it?' },
  schema: LABEL_SCHEMA,
  budget: { ...BUDGET, ...budget },
  model: { model: `ollama/${model}` },
  ...more,
})

export const count = (id: string, text: string) => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op: 'text.count',
  input: { text },
})

export const collect = (id: string, from: readonly string[], optional: readonly string[] = from) => ({
  version: '1.0',
  id,
  type: 'aggregation',
  op: 'agg.collect',
  dependencies: from,
  optional,
  input: { items: from.map(task => ({ $from: task })) },
})

export const graphOf = (tasks: readonly { readonly id: string }[], more: object = {}) => ({
  kora_version: '1.0.0',
  graph_id: 'e2e',
  root: tasks.at(-1)?.id,
  tasks,
  ...more,
})
