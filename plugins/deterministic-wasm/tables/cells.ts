/**
 * What a cell counts as: columns of numbers and of numeric text count as exact decimals; empty cells are no values.
 * One cell that is no number makes its whole column text.
 */
import type { JsonValue } from '#contracts/json-value'
import { canonicalJson, OperationError } from '#kernel/plugin-door'
import { compare, fromNumber, type Rational, readDecimal } from '../arithmetic/rational.ts'
import type { Row } from '../operation.ts'
import { compareTexts } from '../values/compare.ts'

export const isEmpty = (cell: JsonValue | undefined): boolean => cell === undefined || cell === null || cell === ''

/** Most cells that an operation looks at: rows with columns of their own would make them grow with the square. */
const MAX_CELLS = 5_000_000

/** Throws OperationError for a table of too many cells, the missing ones included. */
export function assertCells(rows: readonly Row[], columns: readonly string[], pointer: string): void {
  if (rows.length * columns.length > MAX_CELLS)
    throw new OperationError(
      `The table has ${columns.length} columns in ${rows.length} rows; that is more than 5,000,000 cells.`,
      pointer,
    )
}

/** Own member only: a column may be called `constructor`. */
export const cellOf = (row: Row, column: string): JsonValue | undefined =>
  Object.hasOwn(row, column) ? row[column] : undefined

const NUMERIC = /^[+-]?(?:\d{1,300}(?:\.\d{1,300})?|\.\d{1,300})$/

/** The decimal a filled cell counts as, or null. */
export function toDecimal(cell: JsonValue): Rational | null {
  if (typeof cell === 'number') return fromNumber(cell)
  return typeof cell === 'string' && NUMERIC.test(cell) ? readDecimal(cell) : null
}

/** Null for an empty cell. Throws OperationError for text. */
export function numberAt(row: Row, column: string, at: string): Rational | null {
  const cell = cellOf(row, column)
  if (isEmpty(cell)) return null
  const number = toDecimal(cell!)
  if (number === null) throw new OperationError(`A cell of \`${column}\` is no number.`, at)
  return number
}

/** Whether a column has values and all of them are numbers. */
export function isNumericColumn(tables: readonly (readonly Row[])[], column: string): boolean {
  let isFilled = false
  for (const rows of tables) {
    for (const row of rows) {
      const cell = cellOf(row, column)
      if (isEmpty(cell)) continue
      if (typeof cell !== 'number' && (typeof cell !== 'string' || !NUMERIC.test(cell))) return false
      isFilled = true
    }
  }
  return isFilled
}

/** Text of a filled cell for comparing and for writing. */
export const toText = (cell: JsonValue): string => (typeof cell === 'string' ? cell : canonicalJson(cell))

/** Equal for cells that count as the same value of their column. */
export function keyOfCell(cell: JsonValue | undefined, isNumeric: boolean): string {
  if (isEmpty(cell)) return ''
  if (!isNumeric) return `t${typeof cell === 'string' ? 's' : 'j'}${toText(cell!)}`
  if (typeof cell === 'number') return `n${cell === 0 ? 0 : cell}`
  const plain = normalizeNumber(cell as string)
  const double = Number(plain)
  // Most texts are the number's own text; the others are compared by their digits.
  return `n${String(double) === plain ? double : plain}`
}

/** Digits without sign of zero, leading and trailing zeros. */
function normalizeNumber(text: string): string {
  const isNegative = text.startsWith('-')
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const head = whole.replace(/^0+(?=\d)/, '') || '0'
  const tail = fraction.replace(/0+$/, '')
  const digits = tail === '' ? head : `${head}.${tail}`
  return isNegative && digits !== '0' ? `-${digits}` : digits
}

/** Orders filled cells of one column. */
export function compareCells(a: JsonValue, b: JsonValue, isNumeric: boolean): number {
  return isNumeric ? compareKeys(sortKeyOf(a, true), sortKeyOf(b, true)) : compareTexts(toText(a), toText(b))
}

/** What a filled cell is ordered by: a double where that is exact enough, else the decimal; or its text. */
export type SortKey = number | string | Rational

/** Up to 15 digits, decimals and doubles have the same order. */
const SHORT = 16

export function sortKeyOf(cell: JsonValue, isNumeric: boolean): SortKey {
  if (!isNumeric) return toText(cell)
  if (typeof cell === 'number') return cell
  const text = String(cell)
  return text.length <= SHORT ? Number(text) : (toDecimal(text) ?? Number(text))
}

/** Keys of one column: all texts, or all numbers. */
export function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' || typeof b === 'string') return compareTexts(String(a), String(b))
  return compare(typeof a === 'number' ? fromNumber(a) : a, typeof b === 'number' ? fromNumber(b) : b)
}
