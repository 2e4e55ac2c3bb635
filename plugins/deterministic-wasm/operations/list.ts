/** Family `list`: order, sameness and sets of JSON values. */
import { Type } from '@sinclair/typebox'
import type { JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError, readPointer } from '#kernel/plugin-door'
import { choice, closed, count, flag, json, MIB, operation } from '../operation.ts'
import { compareValues, keyOf } from '../values/compare.ts'

const items = (description: string) => Type.Array(json('An item.'), { description })
const order = (fallback: 'asc' | 'desc') => Type.Optional(choice(['asc', 'desc'], 'Direction.', fallback))
const by = Type.Optional(
  Type.String({ description: 'JSON Pointer to the value inside each item that decides; the item itself when absent.' }),
)
const CAP = 4 * MIB

export const listOperations: readonly Operation[] = [
  operation({
    name: 'list.sort',
    description: 'Sorts values: null, booleans, numbers by size, texts by code point, then arrays and objects.',
    input: closed({ items: items('The values.'), order: order('asc'), by }),
    output: closed({ items: items('The values in order; equal ones stay as they were.') }),
    example: { input: { items: [10, 9, 'b', 'a', null] }, output: { items: [null, 9, 10, 'a', 'b'] } },
    inputCapBytes: CAP,
    cost: 'n log n',
    run: input => ({ items: sortItems(input.items, input.order ?? 'asc', input.by) }),
  }),
  operation({
    name: 'list.dedupe',
    description: 'Keeps the first of equal values.',
    input: closed({
      items: items('The values.'),
      by,
      ignore_case: flag('Whether texts that differ in letter case alone are equal.'),
    }),
    output: closed({ items: items('Each value once, in order of first appearance.') }),
    example: { input: { items: [1, { a: 1, b: 2 }, 1, { b: 2, a: 1 }] }, output: { items: [1, { a: 1, b: 2 }] } },
    inputCapBytes: CAP,
    run: input => ({ items: dedupe(input.items, input.by, input.ignore_case === true) }),
  }),
  operation({
    name: 'list.set',
    description: 'Union, intersection or difference of two lists as sets.',
    input: closed({
      a: items('First list.'),
      b: items('Second list.'),
      op: choice(['union', 'intersection', 'difference'], 'Difference: what is in a and not in b.'),
    }),
    output: closed({ items: items('Each value once, in order of first appearance.') }),
    example: { input: { a: [1, 2, 3], b: [2, 3, 4], op: 'intersection' }, output: { items: [2, 3] } },
    inputCapBytes: CAP,
    run(input) {
      if (input.op === 'union') return { items: dedupe([...input.a, ...input.b]) }
      const other = new Set(input.b.map(keyOf))
      const isKept = input.op === 'intersection'
      return { items: dedupe(input.a).filter(item => other.has(keyOf(item)) === isKept) }
    },
  }),
  operation({
    name: 'list.rank',
    description: 'Ranks values; equal ones share a rank and the next rank is left out (1, 2, 2, 4).',
    input: closed({ items: items('The values.'), order: order('desc'), by }),
    output: closed({
      items: Type.Array(
        closed({ rank: Type.Integer({ minimum: 1, description: 'From 1.' }), item: json('The item.') }),
        {
          description: 'By rank, then as they were.',
        },
      ),
    }),
    example: {
      input: { items: [5, 9, 9, 1] },
      output: {
        items: [
          { rank: 1, item: 9 },
          { rank: 1, item: 9 },
          { rank: 3, item: 5 },
          { rank: 4, item: 1 },
        ],
      },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run: input => ({ items: rank(input.items, input.order ?? 'desc', input.by) }),
  }),
  operation({
    name: 'list.top',
    description: 'The first k values of a sorted list, the largest unless said.',
    input: closed({
      items: items('The values.'),
      k: Type.Integer({ minimum: 0, description: 'How many.' }),
      order: order('desc'),
      by,
    }),
    output: closed({ items: items('At most k values in order.') }),
    example: {
      input: { items: [{ n: 1 }, { n: 3 }, { n: 2 }], k: 2, by: '/n' },
      output: { items: [{ n: 3 }, { n: 2 }] },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run: input => ({ items: sortItems(input.items, input.order ?? 'desc', input.by).slice(0, input.k) }),
  }),
  operation({
    name: 'list.count',
    description: 'How often each value occurs.',
    input: closed({ items: items('The values.'), by }),
    output: closed({
      counts: Type.Array(closed({ value: json('The value.'), count: count('How often.') }), {
        description: 'By count, then by first appearance.',
      }),
    }),
    example: {
      input: { items: ['a', 'b', 'a'] },
      output: {
        counts: [
          { value: 'a', count: 2 },
          { value: 'b', count: 1 },
        ],
      },
    },
    inputCapBytes: CAP,
    run: input => ({ counts: countItems(input.by === undefined ? input.items : decidersOf(input.items, input.by)) }),
  }),
]

/** What decides for each item. Throws OperationError where an item has nothing there. */
function decidersOf(list: readonly JsonValue[], pointer: string): JsonValue[] {
  return list.map((item, i) => {
    const found = readPointer(item, pointer)
    if (!found.found) throw new OperationError(`Item ${i + 1} has nothing at \`${pointer}\`.`, `/items/${i}`)
    return found.value
  })
}

/** A sorted copy; stable in both directions. */
export function sortItems(list: readonly JsonValue[], direction: 'asc' | 'desc', pointer?: string): JsonValue[] {
  const sign = direction === 'desc' ? -1 : 1
  if (pointer === undefined) {
    // A typed array sorts without a comparison function; numbers that are equal cannot be told apart.
    if (direction === 'asc' && list.every(item => typeof item === 'number'))
      return Array.from(Float64Array.from(list).sort())
    return list.toSorted((a, b) => sign * compareValues(a, b))
  }
  const deciders = decidersOf(list, pointer)
  return Array.from(list.keys())
    .sort((a, b) => sign * compareValues(deciders[a]!, deciders[b]!) || a - b)
    .map(i => list[i]!)
}

function dedupe(list: readonly JsonValue[], pointer?: string, ignoresCase = false): JsonValue[] {
  const deciders = pointer === undefined ? list : decidersOf(list, pointer)
  const seen = new Set<string>()
  return list.filter((_, i) => {
    const decider = deciders[i]!
    const key = keyOf(ignoresCase && typeof decider === 'string' ? decider.toLowerCase() : decider)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function rank(list: readonly JsonValue[], direction: 'asc' | 'desc', pointer: string | undefined) {
  const sorted = sortItems(list, direction, pointer)
  const deciders = pointer === undefined ? sorted : decidersOf(sorted, pointer)
  let place = 1
  return sorted.map((item, i) => {
    if (i > 0 && compareValues(deciders[i]!, deciders[i - 1]!) !== 0) place = i + 1
    return { rank: place, item }
  })
}

/** Values with their counts, the most frequent first, ties by first appearance. */
export function countItems(list: readonly JsonValue[]): { value: JsonValue; count: number }[] {
  const counts = new Map<string, { value: JsonValue; count: number }>()
  for (const value of list) {
    const key = keyOf(value)
    const entry = counts.get(key)
    if (entry === undefined) counts.set(key, { value, count: 1 })
    else entry.count += 1
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}
