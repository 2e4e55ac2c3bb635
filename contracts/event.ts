/** Events: what every task leaves behind (rule L1). Append-only, ordered by `seq` within a run, free of content (L5). */
import { type Static, Type } from '@sinclair/typebox'

export const STAGES = [
  'TASK_CONSTRUCTED',
  'DAG_VALIDATED',
  'DETERMINISTIC_EXECUTION',
  'MODEL_INVOCATION',
  'SCHEMA_VALIDATION',
  'AGGREGATION',
  'TASK_COMPLETED',
  'TASK_FAILED',
] as const
export const Stage = Type.Union(STAGES.map(stage => Type.Literal(stage)))
export type Stage = (typeof STAGES)[number]

export const EVENT_TYPES = [
  'run.started',
  'run.completed',
  'run.failed',
  'run.cancelled',
  'run.interrupted',
  'task.created',
  'task.ready',
  'task.started',
  'task.completed',
  'task.failed',
  'task.skipped',
  'task.cancelled',
  'task.validated',
  'llm.invocation.started',
  'llm.invocation.completed',
  'llm.invocation.failed',
  'retry.scheduled',
  'budget.breached',
  'route.decided',
  'cache.hit',
  'escalation.taken',
  'plugin.fault',
] as const
export const EventType = Type.Union(EVENT_TYPES.map(type => Type.Literal(type)))
export type EventType = (typeof EVENT_TYPES)[number]

export const Event = Type.Object(
  {
    event_id: Type.String({ description: '<run_id>:<seq>; the same event always has the same id.' }),
    seq: Type.Integer({ minimum: 0 }),
    run_id: Type.String(),
    graph_id: Type.String(),
    task_id: Type.Union([Type.String(), Type.Null()]),
    attempt_index: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    type: EventType,
    stage: Stage,
    at: Type.String({ description: 'UTC, ISO 8601 with milliseconds.' }),
    mono_ms: Type.Number({ description: 'Milliseconds since the start of the run, monotonic.' }),
    data: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Ids, sizes, hashes, durations, counts, reasons; never content.',
    }),
  },
  { $id: 'Event', additionalProperties: false },
)
export type Event = Static<typeof Event>

export const TASK_STATES = [
  'queued',
  'ready',
  'running',
  'success',
  'failed',
  'timeout',
  'skipped',
  'cancelled',
] as const
export const TaskState = Type.Union(TASK_STATES.map(state => Type.Literal(state)))
export type TaskState = (typeof TASK_STATES)[number]

export const RUN_STATES = ['queued', 'running', 'success', 'failed', 'cancelled', 'interrupted'] as const
export const RunState = Type.Union(RUN_STATES.map(state => Type.Literal(state)))
export type RunState = (typeof RUN_STATES)[number]
