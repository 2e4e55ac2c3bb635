/**
 * SHA-256 of texts, bytes and JSON values. A value is hashed in its RFC 8785 form, so that equal values have equal digests.
 * It refuses what JSON cannot hold (see `canonicalJson`).
 */
import { canonicalJson } from './canonical.ts'
import type { JsonValue } from './value.ts'

const digestBytes = new Uint8Array(32)

/** Lower-case hex SHA-256 of a text (as UTF-8) or of bytes. */
export function sha256Hex(data: string | Uint8Array): string {
  // Of Bun's ways the one-shot class method into a kept buffer was the fastest for short texts when this was measured.
  Bun.SHA256.hash(data, digestBytes)
  return digestBytes.toHex()
}

/** `sha256:` and the hex digest of the canonical JSON of a value (T8). */
export function digestValue(value: JsonValue): string {
  return `sha256:${sha256Hex(canonicalJson(value))}`
}
