/**
 * Merges what all connectors list into one list for people and API, and says which model answers when a graph names none.
 * A runtime that does not answer has no models here; its health tells why.
 */
import type { Connector, ModelEntry } from '#contracts/connector-port'
import type { ModelProbe } from '#contracts/probe'
import type { ModelInfo } from '#contracts/studio'
import { untilAborted } from '#engine/until-aborted'
import type { FreeMemory } from '#machine/free-memory'
import { judgeFit } from './model-fit.ts'
import type { ProbeBook } from './probe-book.ts'

export type ListOptions = {
  /** `<connector>/<name>` as the user set it, or null. */
  readonly defaultModel: string | null
  readonly signal: AbortSignal
  /** How long a runtime may take before the list goes without its models. */
  readonly patienceMs?: number
  /** Absent: nothing is said about fit. */
  readonly freeMemory?: () => Promise<FreeMemory>
  /** Absent: nothing is said about what was probed. */
  readonly probes?: Pick<ProbeBook, 'knows' | 'current'>
}

const PATIENCE_MS = 3_000

type Listed = { readonly backend: string; readonly entry: ModelEntry; readonly probe: ModelProbe | null }

/** Connectors in the given order, each one's models by name. `registry` is the kernel's registry, of which only the connectors are read. */
export async function listModels(
  registry: { connectors(): readonly Connector[] },
  options: ListOptions,
): Promise<readonly ModelInfo[]> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.patienceMs ?? PATIENCE_MS)])
  const lists = await Promise.all(
    registry.connectors().map(async connector => {
      const asked = Promise.try(() => connector.models(signal)).catch(() => [])
      const entries = (await untilAborted(asked, signal)) ?? []
      const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
      const probeOf = await buildLookup(connector, options.probes, signal)
      return Promise.all(
        sorted.map(async (entry): Promise<Listed> => {
          return { backend: connector.name, entry, probe: await probeOf(entry) }
        }),
      )
    }),
  )
  const all = lists.flat()
  const chosen = pickDefaultModel(all, options.defaultModel)
  const free = all.length === 0 ? null : ((await options.freeMemory?.()) ?? null)
  return all.map(listed => toModelInfo(listed, chosen, free))
}

/**
 * The user's setting whatever it names (a wrong one must be seen, not replaced in silence); else the only local model; else the first one
 * of llamacpp; else the first local one. Models that run elsewhere are never chosen by themselves (N3).
 */
export function pickDefaultModel(
  models: readonly Pick<Listed, 'backend' | 'entry'>[],
  setting: string | null,
): string | null {
  if (setting !== null) return setting
  const local = models.filter(({ entry }) => !entry.remote)
  const chosen = local.find(({ backend }) => backend === 'llamacpp') ?? local[0]
  return chosen === undefined ? null : toId(chosen)
}

type Lookup = (entry: ModelEntry) => Promise<ModelProbe | null>

/** A runtime is asked for its version only where something was probed under one. */
async function buildLookup(connector: Connector, probes: ListOptions['probes'], signal: AbortSignal): Promise<Lookup> {
  if (probes === undefined || !(await probes.knows(connector.name))) return async () => null
  const asked = Promise.try(() => connector.health(signal)).catch(() => null)
  const version = (await untilAborted(asked, signal))?.version ?? null
  return ({ name, digest }) => probes.current(`${connector.name}/${name}`, { version, digest })
}

const toId = ({ backend, entry }: Pick<Listed, 'backend' | 'entry'>): string => `${backend}/${entry.name}`

function toModelInfo(listed: Listed, chosen: string | null, free: FreeMemory | null): ModelInfo {
  const { backend, entry } = listed
  return {
    model_id: toId(listed),
    backend,
    name: entry.name,
    context_tokens: entry.contextTokens,
    estimated_vram_mb: entry.estimatedVramMb,
    size_bytes: entry.sizeBytes,
    parameters: entry.parameters,
    quantization: entry.quantization,
    loaded: entry.loaded,
    is_default: toId(listed) === chosen,
    fit: free === null ? null : fitOf(entry, free),
    probe: listed.probe,
  }
}

const MIB = 1_024 ** 2

/** A runtime that does not tell what a model needs leaves its fit open. */
function fitOf(entry: ModelEntry, free: FreeMemory): ModelInfo['fit'] {
  const { sizeBytes, estimatedVramMb, contextTokens, loaded, remote } = entry
  if (remote || sizeBytes === null || estimatedVramMb === null || contextTokens === null) return null
  const memoryBytes = estimatedVramMb * MIB
  const need = { weightsBytes: sizeBytes, contextTokens, isLoaded: loaded }
  if (entry.memoryMeasured === true) return judgeFit({ ...need, cacheBytes: null, measuredBytes: memoryBytes }, free)
  return judgeFit({ ...need, cacheBytes: Math.max(0, memoryBytes - sizeBytes) }, free)
}
