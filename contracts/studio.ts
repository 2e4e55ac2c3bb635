/** What the API tells about the machine: health, models, operations. */
import { type Static, Type } from '@sinclair/typebox'
import { Failure } from '#contracts/failure'
import { ModelProbe, PROBE_CHECKS, PROBE_VERDICTS } from '#contracts/probe'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const BackendStatus = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    status: Type.Union([Type.Literal('healthy'), Type.Literal('degraded'), Type.Literal('unavailable')]),
    version: OrNull(Type.String()),
    address: Type.String(),
    reason: OrNull(Type.String({ description: 'The cure, when not healthy.' })),
    probed: Type.Optional(
      Type.Record(Type.String(), Type.Union(PROBE_VERDICTS.map(verdict => Type.Literal(verdict))), {
        description: `N8, by check (${PROBE_CHECKS.join(', ')}): the worst that was found with any model at this version; absent before the first probe.`,
      }),
    ),
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

export const FIT_VERDICTS = ['fits', 'tight', 'spills', 'does_not_fit'] as const
export type FitVerdict = (typeof FIT_VERDICTS)[number]

export const ModelFit = Type.Object(
  {
    verdict: Type.Union(
      FIT_VERDICTS.map(verdict => Type.Literal(verdict)),
      { description: 'spills: more than the graphics card has, so the processor computes a part.' },
    ),
    sentence: Type.String({ description: 'The same for people.' }),
    needed_mb: Type.Integer({ description: 'MiB of weights, context and work.' }),
    weights_mb: Type.Integer(),
    cache_mb: OrNull(Type.Integer({ description: 'Keys and values of the whole context; null where nobody told.' })),
    context_tokens: Type.Integer({ description: 'The context that was counted with.' }),
    free_ram_mb: Type.Integer({ description: 'Measured now.' }),
    free_vram_mb: OrNull(Type.Integer({ description: 'null without a graphics card that tells.' })),
    is_measured: Type.Boolean({ description: 'Whether needed_mb is what loading it took, in place of an estimate.' }),
  },
  { $id: 'ModelFit', additionalProperties: false, description: 'Whether a model fits this machine now, and why.' },
)
export type ModelFit = Static<typeof ModelFit>

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
    fit: OrNull(ModelFit),
    probe: OrNull(ModelProbe),
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

export const SettingInfo = Type.Object(
  {
    name: Type.String(),
    value: Type.Unknown({ description: 'As it is said now.' }),
    in_force: Type.Unknown({ description: 'What counts until the next start.' }),
    fallback: Type.Unknown({ description: 'What counts where nothing is said.' }),
    source: Type.Union(['flag', 'environment', 'file', 'default'].map(source => Type.Literal(source))),
    where: OrNull(Type.String({ description: 'The flag, variable or file that says it.' })),
    description: Type.String(),
    applies: Type.Union([Type.Literal('now'), Type.Literal('restart')]),
    restart_needed: Type.Boolean(),
    changeable: Type.Boolean({
      description: 'False while a flag or variable says it, or where it decides who may call.',
    }),
  },
  { $id: 'SettingInfo', additionalProperties: false },
)
export type SettingInfo = Static<typeof SettingInfo>

export const SettingList = Type.Object(
  { settings: Type.Array(SettingInfo), problems: Type.Array(Type.String()) },
  { $id: 'SettingList', additionalProperties: false },
)
export type SettingList = Static<typeof SettingList>

const Bytes = Type.Integer({ minimum: 0 })
export const DataInfo = Type.Object(
  {
    folder: Type.String({ description: 'The data folder; all that Studio keeps lies in it.' }),
    free_bytes: OrNull(Bytes),
    telemetry: Type.Object({ bytes: Bytes, runs: Type.Integer(), content_kept: Type.Integer() }),
    chats: Type.Object({ bytes: Bytes, chats: Type.Integer(), messages: Type.Integer(), files: Type.Integer() }),
    models: Type.Object({ bytes: Bytes }),
    exports: Type.Object({ bytes: Bytes, files: Type.Integer() }),
    caches: Type.Object({ bytes: Bytes }),
  },
  { $id: 'DataInfo', additionalProperties: false },
)
export type DataInfo = Static<typeof DataInfo>

