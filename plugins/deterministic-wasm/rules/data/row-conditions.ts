/** Conditions on rows in plain words: `C0 > N1`, `V0`, `C0 between N1 and N2`, several joined by `and`. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { compare, readDecimal } from '../../arithmetic/rational.ts'
import { isEmpty } from '../../tables/cells.ts'
import { peek } from '../peek.ts'
import { task } from '../rule.ts'
import { type Column, hasStandIn, type SourceTable } from '../tables/read-table.ts'
import { fromTable } from '../tables/table-request.ts'
import { fits } from './data-form.ts'
import type { DataRequest } from './data-request.ts'
import type { Words } from './request-words.ts'

/** One condition as `table.where` takes it, and how it is said. */
type Condition = {
  readonly column: string
  readonly test: 'one_of' | 'none_of' | 'above' | 'at_least' | 'below' | 'at_most' | 'empty' | 'filled'
  readonly values?: readonly JsonValue[]
  readonly number?: string
  readonly other?: string
  readonly mean?: true
}
type Said = { readonly all: readonly Condition[]; readonly said: string }

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

/** The rows that meet the conditions, or the others; null where the words are none. */
export function rowsWhere(
  text: string,
  words: Words,
  request: DataRequest,
  keep: 'matching' | 'others' = 'matching',
): Kept | null {
  const conditions = readConditions(text, words, request)
  return conditions === null ? null : keptRows(request, conditions, keep)
}

/** A task over the table's rows: what is kept is decided there, and looked at here only to choose words. */
function keptRows({ table }: DataRequest, given: readonly Said[], keep: 'matching' | 'others'): Kept | null {
  const said = given.map(condition => condition.said).join(' and ')
  const input = { conditions: given.flatMap(({ all }) => all as readonly JsonObject[]), keep }
  const seen = peek('table.where', { ...input, rows: [...table.rows] })?.rows
  if (!Array.isArray(seen)) return null
  const name = `${keep === 'others' ? 'Leave out' : 'Keep'} rows where ${said}`.slice(0, 200)
  const kept = task('kept', name, 'table.where', { rows: fromTable(table), ...input }, [table.parse.key])
  return {
    tasks: [kept],
    rows: { $from: 'kept', pointer: '/rows' },
    key: 'kept',
    seen: seen as SourceTable['rows'],
    said,
  }
}

/** The rows whose cells in a column are filled, or empty; in any column where none is named. */
export function rowsFilled(request: DataRequest, columns: readonly Column[]): Kept | null {
  return keptRows(
    request,
    columns.map(({ name }) => ({ all: [{ column: name, test: 'filled' }], said: `${name} is filled` })),
    'matching',
  )
}

function readConditions(text: string, words: Words, request: DataRequest): Said[] | null {
  const bare = text.replace(/^(?:where|with|when|and|but) /, '').replace(/ (?:row|only)$/, '')
  const parts = bare
    .replace(/between N(\d+) and N(\d+)/g, 'between N$1 ~ N$2')
    .split(/ (?:and|where|with) (?:where |with )?/)
  const conditions = parts.map(part => readCondition(part.trim().replace('~', 'and'), words, request))
  // Two values of one column exclude each other: `in Ulm and Köln` means either.
  const columns = conditions.flatMap(
    found => found?.all.flatMap(({ test, column }) => (test === 'one_of' ? column : [])) ?? [],
  )
  if (new Set(columns).size !== columns.length) return null
  return conditions.every(condition => condition !== null) && conditions.length < 4 ? conditions : null
}

const SIGNS: Readonly<Record<string, readonly [said: string, test: Condition['test']]>> = {
  '>': ['>', 'above'],
  '>=': ['≥', 'at_least'],
  '<': ['<', 'below'],
  '<=': ['≤', 'at_most'],
  '=': ['is', 'one_of'],
  '!=': ['is not', 'none_of'],
}

