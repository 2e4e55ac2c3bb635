/**
 * The conditions in a request about a table, wherever they stand, taken out of its words: `mean C0 V1 not V2` is the mean of C0 over
 * rows that have V1 and not V2. What is left must be a question that is asked of all rows; a condition with two readings is none.
 */
import type { JsonValue } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { task } from '../rule.ts'
import type { Column, SourceTable } from '../tables/read-table.ts'
import { fromTable } from '../tables/table-request.ts'
import type { DataRequest } from './data-request.ts'
import type { Mark, Words } from './request-words.ts'
import { DOMAINS, domainColumn, isLabel, isOfMillions, mayBeYears, onlyFigure } from './row-conditions.ts'
import { bareYearAt, type Condition, type Found, monthAt, numberAt, type Test, yearAt } from './row-dates.ts'

export type Filtered = {
  /** What is asked, without its conditions. */
  readonly words: Words
  readonly request: DataRequest
  readonly said: string
  readonly isJoined: boolean
  /** Columns that conditions speak of. */
  readonly columns: readonly string[]
  /** Those of them whose values were named one by one. */
  readonly named: readonly string[]
  readonly whole: SourceTable
}

const SIGNS: Readonly<Record<string, readonly [said: string, test: Test, opposite: string]>> = {
  '>': ['>', 'above', '<='],
  '>=': ['≥', 'at_least', '<'],
  '<': ['<', 'below', '>='],
  '<=': ['≤', 'at_most', '>'],
}
const WITHOUT =
  /^(?:not|except|excluding|exclude|excludes|but|besides|ignore|ignoring|skip|skipping|without|leave|leaving|outside|remove|!=)$/
const JOINS = /^(?:where|with|when|and|but|,)$/
/** Doing that only leads to a value: `lives in Rome`. */
const LEADS =
  /^(?:lives?|living|lived|located|based|belongs?|belonging|plays?|played|called|named|labelled|labeled|marked|tagged|assigned|made|goes|go|went|comes?|category|type|by)$/

/** Null where no condition was found, or one that cannot be read. */
export function takeFilters(words: Words, request: DataRequest): Filtered | null {
  const tokens = words.text.split(' ')
  const rest: string[] = []
  const found: Found[] = []
  for (let at = 0; at < tokens.length; ) {
    const one = conditionAt(tokens, at, words.marks, request)
    if (one === 'unclear') return null
    if (one === null) {
      rest.push(tokens[at] as string)
      at += 1
      continue
    }
    while (JOINS.test(rest.at(-1) ?? '') || (LEADS.test(rest.at(-1) ?? '') && one.all[0]?.values !== undefined))
      rest.pop()
    // `the age of those who live in Rome`; behind `and` it asks a second time.
    if (rest.at(-1) === 'which' && rest.length > 1 && rest.at(-2) !== 'and') rest.pop()
    found.push(one)
    at += one.size
    if (tokens[at] === 'and' && at + 1 < tokens.length) at += 1
  }
  const conditions = found.flatMap(({ all }) => all)
  if (conditions.length === 0 || conditions.length > 6) return null
  // Two values of one column, told apart, exclude each other.
  const equal = conditions.flatMap(({ test, column }) => (test === 'one_of' ? column : []))
  if (new Set(equal).size !== equal.length) return null
  // `above average in IT`: the average of all, or that of IT.
  if (conditions.length > 1 && conditions.some(({ mean }) => mean === true)) return null
  const said = found.map(condition => condition.said).join(' and ')
  const narrowed = narrow(request, conditions, said)
  if (narrowed === null) return null
  return {
    words: { text: rest.join(' '), marks: words.marks },
    request: narrowed,
    said,
    isJoined: found.some(({ isJoined }) => isJoined === true),
    columns: conditions.map(({ column }) => column),
    named: found.flatMap(({ all, isDated }) =>
      isDated === true ? [] : all.flatMap(({ test, column }) => (test === 'one_of' ? column : [])),
    ),
    whole: request.table,
  }
}

