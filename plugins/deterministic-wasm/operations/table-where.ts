/**
 * Family `table`, fourth part: rows kept by conditions on their cells, compared exactly. Where numbers are compared, a cell that is no
 * number is an error; an empty cell meets no comparison.
 */
import { Type } from '@sinclair/typebox'
import type { JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { add, compare, divide, fromInteger, type Rational } from '../arithmetic/rational.ts'
import { choice, closed, count, MIB, operation, type Row, rows, text } from '../operation.ts'
import { cellOf, isEmpty, isNumericColumn, keyOfCell, numberAt, toDecimal } from '../tables/cells.ts'

const TESTS = ['one_of', 'none_of', 'above', 'at_least', 'below', 'at_most', 'empty', 'filled'] as const
type Test = (typeof TESTS)[number]
type Condition = {
  readonly column: string
  readonly test: Test
  readonly values?: readonly JsonValue[]
  readonly number?: string | number
  readonly other?: string
  readonly mean?: boolean
}

const ORDERS: Partial<Record<Test, (order: number) => boolean>> = {
  above: order => order > 0,
  at_least: order => order >= 0,
  below: order => order < 0,
  at_most: order => order <= 0,
}

export const tableWhereOperations: readonly Operation[] = [
  operation({
    name: 'table.where',
    description:
      'Keeps the rows whose cells meet all conditions, or the others: equal, above, below a number, a column or the average.',
    input: closed({
      rows: rows('The rows of the table.'),
      conditions: Type.Array(
        closed({
          column: text('Column name.'),
          test: choice(TESTS, 'What its cells must be.'),
          values: Type.Optional(
            Type.Array(Type.Unsafe<JsonValue>({}), { minItems: 1, description: 'For `one_of` and `none_of`.' }),
          ),
          number: Type.Optional(
            Type.Unsafe<string | number>({ type: ['string', 'number'], description: 'A decimal to compare with.' }),
          ),
          other: Type.Optional(text('Column of the same row to compare with.')),
          mean: Type.Optional(Type.Boolean({ description: 'Compare with the exact average of the column.' })),
        }),
        { minItems: 1, maxItems: 10, description: 'All must be met.' },
      ),
      keep: Type.Optional(choice(['matching', 'others'], 'Which rows stay.', 'matching')),
    }),
    output: closed({ rows: rows('The rows kept, whole and in order.'), removed: count('Rows left out.') }),
    example: {
      input: {
        rows: [
          { n: 'a', v: '9.50' },
          { n: 'b', v: '12' },
        ],
        conditions: [{ column: 'v', test: 'above', number: '10' }],
      },
      output: { rows: [{ n: 'b', v: '12' }], removed: 1 },
    },
    inputCapBytes: 4 * MIB,
    run(given) {
      const tests = given.conditions.map((condition, i) => toTest(condition, given.rows, `/conditions/${i}`))
      const isKept = given.keep !== 'others'
      const kept = given.rows.filter((row, i) => tests.every(test => test(row, `/rows/${i}`)) === isKept)
      return { rows: kept, removed: given.rows.length - kept.length }
    },
  }),
]

function toTest(
  { column, test, values, number, other, mean = false }: Condition,
  all: readonly Row[],
  at: string,
): (row: Row, at: string) => boolean {
  if (all.length > 0 && !all.some(row => Object.hasOwn(row, column)))
    throw new OperationError(`No row has a column \`${column}\`.`, `${at}/column`)
  if (test === 'empty' || test === 'filled') return row => isEmpty(cellOf(row, column)) === (test === 'empty')
  if (test === 'one_of' || test === 'none_of') {
    if (values === undefined) throw new OperationError(`\`${test}\` needs \`values\`.`, `${at}/values`)
    const isNumeric = isNumericColumn([all, values.map(value => ({ [column]: value }))], column)
    const wanted = new Set(values.map(value => keyOfCell(value, isNumeric)))
    return row => wanted.has(keyOfCell(cellOf(row, column), isNumeric)) === (test === 'one_of')
  }
  const given = [number !== undefined, other !== undefined, mean].filter(isGiven => isGiven)
  if (given.length !== 1) throw new OperationError(`\`${test}\` needs one of \`number\`, \`other\` and \`mean\`.`, at)
  const accepts = ORDERS[test]!
  const limit = number !== undefined ? toDecimal(number) : mean ? meanOf(all, column) : null
  if (number !== undefined && limit === null) throw new OperationError('The number is no decimal.', `${at}/number`)
  return (row, place) => {
    const cell = numberAt(row, column, place)
    const beside = other === undefined ? limit : numberAt(row, other, place)
    return cell !== null && beside !== null && accepts(compare(cell, beside))
  }
}

/** Null for a column without values. */
function meanOf(all: readonly Row[], column: string): Rational | null {
  const cells = all.flatMap((row, i) => numberAt(row, column, `/rows/${i}`) ?? [])
  return cells.length === 0 ? null : divide(cells.reduce(add), fromInteger(BigInt(cells.length)))
}
