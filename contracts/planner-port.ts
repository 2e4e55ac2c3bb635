/**
 * The planner port: readable rules that turn a message into tasks (rules K1 to K3). A rule is data plus one small function;
 * it claims a span of the message only when it covers its meaning wholly, and says in one sentence why.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'

export type Attachment = {
  readonly name: string
  readonly mediaType: string
  readonly text: string
}

export type PlannerInput = {
  /** The message with every character in place, so that spans are offsets into it (UTF-16 units). */
  readonly message: string
  readonly attachments: readonly Attachment[]
  /** The clock as an input (K6): ISO date-time with offset, and IANA zone. */
  readonly now: { readonly iso: string; readonly zone: string }
}

/**
 * A task of the plan: `op` with its literal or referenced input. `$from` names earlier `key`s of the same match; `$input` may
 * name `/attachments/<n>`, the text of an attachment.
 */
export type PlannedTask = {
  readonly key: string
  readonly name: string
  readonly op: string
  readonly input: JsonObject
  readonly dependencies: readonly string[]
}

/** What one rule found. */
export type RuleMatch = {
  readonly span: readonly [start: number, end: number]
  /** Further spans that the match reads as data; several matches may read the same one. */
  readonly data?: readonly (readonly [start: number, end: number])[]
  /** Spans at both ends of the message that say nothing (`My calculator is broken.`): they count as covered. */
  readonly asides?: readonly (readonly [start: number, end: number])[]
  /** True where nothing in the message asks for it (`2 + 2`): it counts only if rules cover the whole message. */
  readonly implied?: boolean
  readonly tasks: readonly PlannedTask[]
  /** Key of the task whose output answers the span. */
  readonly answer: string
  /**
   * How a person reads the answer: a template over the answer task's output, `{{value}}` style (`agg.template`), and the
   * named values it takes as JSON pointers into that output or literals. `how` is a template over the same values: one line
   * that tells how the answer was obtained. Text of the message stands in values only, never in a template.
   */
  readonly reply: {
    readonly template: string
    readonly how?: string
    readonly values: Readonly<Record<string, { readonly pointer: string } | { readonly literal: JsonValue }>>
  }
  /** Set when one of several readings was taken: said in the reply. */
  readonly reading?: string
}

export type PlannerRule = {
  readonly id: string
  /** One sentence: what it understands. */
  readonly reason: string
  /** Lower runs first. */
  readonly order: number
  /** Asked only where the other rules leave something of the message, and taken only where it reads all of it. */
  readonly isLastResort?: true
  /** Messages it must answer, and messages it must leave alone: they are its tests. */
  readonly examples: { readonly yes: readonly string[]; readonly no: readonly string[] }
  /**
   * What it reads of the message. `isSettled` spares work: where it says yes, an earlier rule has read the span or more, and a match
   * there would not be taken; a rule may leave it alone.
   */
  readonly match: (input: PlannerInput, isSettled?: IsSettled) => readonly RuleMatch[]
}

/** Whether the span is read already; `isAsked` tells whether something in it asks or orders, so that what is merely stated does not count. */
export type IsSettled = (span: readonly [start: number, end: number], isAsked: boolean) => boolean

export type Planner = {
  readonly name: string
  readonly rules: readonly PlannerRule[]
}
