/**
 * The library port: how a plugin offers operations, named deterministic functions of one object.
 * An operation is pure (rule D1): it gets its input and nothing else, so there is no clock, no randomness and no host here.
 */
import type { JsonObject } from '#contracts/json-value'

/** How an operation's time grows with the size of its input. */
export type Cost = 'constant' | 'linear' | 'n log n' | 'quadratic'

/**
 * One operation.
 *
 * `input` and `output` are JSON Schemas of objects (rule T6); the kernel checks both sides of every call, so `run` may
 * trust its argument. `run` throws `OperationError` for an input that has no answer (a division by zero, say).
 */
export type Operation = {
  /** `<library>.<operation>`, lower case. */
  readonly name: string
  /** Major version; a graph may pin it as `name@1`. */
  readonly major: number
  /** One sentence for people: what it does. */
  readonly description: string
  /** Further words that people look for it by; they take part in the search and in nothing else. */
  readonly keywords?: readonly string[]
  readonly input: JsonObject
  readonly output: JsonObject
  /** A worked example, proven by a test: `run(example.input)` equals `example.output`. */
  readonly example: { readonly input: JsonObject; readonly output: JsonObject }
  /** The largest input taken, in bytes of its canonical JSON; beyond it the kernel refuses the call (rule D2). */
  readonly inputCapBytes: number
  readonly cost: Cost
  readonly run: (input: JsonObject) => JsonObject
}

/** A set of operations under one or more family names. */
export type Library = {
  readonly name: string
  readonly operations: readonly Operation[]
}
