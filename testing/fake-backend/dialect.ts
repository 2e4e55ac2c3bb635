/**
 * A dialect: how one family of runtimes writes frames, ends and errors on the wire, and reads a call.
 * It decides nothing about what is answered.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'

export type AskedCall = {
  readonly model: string
  readonly maxTokens: number | null
  readonly schema: JsonValue | null
  readonly messages: JsonValue
  readonly streamed: boolean
  /** Whether an over-long prompt must be an error. */
  readonly strictContext: boolean
  readonly wantsUsage: boolean
}

export type FrameFacts = { readonly model: string; readonly index: number; readonly tokensIn: number }
export type EndFacts = FrameFacts & {
  readonly reason: 'stop' | 'length'
  /** Null: the end says nothing about usage. */
  readonly tokensOut: number | null
  readonly wantsUsage: boolean
}

export type Dialect = {
  readonly contentType: string
  readonly readCall: (body: JsonObject) => AskedCall
  /** Written once, before the first frame; empty when the dialect has none. */
  readonly open: (facts: FrameFacts) => string
  readonly frame: (facts: FrameFacts, kind: 'text' | 'thinking', text: string) => string
  readonly end: (facts: EndFacts) => string
  readonly errorLine: (message: string) => string
  readonly errorBody: (status: number, message: string) => JsonValue
  readonly overflow: (tokensIn: number, contextTokens: number) => JsonValue
  readonly missing: (model: string) => JsonValue
}

export const readObject = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
export const readCount = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null)
export const readText = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '')
