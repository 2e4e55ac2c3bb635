/**
 * readPattern: ECMA-262 patterns (Unicode mode) matched in linear time, so that a stranger's pattern never reaches the
 * engine's backtracking RegExp (S5). Back-references, look-around and oversized counts are refused, never approximated.
 */
import type { Fault } from './fault.ts'
import { Meter } from './meter.ts'
import { Matcher } from './pattern/matcher.ts'
import { PatternProblem, parsePattern } from './pattern/parse.ts'
import { buildProgram, sizeOf } from './pattern/program.ts'

export type Pattern = {
  readonly ok: true
  readonly source: string
  /** Instructions of its program; a schema may hold only so many. */
  readonly size: number
  /** True when some part of the text matches. With a meter it may throw OutOfSteps; without one it always answers. */
  test(text: string, meter?: Meter): boolean
}

export type PatternResult = Pattern | { readonly ok: false; readonly fault: Fault }

/** UTF-16 units of one pattern. */
const MAX_SOURCE = 4_096
/** Instructions of one pattern's program. */
const MAX_SIZE = 5_000

/** Fault code PATTERN_REFUSED; its pointer is empty, its message names the offset in the pattern. */
export function readPattern(source: string): PatternResult {
  if (source.length > MAX_SOURCE) return refuse(`A pattern may be ${MAX_SOURCE} characters long; shorten it.`)
  try {
    const tree = parsePattern(source)
    const size = sizeOf(tree)
    if (size > MAX_SIZE) return refuse(`The pattern unfolds to ${size} steps; at most ${MAX_SIZE} are run. Count less.`)
    // Built on first use: reading a schema should not pay for patterns that no value meets.
    let matcher: Matcher | undefined
    const test = (text: string, meter: Meter = new Meter(Number.POSITIVE_INFINITY)): boolean => {
      matcher ??= new Matcher(buildProgram(tree))
      return matcher.test(text, meter)
    }
    return { ok: true, source, size, test }
  } catch (error) {
    if (error instanceof PatternProblem) return refuse(`At offset ${error.at} of the pattern: ${error.message}`)
    throw error
  }
}

function refuse(message: string): PatternResult {
  return { ok: false, fault: { pointer: '', code: 'PATTERN_REFUSED', message } }
}
