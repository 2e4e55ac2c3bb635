/**
 * The words between the server process and the llama.cpp child: every message that crosses is checked here, once.
 * It holds shapes only; both sides import it, and neither trusts what did not pass.
 */
import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

/** Threads by machine key, as measured; the child picks its own machine's line. */
export const ThreadTable = Type.Record(Type.String(), Type.Integer({ minimum: 1 }))
export type ThreadTable = Static<typeof ThreadTable>

export const ChildSettings = Type.Object({
  modelsFolder: Type.String({ minLength: 1 }),
  gpu: Type.Union([
    Type.Literal('auto'),
    Type.Literal('metal'),
    Type.Literal('cuda'),
    Type.Literal('vulkan'),
    Type.Literal('off'),
  ]),
  contextTokens: Type.Integer({ minimum: 256 }),
  slots: Type.Integer({ minimum: 1 }),
  /** The user's own choice; null: measured. */
  threads: OrNull(Type.Integer({ minimum: 1 })),
  measuredThreads: ThreadTable,
})
export type ChildSettings = Static<typeof ChildSettings>

export const Message = Type.Object({
  role: Type.Union([Type.Literal('system'), Type.Literal('user'), Type.Literal('assistant')]),
  content: Type.String(),
})

const AnswerPart = Type.Union([
  Type.Object({ kind: Type.Literal('forced'), text: Type.String() }),
  Type.Object({
    kind: Type.Literal('choice'),
    pointer: Type.String(),
    options: Type.Array(Type.String({ minLength: 1 }), { minItems: 2 }),
  }),
  Type.Object({
    kind: Type.Literal('free'),
    pointer: Type.String(),
    schema: Type.Record(Type.String(), Type.Unknown()),
    maxTokens: OrNull(Type.Integer({ minimum: 1 })),
  }),
])

export const ChildCall = Type.Union([
  Type.Object({ do: Type.Literal('list') }),
  Type.Object({ do: Type.Literal('digest'), path: Type.String() }),
  Type.Object({ do: Type.Literal('load'), model: Type.String() }),
  Type.Object({ do: Type.Literal('unload'), model: Type.String() }),
  Type.Object({ do: Type.Literal('count'), model: Type.String(), messages: Type.Array(Message) }),
  Type.Object({
    do: Type.Literal('generate'),
    model: Type.String(),
    messages: Type.Array(Message),
    maxTokens: Type.Integer({ minimum: 1 }),
    schema: OrNull(Type.Record(Type.String(), Type.Unknown())),
    /** `text`: no schema, and no thinking either. */
    form: Type.Union([Type.Literal('json'), Type.Literal('text')]),
    temperature: Type.Number({ minimum: 0 }),
    topP: Type.Number({ minimum: 0, maximum: 1 }),
    seed: Type.Integer(),
    stop: Type.Array(Type.String()),
    plan: OrNull(
      Type.Object({
        parts: Type.Array(AnswerPart, { minItems: 1 }),
        contentFree: Type.Array(Type.Array(Message)),
      }),
    ),
  }),
])
export type ChildCall = Static<typeof ChildCall>
export type GenerateCall = Extract<ChildCall, { do: 'generate' }>
export type PlannedPart = Static<typeof AnswerPart>

export const ToChild = Type.Union([
  Type.Object({ kind: Type.Literal('init'), settings: ChildSettings }),
  Type.Object({ kind: Type.Literal('call'), id: Count, call: ChildCall }),
  Type.Object({ kind: Type.Literal('cancel'), id: Count }),
])
export type ToChild = Static<typeof ToChild>

/** One model file. `problem` is a sentence when the file cannot be used; then the facts are null. */
export const ModelFile = Type.Object({
  name: Type.String(),
  path: Type.String(),
  fileName: Type.String(),
  sizeBytes: Count,
  modifiedMs: Type.Number(),
  problem: OrNull(Type.String()),
  contextTokens: OrNull(Count),
  parameters: OrNull(Type.String()),
  quantization: OrNull(Type.String()),
  memoryMb: OrNull(Count),
  thinking: Type.Boolean(),
  /** Its thinking can be closed before it starts. */
  quiet: Type.Boolean(),
  loaded: Type.Boolean(),
  /** What it takes in memory, measured; null where it is not loaded, or that cannot be told. */
  residentMb: OrNull(Count),
})
export type ModelFile = Static<typeof ModelFile>
export const ModelFiles = Type.Array(ModelFile)

export const LoadedModel = Type.Object({
  model: Type.String(),
  loadMs: Type.Number(),
  contextTokens: Count,
  slots: Count,
})
export type LoadedModel = Static<typeof LoadedModel>

export const Frame = Type.Union([
  Type.Object({
    kind: Type.Literal('opened'),
    model: Type.String(),
    loadMs: OrNull(Type.Number()),
    queueMs: Type.Number(),
    contextTokens: Count,
    slots: Count,
    /** Why the schema is not decoded as asked, or null. */
    schemaNote: OrNull(Type.String()),
  }),
  Type.Object({ kind: Type.Literal('text'), text: Type.String(), tokens: Count }),
  Type.Object({ kind: Type.Literal('thinking'), text: Type.String(), tokens: Count }),
  Type.Object({
    kind: Type.Literal('end'),
    stop: Type.Union([Type.Literal('stop'), Type.Literal('length')]),
    tokensIn: Count,
    tokensOut: Count,
    cachedTokens: Count,
    thinkingTokens: Count,
    promptMs: Type.Number(),
    choices: Type.Array(
      Type.Object({
        pointer: Type.String(),
        logProbabilities: Type.Array(Type.Number()),
        contentFree: Type.Array(Type.Number()),
      }),
    ),
    /** Why a plan was not followed, or null. */
    writtenBecause: OrNull(Type.String()),
  }),
])
export type Frame = Static<typeof Frame>

const ChildFailureCode = Type.Union([
  Type.Literal('BACKEND_UNAVAILABLE'),
  Type.Literal('BACKEND_ERROR'),
  Type.Literal('BACKEND_BUSY'),
  Type.Literal('MODEL_NOT_FOUND'),
  Type.Literal('CONTEXT_OVERFLOW'),
  Type.Literal('SCHEMA_NOT_DECODABLE'),
  Type.Literal('CANCELLED'),
])

export const FromChild = Type.Union([
  Type.Object({ kind: Type.Literal('ready'), library: Type.String(), llamaCpp: Type.String() }),
  Type.Object({
    kind: Type.Literal('calibrated'),
    machine: Type.String(),
    threads: Type.Integer({ minimum: 1 }),
    tokensPerSecond: Type.Record(Type.String(), Type.Number()),
    isCalm: Type.Boolean(),
  }),
  Type.Object({ kind: Type.Literal('log'), line: Type.String() }),
  Type.Object({ kind: Type.Literal('frame'), id: Count, frame: Frame }),
  Type.Object({ kind: Type.Literal('done'), id: Count, value: Type.Unknown() }),
  Type.Object({ kind: Type.Literal('failed'), id: Count, code: ChildFailureCode, message: Type.String() }),
])
export type FromChild = Static<typeof FromChild>
export type ChildFailure = Extract<FromChild, { kind: 'failed' }>['code']

/** Stands for a version where the native library is missing. */
export const NOT_INSTALLED = 'not installed'

/** The value when it has the shape, else null. */
export function readShape<T extends TSchema>(shape: T, value: unknown): Static<T> | null {
  return Value.Check(shape, value) ? value : null
}
