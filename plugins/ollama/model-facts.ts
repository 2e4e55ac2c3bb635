/**
 * What Ollama tells about its models, read from `/api/tags`, `/api/ps` and `/api/show` into the port's words.
 */
import type { ModelEntry } from '#contracts/connector-port'
import { isRecord, readCount, readText } from '#kernel/plugin-door'

const BYTES_PER_MIB = 1024 * 1024

/** The facts of `/api/show` that a call depends on. */
export type ModelFacts = {
  readonly remote: boolean
  readonly thinking: boolean
  readonly generates: boolean
  /** Context the model was trained for; null when it does not say. */
  readonly trainedContextTokens: number | null
  /** `num_ctx` of its Modelfile; null when it has none. */
  readonly ownContextTokens: number | null
  /** Stop texts of its Modelfile, which a call's own stop texts would replace. */
  readonly ownStops: readonly string[]
}

export type RunningModel = { readonly contextTokens: number | null; readonly vramMb: number | null }

/** `x`, `X:latest` and `library/x` name one model. */
export function toFullName(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/^registry\.ollama\.ai\//, '')
    .replace(/^library\//, '')
  return /:[^/]*$/.test(bare) ? bare : `${bare}:latest`
}

/** Names that newer versions of Ollama send to its cloud without a model on this machine. */
export function isCloudName(name: string): boolean {
  return /:(cloud|[^/]*-cloud)$/.test(toFullName(name))
}

export function readModelFacts(show: Readonly<Record<string, unknown>>): ModelFacts {
  const info = isRecord(show.model_info) ? show.model_info : {}
  const architecture = readText(info['general.architecture'])
  const parameters = readText(show.parameters) ?? ''
  const capabilities = Array.isArray(show.capabilities) ? show.capabilities : null
  return {
    remote: isRemote(show),
    thinking: capabilities?.includes('thinking') ?? false,
    generates: capabilities?.includes('completion') ?? true,
    trainedContextTokens: architecture === null ? null : readCount(info[`${architecture}.context_length`]),
    ownContextTokens: readCount(Number(/^num_ctx\s+(\d+)\s*$/m.exec(parameters)?.[1] ?? Number.NaN)),
    ownStops: [...parameters.matchAll(/^stop\s+(".*")\s*$/gm)].flatMap(match => readQuoted(match[1] ?? '')),
  }
}

function readQuoted(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? [value] : []
  } catch {
    return []
  }
}

/** Models that are loaded, by full name. */
export function readRunning(ps: Readonly<Record<string, unknown>>): ReadonlyMap<string, RunningModel> {
  return new Map(
    readList(ps).map(model => {
      const vramBytes = readCount(model.size_vram)
      return [
        toFullName(readText(model.name) ?? ''),
        {
          contextTokens: readCount(model.context_length),
          vramMb: vramBytes === null ? null : Math.ceil(vramBytes / BYTES_PER_MIB),
        },
      ]
    }),
  )
}

/** Models that can chat. Null when the answer is no list at all. */
export function readModels(
  tags: Readonly<Record<string, unknown>>,
  running: ReadonlyMap<string, RunningModel>,
  host: 'here' | 'elsewhere',
): readonly ModelEntry[] | null {
  if (!Array.isArray(tags.models)) return null
  return readList(tags).flatMap(model => {
    const name = readText(model.name) ?? readText(model.model)
    if (name === null) return []
    if (Array.isArray(model.capabilities) && !model.capabilities.includes('completion')) return []
    const details = isRecord(model.details) ? model.details : {}
    const loaded = running.get(toFullName(name))
    const digest = readText(model.digest)?.replace(/^sha256:/, '') ?? ''
    return [
      {
        name,
        sizeBytes: readCount(model.size),
        parameters: readText(details.parameter_size),
        quantization: readText(details.quantization_level),
        contextTokens: loaded?.contextTokens ?? readCount(details.context_length),
        estimatedVramMb: loaded?.vramMb ?? null,
        digest: /^[0-9a-f]{64}$/.test(digest) ? `sha256:${digest}` : null,
        loaded: loaded !== undefined,
        remote: host === 'elsewhere' || isRemote(model) || isCloudName(name),
      },
    ]
  })
}

const isRemote = (model: Readonly<Record<string, unknown>>): boolean =>
  readText(model.remote_host) !== null || readText(model.remote_model) !== null

function readList(answer: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(answer.models) ? answer.models.filter(isRecord) : []
}
