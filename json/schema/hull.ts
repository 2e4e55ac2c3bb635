/**
 * Hull: a set of values that surely holds every value a schema accepts, simple enough to intersect. It may hold more,
 * never less: what a schema says in ways too rich for it (patterns, conditions, negation) is left out, not guessed.
 */
import { canonicalJson } from '../canonical.ts'
import type { Pattern } from '../pattern.ts'
import { isArray, isObject, type JsonValue } from '../value.ts'
import { countPoints } from './check-scalar.ts'

/** A union. The empty list holds nothing. */
export type Hull = readonly Branch[]

export type Branch = Fixed | Shape

export type Fixed = { readonly kind: 'fixed'; readonly values: readonly JsonValue[] }

/** Per type what is possible; null where no value of the type is. */
export type Shape = {
  readonly kind: 'shape'
  readonly hasNull: boolean
  readonly booleans: readonly boolean[]
  readonly number: NumberPart | null
  readonly string: StringPart | null
  readonly array: ArrayPart | null
  readonly object: ObjectPart | null
}

export type NumberPart = {
  readonly min: number
  readonly max: number
  readonly isMinOpen: boolean
  readonly isMaxOpen: boolean
  readonly isInteger: boolean
  readonly multiplesOf: readonly number[]
}

/** `patterns` and `formats` are what every text satisfies; they narrow nothing here and serve inclusion only. */
export type StringPart = {
  readonly minLength: number
  readonly maxLength: number
  readonly patterns: ReadonlySet<string>
  readonly formats: ReadonlySet<string>
}

export type ArrayPart = {
  readonly minItems: number
  readonly maxItems: number
  readonly prefix: readonly Hull[]
  readonly rest: Hull
}

/** A name not in `members` is ruled by all `patterned` that match it, else by `rest`. */
export type ObjectPart = {
  readonly required: ReadonlySet<string>
  readonly members: ReadonlyMap<string, Hull>
  readonly patterned: readonly { readonly pattern: Pattern; readonly hull: Hull }[]
  readonly rest: Hull
  readonly minCount: number
  readonly maxCount: number
}

const INFINITY = Number.POSITIVE_INFINITY

export const ANY_NUMBER: NumberPart = {
  min: -INFINITY,
  max: INFINITY,
  isMinOpen: false,
  isMaxOpen: false,
  isInteger: false,
  multiplesOf: [],
}
export const ANY_STRING: StringPart = { minLength: 0, maxLength: INFINITY, patterns: new Set(), formats: new Set() }
/** Everything. Its parts refer to itself, so it is tied together once. */
export const ANY: Hull = (() => {
  const hull: Branch[] = []
  const array: ArrayPart = { minItems: 0, maxItems: INFINITY, prefix: [], rest: hull }
  const object: ObjectPart = {
    required: new Set(),
    members: new Map(),
    patterned: [],
    rest: hull,
    minCount: 0,
    maxCount: INFINITY,
  }
  hull.push({
    kind: 'shape',
    hasNull: true,
    booleans: [true, false],
    number: ANY_NUMBER,
    string: ANY_STRING,
    array,
    object,
  })
  return hull
})()
export const NOTHING: Hull = []

/** More branches than this are not told apart: the union becomes everything. */
const MAX_BRANCHES = 16

/** Fuel of one analysis: each intersection burns some; without fuel answers stay right but say less. */
export class Fuel {
  #left: number

  constructor(steps: number) {
    this.#left = steps
  }

  burn(steps: number): boolean {
    this.#left -= steps
    return this.#left >= 0
  }
}

export function union(hulls: readonly Hull[]): Hull {
  const branches = hulls.flat()
  if (branches.length > MAX_BRANCHES) {
    const fixed = branches.filter(branch => branch.kind === 'fixed')
    const shapes = branches.filter(branch => branch.kind === 'shape')
    if (shapes.length >= MAX_BRANCHES) return ANY
    return [...shapes, { kind: 'fixed', values: fixed.flatMap(branch => branch.values) }]
  }
  return branches
}

