/** Figures of a table: sums, averages, extremes, numbers of rows and of different values; over all rows, per group, or filtered. */
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { isEmpty } from '../../tables/cells.ts'
import { CODE, isGrouping, isLabel } from '../data/row-conditions.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { findColumn, singular } from './find-column.ts'
import { equal, type Filter, readFilter } from './read-filter.ts'
import { type Column, isUnitPrice, type SourceTable } from './read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, readTableRequest, tableAnswer } from './table-request.ts'

const MEASURE =
  '(?<fn>sum up|sum|total up|total|add up|average|mean|avg|median|minimum|min|maximum|max|lowest|smallest|highest|largest|biggest|greatest)'
type Figure = 'sum' | 'mean' | 'median' | 'min' | 'max'
const FUNCTIONS: Readonly<Record<string, Figure>> = {
  'sum up': 'sum',
  sum: 'sum',
  'total up': 'sum',
  total: 'sum',
  'add up': 'sum',
  average: 'mean',
  mean: 'mean',
  avg: 'mean',
  median: 'median',
  minimum: 'min',
  min: 'min',
  lowest: 'min',
  smallest: 'min',
  maximum: 'max',
  max: 'max',
  highest: 'max',
  largest: 'max',
  biggest: 'max',
  greatest: 'max',
}
const BY = ' (?:by|per|for each|for every|grouped by|group by|broken down by|in each|of each) (?<by>.+)'
const MEASURED = new RegExp(`^${MEASURE}(?: value)?(?: of| in| for)?(?: all)?(?: the)? (?<column>.+?)(?:${BY})?$`, 'i')
const GROUPED =
  /^(?:group|aggregate|summari[sz]e)(?: (?:the )?(?:rows|data|table|it|them|this|records))? by (?<by>.+?)(?:,)? (?:and )?(?:then )?(?:show |give |get |calculate |compute |take )?(?:the )?(?<fn>sum up|sum|total|add up|average|mean|avg|min|minimum|max|maximum|count)(?: (?:of|up|the))*(?: (?<column>.+))?$/i
/** `max per machine`: of the only figure there is. */
const EACH = new RegExp(`^${MEASURE}${BY}$`, 'i')
const COUNT_PER =
  /^(?:count(?: the)?|how many|number of)(?: the)? (?<what>.+?) (?:are there )?(?:per|by|for each|for every|in each|does each|did each|has each) (?<by>.+?)(?: (?:have|has|make|made|place|placed|order|there are))?$/i
const ROWS = '(?:rows?|records?|entries|data rows|lines of data)'
const COUNTED = new RegExp(
  `^(?:how many|number of|count(?: of)?|count how many)(?: the| all)?(?: ${ROWS})?(?: (?:are there|are|does it have|do we have|exist|are in there|there are))?$`,
  'i',
)
const COUNTED_BY = new RegExp(`^(?:how many|number of|count(?: of)?)(?: the)? ${ROWS}(?: are there)?${BY}$`, 'i')
const DISTINCT =
  /^(?:how many|number of|count(?: of)?)(?: the)? (?:different|distinct|unique) (?<column>.+?)(?: (?:are there|do we have|exist|there are))?$/i

