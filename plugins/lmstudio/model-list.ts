/**
 * The models of an LM Studio, read from whichever of its lists it has: v1 (0.4), v0 (0.3.6), or the bare list of ids. A list that
 * says less gives entries that say less; nothing is guessed.
 */
import type { ModelEntry } from '#contracts/connector-port'
import { isRecord, type Loose, readCount, readText } from '#kernel/plugin-door'

export type ListedModel = {
  readonly entry: ModelEntry
  /** Ids of what is loaded of it; an answer may carry one of them in place of the key. */
  readonly instances: readonly string[]
  readonly parallel: number | null
  readonly thinking: boolean
}

const BYTES_PER_MIB = 1024 * 1024

/** Null where the answer is not the list of this version: LM Studio answers 200 to unknown paths too. */
export function readModelsV1(answer: Loose): readonly ListedModel[] | null {
  if (!Array.isArray(answer.models)) return null
  return answer.models.filter(isRecord).flatMap(model => {
    const name = readText(model.key)
    if (name === null || model.type === 'embedding') return []
    const loaded = Array.isArray(model.loaded_instances) ? model.loaded_instances.filter(isRecord) : []
    const config = isRecord(loaded[0]?.config) ? loaded[0].config : {}
    const sizeBytes = readCount(model.size_bytes)
    const capabilities = isRecord(model.capabilities) ? model.capabilities : {}
    return [
      {
        entry: {
          name,
          sizeBytes,
          parameters: readText(model.params_string),
          quantization: isRecord(model.quantization) ? readText(model.quantization.name) : null,
          contextTokens: readCount(config.context_length) ?? readCount(model.max_context_length),
          estimatedVramMb: sizeBytes === null ? null : Math.ceil(sizeBytes / BYTES_PER_MIB),
          digest: null,
          loaded: loaded.length > 0,
          remote: false,
        },
        instances: loaded.flatMap(instance => readText(instance.id) ?? []),
        parallel: readCount(config.parallel),
        thinking: isRecord(capabilities.reasoning),
      },
    ]
  })
}

export function readModelsV0(answer: Loose): readonly ListedModel[] | null {
  if (!Array.isArray(answer.data)) return null
  const models = answer.data.filter(isRecord)
  if (models.some(model => model.state === undefined)) return null
  return models.flatMap(model => {
    const name = readText(model.id)
    if (name === null || model.type === 'embeddings') return []
    return [
      toPlain(name, {
        quantization: readText(model.quantization),
        contextTokens: readCount(model.loaded_context_length) ?? readCount(model.max_context_length),
        loaded: model.state === 'loaded',
      }),
    ]
  })
}

/** The list of ids says neither sizes nor what is loaded. */
export function readModelIds(answer: Loose): readonly ListedModel[] | null {
  if (!Array.isArray(answer.data)) return null
  return answer.data.filter(isRecord).flatMap(({ id }) => {
    const name = readText(id)
    return name === null ? [] : [toPlain(name, { quantization: null, contextTokens: null, loaded: false })]
  })
}

function toPlain(name: string, told: Pick<ModelEntry, 'quantization' | 'contextTokens' | 'loaded'>): ListedModel {
  const entry = { name, sizeBytes: null, parameters: null, estimatedVramMb: null, digest: null, remote: false, ...told }
  return { entry, instances: [], parallel: null, thinking: false }
}
