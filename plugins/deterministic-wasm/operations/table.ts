/** Family `table`: tables as rows of named cells, read from text and reshaped. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { choice, closed, count, flag, json, MIB, operation, rows, text, texts } from '../operation.ts'
import { aggregateRows, groupRows, MEASURES } from '../tables/aggregate-rows.ts'
import { cellOf } from '../tables/cells.ts'
import { joinRows } from '../tables/join-rows.ts'
import { inferTypes, parseDelimited, parseJsonTable, readValues, type Table } from '../tables/parse-table.ts'
import { pivot, selectColumns, sortRows } from '../tables/reshape-rows.ts'
import { columnsOf, writeTable } from '../tables/write-table.ts'
import { assertSize } from '../values/assert-size.ts'
import { readPredicate } from '../values/predicate.ts'

const input = rows('The rows of the table.')
const columns = texts('Column names.')
const CAP = 4 * MIB

export const tableOperations: readonly Operation[] = [
  operation({
    name: 'table.parse',
    description: 'Reads CSV (RFC 4180), TSV or JSON; cells stay text unless `types` is `infer`.',
    input: closed({
      text: text('The table as text; a byte order mark is dropped, empty lines are ignored.'),
      format: Type.Optional(choice(['csv', 'tsv', 'json'], '`json`: an array of objects, or JSON Lines.', 'csv')),
      header: Type.Optional(Type.Boolean({ description: 'Whether the first line names the columns.', default: true })),
      delimiter: Type.Optional(choice([',', ';', '\t', '|'], 'Told apart when absent.')),
      types: Type.Optional(
        choice(
          ['text', 'infer', 'values'],
          '`infer`: a column whose filled cells are all canonical numbers becomes numeric; `values`: also `1.50`, and columns of `true` and `false`.',
          'text',
        ),
      ),
      trim: flag('Remove white space around cells.'),
    }),
    output: closed({
      columns,
      rows: rows('One object per good row.'),
      skipped: Type.Array(
        closed({
          line: Type.Integer({ minimum: 1, description: 'Physical line (item of a JSON array), from 1.' }),
          reason: text('Why.'),
        }),
        { description: 'Rows that were left out.' },
      ),
    }),
    example: {
      input: { text: 'name,qty\n"Pen, blue",2\nbroken\nCup,10\n' },
      output: {
        columns: ['name', 'qty'],
        rows: [
          { name: 'Pen, blue', qty: '2' },
          { name: 'Cup', qty: '10' },
        ],
        skipped: [{ line: 3, reason: 'has 1 cells instead of 2' }],
      },
    },
    inputCapBytes: CAP,
    run: ({ text: source, format = 'csv', header = true, delimiter, types = 'text', trim = false }) => {
      const table: Table =
        format === 'json'
          ? parseJsonTable(source)
          : parseDelimited(source, {
              delimiter: delimiter ?? (format === 'tsv' ? '\t' : undefined),
              hasHeader: header,
              trim,
            })
      return types === 'text' ? table : types === 'infer' ? inferTypes(table) : readValues(table)
    },
  }),
  operation({
    name: 'table.filter',
    description: 'Keeps the rows that satisfy a JSON Schema.',
    input: closed({ rows: input, where: json('JSON Schema of a row, as a predicate.') }),
    output: closed({ rows: rows('The rows kept, in order.') }),
    example: {
      input: { rows: [{ a: 1 }, { a: 5 }], where: { properties: { a: { minimum: 3 } }, required: ['a'] } },
      output: { rows: [{ a: 5 }] },
    },
    inputCapBytes: CAP,
    run(given) {
      const accepts = readPredicate(given.where, '/where')
      return { rows: given.rows.filter((row, i) => accepts(row, `/rows/${i}`)) }
    },
  }),
  operation({
    name: 'table.sort',
    description: 'Sorts rows by columns; numbers and numeric text by size, other text by code point, empty cells last.',
    input: closed({
      rows: input,
      by: Type.Array(
        closed({ column: text('Column name.'), order: Type.Optional(choice(['asc', 'desc'], 'Direction.', 'asc')) }),
        {
          minItems: 1,
          description: 'Columns, the most important first.',
        },
      ),
    }),
    output: closed({ rows: rows('The rows in order; equal rows stay as they were.') }),
    example: {
      input: { rows: [{ n: '10' }, { n: '9' }], by: [{ column: 'n' }] },
      output: { rows: [{ n: '9' }, { n: '10' }] },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run: given => ({ rows: sortRows(given.rows, given.by) }),
  }),
  operation({
    name: 'table.join',
    description: 'Joins two tables on columns of the same name; empty cells match nothing.',
    input: closed({
      left: rows('Rows that keep their order.'),
      right: rows('Rows to look up.'),
      on: Type.Array(Type.String(), { minItems: 1, description: 'Columns that must be equal.' }),
      kind: Type.Optional(choice(['inner', 'left'], '`left` keeps rows without a match.', 'inner')),
    }),
    output: closed({ rows: rows('Joined rows; a right column whose name is taken becomes `right_<name>`.') }),
    example: {
      input: { left: [{ id: '1', n: 'A' }], right: [{ id: 1, price: 2 }], on: ['id'] },
      output: { rows: [{ id: '1', n: 'A', price: 2 }] },
    },
    inputCapBytes: CAP,
    run: given => assertSize({ rows: joinRows(given.left, given.right, given.on, given.kind ?? 'inner') }, '/on'),
  }),
  operation({
    name: 'table.aggregate',
    description: 'Groups rows and measures each group; sums are exact, empty cells are no values.',
    input: closed({
      rows: input,
      by: Type.Optional(
        Type.Array(Type.String(), { description: 'Columns of a group; all rows are one group when absent.' }),
      ),
      measures: Type.Array(
        closed({
          column: Type.Optional(text('Column name; only `count` can do without and counts rows then.')),
          fn: choice(MEASURES, 'What to measure.'),
          as: Type.Optional(text('Name in the result; `<fn>_<column>` when absent.')),
        }),
        { description: 'The measures.' },
      ),
    }),
    output: closed({ rows: rows('One row per group, in order of first appearance.') }),
    example: {
      input: {
        rows: [
          { c: 'a', v: '0.1' },
          { c: 'b', v: '1' },
          { c: 'a', v: '0.2' },
        ],
        by: ['c'],
        measures: [{ column: 'v', fn: 'sum' }],
      },
      output: {
        rows: [
          { c: 'a', sum_v: 0.3 },
          { c: 'b', sum_v: 1 },
        ],
      },
    },
    inputCapBytes: CAP,
    run: given => ({ rows: aggregateRows(given.rows, given.by ?? [], given.measures) }),
  }),
  operation({
    name: 'table.group',
    description: 'Parts rows into groups of equal values.',
    input: closed({
      rows: input,
      by: Type.Array(Type.String(), { minItems: 1, uniqueItems: true, description: 'Columns of a group.' }),
    }),
    output: closed({
      groups: Type.Array(
        closed({
          key: Type.Array(json('A cell.'), { description: 'Values of `by`.' }),
          rows: rows('Rows of the group.'),
        }),
        {
          description: 'In order of first appearance.',
        },
      ),
    }),
    example: {
      input: {
        rows: [
          { a: 'x', n: 1 },
          { a: 'y', n: 2 },
          { a: 'x', n: 3 },
        ],
        by: ['a'],
      },
      output: {
        groups: [
          {
            key: ['x'],
            rows: [
              { a: 'x', n: 1 },
              { a: 'x', n: 3 },
            ],
          },
          { key: ['y'], rows: [{ a: 'y', n: 2 }] },
        ],
      },
    },
    inputCapBytes: CAP,
    run: given => ({
      groups: (given.rows.length === 0 ? [] : groupRows(given.rows, given.by)).map(group => ({
        key: given.by.map(column => cellOf(group[0]!, column) ?? null),
        rows: group,
      })),
    }),
  }),
  operation({
    name: 'table.pivot',
    description: 'Turns the values of one column into columns of their own.',
    input: closed({
      rows: input,
      index: Type.Array(Type.String(), { minItems: 1, description: 'Columns that name a row of the result.' }),
      column: text('Column whose values become columns.'),
      value: text('Column to measure.'),
      fn: Type.Optional(choice(MEASURES, 'Measure of the cells that meet.', 'sum')),
    }),
    output: closed({
      columns,
      rows: rows('One row per index, in order of first appearance; null where nothing meets.'),
    }),
    example: {
      input: {
        rows: [
          { d: 'Mon', k: 'in', v: 1 },
          { d: 'Mon', k: 'out', v: 2 },
          { d: 'Tue', k: 'in', v: 3 },
        ],
        index: ['d'],
        column: 'k',
        value: 'v',
      },
      output: {
        columns: ['d', 'in', 'out'],
        rows: [
          { d: 'Mon', in: 1, out: 2 },
          { d: 'Tue', in: 3, out: null },
        ],
      },
    },
    inputCapBytes: CAP,
    run: given => pivot(given.rows, given.index, given.column, given.value, given.fn ?? 'sum'),
  }),
  operation({
    name: 'table.select',
    description: 'Keeps columns in the order given, and renames them where asked.',
    input: closed({
      rows: input,
      columns: Type.Array(Type.String(), { minItems: 1, description: 'Columns to keep.' }),
      rename: Type.Optional(
        Type.Unsafe<Record<string, string>>({
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'New names by old names.',
        }),
      ),
    }),
    output: closed({ rows: rows('The rows; a missing cell is null.') }),
    example: {
      input: { rows: [{ a: 1, b: 2, c: 3 }], columns: ['c', 'a'], rename: { a: 'first' } },
      output: { rows: [{ c: 3, first: 1 }] },
    },
    inputCapBytes: CAP,
    run: given => ({ rows: selectColumns(given.rows, given.columns, given.rename ?? {}) }),
  }),
  operation({
    name: 'table.format',
    description: 'Writes rows as CSV (RFC 4180), TSV or a Markdown table.',
    input: closed({
      rows: input,
      columns: Type.Optional(
        Type.Array(Type.String(), {
          uniqueItems: true,
          description: 'Columns to write; all, in order of first appearance, when absent.',
        }),
      ),
      format: Type.Optional(choice(['csv', 'tsv', 'markdown'], 'How to write.', 'csv')),
      delimiter: Type.Optional(choice([',', ';', '\t', '|'], 'Between the cells of CSV.')),
      newline: Type.Optional(choice(['crlf', 'lf'], 'How lines of CSV and TSV end.', 'crlf')),
    }),
    output: closed({ text: text('The table as text.'), rows: count('Rows written.') }),
    example: {
      input: { rows: [{ a: 'x|y', b: 2 }], format: 'markdown' },
      output: { text: '| a | b |\n| --- | ---: |\n| x\\|y | 2 |\n', rows: 1 },
    },
    inputCapBytes: CAP,
    run: given => ({
      text: writeTable(given.rows, given.columns ?? columnsOf(given.rows), given.format ?? 'csv', {
        between: given.delimiter,
        end: given.newline === 'lf' ? '\n' : '\r\n',
      }),
      rows: given.rows.length,
    }),
  }),
]