export const measureRules: readonly PlannerRule[] = [
  defineRule({
    id: 'table-figure',
    reason: 'Adds, averages, counts or compares a column of an attached or pasted table, over all rows or per group.',
    order: 5,
    hint: /sum|total|median|group|aggregate|per|each|add|average|mean|avg|min|max|lowest|smallest|highest|largest|biggest|greatest|many|number|count/i,
    examples: {
      yes: [
        'What is the total amount?\nname,amount\nAda,12.50\nBob,7.25',
        'Sum the amount column:\nname,amount\nAda,12.50\nBob,7.25',
        'How many rows are in this table?\nname,amount\nAda,12.50\nBob,7.25',
        'average amount by region\nregion,amount\nWest,10\nEast,30\nWest,20',
        'How many different regions are there?\nregion,amount\nWest,10\nEast,30\nWest,20',
        'total amount where region is West\nregion,amount\nWest,10\nEast,30\nWest,20',
        'group by region and sum amount\nregion,amount\nWest,10\nEast,30\nWest,20',
        'count orders per customer\norder,customer\n1,Ada\n2,Bob\n3,Ada',
        'median of amount\nname,amount\nAda,12\nBob,7\nEve,9',
        'How many invoices are still open?\ninvoice,state\n1,open\n2,paid\n3,open',
        'how many rows have region West\nregion,amount\nWest,10\nEast,30\nWest,20',
      ],
      no: [
        'What is the total?\nname,amount,tip\nAda,12.50,1\nBob,7.25,2',
        'What is the average age?\nname,amount\nAda,12.50\nBob,7.25',
        'What is the total name?\nname,amount\nAda,12.50\nBob,7.25',
        'What is the total amount of rain in Berlin?',
        'What is the total amount?\nname,amount\nAda,n/a\nBob,7.25',
        'Why is the total amount so low?\nname,amount\nAda,12.50\nBob,7.25',
      ],
    },
    read: readFigure,
  }),
]

function readFigure(clause: Clause, input: PlannerInput): Answer | null {
  const request = readTableRequest(clause, input)
  if (request === null) return null
  const { table } = request
  const { filter, text } = readFilter(table, request.text)
  if (filter === 'unclear') return null
  const whole = filter === null ? request.whole : readFilter(table, request.whole).text
  if (COUNTED.test(whole) || COUNTED.test(text)) return countRows(table, filter)
  const valued = STILL.exec(whole)?.groups
  if (valued !== undefined && filter === null) return countValued(table, valued.what ?? '', valued.value ?? '')
  const countedBy = (COUNTED_BY.exec(whole) ?? COUNTED_BY.exec(text))?.groups?.by
  if (countedBy !== undefined) return perGroup(table, filter, { fn: 'count', column: null }, countedBy)
  const distinct = (DISTINCT.exec(whole) ?? DISTINCT.exec(text))?.groups?.column
  if (distinct !== undefined) return countDistinct(table, filter, distinct)
  const grouped = (GROUPED.exec(whole) ?? GROUPED.exec(text))?.groups
  if (grouped !== undefined) return groupedBy(table, filter, grouped)
  const per = (COUNT_PER.exec(whole) ?? COUNT_PER.exec(text))?.groups
  if (per !== undefined) return countPer(table, filter, per)
  const each = EACH.exec(text)?.groups
  const figures = table.columns.filter(({ isNumeric, isAmount }) => isNumeric || isAmount)
  if (each !== undefined && figures.length === 1 && figures[0]?.isNumeric)
    return perGroup(
      table,
      filter,
      { fn: FUNCTIONS[(each.fn ?? '').toLowerCase()] ?? 'sum', column: figures[0]! },
      each.by ?? '',
    )
  const measured = MEASURED.exec(text)?.groups
  const fn = FUNCTIONS[(measured?.fn ?? '').toLowerCase()]
  const column = measured === undefined ? null : findColumn(table, measured.column ?? '')
  if (fn === undefined || column === null || !column.isNumeric) return null
  // `total amount` may be the sum of `amount`, or a column of that very name.
  const both = `${measured?.fn ?? ''} ${measured?.column ?? ''}`
  if (findColumn(table, both) !== null) return null
  return measured?.by === undefined
    ? figure(table, filter, fn, column)
    : perGroup(table, filter, { fn, column }, measured.by)
}

/** `how many orders are still open`: rows with that value, where only one column has it. */
const STILL =
  /^how many(?: of the)? (?<what>.+?) (?:are|is|were|was|have been|has been)(?: still| already| now| currently)? (?<value>(?!there)[^?]{2,40})$/i

