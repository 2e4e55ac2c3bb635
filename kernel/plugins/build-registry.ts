/**
 * The registry of what active plugins offer. It finds by name; it decides nothing about who may offer what beyond keeping the
 * first owner of a name (rule P7), and it takes nothing that the manifest did not announce.
 */
import type { ExecutionBackend } from '#contracts/backend-port'
import type { Connector } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import type { Manifest } from '#contracts/manifest'
import type { Planner } from '#contracts/planner-port'
import type { RegisteredOperation, Registry } from '#graph/registry'
import { listClaims } from './check-manifest.ts'
import { operationKey } from './operation-wire.ts'

/** What one owner offers, read and checked. */
export type Contribution = {
  /** Names of the libraries the operations came from. */
  readonly libraries: readonly string[]
  readonly operations: readonly RegisteredOperation[]
  readonly connectors: readonly Connector[]
  readonly planners: readonly Planner[]
  readonly backends: readonly ExecutionBackend[]
}

const listOffers = (offer: Contribution): string[] => [
  ...offer.libraries.map(name => `library:${name}`),
  ...new Set(offer.operations.map(({ name }) => `operation:${name}`)),
  ...offer.connectors.map(({ name }) => `connector:${name}`),
  ...offer.planners.map(({ name }) => `planner:${name}`),
  ...offer.backends.map(({ name }) => `backend:${name}`),
]

/** Throws PLUGIN_FAILED where a plugin offers more, less or other names than its manifest says. */
export function assertAnnounced(manifest: Manifest, offer: Contribution): void {
  const offered = listOffers(offer)
  const announced = listClaims(manifest)
  const extra = offered.find(name => !announced.includes(name))
  const missing = announced.find(name => !offered.includes(name))
  if (extra !== undefined)
    throw new KoraError('PLUGIN_FAILED', `Plugin ${manifest.id} offers ${extra}, which its manifest does not name.`)
  if (missing !== undefined)
    throw new KoraError('PLUGIN_FAILED', `Plugin ${manifest.id} does not offer ${missing}, which its manifest names.`)
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1)

export class PluginRegistry implements Registry {
  readonly #offers = new Map<string, Contribution>()
  readonly #claims = new Map<string, string>()
  #operations = new Map<string, RegisteredOperation>()
  #listed: readonly RegisteredOperation[] = []
  #connectors: readonly Connector[] = []
  #planners: readonly Planner[] = []
  #backends: readonly ExecutionBackend[] = []
  #revision = 0

  get revision(): number {
    return this.#revision
  }

  /** Reserves names for an owner, all or none. Throws NAME_TAKEN with the first owner's id. */
  claim(owner: string, names: readonly string[]): void {
    for (const name of names) {
      const first = this.#claims.get(name) ?? owner
      if (first !== owner)
        throw new KoraError(
          'NAME_TAKEN',
          `Plugin ${owner} offers ${name.replace(':', ' ')}, which ${first} offers already.`,
        )
    }
    for (const name of names) this.#claims.set(name, owner)
  }

  /** Gives an owner's names back. */
  release(owner: string): void {
    for (const [name, holder] of this.#claims) if (holder === owner) this.#claims.delete(name)
  }

  /** Adds or replaces what an owner offers. Throws NAME_TAKEN. */
  add(owner: string, offer: Contribution): void {
    this.claim(owner, listOffers(offer))
    this.#offers.set(owner, offer)
    this.#index()
  }

  remove(owner: string): void {
    if (this.#offers.delete(owner)) this.#index()
  }

  operation(reference: string): RegisteredOperation | null {
    return this.#operations.get(reference) ?? null
  }

  operations(): readonly RegisteredOperation[] {
    return this.#listed
  }

  connector(name: string): Connector | null {
    return this.#connectors.find(one => one.name === name) ?? null
  }

  connectors(): readonly Connector[] {
    return this.#connectors
  }

  planners(): readonly Planner[] {
    return this.#planners
  }

  backend(name: string): ExecutionBackend | null {
    return this.#backends.find(one => one.name === name) ?? null
  }

  backends(): readonly ExecutionBackend[] {
    return this.#backends
  }

  /** Sorted by name, so that no order of loading shows anywhere. */
  #index(): void {
    const offers = [...this.#offers.values()]
    this.#listed = offers.flatMap(offer => offer.operations).sort((a, b) => byName(a, b) || a.major - b.major)
    this.#operations = new Map()
    for (const operation of this.#listed) {
      this.#operations.set(operationKey(operation), operation)
      // Without a pinned version the newest major answers.
      const present = this.#operations.get(operation.name)
      if (present === undefined || present.major < operation.major) this.#operations.set(operation.name, operation)
    }
    this.#connectors = offers.flatMap(offer => offer.connectors).sort(byName)
    this.#planners = offers.flatMap(offer => offer.planners).sort(byName)
    this.#backends = offers.flatMap(offer => offer.backends).sort(byName)
    this.#revision += 1
  }
}
