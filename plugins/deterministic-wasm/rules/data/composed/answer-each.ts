/** A made column of every row, beside what the row is of; and its sum, where that was asked for too. */
import type { PlannedTask } from '#contracts/planner-port'
import { type Answer, at, literal, task, withHow } from '../../rule.ts'
import { fromTable } from '../../tables/table-request.ts'
import { rowsName } from './columns.ts'
import { type Kept, others } from './kept.ts'
import type { Query } from './read-query.ts'

const MOST_ROWS = 60

/** `savings per month`, `line totals`, `price per night for each city`, `add a column qty * price and give the total`. */
export function eachRow(query: Query, kept: Kept): Answer | null {
  const { request, made, said } = kept
  const { column } = made
  const { table } = request
  if (
    column === null ||
    query.edge !== '' ||
    query.isAll ||
    query.soft !== null ||
    !/^(?:|list|what|howmuch)$/.test(query.ask)
  )
    return null
  const own = query.columns.filter(named => named !== column)
  if (own.some(named => others(query, kept).includes(named) === false) || own.length > 1) return null
  const isSum = query.fns.length === 1 && query.fns[0] === 'sum'
  // `revenue` alone may be that of all.
  if (!made.isTold && !query.isEach && query.group === null) return null
  // One figure for all: of the rows themselves nothing was asked.
  if (query.fns.length > (isSum ? 1 : 0) || (isSum && !query.isEach)) return null
  const who = query.group ?? own[0] ?? rowsName(table, false)
  if (who === null || !who.isUnique || (who.isNumeric && who.name !== table.columns[0]?.name)) return null
  if (
    table.rows.length > MOST_ROWS ||
    table.rows.length < 2 ||
    table.columns.some(({ name }) => request.write(name, '') !== '')
  )
    return null
  if (query.conditions.some(condition => condition.column === column.name)) return null
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: fromTable(table), columns: [who.name, column.name] },
    [table.parse.key],
  )
  const how = [said === '' ? '' : `Rows where ${said}`, made.adds ? '' : `With ${column.decimals} decimals at most`]
    .filter(part => part !== '')
    .join(', ')
  const usesData = table.usesData
  if (!isSum)
    return {
      tasks: [table.parse, shown],
      answer: 'shown',
      reply: withHow('{{table}}', { table: at('/markdown') }, how),
      usesData,
    }
  if (!made.adds) return null
  const sum: readonly PlannedTask[] = [
    task(
      'sum',
      'Add them',
      'table.aggregate',
      { rows: fromTable(table), measures: [{ column: column.name, fn: 'sum', as: 'value' }] },
      [table.parse.key],
    ),
    task(
      'value',
      'Write it with its decimals',
      'math.round',
      { value: { $from: 'sum', pointer: '/rows/0/value' }, decimals: column.decimals, rounding: 'half_up' },
      ['sum'],
    ),
    task(
      'both',
      'Put both together',
      'agg.merge',
      { objects: [{ table: { $from: 'shown', pointer: '/markdown' }, value: { $from: 'value', pointer: '/exact' } }] },
      ['shown', 'value'],
    ),
  ]
  return {
    tasks: [table.parse, shown, ...sum],
    answer: 'both',
    reply: {
      template: '{{table}}\n{{total}}: {{value}}',
      values: { table: at('/table'), value: at('/value'), total: literal('Total') },
    },
    usesData,
  }
}
