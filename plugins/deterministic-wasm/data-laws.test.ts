/** Laws of tables, lists, values and graphs, checked on random inputs. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { buildModules } from '#asm/build'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#kernel/plugin-door'
import { library } from './library.ts'

await buildModules()

const operations = new Map(library.operations.map(operation => [operation.name, operation]))
/** The answer of an operation, its members open to the test. */
// biome-ignore lint/suspicious/noExplicitAny: the output schemas are checked elsewhere, here only laws count
const run = (name: string, input: JsonObject): any => operations.get(name)!.run(input)

const cell = fc.string({
  unit: fc.constantFrom('a', 'B', '1', ',', '"', '\n', '\r', ';', ' ', 'é', '😀', '\t', '|', '='),
  maxLength: 6,
})
/** Without the member names that no body may hold. */
const json = (fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }) as fc.Arbitrary<JsonValue>).filter(
  value => !canonicalJson(value).includes('__proto__'),
)
const same = (a: JsonValue, b: JsonValue): void => expect(canonicalJson(a)).toBe(canonicalJson(b))

describe('laws of tables and lists', () => {
  test('table.parse gives back every table that table.format wrote', () => {
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
    fc.assert(
      fc.property(table, fc.constantFrom('csv', 'tsv'), (cells, format) => {
        const columns = cells[0]!.map((_, i) => `c${i}`)
        const rows = cells.map(line => Object.fromEntries(line.map((value, i) => [`c${i}`, value])))
        const { text } = run('table.format', { rows, columns, format })
        const parsed = run('table.parse', { text, format, ...(format === 'csv' ? { delimiter: ',' } : {}) })
        same(parsed, { columns, rows, skipped: [] })
      }),
      { numRuns: 500 },
    )
  })

  test('table.sort and list.sort keep every element and are in order', () => {
    const value = fc.oneof(fc.integer({ min: -20, max: 20 }), cell, fc.constant(null))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), values => {
        const rows = values.map((n, i) => ({ n, i }))
        const sorted = run('table.sort', { rows, by: [{ column: 'n' }] }).rows as { n: JsonValue; i: number }[]
        expect(sorted.map(row => row.i).sort((a, b) => a - b)).toEqual(rows.map(row => row.i))
        for (let i = 1; i < sorted.length; i += 1) {
          if (sorted[i]!.n === sorted[i - 1]!.n) expect(sorted[i]!.i).toBeGreaterThan(sorted[i - 1]!.i)
        }
        const items = run('list.sort', { items: values }).items as JsonValue[]
        same(run('list.sort', { items }).items, items)
        same(run('list.sort', { items: values.toReversed() }).items, items)
      }),
    )
  })

  test('table.join finds what two nested loops find', () => {
    const rows = (name: string) =>
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 8 }).map(keys => keys.map((k, i) => ({ k, [name]: i })))
    fc.assert(
      fc.property(rows('a'), rows('b'), (left, right) => {
        const wanted = left.flatMap(l => right.filter(r => r.k === l.k).map(r => ({ ...l, ...r })))
        same(run('table.join', { left, right, on: ['k'] }).rows, wanted as JsonValue)
      }),
    )
  })

  test('table.aggregate by groups adds up to the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.integer({ min: -100, max: 100 })), { maxLength: 20 }),
        pairs => {
          const rows = pairs.map(([g, cents]) => ({ g, v: (cents / 100).toFixed(2) }))
          const measures = [
            { column: 'v', fn: 'sum', as: 's' },
            { fn: 'count', as: 'n' },
          ]
          const groups = run('table.aggregate', { rows, by: ['g'], measures }).rows as { s: number; n: number }[]
          const [whole] = run('table.aggregate', { rows, measures }).rows as { s: number; n: number }[]
          expect(Math.round(groups.reduce((sum, group) => sum + group.s, 0) * 100)).toBe(Math.round(whole!.s * 100))
          expect(groups.reduce((sum, group) => sum + group.n, 0)).toBe(whole!.n)
          expect(Math.round(whole!.s * 100)).toBe(pairs.reduce((sum, [, cents]) => sum + cents, 0))
        },
      ),
    )
  })

  test('list.set obeys the laws of sets', () => {
    const items = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('0', '1', null, true)), {
      maxLength: 10,
    })
    fc.assert(
      fc.property(items, items, (a, b) => {
        const set = (op: string, x: JsonValue[], y: JsonValue[]): JsonValue[] =>
          run('list.set', { a: x, b: y, op }).items
        const difference = set('difference', a, b)
        const intersection = set('intersection', a, b)
        same(
          run('list.sort', { items: [...difference, ...intersection] }).items,
          run('list.sort', { items: run('list.dedupe', { items: a }).items }).items,
        )
        same(set('union', a, b), [...run('list.dedupe', { items: a }).items, ...set('difference', b, a)])
      }),
    )
  })

  test('agg.vote counts every vote once', () => {
    fc.assert(
      fc.property(fc.array(json, { minLength: 1, maxLength: 12 }), items => {
        const { votes, agreement, winner } = run('agg.vote', { items }) as {
          votes: { value: JsonValue; count: number }[]
          agreement: number
          winner: JsonValue
        }
        expect(votes.reduce((sum, vote) => sum + vote.count, 0)).toBe(items.length)
        expect(agreement).toBe(votes[0]!.count / items.length)
        same(winner, votes[0]!.value)
      }),
    )
  })
})

