/** From rows to text: CSV and TSV by RFC 4180, or a Markdown table. */
import { OperationError } from '#kernel/plugin-door'
import type { Row } from '../operation.ts'
import { assertSize } from '../values/assert-size.ts'
import { cellOf, isEmpty, isNumericColumn, toText } from './cells.ts'
import { writeField } from './csv.ts'

export type TableFormat = 'csv' | 'tsv' | 'markdown'

/** Names of all members, in order of first appearance. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) columns.add(name)
  return [...columns]
}

const MAX_CELLS = 1_000_000

/** `between` parts the cells of CSV instead of a comma, `end` its lines. */
export function writeTable(
  rows: readonly Row[],
  columns: readonly string[],
  format: TableFormat,
  { between = ',', end = '\r\n' }: { readonly between?: string | undefined; readonly end?: string } = {},
): string {
  if (columns.length === 0) return ''
  if (rows.length * columns.length > MAX_CELLS)
    throw new OperationError('The table has more than 1,000,000 cells.', '/rows')
  const lines = rows.map(row => columns.map(column => toCell(row, column)))
  assertSize(lines, '/rows')
  if (format === 'markdown') return writeMarkdown(rows, columns, lines)
  const delimiter = format === 'tsv' ? '\t' : between
  return [columns, ...lines].map(line => `${writeLine(line, delimiter)}${end}`).join('')
}

/** A line of one empty field would be read back as an empty line. */
function writeLine(line: readonly string[], delimiter: string): string {
  return line.length === 1 && line[0] === '' ? '""' : line.map(field => writeField(field, delimiter)).join(delimiter)
}

function toCell(row: Row, column: string): string {
  const cell = cellOf(row, column)
  return isEmpty(cell) ? '' : toText(cell!)
}

function writeMarkdown(
  rows: readonly Row[],
  columns: readonly string[],
  lines: readonly (readonly string[])[],
): string {
  const quote = (cell: string): string => cell.replace(/[\\|]/g, '\\$&').replace(/\r\n|\n|\r/g, '<br>')
  const rule = columns.map(column => (isNumericColumn([rows], column) ? '---:' : '---'))
  return [columns.map(quote), rule, ...lines.map(line => line.map(quote))]
    .map(line => `| ${line.join(' | ')} |\n`)
    .join('')
}
