/** What a runtime was found to keep of what Studio asks of it, by a few tiny calls without content (rule N8). */
import { type Static, Type } from '@sinclair/typebox'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const PROBE_CHECKS = ['schema', 'cap', 'usage', 'stream', 'greedy', 'seed', 'cancel'] as const
export type ProbeCheckName = (typeof PROBE_CHECKS)[number]

export const PROBE_VERDICTS = ['kept', 'broken', 'absent', 'unknown'] as const
export type ProbeVerdict = (typeof PROBE_VERDICTS)[number]

export const ProbeCheck = Type.Object(
  {
    name: Type.Union(
      PROBE_CHECKS.map(name => Type.Literal(name)),
      {
        description:
          'schema: the answer fits it. cap: it stops at max_tokens. usage: it reports what it generated. stream: the answer comes in pieces and with an end. greedy: temperature 0 answers alike. seed: the same seed answers alike. cancel: an abort frees its slot.',
      },
    ),
    verdict: Type.Union(
      PROBE_VERDICTS.map(verdict => Type.Literal(verdict)),
      { description: 'absent: it does not offer this. unknown: what came does not tell.' },
    ),
    sentence: Type.String({ description: 'The same for people.' }),
  },
  { $id: 'ProbeCheck', additionalProperties: false },
)
export type ProbeCheck = Static<typeof ProbeCheck>

export const ModelProbe = Type.Object(
  {
    model_id: Type.String(),
    runtime_version: OrNull(Type.String({ description: 'null where the runtime does not tell.' })),
    model_digest: OrNull(Type.String()),
    probed_at: Type.String({ description: 'UTC, ISO 8601.' }),
    run_id: Type.String({ description: 'The run that holds its calls; its backend is called probe.' }),
    tokens_out: Type.Integer({ minimum: 0, description: 'Generated for it, over all calls.' }),
    checks: Type.Array(ProbeCheck),
  },
  { $id: 'ModelProbe', additionalProperties: false },
)
export type ModelProbe = Static<typeof ModelProbe>

export const ProbeRequest = Type.Object(
  {
    model_id: Type.String({ maxLength: 320, description: '<connector>/<name>' }),
    remote: Type.Optional(
      Type.Boolean({ description: 'Your word that a runtime on another machine may be asked; false by default.' }),
    ),
  },
  { $id: 'ProbeRequest', additionalProperties: false },
)
export type ProbeRequest = Static<typeof ProbeRequest>

/** The worst that was found of each check; null where nothing was probed. */
export function worstVerdicts(
  probes: readonly Pick<ModelProbe, 'checks'>[],
): Record<ProbeCheckName, ProbeVerdict> | null {
  if (probes.length === 0) return null
  const order: readonly ProbeVerdict[] = ['kept', 'unknown', 'absent', 'broken']
  const worst = (name: ProbeCheckName): ProbeVerdict =>
    probes
      .flatMap(({ checks }) => checks.filter(check => check.name === name))
      .reduce<ProbeVerdict>(
        (found, { verdict }) => (order.indexOf(verdict) > order.indexOf(found) ? verdict : found),
        'kept',
      )
  return Object.fromEntries(PROBE_CHECKS.map(name => [name, worst(name)])) as Record<ProbeCheckName, ProbeVerdict>
}
