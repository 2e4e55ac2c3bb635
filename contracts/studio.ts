/** What the API tells about the machine: health, models, operations. */
import { type Static, Type } from '@sinclair/typebox'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const BackendStatus = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    status: Type.Union([Type.Literal('healthy'), Type.Literal('degraded'), Type.Literal('unavailable')]),
    version: OrNull(Type.String()),
    address: Type.String(),
    reason: OrNull(Type.String({ description: 'The cure, when not healthy.' })),
  },
  { $id: 'BackendStatus', additionalProperties: false },
)
export type BackendStatus = Static<typeof BackendStatus>

export const Health = Type.Object(
  {
    status: Type.Union([Type.Literal('healthy'), Type.Literal('degraded'), Type.Literal('unavailable')]),
    cpu_load: Type.Number({ description: 'Load average of the last minute divided by cores.' }),
    gpu_available: Type.Boolean(),
    active_sessions: Type.Integer({ description: 'Runs under way.' }),
    version: Type.String(),
    backends: Type.Array(BackendStatus),
    problems: Type.Array(Type.String()),
  },
  { $id: 'Health', additionalProperties: false },
)
export type Health = Static<typeof Health>

export const ModelInfo = Type.Object(
  {
    model_id: Type.String({ description: '<connector>/<name>' }),
    backend: Type.String(),
    name: Type.String(),
    context_tokens: OrNull(Type.Integer()),
    estimated_vram_mb: OrNull(Type.Integer()),
    size_bytes: OrNull(Type.Integer()),
    parameters: OrNull(Type.String()),
    quantization: OrNull(Type.String()),
    loaded: Type.Boolean(),
    is_default: Type.Boolean(),
  },
  { $id: 'ModelInfo', additionalProperties: false },
)
export type ModelInfo = Static<typeof ModelInfo>

export const OperationInfo = Type.Object(
  {
    name: Type.String(),
    major: Type.Integer(),
    description: Type.String(),
    plugin: Type.String(),
    cost: Type.String(),
    input_cap_bytes: Type.Integer(),
    input: Type.Unknown(),
    output: Type.Unknown(),
    example: Type.Object({ input: Type.Unknown(), output: Type.Unknown() }, { additionalProperties: false }),
  },
  { $id: 'OperationInfo', additionalProperties: false },
)
export type OperationInfo = Static<typeof OperationInfo>

export const CHANGE_KINDS = ['chats', 'chat', 'presets', 'settings', 'plugins', 'models', 'runs', 'data'] as const
export const Change = Type.Object(
  {
    kind: Type.Union(CHANGE_KINDS.map(kind => Type.Literal(kind))),
    id: OrNull(Type.String({ description: 'Of the chat, run or plugin, where it is one.' })),
  },
  { $id: 'Change', additionalProperties: false, description: 'Something is no longer as it was read; read it again.' },
)
export type Change = Static<typeof Change>
