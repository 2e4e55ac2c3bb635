/** The telemetry bundle of one run (rules L2, L3): per task what happened, and sums that equal the sums of its attempts. */
import { type Static, Type } from '@sinclair/typebox'
import { PartialBudget } from '#contracts/budget'
import { TaskState } from '#contracts/event'
import { Fault } from '#contracts/failure'
import { TaskType } from '#contracts/task-graph'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const Ms = Type.Number({ minimum: 0, description: 'Milliseconds.' })
const Count = Type.Integer({ minimum: 0 })

export const AttemptTelemetry = Type.Object(
  {
    index: Count,
    connector: Type.String(),
    model: Type.String({ description: "The runtime's own name." }),
    status: Type.Union([
      Type.Literal('success'),
      Type.Literal('failed'),
      Type.Literal('timeout'),
      Type.Literal('cancelled'),
    ]),
    code: OrNull(Type.String({ description: 'A row of the table of codes; null on success.' })),
    started_at: Type.String(),
    duration_ms: Ms,
    queue_ms: Ms,
    load_ms: Ms,
    first_token_ms: OrNull(Ms),
    tokens_in: Count,
    tokens_out: Type.Integer({
      minimum: 0,
      description: 'Booked: the larger of counted and reported, never above the purse.',
    }),
    tokens_out_reported: OrNull(Count),
    usage_mismatch: Type.Boolean(),
    thinking_tokens: Count,
    cached_tokens: Count,
    stop_reason: Type.String(),
    validation_errors: Type.Array(Fault),
    sampler: Type.Object({
      temperature: Type.Number(),
      top_p: Type.Number(),
      seed: Type.Integer(),
      stop: Type.Array(Type.String()),
    }),
    model_digest: OrNull(Type.String()),
    connector_version: OrNull(Type.String()),
    decode: Type.Optional(
      Type.Union([Type.Literal('write'), Type.Literal('choice'), Type.Literal('skeleton'), Type.Literal('text')], {
        description:
          'How the answer came to be: written as JSON, chosen by likelihood (M8), put together by its schema, or plain text that Studio made the value of (M9).',
      }),
    ),
    decode_note: Type.Optional(
      Type.String({
        description:
          'Why an answer with few possibilities, a known course or one free text was written as JSON all the same.',
      }),
    ),
    choices: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String(),
          chosen: Count,
          probabilities: Type.Array(Type.Number({ minimum: 0, maximum: 1 })),
          margin: Type.Number({ minimum: 0, maximum: 1 }),
        }),
        { description: 'M8: for each choice the likelihood of its options, calibrated, in the order of the schema.' },
      ),
    ),
    keywords: Type.Record(
      Type.String(),
      Type.Union([Type.Literal('decoded'), Type.Literal('validated'), Type.Literal('refused')]),
      {
        description: 'M2: how each schema keyword was treated.',
      },
    ),
  },
  { $id: 'AttemptTelemetry', additionalProperties: false },
)
export type AttemptTelemetry = Static<typeof AttemptTelemetry>

/** Further attempts of any cause; an evaluation that decided nothing (M8) is none. */
export function countRetries(attempts: readonly AttemptTelemetry[]): number {
  const made = attempts.filter(({ decode, code }) => decode !== 'choice' || code !== 'SCHEMA_NOT_DECODABLE')
  return Math.max(0, made.length - 1)
}

export const Breach = Type.Object(
  {
    breach_type: Type.Union([
      Type.Literal('TOKENS'),
      Type.Literal('TIME'),
      Type.Literal('RETRIES'),
      Type.Literal('CALLS'),
    ]),
    stage: Type.String(),
    limit: Type.Number(),
    used: Type.Number(),
  },
  { $id: 'Breach', additionalProperties: false },
)
export type Breach = Static<typeof Breach>

export const Purse = Type.Object(
  { tokens: Type.Integer(), time_ms: Type.Integer(), attempts: Type.Integer() },
  { additionalProperties: false },
)

export const TaskTelemetry = Type.Object(
  {
    task_id: Type.String(),
    task_name: OrNull(Type.String()),
    task_type: TaskType,
    op: OrNull(Type.String()),
    model: OrNull(Type.String({ description: '<connector>/<name> of the last attempt.' })),
    connector: OrNull(Type.String()),
    status: TaskState,
    stop_reason: OrNull(
      Type.String({
        description: 'null on success, else the failure class, a colon and the code; or the reason of a skip.',
      }),
    ),
    started_at: OrNull(Type.String()),
    finished_at: OrNull(Type.String()),
    duration_ms: Ms,
    queue_ms: Ms,
    load_ms: Ms,
    tokens_in: Count,
    tokens_out: Count,
    cached_tokens: Count,
    thinking_tokens: Count,
    retry_count: Count,
    validation_status: Type.Union([Type.Literal('passed'), Type.Literal('failed'), Type.Literal('not_reached')]),
    validation_errors: Type.Array(Fault),
    budget: OrNull(PartialBudget),
    purse_left: OrNull(Purse),
    breach: OrNull(Breach),
    attempts: Type.Array(AttemptTelemetry),
    cache: Type.Union([Type.Literal('hit'), Type.Literal('miss'), Type.Literal('off')]),
    route: OrNull(Type.Record(Type.String(), Type.Unknown())),
    input_bytes: OrNull(Count),
    output_bytes: OrNull(Count),
    input_hash: OrNull(Type.String()),
    output_hash: OrNull(Type.String()),
    dependencies: Type.Array(Type.String()),
  },
  { $id: 'TaskTelemetry', additionalProperties: false },
)
export type TaskTelemetry = Static<typeof TaskTelemetry>

export const EXECUTION_PATHS = ['deterministic', 'model', 'hybrid'] as const
export const ExecutionPath = Type.Union(EXECUTION_PATHS.map(path => Type.Literal(path)))
export type ExecutionPath = Static<typeof ExecutionPath>

export const BundleSummary = Type.Object(
  {
    total_tasks: Count,
    deterministic_task_count: Count,
    aggregation_task_count: Count,
    model_task_count: Count,
    model_invocation_count: Count,
    total_tokens: Type.Object({ in: Count, out: Count }, { additionalProperties: false }),
    total_retries: Count,
    failure_count: Count,
    validation_failures: Count,
    cache_hits: Count,
    total_latency_ms: Ms,
    construct_ms: Ms,
    validate_ms: Ms,
    queue_ms: Ms,
    deterministic_ms: Ms,
    model_ms: Ms,
    schema_ms: Ms,
    aggregate_ms: Ms,
    telemetry_ms: Ms,
    execution_path: ExecutionPath,
    critical_path: Type.Array(Type.String()),
  },
  { $id: 'BundleSummary', additionalProperties: false },
)
export type BundleSummary = Static<typeof BundleSummary>

export const Bundle = Type.Object(
  {
    run_id: Type.String(),
    graph_id: Type.String(),
    graph_hash: Type.String(),
    tasks: Type.Array(TaskTelemetry),
    summary: BundleSummary,
  },
  { $id: 'Bundle', additionalProperties: false },
)
export type Bundle = Static<typeof Bundle>
