/** Conditions on rows in plain words: `C0 > N1`, `V0`, `C0 between N1 and N2`, several joined by `and`. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { add, compare, divide, fromNumber, type Rational, readDecimal } from '../../arithmetic/rational.ts'
import { isEmpty } from '../../tables/cells.ts'
import { task } from '../rule.ts'
import type { Column, SourceTable } from '../tables/read-table.ts'
import { fromTable } from '../tables/table-request.ts'
import { fits } from './data-form.ts'
import type { DataRequest } from './data-request.ts'
import type { Words } from './request-words.ts'

export type Condition = { readonly accepts: (row: Cells) => boolean; readonly said: string; readonly equals?: string }
type Cells = { readonly [name: string]: JsonValue }

export type Kept = {
  readonly tasks: readonly PlannedTask[]
  readonly rows: { readonly $from: string; readonly pointer: string }
  readonly key: string
  readonly seen: SourceTable['rows']
  readonly said: string
}

export const allRows = ({ table }: DataRequest): Kept => ({
  tasks: [],
  rows: fromTable(table),
  key: table.parse.key,
  seen: table.rows,
  said: '',
})

/** The rows that meet the conditions; null where the words are none. */
export function rowsWhere(text: string, words: Words, request: DataRequest): Kept | null {
  const conditions = readConditions(text, words, request)
  if (conditions === null) return null
  const { table } = request
  const places = table.rows.flatMap((row, at) => (conditions.every(({ accepts }) => accepts(row as Cells)) ? [at] : []))
  const said = conditions.map(condition => condition.said).join(' and ')
  if (places.length > 500) return null
  const items = places.map(at => ({ $from: table.parse.key, pointer: `/rows/${at}` }))
  const kept = task('kept', `Keep rows where ${said}`.slice(0, 200), 'agg.collect', { items }, [table.parse.key])
  return {
    tasks: [kept],
    rows: { $from: 'kept', pointer: '/items' },
    key: 'kept',
    seen: places.map(at => table.rows[at]!),
    said,
  }
}

function readConditions(text: string, words: Words, request: DataRequest): Condition[] | null {
  const bare = text.replace(/^(?:where|with|when|and|but) /, '').replace(/ (?:row|only)$/, '')
  const parts = bare
    .replace(/between N(\d+) and N(\d+)/g, 'between N$1 ~ N$2')
    .split(/ (?:and|where|with) (?:where |with )?/)
  const conditions = parts.map(part => readCondition(part.trim().replace('~', 'and'), words, request))
  // Two values of one column exclude each other: `in Ulm and Köln` means either.
  const columns = conditions.flatMap(condition => condition?.equals ?? [])
  if (new Set(columns).size !== columns.length) return null
  return conditions.every(condition => condition !== null) && conditions.length < 4 ? conditions : null
}

const SIGNS: Readonly<Record<string, readonly [said: string, accepts: (order: number) => boolean]>> = {
  '>': ['>', order => order > 0],
  '>=': ['≥', order => order >= 0],
  '<': ['<', order => order < 0],
  '<=': ['≤', order => order <= 0],
  '=': ['is', order => order === 0],
  '!=': ['is not', order => order !== 0],
}

const decimalOf = (cell: JsonValue | undefined): Rational | null =>
  isEmpty(cell) ? null : typeof cell === 'number' ? fromNumber(cell) : readDecimal(String(cell))

