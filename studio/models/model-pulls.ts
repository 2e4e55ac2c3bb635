/**
 * ModelPulls: downloads of models that were begun over the API, each once at a time, with how far it is and how it ended. A pull goes
 * on when nobody looks; a cancelled one is taken up by the next. What a pull does is pull-model.ts's business.
 */
import type { Connector } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import type { CatalogModel, ModelFit, ModelPull } from '#contracts/studio'
import { toKoraError } from '#http/failure-response'
import type { FreeMemory } from '#machine/free-memory'
import type { ChangeFeed } from '../changes/change-feed.ts'
import { KeyedFeed } from '../changes/keyed-feed.ts'
import type { CuratedModel, PullableModel } from './curated-models.ts'
import { judgeFit, listAlternatives } from './model-fit.ts'
import { findCurated, type PullOptions } from './pull-model.ts'
import type { PullProgress } from './pull-tools.ts'
import { assertPullable, pullByRuntime, splitRuntimeName } from './runtime-pull.ts'

type Watch = Required<Pick<PullOptions, 'signal' | 'onProgress'>>

export type ModelPullsParts = {
  readonly curated: readonly CuratedModel[]
  readonly defaultId: string
  /** Read at each start: the setting can change. */
  readonly isOffline: () => boolean
  readonly installedIds: () => Promise<readonly string[]>
  readonly freeMemory: () => Promise<FreeMemory>
  /** Bytes that an unfinished download of the model has on the disk. */
  readonly keptBytes: (model: CuratedModel) => Promise<number>
  /** Throws as `describeUrl` does. */
  readonly describe: (url: string, sha256: string | undefined) => Promise<PullableModel>
  readonly pull: (model: PullableModel, watch: Watch) => Promise<unknown>
  /** Runtimes that may pull by themselves. */
  readonly connector: (name: string) => Pick<Connector, 'title' | 'pull'> | null
  readonly monoMs: () => number
  readonly changes: Pick<ChangeFeed, 'tell'>
  readonly report: (error: unknown) => void
}

/** One pull, whoever does it. */
type Work = {
  readonly modelId: string
  readonly totalBytes: number | null
  readonly run: (watch: Watch) => Promise<unknown>
}

type Running = { pull: ModelPull; readonly stop: AbortController; readonly done: Promise<void> }

const idOf = (model: Pick<PullableModel, 'id'>): string => `llamacpp/${model.id}`

export class ModelPulls {
  readonly #parts: ModelPullsParts
  /** By model, the last one begun. */
  readonly #pulls = new Map<string, Running>()
  readonly #steps = new KeyedFeed<ModelPull>()

  constructor(parts: ModelPullsParts) {
    this.#parts = parts
  }

