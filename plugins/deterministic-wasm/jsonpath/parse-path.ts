/**
 * JSONPath (RFC 9535) from text to segments. `match()` and `search()` are refused: a person's regular expression has
 * no place in a query that must end.
 */

import type { JsonScalar } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'

export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly start: number | null; readonly end: number | null; readonly step: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly test: Test }

export type Segment = { readonly descends: boolean; readonly selectors: readonly Selector[] }
export type Query = { readonly isRelative: boolean; readonly segments: readonly Segment[] }

export type Comparable =
  | { readonly kind: 'literal'; readonly value: JsonScalar }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'length'; readonly of: Comparable }
  | { readonly kind: 'count' | 'value'; readonly of: Query }

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='
export type Test =
  | { readonly kind: 'or' | 'and'; readonly parts: readonly Test[] }
  | { readonly kind: 'not'; readonly part: Test }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'compare'; readonly left: Comparable; readonly sign: Comparison; readonly right: Comparable }

const MAX_LENGTH = 4_096
const MAX_DEPTH = 32
const NAME = /[A-Za-z_\u0080-\uffff][0-9A-Za-z_\u0080-\uffff]*/y
const INTEGER = /-?(?:0|[1-9]\d{0,14})/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const SIGN = /==|!=|<=|>=|<|>/y
const FUNCTION = /[a-z][a-z0-9_]*(?=\()/y

/** Throws OperationError with the place of the first character that does not fit. */
export function parsePath(text: string): Query {
  if (text.length > MAX_LENGTH) throw new OperationError('The path is longer than 4,096 characters.', '/path')
  const parser = new PathParser(text)
  const query = parser.query('$', 0)
  parser.expectEnd()
  return query
}

class PathParser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  expectEnd(): void {
    if (this.#at < this.#text.length) this.#fail()
  }

  query(root: '$' | '@', depth: number): Query {
    if (depth > MAX_DEPTH) throw new OperationError('The path is nested too deeply.', '/path')
    if (!this.#take(root)) this.#fail()
    const segments: Segment[] = []
    while (true) {
      const start = this.#at
      this.#blanks()
      if (this.#take('..')) {
        segments.push({
          descends: true,
          selectors: this.#text[this.#at] === '[' ? this.#brackets(depth) : [this.#short()],
        })
      } else if (this.#take('.')) segments.push({ descends: false, selectors: [this.#short()] })
      else if (this.#text[this.#at] === '[') segments.push({ descends: false, selectors: this.#brackets(depth) })
      else {
        this.#at = start
        return { isRelative: root === '@', segments }
      }
    }
  }

  #short(): Selector {
    if (this.#take('*')) return { kind: 'wildcard' }
    const name = this.#match(NAME)
    if (name === '') this.#fail()
    return { kind: 'name', name }
  }

  #brackets(depth: number): Selector[] {
    this.#take('[')
    const selectors: Selector[] = []
    do {
      this.#blanks()
      selectors.push(this.#selector(depth))
      this.#blanks()
    } while (this.#take(','))
    if (!this.#take(']')) this.#fail()
    return selectors
  }

  #selector(depth: number): Selector {
    const sign = this.#text[this.#at]
    if (this.#take('*')) return { kind: 'wildcard' }
    if (sign === '"' || sign === "'") return { kind: 'name', name: this.#string() }
    if (this.#take('?')) {
      this.#blanks()
      return { kind: 'filter', test: this.#or(depth + 1) }
    }
    const start = this.#integer()
    this.#blanks()
    if (!this.#take(':')) {
      if (start === null) this.#fail()
      return { kind: 'index', index: start ?? 0 }
    }
    this.#blanks()
    const end = this.#integer()
    this.#blanks()
    if (!this.#take(':')) return { kind: 'slice', start, end, step: 1 }
    this.#blanks()
    return { kind: 'slice', start, end, step: this.#integer() ?? 1 }
  }

  #or(depth: number): Test {
    return this.#chain('or', '||', () => this.#chain('and', '&&', () => this.#basic(depth)))
  }

  #chain(kind: 'or' | 'and', sign: string, next: () => Test): Test {
    const parts = [next()]
    this.#blanks()
    while (this.#take(sign)) {
      this.#blanks()
      parts.push(next())
      this.#blanks()
    }
    return parts.length === 1 ? parts[0]! : { kind, parts }
  }

  #basic(depth: number): Test {
    if (depth > MAX_DEPTH) throw new OperationError('The path is nested too deeply.', '/path')
    if (this.#take('!')) {
      this.#blanks()
      return { kind: 'not', part: this.#basic(depth + 1) }
    }
    if (this.#take('(')) {
      this.#blanks()
      const test = this.#or(depth + 1)
      this.#blanks()
      if (!this.#take(')')) this.#fail()
      return test
    }
    const left = this.#comparable(depth)
    this.#blanks()
    const sign = this.#match(SIGN) as Comparison | ''
    if (sign === '') {
      if (left.kind !== 'query') this.#fail()
      return { kind: 'exists', query: (left as { query: Query }).query }
    }
    this.#blanks()
    const right = this.#comparable(depth)
    for (const side of [left, right]) {
      if (side.kind === 'query' && !isSingular(side.query)) {
        throw new OperationError('A comparison needs a path to one value at most.', '/path')
      }
    }
    return { kind: 'compare', left, sign, right }
  }

  #comparable(depth: number): Comparable {
    const sign = this.#text[this.#at]
    if (sign === '@' || sign === '$') return { kind: 'query', query: this.query(sign, depth + 1) }
    if (sign === '"' || sign === "'") return { kind: 'literal', value: this.#string() }
    const called = this.#match(FUNCTION)
    if (called !== '') return this.#call(called, depth)
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.#take(word)) return { kind: 'literal', value }
    }
    const number = this.#match(NUMBER)
    if (number === '' || !Number.isFinite(Number(number))) this.#fail()
    return { kind: 'literal', value: Number(number) }
  }

  #call(name: string, depth: number): Comparable {
    if (name !== 'length' && name !== 'count' && name !== 'value') {
      throw new OperationError(`The function \`${name}\` is not offered; length, count and value are.`, '/path')
    }
    this.#take('(')
    this.#blanks()
    const argument = this.#comparable(depth + 1)
    this.#blanks()
    if (!this.#take(')')) this.#fail()
    if (name === 'length') return { kind: 'length', of: argument }
    if (argument.kind !== 'query') throw new OperationError(`\`${name}\` takes a path.`, '/path')
    return { kind: name, of: argument.query }
  }

  #string(): string {
    const quote = this.#text[this.#at]!
    let text = ''
    for (let at = this.#at + 1; at < this.#text.length; at += 1) {
      const sign = this.#text[at]!
      if (sign === quote) {
        this.#at = at + 1
        return text
      }
      if (sign < ' ') break
      if (sign !== '\\') {
        text += sign
        continue
      }
      at += 1
      const escaped = this.#text[at] ?? ''
      const hex = /^[0-9a-fA-F]{4}$/.test(this.#text.slice(at + 1, at + 5)) ? this.#text.slice(at + 1, at + 5) : ''
      if (escaped === 'u' && hex !== '') {
        text += String.fromCharCode(Number.parseInt(hex, 16))
        at += 4
      } else if (escaped in ESCAPES) text += ESCAPES[escaped]
      else if (escaped === quote) text += quote
      else break
    }
    return this.#fail()
  }

  #integer(): number | null {
    const text = this.#match(INTEGER)
    return text === '' ? null : Number(text)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false
    this.#at += sign.length
    return true
  }

  #blanks(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1
  }

  #fail(): never {
    const rest = this.#text.slice(this.#at, this.#at + 12)
    throw new OperationError(
      `At character ${this.#at + 1} of the path ${rest === '' ? 'it ends too early' : `\`${rest}\` does not fit`}.`,
      '/path',
    )
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '/': '/', '\\': '\\' }

function isSingular(query: Query): boolean {
  return query.segments.every(
    ({ descends, selectors }) =>
      !descends && selectors.length === 1 && (selectors[0]!.kind === 'name' || selectors[0]!.kind === 'index'),
  )
}