function readCondition(text: string, words: Words, request: DataRequest): Condition | null {
  const part: Words = { text: text.replace(/^made (?=[<>=VC])/, '').replace(/ made$/, ''), marks: words.marks }
  const { table } = request
  const said = fits('(?:C<col> )?V<value>|C<col2> = (?:V<value2>|Q<text>)|V<value3> C<col3>|V<value4>(?: row)?', part)
  if (said !== null) {
    const cells = [...said.cells('value'), ...said.cells('value2'), ...said.cells('value3'), ...said.cells('value4')]
    const column = said.column('col') ?? said.column('col2') ?? said.column('col3')
    return equals(cells, column, said.quoted('text'), table)
  }
  const sized = fits(
    '(?:C<col> |(?<adj>older|taller|heavier|dearer) )?(?<sign>>=|<=|>|<|=|!=) (?:N<n>|C<other>|(?<edge>max|min)|(?<mean>mean(?: C<of>)?))|C<col2> N<n2>|(?<sign2>>=|<=|>|<) N<n3> C<col3>',
    part,
  )
  if (sized !== null) {
    const adjective = sized.text('adj')
    const edge = sized.text('edge')
    if (edge !== '') return besideEdge(table, sized.column('col'), sized.text('sign'), edge)
    const named = sized.column('col')
    const column =
      (named !== undefined && isLabel(table, named) ? onlyFigure(table) : named) ??
      sized.column('col2') ??
      sized.column('col3') ??
      (adjective === '' ? onlyFigure(table) : domainColumn(table, DOMAINS[adjective] ?? /^$/))
    if (column === null || !column.isNumeric) return null
    const sign = sized.text('sign') || sized.text('sign2') || '='
    if (sized.text('mean') !== '') {
      const of = sized.column('of')
      return of === undefined || of.name === column.name ? besideMean(table, column, sign) : null
    }
    const other = sized.column('other')
    if (other !== undefined) return other.isNumeric ? besideColumn(column, sign, other) : null
    return beside(column, sign, sized.number('n') || sized.number('n2') || sized.number('n3'))
  }
  const between = fits('(?:C<col> )?between N<a> and N<b>', part)
  if (between !== null) {
    const column = between.column('col') ?? onlyFigure(table)
    const [a, b] = [readDecimal(between.number('a')), readDecimal(between.number('b'))]
    if (column === null || !column.isNumeric || a === null || b === null || compare(a, b) > 0) return null
    return {
      accepts: row => {
        const value = decimalOf(row[column.name])
        return value !== null && compare(value, a) >= 0 && compare(value, b) <= 0
      },
      said: `${column.name} is from ${between.number('a')} to ${between.number('b')}`,
    }
  }
  const empty = fits('C<col> (?:= )?empty|empty C<col2>', part)
  const bare = empty?.column('col') ?? empty?.column('col2')
  return bare === undefined ? null : { accepts: row => isEmpty(row[bare.name]), said: `${bare.name} is empty` }
}

/** `below minimum`, where a column is called so. */
function besideEdge(table: SourceTable, named: Column | undefined, sign: string, edge: string): Condition | null {
  const limit = table.columns.find(
    ({ spoken, isNumeric }) => isNumeric && (spoken === edge || spoken === `${edge}imum`),
  )
  const others = table.columns.filter(column => column.isNumeric && column !== limit && !ID.test(column.spoken))
  const column = named ?? (others.length === 1 ? others[0] : undefined)
  return limit === undefined || column === undefined || !column.isNumeric ? null : besideColumn(column, sign, limit)
}

/** A value of the column that was named, or of the only column that has it. */
function equals(
  cells: readonly (readonly [Column, JsonValue])[],
  column: Column | undefined,
  text: string,
  table: SourceTable,
): Condition | null {
  if (text !== '') {
    const has = table.rows.some(row => String(row[column?.name ?? '']).toLowerCase() === text.toLowerCase())
    if (column === undefined || !has) return null
    return {
      accepts: row => String(row[column.name]).toLowerCase() === text.toLowerCase(),
      said: `${column.name} is ${text}`,
      equals: column.name,
    }
  }
  const own = column === undefined ? cells : cells.filter(([of]) => of.name === column.name)
  const columns = new Set(own.map(([of]) => of.name))
  const first = own[0]
  if (first === undefined || columns.size !== 1) return null
  const wanted = new Set(own.map(([, value]) => value))
  return {
    accepts: row => wanted.has(row[first[0].name] as JsonValue),
    said: `${first[0].name} is ${String(first[1])}`,
    equals: first[0].name,
  }
}