function readCondition(text: string, words: Words, request: DataRequest): Said | null {
  const part: Words = { text: text.replace(/^made (?=[<>=VC])/, '').replace(/ made$/, ''), marks: words.marks }
  const { table } = request
  const either = /^(?:C(\d+) (?:= )?)?V\d+(?: or V\d+)+$/.exec(part.text)
  if (either !== null) return eitherOf(part, either[1], table)
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
      return of === undefined || of.name === column.name ? besideMean(column, sign) : null
    }
    const other = sized.column('other')
    if (other !== undefined) return other.isNumeric ? besideColumn(column, sign, other) : null
    return beside(column, sign, sized.number('n') || sized.number('n2') || sized.number('n3'))
  }
  const between = fits('(?:C<col> )?between N<a> and N<b>', part)
  if (between !== null) {
    const column =
      between.column('col') ??
      (mayBeYears(table, [between.number('a'), between.number('b')]) ? null : onlyFigure(table))
    const [a, b] = [between.number('a'), between.number('b')]
    const [low, high] = [readDecimal(a), readDecimal(b)]
    if (column === null || !column.isNumeric || low === null || high === null || compare(low, high) > 0) return null
    return {
      all: [
        { column: column.name, test: 'at_least', number: a },
        { column: column.name, test: 'at_most', number: b },
      ],
      said: `${column.name} is from ${a} to ${b}`,
    }
  }
  const empty = fits('C<col> (?:= )?empty|empty C<col2>', part)
  const bare = empty?.column('col') ?? empty?.column('col2')
  // `no rain` of a column of figures that is filled everywhere: none of it.
  if (
    bare?.isNumeric === true &&
    table.rows.every(row => !isEmpty(row[bare.name])) &&
    /(?<!\p{L})(?:no|without|zero)(?!\p{L})/iu.test(request.around)
  )
    return beside(bare, '=', '0')
  return bare === undefined || hasStandIn(table, bare)
    ? null
    : { all: [{ column: bare.name, test: 'empty' }], said: `${bare.name} is empty` }
}

/** `below minimum`, where a column is called so. */
function besideEdge(table: SourceTable, named: Column | undefined, sign: string, edge: string): Said | null {
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
): Said | null {
  if (text !== '') {
    const own = table.rows.flatMap(row => row[column?.name ?? ''] ?? [])
    const values = [...new Set(own)].filter(cell => String(cell).toLowerCase() === text.toLowerCase())
    return column === undefined || values.length === 0 ? null : oneOf(column, values, text)
  }
  const own = column === undefined ? cells : cells.filter(([of]) => of.name === column.name)
  const columns = new Set(own.map(([of]) => of.name))
  const first = own[0]
  if (first === undefined || columns.size !== 1) return null
  return oneOf(first[0], [...new Set(own.map(([, value]) => value))], String(first[1]))
}

const oneOf = (column: Column, values: readonly JsonValue[], said: string): Said => ({
  all: [{ column: column.name, test: 'one_of', values }],
  said: `${column.name} is ${said}`,
})

/** `in Ulm or Köln`: values of one column. */
function eitherOf({ text, marks }: Words, named: string | undefined, table: SourceTable): Said | null {
  const mark = named === undefined ? undefined : marks[Number(named)]
  const column = mark?.kind === 'C' ? mark.column : undefined
  const parts = [...text.matchAll(/V(\d+)/g)].map(([, at]) => {
    const value = marks[Number(at)]
    return value?.kind === 'V' ? equals(value.cells, column, '', table) : null
  })
  const all = parts.flatMap(part => part?.all ?? [])
  const first = all[0]
  if (first === undefined || parts.includes(null) || all.some(own => own.column !== first.column)) return null
  return {
    all: [{ ...first, values: all.flatMap(({ values = [] }) => values) }],
    said: `${first.column} is ${parts.map(part => part?.said.replace(`${first.column} is `, '')).join(' or ')}`,
  }
}

/** `between 1900 and 2000` of a table that has years. */
export const mayBeYears = ({ columns }: SourceTable, numbers: readonly string[]): boolean =>
  numbers.every(one => /^(?:1[5-9]|20)\d\d$/.test(one)) &&
  columns.some(({ spoken }) => /(?<!\p{L})(?:year|published|released?|built|born)(?!\p{L})/u.test(spoken))

