/** Rows in another order or shape: sorted, pivoted, with other columns. */
import type { JsonValue } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import type { Row } from '../operation.ts'
import { assertColumns, groupRows, type MeasureName, takeMeasure } from './aggregate-rows.ts'
import { cellOf, compareKeys, isEmpty, isNumericColumn, sortKeyOf, toText } from './cells.ts'

export type SortBy = { readonly column: string; readonly order?: 'asc' | 'desc' }

/** A sorted copy; stable, empty cells last in both directions. */
export function sortRows(given: readonly Row[], by: readonly SortBy[]): Row[] {
  by.forEach(({ column }, i) => {
    assertColumns(given, [column], `/by/${i}/column`)
  })
  const keys = by.map(({ column, order }) => {
    const isNumeric = isNumericColumn([given], column)
    const cells = given.map(row => {
      const cell = cellOf(row, column)
      return isEmpty(cell) ? null : sortKeyOf(cell!, isNumeric)
    })
    return { sign: order === 'desc' ? -1 : 1, cells }
  })
  const places = Array.from(given.keys()).sort((a, b) => {
    for (const { sign, cells } of keys) {
      const x = cells[a]!
      const y = cells[b]!
      if (x === null && y === null) continue
      if (x === null || y === null) return x === null ? 1 : -1
      const order = compareKeys(x, y)
      if (order !== 0) return order * sign
    }
    return a - b
  })
  return places.map(place => given[place]!)
}

/** Rows by index, columns by the values of one column. Throws OperationError where a value cannot name a column. */
export function pivot(given: readonly Row[], index: readonly string[], column: string, value: string, fn: MeasureName) {
  const isNumeric = isNumericColumn([given], value)
  const named = given.filter(row => !isEmpty(cellOf(row, column)))
  const names = [...new Set(named.map(row => toText(cellOf(row, column)!)))]
  const clash = names.find(name => index.includes(name) || name === '__proto__')
  if (clash !== undefined) throw new OperationError(`The value \`${clash}\` cannot name a column.`, '/column')
  if (names.length > 1_000) throw new OperationError('The column has more than 1,000 values.', '/column')
  const pivoted = (given.length === 0 ? [] : groupRows(given, index)).map(group => {
    const row: Record<string, JsonValue> = {}
    for (const part of index) row[part] = cellOf(group[0]!, part) ?? null
    const cells = Map.groupBy(group, member => (isEmpty(cellOf(member, column)) ? '' : toText(cellOf(member, column)!)))
    for (const name of names) {
      const met = cells.get(name)
      row[name] = met === undefined ? null : takeMeasure(met, { column: value, fn }, isNumeric, '/value')
    }
    return row
  })
  return { columns: [...index, ...names], rows: pivoted }
}

/** Columns in the order given, under their new names. Throws OperationError where two names are equal. */
export function selectColumns(
  given: readonly Row[],
  kept: readonly string[],
  rename: Readonly<Record<string, string>>,
): Row[] {
  const names = kept.map(column => (Object.hasOwn(rename, column) ? rename[column]! : column))
  if (new Set(names).size < names.length || names.includes('__proto__')) {
    throw new OperationError('Two columns of the result have the same name.', '/columns')
  }
  return given.map(row => {
    const selected: Record<string, JsonValue> = {}
    for (const [i, column] of kept.entries()) selected[names[i]!] = cellOf(row, column) ?? null
    return selected
  })
}
