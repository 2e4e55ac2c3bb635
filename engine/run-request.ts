/** What the kernel is asked to run, and the handle on a run under way. */
import type { Event } from '#contracts/event'
import type { ExecuteResult, PartialOutput, PlanDecision } from '#contracts/execution'
import type { JsonObject } from '#contracts/json-value'
import type { PartialFrame } from '#contracts/live-text'

export type RunRequest = {
  /** Unchecked JSON of a graph; the kernel admits it. */
  readonly taskgraph: unknown
  readonly inputs?: JsonObject
  readonly backend?: string
  readonly deterministicOnly?: boolean
  /** <connector>/<name> for model tasks that name none; a function is asked only when a graph has such a task. */
  readonly defaultModel?: string | null | (() => Promise<string | null>)
  readonly keepContent?: boolean
  /** Where the graph came from a message: shown in the result and counted as construction. */
  readonly plan?: MessagePlan
}

export type MessagePlan = {
  readonly decision: PlanDecision
  readonly constructMs: number
  /** What is answered of the message where its graph's root was not produced; null where nothing is. */
  readonly partial: (outputs: Readonly<Record<string, unknown>>) => PartialOutput | null
}

export type RunHandle = {
  readonly runId: string
  /** Durable events from `seq > afterSeq` on, live until the run's last; ends by itself. */
  events(afterSeq: number, signal: AbortSignal): AsyncIterable<Event>
  /**
   * What model tasks write while they write it, from the beginning of each answer that is still open. Unverified and stored
   * nowhere; a `reset` makes void what was told of an attempt. Ends with the run.
   */
  partials(signal: AbortSignal): AsyncIterable<PartialFrame>
  /** Resolves when the run itself is durable: before that its id may not be told to anyone who does not wait for the end. */
  recorded(): Promise<void>
  /** Resolves when the end is durable (L4). Never rejects. */
  readonly result: Promise<ExecuteResult>
  /** The result as JSON text, where it is written already: ask once `result` has resolved. */
  readonly text?: () => string | null
  cancel(): void
}