/** Hull of a member of the objects of a part. */
export function memberHull(part: ObjectPart, name: string, fuel: Fuel): Hull {
  const own = part.members.get(name)
  if (own !== undefined) return own
  const ruling = part.patterned.filter(({ pattern }) => pattern.test(name))
  return ruling.length === 0 ? part.rest : ruling.reduce<Hull>((hull, rule) => meet(hull, rule.hull, fuel), ANY)
}

export function itemHull(part: ArrayPart, index: number): Hull {
  return part.prefix[index] ?? part.rest
}

/** A hull of the values in both. */
export function meet(a: Hull, b: Hull, fuel: Fuel): Hull {
  if (a === ANY || a === b) return b
  if (b === ANY) return a
  if (a.length === 0 || b.length === 0) return NOTHING
  // Either side alone holds the intersection too.
  if (a.length * b.length > MAX_BRANCHES * 4 || !fuel.burn(a.length * b.length)) return a
  const branches: Branch[] = []
  for (const left of a) {
    for (const right of b) {
      const both = meetBranches(left, right, fuel)
      if (both !== null) branches.push(both)
    }
  }
  return branches.length > MAX_BRANCHES ? a : branches
}

function meetBranches(a: Branch, b: Branch, fuel: Fuel): Branch | null {
  if (a.kind === 'fixed' && b.kind === 'fixed') {
    const known = new Set(b.values.map(canonicalJson))
    return fixedOrNull(a.values.filter(value => known.has(canonicalJson(value))))
  }
  if (a.kind === 'fixed') return fixedOrNull(a.values.filter(value => mayHold(b, value, fuel)))
  if (b.kind === 'fixed') return fixedOrNull(b.values.filter(value => mayHold(a, value, fuel)))
  const shape: Shape = {
    kind: 'shape',
    hasNull: a.hasNull && b.hasNull,
    booleans: a.booleans.filter(value => b.booleans.includes(value)),
    number: a.number && b.number && meetNumbers(a.number, b.number),
    string: a.string && b.string && meetStrings(a.string, b.string),
    array: a.array && b.array && meetArrays(a.array, b.array, fuel),
    object: a.object && b.object && meetObjects(a.object, b.object, fuel),
  }
  return isEmptyShape(shape) ? null : shape
}

function fixedOrNull(values: readonly JsonValue[]): Fixed | null {
  return values.length === 0 ? null : { kind: 'fixed', values }
}

export function isEmptyShape(shape: Shape): boolean {
  return (
    !shape.hasNull &&
    shape.booleans.length === 0 &&
    shape.number === null &&
    shape.string === null &&
    shape.array === null &&
    shape.object === null
  )
}

function meetNumbers(a: NumberPart, b: NumberPart): NumberPart | null {
  const [low, high] = [
    a.min > b.min || (a.min === b.min && a.isMinOpen) ? a : b,
    a.max < b.max || (a.max === b.max && a.isMaxOpen) ? a : b,
  ]
  return settleNumbers({
    min: low.min,
    isMinOpen: low.isMinOpen,
    max: high.max,
    isMaxOpen: high.isMaxOpen,
    isInteger: a.isInteger || b.isInteger,
    multiplesOf: [...a.multiplesOf, ...b.multiplesOf],
  })
}

/** Null where no number is left; bounds of integers are drawn in to integers. */
export function settleNumbers(part: NumberPart): NumberPart | null {
  let { min, max, isMinOpen, isMaxOpen } = part
  if (part.isInteger && Number.isSafeInteger(Math.ceil(min))) {
    const low = Math.ceil(min)
    min = isMinOpen && low === min ? low + 1 : low
    isMinOpen = false
  }
  if (part.isInteger && Number.isSafeInteger(Math.floor(max))) {
    const high = Math.floor(max)
    max = isMaxOpen && high === max ? high - 1 : high
    isMaxOpen = false
  }
  if (min > max || (min === max && (isMinOpen || isMaxOpen))) return null
  return { ...part, min, max, isMinOpen, isMaxOpen }
}

