/**
 * Capability probes as Studio offers them (N8): on the user's word, and again by themselves where a runtime was updated since. A runtime
 * on another machine is asked on the user's word alone.
 */
import type { Connector } from '#contracts/connector-port'
import type { ExecuteResult } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'
import type { ModelProbe, ProbeRequest } from '#contracts/probe'
import type { Kernel } from '#kernel/kernel-face'
import type { ChangeFeed } from '../changes/change-feed.ts'
import type { Settings } from '../settings/settings-table.ts'
import { isOf, type ProbeBook } from './probe-book.ts'

export type ModelProbesParts = {
  readonly kernel: Pick<Kernel, 'probe'>
  readonly connector: (name: string) => Connector | null
  readonly book: ProbeBook
  readonly settings: () => Pick<Settings, 'probe' | 'deterministic_only'>
  readonly changes: Pick<ChangeFeed, 'tell'>
  readonly report: (error: unknown) => void
  /** How long after a run a probe begins by itself: a single command has ended by then, and leaves no half of one behind. */
  readonly delayMs?: number
}

const DELAY_MS = 1_000

export class ModelProbes {
  readonly #parts: ModelProbesParts
  readonly #underWay = new Map<string, AbortController>()
  readonly #background = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  constructor(parts: ModelProbesParts) {
    this.#parts = parts
  }

  /** Throws INVALID_REQUEST, MODEL_NOT_FOUND, CONFLICT, MODEL_NEEDED, and what ends the probe itself. */
  async probe({ model_id: modelId, remote = false }: ProbeRequest, signal: AbortSignal): Promise<ModelProbe> {
    const { kernel, book, changes, settings } = this.#parts
    if (settings().deterministic_only)
      throw new KoraError('MODEL_NEEDED', 'A probe calls a model, and deterministic_only is on.')
    const target = toTarget(modelId)
    if (!remote && (await this.#whereIs(target, signal)) === 'elsewhere')
      throw new KoraError(
        'INVALID_REQUEST',
        `${modelId} runs on another machine, so it is probed on your word alone.`,
        {
          hint: 'Say it with `kora models probe --remote`, or "remote": true.',
        },
      )
    if (this.#underWay.has(modelId)) throw new KoraError('CONFLICT', `${modelId} is being probed.`)
    const stop = new AbortController()
    this.#underWay.set(modelId, stop)
    try {
      const probe = await kernel.probe(target, AbortSignal.any([signal, stop.signal]))
      await book.keep(probe).catch(error => this.#parts.report(error))
      return probe
    } finally {
      this.#underWay.delete(modelId)
      changes.tell('models')
    }
  }

  /**
   * After a run: models of it whose runtime or weights are others than those that were probed are probed again. Reads nothing of a
   * run that called no model.
   */
  afterRun(result: ExecuteResult): void {
    const { probe: wish, deterministic_only: isForbidden } = this.#parts.settings()
    if (wish === 'off' || isForbidden || result.execution_metadata.backend !== 'local') return
    if ((result.execution_metadata.certificate?.max_model_calls ?? 0) === 0) return
    const work = this.#afterWhile()
      .then(() => (this.#closing.signal.aborted ? undefined : this.#probeOutdated(result, wish)))
      .catch(error => {
        if (!(error instanceof KoraError)) this.#parts.report(error)
      })
      .finally(() => this.#background.delete(work))
    this.#background.add(work)
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.#closing.abort()
    for (const stop of this.#underWay.values()) stop.abort()
    await this.settled()
  }

  /** Resolves when nothing that began by itself is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#background)
  }

  #afterWhile(): Promise<void> {
    return new Promise(resolve => {
      const { signal } = this.#closing
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, this.#parts.delayMs ?? DELAY_MS)
      signal.addEventListener('abort', end, { once: true })
    })
  }

  async #probeOutdated(result: ExecuteResult, wish: 'asked' | 'auto'): Promise<void> {
    const attempts = result.telemetry.tasks.flatMap(task => task.attempts.filter(({ status }) => status === 'success'))
    const served = new Map(attempts.map(attempt => [`${attempt.connector}/${attempt.model}`, attempt]))
    for (const [modelId, { connector_version: version, model_digest: digest }] of served) {
      const last = await this.#parts.book.last(modelId)
      if (last === null ? wish === 'asked' : isOf(last, { version, digest })) continue
      // What the record of an attempt leaves open is no news.
      if (last !== null && version === null && digest === null) continue
      const quiet = this.#closing.signal
      // A runtime that lists nothing does not say where its models run either.
      if ((await this.#whereIs(toTarget(modelId), quiet)) !== 'here') continue
      await this.probe({ model_id: modelId }, quiet)
    }
  }

  /** Throws MODEL_NOT_FOUND where there is no such connector, and what the connector says. */
  async #whereIs(
    { connector: name, model }: ReturnType<typeof toTarget>,
    signal: AbortSignal,
  ): Promise<'here' | 'elsewhere' | 'unlisted'> {
    const connector = this.#parts.connector(name)
    if (connector === null)
      throw new KoraError('MODEL_NOT_FOUND', `No connector is named "${name}"; see \`kora models list\`.`)
    try {
      const models = await connector.models(signal)
      const entry = models.find(one => one.name === model || one.name === `${model}:latest`)
      return entry === undefined ? 'unlisted' : entry.remote ? 'elsewhere' : 'here'
    } catch (error) {
      if (error instanceof ConnectorError) throw new KoraError(error.code, error.message, {}, error)
      throw error
    }
  }
}

function toTarget(modelId: string): { readonly connector: string; readonly model: string } {
  const at = modelId.indexOf('/')
  if (at < 1 || at === modelId.length - 1)
    throw new KoraError('INVALID_REQUEST', 'A model is named <connector>/<name>; see `kora models list`.')
  return { connector: modelId.slice(0, at), model: modelId.slice(at + 1) }
}
