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

const PREFIX = 'sha256:'
/** All of a digest's text as bytes; one byte before it, so that pairs of digits lie at even places. */
const line = Buffer.alloc(1 + PREFIX.length + 64)
line.write(PREFIX, 1, 'latin1')
const pairs = new Uint16Array(line.buffer, line.byteOffset + 1 + PREFIX.length, 32)
/** Two digits for each byte, laid out as this machine stores them. */
const DIGITS = new Uint16Array(
  Uint8Array.from(Array.from({ length: 256 }, (_, byte) => [...Buffer.from([byte]).toString('hex')]).flat(), digit =>
    digit.charCodeAt(0),
  ).buffer,
)

/**
 * `sha256:` and the hex digest of a text (as UTF-8). The answer is one piece: a prefix put before it would be a second and a third
 * object for as long as the digest lives, and runs keep two for each task.
 */
export function digestText(text: string): string {
  Bun.SHA256.hash(text, digestBytes)
  for (let at = 0; at < 32; at += 1) pairs[at] = DIGITS[digestBytes[at] as number] as number
  return line.toString('latin1', 1)
}

/** The same of the canonical JSON of a value (T8). */
export function digestValue(value: JsonValue): string {
  return digestText(canonicalJson(value))
}
