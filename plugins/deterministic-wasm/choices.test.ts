/** The choices that the specification makes where shapes alone leave one, each in one place. */
import { describe, expect, test } from 'bun:test'
import { buildModules } from '#asm/build'
import type { JsonObject } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import { library } from './library.ts'

await buildModules()

const operations = new Map(library.operations.map(operation => [operation.name, operation]))
const run = (name: string, input: JsonObject): JsonObject => operations.get(name)!.run(input)
const refuse = (name: string, input: JsonObject): string => {
  try {
    run(name, input)
  } catch (error) {
    if (error instanceof OperationError) return error.message
    throw error
  }
  throw new Error(`${name} did not refuse`)
}
const exact = (expression: string): unknown => run('math.evaluate', { expression })['exact']

describe('choices', () => {
  test('D6 powers bind tighter than a sign and to the right; percent, mod, brackets and separators are read', () => {
    const cases = {
      '-2^2': '-4',
      '2^3^2': '512',
      '200 + 10%': '220',
      '15%': '0.15',
      '17 mod 5': '2',
      '2(3)': '6',
      '1,000 + 1': '1001',
    }
    for (const [expression, wanted] of Object.entries(cases))
      expect({ expression, exact: exact(expression) }).toEqual({ expression, exact: wanted })
  })

  test('D6 arithmetic is rational: a decimal of up to 50 places, else a fraction; zero divides nothing', () => {
    expect(exact('1/3')).toBe('1/3')
    expect(exact('1/2^50')).toBe('0.00000000000000088817841970012523233890533447265625')
    expect(exact('1/2^51')).toBe('1/2251799813685248')
    expect(refuse('math.evaluate', { expression: '1/(3-3)' })).toInclude('zero')
  })

  test('D6 date.difference is signed, counts (from, to], and whole units go toward zero', () => {
    const difference = (from: string, to: string, unit: string): unknown =>
      run('date.difference', { from, to, unit })['value']
    expect(difference('2024-01-05', '2024-01-08', 'business_days')).toBe(1)
    expect(difference('2024-01-08', '2024-01-05', 'business_days')).toBe(-1)
    expect(difference('2024-01-15', '2024-01-02', 'weeks')).toBe(-1)
    expect(difference('2024-03-15', '2024-01-16', 'months')).toBe(-1)
  })

  test('D6 date.add clamps once after years and months, then adds weeks and days', () => {
    expect(run('date.add', { date: '2024-01-31', months: 1, days: 1 })).toEqual({ date: '2024-03-01' })
    expect(run('date.add', { date: '2024-02-29', years: 1, months: 12 })).toEqual({ date: '2026-02-28' })
  })

  test('D6 table.parse keeps text, reports broken rows by physical line, names columns and tells delimiters apart', () => {
    const parsed = run('table.parse', { text: '\ufeffa;;a\n\n1;2;3\nshort\n"x\ny";5;6\n1;2;3;4\n' })
    expect(parsed).toEqual({
      columns: ['a', 'column_2', 'a_2'],
      rows: [
        { a: '1', column_2: '2', a_2: '3' },
        { a: 'x\ny', column_2: '5', a_2: '6' },
      ],
      skipped: [
        { line: 4, reason: 'has 1 cells instead of 3' },
        { line: 7, reason: 'has 4 cells instead of 3' },
      ],
    })
    expect(run('table.parse', { text: 'n,s\n1,a\n,b\n', types: 'infer' })['rows']).toEqual([
      { n: 1, s: 'a' },
      { n: null, s: 'b' },
    ])
  })

  test('D6 numeric text counts as numbers in aggregate, sort and join; empty cells are no values', () => {
    const rows = [
      { k: '1', v: '0.1' },
      { k: '1.0', v: '0.2' },
      { k: '', v: '' },
    ]
    expect(
      run('table.aggregate', {
        rows,
        measures: [
          { column: 'v', fn: 'sum' },
          { column: 'v', fn: 'count' },
          { column: 'k', fn: 'count_distinct' },
        ],
      })['rows'],
    ).toEqual([{ sum_v: 0.3, count_v: 2, count_distinct_k: 1 }])
    expect(run('table.sort', { rows: [{ n: '10' }, { n: '' }, { n: '9' }], by: [{ column: 'n' }] })['rows']).toEqual([
      { n: '9' },
      { n: '10' },
      { n: '' },
    ])
    expect(run('table.join', { left: rows, right: [{ k: 1, w: 'x' }], on: ['k'] })['rows']).toHaveLength(2)
  })

  test('D6 a currency is a code where its sign is unambiguous, else the sign', () => {
    expect(run('extract.amounts', { text: '€1 $2 US$3 ¥4' })['amounts']).toEqual([
      { value: '1', currency: 'EUR' },
      { value: '2', currency: '$' },
      { value: '3', currency: 'USD' },
      { value: '4', currency: '¥' },
    ])
  })

  test('D6 a missing member, a missing name and an ambiguous date are errors', () => {
    expect(refuse('json.select', { value: {}, pointer: '/a' })).toInclude('/a')
    expect(refuse('agg.template', { template: '{{a}}', values: {} })).toInclude('`a`')
    expect(refuse('extract.dates', { text: '05/03/2024' })).toInclude('2024-03-05 or 2024-05-03')
  })

  test('D6 an unknown unit is refused with near names, kinds of bytes are kept apart', () => {
    expect(refuse('unit.convert', { value: 1, from: 'metters', to: 'km' })).toInclude('meters')
    expect(refuse('unit.convert', { value: 1, from: 'kg', to: 'km' })).toInclude('length')
    expect(run('unit.convert', { value: 1, from: 'KiB', to: 'kB' })['exact']).toBe('1.024')
  })

  test('D6 a final newline ends a line and starts none; a hyphenated word is one', () => {
    expect(run('text.count', { text: 'well-known\n' })).toEqual({ characters: 11, words: 1, lines: 1, sentences: 1 })
  })

  test('D6 guard.redact writes [kind] and counts code points', () => {
    expect(run('guard.redact', { text: '😀 a@b.example' })).toEqual({
      text: '😀 [email]',
      found: [{ kind: 'email', start: 2, end: 13 }],
    })
  })

  test('D6 votes go by count, then by first appearance', () => {
    expect(run('agg.vote', { items: ['b', 'a', 'a', 'b', 'c'] })).toEqual({
      winner: 'b',
      votes: [
        { value: 'b', count: 2 },
        { value: 'a', count: 2 },
        { value: 'c', count: 1 },
      ],
      agreement: 0.4,
    })
  })

  test('A2 every built-in aggregation answers', () => {
    const names = ['merge', 'collect', 'pick', 'template', 'vote', 'rank', 'first_valid', 'table']
    for (const name of names)
      expect(operations.get(`agg.${name}`)?.run(operations.get(`agg.${name}`)!.example.input)).toBeDefined()
  })
})
