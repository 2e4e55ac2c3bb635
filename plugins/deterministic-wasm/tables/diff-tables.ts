/** Two tables compared by key: rows added and removed, cells changed. A key that stands twice in a table is refused. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import type { Row } from '../operation.ts'
import { assertCells, cellOf, isNumericColumn, keyOfCell } from './cells.ts'
import { columnsOf } from './write-table.ts'

export function diffTables(left: readonly Row[], right: readonly Row[], on: readonly string[]): JsonObject {
  const numeric = new Map<string, boolean>()
  const isNumeric = (column: string): boolean => {
    const known = numeric.get(column) ?? isNumericColumn([left, right], column)
    numeric.set(column, known)
    return known
  }
  const keyOf = (row: Row): string =>
    JSON.stringify(on.map(column => keyOfCell(cellOf(row, column), isNumeric(column))))
  const old = byKey(left, keyOf, '/left')
  const young = byKey(right, keyOf, '/right')
  const others = [...new Set([...columnsOf(left), ...columnsOf(right)])].filter(column => !on.includes(column))
  assertCells([...left, ...right], others, '/left')
  const changed: JsonObject[] = []
  let same = 0
  for (const [key, row] of old) {
    const now = young.get(key)
    if (now === undefined) continue
    const cells = others.filter(
      column => keyOfCell(cellOf(row, column), isNumeric(column)) !== keyOfCell(cellOf(now, column), isNumeric(column)),
    )
    if (cells.length === 0) same += 1
    const place = on.map((column): JsonValue => cellOf(row, column) ?? null)
    for (const column of cells)
      changed.push({ key: place, column, from: cellOf(row, column) ?? null, to: cellOf(now, column) ?? null })
  }
  return {
    added: [...young].flatMap(([key, row]) => (old.has(key) ? [] : [row])),
    removed: [...old].flatMap(([key, row]) => (young.has(key) ? [] : [row])),
    changed,
    same,
  }
}

function byKey(rows: readonly Row[], keyOf: (row: Row) => string, at: string): Map<string, Row> {
  const found = new Map<string, Row>()
  for (const [i, row] of rows.entries()) {
    const key = keyOf(row)
    if (found.has(key)) throw new OperationError('Two rows have the same key.', `${at}/${i}`)
    found.set(key, row)
  }
  return found
}
