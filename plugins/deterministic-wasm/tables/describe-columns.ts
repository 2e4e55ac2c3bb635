/** What the columns of a table hold, one entry each. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { add, divide, fromInteger, type Rational, toNumber, ZERO } from '../arithmetic/rational.ts'
import type { Row } from '../operation.ts'
import { assertCells, cellOf, compareCells, isEmpty, isNumericColumn, keyOfCell, toDecimal, toText } from './cells.ts'

export function describeColumns(rows: readonly Row[], columns: readonly string[]): JsonObject[] {
  assertCells(rows, columns, '/rows')
  return columns.map(column => {
    const cells = rows.map(row => cellOf(row, column)).filter((cell): cell is JsonValue => !isEmpty(cell))
    const isNumeric = isNumericColumn([rows], column)
    const [min, max] = extremesOf(cells, isNumeric)
    const sum = cells.reduce<Rational>((all, cell) => (isNumeric ? add(all, toDecimal(cell)!) : all), ZERO)
    return {
      column,
      kind: cells.length === 0 ? 'empty' : isNumeric ? 'number' : 'text',
      filled: cells.length,
      empty: rows.length - cells.length,
      distinct: new Set(cells.map(cell => keyOfCell(cell, isNumeric))).size,
      min,
      max,
      sum: isNumeric ? toNumber(sum) : null,
      mean: isNumeric ? toNumber(divide(sum, fromInteger(BigInt(cells.length)))) : null,
    }
  })
}

function extremesOf(cells: readonly JsonValue[], isNumeric: boolean): [JsonValue, JsonValue] {
  let [least, most] = [cells[0], cells[0]]
  if (least === undefined || most === undefined) return [null, null]
  for (const cell of cells) {
    if (compareCells(cell, least, isNumeric) < 0) least = cell
    if (compareCells(cell, most, isNumeric) > 0) most = cell
  }
  const shown = (cell: JsonValue): JsonValue => (isNumeric ? toNumber(toDecimal(cell)!) : toText(cell))
  return [shown(least), shown(most)]
}
