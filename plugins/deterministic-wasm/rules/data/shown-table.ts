/** Replies that show a table: how its rows are written, and which tables are small enough for it. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { type Answer, at, task } from '../rule.ts'
import type { SourceTable } from '../tables/read-table.ts'
import { MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import type { DataRequest } from './data-request.ts'

export type Cell = JsonObject[string]

export const isShown = ({ table, ragged, isCut }: DataRequest): boolean =>
  ragged.length === 0 && isCut === undefined && table.rows.length <= MOST_SHOWN_ROWS

export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

export const namesOf = (table: SourceTable): string[] => table.columns.map(({ name }) => name)

export function shown(
  table: SourceTable,
  tasks: readonly PlannedTask[],
  items: Cell,
  columns: readonly string[],
  from: readonly string[],
  reading = '',
): Answer {
  const written = task('shown', 'Write the table', 'agg.table', { items, columns: [...columns] }, [...from])
  const reply = { template: '{{table}}', values: { table: at('/markdown') } }
  return tableAnswer(table, [...tasks, written], 'shown', reply, reading)
}