/** The same request about the rows that are kept; its first task reads them. */
function narrow(request: DataRequest, conditions: readonly Condition[], said: string): DataRequest | null {
  const { table } = request
  const rows = peek('table.where', { rows: [...table.rows], conditions: conditions as never })?.rows
  if (!Array.isArray(rows)) return null
  const kept: PlannedTask = task(
    'kept_rows',
    `Keep rows where ${said}`.slice(0, 200),
    'table.where',
    { rows: fromTable(table), conditions: conditions as never },
    [table.parse.key],
  )
  const seen = rows as SourceTable['rows']
  const columns = table.columns.map(column => ({
    ...column,
    // One row each of those that have the same value: `which month was best for South`.
    isUnique:
      new Set(seen.map(row => JSON.stringify(row[column.name]))).size === seen.length &&
      (column.isUnique || conditions.every(({ test }) => test === 'one_of')),
  }))
  return { ...request, table: { ...table, rows: seen, columns, parse: kept } }
}

const columnAt = (tokens: readonly string[], at: number, marks: readonly Mark[]): Column | null => {
  const place = /^C(\d+)$/.exec(tokens[at] ?? '')?.[1]
  const mark = place === undefined ? undefined : marks[Number(place)]
  return mark?.kind === 'C' ? mark.column : null
}

function conditionAt(
  tokens: readonly string[],
  start: number,
  marks: readonly Mark[],
  request: DataRequest,
): Found | 'unclear' | null {
  let at = start
  const isWithout = WITHOUT.test(tokens[at] ?? '')
  if (isWithout) {
    at += 1
    while (
      /^(?:in|count|counting|including|for|not|where|with|made)$/.test(tokens[at] ?? '') ||
      LEADS.test(tokens[at] ?? '')
    )
      at += 1
  }
  const found =
    (isWithout ? null : monthAt(tokens[at] ?? '', request.table)) ??
    flagAt(tokens, at, marks, request.table, isWithout) ??
    bareYearAt(tokens, at, marks, request.table, isWithout) ??
    valuesAt(tokens, at, marks, isWithout, request.table.rows) ??
    (/^(?:not|where|with)$/.test(tokens[start] ?? '') || !isWithout
      ? numbersAt(tokens, at, marks, request, isWithout)
      : null)
  if (found === null || found === 'unclear')
    return found === null && isWithout && tokens[start] !== 'but' ? 'unclear' : found
  return { ...found, size: found.size + at - start }
}

const YES = /^(?:yes|y|true|done)$/i
const NO = /^(?:no|n|false|open)$/i

/** `not done`, where the column `done` has nothing but yes and no. */
function flagAt(
  tokens: readonly string[],
  at: number,
  marks: readonly Mark[],
  { rows, columns }: SourceTable,
  isWithout: boolean,
): Found | null {
  const column = columnAt(tokens, at, marks)
  if (column === null || column === columns[0] || /^(?:=|V\d+|>|<|not)$/.test(tokens[at + 1] ?? '')) return null
  if (/^(?:by|sort|rank|group|C\d+)$/.test(tokens[at - 1] ?? '') && at > 0 && !/^C/.test(tokens[at - 1] as string))
    return null
  const cells = [...new Set(rows.map(row => row[column.name] as JsonValue))]
  if (cells.length !== 2 || !cells.some(cell => YES.test(String(cell))) || !cells.some(cell => NO.test(String(cell))))
    return null
  const wanted = cells.filter(cell => (isWithout ? NO : YES).test(String(cell)))
  return {
    all: [{ column: column.name, test: 'one_of', values: wanted }],
    said: `${column.name} is ${String(wanted[0])}`,
    size: 1,
  }
}

type Cells = readonly (readonly [Column, JsonValue])[]

