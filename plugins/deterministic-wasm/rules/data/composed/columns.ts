/** Which column of a table words can mean: by its name, by what it holds, or as the one that names the rows. */
import { isEmpty } from '../../../tables/cells.ts'
import { singular, spokenColumn } from '../../tables/find-column.ts'
import type { Column, SourceTable } from '../../tables/read-table.ts'
import { isLabel, nameColumn, onlyFigure } from '../row-conditions.ts'
import { CONCEPTS, PERSON_COLUMN, SUPERLATIVES } from './vocabulary.ts'

const UNIT_TAIL =
  / \(?(?:eur|usd|gbp|chf|€|\$|£|kg|g|km|m|cm|mm|km2|m2|sqm|km²|m²|min|mins|minutes|h|hrs|hours|s|sec|c|°c|%|kwh|k wh|kw|mb|gb|l|ml|pcs|k|mio|millions?|left|sold|name|date|number|no)\)?$/u

const known = new WeakMap<SourceTable, Map<string, unknown>>()

/** Worked out once for a table: a question is read more than once, and a table may be long. */
function once<Found>(table: SourceTable, key: string, find: () => Found): Found {
  const own = known.get(table) ?? new Map<string, unknown>()
  known.set(table, own)
  if (!own.has(key)) own.set(key, find())
  return own.get(key) as Found
}

/** The column of that name, also without the unit behind it: `area` for `area_km2`. */
export const namedColumn = (table: SourceTable, words: string): Column | null =>
  once(table, `named ${words}`, () => findNamed(table, words))

function findNamed(table: SourceTable, words: string): Column | null {
  const found = spokenColumn(table, words)
  if (found !== null) return found
  const plain = singular(words.toLowerCase())
  const short = CALLED_SO[plain]
  if (short !== undefined) {
    const called = table.columns.filter(({ spoken }) => short.test(spoken))
    return called.length === 1 ? (called[0] as Column) : null
  }
  const headed =
    /^(.{2,30}) (?:numbers?|address(?:es)?|adress(?:es)?|values?|levels?|dates?|names?|columns?|fields?|grades?|marks?|results?|consumption|usage)$/iu.exec(
      words,
    )?.[1]
  if (headed !== undefined && !/^(?:the|an?|of|this|that)$/iu.test(headed)) {
    const bare = spokenColumn(table, headed)
    if (bare !== null) return bare
  }
  const begun = table.columns.filter(({ spoken }) => {
    const base = spoken.replace(UNIT_TAIL, '').replace(UNIT_TAIL, '')
    return base !== spoken && (base === words.toLowerCase() || singular(base) === plain)
  })
  if (plain.length > 2 && begun.length === 1) return begun[0] as Column
  // `check out` of a column `Checkout`, `customer` of a column `Kunde`.
  const foreign = FOREIGN[plain]
  const other = table.columns.filter(
    ({ spoken }) =>
      (words.includes(' ') && spoken.replaceAll(' ', '') === words.toLowerCase().replaceAll(' ', '')) ||
      foreign?.test(spoken) === true,
  )
  return other.length === 1 ? (other[0] as Column) : null
}

/** Headings in other languages, and those that say it in another word. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  customer: /^(?:kunde|cliente|client|buyer)$/u,
  client: /^(?:kunde|cliente|customer)$/u,
  city: /^(?:ort|stadt|ciudad|ville|town)$/u,
  country: /^(?:land|pais|país|pays)$/u,
  date: /^(?:datum|fecha|data)$/u,
  day: /^(?:tag|datum)$/u,
  month: /^(?:monat|mes|mois)$/u,
  year: /^(?:jahr|año|année)$/u,
  age: /^alter$/u,
  department: /^(?:abteilung|dept)$/u,
  product: /^(?:produkt|producto|produit|artikel)$/u,
  article: /^(?:artikel|sku|item)$/u,
  item: /^(?:artikel|posten|article)$/u,
  hour: /^(?:stunden|hrs)$/u,
  game: /^(?:played|matches)$/u,
  match: /^(?:played|games)$/u,
}

const CALLED_SO: Readonly<Record<string, RegExp>> = {
  minimum: /^min$/u,
  maximum: /^max$/u,
  number: /^(?:no|nr|number|invoice no|order no)$/u,
}

export const isDated = (table: SourceTable, { name }: Column): boolean =>
  once(table, `dated ${name}`, () => {
    const { rows } = table
    return (
      rows.length > 0 &&
      rows.every(row => isEmpty(row[name]) || dayOf(String(row[name])) !== null) &&
      rows.some(row => !isEmpty(row[name]))
    )
  })

/** A date as `2026-02-17`: year first, or day first with points; with slashes only where the day cannot be a month. */
export function dayOf(cell: string): string | null {
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:$|[T ])/.exec(cell)
  if (iso !== null) return `${iso[1]}-${iso[2]}-${iso[3]}`
  const pointed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(cell)
  if (pointed === null || Number(pointed[2]) > 12 || Number(pointed[1]) > 31) return null
  return `${pointed[3]}-${pointed[2]?.padStart(2, '0')}-${pointed[1]?.padStart(2, '0')}`
}

