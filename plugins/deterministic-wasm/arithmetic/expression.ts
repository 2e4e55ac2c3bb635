/**
 * Expression: calculator text evaluated exactly (rule D6). `^` binds tighter than a sign and to the right, `200 + 10%`
 * is 220, `mod` is the remainder, a bracket may follow a number, thousands separators are read.
 * It knows no variables and no names beyond its few functions.
 */
import { OperationError } from '#kernel/plugin-door'
import {
  add,
  divide,
  factorial,
  floor,
  fromInteger,
  modulo,
  multiply,
  negate,
  power,
  type Rational,
  readDecimal,
  root,
  round,
  subtract,
} from './rational.ts'

/** What the signs and names of an expression mean: exact fractions here, bounded reals in real.ts. */
export type Algebra<V> = {
  /** Null for text that is no number. */
  readonly number: (text: string) => V | null
  readonly add: (a: V, b: V) => V
  readonly subtract: (a: V, b: V) => V
  readonly multiply: (a: V, b: V) => V
  readonly divide: (a: V, b: V) => V
  readonly modulo: (a: V, b: V) => V
  readonly negate: (a: V) => V
  readonly power: (base: V, exponent: V) => V
  readonly functions: Readonly<Record<string, (value: V) => V>>
  readonly constants: Readonly<Record<string, V>>
}

/** `isPercent` lasts only as long as the value stands alone behind a plus or minus. */
type Term<V> = { readonly value: V; readonly isPercent: boolean }

const MAX_DEPTH = 200
/** Digits with an optional single kind of separator between groups of three; then fraction and exponent. */
const NUMBER =
  /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:['’\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:_\d+)*)?(?:\.\d+(?:_\d+)*|\.(?!\d))?(?:[eE][+-]?\d+)?/y
const WORD = /[a-zA-Z]+/y
const BLANKS = /[\s\u00a0\u2009\u202f]+/y

const FRACTIONS: Algebra<Rational> = {
  number: readDecimal,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  power,
  functions: {
    abs: value => (value.numerator < 0n ? negate(value) : value),
    ceil: value => round(value, 0, 'ceil'),
    fact: factorial,
    floor: value => fromInteger(floor(value)),
    round: value => round(value, 0),
    sqrt: value => root(value, 2n),
  },
  constants: {},
}

/** The exact value. Throws OperationError with the place of the first character that does not fit. */
export const evaluate = (text: string): Rational => evaluateIn(FRACTIONS, text)

/** The value in an algebra. Throws OperationError as `evaluate` does. */
export function evaluateIn<V>(algebra: Algebra<V>, text: string): V {
  const reader = new Reader(algebra, text)
  const value = reader.sum(0)
  reader.expectEnd()
  return value
}

class Reader<V> {
  readonly #algebra: Algebra<V>
  readonly #text: string
  #at = 0

  constructor(algebra: Algebra<V>, text: string) {
    this.#algebra = algebra
    this.#text = text
    this.#skip()
  }

  sum(depth: number): V {
    if (depth > MAX_DEPTH) throw new OperationError(`Brackets are nested deeper than ${MAX_DEPTH}.`, '/expression')
    let left = this.#product(depth)
    while (true) {
      const isPlus = this.#take('+')
      if (!isPlus && !this.#take('-') && !this.#take('−')) return left.value
      const right = this.#product(depth)
      // Ten percent more is ten percent of what stands before; percents among themselves just add up.
      const isShare = right.isPercent && !left.isPercent
      const amount = isShare ? this.#algebra.multiply(left.value, right.value) : right.value
      const value = isPlus ? this.#algebra.add(left.value, amount) : this.#algebra.subtract(left.value, amount)
      left = { value, isPercent: left.isPercent && right.isPercent }
    }
  }

  expectEnd(): void {
    if (this.#at < this.#text.length) this.#fail()
  }

  #product(depth: number): Term<V> {
    let left = this.#signed(depth)
    while (true) {
      let value: V
      if (this.#takeTimes()) value = this.#algebra.multiply(left.value, this.#signed(depth).value)
      else if (this.#take('/') || this.#take('÷')) value = this.#algebra.divide(left.value, this.#signed(depth).value)
      else if (this.#takeWord('mod')) value = this.#algebra.modulo(left.value, this.#signed(depth).value)
      else if (left.isPercent && this.#takeWord('of'))
        value = this.#algebra.multiply(left.value, this.#signed(depth).value)
      else if (this.#text[this.#at] === '(') value = this.#algebra.multiply(left.value, this.#signed(depth).value)
      else return left
      left = { value, isPercent: false }
    }
  }

  #signed(depth: number): Term<V> {
    let isNegative = false
    while (true) {
      if (this.#take('-') || this.#take('−')) isNegative = !isNegative
      else if (!this.#take('+')) break
    }
    const term = this.#raised(depth)
    return isNegative ? { value: this.#algebra.negate(term.value), isPercent: term.isPercent } : term
  }

  #raised(depth: number): Term<V> {
    if (depth > MAX_DEPTH) throw new OperationError(`Powers are nested deeper than ${MAX_DEPTH}.`, '/expression')
    const base = this.#percent(depth)
    if (!this.#take('^') && !this.#take('**')) return base
    let isNegative = false
    while (this.#take('-') || this.#take('−')) isNegative = !isNegative
    const { value } = this.#raised(depth + 1)
    return {
      value: this.#algebra.power(base.value, isNegative ? this.#algebra.negate(value) : value),
      isPercent: false,
    }
  }

  #percent(depth: number): Term<V> {
    let value = this.#primary(depth)
    let isPercent = false
    while (this.#take('%')) {
      value = this.#algebra.divide(value, this.#algebra.number('100') ?? this.#fail())
      isPercent = true
    }
    return { value, isPercent }
  }

  #primary(depth: number): V {
    if (this.#take('(')) {
      const value = this.sum(depth + 1)
      if (!this.#take(')')) this.#fail()
      return value
    }
    const word = this.#isLetter() ? this.#peek(WORD) : ''
    if (word !== '') {
      const { functions, constants } = this.#algebra
      const constant = Object.hasOwn(constants, word) ? constants[word] : undefined
      if (constant !== undefined) {
        this.#at += word.length
        this.#skip()
        return constant
      }
      const apply = Object.hasOwn(functions, word) ? functions[word] : undefined
      if (apply === undefined || this.#text[this.#at + word.length] !== '(') return this.#fail()
      this.#at += word.length
      return apply(this.#primary(depth))
    }
    const digits = this.#peek(NUMBER)
    if (!/\d/.test(digits)) this.#fail()
    if (digits.length > 1_000) throw new OperationError('A number has more than 1,000 digits.', '/expression')
    const value = this.#algebra.number(digits.replace(/[,_'’\u00a0\u2009\u202f]/g, ''))
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
