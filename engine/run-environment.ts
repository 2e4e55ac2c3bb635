/** What a run works with: powers, shared parts and the choices of its request. One value, handed to every stage that needs it. */
import type { BackendContext } from '#contracts/backend-port'
import type { JsonObject } from '#contracts/json-value'
import type { Clock } from '#contracts/powers'
import type { ModelTarget } from '#graph/admitted-graph'
import type { Registry } from '#graph/registry'
import type { ExactCache } from './exact-cache.ts'
import type { Ledger } from './ledger.ts'
import type { ModelFacts } from './model-facts.ts'
import type { Slots } from './slots.ts'

/** Shared by all runs of one kernel. */
export type EngineParts = {
  readonly clock: Clock
  readonly registry: Registry
  readonly slots: Slots
  readonly facts: ModelFacts
  readonly cache: ExactCache
}

export type RunEnvironment = EngineParts & {
  readonly emit: BackendContext['emit']
  /** UTC text of a monotonic moment of this run. */
  readonly isoAt: (monoMs: number) => string
  readonly ledger: Ledger
  readonly inputs: JsonObject
  readonly deterministicOnly: boolean
  readonly defaultTarget: ModelTarget | null
  /** Aborts on cancel and at the graph's time limit. */
  readonly signal: AbortSignal
  /** Whether `signal` has aborted; asking it makes none. */
  readonly isStopped: () => boolean
  /** Keeps a raw reply where the user asked to keep content; drops it otherwise. */
  readonly keepReply: BackendContext['keepReply']
  readonly live: BackendContext['live']
  readonly durable: BackendContext['durable']
  readonly contexts: BackendContext['contexts']
  /** Why the run's signal aborted. */
  readonly abortCode: () => 'CANCELLED' | 'TIME_LIMIT'
}
