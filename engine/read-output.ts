/** Turns a model's text into JSON, as strictly as a request body is read. It takes one code fence off and nothing else. */
import type { JsonValue } from '#contracts/json-value'
import { readJsonText } from '#json/read'

/** The closing fence may be missing: an answer is cut once its JSON is complete. */
const FENCE = /^```(?:json)?[ \t]*\n([\s\S]*?)(?:\n?```)?$/

export type OutputText =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly message: string }

/** The value of `text`; a text that is not exactly one JSON value is refused with the place. */
export function readOutput(text: string): OutputText {
  const trimmed = text.trim()
  const fenced = FENCE.exec(trimmed)
  const read = readJsonText(fenced?.[1] ?? trimmed)
  if (read.ok) return { ok: true, value: read.value }
  return {
    ok: false,
    message: `The answer is not one JSON value (${read.fault.code} at character ${read.fault.offset}).`,
  }
}
