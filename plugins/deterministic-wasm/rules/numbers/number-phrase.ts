/**
 * The language of calculations in words: `5 more than three times eleven`, `seven tenths minus three eighths`, `the cube root of 1728`
 * become calculator text. It reads whole phrases only: one word that is none of this language, or an order that two readers would
 * take differently, and there is no reading.
 */
import { applied, inside, joined, type Node, type NumberPhrase, Unreadable } from './number-node.ts'
import { isSpoken, LARGE, writeSigns } from './number-signs.ts'
import { type Token, tokensOf } from './number-tokens.ts'

class Reader {
  readonly #tokens: readonly Token[]
  readonly #unknown: RegExp | null
  #at = 0
  isMixed = false
  isScientific = false
  operations = 0
  fractions = 0
  decimals = 0
  unknowns = 0
  lonePercents = 0
  sums = 0
  /** Parts of whole numbers: `2/3 of 100`. */
  parts = 0
  /** A word such as `half of` or `square root of` stands before a number that a sum goes on behind. */
  isTight = false

  constructor(tokens: readonly Token[], unknown: RegExp | null) {
    this.#tokens = tokens
    this.#unknown = unknown
  }

  whole(): Node {
    const node = this.#sum(0)
    if (this.#at < this.#tokens.length) throw new Unreadable()
    return node
  }

  #next(offset = 0): string {
    return this.#tokens[this.#at + offset]?.kind ?? ''
  }