function countValued(table: SourceTable, what: string, value: string): Answer | null {
  const counted = findColumn(table, what) ?? findColumn(table, `${singular(what)} id`)
  const isRow = /^(?:rows?|records?|entries|of them)$/i.test(what) || counted?.isUnique === true
  const found = table.columns.flatMap(column => {
    const filter = equal(table, column, value)
    return filter === null ? [] : [filter]
  })
  return isRow && found.length === 1 ? countRows(table, found[0] as Filter) : null
}

type Groups = Readonly<Record<string, string | undefined>>

/** `group by region and sum sales`. */
function groupedBy(
  table: SourceTable,
  filter: Filter | null,
  { by = '', fn = '', column = '' }: Groups,
): Answer | null {
  if (/^count$/i.test(fn))
    return column === '' || ROW_WORD.test(column) ? perGroup(table, filter, { fn: 'count', column: null }, by) : null
  const found = findColumn(table, column)
  const known = FUNCTIONS[fn.toLowerCase()]
  return found === null || !found.isNumeric || known === undefined
    ? null
    : perGroup(table, filter, { fn: known, column: found }, by)
}

const ROW_WORD = /^(?:the |them|it)?(?:rows?|records?|entries)?$/i

/** `count orders per customer`: what is counted has a row of its own each. */
function countPer(table: SourceTable, filter: Filter | null, { what = '', by = '' }: Groups): Answer | null {
  const counted = findColumn(table, what) ?? findColumn(table, `${singular(what)} id`)
  return counted === null || !counted.isUnique ? null : perGroup(table, filter, { fn: 'count', column: null }, by)
}

type Rows = {
  readonly tasks: readonly PlannedTask[]
  readonly rows: { $from: string; pointer: string }
  readonly key: string
}

/** The rows to measure: all, or those of the filter. */
function rowsOf(table: SourceTable, filter: Filter | null): Rows {
  if (filter === null) return { tasks: [], rows: fromTable(table), key: table.parse.key }
  const kept = task(
    'kept',
    `Keep rows where ${filter.said}`,
    'table.filter',
    { rows: fromTable(table), where: filter.where },
    [table.parse.key],
  )
  return { tasks: [kept], rows: { $from: 'kept', pointer: '/rows' }, key: 'kept' }
}

const tail = (filter: Filter | null): string => (filter === null ? '' : `, where ${filter.said}`)

function countRows(table: SourceTable, filter: Filter | null): Answer {
  const { tasks, rows, key } = rowsOf(table, filter)
  const count = task('count', 'Count the rows', 'table.aggregate', { rows, measures: [{ fn: 'count', as: 'value' }] }, [
    key,
  ])
  const number = filter === null ? table.rows.length : filter.count
  return tableAnswer(table, [...tasks, count], 'count', {
    template: '{{value}} {{rows}}',
    values: { value: at('/rows/0/value'), rows: literal(`row${number === 1 ? '' : 's'}${tail(filter)}`) },
  })
}

function countDistinct(table: SourceTable, filter: Filter | null, words: string): Answer | null {
  const column = findColumn(table, words)
  if (column === null) return null
  const { tasks, rows, key } = rowsOf(table, filter)
  const measures = [{ column: column.name, fn: 'count_distinct', as: 'value' }]
  const count = task('count', `Count different values of ${column.name}`, 'table.aggregate', { rows, measures }, [key])
  const how = `different values of ${column.name}${tail(filter)}`
  return tableAnswer(table, [...tasks, count], 'count', withHow('{{value}}', { value: at('/rows/0/value') }, how))
}

const SAID = { sum: 'Sum', mean: 'Average', median: 'Median', min: 'Minimum', max: 'Maximum', count: 'Rows' } as const

