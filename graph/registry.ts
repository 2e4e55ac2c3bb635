/**
 * What the loaded plugins offer, by name. The plugin host fills it; engine, graph check and API only read it.
 * It holds no code of a plugin beyond the functions a port names.
 */
import type { ExecutionBackend } from '#contracts/backend-port'
import type { Connector } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import type { Cost } from '#contracts/library-port'
import type { Planner } from '#contracts/planner-port'
import type { Schema } from '#json/schema'

export type RegisteredOperation = {
  readonly name: string
  readonly major: number
  readonly pluginId: string
  readonly description: string
  /** Further words for the search. */
  readonly keywords?: readonly string[]
  readonly cost: Cost
  readonly inputCapBytes: number
  /** Both read in role `predicate` resp. `output`. */
  readonly input: Schema
  readonly output: Schema
  readonly example: { readonly input: JsonObject; readonly output: JsonObject }
  /** In this thread, at once; only for calls that the host proves small (rule D2). Throws `OperationError`. */
  readonly run: (input: JsonObject) => JsonObject
  /** Whether a call of this size, in bytes of canonical JSON, must leave this thread so that it can be killed. */
  readonly leavesThread: (inputBytes: number) => boolean
  /** In a child process that is killed when the signal aborts. Throws `OperationError` or KoraError('OPERATION_CRASHED'). */
  readonly runIsolated: (input: JsonObject, signal: AbortSignal) => Promise<JsonObject>
}

export type Registry = {
  /** Finds `text.count` or `text.count@1`; null when no library offers it. */
  operation(reference: string): RegisteredOperation | null
  operations(): readonly RegisteredOperation[]
  connector(name: string): Connector | null
  connectors(): readonly Connector[]
  planners(): readonly Planner[]
  backend(name: string): ExecutionBackend | null
  backends(): readonly ExecutionBackend[]
  /** Changes when anything is added or removed; admission caches are keyed by it. */
  readonly revision: number
}