const markAt = (token: string | undefined, marks: readonly Mark[]): Cells | null => {
  const mark = marks[Number(/^V(\d+)$/.exec(token ?? '')?.[1])]
  return mark?.kind === 'V' ? mark.cells : null
}

const ORDERED = [
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ['q1', 'q2', 'q3', 'q4'],
]

/** `Jan to Mar`: every value of the column between both, where all of them are days, months or quarters in their order. */
function rangeOf(first: Cells, last: Cells, size: number, rows: SourceTable['rows']): Found | 'unclear' {
  const column = first.length === 1 && last.length === 1 && first[0]![0] === last[0]![0] ? first[0]![0] : null
  if (column === null) return 'unclear'
  const cells = [...new Set(rows.map(row => String(row[column.name])))]
  const order = ORDERED.find(names =>
    cells.every(cell => names.includes(cell.toLowerCase().slice(0, names[0]!.length))),
  )
  if (order === undefined) return 'unclear'
  const place = (cell: JsonValue): number => order.indexOf(String(cell).toLowerCase().slice(0, order[0]!.length))
  const [from, to] = [place(first[0]![1]), place(last[0]![1])]
  const values = cells.filter(cell => place(cell) >= from && place(cell) <= to)
  if (from >= to || new Set(values.map(place)).size !== values.length) return 'unclear'
  return {
    all: [{ column: column.name, test: 'one_of', values }],
    said: `${column.name} is from ${String(first[0]![1])} to ${String(last[0]![1])}`,
    size,
    isJoined: true,
    isDated: true,
  }
}

/** `C0 = V1 or V2`, `V1 C0`, `V1`. */
function valuesAt(
  tokens: readonly string[],
  start: number,
  marks: readonly Mark[],
  isWithout: boolean,
  rows: SourceTable['rows'],
): Found | 'unclear' | null {
  let at = start
  const before = columnAt(tokens, at, marks)
  if (before !== null) {
    at += 1
    while (/^(?:=|made|in)$/.test(tokens[at] ?? '')) at += 1
    if (!isWithout && /^(?:not|!=|except)$/.test(tokens[at] ?? '')) {
      const other = valuesAt(
        [...tokens.slice(0, at), tokens[start] as string, ...tokens.slice(at + 1)],
        at,
        marks,
        true,
        rows,
      )
      return other === null || other === 'unclear' ? other : { ...other, size: other.size + at - start }
    }
  }
  const cells: (readonly (readonly [Column, JsonValue])[])[] = []
  const joins = new Set<string>()
  for (;;) {
    const place = /^V(\d+)$/.exec(tokens[at] ?? '')?.[1]
    const mark = place === undefined ? undefined : marks[Number(place)]
    if (mark?.kind !== 'V') break
    cells.push(mark.cells)
    at += 1
    if (tokens[at] === 'upto') {
      const end = markAt(tokens[at + 1], marks)
      return isWithout || cells.length > 1 || end === null ? 'unclear' : rangeOf(cells[0]!, end, at + 2 - start, rows)
    }
    const next = /^(?:and|or|nor)$/.test(tokens[at] ?? '') ? 1 : 0
    const other = markAt(tokens[at + next], marks)
    if (other === null) break
    // `Roy open`: a value of another column is a condition of its own.
    if (next === 0 && !other.some(([own]) => cells.every(some => some.some(([of]) => of.name === own.name)))) break
    joins.add(next === 0 ? 'and' : (tokens[at] as string))
    at += next
  }
  if (cells.length === 0) return null
  const behind = columnAt(tokens, at, marks)
  const isOf = (column: Column): boolean => cells.every(own => own.some(([of]) => of.name === column.name))
  const named = before !== null && isOf(before) ? before : behind !== null && isOf(behind) ? behind : null
  // `amount Ada`: the column is what is asked for, and no condition.
  if (before !== null && named !== before) return null
  const common = cells[0]!.map(([column]) => column).filter(isOf)
  const column = named ?? (common.length === 1 ? common[0]! : null)
  if (column === null) return cells.length > 1 && common.length === 0 ? null : 'unclear'
  const values = cells.flatMap(own => own.flatMap(([of, value]) => (of.name === column.name ? value : [])))
  const isJoined = !isWithout && joins.has('and')
  if (isJoined && joins.has('or')) return 'unclear'
  return {
    all: [{ column: column.name, test: isWithout ? 'none_of' : 'one_of', values: [...new Set(values)] }],
    said: `${column.name} is ${isWithout ? 'not ' : ''}${[...new Set(values)].map(String).join(' or ')}`,
    size: at - start + (named !== null && named === behind && named !== before ? 1 : 0),
    ...(isJoined ? { isJoined: true } : {}),
  }
}

