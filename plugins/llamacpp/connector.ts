/**
 * The connector `llamacpp`: GGUF files of this machine through llama.cpp in a child process.
 * It translates between the port and the child, and holds no budget, retry or validation (M1).
 */
import type { AnswerPlan } from '#contracts/answer-plan'
import type { Connector, GenerateFrame, GenerateRequest, ModelEntry } from '#contracts/connector-port'
import { ConnectorError } from '#kernel/plugin-door'
import type { ChildLink } from './child-link.ts'
import { readKeywordSupport } from './keyword-support.ts'
import type { MachineNotes } from './machine-notes.ts'
import {
  type Frame,
  type GenerateCall,
  LoadedModel,
  type ModelFile,
  ModelFiles,
  NOT_INSTALLED,
  readShape,
} from './protocol.ts'

export type ConnectorParts = {
  readonly link: ChildLink
  readonly notes: MachineNotes
  readonly slots: number
  readonly log: (line: string) => void
}

/** Files up to this size are hashed while the list is asked; larger ones in the background, so their digest comes later. */
const HASHED_AT_ONCE_BYTES = 512 * 1024 ** 2
const MISSING = {
  status: 'unavailable',
  reason: 'node-llama-cpp is not installed. Install the dependencies again.',
} as const
const PULL = 'Get one with `kora models pull`.'

export function createConnector(parts: ConnectorParts): Connector {
  const { link } = parts
  const digests = new Digests(parts)
  const loaded = new Map<string, { readonly contextTokens: number; readonly slots: number }>()

  const listFiles = async (signal: AbortSignal): Promise<readonly ModelFile[]> => {
    const files = readShape(ModelFiles, await link.call({ do: 'list' }, signal))
    if (files === null)
      throw new ConnectorError('UPSTREAM_PROTOCOL', 'The llama.cpp child listed its models in another form.')
    return files
  }

  return {
    name: 'llamacpp',
    title: 'llama.cpp (in process)',
    async health(signal) {
      const version = () =>
        link.versions === null ? null : `node-llama-cpp ${link.versions.library} (llama.cpp ${link.versions.llamaCpp})`
      try {
        const files = await listFiles(signal)
        const isMissing = link.versions?.library === NOT_INSTALLED
        const reason = isMissing ? MISSING : readHealthReason(files)
        return { ...reason, version: isMissing ? null : version(), address: 'in process' }
      } catch {
        const reason = 'The llama.cpp process does not start. Install the dependencies again, or see the log.'
        return { status: 'unavailable', reason, version: version(), address: 'in process' }
      }
    },
    async models(signal) {
      const files = (await listFiles(signal)).filter(file => file.problem === null)
      return Promise.all(
        files.map(async file => {
          if (file.residentMb !== null) await parts.notes.keepMemory(file, file.residentMb)
          return toEntry(file, await digests.of(file, signal), parts.notes.memoryOf(file))
        }),
      )
    },
    async capabilities(model, signal) {
      const file = (await listFiles(signal)).find(entry => entry.name === model)
      if (file === undefined)
        throw new ConnectorError('MODEL_NOT_FOUND', `There is no model file named ${model}. ${PULL}`)
      if (file.problem !== null) throw new ConnectorError('BACKEND_ERROR', `${file.problem} Pull it again.`)
      return {
        contextTokens: (file.loaded ? loaded.get(model)?.contextTokens : undefined) ?? file.contextTokens,
        constrained: 'schema',
        tokenizer: true,
        probabilities: 'all',
        plans: 'all',
        thinking: file.thinking,
        quiet: file.quiet,
        seedable: true,
      }
    },
    slots: model => loaded.get(model)?.slots ?? parts.slots,
    keywordSupport: readKeywordSupport,
    async countTokens(model, messages, signal) {
      const count = await link.call({ do: 'count', model, messages: [...messages] }, signal)
      if (typeof count !== 'number')
        throw new ConnectorError('UPSTREAM_PROTOCOL', 'The llama.cpp child counted no number.')
      return count
    },
    async *generate(request, signal) {
      for await (const frame of streamFrames(link, request, signal)) {
        if (frame.kind === 'opened')
          loaded.set(request.model, { contextTokens: frame.contextTokens, slots: frame.slots })
        if (frame.kind === 'opened' && frame.schemaNote !== null) {
          parts.log(`The schema of a call is only validated, and any JSON is decoded: ${frame.schemaNote}.`)
        }
        yield toPortFrame(frame, request.model)
      }
    },
    async load(model, signal) {
      const answer = readShape(LoadedModel, await link.call({ do: 'load', model }, signal))
      if (answer === null) throw new ConnectorError('UPSTREAM_PROTOCOL', 'The llama.cpp child loaded in another form.')
      loaded.set(model, { contextTokens: answer.contextTokens, slots: answer.slots })
    },
    async unload(model, signal) {
      await link.call({ do: 'unload', model }, signal)
    },
  }
}

