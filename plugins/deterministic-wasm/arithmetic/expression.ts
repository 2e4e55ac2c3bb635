/**
 * Expression: calculator text evaluated exactly (rule D6). `^` binds tighter than a sign and to the right, `200 + 10%`
 * is 220, `mod` is the remainder, a bracket may follow a number, thousands separators are read.
 * It knows no variables and no names beyond its few functions.
 */
import { OperationError } from '#kernel/plugin-door'
import {
  add,
  divide,
  floor,
  fromInteger,
  modulo,
  multiply,
  negate,
  ONE,
  power,
  type Rational,
  readDecimal,
  root,
  round,
  subtract,
} from './rational.ts'

/** `isPercent` lasts only as long as the value stands alone behind a plus or minus. */
type Term = { readonly value: Rational; readonly isPercent: boolean }

const MAX_DEPTH = 200
const HUNDRED = fromInteger(100n)
/** Digits with an optional single kind of separator between groups of three; then fraction and exponent. */
const NUMBER =
  /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:['’\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:_\d+)*)?(?:\.\d+(?:_\d+)*|\.(?!\d))?(?:[eE][+-]?\d+)?/y
const WORD = /[a-zA-Z]+/y
const BLANKS = /[\s\u00a0\u2009\u202f]+/y

const FUNCTIONS: Readonly<Record<string, (value: Rational) => Rational>> = {
  abs: value => (value.numerator < 0n ? negate(value) : value),
  ceil: value => round(value, 0, 'ceil'),
  floor: value => fromInteger(floor(value)),
  round: value => round(value, 0),
  sqrt: value => root(value, 2n),
}

/** Functions and constants that a caller knows beside the exact ones. */
export type Names = {
  readonly functions: Readonly<Record<string, (value: Rational) => Rational>>
  readonly constants: Readonly<Record<string, Rational>>
}
const NO_NAMES: Names = { functions: {}, constants: {} }

/** The exact value, where `names` are. Throws OperationError with the place of the first character that does not fit. */
export function evaluate(text: string, names: Names = NO_NAMES): Rational {
  const reader = new Reader(text, names)
  const value = reader.sum(0)
  reader.expectEnd()
  return value
}

class Reader {
  readonly #text: string
  readonly #names: Names
  #at = 0

  constructor(text: string, names: Names) {
    this.#text = text
    this.#names = names
    this.#skip()
  }

  sum(depth: number): Rational {
    if (depth > MAX_DEPTH) throw new OperationError(`Brackets are nested deeper than ${MAX_DEPTH}.`, '/expression')
    let left = this.#product(depth)
    while (true) {
      const isPlus = this.#take('+')
      if (!isPlus && !this.#take('-') && !this.#take('−')) return left.value
      const right = this.#product(depth)
      // Ten percent more is ten percent of what stands before; percents among themselves just add up.
      const isShare = right.isPercent && !left.isPercent
      const amount = isShare ? multiply(left.value, right.value) : right.value
      const value = isPlus ? add(left.value, amount) : subtract(left.value, amount)
      left = { value, isPercent: left.isPercent && right.isPercent }
    }
  }

  expectEnd(): void {
    if (this.#at < this.#text.length) this.#fail()
  }

  #product(depth: number): Term {
    let left = this.#signed(depth)
    while (true) {
      let value: Rational
      if (this.#takeTimes()) value = multiply(left.value, this.#signed(depth).value)
      else if (this.#take('/') || this.#take('÷')) value = divide(left.value, this.#signed(depth).value)
      else if (this.#takeWord('mod')) value = modulo(left.value, this.#signed(depth).value)
      else if (left.isPercent && this.#takeWord('of')) value = multiply(left.value, this.#signed(depth).value)
      else if (this.#text[this.#at] === '(') value = multiply(left.value, this.#signed(depth).value)
      else return left
      left = { value, isPercent: false }
    }
  }

  #signed(depth: number): Term {
    let isNegative = false
    while (true) {
      if (this.#take('-') || this.#take('−')) isNegative = !isNegative
      else if (!this.#take('+')) break
    }
    const term = this.#raised(depth)
    return isNegative ? { value: negate(term.value), isPercent: term.isPercent } : term
  }

  #raised(depth: number): Term {
    if (depth > MAX_DEPTH) throw new OperationError(`Powers are nested deeper than ${MAX_DEPTH}.`, '/expression')
    const base = this.#percent(depth)
    if (!this.#take('^') && !this.#take('**')) return base
    let isNegative = false
    while (this.#take('-') || this.#take('−')) isNegative = !isNegative
    const { value } = this.#raised(depth + 1)
    return { value: power(base.value, isNegative ? negate(value) : value), isPercent: false }
  }

  #percent(depth: number): Term {
    let value = this.#primary(depth)
    let isPercent = false
    while (this.#take('%')) {
      value = divide(value, HUNDRED)
      isPercent = true
    }
    return { value, isPercent }
  }

  #primary(depth: number): Rational {
    if (this.#take('(')) {
      const value = this.sum(depth + 1)
      if (!this.#take(')')) this.#fail()
      return value
    }
    const word = this.#isLetter() ? this.#peek(WORD) : ''
    if (word !== '') {
      const { functions, constants } = this.#names
      const constant = Object.hasOwn(constants, word) ? constants[word] : undefined
      if (constant !== undefined) {
        this.#take(word)
        return constant
      }
      const known = Object.hasOwn(functions, word) ? functions : FUNCTIONS
      const apply = Object.hasOwn(known, word) ? known[word] : undefined
      if (apply === undefined || this.#text[this.#at + word.length] !== '(') this.#fail()
      this.#at += word.length
      return (apply ?? (() => ONE))(this.#primary(depth))
    }
    const digits = this.#peek(NUMBER)
    if (!/\d/.test(digits)) this.#fail()
    if (digits.length > 1_000) throw new OperationError('A number has more than 1,000 digits.', '/expression')
    const value = readDecimal(digits.replace(/[,_'’\u00a0\u2009\u202f]/g, ''))
    if (value === null) return this.#fail()
    this.#at += digits.length
    this.#skip()
    return value
  }

  #takeTimes(): boolean {
    if (this.#text.startsWith('**', this.#at)) return false
    return this.#take('*') || this.#take('×') || this.#take('·') || this.#takeWord('x')
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false
    this.#at += sign.length
    this.#skip()
    return true
  }

  #takeWord(word: string): boolean {
    if (!this.#isLetter() || this.#peek(WORD).toLowerCase() !== word) return false
    return this.#take(this.#text.slice(this.#at, this.#at + word.length))
  }

  #peek(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)?.[0] ?? ''
  }

  #isLetter(): boolean {
    const unit = this.#text.charCodeAt(this.#at) | 0x20
    return unit >= 0x61 && unit <= 0x7a
  }

  #skip(): void {
    const unit = this.#text.charCodeAt(this.#at)
    if (unit <= 0x20 || unit > 0x7f) this.#at += this.#peek(BLANKS).length
  }

  #fail(): never {
    const rest = this.#text.slice(this.#at, this.#at + 12)
    const hint = rest === '' ? 'the expression ends too early' : `\`${rest}\` does not fit`
    const cure =
      this.#text[this.#at - 1] === '%' || /%\s*$/.test(this.#text.slice(0, this.#at))
        ? '; the remainder is written `mod`'
        : ''
    throw new OperationError(`At character ${this.#at + 1} ${hint}${cure}.`, '/expression')
  }
}
