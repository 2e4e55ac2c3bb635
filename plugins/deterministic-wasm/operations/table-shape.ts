/** Family `table`, second half: rows kept, filled, compared, measured and calculated with. */
import { Type } from '@sinclair/typebox'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, count, json, MIB, operation, type Row, rows, text } from '../operation.ts'
import { assertCells, cellOf, isEmpty, isNumericColumn, keyOfCell } from '../tables/cells.ts'
import { describeColumns } from '../tables/describe-columns.ts'
import { diffTables } from '../tables/diff-tables.ts'
import { sortRows } from '../tables/reshape-rows.ts'
import { columnsOf } from '../tables/write-table.ts'
import { assertSize } from '../values/assert-size.ts'

const input = rows('The rows of the table.')
const names = (description: string) => Type.Array(Type.String(), { minItems: 1, uniqueItems: true, description })
const CAP = 4 * MIB

export const tableShapeOperations: readonly Operation[] = [
  operation({
    name: 'table.distinct',
    description: 'Keeps the first of rows that are equal, in all columns or in some.',
    input: closed({ rows: input, columns: Type.Optional(names('Columns that decide; all when absent.')) }),
    output: closed({ rows: rows('The rows kept, whole and in order.'), removed: count('Rows left out.') }),
    example: {
      input: {
        rows: [
          { c: 'Oslo', n: 1 },
          { c: 'Rome', n: 2 },
          { c: 'Oslo', n: 3 },
        ],
        columns: ['c'],
      },
      output: {
        rows: [
          { c: 'Oslo', n: 1 },
          { c: 'Rome', n: 2 },
        ],
        removed: 1,
      },
    },
    inputCapBytes: CAP,
    run(given) {
      const kept = distinct(given.rows, given.columns ?? columnsOf(given.rows))
      return { rows: kept, removed: given.rows.length - kept.length }
    },
  }),
  operation({
    name: 'table.top',
    description: 'The k rows with the largest or smallest value of a column, overall or in each group.',
    input: closed({
      rows: input,
      column: text('Column that decides; rows without a value never count.'),
      k: Type.Integer({ minimum: 1, description: 'How many, per group.' }),
      order: Type.Optional(choice(['desc', 'asc'], '`desc`: the largest.', 'desc')),
      by: Type.Optional(names('Columns of a group.')),
    }),
    output: closed({ rows: rows('By value; groups in order of first appearance.') }),
    example: {
      input: {
        rows: [
          { n: 'a', v: 5 },
          { n: 'b', v: '12' },
          { n: 'c', v: 9 },
        ],
        column: 'v',
        k: 2,
      },
      output: {
        rows: [
          { n: 'b', v: '12' },
          { n: 'c', v: 9 },
        ],
      },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run(given) {
      const filled = given.rows.filter(row => !isEmpty(cellOf(row, given.column)))
      const sorted = sortRows(filled, [{ column: given.column, order: given.order ?? 'desc' }])
      if (given.by === undefined) return { rows: sorted.slice(0, given.k) }
      const keyOf = keysOf(filled, given.by)
      const order = new Map(filled.map(row => [keyOf(row), [] as Row[]]))
      for (const row of sorted) {
        const group = order.get(keyOf(row))!
        if (group.length < given.k) group.push(row)
      }
      return { rows: [...order.values()].flat() }
    },
  }),
  operation({
    name: 'table.fill',
    description: 'Fills empty cells with a value, or with the last value above them.',
    input: closed({
      rows: input,
      columns: Type.Optional(names('Columns to fill; all when absent.')),
      method: Type.Optional(choice(['value', 'previous'], 'What to fill with.', 'value')),
      value: Type.Optional(json('Required with `value`.')),
    }),
    output: closed({ rows: rows('The rows; every column stands in each.'), filled: count('Cells filled.') }),
    example: {
      input: {
        rows: [
          { d: 'Mon', v: 1 },
          { d: '', v: 2 },
        ],
        columns: ['d'],
        method: 'previous',
      },
      output: {
        rows: [
          { d: 'Mon', v: 1 },
          { d: 'Mon', v: 2 },
        ],
        filled: 1,
      },
    },
    inputCapBytes: CAP,
    run(given) {
      if (given.method !== 'previous' && given.value === undefined)
        throw new OperationError('Filling with a value needs `value`.', '/value')
      return assertSize(
        fill(given.rows, given.columns ?? columnsOf(given.rows), given.method === 'previous' ? null : given.value!),
        '/value',
      )
    },
  }),
  operation({
    name: 'table.describe',
    description: 'What each column holds: kind, filled and different cells, extremes, sum and mean of numbers.',
    input: closed({ rows: input }),
    output: closed({
      rows: count('Rows.'),
      columns: Type.Array(
        closed({
          column: text('Column name.'),
          kind: choice(['number', 'text', 'empty'], 'Numbers, or numeric text, in all filled cells: number.'),
          filled: count('Filled cells.'),
          empty: count('Empty cells.'),
          distinct: count('Different filled cells.'),
          min: json('Least number or text; null without cells.'),
          max: json('Largest number or text; null without cells.'),
          sum: Type.Unsafe<number | null>({ type: ['number', 'null'], description: 'Of numbers.' }),
          mean: Type.Unsafe<number | null>({ type: ['number', 'null'], description: 'Of numbers.' }),
        }),
        { description: 'In order of first appearance.' },
      ),
    }),
    example: {
      input: { rows: [{ v: '1.5' }, { v: 2.5 }, { v: '' }] },
      output: {
        rows: 3,
        columns: [
          { column: 'v', kind: 'number', filled: 2, empty: 1, distinct: 2, min: 1.5, max: 2.5, sum: 4, mean: 2 },
        ],
      },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run: given => ({ rows: given.rows.length, columns: describeColumns(given.rows, columnsOf(given.rows)) }),
  }),
  operation({
    name: 'table.unpivot',
    description: 'Turns columns into rows of name and value; the other way round of `table.pivot`.',
    input: closed({
      rows: input,
      index: Type.Array(Type.String(), { uniqueItems: true, description: 'Columns kept in every row.' }),
      columns: Type.Optional(names('Columns to turn; all others when absent.')),
      name: Type.Optional(Type.String({ minLength: 1, description: 'Column for the names.', default: 'name' })),
      value: Type.Optional(Type.String({ minLength: 1, description: 'Column for the values.', default: 'value' })),
    }),
    output: closed({ rows: rows('One row per turned cell; a missing cell is null.') }),
    example: {
      input: { rows: [{ d: 'Mon', in: 1, out: 2 }], index: ['d'] },
      output: {
        rows: [
          { d: 'Mon', name: 'in', value: 1 },
          { d: 'Mon', name: 'out', value: 2 },
        ],
      },
    },
    inputCapBytes: CAP,
    run(given) {
      const { index, name = 'name', value = 'value' } = given
      const turned = given.columns ?? columnsOf(given.rows).filter(column => !index.includes(column))
      if (new Set([...index, name, value]).size < index.length + 2 || [name, value].includes('__proto__'))
        throw new OperationError('Two columns of the result have the same name.', '/name')
      assertCells(given.rows, [...turned, ...index], '/rows')
      const unpivoted = given.rows.flatMap(row =>
        turned.map(column => ({
          ...Object.fromEntries(index.map(part => [part, cellOf(row, part) ?? null])),
          [name]: column,
          [value]: cellOf(row, column) ?? null,
        })),
      )
      return assertSize({ rows: unpivoted }, '/index')
    },
  }),
  operation({
    name: 'table.diff',
    description: 'What was added, removed and changed between two tables, by key columns.',
    input: closed({
      left: rows('The old table.'),
      right: rows('The new table.'),
      on: names('Columns that name a row; no two rows of a table may share them.'),
    }),
    output: closed({
      added: rows('Rows of the new table alone.'),
      removed: rows('Rows of the old table alone.'),
      changed: Type.Array(
        closed({
          key: Type.Array(json('A cell.'), { description: 'Values of `on`.' }),
          column: text('Column name.'),
          from: json('The old cell; null where there was none.'),
          to: json('The new cell; null where there is none.'),
        }),
        { description: 'In the order of the old table.' },
      ),
      same: count('Rows without a change.'),
    }),
    example: {
      input: {
        left: [
          { id: 1, v: 'a' },
          { id: 2, v: 'b' },
        ],
        right: [
          { id: 2, v: 'c' },
          { id: 3, v: 'd' },
        ],
        on: ['id'],
      },
      output: {
        added: [{ id: 3, v: 'd' }],
        removed: [{ id: 1, v: 'a' }],
        changed: [{ key: [2], column: 'v', from: 'b', to: 'c' }],
        same: 0,
      },
    },
    inputCapBytes: CAP,
    run: given => diffTables(given.left, given.right, given.on),
  }),
]

function keysOf(given: readonly Row[], columns: readonly string[]): (row: Row) => string {
  const numeric = columns.map(column => isNumericColumn([given], column))
  return row => JSON.stringify(columns.map((column, i) => keyOfCell(cellOf(row, column), numeric[i]!)))
}

function distinct(given: readonly Row[], columns: readonly string[]): Row[] {
  assertCells(given, columns, '/rows')
  const keyOf = keysOf(given, columns)
  const seen = new Set<string>()
  return given.filter(row => {
    const key = keyOf(row)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** `value` null: the last value above. */
function fill(given: readonly Row[], columns: readonly string[], value: JsonValue): JsonObject {
  assertCells(given, columns, '/rows')
  const last = new Map<string, JsonValue>()
  let filled = 0
  const full = given.map(row => {
    const copy: Record<string, JsonValue> = { ...row }
    for (const column of columns) {
      const cell = cellOf(row, column)
      if (!isEmpty(cell)) {
        last.set(column, cell!)
        continue
      }
      const better = value ?? last.get(column)
      if (column === '__proto__') continue
      copy[column] = better ?? cell ?? null
      if (better !== undefined) filled += 1
    }
    return copy
  })
  return { rows: full, filled }
}
