/** From text to a table: column names made unique, rows of the right length, the others reported. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { OperationError, readJsonText } from '#kernel/plugin-door'
import type { Row } from '../operation.ts'
import { readRecords, type Skipped, sniffDelimiter } from './csv.ts'

export type Table = { readonly columns: string[]; readonly rows: Row[]; readonly skipped: Skipped[] }

/** Parses delimited text. `delimiter` is found out when absent. */
export function parseDelimited(
  text: string,
  options: { delimiter?: string | undefined; hasHeader: boolean; trim: boolean },
): Table {
  const delimiter = options.delimiter ?? sniffDelimiter(text)
  const read = readRecords(text, delimiter)
  const records = options.trim ? read.records.map(record => record.map(field => field.trim())) : read.records
  const skipped: Skipped[] = [...read.broken]
  const first = records[0]
  if (first === undefined) return { columns: [], rows: [], skipped }
  const columns = nameColumns(options.hasHeader ? first : first.map(() => ''))
  const rows: Row[] = []
  for (let i = options.hasHeader ? 1 : 0; i < records.length; i += 1) {
    const record = records[i]!
    if (record.length === columns.length) rows.push(toRow(columns, record))
    else skipped.push({ line: read.lines[i]!, reason: `has ${record.length} cells instead of ${columns.length}` })
  }
  skipped.sort((a, b) => a.line - b.line)
  return { columns, rows, skipped }
}

function toRow(columns: readonly string[], record: readonly string[]): Row {
  const row: Record<string, JsonValue> = {}
  for (let i = 0; i < columns.length; i += 1) row[columns[i]!] = record[i]!
  return row
}

const MAX_COLUMNS = 10_000

/** Unique names: an empty one becomes `column_2`, a repeated one `a_2`. `__proto__` is no name for a member. */
export function nameColumns(names: readonly string[]): string[] {
  if (names.length > MAX_COLUMNS) throw new OperationError('The table has more than 10,000 columns.', '/text')
  const used = new Set<string>()
  const counts = new Map<string, number>()
  return names.map((written, i) => {
    const base = written.trim() === '' || written === '__proto__' ? `column_${i + 1}` : written
    let name = base
    let n = counts.get(base) ?? 2
    for (; used.has(name); n += 1) name = `${base}_${n}`
    counts.set(base, n)
    used.add(name)
    return name
  })
}

/** Parses a JSON array of objects, or JSON Lines. Items that are no objects are skipped. */
export function parseJsonTable(text: string): Table {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const skipped: Skipped[] = []
  const rows = /^\s*\[/.test(body) ? readArray(body, skipped) : readJsonLines(body, skipped)
  const columns = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) columns.add(name)
  return { columns: [...columns], rows, skipped }
}

function readArray(text: string, skipped: Skipped[]): JsonObject[] {
  const read = readJsonText(text)
  if (!read.ok)
    throw new OperationError(`Line ${read.fault.line}, column ${read.fault.column}: ${read.fault.message}`, '/text')
  if (!Array.isArray(read.value)) throw new OperationError('The text is no JSON array.', '/text')
  const rows: JsonObject[] = []
  for (const [i, item] of read.value.entries()) {
    if (isObject(item)) rows.push(item)
    else skipped.push({ line: i + 1, reason: `item ${i + 1} is no object` })
  }
  return rows
}

function readJsonLines(text: string, skipped: Skipped[]): JsonObject[] {
  const rows: JsonObject[] = []
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') continue
    const read = readJsonText(line)
    if (read.ok && isObject(read.value)) rows.push(read.value)
    else skipped.push({ line: i + 1, reason: read.ok ? 'is no object' : 'is no JSON' })
  }
  return rows
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Columns whose every filled cell is a canonical number become numbers; their empty cells become null. */
export function inferTypes(table: Table, isNumber = isCanonicalNumber): Table {
  return typed(table, isNumber, Number)
}

/** Also `1.50`, which is a number with one way fewer to write it, and columns of `true` and `false`. */
export function readValues(table: Table): Table {
  const isFlag = (cell: string): boolean => cell === 'true' || cell === 'false'
  return typed(inferTypes(table, isDecimal), isFlag, cell => cell === 'true')
}

/** Columns whose filled cells are all of a kind, read; their empty cells become null. */
function typed(table: Table, isKind: (cell: string) => boolean, read: (cell: string) => JsonValue): Table {
  const fitting = table.columns.filter(column => {
    let isFilled = false
    for (const row of table.rows) {
      const cell = row[column]
      if (cell === '') continue
      if (typeof cell !== 'string' || !isKind(cell)) return false
      isFilled = true
    }
    return isFilled
  })
  if (fitting.length === 0) return table
  const rows = table.rows.map(row => {
    const changed: Record<string, JsonValue> = { ...row }
    for (const column of fitting) changed[column] = row[column] === '' ? null : read(row[column] as string)
    return changed
  })
  return { ...table, rows }
}

/** The one way JSON writes that number: `007`, `1.50` and `+1` are texts. */
const isCanonicalNumber = (cell: string): boolean => {
  const value = Number(cell)
  return Number.isFinite(value) && String(value) === cell
}

/** A decimal without zeros in front, of so many digits that a double keeps them all. */
const isDecimal = (cell: string): boolean =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell) && cell.replace(/\D/g, '').length <= 15
