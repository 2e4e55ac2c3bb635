/** JSONPath (RFC 9535) over a value: the nodes a query selects, in order, with a bound on the work. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { OperationError, stepPointer } from '#kernel/plugin-door'
import { compareTexts, keyOf } from '../values/compare.ts'
import type { Comparable, Comparison, Query, Selector, Test } from './parse-path.ts'

export type Node = { readonly value: JsonValue; readonly pointer: string }

/** Nodes looked at by one query, filters included. */
const MAX_LOOKS = 500_000
const NOTHING = Symbol('nothing')

/** Nodes the query selects. Throws OperationError where it looks at too many. */
export function runPath(root: JsonValue, query: Query): Node[] {
  return new Walk(root).nodes({ value: root, pointer: '' }, query)
}

class Walk {
  readonly #root: JsonValue
  #looks = MAX_LOOKS

  constructor(root: JsonValue) {
    this.#root = root
  }

  nodes(start: Node, query: Query): Node[] {
    let nodes: Node[] = [query.isRelative ? start : { value: this.#root, pointer: '' }]
    for (const { descends, selectors } of query.segments) {
      const next: Node[] = []
      for (const node of descends ? nodes.flatMap(top => this.#descend(top)) : nodes) {
        for (const selector of selectors) this.#select(node, selector, next)
      }
      nodes = next
    }
    return nodes
  }

  #look(): void {
    this.#looks -= 1
    if (this.#looks < 0) throw new OperationError('The path looks at more than 500,000 values.', '/path')
  }

  /** The node and all below it, each before its children. */
  #descend(top: Node): Node[] {
    const all: Node[] = []
    const open = [top]
    while (open.length > 0) {
      const node = open.pop()!
      this.#look()
      all.push(node)
      open.push(...childrenOf(node).reverse())
    }
    return all
  }

  #select(node: Node, selector: Selector, found: Node[]): void {
    this.#look()
    const { value, pointer } = node
    switch (selector.kind) {
      case 'name':
        if (isObject(value) && Object.hasOwn(value, selector.name)) {
          found.push({ value: value[selector.name]!, pointer: stepPointer(pointer, selector.name) })
        }
        return
      case 'index': {
        if (!Array.isArray(value)) return
        const index = selector.index < 0 ? value.length + selector.index : selector.index
        if (index in value) found.push({ value: value[index], pointer: stepPointer(pointer, index) })
        return
      }
      case 'slice':
        for (const index of Array.isArray(value) ? indexesOf(value.length, selector) : []) {
          this.#look()
          found.push({ value: (value as readonly JsonValue[])[index]!, pointer: stepPointer(pointer, index) })
        }
        return
      case 'wildcard':
      case 'filter':
        for (const child of childrenOf(node)) {
          this.#look()
          if (selector.kind === 'wildcard' || this.#holds(child, selector.test)) found.push(child)
        }
    }
  }

  #holds(node: Node, test: Test): boolean {
    switch (test.kind) {
      case 'or':
        return test.parts.some(part => this.#holds(node, part))
      case 'and':
        return test.parts.every(part => this.#holds(node, part))
      case 'not':
        return !this.#holds(node, test.part)
      case 'exists':
        return this.nodes(node, test.query).length > 0
      case 'compare':
        return compare(this.#read(node, test.left), test.sign, this.#read(node, test.right))
    }
  }

  #read(node: Node, part: Comparable): JsonValue | typeof NOTHING {
    this.#look()
    if (part.kind === 'literal') return part.value
    if (part.kind === 'length') return lengthOf(this.#read(node, part.of))
    const nodes = this.nodes(node, part.kind === 'query' ? part.query : part.of)
    if (part.kind === 'count') return nodes.length
    return nodes.length === 1 ? nodes[0]!.value : NOTHING
  }
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function childrenOf({ value, pointer }: Node): Node[] {
  if (Array.isArray(value)) return value.map((item, i) => ({ value: item, pointer: stepPointer(pointer, i) }))
  if (!isObject(value)) return []
  return Object.entries(value).map(([name, member]) => ({ value: member, pointer: stepPointer(pointer, name) }))
}

/** RFC 9535, section 2.3.4.2. */
function* indexesOf(
  length: number,
  slice: { start: number | null; end: number | null; step: number },
): Generator<number> {
  const { step } = slice
  if (step === 0) return
  const clamp = (index: number, low: number, high: number): number =>
    Math.min(Math.max(index < 0 ? length + index : index, low), high)
  if (step > 0) {
    const end = clamp(slice.end ?? length, 0, length)
    for (let i = clamp(slice.start ?? 0, 0, length); i < end; i += step) yield i
  } else {
    const end = slice.end === null ? -1 : clamp(slice.end, -1, length - 1)
    for (let i = clamp(slice.start ?? length - 1, -1, length - 1); i > end; i += step) yield i
  }
}

function lengthOf(value: JsonValue | typeof NOTHING): JsonValue | typeof NOTHING {
  if (typeof value === 'string') return Array.from(value).length
  if (Array.isArray(value)) return value.length
  return value !== NOTHING && isObject(value as JsonValue) ? Object.keys(value as JsonObject).length : NOTHING
}

type Side = JsonValue | typeof NOTHING

function compare(left: Side, sign: Comparison, right: Side): boolean {
  switch (sign) {
    case '==':
      return isEqual(left, right)
    case '!=':
      return !isEqual(left, right)
    case '<':
      return isLess(left, right)
    case '>':
      return isLess(right, left)
    case '<=':
      return isLess(left, right) || isEqual(left, right)
    case '>=':
      return isLess(right, left) || isEqual(left, right)
  }
}

function isEqual(left: Side, right: Side): boolean {
  if (typeof left === 'symbol' || typeof right === 'symbol') return left === right
  return typeof left === typeof right && keyOf(left) === keyOf(right)
}

function isLess(left: Side, right: Side): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right
  return typeof left === 'string' && typeof right === 'string' && compareTexts(left, right) < 0
}
