/**
 * Which model answers when a graph names none and the settings name none. A runtime that is slow to tell its models is waited for as long as no
 * other has one: "there is no model" is said only where nobody has one to tell.
 */
import type { Connector, ModelEntry } from '#contracts/connector-port'
import { untilAborted } from '#engine/until-aborted'
import { pickDefaultModel } from './list-models.ts'

export type Patience = {
  /** How long the first answers are waited for, so that the order of runtimes decides and not their speed. */
  readonly firstMs: number
  /** How long, where none of them has a model. */
  readonly lastMs: number
}

/** A cold start of a runtime takes seconds on a slow or busy machine. */
const PATIENCE: Patience = { firstMs: 3_000, lastMs: 10_000 }

/** `<connector>/<name>`, or null. */
export async function findDefaultModel(
  registry: { connectors(): readonly Connector[] },
  { firstMs, lastMs }: Patience = PATIENCE,
): Promise<string | null> {
  const last = AbortSignal.timeout(lastMs)
  const connectors = registry.connectors()
  const lists = connectors.map(({ name }) => ({ backend: name, entries: [] as readonly ModelEntry[] }))
  const pick = (): string | null =>
    pickDefaultModel(
      lists.flatMap(({ backend, entries }) => entries.map(entry => ({ backend, entry }))),
      null,
    )
  const some = Promise.withResolvers<void>()
  const asked = connectors.map(async (connector, at) => {
    const answer = Promise.try(() => connector.models(last)).catch(() => [])
    lists[at]!.entries = ((await untilAborted(answer, last)) ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    if (pick() !== null) some.resolve()
  })
  const all = Promise.all(asked)
  await untilAborted(all, AbortSignal.timeout(firstMs))
  if (pick() === null) await Promise.race([all, some.promise])
  return pick()
}
