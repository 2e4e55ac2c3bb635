/**
 * What connectors say of their models, asked once and remembered for a short while: capabilities, digest, runtime version.
 * Facts carry no user content and cost no model call.
 */
import type { Connector, ModelCapabilities } from '#contracts/connector-port'
import type { Clock } from '#contracts/powers'

const REMEMBERED_MS = 30_000
const MOST_REMEMBERED = 256

type Remembered<T> = { readonly untilMs: number; readonly value: T }

export type ModelIdentity = { readonly digest: string | null; readonly version: string | null }

/** Asked now. Throws what the connector throws. */
export async function readIdentity(connector: Connector, model: string, signal: AbortSignal): Promise<ModelIdentity> {
  const [models, health] = await Promise.all([connector.models(signal), connector.health(signal)])
  const entry = models.find(candidate => candidate.name === model || candidate.name === `${model}:latest`)
  return { digest: entry?.digest ?? null, version: health.version }
}

const keyOf = (connector: Connector, model: string): string => `${connector.name}/${model}`

export class ModelFacts {
  readonly #clock: Clock
  readonly #capabilities = new Map<string, Remembered<ModelCapabilities>>()
  readonly #identities = new Map<string, Remembered<ModelIdentity>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Throws what the connector throws; a failure is not remembered. */
  async capabilities(connector: Connector, model: string, signal: AbortSignal): Promise<ModelCapabilities> {
    return this.#remember(this.#capabilities, connector, model, () => connector.capabilities(model, signal))
  }

  /** The last known context size without asking, for certificates. */
  knownCapabilities(connector: string, model: string): ModelCapabilities | null {
    return this.#capabilities.get(`${connector}/${model}`)?.value ?? null
  }

  /** Digest and runtime version for the record of an attempt (M6); nulls where the runtime does not tell. Never throws. */
  async identity(connector: Connector, model: string, signal: AbortSignal): Promise<ModelIdentity> {
    const ask = () => readIdentity(connector, model, signal)
    return this.#remember(this.#identities, connector, model, ask).catch(() => ({ digest: null, version: null }))
  }

  /** The same, asked now; what was remembered is replaced. Throws what the connector throws. */
  async freshIdentity(connector: Connector, model: string, signal: AbortSignal): Promise<ModelIdentity> {
    this.#identities.delete(keyOf(connector, model))
    return this.#remember(this.#identities, connector, model, () => readIdentity(connector, model, signal))
  }

  async #remember<T>(
    known: Map<string, Remembered<T>>,
    connector: Connector,
    model: string,
    ask: () => Promise<T>,
  ): Promise<T> {
    const key = keyOf(connector, model)
    const held = known.get(key)
    if (held && this.#clock.monoMs() < held.untilMs) return held.value
    const value = await ask()
    known.delete(key)
    known.set(key, { value, untilMs: this.#clock.monoMs() + REMEMBERED_MS })
    // Graphs name models freely, so what is remembered is bounded.
    if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value as string)
    return value
  }
}
