/**
 * Writes `assembly/unicode-ranges.ts`: which code points count as part of a word and as part of a search term.
 * The table is committed, so a build never depends on the Unicode version of the program that runs it.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Pairs of first and last-plus-one code point for which `pattern` matches. */
export function buildRanges(pattern: RegExp): number[] {
  const ranges: number[] = []
  let isInside = false
  for (let point = 0; point < 0x110000; point += 1) {
    const isSurrogate = point >= 0xd800 && point <= 0xdfff
    const matches = !isSurrogate && pattern.test(String.fromCodePoint(point))
    if (matches !== isInside) ranges.push(point)
    isInside = matches
  }
  if (isInside) ranges.push(0x110000)
  return ranges
}

/** A word of prose: letters, marks, digits, underscore. */
export const WORD = /[\p{L}\p{M}\p{N}_]/u
/** A search term: letters and digits. */
export const TERM = /[\p{L}\p{N}]/u

function toSource(name: string, ranges: readonly number[]): string {
  const lines: string[] = []
  for (let i = 0; i < ranges.length; i += 12) lines.push(`  ${ranges.slice(i, i + 12).join(', ')},`)
  return `export const ${name}: usize = memory.data<u32>([\n${lines.join('\n')}\n])\nexport const ${name}_COUNT: u32 = ${ranges.length / 2}\n`
}

if (import.meta.main) {
  const head = `/** Written by emit-unicode-ranges.ts from Unicode ${process.versions.unicode}: pairs of first and last-plus-one code point. */\n\n`
  const body = [toSource('WORD_RANGES', buildRanges(WORD)), toSource('TERM_RANGES', buildRanges(TERM))].join('\n')
  writeFileSync(join(import.meta.dir, 'assembly/unicode-ranges.ts'), head + body)
}
