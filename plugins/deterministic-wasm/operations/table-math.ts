/** Family `table`, third part: columns worked out from others, exactly. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import {
  add,
  divide,
  fromInteger,
  multiply,
  type Rational,
  round,
  subtract,
  toNumber,
  ZERO,
} from '../arithmetic/rational.ts'
import { choice, closed, MIB, operation, type Row, rows, text } from '../operation.ts'
import { numberAt, toDecimal } from '../tables/cells.ts'

const input = rows('The rows of the table.')
const decimals = Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'Round to so many decimals.' }))
const CAP = 4 * MIB

export const tableMathOperations: readonly Operation[] = [
  operation({
    name: 'table.share',
    description: 'Adds a column with the share of each row in the total of a column, in per cent.',
    input: closed({
      rows: input,
      column: text('Column of numbers.'),
      as: Type.Optional(Type.String({ minLength: 1, description: 'Name of the new column.', default: 'share' })),
      decimals,
    }),
    output: closed({
      rows: rows('The rows with their shares; null for an empty cell.'),
      total: Type.Number({ description: 'Exact sum, rounded once.' }),
    }),
    example: {
      input: {
        rows: [
          { n: 'a', v: 1 },
          { n: 'b', v: 3 },
        ],
        column: 'v',
      },
      output: {
        rows: [
          { n: 'a', v: 1, share: 25 },
          { n: 'b', v: 3, share: 75 },
        ],
        total: 4,
      },
    },
    inputCapBytes: CAP,
    run(given) {
      const cells = given.rows.map((row, i) => numberAt(row, given.column, `/rows/${i}`))
      const total = cells.reduce<Rational>((sum, cell) => (cell === null ? sum : add(sum, cell)), ZERO)
      if (total.numerator === 0n)
        throw new OperationError('The total is zero, so there are no shares of it.', '/column')
      const as = named(given.as ?? 'share')
      return {
        rows: given.rows.map((row, i) => ({
          ...row,
          [as]: written(
            cells[i] === null ? null : multiply(divide(cells[i]!, total), fromInteger(100n)),
            given.decimals,
          ),
        })),
        total: toNumber(total),
      }
    },
  }),
  operation({
    name: 'table.calculate',
    description: 'Adds a column worked out from two others, or from a column and a number, exactly.',
    input: closed({
      rows: input,
      as: Type.String({ minLength: 1, description: 'Name of the new column; one of this name is replaced.' }),
      left: operand('Left of the sign.'),
      op: choice(['+', '-', '*', '/'], 'The sign.'),
      right: operand('Right of the sign.'),
      decimals,
    }),
    output: closed({ rows: rows('The rows; null where a cell is empty.') }),
    example: {
      input: {
        rows: [{ qty: '3', price: '1.10' }],
        as: 'total',
        left: { column: 'qty' },
        op: '*',
        right: { column: 'price' },
      },
      output: { rows: [{ qty: '3', price: '1.10', total: 3.3 }] },
    },
    inputCapBytes: CAP,
    run(given) {
      const as = named(given.as)
      const calculate = { '+': add, '-': subtract, '*': multiply, '/': divide }[given.op]
      return {
        rows: given.rows.map((row, i) => {
          const [left, right] = [given.left, given.right].map(side => operandOf(side, row, `/rows/${i}`))
          return {
            ...row,
            [as]: written(left == null || right == null ? null : calculate(left, right), given.decimals),
          }
        }),
      }
    },
  }),
]

/** A column, or a number. */
function operand(description: string) {
  return Type.Unsafe<{ column: string } | { value: number }>({
    type: 'object',
    properties: {
      column: { type: 'string', description: 'Column name.' },
      value: { type: 'number', description: 'A number.' },
    },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    description: `${description} \`{column}\` or \`{value}\`.`,
  })
}

function operandOf(side: { column: string } | { value: number }, row: Row, at: string): Rational | null {
  return 'column' in side ? numberAt(row, side.column, at) : toDecimal(side.value)
}

function named(column: string): string {
  if (column === '__proto__') throw new OperationError('A column cannot be called __proto__.', '/as')
  return column
}

const written = (value: Rational | null, places: number | undefined): number | null =>
  value === null ? null : toNumber(places === undefined ? value : round(value, places))