  #take(...kinds: readonly string[]): string | null {
    const kind = this.#next()
    if (kind === '' || !kinds.includes(kind)) return null
    this.#at += 1
    return kind
  }

  #sum(depth: number): Node {
    if (depth > 20) throw new Unreadable()
    let left = this.#product(depth)
    while (true) {
      const than = this.#take('morethan', 'lessthan', 'from')
      if (than !== null) {
        this.operations += 1
        const right = this.#sum(depth + 1)
        const sign = than === 'morethan' ? '+' : '-'
        if (than !== 'from' && left.hold < 3) throw new Unreadable()
        left = this.#joined(than === 'morethan' ? inside(right, 1) : right, sign, left, 1)
        continue
      }
      if (this.#next() === ',' && /^[-+*÷/]$/.test(this.#next(1)) && depth === 0) {
        this.#at += 1
        left = inside(left, 4)
        if (/^[*÷/]$/.test(this.#next())) left = this.#factors(left, depth)
        continue
      }
      const sign = this.#take('+', '-')
      if (sign === null) return left
      const right = this.#product(depth)
      // `plus 10%` is a part of what stands before: the rule of percentages knows.
      if (this.#tokens[this.#at - 1]?.kind === '%') throw new Unreadable()
      left = this.#joined(left, sign, right, 1)
    }
  }

  #joined(left: Node, sign: string, right: Node, hold: 1 | 2): Node {
    this.operations += 1
    if (sign === '+' || sign === '-') this.sums += 1
    return joined(left, sign, right, hold)
  }

  #product(depth: number): Node {
    return this.#factors(this.#unary(depth), depth)
  }

  #factors(first: Node, depth: number): Node {
    let left = first
    let divided = false
    while (true) {
      const sign = this.#take('*', '/', '÷', 'mod')
      if (sign === null) {
        if (this.#next() !== '(' || divided) return left
        left = this.#joined(left, '*', this.#unary(depth), 2)
        continue
      }
      // `100 / 3/4` is read in two ways; `divided by 3/4` in one.
      if (sign === '/' && /^(?:fraction|mixed)$/.test(this.#next())) throw new Unreadable()
      if (sign === '/' || sign === '÷') divided = true
      const right = this.#unary(depth)
      // `6 / 2(1 + 2)` is read in two ways, too.
      if (divided && this.#next() === '(') throw new Unreadable()
      left = this.#joined(left, sign === '÷' ? '/' : sign, right, 2)
    }
  }

  #unary(depth: number): Node {
    if (depth > 20) throw new Unreadable()
    if (this.#take('-') !== null) {
      const node = this.#unary(depth + 1)
      if (node.e.includes('^') && node.hold === 3) throw new Unreadable()
      return { e: `-${inside(node, 3).e}`, s: `-${inside(node, 3).s}`, hold: 3 }
    }
    const name = this.#take(
      '√',
      '∛',
      'sq',
      'cu',
      'abs',
      'recip',
      'ln',
      'lg',
      'lb',
      'sindeg',
      'cosdeg',
      'tandeg',
      'twice',
      'thrice',
      'quad',
    )
    if (name !== null) return this.#applied(name, depth)
    const rooted = /^(root|log)(\d{1,6})$/.exec(this.#next())
    if (rooted !== null) {
      this.#at += 1
      this.operations += 1
      const inner = this.#bare(depth)
      if (rooted[1] === 'root')
        return { e: `${inside(inner, 4).e}^(1/${rooted[2]})`, s: `${rooted[2]}th root of ${inner.s}`, hold: 3 }
      if (Number(rooted[2]) < 2) throw new Unreadable()
      return { e: `lb(${inner.e}) / lb(${rooted[2]})`, s: `log base ${rooted[2]} of ${inner.s}`, hold: 2 }
    }
    const listed = /^(sum|total|product|difference|quotient)$/.exec(this.#next())
    if (listed !== null) return this.#listed(listed[1] ?? '', depth)
    return this.#power(depth)
  }

  /** What stands behind a root: a number or a bracket; a power behind it would be read in two ways. */
  #bare(depth: number): Node {
    const inner =
      this.#next() === '-' || /^(?:√|∛|abs|sum|product|difference)$/.test(this.#next())
        ? this.#unary(depth + 1)
        : this.#primary(depth)
    if (this.#next() === '^') throw new Unreadable()
    if (
      /^[-+]$/.test(this.#next()) &&
      inner.hold === 4 &&
      !inner.e.startsWith('(') &&
      this.#tokens[this.#at - 1]?.kind !== ')'
    )
      this.isTight = true
    return inner
  }

  /** What `twice` and `half of` are of: a power would be read in two ways. */
  #operand(depth: number): Node {
    const node = this.#unary(depth + 1)
    if (node.hold === 3 && node.e.includes('^')) throw new Unreadable()
    if (/^[-+]$/.test(this.#next()) && node.hold === 4 && !node.e.startsWith('(')) this.isTight = true
    return node
  }

  #applied(name: string, depth: number): Node {
    this.operations += 1
    const times: Readonly<Record<string, string>> = { twice: '2', thrice: '3', quad: '4' }
    if (times[name] !== undefined) {
      const node = this.#operand(depth)
      this.operations -= 1
      return this.#joined({ e: times[name], s: times[name], hold: 4 }, '*', node, 2)
    }
    const inner = this.#bare(depth)
    // `the absolute value of 3 - 10`: of the 3, or of all of it?
    if (this.isTight && name !== '√' && name !== '∛') throw new Unreadable()
    return applied(name, inner)
  }

  #closeList(): void {
    if (/^[*÷/^]$/.test(this.#next())) throw new Unreadable()
  }

  /** `the sum of 3, 4 and 5`: what follows without a comma may not bind its last number. */
  #listed(name: string, depth: number): Node {
    this.#at += 1
    if (this.#take('of', 'between') === null) throw new Unreadable()
    const isMany = name === 'sum' || name === 'total' || name === 'product'
    const sign = name === 'product' ? '*' : name === 'difference' ? '-' : name === 'quotient' ? '/' : '+'
    let node = this.#unary(depth + 1)
    let count = 1
    const isPower = node.e.includes('^')
    let last = node
    while (true) {
      const and = this.#take('and')
      if (
        and === null &&
        !(isMany && this.#next() === ',' && /^(?:number|fraction|mixed|thousands|and)$/.test(this.#next(1)))
      )
        break
      if (and === null) {
        this.#at += 1
        this.#take('and')
      }
      last = this.#unary(depth + 1)
      node = this.#joined(node, sign, last, sign === '*' || sign === '/' ? 2 : 1)
      count += 1
      if (count > 2 && !isMany) throw new Unreadable()
    }
    // `the sum of 3 and 4 squared`: the 4, or the sum?
    if (count < 2 || last.e.includes('^') !== isPower) throw new Unreadable()
    if (name === 'difference') node = { e: `abs(${node.e})`, s: `|${node.s}|`, hold: 4 }
    this.#closeList()
    if (name === 'difference' && /^[-+]$/.test(this.#next())) throw new Unreadable()
    return inside(node, 4)
  }

  #power(depth: number): Node {
    const base = this.#primary(depth)
    if (this.#take('!') !== null) {
      this.operations += 1
      if (!/^\d{1,3}$/.test(base.e) || Number(base.e) > 170) throw new Unreadable()
      return { e: `fact(${base.e})`, s: `${base.s}!`, hold: 4 }
    }
    if (this.#take('%') !== null) return this.#percent(base, depth)
    if (this.#take('^') === null) return this.#of(base, depth)
    this.operations += 1
    const isNegative = this.#take('-') !== null
    const exponent = inside(this.#primary(depth), 4)
    if (this.#next() === '^' || this.#next() === '!') throw new Unreadable()
    const sign = isNegative ? '-' : ''
    return { e: `${inside(base, 4).e}^${sign}${exponent.e}`, s: `${inside(base, 4).s}^${sign}${exponent.s}`, hold: 3 }
  }

  /** A percentage of something, or a lone one. */
  #percent(base: Node, depth: number): Node {
    const share = inside(base, 4)
    const part = { e: `${share.e} / 100`, s: `${share.s}%` }
    if (this.#take('of') === null) {
      this.lonePercents += 1
      return { e: `(${part.e})`, s: part.s, hold: 4 }
    }
    const whole = this.#unary(depth + 1)
    this.operations += 1
    return { e: `(${part.e}) * ${inside(whole, 2).e}`, s: `${part.s} of ${inside(whole, 2).s}`, hold: 2 }
  }

  /** `two thirds of 450`. */
  #of(base: Node, depth: number): Node {
    if (this.#next() !== 'of') return base
    const before = this.#tokens[this.#at - 1]?.kind
    if (before !== 'fraction') throw new Unreadable()
    this.#at += 1
    // `divide 100 by a half`: nothing is named that it is a half of.
    if (/^(?:|[-+*÷/),]|mod)$/.test(this.#next())) return base
    const whole = this.#operand(depth)
    this.operations += 1
    if (!/^\(+\d+\/\d+\)/.test(whole.e)) this.parts += 1
    return { e: `${inside(base, 4).e} * ${inside(whole, 2).e}`, s: `${base.s} of ${inside(whole, 2).s}`, hold: 2 }
  }

  #primary(depth: number): Node {
    if (this.#take('(') !== null) {
      const node = this.#sum(depth + 1)
      if (this.#take(')') === null) throw new Unreadable()
      return node
    }
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new Unreadable()
    this.#at += 1
    const { kind, text } = token
    if (kind === 'pi') return { e: 'pi', s: 'π', hold: 4 }
    if (this.#unknown?.test(kind) === true) {
      this.unknowns += 1
      return { e: kind.length === 1 ? kind : 'x', s: kind.length === 1 ? kind : 'x', hold: 4 }
    }
    if (kind === 'mixed') {
      const [whole = '', top = '', bottom = ''] = text.split(/[ /]/)
      if (Number(top) >= Number(bottom)) throw new Unreadable()
      this.isMixed = true
      this.fractions += 1
      return this.#dozens({ e: `(${whole} + ${top}/${bottom})`, s: text, hold: 4 })
    }
    if (kind === 'fraction') {
      if (/\/0+$/.test(text)) throw new Unreadable()
      this.fractions += 1
      return this.#dozens({ e: `(${text})`, s: text, hold: 4 })
    }
    if (kind === 'power' || kind === 'exp') {
      this.isScientific = true
      const [digits = '', exponent = ''] = kind === 'exp' ? text.split('e') : text.replace(/ /g, '').split('*10^')
      return {
        e: `(${digits} * 10^${exponent.replace('+', '')})`,
        s: `${digits} × 10^${exponent.replace('+', '')}`,
        hold: 4,
      }
    }
    if (kind === 'number' || kind === 'thousands') {
      const digits = text.replaceAll(' ', '')
      if (digits.includes('.')) this.decimals += 1
      return this.#scaled(digits.startsWith('.') ? `0${digits}` : digits)
    }
    throw new Unreadable()
  }

  /** `three and a half dozen`, `half a million`. */
  #dozens(part: Node): Node {
    if (this.#next() === 'of' && Object.hasOwn(LARGE, this.#next(2)) && this.#tokens[this.#at + 1]?.text === '1')
      this.#at += 2
    const name = this.#next()
    const size = Object.hasOwn(LARGE, name) ? LARGE[name] : undefined
    if (size === undefined) return part
    this.#at += 1
    return { e: `(${part.e} * ${size})`, s: `${part.s} ${name}`, hold: 4 }
  }

  /** `1.5 lakh`, `one crore twenty lakh`, `three dozen`. */
  #scaled(first: string): Node {
    let e = first
    let s = first
    let count = 0
    let last = Number.POSITIVE_INFINITY
    while (true) {
      const name = this.#next().replace(/(?<=[a-z]{3})s$/, '')
      const size = Object.hasOwn(LARGE, name) ? LARGE[name] : undefined
      if (size === undefined || Number(size) >= last)
        return count === 0 ? { e, s, hold: 4 } : { e: `(${e})`, s, hold: 4 }
      this.#at += 1
      count += 1
      last = Number(size)
      e += ` * ${size}`
      s += ` ${name}`
      const more = this.#next()
      const behind = this.#next(1).replace(/(?<=[a-z]{3})s$/, '')
      const isFurther =
        more === 'number' && name !== 'dozen' && Object.hasOwn(LARGE, behind) && Number(LARGE[behind]) < last
      const isRest =
        more === 'number' &&
        name !== 'dozen' &&
        !Object.hasOwn(LARGE, behind) &&
        Number(this.#tokens[this.#at]?.text) < last
      if (!isFurther && !isRest) return { e: `(${e})`, s, hold: 4 }
      e += ` + ${this.#tokens[this.#at]?.text}`
      s += ` ${this.#tokens[this.#at]?.text}`
      this.#at += 1
      if (isRest) return { e: `(${e})`, s, hold: 4 }
    }
  }
}

const LONGEST = 240

/** The reading of a phrase, or null. `unknown` are the words that stand for a number to be found. */
export function readNumberPhrase(written: string, unknown: RegExp | null = null): NumberPhrase | null {
  if (written.length > LONGEST || /[¿¤⟦]|(?<![\d.])0x[\da-f]/iu.test(written)) return null
  if (!isSpoken(written, unknown ?? undefined)) return null
  const text = writeSigns(written)
  if (unknown === null && !/\d/.test(text)) return null
  const tokens = tokensOf(text)
  if (tokens === null || tokens.length === 0) return null
  const reader = new Reader(tokens, unknown)
  try {
    const node = reader.whole()
    // `12 more than 30%`, `difference between 50% and 75%`: of what, or percentage points?
    if (reader.lonePercents > 0 && reader.sums > 0) return null
    const { isMixed, isScientific, operations, fractions, decimals, unknowns, lonePercents, parts, isTight } = reader
    return {
      expression: node.e,
      said: node.s,
      isFractional:
        fractions > 0 &&
        parts === 0 &&
        decimals === 0 &&
        lonePercents === 0 &&
        !/sqrt|\^\(|l[nbg]\(|pi|sin|cos|tan/.test(node.e),
      isMixed,
      isScientific,
      isPercent: lonePercents > 0,
      isOperation: operations > 0,
      hasUnknown: unknowns > 0,
      isTight,
    }
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}