/** Times of one shape: `09:05`, `12:40`, `1:02:30`. */
export const isClocked = (table: SourceTable, { name }: Column): boolean =>
  once(table, `clocked ${name}`, () => {
    const { rows } = table
    const cells = rows.map(row => String(row[name] ?? ''))
    return (
      rows.length > 0 &&
      cells.every(
        cell => /^\d{1,2}:\d\d(?::\d\d)?$/.test(cell) && cell.split(':').length === cells[0]?.split(':').length,
      )
    )
  })

const one = (columns: readonly Column[]): Column | null => (columns.length === 1 ? (columns[0] as Column) : null)

export const dateColumn = (table: SourceTable): Column | null =>
  one(table.columns.filter(column => !column.isNumeric && isDated(table, column)))
export const clockColumn = (table: SourceTable): Column | null =>
  one(table.columns.filter(column => !column.isNumeric && isClocked(table, column)))

/** The one column of figures, dates or times that the concept can mean. */
export function conceptColumn(table: SourceTable, concept: string): Column | null {
  const domain = CONCEPTS[concept]
  if (domain === undefined) return null
  const found = one(
    table.columns.filter(
      column =>
        domain.test(column.spoken) &&
        (column.isNumeric ||
          (/^(?:born|day|made)$/.test(concept) && isDated(table, column)) ||
          (concept === 'clock' && isClocked(table, column))),
    ),
  )
  // An amount beside a tip: which of them was spent is not said.
  const isOpen =
    /^(?:spent|total)$/.test(concept) &&
    found !== null &&
    !/(?<!\p{L})(?:spent|spending|expenses?|expenditure)(?!\p{L})/u.test(found.spoken) &&
    table.columns.some(column => column !== found && column.isNumeric && MONEYED.test(column.spoken))
  return isOpen ? null : found
}

const MONEYED =
  /(?<!\p{L})(?:tips?|tax|vat|fees?|shipping|discount|budget|income|net|gross|amount|price|cost|total|actual|planned|paid|eur|usd|gbp|€|\$|£|deposit|refund|credit|debit|revenue)(?!\p{L})/u

export type Edge = { readonly column: Column; readonly isLargest: boolean }

/** What a superlative speaks of; `max` and `min` of the one column of figures. */
export function edgeOf(table: SourceTable, word: string, named: Column | null): Edge | null {
  if (word === 'max' || word === 'min') {
    const column = named ?? onlyFigure(table)
    return column === null ? null : { column, isLargest: word === 'max' }
  }
  if (word === '^biggest' || word === '^smallest') {
    const column = named ?? onlyFigure(table) ?? conceptColumn(table, 'area')
    return column === null ? null : { column, isLargest: word === '^biggest' }
  }
  for (const [concept, isLargest] of SUPERLATIVES[word] ?? []) {
    const column = conceptColumn(table, concept)
    if (column === null) continue
    // The latest of several days: which of them is meant is not said.
    if (concept === 'day' && named === null && table.columns.filter(own => isDated(table, own)).length > 1) return null
    // `best` of another column that was named: whether much of it is good is not said.
    if (named !== null && named.name !== column.name) return null
    return { column, isLargest }
  }
  return null
}

/** Who or what the rows are of: a column of texts, or of numbers that only name. */
export const rowsName = (table: SourceTable, isPerson: boolean): Column | null =>
  once(table, `rows ${isPerson}`, () => findRowsName(table, isPerson))

function findRowsName(table: SourceTable, isPerson: boolean): Column | null {
  const named = nameColumn(table)
  if (isPerson) {
    const persons = table.columns.filter(({ spoken, isNumeric }) => !isNumeric && PERSON_COLUMN.test(spoken))
    if (persons.length > 0)
      return persons.length === 1 ? (persons[0] as Column) : named !== null && persons.includes(named) ? named : null
    return named
  }
  if (named !== null) return named
  const [first] = table.columns
  if (first === undefined) return null
  // `no;amount` with `R-101`, `room,m2,rent` with 1, 2, 3.
  return first.isUnique &&
    (isLabel(table, first) || (!first.isNumeric && first.isAmount !== true && !isDated(table, first)))
    ? first
    : null
}

export const isFigure = (table: SourceTable, column: Column): boolean => column.isNumeric && !isLabel(table, column)
