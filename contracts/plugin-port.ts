/**
 * What a plugin's entry module exports and what it receives. The host object has only the members its grants name (rule P4).
 */
import type { ExecutionBackend } from '#contracts/backend-port'
import type { Connector } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import type { Library } from '#contracts/library-port'
import type { Planner } from '#contracts/planner-port'
import type { Clock, Files, Net, Secrets, Spawn } from '#contracts/powers'

export type PluginHost = {
  readonly id: string
  /** The plugin's settings, checked against the `config` schema of its manifest. */
  readonly settings: JsonObject
  readonly clock: Clock
  /** One line for the operator's log; no content, no secrets. */
  readonly log: (line: string) => void
  /** Present only with the grant `net`. */
  readonly net?: Net
  /** Present only with the grant `files`. */
  readonly files?: Files
  /** Present only with the grant `spawn`. */
  readonly spawn?: Spawn
  /** Present only with the grant `secret`. */
  readonly secrets?: Secrets
}

/** What a plugin puts into the kernel; each name must stand in `provides` of its manifest. */
export type Provided = {
  readonly libraries?: readonly Library[]
  readonly connectors?: readonly Connector[]
  readonly planners?: readonly Planner[]
  readonly backends?: readonly ExecutionBackend[]
  /** Undoes the activation; called once, on disable, removal and shutdown. */
  readonly dispose?: () => Promise<void> | void
}

/** The entry module's export `plugin`. */
export type Plugin = {
  readonly activate: (host: PluginHost) => Promise<Provided> | Provided
}
