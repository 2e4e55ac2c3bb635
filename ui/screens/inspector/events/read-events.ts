/** Events as the log reads them: kinds to choose from, a search, and half a sentence that says what the data of an event means. */
import type { Event } from '#contracts/event'
import { countOf, toDuration } from '../../../parts/figures.ts'

export const EVENT_FAMILIES = [
  { value: 'all', label: 'All events' },
  { value: 'run', label: 'Run' },
  { value: 'task', label: 'Tasks' },
  { value: 'model', label: 'Model calls' },
  { value: 'trouble', label: 'Trouble' },
] as const
export type EventFamily = (typeof EVENT_FAMILIES)[number]['value']

const TROUBLE = new Set([
  'run.failed',
  'run.interrupted',
  'run.cancelled',
  'task.failed',
  'task.cancelled',
  'llm.invocation.failed',
  'retry.scheduled',
  'budget.breached',
  'escalation.taken',
  'plugin.fault',
])
const MODEL = new Set(['retry.scheduled', 'budget.breached', 'route.decided', 'escalation.taken'])

/** Every word must stand somewhere in type, stage, task or data. */
export function matchesEvent(event: Event, family: EventFamily, text: string): boolean {
  const { type } = event
  const isOf = {
    all: true,
    run: type.startsWith('run.'),
    task: type.startsWith('task.') || type === 'cache.hit',
    model: type.startsWith('llm.') || MODEL.has(type),
    trouble: TROUBLE.has(type) || (type === 'task.validated' && event.data.valid === false),
  }[family]
  if (!isOf) return false
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const all = `${type} ${event.stage} ${event.task_id ?? ''} ${JSON.stringify(event.data)}`.toLowerCase()
  return words.every(word => all.includes(word))
}

type Facts = {
  readonly attempt?: { readonly tokens_out?: number; readonly code?: string | null }
  readonly failure?: { readonly message?: string }
  readonly breach?: { readonly breach_type?: string; readonly used?: number; readonly limit?: number }
  readonly errors?: readonly unknown[]
  readonly [name: string]: unknown
}

const many = (count: unknown, word: string): string => countOf(Number(count ?? 0), word)

/** Empty where type and task say it all. */
export function sentenceOf(event: Event): string {
  const data = event.data as Facts
  switch (event.type) {
    case 'run.started':
      return `${many(data.total_tasks, 'task')}, at most ${many(data.max_model_calls, 'call')} and ${many(data.max_output_tokens, 'token')}`
    case 'task.validated':
      return data.valid === true ? 'the output fits its schema' : many(data.errors?.length, 'failing place')
    case 'task.skipped':
      return String(data.reason ?? '')
    case 'task.failed':
    case 'task.cancelled':
      return data.failure?.message ?? ''
    case 'llm.invocation.started':
      return `${data.connector}/${data.model}, at most ${many(data.max_tokens, 'token')}`
    case 'llm.invocation.completed':
      return many(data.attempt?.tokens_out, 'token')
    case 'llm.invocation.failed':
      return `${data.attempt?.code ?? data.code ?? ''}, ${many(data.attempt?.tokens_out, 'token')}`
    case 'retry.scheduled':
      return `${data.code}, ${data.delay_ms === 0 ? 'at once' : `after ${toDuration(Number(data.delay_ms))}`}`
    case 'budget.breached':
      return `${data.breach?.breach_type}: ${data.breach?.used} of ${data.breach?.limit}`
    case 'escalation.taken':
      return `${data.from} → ${data.to}, because of ${data.reason}`
    default:
      return ''
  }
}