  async catalog(): Promise<readonly CatalogModel[]> {
    const [ids, free] = await Promise.all([this.#parts.installedIds(), this.#parts.freeMemory()])
    const installed = new Set(ids)
    const models = this.#parts.curated.map(model => ({
      model_id: idOf(model),
      title: model.title,
      parameters: model.parameters,
      quantization: model.quantization,
      context_tokens: model.contextTokens,
      size_bytes: model.sizeBytes,
      license: model.license,
      checksum: `sha256:${model.sha256}`,
      installed: installed.has(idOf(model)),
      is_small_default: model.id === this.#parts.defaultId,
      fit: fitOf(model, free),
    }))
    const alternatives = [...listAlternatives(models)]
    return models.map(model => ({
      ...model,
      alternatives: model.fit.verdict === 'does_not_fit' ? alternatives : [],
    }))
  }

  /** Whether the model is being downloaded now. */
  isRunning(modelId: string): boolean {
    return this.#pulls.get(modelId)?.pull.status === 'running'
  }

  /** Also what an earlier Studio began and did not end: it counts as cancelled, and the next pull goes on there. */
  async list(): Promise<readonly ModelPull[]> {
    const { curated, keptBytes } = this.#parts
    const others = curated.filter(model => !this.#pulls.has(idOf(model)))
    const left = await Promise.all(
      others.map(async model => ({
        ...toWaiting({ modelId: idOf(model), totalBytes: model.sizeBytes }),
        status: 'cancelled' as const,
        done_bytes: await keptBytes(model),
      })),
    )
    return [...[...this.#pulls.values()].map(({ pull }) => pull), ...left.filter(pull => pull.done_bytes > 0)]
  }

  /** All pulls as they are, then each again whenever it has gone on or ended, until the signal aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<ModelPull> {
    const steps = this.#steps.follow(signal)
    // Listening before reading: what happens between is told twice, never missed.
    const first = steps.next()
    yield* await this.list()
    const { done, value } = await first
    if (done === true) return
    yield value
    yield* steps
  }

  /** Begins a pull, or answers the one under way. Throws MODEL_NOT_FOUND, NET_REFUSED. */
  start(modelId: string | undefined): ModelPull {
    const named = modelId === undefined ? null : splitRuntimeName(modelId)
    if (named !== null) return this.#begin(this.#toRuntimeWork(named))
    return this.#begin(this.#toWork(findCurated(modelId ?? this.#parts.defaultId, this.#parts.curated)))
  }

  #toWork(model: PullableModel): Work {
    const run: Work['run'] = watch => this.#parts.pull(model, watch)
    return { modelId: idOf(model), totalBytes: model.sizeBytes, run }
  }

  #toRuntimeWork(named: { readonly connector: string; readonly name: string }): Work {
    const { connector, monoMs } = this.#parts
    const runtime = connector(named.connector)
    assertPullable(named, runtime)
    const run: Work['run'] = async watch => runtime && pullByRuntime({ runtime, name: named.name, monoMs, ...watch })
    return { modelId: `${named.connector}/${named.name}`, totalBytes: null, run }
  }

  /** The same for a file of any address. Throws also INVALID_REQUEST, CONFLICT, SOURCE_UNAVAILABLE. */
  async startUrl(url: string, sha256: string | undefined): Promise<ModelPull> {
    this.#assertOnline()
    return this.#begin(this.#toWork(await this.#parts.describe(url, sha256)))
  }

  #assertOnline(): void {
    if (!this.#parts.isOffline()) return
    throw new KoraError('NET_REFUSED', 'Studio is set to be offline, so nothing is downloaded.', {
      hint: 'Switch Offline off in the settings, or import a file that you have.',
    })
  }

  #begin(work: Work): ModelPull {
    const known = this.#pulls.get(work.modelId)
    if (known?.pull.status === 'running') return known.pull
    this.#assertOnline()
    const stop = new AbortController()
    const running: Running = { pull: toWaiting(work), stop, done: Promise.resolve() }
    this.#pulls.set(work.modelId, Object.assign(running, { done: this.#run(work, running) }))
    this.#steps.tell(work.modelId, running.pull)
    return running.pull
  }

  /** Named as for `start`, waits until the pull has let go; repeatable. Throws NOT_FOUND. */
  async cancel(modelId: string = this.#parts.defaultId): Promise<ModelPull> {
    const id = modelId.includes('/') ? modelId : idOf({ id: modelId })
    const running = this.#pulls.get(id)
    if (running === undefined)
      throw new KoraError('NOT_FOUND', `Nothing pulls ${id}.`, { hint: 'GET /models/pulls lists the downloads.' })
    running.stop.abort()
    await running.done
    return running.pull
  }

  /** Breaks off what is under way, programs of it included; the next pull goes on there. */
  async close(): Promise<void> {
    const all = [...this.#pulls.values()]
    for (const { stop } of all) stop.abort()
    await Promise.all(all.map(({ done }) => done))
  }

  async #run(work: Work, running: Running): Promise<void> {
    const { changes, report } = this.#parts
    const { signal } = running.stop
    const onProgress = (progress: PullProgress): void => {
      running.pull = { ...running.pull, ...fromProgress(progress) }
      this.#steps.tell(work.modelId, running.pull)
    }
    try {
      await work.run({ signal, onProgress })
      const { total_bytes } = running.pull
      running.pull = { ...running.pull, status: 'success', done_bytes: total_bytes, bytes_per_second: null }
    } catch (error) {
      const known = toKoraError(error, report)
      const status = known.code === 'CANCELLED' ? 'cancelled' : 'failed'
      running.pull = { ...running.pull, status, bytes_per_second: null, error: known.toFailure() }
    }
    this.#steps.tell(work.modelId, running.pull)
    changes.tell('models')
  }
}

/** The context that the connector gives a call unless its setting says otherwise. */
const CONTEXT_TOKENS = 4_096
const SLOTS = 2

function fitOf(model: CuratedModel, free: FreeMemory): ModelFit {
  const contextTokens = Math.min(model.contextTokens ?? CONTEXT_TOKENS, CONTEXT_TOKENS)
  const cacheBytes = model.cacheBytesPerToken * contextTokens * SLOTS
  return judgeFit({ weightsBytes: model.sizeBytes, cacheBytes, contextTokens }, free)
}

const toWaiting = ({ modelId, totalBytes }: Omit<Work, 'run'>): ModelPull => ({
  model_id: modelId,
  status: 'running',
  phase: 'waiting',
  source: null,
  done_bytes: null,
  total_bytes: totalBytes,
  bytes_per_second: null,
  error: null,
})

const fromProgress = ({ phase, source, doneBytes, totalBytes, bytesPerSecond }: PullProgress) => ({
  phase,
  source,
  done_bytes: doneBytes,
  total_bytes: totalBytes,
  bytes_per_second: bytesPerSecond,
})
