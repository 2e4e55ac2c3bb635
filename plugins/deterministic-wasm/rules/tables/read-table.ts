/**
 * The table that a request speaks about: an attachment, or a block of the message. It is parsed while planning to know its columns
 * and what they hold; the tasks parse it again, so the answer comes from them alone.
 */
import type { PlannedTask, PlannerInput } from '#contracts/planner-port'
import { isEmpty } from '../../tables/cells.ts'
import { writeField } from '../../tables/csv.ts'
import { parseDelimited, parseJsonTable, type Table } from '../../tables/parse-table.ts'
import type { Clause } from '../message/read-message.ts'
import { findAttachment } from '../message/source.ts'
import { task } from '../rule.ts'

export type Column = {
  readonly name: string
  /** How a person would say it: lower-case words. */
  readonly spoken: string
  readonly isNumeric: boolean
  /** Digits behind the point, at most, where numeric. */
  readonly decimals: number
  readonly isUnique: boolean
  /** Figures written with a currency, a unit, a decimal comma: none that can be counted with as they stand. */
  readonly isAmount?: true
}

export type SourceTable = {
  readonly rows: Table['rows']
  readonly columns: readonly Column[]
  readonly parse: PlannedTask
  readonly usesData: boolean
  /** What was left out of the table, as one sentence; empty for nothing. */
  readonly note: string
}

const LARGEST_TABLE = 1_000_000
const MOST_COLUMNS = 200
const TOTAL = /^\s*[*_]*(?:(?:grand|sub|overall) ?-?)?(?:totals?|sum|average|mean|gesamt|summe)[*_]*\s*:?[*_]*\s*$/i
const NUMERIC = /^[+-]?(?:\d{1,15}(?:\.\d{1,10})?|\.\d{1,10})$/

const tables = new WeakMap<PlannerInput, Map<string, SourceTable | null>>()

/** `named` is a file name or empty. Null where there is no table, or more than one. */
export function readTable(clause: Clause, input: PlannerInput, named: string): SourceTable | null {
  const ofInput = tables.get(input) ?? new Map<string, SourceTable | null>()
  tables.set(input, ofInput)
  const block = named === '' && clause.data?.form !== 'inline' ? clause.data : null
  const key = block === null ? `file ${named}` : `block ${block.span[0]}`
  let table = ofInput.get(key)
  if (table === undefined) {
    table =
      block === null
        ? fromAttachment(input, named)
        : toSourceTable(block.text, guessFormat(block.text, ''), block.text, true)
    ofInput.set(key, table)
  }
  return table
}

function fromAttachment(input: PlannerInput, named: string): SourceTable | null {
  const source = findAttachment(input, named)
  if (source === null) return null
  return toSourceTable(
    source.text,
    guessFormat(source.text, source.name ?? ''),
    source.input as { $input: string },
    false,
  )
}

/** A row of totals among the rows would be counted twice. */
function hasTotalRow({ rows }: Table): boolean {
  return rows.some(row => Object.values(row).some(cell => typeof cell === 'string' && TOTAL.test(cell)))
}

export type Format = 'csv' | 'tsv' | 'json' | 'markdown'

