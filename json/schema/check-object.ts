/**
 * Checks of objects: their members, the names those have, which must be there and how many.
 * Names are looked up as own members only, so `constructor` or `toString` are ordinary words.
 */
import type { Meter } from '../meter.ts'
import type { Pattern } from '../pattern.ts'
import { stepPointer } from '../pointer.ts'
import { type JsonObject, type JsonValue, memberOf } from '../value.ts'
import { type Check, type CompileChild, type Compiled, explainBy, type Mode, type Test } from './check.ts'
import type { Evaluated } from './evaluated.ts'
import type { SchemaNode } from './node.ts'

type Words = Pick<Check, 'keyword' | 'pointer'>

/** Names every object inherits; reading them without asking for own members would find the prototype's. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype))

export function isInheritedName(name: string): boolean {
  return INHERITED.has(name)
}

/** Reads one member; undefined where it is missing. */
function readerOf(name: string): (object: JsonObject) => JsonValue | undefined {
  return INHERITED.has(name) ? object => memberOf(object, name) : object => object[name]
}

export function objectCheck(
  node: SchemaNode,
  words: Words,
  value: JsonValue,
  mode: Mode,
  compile: CompileChild,
): Check | null {
  switch (words.keyword) {
    case 'minProperties':
      return {
        ...words,
        on: 'object',
        test: (object, meter) => namesIn(object, meter).length >= (value as number),
        expected: `at least ${value} members`,
      }
    case 'maxProperties':
      return {
        ...words,
        on: 'object',
        test: (object, meter) => namesIn(object, meter).length <= (value as number),
        expected: `at most ${value} members`,
      }
    case 'required':
      return requiredCheck(words, value as readonly string[])
    case 'properties':
      return propertiesCheck(node, words, mode, compile)
    case 'patternProperties':
      return patternsCheck(node, words, mode, compile)
    case 'additionalProperties':
      return restCheck(node, words, compile(node.one.get('additionalProperties')!, mode, 'position'))
    case 'propertyNames':
      return namesCheck(words, compile(node.one.get('propertyNames')!, 'open', 'position'))
    case 'dependentRequired':
      return dependentCheck(words, Object.entries(value as { readonly [name: string]: readonly string[] }))
    default:
      return null
  }
}

/** Names of an object's members. They are listed as a whole by the engine, so they are booked as a whole. */
function namesIn(object: JsonObject, meter: Meter): readonly string[] {
  const names = Object.keys(object)
  meter.spend(1 + names.length * 2)
  return names
}

function requiredCheck(words: Words, names: readonly string[]): Check {
  const readers = names.map(readerOf)
  const test: Test<JsonObject> = (object, meter) => {
    meter.spend(readers.length)
    for (let i = 0; i < readers.length; i += 1) if (readers[i]!(object) === undefined) return false
    return true
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: `the members ${names.join(', ')}`,
    explain: (object, pointer, report) => {
      for (const name of names) {
        if (memberOf(object, name) === undefined)
          report.add({ ...words, expected: 'a member that is required' }, stepPointer(pointer, name), undefined)
      }
    },
  }
}

function propertiesCheck(node: SchemaNode, words: Words, mode: Mode, compile: CompileChild): Check {
  const members = [...node.named.get('properties')!].map(([name, child]) => {
    const schema = compile(child, mode, 'position')
    return { name, read: readerOf(name), schema, test: schema.test }
  })
  const test: Test<JsonObject> = (object, meter, seen) => {
    meter.spend(1 + members.length)
    for (let i = 0; i < members.length; i += 1) {
      const member = members[i]!
      const value = member.read(object)
      if (value === undefined) continue
      if (!member.test(value, meter, null)) return false
      seen?.addName(member.name)
    }
    return true
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: 'members that fit',
    explain: (object, pointer, report) => {
      for (const { name, read, schema } of members) {
        const value = read(object)
        if (value !== undefined) explainBy(schema, value, stepPointer(pointer, name), report, null)
      }
    },
  }
}

function patternsCheck(node: SchemaNode, words: Words, mode: Mode, compile: CompileChild): Check {
  const rules = [...node.named.get('patternProperties')!].map(([source, child]) => ({
    pattern: node.patterns.get(source)!,
    schema: compile(child, mode, 'position'),
  }))
  const test: Test<JsonObject> = (object, meter, seen) => {
    for (const name of namesIn(object, meter)) {
      meter.spend(rules.length)
      for (const { pattern, schema } of rules) {
        if (!pattern.test(name, meter)) continue
        if (!schema.test(object[name]!, meter, null)) return false
        seen?.addName(name)
      }
    }
    return true
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: 'members that fit the patterns of their names',
    explain: (object, pointer, report) => {
      for (const name of namesIn(object, report.meter)) {
        for (const { pattern, schema } of rules) {
          if (pattern.test(name, report.meter))
            explainBy(schema, object[name]!, stepPointer(pointer, name), report, null)
        }
      }
    },
  }
}

