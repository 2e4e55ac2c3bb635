/** Conditions of time in the words of a request: a month of the one column of dates, a year of a column of years or dates. */
import type { JsonValue } from '#contracts/json-value'
import type { Column, SourceTable } from '../tables/read-table.ts'
import type { Mark } from './request-words.ts'

export type Test = 'one_of' | 'none_of' | 'above' | 'at_least' | 'below' | 'at_most'
export type Condition = {
  readonly column: string
  readonly test: Test
  readonly values?: readonly JsonValue[]
  readonly number?: string
  readonly mean?: true
}
export type Found = {
  readonly all: readonly Condition[]
  readonly said: string
  /** How many words it took. */
  readonly size: number
  /** It tells the rows by values joined with `and`, which only what adds up can mean. */
  readonly isJoined?: true
  readonly isDated?: true
}

export const numberAt = (tokens: readonly string[], at: number, marks: readonly Mark[]): string | null => {
  const place = /^N(\d+)$/.exec(tokens[at] ?? '')?.[1]
  const mark = place === undefined ? undefined : marks[Number(place)]
  return mark?.kind === 'N' ? mark.digits : null
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** `in January`, where one column holds dates, and that month in one year. */
export function monthAt(word: string, { rows, columns }: SourceTable): Found | null {
  const month =
    word === 'may' || word.length < 3 ? -1 : MONTHS.findIndex(name => name === word || name.slice(0, 3) === word)
  if (month < 0) return null
  const dated = columns.filter(({ name }) => rows.every(row => /^\d{4}-\d\d-\d\d/.test(String(row[name]))))
  const column = dated.length === 1 ? dated[0]! : null
  if (column === null) return null
  const values = [...new Set(rows.map(row => String(row[column.name])))].filter(
    cell => Number(cell.slice(5, 7)) === month + 1,
  )
  if (values.length === 0 || new Set(values.map(cell => cell.slice(0, 4))).size > 1) return null
  return {
    all: [{ column: column.name, test: 'one_of', values }],
    said: `${column.name} is in ${values[0]?.slice(0, 7)}`,
    size: 1,
    isDated: true,
  }
}

/** `joined before 2020`, of cells that are dates written year first. */
export function yearAt(
  tokens: readonly string[],
  at: number,
  marks: readonly Mark[],
  column: Column,
  table: SourceTable,
): Found | null {
  const word = tokens[at] ?? ''
  const isBare = /^N\d+$/.test(word)
  const number = numberAt(tokens, isBare ? at : at + 1, marks)
  if (number === null || !/^(?:19|20)\d\d$/.test(number) || !(isBare || /^(?:before|after|since)$/.test(word)))
    return null
  const cells = table.rows.map(row => row[column.name])
  if (!cells.every(cell => typeof cell === 'string' && /^\d{4}-\d\d-\d\d/.test(cell))) return null
  const year = Number(number)
  const isKept = (cell: string): boolean => {
    const own = Number(cell.slice(0, 4))
    return isBare ? own === year : word === 'before' ? own < year : word === 'after' ? own > year : own >= year
  }
  const values = [...new Set(cells as string[])].filter(isKept)
  return values.length === 0
    ? null
    : {
        all: [{ column: column.name, test: 'one_of', values }],
        said: `${column.name} is ${isBare ? 'in' : word} ${number}`,
        size: isBare ? 1 : 2,
        isDated: true,
      }
}

/** `sales for 2025`, where a column holds years and that one among them. */
export function bareYearAt(
  tokens: readonly string[],
  at: number,
  marks: readonly Mark[],
  { rows, columns }: SourceTable,
  isWithout: boolean,
): Found | null {
  const number = numberAt(tokens, at, marks)
  if (number === null || !/^(?:19|20)\d\d$/.test(number) || /^(?:>|<|>=|<=|=|between|and)$/.test(tokens[at - 1] ?? ''))
    return null
  const years = columns.filter(
    ({ spoken, isNumeric, isUnique }) => isNumeric && !isUnique && /^(?:year|yr)$/u.test(spoken),
  )
  const column = years.length === 1 ? (years[0] as Column) : null
  const values = column === null ? [] : [...new Set(rows.map(row => row[column.name] as JsonValue))]
  const own = values.filter(cell => String(cell) === number)
  // `2024 and 2025`, `2024 to 2025`: two of them are another question.
  if (column === null || own.length !== 1 || tokens.filter((_, i) => numberAt(tokens, i, marks) !== null).length > 1)
    return null
  return {
    all: [{ column: column.name, test: isWithout ? 'none_of' : 'one_of', values: own }],
    said: `${column.name} is ${isWithout ? 'not ' : ''}${number}`,
    size: 1,
  }
}
