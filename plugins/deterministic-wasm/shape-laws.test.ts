/** Laws of shapes: what is flattened, put aside, encoded or turned comes back as it was. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { buildModules } from '#asm/build'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import { library } from './library.ts'

await buildModules()

const operations = new Map(library.operations.map(operation => [operation.name, operation]))
// biome-ignore lint/suspicious/noExplicitAny: the output schemas are checked elsewhere, here only laws count
const run = (name: string, input: JsonObject): any => operations.get(name)!.run(input)

const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '_'), minLength: 1, maxLength: 3 })
const leaf = fc.oneof(fc.integer(), fc.string({ maxLength: 4 }), fc.boolean(), fc.constant(null))
const { tree } = fc.letrec<{ tree: JsonValue; object: JsonObject }>(tie => ({
  tree: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(name, tie('tree'), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
}))
const object = fc.dictionary(name, tree, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>
const cell = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom('', 'x', 'y', '1.50'), fc.constant(null))
const table = fc.array(fc.record({ k: fc.constantFrom('p', 'q', 'r'), v: cell, w: cell }), { maxLength: 12 })
const prose = fc
  .array(
    fc.constantFrom(
      'a@b.example',
      '10.0.0.1',
      '[email_1]',
      '4111 1111 1111 1111',
      'word',
      '“quoted text”',
      '1,250',
      '\u200b',
      '😀',
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join(' '))

describe('laws of shapes', () => {
  test('json.unflatten undoes json.flatten', () => {
    fc.assert(
      fc.property(object, value => {
        expect(run('json.unflatten', { value: run('json.flatten', { value }).value }).value).toEqual(value)
      }),
      { numRuns: 500 },
    )
  })

  test('json.infer_schema accepts every value it was made from', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), fc.boolean(), (values, closed) => {
        const { schema } = run('json.infer_schema', { values, closed })
        for (const value of values) expect(run('json.validate', { value, schema })).toEqual({ valid: true, faults: [] })
      }),
      { numRuns: 300 },
    )
  })

  test('json.format is read back by json.parse', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: 8 }), fc.boolean(), (value, indent, sort_keys) => {
        expect(run('json.parse', { text: run('json.format', { value, indent, sort_keys }).text }).value).toEqual(value)
      }),
    )
  })

  test('encode.unhtml and encode.unbase32 give back every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.boolean(), (text, padding) => {
        expect(run('encode.unhtml', { text: run('encode.html', { text }).text }).text).toBe(text)
        expect(run('encode.unbase32', { text: run('encode.base32', { text, padding }).text }).text).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  test('guard.restore puts back what guard.pseudonymize put aside, which holds none of it', () => {
    fc.assert(
      fc.property(prose, text => {
        const { text: safe, values } = run('guard.pseudonymize', { text })
        expect(run('guard.restore', { text: safe, values }).text).toBe(text)
        for (const secret of Object.values(values as Record<string, string>)) expect(safe).not.toInclude(secret)
      }),
      { numRuns: 500 },
    )
  })

  test('every text is grounded in itself, and guard.hidden leaves nothing to find', () => {
    fc.assert(
      fc.property(prose, text => {
        expect(run('guard.grounded', { text, source: text }).grounded).toBe(true)
        const { text: clean } = run('guard.hidden', { text })
        expect(run('guard.hidden', { text: clean })).toEqual({ text: clean, found: [], clean: true })
      }),
    )
  })
})

describe('laws of tables', () => {
  test('table.where parts the rows into those that match and the others, as a loop does', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: -5, max: 5 }), (rows, limit) => {
        const conditions = [{ column: 'k', test: 'one_of', values: ['p', 'q'] }]
        const numbers = rows.map((row, i) => ({ ...row, n: i % 3 === 0 ? '' : String((i * 7) % 11) }))
        const above = [...conditions, { column: 'n', test: 'above', number: limit }]
        const kept = run('table.where', { rows: numbers, conditions: above })
        const others = run('table.where', { rows: numbers, conditions: above, keep: 'others' })
        const wanted = numbers.filter(({ k, n }) => k !== 'r' && n !== '' && Number(n) > limit)
        expect(kept).toEqual({ rows: wanted, removed: numbers.length - wanted.length })
        expect(others).toEqual({ rows: numbers.filter(row => !wanted.includes(row)), removed: wanted.length })
      }),
    )
  })

  test('table.distinct changes nothing the second time, and no two rows of it are the same', () => {
    fc.assert(
      fc.property(table, rows => {
        const { rows: once } = run('table.distinct', { rows, columns: ['k', 'v'] })
        expect(run('table.distinct', { rows: once, columns: ['k', 'v'] })).toEqual({ rows: once, removed: 0 })
      }),
    )
  })

  test('table.diff of a table with itself finds nothing; turned round, added is removed', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const [left, right] = [a, b].map(rows => run('table.distinct', { rows, columns: ['k'] }).rows)
        expect(run('table.diff', { left, right: left, on: ['k'] })).toEqual({
          added: [],
          removed: [],
          changed: [],
          same: left.length,
        })
        const there = run('table.diff', { left, right, on: ['k'] })
        const back = run('table.diff', { left: right, right: left, on: ['k'] })
        expect([there.added, there.removed, there.same]).toEqual([back.removed, back.added, back.same])
      }),
    )
  })

  test('table.unpivot has one row per cell, and table.pivot puts numbers back', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ v: fc.integer(), w: fc.integer() }), { minLength: 1, maxLength: 8 }), given => {
        const rows = given.map((row, i) => ({ id: `r${i}`, ...row }))
        const { rows: long } = run('table.unpivot', { rows, index: ['id'] })
        expect(long.length).toBe(rows.length * 2)
        const back = run('table.pivot', { rows: long, index: ['id'], column: 'name', value: 'value' })
        expect(back.rows).toEqual(rows.map(row => ({ ...row, v: row.v + 0, w: row.w + 0 })))
      }),
    )
  })

  test('shares of a column add up to one hundred', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 20 }), values => {
        const { rows } = run('table.share', { rows: values.map(v => ({ v })), column: 'v' }) as {
          rows: { share: number }[]
        }
        expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100, 6)
      }),
    )
  })
})

describe('bounds of shapes', () => {
  const sparse = Array.from({ length: 3_000 }, (_, i) => ({ [`c${i}`]: 1 }))
  const long = 'x'.repeat(100_000)
  const refused: readonly (readonly [string, JsonObject])[] = [
    ['table.describe', { rows: sparse }],
    ['table.distinct', { rows: sparse }],
    ['table.fill', { rows: sparse, value: 0 }],
    ['table.unpivot', { rows: sparse, index: [] }],
    ['table.diff', { left: sparse, right: [], on: ['id'] }],
    ['json.flatten', { value: { [long]: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, 1])) } }],
    ['text.chunk', { text: 'a'.repeat(200_000), size: 1, by: 'characters' }],
    ['guard.restore', { text: '[email_1]'.repeat(100), values: { '[email_1]': long } }],
    ['guard.grounded', { text: '“abc d”'.repeat(2_000), source: '' }],
  ]
  for (const [operation, input] of refused) {
    test(`D2 ${operation} refuses what would grow beyond its bounds`, () => {
      expect(() => run(operation, input)).toThrow(OperationError)
    })
  }
})

describe('laws of plans and units', () => {
  test('graph.critical_path: the path is as long as the plan, nothing on it has slack, nobody starts too early', () => {
    const plan = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.array(fc.nat({ max: 8 }), { maxLength: 3 })), {
      minLength: 1,
      maxLength: 9,
    })
    fc.assert(
      fc.property(plan, given => {
        const tasks = given.map(([duration, after], i) => ({
          id: `t${i}`,
          duration,
          after: [...new Set(after.filter(j => j < i).map(j => `t${j}`))],
        }))
        const found = run('graph.critical_path', { tasks }) as {
          duration: number
          path: string[]
          tasks: { id: string; start: number; end: number; slack: number }[]
        }
        const byId = new Map(found.tasks.map(task => [task.id, task]))
        const sum = found.path.reduce((all, id) => all + tasks.find(task => task.id === id)!.duration, 0)
        expect(sum).toBe(found.duration)
        for (const id of found.path) expect(byId.get(id)!.slack).toBe(0)
        for (const { id, after } of tasks) {
          expect(byId.get(id)!.slack).toBeGreaterThanOrEqual(0)
          for (const earlier of after) expect(byId.get(id)!.start).toBeGreaterThanOrEqual(byId.get(earlier)!.end)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('unit.sum gives back what unit.split parted', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), seconds => {
        const { parts } = run('unit.split', { value: seconds, from: 's', into: ['h', 'min', 's'] })
        expect(run('unit.sum', { amounts: parts, to: 's' }).value).toBe(seconds)
      }),
    )
  })
})