function meetStrings(a: StringPart, b: StringPart): StringPart | null {
  const minLength = Math.max(a.minLength, b.minLength)
  const maxLength = Math.min(a.maxLength, b.maxLength)
  if (minLength > maxLength) return null
  return { minLength, maxLength, patterns: a.patterns.union(b.patterns), formats: a.formats.union(b.formats) }
}

function meetArrays(a: ArrayPart, b: ArrayPart, fuel: Fuel): ArrayPart | null {
  const length = Math.max(a.prefix.length, b.prefix.length)
  if (!fuel.burn(length + 1)) return a
  const prefix = Array.from({ length }, (_, index) => meet(itemHull(a, index), itemHull(b, index), fuel))
  return settleArray({
    minItems: Math.max(a.minItems, b.minItems),
    maxItems: Math.min(a.maxItems, b.maxItems),
    prefix,
    rest: meet(a.rest, b.rest, fuel),
  })
}

/** Null where no list is left; an item that cannot be caps the length. */
export function settleArray(part: ArrayPart): ArrayPart | null {
  const impossible = part.prefix.findIndex(hull => hull.length === 0)
  const cap = impossible >= 0 ? impossible : part.rest.length === 0 ? part.prefix.length : INFINITY
  const maxItems = Math.min(part.maxItems, cap)
  return part.minItems > maxItems ? null : { ...part, maxItems }
}

function meetObjects(a: ObjectPart, b: ObjectPart, fuel: Fuel): ObjectPart | null {
  if (!fuel.burn(a.members.size + b.members.size + 1)) return a
  const members = new Map<string, Hull>()
  for (const name of new Set([...a.members.keys(), ...b.members.keys()])) {
    members.set(name, meet(memberHull(a, name, fuel), memberHull(b, name, fuel), fuel))
  }
  return settleObject(
    {
      required: a.required.union(b.required),
      members,
      patterned: [...a.patterned, ...b.patterned],
      rest: meet(a.rest, b.rest, fuel),
      minCount: Math.max(a.minCount, b.minCount),
      maxCount: Math.min(a.maxCount, b.maxCount),
    },
    fuel,
  )
}

/** Null where no object is left. */
export function settleObject(part: ObjectPart, fuel: Fuel): ObjectPart | null {
  for (const name of part.required) if (memberHull(part, name, fuel).length === 0) return null
  const possible = [...part.members.values()].filter(hull => hull.length > 0).length
  const isClosed = part.rest.length === 0 && part.patterned.length === 0
  const minCount = Math.max(part.minCount, part.required.size)
  const maxCount = Math.min(part.maxCount, isClosed ? possible : INFINITY)
  return minCount > maxCount ? null : { ...part, minCount, maxCount }
}

/** False only for a value that is surely outside. */
function mayHold(branch: Branch, value: JsonValue, fuel: Fuel): boolean {
  if (branch.kind === 'fixed') {
    const text = canonicalJson(value)
    return branch.values.some(each => canonicalJson(each) === text)
  }
  if (!fuel.burn(1)) return true
  if (value === null) return branch.hasNull
  if (typeof value === 'boolean') return branch.booleans.includes(value)
  if (typeof value === 'number') return branch.number !== null && holdsNumber(branch.number, value)
  if (typeof value === 'string') {
    const length = countPoints(value)
    return branch.string !== null && length >= branch.string.minLength && length <= branch.string.maxLength
  }
  if (isArray(value)) {
    const part = branch.array
    if (part === null || value.length < part.minItems || value.length > part.maxItems) return false
    return value.every((item, index) => itemHull(part, index).some(each => mayHold(each, item, fuel)))
  }
  const part = branch.object
  if (part === null || !isObject(value)) return false
  const names = Object.keys(value)
  if (names.length < part.minCount || names.length > part.maxCount) return false
  if (![...part.required].every(name => Object.hasOwn(value, name))) return false
  return names.every(name => memberHull(part, name, fuel).some(each => mayHold(each, value[name]!, fuel)))
}

function holdsNumber(part: NumberPart, value: number): boolean {
  if (part.isInteger && !Number.isInteger(value)) return false
  if (value < part.min || (part.isMinOpen && value === part.min)) return false
  return value < part.max || (!part.isMaxOpen && value === part.max)
}
