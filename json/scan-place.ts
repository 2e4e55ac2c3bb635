/**
 * Where in a JSON text an offset lies: line, column and JSON pointer. Asked only when a body is refused, so it is plain
 * rather than quick. It trusts that everything before the offset was accepted by the scan.
 */
import { toPointer } from './pointer.ts'
import { endOfText, skipBlanks, startTexts } from './scan-token.ts'

/** 1-based line and 1-based column in code points; `pointer` names the value or member being read there. */
export type Place = { readonly line: number; readonly column: number; readonly pointer: string }

type Level = { readonly isObject: boolean; key: string | number }

export function placeOf(bytes: Uint8Array, at: number): Place {
  let line = 1
  let lineStart = 0
  for (let i = bytes.indexOf(0x0a); i >= 0 && i < at; i = bytes.indexOf(0x0a, i + 1)) {
    line += 1
    lineStart = i + 1
  }
  let column = 1
  // UTF-8 continuation bytes start no code point.
  for (let i = lineStart; i < at; i += 1) if ((bytes[i]! & 0xc0) !== 0x80) column += 1
  return { line, column, pointer: pointerAt(bytes, at) }
}

function pointerAt(bytes: Uint8Array, at: number): string {
  const levels: Level[] = []
  startTexts('careful')
  let isKeyNext = false
  for (let i = 0; i < at; ) {
    const byte = bytes[i]!
    const top = levels.at(-1)
    if (byte === 0x22) {
      const end = endOfText(bytes, i + 1, Number.MAX_SAFE_INTEGER)
      if (isKeyNext && top !== undefined && end > 0) top.key = textAt(bytes, i, end)
      if (end < 0 || end > at) break
      isKeyNext = false
      i = end
      continue
    }
    if (byte === 0x7b || byte === 0x5b) {
      levels.push({ isObject: byte === 0x7b, key: byte === 0x7b ? '' : 0 })
      isKeyNext = byte === 0x7b
    } else if (byte === 0x7d || byte === 0x5d) levels.pop()
    else if (byte === 0x2c && top !== undefined) {
      if (typeof top.key === 'number') top.key += 1
      else isKeyNext = true
    }
    i = skipBlanks(bytes, i + 1)
  }
  if (isKeyNext && bytes[at] === 0x22) {
    const end = endOfText(bytes, at + 1, Number.MAX_SAFE_INTEGER)
    const top = levels.at(-1)
    if (end > 0 && top !== undefined) top.key = textAt(bytes, at, end)
    isKeyNext = false
  }
  return toPointer((isKeyNext ? levels.slice(0, -1) : levels).map(level => level.key))
}

function textAt(bytes: Uint8Array, start: number, end: number): string {
  const text: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)))
  return String(text).slice(0, 200)
}