/** Tells whether `properties` or `patternProperties` of the schema speak for a name. */
function namesOf(node: SchemaNode): { readonly has: (name: string, meter: Meter) => boolean } {
  const names = new Set(node.named.get('properties')?.keys())
  const patterns: Pattern[] = [...(node.named.get('patternProperties')?.keys() ?? [])].map(
    source => node.patterns.get(source)!,
  )
  if (patterns.length === 0) return { has: name => names.has(name) }
  return { has: (name, meter) => names.has(name) || patterns.some(pattern => pattern.test(name, meter)) }
}

function restCheck(node: SchemaNode, words: Words, schema: Compiled): Check {
  const known = namesOf(node)
  const test: Test<JsonObject> = (object, meter, seen) => {
    for (const name of namesIn(object, meter)) {
      if (!known.has(name, meter) && !schema.test(object[name]!, meter, null)) return false
    }
    seen?.addAllNames()
    return true
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: 'no members beyond those named',
    explain: (object, pointer, report) => {
      for (const name of namesIn(object, report.meter)) {
        if (!known.has(name, report.meter)) explainBy(schema, object[name]!, stepPointer(pointer, name), report, null)
      }
    },
  }
}

/** T6: an object position that leaves `additionalProperties` out allows no other members. */
export function closedCheck(node: SchemaNode): Check {
  const known = namesOf(node)
  const words = { keyword: 'additionalProperties', pointer: node.pointer, expected: UNDECLARED }
  const test: Test<JsonObject> = (object, meter) => {
    for (const name of namesIn(object, meter)) {
      if (!known.has(name, meter)) return false
    }
    return true
  }
  return {
    ...words,
    on: 'object',
    test,
    explain: (object, pointer, report) => {
      for (const name of namesIn(object, report.meter)) {
        if (!known.has(name, report.meter)) report.add(words, stepPointer(pointer, name), object[name])
      }
    },
  }
}

const UNDECLARED =
  'no member that the schema does not name (name it under "properties" or allow more by "additionalProperties")'

function namesCheck(words: Words, schema: Compiled): Check {
  const test: Test<JsonObject> = (object, meter) => {
    for (const name of namesIn(object, meter)) {
      if (!schema.test(name, meter, null)) return false
    }
    return true
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: 'names that fit',
    explain: (object, pointer, report) => {
      for (const name of namesIn(object, report.meter))
        explainBy(schema, name, stepPointer(pointer, name), report, null)
    },
  }
}

/** `dependentRequired`, and the lists of names in draft-07's `dependencies`. */
export function dependentCheck(words: Words, rules: readonly (readonly [string, readonly string[]])[]): Check {
  const isMet = (object: JsonObject, [trigger, names]: readonly [string, readonly string[]]) =>
    memberOf(object, trigger) === undefined || names.every(name => memberOf(object, name) !== undefined)
  const size = rules.reduce((sum, [, names]) => sum + names.length + 1, 0)
  const test: Test<JsonObject> = (object, meter) => {
    meter.spend(size)
    return rules.every(rule => isMet(object, rule))
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: 'the members that others ask for',
    explain: (object, pointer, report) => {
      for (const [trigger, names] of rules) {
        if (memberOf(object, trigger) === undefined) continue
        for (const name of names) {
          if (memberOf(object, name) !== undefined) continue
          report.add(
            { ...words, expected: `a member that is required beside "${trigger}"` },
            stepPointer(pointer, name),
            undefined,
          )
        }
      }
    },
  }
}

/** `unevaluatedProperties`; `schema` null closes the position (T6). */
export function unevaluatedNamesCheck(words: Words, schema: Compiled | null): Check {
  const passes = (object: JsonObject, name: string, meter: Meter, seen: Evaluated | null): boolean => {
    if (seen?.hasName(name) === true) return true
    return schema?.test(object[name]!, meter, null) === true
  }
  const test: Test<JsonObject> = (object, meter, seen) => {
    for (const name of namesIn(object, meter)) if (!passes(object, name, meter, seen)) return false
    seen?.addAllNames()
    return true
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: schema === null ? UNDECLARED : 'no members beyond those evaluated',
    explain: (object, pointer, report, seen) => {
      for (const name of namesIn(object, report.meter)) {
        if (passes(object, name, report.meter, seen)) continue
        if (schema === null) report.add({ ...words, expected: UNDECLARED }, stepPointer(pointer, name), object[name])
        else explainBy(schema, object[name]!, stepPointer(pointer, name), report, null)
      }
    },
  }
}

export function unevaluatedItemsCheck(words: Words, schema: Compiled): Check {
  const test: Test<readonly JsonValue[]> = (items, meter, seen) => {
    meter.spend(1 + items.length)
    for (let i = 0; i < items.length; i += 1) {
      if (seen?.hasItem(i) !== true && !schema.test(items[i]!, meter, null)) return false
    }
    seen?.addAllItems()
    return true
  }
  return {
    ...words,
    on: 'array',
    test,
    expected: 'no items beyond those evaluated',
    explain: (items, pointer, report, seen) => {
      items.forEach((item, index) => {
        if (seen?.hasItem(index) !== true) explainBy(schema, item, stepPointer(pointer, index), report, null)
      })
    },
  }
}
