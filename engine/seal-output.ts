/** An output as what is passed on: its hash and its size, or why it cannot be passed on (rules V1, S6). It was verified before. */
import type { Failure } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { MAX_OUTPUT_BYTES } from '#graph/cost-bounds'
import { canonicalJson } from '#json/canonical'
import { digestText } from '#json/digest'
import { notJson, tooLarge } from './task-failure.ts'
import type { TaskRecord } from './task-record.ts'

export type SealedOutput = { readonly hash: string; readonly bytes: number } | { readonly failure: Failure }

export function sealOutput(record: TaskRecord, output: JsonValue): SealedOutput {
  let text: string
  try {
    text = canonicalJson(output)
  } catch {
    // A schema that takes anything let it through although it is no JSON.
    return { failure: notJson(record) }
  }
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_OUTPUT_BYTES) return { failure: tooLarge(record, bytes) }
  return { hash: digestText(text), bytes }
}
