/**
 * A graph that passed every invariant, in the form the engine runs: indexes for ids, closures for references and conditions,
 * schemas ready to check. It is the one place where wire fields become the engine's own, and it never changes (rule T8).
 */
import type { Budget, GraphLimits } from '#contracts/budget'
import type { ChatMessage } from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { ModelOptions, TaskGraph, TaskType } from '#contracts/task-graph'
import type { RegisteredOperation } from '#graph/registry'
import type { Fault } from '#json/fault'
import type { Schema } from '#json/schema'

/** What a reference may read: outputs by task index (`undefined` = none, `null` stands for a tolerated failure) and graph inputs. */
export type Sources = { readonly outputs: readonly (JsonValue | undefined)[]; readonly inputs: JsonObject }

export type ModelTarget = { readonly connector: string; readonly model: string }

export type AdmittedTask = {
  /** Position in `AdmittedGraph.tasks`, which is ordered by task id (rule X1: ties are broken by id). */
  readonly index: number
  /** Position in the request, for pointers: `/tasks/<place>`. */
  readonly place: number
  readonly id: string
  readonly name: string | null
  readonly type: TaskType
  readonly dependencies: readonly number[]
  readonly dependencyIds: readonly string[]
  readonly dependents: readonly number[]
  /** Dependencies whose failure this task tolerates; aggregation only. */
  readonly optional: ReadonlySet<number>
  readonly operation: RegisteredOperation | null
  /**
   * Resolves references and literals. Throws KoraError('REFERENCE_MISSING' | 'INPUT_MISSING') with the pointer in `details.errors`.
   * An input that is itself a reference may be no object: the operation's input schema decides.
   */
  readonly buildInput: (sources: Sources) => JsonObject
  /** Model tasks: the built input as messages, system text first. Texts that came by reference are no templates. Throws as `renderPrompt`. */
  readonly renderPrompt: ((input: JsonObject) => readonly ChatMessage[]) | null
  /** Model tasks: the same messages with content-free values in the place of their content, several of them (M8). */
  readonly renderContentFree: ((input: JsonObject) => readonly (readonly ChatMessage[])[]) | null
  /** True when the input holds no reference: it may be built and hashed once. */
  readonly constantInput: boolean
  /** The task's own schema (role `output`), or its operation's. */
  readonly outputSchema: Schema
  /** Digest of the task's own schema: part of cache keys (E3). */
  readonly schemaHash: string
  /** Set where the task narrows its operation's schema: then both are checked. */
  readonly narrowed: boolean
  /** Model tasks: never null. */
  readonly budget: Budget | null
  /** Operations: their own time limit, or null. */
  readonly maxTimeMs: number | null
  readonly model: ModelOptions | null
  /** Declared ladder, first target first; an empty first place means the session's default model. */
  readonly ladder: readonly (ModelTarget | null)[]
  readonly runIf: ((sources: Sources) => boolean) | null
  readonly skipIf: ((sources: Sources) => boolean) | null
  /** `undefined` when the task has none. */
  readonly substitute: JsonValue | undefined
  readonly onFail: 'fail' | 'retry' | 'escalate'
  /** A hint: whose call goes first where calls wait for a slot. */
  readonly priority: 'normal' | 'high'
  readonly cache: 'exact' | 'off'
}

/**
 * What admission found out about one reading of a graph input: something is there and, where a schema stands, fits it. Where all of
 * these hold for other inputs of the same names, the graph is admitted with them as well.
 */
export type InputRule = { readonly pointer: string; readonly schema: Schema | null }

export type AdmittedGraph = {
  readonly source: TaskGraph
  /** RFC 8785 text of `source`: what is hashed, stored and exported. */
  readonly canonical: string
  readonly graphId: string
  /** `sha256:<hex>` of the RFC 8785 canonical form (T8). */
  readonly hash: string
  readonly root: number
  readonly tasks: readonly AdmittedTask[]
  /** Task indexes, each after its dependencies. */
  readonly order: readonly number[]
  readonly limits: GraphLimits
  /** Graph inputs, with those of the request laid over them. */
  readonly inputs: JsonObject
  readonly inputRules: readonly InputRule[]
  readonly warnings: readonly Fault[]
}

/** The answer of admission: the graph, or every fault at once. */
export type Admission =
  | { readonly admitted: true; readonly graph: AdmittedGraph }
  | {
      readonly admitted: false
      readonly faults: readonly Fault[]
      readonly warnings: readonly Fault[]
      readonly hash: string | null
    }