export function guessFormat(text: string, name: string): Format {
  if (/^\s*[[{]/.test(text)) return 'json'
  if (/\.tsv$/i.test(name)) return 'tsv'
  return /^\s*\|.*\|[ \t]*\n\s*\|[ :|-]+\|/.test(text) ? 'markdown' : 'csv'
}

/** The table of a text; `given` is what the task reads. Null where it is none, or has a row of totals. */
export function toSourceTable(
  text: string,
  format: Format,
  given: string | { $input: string },
  usesData: boolean,
): SourceTable | null {
  if (text.length > LARGEST_TABLE) return null
  const plain = format === 'markdown' ? fromMarkdown(text) : text
  const table = parse(plain, format)
  if (table === null || table.rows.length === 0 || table.columns.length > MOST_COLUMNS || hasTotalRow(table))
    return null
  const input = {
    text: format === 'markdown' ? plain : given,
    format: format === 'markdown' ? 'csv' : format,
    ...(format === 'json' ? {} : { trim: true }),
  }
  return {
    rows: table.rows,
    columns: table.columns.map(name => describe(table, name, plain.slice(0, plain.indexOf('\n')).includes(';'))),
    parse: task('table', 'Read the table', 'table.parse', input),
    usesData,
    note: noteOf(table),
  }
}

/**
 * A table whose first line is a row like the others: numbers stand where the other rows have them. Its columns are called by their
 * number. Null where the first line may hold names.
 */
export function toBareTable(text: string, delimiter: string, usesData: boolean): SourceTable | null {
  if (text.length > LARGEST_TABLE || !/^[,;|\t]$/.test(delimiter)) return null
  let table: Table
  try {
    table = parseDelimited(text, { delimiter: delimiter as ',', hasHeader: false, trim: true })
  } catch {
    return null
  }
  const [first] = table.rows
  if (first === undefined || table.rows.length < 2 || table.skipped.length > 0 || hasTotalRow(table)) return null
  const columns = table.columns.map(name => describe(table, name, delimiter === ';'))
  const figures = columns.filter(({ isNumeric }) => isNumeric)
  // A single word above numbers is their name; an empty cell may be anything.
  const isBare = figures.length > 0 && figures.every(({ name }) => NUMERIC.test(String(first[name])))
  const isMixed = columns.some(
    ({ name, isNumeric }) => !isNumeric && table.rows.slice(1).every(row => NUMERIC.test(String(row[name]))),
  )
  if (!isBare || isMixed) return null
  const input = { text, format: delimiter === '\t' ? 'tsv' : 'csv', header: false, trim: true }
  const parse = task('table', 'Read the table', 'table.parse', delimiter === '\t' ? input : { ...input, delimiter })
  return { rows: table.rows, columns, parse, usesData, note: 'The first line is read as a row like the others.' }
}

/** The table that a task makes of others; `rows` are those that it gives. */
export function describeTable(rows: Table['rows'], made: PlannedTask, usesData: boolean): SourceTable {
  const table = { rows, columns: Object.keys(rows[0] ?? {}), skipped: [] }
  return { rows, columns: table.columns.map(name => describe(table, name, false)), parse: made, usesData, note: '' }
}

function parse(text: string, format: Format): Table | null {
  try {
    if (format === 'json') return parseJsonTable(text)
    const table = parseDelimited(text, { delimiter: format === 'tsv' ? '\t' : undefined, hasHeader: true, trim: true })
    // A first line with numbers, or an empty name, is no line of names; years beside a name are.
    const isNumbered = ([first = '', ...rest]: readonly string[]): boolean =>
      NUMERIC.test(first) || rest.some(name => NUMERIC.test(name) && !/^(?:19|20)\d\d$/.test(name))
    return isRepeated(table.columns, text) ||
      isNumbered(table.columns) ||
      table.columns.some(name => /^column_\d+$/.test(name))
      ? null
      : table
  } catch {
    return null
  }
}

/** Two columns of one name: nobody can say which is meant. */
function isRepeated(columns: readonly string[], text: string): boolean {
  const header = text.trimStart().split('\n', 1)[0] ?? ''
  return columns.some(name => {
    const base = /^(.+)_\d+$/.exec(name)?.[1]
    return base !== undefined && columns.includes(base) && !header.includes(name)
  })
}

function noteOf({ skipped }: Table): string {
  const first = skipped[0]
  if (first === undefined) return ''
  const count = skipped.length === 1 ? '1 row was' : `${skipped.length} rows were`
  return `${count} left out as broken; line ${first.line} ${first.reason}.`
}

/** Behind semicolons `3.200` may be three thousand: such a column is none of numbers. */
const THOUSANDS = /^\d{1,3}\.\d{3}$/
const AMOUNT =
  /^-?(?:[€$£₹]|EUR |USD |GBP |CHF )? ?-?(?:\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,]\d+)?(?: ?(?:[€$£%]|EUR|USD|GBP|CHF|°[CF]|kg|km|cm|mm|[gmlhs]|ml|min|kWh|[MGT]B)| [a-zµ]{1,4})?$/u

function describe({ rows }: Table, name: string, isContinental: boolean): Column {
  let isNumeric = true
  let decimals = 0
  const seen = new Set<string>()
  let filled = 0
  let isAmount = true
  for (const row of rows) {
    const cell = row[name]
    if (isEmpty(cell)) continue
    filled += 1
    const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
    seen.add(text)
    if (typeof cell !== 'number' && !NUMERIC.test(text)) isNumeric = false
    if (isContinental && THOUSANDS.test(text)) isNumeric = false
    if (isAmount && !isNumeric) isAmount = AMOUNT.test(text)
    if (isNumeric) decimals = Math.max(decimals, text.split('.')[1]?.length ?? 0)
  }
  return {
    name,
    spoken: speak(name),
    isNumeric: isNumeric && filled > 0,
    decimals,
    isUnique: seen.size === filled && filled === rows.length,
    ...(isAmount && !isNumeric && filled > 0 ? { isAmount } : {}),
  }
}

/** Cells whose order by letters is the order a person means: no dates of days and months, no numbers with units, one way of capitals. */
export function isOrderedText({ rows }: SourceTable, { name }: Column): boolean {
  const cells = rows.map(row => row[name]).filter(cell => typeof cell === 'string' && cell !== '') as string[]
  const isDated = cells.every(cell => /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?$|^\d\d:\d\d(?::\d\d)?$/.test(cell))
  if (isDated) return true
  if (cells.some(cell => /^[^\p{L}]*\d|\d+$/u.test(cell))) return false
  if (cells.some(cell => RANKED.test(cell))) return false
  return cells.every(cell => /^\p{Lu}/u.test(cell)) || cells.every(cell => /^\p{Ll}/u.test(cell))
}

/** Words with an order of their own. */
const RANKED =
  /^(?:mon|tue|wed|thu|fri|sat|sun|\p{L}{3,6}day|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|x{0,2}[sl]|m|small|medium|large|low|mid|high|critical|urgent|normal|minor|major|bronze|silver|gold|first|second|third)$/iu

/** The column holds the price or the weight of one piece, and another one how many there are: its bare sum says little. */
export const isUnitPrice = ({ columns }: SourceTable, { spoken }: Column): boolean =>
  /^(?:unit )?(?:price|cost|rate|preis|weight|kg|grams?|lbs|volume|kcal|calories|hours|minutes|duration)(?: \p{L}+)?$/u.test(
    spoken,
  ) &&
  columns.some(
    other =>
      other.isNumeric &&
      /^(?:qty|quantity|units|pieces|pcs|count|stock|sold|copies|portions|servings|people|persons|workers|nights|menge|anzahl|stück)$/u.test(
        other.spoken,
      ),
  )

/** Whether a cell holds `-` or `n/a`, of which nobody knows whether it counts as missing. */
export const hasStandIn = ({ rows }: SourceTable, { name }: Column): boolean =>
  rows.some(row => /^\s*(?:[-–—?./]+|n\/?a|none|null|nil|tbd|tba|unknown)\s*$/iu.test(String(row[name] ?? '')))

/** `orderTotal_EUR` becomes `order total eur`. */
export const speak = (name: string): string =>
  name
    .replace(/(\p{Ll}|\d)(?=\p{Lu})/gu, '$1 ')
    .replace(/[\s_.\-/]+/g, ' ')
    .trim()
    .toLowerCase()

/** A Markdown table as CSV. */
export function fromMarkdown(text: string): string {
  return text
    .split('\n')
    .filter(line => line.includes('|') && !/^\s*\|?[\s:|-]+\|?\s*$/.test(line))
    .map(line =>
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map(cell => writeField(cell.trim(), ','))
        .join(','),
    )
    .join('\n')
}
