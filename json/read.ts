/**
 * readJson: the only door through which bytes from outside become values. It refuses bodies that two readers could
 * understand differently or that would cost more than their size allows, before `JSON.parse` sees them (S4, T9).
 */
import type { Fault } from './fault.ts'
import { type ScanCode, type ScanFault, scanJson } from './scan.ts'
import { placeOf } from './scan-place.ts'
import type { JsonValue } from './value.ts'

export type JsonLimits = {
  /** Bytes of the whole body. */
  readonly maxBytes: number
  /** Containers inside each other, counted from the body's root. */
  readonly maxDepth: number
  /** UTF-8 bytes of one text (member names too), escapes undone. */
  readonly maxStringBytes: number
}

/** The limits of one graph (spec 1): 8 MiB, nesting 64, 1 MiB of UTF-8 per text. */
export const JSON_LIMITS: JsonLimits = { maxBytes: 8 * 1024 * 1024, maxDepth: 64, maxStringBytes: 1024 * 1024 }

export type ReadCode = ScanCode | 'BODY_TOO_LARGE' | 'NOT_UTF8'

/** `offset` counts bytes from 0; `line` and `column` (code points) from 1. */
export type ReadFault = Fault & {
  readonly code: ReadCode
  readonly offset: number
  readonly line: number
  readonly column: number
}

export type ReadResult =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly fault: ReadFault }

// `ignoreBOM` keeps a byte order mark in the text, where the scan refuses it.
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Reads JSON bytes. Nothing is thrown for any bytes; all limits may be lowered or raised by the caller. */
export function readJson(bytes: Uint8Array, limits: Partial<JsonLimits> = JSON_LIMITS): ReadResult {
  const all = limits === JSON_LIMITS ? JSON_LIMITS : { ...JSON_LIMITS, ...limits }
  if (bytes.length > all.maxBytes) {
    return refuse('BODY_TOO_LARGE', all.maxBytes, { line: 1, column: 1, pointer: '' }, all)
  }
  let text: string
  try {
    text = strictDecoder.decode(bytes)
  } catch {
    const at = firstBadByte(bytes)
    return refuse('NOT_UTF8', at, placeOf(bytes.subarray(0, at), at), all)
  }
  const fault = scanJson(bytes, all, 'quick')
  if (fault !== null) return refuseAt(bytes, fault, all)
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue }
  } catch {
    const found = scanJson(bytes, all, 'careful') ?? { code: 'JSON_SYNTAX', at: bytes.length }
    return refuseAt(bytes, found, all)
  }
}

/** Reads JSON text by the same rules; offsets still count UTF-8 bytes. */
export function readJsonText(text: string, limits: Partial<JsonLimits> = JSON_LIMITS): ReadResult {
  const all = { ...JSON_LIMITS, ...limits }
  if (text.length > all.maxBytes) {
    return refuse('BODY_TOO_LARGE', all.maxBytes, { line: 1, column: 1, pointer: '' }, all)
  }
  if (!text.isWellFormed()) {
    const bytes = encoder.encode(text)
    const at = encoder.encode(text.slice(0, firstLoneSurrogate(text))).length
    return refuse('LONE_SURROGATE', at, placeOf(bytes, at), all)
  }
  return readJson(encoder.encode(text), limits)
}

/** The place and the sentence of a fault for people who look at a file, which is no body. */
export function describeInFile({ line, column, message }: ReadFault, file = 'the file'): string {
  return `line ${line}, column ${column}: ${message.replace(/^The body/, file)}`
}

function refuseAt(bytes: Uint8Array, fault: ScanFault, limits: JsonLimits): ReadResult {
  const message = bytes.length === 0 ? 'The body is empty; send JSON.' : undefined
  return refuse(fault.code, fault.at, placeOf(bytes, fault.at), limits, message)
}

function refuse(
  code: ReadCode,
  offset: number,
  place: { readonly line: number; readonly column: number; readonly pointer: string },
  limits: JsonLimits,
  message = messageOf(code, limits),
): ReadResult {
  const fault = {
    code,
    message,
    offset,
    line: place.line,
    column: place.column,
    pointer: place.pointer,
  }
  return { ok: false, fault }
}

function messageOf(code: ReadCode, limits: JsonLimits): string {
  switch (code) {
    case 'BODY_TOO_LARGE':
      return `The body is larger than ${limits.maxBytes} bytes; send less.`
    case 'NOT_UTF8':
      return 'The body is not valid UTF-8; encode it as UTF-8.'
    case 'JSON_SYNTAX':
      return 'The body is not JSON at this place; correct it (no byte order mark, comments or trailing text).'
    case 'JSON_DEPTH':
      return `The body nests deeper than ${limits.maxDepth} levels; flatten it.`
    case 'DUPLICATE_KEY':
      return 'An object names the same member twice; keep one of them.'
    case 'NUMBER_RANGE':
      return 'The number is too large for a double; write a smaller number or a text.'
    case 'LONE_SURROGATE':
      return 'A text holds half of a surrogate pair; write the whole character.'
    case 'FORBIDDEN_KEY':
      return 'The member name could reach an object prototype; rename it.'
    case 'STRING_TOO_LONG':
      return `The text is longer than ${limits.maxStringBytes} bytes of UTF-8; shorten it.`
  }
}

function firstLoneSurrogate(text: string): number {
  for (let i = 0; i < text.length; i += 1) {
    const point = text.codePointAt(i)!
    if (point >= 0xd800 && point <= 0xdfff) return i
    if (point > 0xffff) i += 1
  }
  return 0
}

/** Offset of the first byte that begins no valid sequence. Halving on the decoder's answer keeps one truth of UTF-8. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (isPrefixValid(bytes, middle)) good = middle
    else bad = middle
  }
  return good
}

/** True when the first `end` bytes are valid UTF-8, the last sequence being complete or not. */
function isPrefixValid(bytes: Uint8Array, end: number): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true })
    return true
  } catch {
    return false
  }
}
