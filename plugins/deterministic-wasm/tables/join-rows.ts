/** Joins of two tables on columns of the same name. Empty cells match nothing, not even each other. */
import type { JsonValue } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import type { Row } from '../operation.ts'
import { keyOfRow } from './aggregate-rows.ts'
import { cellOf, isEmpty, isNumericColumn } from './cells.ts'

/** Rows in the result; a join of repeated keys multiplies. */
const MAX_ROWS = 200_000

/** Left order, then right order; a right column whose name the left has is called `right_<name>`. */
export function joinRows(
  left: readonly Row[],
  right: readonly Row[],
  on: readonly string[],
  kind: 'inner' | 'left',
): Row[] {
  const numeric = on.map(column => isNumericColumn([left, right], column))
  const byKey = new Map<string, Row[]>()
  for (const row of right) {
    if (on.some(column => isEmpty(cellOf(row, column)))) continue
    const key = keyOfRow(row, on, numeric)
    const same = byKey.get(key)
    if (same === undefined) byKey.set(key, [row])
    else same.push(row)
  }
  const names = nameRight(left, right, on)
  const joined: Row[] = []
  for (const row of left) {
    const isKeyed = !on.some(column => isEmpty(cellOf(row, column)))
    const matches = (isKeyed ? byKey.get(keyOfRow(row, on, numeric)) : undefined) ?? []
    for (const match of matches) joined.push(join(row, match, names))
    if (matches.length === 0 && kind === 'left') joined.push(join(row, {}, names))
    if (joined.length > MAX_ROWS) throw new OperationError('The join has more than 200,000 rows.', '/on')
  }
  return joined
}

function nameRight(left: readonly Row[], right: readonly Row[], on: readonly string[]): Map<string, string> {
  const taken = new Set(on)
  for (const row of left) for (const name of Object.keys(row)) taken.add(name)
  const names = new Map<string, string>()
  for (const row of right) {
    for (const name of Object.keys(row)) {
      if (names.has(name) || on.includes(name)) continue
      let unique = name
      while (taken.has(unique)) unique = `right_${unique}`
      taken.add(unique)
      names.set(name, unique)
    }
  }
  return names
}

function join(left: Row, right: Row, names: ReadonlyMap<string, string>): Row {
  const row: Record<string, JsonValue> = { ...left }
  for (const [from, to] of names) row[to] = cellOf(right, from) ?? null
  return row
}