export const DataDelete = Type.Object(
  {
    chats: Type.Optional(Type.Boolean({ description: 'All chats, their files and presets.' })),
    run_content: Type.Optional(Type.Boolean({ description: 'Prompts and outputs that were kept of runs.' })),
    telemetry: Type.Optional(Type.Boolean({ description: 'All runs, with their content.' })),
    exports: Type.Optional(Type.Boolean({ description: 'The files below exports/.' })),
    before: Type.Optional(Type.String({ description: 'ISO 8601: only what is older; absent: all.' })),
  },
  { $id: 'DataDelete', additionalProperties: false, description: 'At least one of them is true.' },
)
export type DataDelete = Static<typeof DataDelete>

export const DataDeleted = Type.Object(
  { chats: Type.Integer(), runs: Type.Integer(), exports: Type.Integer() },
  { $id: 'DataDeleted', additionalProperties: false, description: 'How many of each are gone.' },
)
export type DataDeleted = Static<typeof DataDeleted>

export const CatalogModel = Type.Object(
  {
    model_id: Type.String(),
    title: Type.String(),
    parameters: Type.String(),
    quantization: Type.String(),
    context_tokens: OrNull(Type.Integer()),
    size_bytes: Type.Integer(),
    license: Type.String({ description: 'SPDX.' }),
    checksum: Type.String({ description: 'sha256:<hex> of the file.' }),
    installed: Type.Boolean(),
    is_small_default: Type.Boolean({ description: 'What a pull without a name gets: small enough for any laptop.' }),
    fit: ModelFit,
    alternatives: Type.Array(Type.String(), { description: 'Where it does not fit: what does, the largest first.' }),
  },
  { $id: 'CatalogModel', additionalProperties: false },
)
export type CatalogModel = Static<typeof CatalogModel>

export const PULL_STATES = ['running', 'success', 'failed', 'cancelled'] as const
export const ModelPull = Type.Object(
  {
    model_id: Type.String(),
    status: Type.Union(PULL_STATES.map(state => Type.Literal(state))),
    phase: Type.Union(['waiting', 'downloading', 'verifying'].map(phase => Type.Literal(phase))),
    source: OrNull(Type.String({ description: 'Where it comes from, for people.' })),
    done_bytes: OrNull(Type.Integer({ description: 'null where a source does not tell.' })),
    total_bytes: OrNull(Type.Integer({ description: 'null until a runtime that pulls by itself tells.' })),
    bytes_per_second: OrNull(Type.Number()),
    error: OrNull(Failure),
  },
  { $id: 'ModelPull', additionalProperties: false },
)
export type ModelPull = Static<typeof ModelPull>

export const ImportRequest = Type.Object(
  {
    path: Type.String({
      minLength: 1,
      maxLength: 4_096,
      description: 'Absolute path of a GGUF file on the machine of Studio; it stays where it lies.',
    }),
  },
  { $id: 'ImportRequest', additionalProperties: false },
)
export type ImportRequest = Static<typeof ImportRequest>

export const InstalledModel = Type.Object(
  {
    model_id: Type.String(),
    size_bytes: Type.Integer(),
    checksum: OrNull(Type.String({ description: 'sha256:<hex>' })),
    license: OrNull(Type.String({ description: 'SPDX; null where nobody told.' })),
    source: OrNull(Type.String()),
  },
  { $id: 'InstalledModel', additionalProperties: false },
)
export type InstalledModel = Static<typeof InstalledModel>

export const ModelRemoved = Type.Object(
  {
    model_id: Type.String(),
    freed_bytes: Type.Integer(),
    kept_files: Type.Array(Type.String(), {
      description: 'Files outside the data folder: no longer listed, not deleted.',
    }),
  },
  { $id: 'ModelRemoved', additionalProperties: false },
)
export type ModelRemoved = Static<typeof ModelRemoved>

export const PullRequest = Type.Object(
  {
    model_id: Type.Optional(
      Type.String({
        maxLength: 256,
        description:
          'Of GET /models/catalog, or ollama/<name> for what that runtime gets by itself; absent: the small default.',
      }),
    ),
    url: Type.Optional(
      Type.String({ maxLength: 4_096, description: 'In place of model_id: the https address of any GGUF file.' }),
    ),
    sha256: Type.Optional(Type.String({ maxLength: 80, description: 'With url: the digest of the file, in hex.' })),
  },
  { $id: 'PullRequest', additionalProperties: false },
)
export type PullRequest = Static<typeof PullRequest>
