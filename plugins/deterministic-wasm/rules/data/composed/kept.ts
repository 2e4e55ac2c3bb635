/** The rows that a composed question is about, and the columns that it speaks of. */
import type { PlannedTask } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import { type Answer, task } from '../../rule.ts'
import type { Column, SourceTable } from '../../tables/read-table.ts'
import { fromTable } from '../../tables/table-request.ts'
import type { DataRequest } from '../data-request.ts'
import { onlyFigure } from '../row-conditions.ts'
import { isClocked, isDated, isFigure } from './columns.ts'
import type { Made } from './made-columns.ts'
import type { Query } from './read-query.ts'

/** A request about the rows that are kept, and what was done to come there. */
export type Kept = {
  readonly made: Made
  /** What has to be done before the rows are there. */
  readonly prior: readonly PlannedTask[]
  readonly request: DataRequest
  readonly said: string
  readonly whole: SourceTable
}

export function keep({ conditions, said }: Query, made: Made): Kept | null {
  const { request } = made
  const { table } = request
  if (conditions.length === 0) return { made, prior: made.before, request, said: '', whole: table }
  const equal = conditions.flatMap(({ test, column }) => (test === 'one_of' ? column : []))
  if (conditions.length > 6 || new Set(equal).size !== equal.length) return null
  const input = { conditions: conditions as never }
  const rows = peek('table.where', { rows: [...table.rows], ...input })?.rows
  if (!Array.isArray(rows)) return null
  const parse = task(
    'kept_rows',
    `Keep rows where ${said}`.slice(0, 200),
    'table.where',
    { rows: fromTable(table), ...input },
    [table.parse.key],
  )
  const seen = rows as SourceTable['rows']
  return {
    made,
    prior: [...made.before, table.parse],
    request: { ...request, table: { ...table, rows: seen, parse } },
    said,
    whole: table,
  }
}

export const withSaid = (answer: Answer | null, { said }: Kept): Answer | null =>
  answer === null || said === ''
    ? answer
    : { ...answer, reading: [answer.reading ?? '', `Only rows where ${said}.`].join(' ').trim() }

/** What is measured: the columns of figures that were named, else the one that the verb means, else the only one. */
export function measured({ columns, soft }: Query, { whole }: Kept): readonly Column[] | null {
  const named = columns.filter(column => isFigure(whole, column))
  if (named.length > 0) return soft === null || named.includes(soft) || named.length === 1 ? named : null
  const only = soft ?? onlyFigure(whole)
  return only === null || !isFigure(whole, only) ? null : [only]
}

/** Columns that say of what the rows are, and nothing that is measured. */
export const others = ({ columns }: Query, { whole }: Kept): readonly Column[] =>
  columns.filter(column => !isFigure(whole, column))

/** A column whose cells name one row each. */
export const isNamed = (table: SourceTable, name: string): boolean =>
  table.rows.length > 1 &&
  table.columns.some(
    column =>
      column.name === name &&
      column.isUnique &&
      !column.isNumeric &&
      !isDated(table, column) &&
      !isClocked(table, column),
  )