describe('laws of values and graphs', () => {
  test('json.patch applies what json.diff found', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const { patch, equal } = run('json.diff', { a, b })
        expect(equal).toBe(canonicalJson(a) === canonicalJson(b))
        same(run('json.patch', { value: a, patch }).value, b)
      }),
      { numRuns: 500 },
    )
  })

  test('json.path lists every value below the root once, and its pointers lead there', () => {
    fc.assert(
      fc.property(json, value => {
        const { values, pointers } = run('json.path', { value, path: '$..*' }) as {
          values: JsonValue[]
          pointers: string[]
        }
        expect(new Set(pointers).size).toBe(pointers.length)
        for (const [i, pointer] of pointers.entries()) same(run('json.select', { value, pointer }).value, values[i]!)
      }),
    )
  })

  test('json.parse gives back what json.canonical wrote', () => {
    fc.assert(
      fc.property(json, value => {
        same(run('json.parse', { text: run('json.canonical', { value }).text }).value, value)
      }),
    )
  })

  test('graph.order puts every edge forward, or names a cycle', () => {
    const edge = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 10 }), pairs => {
        const edges = pairs.map(([from, to]) => ({ from: `n${from}`, to: `n${to}` }))
        try {
          const { order } = run('graph.order', { edges }) as { order: string[] }
          for (const { from, to } of edges) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to))
        } catch (error) {
          const path = /cycle: (.*)\.$/.exec((error as Error).message)?.[1]?.split(' → ') ?? []
          expect(path.length).toBeGreaterThan(1)
          expect(path[0]).toBe(path.at(-1)!)
          for (let i = 1; i < path.length; i += 1) expect(edges).toContainEqual({ from: path[i - 1]!, to: path[i]! })
        }
      }),
      { numRuns: 400 },
    )
  })

  test('graph.shortest_path is as short as trying every round of edges finds', () => {
    const edge = fc.tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 9 }),
    )
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 14 }), triples => {
        const edges = triples.map(([from, to, weight]) => ({ from: `${from}`, to: `${to}`, weight }))
        const best = new Map<string, number>([['0', 0]])
        for (let round = 0; round < 6; round += 1) {
          for (const { from, to, weight } of edges) {
            const known = best.get(from)
            if (known !== undefined) best.set(to, Math.min(best.get(to) ?? Number.POSITIVE_INFINITY, known + weight))
          }
        }
        const answer = run('graph.shortest_path', { edges, from: '0', to: '5' })
        expect(answer.distance).toBe(best.get('5') ?? null)
        expect(answer.found).toBe(best.has('5'))
      }),
      { numRuns: 300 },
    )
  })
})
