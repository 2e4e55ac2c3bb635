/**
 * Turns SchemaNodes into closures that decide about values. It generates no code (S11); each schema is compiled once for
 * each meaning it has in its document (T6: closed or open, alone at its place or beside others).
 */
import { stepPointer } from '../pointer.ts'
import type { JsonObject, JsonValue } from '../value.ts'
import type { Check, Compiled, Mode, Test } from './check.ts'
import { arrayCheck } from './check-array.ts'
import { combinedCheck } from './check-combined.ts'
import {
  closedCheck,
  dependentCheck,
  isInheritedName,
  objectCheck,
  unevaluatedItemsCheck,
  unevaluatedNamesCheck,
} from './check-object.ts'
import { scalarCheck } from './check-scalar.ts'
import { Evaluated } from './evaluated.ts'
import {
  hasSchemasBeside,
  isInPlace,
  isLoneReference,
  keywordOf,
  type Role,
  type SchemaNode,
  subschemas,
} from './node.ts'

/** The closures of a document's root schema. */
export function compileSchema(root: SchemaNode, role: Role): Compiled {
  return new Compiler(role).compile(root, role === 'output' ? 'closing' : 'open', 'position')
}

const ALWAYS: Compiled = { test: () => true, checks: [], needsSeen: false }

class Compiler {
  readonly #role: Role
  readonly #done = new Map<SchemaNode, Map<string, Compiled>>()

  constructor(role: Role) {
    this.#role = role
  }

  compile(node: SchemaNode, mode: Mode, place: 'position' | 'beside'): Compiled {
    const key = mode === 'closing' ? place : mode
    const known = this.#done.get(node)?.get(key)
    if (known !== undefined) return known
    const compiled = this.#compileNew(node, mode, place)
    if (!this.#done.has(node)) this.#done.set(node, new Map())
    this.#done.get(node)!.set(key, compiled)
    return compiled
  }

  #compileNew(node: SchemaNode, mode: Mode, place: 'position' | 'beside'): Compiled {
    if (node.raw === true) return ALWAYS
    if (node.raw === false) return neverOf(node)
    const closes = mode === 'closing' && place === 'position' && isOpenObject(node)
    // A lone reference stands for its target, which is then closed at this position with its own words.
    if (closes && isLoneReference(node)) {
      return this.compile(node.target!, mode, place)
    }
    const checks = node.keywords.flatMap(keyword => this.#checksOf(node, keyword, mode))
    const needsOthers = closes && hasSchemasBeside(node)
    if (closes && !needsOthers) checks.push(closedCheck(node))
    checks.sort((a, b) => rankOf(a) - rankOf(b))
    const last = this.#unevaluatedOf(node, mode)
    if (needsOthers) last.push(unevaluatedNamesCheck({ keyword: 'unevaluatedProperties', pointer: node.pointer }, null))
    const needsSeen = last.length > 0
    const all = [...checks, ...last]
    const quick = needsSeen ? null : this.#closedObjectTest(node, all, mode, closes)
    return { test: quick ?? assemble(all, needsSeen), checks: all, needsSeen }
  }

  #checksOf(node: SchemaNode, keyword: string, mode: Mode): Check[] {
    const words = { keyword, pointer: stepPointer(node.pointer, keyword) }
    const value = keywordOf(node, keyword)!
    const compile = (child: SchemaNode, childMode: Mode, place: 'position' | 'beside') =>
      this.compile(child, childMode, place)
    const checks = [
      scalarCheck(node, words, value, this.#role !== 'standard'),
      arrayCheck(node, words, value, mode, compile),
      objectCheck(node, words, value, mode, compile),
      combinedCheck(node, words, mode, compile),
    ]
    if (keyword === 'dependencies') {
      const rules = Object.entries(value as JsonObject).filter(([, rule]) => Array.isArray(rule))
      checks.push(dependentCheck(words, rules as [string, readonly string[]][]))
    }
    return checks.filter(check => check !== null)
  }

  #unevaluatedOf(node: SchemaNode, mode: Mode): Check[] {
    const checks: Check[] = []
    for (const keyword of ['unevaluatedProperties', 'unevaluatedItems']) {
      const child = node.one.get(keyword)
      if (child === undefined) continue
      const words = { keyword, pointer: stepPointer(node.pointer, keyword) }
      const schema = this.compile(child, mode, 'position')
      checks.push(
        keyword === 'unevaluatedItems' ? unevaluatedItemsCheck(words, schema) : unevaluatedNamesCheck(words, schema),
      )
    }
    return checks
  }

  /**
   * The one-pass form of the commonest schema by far: an object whose members are all declared. Null for any other.
   * It says the same as the checks it stands for; they still explain.
   */
  #closedObjectTest(node: SchemaNode, checks: readonly Check[], mode: Mode, closes: boolean): Test | null {
    const properties = node.named.get('properties')
    const required = (keywordOf(node, 'required') ?? []) as readonly string[]
    const isClosed = closes || node.one.get('additionalProperties')?.raw === false
    const hasOnly = checks.every(check =>
      ['type', 'properties', 'required', 'additionalProperties'].includes(check.keyword),
    )
    if (!isClosed || !hasOnly || properties === undefined || keywordOf(node, 'type') !== 'object') return null
    if (!required.every(name => properties.has(name)) || [...properties.keys()].some(isInheritedName)) return null
    const names = [...properties.keys()]
    const tests = [...properties.values()].map(child => this.compile(child, mode, 'position').test)
    const isRequired = names.map(name => required.includes(name))
    return closedObjectTest(names, tests, isRequired)
  }
}