/** `more than 2 million` of a column that counts in millions. */
export const isOfMillions = ({ spoken }: Column, digits: string): boolean =>
  / (?:m|mio|mn|millions?|thousands?|k)$/u.test(spoken) && Math.abs(Number(digits)) >= 10_000

function beside(column: Column, sign: string, digits: string): Said | null {
  if (isOfMillions(column, digits)) return null
  const known = SIGNS[sign]
  if (known === undefined || digits === '' || readDecimal(digits) === null) return null
  const [said, test] = known
  const limit = test === 'one_of' || test === 'none_of' ? { values: [digits] } : { number: digits }
  return { all: [{ column: column.name, test, ...limit }], said: `${column.name} ${said} ${digits}` }
}

function besideColumn(column: Column, sign: string, other: Column): Said | null {
  const known = SIGNS[sign]
  if (known === undefined || known[1] === 'one_of' || known[1] === 'none_of') return null
  return {
    all: [{ column: column.name, test: known[1], other: other.name }],
    said: `${column.name} ${known[0]} ${other.name}`,
  }
}

function besideMean(column: Column, sign: string): Said | null {
  const known = SIGNS[sign]
  if (known === undefined || known[1] === 'one_of' || known[1] === 'none_of') return null
  return { all: [{ column: column.name, test: known[1], mean: true }], said: `${column.name} ${known[0]} average` }
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

/** Columns of numbers that part rows into groups: years, grades, rooms; `goals per game` divides. */
export const isGrouping = ({ spoken, isNumeric }: Column): boolean =>
  !isNumeric ||
  /(?<!\p{L})(?:year|month|week|day|date|quarter|hour|grade|level|class|age|group|room|floor|zone|id|no|nr|number|rating|stars|size|round|season|line|shift|table|store|team|order|customer|employee|user|code|zip|ward|district|semester|term|period|model|version|machine|sensor|station|line)(?!\p{L})/u.test(
    spoken,
  )

/** Numbers that name a row rather than measure it. */
const ID =
  /^(?:id|no|nr|number|index|row|rank|#|pos|position|zip|code|year|month|day|week)$|(?<!\p{L})(?:id|number|no|nr|code|zip|year)$/u

/** Numbers that only name something: nothing to add up. */
export const CODE =
  /(?<!\p{L})(?:zip|zipcode|postcode|plz|phone|tel|telephone|mobile|iban|isbn|barcode|sku)(?!\p{L})|^postal code$/u

/** Names of columns of numbers that only tell rows apart. */
export const NUMBERED =
  /^(?:order|invoice|ticket|customer|user|client|case|item|product|article|employee|student|room|flight|bus|line|account|transaction|sample|patient|machine|sensor|hour|hr|day|week|month|year|quarter|date|time|id|no|nr|x)s?$|(?:id|no|nr|number)$/u

/** `how many orders are over 100`: orders by their numbers, in the first column beside other figures. */
export function isLabel(table: SourceTable, column: Column): boolean {
  if (!column.isNumeric || column.decimals > 0 || table.columns[0] !== column || !column.isUnique) return false
  const others = table.columns.filter(other => other !== column && (other.isNumeric || other.isAmount))
  return others.length > 0 && NUMBERED.test(column.spoken)
}

/** The only column of figures; numbers that name rows do not count, and beside amounts in words of their own no column is the only one. */
export function onlyFigure(table: SourceTable): Column | null {
  if (table.columns.some(({ isAmount }) => isAmount)) return null
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
  if (people.length > 0) return people.length === 1 ? (people[0] as Column) : null
  // Of an item, its category and a date the item tells rows apart.
  const apart = texts.filter(
    ({ name, spoken, isUnique }) =>
      isUnique && !ASIDE.test(spoken) && !table.rows.some(row => /^\d/.test(String(row[name] ?? ''))),
  )
  return apart.length === 1 &&
    texts.every(
      own => own === apart[0] || !own.isUnique || table.rows.some(row => /^\d/.test(String(row[own.name] ?? ''))),
    )
    ? (apart[0] as Column)
    : null
}

/** Columns that differ from row to row and name none. */
const ASIDE =
  /(?<!\p{L})(?:note|notes|comment|comments|email|mail|phone|url|link|address|description|text|reason|message)(?!\p{L})/u
