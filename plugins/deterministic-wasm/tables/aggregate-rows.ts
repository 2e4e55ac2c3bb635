/** Groups of rows and their measures, in order of first appearance; sums and means are exact until the last step. */
import type { JsonValue } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import { add, compare, divide, fromInteger, type Rational, toNumber, ZERO } from '../arithmetic/rational.ts'
import type { Row } from '../operation.ts'
import { cellOf, compareCells, isEmpty, isNumericColumn, keyOfCell, toDecimal } from './cells.ts'

export const MEASURES = ['sum', 'mean', 'median', 'min', 'max', 'count', 'count_distinct'] as const
export type MeasureName = (typeof MEASURES)[number]
/** Without a column, `count` counts rows. */
export type Measure = { readonly column?: string; readonly fn: MeasureName; readonly as?: string }

/** Rows of each group, by the values of `by`. */
export function groupRows(rows: readonly Row[], by: readonly string[]): Row[][] {
  if (by.length === 0) return [[...rows]]
  const numeric = by.map(column => isNumericColumn([rows], column))
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOfRow(row, by, numeric)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return [...groups.values()]
}

/** Equal for rows with equal values in all these columns. */
export function keyOfRow(row: Row, columns: readonly string[], numeric: readonly boolean[]): string {
  if (columns.length === 1) return keyOfCell(cellOf(row, columns[0]!), numeric[0]!)
  return JSON.stringify(columns.map((column, i) => keyOfCell(cellOf(row, column), numeric[i]!)))
}

/** One row per group: the group's columns, then the measures. Throws OperationError for a column that cannot be summed. */
export function aggregateRows(rows: readonly Row[], by: readonly string[], measures: readonly Measure[]): Row[] {
  const names = measures.map(nameOf)
  const all = [...by, ...names]
  if (new Set(all).size < all.length)
    throw new OperationError('Two columns of the result have the same name; say `as`.', '/measures')
  assertColumns(rows, by, '/by')
  measures.forEach(({ column }, i) => {
    if (column !== undefined) assertColumns(rows, [column], `/measures/${i}/column`)
  })
  const numeric = measures.map(({ column }) => column !== undefined && isNumericColumn([rows], column))
  return groupRows(rows, by).map(group => {
    const result: Record<string, JsonValue> = {}
    for (const column of by) result[column] = cellOf(group[0]!, column) ?? null
    for (const [i, measure] of measures.entries()) {
      result[names[i]!] = takeMeasure(group, measure, numeric[i]!, `/measures/${i}`)
    }
    return result
  })
}

/** A misspelt column would be an empty one, and its sum a wrong 0. A table without rows has no columns to compare with. */
export function assertColumns(rows: readonly Row[], columns: readonly string[], pointer: string): void {
  if (rows.length === 0) return
  const missing = columns.find(column => !rows.some(row => Object.hasOwn(row, column)))
  if (missing !== undefined) throw new OperationError(`No row has a column named "${missing}".`, pointer)
}

function nameOf({ column, fn, as }: Measure): string {
  return as ?? (column === undefined ? fn : `${fn}_${column}`)
}

/** One measure over rows. */
export function takeMeasure(
  rows: readonly Row[],
  { column, fn }: Measure,
  isNumeric: boolean,
  pointer: string,
): JsonValue {
  if (column === undefined) {
    if (fn === 'count') return rows.length
    throw new OperationError(`\`${fn}\` needs a column.`, pointer)
  }
  const cells: JsonValue[] = []
  for (const row of rows) {
    const cell = cellOf(row, column)
    if (!isEmpty(cell)) cells.push(cell!)
  }
  switch (fn) {
    case 'count':
      return cells.length
    case 'count_distinct':
      return new Set(cells.map(cell => keyOfCell(cell, isNumeric))).size
    case 'min':
    case 'max':
      return extreme(cells, fn, isNumeric)
    case 'median':
      return medianOf(cells, column, pointer)
    default: {
      if (cells.length === 0) return fn === 'sum' ? 0 : null
      const sum = sumCells(cells, column, pointer)
      return toNumber(fn === 'sum' ? sum : divide(sum, fromInteger(BigInt(cells.length))))
    }
  }
}

/** The middle value, or the mean of the two middle ones. */
function medianOf(cells: readonly JsonValue[], column: string, pointer: string): number | null {
  if (cells.length === 0) return null
  const sorted = cells.map(cell => decimalOf(cell, column, pointer)).sort(compare)
  const upper = sorted.length >> 1
  const [high, low] = [sorted[upper]!, sorted[sorted.length % 2 === 1 ? upper : upper - 1]!]
  return toNumber(divide(add(low, high), fromInteger(2n)))
}

function decimalOf(cell: JsonValue, column: string, pointer: string): Rational {
  const decimal = toDecimal(cell)
  if (decimal === null) throw new OperationError(`The column \`${column}\` holds a value that is no number.`, pointer)
  return decimal
}

function sumCells(cells: readonly JsonValue[], column: string, pointer: string): Rational {
  let integers = 0
  let sum = ZERO
  for (const cell of cells) {
    if (typeof cell === 'number' && Number.isSafeInteger(cell) && Number.isSafeInteger(integers + cell)) {
      integers += cell
      continue
    }
    sum = add(sum, decimalOf(cell, column, pointer))
  }
  return add(sum, fromInteger(BigInt(integers)))
}

function extreme(cells: readonly JsonValue[], fn: 'min' | 'max', isNumeric: boolean): JsonValue {
  let best: JsonValue | undefined
  for (const cell of cells) {
    const order = best === undefined ? -1 : compareCells(cell, best, isNumeric)
    if (best === undefined || (fn === 'min' ? order < 0 : order > 0)) best = cell
  }
  if (best === undefined) return null
  const decimal = isNumeric ? toDecimal(best) : null
  return decimal === null ? best : toNumber(decimal)
}
