/** Rows in an order: `from oldest to youngest`, `alphabetically by city`, `by year, newest first, only the titles`, `ranking by time`. */
import type { JsonValue } from '#contracts/json-value'
import { isEmpty } from '../../../tables/cells.ts'
import { type Answer, at, task, withHow } from '../../rule.ts'
import { type Column, isOrderedText } from '../../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS } from '../../tables/table-request.ts'
import type { DataRequest } from '../data-request.ts'
import { step } from '../row-ranks.ts'
import { edgeOf, isClocked, isDated, rowsName } from './columns.ts'
import type { Tokens } from './tokens.ts'

const EDGE = '(?:max|min|best|worst|\\^[a-z]+)'
const FORM = new RegExp(
  `^(?:list )?(?<verb>sort|rank)(?: (?:row|list|(?:in )?C(?<who>\\d+)(?= (?:by|from|asc|desc|in asc|in desc|to|,|${EDGE}))))*(?:(?: in)? (?<way0>asc|desc))?(?:(?: by| in by|, by) C(?<col>\\d+))?(?: ,)?(?:(?: in)? (?<way>asc|desc)|(?: from)? (?<from>${EDGE})(?: (?:to ${EDGE}|first))(?: first)?)?(?: ,)?$|^(?<way2>asc|desc) by C(?<col2>\\d+)$|^(?<from2>${EDGE}) (?:to ${EDGE}|first)(?: ,)?(?: by C(?<col3>\\d+))?$`,
  'u',
)
const ONLY_NAMES = /(?<!\p{L})(?:only|just) (?:the )?(?:names?|titles?|\p{L}+s)\s*[.!?]*\s*$/iu

export function sortQuery({ text, marks }: Tokens, request: DataRequest): Answer | null {
  if (!/sort|rank|first|^(?:asc|desc)|to \^|to m/.test(text)) return null
  const groups = FORM.exec(text)?.groups
  const { table } = request
  if (groups === undefined || request.isCut || table.rows.length > MOST_SHOWN_ROWS) return null
  const columnAt = (place: string | undefined): Column | null => {
    const mark = place === undefined ? undefined : marks[Number(place)]
    return mark?.kind === 'C' ? mark.column : null
  }
  const named = columnAt(groups.col ?? groups.col2 ?? groups.col3)
  const who = columnAt(groups.who)
  const from = groups.from ?? groups.from2
  const way = groups.way ?? groups.way0 ?? groups.way2
  if (from !== undefined && way !== undefined) return null
  // A bare `alphabetically` means the names.
  const isAlphabetical = /alphabet|a ?(?:-|to) ?z/iu.test(request.around)
  const names = rowsName(table, false)
  const edge = from === undefined ? null : edgeOf(table, from, named)
  if (from !== undefined && edge === null) return null
  const column = edge?.column ?? named ?? (isAlphabetical ? (who ?? names) : null)
  if (column === null || (isAlphabetical && column.isNumeric) || who?.isNumeric === true) return null
  if (!(column.isNumeric || isOrdered(request, column)) || table.rows.some(row => isEmpty(row[column.name])))
    return null
  // A bare ranking begins with the most of figures, and with the least of times.
  const isRank = groups.verb === 'rank' && way === undefined && edge === null
  if (isRank && !isClocked(table, column) && column.isNumeric === false) return null
  const isDescending = edge?.isLargest ?? (way === undefined ? isRank && column.isNumeric : way === 'desc')
  if (
    isRank &&
    column.isNumeric &&
    !/(?<!\p{L})(?:points|score|scores|votes|goals|sales|revenue|rating|wins|sold|units|population|amount)(?!\p{L})/u.test(
      column.spoken,
    )
  )
    return null
  const cells = table.rows.map(row => row[column.name] as JsonValue)
  if (isRank && new Set(cells.map(String)).size !== cells.length) return null
  const sorted = task(
    'sorted',
    `Sort by ${column.name}`.slice(0, 200),
    'table.sort',
    { rows: fromTable(table), by: [{ column: column.name, order: isDescending ? 'desc' : 'asc' }] },
    [table.parse.key],
  )
  const usesData = table.usesData
  const name = names === null ? null : step(names.name)
  if (ONLY_NAMES.test(request.around.trim()) && names !== null && name !== null) {
    if (table.rows.some(row => isEmpty(row[names.name])) || names.name === column.name) return null
    const lines = table.rows.map((_, i) => `${i + 1}. {{/rows/${i}/${name}}}`)
    return {
      tasks: [table.parse, sorted],
      answer: 'sorted',
      reply: withHow(lines.join('\n'), { rows: at('/rows') }, `by ${column.name}`),
      usesData,
    }
  }
  if (table.columns.some(({ name: own }) => request.write(own, '') !== '')) return null
  const shown = task(
    'shown',
    'Write the table',
    'agg.table',
    { items: { $from: 'sorted', pointer: '/rows' }, columns: table.columns.map(own => own.name) },
    ['sorted'],
  )
  return {
    tasks: [table.parse, sorted, shown],
    answer: 'shown',
    reply: { template: '{{table}}', values: { table: at('/markdown') } },
    usesData,
  }
}

/** Texts whose order by letters is the one that is meant. */
function isOrdered({ table }: DataRequest, column: Column): boolean {
  const cells = table.rows.map(row => String(row[column.name] ?? ''))
  const isAlike = cells.every(cell => cell.length === cells[0]?.length)
  if (isDated(table, column) || isClocked(table, column)) return isAlike && !/^\d{1,2}\./.test(cells[0] ?? '')
  return isOrderedText(table, column)
}