/** `C0 > N1`, `> N1 C0`, `> mean`, `C0 between N1 and N2`, `not > N1`, `C0 after N1` of dates. */
function numbersAt(
  tokens: readonly string[],
  start: number,
  marks: readonly Mark[],
  request: DataRequest,
  isWithout: boolean,
): Found | 'unclear' | null {
  let at = start
  const before = columnAt(tokens, at, marks)
  if (before !== null) at += 1
  while (/^(?:made|where|with)$/.test(tokens[at] ?? '') && before !== null) at += 1
  const isDenied = before !== null && tokens[at] === 'not'
  if (isDenied) at += 1
  const adjective = DOMAINS[tokens[at] ?? '']
  if (adjective !== undefined) at += 1
  const dated = before === null || isDenied || isWithout ? null : yearAt(tokens, at, marks, before, request.table)
  if (dated !== null) return { ...dated, size: dated.size + at - start }
  const isBetween = tokens[at] === 'between'
  const sign = SIGNS[tokens[at] ?? '']
  if (!isBetween && sign === undefined) return null
  const first = numberAt(tokens, at + 1, marks)
  const isMean = !isBetween && tokens[at + 1] === 'mean'
  if (first === null && !isMean) return null
  let size = at + 2 - start
  let second: string | null = null
  if (isBetween) {
    second = /^(?:and|to|-)$/.test(tokens[at + 2] ?? '') ? numberAt(tokens, at + 3, marks) : null
    if (second === null || isWithout || isDenied || Number(second) < Number(first)) return 'unclear'
    size += 2
  }
  const behind = columnAt(tokens, start + size, marks)
  const isSorted = /^(?:sort|by|rank|and)$/.test(tokens[start + size - 1] ?? '')
  const named =
    before?.isNumeric === true && !isLabel(request.table, before)
      ? before
      : behind?.isNumeric === true && !isSorted
        ? behind
        : null
  const isYears = named === null && isBetween && mayBeYears(request.table, [first ?? '', second ?? ''])
  if (isYears) return 'unclear'
  const column = named ?? (adjective === undefined ? onlyFigure(request.table) : domainColumn(request.table, adjective))
  if (column === null || (first !== null && isOfMillions(column, first))) return 'unclear'
  // The column in front stays where it is no part of the condition: `which C0 > N1`.
  const isOwn = before === null || before === column
  if (!isOwn && start !== at - 1 - (isDenied ? 1 : 0)) return 'unclear'
  if (!isOwn) return null
  if (named !== null && named === behind && before === null) size += 1
  if (isBetween)
    return {
      all: [
        { column: column.name, test: 'at_least', number: first as string },
        { column: column.name, test: 'at_most', number: second as string },
      ],
      said: `${column.name} is from ${first} to ${second}`,
      size,
    }
  const [said, test] = isWithout || isDenied ? SIGNS[sign![2]]! : sign!
  return isMean
    ? { all: [{ column: column.name, test, mean: true }], said: `${column.name} ${said} average`, size }
    : { all: [{ column: column.name, test, number: first as string }], said: `${column.name} ${said} ${first}`, size }
}
