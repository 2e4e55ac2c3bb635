/** What is asked of an execution and what comes back (spec of the HTTP API; the same shapes serve CLI and ports). */
import { type Static, Type } from '@sinclair/typebox'
import { Bundle, ExecutionPath } from '#contracts/bundle'
import { Certificate } from '#contracts/certificate'
import { RunState } from '#contracts/event'
import { Failure, Fault } from '#contracts/failure'
import { TaskGraph } from '#contracts/task-graph'

export const API_VERSION = '1.0'

export const AttachmentInput = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: 'Required beside text and base64.' })),
    media_type: Type.Optional(Type.String({ maxLength: 128, description: 'Required beside text and base64.' })),
    text: Type.Optional(Type.String()),
    base64: Type.Optional(Type.String()),
    id: Type.Optional(Type.String({ description: 'Of a file that was sent by POST /attachments.' })),
  },
  { $id: 'AttachmentInput', additionalProperties: false, description: 'Exactly one of text, base64 and id.' },
)
export type AttachmentInput = Static<typeof AttachmentInput>

export const EXECUTION_MODES = ['auto', 'deterministic_only', 'direct'] as const
export const ExecutionOptions = Type.Object(
  {
    backend: Type.Optional(
      Type.String({ description: 'local (default), or the name of an installed backend such as krako.' }),
    ),
    mode: Type.Optional(Type.Union(EXECUTION_MODES.map(mode => Type.Literal(mode)))),
    model: Type.Optional(
      Type.String({
        pattern: '^[a-z][a-z0-9-]{0,63}/[^\\s].{0,255}$',
        description: '<connector>/<name>, the default model of this request.',
      }),
    ),
    now: Type.Optional(
      Type.String({
        description: 'ISO 8601 date-time with offset, optionally followed by [zone]: the clock as an input (rule K6).',
      }),
    ),
    stream: Type.Optional(Type.Boolean()),
    detach: Type.Optional(Type.Boolean()),
    content: Type.Optional(
      Type.Union([Type.Literal('keep'), Type.Literal('discard')], {
        description: 'Whether prompts and outputs of this run are stored.',
      }),
    ),
  },
  { $id: 'ExecutionOptions', additionalProperties: false },
)
export type ExecutionOptions = Static<typeof ExecutionOptions>

export const ExecuteRequest = Type.Object(
  {
    api_version: Type.String(),
    taskgraph: Type.Optional(TaskGraph),
    message: Type.Optional(Type.String()),
    attachments: Type.Optional(Type.Array(AttachmentInput, { maxItems: 32 })),
    inputs: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    execution_options: Type.Optional(ExecutionOptions),
  },
  { $id: 'ExecuteRequest', additionalProperties: false, description: 'Exactly one of taskgraph and message.' },
)
export type ExecuteRequest = Static<typeof ExecuteRequest>

export const PlanDecision = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          rule_id: Type.String(),
          reason: Type.String(),
          span: Type.Tuple([Type.Integer(), Type.Integer()]),
          task_ids: Type.Array(Type.String()),
          reading: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
    model_needed: Type.Boolean(),
  },
  { $id: 'PlanDecision', additionalProperties: false },
)
export type PlanDecision = Static<typeof PlanDecision>

export const ExecutionMetadata = Type.Object(
  {
    run_id: Type.String(),
    graph_id: Type.String(),
    graph_hash: Type.String(),
    backend: Type.String(),
    duration_ms: Type.Number(),
    certificate: Certificate,
    warnings: Type.Array(Fault),
  },
  { $id: 'ExecutionMetadata', additionalProperties: false },
)
export type ExecutionMetadata = Static<typeof ExecutionMetadata>

export const PartialOutput = Type.Object(
  {
    text: Type.String({
      description: 'What a person reads (Markdown): the finished parts, as the whole answer would hold them.',
    }),
    facts: Type.Array(Type.Unknown(), { description: 'The same as data.' }),
    missing: Type.Union([Type.String(), Type.Null()], {
      description:
        'The words of the message that a model was to answer and did not; null where something else is missing.',
    }),
  },
  { $id: 'PartialOutput', additionalProperties: false },
)
export type PartialOutput = Static<typeof PartialOutput>

export const ExecuteResult = Type.Object(
  {
    status: Type.Union([Type.Literal('success'), Type.Literal('failed'), Type.Literal('cancelled')]),
    final_output: Type.Unknown({ description: "The root's output; null when it was not produced." }),
    partial_output: Type.Optional({
      ...PartialOutput,
      description: 'Of a message whose run did not succeed: what of it was answered all the same (rule X3).',
    }),
    outputs: Type.Record(Type.String(), Type.Unknown(), { description: 'Every finished output, by task id.' }),
    telemetry: Bundle,
    execution_metadata: ExecutionMetadata,
    error: Type.Optional(Failure),
    taskgraph: Type.Optional(TaskGraph),
    plan: Type.Optional(PlanDecision),
  },
  { $id: 'ExecuteResult', additionalProperties: false },
)
export type ExecuteResult = Static<typeof ExecuteResult>