function closedObjectTest(names: readonly string[], tests: readonly Test[], isRequired: readonly boolean[]): Test {
  const count = names.length
  const known = new Set(names)
  return (value, meter, seen) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const object = value as JsonObject
    meter.spend(1 + count)
    let present = 0
    for (let i = 0; i < count; i += 1) {
      const member = object[names[i]!]
      if (member === undefined) {
        if (isRequired[i]!) return false
      } else {
        if (!tests[i]!(member, meter, null)) return false
        present += 1
      }
    }
    let members = 0
    for (const _ in object) members += 1
    meter.spend(members * 2)
    if (members !== present) {
      for (const name in object) if (!known.has(name)) return false
    }
    seen?.addAllNames()
    return true
  }
}

function neverOf(node: SchemaNode): Compiled {
  const check: Check = {
    keyword: 'false',
    pointer: node.pointer,
    on: 'any',
    test: () => false,
    expected: 'nothing here',
  }
  return { test: check.test, checks: [check], needsSeen: false }
}

function rankOf(check: Check): number {
  if (check.keyword === 'type') return 0
  if (check.keyword === 'const' || check.keyword === 'enum') return 1
  return isInPlace(check.keyword) ? 4 : check.on === 'any' ? 2 : 3
}

const OBJECT_KEYWORDS = new Set([
  'properties',
  'patternProperties',
  'required',
  'minProperties',
  'maxProperties',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
])

/** True for a schema that speaks of objects but says nothing of members it does not name. */
export function isOpenObject(node: SchemaNode): boolean {
  if (typeof node.raw === 'boolean') return false
  const says = (keyword: string) => node.keywords.includes(keyword)
  if (says('additionalProperties') || says('unevaluatedProperties')) return false
  return !isFixed(node) && speaksOfObjects(node)
}

/** A schema of fixed values, itself or by reference: it leaves nothing to close. */
function isFixed(node: SchemaNode): boolean {
  if (node.keywords.includes('const') || node.keywords.includes('enum')) return true
  return node.target !== null && isFixed(node.target)
}

// Schemas reached through many references would otherwise be asked once for each way that leads to them.
const answers = new WeakMap<SchemaNode, boolean>()

function speaksOfObjects(node: SchemaNode): boolean {
  const known = answers.get(node)
  if (known !== undefined) return known
  const answer = findObjects(node)
  answers.set(node, answer)
  return answer
}

function findObjects(node: SchemaNode): boolean {
  const type = keywordOf(node, 'type')
  if (type === 'object' || (Array.isArray(type) && type.includes('object'))) return true
  if (type !== undefined) return false
  if (node.keywords.some(keyword => OBJECT_KEYWORDS.has(keyword))) return true
  if (node.target !== null && speaksOfObjects(node.target)) return true
  return ['allOf', 'anyOf', 'oneOf', 'then', 'else'].some(keyword => subschemas(node, keyword).some(speaksOfObjects))
}

/** One closure of all checks; tests of one type are only asked of values of that type. */
function assemble(checks: readonly Check[], needsSeen: boolean): Test {
  const inner = joined(checks)
  if (!needsSeen) return inner
  return (value, meter, outer) => {
    const seen = new Evaluated()
    if (!inner(value, meter, seen)) return false
    if (outer !== null) meter.spend(outer.absorb(seen))
    return true
  }
}

function joined(checks: readonly Check[]): Test {
  const testsOn = (on: Check['on']) => every(checks.filter(check => check.on === on).map(check => check.test as Test))
  const [any, numbers, strings, arrays, objects] = [
    testsOn('any'),
    testsOn('number'),
    testsOn('string'),
    testsOn('array'),
    testsOn('object'),
  ]
  if (numbers === null && strings === null && arrays === null && objects === null) return any ?? ALWAYS.test
  const typed: Test = (value, meter, seen) => {
    const own = pick(value, numbers, strings, arrays, objects)
    return own === null || own(value, meter, seen)
  }
  return any === null ? typed : (value, meter, seen) => any(value, meter, seen) && typed(value, meter, seen)
}

function pick<T>(value: JsonValue, numbers: T, strings: T, arrays: T, objects: T): T | null {
  switch (typeof value) {
    case 'string':
      return strings
    case 'number':
      return numbers
    case 'object':
      return value === null ? null : Array.isArray(value) ? arrays : objects
    default:
      return null
  }
}

function every(tests: readonly Test[]): Test | null {
  const [first, second] = tests
  if (first === undefined) return null
  if (second === undefined) return first
  if (tests.length === 2) return (value, meter, seen) => first(value, meter, seen) && second(value, meter, seen)
  return (value, meter, seen) => {
    for (let i = 0; i < tests.length; i += 1) if (!tests[i]!(value, meter, seen)) return false
    return true
  }
}
