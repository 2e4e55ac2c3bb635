/** Family `table`, fifth part: columns that depend on the order of rows: places by a column, changes from row to row. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { divide, fromInteger, multiply, type Rational, round, subtract, toNumber } from '../arithmetic/rational.ts'
import { choice, closed, MIB, operation, type Row, rows, text } from '../operation.ts'
import { cellOf, compareKeys, isEmpty, isNumericColumn, numberAt, type SortKey, sortKeyOf } from '../tables/cells.ts'

const input = rows('The rows of the table, in order.')
const CAP = 4 * MIB
const newColumn = (fallback: string) =>
  Type.Optional(Type.String({ minLength: 1, description: 'Name of the new column.', default: fallback }))

export const tableOrderOperations: readonly Operation[] = [
  operation({
    name: 'table.rank',
    description:
      'Adds the place of each row by a column; equal values share a place and the next one is left out (1, 2, 2, 4).',
    input: closed({
      rows: input,
      column: text('Column that decides.'),
      order: Type.Optional(choice(['desc', 'asc'], '`desc`: the largest is first.', 'desc')),
      as: newColumn('rank'),
    }),
    output: closed({ rows: rows('The rows in their order; null for an empty cell.') }),
    example: {
      input: {
        rows: [
          { n: 'a', v: '9' },
          { n: 'b', v: '12' },
          { n: 'c', v: '9' },
        ],
        column: 'v',
      },
      output: {
        rows: [
          { n: 'a', v: '9', rank: 2 },
          { n: 'b', v: '12', rank: 1 },
          { n: 'c', v: '9', rank: 2 },
        ],
      },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run(given) {
      const as = named(given.as ?? 'rank', given.rows, given.column)
      const isNumeric = isNumericColumn([given.rows], given.column)
      const keys = given.rows.map(row => {
        const cell = cellOf(row, given.column)
        return isEmpty(cell) ? null : sortKeyOf(cell!, isNumeric)
      })
      const sign = given.order === 'asc' ? 1 : -1
      const sorted = keys.filter(key => key !== null).sort((a, b) => sign * compareKeys(a, b))
      const places = new Map<SortKey, number>()
      let last: SortKey | null = null
      let place = 0
      for (const [i, key] of sorted.entries()) {
        if (last === null || compareKeys(last, key) !== 0) place = i + 1
        places.set(key, place)
        last = key
      }
      return { rows: given.rows.map((row, i) => ({ ...row, [as]: keys[i] === null ? null : places.get(keys[i]!)! })) }
    },
  }),
  operation({
    name: 'table.change',
    description: 'Adds how a column changes from the row before, as a difference or in per cent of it, exactly.',
    input: closed({
      rows: input,
      column: text('Column of numbers.'),
      mode: Type.Optional(choice(['difference', 'percent'], 'What is told.', 'difference')),
      decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'Round to so many decimals.' })),
      as: newColumn('change'),
    }),
    output: closed({
      rows: rows('The rows; null in the first one, beside an empty cell, and for per cent of zero.'),
    }),
    example: {
      input: {
        rows: [
          { y: 1, v: '80' },
          { y: 2, v: '100' },
          { y: 3, v: '90' },
        ],
        column: 'v',
        mode: 'percent',
      },
      output: {
        rows: [
          { y: 1, v: '80', change: null },
          { y: 2, v: '100', change: 25 },
          { y: 3, v: '90', change: -10 },
        ],
      },
    },
    inputCapBytes: CAP,
    run(given) {
      const as = named(given.as ?? 'change', given.rows, given.column)
      const cells = given.rows.map((row, i) => numberAt(row, given.column, `/rows/${i}`))
      const isPercent = given.mode === 'percent'
      return {
        rows: given.rows.map((row, i) => {
          const [before, now] = [cells[i - 1] ?? null, cells[i]!]
          const isNone = before === null || now === null || (isPercent && before.numerator === 0n)
          const value = isNone ? null : changeOf(before, now, isPercent)
          return {
            ...row,
            [as]:
              value === null
                ? null
                : toNumber(given.decimals === undefined ? value : round(value, given.decimals, 'half_up')),
          }
        }),
      }
    },
  }),
]

/** In per cent of what was before, whichever sign that has. */
function changeOf(before: Rational, now: Rational, isPercent: boolean): Rational {
  const difference = subtract(now, before)
  if (!isPercent) return difference
  const base = before.numerator < 0n ? { ...before, numerator: -before.numerator } : before
  return multiply(divide(difference, base), fromInteger(100n))
}

function named(as: string, all: readonly Row[], column: string): string {
  if (as === '__proto__') throw new OperationError('A column cannot be called __proto__.', '/as')
  if (all.length > 0 && !all.some(row => Object.hasOwn(row, column)))
    throw new OperationError(`No row has a column \`${column}\`.`, '/column')
  return as
}