export const PlanResult = Type.Object(
  {
    valid: Type.Boolean(),
    errors: Type.Array(Fault),
    warnings: Type.Array(Fault),
    taskgraph: Type.Optional(Type.Unknown()),
    graph_hash: Type.Union([Type.String(), Type.Null()]),
    certificate: Type.Union([Certificate, Type.Null()]),
    plan: Type.Optional(PlanDecision),
  },
  { $id: 'PlanResult', additionalProperties: false },
)
export type PlanResult = Static<typeof PlanResult>

export const RunSummary = Type.Object(
  {
    run_id: Type.String(),
    graph_id: Type.String(),
    title: Type.String(),
    status: RunState,
    execution_path: Type.Union([ExecutionPath, Type.Null()]),
    backend: Type.String(),
    started_at: Type.String(),
    duration_ms: Type.Union([Type.Number(), Type.Null()]),
    total_tasks: Type.Integer(),
    model_invocation_count: Type.Integer(),
    tokens_in: Type.Integer(),
    tokens_out: Type.Integer(),
    retries: Type.Integer(),
    breaches: Type.Integer(),
    content_kept: Type.Boolean(),
  },
  { $id: 'RunSummary', additionalProperties: false },
)
export type RunSummary = Static<typeof RunSummary>

export const RunList = Type.Object(
  { runs: Type.Array(RunSummary), next: Type.Union([Type.String(), Type.Null()]) },
  { $id: 'RunList', additionalProperties: false },
)
export type RunList = Static<typeof RunList>

export const RunStatus = Type.Object(
  { run_id: Type.String(), status: RunState, summary: Type.Optional(RunSummary), result: Type.Optional(ExecuteResult) },
  { $id: 'RunStatus', additionalProperties: false },
)
export type RunStatus = Static<typeof RunStatus>

export const KeptContent = Type.Object(
  {
    taskgraph: TaskGraph,
    inputs: Type.Record(Type.String(), Type.Unknown()),
    outputs: Type.Record(Type.String(), Type.Unknown(), { description: 'By task id, of every finished task.' }),
    replies: Type.Record(
      Type.String(),
      Type.Array(Type.Object({ attempt_index: Type.Integer(), text: Type.String() }, { additionalProperties: false })),
      { description: 'Raw texts of the model by task id, also the rejected ones.' },
    ),
  },
  { $id: 'KeptContent', additionalProperties: false, description: 'There only where the user asked to keep content.' },
)
export type KeptContent = Static<typeof KeptContent>

export const ConvertResult = Type.Object(
  {
    taskgraph: TaskGraph,
    dropped: Type.Array(Fault, { description: 'Fields that have no counterpart, by pointer into the old graph.' }),
  },
  { $id: 'ConvertResult', additionalProperties: false },
)
export type ConvertResult = Static<typeof ConvertResult>

export const EXPORT_KINDS = ['taskgraph', 'telemetry', 'summary', 'capsule'] as const
export const ExportRequest = Type.Object(
  { kind: Type.Union(EXPORT_KINDS.map(kind => Type.Literal(kind))) },
  { $id: 'ExportRequest', additionalProperties: false },
)
export type ExportRequest = Static<typeof ExportRequest>

export const ExportResult = Type.Object(
  { path: Type.String({ description: 'Relative to the data root, below exports/.' }), sha256: Type.String() },
  { $id: 'ExportResult', additionalProperties: false },
)
export type ExportResult = Static<typeof ExportResult>

const SUMS = {
  runs: Type.Integer(),
  succeeded: Type.Integer(),
  failed: Type.Integer(),
  cancelled: Type.Integer(),
  interrupted: Type.Integer(),
  deterministic_runs: Type.Integer({ description: 'Runs that made no model call.' }),
  deterministic_share: Type.Union([Type.Number(), Type.Null()]),
  model_invocations: Type.Integer(),
  tokens_in: Type.Integer(),
  tokens_out: Type.Integer(),
  retries: Type.Integer(),
  retry_amplification: Type.Union([Type.Number(), Type.Null()], {
    description: 'Calls divided by model tasks that made at least one.',
  }),
  breaches: Type.Integer(),
  latency_ms: Type.Object(
    { p50: Type.Number(), p95: Type.Number(), p99: Type.Number() },
    { additionalProperties: false },
  ),
}

/** Sums over the runs that began in one stretch of time. */
export const TelemetryWindow = Type.Object(
  { start: Type.String({ description: 'UTC, ISO 8601.' }), ...SUMS },
  { $id: 'TelemetryWindow', additionalProperties: false },
)
export type TelemetryWindow = Static<typeof TelemetryWindow>

export const TelemetrySummary = Type.Object(
  {
    ...SUMS,
    windows: Type.Optional(
      Type.Array(TelemetryWindow, { description: 'With `by`: oldest first; stretches without a run are left out.' }),
    ),
  },
  { $id: 'TelemetrySummary', additionalProperties: false },
)
export type TelemetrySummary = Static<typeof TelemetrySummary>
