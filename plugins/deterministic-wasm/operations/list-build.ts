/** Family `list`, second half: lists made from others: cut, paired, joined, compared, drawn by a seed. */
import { Type } from '@sinclair/typebox'
import type { JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import {
  add,
  compare,
  divide,
  floor,
  fromInteger,
  fromNumber,
  multiply,
  subtract,
  toNumber,
  ZERO,
} from '../arithmetic/rational.ts'
import { choice, closed, count, json, MIB, operation, text } from '../operation.ts'
import { keyOf } from '../values/compare.ts'

const items = (description: string) => Type.Array(json('An item.'), { description })
const seed = Type.String({
  maxLength: 200,
  description: 'The same seed draws the same items; there is no other chance.',
})
const CAP = 4 * MIB
const MAX_ITEMS = 100_000

export const listBuildOperations: readonly Operation[] = [
  operation({
    name: 'list.chunk',
    description: 'Cuts a list into lists of a size; the last may be shorter.',
    input: closed({ items: items('The values.'), size: Type.Integer({ minimum: 1, description: 'Items of a part.' }) }),
    output: closed({ chunks: Type.Array(items('A part.'), { description: 'In order.' }) }),
    example: { input: { items: [1, 2, 3, 4, 5], size: 2 }, output: { chunks: [[1, 2], [3, 4], [5]] } },
    inputCapBytes: CAP,
    run: input => ({
      chunks: Array.from({ length: Math.ceil(input.items.length / input.size) }, (_, i) =>
        input.items.slice(i * input.size, (i + 1) * input.size),
      ),
    }),
  }),
  operation({
    name: 'list.slice',
    description: 'Items of a list by their place, every so many if asked; from the end with a minus.',
    input: closed({
      items: items('The items.'),
      from: Type.Integer({
        minimum: -MAX_ITEMS,
        maximum: MAX_ITEMS,
        description: 'First place, from 1; -1 is the last.',
      }),
      to: Type.Optional(
        Type.Integer({ minimum: -MAX_ITEMS, maximum: MAX_ITEMS, description: 'Last place; `from` when absent.' }),
      ),
      step: Type.Optional(
        Type.Integer({ minimum: 1, maximum: MAX_ITEMS, description: 'Take every so many.', default: 1 }),
      ),
    }),
    output: closed({ items: items('The items at these places.') }),
    example: { input: { items: ['a', 'b', 'c', 'd'], from: 2, to: -1 }, output: { items: ['b', 'c', 'd'] } },
    inputCapBytes: CAP,
    run(input) {
      const { items: list, from, step = 1, to = from } = input
      const placeOf = (place: number): number => (place > 0 ? place : list.length + 1 + place)
      if (from === 0 || to === 0) throw new OperationError('Places begin at 1, or at -1 from the end.', '/from')
      const first = Math.max(placeOf(from), 1)
      return { items: list.slice(first - 1, Math.max(placeOf(to), 0)).filter((_, i) => i % step === 0) }
    },
  }),
  operation({
    name: 'list.reverse',
    description: 'A list from its last item to its first.',
    input: closed({ items: items('The items.') }),
    output: closed({ items: items('The items, turned around.') }),
    example: { input: { items: [1, 'b', null] }, output: { items: [null, 'b', 1] } },
    inputCapBytes: CAP,
    run: input => ({ items: input.items.toReversed() }),
  }),
  operation({
    name: 'list.size',
    description: 'How many items a list has, and how many different ones.',
    input: closed({ items: items('The items.') }),
    output: closed({ count: count('Items.'), distinct: count('Different items.') }),
    example: { input: { items: ['a', 'b', 'a'] }, output: { count: 3, distinct: 2 } },
    inputCapBytes: CAP,
    run: input => ({ count: input.items.length, distinct: new Set(input.items.map(keyOf)).size }),
  }),
  operation({
    name: 'list.zip',
    description: 'Pairs lists item by item, as objects with the names given.',
    input: closed({
      lists: Type.Array(items('A list.'), { minItems: 1, maxItems: 100, description: 'As many as there are names.' }),
      names: Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        uniqueItems: true,
        description: 'One per list.',
      }),
      uneven: Type.Optional(
        choice(['error', 'shortest', 'null'], 'Lists of different lengths: refuse, cut, or fill with null.', 'error'),
      ),
    }),
    output: closed({
      rows: Type.Array(Type.Unsafe<Record<string, JsonValue>>({ type: 'object', additionalProperties: true }), {
        description: 'One object per place.',
      }),
    }),
    example: {
      input: {
        lists: [
          ['Ada', 'Bob'],
          [36, 41],
        ],
        names: ['name', 'age'],
      },
      output: {
        rows: [
          { name: 'Ada', age: 36 },
          { name: 'Bob', age: 41 },
        ],
      },
    },
    inputCapBytes: CAP,
    run: input => ({ rows: zip(input.lists, input.names, input.uneven ?? 'error') }),
  }),
  operation({
    name: 'list.join',
    description: 'One text from several, with a separator and another before the last, such as `a, b and c`.',
    input: closed({
      items: Type.Array(Type.String(), { description: 'The texts.' }),
      separator: Type.Optional(Type.String({ maxLength: 100, description: 'Between texts.', default: ', ' })),
      last: Type.Optional(Type.String({ maxLength: 100, description: 'Before the last; as the others when absent.' })),
    }),
    output: closed({ text: text('The joined text.') }),
    example: { input: { items: ['red', 'green', 'blue'], last: ' and ' }, output: { text: 'red, green and blue' } },
    inputCapBytes: CAP,
    run(input) {
      const { items: parts, separator = ', ' } = input
      const length = parts.reduce((all, part) => all + part.length + separator.length, 0)
      if (length > CAP) throw new OperationError('The joined text is longer than 4 MiB.', '/separator')
      if (parts.length < 2) return { text: parts[0] ?? '' }
      return { text: parts.slice(0, -1).join(separator) + (input.last ?? separator) + parts.at(-1)! }
    },
  }),
  operation({
    name: 'list.compare',
    description: 'What two lists have in common, and what only one of them has.',
    input: closed({ a: items('First list.'), b: items('Second list.') }),
    output: closed({
      both: items('In both, each value once, in the order of a.'),
      only_a: items('In a alone.'),
      only_b: items('In b alone.'),
      jaccard: Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'Share of all values that both have; 1 for two empty lists.',
      }),
    }),
    example: {
      input: { a: ['x', 'y', 'y'], b: ['y', 'z'] },
      output: { both: ['y'], only_a: ['x'], only_b: ['z'], jaccard: 0.3333333333333333 },
    },
    inputCapBytes: CAP,
    run: input => compareLists(input.a, input.b),
  }),
  operation({
    name: 'list.sample',
    description: 'Draws k items by a seed, without putting back; the same seed gives the same items everywhere.',
    input: closed({ items: items('The values.'), k: count('How many; all when more than there are.'), seed }),
    output: closed({ items: items('The items drawn, in their old order.') }),
    example: { input: { items: ['a', 'b', 'c', 'd'], k: 2, seed: 'spring' }, output: { items: ['a', 'd'] } },
    inputCapBytes: MIB,
    cost: 'n log n',
    run(input) {
      const drawn = drawOrder(input.items.length, input.seed).slice(0, input.k)
      return { items: drawn.sort((a, b) => a - b).map(i => input.items[i]!) }
    },
  }),
  operation({
    name: 'list.shuffle',
    description: 'Mixes a list by a seed; the same seed gives the same order everywhere.',
    input: closed({ items: items('The values.'), seed }),
    output: closed({ items: items('The values in another order.') }),
    example: { input: { items: ['a', 'b', 'c', 'd'], seed: 'spring' }, output: { items: ['d', 'a', 'b', 'c'] } },
    inputCapBytes: MIB,
    cost: 'n log n',
    run: input => ({ items: drawOrder(input.items.length, input.seed).map(i => input.items[i]!) }),
  }),
  operation({
    name: 'list.range',
    description: 'Numbers from one to another in equal steps, both ends included where a step meets them.',
    input: closed({
      from: Type.Number({ description: 'First number.' }),
      to: Type.Number({ description: 'Last number that may come.' }),
      step: Type.Optional(Type.Number({ description: 'Not 0; downwards where negative.', default: 1 })),
    }),
    output: closed({ items: Type.Array(Type.Number(), { description: 'Exact steps, at most 100,000.' }) }),
    example: { input: { from: 0, to: 0.3, step: 0.1 }, output: { items: [0, 0.1, 0.2, 0.3] } },
    run: input => ({ items: range(input.from, input.to, input.step ?? 1) }),
  }),
]

