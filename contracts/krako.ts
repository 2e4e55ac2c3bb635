/**
 * The public shapes between KORA and an execution fabric (rules J2, J3): work units, sessions, events and stop reasons, and the
 * one mapping from Task IR to them. Shapes and data only; whoever speaks to a fabric is an optional plugin.
 */
import { type Static, Type } from '@sinclair/typebox'
import { Budget, GraphLimits } from '#contracts/budget'
import type { Stage } from '#contracts/event'
import type { ErrorType } from '#contracts/failure'
import { Id, type TaskType } from '#contracts/task-graph'

export const KRAKO_CONTRACT_VERSION = '1.0'

const literals = <T extends string>(values: readonly T[]) => Type.Union(values.map(value => Type.Literal(value)))

export const WORK_UNIT_KINDS = ['cpu', 'llm_pod'] as const
export type WorkUnitKind = (typeof WORK_UNIT_KINDS)[number]

export const STOP_REASONS = [
  'VALIDATION_ERROR',
  'TIMEOUT',
  'BUDGET_BREACH',
  'DEPENDENCY_FAILURE',
  'EXECUTION_FAILURE',
] as const
export const StopReason = Type.Union(
  STOP_REASONS.map(reason => Type.Literal(reason)),
  { $id: 'StopReason', description: 'Why a work unit ended without an accepted output.' },
)
export type StopReason = (typeof STOP_REASONS)[number]

export const WorkUnit = Type.Object(
  {
    work_unit_id: Id,
    schema_version: Type.Literal('1.0'),
    kind: literals(WORK_UNIT_KINDS),
    dependencies: Type.Array(Id),
    execution_session_id: Type.String({ description: "The task's metadata.trace_id, else the session's." }),
    op: Type.Union([Type.String(), Type.Null()]),
    input: Type.Unknown({
      description: 'As in the task, references included; the fabric resolves them and changes nothing.',
    }),
    output_schema: Type.Unknown({ description: 'Enforced at the boundary; it may not be loosened.' }),
    token_cap: Type.Union([Budget.properties.max_tokens, Type.Null()]),
    timeout_ms: Type.Union([Budget.properties.max_time_ms, Type.Null()]),
    retry_cap: Type.Union([Budget.properties.max_retries, Type.Null()]),
  },
  { $id: 'WorkUnit', additionalProperties: false },
)
export type WorkUnit = Static<typeof WorkUnit>

export const ExecutionSession = Type.Object(
  {
    contract_version: Type.String(),
    execution_session_id: Type.String(),
    graph_hash: Type.String(),
    root_work_unit_id: Id,
    session_budget: GraphLimits,
    work_units: Type.Array(WorkUnit, { minItems: 1 }),
  },
  { $id: 'ExecutionSession', additionalProperties: false },
)
export type ExecutionSession = Static<typeof ExecutionSession>

export const FABRIC_EVENT_TYPES = [
  'workunit.started',
  'workunit.completed',
  'workunit.validated',
  'workunit.failed',
  'llm.invocation.started',
  'llm.invocation.completed',
] as const
export type FabricEventType = (typeof FABRIC_EVENT_TYPES)[number]

export const FabricEvent = Type.Object(
  {
    event_id: Type.String({ description: 'The same event always has the same id; a repeated one is dropped.' }),
    contract_version: Type.String(),
    execution_session_id: Type.String(),
    work_unit_id: Id,
    attempt_index: Type.Integer({ minimum: 0 }),
    type: literals(FABRIC_EVENT_TYPES),
    at: Type.String(),
    stop_reason: Type.Union([StopReason, Type.Null()]),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  { $id: 'FabricEvent', additionalProperties: false },
)
export type FabricEvent = Static<typeof FabricEvent>

/** What a task's type becomes. */
export const KIND_OF: Readonly<Record<TaskType, WorkUnitKind>> = {
  deterministic: 'cpu',
  aggregation: 'cpu',
  model: 'llm_pod',
}

/** What a stage looks like from outside; construction and validation happen before a fabric is asked. */
export const EVENTS_OF: Readonly<Record<Stage, readonly FabricEventType[]>> = {
  TASK_CONSTRUCTED: [],
  DAG_VALIDATED: [],
  DETERMINISTIC_EXECUTION: ['workunit.started', 'workunit.completed'],
  MODEL_INVOCATION: ['llm.invocation.started', 'llm.invocation.completed'],
  SCHEMA_VALIDATION: ['workunit.validated'],
  AGGREGATION: ['workunit.started', 'workunit.completed'],
  TASK_COMPLETED: ['workunit.completed'],
  TASK_FAILED: ['workunit.failed'],
}

/** Failure classes are stop reasons; a version mismatch never reaches a fabric. */
export const STOP_REASON_OF: Readonly<Record<Exclude<ErrorType, 'VERSION_MISMATCH'>, StopReason>> = {
  VALIDATION_ERROR: 'VALIDATION_ERROR',
  TIMEOUT: 'TIMEOUT',
  BUDGET_BREACH: 'BUDGET_BREACH',
  DEPENDENCY_FAILURE: 'DEPENDENCY_FAILURE',
  EXECUTION_FAILURE: 'EXECUTION_FAILURE',
}