function beside(column: Column, sign: string, digits: string): Condition | null {
  const known = SIGNS[sign]
  if (known === undefined || digits === '') return null
  const limit = readDecimal(digits)
  if (limit === null) return null
  return {
    accepts: row => {
      const value = decimalOf(row[column.name])
      return value !== null && known[1](compare(value, limit))
    },
    said: `${column.name} ${known[0]} ${digits}`,
  }
}

function besideColumn(column: Column, sign: string, other: Column): Condition | null {
  const known = SIGNS[sign]
  if (known === undefined) return null
  return {
    accepts: row => {
      const [a, b] = [decimalOf(row[column.name]), decimalOf(row[other.name])]
      return a !== null && b !== null && known[1](compare(a, b))
    },
    said: `${column.name} ${known[0]} ${other.name}`,
  }
}

function besideMean(table: SourceTable, column: Column, sign: string): Condition | null {
  const known = SIGNS[sign]
  const values = table.rows.flatMap(row => decimalOf(row[column.name]) ?? [])
  if (known === undefined || values.length === 0) return null
  const sum = values.reduce(add)
  const mean = divide(sum, fromNumber(values.length))
  return {
    accepts: row => {
      const value = decimalOf(row[column.name])
      return value !== null && known[1](compare(value, mean))
    },
    said: `${column.name} ${known[0]} average`,
  }
}

/** Columns that adjectives speak of. */
export const DOMAINS: Readonly<Record<string, RegExp>> = {
  older: /(?<!\p{L})age(?!\p{L})/u,
  taller: /(?<!\p{L})height(?!\p{L})/u,
  heavier: /(?<!\p{L})(?:weight|mass)(?!\p{L})/u,
  dearer: /(?<!\p{L})(?:price|cost|costs|fee|rate|amount|fare|rent)(?!\p{L})/u,
}

export function domainColumn(table: SourceTable, pattern: RegExp): Column | null {
  const fitting = table.columns.filter(({ spoken, isNumeric }) => isNumeric && pattern.test(spoken))
  return fitting.length === 1 ? (fitting[0] as Column) : null
}

/** Numbers that name a row rather than measure it. */
const ID =
  /^(?:id|no|nr|number|index|row|rank|#|pos|position|zip|code|year|month|day|week)$|(?<!\p{L})(?:id|number|no|nr|code|zip|year)$/u

/** Names of columns of numbers that only tell rows apart. */
export const NUMBERED =
  /^(?:order|invoice|ticket|customer|user|client|case|item|product|article|employee|student|room|flight|bus|line|account|transaction|sample|patient|machine|sensor|hour|hr|day|week|month|year|quarter|date|time|id|no|nr|x)s?$|(?:id|no|nr|number)$/u

/** `how many orders are over 100`: orders by their numbers, in the first column beside other figures. */
function isLabel(table: SourceTable, column: Column): boolean {
  if (!column.isNumeric || column.decimals > 0 || table.columns[0] !== column || !column.isUnique) return false
  const others = table.columns.filter(other => other !== column && other.isNumeric)
  return others.length > 0 && NUMBERED.test(column.spoken)
}

/** The only column of figures; numbers that name rows do not count. */
export function onlyFigure(table: SourceTable): Column | null {
  const figures = table.columns.filter(column => column.isNumeric && !ID.test(column.spoken) && !isLabel(table, column))
  return figures.length === 1 ? (figures[0] as Column) : null
}

/** The column that names the rows: the only one of texts, or the first where all its values differ. */
export function nameColumn(table: SourceTable): Column | null {
  const texts = table.columns.filter(
    ({ name, isNumeric }) => !isNumeric && table.rows.some(row => typeof row[name] === 'string'),
  )
  if (texts.length === 1) return texts[0] as Column
  const people = texts.filter(({ spoken }) =>
    /(?<!\p{L})(?:name|person|employee|student|player|customer|user|who)(?!\p{L})/u.test(spoken),
  )
  return people.length === 1 ? (people[0] as Column) : null
}
