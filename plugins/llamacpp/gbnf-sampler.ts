/**
 * Writes random texts of a GBNF grammar, for tests: what a grammar can produce is compared with what its schema allows.
 * It reads the part of GBNF that the schema grammars use, and refuses the rest.
 */
type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly ways: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly min: number; readonly max: number | null }

export type Sampler = { readonly sample: (random: () => number) => string }

export function buildSampler(gbnf: string): Sampler {
  const rules = new Map<string, Node>()
  for (const line of gbnf.split('\n')) {
    const [name = '', body = ''] = line.split(/ ::= (.*)/s)
    rules.set(name, new Reader(body).choice())
  }
  return { sample: random => write({ kind: 'name', name: 'root' }, rules, random, 0) }
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  choice(): Node {
    const ways = [this.#sequence()]
    while (this.#take('|')) ways.push(this.#sequence())
    return ways.length === 1 ? ways[0]! : { kind: 'choice', ways }
  }

  #take(sign: string): boolean {
    while (this.#text[this.#at] === ' ') this.#at += 1
    if (this.#text[this.#at] !== sign) return false
    this.#at += 1
    return true
  }

  #sequence(): Node {
    const items: Node[] = []
    for (;;) {
      const atom = this.#atom()
      if (atom === null) return { kind: 'sequence', items }
      items.push(this.#repeated(atom))
    }
  }

  #atom(): Node | null {
    if (this.#take('(')) {
      const inner = this.choice()
      if (!this.#take(')')) throw new Error(`no ) in ${this.#text}`)
      return inner
    }
    if (this.#take('"')) return { kind: 'text', text: this.#until('"') }
    if (this.#take('[')) return this.#class()
    const name = /^[a-z][a-z0-9-]*/.exec(this.#text.slice(this.#at))?.[0]
    if (name === undefined) return null
    this.#at += name.length
    return { kind: 'name', name }
  }

  #until(end: string): string {
    let out = ''
    while (this.#text[this.#at] !== end) out += this.#unit()
    this.#at += 1
    return out
  }

  #unit(): string {
    const code = this.#text.codePointAt(this.#at)
    if (code === undefined) throw new Error(`cut: ${this.#text}`)
    const unit = String.fromCodePoint(code)
    this.#at += unit.length
    if (unit !== '\\') return unit
    const escaped = this.#text[this.#at++]
    if (escaped !== 'x') return escaped ?? ''
    this.#at += 2
    return String.fromCharCode(Number.parseInt(this.#text.slice(this.#at - 2, this.#at), 16))
  }

  #class(): Node {
    const negated = this.#text[this.#at] === '^'
    if (negated) this.#at += 1
    const ranges: [number, number][] = []
    while (this.#text[this.#at] !== ']') {
      const from = this.#unit().codePointAt(0) ?? 0
      const isRange = this.#text[this.#at] === '-' && this.#text[this.#at + 1] !== ']'
      if (isRange) this.#at += 1
      ranges.push([from, isRange ? (this.#unit().codePointAt(0) ?? 0) : from])
    }
    this.#at += 1
    return { kind: 'class', negated, ranges }
  }

  #repeated(item: Node): Node {
    const rest = this.#text.slice(this.#at)
    const found = /^(?:([*?+])|\{(\d+)(,?)(\d*)\})/.exec(rest)
    if (found === null) return item
    this.#at += found[0].length
    const [, sign, min, comma, max] = found
    if (sign !== undefined) return { kind: 'repeat', item, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : null }
    return { kind: 'repeat', item, min: Number(min), max: comma === '' ? Number(min) : max === '' ? null : Number(max) }
  }
}

const DEEP = 24
const UNBOUNDED = 6

function write(node: Node, rules: ReadonlyMap<string, Node>, random: () => number, depth: number): string {
  const pick = (count: number) => Math.floor(random() * count)
  if (node.kind === 'text') return node.text
  if (node.kind === 'sequence') return node.items.map(item => write(item, rules, random, depth)).join('')
  // Deep down the last way is taken: grammars put what ends there.
  if (node.kind === 'choice') {
    return write(node.ways[depth > DEEP ? node.ways.length - 1 : pick(node.ways.length)]!, rules, random, depth)
  }
  if (node.kind === 'repeat') {
    const most = node.max ?? node.min + UNBOUNDED
    const count = depth > DEEP ? node.min : node.min + pick(most - node.min + 1)
    return Array.from({ length: count }, () => write(node.item, rules, random, depth)).join('')
  }
  if (node.kind === 'class') return writeClass(node, random)
  const rule = rules.get(node.name)
  if (rule === undefined) throw new Error(`no rule ${node.name}`)
  if (depth > 400) throw new Error(`the grammar has no end at ${node.name}`)
  return write(rule, rules, random, depth + 1)
}

function writeClass(node: Extract<Node, { kind: 'class' }>, random: () => number): string {
  const isIn = (code: number) => node.ranges.some(([from, to]) => code >= from && code <= to)
  if (!node.negated) {
    const [from, to] = node.ranges[Math.floor(random() * node.ranges.length)]!
    return String.fromCodePoint(from + Math.floor(random() * (to - from + 1)))
  }
  const candidates = [0x00, 0x09, 0x1f, 0x20, 0x22, 0x41, 0x5c, 0x7a, 0x7f, 0xe9, 0x2028, 0x4e2d, 0x1f600].filter(
    code => !isIn(code),
  )
  return String.fromCodePoint(candidates[Math.floor(random() * candidates.length)]!)
}