function figure(table: SourceTable, filter: Filter | null, fn: Figure, column: Column): Answer | null {
  const filled = table.rows.filter(row => !isEmpty(row[column.name])).length
  const count = filter === null ? filled : filter.count
  if (count === 0 || (fn === 'sum' && isUnitPrice(table, column)) || isLabel(table, column)) return null
  if (CODE.test(column.spoken)) return null
  const { tasks, rows, key } = rowsOf(table, filter)
  const measured = task(
    'measured',
    `${SAID[fn]} of ${column.name}`,
    'table.aggregate',
    { rows, measures: [{ column: column.name, fn, as: 'value' }] },
    [key],
  )
  const decimals = fn === 'mean' || fn === 'median' ? meanDecimals(table, filter, column, fn) : column.decimals
  const value = { $from: 'measured', pointer: '/rows/0/value' }
  const rounded = task('value', 'Write it with its decimals', 'math.round', { value, decimals, rounding: 'half_up' }, [
    'measured',
  ])
  const how = `${SAID[fn]} of ${column.name} over ${count} row${count === 1 ? '' : 's'}${tail(filter)}`
  return tableAnswer(table, [...tasks, measured, rounded], 'value', withHow('{{value}}', { value: at('/exact') }, how))
}

/** Two more than its numbers have, without zeros at the end. */
function meanDecimals(table: SourceTable, filter: Filter | null, column: Column, fn: 'mean' | 'median'): number {
  if (filter !== null) return column.decimals + 2
  const measures = [{ column: column.name, fn, as: 'value' }]
  const rows = peek('table.aggregate', { rows: [...table.rows], measures })?.rows as
    | readonly { readonly value: number }[]
    | undefined
  const digits = (rows?.[0]?.value ?? 0).toFixed(Math.min(column.decimals + 2, 20)).replace(/0+$/, '')
  return Math.max(column.decimals, digits.split('.')[1]?.length ?? 0)
}

type Measured = { readonly fn: Figure | 'count'; readonly column: Column | null }

const PERIOD = /^(?:day|date|weekday|week|month|quarter|year|hour|time|shift|night)s?$/iu

function perGroup(table: SourceTable, filter: Filter | null, { fn, column }: Measured, words: string): Answer | null {
  const by = findColumn(table, words)
  if (by === null || by.name === column?.name || !isGrouping(by)) return null
  if (column !== null && (!column.isNumeric || isLabel(table, column))) return null
  // `Rome` and `rome` may be one group or two.
  const names = new Set(table.rows.map(row => String(row[by.name])))
  if (new Set([...names].map(name => name.trim().toLowerCase())).size < names.size) return null
  // `average steps per day`, where every day has one row: the average of all.
  if (by.isUnique && column !== null && (fn === 'mean' || fn === 'median') && PERIOD.test(by.name))
    return figure(table, filter, fn, column)
  const { tasks, rows, key } = rowsOf(table, filter)
  const as = column === null ? 'rows' : `${SAID[fn].toLowerCase()} of ${column.name}`
  if (as === by.name) return null
  const measures = [{ ...(column === null ? {} : { column: column.name }), fn, as }]
  const seen = peek('table.aggregate', { rows: [...table.rows], by: [by.name], measures })?.rows
  if (
    !Array.isArray(seen) ||
    seen.length > MOST_SHOWN_ROWS ||
    !seen.every(row => isShort((row as { [name: string]: unknown })[as]))
  )
    return null
  const grouped = task('grouped', `${as} per ${by.name}`, 'table.aggregate', { rows, by: [by.name], measures }, [key])
  const shown = task('shown', 'Write the table', 'agg.table', { items: { $from: 'grouped', pointer: '/rows' } }, [
    'grouped',
  ])
  return tableAnswer(table, [...tasks, grouped, shown], 'shown', {
    template: '{{table}}{{how}}',
    values: { table: at('/markdown'), how: literal(filter === null ? '' : `\nOnly rows where ${filter.said}`) },
  })
}

/** A figure that can be shown as it is; long fractions would need a rounding that nobody asked for. */
const isShort = (value: unknown): boolean =>
  typeof value === 'number' && (String(value).split('.')[1]?.length ?? 0) <= 6
