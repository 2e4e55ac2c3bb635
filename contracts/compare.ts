/** Direct versus structured (rule L10): what is asked of a comparison, and what it says, also where structure loses. */
import { type Static, Type } from '@sinclair/typebox'
import { AttachmentInput, ExecutionOptions } from '#contracts/execution'
import { Failure } from '#contracts/failure'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

export const CompareItem = Type.Object(
  {
    message: Type.Optional(Type.String()),
    attachments: Type.Optional(Type.Array(AttachmentInput, { maxItems: 32 })),
    taskgraph: Type.Optional(
      Type.Unknown({ description: 'A TaskGraph; direct, one model call does all of its steps.' }),
    ),
    inputs: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'CompareItem', additionalProperties: false, description: 'Exactly one of message and taskgraph.' },
)
export type CompareItem = Static<typeof CompareItem>

export const CompareRequest = Type.Object(
  {
    api_version: Type.String(),
    requests: Type.Array(CompareItem, { minItems: 1, maxItems: 50 }),
    rounds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10, description: 'How often each is run both ways. Default 1.' }),
    ),
    execution_options: Type.Optional(Type.Pick(ExecutionOptions, ['model', 'now'], { additionalProperties: false })),
  },
  { $id: 'CompareRequest', additionalProperties: false },
)
export type CompareRequest = Static<typeof CompareRequest>

export const CompareSide = Type.Object(
  {
    run_id: Type.String(),
    status: Type.Union([Type.Literal('success'), Type.Literal('failed'), Type.Literal('cancelled')]),
    calls: Count,
    tokens_in: Count,
    tokens_out: Count,
    latency_ms: Type.Number({ minimum: 0, description: 'Construction to end, without loading the model.' }),
    output: Type.Unknown({ description: 'null where nothing was produced.' }),
    error: OrNull(Failure),
  },
  { $id: 'CompareSide', additionalProperties: false },
)
export type CompareSide = Static<typeof CompareSide>

export const CompareEntry = Type.Object(
  {
    request: Type.Integer({ minimum: 0, description: 'Place in the request.' }),
    round: Type.Integer({ minimum: 0 }),
    structured: CompareSide,
    direct: CompareSide,
    rules: Type.Array(Type.String(), { description: 'Rules that read the message.' }),
    agree: OrNull(Type.Boolean({ description: 'Same answer; null where a side has none.' })),
    overlap: OrNull(Type.Number({ minimum: 0, maximum: 1, description: 'Share of words and numbers in common.' })),
  },
  { $id: 'CompareEntry', additionalProperties: false },
)
export type CompareEntry = Static<typeof CompareEntry>

export const CompareTotals = Type.Object(
  {
    calls: Count,
    tokens_in: Count,
    tokens_out: Count,
    cost: Type.Number({ description: 'Input tokens, and output tokens at four times their price.' }),
    latency_ms: Type.Number(),
    failed: Count,
  },
  { $id: 'CompareTotals', additionalProperties: false },
)
export type CompareTotals = Static<typeof CompareTotals>

const Interval = Type.Object(
  { low: Type.Number(), high: Type.Number() },
  { additionalProperties: false, description: '95 %, by bootstrap over the requests.' },
)

export const CompareVerdict = Type.Object(
  {
    measure: Type.Union([Type.Literal('cost'), Type.Literal('latency')]),
    ratio: OrNull(Type.Number({ description: 'Structured by direct; null where direct cost nothing.' })),
    ratio_interval: OrNull(Interval),
    cheaper: Type.Union([Type.Literal('structured'), Type.Literal('direct'), Type.Literal('neither')]),
    certain: Type.Boolean({ description: 'Whether the whole interval speaks for it.' }),
    answered_without_model: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'Share of the requests that are weighed.',
    }),
    break_even_share: OrNull(
      Type.Number({
        description: 'Share that must be answered without a model for structure to pay; null where none would do.',
      }),
    ),
    break_even_interval: OrNull(Interval),
    sentence: Type.String(),
  },
  {
    $id: 'CompareVerdict',
    additionalProperties: false,
    description:
      'Weighs the requests that both ways answered or asked a model for; the sentence says how many were left out or failed.',
  },
)
export type CompareVerdict = Static<typeof CompareVerdict>

export const CompareResult = Type.Object(
  {
    entries: Type.Array(CompareEntry),
    structured: CompareTotals,
    direct: CompareTotals,
    agreement: OrNull(
      Type.Number({ minimum: 0, maximum: 1, description: 'Share of the entries whose answers agree.' }),
    ),
    verdicts: Type.Array(CompareVerdict),
  },
  { $id: 'CompareResult', additionalProperties: false },
)
export type CompareResult = Static<typeof CompareResult>