function zip(lists: readonly (readonly JsonValue[])[], names: readonly string[], uneven: string) {
  if (lists.length !== names.length)
    throw new OperationError(`There are ${lists.length} lists and ${names.length} names.`, '/names')
  const lengths = lists.map(list => list.length)
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
  if (least !== most && uneven === 'error')
    throw new OperationError(`The lists have ${least} to ${most} items; say how uneven lists are paired.`, '/lists')
  return Array.from({ length: uneven === 'null' ? most : least }, (_, i) =>
    Object.fromEntries(names.flatMap((name, n) => (name === '__proto__' ? [] : [[name, lists[n]![i] ?? null]]))),
  )
}

function compareLists(a: readonly JsonValue[], b: readonly JsonValue[]) {
  const left = new Map(a.map(item => [keyOf(item), item]))
  const right = new Map(b.map(item => [keyOf(item), item]))
  const both = [...left.keys()].filter(key => right.has(key)).length
  const all = left.size + right.size - both
  return {
    both: [...left].flatMap(([key, item]) => (right.has(key) ? [item] : [])),
    only_a: [...left].flatMap(([key, item]) => (right.has(key) ? [] : [item])),
    only_b: [...right].flatMap(([key, item]) => (left.has(key) ? [] : [item])),
    jaccard: all === 0 ? 1 : both / all,
  }
}

/** Places ordered by the SHA-256 digest of `seed:place`: a fair order that anybody can check by hand. */
function drawOrder(length: number, by: string): number[] {
  const keys = Array.from({ length }, (_, i) => new Bun.CryptoHasher('sha256').update(`${by}:${i}`).digest('hex'))
  return Array.from({ length }, (_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1))
}

function range(from: number, to: number, step: number): number[] {
  const [first, last, each] = [fromNumber(from), fromNumber(to), fromNumber(step)]
  if (compare(each, ZERO) === 0) throw new OperationError('A step of 0 leads nowhere.', '/step')
  const steps = floor(divide(subtract(last, first), each))
  if (steps < 0n) return []
  if (steps >= BigInt(MAX_ITEMS)) throw new OperationError('The range has more than 100,000 numbers.', '/to')
  return Array.from({ length: Number(steps) + 1 }, (_, i) =>
    toNumber(add(first, multiply(each, fromInteger(BigInt(i))))),
  )
}
