/**
 * Reads an ECMA-262 pattern (its Unicode mode) into a tree. It refuses what cannot be matched in linear time
 * (back-references, look-around) and what is not a pattern; it accepts needless escapes of ASCII punctuation (`\-`)
 * and a lone `]`, `}` or `{`, whose meaning nobody doubts.
 */
import { type CharSet, complement, DIGITS, LINE_ENDS, MAX_POINT, merge, SPACE, setOf, WORD } from './char-set.ts'
import { findProperty } from './properties.ts'

export type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary'

export type PatternNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly min: number; readonly max: number }

/** Thrown by the reader; `why` is a sentence with the cure, `at` an offset in the pattern. */
export class PatternProblem extends Error {
  readonly at: number

  constructor(why: string, at: number) {
    super(why)
    this.name = 'PatternProblem'
    this.at = at
  }
}

const MAX_GROUPS_DEEP = 50
const MAX_REPEAT = 1_000

const ESCAPED_CONTROLS = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
])

/** Throws PatternProblem. */
export function parsePattern(source: string): PatternNode {
  const reader = new PatternReader(source)
  return reader.readAll()
}

class PatternReader {
  readonly #source: string
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#source = source
  }

  readAll(): PatternNode {
    const node = this.#readChoice()
    if (this.#at < this.#source.length) throw this.#problem('A closing bracket has no opening one; escape it as \\).')
    return node
  }

  #readChoice(): PatternNode {
    const parts = [this.#readSequence()]
    while (this.#eat('|')) parts.push(this.#readSequence())
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts }
  }

  #readSequence(): PatternNode {
    const parts: PatternNode[] = []
    while (this.#at < this.#source.length && !this.#sees('|') && !this.#sees(')')) parts.push(this.#readTerm())
    return parts.length === 0 ? { kind: 'empty' } : parts.length === 1 ? parts[0]! : { kind: 'sequence', parts }
  }

  #readTerm(): PatternNode {
    const at = this.#at
    const isGroup = this.#sees('(')
    const body = this.#readAtom()
    const counts = this.#readQuantifier()
    if (counts === null) return body
    if (body.kind === 'assert' && !isGroup)
      throw new PatternProblem('A position cannot be repeated; remove the quantifier.', at)
    return { kind: 'repeat', body, min: counts[0], max: counts[1] }
  }

  #readAtom(): PatternNode {
    const char = this.#next()
    switch (char) {
      case '^':
        return { kind: 'assert', what: 'start' }
      case '$':
        return { kind: 'assert', what: 'end' }
      case '.':
        return { kind: 'set', set: setOf(complement(LINE_ENDS)) }
      case '(':
        return this.#readGroup()
      case '[':
        return { kind: 'set', set: this.#readClass() }
      case '\\':
        return this.#readEscape()
      case '*':
      case '+':
      case '?':
        throw this.#problem(`Nothing stands before "${char}" to repeat; escape it as \\${char}.`, -1)
      case '{': {
        this.#at -= 1
        if (this.#readBraces() !== null) throw this.#problem('Nothing stands before the braces to repeat; escape them.')
        this.#at += 1
        return literal(0x7b)
      }
      default:
        return literal(char.codePointAt(0)!)
    }
  }

  #readGroup(): PatternNode {
    if (this.#eat('?')) {
      if (this.#sees('=') || this.#sees('!') || this.#sees('<=') || this.#sees('<!')) {
        throw this.#problem('Look-around cannot be matched in linear time; say it with allOf, not or two patterns.')
      }
      if (this.#eat('<')) {
        const end = this.#source.indexOf('>', this.#at)
        if (end < 0 || !/^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(this.#source.slice(this.#at, end))) {
          throw this.#problem('The group has no proper name; write (?<name>...) or (?:...).')
        }
        this.#at = end + 1
      } else if (!this.#eat(':')) {
        throw this.#problem('This kind of group is not known; write (...) or (?:...).')
      }
    }
    this.#depth += 1
    if (this.#depth > MAX_GROUPS_DEEP) throw this.#problem(`Groups nest deeper than ${MAX_GROUPS_DEEP}; flatten them.`)
    const node = this.#readChoice()
    this.#depth -= 1
    if (!this.#eat(')')) throw this.#problem('A group is not closed; add the closing bracket.')
    return node
  }

  #readQuantifier(): [number, number] | null {
    let counts: [number, number] | null = null
    if (this.#eat('*')) counts = [0, Number.POSITIVE_INFINITY]
    else if (this.#eat('+')) counts = [1, Number.POSITIVE_INFINITY]
    else if (this.#eat('?')) counts = [0, 1]
    else if (this.#sees('{')) counts = this.#readBraces()
    // A lazy quantifier finds another match first, but it matches the same texts.
    if (counts !== null) this.#eat('?')
    return counts
  }

  #readBraces(): [number, number] | null {
    const found = /^\{(\d{1,9})(,(\d{0,9}))?\}/.exec(this.#source.slice(this.#at, this.#at + 24))
    if (found === null) return null
    const min = Number(found[1])
    const max = found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
    if (max < min) throw this.#problem('The braces count down; write the smaller number first.')
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Number.POSITIVE_INFINITY)) {
      throw this.#problem(`Braces may count to ${MAX_REPEAT} at most; use minLength and maxLength for longer texts.`)
    }
    this.#at += found[0].length
    return [min, max]
  }

  #readEscape(): PatternNode {
    if (this.#eat('b')) return { kind: 'assert', what: 'boundary' }
    if (this.#eat('B')) return { kind: 'assert', what: 'no-boundary' }
    const char = this.#source[this.#at] ?? ''
    if (char >= '1' && char <= '9') throw this.#problem(BACK_REFERENCE)
    if (this.#sees('k<')) throw this.#problem(BACK_REFERENCE)
    const set = this.#readEscapedSet()
    return set === null ? literal(this.#readEscapedPoint()) : { kind: 'set', set }
  }

  /** `\d`, `\S`, `\p{..}` and their kin, or null where the escape stands for one code point. */
  #readEscapedSet(): CharSet | null {
    const kind = this.#source[this.#at]
    switch (kind) {
      case 'd':
      case 'D':
        return this.#classOf(DIGITS, kind === 'D')
      case 'w':
      case 'W':
        return this.#classOf(WORD, kind === 'W')
      case 's':
      case 'S':
        return this.#classOf(SPACE, kind === 'S')
      case 'p':
      case 'P': {
        const found = /^.\{([A-Za-z0-9_=]{1,64})\}/.exec(this.#source.slice(this.#at, this.#at + 70))
        const property = found === null ? null : findProperty(found[1]!)
        if (found === null || property === null)
          throw this.#problem('This Unicode property is not known; see the docs.')
        this.#at += found[0].length
        return { ranges: [], properties: [{ property, isNegated: kind === 'P' }], isNegated: false }
      }
      default:
        return null
    }
  }

  #classOf(ranges: readonly number[], isNegated: boolean): CharSet {
    this.#at += 1
    return setOf(isNegated ? complement(ranges) : ranges)
  }

  #readEscapedPoint(): number {
    if (this.#at >= this.#source.length) throw this.#problem('The pattern ends in a backslash; write \\\\.')
    const at = this.#at
    const char = this.#next()
    const control = ESCAPED_CONTROLS.get(char)
    if (control !== undefined) return control
    if (char === '0' && !/^[0-9]$/.test(this.#source[this.#at] ?? '')) return 0
    if (char === 'c') {
      const letter = this.#source[this.#at] ?? ''
      if (!/^[A-Za-z]$/.test(letter)) throw new PatternProblem('A control escape is \\cA to \\cZ.', at)
      this.#at += 1
      return letter.charCodeAt(0) & 31
    }
    if (char === 'x') return this.#readHex(2)
    if (char === 'u') return this.#readUnicodeEscape()
    // Letters and digits are kept free for escapes to come; punctuation can only mean itself.
    if (/^[!-/:-@[-`{-~]$/.test(char)) return char.charCodeAt(0)
    throw new PatternProblem(`"\\${char}" is no escape of ECMA-262; remove the backslash or use another escape.`, at)
  }

  #readUnicodeEscape(): number {
    if (this.#eat('{')) {
      const found = /^([0-9a-fA-F]{1,8})\}/.exec(this.#source.slice(this.#at, this.#at + 10))
      const point = found === null ? Number.POSITIVE_INFINITY : Number.parseInt(found[1]!, 16)
      if (found === null || point > MAX_POINT) throw this.#problem('Write a code point as \\u{1F600}.')
      this.#at += found[0].length
      return point
    }
    const unit = this.#readHex(4)
    if (unit < 0xd800 || unit > 0xdbff || !this.#sees('\\u')) return unit
    const back = this.#at
    this.#at += 2
    if (/^[dD][c-fC-F][0-9a-fA-F]{2}$/.test(this.#source.slice(this.#at, this.#at + 4))) {
      return 0x10000 + ((unit - 0xd800) << 10) + (this.#readHex(4) - 0xdc00)
    }
    this.#at = back
    return unit
  }

  #readHex(digits: number): number {
    const text = this.#source.slice(this.#at, this.#at + digits)
    if (text.length < digits || !/^[0-9a-fA-F]+$/.test(text))
      throw this.#problem(`Write ${digits} hexadecimal digits here.`)
    this.#at += digits
    return Number.parseInt(text, 16)
  }

  #readClass(): CharSet {
    const isNegated = this.#eat('^')
    const ranges: number[] = []
    const properties: CharSet['properties'][number][] = []
    for (;;) {
      if (this.#at >= this.#source.length) throw this.#problem('A class is not closed; add "]".')
      if (this.#eat(']')) return { ranges: merge(ranges), properties, isNegated }
      const low = this.#readClassAtom()
      if (typeof low !== 'number') {
        ranges.push(...low.ranges)
        properties.push(...low.properties)
        if (this.#sees('-') && !this.#sees('-]')) throw this.#problem('A class escape begins no range; write "\\-".')
      } else if (this.#sees('-') && !this.#sees('-]') && this.#at + 1 < this.#source.length) {
        this.#at += 1
        const high = this.#readClassAtom()
        if (typeof high !== 'number') throw this.#problem('A class escape ends no range; write "\\-".')
        if (high < low) throw this.#problem('The range counts down; turn it around.')
        ranges.push(low, high)
      } else ranges.push(low, low)
    }
  }

  #readClassAtom(): number | CharSet {
    const char = this.#next()
    if (char !== '\\') return char.codePointAt(0)!
    if (this.#eat('b')) return 8
    const set = this.#readEscapedSet()
    return set ?? this.#readEscapedPoint()
  }

  #next(): string {
    const char = String.fromCodePoint(this.#source.codePointAt(this.#at)!)
    this.#at += char.length
    return char
  }

  #sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at)
  }

  #eat(text: string): boolean {
    if (!this.#sees(text)) return false
    this.#at += text.length
    return true
  }

  #problem(why: string, shift = 0): PatternProblem {
    return new PatternProblem(why, this.#at + shift)
  }
}

const BACK_REFERENCE = 'A back-reference cannot be matched in linear time; write the text out or use enum.'

function literal(point: number): PatternNode {
  return { kind: 'set', set: setOf([point, point]) }
}
