/**
 * Turns a pattern's tree into a program for the matcher: sets of code points, splits and positions.
 * The size is worked out before anything is built, so that nested counts cannot blow it up.
 */
import { type CharSet, keyOf } from './char-set.ts'
import type { Assertion, PatternNode } from './parse.ts'

export const MATCH = 0
export const SET = 1
export const SPLIT = 2
export const ASSERT = 3

/** Instruction `i` is `ops[i]`; `first[i]` is where it goes on, `second[i]` the other way (SPLIT), set or assertion number. */
export type Program = {
  readonly ops: Uint8Array
  readonly first: Int32Array
  readonly second: Int32Array
  readonly sets: readonly CharSet[]
  readonly start: number
  readonly hasAssertions: boolean
  /** True when every match begins at the start of the text. */
  readonly isAnchored: boolean
}

export const ASSERTIONS: readonly Assertion[] = ['start', 'end', 'boundary', 'no-boundary']

/** Instructions the tree needs; may be Infinity. */
export function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case 'empty':
      return 0
    case 'set':
    case 'assert':
      return 1
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 0)
    case 'choice':
      return node.parts.reduce((sum, part) => sum + sizeOf(part) + 1, -1)
    case 'repeat': {
      const body = sizeOf(node.body)
      return node.max === Number.POSITIVE_INFINITY ? body * (node.min + 1) + 1 : body * node.max + node.max - node.min
    }
  }
}

export function buildProgram(tree: PatternNode): Program {
  const builder = new ProgramBuilder(sizeOf(tree) + 2)
  return builder.build(tree)
}

class ProgramBuilder {
  readonly #ops: Uint8Array
  readonly #first: Int32Array
  readonly #second: Int32Array
  readonly #sets: CharSet[] = []
  readonly #setNumbers = new Map<string, number>()
  #count = 0
  #hasAssertions = false

  constructor(size: number) {
    this.#ops = new Uint8Array(size)
    this.#first = new Int32Array(size)
    this.#second = new Int32Array(size)
  }

  build(tree: PatternNode): Program {
    const start = this.#write(tree, this.#emit(MATCH, -1, -1))
    return {
      ops: this.#ops,
      first: this.#first,
      second: this.#second,
      sets: this.#sets,
      start,
      hasAssertions: this.#hasAssertions,
      isAnchored: isAnchored(tree),
    }
  }

  /** Writes the node so that it goes on at `next`; returns where it begins. */
  #write(node: PatternNode, next: number): number {
    switch (node.kind) {
      case 'empty':
        return next
      case 'set':
        return this.#emit(SET, next, this.#numberOf(node.set))
      case 'assert':
        this.#hasAssertions = true
        return this.#emit(ASSERT, next, ASSERTIONS.indexOf(node.what))
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.#write(part, after), next)
      case 'choice':
        return node.parts
          .slice(0, -1)
          .reduceRight(
            (rest, part) => this.#emit(SPLIT, this.#write(part, next), rest),
            this.#write(node.parts.at(-1)!, next),
          )
      case 'repeat':
        return this.#writeRepeat(node, next)
    }
  }

  #writeRepeat(node: PatternNode & { kind: 'repeat' }, next: number): number {
    let entry = next
    if (node.max === Number.POSITIVE_INFINITY) {
      const loop = this.#emit(SPLIT, -1, next)
      this.#first[loop] = this.#write(node.body, loop)
      entry = loop
    } else {
      for (let i = node.min; i < node.max; i += 1) entry = this.#emit(SPLIT, this.#write(node.body, entry), next)
    }
    for (let i = 0; i < node.min; i += 1) entry = this.#write(node.body, entry)
    return entry
  }

  #emit(op: number, first: number, second: number): number {
    const at = this.#count
    this.#count += 1
    this.#ops[at] = op
    this.#first[at] = first
    this.#second[at] = second
    return at
  }

  #numberOf(set: CharSet): number {
    const key = keyOf(set)
    const known = this.#setNumbers.get(key)
    if (known !== undefined) return known
    this.#setNumbers.set(key, this.#sets.length)
    return this.#sets.push(set) - 1
  }
}

function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case 'assert':
      return node.what === 'start'
    case 'sequence':
      return isAnchored(node.parts[0]!)
    case 'choice':
      return node.parts.every(isAnchored)
    case 'repeat':
      return node.min > 0 && isAnchored(node.body)
    default:
      return false
  }
}
