/**
 * Checks of lists: their items, what they contain, their length and whether items repeat.
 * No check compares items pair by pair; the cost is that of reading the list once.
 */
import { canonicalJson } from '../canonical.ts'
import type { Meter } from '../meter.ts'
import { stepPointer } from '../pointer.ts'
import type { JsonValue } from '../value.ts'
import { type Check, type CompileChild, type Compiled, explainBy, type Mode, type Test } from './check.ts'
import { countOf } from './check-scalar.ts'
import { type SchemaNode, subschemas } from './node.ts'

type Words = Pick<Check, 'keyword' | 'pointer'>
type Items = readonly JsonValue[]

export function arrayCheck(
  node: SchemaNode,
  words: Words,
  value: JsonValue,
  mode: Mode,
  compile: CompileChild,
): Check | null {
  switch (words.keyword) {
    case 'minItems':
      return {
        ...words,
        on: 'array',
        test: items => items.length >= (value as number),
        expected: `at least ${value} items`,
      }
    case 'maxItems':
      return {
        ...words,
        on: 'array',
        test: items => items.length <= (value as number),
        expected: `at most ${value} items`,
      }
    case 'uniqueItems':
      return value === true ? { ...words, on: 'array', test: hasUniqueItems, expected: 'items that all differ' } : null
    case 'prefixItems':
      return prefixCheck(words, compileAll(node, words.keyword, mode, compile))
    case 'items':
      if (node.list.has('items')) return prefixCheck(words, compileAll(node, words.keyword, mode, compile))
      return restCheck(words, compile(node.one.get('items')!, mode, 'position'), subschemas(node, 'prefixItems').length)
    case 'additionalItems': {
      const prefix = node.list.get('items')
      if (prefix === undefined) return null
      return restCheck(words, compile(node.one.get('additionalItems')!, mode, 'position'), prefix.length)
    }
    case 'contains':
      // What is looked for is a condition, so nothing in it is closed.
      return containsCheck(node, words, compile(node.one.get('contains')!, 'open', 'position'))
    default:
      return null
  }
}

function compileAll(node: SchemaNode, keyword: string, mode: Mode, compile: CompileChild): Compiled[] {
  return subschemas(node, keyword).map(child => compile(child, mode, 'position'))
}

function prefixCheck(words: Words, schemas: readonly Compiled[]): Check {
  const tests = schemas.map(schema => schema.test)
  const test: Test<Items> = (items, meter, seen) => {
    const count = Math.min(items.length, tests.length)
    meter.spend(1 + count)
    for (let i = 0; i < count; i += 1) if (!tests[i]!(items[i]!, meter, null)) return false
    seen?.addPrefix(count)
    return true
  }
  return {
    ...words,
    on: 'array',
    test,
    expected: 'items that fit their places',
    explain: (items, pointer, report) => {
      schemas.slice(0, items.length).forEach((schema, index) => {
        explainBy(schema, items[index]!, stepPointer(pointer, index), report, null)
      })
    },
  }
}

function restCheck(words: Words, schema: Compiled, from: number): Check {
  const { test: testItem } = schema
  const test: Test<Items> = (items, meter, seen) => {
    meter.spend(1 + items.length)
    for (let i = from; i < items.length; i += 1) if (!testItem(items[i]!, meter, null)) return false
    seen?.addAllItems()
    return true
  }
  return {
    ...words,
    on: 'array',
    test,
    expected: 'items that fit',
    explain: (items, pointer, report) => {
      for (let i = from; i < items.length && !report.isFull; i += 1) {
        report.meter.spend(1)
        if (!testItem(items[i]!, report.meter, null))
          explainBy(schema, items[i]!, stepPointer(pointer, i), report, null)
      }
    },
  }
}

function containsCheck(node: SchemaNode, words: Words, schema: Compiled): Check {
  const min = countOf(node, 'minContains', 1)
  const max = countOf(node, 'maxContains', Number.POSITIVE_INFINITY)
  const test: Test<Items> = (items, meter, seen) => {
    meter.spend(1 + items.length)
    let found = 0
    for (let i = 0; i < items.length; i += 1) {
      if (!schema.test(items[i]!, meter, null)) continue
      found += 1
      seen?.addItem(i)
      if (found > max) return false
      if (seen === null && found >= min && max === Number.POSITIVE_INFINITY) return true
    }
    return found >= min
  }
  const most = max === Number.POSITIVE_INFINITY ? '' : ` and at most ${max}`
  return { ...words, on: 'array', test, expected: `at least ${min}${most} items that fit "contains"` }
}

function hasUniqueItems(items: Items, meter: Meter): boolean {
  if (items.length < 2) return true
  const scalars = new Set<JsonValue>()
  const containers = new Set<string>()
  for (const item of items) {
    if (typeof item === 'object' && item !== null) {
      const text = canonicalWithin(item, meter)
      if (containers.has(text)) return false
      containers.add(text)
    } else {
      meter.spend(typeof item === 'string' ? 8 + (item.length >>> 3) : 5)
      if (scalars.has(item)) return false
      scalars.add(item)
    }
  }
  return true
}

/** Canonical text of a value that was weighed first: once begun, writing it cannot be stopped. */
function canonicalWithin(value: JsonValue, meter: Meter): string {
  const stack: JsonValue[] = [value]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === 'string') meter.spend(4 + (next.length >>> 3))
    else if (typeof next !== 'object' || next === null) meter.spend(4)
    else if (Array.isArray(next)) {
      meter.spend(4 + next.length)
      for (const item of next as Items) stack.push(item)
    } else {
      for (const key in next) {
        meter.spend(8 + (key.length >>> 3))
        stack.push((next as { [key: string]: JsonValue })[key]!)
      }
    }
  }
  return canonicalJson(value)
}
