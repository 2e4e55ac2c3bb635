/** `kora.plugin.json`: data, read and checked before any code of the plugin (rule P1). */
import { type Static, Type } from '@sinclair/typebox'

const Name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const Reason = Type.String({ minLength: 10, maxLength: 300, description: 'Shown to the user before installation.' })

export const Grant = Type.Union(
  [
    Type.Object(
      {
        power: Type.Literal('net'),
        hosts: Type.Array(Type.String({ description: 'loopback, or host[:port].' }), { minItems: 1 }),
        reason: Reason,
      },
      { additionalProperties: false },
    ),
    Type.Object(
      { power: Type.Literal('secret'), names: Type.Array(Name, { minItems: 1 }), reason: Reason },
      { additionalProperties: false },
    ),
    Type.Object({ power: Type.Literal('files'), reason: Reason }, { additionalProperties: false }),
    Type.Object({ power: Type.Literal('spawn'), reason: Reason }, { additionalProperties: false }),
  ],
  { $id: 'Grant' },
)
export type Grant = Static<typeof Grant>

export const Provides = Type.Object(
  {
    port: Type.Union([
      Type.Literal('library'),
      Type.Literal('connector'),
      Type.Literal('backend'),
      Type.Literal('planner'),
    ]),
    name: Name,
    operations: Type.Optional(Type.Array(Type.String(), { description: 'Libraries: every operation by name.' })),
  },
  { $id: 'Provides', additionalProperties: false },
)
export type Provides = Static<typeof Provides>

export const Manifest = Type.Object(
  {
    id: Name,
    title: Type.String({ minLength: 1, maxLength: 80 }),
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$' }),
    publisher: Type.Optional(Type.String({ maxLength: 120 })),
    license: Type.Optional(Type.String({ maxLength: 80 })),
    description: Type.Optional(Type.String({ maxLength: 300 })),
    kernel: Type.String({ description: 'Semver range of kernel versions.' }),
    entry: Type.String({ description: 'Module inside the plugin folder.' }),
    provides: Type.Array(Provides, { minItems: 1 }),
    requires: Type.Optional(Type.Array(Name)),
    grants: Type.Optional(Type.Array(Grant)),
    config: Type.Optional(Type.Unknown({ description: "JSON Schema of the plugin's settings." })),
    files: Type.Optional(
      Type.Record(Type.String(), Type.String({ pattern: '^[0-9a-f]{64}$' }), { description: 'sha256 of each file.' }),
    ),
  },
  { $id: 'Manifest', additionalProperties: false },
)
export type Manifest = Static<typeof Manifest>

export const PLUGIN_STATES = [
  'discovered',
  'checked',
  'granted',
  'loaded',
  'active',
  'disabled',
  'failed',
  'removed',
] as const
export const PluginInfo = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    version: Type.String(),
    state: Type.Union(PLUGIN_STATES.map(state => Type.Literal(state))),
    bundled: Type.Boolean({ description: 'Shipped with Studio.' }),
    provides: Type.Array(Provides),
    grants: Type.Array(Grant),
    hosts: Type.Array(Type.String(), {
      description: 'Other machines that you let it reach, beside what its grants name.',
    }),
    failure: Type.Union([
      Type.Object(
        {
          code: Type.String(),
          message: Type.String(),
          hint: Type.Optional(Type.String({ description: 'The cure, where this failure has one of its own.' })),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
  },
  { $id: 'PluginInfo', additionalProperties: false },
)
export type PluginInfo = Static<typeof PluginInfo>