function readHealthReason(files: readonly ModelFile[]): {
  status: 'healthy' | 'degraded' | 'unavailable'
  reason: string | null
} {
  const problem = files.find(file => file.problem !== null)?.problem ?? null
  const usable = files.some(file => file.problem === null)
  if (usable)
    return problem === null
      ? { status: 'healthy', reason: null }
      : { status: 'degraded', reason: `${problem} Pull it again, or remove it.` }
  return { status: 'unavailable', reason: problem === null ? `There is no model file. ${PULL}` : `${problem} ${PULL}` }
}

function toEntry(file: ModelFile, digest: string | null, measuredMb: number | null): ModelEntry {
  return {
    name: file.name,
    sizeBytes: file.sizeBytes,
    parameters: file.parameters,
    quantization: file.quantization,
    contextTokens: file.contextTokens,
    estimatedVramMb: measuredMb ?? file.memoryMb,
    memoryMeasured: measuredMb !== null,
    digest,
    loaded: file.loaded,
    remote: false,
  }
}

function toPortFrame(frame: Frame, model: string): GenerateFrame {
  if (frame.kind === 'opened')
    return { kind: 'opened', model: frame.model, loadMs: frame.loadMs, queueMs: frame.queueMs }
  if (frame.kind !== 'end') return frame
  const { tokensIn, tokensOut, cachedTokens, thinkingTokens, choices, writtenBecause } = frame
  const usage = { tokensIn, tokensOut, cachedTokens, thinkingTokens }
  return {
    kind: 'end',
    stop: frame.stop,
    usage,
    model,
    loadMs: null,
    promptMs: frame.promptMs,
    choices,
    writtenBecause,
  }
}

const toCallPlan = ({ parts, contentFree }: AnswerPlan): NonNullable<GenerateCall['plan']> => ({
  parts: parts.map(part => (part.kind === 'choice' ? { ...part, options: [...part.options] } : part)),
  contentFree: contentFree.map(messages => [...messages]),
})

/** Frames as they come. Leaving the loop early, or aborting, cancels the call in the child. */
async function* streamFrames(link: ChildLink, request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Frame> {
  const { sampler } = request
  const left = new AbortController()
  const arrived: Frame[] = []
  let wake = () => {}
  let ending: { readonly cause: unknown } | 'done' | null = null
  const call = {
    do: 'generate' as const,
    model: request.model,
    messages: [...request.messages],
    maxTokens: request.maxTokens,
    schema: request.schema,
    form: request.form ?? ('json' as const),
    temperature: sampler.temperature,
    topP: sampler.topP,
    seed: sampler.seed,
    stop: [...sampler.stop],
    plan: request.plan ? toCallPlan(request.plan) : null,
  }
  const settle = (end: { readonly cause: unknown } | 'done') => {
    ending = end
    wake()
  }
  link
    .call(call, AbortSignal.any([signal, left.signal]), frame => {
      arrived.push(frame)
      wake()
    })
    .then(() => settle('done'))
    .catch(cause => settle({ cause }))
  const state = () => ending
  try {
    for (;;) {
      const next = arrived.shift()
      if (next !== undefined) yield next
      else if (state() !== null) break
      else await new Promise<void>(resolve => (wake = resolve))
    }
  } finally {
    left.abort()
  }
  const end = state()
  if (end !== null && end !== 'done') throw end.cause
}

/** Digests of model files, each computed once; two callers wait for one computation. */
class Digests {
  readonly #parts: ConnectorParts
  readonly #running = new Map<string, Promise<string | null>>()

  constructor(parts: ConnectorParts) {
    this.#parts = parts
  }

  async of(file: ModelFile, signal: AbortSignal): Promise<string | null> {
    const known = this.#parts.notes.digestOf(file)
    if (known !== null) return known
    const running = this.#running.get(file.path) ?? this.#compute(file)
    return file.sizeBytes <= HASHED_AT_ONCE_BYTES && !signal.aborted ? running : null
  }

  #compute(file: ModelFile): Promise<string | null> {
    // Not the caller's signal: the next caller wants it too.
    const computed = this.#parts.link
      .call({ do: 'digest', path: file.path }, new AbortController().signal)
      .then(async digest => {
        if (typeof digest !== 'string') return null
        await this.#parts.notes.keepDigest(file, digest)
        return digest
      })
      .catch(() => null)
      .finally(() => this.#running.delete(file.path))
    this.#running.set(file.path, computed)
    return computed
  }
}
